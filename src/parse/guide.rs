use super::markdown::{self, BlockKind, BlockWalk, OutlineWalk, TextBlock, TextWalk};
use super::yaml::Yaml;
use super::{GuideFile, front_matter};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Block, BlockHash, BlockPlace, FrontMatter, Guide, PlainText};
use crate::source::{FileId, SourceTree, Span, any_byte};
use std::ops::Range;

/// Bytes of a guide; of its front matter.
const MAX_GUIDE: usize = 2 * 1024 * 1024;
const MAX_FRONT_MATTER: usize = 64 * 1024;
const BOM: &str = "\u{FEFF}";

/// Reads one guide file: as much of it as can be read, and all that is wrong with it.
pub(super) fn read(tree: &SourceTree, at: &GuideFile) -> (Option<Guide>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let guide = read_guide(tree, at, &mut problems);
    (guide, problems)
}

fn read_guide(tree: &SourceTree, at: &GuideFile, problems: &mut Vec<Diagnostic>) -> Option<Guide> {
    let file = at.file;
    if tree.file(file).bytes.len() > MAX_GUIDE {
        let message = format!("the guide is larger than {} MiB", MAX_GUIDE >> 20);
        problems.push(Diagnostic::new(Code::TooLarge, file, message).help("split it into several guides"));
        return None;
    }
    let (text, base) = text_of(tree, file, problems)?;
    let parts = match split(text) {
        Ok(parts) => parts,
        Err(problem) => {
            problems.push(problem.diagnostic(file, base));
            return None;
        }
    };
    let yaml_text = &text[parts.yaml.clone()];
    if yaml_text.len() > MAX_FRONT_MATTER {
        let message = format!("the front matter is larger than {} KiB", MAX_FRONT_MATTER >> 10);
        let place = Span::new(file, base + parts.yaml.start..base + parts.yaml.end);
        problems.push(Diagnostic::new(Code::TooLarge, place, message).help("move the text below the second `---`"));
        return None;
    }
    let yaml = Yaml::new(file, yaml_text, base + parts.yaml.start);
    let front = front_matter::read(&yaml, at.translation, problems);
    let body = &text[parts.body..];
    let start = base + parts.body;
    let path = &tree.file(file).path;
    let mut outline = OutlineWalk::new(body, start, file, path);
    let (text, blocks) = walk(body, &mut outline, at.translated);
    let (outline, said) = outline.finish();
    problems.extend(said);
    let body_start = u32::try_from(start).unwrap_or(u32::MAX);
    let units = blocks.map_or(Vec::new(), |blocks| units_of(&front, blocks, start));
    let blocks = units.into_iter().map(|unit| unit.block).collect();
    Some(Guide { file, lang: at.lang, path: at.path.clone(), front, body_start, outline, text, blocks })
}

/// Reads a body once, for its outline, its words and, where they are wanted, its blocks.
fn walk<'a>(body: &'a str, outline: &mut OutlineWalk<'a>, with_blocks: bool) -> (PlainText, Option<Vec<TextBlock>>) {
    let (mut text, mut blocks) = (TextWalk::new(body), with_blocks.then(|| BlockWalk::new(body)));
    for event in markdown::events(body) {
        text.event(&event.0, &event.1);
        blocks.iter_mut().for_each(|blocks| blocks.event(event.clone()));
        outline.event(event);
    }
    (text.finish(), blocks.map(BlockWalk::finish))
}

/// What a translator translates as one, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    pub block: Block,
    /// What it is in the body; `None` of a field.
    pub kind: Option<BlockKind>,
    /// A field's text, or Markdown as in [`markdown::TextBlock`].
    pub text: String,
}

/// The units of a guide that was read from this tree, in the order of the page.
pub fn units(tree: &SourceTree, guide: &Guide) -> Vec<Unit> {
    units_of(&guide.front, markdown::blocks(body(tree, guide)), guide.body_start as usize)
}

/// The units of a guide whose body has these blocks and starts at the byte `start`.
fn units_of(front: &FrontMatter, blocks: Vec<TextBlock>, start: usize) -> Vec<Unit> {
    let place = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
    let fields = front.texts().into_iter().map(|text| Unit {
        block: Block { hash: BlockHash::of(&text.words), place: BlockPlace::Field(text.field, text.index) },
        kind: None,
        text: text.words.into_owned(),
    });
    let body = blocks.into_iter().map(|block| Unit {
        block: Block { hash: block.hash(), place: BlockPlace::Body(place(block.range.start)..place(block.range.end)) },
        kind: Some(block.kind),
        text: block.text,
    });
    fields.chain(body).collect()
}

/// The file's text after any byte order mark, and the byte where that starts. Says why where it is no text.
pub(super) fn text_of<'t>(
    tree: &'t SourceTree,
    file: FileId,
    problems: &mut Vec<Diagnostic>,
) -> Option<(&'t str, usize)> {
    let bytes = &tree.file(file).bytes;
    let help = "save the file as UTF-8";
    let mut refuse = |at: usize, end: usize, message: &str| {
        problems.push(Diagnostic::new(Code::BadEncoding, Span::new(file, at..end), message).help(help));
        None
    };
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return refuse(0, 2, "the file is UTF-16, not UTF-8");
    }
    // The compatible flavour says where the first bad byte is, as the standard library does, in a tenth of the time.
    let text = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            let message = format!("the byte 0x{:02X} here is not UTF-8", bytes[at]);
            return refuse(at, at + error.error_len().unwrap_or(1), &message);
        }
    };
    if let Some(at) = memchr::memchr(0, bytes) {
        return refuse(at, at + 1, "the file holds a NUL character");
    }
    if let Some((at, c)) = control(text) {
        let message = format!("the file holds the control character U+{:04X}", u32::from(c));
        let place = Span::new(file, at..at + c.len_utf8());
        problems.push(Diagnostic::new(Code::BadEncoding, place, message).help("remove it: no reader sees it"));
    }
    let base = if text.starts_with(BOM) { BOM.len() } else { 0 };
    Some((&text[base..], base))
}

/// The first control character that no text needs: all but tab and the line ends.
pub(super) fn control(text: &str) -> Option<(usize, char)> {
    if !any_byte(text.as_bytes(), |byte, _| may_be_control(byte)) {
        return None;
    }
    let mut from = 0;
    while let Some(found) = text.as_bytes()[from..].iter().position(|byte| may_be_control(*byte)) {
        let at = from + found;
        let c = text[at..].chars().next()?;
        if c.is_control() {
            return Some((at, c));
        }
        from = at + c.len_utf8();
    }
    None
}

/// Whether a control character that no text needs may begin with the byte: those beyond ASCII begin with C2.
fn may_be_control(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7F) | (byte == 0xC2)
}

/// Where the front matter's YAML lies and the body starts, in bytes of the text.
pub(super) struct Parts {
    pub yaml: Range<usize>,
    body: usize,
}

pub(super) enum SplitProblem {
    Missing,
    Unclosed,
}

impl SplitProblem {
    fn diagnostic(&self, file: FileId, base: usize) -> Diagnostic {
        match self {
            Self::Missing => {
                Diagnostic::new(Code::FrontMatter, Span::new(file, base..base), "the guide has no front matter")
                    .help("begin the file with a line `---`, then `kind:`, `title:` …, then a line `---`")
            }
            Self::Unclosed => {
                Diagnostic::new(Code::FrontMatter, Span::new(file, base..base + 3), "the front matter is never closed")
                    .help("put a line `---` after its last field")
            }
        }
    }
}

/// Splits at the lines `---`. Lines may end in `\n`, `\r\n` or `\r`.
pub(super) fn split(text: &str) -> Result<Parts, SplitProblem> {
    let mut lines = Lines { text, at: 0 };
    match lines.next() {
        Some((_, line)) if line.trim_end() == "---" => {}
        _ => return Err(SplitProblem::Missing),
    }
    let start = lines.at;
    while let Some((at, line)) = lines.next() {
        if line.trim_end() == "---" {
            return Ok(Parts { yaml: start..at, body: lines.at });
        }
    }
    Err(SplitProblem::Unclosed)
}

/// The lines of a text with the byte where each starts.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let (start, rest) = (self.at, &self.text[self.at..]);
        if rest.is_empty() {
            return None;
        }
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let ending = if rest[length..].starts_with("\r\n") { 2 } else { usize::from(length < rest.len()) };
        self.at = start + length + ending;
        Some((start, &rest[..length]))
    }
}

/// The body of a guide that was read from this tree.
pub fn body<'t>(tree: &'t SourceTree, guide: &Guide) -> &'t str {
    tree.text(guide.file).and_then(|text| text.get(guide.body_start as usize..)).unwrap_or_default()
}
