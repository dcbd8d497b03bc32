//! The rules that a site must keep, one file each with its page beside it, and the only place where a [`Checked`] site
//! is made.
//!
//! A rule is a function from [`Facts`] to diagnostics. [`rules::RULES`] lists one entry for every code, also for those
//! that other rooms find, since each code has a page that `lamplight explain` prints.

mod facts;
mod nearest_path;
mod number_set;
mod pairs;
mod phones;
mod rules;

mod animated_picture;
mod bad_file_name;
mod bad_font;
mod bad_picture;
mod bad_value;
mod bare_phone;
mod broken_anchor;
mod broken_link;
mod disguised;
mod duplicate_id;
mod empty_body;
mod figure_differs;
mod heading_order;
mod helpline_expired;
mod helpline_incomplete;
mod hidden_character;
mod missing_alt;
mod missing_field;
mod missing_source;
mod no_help_route;
mod number_differs;
mod raw_html;
mod redacted_contact;
mod remote_resource;
mod review_overdue;
mod superseded_number;
mod translation_outdated;
mod translation_unknown;
mod unknown_id;
mod unsafe_link;
mod unused_source;

pub(crate) use bad_file_name::is_reserved;
pub(crate) use facts::{excerpt, unread};

use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::library::Library;
use crate::model::Config;
use crate::parse::Parsed;
use crate::source::SourceTree;
use facts::Facts;
use jiff::civil::Date;
use rayon::prelude::*;
use rules::RULES;

/// Puts together what was parsed and runs every rule on it.
///
/// `said` is what reading and parsing found; it comes back with what the rules found, with the severities that
/// `site.yaml` asks for, sorted by file and place, nothing twice. The site is [`Checked`] where none of all these is an
/// error; else its facts come back as they are, for commands that show more than they publish.
pub fn check(
    tree: &SourceTree,
    parsed: Parsed,
    said: Vec<Diagnostic>,
    today: Date,
) -> (Result<Checked, Library>, Vec<Diagnostic>) {
    let library = Library::new(parsed);
    let facts = Facts::new(tree, &library, &said, today);
    let mut diagnostics = said;
    diagnostics.par_extend(RULES.par_iter().filter_map(|rule| rule.check).flat_map(|check| {
        let mut found = Vec::new();
        check(&facts, &mut found);
        found
    }));
    raise(&library.config, &mut diagnostics);
    diagnostic::sort(&mut diagnostics);
    let site = if diagnostic::has_errors(&diagnostics) { Err(library) } else { Ok(Checked { library }) };
    (site, diagnostics)
}

/// Raises warnings to errors where `site.yaml` says so.
pub fn raise(config: &Config, diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics {
        if config.rules.get(&diagnostic.code) == Some(&Severity::Error) {
            diagnostic.severity = Severity::Error;
        }
    }
}

/// The page on a code, in Markdown: what is wrong, why it matters, a wrong and a right example.
///
/// In the examples a line of carets points at the line above it and says what is reported there.
pub fn page(code: Code) -> &'static str {
    RULES.iter().find(|rule| rule.code == code).map_or("", |rule| rule.page)
}

/// A library in which no rule found an error. Only this can be planned and published.
#[derive(Debug, Clone)]
pub struct Checked {
    library: Library,
}

impl Checked {
    /// The facts of the site.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The facts of the site, for keeps.
    pub fn into_library(self) -> Library {
        self.library
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(site: &str, guide: &str) -> (Result<Checked, Library>, Vec<Diagnostic>) {
        let home = "---\nkind: home\ntitle: Home\n---\n";
        let tree = SourceTree::of_guides([("site.yaml", site), ("en/index.md", home), ("en/a.md", guide)]);
        let (parsed, said) = crate::parse::parse(&tree);
        check(&tree, parsed, said, jiff::civil::date(2026, 11, 22))
    }

    const OLD: &str =
        "---\nkind: article\ntitle: A\nsummary: A\naudience: [teen]\nreviewed: 2024\nsources: []\n---\nText\n";

    #[test]
    fn a_warning_lets_a_site_pass_until_it_is_raised() {
        let guide = OLD.replace("kind: article", "kind: section").replace("sources: []\n", "");
        let (site, said) = of("title: T\nlanguages: [en]\n", &guide);
        assert!(site.is_ok(), "{said:?}");
        assert_eq!(
            said.iter().map(|d| (d.code, d.severity)).collect::<Vec<_>>(),
            [(Code::ReviewOverdue, Severity::Warning)]
        );
        let (site, said) = of("title: T\nlanguages: [en]\nrules: {review-overdue: error}\n", &guide);
        assert_eq!(said[0].severity, Severity::Error);
        assert_eq!(site.unwrap_err().guides().len(), 2);
    }

    #[test]
    fn an_error_keeps_a_site_from_being_checked() {
        let (site, said) = of("title: T\nlanguages: [en]\n", OLD);
        assert!(site.is_err());
        assert_eq!(said.iter().map(|d| d.code).collect::<Vec<_>>(), [Code::ReviewOverdue, Code::MissingSource]);
    }
}
