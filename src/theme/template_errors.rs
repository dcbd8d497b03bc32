//! What is wrong with the templates of a user's theme, each fault with its place.

use super::{DEFAULT_PREFIX, embedded};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::parse::suggest;
use crate::source::{FileId, LineIndex, Root, SourceTree, Span, VPath};
use std::borrow::Cow;
use std::ops::Range;
use tera::{ErrorKind, Tera, TeraResult};

/// A template by its name, `sign.html`.
pub(super) type Template<'a> = (String, Cow<'a, str>);

/// Every fault of every template. The engine stops at the first that it can't read; `engine` builds one of the others.
pub(super) fn all(
    tree: &SourceTree,
    templates: &[Template<'_>],
    engine: impl Fn(&[Template<'_>]) -> TeraResult<Tera>,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut sound = templates.to_vec();
    sound.retain(|(name, text)| match Tera::new().add_raw_template(name, text) {
        Err(error) if matches!(error.kind(), ErrorKind::SyntaxError(_)) => {
            problems.push(locate(tree, &error, None));
            false
        }
        // What a template builds on is not there when it stands alone.
        _ => true,
    });
    while let Err(error) = engine(&sound) {
        let stray = match error.kind() {
            ErrorKind::MissingParent { current, parent } => {
                let is_broken = templates.iter().any(|(name, _)| name == parent);
                problems.extend((!is_broken).then(|| no_parent(tree, current, parent)));
                current
            }
            ErrorKind::Msg(text) => {
                let found = reports(tree, text, !problems.is_empty());
                // Without a report, as for a component that is there twice, the message itself says where.
                let known = !found.is_empty() || !problems.is_empty();
                problems.extend(found);
                problems.extend((!known).then(|| locate(tree, &error, None)));
                break;
            }
            _ => {
                problems.push(locate(tree, &error, None));
                break;
            }
        };
        let before = sound.len();
        sound.retain(|(name, _)| name != stray);
        if sound.len() == before {
            break;
        }
    }
    problems
}

/// An error of the template engine as a diagnostic that points into the user's template where it is theirs.
pub(super) fn locate(tree: &SourceTree, error: &tera::Error, page: Option<&VPath>) -> Diagnostic {
    let rendering = page.map(|page| format!("while rendering {page}"));
    let help = rendering.unwrap_or_else(|| HELP.into());
    let (message, place) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let source = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
            (
                format!("{}{source}", report.message()),
                template_place(tree, report.filename(), report.span().range.clone()),
            )
        }
        _ => (error.to_string(), Place::Path(tree.label_of(Root::Theme, "templates"))),
    };
    Diagnostic::new(Code::ThemeError, place, in_our_style(&message)).help(help)
}

const HELP: &str = "see the theme's README for what a template is given";

/// Templates of the user's that nothing uses: a page looks for another name.
pub(super) fn unused(tree: &SourceTree, templates: &[Template<'_>]) -> Vec<Diagnostic> {
    let is_known = |name: &str| known_names().any(|known| known == name);
    let has_parts = |text: &str| text.contains("{% component ") || text.contains("{%- component ");
    let is_named = |name: &str| {
        templates
            .iter()
            .any(|(_, text)| ['"', '\''].iter().any(|quote| text.contains(&format!("{quote}{name}{quote}"))))
    };
    let unused = templates.iter().filter(|(name, text)| !is_known(name) && !has_parts(text) && !is_named(name));
    unused
        .map(|(name, _)| {
            let help = match suggest::nearest(name, known_names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    format!("the pages use {}", known_names().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", "))
                }
            };
            let place = template_place(tree, name, 0..0);
            Diagnostic::new(Code::ThemeError, place, format!("no page and no template uses `{name}`")).help(help)
        })
        .collect()
}

/// The names of the default theme's templates.
fn known_names() -> impl Iterator<Item = &'static str> {
    embedded::FILES.iter().filter_map(|(path, _)| path.strip_prefix("templates/"))
}

fn no_parent(tree: &SourceTree, template: &str, parent: &str) -> Diagnostic {
    let place = match user_template(tree, template) {
        Some(file) => {
            let bytes = &tree.file(file).bytes;
            let start = memchr::memmem::find(bytes, parent.as_bytes()).unwrap_or_default();
            Span::new(file, start..(start + parent.len()).min(bytes.len())).into()
        }
        None => template_place(tree, template, 0..0),
    };
    let name = parent.strip_prefix(DEFAULT_PREFIX);
    let near = suggest::nearest(name.unwrap_or(parent), known_names());
    let help = match near {
        Some(near) if name.is_some() => format!("did you mean `{DEFAULT_PREFIX}{near}`?"),
        Some(near) => format!("did you mean `{near}`?"),
        None => HELP.into(),
    };
    Diagnostic::new(Code::ThemeError, place, format!("there is no template `{parent}` to build on")).help(help)
}

/// What the engine says of all templates together: reports in the manner of compilers, one after the other. Where a
/// template is left out for its own faults, what it may have held is not missed.
fn reports(tree: &SourceTree, text: &str, partial: bool) -> Vec<Diagnostic> {
    let own_fault =
        |message: &str| ["Unknown filter", "Unknown test", "Unknown function"].iter().any(|w| message.starts_with(w));
    let report = |report: &str| {
        let mut lines = report.lines();
        let message = lines.next()?.strip_prefix("error: ").filter(|message| !partial || own_fault(message))?;
        let place = lines.next()?.trim().strip_prefix("--> ")?;
        let width = lines.last()?.chars().filter(|c| *c == '^').count();
        let place = reported_place(tree, place, width)?;
        Some(Diagnostic::new(Code::ThemeError, place, in_our_style(message)).help(HELP))
    };
    text.split("\n\n").filter_map(report).collect()
}

/// The place of a report, `sign.html:1:43`, both from 1.
fn reported_place(tree: &SourceTree, place: &str, width: usize) -> Option<Place> {
    let mut parts = place.rsplitn(3, ':');
    let (column, line): (usize, usize) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let name = parts.next()?;
    let Some(file) = user_template(tree, name) else { return Some(template_place(tree, name, 0..0)) };
    let bytes = &tree.file(file).bytes;
    let range = LineIndex::new(bytes).line(line);
    let text = std::str::from_utf8(&bytes[range.clone()]).unwrap_or_default();
    let at = |column: usize| text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
    let start = column.saturating_sub(1);
    Some(Span::new(file, range.start + at(start)..range.start + at(start + width)).into())
}

/// One sentence without a capital and a full stop, as all messages.
fn in_our_style(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

fn template_place(tree: &SourceTree, name: &str, range: Range<usize>) -> Place {
    match user_template(tree, name) {
        Some(file) => {
            let length = tree.file(file).bytes.len();
            Span::new(file, range.start.min(length)..range.end.min(length)).into()
        }
        None => Place::Path(format!("the built-in theme's templates/{}", name.trim_start_matches(DEFAULT_PREFIX))),
    }
}

fn user_template(tree: &SourceTree, name: &str) -> Option<FileId> {
    tree.find(Root::Theme, &format!("templates/{name}"))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostic;
    use crate::model::Config;
    use crate::source::{Root, SourceFile, SourceTree, VPath};
    use crate::theme::Theme;

    /// What is said of a theme of these templates, each as `line:column message (help)`.
    fn said(templates: &[(&str, &str)]) -> Vec<String> {
        let file = |(name, text): &(&str, &str)| SourceFile {
            root: Root::Theme,
            path: VPath::new(&format!("templates/{name}")).unwrap(),
            bytes: text.as_bytes().into(),
        };
        let tree = SourceTree::new(templates.iter().map(file).collect(), "guides", "themes/ours");
        let mut problems = Theme::load(&tree, &Config::default()).1;
        crate::diagnostic::sort(&mut problems);
        let line = |problem: &Diagnostic| {
            let (path, line, column) = problem.location(&tree);
            let path = path.trim_start_matches("themes/ours/templates/").to_owned();
            format!("{path}:{line}:{column} {}", problem.message)
        };
        problems.iter().map(line).collect()
    }

    #[test]
    fn every_template_that_cannot_be_read_is_said() {
        let broken = [
            ("article.html", "{% extends \"base.html\" %}\n{% block main %}{{ page. }}{% endblock main %}"),
            ("sign.html", "{{ مدد | nofilter }}"),
            ("stage.html", "<p>{% if %}</p>"),
            ("step.html", "{{ <ui.ours /> }}"),
        ];
        let said = said(&broken);
        let places: Vec<_> = said.iter().map(|line| line.split(' ').next().unwrap()).collect();
        assert_eq!(places, ["article.html:2:26", "sign.html:1:4", "stage.html:1:10"], "{said:#?}");
    }

    #[test]
    fn what_templates_lack_is_said_with_its_place() {
        let lacking = [
            ("article.html", "{% extends \"default/articel.html\" %}"),
            ("helpline.html", "{% extends \"bsae.html\" %}"),
            ("sign.html", "{% extends \"default/sign.html\" %}\n{% block nono %}{% endblock nono %}"),
            ("stage.html", "<p>مدد {{ 1 | nofilter }} {{ nofunction() }}"),
        ];
        assert_eq!(
            said(&lacking),
            [
                "article.html:1:13 there is no template `default/articel.html` to build on",
                "helpline.html:1:13 there is no template `bsae.html` to build on",
                "stage.html:1:15 unknown filter `nofilter`",
                "stage.html:1:30 unknown function `nofunction`",
            ]
        );
        assert_eq!(said(&lacking[2..3]), ["sign.html:2:10 block `nono` is not defined in any parent template"]);
    }

    #[test]
    fn a_template_that_nothing_uses_is_misnamed() {
        let article = "{% extends \"default/article.html\" %}";
        assert_eq!(said(&[("artcle.html", article)]), ["artcle.html:1:1 no page and no template uses `artcle.html`"]);
        let parts = "{% component ours.part() %}x{% endcomponent ours.part %}";
        let used = [("frame.html", article), ("parts.html", parts), ("sign.html", "{% extends \"frame.html\" %}")];
        assert_eq!(said(&used), [""; 0]);
    }

    #[test]
    fn a_component_that_is_there_twice_is_said() {
        let part = "{% component ours.part() %}x{% endcomponent ours.part %}";
        let said = said(&[("a.html", part), ("b.html", part)]);
        assert!(
            said.len() == 1 && said[0].contains("`ours.part` is defined in both `a.html` and `b.html`"),
            "{said:?}"
        );
    }
}
