//! The attributes of one start tag: each by its own rule, then together by the rule of their element.

use super::super::address::{self, Address, looks_remote, read};
use super::super::facts::hash_of;
use super::super::report::quoted;
use super::vocabulary::{Attr, Element, Value};
use super::{EXIT_ID, EXIT_PAGE, Page, PageKind, chapter};
use std::borrow::Cow;

/// More than this in one tag is no page of ours.
const MOST: usize = 32;

/// The start tag being read. One value is used for all tags of a page.
pub(super) struct Tag<'a> {
    pub(super) element: Element,
    pub(super) name: &'a str,
    pub(super) at: usize,
    attributes: [Attribute<'a>; MOST],
    count: usize,
    /// The attributes so far, as a set.
    seen: u128,
}

#[derive(Clone, Copy)]
struct Attribute<'a> {
    attr: Attr,
    name: &'a str,
    value: Option<&'a str>,
    at: usize,
}

/// What a page loads by an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loads {
    Picture,
    Script,
    Stylesheet,
}

impl<'a> Tag<'a> {
    /// Begins a new tag.
    pub(super) fn begin(&mut self, name: &'a str, at: usize) {
        self.element = Element::of(name);
        self.name = name;
        self.at = at;
        self.count = 0;
        self.seen = 0;
    }

    /// The value of an attribute as written, and its place; of an attribute without a value, `""`.
    pub(super) fn get(&self, attr: Attr) -> Option<(&'a str, usize)> {
        if self.seen & attr.bit() == 0 {
            return None;
        }
        let found = self.attributes[..self.count].iter().find(|attribute| attribute.attr == attr)?;
        Some((found.value.unwrap_or_default(), found.at))
    }

    fn is_twice(&self, attr: Attr, name: &str) -> bool {
        self.seen & attr.bit() != 0
            && (!attr.is_family() || self.attributes[..self.count].iter().any(|other| other.name == name))
    }
}

impl Default for Tag<'_> {
    fn default() -> Self {
        Self {
            element: Element::Unknown,
            name: "",
            at: 0,
            attributes: [Attribute { attr: Attr::Unknown, name: "", value: None, at: 0 }; MOST],
            count: 0,
            seen: 0,
        }
    }
}

impl<'a> Page<'a> {
    /// Adds an attribute to the tag.
    pub(super) fn tag_attribute(&mut self, name: &'a str, value: Option<&'a str>, at: usize) {
        let attr = Attr::of(name);
        if self.tag.is_twice(attr, name) {
            self.report.add(
                at,
                format!("the attribute `{name}` is there twice"),
                "browsers take the first only; keep one",
            );
        }
        let own = self.kind == PageKind::Chapter && chapter::is_own(self.tag.element, name, value);
        if !own && (attr == Attr::Unknown || !self.tag.element.takes(attr)) {
            let message = format!("the attribute `{name}` is not allowed on `<{}>`", self.tag.name);
            self.report.add(at, message, refused_attribute(name));
        }
        match self.tag.attributes.get_mut(self.tag.count) {
            Some(slot) => {
                *slot = Attribute { attr, name, value, at };
                self.tag.count += 1;
                self.tag.seen |= attr.bit();
            }
            None => self.report.add(at, "a tag has too many attributes", "write fewer: the audit reads 32"),
        }
    }

    /// Judges each attribute by itself.
    pub(super) fn values(&mut self) {
        for index in 0..self.tag.count {
            let Attribute { attr, name, value, at } = self.tag.attributes[index];
            let rule = attr.value();
            let Some(value) = value else {
                if self.kind == PageKind::Chapter || !matches!(rule, Value::Flag | Value::Data) {
                    self.report.add(at, format!("the attribute `{name}` has no value"), "give it a value in quotes");
                }
                continue;
            };
            match rule {
                Value::Free | Value::Flag | Value::Own => {}
                Value::Dir if matches!(value, "ltr" | "rtl" | "auto") => {}
                Value::Dir => self.report.add(at, "a `dir` is none of ltr, rtl and auto", "write one of them"),
                Value::Id => self.own_id(value, at),
                Value::Refs => self.named_ids(value, at),
                Value::Data => self.data(value, at),
                Value::Shape => self.shape(name, value, at),
            }
        }
    }

    fn own_id(&mut self, value: &'a str, at: usize) {
        if let Some(id) = self.decode(value, at) {
            self.id(&id, at);
        }
    }

    fn named_ids(&mut self, value: &'a str, at: usize) {
        if value.trim_ascii().is_empty() {
            self.report.add(at, "an attribute that names an id is empty", "name an id of the page");
        }
        for written in value.split_ascii_whitespace() {
            if let Some(id) = self.decode(written, at) {
                self.refs.push((hash_of(&id), at, written));
            }
        }
    }

    fn data(&mut self, value: &'a str, at: usize) {
        let Some(text) = self.decode(value, at) else { return };
        if looks_remote(&text) && !self.auditor.allowed_urls.iter().any(|allowed| **allowed == *text) {
            let help = "a script could load it; only the exit address of `site.yaml` may stand here";
            self.report.add(at, format!("{} is an address in a data attribute", quoted(value)), help);
        }
    }

    fn shape(&mut self, name: &str, value: &str, at: usize) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '#' | '.' | ',' | '%' | ' ' | '+' | '-' | '\n');
        if !value.chars().all(|c| plain(c) || name == "transform" && matches!(c, '(' | ')')) {
            let help = "write plain numbers, words and colours: `url(…)` and escapes can load something";
            self.report.add(at, format!("the value of `{name}` is no plain number, word or colour"), help);
        }
    }

    /// Judges the attributes together.
    pub(super) fn element_rules(&mut self) {
        match self.tag.element {
            Element::A => self.anchor(),
            Element::Img | Element::Source => self.picture(),
            Element::Script => match self.tag.get(Attr::Src) {
                Some((src, at)) => self.load(Loads::Script, src, at),
                None => {
                    self.lacks("script", "src", "scripts are files of the bundle: the page's policy runs nothing else")
                }
            },
            Element::Link => self.link(),
            Element::Meta => self.meta(),
            Element::Html => self.html_element(),
            Element::H1 => self.required.headings += 1,
            Element::Title => self.title_element(),
            Element::Input => self.input(),
            Element::Button if self.tag.get(Attr::Type).is_none_or(|(kind, _)| kind != "button") => {
                self.lacks("button", "type=\"button\"", "a button of another type sends a form");
            }
            Element::Svg => match self.tag.get(Attr::Xmlns) {
                None | Some(("http://www.w3.org/2000/svg", _)) => {}
                Some((_, at)) => self.report.add(at, "the `xmlns` is not that of SVG", "take it out: HTML needs none"),
            },
            _ => {}
        }
    }

    /// The element must have what it lacks.
    pub(super) fn lacks(&mut self, element: &str, attribute: &str, help: &'static str) {
        self.report.add(self.tag.at, format!("`<{element}>` has no `{attribute}`"), help);
    }

    fn anchor(&mut self) {
        let Some((written, at)) = self.tag.get(Attr::Href) else { return };
        let Some(url) = self.decode(written, at) else { return };
        let address = match read(&url) {
            Ok(address) => address,
            Err(refusal) => return self.refuse(at, written, &refusal),
        };
        let order = self.required.next_link();
        if self.has_first_links() && order < 2 {
            self.first_links(order, &address);
        }
        match address {
            Address::Fragment(id) => self.refs.push((hash_of(&id), at, written)),
            Address::Inside { path, fragment } => self.inside(&path, fragment.as_deref(), written, at),
            Address::Web => self.web_link(at),
            Address::Person => {}
            Address::Data(_) => {
                let help = "link to a file of the bundle: a `data:` page can be anything, and hides what it is";
                self.report.add(at, "a link leads to a `data:` address", help);
            }
        }
    }

    /// The first link of a page must be the exit, the second the skip link.
    fn first_links(&mut self, order: u32, address: &Address<'_>) {
        let right = match address {
            Address::Fragment(id) => {
                order == 1 && id != EXIT_ID || order == 0 && id == EXIT_ID && self.kind == PageKind::OneFile
            }
            Address::Inside { path, .. } => {
                order == 0
                    && address::resolve(self.folder, path, &mut self.resolved).is_ok()
                    && self.resolved == EXIT_PAGE
            }
            _ => false,
        };
        if !right {
            self.report.add(self.tag.at, FIRST_LINKS[order as usize].0, FIRST_LINKS[order as usize].1);
        }
    }

    /// Whether readers read here what they may have to leave at once.
    pub(super) fn has_first_links(&self) -> bool {
        matches!(self.kind, PageKind::Guide | PageKind::OneFile)
    }

    fn inside(&mut self, path: &str, fragment: Option<&str>, written: &'a str, at: usize) {
        if self.kind == PageKind::OneFile {
            return self.beside(written, at);
        }
        if self.kind == PageKind::NotFound {
            let help = "a host shows this page at any address; link home by the whole address, if `base_url` is set";
            self.report.add(at, "the page for wrong addresses has a relative link", help);
            return;
        }
        if let Err((message, help)) = self.auditor.find(self.folder, path, &mut self.resolved) {
            self.report.add(at, format!("the link {} {message}", quoted(written)), help);
            return;
        }
        let Some(id) = fragment else { return };
        if self.resolved == self.path.as_str() {
            self.refs.push((hash_of(id), at, written));
        } else if self.resolved.ends_with(if self.kind == PageKind::Chapter { ".xhtml" } else { ".html" }) {
            self.anchor_link(hash_of(&self.resolved), id, at);
        } else {
            let message = format!("the link {} names an id in a file that is no page", quoted(written));
            self.report.add(at, message, "link to the file alone");
        }
    }

    fn web_link(&mut self, at: usize) {
        let rel = self.tag.get(Attr::Rel).map_or("", |(rel, _)| rel);
        let has = |wanted: &str| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case(wanted));
        if !has("noreferrer") || !has("noopener") || has("opener") {
            let help = "write `rel=\"noreferrer noopener\"`, or the other host is told which page its reader came from";
            self.report.add(at, "a link to the web has no `rel` of `noreferrer noopener`", help);
        }
    }

    fn picture(&mut self) {
        if self.tag.element == Element::Img {
            if self.tag.get(Attr::Alt).is_none() {
                self.lacks("img", "alt", "say what the picture shows, or write `alt=\"\"` if it only adorns");
            }
            match self.tag.get(Attr::Src) {
                Some((src, at)) => self.load(Loads::Picture, src, at),
                None => self.lacks("img", "src", "name a picture of the bundle"),
            }
        }
        if let Some((written, at)) = self.tag.get(Attr::Srcset) {
            for candidate in candidates(written) {
                match candidate {
                    Some(url) => self.load(Loads::Picture, url, at),
                    None => {
                        let help = "write `path width`, a comma and a space, and the next: `a.jpg 400w, b.jpg 800w`";
                        self.report.add(at, "a `srcset` is no plain list of pictures", help);
                    }
                }
            }
        }
    }

    /// Judges something that the browser loads by itself.
    pub(super) fn load(&mut self, loads: Loads, written: &'a str, at: usize) {
        if !self.required.policy && self.kind != PageKind::Chapter {
            let help = "put the policy first in `<head>`: what comes before it is loaded without it";
            self.report.add(at, "something is loaded before the page's policy is known", help);
        }
        let Some(url) = self.decode(written, at) else { return };
        if self.kind == PageKind::OneFile {
            return self.load_in_one_file(loads, &url, at);
        }
        match read(&url) {
            Ok(Address::Data(kind)) if loads == Loads::Picture && is_picture_type(&kind) => {}
            Ok(Address::Inside { .. }) if self.kind == PageKind::NotFound => {
                let help = "a host shows this page at any address, where a relative one leads to nothing";
                self.report.add(at, "the page for wrong addresses loads a file", help);
            }
            Ok(Address::Inside { path, fragment: None }) => self.load_inside(loads, &path, written, at),
            Ok(_) => self.report.add(at, format!("the page loads {}", quoted(written)), loads.help()),
            Err(refusal) => {
                let message = format!("the page loads {}, which {}", quoted(written), refusal.message());
                self.report.add(at, message, loads.help());
            }
        }
    }

    fn load_inside(&mut self, loads: Loads, path: &str, written: &str, at: usize) {
        if !loads.extensions().iter().any(|extension| path.ends_with(extension)) {
            let message = format!("the page loads {}, whose name is not that of {}", quoted(written), loads.name());
            self.report.add(at, message, "give the file the extension of what it is: the audit goes by it");
        }
        if let Err((message, help)) = self.auditor.find(self.folder, path, &mut self.resolved) {
            self.report.add(at, format!("the page loads {}, which {message}", quoted(written)), help);
        }
    }

    fn input(&mut self) {
        let kind = self.tag.get(Attr::Type).map_or("", |(kind, _)| kind);
        if !matches!(kind, "checkbox" | "radio" | "search") {
            self.lacks("input", "type", "write checkbox, radio or search: a page asks for nothing else");
        }
        let off = self.tag.get(Attr::Autocomplete).is_some_and(|(value, _)| value == "off");
        if !off && self.tag.get(Attr::Disabled).is_none() {
            self.lacks("input", "autocomplete=\"off\"", "without it a browser keeps what was ticked or typed");
        }
    }
}

/// What is wrong with the first and the second link, and what to do.
pub(super) const FIRST_LINKS: [(&str, &str); 2] = [
    (
        "the first link of the page is not the exit",
        "begin the body with the link to `tables.html`: it must be one key away",
    ),
    (
        "the second link of the page does not skip to the text",
        "after the exit write the link to the id of the main part",
    ),
];

/// Whether a picture may come as `data:` of the media type.
pub(super) fn is_picture_type(kind: &str) -> bool {
    matches!(kind, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/svg+xml")
}

/// The addresses of a `srcset`; `None` for a part that has another form than `path 400w` or `path 2x`.
///
/// A browser takes all up to white space as the address, commas too. So a comma must end a candidate, a space follow
/// it, and no address hold one.
fn candidates(srcset: &str) -> impl Iterator<Item = Option<&str>> {
    srcset.split(", ").map(|candidate| {
        let mut words = candidate.split_ascii_whitespace();
        let (url, descriptor) = (words.next()?, words.next());
        let plain = descriptor.is_none_or(|descriptor| {
            let number = descriptor.strip_suffix(['w', 'x']);
            number.is_some_and(|number| {
                number.starts_with(|c: char| c.is_ascii_digit())
                    && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            })
        });
        (plain && words.next().is_none() && !url.contains(',')).then_some(url)
    })
}

impl Loads {
    fn name(self) -> &'static str {
        match self {
            Self::Picture => "a picture",
            Self::Script => "a script",
            Self::Stylesheet => "a stylesheet",
        }
    }

    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Picture => &[".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"],
            Self::Script => &[".js"],
            Self::Stylesheet => &[".css"],
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Picture => {
                "put the picture into `assets`: a remote picture tells another host that this page is read"
            }
            Self::Script => "put the script into the theme: a remote script tells another host that this page is read",
            Self::Stylesheet => {
                "put the stylesheet into the theme: a remote stylesheet tells another host that this page is read"
            }
        }
    }
}

fn refused_attribute(name: &str) -> &'static str {
    let lower: Cow<'_, str> = name.to_ascii_lowercase().into();
    match &*lower {
        "style" => "use a class and the theme's stylesheet: the page's policy applies nothing else",
        "target" => "take it out: a new tab confuses people who must leave quickly, and leaves a trace",
        "ping" => "take it out: it tells another host which link was followed",
        "action" | "formaction" | "form" | "method" => "take it out: a page sends nothing",
        "srcdoc" | "background" | "xlink:href" | "poster" | "data" | "manifest" | "cite" | "longdesc" | "profile" => {
            "take it out: it can load something"
        }
        "contenteditable" | "autofocus" | "accesskey" | "popover" | "is" => "take it out: it changes what keys do",
        _ if lower.starts_with("on") => {
            "put the behaviour into the theme's script: the page's policy runs nothing else"
        }
        _ => "use an attribute of the list that `lamplight explain audit` shows",
    }
}
