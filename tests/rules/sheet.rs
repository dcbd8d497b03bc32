//! A sheet: Markdown in which each `##` section is a small site, with what is to be found noted inside its files.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file with sites in it, which can be written back with other notes.
#[derive(Debug)]
pub struct Sheet {
    pub path: PathBuf,
    pub sites: Vec<Site>,
}

/// A section of a sheet: its lines, of which some are files.
#[derive(Debug, Default)]
pub struct Site {
    pub heading: String,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Line(String),
    File(File),
}

/// A fenced block that is a file of the site.
#[derive(Debug, Default)]
pub struct File {
    /// The line that opens the block, and the one that closes it.
    open: String,
    close: String,
    pub path: String,
    flags: Vec<String>,
    /// The file's lines, each with the notes below it. Notes on line 0 stand before the first.
    pub lines: Vec<(String, Vec<Note>)>,
}

/// What is to be found at a place of the line above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Characters, from 1.
    pub column: usize,
    pub width: usize,
    /// Whether the place goes on in the next line.
    pub open: bool,
    pub severity: String,
    pub code: String,
    /// Words of the message.
    pub words: String,
    /// Words of the help and of other places, as far as the note asks for them: `= help: …`, `= also: …`.
    pub more: Vec<String>,
}

impl Sheet {
    pub fn read(path: &Path) -> Self {
        Self::parse(path, &fs::read_to_string(path).unwrap())
    }

    pub fn parse(path: &Path, text: &str) -> Self {
        let mut sites = vec![Site::default()];
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(heading) = line.strip_prefix("## ") {
                sites.push(Site { heading: heading.to_owned(), pieces: Vec::new() });
            }
            let piece = match fence(line) {
                Some(fence) => block(line, fence, &mut lines),
                None => vec![Piece::Line(line.to_owned())],
            };
            sites.last_mut().unwrap().pieces.extend(piece);
        }
        Self { path: path.to_owned(), sites }
    }

    /// The site of the section `heading`.
    pub fn site(&self, heading: &str) -> &Site {
        let found = self.sites.iter().find(|site| site.heading == heading);
        found.unwrap_or_else(|| panic!("{} has no section `{heading}`", self.path.display()))
    }

    pub fn text(&self) -> String {
        let lines: Vec<String> = self.sites.iter().flat_map(|site| &site.pieces).map(Piece::to_string).collect();
        lines.join("\n") + "\n"
    }
}

impl Site {
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::File(file) => Some(file),
            Piece::Line(_) => None,
        })
    }

    pub fn files_mut(&mut self) -> impl Iterator<Item = &mut File> {
        self.pieces.iter_mut().filter_map(|piece| match piece {
            Piece::File(file) => Some(file),
            Piece::Line(_) => None,
        })
    }

    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.files().flat_map(|file| &file.lines).flat_map(|(_, notes)| notes)
    }
}

impl File {
    /// Whether the file of the base site is to be left out.
    pub fn is_absent(&self) -> bool {
        self.has("absent")
    }

    /// What the block stands for: line endings, a byte order mark and escapes as its flags say.
    pub fn bytes(&self) -> Vec<u8> {
        let ending = if self.has("crlf") {
            "\r\n"
        } else if self.has("cr") {
            "\r"
        } else {
            "\n"
        };
        let mut bytes = Vec::new();
        if self.has("bom") {
            bytes.extend("\u{FEFF}".as_bytes());
        }
        for (line, _) in &self.lines[1..] {
            if self.has("escapes") {
                unescape(line, &mut bytes)
            } else {
                bytes.extend(line.as_bytes())
            }
            bytes.extend(ending.as_bytes());
        }
        bytes
    }

    fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|own| own == flag)
    }
}

/// `\u{200F}` is a character, `\xFF` a byte.
fn unescape(line: &str, bytes: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        bytes.extend(&rest.as_bytes()[..at]);
        let escape = &rest[at..];
        if let Some((code, after)) = escape.strip_prefix("\\u{").and_then(|code| code.split_once('}')) {
            let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("the code of a character");
            bytes.extend(c.to_string().as_bytes());
            rest = after;
        } else if let Some(code) = escape.strip_prefix("\\x") {
            bytes.push(u8::from_str_radix(&code[..2], 16).expect("two hexadecimal digits"));
            rest = &code[2..];
        } else {
            bytes.push(b'\\');
            rest = &escape[1..];
        }
    }
    bytes.extend(rest.as_bytes());
}

/// The backticks that open a block.
fn fence(line: &str) -> Option<&str> {
    let count = line.bytes().take_while(|b| *b == b'`').count();
    (count >= 3).then(|| &line[..count])
}

fn block<'a>(open: &str, fence: &str, lines: &mut impl Iterator<Item = &'a str>) -> Vec<Piece> {
    let mut content: Vec<&str> = Vec::new();
    let close = loop {
        match lines.next() {
            Some(line) if line == fence => break line,
            Some(line) => content.push(line),
            None => panic!("the block {open} is never closed"),
        }
    };
    let Some((path, flags)) = file_of(&open[fence.len()..]) else {
        let all = [open].into_iter().chain(content).chain([close]);
        return all.map(|line| Piece::Line(line.to_owned())).collect();
    };
    let (open, close) = (open.to_owned(), close.to_owned());
    let mut file = File { open, close, path, flags, lines: vec![(String::new(), Vec::new())] };
    for line in content {
        let notes = &mut file.lines.last_mut().unwrap().1;
        if let Some(note) = Note::parse(line) {
            notes.push(note);
        } else if let (Some(more), Some(note)) = (line.trim_start().strip_prefix("= "), notes.last_mut()) {
            note.more.push(more.to_owned());
        } else {
            file.lines.push((line.to_owned(), Vec::new()));
        }
    }
    vec![Piece::File(file)]
}

/// The path that `file=PATH` or `file="PATH"` gives, and the words after it.
fn file_of(info: &str) -> Option<(String, Vec<String>)> {
    let (_, rest) = info.split_once("file=")?;
    let (path, flags) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').expect("a closing quote"),
        None => rest.split_once(' ').unwrap_or((rest, "")),
    };
    Some((path.to_owned(), flags.split_whitespace().map(str::to_owned).collect()))
}

impl Note {
    /// Reads `   ^^^ error[code]: words`.
    fn parse(line: &str) -> Option<Self> {
        let rest = line.trim_start_matches(' ');
        let column = line.len() - rest.len() + 1;
        let after = rest.trim_start_matches('^');
        let width = rest.len() - after.len();
        let (open, after) = after.strip_prefix('…').map_or((false, after), |after| (true, after));
        let (severity, after) = after.strip_prefix(' ')?.split_once('[')?;
        let (code, words) = after.split_once("]: ")?;
        (width > 0 && matches!(severity, "error" | "warning")).then(|| Self {
            column,
            width,
            open,
            severity: severity.to_owned(),
            code: code.to_owned(),
            words: words.to_owned(),
            more: Vec::new(),
        })
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = match self {
            Self::Line(line) => return f.write_str(line),
            Self::File(file) => file,
        };
        f.write_str(&file.open)?;
        for (number, (line, notes)) in file.lines.iter().enumerate() {
            if number > 0 {
                write!(f, "\n{line}")?;
            }
            notes.iter().try_for_each(|note| write!(f, "\n{note}"))?;
        }
        write!(f, "\n{}", file.close)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pad, carets) = (" ".repeat(self.column - 1), "^".repeat(self.width));
        let open = if self.open { "…" } else { "" };
        write!(f, "{pad}{carets}{open} {}[{}]: {}", self.severity, self.code, self.words)?;
        self.more.iter().try_for_each(|more| write!(f, "\n{pad}= {more}"))
    }
}
