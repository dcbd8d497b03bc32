//! How small numbers and sorted words are written in the index's scripts: in 64 plain characters that need no escape.

pub(super) const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A number below 64 as one character.
pub(super) fn digit(value: u32) -> char {
    char::from(DIGITS[value.min(63) as usize])
}

/// Appends a word of a sorted list: how many UTF-16 units it shares with the word before, its other letters, a space.
pub(super) fn word(out: &mut String, before: &str, word: &str) {
    let alike = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c);
    let (mut units, mut bytes) = (0, 0);
    for c in alike {
        if units + c.len_utf16() > 63 {
            break;
        }
        units += c.len_utf16();
        bytes += c.len_utf8();
    }
    out.push(digit(units as u32));
    out.push_str(&word[bytes..]);
    out.push(' ');
}

/// Sorts as the page's script compares: by UTF-16 units.
pub(super) fn by_units(a: &str, b: &str) -> std::cmp::Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_share_their_beginning() {
        let mut out = String::new();
        [("", "report"), ("report", "reporting"), ("reporting", "راز"), ("راز", "رازداری")]
            .into_iter()
            .for_each(|(before, after)| word(&mut out, before, after));
        assert_eq!(out, "Areport Ging Aراز Dداری ");
    }
}
