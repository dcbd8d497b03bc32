//! The site as a file for Kiwix. Its header says where everything lies, and comes first: so it grows in memory, compressed.

use crate::model::Format;
use crate::plan::Plan;
use crate::render::{Renderer, uuid};
use crate::source::{VPath, media_type};
use crate::zim::{Entry, Writer};
use std::io;

/// The page that readers begin with.
const MAIN: &str = "index.html";

/// The ZIM file of a site as it grows.
pub(super) struct SiteZim {
    pub path: VPath,
    writer: Writer,
}

impl SiteZim {
    /// Begins the file where a plan asks for one.
    pub fn begin(plan: &Plan) -> Option<Self> {
        let edition = plan.editions().iter().find(|edition| edition.format == Format::Zim)?;
        Some(Self { path: edition.path.clone(), writer: Writer::default() })
    }

    /// Adds a file of the site. One without content is for hosts alone (`.nojekyll`), and a fault in the eyes of `zimcheck`.
    pub fn add(&mut self, entry: Entry, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() { Ok(()) } else { self.writer.add(entry, bytes) }
    }

    /// Compresses what can be by now, on the threads at hand.
    pub fn pack(&mut self) {
        self.writer.pack();
    }

    /// The bytes of the file, with what closes a bundle, the list of what it holds and the signature of that. The file's name among
    /// others is made of the list, and so of all that it holds.
    pub fn close(mut self, renderer: &Renderer<'_>, seals: &[(VPath, String)]) -> io::Result<Vec<u8>> {
        let mut told = Vec::new();
        for metadata in renderer.metadata() {
            self.writer.add_metadata(metadata.name, metadata.media_type, &metadata.content)?;
            told.extend([metadata.name.as_bytes(), b"\0", &metadata.content, b"\0"].concat());
        }
        for (path, text) in seals {
            let kind = media_type(path.extension().unwrap_or_default());
            let entry = Entry { path: path.to_string(), title: String::new(), media_type: kind, is_front: false };
            self.writer.add(entry, text.as_bytes())?;
            told.extend_from_slice(text.as_bytes());
        }
        self.writer.finish(MAIN, uuid(&told))
    }
}
