use super::folder::lineage;
use super::platform;
use std::fmt;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// More than the file of any key or password holds.
const MAX_BYTES: u64 = 4 << 10;

/// Why the file of a key or of a password can't be used.
#[derive(Debug)]
pub enum KeyFileError {
    /// It lies in this folder, whose content is published or replaced.
    LiesIn(PathBuf),
    /// It is larger than any key.
    TooLarge,
    NotText,
    Io(io::Error),
}

/// The text of a key's file, which must lie in none of the folders.
///
/// # Errors
/// It does, or it can't be read, or it can't be a key.
pub fn read_key(path: &Path, keep_out: &[PathBuf]) -> Result<String, KeyFileError> {
    let real = path.canonicalize().map_err(KeyFileError::Io)?;
    if let Some(folder) = lies_in(&real, keep_out).map_err(KeyFileError::Io)? {
        return Err(KeyFileError::LiesIn(folder.clone()));
    }
    let file = platform::open_to_read(&real).map_err(KeyFileError::Io)?;
    if !file.metadata().map_err(KeyFileError::Io)?.is_file() {
        return Err(KeyFileError::NotText);
    }
    read_text(file)
}

/// The first line of a file, without its end. It may be a pipe, as a shell's `<(…)`.
///
/// # Errors
/// It can't be read, or is no text.
pub fn read_line_of(path: &Path) -> Result<String, KeyFileError> {
    let text = read_text(fs::File::open(path).map_err(KeyFileError::Io)?)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Writes two new files, the first one for its owner's eyes only. Nothing is ever written over, and after an error neither
/// is there that was not.
///
/// # Errors
/// The path that could not be written, and why; [`io::ErrorKind::AlreadyExists`] where something is there.
pub fn write_keys(secret: (&Path, &str), public: (&Path, &str)) -> Result<(), (PathBuf, io::Error)> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    let secret_file = platform::create_secret_file(secret.0).map_err(failed(secret.0))?;
    let done = write(secret_file, secret.1).map_err(failed(secret.0)).and_then(|()| {
        let public_file = platform::create_file(public.0).map_err(failed(public.0))?;
        write(public_file, public.1).map_err(|error| {
            let _ = fs::remove_file(public.0);
            failed(public.0)(error)
        })
    });
    if done.is_err() {
        let _ = fs::remove_file(secret.0);
    }
    done
}

fn write(mut file: fs::File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn read_text(file: fs::File) -> Result<String, KeyFileError> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(KeyFileError::Io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(KeyFileError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|_| KeyFileError::NotText)
}

/// The folder, of these, that holds a file.
fn lies_in<'a>(real: &Path, folders: &'a [PathBuf]) -> io::Result<Option<&'a PathBuf>> {
    let above = lineage(real.parent().unwrap_or(real))?;
    // A folder that is not there holds nothing.
    let holds = |folder: &&PathBuf| {
        let identity = folder.canonicalize().and_then(|real| platform::identity(&real));
        identity.is_ok_and(|identity| above.contains(&identity))
    };
    Ok(folders.iter().find(holds))
}

impl fmt::Display for KeyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LiesIn(folder) => {
                write!(f, "it lies in `{}`, and what lies there is published or replaced", folder.display())
            }
            Self::TooLarge => write!(f, "it is larger than {MAX_BYTES} bytes"),
            Self::NotText => f.write_str("it is no text"),
            Self::Io(error) => error.fmt(f),
        }
    }
}
