/// Whether any byte of a text is what is asked for, given the byte and the next one (0 after the last).
///
/// `is` should take no branch (`&`, `|` instead of `&&`, `||`): then many bytes are looked at at once, some ten times as many
/// in a second as one by one.
pub fn any_byte(text: &[u8], is: impl Fn(u8, u8) -> bool) -> bool {
    let Some((last, before)) = text.split_last() else { return false };
    before.iter().zip(&text[1..]).fold(is(*last, 0), |any, (byte, next)| any | is(*byte, *next))
}

/// Takes the first bytes off `rest`; `None` where it has fewer.
pub fn array<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    rest.split_off(..N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_come_off_until_the_bytes_end() {
        let rest = &mut &b"abcde"[..];
        assert_eq!((array(rest), array(rest)), (Some(*b"abc"), None::<[u8; 3]>));
        assert_eq!((array(rest), array(rest)), (Some(*b"de"), Some([])));
    }

    #[test]
    fn every_byte_is_asked_with_the_next() {
        for (text, found) in [("", false), ("b", false), ("a", true), ("bba", true), ("ac", false), ("bacab", true)] {
            assert_eq!(any_byte(text.as_bytes(), |byte, next| (byte == b'a') & (next != b'c')), found, "{text}");
        }
    }
}
