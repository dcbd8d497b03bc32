//! `build --format zim`: the file for Kiwix, read by its own reader, and by the programs of those who made the format (zim-tools).

use crate::editions::listed_whole;
use crate::place::{Place, lamplight, streams};
use crate::usb::usb;
use lamplight::source::VPath;
use lamplight::zim::{Archive, Entry, Target, Writer};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::{Command, Output};

const ZIM: &str = "editions/guides.zim";

/// A ZIM file with all that it holds.
struct Zim {
    /// By namespace and path.
    contents: BTreeMap<(char, String), Vec<u8>>,
    /// The titles of what readers look for, by path, in the order of the list for that.
    front: Vec<(String, String)>,
    main: String,
}

impl Zim {
    fn read(bytes: &[u8]) -> Self {
        let archive = Archive::open(bytes).unwrap();
        let clusters: Vec<Vec<Vec<u8>>> = (0..archive.clusters()).map(|at| archive.contents(at).unwrap()).collect();
        let contents = archive.entries().iter().filter_map(|entry| {
            let Target::Content { cluster, blob, .. } = entry.target else { return None };
            let content = clusters[cluster as usize][blob as usize].clone();
            Some(((entry.namespace, entry.path.clone()), content))
        });
        let contents: BTreeMap<_, _> = contents.collect();
        let listed = contents[&('X', "listing/titleOrdered/v1".to_owned())].chunks(4);
        let entry = |number: &[u8]| &archive.entries()[u32::from_le_bytes(number.try_into().unwrap()) as usize];
        let front = listed.map(entry).map(|entry| (entry.path.clone(), entry.title.clone())).collect();
        Self { contents, front, main: archive.main().unwrap().path.clone() }
    }

    /// What lies in it for readers.
    fn files(&self) -> BTreeMap<&str, &[u8]> {
        let content = self.contents.iter().filter(|((namespace, _), _)| *namespace == 'C');
        content.map(|((_, path), bytes)| (path.as_str(), bytes.as_slice())).collect()
    }

    /// What lists show of it.
    fn metadata(&self) -> BTreeMap<&str, &[u8]> {
        let metadata = self.contents.iter().filter(|((namespace, _), _)| *namespace == 'M');
        metadata.map(|((_, name), bytes)| (name.as_str(), bytes.as_slice())).collect()
    }

    fn says(&self, name: &str) -> Option<&str> {
        self.metadata().get(name).map(|text| std::str::from_utf8(text).unwrap())
    }
}

/// Runs a program of zim-tools.
fn zim_tool(program: &str, place: &Place, args: &[&str]) -> Output {
    let run = Command::new(program).args(args).current_dir(place.path()).output();
    run.unwrap_or_else(|error| panic!("{program} is installed (zim-tools), see tests/run: {error}"))
}

/// Every check there is. Files that are alike are no fault: two languages may say the same.
fn passes_zimcheck(place: &Place, file: &str) {
    let done = zim_tool("zimcheck", place, &["-A", "-D", file]);
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(done.status.success() && said.contains("Overall Test Status: Pass"), "{said}");
    let others = said.replace("[WARNING] Redundant data found", "");
    assert!(!others.contains("[ERROR]") && !others.contains("[WARNING]"), "{said}");
}

/// The site that `init` makes, built with these options.
fn built(place: &Place, args: &[&str]) -> Zim {
    place.run([&["build", "--no-cache"], args].concat()).code(0);
    Zim::read(&place.files("output")[ZIM])
}

fn guides() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("guides")
}

#[test]
fn a_zim_file_holds_the_site() {
    let place = Place::empty();
    let build = ["build", "--no-cache", "--format", "site,zip,zim"];
    lamplight().current_dir(place.path()).args(build).arg(guides()).assert().code(0);
    let bundle = place.files("output");
    let zim = Zim::read(&bundle[ZIM]);
    let mut zip = zip::ZipArchive::new(Cursor::new(&bundle["editions/guides.zip"])).unwrap();
    let mut zipped = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut content).unwrap();
        zipped.insert(file.name().unwrap().strip_prefix("guides/").unwrap().to_owned(), content);
    }
    // A file without content is for a host, and each has a list of what it holds.
    zipped.retain(|path, content| !content.is_empty() && path != "SHA256SUMS");
    let mut files = zim.files();
    listed_whole(&files);
    files.remove("SHA256SUMS");
    let wanted: BTreeMap<&str, &[u8]> = zipped.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    assert_eq!(files.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    assert!(files == wanted, "contents differ");
    assert!(bundle[ZIM].len() < bundle["editions/guides.zip"].len() / 2, "{}", bundle[ZIM].len());

    passes_zimcheck(&place, &format!("output/{ZIM}"));
    leads_nowhere_else(&files);
    looks_as_it_should(&zim);
    unpacks_elsewhere(&place, &zim);

    listed_whole(&bundle.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect());
    place.run(["verify", "output"]).code(0);
    fs::create_dir(place.join("stick")).unwrap();
    assert!(usb(&place, &["stick"]).starts_with("0 "));
    assert!(place.files("stick/guides/site")[ZIM] == bundle[ZIM]);
}

/// Every link of every page leads to a file of it, to a person or to the web, and only from the root to the root.
fn leads_nowhere_else(files: &BTreeMap<&str, &[u8]>) {
    let mut links = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        let urls = [" href=\"", " src=\""].into_iter().flat_map(|name| html.split(name).skip(1));
        for url in urls.map(|rest| rest.split('"').next().unwrap()) {
            if ["https:", "tel:", "sms:", "mailto:", "data:"].iter().any(|scheme| url.starts_with(scheme)) {
                continue;
            }
            links += 1;
            let file = url.split('#').next().unwrap();
            let target = VPath::new(path).unwrap().resolve(file).map(|target| target.to_string());
            let there = file.is_empty() || target.as_deref().is_some_and(|target| files.contains_key(target));
            assert!(there, "{path} leads to {url}");
        }
    }
    assert!(links > 5000, "{links} links");
}

/// What Kiwix shows of this project's guides.
fn looks_as_it_should(zim: &Zim) {
    assert_eq!(zim.main, "index.html");
    for (name, text) in [
        ("Title", "Safe from grooming"),
        ("Language", "eng,urd,pus,snd"),
        ("Date", "2026-11-22"),
        ("Creator", "Lamplight"),
        ("Publisher", "Lamplight"),
        ("License", "CC BY 4.0"),
        ("Name", "lamplight_guides"),
        ("Tags", "_ftindex:no;_pictures:no;_videos:no"),
        ("Scraper", concat!("lamplight ", env!("CARGO_PKG_VERSION"))),
    ] {
        assert_eq!(zim.says(name), Some(text), "{name}");
    }
    let (short, whole) = (zim.says("Description").unwrap(), zim.says("LongDescription").unwrap());
    assert!(short.chars().count() <= 80 && whole.starts_with(short.trim_end_matches('…')), "{short}: {whole}");
    assert!(zim.says("Counter").unwrap().contains("text/html="));
    let icon = image::load_from_memory(zim.metadata()["Illustration_48x48@1"]).unwrap();
    assert_eq!((icon.width(), icon.height()), (48, 48));
    // Guides and home pages are looked for in their own language, and nothing else is.
    let sources = walkdir::WalkDir::new(guides()).into_iter().map(Result::unwrap);
    let sources = sources.filter_map(|source| {
        let path = source.path().strip_prefix(guides()).unwrap().to_str().unwrap().strip_suffix(".md")?.to_owned();
        path.contains('/').then(|| format!("{path}.html"))
    });
    let listed: BTreeSet<String> = zim.front.iter().map(|(path, _)| path.clone()).collect();
    assert_eq!(listed, sources.collect());
    assert!(zim.front.is_sorted_by_key(|(_, title)| title));
    let title = |wanted: &str| zim.front.iter().find(|(path, _)| path == wanted).map(|(_, title)| title.as_str());
    assert_eq!(title("en/steps/keep-evidence.html"), Some("Keep evidence"));
    assert_eq!(title("ur/index.html"), Some("گرومنگ سے بچاؤ"));
}

/// The format's own library unpacks the same bytes.
fn unpacks_elsewhere(place: &Place, zim: &Zim) {
    let done = zim_tool("zimdump", place, &["dump", "--dir=dumped", &format!("output/{ZIM}")]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let dumped = place.files("dumped");
    let dumped: BTreeMap<&str, &[u8]> = dumped.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect();
    let files = zim.files();
    let other: Vec<_> = files.iter().filter(|(path, bytes)| dumped.get(*path) != Some(*bytes)).collect();
    assert!(other.is_empty(), "{:?}", other.iter().map(|(path, _)| path).collect::<Vec<_>>());
}

/// The checks of zimcheck, which others of these tests rely on.
#[test]
fn faults_are_found() {
    let place = Place::empty();
    let write = |name: &str, html: &str| {
        let mut zim = Writer::default();
        let entry = Entry { path: "index.html".into(), title: "A".into(), media_type: "text/html", is_front: true };
        zim.add(entry, html.as_bytes()).unwrap();
        for (name, text) in [("Title", "A"), ("Description", "A"), ("Creator", "A"), ("Publisher", "A")] {
            zim.add_metadata(name, "text/plain", text.as_bytes()).unwrap();
        }
        zim.add_metadata("Date", "text/plain", b"2026-11-22").unwrap();
        zim.add_metadata("Language", "text/plain", b"eng").unwrap();
        zim.add_metadata("Illustration_48x48@1", "image/png", &lamplight::media::icon()).unwrap();
        fs::write(place.join(name), zim.finish("index.html", [1; 16]).unwrap()).unwrap();
    };
    write("right.zim", "<p><a href=\"index.html\">A</a></p>");
    passes_zimcheck(&place, "right.zim");
    write("dangling.zim", "<p><a href=\"nowhere.html\">A</a></p>");
    let mut changed = fs::read(place.join("right.zim")).unwrap();
    changed[100] ^= 1;
    fs::write(place.join("changed.zim"), changed).unwrap();
    for file in ["dangling.zim", "changed.zim"] {
        let done = zim_tool("zimcheck", &place, &["-A", file]);
        assert!(!done.status.success(), "{file}: {}", String::from_utf8_lossy(&done.stdout));
    }
}

#[test]
fn nothing_of_the_machine_shows_in_a_zim_file() {
    let place = Place::with_site();
    let build = |args: &[&str], env: &[(&str, &str)]| {
        let run = lamplight().current_dir(place.path()).args(["build", "--no-cache"]).args(args);
        run.envs(env.iter().copied()).assert().code(0);
        place.files("output").remove(ZIM).unwrap()
    };
    let first = build(&["--format", "zim"], &[]);
    for args in [
        &["--format", "zim"][..],
        &["--format", "site,zip,single,epub,zim", "--jobs", "1"],
        &["--format", "zim,site,zim", "--jobs", "7", "--today", "2099-01-01"],
    ] {
        assert!(build(args, &[]) == first, "{args:?}");
    }
    for env in [("TZ", "Asia/Karachi"), ("LC_ALL", "tr_TR.UTF-8"), ("SOURCE_DATE_EPOCH", "0")] {
        assert!(build(&["--format", "zim"], &[env]) == first, "{env:?}");
    }
    // Another text is another file, to Kiwix as well.
    let text = place.read("guides/en/index.md");
    place.write("guides/en/index.md", &(text + "\nOne more line.\n"));
    let other = build(&["--format", "zim"], &[]);
    assert_ne!(first[8..24], other[8..24]);
}

/// Pages that are taken over from the build before come into the file as well.
#[test]
fn a_second_build_makes_what_a_first_one_would() {
    let place = Place::with_site();
    let cached = ["build", "--format", "site,zim", "--cache", "cache"];
    place.run(cached).code(0);
    let text = place.read("guides/en/index.md");
    place.write("guides/en/index.md", &(text + "\nOne more line.\n"));
    place.run(cached).code(0);
    let second = place.files("output");
    place.run(["build", "--format", "site,zim", "--no-cache"]).code(0);
    assert!(place.files("output") == second);
    passes_zimcheck(&place, &format!("output/{ZIM}"));
}

#[test]
fn without_the_site_the_folder_holds_the_file_alone() {
    let place = Place::with_site();
    built(&place, &["--format", "zim"]);
    assert_eq!(place.files("output").into_keys().collect::<Vec<_>>(), ["SHA256SUMS", ZIM]);
    place.run(["verify", "output"]).code(0);
}

#[test]
fn the_page_offers_it_with_its_size() {
    let place = Place::with_site();
    let zim = built(&place, &["--format", "site,zim"]);
    let bundle = place.files("output");
    let page = String::from_utf8_lossy(&bundle["en/take.html"]).into_owned();
    assert!(page.contains("href=\"../editions/guides.zim\"") && page.contains("Kiwix is a free app"), "{page}");
    assert!(page.contains(&format!("{} KB", bundle[ZIM].len().div_ceil(1000))), "{page}");
    let inside = String::from_utf8_lossy(zim.files()["en/take.html"]).into_owned();
    assert!(inside.contains("This is a copy already") && !inside.contains("editions/"), "{inside}");
}

/// A site may leave out who publishes it and when, and say much in its title.
#[test]
fn what_a_site_does_not_say_and_what_it_says_at_length() {
    let place = Place::with_site();
    let site = "title: {en: Safe from strangers on the phone and at home}\nlanguages: [en, en-GB]\nregions: [PK]\n";
    let site = site.replace("home}", "home, en-GB: Safe}");
    place.write("guides/site.yaml", &site);
    let home = place.read("guides/en/index.md");
    let summary =
        "Short guides for children, parents and teachers for the day when somebody online is not who they say.";
    let lines = home.lines().filter(|line| !line.starts_with("summary:"));
    let home =
        lines.collect::<Vec<_>>().join("\n").replacen("kind: home", &format!("kind: home\nsummary: {summary}"), 1);
    place.write("guides/en/index.md", &home);
    let zim = built(&place, &["--format", "zim"]);
    passes_zimcheck(&place, &format!("output/{ZIM}"));
    assert_eq!(zim.says("Title"), Some("Safe from strangers on the…"));
    let short = "Short guides for children, parents and teachers for the day when somebody…";
    assert_eq!((zim.says("Description"), zim.says("LongDescription")), (Some(short), Some(summary)));
    assert_eq!((zim.says("Creator"), zim.says("License"), zim.says("Name")), (Some("-"), None, Some("guides")));
    assert_eq!(zim.says("Language"), Some("eng"));
    assert_eq!(zim.says("Date"), Some(crate::place::TODAY), "of the last review");
}

/// What lists show of a discreet one; inside, who reads it knows what it is.
#[test]
fn a_discreet_zim_file_is_called_notes() {
    let place = Place::with_site();
    let site = place.read("guides/site.yaml");
    place.write("guides/site.yaml", &format!("discreet: true\nbase_url: https://guides.example/\n{site}"));
    let zim = built(&place, &["--format", "zim"]);
    passes_zimcheck(&place, &format!("output/{ZIM}"));
    let said = ["Title", "Description", "Name", "Creator"].map(|name| zim.says(name).unwrap());
    assert_eq!(said, ["Notes", "Notes", "guides", "-"]);
    let names: Vec<&str> = zim.metadata().into_keys().collect();
    let neutral = [
        "Counter",
        "Creator",
        "Date",
        "Description",
        "Illustration_48x48@1",
        "Language",
        "Name",
        "Publisher",
        "Tags",
        "Title",
    ];
    assert_eq!(names, neutral);
    assert!(zim.front.len() > 5 && zim.front.iter().all(|(_, title)| title == "Notes"), "{:?}", zim.front);
}

#[test]
fn a_language_without_a_code_is_said_with_its_place() {
    let place = Place::with_site();
    place.write("guides/site.yaml", "title: Safe\nlanguages:\n  - en\n  - xx-Latn\nregions: [PK]\n");
    let said = streams(&place.run(["build", "--format", "site,zim"]).code(1)).1;
    assert!(said.contains("error[bad-value]: `xx-Latn` has no code of three letters in ISO 639-3"), "{said}");
    assert!(said.contains("guides/site.yaml:4:5") && said.contains("leave `zim` out"), "{said}");
    place.run(["build", "--format", "site"]).code(0);
}

#[test]
fn a_theme_brings_its_icon() {
    let place = Place::with_site();
    fs::create_dir_all(place.join("theme/assets")).unwrap();
    let icon = place.join("theme/assets/icon.png");
    let save = |width, height| {
        image::RgbaImage::from_fn(width, height, |x, _| image::Rgba([200, x as u8, 0, 255])).save(&icon).unwrap();
    };
    let build = ["build", "--no-cache", "--theme", "theme", "--format", "site,zim"];
    for (width, height, why) in [(47, 47, "smaller than 48 pixels"), (64, 48, "not as high as it is wide")] {
        save(width, height);
        let said = streams(&place.run(build).code(1)).1;
        assert!(said.contains("theme/assets/icon.png") && said.contains(why), "{said}");
    }
    fs::write(&icon, "no picture").unwrap();
    let said = streams(&place.run(build).code(1)).1;
    assert!(said.contains("`assets/icon.png` can't be an icon"), "{said}");
    save(96, 96);
    place.run(build).code(0);
    let bundle = place.files("output");
    let zim = Zim::read(&bundle[ZIM]);
    let shown = image::load_from_memory(zim.metadata()["Illustration_48x48@1"]).unwrap().to_rgba8();
    assert_eq!((shown.width(), shown.height(), shown.get_pixel(3, 3)[0]), (48, 48, 200));
    assert!(!bundle.keys().any(|path| path.contains("icon")), "no page shows it");
    passes_zimcheck(&place, &format!("output/{ZIM}"));
}

/// Files that somebody puts beside the pages, with names that mean something in the format, or no content. Names that mean
/// something in addresses are refused for all formats alike.
#[test]
fn files_of_any_name_lie_in_it() {
    let place = Place::with_site();
    let names = ["M/Title", "X/listing/titleOrdered/v1", "W/mainPage", "mainPage", "CNAME"];
    for name in names {
        place.write(&format!("guides/root/{name}"), name);
    }
    place.write("guides/root/empty.txt", "");
    let zim = built(&place, &["--format", "site,zim"]);
    for name in names {
        assert_eq!(zim.files().get(name), Some(&name.as_bytes()), "{name}");
    }
    assert!(!zim.files().contains_key("empty.txt") && zim.says("Title") != Some("M/Title"));
    passes_zimcheck(&place, &format!("output/{ZIM}"));
}

/// The limit on the size of a file, which everybody may set, stands in for a full disk.
#[cfg(unix)]
#[test]
fn a_zim_file_that_finds_no_room_leaves_the_old_bundle() {
    let place = Place::with_site();
    place.run(["build"]).code(0);
    let before = place.files("output");
    let script = r#"ulimit -f 16; trap '' XFSZ; exec "$0" build --format zim"#;
    let program = ["-c", script, env!("CARGO_BIN_EXE_lamplight")];
    let done = Command::new("sh").args(program).current_dir(place.path()).env_clear().output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(3), "{said}");
    assert!(said.contains("editions/guides.zim can't be written") && said.contains("output is as it was"), "{said}");
    assert!(place.files("output") == before);
}
