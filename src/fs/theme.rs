use crate::parse;
use crate::source::SourceTree;
use std::path::{Path, PathBuf};

/// The folder of the theme that `site.yaml` names: `themes/NAME` beside the folder of guides. `None` for the built-in one.
pub fn theme_folder(guides: &Path, tree: &SourceTree) -> Option<PathBuf> {
    let name = parse::theme_name(tree).filter(|name| name != "default")?;
    let beside = match guides.parent() {
        Some(parent) if guides.file_name().is_some() => parent.to_path_buf(),
        _ => guides.join(".."),
    };
    Some(beside.join("themes").join(name))
}
