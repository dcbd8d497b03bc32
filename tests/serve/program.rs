//! The program as a child process, on a site in a folder that goes with it.

use crate::site::{BASE, guide};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use tempfile::TempDir;

use crate::client::PATIENCE;

/// What stands in the guides and on no page, and in a file beside them.
pub const SECRET: &str = "kept-from-everybody";
/// Where its standard output goes.
pub const STDOUT: &str = "stdout.txt";
/// What stands on every page.
pub const TITLE: &str = "Nobody but us";

/// A preview that runs until this is dropped.
pub struct Preview {
    pub port: u16,
    pub place: TempDir,
    child: Child,
    lines: Receiver<String>,
}

impl Preview {
    /// Of a small site without a problem.
    pub fn start() -> Self {
        Self::of(site())
    }

    pub fn of(place: TempDir) -> Self {
        Self::with(place, &["--port", "0"])
    }

    pub fn with(place: TempDir, options: &[&str]) -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        program.current_dir(place.path()).env_clear().args(["serve", "--today", "2026-11-22"]).args(options);
        program.env("PATH", place.path().join("bin"));
        let stdout = fs::File::create(place.path().join(STDOUT)).unwrap();
        program.stdin(Stdio::null()).stdout(stdout).stderr(Stdio::piped());
        let mut child = program.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut preview = Self { port: 0, place, child, lines };
        let ready = preview.says("http://127.0.0.1:");
        let port = ready.split("http://127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next());
        preview.port = port.unwrap().parse().unwrap();
        preview
    }

    /// Waits for a line on the terminal that holds these words.
    pub fn says(&mut self, words: &str) -> String {
        let mut before = Vec::new();
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => before.push(line),
                Err(_) => panic!("the terminal never says {words:?} but {before:#?}"),
            }
        }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.place.path().join(path)
    }

    /// Replaces `from`, which must be there, in a file of the guides, in one step.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.path("guides").join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{path:?} has no {from:?}");
        replace(&path, text.replace(from, to).as_bytes());
    }

    /// Presses Ctrl-C and waits for the end: the exit status, and what is still said.
    #[cfg(unix)]
    pub fn interrupt(&mut self) -> (Option<i32>, Vec<String>) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
        let status = self.child.wait().unwrap();
        (status.code(), self.lines.iter().collect())
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It has ended already where a test interrupted it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder with the base site, an article, a draft and a file beside the guides.
pub fn site() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in BASE {
        write(
            place.path(),
            &format!("guides/{path}"),
            text.replace("{en: Safe}", &format!("{{en: {TITLE}}}")).as_bytes(),
        );
    }
    write(place.path(), "guides/en/article.md", &guide("An article", "First words.\n"));
    let draft =
        String::from_utf8(guide("A draft", SECRET)).unwrap().replace("kind: article", "kind: article\ndraft: true");
    write(place.path(), "guides/en/draft.md", draft.as_bytes());
    write(place.path(), "guides/root/robots.txt", b"as it is\n");
    write(place.path(), "secret.txt", SECRET.as_bytes());
    place
}

pub fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    replace(&path, bytes);
}

/// A file is what it was or what it will be, whenever a preview looks: written in place it would be empty in between, and two
/// changes would be seen where the machine is slow.
fn replace(path: &Path, bytes: &[u8]) {
    let whole = path.with_file_name(".whole");
    fs::write(&whole, bytes).unwrap();
    fs::rename(whole, path).unwrap();
}
