use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::media;
use crate::model::Locale;
use crate::source::{Root, VPath};
use std::collections::HashSet;

/// Names that some system can't hold or tells apart from others, and files in places where nothing reads them.
///
/// A bundle is copied to FAT and NTFS sticks and to hosts that know upper from lower case: a name must be the same
/// file everywhere.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    Site { facts, folders: HashSet::new(), parts: HashSet::new() }.check(said);
}

/// Characters of a path in the bundle. A stick's folder comes before it, and some systems stop at 255.
const LONGEST: usize = 180;

struct Site<'a, 'f> {
    facts: &'f Facts<'a>,
    /// Top-level folders that the site does not have: reported once each.
    folders: HashSet<&'a str>,
    /// Files and folders with a bad name: reported once each.
    parts: HashSet<&'a str>,
}

struct Problem {
    message: String,
    help: String,
}

fn problem(message: impl Into<String>, help: impl Into<String>) -> Option<Problem> {
    Some(Problem { message: message.into(), help: help.into() })
}

impl<'a> Site<'a, '_> {
    fn check(mut self, said: &mut Vec<Diagnostic>) {
        // Fonts are not published as they are.
        let config = &self.facts.library.config;
        for (file, source) in self.facts.tree.root(Root::Guides).filter(|(_, file)| !config.is_font(&file.path)) {
            let place = self.place(&source.path);
            // A guide or a file at the top that is named anew is named well in the same go.
            let named = place.is_some() && !matches!(source.path.as_str().split('/').next(), Some("assets" | "root"));
            let name = self.name(&source.path).filter(|_| !named);
            for problem in [place, name, length(&source.path)].into_iter().flatten() {
                said.push(Diagnostic::new(Code::BadFileName, Place::from(file), problem.message).help(problem.help));
            }
        }
    }

    /// What is wrong with the folder that a file lies in, or with its extension there.
    fn place(&mut self, path: &'a VPath) -> Option<Problem> {
        let Some((folder, below)) = path.as_str().split_once('/') else { return top(path.as_str()) };
        match folder {
            "assets" => asset(path),
            "root" => self.root(path, below),
            _ if self.is_language(folder) => guide(path),
            _ if !self.folders.insert(folder) => None,
            // Without the languages of `site.yaml` no folder can be told to be none.
            _ if !self.facts.site_is_read() => None,
            _ => self.folder(folder),
        }
    }

    /// What is wrong with a file's name or that of one of its folders, on whatever system.
    fn name(&mut self, path: &'a VPath) -> Option<Problem> {
        let path = path.as_str();
        let in_root = path.starts_with("root/");
        let mut start = 0;
        for segment in path.split('/') {
            let part = &path[..start + segment.len()];
            start = part.len() + 1;
            // The folder itself is reported as no part of the site.
            if self.folders.contains(part) {
                continue;
            }
            if let Some(problem) = segment_problem(segment, in_root) {
                return self.parts.insert(part).then_some(problem);
            }
        }
        None
    }

    fn is_language(&self, folder: &str) -> bool {
        self.facts.library.config.languages.iter().any(|locale| locale.is_folder(folder))
    }

    fn folder(&self, folder: &str) -> Option<Problem> {
        let message = format!("the folder `{folder}` is no language of the site, nor `assets` nor `root`");
        let lower = folder.to_ascii_lowercase();
        if lower != folder && (self.is_language(&lower) || lower == "assets" || lower == "root") {
            return problem(message, format!("name it `{lower}`, in small letters"));
        }
        let tag = match Locale::read(folder) {
            Ok(_) => Some(folder.to_owned()),
            // A folder is in small letters, a tag need not be.
            Err(bad) => bad.meant.filter(|meant| meant.eq_ignore_ascii_case(folder)),
        };
        match tag {
            Some(tag) => {
                problem(message, format!("add `{tag}` to the `languages` of `site.yaml`, or move it elsewhere"))
            }
            None => {
                problem(message, "move its guides below a language's folder, as `en/`, and its pictures to `assets/`")
            }
        }
    }

    /// `root/` is copied to the top of the bundle, where the pages and lists of the bundle itself lie.
    fn root(&self, path: &VPath, below: &str) -> Option<Problem> {
        if has_extension(path, &ACTIVE) {
            let message = format!("`{path}` could run or be shown as a page of the site");
            return problem(
                message,
                "`root/` is for files as CNAME or robots.txt: no HTML, XML, styles, scripts or SVG",
            );
        }
        let first = below.split('/').next().unwrap_or_default();
        let lower = first.to_ascii_lowercase();
        let taken = if below.contains('/') {
            self.is_language(&lower) || OWN_FOLDERS.contains(&&*lower)
        } else {
            is_own_file(&lower)
        };
        taken.then(|| Problem {
            message: format!("`{path}` would lie where the bundle writes its own `{first}`"),
            help: "give it another name".into(),
        })
    }
}

/// What a browser runs or shows as a page, by extension.
const ACTIVE: [&str; 20] = [
    "html", "htm", "shtml", "xhtml", "xht", "mht", "mhtml", "xml", "xsl", "xslt", "svg", "svgz", "css", "js", "mjs",
    "cjs", "wasm", "swf", "htc", "hta",
];
const OWN_FOLDERS: [&str; 2] = ["assets", "editions"];

fn is_own_file(name: &str) -> bool {
    matches!(name, ".nojekyll" | "_headers") || name.starts_with("sha256sums")
}

fn has_extension(path: &VPath, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|own| extensions.iter().any(|extension| extension.eq_ignore_ascii_case(own)))
}

fn top(name: &str) -> Option<Problem> {
    let near = match name.to_ascii_lowercase().as_str() {
        "site.yaml" | "site.yml" | "config.yaml" => "site.yaml",
        "sources.yaml" | "sources.yml" => "sources.yaml",
        _ => "",
    };
    if name == near {
        return None;
    }
    let help = match near {
        "" => "move guides below a language's folder, pictures to `assets/`, and other files out of the guides folder"
            .into(),
        near => format!("name it `{near}`"),
    };
    problem(format!("`{name}` is no file that a site has at its top"), help)
}

/// The files of a language's folder that are no guides: what readers may type.
const SEARCH_WORDS: [&str; 2] = ["synonyms.yaml", "urgent.yaml"];

fn guide(path: &VPath) -> Option<Problem> {
    let search_words = |name| path.as_str().split_once('/').is_some_and(|(_, below)| below == name);
    if path.extension() == Some("md") || SEARCH_WORDS.into_iter().any(search_words) {
        return None;
    }
    let help = if has_extension(path, &["md", "markdown", "mdown", "mkd"]) {
        format!("name it `{}.md`", path.stem().to_lowercase())
    } else {
        "move pictures to `assets/`, and other files out of the guides folder".to_owned()
    };
    problem(format!("`{path}` is no guide: a guide's name ends in `.md`"), help)
}

fn asset(path: &VPath) -> Option<Problem> {
    if has_extension(path, &["ttf", "otf", "ttc", "woff", "woff2"]) {
        let help =
            format!("write `fonts: {{ur: {path}}}` in site.yaml, with the language in place of `ur`, or remove it");
        return problem(format!("`{path}` is a font that no language uses"), help);
    }
    (!has_extension(path, &media::EXTENSIONS)).then(|| Problem {
        message: format!("`{path}` is no picture that can be published"),
        help: "`assets/` takes files that end in .jpg, .png, .webp, .gif or .svg: save the picture as one of these"
            .into(),
    })
}

fn segment_problem(segment: &str, in_root: bool) -> Option<Problem> {
    if is_reserved(&segment.split('.').next().unwrap_or_default().to_ascii_lowercase()) {
        let help = "give it another name, as `con-artists.md`";
        return problem(format!("Windows can't hold a file or folder named `{segment}`"), help);
    }
    if segment.ends_with(['.', ' ']) {
        return problem(format!("`{segment}` ends in a dot or a space, which Windows drops"), "remove it");
    }
    // GitHub's builder leaves them out, other hosts read settings from them; ids of the theme's own begin so, too.
    if segment.starts_with('_') && !in_root {
        let message = format!("`{segment}` begins with `_`, as names do that hosts keep for themselves");
        return problem(message, "give it a name that begins with a letter or a digit");
    }
    let c = segment.chars().find(|c| !is_portable(*c, in_root))?;
    let shown = match c {
        ' ' => "a space".to_owned(),
        'A'..='Z' => format!("the capital letter `{c}`"),
        _ => format!("`{}`", c.escape_debug()),
    };
    let help = match portable(segment) {
        Some(name) => format!("name it `{name}`"),
        None => "write the name in small letters a to z, digits and hyphens".to_owned(),
    };
    problem(format!("`{segment}` holds {shown}, which not every system takes the same"), help)
}

fn is_portable(c: char, upper: bool) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.') || (upper && c.is_ascii_uppercase())
}

/// The name in small letters with hyphens, where that is all that is wrong.
fn portable(segment: &str) -> Option<String> {
    let name: String = segment.chars().map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    name.chars().all(|c| is_portable(c, false)).then_some(name)
}

/// Whether Windows keeps a name, in small letters and without extension, for a device.
pub(crate) fn is_reserved(stem: &str) -> bool {
    let numbered = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|n| matches!(n.as_bytes(), [b'0'..=b'9']));
    matches!(stem, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

fn length(path: &VPath) -> Option<Problem> {
    let emitted = path.as_str().strip_prefix("root/").unwrap_or(path.as_str());
    let count = emitted.chars().count() + if emitted.ends_with(".md") { ".html".len() - ".md".len() } else { 0 };
    if count <= LONGEST {
        return None;
    }
    let message = format!("the path would have {count} characters in the bundle, and {LONGEST} is the most");
    problem(message, "shorten the name, or the names of its folders")
}
