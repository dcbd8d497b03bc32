use super::lacking::{self, Lacking};
use super::order::Order;
use super::{Calendar, Digits, Locale};
use icu_datetime::fieldsets::{M, YM, YMD};
use icu_datetime::input::Date;
use icu_datetime::{DateTimeFormatter, DateTimeFormatterLoadError, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::GroupingStrategy;
use icu_plurals::{PluralCategory, PluralRules};
use std::cmp::Ordering;

/// How one language writes dates and numbers, which plural form it takes and in which order its words stand. Made once for
/// a language and shared by all threads.
#[derive(Debug)]
pub struct Formats {
    digits: Digits,
    dates: Dates,
    numbers: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
    order: Order,
}

impl Formats {
    /// The formats of a language as its site sets them.
    pub fn new(locale: &Locale) -> Self {
        let lacking = lacking::of(&locale.chain());
        // English by itself is that of most of the world: 22 November 2026. Who wants November 22 writes `en-US`.
        let own = if locale.tag() == "en" { "en-001" } else { locale.tag() };
        let like = lacking.and_then(|lacking| lacking.like).unwrap_or(own);
        let digits = locale.settings.digits;
        let plain: icu_locale::Locale = with(like, "", digits);
        Self {
            digits,
            dates: Dates::new(own, locale.settings.calendar, digits, lacking),
            numbers: DecimalFormatter::try_new((&plain).into(), GroupingStrategy::Min2.into()).ok(),
            plurals: PluralRules::try_new_cardinal((&plain).into()).ok(),
            order: Order::new(&plain, lacking),
        }
    }

    /// A Gregorian date in words, as much of it as is known.
    pub fn date(&self, year: i16, month: Option<i8>, day: Option<i8>) -> String {
        self.dates.words(year, month, day).unwrap_or_else(|| self.digits.write(&year.to_string()))
    }

    /// A whole number, in groups from 10,000 on.
    pub fn number(&self, number: i64) -> String {
        match &self.numbers {
            Some(numbers) => numbers.format(&number.into()).to_string(),
            None => self.digits.write(&number.to_string()),
        }
    }

    /// A number of tenths, as a number with one digit after the point, or none where that would be 0.
    pub fn tenths(&self, tenths: i64) -> String {
        if tenths % 10 == 0 {
            return self.number(tenths / 10);
        }
        let mut decimal = Decimal::from(tenths);
        decimal.multiply_pow10(-1);
        match &self.numbers {
            Some(numbers) => numbers.format(&decimal).to_string(),
            None => self.digits.write(&decimal.to_string()),
        }
    }

    /// A text such as `09:00` in the language's digits. Not for what is dialled.
    pub fn digits(&self, text: &str) -> String {
        self.digits.write(text)
    }

    /// CLDR's plural form of a count: its place among the forms that the language has for whole numbers.
    pub fn plural(&self, count: u64) -> usize {
        let Some(rules) = &self.plurals else { return usize::from(count != 1) };
        let wanted = rules.category_for(count);
        rules.categories().position(|category: PluralCategory| category == wanted).unwrap_or(0)
    }

    /// Which of two texts stands first in a list.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.order.compare(a, b)
    }

    /// The letter below which a text is listed; `#` where it begins with none.
    pub fn letter(&self, text: &str) -> String {
        self.order.letter(text)
    }

    /// Whether two letters are one in the language's order: `e` and `É` in English.
    pub fn same_letter(&self, a: &str, b: &str) -> bool {
        self.order.same_letter(a, b)
    }
}

/// A locale of ICU with a calendar, where one is given, and digits.
fn with(tag: &str, calendar: &str, digits: Digits) -> icu_locale::Locale {
    let calendar = if calendar.is_empty() { String::new() } else { format!("-ca-{calendar}") };
    format!("{tag}-u{calendar}-nu-{}", digits.word()).parse().unwrap_or(icu_locale::Locale::UNKNOWN)
}

/// The dates of a language.
#[derive(Debug)]
struct Dates {
    digits: Digits,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// As CLDR writes them. A month and a year are Gregorian.
    Cldr(Box<(DateTimeFormatter<YMD>, DateTimeFormatter<YM>)>),
    /// Day, month, year, with names of months that are our own or CLDR's.
    DayFirst { months: Option<&'static [&'static str; 12]>, names: Box<(DateTimeFormatter<M>, DateTimeFormatter<M>)> },
    /// Without data of ICU: digits alone.
    Numbers,
}

impl Dates {
    fn new(tag: &str, calendar: Calendar, digits: Digits, lacking: Option<&Lacking>) -> Self {
        let wanted = with(tag, calendar.word(), digits);
        let gregorian = with(tag, Calendar::Gregorian.word(), digits);
        let months = lacking.and_then(|lacking| lacking.months).filter(|_| calendar == Calendar::Gregorian);
        let form = if lacking.is_some() { day_first(months, &wanted, &gregorian) } else { cldr(&wanted, &gregorian) };
        Self { digits, form: form.unwrap_or(Form::Numbers) }
    }

    fn words(&self, year: i16, month: Option<i8>, day: Option<i8>) -> Option<String> {
        let Some(month) = month else { return Some(self.digits.write(&year.to_string())) };
        let number = u8::try_from(month).ok()?;
        let date = |day: i8| Date::try_new_iso(year.into(), number, u8::try_from(day).ok()?).ok();
        let (first, date) = (date(1)?, date(day.unwrap_or(1))?);
        Some(match (&self.form, day) {
            (Form::Cldr(forms), Some(_)) => forms.0.format(&date).to_string(),
            (Form::Cldr(forms), None) => forms.1.format(&first).to_string(),
            (Form::DayFirst { months, names }, Some(_)) => {
                let own = date.to_calendar(names.0.calendar());
                let name = name_of(*months, number).unwrap_or_else(|| names.0.format(&date).to_string());
                self.digits.write(&format!("{} {name} {}", own.day_of_month().0, own.year().extended_year()))
            }
            (Form::DayFirst { months, names }, None) => {
                let name = name_of(*months, number).unwrap_or_else(|| names.1.format(&first).to_string());
                self.digits.write(&format!("{name} {year}"))
            }
            (Form::Numbers, Some(day)) => self.digits.write(&format!("{year:04}-{month:02}-{day:02}")),
            (Form::Numbers, None) => self.digits.write(&format!("{year:04}-{month:02}")),
        })
    }
}

fn name_of(months: Option<&[&str; 12]>, month: u8) -> Option<String> {
    months?.get(usize::from(month).checked_sub(1)?).map(|name| (*name).to_owned())
}

fn cldr(wanted: &icu_locale::Locale, gregorian: &icu_locale::Locale) -> Result<Form, DateTimeFormatterLoadError> {
    let day = DateTimeFormatter::try_new(wanted.into(), fieldsets::YMD::long())?;
    let month = DateTimeFormatter::try_new(gregorian.into(), fieldsets::YM::long())?;
    Ok(Form::Cldr(Box::new((day, month))))
}

fn day_first(
    months: Option<&'static [&'static str; 12]>,
    wanted: &icu_locale::Locale,
    gregorian: &icu_locale::Locale,
) -> Result<Form, DateTimeFormatterLoadError> {
    let own = DateTimeFormatter::try_new(wanted.into(), fieldsets::M::long())?;
    let names = DateTimeFormatter::try_new(gregorian.into(), fieldsets::M::long())?;
    Ok(Form::DayFirst { months, names: Box::new((own, names)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Settings;

    fn formats(tag: &str, digits: Digits, calendar: Calendar) -> Formats {
        let settings = Settings { digits, calendar, name: None };
        Formats::new(&Locale::parse(tag).unwrap().with(settings))
    }

    fn plain(tag: &str) -> Formats {
        formats(tag, Digits::Western, Calendar::Gregorian)
    }

    #[test]
    fn dates_are_gregorian_in_western_digits() {
        for (tag, day, month) in [
            ("en", "22 November 2026", "November 2026"),
            ("en-US", "November 22, 2026", "November 2026"),
            ("ur", "22 نومبر، 2026", "نومبر 2026"),
            ("ps", "22 نومبر 2026", "نومبر 2026"),
            ("sd", "22 نومبر 2026", "نومبر 2026"),
            ("fa", "22 نوامبر 2026", "نوامبر 2026"),
            ("pa-Arab", "22 نومبر 2026", "نومبر 2026"),
            ("skr", "22 نومبر 2026", "نومبر 2026"),
            ("bal", "22 نومبر 2026", "نومبر 2026"),
            ("ar", "22 نوفمبر 2026", "نوفمبر 2026"),
        ] {
            let formats = plain(tag);
            assert_eq!(formats.date(2026, Some(11), Some(22)), day, "{tag}");
            assert_eq!(formats.date(2026, Some(11), None), month, "{tag}");
            assert_eq!(formats.date(2026, None, None), "2026", "{tag}");
        }
        assert_eq!(plain("bal").date(2026, Some(2), Some(1)), "1 پروری 2026");
    }

    #[test]
    fn a_site_may_have_other_digits_and_calendars() {
        let urdu = formats("ur", Digits::ArabicExtended, Calendar::Gregorian);
        assert_eq!(urdu.date(2026, Some(11), Some(22)), "۲۲ نومبر، ۲۰۲۶");
        assert_eq!(urdu.date(2026, None, None), "۲۰۲۶");
        assert_eq!((urdu.number(1799), urdu.number(12345)), ("۱۷۹۹".into(), "۱۲٬۳۴۵".into()));
        assert_eq!(urdu.digits("09:00"), "۰۹:۰۰");
        let afghan = formats("ps-AF", Digits::ArabicExtended, Calendar::Persian);
        assert_eq!(afghan.date(2026, Some(11), Some(22)), "۱ لیندۍ ۱۴۰۵");
        assert_eq!(afghan.date(2026, Some(11), None), "نومبر ۲۰۲۶", "half of it is another month");
        assert_eq!(formats("fa", Digits::Western, Calendar::Persian).date(2026, Some(11), Some(22)), "1 آذر 1405");
        assert_eq!(formats("skr", Digits::ArabicExtended, Calendar::Gregorian).number(40), "۴۰");
    }

    #[test]
    fn every_digit_and_calendar_is_known_to_icu() {
        for (word, digits) in Digits::WORDS {
            let formats = formats("en", *digits, Calendar::Gregorian);
            assert_eq!(formats.number(1234567890).replace(',', ""), formats.digits("1234567890"), "{word}");
        }
        let mut dates: Vec<String> = Calendar::WORDS
            .iter()
            .map(|(_, calendar)| formats("en", Digits::Western, *calendar).date(2026, Some(11), Some(22)))
            .collect();
        dates.sort();
        dates.dedup();
        // Umm al-Qura and the civil calendar of Islam may fall on the same day.
        assert!(dates.len() >= Calendar::WORDS.len() - 1, "{dates:?}");
    }

    #[test]
    fn plural_forms() {
        let of = |tag: &str| [0, 1, 2, 3, 11, 100].map(|count| plain(tag).plural(count));
        assert_eq!(of("en"), [1, 0, 1, 1, 1, 1]);
        for tag in ["ur", "ps", "sd", "skr", "bal", "pa-Arab"] {
            assert_eq!(of(tag), [1, 0, 1, 1, 1, 1], "{tag}");
        }
        assert_eq!(of("ar"), [0, 1, 2, 3, 4, 5]);
        assert_eq!(of("fa"), [0, 0, 1, 1, 1, 1]);
        assert_eq!(of("zh"), [0, 0, 0, 0, 0, 0]);
    }
}
