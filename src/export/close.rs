use super::manifest::{Entry, Manifest};
use super::zim::SiteZim;
use super::{Archives, Failure, Made, Maker, Record, Sink, Summary};
use crate::audit;
use crate::diagnostic::Diagnostic;
use crate::integrity::{MANIFEST, SIGNATURE, Signer};
use crate::model::Format;
use crate::plan::Job;
use crate::render::Download;
use crate::source::VPath;

/// The end of an export: what can be made only when everything else is there.
pub(super) struct Closing<'a> {
    maker: &'a Maker<'a>,
    sink: &'a dyn Sink,
    signer: Option<&'a Signer>,
    /// What is in the folder.
    pub published: Vec<Entry>,
    pub problems: Vec<Diagnostic>,
}

impl<'a> Closing<'a> {
    pub fn new(maker: &'a Maker<'a>, sink: &'a dyn Sink, signer: Option<&'a Signer>) -> Self {
        Self { maker, sink, signer, published: Vec::new(), problems: Vec::new() }
    }

    /// Ends the archives, then adds the pages that say what editions weigh, then the manifest and its signature.
    pub fn close(
        &mut self,
        archives: Archives<'_>,
        archived: Vec<Entry>,
        kept: usize,
        record: Record,
    ) -> Result<Summary, Failure> {
        if let Some(zim) = archives.zim {
            self.zim(zim, &archived)?;
        }
        if let Some(zip) = archives.zip {
            let path = zip.path.clone();
            let zip = zip.close(&self.seals(&Manifest::new(archived)));
            self.published.push(zip.map_err(|error| Failure::Sink(path, error))?);
        }
        if self.maker.plan.has(Format::Site) {
            self.take_pages()?;
        }
        let manifest = Manifest::new(std::mem::take(&mut self.published));
        for (path, text) in self.seals(&manifest) {
            self.put(&path, text.as_bytes())?;
        }
        let seals = std::mem::take(&mut self.published);
        let hash = |name: &str| seals.iter().find(|seal| seal.path().as_str() == name).map(|seal| *seal.hash());
        Ok(Summary {
            files: manifest.len() + seals.len(),
            bytes: manifest.bytes() + seals.iter().map(Entry::bytes).sum::<u64>(),
            kept,
            manifest: hash(MANIFEST).unwrap_or_default(),
            signature: hash(SIGNATURE),
            record,
        })
    }

    /// Ends the ZIM file, and reads it once more.
    fn zim(&mut self, zim: SiteZim, archived: &[Entry]) -> Result<(), Failure> {
        let path = zim.path.clone();
        let held: Vec<Entry> = archived.iter().filter(|entry| entry.bytes() > 0).cloned().collect();
        let seals = self.seals(&Manifest::new(held.clone()));
        let bytes = zim.close(&self.maker.renderer, &seals).map_err(|error| Failure::Sink(path.clone(), error))?;
        let seals: Vec<Entry> = seals.iter().map(|(path, text)| Entry::new(path, text.as_bytes())).collect();
        let files = held.iter().chain(&seals).map(|entry| (entry.path().as_str(), *entry.hash())).collect();
        let problems = audit::audit_zim(&path, &bytes, &files);
        if !problems.is_empty() {
            self.problems.extend(problems);
            return Err(Failure::Refused);
        }
        self.put(&path, &bytes)
    }

    /// What closes a bundle or an archive: the list of its files, and the signature of that where there is a signer.
    fn seals(&self, manifest: &Manifest) -> Vec<(VPath, String)> {
        let list = manifest.to_string();
        let signature = self.signer.map(|signer| (VPath::of_checked(&[SIGNATURE]), signer.sign(list.as_bytes())));
        [(VPath::of_checked(&[MANIFEST]), list)].into_iter().chain(signature).collect()
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
