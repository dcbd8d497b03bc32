//! Sites whose only language, or whose default, is written from right to left.

use crate::place::{Place, TODAY};

/// Opened from a stick, the folder shows the default language's home, whatever that is.
#[test]
fn the_root_is_home_in_the_default_language() {
    let place = Place::empty();
    place.write("guides/site.yaml", "title: {ps: خوندي, en: Safe}\nlanguages: [ps, en]\nregions: [PK]\n");
    place.write("guides/ps/index.md", "---\nkind: home\ntitle: خوندي\n---\nته یوازې نه یې.\n");
    place.write("guides/en/index.md", "---\ntitle: Safe\ntranslation: human\n---\nYou are not alone.\n");
    place.run(["build", "--today", TODAY]).code(0);
    let (root, own, english) =
        (place.read("output/index.html"), place.read("output/ps/index.html"), place.read("output/en/index.html"));
    assert!(root.contains("<html lang=\"ps\" dir=\"rtl\">") && root.contains("<h1>خوندي</h1>"), "{root}");
    assert_eq!(
        own,
        root.replace("href=\"ps/", "href=\"")
            .replace("href=\"en/", "href=\"../en/")
            .replace("\"assets/", "\"../assets/")
            .replace("\"tables.html", "\"../tables.html")
    );
    assert!(english.contains("<html lang=\"en\" dir=\"ltr\">"), "{english}");
    // The choice of languages, each by its own name, stands before the text.
    let switch = "<li><a href=\"en/index.html\" lang=\"en\" hreflang=\"en\" dir=\"ltr\">English</a></li>";
    let (before, _) = root.split_once("<main").unwrap();
    assert!(before.contains(switch), "{before}");
    assert!(before.contains(" lang=\"ps\" hreflang=\"ps\" dir=\"rtl\" aria-current=\"true\">پښتو</a>"), "{before}");
    for page in ["tables.html", "404.html"] {
        assert!(place.read(&format!("output/{page}")).contains("<html lang=\"ps\" dir=\"rtl\">"), "{page}");
    }
}

#[test]
fn one_language_from_right_to_left_needs_no_other() {
    let place = Place::empty();
    place.write("guides/site.yaml", "title: محفوظ\nlanguages: [sd]\nregions: [PK]\n");
    place.write("guides/sd/index.md", "---\nkind: home\ntitle: محفوظ\n---\nتون اڪيلو نه آهين.\n");
    place.run(["build", "--today", TODAY]).code(0);
    for page in ["index.html", "sd/index.html", "sd/all.html", "sd/search.html"] {
        let html = place.read(&format!("output/{page}"));
        assert!(html.contains("<html lang=\"sd\" dir=\"rtl\">"), "{page}: {html}");
        assert!(!html.contains("class=\"languages\"") && !html.contains("hreflang"), "{page}: {html}");
    }
}

/// What search engines are told: whole addresses, of pages that are there, and where others are to go.
#[test]
fn other_languages_are_named_by_whole_addresses() {
    let place = Place::empty();
    let site = "title: {en: Safe, ur: محفوظ}\nlanguages: [en, ur]\nregions: [PK]\nbase_url: https://example.org/safe\n";
    place.write("guides/site.yaml", site);
    place.write("guides/en/index.md", "---\nkind: home\ntitle: Safe\n---\nYou are not alone.\n");
    place.write("guides/ur/index.md", "---\ntitle: محفوظ\ntranslation: human\n---\nآپ اکیلے نہیں۔\n");
    place.run(["build", "--today", TODAY]).code(0);
    let html = place.read("output/ur/search.html");
    for (lang, path) in [("en", "en"), ("x-default", "en"), ("ur", "ur")] {
        let link = format!(
            "<link rel=\"alternate\" hreflang=\"{lang}\" href=\"https://example.org/safe/{path}/search.html\">"
        );
        assert!(html.contains(&link), "{link}: {html}");
    }
}
