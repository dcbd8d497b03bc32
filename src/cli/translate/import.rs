use super::catalogue::{Catalogue, guides, language};
use crate::cli::args::TranslateImport;
use crate::cli::{Failure, say};
use crate::diagnostic::emit::Format;
use crate::fs;
use crate::translate::import;

/// Reads a catalogue into the guides. Where a message can't be, nothing is written.
pub(super) fn run(args: &TranslateImport) -> Result<(), Failure> {
    let mut catalogue = Catalogue::read(&args.file)?;
    let (tree, library) = guides(&args.guides)?;
    let header = catalogue.po.header.lines().find_map(|line| line.strip_prefix("Language:")).map(str::trim);
    let tag = args.lang.as_deref().or(header).filter(|tag| !tag.is_empty()).ok_or_else(|| {
        let message = format!("the header of {} names no language", args.file.display());
        Failure::Usage(format!("{message}\n  help: give it as `--lang ur`"))
    });
    // What can't be read at all has no header either.
    let imported = if catalogue.problems.is_empty() {
        let lang = language(&library, tag?)?;
        import(&tree, &library, lang, &catalogue.po, args.translation.as_deref())
    } else {
        Default::default()
    };
    let faults = imported.faults.into_iter().map(|(range, (message, help))| catalogue.problem(range, message, help));
    let faults: Vec<_> = faults.collect();
    catalogue.problems.extend(faults);
    if !catalogue.problems.is_empty() {
        crate::diagnostic::sort(&mut catalogue.problems);
        say::diagnostics(&catalogue.problems, &catalogue.tree, Format::Human)?;
        say::line(&format!("{}: nothing was written", say::count(&catalogue.problems)));
        return Err(Failure::Content);
    }
    for left in &imported.left {
        say::line(&format!("{}: {}: {}", catalogue.location(&left.first), left.guide, left.why));
    }
    for written in &imported.written {
        let path = args.guides.join(&written.path);
        fs::replace(&path, &written.bytes)
            .map_err(|error| Failure::Machine(format!("{} can't be written: {error}", path.display())))?;
        say::line(&format!("{} {}", if written.is_new { "made" } else { "changed" }, path.display()));
    }
    if imported.written.is_empty() {
        say::line("the guides are as they were");
    }
    Ok(())
}
