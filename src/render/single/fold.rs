//! A rendered page made a part of another file: its ids get the page's own before them, links to pages become links to ids, and what
//! it would load stands in the file.
//!
//! It walks what templates wrote and changes some attributes of it; all else is copied. It judges nothing: the audit reads what comes out.

use super::PLACE;
use crate::markup::{self, Fault, Parts, Reader, policy};
use crate::source::VPath;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

/// What pages are folded into.
pub(super) struct Folding<'a> {
    /// The ids of the pages in the file, by their paths.
    pub ids: &'a BTreeMap<&'a VPath, String>,
    pub parts: &'a Parts,
}

/// A page as a part of the file.
pub(super) struct Folded {
    /// Its way from the home page, and its main part.
    pub html: String,
    /// The title as HTML.
    pub title: String,
    pub lang: String,
    pub dir: String,
    /// The scripts that it would load besides those of the frame.
    pub scripts: Vec<VPath>,
}

/// The id of the main part of every page.
const MAIN: &str = "_main";

impl Folding<'_> {
    /// Folds the page at `path`, whose id will be `id`. A page that `keeps` ids of the theme has a script that looks for them.
    pub fn page(&self, html: &str, path: &VPath, id: &str, keeps: bool) -> Folded {
        let mut walk = Walk::new(self, html, path, false);
        markup::html(html, &mut walk);
        walk.edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
        let rename = |old: &str| match old {
            MAIN => id.to_owned(),
            old if keeps && old.starts_with('_') || !walk.ids.contains(old) => old.to_owned(),
            old => format!("{id}{PLACE}{old}"),
        };
        let kept: Vec<String> = walk.regions.iter().map(|region| walk.copy(region.clone(), &rename)).collect();
        Folded {
            html: kept.join("\n").trim().to_owned(),
            title: walk.title.replace('"', "&quot;"),
            lang: walk.lang.to_owned(),
            dir: walk.dir.to_owned(),
            scripts: walk.late,
        }
    }

    /// Folds the frame at `path`, in which all pages stand, and adds the scripts that these load.
    pub fn frame(&self, html: &str, path: &VPath, scripts: Vec<VPath>) -> String {
        let mut walk = Walk::new(self, html, path, true);
        markup::html(html, &mut walk);
        let mut late = std::mem::take(&mut walk.late);
        late.extend(scripts);
        let mut seen = HashSet::new();
        late.retain(|path| seen.insert(path.clone()));
        let mut late: Vec<&str> = late.iter().filter_map(|path| self.script(path)).collect();
        // The index is of use to the script of the search page, which loads its parts otherwise.
        if late.iter().any(|script| script.as_bytes() == crate::theme::search_script()) {
            late.extend(self.parts.scripts.last().filter(|part| part.text.starts_with(DATA)).map(|part| &*part.text));
        }
        let written: String = late.iter().map(|script| format!("<script>{script}</script>\n")).collect();
        let scripts: Vec<&str> = walk.scripts.iter().copied().chain(late).collect();
        let policy = policy(&walk.sheets, &scripts);
        let end = walk.body_end;
        walk.edits.push(Edit { at: end..end, with: With::Text(written) });
        if let Some(at) = walk.policy.clone() {
            walk.edits.push(Edit { at, with: With::Text(policy) });
        }
        walk.edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
        walk.copy(0..html.len(), &str::to_owned)
    }

    fn script(&self, path: &VPath) -> Option<&str> {
        self.parts.scripts.iter().find(|part| part.path == *path).map(|part| &*part.text)
    }

    fn sheet(&self, path: &VPath) -> Option<&str> {
        self.parts.sheets.iter().find(|part| part.path == *path).map(|part| &*part.text)
    }
}

/// What the data of the search index begins with.
const DATA: &str = "lamplight(";

/// A page while it is read.
struct Walk<'a> {
    folding: &'a Folding<'a>,
    text: &'a str,
    path: &'a VPath,
    is_frame: bool,
    tag: Tag<'a>,
    /// The title is being read.
    in_title: bool,
    /// What is being kept: the name of its element, where it begins, and how many elements of the name are open in it.
    keeping: Option<(&'a str, usize, usize)>,
    /// What of the page becomes a part.
    regions: Vec<Range<usize>>,
    /// In order.
    edits: Vec<Edit<'a>>,
    ids: HashSet<&'a str>,
    title: &'a str,
    lang: &'a str,
    dir: &'a str,
    /// Scripts that wait for the end of the page.
    late: Vec<VPath>,
    /// What was written in place of links to it.
    sheets: Vec<&'a str>,
    scripts: Vec<&'a str>,
    /// Where the policy is said, and where the body ends.
    policy: Option<Range<usize>>,
    body_end: usize,
    /// The start of a script whose end tag is to come, and what to write in its place.
    script: Option<(usize, String)>,
}

#[derive(Default)]
struct Tag<'a> {
    name: &'a str,
    at: usize,
    /// Name, value and place of each attribute.
    attributes: Vec<(&'a str, &'a str, usize)>,
}

impl<'a> Tag<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(own, ..)| *own == name).map(|(_, value, _)| *value)
    }
}

struct Edit<'a> {
    at: Range<usize>,
    with: With<'a>,
}

enum With<'a> {
    Text(String),
    /// Ids of the page, by spaces.
    Ids(&'a str),
}

impl<'a> Reader<'a> for Walk<'a> {
    fn start(&mut self, name: &'a str, at: usize) {
        self.tag = Tag { name, at, attributes: Vec::new() };
    }

    fn attribute(&mut self, name: &'a str, value: Option<&'a str>, at: usize) {
        // One without a value is copied as it is.
        if let Some(value) = value {
            self.tag.attributes.push((name, value, at));
        }
    }

    fn start_end(&mut self, _slash: bool) {
        match self.tag.name {
            "html" => {
                self.lang = self.tag.get("lang").unwrap_or_default();
                self.dir = self.tag.get("dir").unwrap_or_default();
            }
            "title" => self.in_title = true,
            "link" if self.is_frame => self.link(),
            "meta" if self.is_frame => self.meta(),
            name => self.keep(name),
        }
        if self.is_frame || self.keeping.is_some() {
            self.attributes();
        }
    }

    fn end(&mut self, name: &'a str, at: usize) {
        match name {
            "title" => self.in_title = false,
            "body" => self.body_end = at,
            "script" => {
                if let Some((start, written)) = self.script.take() {
                    self.edits.push(Edit { at: start..at + "</script>".len(), with: With::Text(written) });
                }
            }
            _ => {}
        }
        if let Some((kept, start, open)) = self.keeping.filter(|(kept, ..)| *kept == name) {
            self.keeping = (open > 1).then_some((kept, start, open - 1));
            if self.keeping.is_none() {
                // Of the main part what is in it; the way to the page whole.
                let end = if name == "main" { at } else { at + "</>".len() + name.len() };
                self.regions.push(start..end);
            }
        }
    }

    fn text(&mut self, text: &'a str, _at: usize) {
        if self.in_title {
            self.title = text;
        }
    }

    fn fault(&mut self, _fault: Fault<'a>, _at: usize) {}
}

impl<'a> Walk<'a> {
    fn new(folding: &'a Folding<'a>, text: &'a str, path: &'a VPath, is_frame: bool) -> Self {
        Self {
            folding,
            text,
            path,
            is_frame,
            tag: Tag::default(),
            in_title: false,
            keeping: None,
            regions: Vec::new(),
            edits: Vec::new(),
            ids: HashSet::new(),
            title: "",
            lang: "",
            dir: "",
            late: Vec::new(),
            sheets: Vec::new(),
            scripts: Vec::new(),
            policy: None,
            body_end: text.len(),
            script: None,
        }
    }

    /// Whether what begins here is to become a part of the file.
    fn keep(&mut self, name: &'a str) {
        if let Some((kept, _, open)) = &mut self.keeping {
            *open += usize::from(*kept == name);
            return;
        }
        let is_way =
            name == "nav" && self.tag.get("class").is_some_and(|class| class.split(' ').any(|one| one == "crumbs"));
        if !self.is_frame && (name == "main" || is_way) {
            let start = if is_way { self.tag.at } else { self.tag_end() };
            self.keeping = Some((name, start, 1));
        }
    }

    /// Where the tag ends that was read last.
    fn tag_end(&self) -> usize {
        let last = self.tag.attributes.last().map(|(_, value, _)| self.place(value) + value.len() + 1);
        let from = last.unwrap_or(self.tag.at + 1 + self.tag.name.len());
        self.text[from..].find('>').map_or(self.text.len(), |length| from + length + 1)
    }

    /// Where a value stands in the text.
    fn place(&self, value: &str) -> usize {
        value.as_ptr() as usize - self.text.as_ptr() as usize
    }

    fn value(&mut self, value: &'a str, with: With<'a>) {
        let start = self.place(value);
        self.edits.push(Edit { at: start..start + value.len(), with });
    }

    fn attributes(&mut self) {
        for (name, value, at) in std::mem::take(&mut self.tag.attributes) {
            match (self.tag.name, name) {
                (_, "id") => {
                    self.ids.insert(value);
                    self.value(value, With::Ids(value));
                }
                (_, "for" | "headers") => self.value(value, With::Ids(value)),
                (_, name) if REFERENCES.contains(&name) => self.value(value, With::Ids(value)),
                ("a", "href") => self.anchor(value, at),
                ("img", "src") => {
                    let picture = self.path.resolve(value).and_then(|path| self.folding.parts.pictures.get(&path));
                    if let Some(picture) = picture {
                        self.value(value, With::Text(picture.clone()));
                    }
                }
                ("img", "srcset" | "sizes") => self.drop(value, at),
                ("script", "src") => self.script_at(value),
                _ => {}
            }
        }
    }

    fn anchor(&mut self, href: &'a str, at: usize) {
        if let Some(id) = href.strip_prefix('#') {
            return self.value(id, With::Ids(id));
        }
        if href.find(':').is_some_and(|colon| !href[..colon].contains(['/', '#'])) {
            return;
        }
        let (page, place) = href.split_once('#').map_or((href, None), |(page, place)| (page, Some(place)));
        let id = self.path.resolve(page).and_then(|path| self.folding.ids.get(&path));
        match (id, place) {
            (Some(id), None) => self.value(href, With::Text(format!("#{id}"))),
            (Some(id), Some(place)) => self.value(href, With::Text(format!("#{id}{PLACE}{place}"))),
            // What it leads to is not in the file: its words stay.
            (None, _) => {
                self.drop(href, at);
                self.drop_all(["hreflang", "rel", "type"]);
            }
        }
    }

    /// Drops attributes of the tag by name; they come after the one that is being looked at or before it.
    fn drop_all(&mut self, names: [&str; 3]) {
        let end = self.tag_end_from(self.tag.at);
        let tag = &self.text[self.tag.at..end];
        for name in names {
            let Some(start) = tag.find(&format!(" {name}=\"")) else { continue };
            let value = start + name.len() + 3;
            let length = tag[value..].find('"').unwrap_or_default();
            let at = self.tag.at + start..self.tag.at + value + length + 1;
            self.edits.push(Edit { at, with: With::Text(String::new()) });
        }
    }

    /// Where a tag ends whose values hold no `>`, as those of links do.
    fn tag_end_from(&self, at: usize) -> usize {
        self.text[at..].find('>').map_or(self.text.len(), |length| at + length)
    }

    /// Drops an attribute that begins at `at`, with the space before it.
    fn drop(&mut self, value: &str, at: usize) {
        let end = self.place(value) + value.len() + 1;
        let before = self.text[..at].trim_end().len();
        self.edits.push(Edit { at: before..end, with: With::Text(String::new()) });
    }

    /// A style sheet stands in the place of the link to it.
    fn link(&mut self) {
        let href = self.tag.get("href").filter(|_| self.tag.get("rel") == Some("stylesheet"));
        let path = href.and_then(|href| self.path.resolve(href));
        let Some(sheet) = path.and_then(|path| self.folding.sheet(&path)) else { return };
        self.sheets.push(sheet);
        let at = self.tag.at..self.tag_end();
        self.edits.push(Edit { at, with: With::Text(format!("<style>{sheet}</style>")) });
        self.tag.attributes.clear();
    }

    fn meta(&mut self) {
        if self.tag.get("http-equiv").is_some_and(|header| header.eq_ignore_ascii_case("content-security-policy"))
            && let Some(content) = self.tag.get("content")
        {
            let start = self.place(content);
            self.policy = Some(start..start + content.len());
        }
    }

    /// A script stands where it is loaded; one that waits for the page, and any of a page, at the end of the file.
    fn script_at(&mut self, src: &str) {
        let Some(path) = self.path.resolve(src) else { return };
        let tag = &self.text[self.tag.at..self.tag_end_from(self.tag.at)];
        let waits = tag.split_ascii_whitespace().any(|word| word == "defer");
        match self.folding.script(&path) {
            Some(script) if self.is_frame && !waits => {
                self.scripts.push(script);
                self.script = Some((self.tag.at, format!("<script>{script}</script>")));
            }
            Some(_) => {
                self.late.push(path);
                self.script = Some((self.tag.at, String::new()));
            }
            None => {}
        }
    }

    /// A piece of the page with what was changed in it.
    fn copy(&self, region: Range<usize>, rename: &dyn Fn(&str) -> String) -> String {
        let mut out = String::with_capacity(region.len() * 5 / 4);
        let mut at = region.start;
        for edit in self.edits.iter().filter(|edit| region.start <= edit.at.start && edit.at.end <= region.end) {
            if edit.at.start < at {
                continue;
            }
            out.push_str(&self.text[at..edit.at.start]);
            match &edit.with {
                With::Text(text) => out.push_str(text),
                With::Ids(ids) => {
                    let new: Vec<String> = ids.split_ascii_whitespace().map(rename).collect();
                    out.push_str(&new.join(" "));
                }
            }
            at = edit.at.end;
        }
        out.push_str(&self.text[at..region.end]);
        out
    }
}

/// Attributes that name ids.
pub(super) const REFERENCES: &[&str] = &[
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
];
