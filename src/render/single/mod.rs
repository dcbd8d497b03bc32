//! All pages of a language in one file that needs nothing else: a phone opens it from its file manager, a chat or a mail, where no
//! page finds another.
//!
//! Each page is rendered as in the site, only briefer, and [folded](fold) into a part of the file. A frame of its own goes round them.

mod fold;
mod lighten;

use super::context::PagePart;
use super::links::From;
use super::page::{self, Beside};
use super::{Renderer, bidi, listing, pictures};
use crate::diagnostic::Diagnostic;
use crate::markup::{Part, Parts, data_url};
use crate::model::LangId;
use crate::plan::{Job, Output};
use crate::source::VPath;
use crate::theme::{escape, fill};
use fold::Folding;
use lighten::lighten;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What stands between the id of a page and that of a place in it. No name of a page has one, so that no two ids are one.
const PLACE: &str = ":";
/// The id of the neutral page.
const TABLES: &str = "_tables";
/// The id of the list of all guides.
const ALL: &str = "_all";
/// What stands for the heading of a page.
const TITLE: &str = "{title}";
/// How many pixels wide a picture is at least, where it has as many.
const PHONE: u32 = 600;

/// Renders the file of a language.
pub(super) fn render(renderer: &Renderer<'_>, output: &Output, lang: LangId) -> Result<Vec<u8>, Diagnostic> {
    let pages = pages(renderer, output, lang);
    let mut ids = ids(renderer, lang, &pages);
    let all = renderer.plan.outputs().iter().filter(|output| matches!(output.job, Job::All(of, _) if of == lang));
    ids.extend(all.map(|output| (&output.path, ALL.to_owned())));
    let folding = Folding { ids: &ids, parts: renderer.parts(lang) };
    let found = renderer.plan.found_pages(renderer.library, lang);
    let titles = titles(renderer, lang);
    let mut scripts = Vec::new();
    let mut parts = Vec::with_capacity(pages.len());
    let folder = format!("{}/", renderer.library.config.locale(lang).folder());
    for page in &pages {
        let html = page::render(renderer, page, &Beside { brief: true, ..Beside::default() })?;
        let folded = folding.page(&text(html), &page.path, &ids[&page.path], matches!(page.job, Job::Search(_)));
        let tag = renderer.library.config.locale(lang).tag();
        let foreign = folded.lang != tag;
        let usual = titles.replace(TITLE, &escape(&page::title(renderer, &page.job)));
        parts.push(PagePart {
            template: page::name(renderer, &page.job),
            id: ids[&page.path].clone(),
            number: found.iter().position(|(_, url)| page.path.as_str().strip_prefix(&folder) == Some(url)),
            title: Some(folded.title).filter(|title| *title != usual),
            lang: foreign.then_some(folded.lang),
            dir: foreign.then_some(folded.dir),
            apart: !matches!(page.job, Job::Guide(..)),
            html: folded.html,
        });
        scripts.extend(folded.scripts);
    }
    let frame = text(page::render(renderer, output, &Beside { parts: &parts, titles: &titles, ..Beside::default() })?);
    Ok(folding.frame(&lighten(&frame), &output.path, scripts).into_bytes())
}

/// What a title of a page in `lang` is made of, with [`TITLE`] in the place of its heading.
fn titles(renderer: &Renderer<'_>, lang: LangId) -> String {
    let (messages, config) = (renderer.theme.messages(lang), &renderer.library.config);
    if config.discreet {
        return messages.get("discreet-title").unwrap_or_default().to_owned();
    }
    let isolated = |text: &str| Some(format!("\u{2068}{text}\u{2069}"));
    fill(messages.get("page-title").unwrap_or_default(), |name| match name {
        "title" => isolated(TITLE),
        _ => isolated(&bidi::isolate(&config.titles[lang.index()], config.locale(lang).direction())),
    })
}

/// Templates write UTF-8.
fn text(html: Vec<u8>) -> String {
    String::from_utf8(html).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// The pages that the file holds: the home page, guides in reading order, ways to them, and at the end the neutral page.
fn pages(renderer: &Renderer<'_>, output: &Output, lang: LangId) -> Vec<Output> {
    let from = From { renderer, path: &output.path, lang, inline: None };
    let order = listing::reading_order(&from, None);
    let rank = |job: &Job| match job {
        Job::Home(of) if *of == lang => Some((0, 0)),
        Job::Guide(topic, of) if *of == lang => {
            Some((1, order.iter().position(|id| id == topic).unwrap_or(order.len())))
        }
        Job::Audience(of, _) if *of == lang => Some((2, 0)),
        Job::Search(of) if *of == lang => Some((3, 0)),
        Job::Tables => Some((4, 0)),
        _ => None,
    };
    // The default language's home page lies at the root, too.
    let folder = format!("{}/", renderer.library.config.locale(lang).folder());
    let own = |output: &&Output| output.job == Job::Tables || output.path.as_str().starts_with(&folder);
    let mut pages: Vec<_> =
        renderer.plan.outputs().iter().filter(own).filter_map(|output| Some((rank(&output.job)?, output))).collect();
    pages.sort_by_key(|(rank, _)| *rank);
    pages.into_iter().map(|(_, output)| output.clone()).collect()
}

/// The ids of pages by their paths: the last part of a path, `flattery` of `en/signs/flattery.html` and `signs` of
/// `en/signs/index.html`, or where that is another page's too, all of it below the language. Links name them on every page.
fn ids<'a>(renderer: &Renderer<'_>, lang: LangId, pages: &'a [Output]) -> BTreeMap<&'a VPath, String> {
    let folder = format!("{}/", renderer.library.config.locale(lang).folder());
    let whole = |page: &'a Output| {
        let path = page.path.as_str();
        path.strip_prefix(&folder).unwrap_or(path).trim_end_matches(".html")
    };
    fn short(whole: &str) -> &str {
        let path = whole.strip_suffix("/index").unwrap_or(whole);
        path.rsplit_once('/').map_or(path, |(_, name)| name)
    }
    let mut count = HashMap::new();
    pages.iter().for_each(|page| *count.entry(short(whole(page))).or_insert(0) += 1);
    let id = |page: &'a Output| match page.job {
        Job::Tables => TABLES,
        _ if count[short(whole(page))] > 1 => whole(page),
        _ => short(whole(page)),
    };
    pages.iter().map(|page| (&page.path, id(page).to_owned())).collect()
}

/// What the file of a language may hold besides markup.
pub(super) fn parts(renderer: &Renderer<'_>, lang: LangId) -> Parts {
    let theme = renderer.theme;
    let mut scripts = theme.written_scripts();
    scripts.extend(index(renderer, lang));
    let picture = |output: &Output| {
        let Job::Picture(file, width) = output.job else { return None };
        let sizes = &renderer.plan.picture(file)?.sizes;
        // Pages name the widest; a phone shows one that is as wide as its window.
        sizes.last().filter(|widest| widest.size.width == width && widest.path == output.path)?;
        let fit = sizes.iter().find(|one| one.size.width >= PHONE).or(sizes.last())?;
        // One that can't be made is said where it is.
        let bytes = pictures::picture(renderer, file, fit.size.width).ok()?;
        let kind = match output.path.extension()? {
            "svg" => "image/svg+xml",
            "jpg" | "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            _ => "image/png",
        };
        Some((output.path.clone(), data_url(kind, &bytes)))
    };
    Parts {
        sheets: theme.written_sheets(renderer.library.config.locale(lang).tag()),
        scripts,
        pictures: Arc::new(renderer.plan.outputs().iter().filter_map(picture).collect()),
    }
}

/// The search index as one script.
fn index(renderer: &Renderer<'_>, lang: LangId) -> Option<Part> {
    let plan = renderer.plan;
    let folder = plan.search_folder(lang)?;
    let files = plan.outputs().iter().filter_map(|output| match output.job {
        Job::SearchPart(of, at) if of == lang => Some(plan.search_part(of, at)),
        _ => None,
    });
    // Without it the audit refuses the page: it names a script that is not in the file.
    let files: Vec<_> = files.collect::<Result<_, _>>().ok()?;
    let text = crate::search::without_texts(files.iter().map(|file| &**file));
    Some(Part { path: VPath::new(&format!("{folder}/index.js")).ok()?, text })
}
