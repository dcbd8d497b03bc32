use super::{ThemeFile, embedded};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::source::{Root, SourceTree, Span, VPath};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A file of a theme that pages load.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeAsset {
    /// What templates call it: `main.css`.
    pub name: String,
    /// Where it lies in the bundle: `assets/main.1f8b3c22.css`.
    pub path: VPath,
    pub bytes: Vec<u8>,
    /// Whether it is the font that the build made for a language.
    pub is_font_of_language: bool,
}

const EXTENSIONS: [&str; 6] = ["css", "js", "woff2", "png", "jpg", "jpeg"];

/// Whether a file below a theme's `assets/` can go into a bundle.
pub(super) fn is_allowed(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.contains(&extension) && name.bytes().all(plain)
}

/// The assets with their names in the bundle. Style sheets come last: their `url(name)` is rewritten to those names.
pub(super) fn load(
    tree: &SourceTree,
    files: &BTreeMap<&str, ThemeFile<'_>>,
    discreet: bool,
    problems: &mut Vec<Diagnostic>,
) -> Vec<ThemeAsset> {
    let named = files.iter().filter_map(|(path, file)| Some((path.strip_prefix("assets/")?, file)));
    let (sheets, others): (Vec<_>, Vec<_>) =
        named.filter(|(name, _)| is_allowed(name)).partition(|(name, _)| name.ends_with(".css"));
    let mut assets: Vec<ThemeAsset> = Vec::new();
    for (name, file) in others {
        assets.extend(asset(name, without_comments(name, &file.text), discreet));
    }
    for (name, file) in sheets {
        let text = String::from_utf8_lossy(&without_comments(name, &file.text)).into_owned();
        let text = with_defaults(tree, name, text, problems);
        let text = assets.iter().fold(text, link);
        assets.extend(asset(name, text.into_bytes(), discreet));
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    assets
}

fn asset(name: &str, bytes: Vec<u8>, discreet: bool) -> Option<ThemeAsset> {
    let path = hashed_path(name, &[&bytes], discreet)?;
    Some(ThemeAsset { name: name.into(), path, bytes, is_font_of_language: false })
}

/// `assets/<stem>.<hash>.<extension>`, the hash being of the parts of its bytes: a changed file has a new name, so no old
/// copy is ever taken for it. In a discreet bundle it is `assets/<hash>.<extension>`, and the name goes into the hash, so
/// that two files of the same bytes still have two.
pub(crate) fn hashed_path(name: &str, parts: &[&[u8]], discreet: bool) -> Option<VPath> {
    let (stem, extension) = name.rsplit_once('.')?;
    let hash = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part));
    let path = if discreet {
        format!("assets/{}.{extension}", hex(&hash.chain_update(name).finalize()[..5]))
    } else {
        format!("assets/{stem}.{}.{extension}", hex(&hash.finalize()[..4]))
    };
    VPath::new(&path).ok()
}

/// Bytes as hexadecimal digits in lower case.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a user's sheet begins with to build on a default one, as templates do by `{% extends "default/…" %}`. The sheet
/// stands there in full, since browsers would ask for it only after the first one has come.
const IMPORT: &str = "@import \"default/";

/// A sheet with the default ones that it imports in their places.
fn with_defaults(tree: &SourceTree, name: &str, css: String, problems: &mut Vec<Diagnostic>) -> String {
    let (mut out, mut rest) = (String::with_capacity(css.len()), css.as_str());
    while let Some((before, after)) = rest.split_once(IMPORT) {
        out.push_str(before);
        let (wanted, tail) = after.split_once("\";").unwrap_or((after.lines().next().unwrap_or_default(), ""));
        let sheet = embedded::FILES.iter().find(|(path, _)| path.strip_prefix("assets/") == Some(wanted));
        match sheet.filter(|_| wanted.ends_with(".css")) {
            Some((_, text)) => out.push_str(String::from_utf8_lossy(&without_comments(wanted, text)).trim_end()),
            None => problems.push(no_sheet(tree, name, wanted)),
        }
        rest = tail;
    }
    out + rest
}

fn no_sheet(tree: &SourceTree, name: &str, wanted: &str) -> Diagnostic {
    let path = format!("assets/{name}");
    let written = format!("{IMPORT}{wanted}");
    let place = tree.find(Root::Theme, &path).map_or(Place::Path(tree.label_of(Root::Theme, &path)), |file| {
        let bytes = &tree.file(file).bytes;
        let start = memchr::memmem::find(bytes, written.as_bytes()).unwrap_or_default();
        Span::new(file, start..(start + written.len()).min(bytes.len())).into()
    });
    let message = format!("the default theme has no style sheet `{wanted}`");
    Diagnostic::new(Code::ThemeError, place, message).help("write `@import \"default/main.css\";`, or leave it out")
}

fn link(css: String, asset: &ThemeAsset) -> String {
    let target = asset.path.file_name();
    ["\"", "'", ""].iter().fold(css, |css, quote| {
        css.replace(&format!("url({quote}{}{quote})", asset.name), &format!("url({quote}{target}{quote})"))
    })
}

/// Style sheets and scripts without their `/* … */` comments and blank lines: all the minifying there is. A script's
/// comments go only where they are lines of their own, so that nothing inside a string is touched.
fn without_comments(name: &str, bytes: &[u8]) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => lines(&strip_css(text), |_| true),
        Some("js") => lines(text, |line| !line.starts_with("//")),
        _ => bytes.to_vec(),
    }
}

/// The built-in script of the search page, as a bundle holds it.
pub fn search_script() -> &'static [u8] {
    static SCRIPT: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let script = super::embedded::FILES.iter().find(|(path, _)| *path == "assets/search.js");
        without_comments("search.js", script.map_or(&[], |(_, bytes)| bytes))
    });
    &SCRIPT
}

fn strip_css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start + 2..].find("*/").map_or("", |end| &rest[start + 2 + end + 2..]);
    }
    out + rest
}

fn lines(text: &str, keep: impl Fn(&str) -> bool) -> Vec<u8> {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && keep(line)) {
        out.push_str(line);
        out.push('\n');
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;
    use std::borrow::Cow;

    #[test]
    fn a_sheet_builds_on_a_default_one() {
        let (css, problems) =
            user_sheet("/* @import \"default/none.css\"; */\n@import \"default/main.css\";\n:root { --paper: red }\n");
        assert!(problems.is_empty(), "{problems:#?}");
        let default = String::from_utf8(without_comments("main.css", &embedded_file("assets/main.css"))).unwrap();
        assert_eq!(css, default + ":root { --paper: red }\n");
    }

    #[test]
    fn a_default_sheet_that_is_none_is_said_with_its_place() {
        let (_, problems) = user_sheet("p { margin: 0 }\n@import \"default/mian.css\";\n");
        let [problem] = problems.as_slice() else { panic!("{problems:#?}") };
        assert_eq!(problem.message, "the default theme has no style sheet `mian.css`");
        let Place::Span(span) = problem.place else { panic!("{problem:?}") };
        assert_eq!((span.start, span.end), (16, 16 + "@import \"default/mian.css".len() as u32));
    }

    /// A user's `main.css` as the bundle gets it.
    fn user_sheet(text: &str) -> (String, Vec<Diagnostic>) {
        let path = VPath::new("assets/main.css").unwrap();
        let file = SourceFile { root: Root::Theme, path, bytes: text.as_bytes().into() };
        let tree = SourceTree::new(vec![file], "guides", "themes/ours");
        let files = BTreeMap::from([("assets/main.css", ThemeFile { text: Cow::Borrowed(text.as_bytes()) })]);
        let mut problems = Vec::new();
        let css = load(&tree, &files, false, &mut problems).remove(0).bytes;
        (String::from_utf8(css).unwrap(), problems)
    }

    fn embedded_file(path: &str) -> Vec<u8> {
        embedded::FILES.iter().find(|(name, _)| *name == path).unwrap().1.to_vec()
    }

    #[test]
    fn discreet_names_say_nothing_and_stay_apart() {
        let path = |name| hashed_path(name, &[b"same"], true).unwrap().to_string();
        let name = path("grooming.png");
        let hash = name.strip_prefix("assets/").and_then(|name| name.strip_suffix(".png")).unwrap();
        assert!(hash.len() == 10 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{name}");
        assert_ne!(name, path("signs.png"));
    }

    #[test]
    fn sheets_point_at_hashed_names_and_lose_comments() {
        let file = |text: &'static str| ThemeFile { text: Cow::Borrowed(text.as_bytes()) };
        let files = BTreeMap::from([
            ("assets/a.css", file("/* note */\n.a { src: url(f.woff2) }\n\n.b { color: red }\n")),
            ("assets/f.woff2", file("font")),
            ("assets/x.exe", file("no")),
        ]);
        let tree = SourceTree::new(Vec::new(), "guides", "themes/ours");
        let assets = load(&tree, &files, false, &mut Vec::new());
        let [css, font] = assets.as_slice() else { panic!("{assets:?}") };
        let expected = format!(".a {{ src: url({}) }}\n.b {{ color: red }}\n", font.path.file_name());
        assert_eq!(String::from_utf8_lossy(&css.bytes), expected);
        assert!(css.path.as_str().starts_with("assets/a.") && css.path.as_str().ends_with(".css"));
    }
}
