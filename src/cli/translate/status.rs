use crate::check::excerpt;
use crate::cli::args::TranslateStatus;
use crate::cli::{Failure, print, project, say};
use crate::library::Library;
use crate::parse;
use crate::translate::{ChangedBlock, GuideStatus, LanguageStatus, Status};
use std::fmt::Write;

/// Prints how far each language is: data, on standard output.
pub(super) fn run(args: &TranslateStatus) -> Result<(), Failure> {
    let (tree, _) = project::read(&args.guides)?;
    let (parsed, _) = parse::parse(&tree);
    let status = Status::of(&tree, &Library::new(parsed));
    let text = if args.json {
        let json = serde_json::to_string_pretty(&status);
        json.map_err(|error| Failure::Machine(format!("the status can't be written: {error}")))? + "\n"
    } else {
        human(&status)
    };
    print(text.as_bytes())?;
    match args.fail_under {
        Some(least) => fail_under(&status, usize::from(least)),
        None => Ok(()),
    }
}

fn fail_under(status: &Status, least: usize) -> Result<(), Failure> {
    let mut behind = status.languages.iter().filter(|(_, language)| language.per_cent() < least).peekable();
    if behind.peek().is_none() {
        return Ok(());
    }
    for (tag, language) in behind {
        say::failure(&format!(
            "{tag} has {} % of the guides as they are now, less than {least} %",
            language.per_cent()
        ));
    }
    Err(Failure::Content)
}

/// For each language a line of counts, then each guide that somebody has to look at.
fn human(status: &Status) -> String {
    if status.languages.is_empty() {
        return "the site has one language: there is nothing to translate\n".to_owned();
    }
    let mut out = String::new();
    for (n, (tag, language)) in status.languages.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let _ = writeln!(out, "{tag}  {}", counts(language));
        let width = language.guides.iter().map(|guide| guide.guide.chars().count()).max().unwrap_or_default();
        for guide in language.guides.iter().filter(|guide| guide.state != "current") {
            let _ = writeln!(out, "{}", line(guide, width).trim_end());
            for block in &guide.blocks {
                let _ = writeln!(out, "              {}", block_line(&guide.source, block));
            }
        }
    }
    out
}

fn counts(language: &LanguageStatus) -> String {
    let all = language.guides.len();
    let mut text = format!("{} of {all} guides are current ({} %)", language.current, language.per_cent());
    for (count, name) in [(language.outdated, "outdated"), (language.unknown, "unknown"), (language.missing, "missing")]
    {
        if count > 0 {
            let _ = write!(text, ", {count} {name}");
        }
    }
    text
}

fn line(guide: &GuideStatus, width: usize) -> String {
    let made = guide.translation.map_or(String::new(), |made| format!("  ({made})"));
    format!("    {:<9} {:<width$}{made}", guide.state, guide.guide)
}

/// As a diagnostic would name the place: an editor's terminal opens it there.
fn block_line(source: &str, block: &ChangedBlock) -> String {
    format!("{source}:{}: {}  {}", block.line, block.change, excerpt(&block.text)).trim_end().to_owned()
}
