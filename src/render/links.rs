//! Links become URLs here, where it is known which page they stand on.

use super::markdown::Picture;
use super::{Renderer, bidi};
use crate::library::TopicId;
use crate::model::{Direction, Guide, LangId, Link, ascii_digits};
use crate::plan::{PictureFile, guide_anchor, guide_path, heading_anchor};
use crate::source::{Root, VPath};
use std::borrow::Cow;
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
        let text = library.text_for(topic, lang);
        // A text that stands in for a translation may link to a heading that a translated guide calls otherwise.
        let anchor = anchor.filter(|anchor| text.outline.has_heading(anchor));
        if lang == self.lang && self.inline.is_some_and(|inline| inline.contains(&topic)) {
            let id = guide_anchor(library, &library.topic(topic).path);
            return match anchor {
                Some(anchor) => format!("#{id}:{}", heading_anchor(library, anchor)),
                None => format!("#{id}"),
            };
        }
        let lang = if library.serves(topic, lang) { lang } else { text.lang };
        let url = guide_path(library, lang, &text.path).relative_from(self.path);
        anchor.map_or(url.clone(), |anchor| format!("{url}#{}", heading_anchor(library, anchor)))
    }

    /// The URL of a link in the body of `topic`.
    pub fn link(&self, topic: TopicId, link: &Link) -> Option<String> {
        match link {
            Link::Guide { path, anchor } => {
                let (lang, target) = self.renderer.library.guide_at(path)?;
                // Where another language's text stands in, its readers stay in their own.
                let own = self.renderer.library.text_for(topic, self.lang).lang;
                Some(self.guide_in(target, if lang == own { self.lang } else { lang }, anchor.as_deref()))
            }
            Link::Anchor(anchor) => {
                let library = self.renderer.library;
                let anchor = heading_anchor(library, anchor);
                Some(match self.inline {
                    Some(_) => format!("#{}:{anchor}", guide_anchor(library, &library.topic(topic).path)),
                    None => format!("#{anchor}"),
                })
            }
            Link::Asset(path) => {
                let file = self.renderer.tree.find(Root::Guides, path.as_str())?;
                Some(self.renderer.plan.picture(file)?.linked()?.path.relative_from(self.path))
            }
            Link::Nowhere(_) => None,
            Link::Web(_) | Link::Tel(_) | Link::Sms(_) | Link::Mail(_) => absolute(link),
        }
    }

    /// A picture as this page shows it.
    pub fn picture(&self, link: &Link) -> Option<Picture<'_>> {
        let Link::Asset(path) = link else { return None };
        let file = self.renderer.tree.find(Root::Guides, path.as_str())?;
        let files = self.renderer.plan.picture(file)?;
        let widest = files.widest()?;
        let url = |file: &PictureFile| file.path.relative_from(self.path);
        Some(Picture {
            url: url(widest),
            urls_by_width: files.sizes.iter().map(|file| (url(file), file.size.width)).collect(),
            sizes: &self.renderer.theme.pictures().sizes,
            size: widest.size,
        })
    }
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

    fn picture(&self, link: &Link) -> Option<Picture<'_>> {
        self.from.picture(link)
    }

    fn anchor<'i>(&self, id: &'i str) -> Cow<'i, str> {
        heading_anchor(self.from.renderer.library, id)
    }

    fn word(&self, id: &str) -> &str {
        self.from.renderer.theme.messages(self.from.lang).get(id).unwrap_or_default()
    }

    fn word_html(&self, id: &str) -> String {
        self.from.renderer.theme.messages(self.from.lang).html(id)
    }
}
