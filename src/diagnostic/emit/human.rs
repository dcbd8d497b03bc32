//! For people: the message, the place with its source lines, the other places, what to do.

use super::excerpt::{Excerpt, Mark};
use super::{Places, visible};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::{LineIndex, Span};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// Stands for a location while the renderer works: it counts columns in what it is given, which may be a window of a
/// line. A noncharacter, which [`visible`](mod@visible) lets no text hold.
const LOCATION: &str = "\u{FDD0}";

/// Wider than any excerpt, so that the renderer never cuts a line itself.
const TERMINAL: usize = 2_000;

/// Second places drawn for one diagnostic; the rest are counted.
const MOST_OTHERS: usize = 10;

pub fn emit(diagnostics: &[Diagnostic], places: &mut Places<'_>, color: bool) -> String {
    let renderer = if color { Renderer::styled().hyperlink(false) } else { Renderer::plain() }.term_width(TERMINAL);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&one(diagnostic, places, &renderer));
        out.push('\n');
    }
    visible::without_log_commands(out)
}

fn one(diagnostic: &Diagnostic, places: &mut Places<'_>, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible::text(&diagnostic.message)).id(diagnostic.code.name());
    let mut group = Group::with_title(title);
    if let Place::Path(path) = &diagnostic.place {
        group = group.element(Origin::path(visible::text(path)));
    }
    let drawings = drawings(diagnostic, places);
    for drawing in &drawings {
        group = group.element(drawing.snippet(places.index(drawing.span.file)));
    }
    if let Some(more) = diagnostic.others.len().checked_sub(MOST_OTHERS).filter(|more| *more > 0) {
        group = group.element(Level::NOTE.message(format!("and {more} more such places")));
    }
    let help = diagnostic.help.iter().flat_map(|help| help.lines()).filter(|line| !line.trim().is_empty());
    for (number, line) in help.enumerate() {
        // A further line is a message of its own, since an indented one could pass for a command to a build log.
        let level = if number == 0 { Level::HELP } else { Level::HELP.no_name() };
        group = group.element(level.message(visible::text(line)));
    }
    let locations: Vec<String> = drawings.iter().map(|drawing| places.of_span(drawing.span).to_string()).collect();
    with_locations(&renderer.render(&[group]), &locations)
}

/// An excerpt to come and what is said in it.
struct Drawing<'d> {
    /// What the excerpt is about.
    span: Span,
    remarks: Vec<Remark<'d>>,
}

struct Remark<'d> {
    mark: Mark,
    kind: AnnotationKind,
    label: &'d str,
}

/// One drawing for the place and the other places near it, one for each of the rest.
fn drawings<'d>(diagnostic: &'d Diagnostic, places: &mut Places<'_>) -> Vec<Drawing<'d>> {
    let primary = match &diagnostic.place {
        Place::Span(span) => Some((*span, AnnotationKind::Primary, &diagnostic.label)),
        Place::Path(_) => None,
    };
    let others = diagnostic.others.iter().take(MOST_OTHERS);
    let others = others.map(|(span, label)| (*span, AnnotationKind::Context, label));
    let mut drawings: Vec<Drawing<'_>> = Vec::new();
    for (span, kind, label) in primary.into_iter().chain(others) {
        let index = places.index(span.file);
        let remark = Remark { mark: Mark::new(index, span.range()), kind, label };
        match drawings.iter_mut().find(|drawing| drawing.takes(&remark, span, index)) {
            Some(drawing) => drawing.remarks.push(remark),
            None => drawings.push(Drawing { span, remarks: vec![remark] }),
        }
    }
    drawings
}

impl<'d> Drawing<'d> {
    /// Whether `remark` on `span` can be drawn with the others.
    fn takes(&self, remark: &Remark<'_>, span: Span, index: &LineIndex<'_>) -> bool {
        self.span.file == span.file && self.remarks.iter().all(|there| there.mark.joins(&remark.mark, index))
    }

    fn snippet(&self, index: &LineIndex<'_>) -> Snippet<'d, Annotation<'d>> {
        let excerpt = Excerpt::new(index, self.remarks.iter().map(|remark| &remark.mark));
        let annotations = self.remarks.iter().map(|remark| {
            let label = (!remark.label.is_empty()).then(|| visible::text(remark.label));
            remark.kind.span(excerpt.find(&remark.mark)).label(label)
        });
        let annotations: Vec<Annotation<'d>> = annotations.collect();
        Snippet::source(excerpt.text).line_start(excerpt.first_line).path(LOCATION).annotations(annotations)
    }
}

/// Puts the `locations` where the renderer wrote place-holders, each with a line and a column of its own.
fn with_locations(rendered: &str, locations: &[String]) -> String {
    let mut parts = rendered.split(LOCATION);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (part, location) in parts.zip(locations) {
        out.push_str(location);
        out.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Format, emit};
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::{Root, SourceTree};

    const GUIDE: &str = "---\nkind: stage\r\ntitle: ایک لمبا عنوان\rsigns: [flattery]\nkind: sign\n---\nمتن BAD\n";

    fn tree(files: &[(&str, &str)]) -> SourceTree {
        SourceTree::of_guides(files.iter().copied())
    }

    fn span(tree: &SourceTree, path: &str, words: &str) -> Span {
        let file = tree.find(Root::Guides, path).unwrap();
        let start = tree.text(file).unwrap().rfind(words).unwrap();
        Span::new(file, start..start + words.len())
    }

    fn shows(tree: &SourceTree, diagnostic: Diagnostic, expected: &str) {
        assert_eq!(emit(&[diagnostic], tree, Format::Human, false), expected);
    }

    #[test]
    fn two_places_near_each_other_share_an_excerpt() {
        let tree = tree(&[("en/a.md", GUIDE)]);
        let first = Span::new(tree.find(Root::Guides, "en/a.md").unwrap(), 4..8);
        let twice =
            Diagnostic::new(Code::DuplicateKey, span(&tree, "en/a.md", "kind"), "The key `kind` is given twice");
        shows(
            &tree,
            twice.label("again").other(first, "first here").help("Keep one of them\n\nand delete the other"),
            "\
error[duplicate-key]: The key `kind` is given twice
 --> guides/en/a.md:5:1
  |
2 | kind: stage
  | ---- first here
...
5 | kind: sign
  | ^^^^ again
  |
  = help: Keep one of them
  = and delete the other
",
        );
    }

    #[test]
    fn a_place_in_another_file_has_its_own_excerpt() {
        let tree = tree(&[("en/a.md", GUIDE), ("ur/b.md", "one\ntwo")]);
        let number = Diagnostic::new(Code::BadValue, span(&tree, "en/a.md", "flattery"), "The two differ");
        shows(
            &tree,
            number.other(span(&tree, "ur/b.md", "two"), "the other"),
            "\
error[bad-value]: The two differ
 --> guides/en/a.md:4:9
  |
4 | signs: [flattery]
  |         ^^^^^^^^
  |
 ::: guides/ur/b.md:2:1
  |
2 | two
  | --- the other
",
        );
    }

    #[test]
    fn spans_of_several_lines() {
        let tree = tree(&[("a.md", GUIDE)]);
        let file = tree.find(Root::Guides, "a.md").unwrap();
        let whole = |range| Diagnostic::new(Code::FrontMatter, Span::new(file, range), "Wrong").label("here");
        let title = GUIDE.find("title").unwrap();
        let body = GUIDE.find("متن").unwrap();
        shows(
            &tree,
            whole(title..GUIDE.find("kind: sign").unwrap()),
            "\
error[front-matter]: Wrong
 --> guides/a.md:3:1
  |
3 | / title: ایک لمبا عنوان
4 | | signs: [flattery]
  | |_________________^ here
",
        );
        // Taller than an excerpt: its first line stands for it.
        shows(
            &tree,
            whole(0..body + 1),
            "\
error[front-matter]: Wrong
 --> guides/a.md:1:1
  |
1 | ---
  | ^^^ here
",
        );
    }

    #[test]
    fn the_end_of_a_file_is_a_place() {
        let at = |text: &str| {
            let tree = tree(&[("a.md", text)]);
            let span = Span::new(tree.find(Root::Guides, "a.md").unwrap(), text.len()..text.len());
            emit(&[Diagnostic::new(Code::EmptyBody, span, "No text")], &tree, Format::Human, false)
        };
        let head = "error[empty-body]: No text\n --> guides/a.md:";
        assert_eq!(at(""), format!("{head}1:1\n  |\n1 |\n  | ^\n"));
        assert_eq!(at("مدد x"), format!("{head}1:6\n  |\n1 | مدد x\n  |      ^\n"));
        assert_eq!(at("x\r\n"), format!("{head}2:1\n  |\n2 |\n  | ^\n"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("{}BAD{}", "لفظ ".repeat(100), " end".repeat(1_000));
        let tree = tree(&[("a.md", &text)]);
        let out = emit(
            &[Diagnostic::new(Code::BadValue, span(&tree, "a.md", "BAD"), "Bad").label("this")],
            &tree,
            Format::Human,
            false,
        );
        assert!(out.contains("--> guides/a.md:1:401\n"), "{out}");
        let line = out.lines().find(|line| line.starts_with("1 |")).unwrap();
        assert!(line.starts_with("1 | …") && line.ends_with('…'));
        let (before, _) = line.split_once("BAD").unwrap();
        let marker = out.lines().last().unwrap();
        assert_eq!(marker.find('^').unwrap(), before.chars().count(), "{out}");
        assert!(marker.ends_with("^^^ this"));
    }

    #[test]
    fn a_file_outside_the_tree_is_named() {
        let link = Diagnostic::new(Code::Symlink, Place::Path("guides/a".into()), "It is a link").help("Copy the file");
        shows(&SourceTree::default(), link, "error[symlink]: It is a link\n--> guides/a\n = help: Copy the file\n");
    }

    #[test]
    fn many_other_places_are_counted() {
        let tree = tree(&[("a.md", &"word\n".repeat(2_000))]);
        let file = tree.find(Root::Guides, "a.md").unwrap();
        let many = (0..13).fold(Diagnostic::new(Code::DuplicateId, Span::new(file, 0..4), "Many"), |many, number| {
            many.other(Span::new(file, number * 500..number * 500 + 4), "here")
        });
        let out = emit(&[many], &tree, Format::Human, false);
        assert_eq!(out.matches(" here\n").count(), 10);
        assert!(out.ends_with("= note: and 3 more such places\n"), "{out}");
    }

    #[test]
    fn colours_are_only_added_when_asked_for() {
        let tree = tree(&[("a.md", GUIDE)]);
        let bad = [Diagnostic::new(Code::BadValue, span(&tree, "a.md", "BAD"), "Bad").label("this").help("Mend it")];
        let (plain, colored) = (emit(&bad, &tree, Format::Human, false), emit(&bad, &tree, Format::Human, true));
        assert!(!plain.contains('\x1B'));
        let (before, styled) = colored.split_once("\x1B[").unwrap();
        let bare = styled.split("\x1B[").fold(before.to_owned(), |bare, part| bare + part.split_once('m').unwrap().1);
        assert_eq!(bare, plain);
    }
}
