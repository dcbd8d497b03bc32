//! `build --format`: the files of `editions/`, held against the folder that they are made of.

use crate::place::{Place, lamplight, streams};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

const ZIP: &str = "editions/guides.zip";

/// The guides of this repository, built in a folder of the test's.
fn build(place: &Place, args: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let guides = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides");
    lamplight().current_dir(place.path()).arg("build").arg(guides).arg("--no-cache").args(args).assert().code(0);
    place.files("output")
}

/// What a zip holds, in its order.
fn unzip(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let content = |at| {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..count).map(content).collect()
}

#[test]
fn a_zip_holds_the_site() {
    let place = Place::empty();
    let bundle = build(&place, &["--format", "site,zip"]);
    let entries = unzip(&bundle[ZIP]);
    let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
    // The list of what there is comes when everything is there.
    assert!(names[..names.len() - 1].is_sorted() && names.last() == Some(&"guides/SHA256SUMS"), "{names:?}");
    let zipped: BTreeMap<&str, &[u8]> =
        entries.iter().map(|(name, bytes)| (name.strip_prefix("guides/").unwrap(), &bytes[..])).collect();
    let folder: BTreeSet<&str> = bundle.keys().map(String::as_str).filter(|path| *path != ZIP).collect();
    assert_eq!(zipped.keys().copied().collect::<BTreeSet<_>>(), folder);
    let other: Vec<&str> = folder.into_iter().filter(|path| zipped[path] != &bundle[*path][..]).collect();
    assert_eq!(other, ["SHA256SUMS", "en/take.html", "ps/take.html", "sd/take.html", "ur/take.html"]);
    listed_whole(&zipped);
    listed_whole(&bundle.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect());
}

/// Whether `SHA256SUMS` lists just what there is.
pub fn listed_whole(files: &BTreeMap<&str, &[u8]>) {
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let others = files.iter().filter(|(path, _)| **path != "SHA256SUMS");
    let lines: String = others.map(|(path, bytes)| format!("{}  {path}\n", hex(bytes))).collect();
    assert_eq!(String::from_utf8_lossy(files["SHA256SUMS"]), lines);
}

/// A browser keeps to the policy of the header and to that of the page: the one file with inline code needs its own alone.
#[test]
fn hosts_send_the_policy_with_pages_and_not_with_editions() {
    let place = Place::empty();
    let bundle = build(&place, &["--format", "site,zip"]);
    let headers = std::str::from_utf8(&bundle["_headers"]).unwrap();
    let (mut rule, mut rules) = ("", Vec::new());
    for line in headers.lines() {
        match line.strip_prefix("  ") {
            None => rule = line,
            Some(header) if header.starts_with("Content-Security-Policy: ") => rules.push(rule),
            Some(_) => assert_eq!(rule, "/*", "{line}"),
        }
    }
    let holds = |path: &str| {
        let matches = |rule: &&str| rule.strip_suffix('*').map_or(*rule == path, |start| path.starts_with(start));
        rules.iter().any(matches)
    };
    for path in bundle.keys().filter(|path| path.ends_with(".html")) {
        let as_hosts_say = format!("/{}", path.strip_suffix(".html").unwrap());
        assert!(holds(&format!("/{path}")) && holds(&as_hosts_say), "{path}: {rules:?}");
    }
    assert!(holds("/") && !holds(&format!("/{ZIP}")) && !holds("/editions/guides-en.html"), "{rules:?}");
}

/// The names have to be good on FAT32, exFAT, NTFS and APFS, below the folder of a stick.
#[test]
fn names_in_a_zip_are_good_everywhere() {
    let place = Place::empty();
    let bundle = build(&place, &["--format", "zip"]);
    let mut folded = BTreeSet::new();
    for (name, _) in unzip(&bundle[ZIP]) {
        assert!(name.starts_with("guides/") && name.len() <= 180, "{name}");
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.".contains(&byte)), "{name}");
        assert!(name.split('/').all(|part| !part.is_empty() && !part.ends_with('.')), "{name}");
        assert!(folded.insert(name.to_lowercase()), "{name}");
    }
}

/// As a reader would: by the programs that systems bring along.
#[test]
fn other_programs_unpack_it() {
    let place = Place::empty();
    let bundle = build(&place, &["--format", "site,zip"]);
    let python =
        "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall('python')";
    let programs: [(&str, &[&str], &str); 2] = [
        ("unzip", &["-q", "output/editions/guides.zip", "-d", "unzip"], "unzip"),
        ("python3", &["-c", python, "output/editions/guides.zip"], "python"),
    ];
    let zipped: BTreeMap<String, Vec<u8>> = unzip(&bundle[ZIP]).into_iter().collect();
    for (program, args, folder) in programs {
        let Ok(done) = Command::new(program).args(args).current_dir(place.path()).output() else { continue };
        assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
        assert_eq!(place.files(folder), zipped, "{program}");
    }
}

#[test]
fn nothing_of_the_machine_shows_in_a_zip() {
    let place = Place::empty();
    let first = build(&place, &["--format", "zip"]).remove(ZIP).unwrap();
    // However it is asked for, and by however many threads.
    for args in [
        &["--format", "site,zip"][..],
        &["--format", "zip", "--format", "site", "--jobs", "1"],
        &["--format", "zip,zip", "--jobs", "7", "--today", "2099-01-01"],
    ] {
        assert!(build(&place, args)[ZIP] == first, "{args:?}");
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(&first)).unwrap();
    for at in 0..archive.len() {
        let file = archive.by_index(at).unwrap();
        // The date of the edition, as `site.yaml` has it.
        assert_eq!(file.last_modified().unwrap().to_string(), "2026-11-22 00:00:00");
        assert_eq!(file.unix_mode(), Some(0o100_644));
    }
}

/// The books of a bundle, by their names.
fn books(bundle: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, Vec<(String, Vec<u8>)>> {
    let books = bundle.iter().filter(|(path, _)| path.ends_with(".epub"));
    books.map(|(path, bytes)| (path.strip_prefix("editions/").unwrap(), unzip(bytes))).collect()
}

#[test]
fn each_language_has_a_book_of_all_its_guides() {
    let place = Place::empty();
    let bundle = build(&place, &["--format", "site,epub"]);
    let books = books(&bundle);
    assert_eq!(books.keys().copied().collect::<Vec<_>>(), ["en", "ps", "sd", "ur"].map(|l| format!("guides-{l}.epub")));
    for (name, files) in books {
        let lang = &name["guides-".len()..name.len() - ".epub".len()];
        assert_eq!(files[0], ("mimetype".to_owned(), b"application/epub+zip".to_vec()), "{name}");
        let texts: BTreeMap<&str, &str> =
            files.iter().filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?))).collect();
        let guides = place_of_guides().join(lang);
        for guide in walkdir::WalkDir::new(&guides).into_iter().map(Result::unwrap) {
            let Some(path) = guide.path().strip_prefix(&guides).unwrap().to_str().unwrap().strip_suffix(".md") else {
                continue;
            };
            let chapter =
                texts.get(format!("EPUB/{lang}/{path}.xhtml").as_str()).unwrap_or_else(|| panic!("{name}: no {path}"));
            let page = String::from_utf8_lossy(&bundle[&format!("{lang}/{path}.html")]).into_owned();
            // The body of a guide is the same text, but for how elements without content are closed and what leads nowhere.
            let body = |text: &str| {
                words(
                    text.split("class=\"body\"")
                        .nth(1)
                        .and_then(|text| text.split("</div>").next())
                        .unwrap_or_default(),
                )
            };
            assert_eq!(body(chapter), body(&page), "{name}: {path}");
            assert!(!chapter.contains("<script") && !chapter.contains("<input"), "{name}: {path}");
        }
        leads_nowhere_else(name, &texts, &files);
        let package = texts["EPUB/package.opf"];
        assert_eq!(package.contains("page-progression-direction=\"rtl\""), lang != "en", "{name}");
        assert!(package.contains("<meta property=\"dcterms:modified\">2026-11-22T00:00:00Z</meta>"), "{package}");
    }
}

/// Every link of a book leads to a file of it, to a place that is there, to a person or to the web.
fn leads_nowhere_else(book: &str, texts: &BTreeMap<&str, &str>, files: &[(String, Vec<u8>)]) {
    let mut links = 0;
    for (path, text) in texts.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        for url in text.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
            if ["https:", "tel:", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
                continue;
            }
            links += 1;
            let (file, id) = url.split_once('#').unwrap_or((url, ""));
            let from = lamplight::source::VPath::new(path).unwrap();
            let target = if file.is_empty() { (*path).to_owned() } else { from.resolve(file).unwrap().to_string() };
            assert!(files.iter().any(|(path, _)| *path == target), "{book}: {path} leads to {url}");
            assert!(
                id.is_empty() || texts[target.as_str()].contains(&format!(" id=\"{id}\"")),
                "{book}: {path} leads to {url}"
            );
        }
    }
    assert!(links > 300, "{book}: {links} links");
}

/// The words of a text between its tags.
fn words(html: &str) -> String {
    html.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)).collect()
}

fn place_of_guides() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("guides")
}

#[test]
fn nothing_of_the_machine_shows_in_a_book() {
    let place = Place::with_site();
    let book = |args: &[&str]| {
        place.run([&["build", "--no-cache"], args].concat()).code(0);
        place.files("output").remove("editions/guides-en.epub").unwrap()
    };
    let first = book(&["--format", "epub"]);
    assert!(book(&["--format", "site,zip,epub", "--jobs", "1"]) == first);
    assert!(book(&["--format", "epub,site", "--jobs", "7", "--today", "2099-01-01"]) == first);
}

/// What lists of books and folders show of a discreet one; inside, who reads it knows what it is.
#[test]
fn a_discreet_book_is_called_notes() {
    let place = Place::with_site();
    let site = place.read("guides/site.yaml");
    place.write("guides/site.yaml", &format!("discreet: true\n{site}"));
    place.run(["build", "--format", "epub"]).code(0);
    let bundle = place.files("output");
    let files = &books(&bundle)["guides-en.epub"];
    let text =
        |name: &str| String::from_utf8_lossy(&files.iter().find(|(path, _)| path == name).unwrap().1).into_owned();
    let package = text("EPUB/package.opf");
    assert!(package.contains("<dc:title>Notes</dc:title>"), "{package}");
    for element in ["dc:description", "dc:publisher", "dc:rights"] {
        assert!(!package.contains(element), "{package}");
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("<title>Notes</title>"), "{path}");
        let name = path.rsplit('/').next().unwrap();
        let hashed = name.len() == 16 && name[..10].bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(hashed || ["index.xhtml", "contents.xhtml"].contains(&name), "{path}");
    }
}

/// A theme of somebody's own can't bring a script, another host or a page that is no XML into a book.
#[test]
fn what_a_theme_writes_into_a_book_is_audited() {
    for (html, words) in [
        ("<p>a<script src=\"x.js\"></script></p>", "`<script>` stands in a chapter"),
        ("<p><img src=\"https://a.example/x.png\" alt=\"\"></p>", "the page loads `https://a.example/x.png`"),
        ("<p>a&nbsp;b</p>", "nbsp"),
        ("<p title=x>a</p>", "not in quotes"),
        ("<div><p>a</div>", "closes an element while `<p>`"),
        ("<p><a href=\"javascript:x()\">a</a></p>", "javascript"),
        ("<input type=\"checkbox\" autocomplete=\"off\">", "`<input>` stands in a chapter"),
    ] {
        let place = Place::with_site();
        let text = format!(
            "{{% extends \"default/chapter.html\" %}}{{% block chapter_end %}}{html}{{% endblock chapter_end %}}"
        );
        place.write("theme/templates/chapter.html", &text);
        let said = streams(&place.run(["build", "--theme", "theme", "--format", "epub"]).code(1)).1;
        assert!(said.contains(words) && said.contains("`chapter.html`"), "{html}: {said}");
    }
}

#[test]
fn without_the_site_the_folder_holds_the_file_alone() {
    let place = Place::with_site();
    let said = streams(&place.run(["build", "--format", "zip"]).code(0)).1;
    assert!(said.contains("wrote 2 files") && said.contains("see output/editions"), "{said}");
    assert_eq!(place.files("output").into_keys().collect::<Vec<_>>(), ["SHA256SUMS", ZIP]);
}

/// Who takes the site along is told how large the file is; in the file nothing leads to it.
#[test]
fn the_page_offers_what_there_is() {
    let place = Place::with_site();
    place.run(["build", "--format", "site,zip"]).code(0);
    let bundle = place.files("output");
    let page = String::from_utf8_lossy(&bundle["en/take.html"]).into_owned();
    assert!(page.contains("href=\"../editions/guides.zip\""), "{page}");
    let kilobytes = bundle[ZIP].len().div_ceil(1000);
    assert!(page.contains(&format!("{kilobytes} KB</bdi>")), "{kilobytes}: {page}");
    assert!(page.contains("stays on the device until somebody deletes it"), "{page}");
    for (name, bytes) in unzip(&bundle[ZIP]) {
        assert!(!String::from_utf8_lossy(&bytes).contains("editions/"), "{name}");
    }
    // Every page leads there, and none does where there is nothing to take.
    let links = |bundle: &BTreeMap<String, Vec<u8>>| {
        let pages = bundle.iter().filter(|(path, _)| path.starts_with("en/"));
        pages.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("take.html")).count()
    };
    let pages = bundle.keys().filter(|path| path.starts_with("en/")).count();
    assert_eq!(links(&bundle), pages);
    place.run(["build"]).code(0);
    assert_eq!(links(&place.files("output")), 0);
    assert!(!place.files("output").keys().any(|path| path.contains("take") || path.contains("editions")));
}

#[test]
fn a_template_of_a_page_may_not_lead_into_editions() {
    let place = Place::with_site();
    let text = "{% extends \"default/home.html\" %}{% block home_doors %}<a href=\"../editions/guides.zip\">x</a>{% endblock home_doors %}";
    place.write("theme/templates/home.html", text);
    let said = streams(&place.run(["build", "--theme", "theme", "--format", "site,zip"]).code(1)).1;
    assert!(said.contains("en/index.html") && said.contains("leads to a file that the bundle does not have"), "{said}");
}

#[test]
fn a_format_that_there_is_not() {
    let said = streams(&Place::with_site().run(["build", "--format", "site,rar"]).code(2)).1;
    assert!(said.contains("invalid value 'rar'") && said.contains("zip"), "{said}");
}

/// The limit on the size of a file, which everybody may set, stands in for a full disk.
#[cfg(unix)]
#[test]
fn a_zip_that_finds_no_room_leaves_the_old_bundle() {
    let place = Place::with_site();
    place.run(["build"]).code(0);
    let before = place.files("output");
    let script = r#"ulimit -f 32; trap '' XFSZ; exec "$0" build --format zip"#;
    let program = ["-c", script, env!("CARGO_BIN_EXE_lamplight")];
    let done = Command::new("sh").args(program).current_dir(place.path()).env_clear().output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert!(said.contains("editions/guides.zip can't be written") && said.contains("output is as it was"), "{said}");
    assert!(place.files("output") == before);
}
