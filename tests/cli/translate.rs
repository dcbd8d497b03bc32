//! `translate`: a translation is marked, falls behind block by block, and says so to editors and readers.

use crate::place::{Place, TODAY, streams};
use serde_json::{Value, json};

const SECRETS: &str =
    "---\ntitle: راز\nsummary: جب کوئی راز رکھنے کو کہے۔\ntranslation: machine\n---\nجو کہا جائے، بتا دیں۔\n";

/// The site of `init` with two guides in Urdu, which nobody has marked.
fn site() -> Place {
    let place = Place::with_site();
    place.edit("guides/site.yaml", "languages: [en]", "languages: [en, ur]");
    let site = place.read("guides/site.yaml");
    let title = site.lines().find(|line| line.starts_with("title:")).unwrap().to_owned();
    place.edit("guides/site.yaml", &title, "title: Safe");
    place.write("guides/ur/index.md", "---\r\ntitle: گھر\r\n---\r\n");
    place.write("guides/ur/signs/keeping-secrets.md", SECRETS);
    place
}

fn status(place: &Place) -> Value {
    let (stdout, stderr) = streams(&place.run(["translate", "status", "--json"]).code(0));
    assert_eq!(stderr, "");
    serde_json::from_str(&stdout).unwrap()
}

fn counts(place: &Place) -> Value {
    let mut ur = status(place)["languages"]["ur"].clone();
    ur.as_object_mut().unwrap().remove("guides").unwrap();
    ur
}

fn guide(place: &Place, name: &str) -> Value {
    let status = status(place);
    let guides = status["languages"]["ur"]["guides"].as_array().unwrap().clone();
    guides.into_iter().find(|guide| guide["guide"] == name).unwrap()
}

#[test]
fn a_changed_paragraph_makes_one_guide_outdated_until_it_is_marked_again() {
    let place = site();
    let all = status(&place)["languages"]["ur"]["guides"].as_array().unwrap().len();
    assert_eq!(counts(&place), json!({"missing": all - 2, "outdated": 0, "unknown": 2, "current": 0}));
    let mark = ["translate", "mark", "guides/ur/index.md", "guides/ur/signs/keeping-secrets.md"];
    place.run(mark).code(0).stdout_eq("");
    assert_eq!(counts(&place), json!({"missing": all - 2, "outdated": 0, "unknown": 0, "current": 2}));
    let marked = place.read("guides/ur/signs/keeping-secrets.md");
    let rest: String = marked
        .split_inclusive('\n')
        .filter(|line| !line.starts_with("source_hash: [") && !line.starts_with("  "))
        .collect();
    assert_eq!(rest, SECRETS);
    let home = place.read("guides/ur/index.md");
    assert!(home.ends_with("]\r\n---\r\n") && home.matches('\n').count() == home.matches("\r\n").count(), "{home:?}");

    let source = "guides/en/signs/keeping-secrets.md";
    let text = place.read(source);
    let body = text.rsplit("---\n").next().unwrap();
    let paragraph = body.split("\n\n").find(|block| block.starts_with(char::is_alphabetic)).unwrap().trim().to_owned();
    let line = text.lines().position(|line| line == paragraph.lines().next().unwrap()).unwrap() + 1;
    let rewritten = paragraph.replacen(' ', " really ", 1);
    place.edit(source, &paragraph, &rewritten);
    assert_eq!(counts(&place), json!({"missing": all - 2, "outdated": 1, "unknown": 0, "current": 1}));
    let words = rewritten.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        guide(&place, "signs/keeping-secrets"),
        json!({
            "guide": "signs/keeping-secrets", "state": "outdated", "translation": "machine", "source": source,
            "blocks": [{"change": "changed", "line": line, "text": words}],
        })
    );
    let (stdout, _) = streams(&place.run(["translate", "status"]).code(0));
    assert!(stdout.contains(&format!("{source}:{line}: changed  ")), "{stdout}");

    let (_, stderr) = streams(&place.run(["check", "--today", TODAY]).code(0));
    assert!(stderr.contains("warning[translation-outdated]: 1 block of the source has changed"), "{stderr}");
    place.run(["check", "--today", TODAY, "--strict"]).code(1);
    let notice = "has changed since it was translated";
    let page = |place: &Place| {
        place.run(["build", "--today", TODAY]).code(0);
        place.read("output/ur/signs/keeping-secrets.html")
    };
    assert!(page(&place).contains(notice));
    place.run(mark).code(0);
    assert!(!page(&place).contains(notice));
    assert_eq!(counts(&place)["current"], 2);
}

#[test]
fn a_language_that_is_behind_can_fail_a_run() {
    let place = site();
    let (stdout, stderr) = streams(&place.run(["translate", "status", "--fail-under", "1"]).code(1));
    assert!(stdout.starts_with("ur  0 of "), "{stdout}");
    assert_eq!(stderr, "error: ur has 0 % of the guides as they are now, less than 1 %\n");
    place.run(["translate", "status", "--fail-under", "0"]).code(0).stderr_eq("");
    place.run(["translate", "status", "--fail-under", "101"]).code(2);
    let alone = Place::with_site();
    alone.run(["translate", "status", "--fail-under", "100"]).code(0);
}

#[test]
fn what_is_no_translation_is_not_marked() {
    let place = site();
    let before = place.files("guides");
    for file in ["guides/en/index.md", "guides/site.yaml", "guides/ur/none.md", "guides"] {
        let (_, stderr) = streams(&place.run(["translate", "mark", "guides/ur/index.md", file]).code(2));
        assert!(stderr.contains(file), "{stderr}");
    }
    place.write("guides/ur/steps/index.md", "---\ntitle: [\n---\n");
    let (_, stderr) = streams(&place.run(["translate", "mark", "guides/ur/steps/index.md"]).code(1));
    assert!(stderr.contains("guides/ur/steps/index.md:"), "{stderr}");
    std::fs::remove_file(place.join("guides/ur/steps/index.md")).unwrap();
    assert_eq!(place.files("guides"), before);
}

#[test]
fn files_are_found_from_inside_the_guides_folder() {
    let place = site();
    let mut inside = crate::place::lamplight();
    inside = inside.current_dir(place.join("guides/ur")).args(["translate", "mark", "index.md"]);
    inside.assert().code(0);
    assert!(place.read("guides/ur/index.md").contains("source_hash: ["));
}

/// What a page of Urdu readers says at the head of its text.
fn frame(html: &str) -> bool {
    html.contains("<html lang=\"ur\" dir=\"rtl\"")
}

#[test]
fn readers_stay_in_their_language_where_a_guide_is_missing() {
    let place = site();
    place.run(["build", "--today", TODAY]).code(0);
    let page = place.read("output/ur/steps/tell-somebody.html");
    assert!(frame(&page));
    let title = "<h1 lang=\"en\" dir=\"ltr\">";
    assert!(page.contains(title) && page.contains("<div class=\"body\" lang=\"en\" dir=\"ltr\">"), "{page}");
    assert!(page.contains("not translated yet"));
    // Its links lead to Urdu pages, so does the list of its section, and the switch lands on the same guide.
    assert!(!page.contains("href=\"../../en/signs"), "{page}");
    assert!(place.read("output/ur/steps/index.html").contains("href=\"tell-somebody.html\""));
    assert!(place.read("output/ur/signs/keeping-secrets.html").contains("href=\"../steps/tell-somebody.html\""));
    for (from, to) in [("en", "../../ur/steps/tell-somebody.html"), ("ur", "../../en/steps/tell-somebody.html")] {
        let page = place.read(&format!("output/{from}/steps/tell-somebody.html"));
        assert!(page.contains(&format!("<li><a href=\"{to}\"")), "{page}");
    }
    // Every page of the default language has its twin.
    let pages = |lang: &str| place.files(&format!("output/{lang}")).into_keys().collect::<Vec<_>>();
    assert_eq!(pages("en"), pages("ur"));
}

#[test]
fn a_site_may_leave_out_what_is_not_translated() {
    let place = site();
    place.edit("guides/site.yaml", "languages: [en, ur]", "languages: [en, ur]\nfallback: hide");
    place.run(["build", "--today", TODAY]).code(0);
    let built = place.files("output/ur");
    assert!(!built.contains_key("steps/tell-somebody.html") && built.contains_key("signs/keeping-secrets.html"));
    for (path, bytes) in built {
        let html = String::from_utf8(bytes).unwrap();
        assert!(!html.contains("not translated yet"), "{path}");
    }
    let linked = place.read("output/ur/signs/keeping-secrets.html");
    assert!(linked.contains("href=\"../../en/steps/tell-somebody.html\""), "{linked}");
    assert!(place.read("output/en/steps/tell-somebody.html").contains("href=\"../../ur/index.html\""));
}
