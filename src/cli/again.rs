//! What a build remembers of the last one into the same folder: to see at once that nothing has changed, and else to make only
//! what has. It lies in the cache, so it may be lost at any time, and nothing but time is lost with it.

use super::args::Build;
use super::project::Sources;
use crate::diagnostic::Diagnostic;
use crate::export::{Record, Summary};
use crate::source::{Root, SourceTree};
use crate::store::{Key, Store};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{env, fs};

/// The memory of builds into one folder.
pub(super) struct Memory<'a> {
    store: &'a dyn Store,
    maker: Key,
    inputs: Key,
    output: PathBuf,
}

/// A build that went well.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Last {
    /// What it was made from, see [`inputs`].
    inputs: [u8; 32],
    /// The hash of the manifest that it wrote.
    pub manifest: [u8; 32],
    pub files: usize,
    pub bytes: u64,
    /// What it said, to be said again.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Memory<'a> {
    /// `None` where nothing is to be kept.
    pub fn open(args: &Build, store: &'a dyn Store, sources: &Sources) -> Option<Self> {
        if args.no_cache {
            return None;
        }
        let inputs = inputs(args, &sources.tree, sources.today)?;
        Some(Self { store, maker: program()?, inputs, output: std::path::absolute(&args.output).ok()? })
    }

    /// What stands for this program in keys.
    pub fn maker(&self) -> &Key {
        &self.maker
    }

    /// The last build, if it was made from what this one is made from.
    pub fn last(&self) -> Option<Last> {
        let last: Last = serde_json::from_slice(&self.store.get(&self.key("last"))?).ok()?;
        (last.inputs == *self.inputs.as_bytes()).then_some(last)
    }

    /// What the last build made of what.
    pub fn record(&self) -> Record {
        self.store.get(&self.key("record")).and_then(|bytes| Record::from_bytes(&bytes)).unwrap_or_default()
    }

    /// Keeps what the next build may ask.
    pub fn keep(&self, summary: &Summary, diagnostics: &[Diagnostic]) {
        self.store.put(&self.key("record"), &summary.record.to_bytes());
        let last = Last {
            inputs: *self.inputs.as_bytes(),
            manifest: summary.manifest,
            files: summary.files,
            bytes: summary.bytes,
            diagnostics: diagnostics.to_vec(),
        };
        if let Ok(last) = serde_json::to_vec(&last) {
            self.store.put(&self.key("last"), &last);
        }
    }

    fn key(&self, what: &str) -> Key {
        Key::of(&[what.as_bytes(), self.maker.as_bytes(), self.output.as_os_str().as_encoded_bytes()])
    }
}

/// All that a build is made from besides the program: the sources, the day, and what was asked for. `None` where a font that was named
/// can't be read, which the build itself will tell.
fn inputs(args: &Build, tree: &SourceTree, today: Date) -> Option<Key> {
    let mut hash = Sha256::new();
    let mut part = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(&[u8::from(args.site.strict)]);
    let formats: BTreeSet<u8> = args.formats.iter().map(|format| *format as u8).collect();
    part(&formats.into_iter().collect::<Vec<_>>());
    part(today.to_string().as_bytes());
    // Paths in what was said begin with these.
    [Root::Guides, Root::Theme].iter().for_each(|root| part(tree.label_of(*root, "").as_bytes()));
    for (_, file) in tree.iter() {
        part(&[file.root as u8]);
        part(file.path.as_str().as_bytes());
        part(&file.bytes);
    }
    for (lang, path) in &args.site.fonts {
        part(lang.as_bytes());
        part(path.as_os_str().as_encoded_bytes());
        part(&font(path)?);
    }
    Some(Key::new(hash.finalize().into()))
}

fn font(path: &Path) -> Option<Vec<u8>> {
    let small = fs::metadata(path).ok()?.len() <= crate::font::MAX_BYTES as u64;
    small.then(|| fs::read(path).ok()).flatten()
}

/// What tells this program from any other: its version, and the size and time of its file.
fn program() -> Option<Key> {
    let file = fs::metadata(env::current_exe().ok()?).ok()?;
    let time = file.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let parts = [file.len().to_le_bytes().to_vec(), time.as_nanos().to_le_bytes().to_vec()];
    Some(Key::of(&[env!("CARGO_PKG_VERSION").as_bytes(), &parts[0], &parts[1]]))
}
