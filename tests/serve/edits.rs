//! What editors do to files, and what is shown then. Pages are asked for until they are as they should be, since a save may be
//! several changes.

use crate::client::{Events, await_page, get};
use crate::program::{Preview, site, write};
use crate::site::guide;
use std::fs;
use std::path::Path;

const PAGE: &str = "/en/article.html";

/// The guide's text with other words in its body.
fn with(words: &str) -> Vec<u8> {
    guide("An article", &format!("{words}\n"))
}

/// Every way of saving that editors are known for makes an open page load again, until it shows what was saved.
#[test]
fn each_way_of_saving_is_seen() {
    let preview = Preview::start();
    let file = preview.path("guides/en/article.md");
    let mut page = OpenPage::open(preview.port, PAGE);
    for (number, save) in
        [in_place, in_pieces, rename_over, delete_and_create, backup_and_create, append].iter().enumerate()
    {
        let words = format!("Words number {number}.");
        assert!(!page.body.contains(&words));
        save(&file, &with(&words));
        page.wait_for(&words);
        assert!(!page.body.contains("id=\"_lamplight\""), "{}", page.body);
    }
}

/// What the script of the preview does in a browser: it loads the page when another revision is told of than its own. A save may
/// be one change or several, and of those that come together only the last is told.
struct OpenPage {
    port: u16,
    path: &'static str,
    events: Events,
    body: String,
}

impl OpenPage {
    fn open(port: u16, path: &'static str) -> Self {
        Self { port, path, events: Events::listen(port), body: get(port, path).body }
    }

    fn wait_for(&mut self, words: &str) {
        while !self.body.contains(words) {
            let revision = self.events.next();
            if !self.body.contains(&format!("data-revision=\"{revision}\"")) {
                self.body = get(self.port, self.path).body;
            }
        }
    }
}

fn in_place(file: &Path, text: &[u8]) {
    fs::write(file, text).unwrap();
}

/// As a slow disk or a large file.
fn in_pieces(file: &Path, text: &[u8]) {
    use std::io::Write;
    let mut open = fs::File::create(file).unwrap();
    for part in text.chunks(20) {
        open.write_all(part).unwrap();
        open.flush().unwrap();
    }
}

/// As GNOME's editor, VS Code on some systems, and sync programs do.
fn rename_over(file: &Path, text: &[u8]) {
    let new = file.with_file_name(".goutputstream-X1Y2Z3");
    fs::write(&new, text).unwrap();
    fs::rename(new, file).unwrap();
}

fn delete_and_create(file: &Path, text: &[u8]) {
    fs::remove_file(file).unwrap();
    fs::write(file, text).unwrap();
}

/// As Vim does: a probe, the old file out of the way, a new one, the old one gone.
fn backup_and_create(file: &Path, text: &[u8]) {
    let (probe, old) = (file.with_file_name("4913"), file.with_file_name("article.md~"));
    fs::write(&probe, "").unwrap();
    fs::remove_file(probe).unwrap();
    fs::rename(file, &old).unwrap();
    fs::write(file, text).unwrap();
    fs::remove_file(old).unwrap();
}

/// As `>>` in a shell; the file is made first.
fn append(file: &Path, text: &[u8]) {
    use std::io::Write;
    let (first, rest) = text.split_at(text.len() / 2);
    fs::write(file, first).unwrap();
    fs::OpenOptions::new().append(true).open(file).unwrap().write_all(rest).unwrap();
}

#[test]
fn guides_come_go_and_are_renamed() {
    let preview = Preview::start();
    let port = preview.port;
    let path = |path: &str| preview.path("guides").join(path);
    assert_eq!(get(port, "/en/news/one.html").status, 404);
    // A folder that was not there is watched, too, and all below it.
    write(&path(""), "en/news/index.md", b"---\nkind: section\ntitle: News\n---\nAll that is new.\n");
    write(&path(""), "en/news/one.md", &guide("One", "The first.\n"));
    await_page(port, "/en/news/one.html", "the new guide", |page| page.status == 200);
    await_page(port, "/en/news/index.html", "its section", |page| page.body.contains("one.html"));
    fs::write(path("en/news/one.md"), guide("One", "The first, again.\n")).unwrap();
    await_page(port, "/en/news/one.html", "the edit in the new folder", |page| page.body.contains("again"));

    fs::rename(path("en/news/one.md"), path("en/news/two.md")).unwrap();
    await_page(port, "/en/news/two.html", "the new name", |page| page.status == 200);
    assert_eq!(get(port, "/en/news/one.html").status, 404);
    fs::rename(path("en/news"), path("en/older")).unwrap();
    await_page(port, "/en/older/two.html", "the new folder", |page| page.status == 200);
    fs::write(path("en/older/two.md"), guide("Two", "Still seen.\n")).unwrap();
    await_page(port, "/en/older/two.html", "an edit in the renamed folder", |page| page.body.contains("Still seen."));
    fs::remove_dir_all(path("en/older")).unwrap();
    let gone = await_page(port, "/en/older/two.html", "its end", |page| page.status == 404);
    // Whoever has it open learns when it comes back.
    assert!(gone.body.contains("/_lamplight/preview.js"), "{}", gone.body);
}

/// The slip is told over the last good page and on the terminal, in the same words; the mended page comes by itself.
#[test]
fn a_slip_is_told_until_it_is_mended() {
    let mut preview = Preview::start();
    let port = preview.port;
    assert_eq!(get(port, PAGE).status, 200);
    preview.edit("en/article.md", "title:", "tilte:");
    let page = await_page(port, PAGE, "the overlay", |page| page.body.contains("id=\"_lamplight\""));
    assert_eq!(page.status, 200);
    for words in [
        "error[unknown-field]: unknown field `tilte`, did you mean `title`?",
        "guides/en/article.md:3:1",
        "First words",
    ] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    preview.says("error[unknown-field]: unknown field `tilte`, did you mean `title`?");
    preview.says("1 error");
    // Pages that were not open before are there as well.
    assert!(get(port, "/en/help/line.html").body.contains("Call and talk."));
    // Broken YAML, and files that are no guides, on top.
    preview.edit("en/help/line.md", "operator: Example", "operator: [Example");
    let page = await_page(port, PAGE, "both", |page| page.body.matches("error[").count() >= 2);
    assert!(page.body.contains("guides/en/help/line.md:"), "{}", page.body);
    preview.edit("en/help/line.md", "operator: [Example", "operator: Example");
    preview.edit("en/article.md", "tilte:", "title:");
    await_page(port, PAGE, "the mended page", |page| !page.body.contains("id=\"_lamplight\""));
    preview.says("no problem found");
}

/// The page of a new guide is waited for under its address: what keeps it back stands there, and then the page.
#[test]
fn a_new_guide_with_a_slip_says_so() {
    let preview = Preview::start();
    let port = preview.port;
    let slip = String::from_utf8(guide("New", "New words.\n")).unwrap().replace("title:", "tilte:");
    write(preview.place.path(), "guides/en/new.md", slip.as_bytes());
    let page = await_page(port, "/en/new.html", "what is wrong", |page| page.status == 500);
    assert!(page.body.contains("id=\"_lamplight\"") && page.body.contains("guides/en/new.md:3:1"), "{}", page.body);
    assert!(page.body.contains("/_lamplight/preview.js"), "{}", page.body);
    assert_eq!(get(port, "/en/draft.html").status, 404, "a draft has no page, with errors or without");
    preview.edit("en/new.md", "tilte:", "title:");
    await_page(port, "/en/new.html", "the mended page", |page| page.status == 200 && page.body.contains("New words."));
}

/// A warning hides nothing: it is for the terminal.
#[test]
fn a_warning_is_told_on_the_terminal_only() {
    let mut preview = Preview::start();
    preview.edit("en/article.md", "reviewed: 2026-11-01", "reviewed: 2024-11-01");
    preview.says("warning[review-overdue]");
    preview.says("1 warning");
    let page = get(preview.port, PAGE);
    assert!(page.status == 200 && !page.body.contains("id=\"_lamplight\""), "{}", page.body);
    // The same warnings are not told twice.
    preview.edit("en/article.md", "First words", "Other words");
    preview.says("1 warning, as before");
}

#[test]
fn site_and_theme_are_followed() {
    let mut preview = Preview::start();
    let port = preview.port;
    preview.edit("site.yaml", "Nobody but us", "Another name");
    await_page(port, PAGE, "the new title", |page| page.body.contains("Another name"));

    // A theme that site.yaml names later is watched from then on.
    let template = "{% extends \"default/article.html\" %}\n{% block guide_dates %}<p>First edition</p>{% endblock guide_dates %}\n";
    write(preview.place.path(), "themes/ours/templates/article.html", template.as_bytes());
    preview.edit("site.yaml", "languages:", "theme: ours\nlanguages:");
    await_page(port, PAGE, "the theme", |page| page.body.contains("First edition"));
    let edited = template.replace("First edition", "Second edition");
    write(preview.place.path(), "themes/ours/templates/article.html", edited.as_bytes());
    await_page(port, PAGE, "the edited template", |page| page.body.contains("Second edition"));

    // A fault of a template, of a page that it makes, and of a style sheet: each keeps the page as it was.
    for (path, faulty, code) in [
        ("templates/article.html", "{% extends \"default/article.html\" %}{% block", "error[theme-error]"),
        ("templates/article.html", &*edited.replace("Second edition", "{{ guide.nothing }}"), "error[theme-error]"),
        ("templates/article.html", &*edited.replace("<p>", "<p onclick=\"x()\">"), "error[audit]"),
        ("assets/more.css", "p { background: url(https://example.org/x.png) }", "error[audit]"),
    ] {
        write(preview.place.path(), &format!("themes/ours/{path}"), faulty.as_bytes());
        let page = await_page(port, PAGE, code, |page| page.body.contains(code));
        assert!(page.status == 200 && page.body.contains("Second edition"), "{faulty}: {}", page.body);
        assert!(!page.body.contains("<p onclick"), "{}", page.body);
        preview.says(code);
        match path {
            "assets/more.css" => fs::remove_file(preview.path("themes/ours/assets/more.css")).unwrap(),
            _ => write(preview.place.path(), &format!("themes/ours/{path}"), edited.as_bytes()),
        }
        await_page(port, PAGE, "the mended theme", |page| !page.body.contains("id=\"_lamplight\""));
    }

    // A theme that is not there, and its coming.
    preview.edit("site.yaml", "theme: ours", "theme: theirs");
    let page = await_page(port, PAGE, "the missing theme", |page| page.body.contains("there is no theme in"));
    assert!(page.body.contains("Second edition") && page.body.contains("themes/theirs"), "{}", page.body);
    preview.says("there is no theme in `themes/theirs`");
    write(preview.place.path(), "themes/theirs/templates/article.html", edited.replace("Second", "Third").as_bytes());
    await_page(port, PAGE, "the theme that came", |page| page.body.contains("Third edition"));
}

/// A folder may be replaced as a whole, as a checkout or a sync program does.
#[test]
fn the_folder_itself_may_be_replaced() {
    let mut preview = Preview::start();
    let port = preview.port;
    let guides = preview.path("guides");
    let (old, new) = (preview.path("old"), preview.path("new"));
    fs::rename(&guides, &old).unwrap();
    let page = await_page(port, PAGE, "that it is gone", |page| page.body.contains("cannot read"));
    assert!(page.status == 200 && page.body.contains("First words"), "{}", page.body);
    preview.says("cannot read `guides`");
    let other = site();
    write(other.path(), "guides/en/article.md", &with("Of another folder."));
    // A temporary folder may lie on another disk: it is copied, then renamed.
    for file in crate::site::files(lamplight::source::Root::Guides, &other.path().join("guides")) {
        write(&new, file.path.as_str(), &file.bytes);
    }
    fs::rename(&new, &guides).unwrap();
    await_page(port, PAGE, "the other folder", |page| page.body.contains("Of another folder."));
    fs::write(guides.join("en/article.md"), with("Edited in the other folder.")).unwrap();
    await_page(port, PAGE, "an edit in it", |page| page.body.contains("Edited in the other folder."));
}

/// The search page and the parts that it loads are there, and follow changes.
#[test]
fn search_follows() {
    let preview = Preview::start();
    let port = preview.port;
    let index = |body: &str| {
        let at = body.split("data-index=\"").nth(1).expect("the folder of the index");
        format!("/en/{}", at.split('"').next().unwrap()).replace("/en/../", "/")
    };
    let page = get(port, "/en/search.html");
    assert_eq!(page.status, 200);
    let head = get(port, &format!("{}head.js", index(&page.body)));
    assert_eq!(head.status, 200, "{}", index(&page.body));
    assert_eq!(head.header("content-type"), Some("text/javascript; charset=utf-8"));
    let text = get(port, &format!("{}t0.js", index(&page.body)));
    assert!(text.body.contains("An article"), "{}", text.body);
    preview.edit("en/article.md", "An article", "A rare thing");
    let page = await_page(port, "/en/search.html", "another index", |later| index(&later.body) != index(&page.body));
    assert!(get(port, &format!("{}t0.js", index(&page.body))).body.contains("A rare thing"));
}
