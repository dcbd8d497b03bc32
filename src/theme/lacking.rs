//! What a language's catalogues lack of the English ones.

use super::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::locale::Locale;
use crate::parse::{self, Key, po::Message};
use crate::source::{Root, SourceTree};
use std::collections::{BTreeMap, BTreeSet};

/// How many messages are named one by one: a catalogue that was just begun needs no two hundred warnings.
const MANY: usize = 10;

/// Says what readers of the site's language number `index` would see in English, and placeholders that are lost or that
/// nothing fills.
pub(super) fn check(
    tree: &SourceTree,
    index: usize,
    locale: &Locale,
    english: &[&Catalogue],
    own: &[&Catalogue],
    problems: &mut Vec<Diagnostic>,
) {
    let Some(nearest) = own.last() else {
        problems.push(no_catalogue(tree, index, locale));
        return;
    };
    let wanted: BTreeMap<&str, &Message> =
        english.iter().flat_map(|catalogue| catalogue.messages()).map(|entry| (entry.id.as_str(), entry)).collect();
    let there: BTreeSet<&str> =
        own.iter().flat_map(|catalogue| catalogue.translated()).map(|message| message.id).collect();
    let lacking: Vec<&str> = wanted.keys().copied().filter(|id| !there.contains(id)).collect();
    problems.extend(untranslated(nearest, own, locale, &lacking));
    for catalogue in own {
        for entry in catalogue.messages().iter().filter(|entry| entry.is_translated()) {
            if let Some(source) = wanted.get(entry.id.as_str()) {
                problems.extend(placeholders(catalogue, entry, source));
            }
        }
    }
}

fn no_catalogue(tree: &SourceTree, index: usize, locale: &Locale) -> Diagnostic {
    let place: Place = match tree.find(Root::Guides, "site.yaml") {
        Some(file) => parse::locate(tree, file, &[Key::Field("languages"), Key::Index(index)]).into(),
        None => Place::Path(tree.label_of(Root::Guides, "site.yaml")),
    };
    let message = format!("the theme has no words of the interface in `{locale}`: readers see the English ones");
    let help = format!("translate a copy of `themes/default/locales/en.po` to `locales/{locale}.po` of your theme");
    Diagnostic::new(Code::MissingMessage, place, message).help(help)
}

/// One warning for each message at its line; for many together, one.
fn untranslated(nearest: &Catalogue, own: &[&Catalogue], locale: &Locale, lacking: &[&str]) -> Vec<Diagnostic> {
    let place = |id: &str| {
        let mut entries =
            own.iter().flat_map(|catalogue| catalogue.messages().iter().map(move |entry| (catalogue, entry)));
        let found = entries.find(|(_, entry)| entry.id == id);
        found.map_or_else(|| nearest.place(None), |(catalogue, entry)| catalogue.place(Some(entry)))
    };
    let help = "until it is translated, readers see the English words";
    if lacking.len() > MANY {
        let first: Vec<String> = lacking[..MANY].iter().map(|id| format!("`{id}`")).collect();
        let message = format!("{} messages have no translation into `{locale}`", lacking.len());
        let help = format!("translate {} …: until then, readers see the English words", first.join(", "));
        return vec![Diagnostic::new(Code::MissingMessage, nearest.place(None), message).help(help)];
    }
    let one = |id: &&str| {
        let message = format!("the message `{id}` has no translation into `{locale}`");
        Diagnostic::new(Code::MissingMessage, place(id), message).help(help)
    };
    lacking.iter().map(one).collect()
}

/// Placeholders that differ from those of the English message. A plural form may leave one out, as "one guide" does.
fn placeholders(catalogue: &Catalogue, entry: &Message, source: &Message) -> Vec<Diagnostic> {
    let of = |texts: &[String]| -> BTreeSet<String> { texts.iter().flat_map(|text| names(text)).collect() };
    let (wanted, given) = (of(source.texts()), of(entry.texts()));
    let lost = wanted.difference(&given).map(|name| {
        let message = format!("the message `{}` has lost `{{{name}}}`", entry.id);
        let help = format!("write `{{{name}}}` where your language wants it");
        Diagnostic::new(Code::MissingMessage, catalogue.place(Some(entry)), message).help(help)
    });
    let unknown = given.difference(&wanted).map(|name| {
        let message = format!("nothing fills `{{{name}}}` in the message `{}`", entry.id);
        let names: Vec<String> = wanted.iter().map(|name| format!("`{{{name}}}`")).collect();
        let help = match names.len() {
            0 => "this message has no placeholders".to_owned(),
            _ => format!("placeholders are not translated; this message has {}", names.join(", ")),
        };
        Diagnostic::new(Code::ThemeError, catalogue.place(Some(entry)), message).help(help)
    });
    lost.chain(unknown).collect()
}

/// The names of a text's placeholders.
fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    super::fill(text, |name| {
        names.push(name.to_owned());
        Some(String::new())
    });
    names
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Diagnostic, Place, Severity};
    use crate::model::{Config, LangId, Locale};
    use crate::source::{Root, SourceFile, SourceTree, VPath, line_col};
    use crate::theme::Theme;

    /// The theme of a site in one language with a catalogue of the user's, and what is said of it, by line.
    fn load(tag: &str, catalogue: Option<&str>) -> (Theme, Vec<(usize, Diagnostic)>) {
        let site = (Root::Guides, "site.yaml".to_owned(), format!("title: T\nlanguages: [{tag}]\n"));
        let po = catalogue.map(|text| (Root::Theme, format!("locales/{tag}.po"), text.to_owned()));
        let file = |(root, path, text): (Root, String, String)| SourceFile {
            root,
            path: VPath::new(&path).unwrap(),
            bytes: text.into_bytes().into(),
        };
        let tree = SourceTree::new([site].into_iter().chain(po).map(file).collect(), "", "");
        let config = Config { languages: vec![Locale::parse(tag).unwrap()], ..Config::default() };
        let (theme, problems) = Theme::load(&tree, &config);
        let line = |problem: &Diagnostic| match &problem.place {
            Place::Span(span) => line_col(&tree.file(span.file).bytes, span.start as usize).line,
            Place::Path(_) => 0,
        };
        (theme.unwrap(), problems.into_iter().map(|problem| (line(&problem), problem)).collect())
    }

    /// The built-in English catalogue with other translations.
    fn whole(change: impl Fn(String) -> String) -> String {
        let (_, po) = super::super::embedded::FILES.iter().find(|(path, _)| *path == "locales/en.po").unwrap();
        change(String::from_utf8(po.to_vec()).unwrap())
    }

    #[test]
    fn a_language_without_a_catalogue_is_one_warning() {
        let (theme, problems) = load("tlh-Latn", None);
        let [(2, problem)] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!((problem.code.name(), problem.severity), ("missing-message", Severity::Warning));
        assert!(problem.message.contains("`tlh-Latn`"), "{problem:?}");
        assert_eq!(theme.messages(LangId::DEFAULT).get("exit-link"), Some("Leave this page"));
    }

    #[test]
    fn a_catalogue_that_was_just_begun_is_one_warning() {
        let (_, problems) = load("tlh-Latn", Some("msgid \"exit-link\"\nmsgstr \"yIjaH\"\n"));
        let [(_, problem)] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(problem.message.contains("messages have no translation into `tlh-Latn`"), "{problem:?}");
    }

    #[test]
    fn one_message_that_is_missing_is_named_at_its_line() {
        let po = whole(|po| {
            let po = po.replace("msgstr \"Leave this page\"", "msgstr \"\"");
            po.replace("msgid \"home\"\nmsgstr", "#, fuzzy\nmsgid \"home\"\nmsgstr")
                .replace("msgid \"search-link\"", "msgid \"lost\"")
        });
        let (theme, problems) = load("tlh-Latn", Some(&po));
        let said: Vec<_> = problems.iter().map(|(line, problem)| (*line, problem.message.as_str())).collect();
        let line = |text: &str| po.lines().position(|line| line == text).unwrap() + 1;
        let of = |id: &str| format!("the message `{id}` has no translation into `tlh-Latn`");
        let (exit, home, search) = (of("exit-link"), of("home"), of("search-link"));
        let expected = [(line("msgid \"exit-link\""), &*exit), (line("msgid \"home\""), &*home), (1, &*search)];
        assert_eq!(said, expected);
        assert!(theme.messages(LangId::DEFAULT).is_borrowed("home"));
        assert!(!theme.messages(LangId::DEFAULT).is_borrowed("nav"));
    }

    #[test]
    fn placeholders_are_held_against_the_english_ones() {
        let po = whole(|po| {
            let po = po.replace("msgstr \"Published by {name}.\"", "msgstr \"{naam}\"");
            po.replace("msgstr[0] \"There is {count} of them", "msgstr[0] \"One of them")
        });
        let (_, problems) = load("tlh-Latn", Some(&po));
        let said: Vec<_> =
            problems.iter().map(|(_, problem)| (problem.code.name(), problem.message.as_str())).collect();
        let expected = [
            ("missing-message", "the message `publisher` has lost `{name}`"),
            ("theme-error", "nothing fills `{naam}` in the message `publisher`"),
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn a_wrong_header_and_a_wrong_line_are_located() {
        let po =
            whole(|po| po.replace("plural=(n != 1)", "plural=(m != 1)").replace("msgstr \"Menu\"", "msgstr \"Menu"));
        let (_, problems) = load("tlh-Latn", Some(&po));
        let said: Vec<_> = problems.iter().map(|(line, problem)| (*line, problem.code.name())).collect();
        let menu = po.lines().position(|line| line == "msgstr \"Menu").unwrap() + 1;
        let parts_link = menu - 1;
        assert_eq!(said, [(menu, "theme-error"), (4, "theme-error"), (parts_link, "missing-message")]);
    }

    #[test]
    fn plural_forms_are_those_of_the_header() {
        let forms = "msgid \"group-many\"\nmsgid_plural \"group-many\"\nmsgstr[0] \"zero\"\nmsgstr[1] \"{count} few\"\nmsgstr[2] \"{count} many\"\n";
        let header = "msgid \"\"\nmsgstr \"\"\n\"Plural-Forms: nplurals=3; plural=n==0 ? 0 : n<5 ? 1 : 2;\\n\"\n\n";
        let (theme, _) = load("tlh-Latn", Some(&format!("{header}{forms}")));
        let of = |count| theme.messages(LangId::DEFAULT).counted("group-many", count).unwrap().to_owned();
        assert_eq!([0, 1, 4, 5].map(of), ["zero", "{count} few", "{count} few", "{count} many"]);
        let (theme, _) = load("ur", Some(&forms.replace("msgstr[2] \"{count} many\"\n", "")));
        let of = |count| theme.messages(LangId::DEFAULT).counted("group-many", count).unwrap().to_owned();
        assert_eq!([0, 1, 2].map(of), ["{count} few", "zero", "{count} few"], "by CLDR");
    }

    /// Whatever language comes into the default theme: its header is what CLDR says, and nothing is lacking.
    #[test]
    fn the_built_in_catalogues_are_whole() {
        for (path, _) in super::super::embedded::FILES.iter().filter(|(path, _)| path.starts_with("locales/")) {
            let tag = path.trim_start_matches("locales/").trim_end_matches(".po");
            let (theme, problems) = load(tag, None);
            assert_eq!(problems, [], "{path}");
            let formats = crate::locale::Formats::new(&Locale::parse(tag).unwrap());
            let mut problems = Vec::new();
            for catalogue in super::Catalogue::read_all(&SourceTree::default(), tag, &mut problems) {
                assert!((0..=200).all(|count| catalogue.rule().form(count) == formats.plural(count)), "{path}");
            }
            assert!(theme.messages(LangId::DEFAULT).get("exit-link").is_some());
        }
    }
}
