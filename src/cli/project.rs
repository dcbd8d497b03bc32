//! From the folders that the user named to a checked site.

use super::args::Site;
use super::fonts;
use super::stages::Stages;
use super::{Failure, say};
use crate::check::{self, Checked};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::fs::{self, Unreadable};
use crate::model::Format;
use crate::parse;
use crate::plan::{self, GivenFont, Plan};
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
    pub fonts: Vec<GivenFont>,
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
        let mut folders = fs::Sources::new(&site.guides, site.theme.as_deref());
        let (tree, diagnostics) = folders.read().map_err(|why| unreadable(&why))?;
        let theme_dir = folders.theme().map(Path::to_path_buf);
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
        let Sources { tree, fonts: given, today, mut diagnostics, mut stages, .. } = sources;
        let (parsed, said) = parse::parse(&tree);
        diagnostics.extend(said);
        stages.end("parse");
        fonts::refuse_strangers(&given, &parsed.config)?;
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

/// Reads the guides alone.
pub(super) fn read(guides: &Path) -> Result<(SourceTree, Vec<Diagnostic>), Failure> {
    fs::read(guides, None, fs::Limits::default()).map_err(|error| unreadable(&Unreadable::Read(error)))
}

/// What is said of sources that can't be read. A folder that is not there was named wrongly; any other trouble is the machine's.
pub(super) fn unreadable(why: &Unreadable) -> Failure {
    match why {
        Unreadable::Read(error)
            if !matches!(error.source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Failure::Machine(with_help(why))
        }
        _ => Failure::Usage(with_help(why)),
    }
}

/// Why sources can't be read, and what to do about it.
pub(super) fn with_help(why: &Unreadable) -> String {
    format!("{why}\n  help: {}", why.help())
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
