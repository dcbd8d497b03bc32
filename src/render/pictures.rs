//! Pictures in the sizes that are planned.

use super::Renderer;
use crate::diagnostic::{Code, Diagnostic};
use crate::media::{self, PictureError};
use crate::source::FileId;
use crate::store::Key;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Decoding is dear: the sizes of a picture are made together, and kept until each is asked for.
#[derive(Debug, Default)]
pub(super) struct Pictures(Mutex<HashMap<FileId, Arc<Mutex<Made>>>>);

/// What was made of one picture and not asked for yet.
#[derive(Debug, Default)]
struct Made {
    sizes: HashMap<u32, Vec<u8>>,
    failed: Option<PictureError>,
}

/// A picture at one of its planned widths: as it was made with another one, else from the store, else made now.
pub(super) fn picture(renderer: &Renderer<'_>, file: FileId, width: u32) -> Result<Vec<u8>, Diagnostic> {
    let source = &renderer.tree.file(file).bytes;
    if media::is_drawing(source) {
        // A rule has looked at it.
        return Ok(media::drawing(source).map(|drawing| drawing.text.into_bytes()).unwrap_or_default());
    }
    let made = renderer.pictures.of(file);
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(bytes) = made.sizes.remove(&width) {
        return Ok(bytes);
    }
    if let Some(bytes) = renderer.store.get(&key(source, width)) {
        return Ok(bytes);
    }
    if made.failed.is_none() {
        let files = renderer.plan.picture(file).into_iter();
        let widths: Vec<u32> = files.flat_map(|files| files.all()).map(|file| file.size.width).collect();
        match media::reencode(source, &widths) {
            Ok(pictures) => {
                for (width, picture) in widths.iter().zip(pictures) {
                    renderer.store.put(&key(source, *width), &picture.bytes);
                    made.sizes.insert(*width, picture.bytes);
                }
            }
            Err(error) => made.failed = Some(error),
        }
    }
    let refused = |error: &PictureError| Diagnostic::new(Code::BadPicture, file, error.to_string()).help(error.help());
    made.failed.as_ref().map_or(Ok(()), |error| Err(refused(error)))?;
    Ok(made.sizes.remove(&width).unwrap_or_default())
}

impl Pictures {
    fn of(&self, file: FileId) -> Arc<Mutex<Made>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(file).or_default().clone()
    }
}

/// What a picture at a width is made from.
fn key(source: &[u8], width: u32) -> Key {
    let recipe = media::RECIPE.map(str::as_bytes);
    let parts: Vec<&[u8]> = [b"picture".as_slice()].into_iter().chain(recipe).collect();
    let width = width.to_le_bytes();
    Key::of(&[parts.as_slice(), &[source, &width]].concat())
}
