//! `lamplight new`: a guide's file with every field of its kind explained.

use super::args::New;
use super::init::write_new;
use super::{Failure, project, say};
use crate::check;
use crate::library::Library;
use crate::model::{Audience, Context, Kind, LangId, Need, VerifiedHow, When, Word, YesNoUnknown};
use crate::parse;
use crate::source::Root;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;

/// Makes the file of a new guide beside the others of its kind.
pub(super) fn run(args: &New) -> Result<(), Failure> {
    let (tree, _) = project::read(&args.guides)?;
    let folder = args.guides.display();
    if tree.find(Root::Guides, "site.yaml").is_none() {
        let message = format!("{folder} has no site.yaml, so it is no folder of guides");
        return Err(Failure::Usage(format!("{message}\n  help: `lamplight init DIR` makes a whole site")));
    }
    let (parsed, _) = parse::parse(&tree);
    let library = Library::new(parsed);
    let path = path(&library, args.kind, &args.slug).map_err(Failure::Usage)?;
    let file = args.guides.join(&path);
    write_new(&file, &text(args.kind)).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            Failure::Usage(format!("{} is there already; choose another name", file.display()))
        }
        _ => Failure::Machine(format!("{} can't be written: {error}", file.display())),
    })?;
    say::line(&format!("wrote {}: fill in its fields, then run `lamplight check`", file.display()));
    Ok(())
}

/// Where a new guide goes, below the guides folder; why its name won't do.
fn path(library: &Library, kind: Kind, slug: &str) -> Result<String, String> {
    let language = library.config.locale(LangId::DEFAULT).folder();
    if kind == Kind::Home {
        return match slug {
            "index" => Ok(format!("{language}/index.md")),
            _ => Err("the file of a home page is always index.md\n  help: `lamplight new home index`".to_owned()),
        };
    }
    if let Some(why) = slug_problem(slug) {
        return Err(format!("`{slug}` can't be the name of a guide: {why}"));
    }
    if kind == Kind::Section {
        return Ok(format!("{language}/{slug}/index.md"));
    }
    let folder = folder(library, kind);
    let slash = if folder.is_empty() { "" } else { "/" };
    Ok(format!("{language}/{folder}{slash}{slug}.md"))
}

/// Why a name can't be a file of a site, on every system that a bundle is copied to.
fn slug_problem(slug: &str) -> Option<&'static str> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if slug.is_empty() || !slug.bytes().all(plain) {
        Some("use lower-case letters a to z, digits and hyphens")
    } else if slug.starts_with('-') || slug.ends_with('-') {
        Some("begin and end it with a letter or a digit")
    } else if slug.len() > 80 {
        Some("keep it to 80 letters")
    } else if slug == "index" {
        Some("index.md is the page of a folder, which `lamplight new section NAME` makes")
    } else if check::is_reserved(slug) {
        Some("Windows keeps this name for a device")
    } else {
        None
    }
}

/// The folder, below a language, that holds most guides of a kind; the usual one where there is none yet.
fn folder(library: &Library, kind: Kind) -> &str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, topic) in library.topics().filter(|(_, topic)| topic.kind == kind) {
        *counts.entry(topic.path.rsplit_once('/').map_or("", |(folder, _)| folder)).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(usual_folder(kind), |(folder, _)| folder)
}

fn usual_folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Home | Kind::Section | Kind::SelfCheck => "",
        Kind::Stage => "stages",
        Kind::Sign => "signs",
        Kind::Step => "steps",
        Kind::Helpline => "help",
        Kind::Article => "articles",
    }
}

/// The file of a new guide: the fields that it needs, empty, so that a check asks for each; then those it may have,
/// behind `#`; no text.
fn text(kind: Kind) -> String {
    let mut out = format!("---\nkind: {kind}\n");
    let (needed, free): (Vec<_>, Vec<_>) =
        FIELDS.iter().filter(|field| field.is_of(kind)).partition(|field| needs(kind, field.name));
    for Field { name, meaning, example } in needed {
        // Writing to a String can't fail.
        let _ = write!(out, "\n# {meaning}{}\n# As: {example}\n{name}:\n", words(name));
    }
    out.push_str("\n# The fields below may stay away. To use one, take the # before its name off.\n");
    for Field { name, meaning, example } in free {
        let _ = write!(out, "\n# {meaning}{}\n#{name}: {example}\n", words(name));
    }
    out.push_str("\n# Below the next line comes the text, in Markdown. Headings begin with ##.\n---\n");
    out
}

/// Whether a guide of this kind is not complete without the field.
fn needs(kind: Kind, field: &str) -> bool {
    match (kind, field) {
        (_, "title") => true,
        (Kind::Home | Kind::Section, "summary") => true,
        (Kind::Home | Kind::Section, _) => false,
        (_, "summary" | "audience" | "sources") => true,
        (Kind::Helpline, "supersedes" | "replaced_by" | "reviewed") => false,
        (Kind::Helpline, name) => parse::fields_of(kind).contains(&name),
        (_, "reviewed") => true,
        (Kind::Stage, "signs") | (Kind::Sign, "steps") | (Kind::Step, "help" | "when" | "actor") => true,
        (Kind::SelfCheck, "items") => true,
        _ => false,
    }
}

/// A field of front matter, as it is explained to somebody who meets it for the first time.
struct Field {
    name: &'static str,
    meaning: &'static str,
    /// A value, in YAML.
    example: &'static str,
}

impl Field {
    fn is_of(&self, kind: Kind) -> bool {
        let common = parse::common_fields().contains(&self.name) && self.name != "kind";
        let taken = kind == Kind::Helpline && self.name == "reviewed";
        common && !taken || parse::fields_of(kind).contains(&self.name)
    }
}

/// Every field, in the order in which it is written.
const FIELDS: &[Field] = &[
    field("title", "The heading of the page.", "They want it kept secret"),
    field("summary", "One sentence, for lists and for search.", "They ask you to tell nobody."),
    field("operator", "Who answers.", "Child Protection Bureau"),
    field("audience", "Whom it is written for, one or more:", "[teen, parent]"),
    field("reviewed", "The day on which somebody last read it with care.", "2026-05-31"),
    field("reviewer", "Who that was.", "Editorial team"),
    field("sources", "Where the facts come from: ids of sources.yaml.", "[pta-guide]"),
    field("order", "The place among the guides of its folder.", "1"),
    field("content_note", "One factual line on what may be hard to read here.", "This page mentions threats."),
    field("tags", "Words that it is found by.", "[games, gifts]"),
    field("stages", "The stages that it may belong to, by the names of their files.", "[targeting]"),
    field("signs", "The signs that belong to it, by the names of their files.", "[keep-it-secret]"),
    field("steps", "What one can do about it: names of steps' files.", "[keep-evidence]"),
    field("seen_by", "Who may notice it:", "[child, teen]"),
    field("context", "Where it happens:", "[online]"),
    field("when", "How soon it is worth doing, one of:", "today"),
    field("actor", "Who does it, one or more:", "[teen, parent]"),
    field("do", "What to do, in short sentences.", "[Keep the chat., Note the day.]"),
    field("do_not", "What better not to do.", "[Don't answer any more.]"),
    field(
        "evidence",
        "With true the page warns against copying sexual pictures. Use it wherever evidence is kept.",
        "true",
    ),
    field(
        "items",
        "What can be ticked: a sign's file, and a thought for whoever ticks it.",
        "[{sign: keep-it-secret, advice: You may tell it.}]",
    ),
    field("needs", "What it helps with, one or more:", "[report-crime, talk]"),
    field("regions", "Where it can be reached from: ISO 3166 codes as PK or PK-SD, or world.", "[PK]"),
    field(
        "channels",
        "The ways to reach it. type: phone, sms, web, email, chat. value: in quotes, or a number loses its zeros.\n# hours: always, unknown or \"Mon-Fri 09:00-17:00\". cost: free, charged, unknown.",
        "[{type: web, value: \"https://example.org/\", hours: always, cost: free}]",
    ),
    field("languages", "The languages spoken there, as tags of BCP 47.", "[ur, en]"),
    field("anonymous", "Whether a caller may stay unnamed:", "unknown"),
    field("informs", "Whether they tell anybody else:", "unknown"),
    field("verified", "The day on which somebody last made sure of all this.", "2026-05-31"),
    field("verified_how", "How, one of:", "called"),
    field("supersedes", "Older helplines whose place it takes, by the names of their files.", "[old-number]"),
    field("replaced_by", "The helpline that took its place.", "new-number"),
    field("help", "Who helps with it: names of helplines' files.", "[emergency]"),
    field("draft", "With true it is checked, but not published.", "true"),
    field("moved_from", "Its old paths, so that printed addresses still lead here.", "[signs/old-name]"),
];

const fn field(name: &'static str, meaning: &'static str, example: &'static str) -> Field {
    Field { name, meaning, example }
}

/// The words that a field may have, after its meaning; nothing where it is free.
fn words(field: &str) -> String {
    fn of<W: Word>() -> String {
        let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
        format!(" {}.", words.join(", "))
    }
    match field {
        "audience" | "seen_by" | "actor" => of::<Audience>(),
        "context" => of::<Context>(),
        "when" => of::<When>(),
        "needs" => of::<Need>(),
        "anonymous" | "informs" => of::<YesNoUnknown>(),
        "verified_how" => of::<VerifiedHow>(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::source::SourceTree;

    const SITE: (&str, &str) = ("site.yaml", "title: T\nlanguages: [en]\n");

    fn kinds() -> impl Iterator<Item = Kind> {
        Kind::WORDS.iter().map(|(_, kind)| *kind)
    }

    fn library(files: &[(&str, &str)]) -> Library {
        Library::new(parse::parse(&SourceTree::of_guides(files.iter().copied())).0)
    }

    /// What parsing says of a guide.
    fn said_of(guide: &str) -> Vec<Diagnostic> {
        parse::parse(&SourceTree::of_guides([SITE, ("en/x.md", guide)])).1
    }

    #[test]
    fn no_field_of_any_kind_is_left_out() {
        for kind in kinds() {
            let text = text(kind);
            for name in parse::common_fields().iter().chain(parse::fields_of(kind)) {
                let lines = text.lines().filter(|line| line.trim_start_matches('#').starts_with(&format!("{name}:")));
                let expected = usize::from((kind, *name) != (Kind::Helpline, "reviewed"));
                assert_eq!(lines.count(), expected, "{kind}: {name}");
            }
        }
    }

    #[test]
    fn parsing_asks_for_exactly_the_fields_left_empty() {
        for kind in kinds() {
            let asked: Vec<String> = said_of(&text(kind))
                .into_iter()
                .filter(|d| d.code != Code::EmptyBody)
                .map(|d| {
                    assert_eq!(d.code, Code::MissingField, "{kind}: {d:?}");
                    d.message.split('`').nth(1).unwrap().to_owned()
                })
                .collect();
            assert!(asked.iter().all(|name| needs(kind, name)), "{kind}: {asked:?}");
            assert!(asked.contains(&"title".to_owned()), "{kind}: {asked:?}");
        }
    }

    #[test]
    fn every_example_is_a_value_that_its_field_takes() {
        for kind in kinds() {
            let mut guide = text(kind) + "Words.\n";
            for Field { name, example, .. } in FIELDS {
                guide = guide.replace(&format!("\n{name}:\n"), &format!("\n{name}: {example}\n"));
                guide = guide.replace(&format!("\n#{name}: "), &format!("\n{name}: "));
            }
            assert_eq!(said_of(&guide), [], "{kind}:\n{guide}");
        }
    }

    #[test]
    fn a_guide_goes_where_its_kind_is() {
        let empty = library(&[SITE]);
        let at = |library: &Library, kind, slug: &str| path(library, kind, slug).unwrap();
        assert_eq!(at(&empty, Kind::Sign, "a"), "en/signs/a.md");
        assert_eq!(at(&empty, Kind::SelfCheck, "a"), "en/a.md");
        assert_eq!(at(&empty, Kind::Section, "a"), "en/a/index.md");
        assert_eq!(at(&empty, Kind::Home, "index"), "en/index.md");
        let sign = "---\nkind: sign\ntitle: T\n---\nText\n";
        let other = library(&[
            ("site.yaml", "title: T\nlanguages: [ur]\n"),
            ("ur/a.md", sign),
            ("ur/alamat/b.md", sign),
            ("ur/alamat/c.md", sign),
        ]);
        assert_eq!(at(&other, Kind::Sign, "d"), "ur/alamat/d.md");
        assert_eq!(at(&other, Kind::Step, "d"), "ur/steps/d.md");
    }

    #[test]
    fn names_that_some_system_or_the_site_cannot_have() {
        let library = library(&[SITE]);
        for bad in
            ["", "A", "a_b", "a b", "../a", "a/b", "a.md", "-a", "a-", "index", "nul", "com1", "اردو", &"a".repeat(81)]
        {
            assert!(path(&library, Kind::Sign, bad).is_err(), "{bad:?}");
        }
        assert!(path(&library, Kind::Home, "start").is_err());
        for good in ["a", "7-signs", "com10", "index-2"] {
            assert!(path(&library, Kind::Sign, good).is_ok(), "{good:?}");
        }
    }
}
