//! Whatever a file holds: nothing panics, and every place lies in its file and between characters.

use crate::run;
use crate::sheet::Site;
use jiff::civil::date;
use lamplight::diagnostic::{Diagnostic, Place};
use lamplight::model::Guide;
use lamplight::source::{Root, SourceFile, SourceTree, Span, VPath};
use proptest::prelude::*;
use std::ops::Range;

/// Pieces from which random files are put together, so that they get past the first line.
const PIECES: [&str; 96] = [
    "---\n",
    "---\r\n",
    "---\r",
    "\u{FEFF}",
    "\n",
    "\r",
    "\r\n",
    " ",
    "  ",
    "\t",
    "- ",
    ": ",
    "#",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a",
    "*a",
    "!t",
    "<<",
    "|",
    ">",
    "\0",
    "\u{1B}",
    "\u{202E}",
    "\u{200F}",
    "م",
    "مدد",
    "۱۷۷۷",
    "é",
    "😀",
    "👨‍👩‍👧",
    "kind",
    "kind: home\n",
    "kind: step\n",
    "kind: sign\n",
    "kind: helpline\n",
    "kind: self-check\n",
    "title: T\n",
    "summary: مدد\n",
    "help: [line, ",
    "steps: [tell, x]\n",
    "sources: [example, y]\n",
    "channels:\n  - {type: phone, value: \"1777\"}\n",
    "items:\n",
    "  - {sign: secret, advice: x}\n",
    "reviewed: 2020\n",
    "verified: 2020-01-01\n",
    "supersedes: [line]\n",
    "replaced_by: line\n",
    "do:\n  - x\n",
    "draft: true\n",
    "translation: human\n",
    "moved_from: [x]\n",
    "example: {publisher: x}\n",
    "languages: [en, ur]\n",
    "rules: {bare-phone: error}\n",
    "## ",
    "#### ",
    "# x\n",
    "## x {#y}\n",
    "{#y}",
    "===\n",
    "[a](../help/line.md#x)",
    "[a](#x)",
    "[a](",
    "[a]",
    "![",
    "![](../../assets/a.png)",
    "(https://example.org)",
    "(javascript:x)",
    "(tel:1777)",
    "<b>",
    "</b>",
    "<!--",
    "<a@b.c>",
    "<https://x>",
    "`",
    "```\n",
    "> ",
    "1. ",
    "| a | b |\n|---|---|\n",
    "[^1]",
    "[^1]: ",
    "[a]: x\n",
    "*",
    "**",
    "~~",
    "\\",
    "&amp;",
    "1777 ",
    "[email protected]",
];

fn file() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        20 => prop::sample::select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
        1 => prop::collection::vec(any::<u8>(), 1..3),
    ];
    let pieces = || prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat());
    let guide = |(yaml, body): (Vec<u8>, Vec<u8>)| [b"---\n", &*yaml, b"\n---\n", &*body].concat();
    let pieces = pieces().boxed();
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..200),
        2 => pieces.clone(),
        6 => (pieces.clone(), pieces).prop_map(guide),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_a_place(
        path in prop::sample::select(vec!["en/index.md", "en/steps/tell.md", "en/help/line.md", "ur/steps/tell.md", "site.yaml", "sources.yaml"]),
        bytes in file(),
    ) {
        let mut files: Vec<SourceFile> = run::tree(&Site::default()).iter().map(|(_, file)| file.clone()).collect();
        files.retain(|file| file.path.as_str() != path);
        files.push(SourceFile { root: Root::Guides, path: VPath::new(path).unwrap(), bytes: bytes.into() });
        let tree = SourceTree::new(files, "", "");
        let (parsed, said) = lamplight::parse::parse(&tree);
        let (site, said) = lamplight::check::check(&tree, parsed, said, date(2026, 11, 22));
        for diagnostic in &said {
            places(diagnostic).for_each(|span| assert_is_place(&tree, span, &diagnostic.message));
            prop_assert!(!diagnostic.message.is_empty());
        }
        let library = site.map_or_else(|library| library, |checked| checked.into_library());
        for guide in library.guides().iter().chain(library.drafts()) {
            ranges(guide).for_each(|range| assert_is_place(&tree, guide.span(range), "the outline"));
        }
    }
}

fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let own = match diagnostic.place {
        Place::Span(span) => Some(span),
        Place::Path(_) => None,
    };
    own.into_iter().chain(diagnostic.others.iter().map(|(span, _)| *span))
}

fn ranges(guide: &Guide) -> impl Iterator<Item = &Range<u32>> {
    let outline = &guide.outline;
    let headings = outline.headings.iter().map(|heading| &heading.range);
    let links =
        outline.links.iter().map(|link| &link.range).chain(outline.pictures.iter().map(|picture| &picture.range));
    let numbers = outline.numbers.iter().map(|number| &number.range);
    headings.chain(links).chain(numbers).chain(&outline.raw_html).chain(&outline.redacted)
}

fn assert_is_place(tree: &SourceTree, span: Span, whose: &str) {
    let bytes = &tree.file(span.file).bytes;
    let Range { start, end } = span.range();
    assert!(start <= end && end <= bytes.len(), "{whose}: {start}..{end} of {}", bytes.len());
    if let Some(text) = tree.text(span.file) {
        assert!(
            text.is_char_boundary(start) && text.is_char_boundary(end),
            "{whose}: {start}..{end} parts a character"
        );
    }
}
