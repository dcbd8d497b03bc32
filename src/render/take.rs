//! What readers can take with them.

use super::context::{DownloadFile, Downloads};
use super::links::From;
use crate::model::Format;
use crate::plan::EditionFile;

/// An edition that is there, and its size in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Download<'a> {
    pub edition: &'a EditionFile,
    pub bytes: u64,
}

/// What there is, by format.
pub(super) fn downloads(from: &From<'_>, all: &[Download<'_>]) -> Vec<Downloads> {
    let same = |a: &Download<'_>, b: &Download<'_>| a.edition.format == b.edition.format;
    let of = |format: Format, files: &[Download<'_>]| Downloads {
        format: format.word(),
        files: files.iter().map(|download| file(from, download)).collect(),
    };
    all.chunk_by(same).filter_map(|files| Some(of(files.first()?.edition.format, files))).collect()
}

fn file(from: &From<'_>, download: &Download<'_>) -> DownloadFile {
    let locale = download.edition.lang.map(|lang| from.renderer.library.config.locale(lang));
    DownloadFile {
        lang: locale.map(|locale| locale.tag().to_owned()),
        dir: locale.map(|locale| locale.direction().html()),
        name: locale.map(|locale| locale.own_name().to_owned()),
        url: download.edition.path.relative_from(from.path),
        bytes: download.bytes,
    }
}
