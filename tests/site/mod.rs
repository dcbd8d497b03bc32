//! Small sites in memory for tests.
#![allow(dead_code, reason = "each test binary uses its own part")]

use lamplight::diagnostic::{self, Diagnostic};
use lamplight::export::{self, Sink};
use lamplight::model::Format;
use lamplight::plan::GivenFont;
use lamplight::source::{Root, SourceFile, SourceTree, VPath};
use lamplight::store::{Nothing, Spill, Store};
use lamplight::theme::Theme;
use lamplight::{check, parse, plan};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Mutex;

/// What an export wrote, by path.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A sink that keeps everything.
#[derive(Default)]
pub struct Memory(Mutex<Files>);

impl Memory {
    pub fn into_files(self) -> Files {
        self.0.into_inner().unwrap()
    }
}

impl Sink for Memory {
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap().insert(path.to_string(), bytes.to_vec());
        Ok(())
    }
}

/// A clean site that a test adds its files to.
pub const BASE: &[(&str, &str)] = &[
    ("site.yaml", "title: {en: Safe}\nlanguages: [en]\nregions: [PK]\n"),
    (
        "sources.yaml",
        "example: {publisher: Example, title: A study, url: https://example.org/, accessed: 2026-11-21}\n",
    ),
    ("en/index.md", "---\nkind: home\ntitle: Safe\nsources: [example]\n---\nYou are not alone.\n"),
    ("en/help/index.md", "---\nkind: section\ntitle: Help\n---\nPeople who can help.\n"),
    (
        "en/help/line.md",
        "---\nkind: helpline\ntitle: The line\nsummary: Someone to talk to.\naudience: [child]\noperator: Example\nneeds: [talk]\n\
         regions: [PK]\nchannels:\n  - {type: phone, value: \"1799\", hours: always, cost: free}\nlanguages: [ur]\nanonymous: unknown\n\
         informs: unknown\nverified: 2026-11-01\nverified_how: published source\nsources: [example]\n---\nCall and talk.\n",
    ),
];

/// The text of an article.
pub fn guide(title: &str, body: &str) -> Vec<u8> {
    let title = serde_json::to_string(&title.replace(|c: char| c.is_control(), " ")).unwrap();
    format!(
        "---\nkind: article\ntitle: {title}\nsummary: A page.\naudience: [child]\nreviewed: 2026-11-01\nsources: [example]\nhelp: [line]\n---\n{body}"
    )
    .into_bytes()
}

/// Checks the base site with `files` over it and exports it into memory; `None` where something is an error.
pub fn export<B: AsRef<[u8]>>(files: &[(&str, &B)]) -> (Option<Files>, Vec<Diagnostic>) {
    let mut all: BTreeMap<&str, Vec<u8>> = BASE.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
    all.extend(files.iter().map(|(path, bytes)| (*path, bytes.as_ref().to_vec())));
    export_tree(&SourceTree::of_guides(all))
}

/// Every file of a folder on the disk.
#[allow(clippy::disallowed_methods, reason = "tests read the guides and themes of this repository")]
pub fn files(root: Root, folder: &Path) -> Vec<SourceFile> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let read = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(folder).unwrap();
        let path: Vec<_> = path.iter().map(|part| part.to_str().unwrap()).collect();
        let bytes = std::fs::read(entry.path()).unwrap().into();
        SourceFile { root, path: VPath::new(&path.join("/")).unwrap(), bytes }
    };
    entries.filter(|entry| entry.file_type().is_file()).map(read).collect()
}

/// Checks a tree and exports it into memory; `None` where something is an error.
pub fn export_tree(tree: &SourceTree) -> (Option<Files>, Vec<Diagnostic>) {
    export_with_fonts(tree, &[], &Nothing)
}

/// As [`export_tree`], with fonts that were not named in `site.yaml`, and a store for what is made of fonts.
pub fn export_with_fonts(
    tree: &SourceTree,
    given: &[GivenFont],
    store: &dyn Store,
) -> (Option<Files>, Vec<Diagnostic>) {
    export_as(&[Format::Site], false, tree, given, store)
}

/// As [`export_with_fonts`], in these formats, and with the search of the site or without.
pub fn export_as(
    formats: &[Format],
    search: bool,
    tree: &SourceTree,
    given: &[GivenFont],
    store: &dyn Store,
) -> (Option<Files>, Vec<Diagnostic>) {
    let (parsed, mut said) = parse::parse(tree);
    let (theme, problems) = Theme::load(tree, &parsed.config);
    said.extend(problems);
    let (checked, mut problems) = check::check(tree, parsed, said, jiff::civil::date(2026, 11, 22));
    let (Ok(checked), Some(mut theme)) = (checked, theme) else { return (None, problems) };
    let (fonts, said) = plan::fonts(tree, checked.library(), &theme, given);
    problems.extend(said);
    problems.extend(fonts.embed(checked.library(), &mut theme, store));
    let (mut plan, said) = plan::plan(tree, &checked, &theme, formats);
    if search {
        plan.add_search(tree, &checked, &Spill::default());
    }
    problems.extend(said);
    if diagnostic::has_errors(&problems) {
        return (None, problems);
    }
    let sink = Memory::default();
    let (result, said) = export::export(tree, &checked, &plan, &theme, &sink);
    problems.extend(said);
    (result.ok().map(|_| sink.into_files()), problems)
}
