//! Phone numbers as people write them, compared as people mean them.

/// Every decimal digit of any script as ASCII, in order; everything else dropped but a leading `+`.
pub fn ascii_digits(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if let Some(digit) = digit_value(c) {
            out.push(char::from(b'0' + digit));
        } else if c == '+' && out.is_empty() {
            out.push('+');
        }
    }
    out
}

/// Whether digits, as of [`ascii_digits`], have the form of a phone number in any country: `+` and a country code, or
/// a trunk `0` and groups.
pub fn looks_like_phone(digits: &str) -> bool {
    let count = digits.trim_start_matches('+').len();
    (digits.starts_with('+') && (8..=15).contains(&count)) || (digits.starts_with('0') && (7..=13).contains(&count))
}

/// The value of a decimal digit of any script.
pub fn digit_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return u8::try_from(c.to_digit(10)?).ok();
    }
    // What stands between is most of Arabic script.
    if matches!(c, '\u{80}'..'\u{660}' | '\u{66A}'..'\u{6F0}') {
        return None;
    }
    let zero = ZEROS[ZEROS.partition_point(|zero| *zero <= c).checked_sub(1)?];
    u8::try_from(u32::from(c) - u32::from(zero)).ok().filter(|value| *value <= 9)
}

/// The zero of each set of decimal digits but ASCII's (Unicode 14, category Nd; not the mathematical ones).
#[rustfmt::skip]
const ZEROS: [char; 60] = [
    '\u{0660}', '\u{06F0}', '\u{07C0}', '\u{0966}', '\u{09E6}', '\u{0A66}', '\u{0AE6}', '\u{0B66}', '\u{0BE6}',
    '\u{0C66}', '\u{0CE6}', '\u{0D66}', '\u{0DE6}', '\u{0E50}', '\u{0ED0}', '\u{0F20}', '\u{1040}', '\u{1090}',
    '\u{17E0}', '\u{1810}', '\u{1946}', '\u{19D0}', '\u{1A80}', '\u{1A90}', '\u{1B50}', '\u{1BB0}', '\u{1C40}',
    '\u{1C50}', '\u{A620}', '\u{A8D0}', '\u{A900}', '\u{A9D0}', '\u{A9F0}', '\u{AA50}', '\u{ABF0}', '\u{FF10}',
    '\u{104A0}', '\u{10D30}', '\u{11066}', '\u{110F0}', '\u{11136}', '\u{111D0}', '\u{112F0}', '\u{11450}',
    '\u{114D0}', '\u{11650}', '\u{116C0}', '\u{11730}', '\u{118E0}', '\u{11950}', '\u{11C50}', '\u{11D50}',
    '\u{11DA0}', '\u{16A60}', '\u{16AC0}', '\u{16B50}', '\u{1E140}', '\u{1E2F0}', '\u{1E950}', '\u{1FBF0}',
];

/// Whether two writings reach the same phone: digits are compared; of two long numbers the country code and the
/// trunk `0` are set aside, so `0311-7786264` is `+92 311 7786264`.
pub fn same_number(a: &str, b: &str) -> bool {
    let (a, b) = (ascii_digits(a), ascii_digits(b));
    let (a, b) = (a.trim_start_matches('+'), b.trim_start_matches('+'));
    if a == b {
        return !a.is_empty();
    }
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= 7 && long.len() - short.len() <= 3 && long.ends_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_phone_in_many_writings() {
        assert!(same_number("0311-7786264", "+92 311 7786264"));
        assert!(same_number("۱۷۹۹", "1799"));
        assert!(same_number("051-9106691", "0519106691"));
        assert!(!same_number("1799", "01799"));
        assert!(!same_number("1121", "11211"));
        assert!(!same_number("", ""));
    }

    #[test]
    fn forms_of_phone_numbers() {
        let phone = |text| looks_like_phone(&ascii_digits(text));
        assert!(phone("0311-7786264") && phone("+923001234567") && phone("۰۸۰۰۳۹۳۹۳"));
        assert!(!phone("1991") && !phone("2026-11-22") && !phone("40"));
    }
}
