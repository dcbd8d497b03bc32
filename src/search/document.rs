/// A guide as it is searched for: its words in the order in which readers meet them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Where the page is, from the page with the search box.
    pub url: String,
    /// The word of its kind: `sign`.
    pub kind: &'static str,
    pub title: String,
    pub summary: String,
    pub tags: Vec<String>,
    /// What stands before the first heading, then each heading with what follows it.
    pub sections: Vec<Section>,
}

/// A heading and the text below it, up to the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Section {
    /// The heading's id; empty before the first heading.
    pub anchor: String,
    pub heading: String,
    /// Paragraphs, list items and cells, without markup.
    pub blocks: Vec<String>,
}

/// How much of a guide's text is kept to be shown with results, in hundredths of its bytes. All of it would weigh as
/// much as the guides themselves; so sentences are kept that hold words which no other kept one has.
const KEPT: usize = 55;

impl Document {
    /// The document as the page's script reads it: `[url, kind, title, summary, [[anchor, heading, [sentence …]] …]]`.
    pub(super) fn json(&self) -> String {
        let sections: Vec<(&str, &str, Vec<&str>)> = self
            .sections
            .iter()
            .zip(self.passages())
            .map(|(section, kept)| (&*section.anchor, &*section.heading, kept))
            .collect();
        script_json(&(&self.url, self.kind, &self.title, &self.summary, sections))
    }

    /// The sentences to be kept, by section.
    fn passages(&self) -> Vec<Vec<&str>> {
        let sentences: Vec<(usize, &str)> = self
            .sections
            .iter()
            .enumerate()
            .flat_map(|(at, section)| section.blocks.iter().flat_map(|block| sentences(block)).map(move |s| (at, s)))
            .collect();
        let fixed = self.title.len() + self.summary.len();
        let headings: usize = self.sections.iter().map(|section| section.heading.len()).sum();
        let body: usize = sentences.iter().map(|(_, sentence)| sentence.len()).sum();
        let budget = ((fixed + headings + body) * KEPT / 100).saturating_sub(fixed + headings);
        let kept = choose(&sentences, budget);
        let mut passages = vec![Vec::new(); self.sections.len()];
        for ((section, sentence), _) in sentences.iter().zip(kept).filter(|(_, kept)| *kept) {
            passages[*section].push(*sentence);
        }
        passages
    }
}

/// Marks sentences to keep within `budget` bytes: those first that hold most long words for their length, and none
/// whose long words have all been kept already.
fn choose(sentences: &[(usize, &str)], budget: usize) -> Vec<bool> {
    let words: Vec<Vec<&str>> = sentences
        .iter()
        .map(|(_, text)| text.split(|c: char| !c.is_alphanumeric()).filter(|word| tells(word)).collect())
        .collect();
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    // Words for a thousand bytes; the order of reading where two are alike.
    let density = |at: &usize| words[*at].len() * 1000 / (sentences[*at].1.len() + 8);
    order.sort_by_key(|at| std::cmp::Reverse(density(at)));
    let (mut kept, mut left) = (vec![false; sentences.len()], budget);
    let mut seen = std::collections::HashSet::new();
    for at in order {
        let length = sentences[at].1.len();
        // Every word is noted: `any` would stop at the first new one.
        if length <= left && words[at].iter().filter(|word| seen.insert(**word)).count() > 0 {
            kept[at] = true;
            left -= length;
        }
    }
    kept
}

/// Whether a word says what a sentence is about: long ones do, and numbers.
fn tells(word: &str) -> bool {
    word.len() > 4 || (word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The sentences of a block, each with its closing mark.
fn sentences(block: &str) -> impl Iterator<Item = &str> {
    let mut rest = block.trim();
    std::iter::from_fn(move || {
        let ends = rest.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | '۔' | '؟' | '।' | '。'));
        let mut ends = ends.map(|(at, c)| at + c.len_utf8());
        let end = ends.find(|end| rest[*end..].starts_with(char::is_whitespace)).unwrap_or(rest.len());
        let (sentence, tail) = rest.split_at(end);
        rest = tail.trim_start();
        Some(sentence).filter(|sentence| !sentence.is_empty())
    })
}

/// JSON that is safe in a script of any encoding-aware reader: no `<`, and none of the two invisible line ends.
pub(super) fn script_json(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_else(|error| unreachable!("strings and lists are JSON: {error}"));
    if json.contains(['<', '\u{2028}', '\u{2029}']) {
        json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
    } else {
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_marks_of_any_script() {
        let split = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(split("Call 1799. It is free! At nine.thirty"), ["Call 1799.", "It is free!", "At nine.thirty"]);
        assert_eq!(split("یہ راز نہ رکھیں۔ کسی بڑے کو بتائیں؟"), ["یہ راز نہ رکھیں۔", "کسی بڑے کو بتائیں؟"]);
        assert_eq!(split("  "), [""; 0]);
    }

    #[test]
    fn what_is_kept_stays_within_its_share_and_in_order() {
        let blocks =
            (0..20).map(|n| format!("Sentence number {n} speaks of matter{n} and thing{n}. And so on.")).collect();
        let section = Section { blocks, ..Section::default() };
        let document = Document { title: "Title".into(), sections: vec![section], ..Document::default() };
        let kept: Vec<&str> = document.passages().remove(0);
        let whole: usize = document.sections[0].blocks.iter().map(String::len).sum();
        let bytes: usize = kept.iter().map(|sentence| sentence.len()).sum();
        assert!(bytes * 100 <= whole * KEPT && bytes * 100 > whole * (KEPT - 10), "{bytes} of {whole}");
        assert!(kept.windows(2).all(|pair| pair[0] != pair[1]) && kept[0].contains(" 0 "), "{kept:?}");
    }

    #[test]
    fn a_document_cannot_leave_its_script() {
        let document = Document { title: "</script>\u{2028}".into(), ..Document::default() };
        assert_eq!(document.json(), r#"["","","\u003c/script>\u2028","",[]]"#);
    }
}
