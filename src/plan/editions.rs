//! Editions: the files that readers take with them, each the whole site in another format.

use super::{Job, Output, Plan, layout};
use crate::library::Library;
use crate::model::{Format, LangId};
use crate::source::VPath;

/// A file of `editions/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionFile {
    pub format: Format,
    /// The language that it is in; `None` where it holds all of them.
    pub lang: Option<LangId>,
    pub path: VPath,
}

/// The editions that these formats ask for, in the order of the formats.
pub(super) fn editions(library: &Library, formats: &[Format]) -> Vec<EditionFile> {
    let mut formats = formats.to_vec();
    formats.sort();
    formats.dedup();
    let config = &library.config;
    let of = |format: Format, lang: LangId, extension: &str| EditionFile {
        format,
        lang: Some(lang),
        path: layout::edition_path_in(config.locale(lang), extension),
    };
    let edition = |format: Format| match format {
        Format::Site => Vec::new(),
        Format::Zip => vec![EditionFile { format, lang: None, path: layout::edition_path("zip") }],
        Format::Single => config.langs().map(|lang| of(format, lang, "html")).collect(),
        Format::Epub => config.langs().map(|lang| of(format, lang, "epub")).collect(),
        Format::Zim => vec![EditionFile { format, lang: None, path: layout::edition_path("zim") }],
    };
    formats.into_iter().flat_map(edition).collect()
}

impl Plan {
    /// Whether a format was asked for.
    pub fn has(&self, format: Format) -> bool {
        self.formats.contains(&format)
    }

    /// What readers can take with them, in the order in which it is offered.
    pub fn editions(&self) -> &[EditionFile] {
        &self.editions
    }

    /// Whether an output is in the zip and the ZIM file: all that belongs to the site. No job makes these, since they are made of what
    /// jobs made.
    pub fn is_archived(&self, output: &Output) -> bool {
        (self.has(Format::Zip) || self.has(Format::Zim)) && !is_edition(&output.path)
    }

    /// Whether an output comes into the folder as its job makes it.
    pub fn is_published(&self, output: &Output) -> bool {
        is_edition(&output.path) || self.has(Format::Site) && !matches!(output.job, Job::Take(_))
    }

    /// Whether there is a file at `path` wherever the site is: in the folder and in archives of it, which hold no editions.
    pub fn is_everywhere(&self, path: &str) -> bool {
        self.contains(path) && path.split('/').next() != Some(layout::EDITIONS)
    }
}

fn is_edition(path: &VPath) -> bool {
    path.folder() == layout::EDITIONS
}
