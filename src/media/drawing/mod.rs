//! Drawings in SVG, written anew from what a list allows.
//!
//! A page shows a drawing as an `<img>`, in which no script runs and nothing is loaded. But it is a file of the bundle, and who
//! opens it alone has a page. So [`drawing`] keeps shapes, colours and letters: no script, style sheet, link, picture or
//! reference to another file, and nothing that multiplies itself. What editors note down for themselves (names, paths of the disk, dates) is left out, and
//! what was meant to be seen and can't be kept is refused, with its place.

mod allowed;
#[cfg(test)]
mod tests;
mod write;

use super::{Dimensions, MAX_SIDE};
use allowed::Part;
use std::ops::Range;
use xml::reader::{ParserConfig, XmlEvent};

/// Bytes of the largest drawing that is read.
pub const MAX_BYTES: usize = 1 << 20;
/// How deep parts may lie in each other.
const MAX_DEPTH: usize = 64;

/// A drawing that is safe to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The whole file. Read again it gives itself.
    pub text: String,
    /// In which it is shown where nothing else says how.
    pub size: Dimensions,
}

/// What stands against a drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadDrawing {
    /// Where, in bytes of the file.
    pub range: Range<usize>,
    pub message: String,
    /// What to do about it.
    pub help: &'static str,
}

/// Whether a file is SVG by its first bytes.
pub fn is_drawing(bytes: &[u8]) -> bool {
    super::found::is_drawing(bytes)
}

/// Reads a drawing and writes it anew.
///
/// # Errors
/// Everything that can't be kept, in the order of the file.
pub fn drawing(bytes: &[u8]) -> Result<Drawing, Vec<BadDrawing>> {
    let mut reader = Reader::default();
    let text = readable(bytes).map_err(|bad| vec![bad])?;
    if let Err(bad) = reader.read(text) {
        reader.bad.push(bad);
    }
    // Behind the mark of the byte order, which the text has no more.
    let start = bytes.len() - text.len();
    let size = reader.elements.first().and_then(size);
    if size.is_none() && reader.bad.is_empty() {
        reader.bad.push(BadDrawing {
            range: reader.root.clone(),
            message: "the drawing does not say how large it is".into(),
            help: "give its `<svg>` a `viewBox`, or a `width` and a `height`, of at most 30,000",
        });
    }
    match size.filter(|_| reader.bad.is_empty()) {
        Some(size) => Ok(Drawing { text: write::write(&reader.elements, size), size }),
        None => {
            let moved = |bad: BadDrawing| BadDrawing { range: bad.range.start + start..bad.range.end + start, ..bad };
            Err(reader.bad.into_iter().map(moved).collect())
        }
    }
}

/// The text of a file that is not too large and defines no entities of its own.
fn readable(bytes: &[u8]) -> Result<&str, BadDrawing> {
    let bad = |range, message: &str, help| BadDrawing { range, message: message.into(), help };
    if bytes.len() > MAX_BYTES {
        return Err(bad(0..0, "the drawing is larger than 1 MiB", "simplify its paths, or save it as PNG"));
    }
    let text = match str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{FEFF}').unwrap_or(text),
        Err(error) => {
            let at = error.valid_up_to();
            return Err(bad(at..at + 1, "the drawing is not UTF-8 here", "save it as UTF-8"));
        }
    };
    match text.find("<!ENTITY") {
        Some(at) => {
            let at = at + bytes.len() - text.len();
            Err(bad(at..at + 8, "the drawing defines words of its own for parts of its text", PLAIN))
        }
        None => Ok(text),
    }
}

const PLAIN: &str =
    "save it as plain SVG (Inkscape) or with presentation attributes (Illustrator, Affinity), or as PNG";

/// What is kept of an element.
#[derive(Debug)]
struct Element {
    name: &'static str,
    /// By name, each once.
    attributes: Vec<(&'static str, String)>,
    /// Its name for others, as it was written.
    id: Option<String>,
    depth: usize,
    /// What stands in it before its first part; only where letters are drawn.
    text: String,
    /// What stands behind its end.
    tail: String,
}

#[derive(Default)]
struct Reader {
    elements: Vec<Element>,
    /// The place of the open elements that are kept.
    open: Vec<usize>,
    /// The element that ended last in the one that is open.
    ended: Option<usize>,
    root: Range<usize>,
    bad: Vec<BadDrawing>,
}

impl Reader {
    fn read(&mut self, text: &str) -> Result<(), BadDrawing> {
        let mut source =
            ParserConfig::new().cdata_to_characters(true).whitespace_to_characters(true).create_reader(text.as_bytes());
        // How deep inside something that is left out.
        let mut outside = 0_usize;
        loop {
            let event = source.next();
            let end = text.len() - source.source().len();
            let event = event.map_err(|error| {
                let at = end.saturating_sub(1);
                let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
                BadDrawing {
                    range: at..at,
                    message: format!("this is no XML that can be read: {}", error.msg()),
                    help: PLAIN,
                }
            })?;
            match event {
                XmlEvent::StartElement { name, attributes, .. } => {
                    // No value holds a bare `<`.
                    let range = text[..end].rfind('<').unwrap_or_default()..end;
                    let part = if outside > 0 { Part::LeftOut } else { allowed::part(&name) };
                    match part {
                        Part::Kept(name) => outside += usize::from(!self.start(name, &attributes, range)?),
                        Part::LeftOut => outside += 1,
                        Part::Refused(help) => {
                            self.refuse(range, format!("`<{}>` can't stand in a drawing", name.local_name), help);
                            outside += 1;
                        }
                    }
                }
                XmlEvent::EndElement { .. } if outside > 0 => outside -= 1,
                XmlEvent::EndElement { .. } => self.ended = self.open.pop(),
                XmlEvent::Characters(words) if outside == 0 => self.words(&words),
                XmlEvent::EndDocument => return Ok(()),
                _ => {}
            }
        }
    }

    fn refuse(&mut self, range: Range<usize>, message: String, help: &'static str) {
        self.bad.push(BadDrawing { range, message, help });
    }

    /// Takes an element in; whether it is kept.
    fn start(
        &mut self,
        name: &'static str,
        attributes: &[xml::attribute::OwnedAttribute],
        range: Range<usize>,
    ) -> Result<bool, BadDrawing> {
        let depth = self.open.len();
        if depth >= MAX_DEPTH {
            let message = "parts of the drawing lie too deep in each other".into();
            return Err(BadDrawing { range, message, help: "ungroup what needs no group" });
        }
        if self.elements.is_empty() {
            self.root = range.clone();
        }
        if self.elements.is_empty() != (name == "svg") {
            let message = "a drawing is one `<svg>` with shapes in it".into();
            return Err(BadDrawing { range, message, help: PLAIN });
        }
        let kept = allowed::attributes(name, attributes);
        if !kept.shown && depth > 0 {
            return Ok(false);
        }
        for (attribute, help) in kept.refused {
            self.refuse(range.clone(), format!("`{attribute}` of `<{name}>` can't stand in a drawing"), help);
        }
        self.open.push(self.elements.len());
        self.ended = None;
        let (text, tail) = (String::new(), String::new());
        self.elements.push(Element { name, attributes: kept.attributes, id: kept.id, depth, text, tail });
        Ok(true)
    }

    /// Keeps the words that are drawn.
    fn words(&mut self, words: &str) {
        let Some(open) = self.open.last().copied() else { return };
        if !matches!(self.elements[open].name, "text" | "tspan") {
            return;
        }
        match self.ended {
            Some(ended) => self.elements[ended].tail.push_str(words),
            None => self.elements[open].text.push_str(words),
        }
    }
}

/// The size that the outermost element gives, or that of what it shows.
fn size(root: &Element) -> Option<Dimensions> {
    let value = |name| root.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str());
    let shown: Option<Vec<f64>> = value("viewBox").map(|text| {
        let numbers = text.split([' ', ',', '\n', '\t', '\r']).filter(|number| !number.is_empty());
        numbers.map(|number| number.parse().unwrap_or(f64::NAN)).collect()
    });
    let shown = match shown.as_deref() {
        Some([_, _, width, height]) => Some((*width, *height)),
        Some(_) => return None,
        None => None,
    };
    let own = |name| value(name).and_then(allowed::pixels);
    let (width, height) = match (own("width"), own("height"), shown) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (_, _, Some(shown)) => shown,
        _ => return None,
    };
    let side = |length: f64| (length >= 0.5 && length <= f64::from(MAX_SIDE)).then(|| length.round() as u32);
    let valid = shown.is_none_or(|(width, height)| width > 0.0 && height > 0.0);
    Some(Dimensions { width: side(width)?, height: side(height)? }).filter(|_| valid)
}
