//! A folder of its own for each test, and the program run in it.

use snapbox::Assert;
use snapbox::assert::Action;
use snapbox::cmd::{Command, OutputAssert};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The day on which the tests take place.
pub const TODAY: &str = "2026-11-22";

/// The program, shut off from what the developer's terminal and environment say.
pub fn lamplight() -> Command {
    Command::new(env!("CARGO_BIN_EXE_lamplight"))
        .env_clear()
        // 2026-11-22.
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .stdin("")
        .with_assert(assert())
}

/// Compares with what is expected; with `LAMPLIGHT_BLESS=1` what is found becomes what is expected.
pub fn assert() -> Assert {
    let bless = std::env::var_os("LAMPLIGHT_BLESS").is_some_and(|value| value == "1");
    Assert::new().action(if bless { Action::Overwrite } else { Action::Verify })
}

/// A folder that goes when the test ends.
pub struct Place(TempDir);

impl Place {
    pub fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// With the site that `init` makes, helplines filled in: nothing is wrong with it.
    pub fn with_site() -> Self {
        let place = Self::empty();
        place.run(["init", "."]).code(0);
        for file in ["guides/en/help/emergency.md", "guides/en/help/helpline.md"] {
            let text = place.read(file);
            let filled: Vec<&str> = text
                .lines()
                .map(|line| match line.strip_prefix('#') {
                    Some(field) if field.starts_with(|c: char| c.is_ascii_lowercase()) => field,
                    _ => line,
                })
                .collect();
            place.write(
                file,
                &(filled.join("\n") + "\n").replace("verified: 2000-01-01", &format!("verified: {TODAY}")),
            );
        }
        place
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn join(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    pub fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> OutputAssert {
        lamplight().current_dir(self.path()).args(args).assert()
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).unwrap()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Copies every file of the folder `from` below `to`.
    pub fn copy(&self, from: &Path, to: &str) {
        for (path, bytes) in files(from) {
            let path = self.join(to).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// Replaces `from`, which must be there, in a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from:?}");
        self.write(path, &text.replace(from, to));
    }

    /// Every file below a folder with its bytes.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.join(folder))
    }
}

/// Every file below a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(folder).unwrap();
            files.insert(path.to_str().unwrap().replace('\\', "/"), fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// What a command wrote to standard output and to standard error.
pub fn streams(done: &OutputAssert) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&done.get_output().stdout), text(&done.get_output().stderr))
}
