//! The font of a bundle writes every word of the guides as the whole font does: the same outlines at the same places.

use super::{FONTS, build, font_of, guides, noto, woff2};
use harfrust::{Buffer, Font, GlyphId, Language, ShapeOptions, ShaperFont, shape};
use lamplight::parse;
use lamplight::store::Nothing;
use rayon::prelude::*;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use std::collections::BTreeSet;
use std::fmt::Write;

#[test]
fn every_word_looks_as_in_the_whole_font() {
    let (bundle, _) = build(&FONTS, &Nothing);
    for (tag, name) in FONTS {
        let (whole, part) =
            (Typeface::new(noto::regular(name), tag), Typeface::new(woff2::decode(font_of(&bundle, tag).1), tag));
        let words = words(tag);
        assert!(words.len() > 400, "{tag} has {} words", words.len());
        let differing: Vec<&String> =
            words.par_iter().filter(|word| whole.written(word) != part.written(word)).collect();
        assert!(differing.is_empty(), "{tag}: {differing:?}");
    }
}

/// Without a letter of a word, or without the rules that join letters, it does not look the same.
#[test]
fn differences_are_seen() {
    let whole = Typeface::new(noto::regular("NotoNastaliqUrdu"), "ur");
    let other = Typeface::new(noto::regular("NotoNaskhArabic"), "ur");
    assert_ne!(whole.written("محفوظ"), other.written("محفوظ"));
    let bytes = noto::regular("NotoNastaliqUrdu");
    let subset = lamplight::font::Font::read(&bytes).unwrap().subset(&"محفوظ".chars().collect()).unwrap();
    let mut part = woff2::decode(&subset);
    assert_eq!(whole.written("محفوظ"), Typeface::new(part.clone(), "ur").written("محفوظ"));
    assert_ne!(whole.written("ٹ"), Typeface::new(part.clone(), "ur").written("ٹ"));
    let at = part.windows(4).position(|tag| tag == b"GSUB").unwrap();
    part[at..at + 4].copy_from_slice(b"GSUX");
    assert_ne!(whole.written("محفوظ"), Typeface::new(part, "ur").written("محفوظ"));
}

/// All words of the guides in a language and of the interface, with what stands beside them.
fn words(tag: &str) -> BTreeSet<String> {
    let tree = guides();
    let (parsed, _) = parse::parse(&tree);
    let lang = parsed.config.langs().find(|lang| parsed.config.locale(*lang).tag() == tag).unwrap();
    let mut words = BTreeSet::new();
    let mut add = |text: &str| words.extend(text.split_whitespace().map(str::to_owned));
    for guide in parsed.guides.iter().filter(|guide| guide.lang == lang) {
        parse::units(&tree, guide).iter().for_each(|unit| add(&unit.text));
    }
    let catalogue = format!("{}/themes/default/locales/{tag}.po", env!("CARGO_MANIFEST_DIR"));
    let catalogue = std::fs::read_to_string(catalogue).unwrap();
    catalogue.lines().filter(|line| line.starts_with("msgstr")).for_each(&mut add);
    words
}

/// A font, to write words of one language with.
struct Typeface {
    bytes: Vec<u8>,
    font: Font,
    language: Language,
}

impl Typeface {
    fn new(bytes: Vec<u8>, tag: &str) -> Self {
        let font = Font::new(bytes.clone(), 0).expect("a font");
        Self { bytes, font, language: tag.parse().unwrap() }
    }

    /// Each glyph of a text in order: how far on, where, and its outline. A character that the font lacks is written as its
    /// number, since a browser takes another font for it.
    fn written(&self, text: &str) -> String {
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_language(Some(self.language.clone()));
        shape(&ShaperFont::new(&self.font), &mut buffer, ShapeOptions::default()).unwrap();
        let mut out = String::new();
        for (glyph, at) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            let place = [glyph.cluster as i32, at.x_advance, at.y_advance, at.x_offset, at.y_offset];
            let id = GlyphId::new(glyph.glyph_id);
            if id == GlyphId::NOTDEF {
                writeln!(out, "{} lacking", glyph.cluster).unwrap();
            } else {
                writeln!(out, "{place:?} {}", self.outline(id)).unwrap();
            }
        }
        out
    }

    fn outline(&self, glyph: GlyphId) -> String {
        let font = skrifa::FontRef::new(&self.bytes).unwrap();
        let mut pen = Path(String::new());
        let outline = font.outline_glyphs().get(glyph).expect("a glyph");
        outline.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).unwrap();
        pen.0
    }
}

/// An outline as text.
struct Path(String);

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        write!(self.0, "M{x} {y}").unwrap();
    }

    fn line_to(&mut self, x: f32, y: f32) {
        write!(self.0, "L{x} {y}").unwrap();
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        write!(self.0, "Q{cx} {cy} {x} {y}").unwrap();
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        write!(self.0, "C{ax} {ay} {bx} {by} {x} {y}").unwrap();
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}
