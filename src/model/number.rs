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

/// The value of a decimal digit of the scripts that guides are written in: ASCII, Arabic-Indic, extended
/// Arabic-Indic (Urdu, Pashto, Sindhi, Persian), Devanagari, Bengali, Gurmukhi and full-width.
pub fn digit_value(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        '\u{06F0}'..='\u{06F9}' => '\u{06F0}',
        '\u{0966}'..='\u{096F}' => '\u{0966}',
        '\u{09E6}'..='\u{09EF}' => '\u{09E6}',
        '\u{0A66}'..='\u{0A6F}' => '\u{0A66}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(zero)).ok()
}

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
