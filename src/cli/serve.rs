//! `serve`.

use super::args::Serve;
use super::{Failure, cache, fonts, project, say};
use crate::diagnostic::emit::Format;
use crate::serve::{self, Notice, Options, Told};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Shows the site in a browser until Ctrl-C.
pub(super) fn run(args: &Serve) -> Result<(), Failure> {
    let site = &args.site;
    let threads = site.jobs.map_or(0, std::num::NonZeroUsize::get);
    // The pool of the process: pages are made on threads that come and go.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| Failure::Machine(format!("no threads can be started: {error}")))?;
    let options = Options {
        guides: site.guides.clone(),
        theme: site.theme.clone(),
        fonts: fonts::read(site)?,
        store: cache::open(&args.cache, std::iter::once(&site.guides).chain(&site.theme))?,
        today: project::today(site.today)?,
        port: args.port,
        ipv6: args.ipv6,
        open: args.open,
    };
    let terminal = Terminal { format: site.message_format, said_last: Mutex::default() };
    serve::run(options, Arc::new(move |notice| terminal.tell(&notice))).map_err(|failure| match failure {
        serve::Failure::Unreadable(why) => project::unreadable(&why),
        serve::Failure::Listen(error) => Failure::Machine(format!(
            "no port from {} on can be listened at: {error}\n  help: name another with `--port N`",
            args.port
        )),
        serve::Failure::Server(error) => Failure::Machine(format!("the preview can't run: {error}")),
    })
}

/// What the user is told.
struct Terminal {
    format: Format,
    said_last: Mutex<String>,
}

impl Terminal {
    fn tell(&self, notice: &Notice<'_>) {
        match notice {
            Notice::Ready { url, wanted } => {
                if let Some(port) = wanted {
                    say::line(&format!("port {port} is in use"));
                }
                say::line(&format!("the site is at {url} on this machine, and follows its files; Ctrl-C ends"));
            }
            Notice::Checked { told, took } => self.checked(told, took.as_millis()),
            Notice::Output(told) => self.diagnostics(told),
            Notice::Unreadable(why) => say::failure(&project::with_help(why)),
            Notice::NotWatched(why) => {
                say::line(&format!(
                    "warning: the system can't tell of changes ({why}): they are looked for every second"
                ));
            }
            Notice::NoBrowser(error) => say::line(&format!("warning: no browser can be opened: {}", words(error))),
        }
    }

    fn checked(&self, told: &Told, took_ms: u128) {
        if self.format != Format::Human {
            self.diagnostics(told);
            return;
        }
        // After a slip in one guide nobody wants to read all the old warnings of the others again.
        let text = say::human(&told.diagnostics, &told.tree);
        let mut last = self.said_last.lock().unwrap_or_else(PoisonError::into_inner);
        let same = *last == text && !text.is_empty();
        if !same {
            say::text(&text);
        }
        *last = text;
        let as_before = if same { ", as before" } else { "" };
        say::line(&format!("{}{as_before} ({took_ms} ms)", say::count(&told.diagnostics)));
    }

    /// For machines each change gives a document of its own. Whoever closed the pipe reads none, and the preview stays.
    fn diagnostics(&self, Told { tree, diagnostics }: &Told) {
        let _ = say::diagnostics(diagnostics, tree, self.format);
    }
}

fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no program for it".into(),
        _ => error.to_string(),
    }
}
