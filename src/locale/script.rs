use icu_properties::props::Script as Property;
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, PropertyParser};

/// The script of a language, to tell its letters from those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Script(Option<Property>);

impl Script {
    /// The script of a name of ISO 15924, `Arab`.
    pub(super) fn of(name: &str) -> Self {
        let of = |name| PropertyParser::<Property>::new().get_strict(name);
        Self(match name {
            // These are several scripts, or one in the hand of a country, which characters don't know.
            "Jpan" | "Kore" | "Hanb" | "Hrkt" => None,
            "Hans" | "Hant" => of("Hani"),
            "Aran" => of("Arab"),
            name => of(name),
        })
    }

    /// Whether a character is one of the script's own: its letters, marks and digits, and the signs that it shares with few
    /// others, as the Arabic comma. Those of most scripts, as quotation marks, are not. Where a language is written in several
    /// scripts at once, as Japanese, every letter that is not Latin is its own.
    pub fn has(self, c: char) -> bool {
        match self.0 {
            Some(script) => ScriptWithExtensions::new().has_script(c, script),
            None => c.is_alphabetic() && CodePointMapData::<Property>::new().get(c) != Property::Latin,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::Locale;

    #[test]
    fn letters_of_a_language_and_of_others() {
        let of = |tag: &str, text: &str| -> String {
            let script = Locale::parse(tag).unwrap().script();
            text.chars().filter(|c| script.has(*c)).collect()
        };
        let text = "aé1۱ ڪ۽،؛؟۔ٰ“”…()→ਪか字";
        assert_eq!(of("sd", text), "۱ڪ۽،؛؟۔ٰ");
        assert_eq!(of("pa-Arab", "ٹਪ"), "ٹ");
        assert_eq!(of("pa", "ٹਪ"), "ਪ");
        assert_eq!(of("en", text), "aé");
        assert_eq!((of("ja", "aか字"), of("zh", "a字か"), of("ko", "a한")), ("か字".into(), "字".into(), "한".into()));
    }
}
