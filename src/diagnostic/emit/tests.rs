//! What holds for every format: places agree, nothing acts on a terminal, no input makes it slow or panics.

#![allow(clippy::disallowed_methods, reason = "these tests measure time")]

use super::*;
use crate::diagnostic::Code;
use crate::source::Root;
use proptest::prelude::*;
use std::time::{Duration, Instant};

const FORMATS: [Format; 5] = [Format::Human, Format::Json, Format::Sarif, Format::Github, Format::Gitlab];

fn only(bytes: &[u8]) -> (SourceTree, FileId) {
    let tree = SourceTree::of_guides([("a.md", bytes)]);
    let file = tree.find(Root::Guides, "a.md").unwrap();
    (tree, file)
}

/// The line and column after `-->`.
fn shown_place(human: &str) -> &str {
    let line = human.lines().find(|line| line.trim_start().starts_with("--> ")).unwrap();
    line.trim_start().strip_prefix("--> guides/a.md:").unwrap()
}

#[test]
fn the_place_shown_is_the_diagnostics_own() {
    let text = "\u{FEFF}---\r\ntitle: ایک\rلمبا\u{1F600}\n\n\tx\u{7F}y\n".to_owned() + &"مدد word ".repeat(500);
    let (tree, file) = only(text.as_bytes());
    for start in 0..=text.len() {
        let diagnostic = Diagnostic::new(Code::BadValue, Span::new(file, start..text.len().min(start + 9)), "Bad");
        let (_, line, column) = diagnostic.location(&tree);
        let human = emit(&[diagnostic], &tree, Format::Human, false);
        assert_eq!(shown_place(&human), format!("{line}:{column}"), "at byte {start}");
    }
}

#[test]
fn nothing_hostile_reaches_a_terminal_or_a_build_log() {
    let acts =
        "\x1B]0;title\x07\x1B[2J\u{9B}31m\u{85}\u{202E}\u{2066}\u{200B}\u{FEFF}\u{E0041}\u{FDD0}:9:9 ##[add-mask]x";
    let text = format!("{acts}\n::error file=x::y\rback\u{8}\0 {acts}");
    let tree = SourceTree::new(
        vec![crate::source::SourceFile {
            root: Root::Guides,
            path: crate::source::VPath::new("a\u{202E}b##[group]x.md").unwrap(),
            bytes: text.as_bytes().into(),
        }],
        "\x1B[31mguides",
        "",
    );
    let (file, _) = tree.iter().next().unwrap();
    let whole = Span::new(file, 0..text.len());
    let said = format!("m\r\n::error::y\n{acts}");
    let diagnostic = Diagnostic::new(Code::Audit, whole, said.clone()).label(said.clone()).help(said.clone());
    let outside = Diagnostic::new(Code::Audit, Place::Path(said.clone()), "x").other(whole, said);
    for format in FORMATS {
        let out = emit(&[diagnostic.clone(), outside.clone()], &tree, format, false);
        let acting = out.chars().find(|c| *c != '\n' && visible::character(*c) != *c);
        assert_eq!(acting, None, "{format:?}: {out}");
        if format != Format::Github {
            assert!(!out.contains(visible::LOG_COMMAND), "{format:?}: {out}");
            assert!(!out.lines().any(|line| line.trim_start().starts_with("::error")), "{format:?}: {out}");
        }
    }
}

#[test]
fn what_is_no_text_is_shown_all_the_same() {
    let (tree, file) = only(b"GIF89a\xFF\xFE\x80\x80 \xD9\n\xF0\x9F end");
    let diagnostic = Diagnostic::new(Code::BadEncoding, Span::new(file, 6..7), "It is not UTF-8").label("here");
    let out = emit(&[diagnostic], &tree, Format::Human, false);
    assert!(out.ends_with("1 | GIF89a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD} \u{FFFD}\n  |       ^ here\n"), "{out}");
}

#[test]
fn ten_thousand_files_are_quick() {
    let text =
        "---\nkind: stage\ntitle: ایک\n---\n".to_owned() + &"A paragraph of a guide, as long as they are.\n".repeat(60);
    let tree = SourceTree::of_guides((0..10_000).map(|number| (format!("en/{number}.md"), text.as_str())));
    let diagnostics: Vec<Diagnostic> = tree
        .iter()
        .map(|(file, _)| Diagnostic::new(Code::BadValue, Span::new(file, 4..8), "Bad").label("here").help("Mend it"))
        .collect();
    all_quick(&diagnostics, &tree);
}

#[test]
fn a_line_of_two_mebibytes_is_quick() {
    for unit in ["word ", "مدد ", "\u{1F600}"] {
        let text = unit.repeat(2 * 1024 * 1024 / unit.len());
        let (tree, file) = only(text.as_bytes());
        let spans = (0..1_000).map(|number| number * (text.len() / 1_000) / unit.len() * unit.len());
        let spans = spans.map(|start| Span::new(file, start..text.len()));
        let diagnostics: Vec<Diagnostic> =
            spans.map(|span| Diagnostic::new(Code::BadValue, span, "Bad").other(span, "x")).collect();
        all_quick(&diagnostics, &tree);
    }
}

#[test]
fn long_spans_and_long_texts_are_quick() {
    let text = "line\n".repeat(400_000);
    let (tree, file) = only(text.as_bytes());
    let whole = Diagnostic::new(Code::BadValue, Span::new(file, 0..text.len()), "m".repeat(100_000)).help("h\n");
    let diagnostics = vec![whole; 20];
    all_quick(&diagnostics, &tree);
}

/// What is not linear takes minutes here. The limit is far above what is needed, since the machine may be busy.
fn all_quick(diagnostics: &[Diagnostic], tree: &SourceTree) {
    let limit = Duration::from_secs(if cfg!(debug_assertions) { 40 } else { 10 });
    for format in FORMATS {
        let begun = Instant::now();
        let out = emit(diagnostics, tree, format, false);
        let took = begun.elapsed();
        assert!(took < limit && !out.is_empty(), "{format:?} took {took:?}");
    }
}

fn files() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<[u8; 3]>().prop_map(|bytes| bytes.to_vec()),
        "[a-z \t]{0,40}|\r\n|\n|\r|\u{FEFF}|\u{645}\u{64E}|\u{4E2D}\u{3000}|\u{1F468}\u{200D}\u{1F469}|\u{1B}"
            .prop_map(String::into_bytes),
        (1usize..300).prop_map(|count| "لمبا ".repeat(count).into_bytes()),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_and_spans_have_a_place_in_the_file(
        bytes in files(),
        spans in prop::collection::vec((0usize..3_000, 0usize..200), 1..6),
        color in any::<bool>(),
    ) {
        let (tree, file) = only(&bytes);
        let spans: Vec<Span> = spans
            .into_iter()
            .map(|(start, length)| (start % (bytes.len() + 1), length))
            .map(|(start, length)| Span::new(file, start..(start + length).min(bytes.len())))
            .collect();
        let diagnostic = Diagnostic::new(Code::BadValue, spans[0], "Bad").label("here");
        let diagnostic = spans[1..].iter().fold(diagnostic, |diagnostic, span| diagnostic.other(*span, "there"));
        for format in FORMATS {
            emit(std::slice::from_ref(&diagnostic), &tree, format, color);
        }
        let (_, line, column) = diagnostic.location(&tree);
        let lines = LineIndex::new(&bytes).line(line);
        prop_assert!(column <= String::from_utf8_lossy(&bytes[lines]).chars().count() + 1);
        let human = emit(&[diagnostic], &tree, Format::Human, false);
        prop_assert_eq!(shown_place(&human), format!("{line}:{column}"));
    }

    #[test]
    fn spans_past_the_end_or_backwards_do_no_harm(bytes in files(), start in any::<u32>(), end in any::<u32>()) {
        let (tree, file) = only(&bytes);
        let diagnostic = Diagnostic::new(Code::BadValue, Span { file, start, end }, "Bad");
        for format in FORMATS {
            prop_assert!(!emit(std::slice::from_ref(&diagnostic), &tree, format, false).is_empty());
        }
    }
}
