//! What speed is measured against: `tests/bench/compare` calls this program, as nobody does by hand.
//!
//! - `corpus DIR N` writes one site with N guides as Lamplight, Hugo, Zola and mdBook expect it, each in a folder of its name;
//! - `render SOURCES OUTPUT` does the bare work of any generator: it reads every guide, makes HTML of its Markdown, puts that into
//!   one frame and writes it, two files at a time, with no checks, no links, no navigation and no second look.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench stops where the machine fails")]

mod site;

use rayon::prelude::*;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

const THREADS: usize = 2;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["corpus", place, guides] => corpus(Path::new(place), guides.parse().unwrap()),
        ["render", sources, output] => render(Path::new(sources), Path::new(output)),
        // `cargo bench` runs every bench: alone this one has nothing to say.
        _ => println!("tests/bench/compare runs this"),
    }
}

fn render(sources: &Path, output: &Path) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(THREADS).build().unwrap();
    let is_guide = |entry: &walkdir::DirEntry| entry.path().extension().is_some_and(|extension| extension == "md");
    let files: Vec<PathBuf> =
        WalkDir::new(sources).into_iter().map(Result::unwrap).filter(is_guide).map(|entry| entry.into_path()).collect();
    let target = |file: &Path| output.join(file.strip_prefix(sources).unwrap()).with_extension("html");
    let folders: BTreeSet<PathBuf> = files.iter().map(|file| target(file).parent().unwrap().to_owned()).collect();
    folders.iter().for_each(|folder| fs::create_dir_all(folder).unwrap());
    pool.install(|| {
        files.par_iter().for_each(|file| fs::write(target(file), page(&fs::read_to_string(file).unwrap())).unwrap())
    });
}

/// A page as plain as one can be that has a title, a style sheet and a way home.
fn page(file: &str) -> String {
    let (front, body) = parts(file);
    let title = field(front, "title");
    let mut html = String::with_capacity(file.len() * 3 / 2);
    html += "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>";
    html += title;
    html += "</title>\n<link rel=\"stylesheet\" href=\"../main.css\">\n</head>\n<body>\n<nav><a href=\"../index.html\">Home</a></nav>\n<main>\n<h1>";
    html += title;
    html += "</h1>\n";
    pulldown_cmark::html::push_html(
        &mut html,
        pulldown_cmark::Parser::new_ext(body, pulldown_cmark::Options::ENABLE_TABLES),
    );
    html += "</main>\n</body>\n</html>\n";
    html
}

fn corpus(place: &Path, guides: usize) {
    let files = site::files(guides);
    write_all(&place.join("lamplight/guides"), &files);
    let pages: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".md")).collect();
    let renamed =
        |path: &str| path.strip_suffix("index.md").map_or(path.to_owned(), |folder| format!("{folder}_index.md"));
    let hugo = pages.iter().map(|(path, text)| {
        let (front, body) = parts(text);
        (
            renamed(path),
            format!("---\ntitle: \"{}\"\nsummary: \"{}\"\n---\n{body}", field(front, "title"), field(front, "summary")),
        )
    });
    write_all(&place.join("hugo/content"), &hugo.collect::<Vec<_>>());
    write_all(&place.join("hugo"), &owned(&HUGO));
    let zola = pages.iter().map(|(path, text)| {
        let (front, body) = parts(text);
        // Zola refuses a link to a page that is not where it looks; the others leave such links as they are.
        let body = body.replace("](../", "](https://example.org/");
        let head =
            format!("+++\ntitle = \"{}\"\ndescription = \"{}\"\n+++\n", field(front, "title"), field(front, "summary"));
        (renamed(path), head + &body)
    });
    write_all(&place.join("zola/content"), &zola.collect::<Vec<_>>());
    write_all(&place.join("zola"), &owned(&ZOLA));
    let mdbook = pages
        .iter()
        .map(|(path, text)| (path.clone(), format!("# {}\n\n{}", field(parts(text).0, "title"), parts(text).1)));
    write_all(&place.join("mdbook/src"), &mdbook.collect::<Vec<_>>());
    let summary: String = pages.iter().map(|(path, _)| format!("- [{path}]({path})\n")).collect();
    let book = [
        ("book.toml", "[book]\ntitle = \"Measured\"\n".to_owned()),
        ("src/SUMMARY.md", format!("# Summary\n\n{summary}")),
    ];
    write_all(&place.join("mdbook"), &book.map(|(path, text)| (path.to_owned(), text)));
}

/// The smallest themes that link a style sheet, list what is in a section, and lead home.
const HUGO: [(&str, &str); 3] = [
    (
        "hugo.toml",
        "baseURL = \"https://example.org/\"\ntitle = \"Measured\"\ndisableKinds = [\"taxonomy\", \"term\", \"rss\", \"sitemap\", \"404\"]\n",
    ),
    (
        "layouts/_default/single.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title><link rel=\"stylesheet\" href=\"/main.css\"></head><body><nav><a href=\"/\">Home</a></nav><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>\n",
    ),
    (
        "layouts/_default/list.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ .Title }}</title><link rel=\"stylesheet\" href=\"/main.css\"></head><body><main><h1>{{ .Title }}</h1>{{ .Content }}<ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a> {{ .Summary }}</li>{{ end }}</ul></main></body></html>\n",
    ),
];

const ZOLA: [(&str, &str); 4] = [
    (
        "config.toml",
        "base_url = \"https://example.org\"\ntitle = \"Measured\"\ngenerate_feeds = false\nbuild_search_index = false\n",
    ),
    (
        "templates/page.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ page.title }}</title><link rel=\"stylesheet\" href=\"/main.css\"></head><body><nav><a href=\"/\">Home</a></nav><main><h1>{{ page.title }}</h1>{{ page.content | safe }}</main></body></html>\n",
    ),
    (
        "templates/section.html",
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ section.title }}</title><link rel=\"stylesheet\" href=\"/main.css\"></head><body><main><h1>{{ section.title }}</h1>{{ section.content | safe }}<ul>{% for page in section.pages %}<li><a href=\"{{ page.path }}\">{{ page.title }}</a> {{ page.description }}</li>{% endfor %}</ul></main></body></html>\n",
    ),
    ("templates/index.html", "{% extends \"section.html\" %}\n"),
];

fn owned(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn write_all(place: &Path, files: &[(String, String)]) {
    for (path, text) in files {
        let path = place.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// The front matter and the body of a guide.
fn parts(file: &str) -> (&str, &str) {
    file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", file))
}

fn field<'f>(front: &'f str, name: &str) -> &'f str {
    front.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default()
}
