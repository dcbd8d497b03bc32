//! `build` and `check`.

use super::again::{Last, Memory};
use super::args::{Build, Check, Site};
use super::project::{Project, Ready, Sources};
use super::{Failure, cache, report, say};
use crate::diagnostic::{self, emit::Format};
use crate::export::{self, Past, Scales, Sink, Summary};
use crate::fs::{FolderSink, SinkError};
use crate::model;
use crate::render::Keys;
use std::path::PathBuf;

/// Checks the guides and says what is wrong.
pub(super) fn check(args: &Check) -> Result<(), Failure> {
    let site = &args.site;
    with_jobs(site, || {
        let project = Project::open(Sources::read(site)?, site, &[model::Format::Site], None)?;
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
    if args.report.is_some() && matches!(site.message_format, Format::Json | Format::Sarif) {
        let help = "leave one of them out: `check` gives the diagnostics alone";
        let message = "`--report` and the diagnostics both go to standard output";
        return Err(Failure::Usage(format!("{message}\n  help: {help}")));
    }
    let sources = Sources::read(site)?;
    let keep_out = keep_out(site, &sources);
    let store = cache::open(args, &keep_out)?;
    let memory = Memory::open(args, &*store, &sources);
    // A report weighs what is made, so that all has to be made.
    if let Some(last) = memory.as_ref().filter(|_| args.report.is_none()).and_then(Memory::last)
        && open_sink(args, &keep_out)?.stands(&last.manifest)
    {
        return stands(&sources, args, &last);
    }
    let mut project = Project::open(sources, site, &args.formats, Some(&*store))?;
    match project.ready.take().filter(|_| project.passes(site.strict)) {
        Some(ready) => make(args, project, ready, &keep_out, memory.as_ref()),
        None => refuse(&project, args),
    }
}

/// Makes the outputs and puts the bundle in place.
fn make(
    args: &Build,
    mut project: Project,
    ready: Ready,
    keep_out: &[PathBuf],
    memory: Option<&Memory<'_>>,
) -> Result<(), Failure> {
    let Ready { checked, theme, mut plan } = ready;
    plan.add_search(&project.tree, &checked);
    project.stages.end("search index");
    let sink = open_sink(args, keep_out)?;
    let scales = args.report.map(|_| Scales::new(&sink, &plan, checked.library(), &theme));
    let target = scales.as_ref().map_or(&sink as &dyn Sink, |scales| scales);
    let keys = |memory: &Memory<'_>| Keys::new(&project.tree, &checked, &plan, memory.maker());
    let past = memory.map(|memory| Past { record: memory.record(), keys: keys(memory) });
    let (result, said) = export::export_after(past.as_ref(), &project.tree, &checked, &plan, &theme, target);
    let report = scales.map(Scales::report);
    project.stages.end("render, audit, write");
    project.diagnostics.extend(said);
    diagnostic::sort(&mut project.diagnostics);
    match result {
        Ok(summary) if project.passes(args.site.strict) => {
            project.say(&args.site)?;
            sink.commit().map_err(sink_failure)?;
            project.stages.end("put in place");
            done(&project, args, &summary);
            if let Some(memory) = memory {
                memory.keep(&summary, &project.diagnostics);
            }
            match args.report.zip(report) {
                Some((format, report)) => report::say(&report, &project.stages.slowest_first(), format),
                None => Ok(()),
            }
        }
        Ok(_) | Err(export::Failure::Refused) => refuse(&project, args),
        Err(export::Failure::Sink(path, error)) => {
            project.say(&args.site)?;
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

/// The folders that no build may write to.
fn keep_out(site: &Site, sources: &Sources) -> Vec<PathBuf> {
    std::iter::once(site.guides.clone()).chain(sources.theme_dir.clone()).collect()
}

/// Says what a build says that has nothing to do.
fn stands(sources: &Sources, args: &Build, last: &Last) -> Result<(), Failure> {
    say::diagnostics(&last.diagnostics, &sources.tree, args.site.message_format)?;
    if args.site.message_format == Format::Human {
        let (count, size) = (say::count(&last.diagnostics), say::size(last.bytes));
        let output = args.output.display();
        say::line(&format!("{count}: nothing has changed, {} files, {size}, stand in {output}", last.files));
        say::line(&what_next(args));
    }
    Ok(())
}

fn done(project: &Project, args: &Build, summary: &Summary) {
    if args.site.message_format != Format::Human {
        return;
    }
    let size = say::size(summary.bytes);
    let output = args.output.display();
    say::line(&format!("{}: wrote {} files, {size}, to {output}", say::count(&project.diagnostics), summary.files));
    say::line(&what_next(args));
}

/// Where to look now.
fn what_next(args: &Build) -> String {
    match args.formats.contains(&model::Format::Site) {
        true => format!("open {}", args.output.join("index.html").display()),
        false => format!("see {}", args.output.join("editions").display()),
    }
}

/// Runs with the number of threads that the user asked for.
fn with_jobs<T: Send>(site: &Site, run: impl FnOnce() -> Result<T, Failure> + Send) -> Result<T, Failure> {
    let threads = site.jobs.map_or(0, std::num::NonZeroUsize::get);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::Machine(format!("no threads can be started: {error}")))?;
    pool.install(run)
}
