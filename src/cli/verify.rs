//! `verify`: what is wrong with a copy of a bundle, for people or as JSON.

use super::args::{ReportFormat, Verify};
use super::{Failure, fault, print, say};
use crate::diagnostic::emit::visible;
use crate::fs::{self, KeyFileError};
use crate::integrity::{self, Asked, Provenance, PublicKey, Verdict};
use serde::Serialize;
use std::io;
use std::path::Path;

/// Looks at a copy and says what it is.
pub(super) fn run(args: &Verify) -> Result<(), Failure> {
    let key = args.key.as_deref().map(key).transpose()?;
    let medium = fs::open_copy(&args.copy).map_err(|error| {
        let message = format!("cannot read `{}`: {}", args.copy.display(), error.source);
        match error.source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => {
                Failure::Usage(format!("{message}\n  help: name the folder that holds SHA256SUMS"))
            }
            _ => Failure::Machine(message),
        }
    })?;
    let asked = Asked { key: key.as_ref().map(|key| &key.key), min_edition: args.min_edition };
    let verdict = integrity::verify(&*medium, &asked);
    let beside = key.is_some_and(|key| key.from_file && lies_in(args.key.as_deref(), &args.copy));
    let report =
        Report { copy: args.copy.display().to_string(), well: verdict.is_well(), key_from_copy: beside, verdict };
    match args.message_format {
        ReportFormat::Human => print(human(&report).as_bytes())?,
        ReportFormat::Json => print(&json(&report)?)?,
    }
    if report.well { Ok(()) } else { Err(Failure::Content) }
}

struct GivenKey {
    key: PublicKey,
    from_file: bool,
}

/// The key of `--key`: a file, or the letters themselves, as they stand on a poster.
fn key(given: &str) -> Result<GivenKey, Failure> {
    let help = "name the `.pub` file that `lamplight keygen` wrote, or give the 56 letters in its second line";
    let failed = |why: &dyn std::fmt::Display| {
        Failure::Usage(format!("`{}` is no public key: {why}\n  help: {help}", visible(given)))
    };
    if let Ok(key) = PublicKey::parse(given) {
        return Ok(GivenKey { key, from_file: false });
    }
    let text = fs::read_key(Path::new(given), &[]).map_err(|error| match error {
        KeyFileError::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Failure::Machine(format!("cannot read `{}`: {error}", visible(given)))
        }
        error => failed(&error),
    })?;
    Ok(GivenKey { key: PublicKey::parse(&text).map_err(|why| failed(&why))?, from_file: true })
}

/// Whether the file of a key lies in the copy that it is to prove.
fn lies_in(key: Option<&str>, copy: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    real(copy).zip(key.and_then(|key| real(Path::new(key)))).is_some_and(|(copy, key)| key.starts_with(copy))
}

/// What is printed.
#[derive(Serialize)]
struct Report {
    copy: String,
    /// Whether nothing is wrong; the exit status says the same.
    well: bool,
    /// Whether the key that was given lies in the copy itself, so that it proves nothing.
    key_from_copy: bool,
    #[serde(flatten)]
    verdict: Verdict,
}

fn json(report: &Report) -> Result<Vec<u8>, Failure> {
    let text = serde_json::to_string_pretty(report);
    text.map(|text| (text + "\n").into_bytes())
        .map_err(|error| Failure::Machine(format!("the report can't be written: {error}")))
}

fn human(report: &Report) -> String {
    let Report { copy, verdict, .. } = report;
    let mut lines: Vec<String> = verdict.faults.iter().map(fault::line).collect();
    if !verdict.clutter.is_empty() {
        let names: Vec<_> = verdict.clutter.iter().map(|path| visible(path).into_owned()).collect();
        lines.push(format!(
            "left there by systems and desktops, no part of the bundle and no fault: {}",
            names.join(", ")
        ));
    }
    let files = |n: usize| say::number(n, "file");
    lines.push(match verdict.faults.len() {
        0 => format!("{copy}: {}, each as SHA256SUMS says; none is missing, none was added", files(verdict.whole)),
        n => format!(
            "{copy}: {}; {} as SHA256SUMS says. Don't pass this copy on",
            say::number(n, "fault"),
            files(verdict.whole)
        ),
    });
    lines.push(provenance(report));
    lines.join("\n") + "\n"
}

/// What is known of who made the copy, and what is not.
fn provenance(report: &Report) -> String {
    let said = report.verdict.edition.as_ref().map(|edition| {
        let date = edition.date.iter().map(|date| format!(" of {date}"));
        format!("edition {}{}", edition.number, date.collect::<String>())
    });
    match &report.verdict.provenance {
        Provenance::Unsigned => {
            "nobody has signed it: this does not prove who made it, and whoever changed it could have changed SHA256SUMS, too".into()
        }
        Provenance::Unchecked { key_id } => {
            let said = said.map_or(String::new(), |edition| format!(" It calls itself {edition}, which is not proven."));
            format!("no key was given to check the signature by: this does not prove who made it.{said}\n  help: `--key` with the public key {key_id}, which must come by another way than this copy")
        }
        Provenance::Proven { key_id } if report.key_from_copy => {
            format!("signed by the key {key_id}, which lies in this copy itself: whoever replaced the copy could have replaced the key, so this does not prove who made it")
        }
        Provenance::Proven { key_id } => {
            let said = said.map_or(String::new(), |edition| format!(", as {edition}"));
            format!("signed by the owner of the key {key_id}{said}")
        }
        Provenance::Refuted => "its signature does not hold: nothing proves who made it".into(),
    }
}
