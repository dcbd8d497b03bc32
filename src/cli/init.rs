//! `lamplight init`: a small working site of its own, with what is needed to publish it.

use super::args::Host;
use super::{Failure, say};
use jiff::civil::Date;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Makes a site in `dir`, which must not exist or be empty, to be published at `host`; reviews and the edition are dated
/// `today`.
pub(super) fn run(dir: &Path, host: Host, today: Date) -> Result<(), Failure> {
    refuse_content(dir)?;
    let files = files(host);
    write_all(dir, &files, today)?;
    say::line(&format!("wrote {} files to {}", files.len(), dir.display()));
    say::line("README.md there says how to go on: first, fill in the two helplines of guides/en/help");
    Ok(())
}

/// Every file of the new site with its path, and the workflow for its host. Words in capitals stand for what only the moment
/// knows: see [`fill`].
fn files(host: Host) -> Vec<(&'static str, String)> {
    let (path, workflow) = workflow(host);
    let readme = |(path, text): &(&'static str, &str)| (*path, text.replace("HOST_README\n", readme(host)));
    SITE.iter().map(readme).chain([(path, workflow)]).collect()
}

/// What the workflows make: all that can be handed on.
const FORMATS: &str = "site,zip,single,epub,zim";

/// The workflow for a host, with its path.
fn workflow(host: Host) -> (&'static str, String) {
    let on_github = |publish: &str| {
        let text = include_str!("init/github/workflows/guides.yml").replace("# HOST_NOTE\n", note(host));
        (".github/workflows/guides.yml", text + publish)
    };
    match host {
        Host::Github => on_github(include_str!("init/hosts/github.yml")),
        Host::Netlify => on_github(include_str!("init/hosts/netlify.yml")),
        Host::Cloudflare => on_github(include_str!("init/hosts/cloudflare.yml")),
        Host::Gitlab => (".gitlab-ci.yml", include_str!("init/hosts/gitlab-ci.yml").to_owned()),
    }
}

/// What has to be set once where the site is published, for the workflow's first lines.
fn note(host: Host) -> &'static str {
    match host {
        Host::Github => {
            "# Switch publishing on once, in the repository's Settings, Pages: Source \"GitHub Actions\".\n"
        }
        Host::Netlify => {
            "# Give it once, in the repository's Settings, Secrets: NETLIFY_AUTH_TOKEN and NETLIFY_SITE_ID.\n"
        }
        Host::Cloudflare => {
            "# Give it once, in the repository's Settings: the secrets CLOUDFLARE_API_TOKEN (it may edit Pages, nothing else)\n\
             # and CLOUDFLARE_ACCOUNT_ID, and the variable CLOUDFLARE_PROJECT, the project's name at Cloudflare.\n"
        }
        Host::Gitlab => "",
    }
}

/// The same for the README of the site, and what looks after it there.
fn readme(host: Host) -> &'static str {
    match host {
        Host::Github => include_str!("init/hosts/github.md"),
        Host::Netlify => include_str!("init/hosts/netlify.md"),
        Host::Cloudflare => include_str!("init/hosts/cloudflare.md"),
        Host::Gitlab => include_str!("init/hosts/gitlab.md"),
    }
}

/// What every new site has.
const SITE: &[(&str, &str)] = {
    macro_rules! embed {
        ($($path:literal from $file:literal,)*) => { &[$(($path, include_str!(concat!("init/", $file)))),*] };
    }
    embed! {
        "README.md" from "README.md",
        ".gitignore" from "gitignore",
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
};

/// The day, what is to be made for handing on, and the program that the workflow is to use: the tag of a release is `v` and
/// its version.
fn fill(text: &str, today: Date) -> String {
    text.replace("TODAY", &today.to_string())
        .replace("FORMATS", FORMATS)
        .replace("THIS_REPOSITORY", env!("CARGO_PKG_REPOSITORY"))
        .replace("THIS_VERSION", concat!("v", env!("CARGO_PKG_VERSION")))
}

/// Writes one file after the other; where one can't be written, says which were.
fn write_all(dir: &Path, files: &[(&str, String)], today: Date) -> Result<(), Failure> {
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
        SourceTree::of_guides(SITE.iter().filter_map(guide))
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
        for (path, text) in HOSTS.iter().flat_map(|host| files(*host)) {
            let text = fill(&text, TODAY);
            for word in ["TODAY", "THIS_", "FORMATS", "HOST_"] {
                assert!(!text.contains(word), "{path} still says {word}");
            }
        }
    }

    #[test]
    fn no_number_can_be_dialled() {
        for (path, text) in SITE.iter().filter(|(path, _)| path.contains("/help/")) {
            let channels: Vec<_> = text.lines().filter(|line| line.trim_start().starts_with("- {type")).collect();
            assert!(channels.iter().all(|line| line.contains("https://example.org/")), "{path}: {channels:?}");
        }
    }

    #[test]
    fn the_stub_names_every_need_there_is() {
        let (_, text) = SITE.iter().find(|(path, _)| path.ends_with("emergency.md")).unwrap();
        assert!(Need::WORDS.iter().all(|(word, _)| text.contains(word)), "{text}");
    }

    const HOSTS: [Host; 4] = [Host::Github, Host::Gitlab, Host::Netlify, Host::Cloudflare];

    #[test]
    fn workflows_publish_nothing_of_a_pull_request() {
        for host in [Host::Github, Host::Netlify, Host::Cloudflare] {
            let workflow: serde_yaml::Value = serde_yaml::from_str(&fill(&workflow(host).1, TODAY)).unwrap();
            assert_eq!(workflow["permissions"]["contents"], "read", "{host:?}");
            assert_eq!(workflow["on"]["schedule"].as_sequence().map(Vec::len), Some(1), "{host:?}");
            for (job, when) in [("publish", "github.ref == 'refs/heads/main'"), ("release", "github.ref_type == 'tag'")]
            {
                assert_eq!(workflow["jobs"][job]["needs"], "check", "{host:?}");
                assert!(workflow["jobs"][job]["if"].as_str().unwrap().starts_with(when), "{host:?}");
            }
        }
        let workflow: serde_yaml::Value = serde_yaml::from_str(&fill(&workflow(Host::Gitlab).1, TODAY)).unwrap();
        for job in ["build", "pages", "release"] {
            let rules = workflow[job]["rules"].as_sequence().unwrap().iter().map(|rule| rule["if"].as_str().unwrap());
            let safe = [
                "$CI_PIPELINE_SOURCE == \"push\" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
                "$CI_COMMIT_TAG =~ /^v/",
            ];
            rules.for_each(|rule| assert!(safe.contains(&rule), "{job}: {rule}"));
        }
    }

    /// A workflow is tried by nobody before it fails in somebody's repository: its commands must be ours, to the word.
    #[test]
    fn workflows_call_the_program_as_it_is() {
        use clap::Parser;
        for host in HOSTS {
            let (path, text) = workflow(host);
            let text = fill(&text, TODAY);
            let commands = text.lines().filter_map(|line| {
                let at = line.find("lamplight check").or_else(|| line.find("lamplight build"))?;
                Some(line[at..].split(" > ").next().unwrap_or_default())
            });
            let commands: Vec<&str> = commands.collect();
            assert!(commands.len() >= 3, "{path}: {commands:?}");
            for command in commands {
                let parsed = super::super::args::Args::try_parse_from(command.split(' '));
                assert!(parsed.is_ok(), "{path}: {command}: {}", parsed.unwrap_err());
            }
        }
    }

    #[test]
    fn writes_into_an_empty_folder_and_over_nothing() {
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("a/site");
        fs::create_dir_all(site.join(".git")).unwrap();
        run(&site, Host::Gitlab, TODAY).unwrap();
        assert!(site.join(".gitlab-ci.yml").is_file() && !site.join(".github").exists());
        assert!(files(Host::Gitlab).iter().all(|(path, _)| site.join(path).is_file()));
        let readme = site.join("README.md");
        fs::write(&readme, "ours").unwrap();
        assert!(
            matches!(run(&site, Host::Github, TODAY), Err(Failure::Usage(message)) if message.contains("not empty"))
        );
        assert!(
            matches!(run(&readme, Host::Github, TODAY), Err(Failure::Usage(message)) if message.contains("is a file"))
        );
        assert_eq!(fs::read_to_string(&readme).unwrap(), "ours");
    }

    #[test]
    fn a_failure_says_what_was_written() {
        let place = tempfile::tempdir().unwrap();
        let files = ["a", "b", "a/c"].map(|path| (path, String::new()));
        let Err(Failure::Machine(message)) = write_all(place.path(), &files, TODAY) else {
            panic!("a file was a folder")
        };
        assert!(message.contains("2 of 3 files are in"), "{message}");
        let Err(Failure::Machine(message)) = write_all(&place.path().join("a"), &files, TODAY) else { panic!() };
        assert!(message.contains("nothing was written"), "{message}");
    }
}
