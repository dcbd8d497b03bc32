//! `serve`.

use super::args::Serve;
use super::{Failure, project, say};
use crate::serve::{self, Notice, Options, Told, Unreadable};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Shows the site in a browser until Ctrl-C.
pub(super) fn run(args: &Serve) -> Result<(), Failure> {
    let threads = args.jobs.map_or(0, std::num::NonZeroUsize::get);
    // The pool of the process: pages are made on threads that come and go.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| Failure::Machine(format!("no threads can be started: {error}")))?;
    let options = Options {
        guides: args.guides.clone(),
        theme: args.theme.clone(),
        today: project::today(args.today)?,
        port: args.port,
        ipv6: args.ipv6,
        open: args.open,
    };
    let said_last = Mutex::new(String::new());
    let tell = move |notice: Notice<'_>| tell(&notice, &said_last);
    serve::run(&options, Arc::new(tell)).map_err(|failure| match failure {
        serve::Failure::Unreadable(Unreadable::Read(error)) => project::unreadable(&error),
        serve::Failure::Unreadable(why) => Failure::Usage(with_help(&why)),
        serve::Failure::Listen(error) => Failure::Machine(format!(
            "no port from {} on can be listened at: {error}\n  help: name another with `--port N`",
            args.port
        )),
        serve::Failure::Server(error) => Failure::Machine(format!("the preview can't run: {error}")),
    })
}

fn tell(notice: &Notice<'_>, said_last: &Mutex<String>) {
    match notice {
        Notice::Ready { url, wanted } => {
            if let Some(port) = wanted {
                say::line(&format!("port {port} is in use"));
            }
            say::line(&format!("the site is at {url} on this machine, and follows its files; Ctrl-C ends"));
        }
        Notice::Checked { told, took } => {
            // After a slip in one guide nobody wants to read all the old warnings of the others again.
            let text = say::human(&told.diagnostics, &told.tree);
            let mut last = said_last.lock().unwrap_or_else(PoisonError::into_inner);
            let same = *last == text && !text.is_empty();
            if !same {
                say::text(&text);
            }
            *last = text;
            let as_before = if same { ", as before" } else { "" };
            say::line(&format!("{}{as_before} ({} ms)", say::count(&told.diagnostics), took.as_millis()));
        }
        Notice::Output(Told { tree, diagnostics }) => say::text(&say::human(diagnostics, tree)),
        Notice::Unreadable(why) => say::failure(&with_help(why)),
        Notice::NotWatched(why) => {
            say::line(&format!("warning: the system can't tell of changes ({why}): they are looked for every second"));
        }
        Notice::NoBrowser(error) => say::line(&format!("warning: no browser can be opened: {}", words(error))),
    }
}

fn with_help(why: &Unreadable) -> String {
    format!("{why}\n  help: {}", why.help())
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no program for it".into(),
        _ => error.to_string(),
    }
}
