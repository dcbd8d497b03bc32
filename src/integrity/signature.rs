//! The signature of a `SHA256SUMS`, in minisign's format: two Ed25519 signatures, of the list's BLAKE2b hash, and of that
//! signature with the comment that is to be trusted.

use super::key::{PublicKey, SigningKey, id_text};
use blake2::{Blake2b512, Digest};
use ct_codecs::{Base64, Encoder};
use minisign::SignatureBox;
use serde::Serialize;
use std::io::Cursor;

/// What comes first in a signature that a build wrote: it tells it from one that a person made by other means.
pub const OUR_COMMENT: &str = "untrusted comment: signed by lamplight build\n";

/// No signature covers the first line. It may say what the known programs write, so that nobody can use it to speak
/// to readers.
const COMMENTS: [&str; 3] =
    ["signed by lamplight build", "signature from minisign secret key", "signature from rsign secret key"];

/// What signs bundles: a key, and what the signature says about the bundle.
#[derive(Debug)]
pub struct Signer {
    key: SigningKey,
    comment: String,
}

/// A signature that was read and not yet checked.
#[derive(Clone)]
pub(super) struct Signature(SignatureBox);

/// Which edition a signature says the bundle is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edition {
    pub number: u32,
    /// `2026-11-22`, or a part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl Signer {
    /// Signs as this edition.
    pub fn new(key: SigningKey, edition: &Edition) -> Self {
        let date = edition.date.iter().map(|date| format!("\tdate:{date}"));
        let date: String = date.collect();
        Self { key, comment: format!("edition:{}{date}\tfile:{}\thashed", edition.number, super::MANIFEST) }
    }

    /// The signature of a list: the same text for the same list, key and edition.
    ///
    /// The minisign crate would mix random numbers in, and no two builds were the same.
    pub fn sign(&self, list: &[u8]) -> String {
        let signature = self.key.key.sign(Blake2b512::digest(list), None);
        let whole = self.key.key.sign([&signature[..], self.comment.as_bytes()].concat(), None);
        let first = base64(&[b"ED", &self.key.id[..], &signature[..]].concat());
        format!("{OUR_COMMENT}{first}\ntrusted comment: {}\n{}\n", self.comment, base64(&whole[..]))
    }
}

impl Signature {
    /// Reads a signature in the one form that minisign writes. Why not, in words.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        const NO_SIGNATURE: &str = "it is no signature in minisign's format, or it was altered";
        let text = str::from_utf8(bytes).map_err(|_| NO_SIGNATURE)?;
        let lines: Vec<&str> = text.lines().collect();
        // The crate takes these lengths for granted.
        if lines.len() != 4 || lines[1].len() != 100 || lines[3].len() != 88 {
            return Err(NO_SIGNATURE);
        }
        let signature = SignatureBox::from_string(text).map_err(|_| NO_SIGNATURE)?;
        let comment = signature.untrusted_comment().unwrap_or_default();
        if !COMMENTS.contains(&comment.as_str()) {
            return Err("its first line, which nothing protects, is not one that a program writes");
        }
        // Spaces, other line ends and other spellings of the same bits: an altered byte is an altered byte.
        if signature.to_string() != text {
            return Err(NO_SIGNATURE);
        }
        if signature.is_prehashed() { Ok(Self(signature)) } else { Err("it is of minisign's old kind: sign again") }
    }

    /// The name of the key that it says it is by.
    pub fn key_id(&self) -> String {
        id_text(self.0.keynum())
    }

    /// Whether the owner of `key` signed this list, and this comment.
    pub fn holds(&self, key: &PublicKey, list: &[u8]) -> bool {
        minisign::verify(&key.0, &self.0, Cursor::new(list), true, false, false).is_ok()
    }

    /// Which edition it names: `edition:3` and `date:2026-11-22` among the words of the comment.
    pub fn edition(&self) -> Option<Edition> {
        let comment = self.0.trusted_comment().unwrap_or_default();
        let word = |name: &str| comment.split_whitespace().find_map(|word| word.strip_prefix(name)?.strip_prefix(':'));
        let is_date = |text: &&str| text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let number = word("edition").filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
        Some(Edition { number, date: word("date").filter(is_date).map(str::to_owned) })
    }
}

fn base64(bytes: &[u8]) -> String {
    // It fails only where a length overflows.
    Base64::encode_to_string(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::key::{KeyFile, generate};
    use super::*;

    const LIST: &[u8] = b"0a  a list\n";

    fn signer(secret: &str, number: u32) -> Signer {
        let key = KeyFile::parse(secret).unwrap().unlock(None).unwrap();
        Signer::new(key, &Edition { number, date: Some("2026-11-22".into()) })
    }

    #[test]
    fn one_list_key_and_edition_give_one_signature() {
        let keys = generate(None).unwrap();
        let text = signer(&keys.secret, 3).sign(LIST);
        assert_eq!(text, signer(&keys.secret, 3).sign(LIST));
        assert_ne!(text, signer(&keys.secret, 4).sign(LIST));
        let signature = Signature::parse(text.as_bytes()).unwrap();
        let public = PublicKey::parse(&keys.public).unwrap();
        assert!(signature.holds(&public, LIST));
        assert!(!signature.holds(&public, b"another list"));
        assert!(!signature.holds(&PublicKey::parse(&generate(None).unwrap().public).unwrap(), LIST));
        assert_eq!(signature.key_id(), public.id());
        assert_eq!(signature.edition(), Some(Edition { number: 3, date: Some("2026-11-22".into()) }));
    }

    /// A second reader of the format, by which the first can't be wrong unnoticed.
    #[test]
    fn minisign_verify_agrees() {
        let keys = generate(None).unwrap();
        let text = signer(&keys.secret, 3).sign(LIST);
        let public = minisign_verify::PublicKey::decode(&keys.public).unwrap();
        let signature = minisign_verify::Signature::decode(&text).unwrap();
        public.verify(LIST, &signature, false).unwrap();
        assert!(public.verify(b"another list", &signature, false).is_err());
        assert_eq!(signature.trusted_comment(), "edition:3\tdate:2026-11-22\tfile:SHA256SUMS\thashed");
    }

    #[test]
    fn a_signature_by_the_minisign_crate_holds() {
        let pair = minisign::KeyPair::generate_unencrypted_keypair().unwrap();
        let signed = minisign::sign(None, &pair.sk, LIST, Some("edition:7"), None).unwrap().into_string();
        let signature = Signature::parse(signed.as_bytes()).unwrap();
        assert!(signature.holds(&PublicKey(pair.pk), LIST));
        assert_eq!(signature.edition(), Some(Edition { number: 7, date: None }));
    }

    #[test]
    fn every_altered_byte_is_found() {
        let keys = generate(None).unwrap();
        let (text, public) = (signer(&keys.secret, 3).sign(LIST), PublicKey::parse(&keys.public).unwrap());
        let holds = |bytes: &[u8]| Signature::parse(bytes).is_ok_and(|signature| signature.holds(&public, LIST));
        assert!(holds(text.as_bytes()));
        for at in 0..text.len() {
            for flip in [0x01, 0x20, 0x80, 0xFF] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                assert!(!holds(&bytes), "byte {at} ^ {flip}");
            }
        }
        for other in [text.replace('\n', "\r\n"), format!("{text}\n"), text.replace("hashed", "hashed "), String::new()]
        {
            assert!(!holds(other.as_bytes()), "{other}");
        }
        for cut in 0..text.len() {
            assert!(!holds(&text.as_bytes()[..cut]), "cut to {cut}");
        }
    }
}
