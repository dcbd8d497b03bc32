use crate::model::digit_value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Writes a word as it is searched for: what people type differently for one word becomes the same.
///
/// Unicode's compatibility forms (NFKD), small letters, ASCII digits; without Latin accents, vowel marks of the Arabic
/// script, the stretching mark, joiners and apostrophes; Arabic ي ى ك ه ة as Urdu's ی ی ک ہ ۃ. Madda and hamza stay, and
/// ے and ھ are letters of their own: they tell words apart. The page's script folds what is typed in the same way;
/// `tests/search/folding.json` holds both to it.
///
/// It is written to `room`, which is emptied, where it is not the word itself.
pub(super) fn fold<'a>(word: &'a str, room: &'a mut String) -> &'a str {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return word;
    }
    room.clear();
    if word.is_ascii() {
        room.extend(word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
    } else if word.chars().all(is_settled) {
        word.chars().for_each(|c| push(room, c));
    } else {
        word.nfkd().flat_map(char::to_lowercase).for_each(|c| push(room, c));
    }
    room
}

/// Characters that neither NFKD nor small letters change, nor the order of marks: most of what guides hold.
fn is_settled(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '\'' | '’' | '\u{0660}'..='\u{0669}' | '\u{066E}'..='\u{066F}'
        | '\u{0671}'..='\u{0674}' | '\u{0679}'..='\u{06BF}' | '\u{06C1}' | '\u{06C3}'..='\u{06D2}'
        | '\u{06D5}' | '\u{06EE}'..='\u{06FF}' | '\u{0627}'..='\u{064A}' | '\u{200C}' | '\u{200D}')
}

fn push(out: &mut String, c: char) {
    match c {
        'ي' | 'ى' => out.push('ی'),
        'ك' => out.push('ک'),
        'ه' | 'ە' => out.push('ہ'),
        'ة' => out.push('ۃ'),
        'ς' => out.push('σ'),
        // What a mark or a compatibility form leaves beside letters and digits, as the joiners of a word, is no part of it.
        _ if is_dropped(c) || !is_word_char(c) => {}
        _ => match digit_value(c) {
            Some(digit) => out.push(char::from(b'0' + digit)),
            None => out.push(c),
        },
    }
}

/// Marks that one person writes and the next leaves out.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{0652}'
        | '\u{0656}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E4}'
        | '\u{06E7}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}')
}

/// Letters, digits and the marks that belong to them.
pub(super) fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_settled_are_left_alone_by_nfkd() {
        for c in (0..=0xFFFF).filter_map(char::from_u32).filter(|c| is_settled(*c)) {
            assert!(c.nfkd().eq([c]) && c.to_lowercase().eq([c]), "{c:?} U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in (0..=0x2_FFFF).filter_map(char::from_u32) {
            let once = fold(c.encode_utf8(&mut [0; 4]), &mut String::new()).to_owned();
            assert_eq!(fold(&once, &mut String::new()), once, "{c:?}");
        }
    }
}
