//! The preview without a disk or a socket: after any edits it shows what a build would write.

use crate::draw::Draw;
use crate::site::{BASE, Files, Memory, export_with_fonts, guide};
use lamplight::model::Format;
use lamplight::plan::GivenFont;
use lamplight::serve::{Answer, Preview, Shown};
use lamplight::source::{Root, SourceFile, SourceTree, VPath};
use lamplight::store::{Nothing, Spill};
use lamplight::theme::Theme;
use lamplight::{check, export, parse, plan};
use std::collections::BTreeMap;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

type Site = BTreeMap<String, Vec<u8>>;

fn base() -> Site {
    let mut site: Site = BASE.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec())).collect();
    let two = "title: {en: Safe, ur: محفوظ}\nlanguages: [en, ur]\nregions: [PK]\n";
    site.insert("site.yaml".into(), two.into());
    for name in ["a", "b", "c"] {
        site.insert(format!("en/{name}.md"), guide(name, "Text [to a](a.md).\n"));
    }
    site
}

/// Random edits, some of which break the site: byte for byte the bundle of a cold build, or the last one below what is wrong.
#[test]
fn what_is_shown_is_what_a_cold_build_writes() {
    let mut random = Draw(0x5EED);
    let (mut site, mut preview) = (base(), Preview::new(TODAY));
    let mut last_good = Files::new();
    let (mut good, mut broken, mut same, mut withheld) = (0, 0, 0, 0);
    let mut sound = site.clone();
    for step in 0..40 {
        // Now and then somebody takes back what they broke.
        if step > 0 && random.below(5) == 0 {
            site.clone_from(&sound);
        } else if step > 0 {
            edit(&mut site, &mut random);
        }
        let tree = SourceTree::of_guides(&site);
        let Some(shown) = preview.update(tree.clone(), Vec::new()) else {
            same += 1;
            continue;
        };
        match cold_build(&tree) {
            Some(files) => {
                good += 1;
                assert_shows(&shown, &files, false, step);
                last_good = files;
                sound.clone_from(&site);
            }
            None => {
                broken += 1;
                assert_shows(&shown, &last_good, true, step);
                withheld += assert_withholds(&shown, &site, &last_good, step);
            }
        }
    }
    assert!(good > 10 && broken > 3, "{good} good, {broken} broken, {same} as before");
    assert!(withheld > 3, "{withheld} pages of new guides in a broken site");
}

/// Also after an edit that asks for another letter of the font.
#[test]
fn fonts_are_cut_as_in_a_build() {
    let (mut site, mut preview) = (base(), Preview::new(TODAY));
    let languages = "title: Safe\nlanguages: [en]\nregions: [PK]\nfonts: {en: assets/font.ttf}\n";
    site.insert("site.yaml".into(), languages.into());
    site.insert("assets/font.ttf".into(), crate::noto::regular("NotoSans"));
    let mut cut = Vec::new();
    for words in ["Text.\n", "Text with ǣ.\n", "Text again.\n"] {
        site.insert("en/a.md".into(), guide("a", words));
        let tree = SourceTree::of_guides(&site);
        let shown = preview.update(tree.clone(), Vec::new()).unwrap();
        let (files, said) = export_with_fonts(&tree, &[], &Nothing);
        let mut files = files.unwrap_or_else(|| panic!("{said:#?}"));
        // That export has no search.
        files.remove("en/search.html");
        assert_shows(&shown, &files, false, cut.len());
        cut.push(files.into_iter().find(|(path, _)| path.ends_with(".woff2")).expect("a font"));
    }
    assert!(cut[0] != cut[1] && cut[0] == cut[2], "the letter is in the font while it is in the guides");
}

/// The language may go while the preview runs.
#[test]
fn a_given_font_is_for_a_language_of_the_site() {
    let font = GivenFont { tag: "ur".into(), name: "a.ttf".into(), bytes: crate::noto::regular("NotoNaskhArabic") };
    let mut preview = Preview::with_fonts(TODAY, vec![font], Box::new(Nothing));
    let mut site = base();
    let mut faults = |site: &Site| {
        let shown = preview.update(SourceTree::of_guides(site), Vec::new()).unwrap();
        match shown.answer(&VPath::new("index.html").unwrap()).0 {
            Answer::Output { faults, .. } => faults,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(faults(&site), "");
    site.insert("site.yaml".into(), "title: {en: Safe}\nlanguages: [en]\nregions: [PK]\n".into());
    let faults = faults(&site);
    assert!(faults.contains("`--font` names `ur`, which is no language of the site"), "{faults}");
}

/// What the preview adds to pages is in no bundle, and no bundle with it would pass the audit.
#[test]
fn no_bundle_knows_of_the_preview() {
    for (path, bytes) in cold_build(&SourceTree::of_guides(base())).unwrap() {
        let text = String::from_utf8_lossy(&bytes);
        for trace in ["_lamplight", "EventSource", "data-revision", "connect-src 'self'"] {
            assert!(!text.contains(trace), "{path} has {trace}");
        }
    }
    let preview = crate::program::Preview::start();
    let page = crate::client::get(preview.port, "/en/article.html").body;
    let exists = |path: &str| path.starts_with("_lamplight/") || !path.starts_with("en/none");
    let auditor = lamplight::audit::Auditor { exists: &exists, allowed_urls: &[], neutral_titles: None };
    let (found, _) = auditor.html(&VPath::new("en/article.html").unwrap(), &page);
    let said: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
    assert!(said.iter().any(|message| message.contains("connect-src")), "{said:#?}");
    assert!(said.iter().any(|message| message.contains("/_lamplight/preview.js")), "{said:#?}");
}

/// The bundle, search and all, as `lamplight build` makes it; `None` where something is an error.
fn cold_build(tree: &SourceTree) -> Option<Files> {
    let (parsed, said) = parse::parse(tree);
    let (theme, _) = Theme::load(tree, &parsed.config);
    let (checked, theme) = (check::check(tree, parsed, said, TODAY).0.ok()?, theme.unwrap());
    let (mut plan, problems) = plan::plan(tree, &checked, &theme, &[Format::Site]);
    assert!(problems.is_empty(), "{problems:#?}");
    plan.add_search(tree, &checked, &Spill::default());
    let sink = Memory::default();
    export::export(tree, &checked, &plan, &theme, &sink).0.unwrap();
    Some(sink.into_files())
}

fn assert_shows(shown: &Shown, files: &Files, faulty: bool, step: usize) {
    for (path, bytes) in files.iter().filter(|(path, _)| *path != "SHA256SUMS") {
        match shown.answer(&VPath::new(path).unwrap()).0 {
            Answer::Output { bytes: found, faults } => {
                assert!(found == *bytes, "step {step}: {path} differs");
                assert_eq!(!faults.is_empty(), faulty && path.ends_with(".html"), "step {step}: {path}: {faults}");
            }
            other => panic!("step {step}: {path}: {other:?}"),
        }
    }
    assert_eq!(shown.answer(&VPath::new("en/none.html").unwrap()).0, Answer::Absent);
}

/// Guides that came since the last good site have pages that say what keeps them back. How many there are.
fn assert_withholds(shown: &Shown, site: &Site, last_good: &Files, step: usize) -> usize {
    let pages = site.keys().filter_map(|path| Some(format!("{}.html", path.strip_suffix(".md")?)));
    let new: Vec<String> = pages.filter(|page| !last_good.contains_key(page)).collect();
    for page in &new {
        let answer = shown.answer(&VPath::new(page).unwrap()).0;
        assert!(matches!(&answer, Answer::Faults(text) if text.contains("error[")), "step {step}: {page}: {answer:?}");
    }
    new.len()
}

/// One of the things that people do to a folder of guides.
fn edit(site: &mut Site, random: &mut Draw) {
    let guides: Vec<String> =
        site.keys().filter(|path| path.ends_with(".md") && !path.contains("index")).cloned().collect();
    let one = guides[random.below(guides.len())].clone();
    let number = random.below(1000);
    match random.below(12) {
        0..3 => {
            let text = String::from_utf8(site[&one].clone()).unwrap();
            site.insert(one, format!("{text}\nMore words, {number}.\n").into());
        }
        3 | 4 => {
            site.insert(format!("en/new-{}.md", number % 5), guide("New", "Text.\n"));
        }
        5 => {
            site.insert(format!("ur/{}.md", ["a", "b", "c"][number % 3]), translation(number));
        }
        6 if guides.len() > 3 && one != "en/help/line.md" => {
            site.remove(&one);
        }
        7 => {
            // A slip in the front matter; the next one of these mends it.
            let slip = "en/slip.md".to_owned();
            if site.remove(&slip).is_none() {
                site.insert(slip, b"---\nkind: article\ntilte: A\n---\nText\n".to_vec());
            }
        }
        8 => {
            let title = format!("title: {{en: Safe {number}, ur: محفوظ}}\nlanguages: [en, ur]\nregions: [PK]\n");
            site.insert("site.yaml".into(), title.into());
        }
        9 => {
            let home = format!("---\nkind: home\ntitle: Safe\nsources: [example]\n---\nYou are not alone, {number}.\n");
            site.insert("en/index.md".into(), home.into());
        }
        10 => {
            // A link that leads nowhere while `a` is away.
            if site.remove("en/a.md").is_none() {
                site.insert("en/a.md".into(), guide("a", "Back.\n"));
            }
        }
        _ => {
            let synonyms = format!("- [word, wort{number}]\n");
            site.insert("en/synonyms.yaml".into(), synonyms.into());
        }
    }
}

fn translation(number: usize) -> Vec<u8> {
    format!("---\ntitle: عنوان {number}\nsummary: خلاصہ\ntranslation: machine\n---\nمتن۔\n").into_bytes()
}

#[test]
fn nothing_changed_is_nothing_shown() {
    let mut preview = Preview::new(TODAY);
    assert!(preview.update(SourceTree::of_guides(base()), Vec::new()).is_some());
    assert!(preview.update(SourceTree::of_guides(base()), Vec::new()).is_none());
    // After it could not be read, the same is something else again.
    let gone = preview.unreadable("the folder is gone").unwrap();
    assert!(
        matches!(gone.answer(&VPath::new("index.html").unwrap()).0, Answer::Output { faults, .. } if faults.contains("gone"))
    );
    assert!(preview.unreadable("the folder is gone").is_none(), "it is said once, however often somebody looks");
    assert!(preview.unreadable("a file is locked").is_some());
    assert!(preview.update(SourceTree::of_guides(base()), Vec::new()).is_some());
    assert!(preview.unreadable("a file is locked").is_some());
}

/// A style sheet stays as it was, and leads nowhere once the file that it names is gone.
#[test]
fn a_theme_is_held_against_each_change_of_the_guides() {
    let file = |root, path: &str, text: &str| SourceFile {
        root,
        path: VPath::new(path).unwrap(),
        bytes: text.as_bytes().into(),
    };
    let mut files: Vec<SourceFile> = BASE.iter().map(|(path, text)| file(Root::Guides, path, text)).collect();
    files.push(file(Root::Theme, "assets/more.css", "p { background: url(../paper.png) }\n"));
    let without = SourceTree::new(files.clone(), "guides", "themes/ours");
    files.push(file(Root::Guides, "root/paper.png", "a picture"));
    let with = SourceTree::new(files, "guides", "themes/ours");
    let mut preview = Preview::new(TODAY);
    for (tree, faulty) in [(&with, false), (&without, true), (&with, false)] {
        let shown = preview.update(tree.clone(), Vec::new()).unwrap();
        let Answer::Output { faults, .. } = shown.answer(&VPath::new("index.html").unwrap()).0 else {
            panic!("no page")
        };
        assert_eq!(faults.contains("leads to a file that the bundle does not have"), faulty, "{faults}");
        assert!(faulty || faults.is_empty(), "{faults}");
    }
}

/// A picture that can't be decoded can't say so itself: it is told once, and from then on over every page.
#[test]
fn a_picture_that_can_not_be_made_is_told_over_the_pages() {
    let mut site = base();
    // A sound header and nothing behind it: only making the picture finds out.
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0\x4b\x6d\x29\xdc".to_vec();
    png.extend_from_slice(b"\0\0\0\x04IDATabcd\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82");
    site.insert("assets/a.png".into(), png);
    site.insert("en/a.md".into(), guide("a", "![A drawing](../assets/a.png)\n"));
    let shown = Preview::new(TODAY).update(SourceTree::of_guides(&site), Vec::new()).unwrap();
    let page = VPath::new("en/a.html").unwrap();
    let Answer::Output { bytes, faults } = shown.answer(&page).0 else { panic!("no page") };
    assert_eq!(faults, "");
    let html = String::from_utf8(bytes).unwrap();
    let picture =
        html.split("src=\"../").find_map(|rest| rest.split('"').next().filter(|path| path.ends_with(".png"))).unwrap();
    let picture = VPath::new(picture).unwrap();
    let (answer, told) = shown.answer(&picture);
    assert_eq!(answer, Answer::Faulty);
    assert_eq!(told.unwrap().diagnostics.len(), 1);
    let (answer, told) = shown.answer(&picture);
    assert!(answer == Answer::Faulty && told.is_none(), "it is told once");
    let Answer::Output { faults, .. } = shown.answer(&page).0 else { panic!("no page") };
    assert!(faults.contains("error[bad-picture]") && faults.contains("guides/assets/a.png"), "{faults}");
}
