/// What a site sets for a language in `locales`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Settings {
    pub digits: Digits,
    pub calendar: Calendar,
    /// What the language calls itself, where we don't know.
    pub name: Option<Box<str>>,
}

/// The digits of dates, times and counts. Phone numbers keep those that are dialled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Digits {
    /// 0 to 9, which are on every phone.
    #[default]
    Western,
    /// ٠ to ٩.
    Arabic,
    /// ۰ to ۹, of Urdu, Pashto and Persian.
    ArabicExtended,
    Bengali,
    Devanagari,
    Gujarati,
    Gurmukhi,
    Kannada,
    Khmer,
    Lao,
    Malayalam,
    Myanmar,
    Odia,
    Tamil,
    Telugu,
    Thai,
    Tibetan,
}

impl Digits {
    /// Every kind by the name that Unicode gives it (CLDR, numbering systems).
    pub const WORDS: &[(&str, Self)] = &[
        ("latn", Self::Western),
        ("arab", Self::Arabic),
        ("arabext", Self::ArabicExtended),
        ("beng", Self::Bengali),
        ("deva", Self::Devanagari),
        ("gujr", Self::Gujarati),
        ("guru", Self::Gurmukhi),
        ("khmr", Self::Khmer),
        ("knda", Self::Kannada),
        ("laoo", Self::Lao),
        ("mlym", Self::Malayalam),
        ("mymr", Self::Myanmar),
        ("orya", Self::Odia),
        ("tamldec", Self::Tamil),
        ("telu", Self::Telugu),
        ("thai", Self::Thai),
        ("tibt", Self::Tibetan),
    ];

    /// The digit zero; the others follow it.
    fn zero(self) -> char {
        match self {
            Self::Western => '0',
            Self::Arabic => '\u{660}',
            Self::ArabicExtended => '\u{6F0}',
            Self::Bengali => '\u{9E6}',
            Self::Devanagari => '\u{966}',
            Self::Gujarati => '\u{AE6}',
            Self::Gurmukhi => '\u{A66}',
            Self::Kannada => '\u{CE6}',
            Self::Khmer => '\u{17E0}',
            Self::Lao => '\u{ED0}',
            Self::Malayalam => '\u{D66}',
            Self::Myanmar => '\u{1040}',
            Self::Odia => '\u{B66}',
            Self::Tamil => '\u{BE6}',
            Self::Telugu => '\u{C66}',
            Self::Thai => '\u{E50}',
            Self::Tibetan => '\u{F20}',
        }
    }

    /// A text with its Western digits turned into these.
    pub fn write(self, text: &str) -> String {
        let digit = |c: char| match c.to_digit(10) {
            Some(value) => char::from_u32(u32::from(self.zero()) + value).unwrap_or(c),
            None => c,
        };
        text.chars().map(digit).collect()
    }

    /// The name that Unicode gives it, `arabext`.
    pub fn word(self) -> &'static str {
        word(Self::WORDS, self)
    }
}

/// The calendar of dates of which the day is known. A month or a year alone stays Gregorian: it is two of another calendar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Calendar {
    #[default]
    Gregorian,
    /// That of Iran and Afghanistan.
    Persian,
    /// That of Mecca, by calculation.
    IslamicUmmAlQura,
    IslamicCivil,
    Indian,
    Buddhist,
    Ethiopian,
}

impl Calendar {
    /// Every calendar by the name that Unicode gives it (CLDR).
    pub const WORDS: &[(&str, Self)] = &[
        ("gregory", Self::Gregorian),
        ("persian", Self::Persian),
        ("islamic-umalqura", Self::IslamicUmmAlQura),
        ("islamic-civil", Self::IslamicCivil),
        ("indian", Self::Indian),
        ("buddhist", Self::Buddhist),
        ("ethiopic", Self::Ethiopian),
    ];

    pub(super) fn word(self) -> &'static str {
        word(Self::WORDS, self)
    }
}

fn word<T: PartialEq + Copy>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| word)
}
