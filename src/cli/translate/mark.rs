use crate::check;
use crate::cli::{Failure, project, say};
use crate::diagnostic::emit::Format;
use crate::fs;
use crate::library::Library;
use crate::parse;
use crate::source::Root;
use crate::translate;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Writes the hashes of their sources into translations. Nothing is written where one of them can't be marked.
pub(super) fn run(files: &[PathBuf]) -> Result<(), Failure> {
    let mut by_folder: BTreeMap<PathBuf, Vec<&Path>> = BTreeMap::new();
    for file in files {
        by_folder.entry(guides_of(file)?).or_default().push(file);
    }
    let mut marked = Vec::new();
    for (folder, files) in by_folder {
        marked.extend(mark(&folder, &files)?);
    }
    for Marked { file, old, new } in marked {
        if old == new {
            say::line(&format!("{} is as it was: its source has not changed", file.display()));
            continue;
        }
        fs::replace(file, &new)
            .map_err(|error| Failure::Machine(format!("{} can't be written: {error}", file.display())))?;
        say::line(&format!("marked {}", file.display()));
    }
    Ok(())
}

/// The nearest folder above a file that has a `site.yaml`.
fn guides_of(file: &Path) -> Result<PathBuf, Failure> {
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    if !file.is_file() {
        let message = format!("there is no file {}", file.display());
        return Err(Failure::Usage(format!(
            "{message}\n  help: name the file of a translation, as guides/ur/index.md"
        )));
    }
    let found =
        |path: &Path| path.ancestors().skip(1).find(|dir| dir.join("site.yaml").is_file()).map(Path::to_path_buf);
    // As the user wrote it, where that leads up far enough: messages name files in the same way.
    found(file).filter(|dir| !dir.as_os_str().is_empty()).or_else(|| found(&whole)).ok_or_else(|| {
        let message = format!("{} lies in no folder of guides: none above it has a site.yaml", file.display());
        Failure::Usage(message)
    })
}

/// A file with its bytes before and after.
struct Marked<'f> {
    file: &'f Path,
    old: Vec<u8>,
    new: Vec<u8>,
}

fn mark<'f>(folder: &Path, files: &[&'f Path]) -> Result<Vec<Marked<'f>>, Failure> {
    let (tree, _) = project::read(folder)?;
    let (parsed, said) = parse::parse(&tree);
    let library = Library::new(parsed);
    let mut marked = Vec::new();
    for file in files {
        let below = below(file, folder);
        let id = tree.find(Root::Guides, &below);
        let guide = id.and_then(|id| library.guides().iter().chain(library.drafts()).find(|guide| guide.file == id));
        let topic = guide.and_then(|guide| library.topic_of(guide));
        let source = topic.map(|topic| library.source(topic).file);
        let unread: Vec<_> = said
            .iter()
            .filter(|problem| check::unread(problem).is_some_and(|file| Some(file) == id || Some(file) == source))
            .cloned()
            .collect();
        if !unread.is_empty() {
            say::diagnostics(&unread, &tree, Format::Human)?;
            return Err(Failure::Content);
        }
        match guide.and_then(|guide| translate::mark(&tree, &library, guide).map(|new| (guide.file, new))) {
            Some((id, new)) => marked.push(Marked { file, old: tree.file(id).bytes.to_vec(), new }),
            None => {
                let message = format!("{} is no translation", file.display());
                let help =
                    "a translation lies at the path of a guide of the default language, in a language of site.yaml";
                return Err(Failure::Usage(format!("{message}\n  help: {help}")));
            }
        }
    }
    Ok(marked)
}

/// The path of a file below a folder, as the sources are known by.
fn below(file: &Path, folder: &Path) -> String {
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let (file, folder) = (absolute(file), absolute(folder));
    let below = file.strip_prefix(&folder).unwrap_or(&file);
    below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
