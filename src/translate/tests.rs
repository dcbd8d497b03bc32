//! Catalogues out and in again, on sites in memory.

use super::{export, import, unimported};
use crate::library::{Library, TranslationState};
use crate::model::LangId;
use crate::parse::parse;
use crate::parse::po::Po;
use crate::source::SourceTree;

const UR: LangId = LangId(1);
const SITE: (&str, &str) = ("site.yaml", "title: T\nlanguages: [en, ur]\nedition: {number: 1, date: 2026-11-22}\n");
const LINKING: (&str, &str) = ("en/other.md", "---\nkind: article\ntitle: Other word\n---\n[There](step.md#a-word).\n");
/// Every kind of block, in every container.
const STEP: &str = "---\nkind: step\ntitle: A word\nsummary: One word\ntags: [word, other]\ndo: [Do a word, Do more]\ndo_not:\n  - Not a word\n---\n\
    Intro word\nwrapped *here*.\\\nAfter a break.\n\n## A word\n\n> Quoted word\n> on two lines  \n> and a break.\n>\n> - An item\n>   of words\n\n\
    1. First word\n\n   Second paragraph.\n2. [ ] Nested\n   - deep **word**\n\n| word | two |\n|---|---:|\n| a `word` | b \\| c |\n\n\
    Term word\n: Meaning[^1]\n\n[^1]: A note.\n\n```\ncode word\n  more\n```\n\n### Own {#own}\n\nSee [a word](other.md) and [by name][ref].\n\n[ref]: https://example.org\n";

fn site(files: &[(&str, &str)]) -> (SourceTree, Library) {
    let tree = SourceTree::of_guides([SITE, LINKING].iter().chain(files).copied());
    let library = Library::new(parse(&tree).0);
    (tree, library)
}

fn catalogue(files: &[(&str, &str)], previous: &Po) -> Po {
    let (tree, library) = site(files);
    export(&tree, &library, UR, previous)
}

/// What a catalogue makes of the one guide of a site, and of the messages that it left.
fn taken(files: &[(&str, &str)], po: &Po) -> (Option<String>, Vec<String>, Vec<String>) {
    let (tree, library) = site(files);
    let imported = import(&tree, &library, UR, po, Some("human"));
    let written = imported.written.into_iter().find(|written| written.path == "ur/step.md");
    let text = written.map(|written| String::from_utf8(written.bytes).unwrap());
    let left = imported.left.into_iter().filter(|left| left.guide == "step").map(|left| left.why).collect();
    (text, left, imported.faults.into_iter().map(|(_, (message, _))| message).collect())
}

fn state(files: &[(&str, &str)]) -> TranslationState {
    let (_, library) = site(files);
    library.translation(library.find("step").unwrap(), UR).unwrap()
}

/// The catalogue with each word translated.
fn translated(source: &str) -> Po {
    let mut po = catalogue(&[("en/step.md", source)], &Po::default());
    for message in po.messages.iter_mut().filter(|m| m.context.starts_with("step ")) {
        message.text = message.id.replace("word", "لفظ: \"x\" # -");
    }
    po
}

#[test]
fn out_in_and_out_again_is_the_same_to_the_byte() {
    for source in [STEP.to_owned(), STEP.replace('\n', "\r\n")] {
        let po = translated(&source);
        assert_eq!(Po::parse(&po.text()).0.text(), po.text());
        let (text, left, faults) = taken(&[("en/step.md", &source)], &po);
        assert_eq!((left, faults), (vec![], vec![]));
        let text = text.unwrap();
        assert!(
            text.contains("\ntranslation: human") && text.contains("{#a-word}") && text.contains("https://example.org"),
            "{text}"
        );
        let files = [("en/step.md", source.as_str()), ("ur/step.md", text.as_str())];
        assert_eq!(state(&files), TranslationState::Current);
        assert_eq!(catalogue(&files, &po).text(), po.text());
        let (again, left, faults) = taken(&files, &po);
        assert_eq!((again, left.len(), faults.len()), (None, 0, 0));
        let (_, problems) = parse(&SourceTree::of_guides([SITE, LINKING].into_iter().chain(files)));
        let own: Vec<_> = problems.iter().filter(|problem| problem.message.contains("YAML")).collect();
        assert!(own.is_empty(), "{own:?}");
    }
}

#[test]
fn a_changed_block_is_fuzzy_with_what_it_was_and_its_text_clears_it_alone() {
    let po = translated(STEP);
    let (text, ..) = taken(&[("en/step.md", STEP)], &po);
    let text = text.unwrap();
    let changed =
        STEP.replace("Second paragraph.", "Second passage.").replace("[Do a word, Do more]", "[Do a word, Do less]");
    let files = [("en/step.md", changed.as_str()), ("ur/step.md", text.as_str())];
    let TranslationState::Outdated(changes) = state(&files) else { panic!() };
    assert_eq!(changes.len(), 2);
    let mut next = catalogue(&files, &po);
    let fuzzy: Vec<_> =
        next.messages.iter().filter(|m| m.is_fuzzy()).map(|m| (m.id.as_str(), m.previous.as_deref())).collect();
    assert_eq!(fuzzy, [("Do less", Some("Do more")), ("Second passage.", Some("Second paragraph."))]);
    // As long as they are fuzzy nothing is taken, and what was made before is not lost.
    let (unchanged, left, _) = taken(&files, &next);
    assert_eq!((unchanged, left), (None, vec!["2 fuzzy".to_owned()]));
    for message in next.messages.iter_mut().filter(|m| m.id == "Second passage.") {
        message.flags.clear();
        message.text = "دوسرا پیرا۔".to_owned();
    }
    let (once, left, _) = taken(&files, &next);
    assert_eq!(left, ["1 fuzzy"]);
    let once = once.unwrap();
    let files = [("en/step.md", changed.as_str()), ("ur/step.md", once.as_str())];
    let TranslationState::Outdated(changes) = state(&files) else { panic!() };
    assert_eq!(changes.len(), 1);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let differ: Vec<_> =
        lines(&once).into_iter().zip(lines(&text)).filter(|(a, b)| a != b && !a.contains(", ")).collect();
    assert_eq!(differ, [("   دوسرا پیرا۔".to_owned(), "   Second paragraph.".to_owned())]);
}

#[test]
fn a_new_block_waits_for_its_text_and_others_go_on() {
    let po = translated(STEP);
    let (text, ..) = taken(&[("en/step.md", STEP)], &po);
    let text = text.unwrap();
    let changed = STEP.replace("## A word\n", "## A word\n\nNew here.\n").replace("First word", "First thing");
    let files = [("en/step.md", changed.as_str()), ("ur/step.md", text.as_str())];
    let mut next = catalogue(&files, &po);
    let empty: Vec<_> = next.messages.iter().filter(|m| m.text.is_empty()).map(|m| m.id.as_str()).collect();
    assert_eq!(empty, ["Other word", "[There](step.md#a-word).", "New here."]);
    for message in next.messages.iter_mut().filter(|m| m.id == "First thing") {
        message.flags.clear();
        message.text = "پہلی\\\nبات۔".to_owned();
    }
    let (part, left, _) = taken(&files, &next);
    let part = part.unwrap();
    assert!(part.contains("1. پہلی\\\n   بات۔\n") && !part.contains("New here"), "{part}");
    assert_eq!(left, ["1 not translated"]);
    for message in next.messages.iter_mut().filter(|m| m.id == "New here.") {
        message.text = "نیا۔".to_owned();
    }
    let (whole, left, _) = taken(&[("en/step.md", changed.as_str()), ("ur/step.md", part.as_str())], &next);
    assert_eq!(left, [""; 0]);
    assert_eq!(state(&[("en/step.md", &changed), ("ur/step.md", &whole.unwrap())]), TranslationState::Current);
}

#[test]
fn a_guide_without_all_its_texts_is_not_begun() {
    let mut po = translated(STEP);
    po.messages.iter_mut().filter(|m| m.id == "First word").for_each(|m| m.text.clear());
    let (text, left, faults) = taken(&[("en/step.md", STEP)], &po);
    assert_eq!((text, faults.len()), (None, 0));
    assert_eq!(left, ["1 not translated; nothing was written: 1 more texts are needed first"]);
}

#[test]
fn a_text_that_is_another_page_is_a_fault() {
    for (id, text, fault) in [
        ("Second paragraph.", "- ایک", "the text would change how the page is built"),
        ("Second paragraph.", "## ایک", "the text would change how the page is built"),
        ("a `word`", "ایک | دو", "the text would change how the page is built"),
        ("A note.", "*ایک", "the marks of emphasis are not in pairs"),
        ("A note.", "<b>ایک</b>", "HTML is not accepted in a guide"),
        ("A note.", "[ایک](x.md)", "the link to `x.md` is not in the source"),
        ("A note.", "{name}", "the words in braces are not those of the source"),
    ] {
        let mut po = translated(STEP);
        po.messages.iter_mut().filter(|m| m.id == id).for_each(|m| m.text = text.to_owned());
        let (written, _, faults) = taken(&[("en/step.md", STEP)], &po);
        assert_eq!((written, faults), (None, vec![fault.to_owned()]), "{text}");
    }
}

#[test]
fn work_that_no_guide_has_is_known_and_kept() {
    let po = translated(STEP);
    let files = [("en/step.md", STEP)];
    // Not begun: an export over it keeps what is there.
    assert_eq!(catalogue(&files, &po).text(), po.text());
    let (text, ..) = taken(&files, &po);
    let text = text.unwrap();
    let files = [("en/step.md", STEP), ("ur/step.md", text.as_str())];
    let mut newer = po.clone();
    newer.messages.iter_mut().filter(|m| m.id == "A note.").for_each(|m| m.text = "بہتر".to_owned());
    let exported = catalogue(&files, &newer);
    assert_eq!(unimported(&exported, &newer).iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["بہتر"]);
    assert_eq!(unimported(&exported, &po), Vec::<&crate::parse::po::Message>::new());
}

#[test]
fn what_is_no_longer_asked_for_stays_as_obsolete() {
    let po = translated(STEP);
    let shorter = STEP.replace("Second paragraph.", "");
    let next = catalogue(&[("en/step.md", &shorter)], &po);
    let gone: Vec<_> = next.obsolete.iter().filter(|old| old.contains("Second paragraph")).collect();
    assert_eq!(gone.len(), 1);
    assert_eq!(catalogue(&[("en/step.md", &shorter)], &next).text(), next.text());
}

#[test]
fn a_text_that_may_belong_to_another_block_is_a_hint_only() {
    let (text, ..) = taken(&[("en/step.md", STEP)], &translated(STEP));
    let text = text.unwrap();
    let changed = STEP.replace("## A word\n", "## A word\n\nNew here.\n").replace("Quoted word", "Quoted phrase");
    let files = [("en/step.md", changed.as_str()), ("ur/step.md", text.as_str())];
    let mut po = catalogue(&files, &translated(STEP));
    assert!(po.messages.iter().any(|m| m.id == "New here." && m.is_fuzzy()));
    for message in po.messages.iter_mut().filter(|m| m.id.starts_with("Quoted phrase")) {
        message.text = "قول".to_owned();
    }
    let (written, left, _) = taken(&files, &po);
    assert_eq!((written, left), (None, vec!["1 fuzzy; 1 new to the guide, which wait for these".to_owned()]));
}
