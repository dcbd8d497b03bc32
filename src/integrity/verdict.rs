use super::compare::{Compared, compare};
use super::key::PublicKey;
use super::signature::{Edition, Signature};
use super::{EntryKind, Fault, FaultKind, MANIFEST, Medium, SIGNATURE, Sums};
use serde::Serialize;

/// More than the list of 400,000 files needs.
const MANIFEST_BYTES: u64 = 64 << 20;
const SIGNATURE_BYTES: u64 = 4 << 10;

/// What a copy is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The key that is to have signed it.
    pub key: Option<&'a PublicKey>,
    /// The least edition that will do.
    pub min_edition: Option<u32>,
}

/// What came of looking at a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// In order; without any the copy is as its list says.
    pub faults: Vec<Fault>,
    /// What desktops and systems left there: no part of the bundle, and no fault.
    pub clutter: Vec<String>,
    /// How many files are there just as the list says.
    pub whole: usize,
    pub provenance: Provenance,
    /// What the signature says; proven only where that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
}

/// What is known of who made a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Provenance {
    /// Nobody has signed it.
    Unsigned,
    /// There is a signature that names a key, and no key was given to check it by.
    Unchecked { key_id: String },
    /// The owner of the key that was given has signed the list of files.
    Proven { key_id: String },
    /// There is a signature that does not hold.
    Refuted,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn is_well(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Looks at a copy: each of its files, its list, its signature.
pub fn verify(medium: &dyn Medium, asked: &Asked<'_>) -> Verdict {
    let mut faults = medium.faults().to_vec();
    // Programs unpack such an archive in more ways than one: there is no content to speak of.
    if faults.iter().any(|fault| fault.kind == FaultKind::Archive) {
        return Verdict { faults, clutter: Vec::new(), whole: 0, provenance: Provenance::Unsigned, edition: None };
    }
    let list = special(medium, MANIFEST, MANIFEST_BYTES)
        .unwrap_or_else(|| Err("it is missing, so that nothing says which files belong here".into()));
    let signature = read_signature(medium);
    let (provenance, said) = provenance(signature.as_ref(), list.as_deref().ok(), asked.key);
    // What a signature says that does not hold is not repeated.
    let edition = signature.filter(|_| said.is_none()).and_then(Result::ok).and_then(|signature| signature.edition());
    match said {
        Some(fault) => faults.push(fault),
        None => faults.extend(asked.min_edition.and_then(|least| too_old(edition.as_ref(), least))),
    }

    let parsed = list.and_then(|list| {
        Sums::parse(&list).map_err(|bad| format!("no build wrote its line {}: {}", bad.line, bad.why))
    });
    let compared = match parsed {
        Ok(sums) => compare(&sums, medium),
        Err(why) => {
            Compared { faults: vec![Fault::new(FaultKind::Manifest, MANIFEST).why(why)], ..Compared::default() }
        }
    };
    faults.extend(compared.faults);
    faults.sort();
    Verdict { faults, clutter: compared.clutter, whole: compared.whole, provenance, edition }
}

/// The content of a file at the top of the bundle; `None` where there is nothing of that name.
fn special(medium: &dyn Medium, path: &str, limit: u64) -> Option<Result<Vec<u8>, String>> {
    let at = medium.entries().iter().position(|entry| entry.path == path)?;
    Some(match medium.entries()[at].kind {
        EntryKind::File => medium.read(at, limit),
        EntryKind::Folder | EntryKind::Symlink | EntryKind::Special => Err("it is no regular file".into()),
    })
}

fn read_signature(medium: &dyn Medium) -> Option<Result<Signature, String>> {
    let bytes = special(medium, SIGNATURE, SIGNATURE_BYTES)?;
    Some(bytes.and_then(|bytes| Signature::parse(&bytes).map_err(str::to_owned)))
}

/// What the signature proves of the list, if there are both, and what is wrong with it.
fn provenance(
    signature: Option<&Result<Signature, String>>,
    list: Option<&[u8]>,
    key: Option<&PublicKey>,
) -> (Provenance, Option<Fault>) {
    let fault = |why: String| Some(Fault::new(FaultKind::Signature, SIGNATURE).why(why));
    let signature = match signature {
        None if key.is_some() => return (Provenance::Unsigned, fault("it is missing, and a key was given".into())),
        None => return (Provenance::Unsigned, None),
        Some(Err(why)) => return (Provenance::Refuted, fault(why.clone())),
        Some(Ok(signature)) => signature,
    };
    let (key_id, Some(key)) = (signature.key_id(), key) else {
        return (Provenance::Unchecked { key_id: signature.key_id() }, None);
    };
    if key_id != key.id() {
        return (
            Provenance::Refuted,
            fault(format!("it is by the key {key_id}, not by {}, which was given", key.id())),
        );
    }
    match list {
        Some(list) if signature.holds(key, list) => (Provenance::Proven { key_id }, None),
        _ => (Provenance::Refuted, fault(format!("the owner of the key {key_id} did not sign this {MANIFEST}"))),
    }
}

fn too_old(edition: Option<&Edition>, least: u32) -> Option<Fault> {
    match edition {
        Some(edition) if edition.number >= least => None,
        Some(edition) => Some(
            Fault::new(FaultKind::Edition, "").why(format!("this is edition {}, older than {least}", edition.number)),
        ),
        None => Some(Fault::new(FaultKind::Edition, "").why("no signature says which edition this is")),
    }
}
