//! The rules on small sites: those of the pages beside the rules, those of the sheets here, hostile files, any bytes,
//! and the guides of this project. How a sheet is written: `tests/README.md`.

#![allow(clippy::disallowed_methods, reason = "the sheets and the guides are read from disk")]
#![allow(clippy::unwrap_used, reason = "a test fails where it can't go on")]

mod any_bytes;
mod hostile;
#[path = "../noto/mod.rs"]
mod noto;
mod run;
mod sentences;
mod sheet;
#[path = "../site/mod.rs"]
mod site;

use lamplight::check::page;
use lamplight::diagnostic::{Code, Severity};
use lamplight::source::{Root, SourceTree};
use run::Outcome;
use sheet::{Sheet, Site};
use std::fs;
use std::path::{Path, PathBuf};

/// Pages with examples that only other rooms can find.
const ELSEWHERE: [Code; 9] = [
    Code::Audit,
    Code::BadMessage,
    Code::BadPicture,
    Code::DuplicateOutput,
    Code::HeavyPage,
    Code::HeavySingle,
    Code::MissingMessage,
    Code::Symlink,
    Code::ThemeError,
];

#[test]
fn the_examples_of_every_page_hold() {
    let mut outcome = Outcome::default();
    for code in Code::ALL {
        let path = root().join("src/check").join(format!("{}.md", code.name().replace('-', "_")));
        assert_eq!(fs::read_to_string(&path).unwrap(), page(*code), "{code} has another page than {}", path.display());
        let sheet = outcome.run_file(&path);
        let [wrong, right] = ["Wrong", "Right"].map(|heading| sheet.site(heading));
        if !ELSEWHERE.contains(code) {
            assert!(wrong.notes().any(|note| note.code == code.name()), "the wrong example of {code} does not show it");
            assert!(right.files().next().is_some(), "{code} has no right example");
        }
        assert_eq!(right.notes().count(), 0, "the right example of {code} is to be right");
    }
    outcome.end();
}

#[test]
fn the_sheets_hold() {
    let folder = root().join("tests/rules");
    let mut sheets: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    sheets.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    sheets.sort();
    assert!(sheets.len() > 5);
    let mut outcome = Outcome::default();
    for path in sheets {
        outcome.run_file(&path);
    }
    outcome.end();
}

#[test]
fn the_base_site_is_clean() {
    assert_eq!(run::check(&run::tree(&Site::default())), []);
}

/// The sheets would hold whatever the rules do, if this did not.
#[test]
fn a_sheet_that_does_not_hold_is_told_and_mended() {
    let path = root().join("tests/rules/none.md");
    let home = "---\nkind: home\ntitle: Home\n---\n";
    let sheet = |body: &str| Sheet::parse(&path, &format!("## Site\n\n```md file=en/index.md\n{home}{body}\n```\n"));
    let right = "A <b>word\n  ^^^ error[raw-html]: `<b>`\n  = help: **words**";
    let failures = |body: &str| {
        let mut outcome = Outcome::default();
        outcome.run(&mut sheet(body));
        outcome.failures
    };
    assert_eq!(failures(right), [""; 0]);
    for (from, to) in [
        ("  ^^^", " ^^^"),
        ("^^^ ", "^^ "),
        ("^^^ ", "^^^… "),
        ("error", "warning"),
        ("raw-html", "bad-value"),
        ("`<b>`", "`<i>`"),
        ("**words**", "_words_"),
        ("A <b>", "A "),
        ("\n  ^^^ error[raw-html]: `<b>`\n  = help: **words**", ""),
    ] {
        let wrong = right.replacen(from, to, 1);
        assert_eq!(failures(&wrong).len(), 1, "{wrong}");
    }
    let mut mended = sheet("A <b>word\n^ error[raw-html]: other words\n= help: other");
    Outcome::default().run(&mut mended);
    assert!(
        mended
            .text()
            .contains("  ^^^ error[raw-html]: HTML is not accepted in a guide: `<b>`\n  = help: write `**words**`")
    );
}

#[test]
fn the_guides_of_this_project_have_no_error() {
    let tree = SourceTree::new(site::files(Root::Guides, &root().join("guides")), "guides", "themes/default");
    assert!(tree.len() > 40);
    let errors: Vec<_> = run::check(&tree).into_iter().filter(|d| d.severity == Severity::Error).collect();
    let shown: Vec<String> = errors.iter().map(|d| run::Found::of(&tree, d).to_string()).collect();
    assert!(errors.is_empty(), "{}", shown.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
