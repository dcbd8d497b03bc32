//! Drives the jobs of a plan: render, audit, hand the bytes to a [`Sink`], and close with editions and the manifest.

mod close;
mod manifest;
mod record;
mod report;
mod sink;
mod weight;
mod zim;
mod zip;

pub use manifest::Manifest;
pub use record::{Past, Record};
pub use report::{FileKind, FirstView, Report, Scales, Weight};
pub use sink::{Sink, Stream};
pub use weight::Budget;

use crate::audit;
use crate::check::{self, Checked};
use crate::diagnostic::{self, Code, Diagnostic, Place, Severity};
use crate::integrity::Signer;
use crate::library::TopicId;
use crate::model::{Config, Exit, Format, Kind, LangId};
use crate::plan::{Job, Output, Plan};
use crate::render::{Download, Renderer};
use crate::source::{SourceTree, VPath};
use crate::store::{Key, Nothing, Store};
use crate::theme::Theme;
use crate::zip::{Entry as Packed, Time};
use close::Closing;
use rayon::prelude::*;
use record::Recorded;
use std::borrow::Cow;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use zim::SiteZim;
use zip::SiteZip;

/// What an export wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub files: usize,
    pub bytes: u64,
    /// How many of the files were taken over from the bundle before, without being made again.
    pub kept: usize,
    /// The SHA-256 of the manifest.
    pub manifest: [u8; 32],
    /// The SHA-256 of the signature, where there is one.
    pub signature: Option<[u8; 32]>,
    /// What the next export may be told; empty where this one was told nothing.
    pub record: Record,
}

/// Why there is no export.
#[derive(Debug)]
pub enum Failure {
    /// A template, a picture or an emitted page breaks a promise; the diagnostics say which.
    Refused,
    /// The sink could not take an output.
    Sink(VPath, io::Error),
}

/// Renders every output of the plan on the threads at hand, audits each, and puts it into the sink.
///
/// All problems of all outputs are returned; where one is an error, what is in the sink is not to be used.
pub fn export(
    tree: &SourceTree,
    checked: &Checked,
    plan: &Plan,
    theme: &Theme,
    sink: &dyn Sink,
) -> (Result<Summary, Failure>, Vec<Diagnostic>) {
    export_after(None, None, tree, checked, plan, theme, sink)
}

/// [`export`], where outputs that `past` made already are left to the sink to [keep](Sink::keep). What comes out is the same,
/// with a signature of the manifest where there is a signer.
pub fn export_after(
    past: Option<&Past<'_>>,
    signer: Option<&Signer>,
    tree: &SourceTree,
    checked: &Checked,
    plan: &Plan,
    theme: &Theme,
    sink: &dyn Sink,
) -> (Result<Summary, Failure>, Vec<Diagnostic>) {
    let zip = match SiteZip::begin(checked.library(), plan, sink) {
        Ok(zip) => zip,
        Err((path, error)) => return (Err(Failure::Sink(path, error)), Vec::new()),
    };
    let mut archives = Archives { zip, zim: SiteZim::begin(plan) };
    let budget = Budget::default();
    let store: &dyn Store = past.map_or(&Nothing, |past| past.store);
    let run = Run {
        maker: Maker::new(tree, checked, plan, theme, &budget).with_store(store),
        sink,
        packing: archives.zip.as_ref().map(SiteZip::time),
        for_zim: archives.zim.is_some(),
        signer,
        // What was left in the folder is of use where this build writes there, too.
        past: past.filter(|_| plan.has(Format::Site)),
        failed: AtomicBool::new(false),
    };
    let done = run.outputs(&mut archives);
    run.close(done, archives)
}

/// One export under way.
struct Run<'a> {
    maker: Maker<'a>,
    sink: &'a dyn Sink,
    /// The time that files of the zip carry, where there is to be one.
    packing: Option<Time>,
    /// Whether there is to be a ZIM file.
    for_zim: bool,
    past: Option<&'a Past<'a>>,
    signer: Option<&'a Signer>,
    /// Set at the first error: from then on outputs are rendered for their problems only.
    failed: AtomicBool,
}

/// Makes single outputs of a plan: renders, audits and weighs them.
#[derive(Debug)]
pub struct Maker<'a> {
    renderer: Renderer<'a>,
    checked: &'a Checked,
    plan: &'a Plan,
    allowed_urls: Vec<String>,
    neutral_titles: Option<Vec<String>>,
    theme: &'a Theme,
    budget: &'a Budget,
}

/// One output as it was made.
#[derive(Debug)]
pub struct Made<'a> {
    /// Nothing where a problem is an error: what breaks a promise goes nowhere.
    pub bytes: Option<Cow<'a, [u8]>>,
    /// With the severities that `site.yaml` asks for.
    pub problems: Vec<Diagnostic>,
    facts: Option<audit::PageFacts>,
}

/// What tabs and histories may show of a discreet bundle, in all its languages; `None` where a bundle is not discreet.
fn neutral_titles(config: &Config, theme: &Theme) -> Option<Vec<String>> {
    const MESSAGES: [&str; 3] = ["discreet-title", "tables-title", "not-found-title"];
    let titles = |lang| MESSAGES.iter().filter_map(move |id| theme.messages(lang).get(id).map(str::to_owned));
    config.discreet.then(|| config.langs().flat_map(titles).collect())
}

/// The editions that grow with the outputs.
struct Archives<'a> {
    zip: Option<SiteZip<'a>>,
    zim: Option<SiteZim>,
}

/// What became of one output.
#[derive(Default)]
struct Done {
    problems: Vec<Diagnostic>,
    facts: Option<audit::PageFacts>,
    entry: Option<manifest::Entry>,
    packed: ForArchives,
    /// Under which key it may be taken over by the next export.
    key: Option<Key>,
    kept: bool,
    fault: Option<(VPath, io::Error)>,
}

impl Done {
    /// What to record of it: a page of which something was said has to be made again, so that it is said again.
    fn recorded(&self, output: &Output) -> Option<(VPath, Recorded)> {
        let (key, entry) = (self.key.filter(|_| self.problems.is_empty())?, self.entry.as_ref()?);
        Some((output.path.clone(), Recorded::new(key, entry, self.facts.clone())))
    }
}

/// An output on its way into archives.
#[derive(Default)]
struct ForArchives {
    /// As a file of the zip.
    zip: Option<Packed>,
    /// What the ZIM file takes, which compresses many together.
    zim: Option<Vec<u8>>,
}

impl Archives<'_> {
    /// Takes an output in.
    fn add(&mut self, renderer: &Renderer<'_>, output: &Output, packed: ForArchives) -> Result<(), (VPath, io::Error)> {
        if let (Some(zip), Some(packed)) = (&mut self.zip, packed.zip) {
            zip.add(packed).map_err(|error| (zip.path.clone(), error))?;
        }
        if let (Some(zim), Some(bytes)) = (&mut self.zim, packed.zim) {
            zim.add(renderer.zim_entry(output), &bytes).map_err(|error| (zim.path.clone(), error))?;
        }
        Ok(())
    }
}

/// How many outputs are made before archives take them: enough for every thread, and few enough to be kept for so long.
const AT_ONCE: usize = 512;

impl Run<'_> {
    /// Every output, on the threads at hand.
    fn outputs(&self, archives: &mut Archives<'_>) -> Vec<Done> {
        let outputs = self.maker.plan.outputs();
        if archives.zip.is_none() && archives.zim.is_none() {
            return outputs.par_iter().map(|output| self.output(output)).collect();
        }
        let mut all = Vec::with_capacity(outputs.len());
        for some in outputs.chunks(AT_ONCE) {
            let first = all.len();
            all.par_extend(some.par_iter().map(|output| self.output(output)));
            for (output, done) in some.iter().zip(&mut all[first..]) {
                let packed = std::mem::take(&mut done.packed);
                if let Err((path, error)) = archives.add(&self.maker.renderer, output, packed) {
                    self.fail(done, &path, error);
                }
            }
            archives.zim.iter_mut().for_each(SiteZim::pack);
        }
        all
    }

    /// Takes an output over from the export before, or makes it.
    fn output(&self, output: &Output) -> Done {
        let Some((key, recorded)) = self.past.and_then(|past| past.of(output)) else { return self.make(output) };
        let kept = |recorded: &Recorded| self.sink.keep(&output.path, &recorded.hash);
        let Some((recorded, bytes)) = recorded.and_then(|recorded| Some((recorded, kept(recorded)?))) else {
            return Done { key: Some(key), ..self.make(output) };
        };
        let entry = recorded.entry(&output.path);
        let mut done = Done { facts: recorded.facts.clone(), key: Some(key), kept: true, ..Done::default() };
        match self.pack(output, &bytes) {
            Ok(packed) => (done.entry, done.packed) = (Some(entry), packed),
            Err(error) => self.fail(&mut done, &output.path, error),
        }
        done
    }

    fn make(&self, output: &Output) -> Done {
        let Made { bytes, problems, facts } = self.maker.make(output);
        let mut done = Done { problems, facts, ..Done::default() };
        let Some(bytes) = bytes else {
            self.failed.store(true, Ordering::Relaxed);
            return done;
        };
        if !self.failed.load(Ordering::Relaxed) {
            match self.publish(output, &bytes).and_then(|()| self.pack(output, &bytes)) {
                Ok(packed) => {
                    (done.entry, done.packed) = (Some(manifest::Entry::new(&output.path, &bytes)), packed);
                }
                Err(error) => self.fail(&mut done, &output.path, error),
            }
        }
        done
    }

    fn pack(&self, output: &Output, bytes: &[u8]) -> io::Result<ForArchives> {
        if !self.maker.plan.is_archived(output) {
            return Ok(ForArchives::default());
        }
        let zip = self.packing.map(|time| zip::pack(&output.path, bytes, time)).transpose()?;
        Ok(ForArchives { zip, zim: self.for_zim.then(|| bytes.to_vec()) })
    }

    fn publish(&self, output: &Output, bytes: &[u8]) -> io::Result<()> {
        if self.maker.plan.is_published(output) { self.sink.put(&output.path, bytes) } else { Ok(()) }
    }

    fn fail(&self, done: &mut Done, path: &VPath, error: io::Error) {
        self.failed.store(true, Ordering::Relaxed);
        done.fault = Some((path.clone(), error));
    }
}

impl<'a> Maker<'a> {
    /// Prepares what outputs share. The budget is that of the theme.
    pub fn new(
        tree: &'a SourceTree,
        checked: &'a Checked,
        plan: &'a Plan,
        theme: &'a Theme,
        budget: &'a Budget,
    ) -> Self {
        let allowed_urls = match &checked.library().config.exit {
            Exit::Web(url) => vec![url.clone()],
            Exit::Tables => Vec::new(),
        };
        Self {
            renderer: Renderer::new(tree, checked, plan, theme),
            checked,
            plan,
            allowed_urls,
            neutral_titles: neutral_titles(&checked.library().config, theme),
            theme,
            budget,
        }
    }

    /// The same, with a store for what is dear to make.
    #[must_use]
    pub fn with_store(self, store: &'a dyn Store) -> Self {
        Self { renderer: self.renderer.with_store(store), ..self }
    }

    /// Makes one output of the plan. Links to ids of other pages are judged by [`export`] alone, which sees all pages.
    pub fn make(&self, output: &Output) -> Made<'a> {
        self.finish(output, self.renderer.render(output), &|path| self.plan.is_everywhere(path))
    }

    /// Makes the page on what readers can take with them, when that is known: it alone may lead there.
    fn make_with(&self, output: &Output, downloads: &[Download<'_>]) -> Made<'a> {
        self.finish(output, self.renderer.render_with(output, downloads), &|path| self.plan.contains(path))
    }

    /// Audits and weighs what was rendered. `exists` says which paths it may name.
    fn finish(
        &self,
        output: &Output,
        rendered: Result<Cow<'a, [u8]>, Diagnostic>,
        exists: &(dyn Fn(&str) -> bool + Sync),
    ) -> Made<'a> {
        let bytes = match rendered {
            Ok(bytes) => bytes,
            Err(problem) => return Made { bytes: None, problems: vec![problem], facts: None },
        };
        let audit::Audited { diagnostics: mut problems, facts } = self.audit(output, &bytes, exists);
        problems.extend(self.weigh(output, &bytes));
        check::raise(&self.checked.library().config, &mut problems);
        let faulty = problems.iter().any(|problem| problem.severity == Severity::Error);
        Made { bytes: (!faulty).then_some(bytes), problems, facts }
    }

    fn audit(&self, output: &Output, bytes: &[u8], exists: &(dyn Fn(&str) -> bool + Sync)) -> audit::Audited {
        let auditor =
            audit::Auditor { exists, allowed_urls: &self.allowed_urls, neutral_titles: self.neutral_titles.as_deref() };
        let mut audited = match output.job {
            Job::Single(lang) => auditor.one_file(&output.path, bytes, self.renderer.parts(lang)),
            Job::Epub(_) => auditor.epub(&output.path, bytes),
            _ => auditor.any(&output.path, bytes),
        };
        if !audited.diagnostics.is_empty() {
            self.name_template(output, &mut audited.diagnostics);
        }
        audited
    }

    /// What an audit finds was written in a template: the page alone would not say where to mend it.
    fn name_template(&self, output: &Output, problems: &mut [Diagnostic]) {
        let Some(template) = self.renderer.template(output) else { return };
        for problem in problems {
            let help = problem.help.take().map_or(String::new(), |help| help + "; ");
            problem.help = Some(format!("{help}the page is made by the template `{template}`"));
        }
    }

    /// What is found too heavy: many readers have an old phone and little data.
    fn weigh(&self, output: &Output, bytes: &[u8]) -> Option<Diagnostic> {
        match &output.job {
            Job::Guide(topic, lang) => self.weigh_guide(output, *topic, *lang, bytes),
            Job::Single(_) => self.weigh_single(output, bytes),
            _ => None,
        }
    }

    /// The file that holds all pages is sent from phone to phone.
    fn weigh_single(&self, output: &Output, bytes: &[u8]) -> Option<Diagnostic> {
        let (weight, most) = (bytes.len() as u64, self.checked.library().config.single_max);
        let megabytes = |bytes: u64| bytes as f64 / 1e6;
        let path = &output.path;
        let message = format!("{path} weighs {:.2} MB, more than {:.2} MB", megabytes(weight), megabytes(most));
        let help =
            "take pictures out or make them smaller, split the site, or raise `single_max` in site.yaml, in bytes";
        (weight > most).then(|| Diagnostic::new(Code::HeavySingle, Place::Path(path.to_string()), message).help(help))
    }

    /// The first view of a guide must stay light.
    fn weigh_guide(&self, output: &Output, topic: TopicId, lang: LangId, bytes: &[u8]) -> Option<Diagnostic> {
        let library = self.checked.library();
        if library.topic(topic).kind == Kind::Section {
            return None;
        }
        let weight = self.budget.exceeded_by(bytes, self.theme)?;
        let place: Place = library.text_for(topic, lang).file.into();
        let message = format!(
            "the first view of {} weighs {:.1} KB with its style and script, more than {} KB",
            output.path,
            weight as f64 / 1024.0,
            weight::FIRST_VIEW / 1024
        );
        Some(
            Diagnostic::new(Code::HeavyPage, place, message)
                .help("split the guide: on an old phone it takes long to load"),
        )
    }
}

impl Run<'_> {
    /// What the outputs became, together.
    fn close(self, done: Vec<Done>, archives: Archives<'_>) -> (Result<Summary, Failure>, Vec<Diagnostic>) {
        let Self { maker, sink, signer, .. } = self;
        let outputs = maker.plan.outputs();
        let kept = done.iter().filter(|done| done.kept).count();
        let record = Record::new(outputs.iter().zip(&done).filter_map(|(output, done)| done.recorded(output)));
        let (mut closing, mut archived) = (Closing::new(&maker, sink, signer), Vec::new());
        let (mut facts, mut fault) = (Vec::new(), None);
        for (output, done) in outputs.iter().zip(done) {
            closing.problems.extend(done.problems);
            facts.extend(done.facts.map(|facts| (output.path.clone(), facts)));
            archived.extend(done.entry.clone().filter(|_| maker.plan.is_archived(output)));
            closing.published.extend(done.entry.filter(|_| maker.plan.is_published(output)));
            fault = fault.or(done.fault);
        }
        closing.problems.extend(audit::dead_anchors(&facts));
        let result = match fault {
            Some((path, error)) => Err(Failure::Sink(path, error)),
            None if diagnostic::has_errors(&closing.problems) => Err(Failure::Refused),
            None => closing.close(archives, archived, kept, record),
        };
        (result, closing.problems)
    }
}
