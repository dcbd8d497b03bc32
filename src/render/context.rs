//! What templates are given. These structs are the theme author's contract: `themes/default/README.md` tells it in words.
//!
//! Every `url` is relative to the page it is given to. Dates are text as in front matter (`2026-05-31`); the filter
//! `date` words them. Words of closed lists (`now`, `phone`, `free`) come as they are; messages turn them into language.

use serde::Serialize;

/// What every page of a language shares.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Site {
    pub title: String,
    pub lang: String,
    pub dir: &'static str,
    /// The digits of markers of lists by CLDR's name, `arabext`, where they are not Western.
    pub digits: Option<&'static str>,
    pub publisher: Option<Publisher>,
    pub edition: Option<Edition>,
    /// Whether tabs, histories and names of files are to say nothing of what the pages hold.
    pub discreet: bool,
    /// An `https:` page to leave to instead of the neutral one, by script and on http(s) only.
    pub exit_web: Option<String>,
    pub review: Review,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Publisher {
    pub name: String,
    /// The contact as people read it.
    pub contact: String,
    /// The contact as a link, `mailto:` or `https:`.
    pub contact_url: String,
    pub licence: String,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Edition {
    pub number: u32,
    pub date: String,
}

/// Review periods in days, for scripts.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Review {
    pub guides: i32,
    pub helplines: i32,
}

/// What every page has of its own.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// `home section stage sign step helpline article self-check audience all poster search take tables 404 moved single`.
    pub template: &'static str,
    /// The heading of the page.
    pub title: String,
    pub summary: String,
    /// The language of these two, where it is not the page's own.
    #[serde(flatten)]
    pub foreign: Foreign,
    /// Whether it is one of many in one file, where what other pages of it say in full is named briefly.
    pub brief: bool,
    /// The path in the bundle: `en/signs/keep-it-secret.html`.
    pub path: String,
    /// What leads from the page to the bundle's root: `../../`, or nothing.
    pub up: String,
    pub exit_url: String,
    pub home_url: String,
    pub search_url: Option<String>,
    /// The page with everything on it, and the one on help.
    pub all_url: Option<String>,
    pub help_url: Option<String>,
    /// The page on what readers can take with them, where there is something.
    pub take_url: Option<String>,
    /// Of a section, its poster.
    pub poster_url: Option<String>,
    /// The whole address by which the page's text is to be found, where the site says its `base_url` and isn't discreet.
    pub canonical: Option<String>,
    pub nav: Vec<NavItem>,
    /// The pages for each audience.
    pub audiences: Vec<AudienceLink>,
    /// From the home page down to the page above this one.
    pub breadcrumbs: Vec<Crumb>,
    /// The same page in every language that has it, this one too; empty where there is only one.
    pub languages: Vec<LanguageLink>,
}

#[derive(Debug, Serialize)]
pub(super) struct NavItem {
    pub title: String,
    pub url: String,
    /// Whether the page is this one or lies below it.
    pub current: bool,
    /// Set where the title is in another language than the page.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct AudienceLink {
    /// `child teen parent teacher`.
    pub audience: &'static str,
    pub url: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Crumb {
    pub title: String,
    pub url: String,
    /// Set where the title is in another language than the page.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct LanguageLink {
    pub lang: String,
    pub dir: &'static str,
    /// The language's own name for itself.
    pub name: String,
    pub url: String,
    /// The whole address of the page, where the site says its `base_url` and the language has the page.
    pub address: Option<String>,
    pub current: bool,
    /// Whether it is the site's default language.
    pub default: bool,
    /// Whether the page is in the language; false where the default language's text stands in.
    pub translated: bool,
}

/// `lang` and `dir` of a text that is in another language than its page; else nothing.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Foreign {
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

/// A guide as another page names it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Card {
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub url: String,
    /// Set where the guide's text is in another language than the page.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
}

/// A guide with all that its page shows.
#[derive(Debug, Serialize)]
pub(super) struct Guide {
    pub kind: &'static str,
    /// Unique in a page that shows several guides: `signs/keep-it-secret`.
    pub anchor: String,
    pub title: String,
    pub summary: String,
    /// The language of the text, where it is not the page's own.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    pub audience: Vec<&'static str>,
    pub content_note: String,
    /// The body as HTML.
    pub content: String,
    pub headings: Vec<Heading>,
    pub tags: Vec<String>,
    pub reviewed: Option<String>,
    pub next_review: Option<String>,
    pub reviewer: String,
    pub sources: Vec<Source>,
    pub stages: Vec<Card>,
    pub signs: Vec<Card>,
    pub steps: Vec<Card>,
    pub help: Vec<Helpline>,
    pub previous: Option<Card>,
    pub next: Option<Card>,
    /// The fields of its kind; the others are null.
    pub stage: Option<Stage>,
    pub sign: Option<Sign>,
    pub step: Option<Step>,
    pub helpline: Option<Helpline>,
    pub items: Vec<Item>,
    pub translation: Option<Translation>,
}

#[derive(Debug, Serialize)]
pub(super) struct Heading {
    pub level: u8,
    pub id: String,
    pub text: String,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Source {
    pub publisher: String,
    pub title: String,
    pub url: Option<String>,
    pub published: Option<String>,
    pub accessed: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Stage {
    /// `online`, `in-person`.
    pub context: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Sign {
    pub seen_by: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Step {
    /// `now`, `today`, `later`.
    pub when: Option<&'static str>,
    pub actor: Vec<&'static str>,
    #[serde(rename = "do")]
    pub do_: Vec<String>,
    pub do_not: Vec<String>,
    /// Whether the page carries the guard on evidence.
    pub evidence: bool,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Helpline {
    pub title: String,
    pub summary: String,
    pub url: String,
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    pub operator: String,
    /// The language of the operator's name, where it is not the page's own.
    pub operator_lang: Option<String>,
    pub operator_dir: Option<&'static str>,
    pub needs: Vec<&'static str>,
    pub regions: Vec<String>,
    pub channels: Vec<Channel>,
    pub languages: Vec<String>,
    /// `yes`, `no`, `unknown`.
    pub anonymous: &'static str,
    pub informs: &'static str,
    pub verified: Option<String>,
    /// `called`, `published-source`, `operator-confirmed`.
    pub verified_how: Option<String>,
    /// The day from which the entry counts as unconfirmed.
    pub due: Option<String>,
    pub sources: Vec<Source>,
    pub superseded: bool,
    pub replaced_by: Vec<Card>,
    pub supersedes: Vec<Card>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Channel {
    /// `phone sms web email chat`.
    pub kind: &'static str,
    /// As written.
    pub value: String,
    /// `tel:`, `sms:`, `mailto:` or `https:`.
    pub url: String,
    pub hours: Hours,
    /// `free charged unknown`.
    pub cost: &'static str,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct Hours {
    /// `always unknown weekly`.
    pub kind: &'static str,
    /// `mon` … `sun`, and `09:00`; empty unless weekly.
    pub first: String,
    pub last: String,
    pub opens: String,
    pub closes: String,
}

/// The helplines of a section, in the order in which people need them.
#[derive(Debug, Serialize)]
pub(super) struct Helplines {
    /// Those for danger right now.
    pub danger: Vec<Helpline>,
    /// The others, by where they work.
    pub regions: Vec<HelplineGroup>,
    /// Those that others have taken the place of.
    pub old: Vec<Helpline>,
}

/// Helplines that work in the same regions.
#[derive(Debug, Serialize)]
pub(super) struct HelplineGroup {
    /// As `site.yaml` orders them; none where the helplines don't say.
    pub regions: Vec<String>,
    pub helplines: Vec<Helpline>,
}

/// An item of a self-check.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    /// The sign that it asks about.
    pub sign: Option<Card>,
    pub advice: String,
}

/// Of a guide in a language that it was not written in.
#[derive(Debug, Serialize)]
pub(super) struct Translation {
    /// `human machine reviewed`, `missing` where the source's own text stands in; null where the file does not say.
    pub state: Option<&'static str>,
    pub translator: String,
    pub reviewed: Option<String>,
    /// Whether the source has changed since.
    pub outdated: bool,
    /// The parts that it changed in, as far as that is known.
    pub changed: Vec<Part>,
    /// The page that it was made from.
    pub source: LanguageLink,
}

/// A part of a page: what stands below a heading; above the first one without a title.
#[derive(Debug, Serialize)]
pub(super) struct Part {
    pub title: Option<String>,
    pub url: String,
}

/// The search of a language.
#[derive(Debug, Serialize)]
pub(super) struct Search {
    /// The folder of its index, for the script; empty where the index stands in the page.
    pub index: String,
    /// Helplines for people who need help at once.
    pub urgent: Vec<Helpline>,
}

/// The files of one format that readers can take with them.
#[derive(Debug, Serialize)]
pub(super) struct Downloads {
    /// `zip`.
    pub format: &'static str,
    pub files: Vec<DownloadFile>,
}

#[derive(Debug, Serialize)]
pub(super) struct DownloadFile {
    /// The language that it is in, and that language's own name; none where it holds all of them.
    pub lang: Option<String>,
    pub dir: Option<&'static str>,
    pub name: Option<String>,
    pub url: String,
    pub bytes: u64,
}

/// A page in the file that holds all of a language.
#[derive(Debug, Serialize)]
pub(super) struct PagePart {
    pub template: &'static str,
    pub id: String,
    /// Its number in the search index, where it can be found.
    pub number: Option<usize>,
    /// What the tab says while it is shown, as HTML; nothing where `titles` and its heading say that.
    pub title: Option<String>,
    /// Set where its words are in another language than the file's.
    pub lang: Option<String>,
    pub dir: Option<String>,
    /// Whether it is no guide: not shown, nor printed, with all of them.
    pub apart: bool,
    pub html: String,
}

/// A letter of the A–Z and its guides.
#[derive(Debug, Serialize)]
pub(super) struct Letter {
    pub letter: String,
    pub guides: Vec<Card>,
}

/// A guide that a section lists.
#[derive(Debug, Serialize)]
pub(super) struct Child {
    #[serde(flatten)]
    pub card: Card,
    pub stage: Option<Stage>,
    pub sign: Option<Sign>,
    pub step: Option<Step>,
    pub helpline: Option<Helpline>,
    pub signs: Vec<Card>,
    pub steps: Vec<Card>,
}
