//! Keys in minisign's formats, so that its program and Lamplight read each other's.

use ct_codecs::{Base64, Decoder};
use ed25519_compact as ed25519;
use minisign::{KeyPair, PError, SecretKey, SecretKeyBox};
use std::fmt;

/// What the second line of a secret key begins with, by how it is kept: `Ed`, the way of deriving a key from a password
/// (`Sc` for scrypt, zeros for none) and `B2`, in Base64.
const PROTECTED: &str = "RWRTY0Iy";
const UNPROTECTED: &str = "RWQAAEIy";
/// The lengths of both keys in Base64.
const SECRET_LENGTH: usize = 212;
const PUBLIC_LENGTH: usize = 56;
/// Where its parts begin in a secret key: before them are two bytes each for three algorithms, 32 of salt, and 8 each for the
/// cost in time and in memory.
const ID: usize = 54;
const KEY: usize = 62;
const CHECKSUM: usize = 126;

/// The key that signatures are checked by.
#[derive(Debug, Clone)]
pub struct PublicKey(pub(super) minisign::PublicKey);

/// A secret key as it lies in its file.
pub struct KeyFile {
    text: SecretKeyBox,
    is_protected: bool,
}

/// A secret key that is ready to sign.
pub struct SigningKey {
    pub(super) key: ed25519::SecretKey,
    pub(super) id: [u8; 8],
}

/// The files of a new pair of keys.
pub struct NewKeys {
    pub secret: String,
    pub public: String,
}

/// Why a text is no key, or no key comes out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadKey {
    /// It is a public key where a secret one is needed.
    IsPublic,
    /// It is a secret key where a public one is needed.
    IsSecret,
    /// It is neither, or was cut or altered.
    NoKey,
    /// The password is another one.
    WrongPassword,
    /// The crate says why.
    Other(String),
}

impl PublicKey {
    /// Reads the text of a `.pub` file, or the 56 letters in its second line alone.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let letters = match lines.next() {
            Some(first) if first.starts_with("untrusted comment:") => lines.next(),
            first => first,
        };
        match letters {
            Some(letters) if letters.len() == SECRET_LENGTH => Err(BadKey::IsSecret),
            Some(letters) if letters.len() == PUBLIC_LENGTH && letters.starts_with("RW") && lines.next().is_none() => {
                let key = minisign::PublicKey::from_base64(letters).map_err(|_| BadKey::NoKey)?;
                // `Ed`; the other letter pairs are of other algorithms.
                if key.to_bytes().starts_with(b"Ed") { Ok(Self(key)) } else { Err(BadKey::NoKey) }
            }
            _ => Err(BadKey::NoKey),
        }
    }

    /// The name of the key: 16 digits, as the first line of its file has them.
    pub fn id(&self) -> String {
        id_text(self.0.keynum())
    }
}

impl KeyFile {
    /// Reads the text of a file. Whether the key in it is whole shows when it is unlocked.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let letters = text.lines().nth(1).unwrap_or_default();
        let is_protected = match letters.get(..PROTECTED.len()) {
            _ if PublicKey::parse(text).is_ok() => return Err(BadKey::IsPublic),
            Some(PROTECTED) => true,
            Some(UNPROTECTED) => false,
            _ => return Err(BadKey::NoKey),
        };
        if letters.len() != SECRET_LENGTH {
            return Err(BadKey::NoKey);
        }
        Ok(Self { text: SecretKeyBox::from(text.to_owned()), is_protected })
    }

    /// Whether a password is needed.
    pub fn is_protected(&self) -> bool {
        self.is_protected
    }

    /// The key itself. A password is used where there is one to use.
    pub fn unlock(self, password: Option<String>) -> Result<SigningKey, BadKey> {
        let bytes = match (self.is_protected, password) {
            (true, Some(password)) => self.text.into_secret_key(Some(password)),
            // Without one the crate would ask on the terminal.
            (true, None) => return Err(BadKey::WrongPassword),
            (false, _) => unprotected(self.text),
        };
        let bytes = bytes.map_err(|error| why(self.is_protected, &error))?.to_bytes();
        let id = bytes.get(ID..KEY).and_then(|id| id.try_into().ok()).ok_or(BadKey::NoKey)?;
        let key =
            bytes.get(KEY..CHECKSUM).and_then(|key| ed25519::SecretKey::from_slice(key).ok()).ok_or(BadKey::NoKey)?;
        // A signature by a secret key with another public key in it would give the secret away.
        let pair = ed25519::KeyPair::from_seed(key.seed());
        if pair.pk != key.public_key() {
            return Err(BadKey::NoKey);
        }
        Ok(SigningKey { key, id })
    }
}

impl SigningKey {
    /// The name of the key, as [`PublicKey::id`].
    pub fn id(&self) -> String {
        id_text(&self.id)
    }
}

/// Makes a pair of keys from the system's random numbers; the secret one protected by the password, where there is one.
///
/// # Errors
/// The system gives no random numbers, or no memory to derive a key from the password in.
pub fn generate(password: Option<String>) -> Result<NewKeys, BadKey> {
    let other = |error: PError| BadKey::Other(error.to_string());
    let (pair, comment) = match password {
        Some(password) => (KeyPair::generate_encrypted_keypair(Some(password)), "minisign encrypted secret key"),
        None => (KeyPair::generate_unencrypted_keypair(), "minisign secret key"),
    };
    let pair = pair.map_err(other)?;
    let secret = pair.sk.to_box(Some(comment)).map_err(other)?.into_string();
    Ok(NewKeys { secret, public: pair.pk.to_box().map_err(other)?.into_string() })
}

/// A key without a password. The minisign program writes no checksum into such a key, which the crate asks for.
fn unprotected(text: SecretKeyBox) -> Result<SecretKey, PError> {
    let bytes = Base64::decode_to_vec(text.to_string().lines().nth(1).unwrap_or_default(), None)?;
    if bytes.get(CHECKSUM..).is_some_and(|checksum| checksum.iter().all(|byte| *byte == 0)) {
        return SecretKey::from_bytes(&bytes);
    }
    text.into_unencrypted_secret_key()
}

pub(super) fn id_text(id: &[u8]) -> String {
    id.iter().rev().map(|byte| format!("{byte:02X}")).collect()
}

fn why(is_protected: bool, error: &PError) -> BadKey {
    match error.kind() {
        minisign::ErrorKind::Verify if is_protected => BadKey::WrongPassword,
        minisign::ErrorKind::KDF => BadKey::Other(error.to_string()),
        _ => BadKey::NoKey,
    }
}

impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::IsPublic => "this is the public key, and signing takes the secret one",
            Self::IsSecret => "this is a secret key, and checking takes the public one",
            Self::NoKey => "this is no key in minisign's format, or it was altered",
            Self::WrongPassword => "the password is not that of the key",
            Self::Other(why) => why,
        })
    }
}

// Secrets are in no debug output.
impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyFile").field("is_protected", &self.is_protected).finish_non_exhaustive()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id()).finish_non_exhaustive()
    }
}

impl fmt::Debug for NewKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewKeys").field("public", &self.public).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        let keys = generate(None).unwrap();
        let public = PublicKey::parse(&keys.public).unwrap();
        let signing = KeyFile::parse(&keys.secret).unwrap().unlock(None).unwrap();
        assert_eq!(public.id(), signing.id());
        assert!(keys.public.starts_with(&format!("untrusted comment: minisign public key: {}\n", public.id())));
        let letters = keys.public.lines().nth(1).unwrap();
        assert_eq!(PublicKey::parse(letters).unwrap().id(), public.id());
        assert!(!format!("{keys:?}{signing:?}").contains(&keys.secret.lines().nth(1).unwrap()[40..60]));
    }

    #[test]
    fn a_password_unlocks_and_no_other() {
        let keys = generate(Some("correct horse".into())).unwrap();
        let file = || KeyFile::parse(&keys.secret).unwrap();
        assert!(file().is_protected());
        assert!(file().unlock(Some("correct horse".into())).is_ok());
        assert_eq!(file().unlock(Some("Correct horse".into())).unwrap_err(), BadKey::WrongPassword);
        assert_eq!(file().unlock(None).unwrap_err(), BadKey::WrongPassword);
    }

    #[test]
    fn what_is_no_key_says_so() {
        let keys = generate(None).unwrap();
        assert_eq!(KeyFile::parse(&keys.public).unwrap_err(), BadKey::IsPublic);
        assert_eq!(PublicKey::parse(&keys.secret).unwrap_err(), BadKey::IsSecret);
        for text in ["", "\n\n", "RWQ", "untrusted comment: x\n", "untrusted comment: x\nRWRTY0Iyé"] {
            assert_eq!(PublicKey::parse(text).unwrap_err(), BadKey::NoKey, "{text}");
            assert_eq!(KeyFile::parse(text).unwrap_err(), BadKey::NoKey, "{text}");
        }
        let mut altered = keys.secret.into_bytes();
        let at = altered.len() - 60;
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(KeyFile::parse(&altered).unwrap().unlock(None).unwrap_err(), BadKey::NoKey);
    }
}
