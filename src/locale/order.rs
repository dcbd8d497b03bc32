use super::lacking::Lacking;
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;

/// The order of a language's words: that of its alphabet where CLDR has none near it, else CLDR's.
#[derive(Debug)]
pub(super) struct Order {
    alphabet: Vec<char>,
    whole: Option<CollatorBorrowed<'static>>,
    /// Compares base letters alone.
    base: Option<CollatorBorrowed<'static>>,
}

impl Order {
    pub fn new(locale: &icu_locale::Locale, lacking: Option<&Lacking>) -> Self {
        let mut options = CollatorOptions::default();
        let preferences = CollatorPreferences::from(locale);
        let whole = CollatorBorrowed::try_new(preferences, options).ok();
        options.strength = Some(Strength::Primary);
        let base = CollatorBorrowed::try_new(preferences, options).ok();
        let alphabet = lacking.and_then(|lacking| lacking.alphabet).unwrap_or_default();
        Self { alphabet: alphabet.chars().filter(|c| *c != ' ').collect(), whole, base }
    }

    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        let (a, b) = (beginning(a), beginning(b));
        if !self.alphabet.is_empty() {
            let order = self.places(a).cmp(self.places(b));
            return order.then_with(|| a.cmp(b));
        }
        let order = self.whole.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b));
        order.then_with(|| a.cmp(b))
    }

    pub fn letter(&self, text: &str) -> String {
        let Some(first) = beginning(text).nfc().next() else { return "#".into() };
        let (first, base): (String, String) = (first.to_uppercase().collect(), first.nfd().take(1).collect());
        let base = base.to_uppercase();
        // Where an accent makes no letter of its own, the list says the letter.
        if self.same_letter(&first, &base) { base } else { first }
    }

    pub fn same_letter(&self, a: &str, b: &str) -> bool {
        let equal = |collator: &CollatorBorrowed<'static>| collator.compare(a, b) == Ordering::Equal;
        a == b || (self.alphabet.is_empty() && self.base.as_ref().is_some_and(equal))
    }

    /// Each character's place: other scripts before the alphabet, and marks that no alphabet counts left out.
    fn places(&self, text: &str) -> impl Iterator<Item = u32> {
        let place = |c: char| match self.alphabet.iter().position(|letter| *letter == c) {
            Some(place) => u32::try_from(place).map_or(u32::MAX, |place| u32::from(char::MAX) + 1 + place),
            None => u32::from(c),
        };
        let counts = |c: &char| !unicode_normalization::char::is_combining_mark(*c);
        text.nfc().flat_map(char::to_lowercase).filter(counts).map(place).collect::<Vec<_>>().into_iter()
    }
}

/// A text from its first letter or digit on: a quotation mark is not what a word is looked for by.
fn beginning(text: &str) -> &str {
    text.trim_start_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use crate::locale::{Formats, Locale};

    fn sorted(tag: &str, words: &str) -> String {
        let formats = Formats::new(&Locale::parse(tag).unwrap());
        let mut words: Vec<&str> = words.split(' ').rev().collect();
        words.sort_by(|a, b| formats.compare(a, b));
        words.join(" ")
    }

    #[test]
    fn words_stand_where_readers_look_for_them() {
        for (tag, order) in [
            ("en", "apple «Banana» banish éclair Edge zebra"),
            ("sv", "ask zon ål ö"),
            ("ur", "آگ بات بھائی پانی ٹیم چراغ ڈر کام گھر ہاتھ یاد"),
            ("ps", "اوبه پلار ټيم جنګ ځای څوک ډوډۍ ژبه ښوونځی"),
            ("sd", "اکيون ٻار ڀاءُ ٽيم پاڻي ڄاڻ ڇوڪر ڏينهن ڪم گهر ڳالهه ماءُ"),
            ("skr", "اکھیں بال ٻال پاݨی ڄاݨ ڈر ݙینہہ گھر ڳالھ ما"),
            ("fa", "آب پدر چراغ خانه ژاله کار گل یاد"),
        ] {
            assert_eq!(sorted(tag, order), order, "{tag}");
        }
    }

    #[test]
    fn letters_of_lists() {
        let english = Formats::new(&Locale::parse("en").unwrap());
        assert_eq!(["keep", "«Keep»", "École", "911", "?!"].map(|t| english.letter(t)), ["K", "K", "E", "9", "#"]);
        assert!(english.same_letter("É", "E") && !english.same_letter("E", "F"));
        let sindhi = Formats::new(&Locale::parse("sd").unwrap());
        assert!(!sindhi.same_letter("ب", "ٻ"));
    }
}
