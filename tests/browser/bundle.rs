//! The bundles that browsers open: built by the program itself, once for each test.
//!
//! What is tested is read from what was built: which pages there are, in which languages, by which templates.

use crate::server::Server;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A bundle in a folder that goes with it.
#[derive(Debug)]
pub struct Bundle {
    pub name: &'static str,
    place: TempDir,
    pub pages: Vec<Page>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// `en/signs/keep-it-secret.html`
    pub path: String,
    /// `sign`, as the class of its body says; what has none is named by its path, `404`
    pub template: String,
    pub lang: String,
    pub right_to_left: bool,
}

/// Where a bundle is opened: the promise is that it is the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// From a stick, by double-click.
    File,
    /// In a folder of a host that others use as well.
    SubPath,
    /// At the root of a host.
    Root,
}

impl Place {
    pub const ALL: [Self; 3] = [Self::File, Self::SubPath, Self::Root];
}

/// A bundle at a place: its address, and its host where it has one.
#[derive(Debug)]
pub struct Site {
    /// Ends with a slash.
    pub url: String,
    pub server: Option<Server>,
}

impl Bundle {
    /// The guides of this project, with the page on what readers can take with them.
    pub fn guides() -> Self {
        Self::guides_with(&["--format", "site,zip"])
    }

    /// The guides of this project as they come out of the zip file.
    pub fn unpacked() -> Self {
        let mut bundle = Self::guides();
        let (built, unpacked) = (bundle.folder(), bundle.place.path().join("unpacked"));
        let file = fs::File::open(built.join("editions/guides.zip")).unwrap();
        zip::ZipArchive::new(file).unwrap().extract(&unpacked).unwrap();
        fs::remove_dir_all(&built).unwrap();
        fs::rename(unpacked.join("guides"), &built).unwrap();
        bundle.pages = pages(&built);
        bundle
    }

    /// The guides of this project, built with further options.
    pub fn guides_with(options: &[&str]) -> Self {
        Self::build("guides", Path::new(env!("CARGO_MANIFEST_DIR")), options)
    }

    /// The site of `tests/golden` with every kind of guide and every element of Markdown.
    pub fn one_language() -> Self {
        Self::golden("one-language")
    }

    /// The site of `tests/golden` with a right-to-left language, an address on the web and an exit there.
    pub fn two_languages() -> Self {
        Self::golden("two-languages")
    }

    /// The site of `tests/golden` with an Urdu default and digits of its own.
    pub fn right_to_left() -> Self {
        Self::golden("right-to-left")
    }

    pub fn all() -> [Self; 3] {
        [Self::guides(), Self::one_language(), Self::two_languages()]
    }

    /// As few bundles as have both directions of writing.
    pub fn left_to_right_and_right_to_left() -> Vec<Self> {
        let guides = Self::guides();
        if guides.pages.iter().any(|page| page.right_to_left) {
            return vec![guides];
        }
        vec![guides, Self::two_languages()]
    }

    /// Golden sites have a bare theme of their own: here they are dressed as readers will see them.
    fn golden(name: &'static str) -> Self {
        Self::golden_with(name, &[])
    }

    pub fn golden_with(name: &'static str, options: &[&str]) -> Self {
        let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
        let bare = tempfile::tempdir().unwrap();
        let theme = bare.path().to_str().unwrap();
        Self::build(name, &site, &[&["--today", "2026-11-22", "--theme", theme], options].concat())
    }

    fn build(name: &'static str, project: &Path, options: &[&str]) -> Self {
        // A space and a letter outside ASCII, as folders of people have.
        let place = tempfile::Builder::new().prefix("lamplight ü ").tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        let program =
            program.current_dir(project).arg("build").args(options).arg("-o").arg(place.path().join("bundle"));
        let output = program.output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let pages = pages(&place.path().join("bundle"));
        assert!(!pages.is_empty(), "{name} has no page");
        Self { name, place, pages }
    }

    pub fn folder(&self) -> PathBuf {
        self.place.path().join("bundle")
    }

    /// A copy whose pages load `probe.js` before anything else, which notes what goes wrong in them: for the engines
    /// whose drivers hand out no console.
    pub fn probed(&self) -> PathBuf {
        let probed = self.place.path().join("probed");
        if !probed.exists() {
            copy_with_probe(&self.folder(), &probed);
        }
        probed
    }

    /// One page for each template and language; with `LAMPLIGHT_ALL_PAGES=1` every page.
    pub fn one_of_each(&self) -> Vec<&Page> {
        self.first_by(|page| (page.template.clone(), page.lang.clone()))
    }

    /// One page for each template and direction of writing; with `LAMPLIGHT_ALL_PAGES=1` every page.
    pub fn one_of_each_direction(&self) -> Vec<&Page> {
        self.first_by(|page| (page.template.clone(), page.right_to_left))
    }

    fn first_by<K: Ord>(&self, key: impl Fn(&Page) -> K) -> Vec<&Page> {
        let all = std::env::var_os("LAMPLIGHT_ALL_PAGES").is_some_and(|value| value == "1");
        let mut seen = BTreeSet::new();
        self.pages.iter().filter(|page| all || seen.insert(key(page))).collect()
    }

    /// The first page by this template in this language.
    pub fn page_by(&self, template: &str, lang: &str) -> &Page {
        let page = self.pages.iter().find(|page| page.template == template && page.lang == lang);
        page.unwrap_or_else(|| panic!("{} has no page by the template `{template}` in `{lang}`", self.name))
    }
}

impl Site {
    /// Opens a folder to browsers.
    pub fn at(place: Place, folder: &Path) -> Self {
        let served = |mount: &str| {
            let server = Server::start(folder, mount);
            Self { url: server.url(), server: Some(server) }
        };
        match place {
            Place::File => Self { url: file_url(folder), server: None },
            Place::SubPath => served("/~ngo/safe%20guides/"),
            Place::Root => served("/"),
        }
    }

    pub fn url_of(&self, page: &Page) -> String {
        format!("{}{}", self.url, page.path)
    }
}

/// `file:///tmp/…/`, with what an address can't hold escaped.
fn file_url(folder: &Path) -> String {
    let mut url = String::from("file://");
    for byte in folder.to_str().unwrap().bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(byte)),
            other => url.push_str(&format!("%{other:02X}")),
        }
    }
    url.push('/');
    url
}

/// Every HTML file of a bundle, by path.
fn pages(folder: &Path) -> Vec<Page> {
    let mut pages = Vec::new();
    for (path, file) in files(folder) {
        if path.ends_with(".html") {
            let html = fs::read_to_string(file).unwrap();
            let attribute = |tag: &str, name: &str| {
                let rest = html.split_once(tag)?.1.split_once('>')?.0.split_once(&format!("{name}=\""))?.1;
                Some(rest.split_once('"')?.0.to_owned())
            };
            let class = attribute("<body", "class").and_then(|class| Some(class.strip_prefix("page-")?.to_owned()));
            pages.push(Page {
                template: class.unwrap_or_else(|| path.trim_end_matches(".html").to_owned()),
                lang: attribute("<html", "lang").unwrap_or_else(|| panic!("{path} names no language")),
                right_to_left: attribute("<html", "dir").is_some_and(|dir| dir == "rtl"),
                path,
            });
        }
    }
    pages
}

/// Every file below a folder with its path there, in the order of paths.
pub fn files(folder: &Path) -> Vec<(String, PathBuf)> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = walk.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), entry.into_path()))
        .collect()
}

/// Copies a folder of pages, with the probe as the first script of each.
pub fn copy_with_probe(from: &Path, to: &Path) {
    for (path, file) in files(from) {
        let copy = to.join(&path);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        if path.ends_with(".html") {
            let probe =
                format!("<head>\n<script src=\"{}probe.js\"></script>", "../".repeat(path.matches('/').count()));
            let html = fs::read_to_string(file).unwrap();
            assert!(html.contains("<head>"), "{path} has no head");
            fs::write(copy, html.replacen("<head>", &probe, 1)).unwrap();
        } else {
            fs::copy(file, copy).unwrap();
        }
    }
    fs::write(to.join("probe.js"), include_str!("probe.js")).unwrap();
}
