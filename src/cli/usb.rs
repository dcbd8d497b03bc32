//! `usb`: a bundle onto many sticks at once.

use super::args::Usb;
use super::say::{self, number, size};
use super::{Failure, fault};
use crate::check::is_reserved;
use crate::diagnostic::emit::visible;
use crate::fs::{BadBundle, Bundle, Copied, StickError, copy_to_stick};
use crate::source::VPath;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Letters of the longest name of a folder: with the longest path of a bundle below it Windows still opens every file.
const LONGEST: usize = 40;

/// Copies onto every stick, a thread for each. A stick that fails does not stop the others.
pub(super) fn run(args: &Usb) -> Result<(), Failure> {
    check_name(&args.folder)?;
    check_places(args)?;
    let bundle = Bundle::open(&args.output).map_err(|bad| refuse(&args.output, bad))?;
    let desk = Mutex::new(Desk::new(args.sticks.len(), &bundle));
    let copy = |(index, stick): (usize, &PathBuf)| {
        let done = copy_to_stick(&bundle, stick, &args.folder, &|done| tell(&desk, |desk| desk.progress(index, done)));
        tell(&desk, |desk| desk.done(&stick.join(&args.folder), &done));
        done.is_ok()
    };
    let copy = &copy;
    let ready = thread::scope(|scope| {
        let threads: Vec<_> = args.sticks.iter().enumerate().map(|stick| scope.spawn(move || copy(stick))).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).filter(|is_ready| *is_ready).count()
    });
    match args.sticks.len() {
        all if all == ready => Ok(()),
        all => Err(Failure::Machine(format!("{} of {} not ready", all - ready, number(all, "stick")))),
    }
}

fn tell(desk: &Mutex<Desk>, say: impl FnOnce(&mut Desk)) {
    say(&mut desk.lock().unwrap_or_else(PoisonError::into_inner));
}

/// What is told while sticks are written: a line for each when it is done, and below them one that counts, on a terminal only.
struct Desk {
    /// Of each stick how much is done, of `each`.
    done: Vec<u64>,
    each: u64,
    ready: usize,
    shown: Option<u64>,
    is_terminal: bool,
}

impl Desk {
    fn new(sticks: usize, bundle: &Bundle) -> Self {
        let each = 2 * bundle.bytes();
        Self { done: vec![0; sticks], each, ready: 0, shown: None, is_terminal: io::stderr().is_terminal() }
    }

    fn progress(&mut self, stick: usize, done: u64) {
        self.done[stick] = done;
        let all = self.each.max(1).saturating_mul(self.done.len() as u64);
        let percent = self.done.iter().sum::<u64>().saturating_mul(100) / all;
        if self.is_terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            let sticks = number(self.done.len(), "stick");
            say::text(&format!("\r\u{1B}[K{percent} % written and read back, {} of {sticks} done", self.ready));
        }
    }

    fn done(&mut self, folder: &Path, outcome: &Result<Copied, StickError>) {
        if self.is_terminal {
            say::text("\r\u{1B}[K");
        }
        self.shown = None;
        self.ready += 1;
        let folder = folder.display();
        match outcome {
            Ok(copied) => say::line(&format!("{folder}: {}", outcome_of(copied))),
            Err(error) => say::line(&format!("error: {folder}: {error}\n  help: {}", error.help())),
        }
    }
}

/// What came of a stick, in one line, and one more for what is not ours.
fn outcome_of(copied: &Copied) -> String {
    let files = format!("{}, {}", number(copied.files, "file"), size(copied.bytes));
    let mut text = match (copied.written, copied.removed) {
        (0, 0) => format!("{files}, all there and as they should be"),
        (written, 0) => format!("{files}, read back as they should be; {written} written"),
        (written, removed) => {
            format!("{files}, read back as they should be; {written} written, {removed} of an older edition removed")
        }
    };
    if !copied.room_known {
        text += "; how much room there was is not known on this system";
    }
    if !copied.strangers.is_empty() {
        let names: Vec<String> = copied.strangers.iter().map(|path| visible(path).into_owned()).collect();
        text += &format!("\n  not ours, and left as it is: {}", names.join(", "));
    }
    text
}

fn refuse(output: &Path, bad: BadBundle) -> Failure {
    let output = output.display();
    match bad {
        BadBundle::Unreadable(error) => {
            let message = format!("cannot read `{}`: {}", error.path.display(), error.source);
            match error.source.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Failure::Usage(format!(
                    "{message}\n  help: run `lamplight build` first, or name the folder of a bundle with `-o`"
                )),
                _ => Failure::Machine(message),
            }
        }
        BadBundle::NotWhole(faults) => {
            faults.iter().for_each(|each| say::line(&fault::line(each)));
            say::failure(&format!(
                "`{output}` is not as a build left it; no stick was touched\n  help: run `lamplight build` again"
            ));
            Failure::Content
        }
        BadBundle::NoLanguage => {
            let message = format!("no folder in `{output}` is that of a language");
            Failure::Usage(format!("{message}\n  help: name a folder that `lamplight build` wrote, with pages in it"))
        }
    }
}

/// The name is one folder's, on every system that may read the stick.
fn check_name(name: &str) -> Result<(), Failure> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_well = VPath::new(name).is_ok()
        && name.chars().all(plain)
        && name.len() <= LONGEST
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' '])
        && !is_reserved(stem.trim_end());
    if is_well {
        return Ok(());
    }
    let message = format!("`{}` is no name of a folder that every system can have", visible(name));
    let help = format!("use letters from a to z, digits and hyphens, {LONGEST} at most");
    Err(Failure::Usage(format!("{message}\n  help: {help}")))
}

/// Each stick is there, and none is another, in another or in the way of the bundle.
fn check_places(args: &Usb) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let bundle = real(&args.output);
    let mut seen: Vec<(PathBuf, &Path)> = Vec::new();
    let mut wrong = Vec::new();
    for stick in &args.sticks {
        let shown = stick.display();
        if !stick.is_dir() {
            wrong.push(format!("`{shown}` is no folder: is the stick put in and mounted?"));
            continue;
        }
        let here = real(stick);
        let folder = here.join(&args.folder);
        if here.starts_with(&bundle) || bundle.starts_with(&folder) {
            wrong.push(format!("`{shown}` and the bundle lie in each other"));
        }
        let clash = seen.iter().find(|(other, _)| {
            *other == here || here.starts_with(other.join(&args.folder)) || other.starts_with(&folder)
        });
        if let Some((_, other)) = clash {
            wrong.push(format!("`{}` and `{shown}` are the same stick", other.display()));
        }
        seen.push((here, stick));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Failure::Usage(wrong.join("\nerror: ") + "\n  help: nothing was written"))
    }
}
