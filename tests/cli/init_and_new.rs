//! A site that begins with `init` and grows with `new`.

use crate::place::{Place, streams};
use lamplight::model::{Kind, Word};
use serde_json::Value;

#[test]
fn init_then_check_then_build() {
    let place = Place::empty();
    place.run(["init", "site"]).code(0).stdout_eq("");
    let guides = "site/guides";
    let (_, said) = streams(&place.run(["check", guides]).code(0).stdout_eq(""));
    assert_eq!(said.matches("warning[helpline-incomplete]").count(), 2, "{said}");
    assert_eq!(said.matches("warning[helpline-expired]").count(), 2, "{said}");
    assert!(said.ends_with("4 warnings\n"), "{said}");
    place.run(["check", guides, "--strict"]).code(1);
    place.run(["build", guides, "-o", "site/output"]).code(0).stdout_eq("");
    let pages = place.files("site/output");
    for page in ["index.html", "en/index.html", "en/signs/keeping-secrets.html", "en/self-check.html", "SHA256SUMS"] {
        assert!(pages.contains_key(page), "{page}");
    }
    assert!(place.read("site/.gitignore").contains("/output"));
}

#[test]
fn a_new_site_is_dated_today() {
    let place = Place::empty();
    place.run(["init", "site"]).code(0);
    assert!(place.read("site/guides/site.yaml").contains("date: 2026-11-22}"));
}

#[test]
fn the_example_filled_in_has_no_problem_left() {
    Place::with_site().run(["check", "--strict"]).code(0);
}

#[test]
fn init_touches_nothing_that_is_there() {
    let place = Place::empty();
    place.write("site/letter.txt", "dear");
    for folder in ["site", ".", "site/letter.txt"] {
        let (stdout, stderr) = streams(&place.run(["init", folder]).code(2));
        assert_eq!(stdout, "");
        assert!(stderr.contains(folder), "{stderr}");
    }
    assert_eq!(place.files(".").len(), 1);
}

#[test]
fn check_asks_for_what_a_new_guide_of_each_kind_lacks() {
    let place = Place::with_site();
    for (word, kind) in Kind::WORDS {
        let (slug, file) = match kind {
            Kind::Home => ("index", "guides/en/index.md"),
            Kind::Section => ("fresh", "guides/en/fresh/index.md"),
            Kind::Stage => ("fresh", "guides/en/stages/fresh.md"),
            Kind::Sign => ("fresh", "guides/en/signs/fresh.md"),
            Kind::Step => ("fresh", "guides/en/steps/fresh.md"),
            Kind::Helpline => ("fresh", "guides/en/help/fresh.md"),
            Kind::Article => ("fresh", "guides/en/articles/fresh.md"),
            Kind::SelfCheck => ("fresh", "guides/en/fresh.md"),
        };
        let old = (*kind == Kind::Home).then(|| place.read(file));
        if old.is_some() {
            std::fs::remove_file(place.join(file)).unwrap();
        }
        let (stdout, stderr) = streams(&place.run(["new", word, slug]).code(0));
        assert_eq!(stdout, "");
        assert!(stderr.contains(file), "{stderr}");
        let codes = codes_of(&place, file);
        assert!(codes.contains(&"missing-field".to_owned()), "{word}: {codes:?}");
        let asked = ["missing-field", "missing-source", "empty-body", "no-help-route", "helpline-incomplete"];
        assert!(codes.iter().all(|code| asked.contains(&code.as_str())), "{word}: {codes:?}");
        match old {
            Some(old) => place.write(file, &old),
            None => std::fs::remove_file(place.join(file)).unwrap(),
        }
    }
}

/// The codes of what a check says, all of which must be about one file.
fn codes_of(place: &Place, file: &str) -> Vec<String> {
    let (json, _) = streams(&place.run(["check", "--message-format", "json"]).code(1));
    let json: Value = serde_json::from_str(&json).unwrap();
    let diagnostics = json["diagnostics"].as_array().unwrap();
    assert!(diagnostics.iter().all(|d| d["file"] == file), "{file}: {diagnostics:#?}");
    diagnostics.iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn new_writes_over_no_guide() {
    let place = Place::with_site();
    let before = place.files("guides");
    for (kind, slug) in [("sign", "keeping-secrets"), ("section", "signs"), ("home", "index")] {
        let (_, stderr) = streams(&place.run(["new", kind, slug]).code(2));
        assert!(stderr.contains("is there already"), "{stderr}");
    }
    for slug in ["Upper", "a b", "../out", "index", ""] {
        let (_, stderr) = streams(&place.run(["new", "sign", slug]).code(2));
        assert!(stderr.contains("can't be the name of a guide"), "{stderr}");
    }
    assert_eq!(place.files("guides"), before);
}

#[test]
fn new_needs_a_site() {
    let place = Place::empty();
    place.write("guides/en/index.md", "---\nkind: home\ntitle: T\n---\n");
    let (_, stderr) = streams(&place.run(["new", "sign", "fresh"]).code(2));
    assert!(stderr.contains("site.yaml"), "{stderr}");
    place.run(["new", "sign", "fresh", "nowhere"]).code(2);
}
