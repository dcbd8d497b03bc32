//! Every template of the default theme, rendered with made-up contexts: one where all is said, one where nothing is.

use super::Theme;
use crate::model::{Config, LangId, Locale};
use crate::source::{SourceTree, VPath};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use tera::Context;

const GUIDE_TEMPLATES: [&str; 6] = ["stage", "sign", "step", "helpline", "article", "self-check"];

#[test]
fn every_template_renders_with_all_and_with_nothing() {
    let theme = default_theme();
    for rich in [true, false] {
        for name in names() {
            let html = render(&theme, name, rich);
            let what = format!("{name}, {}\n{html}", if rich { "rich" } else { "empty" });
            assert!(html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\""), "{what}");
            assert_eq!(html.matches("<h1").count(), 1, "{what}");
            assert_eq!(unbalanced(&html), None, "{what}");
            let ids = values(&html, "id");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id twice: {what}");
            // The made-up heading that has changed is the page's own.
            let is_there = |id: &str| ids.contains(&id) || name == "chapter" && id == "_main";
            let dead: Vec<_> = values(&html, "href")
                .into_iter()
                .filter(|href| href.starts_with('#') && !is_there(&href[1..]))
                .collect();
            assert!(dead.is_empty(), "{dead:?}: {what}");
            for never in [" style=", "<style", "<form", "<iframe", " onclick", "<!--", "http:", "='"] {
                assert!(!html.contains(never), "{never}: {what}");
            }
        }
    }
}

/// The exit comes first, then the skip link; the neutral page and the one for wrong addresses have neither.
#[test]
fn the_first_links_lead_away_and_to_the_text() {
    let theme = default_theme();
    for name in names() {
        let html = render(&theme, name, true);
        let body = html.split_once("<body").map(|(_, body)| body).unwrap();
        let links = values(body, "href");
        match name {
            "tables" => assert_eq!(links, Vec::<&str>::new()),
            "404" => assert_eq!(links, ["https://example.org/"]),
            // A book has no tab to leave.
            "chapter" => assert!(!links.contains(&"../tables.html") && !links.is_empty(), "{links:?}"),
            _ => assert_eq!(links[..2], ["../tables.html", "#_main"], "{name}"),
        }
    }
}

/// Who made a translation, and that it is old, is said in words of its own.
#[test]
fn a_translation_says_how_far_it_can_be_trusted() {
    let theme = default_theme();
    let says = |state: Value, outdated: bool| {
        let source = json!({ "lang": "en", "dir": "ltr", "name": "English", "url": "e.html", "current": false, "translated": true });
        let mut guide = guide("article", false);
        guide["reviewed"] = json!("2026-11-22");
        guide["translation"] = json!({
            "state": state, "translator": "", "reviewed": null, "outdated": outdated, "changed": [], "source": source
        });
        let mut context = context("article", true);
        context["guide"] = guide;
        let html = render_with(&theme, "article", &context);
        let words = [
            "nobody has checked it yet",
            "A person translated",
            "speaks the language",
            "not translated yet",
            "has changed since",
        ];
        words.map(|words| html.contains(words))
    };
    assert_eq!(says(json!("machine"), false), [true, false, false, false, false]);
    assert_eq!(says(json!("human"), true), [false, true, false, false, true]);
    assert_eq!(says(json!("reviewed"), false), [false, false, true, false, false]);
    assert_eq!(says(json!("missing"), false), [false, false, false, true, false]);
    assert_eq!(says(Value::Null, false), [false; 5]);
}

/// What the script says while one leaves stands on the exit link; the title that it gives is that of the neutral page.
#[test]
fn the_exit_brings_its_words_along() {
    let html = render(&default_theme(), "article", true);
    for (attribute, words) in [
        ("data-title", default_theme().messages(LangId::DEFAULT).get("tables-title").unwrap().to_owned()),
        ("data-two", "Press Shift two more times to leave.".into()),
        ("data-one", "Press Shift one more time to leave.".into()),
        ("data-leaving", "Loading".into()),
    ] {
        assert_eq!(values(&html, attribute), [words], "{html}");
    }
}

/// What only the script can do is offered by the script alone, also where a browser shows what is hidden; it says what it
/// can't hide.
#[test]
fn the_trail_is_no_text_until_the_script_can_shorten_it() {
    let html = render(&default_theme(), "article", true);
    let (_, trail) = html.split_once("<div class=\"trail\" id=\"_trail\" data-trail=\"").unwrap();
    let (words, rest) = trail.split_once("\" hidden></div>").unwrap();
    assert!(words.contains("history may still list them") && !words.contains('>'), "{html}");
    assert!(!rest.contains("history may still list them"), "{html}");
}

#[test]
fn a_helpline_says_all_that_a_caller_wants_to_know() {
    let theme = default_theme();
    let html = render(&theme, "helpline", true);
    for said in [
        "<a class=\"number\" href=\"tel:080039393\"><bdi dir=\"ltr\">0800-39393</bdi></a>",
        "Monday to Friday, <bdi>09:00</bdi> to <bdi>17:00</bdi>",
        "Free of charge",
        "Punjab",
        "<bdi>XX-YY</bdi>",
        "Urdu",
        "Nobody has called it for this guide.",
        "<time datetime=\"2027-05-21\">21 May 2027</time>",
        "may also show on the bill",
        "Will they tell anyone?",
        "This takes the place of:",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
}

/// Each kind of section lists its guides in its own way, and each names every guide.
#[test]
fn a_section_names_all_its_guides() {
    let theme = default_theme();
    for kind in ["stage", "sign", "step", "helpline", "article", "self-check"] {
        let mut context = context("section", true);
        context["children_kind"] = kind.into();
        let html = render_with(&theme, "section", &context);
        assert_eq!(unbalanced(&html), None, "{html}");
        // A list of helplines names one by its own title; the others, as any guide.
        let helpline = if kind == "helpline" { "DRF" } else { "A helpline" };
        for title in ["A stage", "A sign", "A step", "A article", helpline] {
            assert!(html.contains(title), "{kind}: no {title}: {html}");
        }
        assert_eq!(html.contains("The stages do not always come in this order"), kind == "stage");
    }
}

/// The page for an audience ends in a person; what is too much for a page is looked up.
#[test]
fn the_page_for_an_audience_ends_in_a_person() {
    let theme = default_theme();
    let mut context = context("audience", true);
    for audience in ["child", "teen", "parent", "teacher"] {
        context["audience"] = audience.into();
        let html = render_with(&theme, "audience", &context);
        let places: Vec<_> = ["A step", "<a href=\"search.html\">There are 301", "tel:080039393", "dult you trust"]
            .map(|part| html.find(part).unwrap_or_else(|| panic!("{audience}: no {part}: {html}")))
            .into();
        assert!(places.is_sorted(), "{places:?}: {html}");
        let (_, end) = html.split_once("dult you trust").unwrap();
        assert!(end.contains("<a href=\"help/index.html\">"), "{html}");
    }
}

/// Four questions, each a way; what stands behind a door is not listed a second time.
#[test]
fn the_home_page_has_four_doors() {
    let theme = default_theme();
    let mut context = context("home", true);
    context["sections"] = json!([
        { "title": "Steps", "summary": "", "url": "step/index.html", "kind": "step", "children": [] },
        { "title": "Signs", "summary": "", "url": "signs/index.html", "lang": null, "dir": null, "kind": "sign", "children": [] },
    ]);
    let html = render_with(&theme, "home", &context);
    for door in ["Is this grooming?", "How it happens", "What can I do?", "Talk to someone now"] {
        assert!(html.contains(&format!(".html\">{door}</a>")), "{door}: {html}");
    }
    assert_eq!(html.matches("href=\"step/index.html\"").count(), 1, "{html}");
    assert!(html.contains("<a href=\"for-parents.html\">For parents</a>") && html.contains(">Signs</a>"), "{html}");
    context["doors"] = json!([]);
    assert!(!render_with(&theme, "home", &context).contains("class=\"doors\""));
}

/// Whom a guide is for leads to the page for them, as far as there is one.
#[test]
fn a_guide_leads_to_the_pages_for_its_audiences() {
    let html = render(&default_theme(), "article", true);
    let line =
        "<a href=\"for-children.html\">children</a>, teens, <a href=\"for-parents.html\">parents</a>, teachers</dd>";
    assert!(html.contains(line), "{html}");
}

/// A step that keeps evidence says by itself what must never be kept.
#[test]
fn the_guard_stands_on_steps_with_evidence_only() {
    let theme = default_theme();
    let mut context = context("step", true);
    let guard = "Never copy, forward or screenshot a sexual picture of a child.";
    assert!(render_with(&theme, "step", &context).contains(guard));
    context["guide"]["step"]["evidence"] = false.into();
    assert!(!render_with(&theme, "step", &context).contains(guard));
}

/// The list of a self-check stands after the words that lead to it and before the rest, which ends in help.
#[test]
fn a_self_check_asks_after_its_first_words() {
    let theme = default_theme();
    let mut context = context("self-check", true);
    context["guide"]["content"] = "<p>First</p>\n<h2 id=\"a\">Then</h2>\n<h2 id=\"b\">Last</h2>".into();
    let html = render_with(&theme, "self-check", &context);
    let places: Vec<_> =
        ["<p>First</p>", "class=\"items\"", "<h2 id=\"a\">Then", "<h2 id=\"b\">Last", "class=\"help\""]
            .map(|part| html.find(part).unwrap_or_else(|| panic!("no {part}: {html}")))
            .into();
    assert!(places.is_sorted(), "{places:?}: {html}");
}

/// Each box has its words, keeps nothing, and is followed by its advice; help stands after the list and at the end.
#[test]
fn a_self_check_is_ticked_and_ends_in_help() {
    let theme = default_theme();
    let html = render(&theme, "self-check", true);
    let (_, list) = html.split_once("<div class=\"check\">").unwrap();
    let (list, _) = list.split_once("</main>").unwrap();
    let parts = [
        "<input type=\"checkbox\" id=\"_check-1\" autocomplete=\"off\">",
        "<label for=\"_check-1\" lang=\"ur\" dir=\"rtl\"><b>A sign</b>",
        "<p class=\"advice\">Talk</p>",
        "<a href=\"sign.html\">More about this sign",
        "</ul>",
        "<div class=\"check-help\"",
        "href=\"tel:080039393\"",
        "<section class=\"help\"",
    ];
    let places: Vec<_> = parts.map(|part| list.find(part).unwrap_or_else(|| panic!("no {part}: {html}"))).into();
    assert!(places.is_sorted(), "{places:?}: {html}");
    assert_eq!(html.matches("<input").count(), 1, "an item without a sign has nothing to tick: {html}");
    for never in ["name=\"_", "<button", "<form"] {
        assert!(!list.contains(never), "{never}: {html}");
    }
}

/// Advice may only be hidden where ticking can show it again, and never on paper.
#[test]
fn advice_is_hidden_only_where_it_can_be_shown() {
    let theme = default_theme();
    let css = theme.assets().iter().find(|asset| asset.name == "main.css").unwrap();
    let css = String::from_utf8_lossy(&css.bytes).into_owned();
    let (before, after) = css.split_once("@supports selector(:has(*)) {\n@media screen {\n").unwrap();
    let (inside, after) = after.split_once("}\n}\n").unwrap();
    assert!(inside.contains(".items input:not(:checked) ~ .then") && inside.contains("display: none"), "{inside}");
    assert!(!before.contains(":checked") && !after.contains(":checked"));
}

/// In a page of a language without a catalogue, English words say that they are English.
#[test]
fn borrowed_words_name_their_language() {
    let config = Config { languages: Locale::parse("tlh-Latn").into_iter().collect(), ..Config::default() };
    let theme = Theme::load(&SourceTree::default(), &config).0.unwrap();
    let html = render(&theme, "article", true);
    assert!(
        html.contains("href=\"../tables.html\"><span lang=\"en\" dir=\"ltr\">Leave this page</span></a>"),
        "{html}"
    );
    assert!(!render(&default_theme(), "article", true).contains("<span lang=\"en\""));
}

/// Each date of a next check brings the words that the script writes when it is past. They are no text before: a text
/// browser would show them.
#[test]
fn an_old_copy_can_say_so() {
    let theme = default_theme();
    let mut context = context("helpline", true);
    let html = render_with(&theme, "helpline", &context);
    let lines = html.matches("data-due=\"2027-05-21\" data-overdue=\"This copy is older").count();
    assert_eq!(lines, 2, "the helpline of the page and one that can help: {html}");
    assert_eq!(html.matches("This copy is older").count(), 2, "{html}");
    context["guide"]["help"] = json!([]);
    context["guide"]["helpline"]["due"] = Value::Null;
    let html = render_with(&theme, "helpline", &context);
    assert!(!html.contains("data-due") && !html.contains("overdue"), "{html}");
}

/// A count is written as the language writes it, in the plural form that it takes.
#[test]
fn counts_are_words_of_their_language() {
    let html = render(&default_theme(), "audience", true);
    assert!(html.contains("There are 301 of them"), "{html}");
}

/// A superseded number is shown, since it is what people look for, but can't be tapped.
#[test]
fn an_old_number_leads_nowhere() {
    let theme = default_theme();
    let mut context = context("helpline", true);
    context["guide"]["helpline"]["superseded"] = true.into();
    context["guide"]["help"] = json!([]);
    let html = render_with(&theme, "helpline", &context);
    assert!(html.contains("This is an old number"), "{html}");
    assert!(html.contains("<s class=\"number\"><bdi dir=\"ltr\">0800-39393</bdi></s>"), "{html}");
    assert!(!html.contains("tel:080039393"), "{html}");
}

/// Every message that a template names is in the catalogue, and every one in the catalogue is of use.
#[test]
fn messages_and_templates_agree() {
    let (mut used, mut families) = (BTreeSet::new(), BTreeSet::new());
    for (_, text) in templates() {
        for (at, start) in text.match_indices("id=\"").map(|(at, found)| (at, at + found.len())) {
            if !text[..at].ends_with("t(") && !text[..at].ends_with("t_plain(") {
                continue;
            }
            let (id, rest) = text[start..].split_once('"').unwrap();
            if rest.starts_with(" ~") {
                families.insert(id)
            } else {
                used.insert(id)
            };
        }
        families.extend(text.split("family=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)));
    }
    // What the writer of pages asks for by itself.
    families.extend([
        "alert-",
        "footnote",
        "size-",
        "task-",
        "all-",
        "search-",
        "moved-",
        "not-found-",
        "tables-",
        "for-",
    ]);
    used.extend(["home", "table", "poster-title", "epub-accessible"]);
    let known: BTreeSet<&str> = catalogue_ids();
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "not in en.po: {missing:?}");
    let idle = |id: &&&str| !used.contains(**id) && !families.iter().any(|family| id.starts_with(family));
    assert_eq!(known.iter().filter(idle).collect::<Vec<_>>(), Vec::<&&str>::new(), "used by no template");
}

/// What every page costs an old phone on a poor line, in bytes as they are sent.
#[test]
fn sheets_and_scripts_stay_small() {
    let theme = default_theme();
    let size = |name: &str| {
        let asset = theme.assets().iter().find(|asset| asset.name == name).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&asset.bytes).unwrap();
        gzip.finish().unwrap().len()
    };
    assert!(size("main.css") <= 6 * 1024, "{}", size("main.css"));
    assert!(size("main.js") <= 3 * 1024, "{}", size("main.js"));
    // The search page alone loads it.
    assert!(size("search.js") <= 7 * 1024 + 256, "{}", size("search.js"));
}

/// The sheet serves both directions: it names no physical side.
#[test]
fn the_sheet_is_logical() {
    let theme = default_theme();
    let css = theme.assets().iter().find(|asset| asset.name == "main.css").unwrap();
    let css = String::from_utf8_lossy(&css.bytes).into_owned();
    let words: Vec<&str> =
        css.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| ["left", "right"].contains(w)).collect();
    assert!(words.is_empty(), "{words:?}");
    assert!(!css.contains("://") && !css.contains("@import"));
}

fn default_theme() -> Theme {
    let (theme, problems) = Theme::load(&SourceTree::default(), &Config::default());
    assert!(problems.is_empty(), "{problems:?}");
    theme.unwrap()
}

fn templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    super::embedded::FILES.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("templates/")?.strip_suffix(".html")?;
        Some((name, std::str::from_utf8(bytes).unwrap()))
    })
}

/// The templates that are pages.
fn names() -> impl Iterator<Item = &'static str> {
    templates().map(|(name, _)| name).filter(|name| !["base", "guide", "components"].contains(name))
}

fn catalogue_ids() -> BTreeSet<&'static str> {
    let (_, po) = super::embedded::FILES.iter().find(|(path, _)| *path == "locales/en.po").unwrap();
    let po = std::str::from_utf8(po).unwrap();
    po.lines().filter_map(|line| line.strip_prefix("msgid \"")?.strip_suffix('"')).filter(|id| !id.is_empty()).collect()
}

fn render(theme: &Theme, name: &str, rich: bool) -> String {
    render_with(theme, name, &context(name, rich))
}

fn render_with(theme: &Theme, name: &str, context: &Value) -> String {
    let context = Context::from_serialize(context).unwrap();
    let page = VPath::new("en/page.html").unwrap();
    let html = theme.render(&SourceTree::default(), &format!("{name}.html"), LangId::DEFAULT, &context, &page);
    String::from_utf8(html.unwrap_or_else(|problem| panic!("{name}: {problem:?}"))).unwrap()
}

/// The first element that is opened and not closed, or closed and not open.
fn unbalanced(html: &str) -> Option<String> {
    const VOID: [&str; 6] = ["meta", "link", "br", "hr", "img", "input"];
    let mut open = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|rest| Some(rest.split_once('>')?.0)) {
        let name = tag.split_whitespace().next().unwrap_or_default();
        match name.strip_prefix('/') {
            Some(name) if open.pop() != Some(name) => return Some(tag.to_owned()),
            Some(_) => {}
            None if name.starts_with('!') || VOID.contains(&name) => {}
            None => open.push(name),
        }
    }
    open.first().map(|name| (*name).to_owned())
}

/// The values of an attribute, in order.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

fn context(name: &str, rich: bool) -> Value {
    let all = |values: Value| if rich { values } else { json!([]) };
    json!({
        "site": if rich { rich_site() } else { json!({ "title": "Site", "lang": "en", "dir": "ltr", "publisher": null,
            "digits": null, "edition": null, "discreet": false, "exit_web": null, "review": { "guides": 360, "helplines": 180 } }) },
        "page": page(name, rich),
        "guide": guide(if GUIDE_TEMPLATES.contains(&name) { name } else { "section" }, rich),
        "doors": all(json!(["self-check", "stage", "step", "helpline"].map(|kind| json!({ "kind": kind, "title": "A door", "summary": "", "url": format!("{kind}/index.html") })))),
        "audience": "child",
        "groups": all(json!([group("step", 1), group("article", 301), group("helpline", 1)])),
        "sections": all(json!([{ "title": "Signs", "summary": "Seven.", "url": "signs/index.html", "lang": null, "dir": null, "kind": "sign", "children": [child("sign")] }])),
        "children": all(json!([child("stage"), child("sign"), child("step"), child("helpline"), child("article")])),
        "children_kind": "stage",
        "helplines": { "danger": [], "regions": all(json!([{ "regions": ["PK"], "helplines": [helpline()] }])), "old": [] },
        "posters": all(json!([{ "title": "Signs", "url": "poster-signs.html" }])),
        "poster": poster(rich),
        "guides": all(GUIDE_TEMPLATES.iter().map(|kind| guide(kind, true)).collect()),
        "letters": all(json!([{ "letter": "K", "guides": [card("sign")] }])),
        "search": if rich { json!({ "index": "../assets/search/en/0a1b2c3d/", "urgent": [helpline()] }) } else { Value::Null },
        "target": card("sign"),
        "contents": all(json!([card("sign")])), "titles": "{title}",
        // A home page is always there.
        "parts": if rich {
            json!([{ "template": "sign", "id": "signs/a", "number": 0, "title": "A &amp; b", "lang": "ur", "dir": "rtl", "apart": true, "html": "<p>A</p>" }])
        } else {
            json!([{ "template": "home", "id": "index", "number": null, "title": null, "lang": null, "dir": null, "apart": false, "html": "" }])
        },
        "downloads": all(json!([{ "format": "zip", "files": [
            { "lang": null, "dir": null, "name": null, "url": "../editions/guides.zip", "bytes": 1_234_567 },
        ] }, { "format": "epub", "files": [
            { "lang": "ur", "dir": "rtl", "name": "U", "url": "../editions/guides-ur.epub", "bytes": 95_000 },
        ] }])),
    })
}

fn rich_site() -> Value {
    json!({
        "title": "Site <b>", "lang": "en", "dir": "ltr", "digits": "arabext", "discreet": false, "exit_web": "https://example.net/",
        "publisher": { "name": "Us", "contact": "us@example.org", "contact_url": "mailto:us@example.org", "licence": "CC BY 4.0" },
        "edition": { "number": 1, "date": "2026-11-22" },
        "review": { "guides": 360, "helplines": 180 },
    })
}

fn page(name: &str, rich: bool) -> Value {
    let some = |text: &str| if rich { json!(text) } else { Value::Null };
    json!({
        "template": name, "title": "Title & more", "summary": if rich { "What it is about" } else { "" },
        "lang": null, "dir": null, "path": "en/page.html", "up": "../", "exit_url": "../tables.html",
        "home_url": if name == "404" { "https://example.org/" } else { "index.html" },
        "search_url": some("search.html"), "all_url": some("all.html"), "help_url": some("help/index.html"),
        "take_url": some("take.html"), "brief": false,
        "poster_url": if name == "section" { some("poster-signs.html") } else { Value::Null },
        "canonical": some("https://example.org/en/page.html"),
        "nav": if rich { json!([{ "title": "Signs", "url": "signs/index.html", "current": true, "lang": "ur", "dir": "rtl" }]) } else { json!([]) },
        "audiences": if rich { json!([{ "audience": "child", "url": "for-children.html" }, { "audience": "parent", "url": "for-parents.html" }]) } else { json!([]) },
        "breadcrumbs": if rich { json!([{ "title": "Start", "url": "index.html", "lang": null, "dir": null }]) } else { json!([]) },
        "languages": if rich { json!([
            { "lang": "en", "dir": "ltr", "name": "English", "url": "page.html", "address": "https://example.org/en/page.html", "current": true, "default": true, "translated": true },
            { "lang": "ur", "dir": "rtl", "name": "اردو", "url": "../ur/page.html", "address": null, "current": false, "default": false, "translated": false },
        ]) } else { json!([]) },
    })
}

fn group(kind: &str, count: usize) -> Value {
    let children = if count > 300 { json!([]) } else { json!([child(kind)]) };
    json!({ "kind": kind, "count": count, "children": children })
}

fn card(kind: &str) -> Value {
    json!({ "kind": kind, "title": format!("A {kind}"), "summary": "Short <i>", "url": format!("{kind}.html"), "lang": "ur", "dir": "rtl" })
}

fn child(kind: &str) -> Value {
    let mut child = card(kind);
    child["stage"] = only(kind, "stage", json!({ "context": ["online", "in-person"] }));
    child["sign"] = only(kind, "sign", json!({ "seen_by": ["child", "teacher"] }));
    child["step"] = only(kind, "step", step());
    child["helpline"] = only(kind, "helpline", helpline());
    child["signs"] = json!([card("sign")]);
    child["steps"] = json!([card("step")]);
    child
}

fn only(kind: &str, wanted: &str, value: Value) -> Value {
    if kind == wanted { value } else { Value::Null }
}

fn step() -> Value {
    json!({ "when": "now", "actor": ["teen"], "do": ["Keep it"], "do_not": ["Don't send it"], "evidence": true })
}

fn guide(kind: &str, rich: bool) -> Value {
    let all = |values: Value| if rich { values } else { json!([]) };
    let some = |value: Value| if rich { value } else { Value::Null };
    json!({
        "kind": kind, "anchor": format!("{kind}s--one"), "title": "Keep it secret", "summary": if rich { "They ask for silence." } else { "" },
        "lang": null, "dir": null, "audience": all(json!(["child", "teen", "parent", "teacher"])),
        "content_note": if rich { "This page mentions abuse." } else { "" },
        "content": if rich { format!("<h2 id=\"h-{kind}\">What</h2>\n<p>Text</p>") } else { String::new() },
        "headings": all(json!([{ "level": 2, "id": "h", "text": "What" }])), "tags": all(json!(["secret"])),
        "reviewed": some(json!("2026-11-22")), "next_review": some(json!("2027-11-22")), "reviewer": if rich { "Editors" } else { "" },
        "sources": all(json!([source()])), "stages": all(json!([card("stage")])), "signs": all(json!([card("sign")])),
        "steps": all(json!([card("step")])), "help": all(json!([helpline()])),
        "previous": some(card("sign")), "next": some(card("sign")),
        "stage": only(kind, "stage", json!({ "context": ["online"] })),
        "sign": only(kind, "sign", json!({ "seen_by": ["parent"] })),
        "step": only(kind, "step", if rich { step() } else { json!({ "when": null, "actor": [], "do": [], "do_not": [], "evidence": false }) }),
        "helpline": only(kind, "helpline", helpline()),
        "items": if rich && kind == "self-check" { json!([{ "sign": card("sign"), "advice": "Talk" }, { "sign": null, "advice": "" }]) } else { json!([]) },
        "translation": some(json!({
            "state": "machine", "translator": "A. B.", "reviewed": "2026-11", "outdated": true,
            "changed": [{ "title": null, "url": "" }, { "title": "T", "url": "#_main" }],
            "source": { "lang": "en", "dir": "ltr", "name": "English", "url": "e.html", "current": false, "translated": true },
        })),
    })
}

fn poster(rich: bool) -> Value {
    let mut item = card("step");
    (item["text"], item["when"], item["who"]) = ("Do it".into(), "now".into(), json!(["child"]));
    let mut call = helpline();
    (call["first"], call["others"]) = (call["channels"][0].clone(), json!([call["channels"][3]]));
    (call["look"], call["found"]) = ("long".into(), json!(["PTA"]));
    call["qr"] = if rich { json!({ "side": 29, "path": "M4 4h7v1h-7z" }) } else { Value::Null };
    json!({
        "kind": if rich { "step" } else { "helpline" }, "title": "Steps", "summary": "", "lang": null, "dir": null, "section_url": "steps/index.html",
        "size": "g", "columns": 2, "items": if rich { json!([item]) } else { json!([]) }, "calls": [call],
        "more": if rich { 2 } else { 0 }, "evidence": rich, "until": "2027-05-21",
        "alike": if rich { Value::Null } else { json!({ "how": "published-source", "date": "2026-11-21" }) },
    })
}

fn source() -> Value {
    json!({ "publisher": "PTA", "title": "Guide", "url": "https://example.org/a", "published": "2022", "accessed": "2026-11-21" })
}

fn helpline() -> Value {
    let channel = |kind: &str, value: &str, url: &str, hours: Value| json!({ "kind": kind, "value": value, "url": url, "hours": hours, "cost": "free" });
    let hours = |kind: &str, first: &str, last: &str| json!({ "kind": kind, "first": first, "last": last, "opens": "09:00", "closes": "17:00" });
    json!({
        "title": "DRF", "summary": "Advice", "url": "drf.html", "lang": null, "dir": null, "operator": "Digital Rights Foundation", "operator_lang": "en", "operator_dir": "ltr",
        "needs": ["talk", "danger-now"], "regions": ["PK", "PK-PB", "XX-YY"], "languages": ["ur", "xx"],
        "channels": [
            channel("phone", "0800-39393", "tel:080039393", hours("weekly", "mon", "fri")),
            channel("sms", "1234", "sms:1234", hours("weekly", "sat", "sat")),
            channel("email", "a@example.org", "mailto:a@example.org", hours("unknown", "", "")),
            channel("web", "https://example.org", "https://example.org", hours("always", "", "")),
            channel("chat", "https://example.org/chat", "https://example.org/chat", hours("always", "", "")),
        ],
        "anonymous": "unknown", "informs": "no", "verified": "2026-11-21", "verified_how": "published-source", "due": "2027-05-21",
        "sources": [source()], "superseded": false, "replaced_by": [card("helpline")], "supersedes": [card("helpline")],
    })
}
