//! Characters that would act on a terminal or a reader's eye, and what is shown in their place.

use std::borrow::Cow;

/// Longer texts are cut: a message may quote what a stranger wrote.
const LONGEST: usize = 2_000;

/// `text` on one line, harmless to print.
pub fn text(text: &str) -> Cow<'_, str> {
    let cut = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    let shown = &text[..cut.unwrap_or(text.len())];
    if cut.is_none() && shown.chars().all(|c| character(c) == c) {
        return Cow::Borrowed(shown);
    }
    shown.chars().map(character).chain(cut.map(|_| '…')).collect()
}

/// `c` itself, or what stands for it: a control picture, or `\u{FFFD}`. Each takes one column.
///
/// The joiners, the marks of direction (U+200C to U+200F, U+061C) and the variation selectors stay: Urdu, Pashto and
/// Sindhi are written with them, and they cannot carry text out of its place as overrides and isolates can.
pub fn character(c: char) -> char {
    let picture = |code: u32| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    match c {
        '\0'..='\x1F' => picture(0x2400 + u32::from(c)),
        '\x7F' => '␡',
        // C1 controls; some terminals take U+009B for the start of an escape sequence.
        '\u{80}'..='\u{9F}'
        // Line and paragraph separators; spaces of no width.
        | '\u{2028}' | '\u{2029}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}'
        // Embeddings, overrides, isolates, and their deprecated relatives.
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
        // Annotation marks, tags, noncharacters.
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E00FF}' | '\u{FDD0}'..='\u{FDEF}' => char::REPLACEMENT_CHARACTER,
        c if u32::from(c) & 0xFFFE == 0xFFFE => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

/// What a build log of GitHub takes for a command, wherever it stands in a line.
pub const LOG_COMMAND: &str = "##[";

/// `text` without commands to a build log.
pub fn without_log_commands(text: String) -> String {
    if text.contains(LOG_COMMAND) { text.replace(LOG_COMMAND, "##⁅") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acting_characters_get_stand_ins_and_letters_stay() {
        assert_eq!(text("a\x1B[2J\r\n\t\u{9B}31m\u{202E}x\u{2066}"), "a␛[2J␍␊␉\u{FFFD}31m\u{FFFD}x\u{FFFD}");
        assert_eq!(text("آن لائن می\u{200C}روم \u{200F}"), "آن لائن می\u{200C}روم \u{200F}");
        assert_eq!(text("\u{FFFE}\u{1FFFF}\u{E0041}"), "\u{FFFD}\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn long_texts_are_cut() {
        let shown = text(&"م".repeat(9_000)).into_owned();
        assert_eq!(shown.chars().count(), LONGEST + 1);
        assert!(shown.ends_with("م…"));
    }
}
