//! The names of fields as a translator, or a translator's tool, may have turned them into another language.

use unicode_normalization::UnicodeNormalization;

/// Words of Urdu, Pashto, Sindhi, Persian and Arabic for the fields that a guide's file may have.
const WORDS: &[(&str, &[&str])] = &[
    ("kind", &["قسم", "نوع", "ډول"]),
    ("title", &["عنوان", "سرخی", "سرلیک", "العنوان"]),
    ("summary", &["خلاصہ", "خلاصو", "اختصار", "لنډیز", "ملخص", "چکیده"]),
    ("order", &["ترتیب", "الترتيب"]),
    ("audience", &["سامعین", "قارئین", "مخاطب", "مخاطبین", "لوستونکي", "پڙهندڙ", "الجمهور"]),
    ("reviewed", &["جائزہ", "نظرثانی", "نظرِ ثانی", "بیاکتنه", "بازبینی", "مراجعة"]),
    ("reviewer", &["جائزہ کار", "بیاکتونکی", "المراجع"]),
    ("sources", &["ذرائع", "ذریعے", "ماخذ", "ذريعا", "سرچینې", "منابع", "مصادر", "المصادر"]),
    ("content_note", &["مواد کا نوٹ", "نوٹ", "مواد کی تنبیہ", "یادښت", "ملاحظة"]),
    ("tags", &["ٹیگ", "ٹیگز", "ٽيگ", "ټګونه", "برچسب‌ها", "وسوم"]),
    ("help", &["مدد", "مرسته", "کمک", "مساعدة"]),
    ("draft", &["مسودہ", "مسودو", "مسوده", "مسودة"]),
    ("signs", &["علامات", "علامتیں", "نشانیاں", "نښې", "نشانيون", "نشانه‌ها"]),
    ("stages", &["مراحل", "مرحلے", "پړاوونه", "مرحلا"]),
    ("steps", &["اقدامات", "قدم", "ګامونه", "قدمونه", "گام‌ها", "خطوات"]),
    ("context", &["سیاق", "سیاق و سباق", "شرایط"]),
    ("when", &["کب", "کله", "ڪڏهن", "متى"]),
    ("actor", &["کون", "څوک", "ڪير"]),
    ("do", &["کریں", "کیا کریں", "یہ کریں", "وکړئ", "ڪريو", "افعل"]),
    ("do_not", &["نہ کریں", "یہ نہ کریں", "مه کوئ", "نه ڪريو", "لا تفعل"]),
    ("evidence", &["ثبوت", "شواهد", "دليل"]),
    ("operator", &["ادارہ", "آپریٹر", "ادارو", "اداره", "مشغل"]),
    ("needs", &["ضروریات", "ضرورت", "اړتیاوې", "ضرورتون"]),
    ("regions", &["علاقے", "علاقہ", "سیمې", "علائقا", "مناطق"]),
    ("channels", &["رابطہ", "رابطے", "اړیکې", "رابطا", "قنوات"]),
    ("languages", &["زبانیں", "زبان", "ژبې", "ٻوليون", "زبان‌ها", "لغات"]),
    ("verified", &["تصدیق", "تصدیق شدہ", "تاييد شوی"]),
    ("items", &["فہرست", "چیزیں", "توکي", "عناصر"]),
    ("advice", &["مشورہ", "نصیحت", "مشوره", "صلاح", "نصيحة"]),
    ("translation", &["ترجمہ", "ترجمو", "ژباړه", "ترجمه", "ترجمة"]),
    ("translator", &["مترجم", "ژباړونکی", "ترجمو ڪندڙ"]),
];

/// The field among `known` that a word means.
pub(super) fn field_of(word: &str, known: &[&'static str]) -> Option<&'static str> {
    if word.is_ascii() {
        return None;
    }
    let folded = fold(word);
    let means = |(_, words): &&(&str, &[&str])| words.iter().any(|word| fold(word) == folded);
    WORDS.iter().filter(means).find_map(|(field, _)| known.iter().find(|known| *known == field)).copied()
}

/// A word without what its writer can't be held to: vowel marks, joiners, spaces, and letters that look alike and stand
/// for each other on the keyboards of these languages.
fn fold(word: &str) -> String {
    let plain = |c: char| match c {
        '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}' | '\u{200C}'..='\u{200F}' => None,
        'ي' | 'ى' | 'ې' | 'ۍ' | 'ئ' => Some('ی'),
        'ك' | 'ڪ' => Some('ک'),
        'ه' | 'ھ' | 'ة' | 'ۃ' | 'ە' => Some('ہ'),
        'أ' | 'إ' | 'ٱ' => Some('ا'),
        'ګ' => Some('گ'),
        c if c.is_alphanumeric() => Some(c),
        _ => None,
    };
    word.nfc().filter_map(plain).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_each_language_are_known_in_any_spelling() {
        let known = ["title", "summary", "do_not", "sources", "content_note"];
        for (word, field) in [
            ("عنوان", "title"),
            ("عُنوان", "title"),
            ("سرليک", "title"),
            ("خلاصه", "summary"),
            ("خلاصة", "summary"),
            ("نہ_کریں", "do_not"),
            ("سرچينی", "sources"),
            ("مواد کا نوٹ", "content_note"),
        ] {
            assert_eq!(field_of(word, &known), Some(field), "{word}");
        }
        assert_eq!(field_of("عنوان", &["kind"]), None);
        assert_eq!(field_of("موسم", &known), None);
    }

    #[test]
    fn no_word_means_two_fields() {
        let all: Vec<String> = WORDS.iter().flat_map(|(_, words)| words.iter().map(|word| fold(word))).collect();
        let mut once: Vec<&String> = Vec::new();
        for (field, words) in WORDS {
            let mut own: Vec<String> = words.iter().map(|word| fold(word)).collect();
            own.sort();
            own.dedup();
            for word in &own {
                assert!(!once.contains(&word), "{field}: {word}");
            }
            once.extend(all.iter().filter(|word| own.contains(word)));
        }
    }
}
