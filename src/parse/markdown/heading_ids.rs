use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Gives the headings of one guide ids that are unique, readable and the same in every build.
#[derive(Debug, Default)]
pub(super) struct HeadingIds {
    used: HashSet<Box<str>>,
    /// The next number to try for a slug that is taken: ten thousand equal headings stay linear.
    next: hashbrown::HashMap<Box<str>, u32>,
}

impl HeadingIds {
    /// Takes an id that the author wrote; `false` where it is taken.
    pub fn take(&mut self, id: &str) -> bool {
        self.used.insert(id.into())
    }

    /// Makes an id from a heading's words.
    pub fn make(&mut self, text: &str) -> Box<str> {
        let slug = slug(text);
        if self.used.insert(slug.clone().into()) {
            return slug.into();
        }
        let next = self.next.entry(slug.clone().into()).or_insert(2);
        loop {
            let id: Box<str> = format!("{slug}-{next}").into();
            *next += 1;
            if self.used.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The words of a heading in lower case, joined by hyphens; letters and digits of every script stay, marks and
/// invisible characters go. Never empty, never begins with `_`, which the themes' own ids do.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if is_joined(c) {
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".into() } else { slug.into() }
}

/// Characters that stand inside a word without parting it: apostrophes, vowel marks, joiners.
fn is_joined(c: char) -> bool {
    matches!(c, '\'' | '’' | '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}' | '\u{200C}'..='\u{200F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readable_in_every_script() {
        assert_eq!(slug("What a parent can see?"), "what-a-parent-can-see");
        assert_eq!(slug("It’s not your fault"), "its-not-your-fault");
        assert_eq!(slug("مدد کہاں ملے گی؟"), "مدد-کہاں-ملے-گی");
        assert_eq!(slug("???"), "section");
        assert_eq!(slug("_top"), "top");
    }

    #[test]
    fn unique_whatever_comes() {
        let mut ids = HeadingIds::default();
        assert!(ids.take("help-2"));
        let made: Vec<_> = (0..3).map(|_| ids.make("Help")).collect();
        assert_eq!(made.iter().map(|id| &**id).collect::<Vec<_>>(), ["help", "help-3", "help-4"]);
        assert!(!ids.take("help"));
    }
}
