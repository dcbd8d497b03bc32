use super::Sink;
use super::zip::SiteZip;
use crate::library::Library;
use crate::model::Format;
use crate::plan::Plan;
use crate::source::VPath;
use std::io;

/// A file that holds the whole site. It takes each output as it comes.
pub(super) trait Archive: Sink {
    /// The bytes of the file, the same in whatever order the outputs came.
    fn close(self: Box<Self>) -> io::Result<Vec<u8>>;
}

/// The archives that a plan asks for, by their paths in the bundle.
pub(super) struct Archives(Vec<(VPath, Box<dyn Archive>)>);

impl Archives {
    pub fn new(library: &Library, plan: &Plan) -> Self {
        let archive = |format: Format| -> Option<Box<dyn Archive>> {
            match format {
                Format::Site | Format::Single => None,
                Format::Zip => Some(Box::new(SiteZip::new(&library.config))),
            }
        };
        Self(plan.archives().filter_map(|edition| Some((edition.path.clone(), archive(edition.format)?))).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn put(&self, path: &VPath, bytes: &[u8]) -> io::Result<()> {
        self.0.iter().try_for_each(|(_, archive)| archive.put(path, bytes))
    }

    /// The files, one after the other. Each has what closes a bundle: a list of what it holds, and its signature.
    pub fn close(self, seals: &[(VPath, String)]) -> impl Iterator<Item = (VPath, io::Result<Vec<u8>>)> {
        self.0.into_iter().map(move |(path, archive)| {
            let closed = seals.iter().try_for_each(|(path, text)| archive.put(path, text.as_bytes()));
            (path, closed.and_then(|()| archive.close()))
        })
    }
}
