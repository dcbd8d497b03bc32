use super::{LangId, Locale, PartialDate, Period};
use crate::diagnostic::{Code, Severity};
use crate::source::{FileId, VPath};
use std::collections::BTreeMap;

/// What `site.yaml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The site's title for each language, in the order of `languages`.
    pub titles: Vec<String>,
    pub publisher: Option<Publisher>,
    /// At least one; the first is the default.
    pub languages: Vec<Locale>,
    /// ISO 3166 codes or `world`, in the order in which help is listed.
    pub regions: Vec<String>,
    pub edition: Option<Edition>,
    /// Ends in `/`.
    pub base_url: Option<String>,
    /// `default`, or a folder of `themes/` beside the guides.
    pub theme: String,
    pub exit: Exit,
    /// Whether names of files, titles of pages and names of places in them say nothing of what they hold.
    pub discreet: bool,
    pub fallback: Fallback,
    pub review: Review,
    /// The font file of each language that has one, in the guides folder.
    pub fonts: BTreeMap<LangId, VPath>,
    /// How many bytes a file that holds all pages of a language may have before it is said to be large.
    pub single_max: u64,
    /// Warnings raised to errors.
    pub rules: BTreeMap<Code, Severity>,
}

/// Who publishes the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    pub name: String,
    /// A mail address or an `https:` page, for "report a mistake".
    pub contact: String,
    /// The licence of the content.
    pub licence: String,
}

/// What is printed as the edition; never the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub number: u32,
    pub date: PartialDate,
}

/// Where the exit link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exit {
    /// The neutral page in the bundle.
    Tables,
    /// An `https:` page, on http(s) and by script only; the link itself stays the neutral page.
    Web(String),
}

/// What readers of a language get of a guide that it has no text of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    /// The default language's text, in a page of their own language that says so.
    Show,
    /// Nothing: lists leave the guide out, and links lead to the default language's page.
    Hide,
}

/// How long a review holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    pub guides: Period,
    pub helplines: Period,
}

impl Config {
    /// The locale of a language of this site.
    pub fn locale(&self, lang: LangId) -> &Locale {
        &self.languages[lang.index()]
    }

    /// Whether a file of the guides folder is the font of a language.
    pub fn is_font(&self, path: &VPath) -> bool {
        self.fonts.values().any(|font| font == path)
    }

    /// Every language, the default first.
    pub fn langs(&self) -> impl Iterator<Item = LangId> + use<> {
        (0..u8::try_from(self.languages.len()).unwrap_or(u8::MAX)).map(LangId)
    }
}

impl Default for Config {
    /// What a site without `site.yaml` would be: English, no title, yearly and half-yearly reviews.
    fn default() -> Self {
        Self {
            titles: vec![String::new()],
            publisher: None,
            languages: vec![Locale::default()],
            regions: Vec::new(),
            edition: None,
            base_url: None,
            theme: "default".into(),
            exit: Exit::Tables,
            discreet: false,
            fallback: Fallback::Show,
            review: Review { guides: Period::months(12), helplines: Period::months(6) },
            fonts: BTreeMap::new(),
            single_max: 1_500_000,
            rules: BTreeMap::new(),
        }
    }
}

/// One entry of `sources.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub publisher: String,
    pub title: String,
    pub url: Option<String>,
    pub published: Option<PartialDate>,
    pub accessed: Option<PartialDate>,
}

/// What `sources.yaml` says: ids in the order of the alphabet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// `None` where the site has no `sources.yaml`.
    pub file: Option<FileId>,
    pub entries: BTreeMap<String, Source>,
}
