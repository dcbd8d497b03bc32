//! Which outputs there will be: each path of the bundle with the job that makes its bytes. Nothing is rendered yet.

mod editions;
mod fonts;
mod kiwix;
mod layout;
mod outputs;
mod pictures;
mod search;

pub use editions::EditionFile;
pub use fonts::{Fonts, GivenFont, fonts};
pub use layout::{audience_path, guide_anchor, guide_path, heading_anchor, home_path, poster_path, take_path};
pub use pictures::{PictureFile, PictureFiles};

use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::integrity::{MANIFEST, SIGNATURE};
use crate::library::{Library, TopicId};
use crate::model::{Audience, Format, Kind, LangId, Word};
use crate::parse::{Key, locate, places_of_guides};
use crate::search::Index;
use crate::source::{FileId, Root, SourceTree, Span, VPath};
use crate::theme::Theme;
use outputs::Outputs;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;

/// Up to how many guides stand on one page for printing.
pub const MAX_ON_ONE_PAGE: usize = 300;

/// What makes one output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// The home page of a language; the default language's is also the root's `index.html`.
    Home(LangId),
    /// A guide or a section for the readers of a language.
    Guide(TopicId, LangId),
    /// Guides on one page for printing: all, or those of one section.
    All(LangId, Option<TopicId>),
    /// What a section says, on one sheet for a wall.
    Poster(TopicId, LangId),
    /// Search; without JavaScript the A–Z of all guides.
    Search(LangId),
    /// The guides for one audience.
    Audience(LangId, Audience),
    /// What readers can take with them. In the folder it says what each edition weighs: it is made when these are.
    Take(LangId),
    /// All pages of a language in one file that needs nothing else.
    Single(LangId),
    /// The guides of a language as a book.
    Epub(LangId),
    /// The neutral page that the exit link leads to.
    Tables,
    NotFound,
    /// A page at an old path that leads on to where the guide is now.
    Moved(TopicId, LangId),
    /// A file of the theme, by its place in [`Theme::assets`].
    ThemeAsset(usize),
    /// A picture, to be re-encoded at a width.
    Picture(FileId, u32),
    /// A file of `root/`, as it is.
    Copy(FileId),
    /// `_headers`, for hosts that read it.
    Headers,
    /// `.nojekyll`, empty.
    NoJekyll,
    Sitemap,
    Feed,
    /// A file of a language's search index, by its place in it.
    SearchPart(LangId, usize),
}

/// One output to be.
#[derive(Debug, Clone)]
pub struct Output {
    pub path: VPath,
    pub job: Job,
}

/// Every output by path, no two of which any file system takes for one.
#[derive(Debug, Clone)]
pub struct Plan {
    outputs: Outputs,
    formats: Vec<Format>,
    editions: Vec<EditionFile>,
    pictures: HashMap<FileId, PictureFiles>,
    /// By language: the folder of its search index, and the index.
    indexes: Vec<(String, Index)>,
}

impl Plan {
    /// The outputs in the order of their paths.
    pub fn outputs(&self) -> &[Output] {
        self.outputs.all()
    }

    /// Whether the bundle will have a file at `path`.
    pub fn contains(&self, path: &str) -> bool {
        self.outputs.at(path).is_some()
            || path == MANIFEST
            || self.editions.iter().any(|edition| edition.path.as_str() == path)
    }

    /// What makes the output at `path`; nothing for the manifest, which is made last.
    pub fn job(&self, path: &VPath) -> Option<&Job> {
        self.output(path).map(|output| &output.job)
    }

    /// The output at `path`, but for the manifest.
    pub fn output(&self, path: &VPath) -> Option<&Output> {
        self.outputs.at(path.as_str())
    }

    /// What a picture of the sources is in the bundle.
    pub fn picture(&self, file: FileId) -> Option<&PictureFiles> {
        self.pictures.get(&file)
    }

    /// The page on which a language's guides stand together: all of them, else those of one section.
    pub fn all_page(&self, library: &Library, lang: LangId, section: Option<TopicId>) -> Option<VPath> {
        let whole = layout::all_path(library, lang, None);
        let part = || section.map(|section| layout::all_path(library, lang, Some(section)));
        Some(whole)
            .filter(|path| self.contains(path.as_str()))
            .or_else(|| part().filter(|path| self.contains(path.as_str())))
    }
}

/// Plans a site in some formats. Two outputs that would be one file on some system are a diagnostic that points at both.
pub fn plan(tree: &SourceTree, checked: &Checked, theme: &Theme, formats: &[Format]) -> (Plan, Vec<Diagnostic>) {
    let library = checked.library();
    let editions = editions::editions(library, formats);
    let mut draft = Draft { library, outputs: Vec::new(), pictures: HashMap::new() };
    draft.pages();
    if !editions.is_empty() {
        library.config.langs().for_each(|lang| draft.add(take_path(library, lang), Job::Take(lang)));
    }
    for (edition, lang) in editions.iter().filter_map(|edition| Some((edition, edition.lang?))) {
        match edition.format {
            Format::Single => draft.add(edition.path.clone(), Job::Single(lang)),
            Format::Epub => draft.add(edition.path.clone(), Job::Epub(lang)),
            Format::Site | Format::Zip | Format::Zim => {}
        }
    }
    draft.files(tree, theme);
    let Draft { mut outputs, pictures, .. } = draft;
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    let mut problems = duplicates(tree, library, &outputs);
    if formats.contains(&Format::Zim) {
        problems.extend(kiwix::problems(tree, library, theme));
    }
    let outputs = Outputs::new(outputs);
    (Plan { outputs, formats: formats.to_vec(), editions, pictures, indexes: Vec::new() }, problems)
}

/// Where the pages of a site would lie if no error stood against it, those of guides that can't be read among them.
pub fn intended_pages(tree: &SourceTree, library: &Library) -> HashSet<VPath> {
    let mut draft = Draft { library, outputs: Vec::new(), pictures: HashMap::new() };
    draft.pages();
    let hidden: HashSet<(LangId, &str)> = library.drafts().iter().map(|guide| (guide.lang, &*guide.path)).collect();
    let guides = places_of_guides(tree, &library.config).filter(|(lang, path)| !hidden.contains(&(*lang, path)));
    let pages: HashSet<VPath> = guides.map(|(lang, path)| guide_path(library, lang, &path)).collect();
    pages.into_iter().chain(draft.outputs.into_iter().map(|output| output.path)).collect()
}

struct Draft<'a> {
    library: &'a Library,
    outputs: Vec<Output>,
    pictures: HashMap<FileId, PictureFiles>,
}

impl Draft<'_> {
    fn add(&mut self, path: VPath, job: Job) {
        self.outputs.push(Output { path, job });
    }

    fn at(&mut self, path: &str, job: Job) {
        if let Ok(path) = VPath::new(path) {
            self.add(path, job);
        }
    }

    fn pages(&mut self) {
        let library = self.library;
        self.at("index.html", Job::Home(LangId::DEFAULT));
        self.at("tables.html", Job::Tables);
        self.at("404.html", Job::NotFound);
        for lang in library.config.langs() {
            self.add(home_path(library, lang), Job::Home(lang));
            self.add(layout::search_path(library, lang), Job::Search(lang));
            self.all_pages(lang);
            self.audiences(lang);
        }
        for (id, topic) in library.topics().filter(|(_, topic)| topic.kind != Kind::Home) {
            for lang in library.languages(id) {
                self.add(guide_path(library, lang, &topic.path), Job::Guide(id, lang));
                if has_poster(library, id, lang) {
                    self.add(poster_path(library, lang, id), Job::Poster(id, lang));
                }
            }
        }
        // An old name was a telling one: a page that leads on from it would keep it in the bundle.
        let moved = library.topics().filter(|_| !library.config.discreet);
        for (id, _) in moved {
            for lang in library.languages(id) {
                for old in &library.facts(id).moved_from {
                    self.add(guide_path(library, lang, old), Job::Moved(id, lang));
                }
            }
        }
    }

    fn all_pages(&mut self, lang: LangId) {
        let library = self.library;
        let served = |id: &TopicId| library.serves(*id, lang);
        let count = library.topics().filter(|(id, _)| served(id)).count();
        if count <= MAX_ON_ONE_PAGE {
            self.add(layout::all_path(library, lang, None), Job::All(lang, None));
            return;
        }
        for section in library.sections().filter(served) {
            let count = library.children(Some(section)).iter().filter(|id| served(id)).count();
            if count <= MAX_ON_ONE_PAGE {
                self.add(layout::all_path(library, lang, Some(section)), Job::All(lang, Some(section)));
            }
        }
    }

    /// A page for each audience that the language has a guide for.
    fn audiences(&mut self, lang: LangId) {
        let library = self.library;
        for (_, audience) in Audience::WORDS {
            let mut guides = library.topics().filter(|(id, _)| library.serves(*id, lang));
            if guides.any(|(id, _)| library.facts(id).audience.contains(audience)) {
                self.add(audience_path(library, lang, *audience), Job::Audience(lang, *audience));
            }
        }
    }

    fn files(&mut self, tree: &SourceTree, theme: &Theme) {
        let assets = theme.assets().iter().enumerate();
        for (index, asset) in
            assets.filter(|(_, asset)| !asset.is_for_single() && !asset.is_for_books() && !asset.is_for_kiwix())
        {
            self.add(asset.path.clone(), Job::ThemeAsset(index));
        }
        let linked = pictures::linked(tree, self.library);
        let published = |path: &VPath| !self.library.config.is_font(path);
        for (id, file) in tree.root(Root::Guides).filter(|(_, file)| published(&file.path)) {
            match file.path.as_str().split_once('/') {
                Some(("assets", _)) => {
                    let files = pictures::files(self.library, theme.pictures(), file, linked.contains(&id));
                    for file in files.iter().flat_map(PictureFiles::all) {
                        self.add(file.path.clone(), Job::Picture(id, file.size.width));
                    }
                    self.pictures.extend(files.map(|files| (id, files)));
                }
                Some(("root", path)) => self.at(path, Job::Copy(id)),
                _ => {}
            }
        }
        self.at(".nojekyll", Job::NoJekyll);
        self.at("_headers", Job::Headers);
        // Both would name every guide.
        if self.library.config.base_url.is_some() && !self.library.config.discreet {
            self.at("sitemap.xml", Job::Sitemap);
            self.at("feed.xml", Job::Feed);
        }
    }
}

/// Whether a section says something that fits a wall: what happens, what to look for, what to do, or who to call.
fn has_poster(library: &Library, section: TopicId, lang: LangId) -> bool {
    // A sheet of paper has no link to follow: none in another language's words.
    if library.topic(section).kind != Kind::Section || library.text(section, lang).is_none() {
        return false;
    }
    let children = library.children_in(Some(section), lang);
    let kind = library.main_kind(&children);
    let worth = |id: &TopicId| library.topic(*id).kind == kind && !library.is_superseded(*id);
    matches!(kind, Kind::Stage | Kind::Sign | Kind::Step | Kind::Helpline) && children.iter().any(worth)
}

/// Outputs whose paths are one after folding of case and Unicode normalisation, or one of which is a folder of another.
fn duplicates(tree: &SourceTree, library: &Library, outputs: &[Output]) -> Vec<Diagnostic> {
    let mut seen: HashMap<String, &Output> = HashMap::with_capacity(outputs.len());
    let mut problems = Vec::new();
    for output in outputs {
        let folded: String = output.path.as_str().nfc().flat_map(char::to_lowercase).collect();
        if let Some(own) = [MANIFEST, SIGNATURE].into_iter().find(|own| folded == own.to_lowercase()) {
            let message = format!("the bundle writes {own} itself");
            problems.push(clash(tree, library, output, None, message));
        } else if let Some(first) = seen.get(folded.as_str()) {
            let message = format!("two outputs would be one file, `{}`", output.path);
            problems.push(clash(tree, library, output, Some(first), message));
        } else {
            seen.insert(folded, output);
        }
    }
    for output in outputs {
        let folded: String = output.path.folder().nfc().flat_map(char::to_lowercase).collect();
        if let Some(file) = seen.get(&folded) {
            let message = format!("`{}` would be a file and the folder of `{}`", file.path, output.path);
            problems.push(clash(tree, library, output, Some(file), message));
        }
    }
    problems
}

fn clash(tree: &SourceTree, library: &Library, output: &Output, other: Option<&Output>, message: String) -> Diagnostic {
    let places: Vec<Span> =
        [Some(output), other].into_iter().flatten().filter_map(|o| origin(tree, library, o)).collect();
    let own =
        other.is_some_and(|other| origin(tree, library, other).is_none()) || origin(tree, library, output).is_none();
    let help =
        if own { "the other is a page that the bundle makes itself: rename yours" } else { "rename one of the two" };
    match places.as_slice() {
        [] => Diagnostic::new(Code::DuplicateOutput, crate::diagnostic::Place::Path(output.path.to_string()), message)
            .help(help),
        [place, others @ ..] => {
            let diagnostic = Diagnostic::new(Code::DuplicateOutput, *place, message).help(help);
            others
                .iter()
                .fold(diagnostic, |diagnostic, other| diagnostic.other(*other, "the other one comes from here"))
        }
    }
}

/// The place in the sources that an output comes from.
fn origin(tree: &SourceTree, library: &Library, output: &Output) -> Option<Span> {
    let start = |file| Span { file, start: 0, end: 0 };
    match &output.job {
        Job::Guide(topic, lang) | Job::Poster(topic, lang) => Some(start(library.text_for(*topic, *lang).file)),
        Job::Moved(topic, lang) => {
            let old = &library.facts(*topic).moved_from;
            let index = old.iter().position(|old| guide_path(library, *lang, old) == output.path)?;
            Some(locate(tree, library.source(*topic).file, &[Key::Field("moved_from"), Key::Index(index)]))
        }
        Job::Picture(file, _) | Job::Copy(file) => Some(start(*file)),
        _ => None,
    }
}
