use super::archives::Archives;
use super::manifest::{Entry, Manifest};
use super::{Failure, Made, Maker, Record, Sink, Summary};
use crate::diagnostic::Diagnostic;
use crate::model::Format;
use crate::plan::{Job, MANIFEST};
use crate::render::Download;
use crate::source::VPath;

/// The end of an export: what can be made only when everything else is there.
pub(super) struct Closing<'a> {
    maker: &'a Maker<'a>,
    sink: &'a dyn Sink,
    /// What is in the folder.
    pub published: Vec<Entry>,
    pub problems: Vec<Diagnostic>,
}

impl<'a> Closing<'a> {
    pub fn new(maker: &'a Maker<'a>, sink: &'a dyn Sink) -> Self {
        Self { maker, sink, published: Vec::new(), problems: Vec::new() }
    }

    /// Adds archives, then the pages that say what editions weigh, then the manifest.
    pub fn close(
        &mut self,
        archives: Archives,
        archived: Vec<Entry>,
        kept: usize,
        record: Record,
    ) -> Result<Summary, Failure> {
        if !archives.is_empty() {
            let listed = Manifest::new(archived).to_string();
            archives.close(&listed).try_for_each(|(path, bytes)| match bytes {
                Ok(bytes) => self.put(&path, &bytes),
                Err(error) => Err(Failure::Sink(path, error)),
            })?;
        }
        if self.maker.plan.has(Format::Site) {
            self.take_pages()?;
        }
        let manifest = Manifest::new(std::mem::take(&mut self.published));
        let (path, text) = (VPath::of_checked(&[MANIFEST]), manifest.to_string());
        self.put(&path, text.as_bytes())?;
        Ok(Summary {
            files: manifest.len() + 1,
            bytes: manifest.bytes() + text.len() as u64,
            kept,
            manifest: *Entry::new(&path, text.as_bytes()).hash(),
            record,
        })
    }

    fn take_pages(&mut self) -> Result<(), Failure> {
        let plan = self.maker.plan;
        let weight = |path: &VPath| self.published.iter().find(|entry| entry.path() == path).map(Entry::bytes);
        let download = |edition| Some(Download { edition, bytes: weight(&edition.path)? });
        let downloads: Vec<Download<'_>> = plan.editions().iter().filter_map(download).collect();
        for output in plan.outputs().iter().filter(|output| matches!(output.job, Job::Take(_))) {
            let Made { bytes, problems, .. } = self.maker.make_with(output, &downloads);
            self.problems.extend(problems);
            self.put(&output.path, &bytes.ok_or(Failure::Refused)?)?;
        }
        Ok(())
    }

    fn put(&mut self, path: &VPath, bytes: &[u8]) -> Result<(), Failure> {
        self.sink.put(path, bytes).map_err(|error| Failure::Sink(path.clone(), error))?;
        self.published.push(Entry::new(path, bytes));
        Ok(())
    }
}
