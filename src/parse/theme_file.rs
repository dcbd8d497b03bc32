//! `theme.yaml`, in which a theme says what its other files can't.

use super::guide::text_of;
use super::reader::Reader;
use super::yaml::{Field, List, Yaml};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::PictureSettings;
use crate::source::{Root, SourceTree};

const FILE: &str = "theme.yaml";
const MAX_BYTES: usize = 64 * 1024;

/// Each width is a file of its own for each picture.
const MOST_WIDTHS: usize = 6;
/// The least and the most pixels that a width may have.
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=4096;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    pictures: Field<RawPictures>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawPictures {
    widths: List<String>,
    sizes: Field<String>,
}

/// Reads what the user's theme asks of pictures. What it does not say, or says wrongly, is as in the default theme.
pub fn picture_settings(tree: &SourceTree, problems: &mut Vec<Diagnostic>) -> PictureSettings {
    let default = PictureSettings::default();
    let Some(file) = tree.find(Root::Theme, FILE) else { return default };
    let Some((text, base)) = text_of(tree, file, problems) else { return default };
    if text.len() > MAX_BYTES {
        let message = format!("{FILE} is larger than {} KiB", MAX_BYTES >> 10);
        problems.push(Diagnostic::new(Code::TooLarge, file, message).help("remove what is not about the theme"));
        return default;
    }
    let yaml = Yaml::new(file, text, base);
    let Some(raw) = yaml.read::<Raw>(problems) else { return default };
    let raw = raw.pictures.take().unwrap_or_default();
    let reader = &mut Reader { yaml: &yaml, problems };
    PictureSettings {
        widths: widths(reader, raw.widths).unwrap_or(default.widths),
        sizes: sizes(reader, raw.sizes).unwrap_or(default.sizes),
    }
}

fn widths(reader: &mut Reader<'_>, list: List<String>) -> Option<Vec<u32>> {
    let mut widths = Vec::new();
    let items = list.take()?;
    if items.is_empty() || items.len() > MOST_WIDTHS {
        let help = "write some, as `[360, 720, 1080]`";
        reader.bad(
            &["pictures".into(), "widths".into()],
            format!("`widths` has to hold 1 to {MOST_WIDTHS} numbers"),
            help,
        );
        return None;
    }
    for (index, item) in items.into_iter().enumerate() {
        let path = ["pictures".into(), "widths".into(), index.into()];
        let bad = item == Field::Bad;
        let text = reader.text(item, &path);
        match text.parse() {
            Ok(width) if WIDTHS.contains(&width) => widths.push(width),
            _ if bad => {}
            _ => {
                let help = format!("write a number of pixels from {} to {}", WIDTHS.start(), WIDTHS.end());
                reader.bad(&path, format!("`{text}` is no width of a picture"), help);
            }
        }
    }
    widths.sort_unstable();
    widths.dedup();
    Some(widths).filter(|widths| !widths.is_empty())
}

fn sizes(reader: &mut Reader<'_>, field: Field<String>) -> Option<String> {
    if field.is_absent() || field == Field::Bad {
        return None;
    }
    let path = ["pictures".into(), "sizes".into()];
    let text = reader.text(field, &path);
    let plain = |c: char| c.is_ascii_alphanumeric() || " ():,.%<>=+-*/".contains(c);
    if text.is_empty() || text.len() > 300 || !text.chars().all(plain) {
        let help = "write it as for an `<img>` of HTML, as `(min-width: 756px) 720px, 100vw`";
        reader.bad(&path, "`sizes` says no widths", help);
        return None;
    }
    Some(text)
}
