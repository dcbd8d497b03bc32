//! One HTML page: its job's data, the frame that every page has, and the template that joins them.

use super::context::{AudienceLink, Card, Crumb, Foreign, LanguageLink, Page, PagePart, Search};
use super::links::From;
use super::{Download, Renderer, bidi, cards, guide, helplines, listing, poster, take};
use crate::diagnostic::Diagnostic;
use crate::library::TopicId;
use crate::model::{Audience, Kind, LangId, Word};
use crate::plan::{Job, Output, audience_path, guide_path, home_path, poster_path, take_path};
use crate::source::VPath;
use crate::theme::fill;
use std::collections::BTreeSet;
use tera::{Context, Value};

/// What a page is told besides its job.
#[derive(Debug, Default)]
pub(super) struct Beside<'a> {
    /// What readers can take with them.
    pub downloads: &'a [Download<'a>],
    /// Whether the page is one of many in one file.
    pub brief: bool,
    /// The pages of that file, for its frame, and what their titles are made of.
    pub parts: &'a [PagePart],
    pub titles: &'a str,
}

/// Renders the page of an output.
pub(super) fn render(renderer: &Renderer<'_>, output: &Output, beside: &Beside<'_>) -> Result<Vec<u8>, Diagnostic> {
    render_by(renderer, output, beside, None)
}

/// The template of the chapters of books.
pub(super) const CHAPTER: &str = "chapter.html";

/// Renders the page of a guide as a chapter.
pub(super) fn chapter(renderer: &Renderer<'_>, output: &Output) -> Result<Vec<u8>, Diagnostic> {
    render_by(renderer, output, &Beside::default(), Some(CHAPTER))
}

/// Renders the page of an output by a template, else by its own.
fn render_by(
    renderer: &Renderer<'_>,
    output: &Output,
    beside: &Beside<'_>,
    template: Option<&str>,
) -> Result<Vec<u8>, Diagnostic> {
    let subject = Subject::of(renderer, &output.job);
    let inline = match &output.job {
        Job::All(lang, section) => {
            let from = From { renderer, path: &output.path, lang: *lang, inline: None };
            Some(listing::reading_order(&from, *section))
        }
        _ => None,
    };
    let set: Option<BTreeSet<TopicId>> = inline.as_ref().map(|topics| topics.iter().copied().collect());
    let from = From { renderer, path: &output.path, lang: subject.lang, inline: set.as_ref() };
    let mut context = Context::new();
    context.insert_value("site", renderer.sites[subject.lang.index()].clone());
    context.insert("page", &page(&from, &subject, &output.job, beside.brief));
    match &output.job {
        Job::Home(_) => {
            context.insert("guide", &subject.topic.map(|topic| guide::guide(&from, topic)));
            let sections = listing::sections(&from);
            context.insert("doors", &listing::doors(&from, &sections));
            context.insert("sections", &sections);
        }
        Job::Guide(topic, _) => {
            context.insert("guide", &guide::guide(&from, *topic));
            if renderer.library.topic(*topic).kind == Kind::Section {
                let topics = listing::own_children(&from, Some(*topic));
                context.insert("children_kind", renderer.library.main_kind(&topics).word());
                context.insert("helplines", &helplines::grouped(&from, &topics));
                let children: Vec<_> = topics.into_iter().map(|topic| listing::child(&from, topic)).collect();
                context.insert("children", &children);
            }
        }
        Job::All(..) => {
            context.insert("posters", &listing::posters(&from, inline.iter().flatten()));
            let guides = inline.unwrap_or_default().into_iter().map(|topic| guide::guide(&from, topic));
            context.insert_value(
                "guides",
                guides.map(|guide| Value::from_serializable(&guide)).collect::<Vec<_>>().into(),
            );
        }
        Job::Poster(section, _) => context.insert("poster", &poster::poster(&from, *section)),
        Job::Audience(_, audience) => {
            context.insert("audience", audience.word());
            context.insert("groups", &listing::for_audience(&from, *audience));
        }
        Job::Search(_) => {
            context.insert("letters", &listing::letters(&from));
            context.insert("search", &search(&from, beside.brief));
        }
        Job::Take(_) => context.insert("downloads", &take::downloads(&from, beside.downloads)),
        Job::Single(_) => {
            context.insert("contents", &cards::cards(&from, &listing::reading_order(&from, None)));
            context.insert("parts", beside.parts);
            context.insert("titles", beside.titles);
        }
        Job::Moved(topic, _) => context.insert("target", &cards::card(&from, *topic)),
        _ => {}
    }
    let template = template.map_or_else(|| subject.template(), str::to_owned);
    renderer.theme.render(renderer.tree, &template, subject.lang, &context, &output.path)
}

/// The name of the template that makes a job's page.
pub(super) fn template(renderer: &Renderer<'_>, job: &Job) -> String {
    Subject::of(renderer, job).template()
}

/// The same without its extension.
pub(super) fn name(renderer: &Renderer<'_>, job: &Job) -> &'static str {
    Subject::of(renderer, job).template
}

/// The title of a job's page.
pub(super) fn title(renderer: &Renderer<'_>, job: &Job) -> String {
    Subject::of(renderer, job).title
}

/// The search of the page's language; null where the bundle has none.
fn search(from: &From<'_>, brief: bool) -> Option<Search> {
    let renderer = from.renderer;
    let folder = renderer.plan.search_folder(from.lang)?;
    if brief {
        return Some(Search { index: String::new(), urgent: helplines::urgent(from) });
    }
    let part = VPath::new(&format!("{folder}/head.js")).ok()?.relative_from(from.path);
    Some(Search { index: part.strip_suffix("head.js")?.to_owned(), urgent: helplines::urgent(from) })
}

/// What a page is about.
struct Subject {
    template: &'static str,
    lang: LangId,
    topic: Option<TopicId>,
    title: String,
    summary: String,
    foreign: Foreign,
}

impl Subject {
    fn template(&self) -> String {
        format!("{}.html", self.template)
    }

    fn of(renderer: &Renderer<'_>, job: &Job) -> Self {
        let library = renderer.library;
        let word = |lang: LangId, id: &str| renderer.theme.messages(lang).get(id).unwrap_or_default().to_owned();
        let about = |template, lang, topic: TopicId| {
            let text = library.text_for(topic, lang);
            let say = |words: &str| bidi::isolate(words, library.config.locale(text.lang).direction());
            let (title, summary) = (say(&text.front.title), say(&text.front.summary));
            Self { template, lang, topic: Some(topic), title, summary, foreign: Foreign::default() }
        };
        let plain = |template, lang, id: &str| Self {
            template,
            lang,
            topic: None,
            title: word(lang, &format!("{id}-title")),
            summary: word(lang, &format!("{id}-summary")),
            foreign: borrowed(renderer, lang, &format!("{id}-title")),
        };
        match job {
            Job::Home(lang) => match library.find("index").filter(|home| library.serves(*home, *lang)) {
                Some(home) if library.text(home, *lang).is_some() => about("home", *lang, home),
                // The name of the site is known in every language.
                topic => {
                    let title =
                        bidi::isolate(&library.config.titles[lang.index()], library.config.locale(*lang).direction());
                    let foreign = Foreign::default();
                    Self { template: "home", lang: *lang, topic, title, summary: String::new(), foreign }
                }
            },
            Job::Guide(topic, lang) => about(library.topic(*topic).kind.word(), *lang, *topic),
            Job::Moved(topic, lang) => Self { topic: Some(*topic), ..plain("moved", *lang, "moved") },
            Job::All(lang, section) => match section {
                Some(section) => Self { template: "all", ..about("all", *lang, *section) },
                None => plain("all", *lang, "all"),
            },
            Job::Poster(section, lang) => {
                let about = about("poster", *lang, *section);
                let title = fill(&word(*lang, "poster-title"), |name| (name == "title").then(|| about.title.clone()));
                Self { title, ..about }
            }
            Job::Search(lang) => plain("search", *lang, "search"),
            Job::Take(lang) => plain("take", *lang, "take"),
            Job::Audience(lang, audience) => plain("audience", *lang, &format!("for-{audience}")),
            Job::Single(lang) => Self { template: "single", summary: String::new(), ..plain("all", *lang, "all") },
            Job::Tables => plain("tables", LangId::DEFAULT, "tables"),
            _ => plain("404", LangId::DEFAULT, "not-found"),
        }
    }
}

/// What says of an interface word that it is English for want of another.
fn borrowed(renderer: &Renderer<'_>, lang: LangId, id: &str) -> Foreign {
    match renderer.theme.messages(lang).is_borrowed(id) {
        true => Foreign { lang: Some("en".into()), dir: Some("ltr") },
        false => Foreign::default(),
    }
}

fn page(from: &From<'_>, subject: &Subject, job: &Job, brief: bool) -> Page {
    let renderer = from.renderer;
    let library = renderer.library;
    let is_single = matches!(job, Job::Single(_));
    let local = |path: VPath| renderer.plan.contains(path.as_str()).then(|| path.relative_from(from.path));
    let section = subject.topic.filter(|_| !matches!(job, Job::Moved(..)));
    let top_section = section.map(|topic| top_section(from, topic));
    let base = library.config.base_url.as_deref();
    let home = home_path(library, from.lang);
    Page {
        template: subject.template,
        title: subject.title.clone(),
        summary: subject.summary.clone(),
        foreign: subject.foreign.clone(),
        brief,
        path: from.path.to_string(),
        up: "../".repeat(from.path.depth()),
        exit_url: local(fixed("tables.html")).unwrap_or_default(),
        home_url: match (job, base) {
            // A host shows this page at any depth: a relative link can't be right there.
            (Job::NotFound, Some(base)) => format!("{base}{home}"),
            _ => home.relative_from(from.path),
        },
        search_url: local(guide_path(library, from.lang, "search")),
        all_url: renderer.plan.all_page(library, from.lang, top_section).map(|path| path.relative_from(from.path)),
        take_url: if is_single { None } else { local(take_path(library, from.lang)) },
        help_url: renderer.help[from.lang.index()].map(|section| from.guide_page(section)),
        poster_url: match job {
            // A poster is a sheet of paper of its own.
            Job::Guide(section, lang) if !brief => local(poster_path(library, *lang, *section)),
            _ => None,
        },
        canonical: base.and_then(|base| match job {
            Job::NotFound => Some(base.to_owned()),
            _ if library.config.discreet || is_single => None,
            Job::Home(LangId::DEFAULT) => Some(format!("{base}{home}")),
            Job::Guide(topic, _) => {
                let text = library.text_for(*topic, from.lang);
                Some(format!("{base}{}", guide_path(library, text.lang, &text.path)))
            }
            _ => Some(format!("{base}{}", from.path)),
        }),
        nav: listing::nav(from, section),
        audiences: audiences(from),
        breadcrumbs: breadcrumbs(from, job),
        languages: languages(from, subject, job),
    }
}

/// The ways in for each audience that the page's language has guides for.
fn audiences(from: &From<'_>) -> Vec<AudienceLink> {
    let renderer = from.renderer;
    let link = |(word, audience): &(&'static str, Audience)| {
        let path = audience_path(renderer.library, from.lang, *audience);
        let url = renderer.plan.contains(path.as_str()).then(|| path.relative_from(from.path))?;
        Some(AudienceLink { audience: word, url })
    };
    Audience::WORDS.iter().filter_map(link).collect()
}

fn fixed(path: &'static str) -> VPath {
    VPath::new(path).unwrap_or_else(|_| unreachable!("{path} is a path"))
}

fn top_section(from: &From<'_>, topic: TopicId) -> TopicId {
    let library = from.renderer.library;
    std::iter::successors(Some(topic), |id| library.topic(*id).section).last().unwrap_or(topic)
}

/// From the home page down to the page above this one; the home page itself has none.
fn breadcrumbs(from: &From<'_>, job: &Job) -> Vec<Crumb> {
    let library = from.renderer.library;
    if matches!(job, Job::Home(_) | Job::Tables | Job::NotFound) {
        return Vec::new();
    }
    let title = from.renderer.theme.messages(from.lang).get("home").unwrap_or_default();
    let home = borrowed(from.renderer, from.lang, "home");
    let mut crumbs = vec![Crumb {
        title: title.to_owned(),
        url: home_path(library, from.lang).relative_from(from.path),
        lang: home.lang,
        dir: home.dir,
    }];
    let above = match job {
        Job::Guide(topic, _) => library.topic(*topic).section,
        Job::Poster(section, _) => Some(*section),
        _ => None,
    };
    let mut sections: Vec<TopicId> = std::iter::successors(above, |id| library.topic(*id).section).collect();
    sections.reverse();
    crumbs.extend(sections.into_iter().map(|id| {
        let Card { title, url, lang, dir, .. } = cards::card(from, id);
        Crumb { title, url, lang, dir }
    }));
    crumbs
}

/// The same page in every language; where a language lacks it, that language's home page, which is no such page.
fn languages(from: &From<'_>, subject: &Subject, job: &Job) -> Vec<LanguageLink> {
    let library = from.renderer.library;
    let config = &library.config;
    if config.languages.len() < 2 || matches!(job, Job::Tables | Job::NotFound | Job::Single(_)) {
        return Vec::new();
    }
    let path = |lang: LangId| {
        let path = match (job, subject.topic) {
            (Job::Guide(..) | Job::Moved(..), Some(topic)) if library.serves(topic, lang) => {
                guide_path(library, lang, &library.topic(topic).path)
            }
            (Job::Poster(..), Some(section)) => poster_path(library, lang, section),
            (Job::Search(_), _) => guide_path(library, lang, "search"),
            (Job::Take(_), _) => take_path(library, lang),
            (Job::Audience(_, audience), _) => audience_path(library, lang, *audience),
            (Job::All(_, None), _) => guide_path(library, lang, "all"),
            (Job::Home(_), _) => home_path(library, lang),
            _ => return None,
        };
        from.renderer.plan.contains(path.as_str()).then_some(path)
    };
    config
        .langs()
        .map(|lang| {
            let locale = config.locale(lang);
            let path = path(lang);
            let base = config.base_url.as_deref().filter(|_| !config.discreet);
            let address = base.zip(path.as_ref()).map(|(base, path)| format!("{base}{path}"));
            LanguageLink {
                lang: locale.tag().to_owned(),
                dir: locale.direction().html(),
                name: locale.own_name().to_owned(),
                url: path.unwrap_or_else(|| home_path(library, lang)).relative_from(from.path),
                address,
                current: lang == from.lang,
                default: lang == LangId::DEFAULT,
                translated: match (job, subject.topic) {
                    (Job::Guide(..), Some(topic)) => library.text(topic, lang).is_some(),
                    _ => true,
                },
            }
        })
        .collect()
}
