//! `--font LANG=FILE`.

use super::Failure;
use super::args::Site;
use crate::font::MAX_BYTES;
use crate::model::{Config, LangId};
use crate::plan::GivenFont;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The file of a font as it was read, for a language that need not be one of the site.
#[derive(Debug)]
pub(super) struct FontFile {
    pub tag: String,
    /// The file as the user named it.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Reads the fonts that the user named, relative to the working directory.
pub(super) fn read(site: &Site) -> Result<Vec<FontFile>, Failure> {
    let file = |(tag, path): &(String, PathBuf)| match bytes(path) {
        Ok(bytes) => Ok(FontFile { tag: tag.clone(), name: path.display().to_string(), bytes }),
        Err(error) => Err(failure(path, &error)),
    };
    site.fonts.iter().map(file).collect()
}

/// The fonts of a site's languages.
pub(super) fn of_languages(files: Vec<FontFile>, config: &Config) -> Result<Vec<GivenFont>, Failure> {
    let mut fonts: Vec<GivenFont> = Vec::new();
    for FontFile { tag, name, bytes } in files {
        let lang = lang(&tag, config)?;
        if fonts.iter().any(|font| font.lang == lang) {
            let help = "name one font for a language";
            return Err(Failure::Usage(format!("`--font` names two fonts for `{tag}`\n  help: {help}")));
        }
        fonts.push(GivenFont { lang, name, bytes });
    }
    Ok(fonts)
}

fn lang(tag: &str, config: &Config) -> Result<LangId, Failure> {
    let found = config.langs().find(|lang| config.locale(*lang).tag() == tag);
    found.ok_or_else(|| {
        let tags: Vec<&str> = config.languages.iter().map(|locale| locale.tag()).collect();
        let help = format!("the languages of site.yaml are {}", tags.join(", "));
        Failure::Usage(format!("`--font` names `{tag}`, which is no language of the site\n  help: {help}"))
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
