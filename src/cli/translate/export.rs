use super::catalogue::{Catalogue, guides, language};
use crate::cli::args::TranslateExport;
use crate::cli::{Failure, say};
use crate::diagnostic::emit::Format;
use crate::fs;
use crate::parse::po::Po;
use crate::translate::{export, unimported};
use std::path::Path;

/// Writes the catalogue of a language.
pub(super) fn run(args: &TranslateExport) -> Result<(), Failure> {
    let (tree, library) = guides(&args.guides)?;
    let lang = language(&library, &args.lang)?;
    let there = args.output.exists().then(|| read(&args.output)).transpose()?;
    let previous = match &args.previous {
        Some(path) => Some(read(path)?),
        None => None,
    };
    let known = previous.as_ref().or(there.as_ref()).map(|catalogue| catalogue.po.clone()).unwrap_or_default();
    let po = export(&tree, &library, lang, &known);
    if let Some(there) = there.filter(|_| args.previous.is_none()) {
        refuse_lost_work(&po, &there, &args.output)?;
    }
    fs::replace(&args.output, po.text().as_bytes())
        .map_err(|error| Failure::Machine(format!("{} can't be written: {error}", args.output.display())))?;
    say::line(&summary(&po, &args.output));
    Ok(())
}

fn read(path: &Path) -> Result<Catalogue, Failure> {
    let catalogue = Catalogue::read(path)?;
    if !catalogue.problems.is_empty() {
        say::diagnostics(&catalogue.problems, &catalogue.tree, Format::Human)?;
        return Err(Failure::Content);
    }
    Ok(catalogue)
}

/// What the catalogue says otherwise than the guides may be newer than they are, or older: only a person knows.
fn refuse_lost_work(po: &Po, there: &Catalogue, output: &Path) -> Result<(), Failure> {
    let lost = unimported(po, &there.po);
    let Some(first) = lost.first() else { return Ok(()) };
    let output = output.display();
    let count = if lost.len() == 1 { "1 text that is".to_owned() } else { format!("{} texts that are", lost.len()) };
    let message =
        format!("{output} has {count} not what the guides say, the first at {}", there.location(&first.range));
    let help = format!(
        "`lamplight translate import {output}` takes them into the guides; where the guides are right, write another file and \
         give this one as `--previous`"
    );
    Err(Failure::Usage(format!("{message}\n  help: {help}")))
}

fn summary(po: &Po, output: &Path) -> String {
    let fuzzy = po.messages.iter().filter(|message| message.is_fuzzy()).count();
    let empty = po.messages.iter().filter(|message| message.text.is_empty()).count();
    let all = po.messages.len();
    format!("wrote {all} messages to {}: {empty} to translate, {fuzzy} to look at again", output.display())
}
