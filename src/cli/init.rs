//! `lamplight init`: a small working site of its own, with what is needed to publish it.

use super::{Failure, say};
use jiff::civil::Date;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Makes a site in `dir`, which must not exist or be empty; reviews and the edition are dated `today`.
pub(super) fn run(dir: &Path, today: Date) -> Result<(), Failure> {
    refuse_content(dir)?;
    write_all(dir, files(), today)?;
    say::line(&format!("wrote {} files to {}", files().len(), dir.display()));
    say::line("README.md there says how to go on: first, fill in the two helplines of guides/en/help");
    Ok(())
}

/// Every file of the new site with its path. Words in capitals stand for what only the moment knows: see [`fill`].
fn files() -> &'static [(&'static str, &'static str)] {
    macro_rules! embed {
        ($($path:literal from $file:literal,)*) => { &[$(($path, include_str!(concat!("init/", $file)))),*] };
    }
    embed! {
        "README.md" from "README.md",
        ".gitignore" from "gitignore",
        ".github/workflows/guides.yml" from "github/workflows/guides.yml",
        "guides/site.yaml" from "guides/site.yaml",
        "guides/sources.yaml" from "guides/sources.yaml",
        "guides/en/index.md" from "guides/en/index.md",
        "guides/en/self-check.md" from "guides/en/self-check.md",
        "guides/en/signs/index.md" from "guides/en/signs/index.md",
        "guides/en/signs/keeping-secrets.md" from "guides/en/signs/keeping-secrets.md",
        "guides/en/signs/asking-for-pictures.md" from "guides/en/signs/asking-for-pictures.md",
        "guides/en/steps/index.md" from "guides/en/steps/index.md",
        "guides/en/steps/tell-somebody.md" from "guides/en/steps/tell-somebody.md",
        "guides/en/steps/keep-evidence.md" from "guides/en/steps/keep-evidence.md",
        "guides/en/help/index.md" from "guides/en/help/index.md",
        "guides/en/help/emergency.md" from "guides/en/help/emergency.md",
        "guides/en/help/helpline.md" from "guides/en/help/helpline.md",
        "guides/en/stages/index.md" from "guides/en/stages/index.md",
        "guides/en/stages/winning-trust.md" from "guides/en/stages/winning-trust.md",
        "guides/en/articles/index.md" from "guides/en/articles/index.md",
        "guides/en/articles/a-talk-before.md" from "guides/en/articles/a-talk-before.md",
    }
}

/// The day, and the program that the workflow is to use: the tag of a release is `v` and its version.
fn fill(text: &str, today: Date) -> String {
    text.replace("TODAY", &today.to_string())
        .replace("THIS_REPOSITORY", env!("CARGO_PKG_REPOSITORY"))
        .replace("THIS_VERSION", concat!("v", env!("CARGO_PKG_VERSION")))
}

/// Writes one file after the other; where one can't be written, says which were.
fn write_all(dir: &Path, files: &[(&str, &str)], today: Date) -> Result<(), Failure> {
    for (written, (path, text)) in files.iter().enumerate() {
        write_new(&dir.join(path), &fill(text, today)).map_err(|error| {
            let left = match written {
                0 => "nothing was written".to_owned(),
                n => format!("{n} of {} files are in {}: remove them and try again", files.len(), dir.display()),
            };
            Failure::Machine(format!("{} can't be written: {error}\n  help: {left}", dir.join(path).display()))
        })?;
    }
    Ok(())
}

/// A folder that holds something is somebody's; the `.git` of a fresh clone apart.
fn refuse_content(dir: &Path) -> Result<(), Failure> {
    let cannot_read = |error: io::Error| Failure::Machine(format!("{} can't be read: {error}", dir.display()));
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(_) if dir.is_file() => {
            let message = format!("{} is a file\n  help: name a folder that does not exist yet", dir.display());
            return Err(Failure::Usage(message));
        }
        Err(error) => return Err(cannot_read(error)),
    };
    for entry in entries {
        let name = entry.map_err(cannot_read)?.file_name();
        if name != ".git" {
            let message = format!("{} is not empty: it holds {}", dir.display(), name.to_string_lossy());
            return Err(Failure::Usage(format!("{message}\n  help: name a folder that does not exist yet")));
        }
    }
    Ok(())
}

/// Writes a file that must not be there yet, and the folders above it.
pub(super) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use crate::diagnostic::{Code, Diagnostic, Severity};
    use crate::model::{Need, Word};
    use crate::parse;
    use crate::source::SourceTree;
    use jiff::ToSpan;
    use jiff::civil::date;

    const TODAY: Date = date(2031, 2, 3);

    fn guides() -> SourceTree {
        let guide = |(path, text): &(&str, &str)| Some((path.strip_prefix("guides/")?.to_owned(), fill(text, TODAY)));
        SourceTree::of_guides(files().iter().filter_map(guide))
    }

    fn check_on(today: Date) -> Vec<(Diagnostic, String)> {
        let tree = guides();
        let (parsed, said) = parse::parse(&tree);
        let (_, said) = check::check(&tree, parsed, said, today);
        said.into_iter().map(|d| (d.location(&tree).0, d)).map(|(file, d)| (d, file)).collect()
    }

    #[test]
    fn a_strict_check_names_the_helplines_to_fill_in_and_nothing_else() {
        let said = check_on(TODAY);
        let said: Vec<_> = said.iter().map(|(d, file)| (d.code, d.severity, file.as_str())).collect();
        let of = |file| [Code::HelplineIncomplete, Code::HelplineExpired].map(|code| (code, Severity::Warning, file));
        assert_eq!(said, [of("guides/en/help/emergency.md"), of("guides/en/help/helpline.md")].concat());
    }

    #[test]
    fn every_date_of_a_review_is_the_day_of_its_making() {
        let old = check_on(TODAY + 18.months());
        assert!(old.iter().any(|(d, _)| d.code == Code::ReviewOverdue), "{old:#?}");
        assert!(old.iter().all(|(d, _)| d.severity == Severity::Warning), "{old:#?}");
    }

    #[test]
    fn nothing_stays_in_capitals() {
        for (path, text) in files() {
            let text = fill(text, TODAY);
            for word in ["TODAY", "THIS_"] {
                assert!(!text.contains(word), "{path} still says {word}");
            }
        }
    }

    #[test]
    fn no_number_can_be_dialled() {
        for (path, text) in files().iter().filter(|(path, _)| path.contains("/help/")) {
            let channels: Vec<_> = text.lines().filter(|line| line.trim_start().starts_with("- {type")).collect();
            assert!(channels.iter().all(|line| line.contains("https://example.org/")), "{path}: {channels:?}");
        }
    }

    #[test]
    fn the_stub_names_every_need_there_is() {
        let (_, text) = files().iter().find(|(path, _)| path.ends_with("emergency.md")).unwrap();
        assert!(Need::WORDS.iter().all(|(word, _)| text.contains(word)), "{text}");
    }

    #[test]
    fn the_workflow_is_yaml_that_publishes_nothing_of_a_pull_request() {
        let (_, text) = files().iter().find(|(path, _)| path.ends_with("guides.yml")).unwrap();
        let workflow: serde_yaml::Value = serde_yaml::from_str(&fill(text, TODAY)).unwrap();
        assert_eq!(workflow["permissions"]["contents"], "read");
        assert_eq!(workflow["jobs"]["publish"]["needs"], "check");
        assert!(workflow["jobs"]["publish"]["if"].as_str().unwrap().contains("refs/heads/main"));
    }

    #[test]
    fn writes_into_an_empty_folder_and_over_nothing() {
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("a/site");
        fs::create_dir_all(site.join(".git")).unwrap();
        run(&site, TODAY).unwrap();
        assert!(files().iter().all(|(path, _)| site.join(path).is_file()));
        let readme = site.join("README.md");
        fs::write(&readme, "ours").unwrap();
        assert!(matches!(run(&site, TODAY), Err(Failure::Usage(message)) if message.contains("not empty")));
        assert!(matches!(run(&readme, TODAY), Err(Failure::Usage(message)) if message.contains("is a file")));
        assert_eq!(fs::read_to_string(&readme).unwrap(), "ours");
    }

    #[test]
    fn a_failure_says_what_was_written() {
        let place = tempfile::tempdir().unwrap();
        let files = [("a", ""), ("b", ""), ("a/c", "")];
        let Err(Failure::Machine(message)) = write_all(place.path(), &files, TODAY) else {
            panic!("a file was a folder")
        };
        assert!(message.contains("2 of 3 files are in"), "{message}");
        let Err(Failure::Machine(message)) = write_all(&place.path().join("a"), &files, TODAY) else { panic!() };
        assert!(message.contains("nothing was written"), "{message}");
    }
}
