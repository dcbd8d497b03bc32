use std::fmt;

/// A language of the site, by its place in `languages`; 0 is the default and the source of translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LangId(pub u8);

impl LangId {
    /// The site's default language.
    pub const DEFAULT: Self = Self(0);

    /// The place in `languages`.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

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

/// A language tag of BCP 47: `en`, `ur`, `pa-Arab`. Its folder in the bundle is the tag in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locale(Box<str>);

impl Locale {
    /// Checks the shape of a tag: a primary subtag of 2 or 3 letters, then subtags of 2 to 8 letters or digits.
    pub fn parse(tag: &str) -> Option<Self> {
        let mut subtags = tag.split('-');
        let primary = subtags.next()?;
        let plain = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_lowercase());
        let rest = |s: &str| (2..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric());
        (plain && subtags.all(rest)).then(|| Self(tag.into()))
    }

    /// The tag as the site writes it.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The name of the language's folder.
    pub fn folder(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Whether `name` is the name of the language's folder.
    pub fn is_folder(&self, name: &str) -> bool {
        name.eq_ignore_ascii_case(&self.0) && !name.bytes().any(|b| b.is_ascii_uppercase())
    }

    /// The direction of the script: that of an explicit script subtag, else the language's usual one
    /// (Unicode CLDR, `characterOrder`).
    pub fn direction(&self) -> Direction {
        const SCRIPTS: [&str; 8] = ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Aran"];
        const LANGUAGES: [&str; 16] =
            ["ar", "ur", "ps", "sd", "fa", "he", "yi", "ckb", "ug", "dv", "syr", "nqo", "skr", "bal", "bgn", "ks"];
        let script = self.0.split('-').find(|s| s.len() == 4 && s.bytes().all(|b| b.is_ascii_alphabetic()));
        let rtl = match script {
            Some(script) => SCRIPTS.iter().any(|s| s.eq_ignore_ascii_case(script)),
            None => LANGUAGES.contains(&self.0.split('-').next().unwrap_or_default()),
        };
        if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
    }

    /// What the language calls itself; the tag where it is not known here.
    pub fn own_name(&self) -> &str {
        const NAMES: [(&str, &str); 12] = [
            ("en", "English"),
            ("ur", "اردو"),
            ("ps", "پښتو"),
            ("sd", "سنڌي"),
            ("pa-Arab", "پنجابی"),
            ("pa", "ਪੰਜਾਬੀ"),
            ("bal", "بلۏچی"),
            ("skr", "سرائیکی"),
            ("fa", "فارسی"),
            ("ar", "العربية"),
            ("hi", "हिन्दी"),
            ("bn", "বাংলা"),
        ];
        NAMES.iter().find(|(tag, _)| *tag == &*self.0).map_or(&self.0, |(_, name)| name)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_directions() {
        let dir = |tag| Locale::parse(tag).unwrap().direction().html();
        assert_eq!(
            [dir("en"), dir("ur"), dir("pa-Arab"), dir("pa"), dir("ur-Latn")],
            ["ltr", "rtl", "rtl", "ltr", "ltr"]
        );
        let punjabi = Locale::parse("pa-Arab").unwrap();
        assert!(punjabi.is_folder(&punjabi.folder()) && !punjabi.is_folder("pa-Arab") && !punjabi.is_folder("pa"));
        for bad in ["", "e", "EN", "en_GB", "en-", "../en", "english"] {
            assert_eq!(Locale::parse(bad), None, "{bad:?}");
        }
    }
}
