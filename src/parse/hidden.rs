//! Characters that nobody sees and that make a text read as something it isn't. Those that Urdu, Pashto and Sindhi need are
//! none of them: the joiners U+200C and U+200D, the marks U+200E, U+200F and U+061C, and isolates that are closed.

use super::is_invisible;
use crate::model::digit_value;
use crate::source::any_byte;
use memchr::memchr_iter;
use std::fmt;
use std::ops::Range;

/// One such character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub character: char,
    pub why: Why,
}

/// What it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// An embedding or an override, U+202A to U+202E, or the end of one.
    TurnsAround,
    /// An isolate that the block doesn't close.
    Open,
    /// The end of an isolate that the block doesn't open.
    Unopened,
    InNumber,
    InAddress,
    InId,
}

impl Hidden {
    /// What is to be done about it.
    pub fn help(&self) -> &'static str {
        match self.why {
            Why::TurnsAround => "remove it: numbers and foreign words keep their direction by themselves here",
            Why::Open => "put U+2069 behind what it isolates, or remove it: the page isolates foreign words by itself",
            Why::Unopened => "remove it, or put U+2066, U+2067 or U+2068 before what it isolates",
            Why::InNumber | Why::InAddress | Why::InId => "type it again by hand instead of pasting it",
        }
    }
}

impl fmt::Display for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.why {
            Why::TurnsAround => "turns the text around",
            Why::Open => "isolates what follows and is not closed",
            Why::Unopened => "ends an isolate that nothing opens",
            Why::InNumber => "hides in a number",
            Why::InAddress => "hides in an address",
            Why::InId => "hides in an id",
        };
        write!(f, "the invisible character U+{:04X} {what}", u32::from(self.character))
    }
}

/// Whether a text holds a character of which [`in_text`] may say something. Most hold none, which is quickly seen.
pub fn may_be_in(text: &str) -> bool {
    !text.is_ascii()
        && (any_byte(text.as_bytes(), may_begin) || memchr_iter(0xE2, text.as_bytes()).any(|at| is_mark(&text[at..])))
        && text.chars().any(|c| is_invisible(c) && !matches!(c, '\n' | '\r' | '\t'))
}

/// Whether an invisible character may begin with two bytes: a control character, or one of U+0080 to U+00BF, U+061C,
/// U+FEC0 to U+FEFF, and those from U+C0000 on.
fn may_begin(byte: u8, next: u8) -> bool {
    let control = (byte < 0x20) & (byte != b'\n') & (byte != b'\r') & (byte != b'\t') | (byte == 0x7F);
    control | (byte == 0xC2) | (byte == 0xD8) & (next == 0x9C) | (byte == 0xEF) & (next == 0xBB) | (byte == 0xF3)
}

/// Whether a text, which begins with one of U+2000 to U+2FFF, begins with an invisible one. Dashes and quotation marks,
/// which are in most texts, are others.
fn is_mark(text: &str) -> bool {
    text.starts_with(is_invisible)
}

/// Those of a text that is whole: a title, a message, a block of a body.
pub fn in_text(text: &str) -> Vec<Hidden> {
    if !may_be_in(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open: Vec<Hidden> = Vec::new();
    for (at, character) in text.char_indices() {
        let hidden = |why| Hidden { range: at..at + character.len_utf8(), character, why };
        match character {
            '\u{202A}'..='\u{202E}' => found.push(hidden(Why::TurnsAround)),
            '\u{2066}'..='\u{2068}' => open.push(hidden(Why::Open)),
            '\u{2069}' if open.pop().is_none() => found.push(hidden(Why::Unopened)),
            _ => {}
        }
    }
    found.append(&mut open);
    found.extend(in_numbers(text));
    found.extend(in_addresses(text));
    found.sort_by_key(|hidden| hidden.range.start);
    // One that turns text around inside a number is one problem.
    found.dedup_by(|later, first| later.range == first.range);
    found
}

/// Those of a text in which none may be: an id, an address.
pub fn in_id(text: &str) -> Option<Hidden> {
    let (at, character) = text.char_indices().find(|(_, c)| is_invisible(*c))?;
    Some(Hidden { range: at..at + character.len_utf8(), character, why: Why::InId })
}

/// Between two digits, or a digit and what joins it to the next.
fn in_numbers(text: &str) -> Vec<Hidden> {
    let joins = |c: char| matches!(c, '-' | '.' | '(' | ')' | '\u{2010}'..='\u{2013}');
    let mut found = Vec::new();
    // What was met since the last digit; none where no number is open.
    let mut met: Option<Vec<Hidden>> = None;
    for (at, character) in text.char_indices() {
        if digit_value(character).is_some() {
            found.extend(met.replace(Vec::new()).unwrap_or_default());
        } else if let Some(hidden) = met.as_mut().filter(|_| hides(character)) {
            hidden.push(Hidden { range: at..at + character.len_utf8(), character, why: Why::InNumber });
        } else if !joins(character) {
            met = None;
        }
    }
    found
}

/// Inside what is written as a web or mail address.
fn in_addresses(text: &str) -> Vec<Hidden> {
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() && !hides(c)) {
        if !(word.contains("://") || word.contains('@') || word.contains("www.")) {
            continue;
        }
        let (Some(first), Some(last)) =
            (word.find(|c: char| c.is_ascii_alphanumeric()), word.rfind(|c: char| c.is_ascii_alphanumeric()))
        else {
            continue;
        };
        let base = word.as_ptr() as usize - text.as_ptr() as usize + first;
        for (at, character) in word[first..=last].char_indices().filter(|(_, c)| hides(*c)) {
            let range = base + at..base + at + character.len_utf8();
            found.push(Hidden { range, character, why: Why::InAddress });
        }
    }
    found
}

/// Whether nobody sees a character that is no white space. Isolates are told apart: they stand round numbers.
fn hides(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(usize, Why)> {
        in_text(text).into_iter().map(|hidden| (hidden.range.start, hidden.why)).collect()
    }

    #[test]
    fn what_turns_or_hides_is_found() {
        assert_eq!(of("a\u{202E}b\u{202C}"), [(1, Why::TurnsAround), (5, Why::TurnsAround)]);
        assert_eq!(of("a \u{2067}ب"), [(2, Why::Open)]);
        assert_eq!(of("ب\u{2069} \u{2066}a\u{2069}"), [(2, Why::Unopened)]);
        assert_eq!(of("0800\u{200E}-39393"), [(4, Why::InNumber)]);
        assert_eq!(of("۱۷\u{AD}۹۹"), [(4, Why::InNumber)]);
        assert_eq!(of("+92\u{202D}300"), [(3, Why::TurnsAround)]);
        assert_eq!(of("help@exam\u{200B}ple.org"), [(9, Why::InAddress)]);
        assert_eq!(of("see https://example.org/\u{E0061}a"), [(24, Why::InAddress)]);
        assert_eq!(in_id("flat\u{200B}tery").map(|hidden| hidden.range.start), Some(4));
    }

    #[test]
    fn a_quick_look_overlooks_none() {
        for c in ('\0'..=char::MAX).filter(|c| is_invisible(*c) && !matches!(c, '\n' | '\r' | '\t')) {
            assert!(may_be_in(&format!("é{c}")), "U+{:04X}", u32::from(c));
        }
        assert!(!may_be_in("\tکوئی نہیں — “none”\r\n"));
    }

    #[test]
    fn what_a_language_needs_passes() {
        for good in [
            "می‌خواہم",
            "کتاب\u{200F} (Book)\u{200E}.",
            "\u{2066}051-9106691\u{2069} یا \u{2066}1799\u{2069}",
            "1799\u{200F} 1121",
            "1799\u{200E}، 15",
            "یہ\u{061C} 1799",
            "help@example.org\u{200F}۔",
            "\u{200E}https://example.org/\u{200E}",
            "\u{2068}a \u{2067}ب\u{2069}\u{2069}",
            "co\u{AD}operation, zero\u{200B}width",
            "🏴\u{E0067}\u{E0062}\u{E007F}",
        ] {
            assert_eq!(of(good), [], "{good:?}");
        }
        assert_eq!(in_id("flattery"), None);
    }
}
