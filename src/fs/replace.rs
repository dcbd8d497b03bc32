use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Puts `bytes` into the file at `path`, and makes the folders above it. A file that was there is whole until the new
/// one is, and gives it its permissions.
///
/// # Errors
/// The system's, with the old file as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    // A hidden name: where a killed run leaves it, nothing reads it as a guide, and the next run writes over it.
    let stage = folder.join(format!(".{}.lamplight-new", name.to_string_lossy()));
    let done = write(&stage, path, bytes).and_then(|()| fs::rename(&stage, path));
    if done.is_err() {
        let _ = fs::remove_file(&stage);
    }
    done
}

fn write(stage: &Path, old: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(stage)?;
    file.write_all(bytes)?;
    match fs::metadata(old) {
        Ok(old) => file.set_permissions(old.permissions())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    file.sync_all()
}
