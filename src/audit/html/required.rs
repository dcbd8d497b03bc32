//! What every page must have, and the elements of the head.

use super::super::address::{Address, read};
use super::super::policy;
use super::super::report::quoted;
use super::attributes::{FIRST_LINKS, Loads, is_picture_type};
use super::vocabulary::{Attr, Element};
use super::{Page, PageKind};

/// What has been seen of it so far.
#[derive(Debug, Default)]
pub(super) struct Required {
    pub(super) language: bool,
    pub(super) charset: bool,
    pub(super) policy: bool,
    pub(super) referrer: bool,
    pub(super) prefetch: bool,
    pub(super) icon: bool,
    pub(super) title: bool,
    /// How many `h1` there are.
    pub(super) headings: u32,
    /// How many links there are.
    links: u32,
}

impl Required {
    /// Counts a link: how many there were before it.
    pub(super) fn next_link(&mut self) -> u32 {
        self.links += 1;
        self.links - 1
    }
}

/// The charset must stand in the first bytes: browsers look no further before they guess.
const CHARSET_WITHIN: usize = 1024;

impl<'a> Page<'a> {
    /// Reports what the whole page did not have.
    pub(super) fn missing(&mut self) {
        let Required { language, charset, policy, referrer, prefetch, icon, title, headings, links } = self.required;
        // What shows a book asks no host for an icon, and knows no policy.
        let chapter = self.kind == PageKind::Chapter;
        let needs = [
            (language, "the page does not say its language and direction", "write `<html lang=\"…\" dir=\"…\">`"),
            (charset, "the page does not say its charset", "begin `<head>` with `<meta charset=\"utf-8\">`"),
            (policy || chapter, "the page has no content security policy", POLICY),
            (
                referrer || chapter,
                "the page does not keep its address to itself",
                "write `<meta name=\"referrer\" content=\"no-referrer\">`",
            ),
            (
                prefetch || chapter,
                "the page lets browsers look up the hosts of its links",
                "write `<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">`",
            ),
            (
                icon || chapter,
                "the page has no icon",
                "write `<link rel=\"icon\" href=\"data:image/…\">`, or a host is asked for one",
            ),
            (title, "the page has no title", "name the page: it is what a tab and a screen reader say"),
            (
                headings == 1 || headings > 1 && self.kind == PageKind::OneFile,
                "the page does not have exactly one `h1`",
                "write one: people who listen find the text by it",
            ),
            (!self.has_first_links() || links > 0, FIRST_LINKS[0].0, FIRST_LINKS[0].1),
            (!self.has_first_links() || links > 1, FIRST_LINKS[1].0, FIRST_LINKS[1].1),
        ];
        for (_, message, help) in needs.into_iter().filter(|(met, ..)| !met) {
            self.report.add(0, message, help);
        }
    }

    pub(super) fn html_element(&mut self) {
        let lang = self.tag.get(Attr::Lang).map_or("", |(lang, _)| lang);
        let named = lang.starts_with(|c: char| c.is_ascii_alphabetic())
            && lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let dir = self.tag.get(Attr::Dir).map_or("", |(dir, _)| dir);
        self.required.language = named && matches!(dir, "ltr" | "rtl");
    }

    /// A title in the head; that of a drawing names the drawing.
    pub(super) fn title_element(&mut self) {
        if self.stack.top() != Some(Element::Head) {
            return;
        }
        if self.required.title {
            self.report.add(self.tag.at, "the page has two titles", "browsers show the first only; keep one");
        }
        self.required.title = true;
    }

    pub(super) fn title_text(&mut self, text: &'a str, at: usize) {
        let in_title = self.stack.top() == Some(Element::Title) && self.stack.parents().1 == Some(Element::Head);
        if self.auditor.neutral_titles.is_some() && in_title {
            let text = self.decode(text, at).unwrap_or_default();
            self.title.push_str(&text);
        }
    }

    /// A title that is whole, which began at `at`.
    pub(super) fn title_end(&mut self, empty: bool, at: usize) {
        if empty {
            let help = "name the page: it is what a tab and a screen reader say";
            self.report.add(at, "the title is empty", help);
        }
        let title = std::mem::take(&mut self.title);
        if self.auditor.neutral_titles.is_some_and(|neutral| !empty && !neutral.contains(&title)) {
            let help =
                "the site is `discreet`: write `{{ t_plain(id=\"discreet-title\") }}` where `site.discreet` is true";
            self.report.add(at, format!("the title {} would show in tabs and in the history", quoted(&title)), help);
        }
    }

    pub(super) fn meta(&mut self) {
        let [charset, name, equiv] = [Attr::Charset, Attr::Name, Attr::HttpEquiv].map(|attr| self.tag.get(attr));
        let content = self.tag.get(Attr::Content).map(|(content, _)| content);
        match (charset, name, equiv, content) {
            (Some((charset, at)), None, None, None) => self.charset(charset, at),
            (None, Some((name, at)), None, Some(content)) => self.named_meta(name, content, at),
            (None, None, Some((equiv, at)), Some(content)) => self.meta_header(equiv, content, at),
            _ => {
                let help = "write a charset, or a name with its content, or a header with its content";
                self.report.add(self.tag.at, "a `<meta>` says not just one thing", help);
            }
        }
    }

    fn charset(&mut self, charset: &str, at: usize) {
        let early = at + charset.len() < CHARSET_WITHIN;
        if !charset.eq_ignore_ascii_case("utf-8") || !early || self.required.charset {
            let help = "write `<meta charset=\"utf-8\">` once, first in `<head>`";
            self.report.add(at, "the charset is not UTF-8, or said too late or twice", help);
        }
        self.required.charset = true;
    }

    fn named_meta(&mut self, name: &str, content: &str, at: usize) {
        match name {
            "referrer" if content == "no-referrer" => self.required.referrer = true,
            "referrer" => {
                let help = "write `no-referrer`, or other hosts are told which page their reader came from";
                self.report.add(at, format!("the referrer policy is {}", quoted(content)), help);
            }
            "application-name" | "author" | "description"
                if self.auditor.neutral_titles.is_some()
                    && (self.has_first_links() || self.kind == PageKind::Chapter) =>
            {
                let help = "the site is `discreet`: leave it out where `site.discreet` is true";
                self.report.add(at, format!("browsers keep the {name} in the history"), help);
            }
            "application-name" | "author" | "color-scheme" | "description" | "format-detection" | "generator"
            | "robots" | "theme-color" | "viewport" => {}
            _ => {
                let help = "take it out: some names make a browser ask a host";
                self.report.add(at, format!("a `<meta>` has the name {}", quoted(name)), help);
            }
        }
    }

    fn meta_header(&mut self, header: &str, content: &'a str, at: usize) {
        match header.to_ascii_lowercase().as_str() {
            "content-security-policy" => {
                if std::mem::replace(&mut self.required.policy, true) {
                    self.report.add(at, "the page has two policies", "write one policy");
                }
                let Some(content) = self.decode(content, at) else { return };
                if self.kind == PageKind::OneFile {
                    self.code.policy = Some((content, at));
                    return;
                }
                for fault in policy::faults(&content) {
                    self.report.add(at, fault, POLICY);
                }
            }
            "x-dns-prefetch-control" if content == "off" => self.required.prefetch = true,
            "x-dns-prefetch-control" => {
                let help = "write `off`, or browsers look up the hosts of links that nobody followed";
                self.report.add(at, "host look-ups ahead are not off", help);
            }
            "refresh" => {
                let help = "link to the other page: a policy does not stop `refresh`, and readers lose their place";
                self.report.add(at, "the page leads elsewhere by itself", help);
            }
            other => {
                let message = format!("a `<meta>` stands for the header {}", quoted(other));
                self.report.add(
                    at,
                    message,
                    "take it out: a page sets its policy and its prefetching, no other header",
                );
            }
        }
    }

    pub(super) fn link(&mut self) {
        let at = self.tag.at;
        let [rel, href] = [Attr::Rel, Attr::Href].map(|attr| self.tag.get(attr));
        let (Some((rel, _)), Some((href, href_at))) = (rel, href) else {
            return self.lacks("link", "rel` and `href", "write both, or take it out");
        };
        match rel {
            "stylesheet" => self.load(Loads::Stylesheet, href, href_at),
            "icon" => self.icon(href, href_at),
            "canonical" | "alternate" | "license" => self.relation(href, href_at, true),
            "prev" | "next" => self.relation(href, href_at, false),
            _ => {
                let message = format!("a `<link>` has the rel {}", quoted(rel));
                let help = "take it out: browsers look up hosts for `preconnect`, `dns-prefetch`, `preload` and the like, \
                            whatever the policy says";
                self.report.add(at, message, help);
            }
        }
    }

    fn icon(&mut self, href: &'a str, at: usize) {
        let Some(url) = self.decode(href, at) else { return };
        match read(&url) {
            Ok(Address::Data(kind)) if is_picture_type(&kind) => self.required.icon = true,
            _ => {
                let help = "write a neutral picture as `data:image/…`: it shows in tabs and history, and loads nothing";
                self.report.add(at, "the icon is no `data:image/` address", help);
            }
        }
    }

    /// An address that nothing loads: search engines and feed readers follow it.
    fn relation(&mut self, href: &'a str, at: usize, web: bool) {
        let Some(url) = self.decode(href, at) else { return };
        match read(&url) {
            Ok(Address::Web) if web => {}
            Ok(Address::Inside { path, fragment: None })
                if !matches!(self.kind, PageKind::NotFound | PageKind::OneFile) =>
            {
                if let Err((message, help)) = self.auditor.find(self.folder, &path, &mut self.resolved) {
                    self.report.add(at, format!("the relation {} {message}", quoted(href)), help);
                }
            }
            Ok(_) => {
                let message = format!("the relation {} does not lead to a page of the bundle", quoted(href));
                self.report.add(
                    at,
                    message,
                    "write a relative path; `canonical`, `alternate` and `license` may be on the web",
                );
            }
            Err(refusal) => self.refuse(at, href, &refusal),
        }
    }
}

const POLICY: &str = "write `<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; …; base-uri 'none'; \
                      form-action 'none'\">` first in `<head>`, with nothing but 'self', and data: for pictures and fonts";
