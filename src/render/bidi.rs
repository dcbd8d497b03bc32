//! Stretches of a text that must keep their own direction: bare in Urdu text `0800-39393` shows as `39393-0800`, and the
//! full stop after `WhatsApp (beta)` lands in the middle of the line.

use crate::model::{Direction, digit_value};
use crate::parse::markdown::numbers;
use crate::source::any_byte;
use std::ops::Range;

/// A stretch of a text that is to be isolated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    /// Bytes of the text.
    pub range: Range<usize>,
    pub direction: Direction,
    /// Whether its first letter tells its direction, so that a browser finds it by itself.
    pub plain: bool,
}

/// Ends every run: a line break that is meant.
pub(super) const BREAK: char = '\u{2028}';

/// What of a text, whose own direction is `base`, is to be isolated, in order and without overlap: numbers with groups, and
/// words, addresses and whole phrases of the other direction. What its author isolated stays as it is.
pub(super) fn runs(text: &str, base: Direction) -> Vec<Run> {
    let has_foreign = match base {
        Direction::LeftToRight => may_run_from_right(text.as_bytes()),
        Direction::RightToLeft => may_run_from_left(text.as_bytes()),
    };
    let percentages: Vec<Range<usize>> = match base {
        Direction::LeftToRight => Vec::new(),
        Direction::RightToLeft => percentages(text).collect(),
    };
    let mut numbers: Vec<Range<usize>> = numbers(text).into_iter().map(|number| number.range).collect();
    numbers.retain(|range| !text[range.clone()].chars().all(char::is_numeric));
    if !has_foreign && percentages.is_empty() && numbers.is_empty() {
        return Vec::new();
    }
    let own = own_isolates(text);
    let mut runs = if has_foreign { foreign(text, base, &own) } else { Vec::new() };
    let phrases: Vec<Range<usize>> = runs.iter().map(|run| run.range.clone()).collect();
    let percentages = apart(percentages, &[&phrases, &own]);
    let numbers = apart(numbers, &[&phrases, &own, &percentages]);
    let run = |range| Run { range, direction: Direction::LeftToRight, plain: false };
    runs.extend(percentages.into_iter().chain(numbers).map(run));
    runs.sort_by_key(|run| run.range.start);
    runs
}

/// Those of `ranges` that meet nothing of `others`. Each list of these is in order and without overlap.
fn apart(mut ranges: Vec<Range<usize>>, others: &[&[Range<usize>]]) -> Vec<Range<usize>> {
    let meets = |range: &Range<usize>, other: &[Range<usize>]| {
        other.get(first_past(other, range.start)).is_some_and(|other| other.start < range.end)
    };
    ranges.retain(|range| !others.iter().any(|other| meets(range, other)));
    ranges
}

/// The place of the first of some ranges, in order and without overlap, that ends behind `at`.
fn first_past(ranges: &[Range<usize>], at: usize) -> usize {
    ranges.partition_point(|range| range.end <= at)
}

/// Whether a letter may stand in a text that runs from right to left: none is below U+0590, which begins with D6 in UTF-8,
/// nor among the punctuation and symbols from U+2000 on (E2).
fn may_run_from_right(text: &[u8]) -> bool {
    any_byte(text, |byte, _| (byte >= 0xD6) & (byte != 0xE2))
}

/// Whether a letter may stand in a text that runs from left to right: none is from U+0600 to U+06FF, which begin with D8 to
/// DB, nor among the punctuation from U+2000 to U+203F (E2 80).
fn may_run_from_left(text: &[u8]) -> bool {
    let arabic = |byte: u8| byte & 0xFC == 0xD8;
    any_byte(text, |byte, next| {
        byte.is_ascii_alphabetic() | (byte >= 0xC2) & !arabic(byte) & !((byte == 0xE2) & (next == 0x80))
    })
}

/// `50%`, whose sign would stand before it.
fn percentages(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('%').filter_map(|(at, sign)| {
        let before = text[..at].trim_end_matches(|c: char| digit_value(c).is_some() || c == '.').len();
        (before < at).then(|| before..at + sign.len())
    })
}

/// A text with its runs between the isolating characters of Unicode, for attributes, titles and wherever no element can
/// stand (UAX #9, 2.4).
pub(super) fn isolate(text: &str, base: Direction) -> String {
    let mut out = String::with_capacity(text.len() + 12);
    let mut written = 0;
    for run in runs(text, base) {
        out.push_str(&text[written..run.range.start]);
        out.push(match run.direction {
            Direction::LeftToRight => '\u{2066}',
            Direction::RightToLeft => '\u{2067}',
        });
        out.push_str(&text[run.range.clone()]);
        out.push('\u{2069}');
        written = run.range.end;
    }
    out.push_str(&text[written..]);
    out
}

/// What a character does to the direction of the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Strong(Direction),
    Digit,
    /// Takes the direction of what stands around it.
    Neutral,
    /// Punctuation of right-to-left sentences: what follows is another item of their list.
    Divider,
    /// Ends a run.
    Barrier,
}

fn class(c: char) -> Class {
    match c {
        BREAK => Class::Barrier,
        '\u{60C}' | '\u{61B}' | '\u{61F}' | '\u{6D4}' => Class::Divider,
        _ if digit_value(c).is_some() => Class::Digit,
        _ if is_right_to_left(c) => Class::Strong(Direction::RightToLeft),
        _ if c.is_alphabetic() => Class::Strong(Direction::LeftToRight),
        _ => Class::Neutral,
    }
}

/// Letters of scripts that run from right to left (Unicode blocks, from Hebrew to Arabic Extended, and the later planes).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EEFF}')
}

/// Phrases in the other direction than `base`, outside of what the author isolated.
fn foreign(text: &str, base: Direction, own: &[Range<usize>]) -> Vec<Run> {
    let other = match base {
        Direction::LeftToRight => Direction::RightToLeft,
        Direction::RightToLeft => Direction::LeftToRight,
    };
    let mut runs = Vec::new();
    let mut phrase = Phrase::default();
    let mut from = 0;
    while let Some(strong) = next_strong(text, from, other) {
        let next = own.get(first_past(own, strong));
        if let Some(isolate) = next.filter(|isolate| isolate.start <= strong) {
            from = isolate.end;
            continue;
        }
        let start = with_prefix(text, strong, from);
        if strong >= phrase.end {
            phrase = Phrase::new(&text[..next.map_or(text.len(), |isolate| isolate.start)], start, other);
        }
        let range = start..phrase.balanced_end(text, start);
        from = range.end.max(start + 1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        runs.push(Run { range, direction: other, plain: true });
    }
    runs
}

fn next_strong(text: &str, from: usize, direction: Direction) -> Option<usize> {
    text[from..].char_indices().find(|(_, c)| class(*c) == Class::Strong(direction)).map(|(at, _)| from + at)
}

/// What stands directly before a word and belongs to it: `3D`, `@name`, `#tag`.
fn with_prefix(text: &str, start: usize, least: usize) -> usize {
    let belongs = |c: char| c.is_ascii_digit() || matches!(c, '@' | '#' | '_' | '$');
    let before = text[least..start].trim_end_matches(belongs);
    if before.ends_with(|c: char| c.is_alphanumeric()) { start } else { least + before.len() }
}

/// Where the phrase that begins at `start` ends: at its last letter, however many digits, blanks and marks stand within.
/// Digits at its end belong to it where no blank parts them: `COVID-19`, but not `WhatsApp 24`, whose 24 may be that of
/// the next word.
fn phrase_end(text: &str, start: usize, direction: Direction) -> usize {
    let (mut end, mut blank) = (start, false);
    let mut depth = 0_usize;
    for (at, c) in text[start..].char_indices() {
        let next = start + at + c.len_utf8();
        match class(c) {
            Class::Strong(own) if own == direction => (end, blank) = (next, false),
            Class::Digit if !blank => end = next,
            Class::Digit => {}
            Class::Divider if direction == Direction::RightToLeft => {}
            Class::Strong(_) | Class::Divider | Class::Barrier => break,
            Class::Neutral if c.is_whitespace() => blank = true,
            Class::Neutral if matches!(c, '(' | '[') => depth += 1,
            Class::Neutral if matches!(c, ')' | ']') => {
                // It closes what was opened before the phrase.
                let Some(less) = depth.checked_sub(1) else { break };
                depth = less;
            }
            // `C++`, `C#`, an address that ends in a slash.
            Class::Neutral if !blank && end == start + at && matches!(c, '+' | '#' | '/') => end = next,
            Class::Neutral => {}
        }
    }
    end
}

/// A phrase whose end is known. A bracket that opens in it and closes nowhere cuts it, and what follows that bracket ends
/// where the whole does: so the end of a text full of such brackets is looked for once.
#[derive(Debug, Default)]
struct Phrase {
    end: usize,
    /// Where brackets open that close nowhere in it, the last one first.
    open: Vec<usize>,
}

impl Phrase {
    /// The phrase that begins at `start`; what may belong to it ends with the text.
    fn new(text: &str, start: usize, direction: Direction) -> Self {
        let end = phrase_end(text, start, direction);
        let mut open = Vec::new();
        for (at, c) in text[start..end].char_indices() {
            match c {
                '(' | '[' => open.push(start + at),
                ')' | ']' => drop(open.pop()),
                _ => {}
            }
        }
        open.reverse();
        Self { end, open }
    }

    /// Where what begins at `start` of the phrase ends without a bracket that closes nowhere; with the last one where that
    /// closes right behind.
    fn balanced_end(&mut self, text: &str, start: usize) -> usize {
        while self.open.pop_if(|open| *open < start).is_some() {}
        match self.open.as_slice() {
            [] => self.end,
            [_] if text[self.end..].starts_with([')', ']']) => self.end + 1,
            [.., first] => start + text[start..*first].trim_end().len(),
        }
    }
}

/// Between what characters its author isolated something.
fn own_isolates(text: &str) -> Vec<Range<usize>> {
    if !text.contains('\u{2069}') {
        return Vec::new();
    }
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '\u{2066}'..='\u{2068}' => open.push(at),
            '\u{2069}' => {
                let start = open.pop();
                found.extend(start.filter(|_| open.is_empty()).map(|start| start..at + c.len_utf8()));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{LeftToRight, RightToLeft};

    fn found(text: &str, base: Direction) -> Vec<&str> {
        runs(text, base).into_iter().map(|run| &text[run.range]).collect()
    }

    #[test]
    fn phrases_in_right_to_left_text() {
        for (text, expected) in [
            ("صرف اردو، ۱۷۹۹ اور 1799۔", &[] as &[&str]),
            ("فون 0800-39393 پر", &["0800-39393"]),
            ("WhatsApp (beta) پر", &["WhatsApp (beta)"]),
            ("چراغ (Lamp) ہے", &["Lamp"]),
            ("(3.1 beta) Instagram میں", &["3.1", "beta", "Instagram"]),
            ("iPhone 15 Pro لیں", &["iPhone 15 Pro"]),
            ("WhatsApp 24 گھنٹے کھلا ہے", &["WhatsApp"]),
            ("COVID-19 کے بعد", &["COVID-19"]),
            ("C++ اور C# سیکھیں", &["C++", "C#"]),
            ("WhatsApp، Instagram اور TikTok۔", &["WhatsApp", "Instagram", "TikTok"]),
            ("اس نے کہا: “I am online, are you?”", &["I am online, are you"]),
            ("@ali_99 یا #safe لکھیں", &["@ali_99", "#safe"]),
            ("help@example.org پر لکھیں", &["help@example.org"]),
            ("https://example.org/a-b?c=1#d دیکھیں", &["https://example.org/a-b?c=1#d"]),
            ("https://example.org/ دیکھیں", &["https://example.org/"]),
            ("3D فلم", &["3D"]),
            ("50% اور ۲.۵% ہیں", &["50%", "۲.۵%"]),
            ("Settings > Privacy کھولیں", &["Settings > Privacy"]),
            ("پہلے \u{2066}Settings 2\u{2069} پھر Privacy", &["Privacy"]),
            ("پہلے \u{2066}051-123\u{2069} پھر 051-124", &["051-124"]),
            ("Take (It Down کھولیں", &["Take", "It Down"]),
        ] {
            assert_eq!(found(text, RightToLeft), expected, "{text}");
        }
    }

    #[test]
    fn phrases_in_left_to_right_text() {
        for (text, expected) in [
            ("Call 1799 or 0800-39393.", &["0800-39393"] as &[&str]),
            ("Say مدد چاہیے، ابھی to them", &["مدد چاہیے، ابھی"]),
            ("The word اردو 1799", &["اردو"]),
            ("می‌خواہم means", &["می‌خواہم"]),
            ("(چراغ) lamp", &["چراغ"]),
        ] {
            assert_eq!(found(text, LeftToRight), expected, "{text}");
        }
    }

    #[test]
    fn a_quick_look_overlooks_no_letter() {
        for c in '\0'..=char::MAX {
            let text = format!("1{c}");
            match class(c) {
                Class::Strong(RightToLeft) => assert!(may_run_from_right(text.as_bytes()), "{c:?}"),
                Class::Strong(LeftToRight) => assert!(may_run_from_left(text.as_bytes()), "{c:?}"),
                _ => {}
            }
        }
        assert!(!may_run_from_right("é — “1”".as_bytes()) && !may_run_from_left("صرف اردو، ۱۷۹۹ — 1799۔".as_bytes()));
    }

    /// No clock is asked: what is quadratic in one of these takes minutes.
    #[test]
    fn a_paragraph_of_a_mebibyte_is_read_once() {
        for (unit, base, each) in [
            ("Take (it ", RightToLeft, 1),
            ("لیں (یہ ", LeftToRight, 1),
            ("Take it) لیں (یہ ", LeftToRight, 2),
            ("لیں Take 051-1، ", RightToLeft, 2),
            ("\u{2066}051-1\u{2069} لیں 051-1، ", RightToLeft, 1),
            ("۲.۵%، 1-1، ", RightToLeft, 2),
        ] {
            let count = (1 << 20) / unit.len();
            let found = runs(&unit.repeat(count), base);
            // Where a unit goes over into the next, two runs may be one.
            assert!((count * each - 2..=count * each + 2).contains(&found.len()), "{unit}: {} of {count}", found.len());
            assert!(found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start), "{unit}");
        }
    }

    #[test]
    fn characters_isolate_where_no_element_can() {
        assert_eq!(isolate("چراغ (Lamp) 051-12", RightToLeft), "چراغ (\u{2066}Lamp\u{2069}) \u{2066}051-12\u{2069}");
        assert_eq!(isolate("Say مدد!", LeftToRight), "Say \u{2067}مدد\u{2069}!");
        assert_eq!(isolate("Nothing to do", LeftToRight), "Nothing to do");
    }
}
