//! Runs the sites of sheets and compares what is found with what is noted.

use crate::sheet::{File, Note, Sheet, Site};
use jiff::civil::date;
use lamplight::check::Checked;
use lamplight::diagnostic::{Diagnostic, Place};
use lamplight::plan;
use lamplight::source::{Root, SourceFile, SourceTree, VPath, line_col};
use lamplight::theme::Theme;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fmt, fs};

/// What went wrong in the sheets that were run.
#[derive(Debug, Default)]
pub struct Outcome {
    pub failures: Vec<String>,
    sites: usize,
}

impl Outcome {
    /// Runs every site of a sheet, and puts into it what is found.
    pub fn run(&mut self, sheet: &mut Sheet) {
        let path = sheet.path.strip_prefix(crate::root()).unwrap().display().to_string();
        for site in sheet.sites.iter_mut().filter(|site| site.files().next().is_some()) {
            self.sites += 1;
            let tree = tree(site);
            let found = check(&tree).iter().map(|diagnostic| Found::of(&tree, diagnostic)).collect();
            if let Some(difference) = compare_site(site, found) {
                self.failures.push(format!("{path}, `## {}`\n{difference}", site.heading));
            }
        }
    }

    /// Runs the sheet of a file; with `LAMPLIGHT_BLESS=1` writes down what is found.
    pub fn run_file(&mut self, path: &Path) -> Sheet {
        let mut sheet = Sheet::read(path);
        self.run(&mut sheet);
        if std::env::var_os("LAMPLIGHT_BLESS").is_some_and(|value| value == "1") {
            fs::write(path, sheet.text()).unwrap();
        }
        sheet
    }

    pub fn end(self) {
        assert!(self.sites > 0);
        let count = self.failures.len();
        assert!(
            count == 0,
            "{count} of {} sites differ (LAMPLIGHT_BLESS=1 writes down what is found):\n\n{}",
            self.sites,
            self.failures.join("\n")
        );
    }
}

/// The base site with a sheet's files laid over it.
pub fn tree(site: &Site) -> SourceTree {
    let base = crate::site::files(Root::Guides, &crate::root().join("tests/rules/base"));
    let mut files: BTreeMap<String, Box<[u8]>> = base.into_iter().map(|f| (f.path.to_string(), f.bytes)).collect();
    for file in site.files() {
        if file.is_absent() {
            files.remove(&file.path);
        } else {
            files.insert(file.path.clone(), bytes(file).into());
        }
    }
    let file = |(path, bytes): (String, _)| SourceFile { root: Root::Guides, path: VPath::new(&path).unwrap(), bytes };
    SourceTree::new(files.into_iter().map(file).collect(), "", "")
}

/// What a file of a sheet stands for. A sheet can't hold a picture, nor a font: the name of one of Debian's stands for it.
fn bytes(file: &File) -> Vec<u8> {
    let font = file.path.strip_prefix("assets/").and_then(|name| name.strip_suffix("-Regular.ttf"));
    match font.filter(|name| name.starts_with("Noto")) {
        Some(name) => crate::noto::regular(name),
        None if is_picture(&file.path) => PICTURE.to_vec(),
        None if file.path.ends_with(".gif") => FILM.to_vec(),
        None => file.bytes(),
    }
}

/// Whatever stands in the fence of a picture is this one, a PNG of one pixel (its header is enough).
const PICTURE: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01\
    \x48\xaf\xa4\x71\0\0\0\0IEND\xaeB`\x82";

/// And that of a GIF is this one: two images of one pixel.
const FILM: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF\
    \x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x4C\x01\0;";

fn is_picture(path: &str) -> bool {
    path.starts_with("assets/") && [".png", ".jpg", ".jpeg"].iter().any(|extension| path.ends_with(extension))
}

/// All that parsing and the rules say on the day 2026-11-22, and what fonts lack.
pub fn check(tree: &SourceTree) -> Vec<Diagnostic> {
    let (parsed, said) = lamplight::parse::parse(tree);
    let has_fonts = !parsed.config.fonts.is_empty();
    let theme = if has_fonts { Theme::load(tree, &parsed.config).0 } else { None };
    let (checked, mut said) = lamplight::check::check(tree, parsed, said, date(2026, 11, 22));
    if let Some(theme) = theme {
        let library = checked.as_ref().map_or_else(|library| library, Checked::library);
        said.extend(plan::fonts(tree, library, &theme, &[]).1);
    }
    said
}

/// A diagnostic as a note would say it.
#[derive(Debug, Clone)]
pub struct Found {
    path: String,
    /// 0 where the file is not there.
    line: usize,
    /// With the whole message.
    note: Note,
}

impl Found {
    pub fn of(tree: &SourceTree, diagnostic: &Diagnostic) -> Self {
        let more = diagnostic.help.iter().map(|help| format!("help: {help}"));
        let also = diagnostic.others.iter().map(|(span, words)| {
            let file = tree.file(span.file);
            let at = line_col(&file.bytes, span.start as usize);
            format!("also: {}:{}:{}: {words}", file.path, at.line, at.column)
        });
        let mut note = Note {
            column: 1,
            width: 1,
            open: false,
            severity: diagnostic.severity.name().to_owned(),
            code: diagnostic.code.name().to_owned(),
            words: diagnostic.message.clone(),
            more: more.chain(also).collect(),
        };
        let span = match &diagnostic.place {
            Place::Path(path) => return Self { path: path.clone(), line: 0, note },
            Place::Span(span) => span,
        };
        let file = tree.file(span.file);
        let (start, end) = (span.start as usize, span.end as usize);
        let (from, to) = (line_col(&file.bytes, start), line_col(&file.bytes, end));
        note.column = from.column;
        note.open = to.line > from.line;
        let line_end = file.bytes[start..].iter().position(|b| matches!(b, b'\n' | b'\r')).map(|length| start + length);
        let last = if note.open { line_col(&file.bytes, line_end.unwrap_or(end)) } else { to };
        note.width = (last.column - from.column).max(1);
        Self { path: file.path.to_string(), line: from.line, note }
    }

    fn meets(&self, note: &Note) -> bool {
        let place = |note: &Note| (note.column, note.width, note.open, note.severity.clone(), note.code.clone());
        let said = |wanted: &String| {
            let (head, words) = wanted.split_once(": ").unwrap_or((wanted, ""));
            self.note.more.iter().any(|more| more.starts_with(head) && more.contains(words))
        };
        place(&self.note) == place(note) && self.note.words.contains(&note.words) && note.more.iter().all(said)
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Note { column, width, severity, code, words, more, .. } = &self.note;
        write!(f, "  {}:{}:{column} (+{width}) {severity}[{code}]: {words}", self.path, self.line)?;
        more.iter().try_for_each(|more| write!(f, "\n      = {more}"))
    }
}

/// What was noted and not found, and the other way round. Puts notes of what is found into the files of the site; a
/// note that is met stays as it is.
fn compare_site(site: &mut Site, mut found: Vec<Found>) -> Option<String> {
    let (mut missing, mut extra) = (Vec::new(), Vec::new());
    for file in site.files_mut() {
        let own = found.extract_if(.., |found| found.path == file.path).collect();
        compare(file, own, &mut missing, &mut extra);
    }
    extra.extend(found);
    if missing.is_empty() && extra.is_empty() {
        return None;
    }
    let mut text = String::new();
    for (title, list) in [("noted, but not found:", missing), ("found, but not noted:", extra)] {
        if !list.is_empty() {
            let lines: Vec<String> = list.iter().map(Found::to_string).collect();
            text += &format!(" {title}\n{}\n", lines.join("\n"));
        }
    }
    Some(text)
}

fn compare(file: &mut File, mut found: Vec<Found>, missing: &mut Vec<Found>, extra: &mut Vec<Found>) {
    // What lies behind the last line is noted below it.
    let last = file.lines.len() - 1;
    for found in &mut found {
        found.line = found.line.min(last);
    }
    for (line, (_, notes)) in file.lines.iter_mut().enumerate() {
        let mut here: Vec<Found> = found.extract_if(.., |found| found.line == line).collect();
        let wanted = std::mem::take(notes);
        let mut met = vec![false; wanted.len()];
        for found in &mut here {
            let note = (0..wanted.len()).find(|n| !met[*n] && found.meets(&wanted[*n]));
            if let Some(note) = note {
                met[note] = true;
                notes.push(wanted[note].clone());
                continue;
            }
            extra.push(found.clone());
            // Keep asking for the help where a note on this line did.
            let kind = |more: &str| more.split(':').next().map(str::to_owned);
            let asking = wanted.iter().filter(|note| note.code == found.note.code).flat_map(|note| &note.more);
            let asked: Vec<_> = asking.map(|more| kind(more)).collect();
            let more = found.note.more.iter().filter(|more| asked.contains(&kind(more))).cloned().collect();
            notes.push(Note { more, ..found.note.clone() });
        }
        let unmet = wanted.into_iter().zip(met).filter(|(_, met)| !met);
        missing.extend(unmet.map(|(note, _)| Found { path: file.path.clone(), line, note }));
    }
    extra.append(&mut found);
}
