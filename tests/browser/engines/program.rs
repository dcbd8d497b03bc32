//! Finding programs, starting them and ending all that they started.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A folder for one browser, and what sees to it that the browser goes with the folder: also where the test is killed, and
/// wherever the browser's processes went, which leave the group of their driver.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
    keeper: Child,
}

/// Waits until the test closes its end of the pipe, by will or by death; then ends whatever has its home below the folder.
const KEEPER: &str = r#"cat >/dev/null
for environ in $(grep -lsF "HOME=$0/home" /proc/[0-9]*/environ); do
    id=${environ#/proc/}
    kill -9 "${id%/environ}"
done
rm -rf "$0""#;

/// Letters are drawn by their outlines alone. What else moves them differs with the machine, and with which other letters a
/// font has.
const PLAIN_LETTERS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<match target="font">
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="autohint" mode="assign"><bool>false</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
</match>
<match target="pattern">
<edit name="hinting" mode="assign"><bool>false</bool></edit>
<edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
</match>
</fontconfig>
"#;

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fonts = folder.path().join("config/fontconfig");
        fs::create_dir_all(&fonts).unwrap();
        fs::write(fonts.join("fonts.conf"), PLAIN_LETTERS).unwrap();
        // In a group of its own, which no signal from a terminal or a test runner reaches.
        let mut keeper = Command::new("sh");
        let keeper = keeper.args(["-c", KEEPER]).arg(folder.path()).process_group(0).stdin(Stdio::piped());
        let keeper = keeper.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("sh");
        Self { folder, keeper }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// A program that is killed and waited for when this is dropped.
#[derive(Debug)]
pub struct Process(pub Child);

impl Process {
    pub fn start(command: &mut Command) -> Self {
        let child = command.stdin(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|why| panic!("{:?} doesn't start: {why}", command.get_program())))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The first of these programs that there is, or words on what to install.
pub fn program(names: &[&str], package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found =
        names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()));
    found.unwrap_or_else(|| missing(names[0], package))
}

/// A program that lies in a library's folder, `/usr/lib/…/FOLDER/NAME`.
pub fn library_program(folders: &[&str], name: &str, package: &str) -> PathBuf {
    let mut roots = vec![PathBuf::from("/usr/libexec"), PathBuf::from("/usr/lib"), PathBuf::from("/usr/lib64")];
    let triples = fs::read_dir("/usr/lib").into_iter().flatten().filter_map(Result::ok);
    roots.extend(triples.map(|entry| entry.path()).filter(|path| path.is_dir()));
    let candidates = folders.iter().flat_map(|folder| roots.iter().map(move |root| root.join(folder).join(name)));
    candidates.into_iter().find(|file| file.is_file()).unwrap_or_else(|| missing(name, package))
}

/// A file of the packages that the lock file pins, where `tests/run` puts them.
pub fn node_module(path: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let file = target.join("browser/node_modules").join(path);
    assert!(
        file.is_file(),
        "{} is missing: tests/run puts it there (npm ci with tests/browser/package-lock.json)",
        file.display()
    );
    file
}

fn missing(name: &str, package: &str) -> ! {
    panic!("`{name}` is missing: install {package} (tests/run does), or leave out `--test browser`")
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A command that keeps all it writes for itself below `home`, by which it is found again.
pub fn command(program: &Path, home: &Path) -> Command {
    let mut command = Command::new(program);
    for (name, folder) in
        [("HOME", "home"), ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")]
    {
        command.env(name, home.join(folder));
    }
    for name in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.env("TMPDIR", home).stdout(Stdio::null()).stderr(Stdio::null());
    command
}
