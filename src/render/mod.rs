//! A job to its bytes. A renderer holds what pages share; each job is rendered by itself, in any order, on any thread.

mod bidi;
mod book;
mod cards;
mod context;
mod guide;
mod helplines;
mod inline;
mod key;
mod kiwix;
mod links;
mod listing;
mod markdown;
mod page;
mod pictures;
mod poster;
mod qr;
mod single;
mod take;
mod texts;
mod translation;

pub use key::{FileKeys, Keys};
pub use take::Download;
pub(crate) use texts::{HEADERS, POLICY, uuid};

use crate::check::Checked;
use crate::diagnostic::Diagnostic;
use crate::library::{Library, TopicId};
use crate::locale::Digits;
use crate::markup::Parts;
use crate::model::{Exit, LangId, Link};
use crate::plan::{Job, Output, Plan};
use crate::source::SourceTree;
use crate::store::{Nothing, Store};
use crate::theme::Theme;
use std::borrow::Cow;
use std::sync::OnceLock;
use tera::Value;

/// Renders the outputs of one plan.
#[derive(Debug)]
pub struct Renderer<'a> {
    tree: &'a SourceTree,
    library: &'a Library,
    plan: &'a Plan,
    theme: &'a Theme,
    /// What the pages of each language share, ready for templates.
    sites: Vec<Value>,
    /// Where each language's readers find help.
    help: Vec<Option<TopicId>>,
    codes: qr::Codes,
    store: &'a dyn Store,
    pictures: pictures::Pictures,
    /// By language: what the file that holds all its pages is made of.
    parts: Vec<OnceLock<Parts>>,
}

impl<'a> Renderer<'a> {
    /// Prepares what pages share.
    pub fn new(tree: &'a SourceTree, checked: &'a Checked, plan: &'a Plan, theme: &'a Theme) -> Self {
        let library = checked.library();
        let sites = library.config.langs().map(|lang| Value::from_serializable(&site(library, lang))).collect();
        let help = library.config.langs().map(|lang| listing::help_section(library, lang)).collect();
        let (codes, pictures) = (qr::Codes::default(), pictures::Pictures::default());
        let parts = library.config.langs().map(|_| OnceLock::new()).collect();
        Self { tree, library, plan, theme, sites, help, codes, store: &Nothing, pictures, parts }
    }

    /// The same, with a store for what is dear to make.
    #[must_use]
    pub fn with_store(self, store: &'a dyn Store) -> Self {
        Self { store, ..self }
    }

    /// The name of the template that makes a page, `sign.html`; `None` for an output that is no page.
    pub fn template(&self, output: &Output) -> Option<String> {
        match output.job {
            Job::Epub(_) => Some(page::CHAPTER.to_owned()),
            _ => (output.path.extension() == Some("html")).then(|| page::template(self, &output.job)),
        }
    }

    /// What the file that holds all pages of a language may hold besides markup.
    pub(crate) fn parts(&self, lang: LangId) -> &Parts {
        self.parts[lang.index()].get_or_init(|| single::parts(self, lang))
    }

    /// The bytes of one output. The page on what readers can take with them is as archives hold it: there is nothing beside them.
    pub fn render(&self, output: &Output) -> Result<Cow<'a, [u8]>, Diagnostic> {
        self.render_with(output, &[])
    }

    /// [`Renderer::render`], where readers can take these with them.
    pub fn render_with(&self, output: &Output, downloads: &[Download<'_>]) -> Result<Cow<'a, [u8]>, Diagnostic> {
        match &output.job {
            Job::Home(_)
            | Job::Guide(..)
            | Job::All(..)
            | Job::Poster(..)
            | Job::Search(_)
            | Job::Audience(..)
            | Job::Take(_)
            | Job::Tables
            | Job::NotFound
            | Job::Moved(..) => {
                page::render(self, output, &page::Beside { downloads, ..page::Beside::default() }).map(Cow::Owned)
            }
            Job::Single(lang) => single::render(self, output, *lang).map(Cow::Owned),
            Job::Epub(lang) => book::render(self, *lang).map(Cow::Owned),
            Job::ThemeAsset(index) => Ok(Cow::Borrowed(&self.theme.assets()[*index].bytes)),
            Job::Picture(file, width) => pictures::picture(self, *file, *width).map(Cow::Owned),
            Job::Copy(file) => Ok(Cow::Borrowed(&self.tree.file(*file).bytes)),
            Job::Headers => Ok(texts::headers(self).into_bytes().into()),
            Job::NoJekyll => Ok(Cow::Borrowed(b"")),
            Job::Sitemap => Ok(texts::sitemap(self).into_bytes().into()),
            Job::SearchPart(lang, at) => texts::search_part(self, output, *lang, *at),
            Job::Feed => Ok(texts::feed(self).into_bytes().into()),
        }
    }
}

fn site(library: &Library, lang: LangId) -> context::Site {
    let config = &library.config;
    let locale = config.locale(lang);
    let days = |period: crate::model::Period| i32::from(period.months) * 30 + i32::from(period.days);
    context::Site {
        title: bidi::isolate(&config.titles[lang.index()], locale.direction()),
        lang: locale.tag().to_owned(),
        dir: locale.direction().html(),
        digits: Some(locale.digits()).filter(|digits| *digits != Digits::default()).map(Digits::word),
        publisher: config.publisher.as_ref().map(publisher),
        edition: config
            .edition
            .as_ref()
            .map(|edition| context::Edition { number: edition.number, date: edition.date.to_string() }),
        discreet: config.discreet,
        exit_web: match &config.exit {
            Exit::Tables => None,
            Exit::Web(url) => Some(url.clone()),
        },
        review: context::Review { guides: days(config.review.guides), helplines: days(config.review.helplines) },
    }
}

fn publisher(publisher: &crate::model::Publisher) -> context::Publisher {
    let contact = publisher.contact.clone();
    let link =
        if contact.contains("://") { Link::Web(contact.as_str().into()) } else { Link::Mail(contact.as_str().into()) };
    context::Publisher {
        name: publisher.name.clone(),
        contact_url: links::absolute(&link).unwrap_or_default(),
        contact,
        licence: publisher.licence.clone(),
    }
}
