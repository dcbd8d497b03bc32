//! Languages by name. CLDR's own lists of names are larger than everything else here together, so the languages that guides
//! may be written in stand here; a site names any other in `locales`.

/// A language: its tag, its English name, and what it calls itself.
type Name = (&'static str, &'static str, &'static str);

const NAMES: &[Name] = &[
    ("am", "Amharic", "አማርኛ"),
    ("ar", "Arabic", "العربية"),
    ("as", "Assamese", "অসমীয়া"),
    ("az", "Azerbaijani", "azərbaycan"),
    ("bal", "Balochi", "بلۏچی"),
    ("bg", "Bulgarian", "български"),
    ("bgn", "Western Balochi", "بلوچی (رخشانی)"),
    ("bn", "Bangla", "বাংলা"),
    ("bo", "Tibetan", "བོད་སྐད་"),
    ("brh", "Brahui", "براہوئی"),
    ("bs", "Bosnian", "bosanski"),
    ("bsk", "Burushaski", "بروشسکی"),
    ("ca", "Catalan", "català"),
    ("ckb", "Central Kurdish", "کوردیی ناوەندی"),
    ("cs", "Czech", "čeština"),
    ("cy", "Welsh", "Cymraeg"),
    ("da", "Danish", "dansk"),
    ("de", "German", "Deutsch"),
    ("dv", "Dhivehi", "ދިވެހި"),
    ("dz", "Dzongkha", "རྫོང་ཁ"),
    ("el", "Greek", "Ελληνικά"),
    ("en", "English", "English"),
    ("es", "Spanish", "español"),
    ("et", "Estonian", "eesti"),
    ("eu", "Basque", "euskara"),
    ("fa", "Persian", "فارسی"),
    ("fa-AF", "Dari", "دری"),
    ("fi", "Finnish", "suomi"),
    ("fil", "Filipino", "Filipino"),
    ("fr", "French", "français"),
    ("ga", "Irish", "Gaeilge"),
    ("gu", "Gujarati", "ગુજરાતી"),
    ("ha", "Hausa", "Hausa"),
    ("he", "Hebrew", "עברית"),
    ("hi", "Hindi", "हिन्दी"),
    ("hno", "Hindko", "ہندکو"),
    ("hr", "Croatian", "hrvatski"),
    ("hu", "Hungarian", "magyar"),
    ("hy", "Armenian", "հայերեն"),
    ("id", "Indonesian", "Indonesia"),
    ("ig", "Igbo", "Igbo"),
    ("is", "Icelandic", "íslenska"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "日本語"),
    ("jv", "Javanese", "Jawa"),
    ("ka", "Georgian", "ქართული"),
    ("khw", "Khowar", "کھوار"),
    ("kk", "Kazakh", "қазақ тілі"),
    ("km", "Khmer", "ខ្មែរ"),
    ("kn", "Kannada", "ಕನ್ನಡ"),
    ("ko", "Korean", "한국어"),
    ("ks", "Kashmiri", "کٲشُر"),
    ("ku", "Kurdish", "kurdî"),
    ("ky", "Kyrgyz", "кыргызча"),
    ("lo", "Lao", "ລາວ"),
    ("lt", "Lithuanian", "lietuvių"),
    ("lv", "Latvian", "latviešu"),
    ("mk", "Macedonian", "македонски"),
    ("ml", "Malayalam", "മലയാളം"),
    ("mn", "Mongolian", "монгол"),
    ("mr", "Marathi", "मराठी"),
    ("ms", "Malay", "Melayu"),
    ("my", "Burmese", "မြန်မာ"),
    ("ne", "Nepali", "नेपाली"),
    ("nl", "Dutch", "Nederlands"),
    ("no", "Norwegian", "norsk"),
    ("om", "Oromo", "Oromoo"),
    ("or", "Odia", "ଓଡ଼ିଆ"),
    ("pa", "Punjabi", "ਪੰਜਾਬੀ"),
    ("pa-Arab", "Shahmukhi Punjabi", "پنجابی"),
    ("pl", "Polish", "polski"),
    ("ps", "Pashto", "پښتو"),
    ("pt", "Portuguese", "português"),
    ("ro", "Romanian", "română"),
    ("ru", "Russian", "русский"),
    ("scl", "Shina", "شینا"),
    ("sd", "Sindhi", "سنڌي"),
    ("si", "Sinhala", "සිංහල"),
    ("sk", "Slovak", "slovenčina"),
    ("skr", "Saraiki", "سرائیکی"),
    ("sl", "Slovenian", "slovenščina"),
    ("so", "Somali", "Soomaali"),
    ("sq", "Albanian", "shqip"),
    ("sr", "Serbian", "српски"),
    ("sv", "Swedish", "svenska"),
    ("sw", "Swahili", "Kiswahili"),
    ("ta", "Tamil", "தமிழ்"),
    ("te", "Telugu", "తెలుగు"),
    ("tg", "Tajik", "тоҷикӣ"),
    ("th", "Thai", "ไทย"),
    ("ti", "Tigrinya", "ትግርኛ"),
    ("tk", "Turkmen", "türkmen dili"),
    ("tr", "Turkish", "Türkçe"),
    ("ug", "Uyghur", "ئۇيغۇرچە"),
    ("uk", "Ukrainian", "українська"),
    ("ur", "Urdu", "اردو"),
    ("uz", "Uzbek", "o‘zbek"),
    ("vi", "Vietnamese", "Tiếng Việt"),
    ("xh", "Xhosa", "IsiXhosa"),
    ("yi", "Yiddish", "ייִדיש"),
    ("yo", "Yoruba", "Èdè Yorùbá"),
    ("zh", "Chinese", "中文"),
    ("zu", "Zulu", "isiZulu"),
];

/// What a language calls itself, by its tag or by the tag without its region.
pub(super) fn own(tag: &str) -> Option<&'static str> {
    let name = |tag: &str| NAMES.iter().find(|(known, _, _)| *known == tag).map(|(_, _, own)| *own);
    super::tag::chain(tag).iter().find_map(|part| name(part))
}

/// The tag of the language that somebody wrote by its name, in English or in itself, slips of the hand included.
pub(super) fn tag_of(name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    // In so short a name a slip could be of many languages.
    let limit = if name.chars().count() < 4 { 0 } else { 1 };
    let distance = |(_, english, own): &Name| {
        let of = |known: &str| strsim::osa_distance(&name, &known.to_lowercase());
        of(english).min(of(own))
    };
    let near = NAMES.iter().map(|known| (distance(known), known.0)).filter(|(distance, _)| *distance <= limit);
    near.min_by_key(|(distance, _)| *distance).map(|(_, tag)| tag.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_is_one() {
        assert!(NAMES.is_sorted_by_key(|(tag, _, _)| *tag));
        for (tag, english, own) in NAMES {
            assert!(super::super::Locale::parse(tag).is_some(), "{tag}");
            assert_eq!(tag_of(english).as_deref(), Some(*tag));
            assert_eq!(tag_of(own).as_deref(), Some(*tag));
        }
    }
}
