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
    assert!(names.is_sorted(), "{names:?}");
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
fn listed_whole(files: &BTreeMap<&str, &[u8]>) {
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
