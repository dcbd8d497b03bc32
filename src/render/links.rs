//! Links become URLs here, where it is known which page they stand on.

use super::{Renderer, bidi};
use crate::library::TopicId;
use crate::model::{Direction, Guide, LangId, Link, ascii_digits};
use crate::plan::guide_path;
use crate::source::{Root, VPath};
use std::collections::BTreeSet;

/// The page that is being written, as the start of its links.
#[derive(Debug, Clone, Copy)]
pub(super) struct From<'a> {
    pub renderer: &'a Renderer<'a>,
    pub path: &'a VPath,
    pub lang: LangId,
    /// The guides that stand on this very page, where it shows several.
    pub inline: Option<&'a BTreeSet<TopicId>>,
}

impl From<'_> {
    /// A text of a guide as pages print it: what its direction would shuffle stands between isolating characters, which work
    /// in attributes and titles, too.
    pub fn say(&self, text: &str, of: &Guide) -> String {
        bidi::isolate(text, self.direction(of))
    }

    /// The direction of a guide's text.
    pub fn direction(&self, of: &Guide) -> Direction {
        self.renderer.library.config.locale(of.lang).direction()
    }

    /// The URL of a guide for a reader of this page: its text in their language, else in the source's.
    pub fn guide(&self, topic: TopicId) -> String {
        self.guide_in(topic, self.lang, None)
    }

    /// The URL of a guide's own page, also from a page that shows it.
    pub fn guide_page(&self, topic: TopicId) -> String {
        From { inline: None, ..*self }.guide(topic)
    }

    fn guide_in(&self, topic: TopicId, lang: LangId, anchor: Option<&str>) -> String {
        let library = self.renderer.library;
        if lang == self.lang && self.inline.is_some_and(|inline| inline.contains(&topic)) {
            let id = anchor_of(&library.topic(topic).path);
            return match anchor {
                Some(anchor) => format!("#{id}--{anchor}"),
                None => format!("#{id}"),
            };
        }
        let text = library.text_for(topic, lang);
        let url = guide_path(library, text.lang, &text.path).relative_from(self.path);
        anchor.map_or(url.clone(), |anchor| format!("{url}#{anchor}"))
    }

    /// The URL of a link in the body of `topic`.
    pub fn link(&self, topic: TopicId, link: &Link) -> Option<String> {
        match link {
            Link::Guide { path, anchor } => {
                let (lang, target) = self.renderer.library.guide_at(path)?;
                Some(self.guide_in(target, lang, anchor.as_deref()))
            }
            Link::Anchor(anchor) => Some(match self.inline {
                Some(_) => format!("#{}--{anchor}", anchor_of(&self.renderer.library.topic(topic).path)),
                None => format!("#{anchor}"),
            }),
            Link::Asset(path) => {
                let file = self.renderer.tree.find(Root::Guides, path.as_str())?;
                Some(self.renderer.plan.picture(file)?.relative_from(self.path))
            }
            Link::Nowhere(_) => None,
            Link::Web(_) | Link::Tel(_) | Link::Sms(_) | Link::Mail(_) => absolute(link),
        }
    }

    /// A picture's URL with its size in pixels.
    pub fn picture(&self, link: &Link) -> Option<(String, u32, u32)> {
        let Link::Asset(path) = link else { return None };
        let file = self.renderer.tree.find(Root::Guides, path.as_str())?;
        let size = crate::media::dimensions(&self.renderer.tree.file(file).bytes).ok()?;
        Some((self.renderer.plan.picture(file)?.relative_from(self.path), size.width, size.height))
    }
}

/// The id of a guide on a page that shows several.
pub(super) fn anchor_of(path: &str) -> String {
    path.replace('/', "--")
}

/// The URL of a link that is the same from everywhere.
pub(super) fn absolute(link: &Link) -> Option<String> {
    match link {
        Link::Web(url) => Some(url.to_string()),
        Link::Tel(number) => Some(format!("tel:{}", ascii_digits(number))),
        Link::Sms(number) => Some(format!("sms:{}", ascii_digits(number))),
        Link::Mail(address) => Some(format!("mailto:{address}")),
        Link::Guide { .. } | Link::Anchor(_) | Link::Asset(_) | Link::Nowhere(_) => None,
    }
}

/// A body of `topic` set into a page.
pub(super) struct BodyFrame<'a> {
    pub from: From<'a>,
    pub topic: TopicId,
}

impl super::markdown::Frame for BodyFrame<'_> {
    fn url(&self, link: &Link) -> Option<String> {
        self.from.link(self.topic, link)
    }

    fn picture(&self, link: &Link) -> Option<(String, u32, u32)> {
        self.from.picture(link)
    }

    fn word(&self, id: &str) -> &str {
        self.from.renderer.theme.messages(self.from.lang).get(id).unwrap_or_default()
    }

    fn word_html(&self, id: &str) -> String {
        self.from.renderer.theme.messages(self.from.lang).html(id)
    }
}
