//! Finding programs, starting them and ending all that they started.

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A program in a process group of its own, which ends with this value.
#[derive(Debug)]
pub struct Process {
    pub child: Child,
    ended: bool,
}

impl Process {
    pub fn start(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).process_group(0);
        let child = command.spawn().unwrap_or_else(|why| panic!("{:?} doesn't start: {why}", command.get_program()));
        Self { child, ended: false }
    }

    /// Kills the whole group and waits for its head.
    pub fn end(&mut self) {
        if !std::mem::replace(&mut self.ended, true) {
            if let Some(group) = Pid::from_raw(self.child.id().cast_signed()) {
                let _ = kill_process_group(group, Signal::KILL);
            }
            let _ = self.child.wait();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// Kills the processes that name a folder of ours in their arguments: browsers that left the group of their driver.
pub fn end_all_that_name(folder: &Path) {
    let name = folder.to_str().unwrap().as_bytes();
    for process in fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok) {
        let id = process.file_name().to_str().and_then(|id| id.parse().ok());
        let arguments = fs::read(process.path().join("cmdline")).unwrap_or_default();
        if let Some(id) = id.and_then(Pid::from_raw)
            && arguments.windows(name.len()).any(|part| part == name)
        {
            let _ = kill_process(id, Signal::KILL);
        }
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

fn missing(name: &str, package: &str) -> ! {
    panic!("`{name}` is missing: install {package} (tests/run does), or leave out `--test browser`")
}

/// A port that is free now.
pub fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A command that keeps all it writes for itself below `home`.
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
