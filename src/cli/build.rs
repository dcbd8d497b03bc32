//! `build` and `check`.

use super::args::{Build, Check, Site};
use super::project::{Project, Ready};
use super::{Failure, cache, say};
use crate::diagnostic::{self, emit::Format};
use crate::export::{self, Summary};
use crate::fs::{FolderSink, SinkError};
use std::path::PathBuf;

/// Checks the guides and says what is wrong.
pub(super) fn check(args: &Check) -> Result<(), Failure> {
    let site = &args.site;
    with_jobs(site, || {
        let project = Project::open(site, None)?;
        project.say(site)?;
        if site.message_format == Format::Human {
            say::line(&say::count(&project.diagnostics));
        }
        if project.passes(site.strict) { Ok(()) } else { Err(Failure::Content) }
    })
}

/// Checks the guides and, where nothing stands against it, writes the bundle.
pub(super) fn build(args: &Build) -> Result<(), Failure> {
    with_jobs(&args.site, || build_site(args))
}

fn build_site(args: &Build) -> Result<(), Failure> {
    let site = &args.site;
    let store = cache::open(args)?;
    let mut project = Project::open(site, Some(&*store))?;
    let Some(ready) = project.ready.take().filter(|_| project.passes(site.strict)) else {
        return refuse(&project, args);
    };
    let mut ready = ready;
    ready.plan.add_search(&project.tree, &ready.checked);
    let mut keep_out = vec![site.guides.clone()];
    keep_out.extend(project.theme_dir.clone());
    let sink = open_sink(args, &keep_out)?;
    let Ready { checked, theme, plan } = &ready;
    let (result, said) = export::export(&project.tree, checked, plan, theme, &sink);
    project.diagnostics.extend(said);
    diagnostic::sort(&mut project.diagnostics);
    match result {
        Ok(summary) if project.passes(site.strict) => {
            project.say(site)?;
            sink.commit().map_err(sink_failure)?;
            done(&project, args, summary);
            Ok(())
        }
        Ok(_) | Err(export::Failure::Refused) => refuse(&project, args),
        Err(export::Failure::Sink(path, error)) => {
            project.say(site)?;
            Err(Failure::Machine(format!("{path} can't be written: {error}; {} is as it was", args.output.display())))
        }
    }
}

fn open_sink(args: &Build, keep_out: &[PathBuf]) -> Result<FolderSink, Failure> {
    FolderSink::open(&args.output, keep_out).map_err(sink_failure)
}

fn sink_failure(error: SinkError) -> Failure {
    let message = format!("{error}\n  help: {}", error.help());
    match error {
        SinkError::Refused { .. } => Failure::Usage(message),
        SinkError::Busy { .. } | SinkError::Kept { .. } | SinkError::Io { .. } => Failure::Machine(message),
    }
}

fn refuse(project: &Project, args: &Build) -> Result<(), Failure> {
    project.say(&args.site)?;
    if args.site.message_format == Format::Human {
        let count = say::count(&project.diagnostics);
        say::line(&format!("{count}: nothing was written, {} is as it was", args.output.display()));
    }
    Err(Failure::Content)
}

fn done(project: &Project, args: &Build, summary: Summary) {
    if args.site.message_format != Format::Human {
        return;
    }
    let size = match summary.bytes {
        bytes if bytes < 1_000_000 => format!("{:.0} KB", bytes as f64 / 1e3),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    };
    let output = args.output.display();
    say::line(&format!("{}: wrote {} files, {size}, to {output}", say::count(&project.diagnostics), summary.files));
    say::line(&format!("open {}", args.output.join("index.html").display()));
}

/// Runs with the number of threads that the user asked for.
fn with_jobs<T: Send>(site: &Site, run: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    let threads = site.jobs.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::Machine(format!("no threads can be started: {error}")))?;
    pool.install(run)
}
