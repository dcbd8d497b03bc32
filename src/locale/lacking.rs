//! What CLDR 48 lacks or has wrong for the languages of Pakistan and their neighbours. All of them write a date as day,
//! month, year.

/// What is said here in place of CLDR.
#[derive(Debug)]
pub(super) struct Lacking {
    tag: &'static str,
    /// The language whose plural forms, numbers and order of letters it shares; none where CLDR has its own.
    pub like: Option<&'static str>,
    /// The months from January on; none where CLDR has them, but writes dates with them as computers do.
    pub months: Option<&'static [&'static str; 12]>,
    /// The letters in their order, where no order that CLDR has is near.
    pub alphabet: Option<&'static str>,
}

/// The entry of a language, if it needs one.
pub(super) fn of(chain: &[String]) -> Option<&'static Lacking> {
    chain.iter().find_map(|tag| TABLE.iter().find(|lacking| lacking.tag == tag))
}

/// The months as Urdu writes them, which is how its neighbours in Pakistan do.
const MONTHS: [&str; 12] =
    ["جنوری", "فروری", "مارچ", "اپریل", "مئی", "جون", "جولائی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"];

/// Balochi has no f: February is said with p.
const MONTHS_BALOCHI: [&str; 12] =
    ["جنوری", "پروری", "مارچ", "اپرێل", "مئی", "جون", "جۆلایی", "اگست", "ستمبر", "اکتوبر", "نومبر", "دسمبر"];

const SINDHI: &str =
    "ا آ ب ٻ ڀ ت ٿ ٽ ٺ ث پ ج ڄ ڃ چ ڇ ح خ د ڌ ڏ ڊ ڍ ذ ر ڙ ز س ش ص ض ط ظ ع غ ف ڦ ق ڪ ک گ ڳ ڱ ل م ن ڻ و ھ ه ہ ء ي ی ئ";
const SARAIKI: &str = "ا آ ب ٻ پ ت ٹ ث ج ڄ چ ح خ د ڈ ݙ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ڳ ل م ن ں ݨ و ہ ھ ء ی ئ ے";
const SHAHMUKHI: &str = "ا آ ب پ ت ٹ ث ج چ ح خ د ڈ ذ ر ڑ ز ژ س ش ص ض ط ظ ع غ ف ق ک گ ل ࣇ م ن ں ݨ و ہ ھ ء ی ئ ے";

const TABLE: &[Lacking] = &[
    // CLDR has their months, but a month with its year, or a day of another calendar, in the root's order.
    Lacking { tag: "ps", like: None, months: None, alphabet: None },
    Lacking { tag: "sd", like: None, months: None, alphabet: Some(SINDHI) },
    Lacking { tag: "pa-Arab", like: Some("ur"), months: Some(&MONTHS), alphabet: Some(SHAHMUKHI) },
    Lacking { tag: "pa-PK", like: Some("ur"), months: Some(&MONTHS), alphabet: Some(SHAHMUKHI) },
    Lacking { tag: "lah", like: Some("ur"), months: Some(&MONTHS), alphabet: Some(SHAHMUKHI) },
    Lacking { tag: "skr", like: Some("ur"), months: Some(&MONTHS), alphabet: Some(SARAIKI) },
    Lacking { tag: "bal", like: Some("ur"), months: Some(&MONTHS_BALOCHI), alphabet: None },
    Lacking { tag: "hno", like: Some("ur"), months: Some(&MONTHS), alphabet: Some(SHAHMUKHI) },
    Lacking { tag: "khw", like: Some("ur"), months: Some(&MONTHS), alphabet: None },
    Lacking { tag: "brh", like: Some("ur"), months: Some(&MONTHS), alphabet: None },
    Lacking { tag: "scl", like: Some("ur"), months: Some(&MONTHS), alphabet: None },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_have_each_letter_once() {
        for lacking in TABLE {
            assert!(super::super::Locale::parse(lacking.tag).is_some(), "{}", lacking.tag);
            let mut letters: Vec<&str> = lacking.alphabet.unwrap_or_default().split(' ').collect();
            letters.sort_unstable();
            let count = letters.len();
            letters.dedup();
            assert_eq!(letters.len(), count, "{}", lacking.tag);
        }
    }
}
