//! All pages of a language in one file that needs nothing else: a phone opens it from its file manager, a chat or a mail, where no
//! page finds another.
//!
//! Each page is rendered as in the site, only briefer, and [folded](fold) into a part of the file. A frame of its own goes round them.

mod fold;

use super::context::PagePart;
use super::links::From;
use super::page::{self, Beside};
use super::{Renderer, listing, pictures};
use crate::diagnostic::Diagnostic;
use crate::markup::{Part, Parts, data_url};
use crate::model::LangId;
use crate::plan::{Job, Output};
use crate::source::VPath;
use fold::Folding;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands between the id of a page and that of a place in it. No name of a page has one, so that no two ids are one.
pub(super) const PLACE: &str = ":";
/// The id of the neutral page.
const TABLES: &str = "_tables";
/// The id of the list of all guides.
const ALL: &str = "_all";
/// How many pixels wide a picture is at least, where it has as many.
const PHONE: u32 = 600;

/// Renders the file of a language.
pub(super) fn render(renderer: &Renderer<'_>, output: &Output, lang: LangId) -> Result<Vec<u8>, Diagnostic> {
    let pages = pages(renderer, output, lang);
    let mut ids: BTreeMap<&VPath, String> =
        pages.iter().map(|page| (&page.path, id_of(renderer, lang, page))).collect();
    let all = renderer.plan.outputs().iter().filter(|output| matches!(output.job, Job::All(of, _) if of == lang));
    ids.extend(all.map(|output| (&output.path, ALL.to_owned())));
    let folding = Folding { ids: &ids, parts: renderer.parts(lang) };
    let mut scripts = Vec::new();
    let mut parts = Vec::with_capacity(pages.len());
    for page in &pages {
        let html = page::render(renderer, page, &Beside { brief: true, ..Beside::default() })?;
        let folded = folding.page(&text(html), &page.path, &ids[&page.path], matches!(page.job, Job::Search(_)));
        let tag = renderer.library.config.locale(lang).tag();
        let foreign = folded.lang != tag;
        parts.push(PagePart {
            template: page::name(renderer, &page.job),
            id: ids[&page.path].clone(),
            title: Some(folded.title),
            lang: foreign.then_some(folded.lang),
            dir: foreign.then_some(folded.dir),
            apart: !matches!(page.job, Job::Home(_) | Job::Guide(..)),
            html: folded.html,
        });
        scripts.extend(folded.scripts);
    }
    let frame = text(page::render(renderer, output, &Beside { parts: &parts, ..Beside::default() })?);
    Ok(folding.frame(&frame, &output.path, scripts).into_bytes())
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

/// The id of a page: its path, without the language.
fn id_of(renderer: &Renderer<'_>, lang: LangId, page: &Output) -> String {
    let path = page.path.as_str();
    let folder = format!("{}/", renderer.library.config.locale(lang).folder());
    match page.job {
        Job::Tables => TABLES.to_owned(),
        _ => path.strip_prefix(&folder).unwrap_or(path).trim_end_matches(".html").to_owned(),
    }
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

/// The files of the search index as one script, with the addresses that guides have in the file.
fn index(renderer: &Renderer<'_>, lang: LangId) -> Option<Part> {
    let plan = renderer.plan;
    let folder = plan.search_folder(lang)?;
    let files = plan.outputs().iter().filter_map(|output| match output.job {
        Job::SearchPart(of, at) if of == lang => Some(String::from_utf8_lossy(plan.search_part(of, at)).into_owned()),
        _ => None,
    });
    let text =
        files.map(|file| crate::search::with_urls(file, |url| format!("#{}", url.trim_end_matches(".html")))).collect();
    Some(Part { path: VPath::new(&format!("{folder}/index.js")).ok()?, text })
}
