//! What a language asks for: its tag, direction and name, how it writes dates and numbers, which plural forms it has and in
//! which order its words stand.
//!
//! Unicode CLDR knows most of this, through ICU4X; [`lacking`] holds what CLDR lacks. A [`Locale`] is plain data; a
//! [`Formats`] is made from it once and shared.

mod formats;
mod iso639;
mod lacking;
mod names;
mod order;
mod script;
mod settings;
mod tag;

pub use formats::Formats;
pub use script::Script;
pub use settings::{Calendar, Digits, Settings};
pub use tag::BadTag;

use std::fmt;

/// The direction of a language's script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn html(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// A language by its tag of BCP 47, `en`, `ur`, `pa-Arab`, with what the site sets for it. Its folder in the bundle is the
/// tag in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locale {
    tag: Box<str>,
    direction: Direction,
    settings: Settings,
}

impl Locale {
    /// Reads a tag: a language that is known, or one with its script, in the canonical form, without extensions.
    pub fn read(tag: &str) -> Result<Self, BadTag> {
        let id = tag::read(tag)?;
        Ok(Self { tag: tag.into(), direction: tag::direction(&id), settings: Settings::default() })
    }

    /// [`Self::read`], for those who need not know what is wrong.
    pub fn parse(tag: &str) -> Option<Self> {
        Self::read(tag).ok()
    }

    /// The locale with what `site.yaml` sets for it.
    #[must_use]
    pub fn with(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// The tag as the site writes it.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The language by its three letters of ISO 639-3; nothing where that has none for it.
    pub fn iso_639_3(&self) -> Option<&str> {
        iso639::code(self.tag.split('-').next().unwrap_or_default())
    }

    /// The name of the language's folder.
    pub fn folder(&self) -> String {
        self.tag.to_ascii_lowercase()
    }

    /// Whether `name` is the name of the language's folder.
    pub fn is_folder(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(&self.tag) && !name.bytes().any(|b| b.is_ascii_uppercase())
    }

    /// The direction of the script in which the language is written.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The digits of dates, times, counts and markers of lists.
    pub fn digits(&self) -> Digits {
        self.settings.digits
    }

    /// The script in which the language is written.
    pub fn script(&self) -> Script {
        Script::of(&tag::script_name(&self.tag))
    }

    /// What the language calls itself; the tag where neither the site nor we know.
    pub fn own_name(&self) -> &str {
        self.settings.name.as_deref().or_else(|| names::own(&self.tag)).unwrap_or(&self.tag)
    }

    /// Tags whose texts a reader of this one understands, nearest first, as far as the language: `pa-Arab-PK`, `pa-Arab`.
    /// `pa` is none of them, for it is written in another script.
    pub fn chain(&self) -> Vec<String> {
        tag::chain(&self.tag)
    }
}

impl Default for Locale {
    /// English.
    fn default() -> Self {
        Self { tag: "en".into(), direction: Direction::LeftToRight, settings: Settings::default() }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_directions() {
        let dir = |tag| Locale::parse(tag).unwrap().direction().html();
        assert_eq!(
            ["en", "ur", "pa-Arab", "pa", "ur-Latn", "skr", "bal", "hno", "ps-AF", "tlh-Latn"].map(dir),
            ["ltr", "rtl", "rtl", "ltr", "ltr", "rtl", "rtl", "rtl", "rtl", "ltr"]
        );
        let punjabi = Locale::parse("pa-Arab").unwrap();
        assert!(punjabi.is_folder(&punjabi.folder()) && !punjabi.is_folder("pa-Arab") && !punjabi.is_folder("pa"));
    }

    #[test]
    fn names_of_their_own() {
        let name = |tag| Locale::parse(tag).unwrap().own_name().to_owned();
        assert_eq!(
            ["en-GB", "ur", "pa-Arab", "pa", "skr", "tlh-Latn"].map(name),
            ["English", "اردو", "پنجابی", "ਪੰਜਾਬੀ", "سرائیکی", "tlh-Latn"]
        );
        let named =
            Locale::parse("khw").unwrap().with(Settings { name: Some("کهووار".into()), ..Settings::default() });
        assert_eq!(named.own_name(), "کهووار");
    }

    #[test]
    fn a_chain_never_leaves_the_script() {
        let chain = |tag| Locale::parse(tag).unwrap().chain();
        assert_eq!(chain("ur"), ["ur"]);
        assert_eq!(chain("ur-PK"), ["ur-PK", "ur"]);
        assert_eq!(chain("pa-Arab-PK"), ["pa-Arab-PK", "pa-Arab"]);
        assert_eq!(chain("pa-PK"), ["pa-PK"], "in Pakistan it is written in the Arabic script");
        assert_eq!(chain("ur-Latn"), ["ur-Latn"]);
        assert_eq!(chain("ur-Arab"), ["ur-Arab", "ur"]);
    }
}
