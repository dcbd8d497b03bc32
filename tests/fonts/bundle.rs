//! What a build makes of fonts: a file, its rules in the style sheet, and warnings of what a font lacks.

use super::{FONTS, build, font_of, given, guides, site};
use lamplight::diagnostic::{Code, Diagnostic, Severity};
use lamplight::source::{Root, SourceFile, SourceTree, VPath};
use lamplight::store::{Key, Nothing, Store};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// A store in memory that counts.
#[derive(Debug, Default)]
struct Counting {
    kept: Mutex<BTreeMap<Key, Vec<u8>>>,
    asked: Mutex<Vec<(Key, bool)>>,
}

impl Store for Counting {
    fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let found = self.kept.lock().unwrap().get(key).cloned();
        self.asked.lock().unwrap().push((*key, found.is_some()));
        found
    }

    fn put(&self, key: &Key, bytes: &[u8]) {
        let old = self.kept.lock().unwrap().insert(*key, bytes.to_vec());
        assert!(old.is_none(), "one thing is made twice");
    }
}

impl Counting {
    /// How often something was found and how often not, since this was asked last.
    fn found_and_not(&self) -> (usize, usize) {
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        let found = asked.iter().filter(|(_, found)| *found).count();
        (found, asked.len() - found)
    }
}

#[test]
fn a_second_build_makes_nothing_again_and_the_same_bytes() {
    let store = Counting::default();
    let build = |title: &str, font: &str, store: &dyn Store| {
        let site = format!("title: {title}\nlanguages: [en]\nregions: [PK]\nfonts: {{en: assets/font.ttf}}\n");
        let mut files: BTreeMap<&str, Vec<u8>> =
            site::BASE.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
        files.extend([("site.yaml", site.into_bytes()), ("assets/font.ttf", super::noto::regular(font))]);
        let (bundle, said) = site::export_with_fonts(&SourceTree::of_guides(files), &[], store);
        bundle.unwrap_or_else(|| panic!("{said:#?}"))
    };
    let first = build("Safe", "NotoSans", &store);
    assert_eq!(store.found_and_not(), (0, 1));
    let second = build("Safe", "NotoSans", &store);
    assert_eq!(store.found_and_not(), (1, 0));
    assert!(first == second && first == build("Safe", "NotoSans", &Nothing), "a store shows in the bundle");
    // Another character, another font: neither is what was kept.
    build("Safe é", "NotoSans", &store);
    build("Safe", "NotoSerif", &store);
    assert_eq!(store.found_and_not(), (0, 2));
}

#[test]
fn only_pages_of_the_language_show_its_font() {
    let (plain, _) = site::export_tree(&guides());
    let (bundle, _) = build(&FONTS[..1], &Nothing);
    let (path, font) = font_of(&bundle, "ur");
    assert!(font.starts_with(b"wOF2") && (50_000..130_000).contains(&font.len()), "{} bytes", font.len());
    let sheets: Vec<&str> = bundle
        .iter()
        .filter(|(path, _)| path.ends_with(".css"))
        .map(|(_, css)| std::str::from_utf8(css).unwrap())
        .collect();
    let [sheet] = sheets.as_slice() else { panic!("{} style sheets", sheets.len()) };
    let rules = format!(
        "@font-face {{\nfont-family: \"Site ur\";\nsrc: local(\"Noto Nastaliq Urdu Regular\"), local(\"NotoNastaliqUrdu-Regular\"), \
         local(\"Noto Nastaliq Urdu\"), \
         url(\"{}\") format(\"woff2\");\nfont-display: swap;\n}}\nhtml[lang=\"ur\"], html[lang=\"ur\"] [lang=\"ur\"] {{ \
         font-family: \"Site ur\", var(--fonts, sans-serif); }}\n",
        path.strip_prefix("assets/").unwrap()
    );
    assert!(sheet.ends_with(&rules), "{}", &sheet[sheet.len() - 600..]);
    // One file more, and no page differs but in the name of its style sheet.
    let plain = plain.unwrap();
    assert_eq!(bundle.len(), plain.len() + 1);
    let name = |bundle: &site::Files| bundle.keys().find(|path| path.ends_with(".css")).unwrap().clone();
    let (old, new) = (name(&plain), name(&bundle));
    assert_ne!(old, new);
    for (path, html) in bundle.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(html).unwrap();
        assert_eq!(html.replace(&new, &old).as_bytes(), plain[path], "{path}");
    }
}

#[test]
fn a_character_that_a_font_lacks_is_named_at_its_first_use() {
    let tree = guides();
    let (_, said) = site::export_with_fonts(&tree, &given(&[("sd", "NotoNastaliqUrdu")]), &Nothing);
    let said: Vec<&Diagnostic> = said.iter().filter(|problem| problem.code == Code::MissingGlyph).collect();
    let messages: Vec<&str> = said.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the font of `sd` has no U+06AA (ڪ)",
            "the font of `sd` has no U+06FD (۽)",
            "the font of `sd` has no U+06FE (۾)"
        ]
    );
    for (problem, c) in said.iter().zip("ڪ۽۾".chars()) {
        assert_eq!(problem.severity, Severity::Warning);
        let (file, line, column) = problem.location(&tree);
        assert!(file.starts_with("guides/sd/"), "{file}");
        let id = tree.find(Root::Guides, file.strip_prefix("guides/").unwrap()).unwrap();
        let text = tree.text(id).unwrap();
        assert_eq!(text.lines().nth(line - 1).unwrap().chars().nth(column - 1), Some(c), "{file}:{line}:{column}");
        assert!(!text.lines().take(line - 1).any(|line| line.contains(c)), "{file} uses {c} before");
    }
}

#[test]
fn warnings_can_be_raised_and_many_are_one() {
    let with = |site: &str, body: &str, font: Option<(&str, &str)>| {
        let guide = site::guide("One", body);
        let mut files = vec![("site.yaml", site.as_bytes().to_vec()), ("en/one.md", guide)];
        files.extend(font.map(|(path, name)| (path, super::noto::regular(name))));
        let files: Vec<(&str, &Vec<u8>)> = files.iter().map(|(path, bytes)| (*path, bytes)).collect();
        site::export(&files).1
    };
    let said = with(
        "title: Safe\nlanguages: [en]\nregions: [PK]\nfonts: {en: assets/font.ttf}\n",
        "Text.\n",
        Some(("assets/font.ttf", "NotoNaskhArabic")),
    );
    let [problem] = said.as_slice() else { panic!("{said:#?}") };
    assert_eq!(
        (problem.code, problem.message.as_str()),
        (Code::BadFont, "`assets/font.ttf` has no letter of the language")
    );

    let site =
        "title: Safe\nlanguages: [en]\nregions: [PK]\nfonts: {en: assets/Font.ttf}\nrules: {missing-glyph: error}\n";
    let said = with(site, "The letter Ꟁ.\n", Some(("assets/Font.ttf", "NotoSans")));
    let found: Vec<_> = said.iter().map(|problem| (problem.code, problem.severity, problem.message.as_str())).collect();
    assert_eq!(found, [(Code::MissingGlyph, Severity::Error, "the font of `en` has no U+A7C0 (Ꟁ)")]);

    let many: String = ('\u{1DF00}'..='\u{1DF0F}').collect();
    let said = with(&site.replace("rules: {missing-glyph: error}\n", ""), &many, Some(("assets/Font.ttf", "NotoSans")));
    let [problem] = said.as_slice() else { panic!("{said:#?}") };
    assert!(problem.message.starts_with("the font of `en` lacks 16 characters: U+1DF00 ("), "{problem:#?}");
}

/// Entities of Markdown and escapes of YAML are characters: wherever they stand, the font has them or it is said.
#[test]
fn entities_and_escapes_are_characters_as_well() {
    const SITE: &str = "title: Safe\nlanguages: [en]\nregions: [PK]\nfonts: {en: assets/font.ttf}\n";
    const GUIDE: &str = "---\nkind: article\ntitle: One\nsummary: A page.\naudience: [child]\nreviewed: 2026-11-01\nsources: [example]\n\
                         help: [line]\n---\nA letter: L\n\n## And L\n\n- one `more`\n";
    let with = |path: &str, text: &str| {
        let font = super::noto::regular("NotoSans");
        let mut files = vec![("site.yaml", SITE), ("en/one.md", GUIDE)];
        files.retain(|(own, _)| *own != path);
        files.push((path, text));
        let mut files: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(path, text)| (*path, text.as_bytes().to_vec())).collect();
        files.push(("assets/font.ttf", font));
        let base = site::BASE.iter().filter(|(path, _)| files.iter().all(|(own, _)| own != path));
        let base = base.map(|(path, text)| (*path, text.as_bytes().to_vec())).collect::<Vec<_>>();
        let tree = SourceTree::of_guides(base.into_iter().chain(files));
        let (bundle, said) = site::export_tree(&tree);
        let places: Vec<_> = said.iter().map(|problem| (problem.location(&tree), problem.message.clone())).collect();
        (bundle.unwrap_or_else(|| panic!("{said:#?}")), places)
    };
    // A letter that the font lacks is named where it stands, written as it may be.
    let lacks = "the font of `en` has no U+A7C0 (Ꟁ)".to_owned();
    for (path, text, line, column) in [
        ("en/one.md", GUIDE.replace("letter: L", "letter: &#xA7C0;"), 10, 11),
        ("en/one.md", GUIDE.replace("And L", "And &#xA7C0;"), 12, 8),
        ("en/one.md", GUIDE.replace("title: One", "title: \"\\uA7C0\""), 3, 8),
        ("en/one.md", GUIDE.replace("summary: A page.", "summary: \"\\uA7C0\""), 4, 10),
        ("site.yaml", SITE.replace("title: Safe", "title: \"Safe \\uA7C0\""), 1, 8),
    ] {
        let (_, said) = with(path, &text);
        assert_eq!(said, [((format!("guides/{path}"), line, column), lacks.clone())], "{text}");
    }
    // And one that it has is in the part of it that the bundle holds.
    let (plain, said) = with("en/one.md", GUIDE);
    assert_eq!(said, []);
    let source = "example: {publisher: Example, title: A study, url: https://example.org/, accessed: 2026-11-21}\n";
    let publisher = "publisher: {name: \"\\u0109\", contact: https://example.org/, licence: Free}\n";
    for (path, text) in [
        ("en/one.md", GUIDE.replace("And L", "And &ccirc;")),
        ("en/one.md", GUIDE.replace("title: One", "title: \"\\u0109\"")),
        ("en/one.md", GUIDE.replace("reviewed:", "reviewer: \"\\u0109\"\nreviewed:")),
        ("sources.yaml", source.replace("A study", "\"\\u0109\"")),
        ("sources.yaml", source.replace("publisher: Example", "publisher: \"\\u0109\"")),
        ("site.yaml", format!("{SITE}{publisher}")),
    ] {
        let (bundle, said) = with(path, &text);
        assert_eq!(said, [], "{text}");
        assert!(font_of(&bundle, "en").1 != font_of(&plain, "en").1, "{text}");
        assert!(bundle.keys().all(|path| !path.ends_with(".ttf")), "the whole font is published");
    }
}

/// Names of files say nothing of what they hold; that a language has a font is no secret.
#[test]
fn a_discreet_bundle_names_fonts_by_hashes() {
    let site = b"title: Safe\nlanguages: [en]\nregions: [PK]\ndiscreet: true\nfonts: {en: assets/font.ttf}\n".to_vec();
    let font = super::noto::regular("NotoSans");
    let (bundle, said) = site::export(&[("site.yaml", &site), ("assets/font.ttf", &font)]);
    let bundle = bundle.unwrap_or_else(|| panic!("{said:#?}"));
    let name = bundle.keys().find(|path| path.ends_with(".woff2")).unwrap();
    let hash = name.strip_prefix("assets/").and_then(|name| name.strip_suffix(".woff2")).unwrap();
    assert!(hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
}

/// A theme's own style sheet gets the rules as the default one does, and its fonts stay behind the embedded one.
#[test]
fn a_theme_may_have_a_sheet_of_its_own() {
    let file =
        |root, path: &str, bytes: &[u8]| SourceFile { root, path: VPath::new(path).unwrap(), bytes: bytes.into() };
    let mut files: Vec<SourceFile> =
        site::BASE.iter().map(|(path, text)| file(Root::Guides, path, text.as_bytes())).collect();
    files.retain(|file| file.path.as_str() != "site.yaml");
    files.push(file(
        Root::Guides,
        "site.yaml",
        b"title: Safe\nlanguages: [en]\nregions: [PK]\nfonts: {en: assets/f.ttf}\n",
    ));
    files.push(file(Root::Guides, "assets/f.ttf", &super::noto::regular("NotoSans")));
    files.push(file(Root::Theme, "assets/main.css", b"p { margin: 0 }\n"));
    let (bundle, said) = site::export_tree(&SourceTree::new(files, "guides", "theme"));
    let bundle = bundle.unwrap_or_else(|| panic!("{said:#?}"));
    let (_, sheet) = bundle.iter().find(|(path, _)| path.ends_with(".css")).unwrap();
    let sheet = std::str::from_utf8(sheet).unwrap();
    assert!(
        sheet.starts_with("p { margin: 0 }\n@font-face {") && sheet.contains("local(\"Noto Sans Regular\")"),
        "{sheet}"
    );
}
