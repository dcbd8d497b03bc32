//! What a build remembers of the last one into the same folder: to see at once that nothing has changed, and else to make only
//! what has. It lies in the cache, so it may be lost at any time, and nothing but time is lost with it.

use super::args::{Build, Site};
use super::project::Sources;
use crate::diagnostic::Diagnostic;
use crate::export::{Record, Summary};
use crate::fs::version_of;
use crate::render::FileKeys;
use crate::source::Root;
use crate::store::{Hasher, Key, Store};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;

/// The memory of builds into one folder.
pub(super) struct Memory<'a> {
    store: &'a dyn Store,
    /// What stands for this program in keys.
    pub maker: Key,
    /// What stands for the sources.
    pub files: FileKeys,
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
    pub signature: Option<[u8; 32]>,
    pub files: usize,
    pub bytes: u64,
    /// What it said, to be said again.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Memory<'a> {
    /// `None` where nothing is to be kept, or the tree is not all that was found: what was left out of it is in no hash.
    pub fn open(args: &Build, store: &'a dyn Store, sources: &Sources, key: Option<&str>) -> Option<Self> {
        if args.cache.none || !sources.diagnostics.is_empty() {
            return None;
        }
        let (maker, output) = (program()?, std::path::absolute(&args.output).ok()?);
        let files = FileKeys::new(&sources.tree);
        let inputs = inputs(args, sources, &files, key);
        Some(Self { store, maker, files, inputs, output })
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
            signature: summary.signature,
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

/// All that a build is made from besides the program: the sources, the day, what was asked for, and the text of the key that
/// signs it.
fn inputs(args: &Build, sources: &Sources, files: &FileKeys, key: Option<&str>) -> Key {
    // Every option is named, so that a new one is not forgotten: those left out are in the sources, in the key of the memory, or change
    // neither what is written nor what is found.
    let Build { site, formats, output: _, strict, cache: _, report: _, sign: _, password_file: _ } = args;
    let Site { guides: _, theme: _, fonts: _, today: _, jobs: _, message_format: _ } = site;
    let mut hasher = Hasher::default();
    hasher.part(&[u8::from(*strict)]);
    let formats: BTreeSet<u8> = formats.iter().map(|format| *format as u8).collect();
    hasher.part(&formats.into_iter().collect::<Vec<_>>());
    hasher.part(sources.today.to_string().as_bytes());
    // Paths in what was said begin with these.
    [Root::Guides, Root::Theme].iter().for_each(|root| hasher.part(sources.tree.label_of(*root, "").as_bytes()));
    for (id, file) in sources.tree.iter() {
        hasher.part(&[file.root as u8]);
        hasher.part(file.path.as_str().as_bytes());
        hasher.part(files.of(id).as_bytes());
    }
    for font in &sources.fonts {
        [font.tag.as_bytes(), font.name.as_bytes(), &font.bytes].iter().for_each(|part| hasher.part(part));
    }
    key.iter().for_each(|key| hasher.part(key.as_bytes()));
    hasher.key()
}

/// What tells this program from any other: its version, and the version of its file.
fn program() -> Option<Key> {
    let file = version_of(&env::current_exe().ok()?).ok()?;
    Some(Key::of(&[env!("CARGO_PKG_VERSION").as_bytes(), file.as_bytes()]))
}
