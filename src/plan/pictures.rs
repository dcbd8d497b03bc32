//! Where the pictures of the sources lie in a bundle, each in several sizes.

use super::layout;
use crate::library::Library;
use crate::media::{self, Dimensions};
use crate::model::{Link, PictureSettings};
use crate::source::{FileId, Root, SourceFile, SourceTree, VPath};
use std::collections::HashSet;

/// A picture of the sources as files of the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFiles {
    /// What pages show: at least one, from the narrowest to the widest.
    pub sizes: Vec<PictureFile>,
    /// In its own size, where that is more than the widest and somebody links to it.
    pub whole: Option<PictureFile>,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    pub path: VPath,
    pub size: Dimensions,
}

impl PictureFiles {
    /// The files in a fixed order.
    pub fn all(&self) -> impl Iterator<Item = &PictureFile> {
        self.sizes.iter().chain(&self.whole)
    }

    /// The widest that pages show.
    pub fn widest(&self) -> Option<&PictureFile> {
        self.sizes.last()
    }

    /// What a link to the picture leads to.
    pub fn linked(&self) -> Option<&PictureFile> {
        self.whole.as_ref().or(self.sizes.last())
    }
}

/// The files that a picture is to be; `None` where its header can't be read.
pub(super) fn files(
    library: &Library,
    settings: &PictureSettings,
    file: &SourceFile,
    is_linked: bool,
) -> Option<PictureFiles> {
    let name = file.path.as_str().strip_prefix("assets/")?;
    if media::is_drawing(&file.bytes) {
        let name = format!("{}.svg", stem(name));
        let path = layout::picture_path(library, &name, &[file.path.as_str().as_bytes(), &file.bytes])?;
        let size = media::drawing(&file.bytes).ok()?.size;
        return Some(PictureFiles { sizes: vec![PictureFile { path, size }], whole: None });
    }
    let look = media::look(&file.bytes).ok()?;
    let own = look.size.width;
    let widest = settings.widths.last().map_or(own, |most| own.min(*most));
    let at = |width: u32, stem: &str| {
        let name = format!("{stem}.{}", look.kind.extension());
        // The name as it was, too: two files may hold the same picture.
        let parts = [name.as_bytes(), file.path.as_str().as_bytes(), &width.to_le_bytes(), &file.bytes];
        Some(PictureFile { path: layout::picture_path(library, &name, &parts)?, size: look.size.at_width(width) })
    };
    let stem = stem(name);
    // A little less wide is hardly lighter, and one file more on each stick.
    let narrow = settings.widths.iter().filter(|width| **width * 5 <= widest * 4);
    let mut sizes: Vec<PictureFile> = narrow.filter_map(|width| at(*width, &format!("{stem}-{width}"))).collect();
    sizes.push(at(widest, stem)?);
    let whole = if is_linked && own > widest { at(own, &format!("{stem}-{own}")) } else { None };
    Some(PictureFiles { sizes, whole })
}

/// A name without its extension.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The files of the sources that guides link to as such.
pub(super) fn linked(tree: &SourceTree, library: &Library) -> HashSet<FileId> {
    let links = library.guides().iter().flat_map(|guide| &guide.outline.links);
    let assets = links.filter_map(|link| match &link.target {
        Ok(Link::Asset(path)) => tree.find(Root::Guides, path.as_str()),
        _ => None,
    });
    assets.collect()
}
