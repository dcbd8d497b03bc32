//! `translate`: a translation is marked, falls behind block by block, and says so to editors and readers.

use crate::place::{Place, TODAY, streams};
use serde_json::{Value, json};
use std::process::Command;

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
    let notice = "اس ترجمے کے بعد بدل گیا ہے";
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
    assert!(page.contains("ابھی ترجمہ نہیں ہوا"));
    // Its links lead to Urdu pages, so does the list of its section, and the switch lands on the same guide.
    assert!(!page.contains("href=\"../../en/signs"), "{page}");
    assert!(place.read("output/ur/steps/index.html").contains("href=\"tell-somebody.html\""));
    assert!(place.read("output/ur/signs/keeping-secrets.html").contains("href=\"../steps/tell-somebody.html\""));
    for (from, to) in [("en", "../../ur/steps/tell-somebody.html"), ("ur", "../../en/steps/tell-somebody.html")] {
        let page = place.read(&format!("output/{from}/steps/tell-somebody.html"));
        assert!(page.contains(&format!("<li><a href=\"{to}\"")), "{page}");
    }
    // Every page of the default language has its twin; posters apart, on which nobody can follow a link.
    let pages = |lang: &str| {
        let paths = place.files(&format!("output/{lang}")).into_keys();
        paths.filter(|path| !path.starts_with("poster-")).collect::<Vec<_>>()
    };
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
        assert!(!html.contains("ابھی ترجمہ نہیں ہوا"), "{path}");
    }
    let linked = place.read("output/ur/signs/keeping-secrets.html");
    assert!(linked.contains("href=\"../../en/steps/tell-somebody.html\""), "{linked}");
    assert!(place.read("output/en/steps/tell-somebody.html").contains("href=\"../../ur/index.html\""));
}

const SOURCE: &str = "guides/en/signs/keeping-secrets.md";

/// A paragraph of the source and the same with another word.
fn paragraph(place: &Place) -> (String, String) {
    let text = place.read(SOURCE);
    let body = text.rsplit("---\n").next().unwrap();
    let paragraph = body.split("\n\n").find(|block| block.starts_with(char::is_alphabetic)).unwrap().trim();
    (paragraph.to_owned(), paragraph.replacen(' ', " really ", 1))
}

/// What gettext itself says of a catalogue, where it is installed (`tests/run` does that).
fn gettext_accepts(place: &Place, file: &str) {
    let found = Command::new("msgfmt").args(["-c", "-o", "/dev/null"]).arg(place.join(file)).output();
    if let Ok(done) = found {
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
}

/// The catalogue with a text for every message that lacks one.
fn fill(place: &Place, file: &str) {
    let text = place.read(file);
    let messages = text.trim_end().split("\n\n").map(|message| match message.split_once("\nmsgid ") {
        Some((head, rest)) if rest.ends_with("msgstr \"\"") => {
            let id = rest.strip_suffix("\nmsgstr \"\"").unwrap();
            format!("{head}\nmsgid {id}\nmsgstr {id}")
        }
        _ => message.trim_end().to_owned(),
    });
    place.write(file, &(messages.collect::<Vec<_>>().join("\n\n") + "\n"));
}

#[test]
fn a_changed_paragraph_goes_out_to_each_language_and_comes_back() {
    let place = Place::with_site();
    place.edit("guides/site.yaml", "languages: [en]", "languages: [en, ur, ps]");
    let site = place.read("guides/site.yaml");
    let title = site.lines().find(|line| line.starts_with("title:")).unwrap().to_owned();
    place.edit("guides/site.yaml", &title, "title: Safe");
    for lang in ["ur", "ps"] {
        let file = format!("{lang}.po");
        place.run(["translate", "export", "--lang", lang, "-o", &file]).code(0).stdout_eq("");
        fill(&place, &file);
        gettext_accepts(&place, &file);
        place.run(["translate", "import", &file, "--translation", "machine"]).code(0).stdout_eq("");
        let before = place.read(&file);
        place.run(["translate", "export", "--lang", lang, "-o", &file]).code(0);
        assert_eq!(place.read(&file), before);
    }
    place.run(["check", "--today", TODAY, "--strict"]).code(0);
    let behind = |place: &Place| {
        let status = status(place);
        let of = |lang: &str| {
            let guides = status["languages"][lang]["guides"].as_array().unwrap().clone();
            guides.into_iter().filter(|guide| guide["state"] != "current").collect::<Vec<_>>()
        };
        [of("ur"), of("ps")]
    };
    assert_eq!(behind(&place), [const { Vec::<Value>::new() }; 2]);
    let (old, new) = paragraph(&place);
    place.edit(SOURCE, &old, &new);
    let words = new.split_whitespace().collect::<Vec<_>>().join(" ");
    for language in behind(&place) {
        let [guide] = language.as_slice() else { panic!("{language:?}") };
        assert_eq!((&guide["guide"], &guide["blocks"][0]["text"]), (&json!("signs/keeping-secrets"), &json!(words)));
        assert_eq!(guide["blocks"].as_array().unwrap().len(), 1);
    }
    for (lang, notice) in [("ur", "اس ترجمے کے بعد بدل گیا ہے"), ("ps", "تر دې ژباړې وروسته بدله شوې ده")]
    {
        let file = format!("{lang}.po");
        let page = |place: &Place| {
            place.run(["build", "--today", TODAY]).code(0);
            place.read(&format!("output/{lang}/signs/keeping-secrets.html"))
        };
        assert!(page(&place).contains(notice));
        place.run(["translate", "export", "--lang", lang, "-o", &file]).code(0);
        gettext_accepts(&place, &file);
        let text = place.read(&file);
        let old = old.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "\\\"");
        assert!(text.contains(&format!("#, fuzzy\n#| msgid \"{old}\"\n")), "{text}");
        let (_, stderr) = streams(&place.run(["translate", "import", &file]).code(0));
        assert!(stderr.contains(&format!("{file}:")) && stderr.contains("signs/keeping-secrets: 1 fuzzy"), "{stderr}");
        assert!(page(&place).contains(notice));
        place.edit(&file, &format!("#, fuzzy\n#| msgid \"{old}\"\n"), "");
        place.run(["translate", "import", &file]).code(0);
        assert!(!page(&place).contains(notice));
    }
    assert_eq!(behind(&place), [const { Vec::<Value>::new() }; 2]);
}

#[test]
fn a_catalogue_is_read_whole_or_not_at_all() {
    let place = site();
    place.run(["translate", "export", "--lang", "ur", "-o", "ur.po"]).code(0);
    fill(&place, "ur.po");
    let before = place.files("guides");
    let text = place.read("ur.po");
    let line = text.lines().position(|line| line.starts_with("msgstr \"") && line.contains("](")).unwrap();
    let link = text.lines().nth(line).unwrap();
    place.write("ur.po", &text.replace(&format!("\n{link}\n"), &format!("\n{}\n", link.replacen("](", "](x", 1))));
    let (_, stderr) = streams(&place.run(["translate", "import", "ur.po"]).code(1));
    assert!(stderr.contains("error[bad-message]: the link to `x"), "{stderr}");
    assert!(stderr.contains("--> ur.po:"), "{stderr}");
    assert_eq!(place.files("guides"), before);
    place.write("ur.po", &text.replacen("msgstr \"", "msgstr ", 2));
    place.run(["translate", "import", "ur.po"]).code(1);
    assert_eq!(place.files("guides"), before);
    place.run(["translate", "import", "none.po"]).code(2);
    place.write("ur.po", &text.replace("\"Language: ur\\n\"", "\"Language: sd\\n\""));
    let (_, stderr) = streams(&place.run(["translate", "import", "ur.po"]).code(2));
    assert!(stderr.contains("the languages to translate into are ur"), "{stderr}");
    place.run(["translate", "import", "ur.po", "--lang", "ur"]).code(0);
    assert_ne!(place.files("guides"), before);
}

#[test]
fn an_export_writes_over_nobody_s_work() {
    let place = site();
    place.run(["translate", "mark", "guides/ur/signs/keeping-secrets.md"]).code(0);
    place.run(["translate", "export", "--lang", "ur", "-o", "ur.po"]).code(0);
    place.edit("ur.po", "msgstr \"راز\"", "msgstr \"بہتر راز\"");
    let before = place.read("ur.po");
    let (_, stderr) = streams(&place.run(["translate", "export", "--lang", "ur", "-o", "ur.po"]).code(2));
    assert!(stderr.contains("ur.po has 1 text that is not what the guides say, the first at ur.po:"), "{stderr}");
    assert_eq!(place.read("ur.po"), before);
    place.run(["translate", "export", "--lang", "ur", "-o", "new.po", "--previous", "ur.po"]).code(0);
    assert!(place.read("new.po").contains("msgstr \"راز\""));
    place.run(["translate", "import", "ur.po"]).code(0);
    assert!(place.read("guides/ur/signs/keeping-secrets.md").contains("title: بہتر راز\n"));
    place.run(["translate", "export", "--lang", "ur", "-o", "ur.po"]).code(0);
    assert_eq!(place.read("ur.po"), before);
}
