use crate::cli::{Failure, project};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::library::Library;
use crate::model::LangId;
use crate::parse;
use crate::parse::po::Po;
use crate::source::{Root, SourceFile, SourceTree, Span, VPath};
use std::io;
use std::ops::Range;
use std::path::Path;

/// A catalogue's file, as a tree of its own: what is wrong with it has a place as anything else.
pub(super) struct Catalogue {
    pub po: Po,
    pub tree: SourceTree,
    pub problems: Vec<Diagnostic>,
}

impl Catalogue {
    /// Reads a catalogue.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(|error| {
            let message = format!("{} can't be read: {error}", path.display());
            match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::IsADirectory => Failure::Usage(message),
                _ => Failure::Machine(message),
            }
        })?;
        let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let plain = || VPath::new("catalogue.po").unwrap_or_else(|_| unreachable!("it is a path"));
        let file =
            SourceFile { root: Root::Guides, path: VPath::new(&name).unwrap_or_else(|_| plain()), bytes: bytes.into() };
        let mut catalogue = Self {
            po: Po::default(),
            tree: SourceTree::new(vec![file], folder.trim_end_matches('/'), ""),
            problems: Vec::new(),
        };
        let bytes = catalogue.tree.root(Root::Guides).next().map(|(_, file)| file.bytes.to_vec()).unwrap_or_default();
        match std::str::from_utf8(&bytes) {
            Ok(text) => {
                let (po, problems) = Po::parse(text);
                let help = "open it in Poedit, or see what `msgfmt -c` says".to_owned();
                let problems = problems.into_iter().map(|p| catalogue.problem(p.range, p.message, help.clone()));
                catalogue.problems = problems.collect();
                catalogue.po = po;
            }
            Err(error) => {
                let at = error.valid_up_to();
                let message = "the catalogue is not UTF-8".to_owned();
                let problem = catalogue.problem(at..at + 1, message, "save it as UTF-8".to_owned());
                catalogue.problems.push(problem);
            }
        }
        Ok(catalogue)
    }

    /// A problem at bytes of the catalogue.
    pub fn problem(&self, range: Range<usize>, message: String, help: String) -> Diagnostic {
        let place = match self.tree.root(Root::Guides).next() {
            Some((file, _)) => Place::from(Span::new(file, range)),
            None => Place::Path(String::new()),
        };
        Diagnostic::new(Code::BadMessage, place, message).help(help)
    }

    /// Where bytes of the catalogue stand, as `ur.po:12`.
    pub fn location(&self, range: &Range<usize>) -> String {
        let (path, line, _) = self.problem(range.clone(), String::new(), String::new()).location(&self.tree);
        format!("{path}:{line}")
    }
}

/// The guides, and whether they can be read well enough to be translated from.
pub(super) fn guides(folder: &Path) -> Result<(SourceTree, Library), Failure> {
    let (tree, _) = project::read(folder)?;
    let (parsed, said) = parse::parse(&tree);
    let unread: Vec<_> = said.into_iter().filter(|problem| crate::check::unread(problem).is_some()).collect();
    if !unread.is_empty() {
        crate::cli::say::diagnostics(&unread, &tree, crate::diagnostic::emit::Format::Human)?;
        return Err(Failure::Content);
    }
    Ok((tree, Library::new(parsed)))
}

/// A language of the site by its tag, as BCP 47 or gettext write it.
pub(super) fn language(library: &Library, tag: &str) -> Result<LangId, Failure> {
    let wanted = tag.replace('_', "-");
    let langs = || library.config.langs().filter(|lang| *lang != LangId::DEFAULT);
    let found = langs().find(|lang| library.config.locale(*lang).tag().eq_ignore_ascii_case(&wanted));
    found.ok_or_else(|| {
        let tags: Vec<&str> = langs().map(|lang| library.config.locale(lang).tag()).collect();
        let help = match tags.as_slice() {
            [] => "the site has one language: add others to `languages` in site.yaml".to_owned(),
            _ => format!("the languages to translate into are {}", tags.join(", ")),
        };
        Failure::Usage(format!("`{tag}` is no language to translate into\n  help: {help}"))
    })
}
