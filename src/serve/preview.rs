//! A site in memory that is made anew after each change, and single pages of it. No disk, no socket, no clock.

use crate::check::{self, Checked};
use crate::diagnostic::{self, Code, Diagnostic, Place, Severity, emit};
use crate::export::{Budget, Made, Maker};
use crate::library::Library;
use crate::model::Format;
use crate::parse::{Readings, parse_again};
use crate::plan::{self, GivenFont, Job, Output, Plan};
use crate::source::{Root, SourceFile, SourceTree, VPath};
use crate::store::{Key, Nothing, Spill, Store};
use crate::theme::Theme;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The sources with what reading them found, or why they can't be read.
type LastRead = Result<(Arc<SourceTree>, Vec<Diagnostic>), String>;

/// Follows the sources of a site from change to change. What did not change is not read again.
#[derive(Debug)]
pub struct Preview {
    today: Date,
    /// Fonts in place of those that `site.yaml` names.
    given: Vec<GivenFont>,
    /// What was read last.
    latest: Option<LastRead>,
    readings: Readings,
    theme: Option<LoadedTheme>,
    /// Fonts as they were cut to what the pages show, and pictures, both of which are dear.
    made: Arc<LatelyMade>,
    /// The last one without an error.
    site: Option<Arc<Site>>,
    shown_last: Arc<LastPages>,
}

impl Preview {
    /// A preview of nothing yet. `today` is the day that ages are judged by.
    pub fn new(today: Date) -> Self {
        Self::with_fonts(today, Vec::new(), Box::new(Nothing))
    }

    /// The same, with fonts in place of those that `site.yaml` names, and a store for what is made of fonts and pictures.
    pub fn with_fonts(today: Date, given: Vec<GivenFont>, store: Box<dyn Store + Send>) -> Self {
        let (made, readings) = (LatelyMade { lately: Mutex::default(), store }, Readings::default());
        let made = Arc::new(made);
        Self { today, given, latest: None, readings, theme: None, made, site: None, shown_last: Arc::default() }
    }

    /// Takes the sources as they are now, with what reading them found. Where nothing is an error, pages are theirs from
    /// now on; else pages stay as they are, below what is wrong. `None` where nothing is other than it was.
    pub fn update(&mut self, tree: SourceTree, said: Vec<Diagnostic>) -> Option<Shown> {
        if let Some(Ok((latest, problems))) = &self.latest
            && **latest == tree
            && *problems == said
        {
            return None;
        }
        let tree = Arc::new(tree);
        self.latest = Some(Ok((tree.clone(), said.clone())));
        let (site, diagnostics) = self.site_of(&tree, said);
        let faults = errors(&diagnostics, &tree);
        let intended = match site {
            Ok(site) => {
                self.site = Some(Arc::new(site));
                HashSet::new()
            }
            Err(library) => plan::intended_pages(&tree, &library),
        };
        Some(Shown { intended, ..self.shown(Told { tree, diagnostics }, faults) })
    }

    /// Says over the pages why the sources can't be read. `None` where that is known.
    pub fn unreadable(&mut self, why: &str) -> Option<Shown> {
        let latest = Some(Err(why.to_owned()));
        if self.latest == latest {
            return None;
        }
        self.latest = latest;
        Some(self.shown(Told::default(), format!("error: {why}\n")))
    }

    fn shown(&self, told: Told, faults: String) -> Shown {
        let (site, last) = (self.site.clone(), self.shown_last.clone());
        Shown { site, told, faults, intended: HashSet::new(), last, faulty: Mutex::default() }
    }

    /// The site where nothing is an error, else the facts that are known of it; and all that is to be said.
    fn site_of(
        &mut self,
        tree: &Arc<SourceTree>,
        mut said: Vec<Diagnostic>,
    ) -> (Result<Site, Library>, Vec<Diagnostic>) {
        let (parsed, problems) = parse_again(tree, &mut self.readings);
        said.extend(problems);
        let loaded = match self.theme.take().and_then(|loaded| loaded.follow(tree)) {
            Some(loaded) => loaded,
            None => LoadedTheme::new(tree, Theme::load(tree, &parsed.config)),
        };
        let loaded = self.theme.insert(loaded);
        said.extend(loaded.said.iter().cloned());
        let (checked, mut diagnostics) = check::check(tree, parsed, said, self.today);
        let library = checked.as_ref().map_or_else(|library| library, Checked::library);
        loaded.has_fonts = !(library.config.fonts.is_empty() && self.given.is_empty());
        let strangers = self.given.iter().filter(|font| !font.is_wanted(&library.config));
        diagnostics.extend(strangers.map(no_language));
        // A theme with fonts is loaded each time, and nobody else has this one yet.
        if let Some(theme) = loaded.theme.as_mut().and_then(Arc::get_mut).filter(|_| loaded.has_fonts) {
            let (fonts, problems) = plan::fonts(tree, library, theme, &self.given);
            diagnostics.extend(problems);
            // To cut them is dear, and only for pages.
            if checked.is_ok() {
                diagnostics.extend(fonts.embed(library, theme, &*self.made));
            }
        }
        let (checked, theme) = match (checked, loaded.theme.clone()) {
            (Ok(checked), Some(theme)) if !diagnostic::has_errors(&diagnostics) => (checked, theme),
            (checked, _) => {
                diagnostic::sort(&mut diagnostics);
                return (Err(checked.map_or_else(|library| library, Checked::into_library)), diagnostics);
            }
        };
        let (plan, problems) = plan::plan(tree, &checked, &theme, &[Format::Site]);
        diagnostics.extend(problems);
        let (budget, made) = (loaded.budget.clone(), self.made.clone());
        let site = Site { tree: tree.clone(), checked, theme, budget, plan, searched: OnceLock::new(), made };
        diagnostics.extend(site.problems_of_assets());
        diagnostic::sort(&mut diagnostics);
        let faulty = diagnostic::has_errors(&diagnostics);
        (if faulty { Err(site.checked.into_library()) } else { Ok(site) }, diagnostics)
    }
}

/// What a browser is shown until the next change.
#[derive(Debug)]
pub struct Shown {
    site: Option<Arc<Site>>,
    /// What is to be said of the sources as they are now.
    pub told: Told,
    /// The errors among it as text, or nothing.
    faults: String,
    /// The pages that the sources as they are now would have without these errors.
    intended: HashSet<VPath>,
    last: Arc<LastPages>,
    /// The outputs that were asked for and can't be made, with their errors as text.
    faulty: Mutex<HashMap<VPath, String>>,
}

/// The answer to a request for an output of the plan.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    /// The output as the bundle would hold it. Where `faults` has words, a page is as it was when it could be made last.
    Output { bytes: Vec<u8>, faults: String },
    /// There is no page to be shown, but what is wrong.
    Faults(String),
    /// It is planned and can't be made, and is no page that could say why.
    Faulty,
    /// It is not planned.
    Absent,
}

impl Shown {
    /// Makes one output, and says what is wrong with it the first time that this is found.
    pub fn answer(&self, path: &VPath) -> (Answer, Option<Told>) {
        let is_page = path.extension() == Some("html");
        let Some(site) = &self.site else {
            return (if is_page { Answer::Faults(self.faults.clone()) } else { Answer::Absent }, None);
        };
        let Some((plan, output)) = site.find(path) else {
            // Somebody waits for the page of a new guide, and an error keeps it back.
            let faults = self.intended.contains(path).then(|| Answer::Faults(self.faults.clone()));
            return (faults.unwrap_or(Answer::Absent), None);
        };
        let Made { bytes, problems, .. } = site.make(plan, output);
        let bytes = bytes.map(|bytes| bytes.into_owned());
        let own_faults = if bytes.is_none() { errors(&problems, &site.tree) } else { String::new() };
        let told = self.first_time(path, &own_faults).then(|| Told { tree: site.tree.clone(), diagnostics: problems });
        let told = told.filter(|told| !told.diagnostics.is_empty());
        let answer = match bytes {
            Some(bytes) if is_page => {
                self.last.keep(path, &bytes);
                Answer::Output { bytes, faults: self.all_faults("") }
            }
            Some(bytes) => Answer::Output { bytes, faults: String::new() },
            None if is_page => match self.last.get(path) {
                Some(bytes) => Answer::Output { bytes, faults: self.all_faults(&own_faults) },
                None => Answer::Faults(self.all_faults(&own_faults)),
            },
            None => Answer::Faulty,
        };
        (answer, told)
    }

    /// Notes what became of an output; whether this was not known.
    fn first_time(&self, path: &VPath, faults: &str) -> bool {
        let mut faulty = self.faulty.lock().unwrap_or_else(PoisonError::into_inner);
        faulty.insert(path.clone(), faults.to_owned()).is_none()
    }

    /// The errors of the sources, of a page, and of outputs that could not say theirs themselves.
    fn all_faults(&self, own: &str) -> String {
        let faulty = self.faulty.lock().unwrap_or_else(PoisonError::into_inner);
        let silent = |path: &VPath| path.extension() != Some("html");
        let mut others: Vec<_> = faulty.iter().filter(|(path, _)| silent(path)).collect();
        others.sort();
        let texts = [self.faults.as_str(), own].into_iter().chain(others.into_iter().map(|(_, text)| text.as_str()));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// Diagnostics with the tree that their places are in.
#[derive(Debug, Clone, Default)]
pub struct Told {
    pub tree: Arc<SourceTree>,
    /// Sorted, errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// A site without an error.
#[derive(Debug)]
struct Site {
    tree: Arc<SourceTree>,
    checked: Checked,
    theme: Arc<Theme>,
    budget: Arc<Budget>,
    plan: Plan,
    /// The plan with the search index, which is dear, from when somebody asks for it.
    searched: OnceLock<Plan>,
    made: Arc<LatelyMade>,
}

impl Site {
    /// The output at a path, in the plan that it can be made by.
    fn find(&self, path: &VPath) -> Option<(&Plan, &Output)> {
        match self.plan.output(path) {
            Some(Output { job: Job::Search(_), .. }) => {}
            Some(output) => return Some((&self.plan, output)),
            None if path.as_str().starts_with("assets/") && path.extension() == Some("js") => {}
            None => return None,
        }
        let plan = self.searched.get_or_init(|| {
            let mut plan = self.plan.clone();
            plan.add_search(&self.tree, &self.checked, &Spill::default());
            plan
        });
        plan.output(path).map(|output| (plan, output))
    }

    fn make<'a>(&'a self, plan: &'a Plan, output: &Output) -> Made<'a> {
        let maker = Maker::new(&self.tree, &self.checked, plan, &self.theme, &self.budget).with_store(&*self.made);
        maker.make(output)
    }

    /// What breaks a promise in the theme's style sheets and scripts, which could not say so themselves. A sheet may lead to any
    /// file of the bundle, so that each change may make it wrong.
    fn problems_of_assets(&self) -> Vec<Diagnostic> {
        let maker = Maker::new(&self.tree, &self.checked, &self.plan, &self.theme, &self.budget);
        let assets = self.plan.outputs().iter().filter(|output| matches!(output.job, Job::ThemeAsset(_)));
        assets.flat_map(|output| maker.make(output).problems).collect()
    }
}

/// A theme, kept until a file of its own or `site.yaml` changes.
#[derive(Debug)]
struct LoadedTheme {
    tree: Arc<SourceTree>,
    theme: Option<Arc<Theme>>,
    budget: Arc<Budget>,
    said: Vec<Diagnostic>,
    /// Whether fonts were put into it, which depend on every guide.
    has_fonts: bool,
}

impl LoadedTheme {
    fn new(tree: &Arc<SourceTree>, (theme, said): (Option<Theme>, Vec<Diagnostic>)) -> Self {
        Self { tree: tree.clone(), theme: theme.map(Arc::new), budget: Arc::default(), said, has_fonts: false }
    }

    /// The same theme in another tree, where that would make the same.
    fn follow(mut self, tree: &Arc<SourceTree>) -> Option<Self> {
        if self.has_fonts || !files_of_theme(&self.tree).eq(files_of_theme(tree)) {
            return None;
        }
        self.said = self.said.iter().map(|said| said.follow(&self.tree, tree)).collect::<Option<_>>()?;
        self.tree = tree.clone();
        Some(self)
    }
}

/// The languages of a site may change after a font was given for one.
fn no_language(font: &GivenFont) -> Diagnostic {
    let message = format!("`--font` names `{}`, which is no language of the site", font.tag);
    Diagnostic::new(Code::BadFont, Place::Path(font.name.clone()), message)
        .help("add the language to site.yaml, or start the preview without this font")
}

/// What was cut out of fonts and made of pictures lately, before what is kept elsewhere.
struct LatelyMade {
    lately: Mutex<HashMap<Key, Vec<u8>>>,
    store: Box<dyn Store + Send>,
}

impl LatelyMade {
    const MOST_BYTES: usize = 64 << 20;

    fn note(&self, key: &Key, bytes: &[u8]) {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if lately.values().map(Vec::len).sum::<usize>() + bytes.len() > Self::MOST_BYTES {
            lately.clear();
        }
        lately.insert(*key, bytes.to_vec());
    }
}

impl Store for LatelyMade {
    fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        lately.or_else(|| self.store.get(key).inspect(|bytes| self.note(key, bytes)))
    }

    fn put(&self, key: &Key, bytes: &[u8]) {
        self.note(key, bytes);
        self.store.put(key, bytes);
    }
}

impl fmt::Debug for LatelyMade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LatelyMade").finish_non_exhaustive()
    }
}

/// What a theme is made of, beside what is in the program.
fn files_of_theme(tree: &SourceTree) -> impl Iterator<Item = &SourceFile> {
    let config = tree.find(Root::Guides, "site.yaml").map(|id| tree.file(id));
    config.into_iter().chain(tree.root(Root::Theme).map(|(_, file)| file))
}

/// The pages that were shown, each as it was when it could be made last: somebody looks at one or two.
#[derive(Debug, Default)]
struct LastPages(Mutex<HashMap<VPath, Vec<u8>>>);

impl LastPages {
    const MOST: usize = 64;

    fn keep(&self, path: &VPath, bytes: &[u8]) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= Self::MOST && !pages.contains_key(path) {
            pages.clear();
        }
        pages.insert(path.clone(), bytes.to_vec());
    }

    fn get(&self, path: &VPath) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(path).cloned()
    }
}

/// How many errors a page shows; the terminal has them all.
const MOST_ERRORS: usize = 20;

/// The errors among diagnostics as a terminal shows them.
fn errors(diagnostics: &[Diagnostic], tree: &SourceTree) -> String {
    let errors: Vec<Diagnostic> = diagnostics.iter().filter(|d| d.severity == Severity::Error).cloned().collect();
    let (first, rest) = errors.split_at(errors.len().min(MOST_ERRORS));
    let text = emit::emit(first, tree, emit::Format::Human, false);
    if rest.is_empty() { text } else { format!("{text}\nand {} more errors: see the terminal\n", rest.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the font is the system's")]
    fn no_font_is_cut_for_a_site_with_errors() {
        let font = std::fs::read("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf").unwrap();
        let site = |guide: &str| {
            SourceTree::of_guides([
                (
                    "site.yaml",
                    "title: T
languages: [en]
fonts: {en: assets/a.ttf}
"
                    .as_bytes(),
                ),
                ("assets/a.ttf", &font),
                (
                    "en/index.md",
                    "---
kind: home
title: Home
---
"
                    .as_bytes(),
                ),
                ("en/a/index.md", guide.as_bytes()),
            ])
        };
        let mut preview = Preview::new(jiff::civil::date(2026, 11, 22));
        let cuts = |preview: &Preview| preview.made.lately.lock().unwrap().len();
        preview
            .update(
                site(
                    "---
kind: section
tilte: A
---
Text
",
                ),
                Vec::new(),
            )
            .unwrap();
        assert_eq!(cuts(&preview), 0);
        let shown = preview
            .update(
                site(
                    "---
kind: section
title: A
---
Text
",
                ),
                Vec::new(),
            )
            .unwrap();
        assert_eq!((cuts(&preview), shown.faults.as_str()), (1, ""));
    }
}
