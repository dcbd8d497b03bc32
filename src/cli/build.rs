//! `build` and `check`.

use super::again::{Last, Memory};
use super::args::{Build, Check, ReportFormat, Site};
use super::project::{Project, Ready, Sources};
use super::sign::Key;
use super::{Failure, cache, report, say, sign};
use crate::diagnostic::{self, emit::Format};
use crate::export::{self, Past, Scales, Sink, Summary};
use crate::fs::{FolderSink, SinkError};
use crate::model;
use crate::render::Keys;
use crate::store::Store;
use std::path::PathBuf;

/// Checks the guides and says what is wrong.
pub(super) fn check(args: &Check) -> Result<(), Failure> {
    let site = &args.site;
    with_jobs(site, || {
        let project = Project::open(Sources::read(site)?, &[model::Format::Site], None)?;
        project.say(site)?;
        if site.message_format == Format::Human {
            say::line(&say::count(&project.diagnostics));
        }
        if project.passes(args.strict) { Ok(()) } else { Err(Failure::Content) }
    })
}

/// Checks the guides and, where nothing stands against it, writes the bundle.
pub(super) fn build(args: &Build) -> Result<(), Failure> {
    with_jobs(&args.site, || build_site(args))
}

fn build_site(args: &Build) -> Result<(), Failure> {
    let site = &args.site;
    refuse_two_documents(args)?;
    let sources = Sources::read(site)?;
    let keep_out = keep_out(site, &sources);
    let key = sign::open(args, &keep_out)?;
    let store = cache::open(&args.cache, keep_out.iter().chain([&args.output]))?;
    let memory = Memory::open(args, &*store, &sources, key.as_ref().map(Key::text));
    let mut sink = None;
    // A report weighs what is made, so that all has to be made.
    if let Some(last) = memory.as_ref().filter(|_| args.report.is_none()).and_then(Memory::last) {
        let opened = open_sink(args, &keep_out)?;
        if opened.stands(&last.manifest, last.signature.as_ref()) {
            stands(&sources, args, &last)?;
            return opened.leave().map_err(sink_failure);
        }
        sink = Some(opened);
    }
    let mut project = Project::open(sources, &args.formats, Some(&*store))?;
    project.diagnostics.extend(key.as_ref().and_then(|_| sign::missing_edition(&project)));
    match project.ready.take().filter(|_| project.passes(args.strict)) {
        Some(ready) => {
            let sink = sink.map_or_else(|| open_sink(args, &keep_out), Ok)?;
            make(args, project, ready, sink, memory.as_ref(), &*store, key)
        }
        None => refuse(&project, args, sink),
    }
}

/// A report and diagnostics for machines both go to standard output. Only lines for GitHub, which looks for them in a log, stand
/// beside a report for people.
fn refuse_two_documents(args: &Build) -> Result<(), Failure> {
    match (args.report, args.site.message_format) {
        (None, _) | (_, Format::Human) | (Some(ReportFormat::Human), Format::Github) => Ok(()),
        (Some(_), Format::Json | Format::Sarif | Format::Gitlab) | (Some(ReportFormat::Json), Format::Github) => {
            let help = "leave one of them out: `check` gives the diagnostics alone";
            let message = "`--report` and the diagnostics both go to standard output";
            Err(Failure::Usage(format!("{message}\n  help: {help}")))
        }
    }
}

/// Makes the outputs and puts the bundle in place.
fn make(
    args: &Build,
    mut project: Project,
    ready: Ready,
    sink: FolderSink,
    memory: Option<&Memory<'_>>,
    store: &dyn Store,
    key: Option<Key>,
) -> Result<(), Failure> {
    let Ready { checked, theme, mut plan } = ready;
    let edition = checked.library().config.edition.as_ref();
    let signer = match key.zip(edition).map(|(key, edition)| key.signer(edition)).transpose() {
        Ok(signer) => signer,
        Err(failure) => {
            leave(sink);
            return Err(failure);
        }
    };
    plan.add_search(&project.tree, &checked, &sink.spill());
    project.stages.end("search index");
    let scales = args.report.map(|_| Scales::new(&sink, &plan, checked.library(), &theme));
    let target = scales.as_ref().map_or(&sink as &dyn Sink, |scales| scales);
    let past = memory.map(|memory| Past {
        record: memory.record(),
        keys: Keys::new(&project.tree, &memory.files, &checked, &plan, &memory.maker),
        store,
    });
    let (result, said) =
        export::export_after(past.as_ref(), signer.as_ref(), &project.tree, &checked, &plan, &theme, target);
    let report = scales.map(Scales::report);
    project.stages.end("render, audit, write");
    project.diagnostics.extend(said);
    diagnostic::sort(&mut project.diagnostics);
    match result {
        Ok(summary) if project.passes(args.strict) => {
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
        Ok(_) | Err(export::Failure::Refused) => refuse(&project, args, Some(sink)),
        Err(export::Failure::Sink(path, error)) => {
            leave(sink);
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

/// Leaves the folder as it was. What is to be said of a bundle that was kept comes before what the build failed of.
fn leave(sink: FolderSink) {
    if let Err(Failure::Usage(message) | Failure::Machine(message)) = sink.leave().map_err(sink_failure) {
        say::failure(&message);
    }
}

fn refuse(project: &Project, args: &Build, sink: Option<FolderSink>) -> Result<(), Failure> {
    sink.into_iter().for_each(leave);
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
