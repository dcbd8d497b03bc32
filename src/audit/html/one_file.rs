//! A page that needs nothing but itself: what stands in it are the parts that it is made of, to the byte; nothing is loaded, nothing
//! beside the file is linked to, and its policy names just what it holds.

use super::super::{Auditor, css, js};
use super::attributes::Loads;
use super::vocabulary::Element;
use super::{Page, PageKind};
use crate::markup::{Part, Parts, policy};
use std::borrow::Cow;

/// The code of a page.
#[derive(Debug, Default)]
pub(super) struct Code<'a> {
    parts: Option<&'a Parts>,
    /// The style sheets and the scripts as they stand in the page.
    sheets: Vec<&'a str>,
    scripts: Vec<&'a str>,
    /// What the policy says, and where.
    pub(super) policy: Option<(Cow<'a, str>, usize)>,
}

impl<'a> Code<'a> {
    pub(super) fn of(parts: &'a Parts) -> Self {
        Self { parts: Some(parts), ..Self::default() }
    }
}

impl<'a> Page<'a> {
    /// Judges a style sheet or a script that stands in the page.
    pub(super) fn judge_code(&mut self, name: &'a str, code: &'a str, at: usize) {
        if !self.required.policy {
            self.report.add(at, "code stands before the page's policy", "put the policy first in `<head>`");
        }
        let in_head = self.stack.top() == Some(Element::Head);
        if !in_head && (name == "style" || self.stack.top() != Some(Element::Body)) {
            let help = "a style sheet belongs into `<head>`, a script there or directly into `<body>`";
            self.report.add(at, format!("`<{name}>` cannot stand here"), help);
        }
        let Some(parts) = self.code.parts else { return };
        let (known, seen) = match name {
            "style" => (&parts.sheets, &mut self.code.sheets),
            _ => (&parts.scripts, &mut self.code.scripts),
        };
        seen.push(code);
        match known.iter().find(|part| part.text == code) {
            Some(part) => self.judge_part(name, part),
            None => {
                let help = "name a file of the theme by `asset`: just these are written into the page";
                self.report.add(at, format!("a `<{name}>` is not, to the byte, a file of the theme"), help);
            }
        }
    }

    /// A part is judged as the file that it would be elsewhere, but may load nothing.
    fn judge_part(&mut self, name: &str, part: &Part) {
        let alone = Auditor { exists: &|_| false, ..*self.auditor };
        let found = match name {
            "style" => css::audit(&alone, &part.path, &part.text),
            _ => js::audit_written(&part.path, &part.text),
        };
        self.report.pass_on(found);
    }

    /// Judges the policy by all that the page turned out to hold.
    pub(super) fn judge_policy(&mut self) {
        let Some((said, at)) = self.code.policy.take() else { return };
        let wanted = policy(&self.code.sheets, &self.code.scripts);
        if *said != *wanted {
            let help = "leave the policy to the build, which writes it: it names each style sheet and script of the page by its hash, \
                        and nothing else";
            self.report.add(at, format!("the policy of the page is not `{wanted}`"), help);
        }
    }

    pub(super) fn load_in_one_file(&mut self, loads: Loads, url: &str, at: usize) {
        debug_assert!(self.kind == PageKind::OneFile);
        let own = |parts: &Parts| parts.pictures.values().any(|picture| picture == url);
        if loads != Loads::Picture || !self.code.parts.is_some_and(own) {
            let help = "all that the page needs must stand in it: name files of the theme by `asset`, and pictures of `assets`";
            self.report.add(at, "the page loads something", help);
        }
    }

    /// A link to another file.
    pub(super) fn beside(&mut self, written: &str, at: usize) {
        let message = format!("the link {} leads to another file", super::quoted(written));
        self.report.add(at, message, "a phone opens this file alone: link to what stands in it, or to the web");
    }
}
