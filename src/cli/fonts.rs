//! `--font LANG=FILE`.

use super::Failure;
use super::args::Site;
use crate::font::MAX_BYTES;
use crate::model::Config;
use crate::plan::GivenFont;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads the fonts that the user named, relative to the working directory.
pub(super) fn read(site: &Site) -> Result<Vec<GivenFont>, Failure> {
    let file = |(at, (tag, path)): (usize, &(String, PathBuf))| {
        if site.fonts[..at].iter().any(|(other, _)| other == tag) {
            let help = "name one font for a language";
            return Err(Failure::Usage(format!("`--font` names two fonts for `{tag}`\n  help: {help}")));
        }
        let bytes = bytes(path).map_err(|error| failure(path, &error))?;
        Ok(GivenFont { tag: tag.clone(), name: path.display().to_string(), bytes })
    };
    site.fonts.iter().enumerate().map(file).collect()
}

/// Refuses a font that is for no language of the site.
pub(super) fn refuse_strangers(fonts: &[GivenFont], config: &Config) -> Result<(), Failure> {
    let stranger = fonts.iter().find(|font| !font.is_wanted(config));
    stranger.map_or(Ok(()), |font| {
        let tags: Vec<&str> = config.languages.iter().map(|locale| locale.tag()).collect();
        let help = format!("the languages of site.yaml are {}", tags.join(", "));
        let message = format!("`--font` names `{}`, which is no language of the site", font.tag);
        Err(Failure::Usage(format!("{message}\n  help: {help}")))
    })
}

/// The bytes of a file, and no more of them than show that it is too large.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn failure(path: &Path, error: &io::Error) -> Failure {
    let message = format!("the font `{}` can't be read: {error}", path.display());
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory => Failure::Usage(
            format!("{message}\n  help: name a font's file, as `--font ur=NotoNastaliqUrdu-Regular.ttf`"),
        ),
        _ => Failure::Machine(message),
    }
}
