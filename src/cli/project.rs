//! From the folders that the user named to a checked site.

use super::args::Site;
use super::fonts::{self, FontFile};
use super::stages::Stages;
use super::{Failure, say};
use crate::check::{self, Checked};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::fs::{self, ReadError};
use crate::model::Format;
use crate::parse;
use crate::plan::{self, Plan};
use crate::source::SourceTree;
use crate::store::Store;
use crate::theme::Theme;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::io;
use std::path::{Path, PathBuf};

/// A site as far as it could be made ready.
pub(super) struct Project {
    pub tree: SourceTree,
    pub diagnostics: Vec<Diagnostic>,
    /// There where nothing is an error.
    pub ready: Option<Ready>,
    pub stages: Stages,
}

/// A site that can be exported.
pub(super) struct Ready {
    pub checked: Checked,
    pub theme: Theme,
    pub plan: Plan,
}

/// The files of a site as they were read.
pub(super) struct Sources {
    pub tree: SourceTree,
    /// The theme's folder, where it is not the built-in one.
    pub theme_dir: Option<PathBuf>,
    /// The fonts that the user named. Each is read once: it may be a pipe.
    pub fonts: Vec<FontFile>,
    /// The day that ages are judged by.
    pub today: Date,
    /// What can't be part of a site, and so is not in the tree.
    pub diagnostics: Vec<Diagnostic>,
    stages: Stages,
}

impl Sources {
    pub fn read(site: &Site) -> Result<Self, Failure> {
        let mut stages = Stages::start();
        let today = today(site.today)?;
        let (mut tree, mut diagnostics) = read(&site.guides, None)?;
        let theme_dir = theme_dir(site, &tree);
        if let Some(dir) = &theme_dir {
            if !dir.is_dir() {
                return Err(no_theme(site, dir));
            }
            (tree, diagnostics) = read(&site.guides, Some(dir))?;
        }
        let fonts = fonts::read(site)?;
        stages.end("read");
        Ok(Self { tree, theme_dir, fonts, today, diagnostics, stages })
    }
}

impl Project {
    /// Checks and plans. All problems of all files are found in this one run.
    ///
    /// Fonts are embedded with the help of a store, as a bundle needs them; without one they are only looked at.
    pub fn open(sources: Sources, formats: &[Format], store: Option<&dyn Store>) -> Result<Self, Failure> {
        let Sources { tree, fonts, today, mut diagnostics, mut stages, .. } = sources;
        let (parsed, said) = parse::parse(&tree);
        diagnostics.extend(said);
        stages.end("parse");
        let given = fonts::of_languages(fonts, &parsed.config)?;
        let (mut theme, said) = Theme::load(&tree, &parsed.config);
        diagnostics.extend(said);
        stages.end("theme");
        let (checked, mut diagnostics) = check::check(&tree, parsed, diagnostics, today);
        stages.end("check");
        if let Some(theme) = &mut theme {
            let library = checked.as_ref().map_or_else(|library| library, Checked::library);
            let (fonts, said) = plan::fonts(&tree, library, theme, &given);
            diagnostics.extend(said);
            if let Some(store) = store.filter(|_| checked.is_ok()) {
                diagnostics.extend(fonts.embed(library, theme, store));
            }
        }
        stages.end("fonts");
        let ready = match (checked, theme) {
            (Ok(checked), Some(theme)) if !diagnostic::has_errors(&diagnostics) => {
                let (plan, said) = plan::plan(&tree, &checked, &theme, formats);
                let clean = said.is_empty();
                diagnostics.extend(said);
                clean.then_some(Ready { checked, theme, plan })
            }
            _ => None,
        };
        diagnostic::sort(&mut diagnostics);
        stages.end("plan");
        Ok(Self { tree, diagnostics, ready, stages })
    }

    /// Whether what was found lets the command succeed.
    pub fn passes(&self, strict: bool) -> bool {
        let fails = |d: &Diagnostic| d.severity == Severity::Error || strict;
        !self.diagnostics.iter().any(fails)
    }

    /// Tells the user what was found.
    pub fn say(&self, site: &Site) -> Result<(), Failure> {
        say::diagnostics(&self.diagnostics, &self.tree, site.message_format)
    }
}

/// Reads the sources. A folder that is not there was named wrongly; any other trouble is the machine's.
pub(super) fn read(guides: &Path, theme: Option<&Path>) -> Result<(SourceTree, Vec<Diagnostic>), Failure> {
    fs::read(guides, theme, fs::Limits::default()).map_err(|error| unreadable(&error))
}

/// What is said of a folder that can't be read.
pub(super) fn unreadable(error: &ReadError) -> Failure {
    let message = format!("{error}\n  help: {}", error.help());
    match error.source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Failure::Usage(message),
        _ => Failure::Machine(message),
    }
}

/// The theme that the user named, else the one that `site.yaml` does: `themes/NAME` beside the guides.
fn theme_dir(site: &Site, tree: &SourceTree) -> Option<PathBuf> {
    if let Some(dir) = &site.theme {
        return Some(dir.clone());
    }
    fs::theme_folder(&site.guides, tree)
}

fn no_theme(site: &Site, dir: &Path) -> Failure {
    let help = match &site.theme {
        Some(_) => "name a theme's folder, or leave `--theme` out",
        None => "make the folder, or write `theme: default` in site.yaml",
    };
    Failure::Usage(format!("there is no theme in `{}`: it is no folder\n  help: {help}", dir.display()))
}

/// The day that ages are judged by: the one given, else `SOURCE_DATE_EPOCH` (reproducible-builds.org), else the clock's.
pub(super) fn today(given: Option<Date>) -> Result<Date, Failure> {
    if let Some(date) = given {
        return Ok(date);
    }
    let instant = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => Timestamp::now(),
        Ok(text) => {
            let seconds = text.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            seconds.ok_or_else(|| {
                Failure::Usage(format!("SOURCE_DATE_EPOCH is `{text}`, which is no number of seconds"))
            })?
        }
    };
    Ok(instant.to_zoned(TimeZone::UTC).date())
}
