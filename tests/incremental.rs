//! A build that takes over what it made before gives the same bundle as one that knows of nothing, whatever was edited between them.
#![allow(clippy::unwrap_used, reason = "a test fails where it can't go on")]

#[path = "bench/draw.rs"]
mod draw;
mod site;

use draw::Draw;
use lamplight::diagnostic::Diagnostic;
use lamplight::export::{self, Past, Record, Sink};
use lamplight::model::{Config, Format};
use lamplight::render::{FileKeys, Keys};
use lamplight::source::{Root, SourceFile, SourceTree, VPath};
use lamplight::store::{Key, Nothing, Spill};
use lamplight::theme::Theme;
use lamplight::{check, diagnostic, parse, plan};
use sha2::{Digest, Sha256};
use site::Files;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

const SEQUENCES: u64 = 200;
const EDITS: usize = 4;

/// Two hundred sequences of edits, each from the same site on; four tests, so that they run side by side.
#[test]
fn any_edits_1() {
    sequences(0);
}

#[test]
fn any_edits_2() {
    sequences(1);
}

#[test]
fn any_edits_3() {
    sequences(2);
}

#[test]
fn any_edits_4() {
    sequences(3);
}

fn sequences(part: u64) {
    let (mut built, mut kept) = (0, 0);
    let begun = [Bundle::default(), Bundle::before(SITE_AND_ZIP)].map(|nothing| build(&start(), &nothing).unwrap());
    for seed in (part..SEQUENCES).step_by(4) {
        let mut draw = Draw(seed + 1);
        // Every third has an archive, which is made of pages taken over as of those made again.
        let (mut sources, mut before) = (start(), begun[usize::from(seed % 3 == 0)].clone());
        for step in 0..EDITS {
            let (what, edited) = edit(&mut draw, &sources);
            // What breaks the site is taken back, as its author would.
            let Some(after) = build(&edited, &before) else { continue };
            assert!(after.files == after.cold, "seed {seed}, edit {step}: {what}: {}", difference(&after));
            (built, kept) = (built + 1, kept + after.kept);
            (sources, before) = (edited, after);
        }
    }
    assert!(built > 100 && kept > 4 * built, "{built} builds took over {kept} outputs: the edits prove nothing");
}

/// What changes in one guide's body leaves the pages of the others.
#[test]
fn an_edit_of_a_body_makes_one_page_again() {
    let mut sources = start();
    let first = build(&sources, &Bundle::default()).unwrap();
    assert_eq!(first.kept, 0);
    let again = build(&sources, &first).unwrap();
    let is_kept = |path: &&String| path.ends_with(".html") || path.ends_with(".png");
    assert_eq!(again.kept, again.files.keys().filter(is_kept).count());
    append(&mut sources, "en/articles/two.md", "One more line.");
    let after = build(&sources, &again).unwrap();
    // The page itself, and its translation, which is now behind; the handout of each language, and the search page of its own.
    assert_eq!(after.kept, again.kept - 5);
    assert_eq!(after.files, after.cold);
    // Where another language shows the same text, its search page as well, but neither a poster nor what leads to the guide.
    append(&mut sources, "en/stages/first.md", "One more line.");
    let after = build(&sources, &after).unwrap();
    assert_eq!(after.kept, again.kept - 6);
    assert!(after.files.contains_key("en/poster-stages.html") && after.files == after.cold);
    // Nothing of a draft is shown.
    append(&mut sources, "en/articles/later.md", "One more line.");
    assert_eq!(build(&sources, &after).unwrap().kept, again.kept);
}

/// Each of the edits that a sequence draws by lot does what it says: none is lost in a site that refuses it.
#[test]
fn what_others_show_can_be_edited() {
    let begun = build(&start(), &Bundle::default()).unwrap();
    for (path, from, to) in FACTS {
        let (mut sources, mut first) = (start(), begun.clone());
        let text = sources.get_mut(&(Root::Guides, path.to_owned())).unwrap();
        let mut before = String::from_utf8(text.clone()).unwrap();
        if from == "draft: false" {
            before = before.replace("draft: true", from);
            *text = before.clone().into_bytes();
            first = build(&sources, &begun).unwrap();
        }
        assert!(before.contains(from), "{path} has no {from}");
        sources.insert((Root::Guides, path.to_owned()), before.replacen(from, to, 1).into_bytes());
        let after = build(&sources, &first).unwrap_or_else(|| panic!("{to} is refused in {path}"));
        assert!(after.files == after.cold && after.files != first.files, "{from} of {path}: {}", difference(&after));
    }
}

/// What was asked for before and is not any longer leaves nothing behind, and what is new is there whole.
#[test]
fn formats_that_change() {
    let sources = start();
    let mut before = Bundle::default();
    for formats in [SITE_AND_ZIP, &[Format::Site], &[Format::Zip], SITE_AND_ZIP, SITE_AND_ZIP] {
        before.formats = formats;
        let after = build(&sources, &before).unwrap();
        assert!(after.files == after.cold, "{formats:?}: {}", difference(&after));
        assert_eq!(after.files.contains_key("editions/guides.zip"), formats.contains(&Format::Zip));
        assert_eq!(after.files.contains_key("index.html"), formats.contains(&Format::Site));
        before = after;
    }
    assert!(before.kept > 10, "{}", before.kept);
}

#[test]
fn another_program_takes_nothing_over() {
    let sources = start();
    let mut first = build(&sources, &Bundle::default()).unwrap();
    first.maker = "another";
    assert_eq!(build(&sources, &first).unwrap().kept, 0);
}

#[test]
fn what_was_changed_in_the_bundle_is_made_again() {
    let sources = start();
    let mut first = build(&sources, &Bundle::default()).unwrap();
    let kept = build(&sources, &first).unwrap().kept;
    first.files.get_mut("en/articles/two.html").unwrap().push(b' ');
    first.files.remove("en/articles/three.html");
    let again = build(&sources, &first).unwrap();
    assert_eq!(again.kept, kept - 2);
    assert_eq!(again.files, again.cold);
}

/// A page that something is said of must say it in each build.
#[test]
fn warnings_do_not_go_silent() {
    let mut sources = start();
    // Noise, which does not compress: the first view of the page is heavy.
    let mut draw = Draw(7);
    let words: Vec<String> = (0..4_000).map(|_| format!("{:x}", draw.next() >> 24)).collect();
    append(&mut sources, "en/articles/two.md", &words.join(" "));
    let first = build(&sources, &Bundle::default()).unwrap();
    assert_eq!(first.said, 1);
    assert_eq!(build(&sources, &first).unwrap().said, 1);
}

/// Sources by root and path.
type Sources = BTreeMap<(Root, String), Vec<u8>>;

/// What a build left.
#[derive(Clone)]
struct Bundle {
    files: Files,
    /// The same site built without knowing of anything.
    cold: Files,
    kept: usize,
    record: Record,
    /// How many problems its outputs have.
    said: usize,
    /// What stands for the program that made it.
    maker: &'static str,
    /// What the next build is asked for.
    formats: &'static [Format],
}

const SITE_AND_ZIP: &[Format] = &[Format::Site, Format::Zip];

impl Default for Bundle {
    fn default() -> Self {
        Self::before(&[Format::Site])
    }
}

impl Bundle {
    /// Nothing, before a build in these formats.
    fn before(formats: &'static [Format]) -> Self {
        let (files, cold, record) = (Files::default(), Files::default(), Record::default());
        Self { files, cold, kept: 0, record, said: 0, maker: "this", formats }
    }
}

/// A sink that can take over what the bundle before holds.
struct Over<'a> {
    before: &'a Files,
    files: Mutex<Files>,
    taken: AtomicUsize,
}

impl Sink for Over<'_> {
    fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        self.files.lock().unwrap().insert(path.to_string(), bytes.to_vec());
        Ok(())
    }

    fn keep(&self, path: &VPath, hash: &[u8; 32]) -> Option<Vec<u8>> {
        let old = self.before.get(path.as_str()).filter(|old| Sha256::digest(old)[..] == hash[..])?;
        self.taken.fetch_add(1, Ordering::Relaxed);
        self.files.lock().unwrap().insert(path.to_string(), old.clone());
        Some(old.clone())
    }
}

/// Builds a site after another bundle, and by itself; `None` where it has an error.
fn build(sources: &Sources, before: &Bundle) -> Option<Bundle> {
    let file = |((root, path), bytes): (&(Root, String), &Vec<u8>)| SourceFile {
        root: *root,
        path: VPath::new(path).unwrap(),
        bytes: bytes.as_slice().into(),
    };
    let tree = SourceTree::new(sources.iter().map(file).collect(), "guides", "theme");
    let (parsed, mut said) = parse::parse(&tree);
    let (theme, problems) = theme(sources, &tree, &parsed.config);
    said.extend(problems);
    let (checked, problems) = check::check(&tree, parsed, said, jiff::civil::date(2026, 11, 22));
    let (Ok(checked), Some(theme)) = (checked, theme.as_deref()) else { return None };
    let (mut plan, said) = plan::plan(&tree, &checked, theme, before.formats);
    if diagnostic::has_errors(&problems) || diagnostic::has_errors(&said) {
        return None;
    }
    plan.add_search(&tree, &checked, &Spill::default());
    let cold = site::Memory::default();
    export::export(&tree, &checked, &plan, theme, &cold).0.unwrap();
    let files = FileKeys::new(&tree);
    let keys = Keys::new(&tree, &files, &checked, &plan, &Key::of(&[before.maker.as_bytes()]));
    // The record as the next build finds it on the disk.
    let past = Past { record: Record::from_bytes(&before.record.to_bytes()).unwrap(), keys, store: &Nothing };
    let sink = Over { before: &before.files, files: Mutex::default(), taken: AtomicUsize::new(0) };
    let (result, said) = export::export_after(Some(&past), None, &tree, &checked, &plan, theme, &sink);
    let summary = result.unwrap();
    assert_eq!(summary.kept, sink.taken.into_inner());
    Some(Bundle {
        files: sink.files.into_inner().unwrap(),
        cold: cold.into_files(),
        kept: summary.kept,
        record: summary.record,
        said: said.len(),
        maker: "this",
        formats: before.formats,
    })
}

/// Loading a theme is the dearest part of building a small site: it is done again only where the theme or `site.yaml` has changed.
fn theme(sources: &Sources, tree: &SourceTree, config: &Config) -> (Option<Rc<Theme>>, Vec<Diagnostic>) {
    type Loaded = (Sources, Option<Rc<Theme>>, Vec<Diagnostic>);
    thread_local! {
        static LAST: RefCell<Option<Loaded>> = const { RefCell::new(None) };
    }
    let matters = |(root, path): &(Root, String)| *root == Root::Theme || path == "site.yaml";
    let files: Sources =
        sources.iter().filter(|(path, _)| matters(path)).map(|(k, v)| (k.clone(), v.clone())).collect();
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|(of, ..)| *of != files) {
            let (theme, said) = Theme::load(tree, config);
            *last = Some((files, theme.map(Rc::new), said));
        }
        last.as_ref().map(|(_, theme, said)| (theme.clone(), said.clone())).unwrap()
    })
}

fn difference(bundle: &Bundle) -> String {
    let paths = bundle.cold.keys().chain(bundle.files.keys());
    let differ = paths.filter(|path| bundle.cold.get(*path) != bundle.files.get(*path));
    differ.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A small site in two languages with guides of every kind that lead to each other.
fn start() -> Sources {
    let mut sources: Sources = site::BASE
        .iter()
        .map(|(path, text)| {
            (
                (Root::Guides, (*path).to_owned()),
                text.replace("{en: Safe}\nlanguages: [en]", "{en: Safe, ur: محفوظ}\nlanguages: [en, ur]").into_bytes(),
            )
        })
        .collect();
    let mut add = |path: &str, text: &str| sources.insert((Root::Guides, path.to_owned()), text.as_bytes().to_vec());
    add("en/articles/index.md", "---\nkind: section\ntitle: Articles\n---\nTo read.\n");
    for (name, next) in [("one", "two"), ("two", "three"), ("three", "one")] {
        let body = format!(
            "Read [the next]({next}.md#part-b).\n\n## Part A\n\nSay it.\n\n## Part B\n\nCall [the line](../help/line.md).\n"
        );
        add(&format!("en/articles/{name}.md"), str::from_utf8(&site::guide(name, &body)).unwrap());
    }
    add("ur/index.md", "---\ntitle: محفوظ\ntranslation: human\n---\nآپ اکیلے نہیں ہیں۔\n");
    for name in ["two", "three"] {
        let hash = "source_hash: [00000000]";
        let text = format!(
            "---\ntitle: مضمون {name}\nsummary: ایک صفحہ۔\ntranslation: human\n{hash}\n---\nپڑھیں۔\n\n## Part A\n\nکہیں۔\n\n## Part B\n\n[لائن](../help/line.md)۔\n"
        );
        add(&format!("ur/articles/{name}.md"), &text);
    }
    for (path, front, body) in OTHERS {
        let both = "audience: [child, parent]\nreviewed: 2026-11-01\nsources: [example]\n";
        let both = if front.contains("kind: section") { "" } else { both };
        add(path, &format!("---\n{front}{both}---\n{body}\n"));
    }
    sources.insert((Root::Guides, PICTURE.into()), picture(7));
    sources
}

/// A guide of each other kind, with what other guides say of it, and one that is not ready.
const OTHERS: [(&str, &str, &str); 10] = [
    ("en/stages/index.md", "kind: section\ntitle: Stages\n", "How it goes."),
    ("en/signs/index.md", "kind: section\ntitle: Signs\n", "What shows."),
    ("en/steps/index.md", "kind: section\ntitle: Steps\n", "What to do."),
    (
        "en/stages/first.md",
        "kind: stage\ntitle: First\nsummary: It begins.\norder: 1\ncontext: [online]\nsigns: [gifts]\nsteps: [tell]\n",
        "It begins.\n\n## Part A\n\nSlowly.",
    ),
    (
        "en/signs/gifts.md",
        "kind: sign\ntitle: Gifts\nsummary: Many gifts.\norder: 1\nsteps: [tell]\nseen_by: [parent]\nmoved_from: [signs/old]\n",
        "Look [closer](../stages/first.md#part-a).",
    ),
    (
        "en/signs/late.md",
        "kind: sign\ntitle: Late\nsummary: At night.\norder: 2\nsteps: [tell]\nseen_by: [parent]\n",
        "At night.",
    ),
    (
        "en/steps/tell.md",
        "kind: step\ntitle: Tell\nsummary: Somebody listens.\nwhen: now\nactor: [child]\ndo: [Tell somebody.]\ndo_not: [Wait.]\nevidence: true\nhelp: [line]\n",
        "As you can.",
    ),
    (
        "en/self-check.md",
        "kind: self-check\ntitle: Ask yourself\nsummary: One question.\nitems:\n  - {sign: gifts, advice: Keep none.}\nhelp: [line]\n",
        "Tick what fits.",
    ),
    ("en/articles/picture.md", "kind: article\ntitle: Seen\nsummary: A picture.\n", "![A lamp](../../assets/lamp.png)"),
    ("en/articles/later.md", "kind: article\ntitle: Later\nsummary: Not ready.\ndraft: true\n", "Soon: [one](one.md)."),
];

/// What others show of these guides, before and after an edit.
const FACTS: [(&str, &str, &str); 12] = [
    ("en/steps/tell.md", "do: [", "do: [Breathe., "),
    ("en/steps/tell.md", "when: now", "when: today"),
    ("en/steps/tell.md", "evidence: true", "evidence: false"),
    ("en/stages/first.md", "signs: [gifts]", "signs: [gifts, late]"),
    ("en/signs/gifts.md", "[signs/old]", "[signs/older]"),
    ("en/signs/late.md", "order: 2", "order: 0"),
    ("en/self-check.md", "Keep none", "Keep nothing"),
    ("en/self-check.md", "sign: gifts", "sign: late"),
    ("en/articles/later.md", "draft: true", "draft: false"),
    ("en/articles/later.md", "draft: false", "draft: true"),
    ("en/help/line.md", "1799", "1798"),
    ("en/help/line.md", "needs: [talk]", "needs: [danger-now]"),
];

const PICTURE: &str = "assets/lamp.png";

/// A grey picture of as many pixels as it is light.
fn picture(grey: u8) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    image::GrayImage::from_pixel(u32::from(grey) + 1, 2, image::Luma([grey]))
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    png.into_inner()
}

fn append(sources: &mut Sources, path: &str, line: &str) {
    let text = sources.get_mut(&(Root::Guides, path.to_owned())).unwrap();
    text.extend(format!("\n{line}\n").bytes());
}

/// One edit as people make them, and what it was.
fn edit(draw: &mut Draw, sources: &Sources) -> (String, Sources) {
    let mut edited = sources.clone();
    let guides: Vec<String> =
        sources.keys().filter(|(_, path)| path.ends_with(".md")).map(|(_, path)| path.clone()).collect();
    let path = draw.of(&guides).clone();
    let (n, kind) = (draw.next() % 1_000, draw.next() % 18);
    let replace = |edited: &mut Sources, path: &str, from: &str, to: &str| {
        let text = edited.get_mut(&(Root::Guides, path.to_owned())).unwrap();
        *text = str::from_utf8(text).unwrap().replacen(from, to, 1).into_bytes();
    };
    let what = match kind {
        0..=3 => {
            append(&mut edited, &path, &format!("Line {n}."));
            format!("a line in {path}")
        }
        4 => {
            replace(&mut edited, &path, "title: ", &format!("title: A{n} "));
            format!("the title of {path}")
        }
        5 => {
            // Links lead to one of the two: a page that stands in for a translation loses its anchor where that is gone.
            let part = draw.of(&["## Part A", "## Part B"]);
            replace(&mut edited, &path, part, &format!("{part}{n}"));
            format!("a heading of {path}")
        }
        6 => {
            let new = format!("en/articles/new-{n}.md");
            edited.insert((Root::Guides, new.clone()), site::guide(&format!("New {n}"), "Go [on](one.md)."));
            format!("new {new}")
        }
        7 => {
            let text = edited.remove(&(Root::Guides, path.clone())).unwrap();
            edited.insert((Root::Guides, path.replace(".md", "-moved.md")), text);
            format!("{path} moved")
        }
        8 => {
            edited.remove(&(Root::Guides, path.clone()));
            format!("{path} deleted")
        }
        9 => {
            let text = format!("---\ntitle: مضمون {n}\nsummary: نیا۔\ntranslation: machine\n---\nنیا متن۔\n");
            edited.insert((Root::Guides, path.replacen("en/", "ur/", 1)), text.into_bytes());
            format!("{path} translated")
        }
        10 => {
            let site = draw.of(&["site.yaml", "sources.yaml"]);
            replace(&mut edited, site, if *site == "site.yaml" { "Safe" } else { "A study" }, &format!("Title {n}"));
            format!("a title in {site}")
        }
        11 => {
            let css = format!("@import \"default/main.css\";\n:root {{ --paper: #{n:06} }}\n");
            edited.insert((Root::Theme, "assets/main.css".into()), css.into_bytes());
            "the style sheet".into()
        }
        12 => {
            let po = format!(
                "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgid \"home\"\nmsgstr \"Start {n}\"\n"
            );
            edited.insert((Root::Theme, "locales/en.po".into()), po.into_bytes());
            "a message".into()
        }
        13 => {
            edited.insert((Root::Guides, PICTURE.into()), picture((n % 250) as u8));
            "the picture".into()
        }
        14..=16 => {
            let (path, from, to) = draw.of(&FACTS);
            // An earlier edit may have taken the guide away.
            if let Some(text) = edited.get_mut(&(Root::Guides, (*path).to_owned())) {
                *text = str::from_utf8(text).unwrap().replacen(from, to, 1).into_bytes();
            }
            format!("{from} of {path}")
        }
        _ => {
            let template = "{% extends \"default/article.html\" %}{% block title %}N{% endblock title %}"
                .replace('N', &n.to_string());
            edited.insert((Root::Theme, "templates/article.html".into()), template.into_bytes());
            "a template".into()
        }
    };
    (what, edited)
}
