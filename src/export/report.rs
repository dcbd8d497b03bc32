//! What a bundle weighs and why: counts, bytes for each kind of file, the heaviest pages, the first view of guides.

use super::weight::{Budget, gzip_size};
use super::{Sink, Stream};
use crate::library::Library;
use crate::model::{Kind, LangId};
use crate::plan::{Job, Plan};
use crate::source::VPath;
use crate::theme::Theme;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// What `build --report` says of a bundle. Sizes are bytes; `gzip` is what a host that compresses sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many texts of guides each language has, by tag.
    pub guides: BTreeMap<String, usize>,
    /// By kind of file, the largest share first.
    pub files: Vec<Share>,
    pub total: Weight,
    /// The ten heaviest pages by gzip, the heaviest first.
    pub heaviest_pages: Vec<Page>,
    /// By language tag.
    pub first_view: BTreeMap<String, FirstView>,
}

/// Files of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    pub kind: FileKind,
    #[serde(flatten)]
    pub weight: Weight,
}

/// How many files, and what they weigh together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    pub files: usize,
    pub bytes: u64,
    pub gzip: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    Page,
    Style,
    Script,
    /// The index of the search.
    Search,
    Font,
    Picture,
    /// What readers take with them.
    Edition,
    /// What hosts and checks read, and files of `root/`.
    Other,
}

/// A page and its weight alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Page {
    pub path: String,
    pub bytes: u64,
    pub gzip: u64,
}

/// What a reader of a guide loads first: HTML, style sheets and scripts, in bytes after gzip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FirstView {
    pub median: u64,
    pub largest: u64,
    /// The page of the largest.
    pub page: String,
    /// From where on `heavy-page` warns.
    pub limit: u64,
}

/// A sink that weighs what passes through it.
#[expect(missing_debug_implementations, reason = "a sink is whatever its maker made it")]
pub struct Scales<'a> {
    sink: &'a dyn Sink,
    plan: &'a Plan,
    library: &'a Library,
    theme: &'a Theme,
    budget: Budget,
    weighed: Mutex<Vec<Weighed>>,
}

struct Weighed {
    page: Page,
    kind: FileKind,
    /// The language and the weight of the first view, where it is a guide's page.
    first_view: Option<(LangId, u64)>,
}

impl<'a> Scales<'a> {
    pub fn new(sink: &'a dyn Sink, plan: &'a Plan, library: &'a Library, theme: &'a Theme) -> Self {
        Self { sink, plan, library, theme, budget: Budget::default(), weighed: Mutex::default() }
    }

    /// What was weighed, the same in whatever order it came.
    pub fn report(self) -> Report {
        let mut weighed = self.weighed.into_inner().unwrap_or_else(PoisonError::into_inner);
        weighed.sort_by(|a, b| b.page.gzip.cmp(&a.page.gzip).then_with(|| a.page.path.cmp(&b.page.path)));
        let tag = |lang: LangId| self.library.config.locale(lang).tag().to_owned();
        let count = |lang: LangId| self.library.guides().iter().filter(|guide| guide.lang == lang).count();
        let pages = weighed.iter().filter(|one| one.kind == FileKind::Page);
        Report {
            guides: self.library.config.langs().map(|lang| (tag(lang), count(lang))).collect(),
            files: shares(&weighed),
            total: weighed.iter().fold(Weight::default(), Weight::with),
            heaviest_pages: pages.take(10).map(|one| one.page.clone()).collect(),
            first_view: self
                .library
                .config
                .langs()
                .filter_map(|lang| Some((tag(lang), first_view(&weighed, lang)?)))
                .collect(),
        }
    }

    fn weigh(&self, path: &VPath, bytes: &[u8]) -> Weighed {
        let job = self.plan.job(path);
        let gzip = gzip_size(bytes) as u64;
        let first_view = match job {
            Some(Job::Guide(topic, lang)) if self.library.topic(*topic).kind != Kind::Section => {
                Some((*lang, gzip + self.budget.loaded_by(bytes, self.theme) as u64))
            }
            _ => None,
        };
        let page = Page { path: path.as_str().to_owned(), bytes: bytes.len() as u64, gzip };
        let is_edition = self.plan.editions().iter().any(|edition| edition.path == *path);
        let kind = if is_edition { FileKind::Edition } else { kind(job, path) };
        Weighed { page, kind, first_view }
    }
}

impl Sink for Scales<'_> {
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        self.sink.put(path, bytes)?;
        let weighed = self.weigh(path, bytes);
        self.weighed.lock().unwrap_or_else(PoisonError::into_inner).push(weighed);
        Ok(())
    }

    fn stream<'a>(&'a self, path: &VPath) -> io::Result<Box<dyn Stream + 'a>> {
        let page = Page { path: path.as_str().to_owned(), bytes: 0, gzip: 0 };
        Ok(Box::new(Weighing { stream: self.sink.stream(path)?, page, weighed: &self.weighed }))
    }
}

/// What comes piece by piece is compressed already: a host sends it as it is.
struct Weighing<'a> {
    stream: Box<dyn Stream + 'a>,
    page: Page,
    weighed: &'a Mutex<Vec<Weighed>>,
}

impl Write for Weighing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.stream.write(bytes)?;
        self.page.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

impl Stream for Weighing<'_> {
    fn finish(self: Box<Self>, hash: &[u8; 32]) -> io::Result<()> {
        let Self { stream, page, weighed } = *self;
        stream.finish(hash)?;
        let page = Page { gzip: page.bytes, ..page };
        let one = Weighed { page, kind: FileKind::Edition, first_view: None };
        weighed.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        Ok(())
    }
}

impl Weight {
    fn with(self, one: &Weighed) -> Self {
        Self { files: self.files + 1, bytes: self.bytes + one.page.bytes, gzip: self.gzip + one.page.gzip }
    }
}

fn kind(job: Option<&Job>, path: &VPath) -> FileKind {
    let extension = path.as_str().rsplit_once('.').map_or("", |(_, extension)| extension);
    match (job, extension) {
        (Some(Job::SearchPart(..)), _) => FileKind::Search,
        (Some(Job::Copy(_)), _) => FileKind::Other,
        (_, "html") => FileKind::Page,
        (_, "css") => FileKind::Style,
        (_, "js") => FileKind::Script,
        (_, "woff2") => FileKind::Font,
        (_, "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg") => FileKind::Picture,
        _ => FileKind::Other,
    }
}

fn shares(weighed: &[Weighed]) -> Vec<Share> {
    let mut by_kind: BTreeMap<FileKind, Weight> = BTreeMap::new();
    for one in weighed {
        let weight = by_kind.entry(one.kind).or_default();
        *weight = weight.with(one);
    }
    let mut shares: Vec<Share> = by_kind.into_iter().map(|(kind, weight)| Share { kind, weight }).collect();
    shares.sort_by_key(|share| std::cmp::Reverse(share.weight.bytes));
    shares
}

fn first_view(weighed: &[Weighed], lang: LangId) -> Option<FirstView> {
    let mut views: Vec<(u64, &str)> = weighed
        .iter()
        .filter_map(|one| Some((one.first_view.filter(|(of, _)| *of == lang)?.1, one.page.path.as_str())))
        .collect();
    views.sort_unstable();
    let (largest, page) = *views.last()?;
    let limit = super::weight::FIRST_VIEW as u64;
    Some(FirstView { median: views[views.len() / 2].0, largest, page: page.to_owned(), limit })
}
