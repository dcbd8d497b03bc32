use crate::model::{ascii_digits, digit_value};
use crate::source::any_byte;
use std::ops::Range;

/// A number in a text: a run of digits, with single spaces, hyphens, dots or brackets between its groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Digits in ASCII, with a leading `+` where one was written.
    pub digits: String,
}

/// The numbers of two digits or more in a text, whatever the script of their digits. What is grown together with a word
/// is none: `h264`, `3d`.
pub fn numbers(text: &str) -> Vec<Number> {
    scan(text, false)
}

/// As [`numbers`], with those that a word follows without a space, as Urdu writes the year `۲۰۲۶ء`.
pub fn numbers_beside_words(text: &str) -> Vec<Number> {
    scan(text, true)
}

fn scan(text: &str, beside_words: bool) -> Vec<Number> {
    let mut found = Vec::new();
    // Most texts hold none, and each is asked several times.
    if !may_hold_digits(text.as_bytes()) {
        return found;
    }
    let mut from = 0;
    while let Some(digit) = next_digit(text, from) {
        let start = if text[from..digit].ends_with('+') { digit - 1 } else { digit };
        if text[..start].ends_with(char::is_alphanumeric) {
            from = start + text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let end = number_end(text, start);
        let digits = ascii_digits(&text[start..end]);
        let joined = !beside_words && text[end..].starts_with(char::is_alphabetic);
        if digits.trim_start_matches('+').len() >= 2 && !joined {
            found.push(Number { range: with_brackets(text, start..end), digits });
        }
        from = end;
    }
    found
}

/// Whether a digit of any script may stand in a text.
fn may_hold_digits(text: &[u8]) -> bool {
    // In UTF-8 those of Arabic script are D9 A0 to D9 A9 and DB B0 to DB B9; among letters that begin with E2 are none.
    let arabic = |byte, next: u8| (byte == 0xD9) & (next & 0xF0 == 0xA0) | (byte == 0xDB) & (next & 0xF0 == 0xB0);
    any_byte(text, |byte, next| byte.is_ascii_digit() | arabic(byte, next) | (byte >= 0xDC) & (byte != 0xE2))
}

/// Where the next digit of any script stands.
fn next_digit(text: &str, from: usize) -> Option<usize> {
    let is_digit = |(at, byte): (usize, &u8)| match byte {
        b'0'..=b'9' => true,
        // Digits of other scripts begin at U+0660.
        0..0xD9 => false,
        _ => text[from + at..].starts_with(|c| digit_value(c).is_some()),
    };
    text.as_bytes()[from..].iter().enumerate().position(is_digit).map(|at| from + at)
}

/// Where the number that begins at `start` ends: after its last digit. One separator may stand between two digits.
fn number_end(text: &str, start: usize) -> usize {
    let (mut end, mut gap) = (start, 0);
    for (at, c) in text[start..].char_indices() {
        if digit_value(c).is_some() || (at == 0 && c == '+') {
            (end, gap) = (start + at + c.len_utf8(), 0);
        } else if matches!(c, '-' | ' ' | '\u{a0}' | '.' | '(' | ')' | '‐' | '‑' | '–') && gap < 2 {
            gap += 1;
        } else {
            break;
        }
    }
    end
}

/// A bracket of which only the other half stands within a number belongs to it: `(051) 9106691`, `051 (9106691)`.
fn with_brackets(text: &str, range: Range<usize>) -> Range<usize> {
    let count = |bracket| text[range.clone()].matches(bracket).count();
    let (opened, closed) = (count('('), count(')'));
    if closed > opened && text[..range.start].ends_with('(') {
        range.start - 1..range.end
    } else if opened > closed && text[range.end..].starts_with(')') {
        range.start..range.end + 1
    } else {
        range
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        numbers(text).into_iter().map(|n| (&text[n.range], n.digits)).collect()
    }

    #[test]
    fn a_quick_look_overlooks_no_digit() {
        for c in ('\0'..=char::MAX).filter(|c| digit_value(*c).is_some()) {
            assert!(may_hold_digits(c.to_string().as_bytes()), "{c:?}");
        }
        assert!(!may_hold_digits("کوئی نہیں — “none”".as_bytes()));
    }

    #[test]
    fn groups_belong_together_and_words_do_not() {
        assert_eq!(found("Call +92 300 1234567 now"), [("+92 300 1234567", "+923001234567".into())]);
        assert_eq!(found("فون 0800-39393 پر"), [("0800-39393", "080039393".into())]);
        assert_eq!(found("نمبر ۱۷۹۹۔"), [("۱۷۹۹", "1799".into())]);
        assert_eq!(found("(051) 9106691."), [("(051) 9106691", "0519106691".into())]);
        assert_eq!(found("(see 051 (9106691))"), [("051 (9106691)", "0519106691".into())]);
        assert_eq!(found("(1799)"), [("1799", "1799".into())]);
        assert_eq!(found("h264 and 3d, room 7"), []);
        assert_eq!(numbers_beside_words("۲۰۲۶ء, h264").len(), 1);
        assert_eq!(found("1799, 15"), [("1799", "1799".into()), ("15", "15".into())]);
        assert_eq!(
            found("h2-64, ۱۲+۳۴, a+15"),
            [("64", "64".into()), ("۱۲", "12".into()), ("۳۴", "34".into()), ("15", "15".into())]
        );
    }
}
