use super::facts::{Facts, excerpt};
use super::pairs::{Contact, Pair, Side, What, pair};
use crate::diagnostic::{Code, Diagnostic};
use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};
use std::mem::{Discriminant, discriminant};

/// Phone numbers and addresses that only one of a translation and its source has: whoever reads the other reaches
/// somebody else, or nobody.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let Some(pair) = pair(facts, guide) else { return };
        let Pair { translation, source } = &pair;
        let known = LazyCell::new(|| Known::new(source.side));
        for contact in once(translation.side).filter(|contact| !source.side.has(&contact.what)) {
            let message = format!("`{}` is not in the source", excerpt(&contact.shown));
            let place = translation.span(&contact.place);
            said.push(Diagnostic::new(Code::NumberDiffers, place, message).help(known.help(&contact.what)));
        }
        for contact in once(source.side).filter(|contact| !translation.side.has(&contact.what)) {
            let message = format!("the translation lacks `{}`, which the source has", excerpt(&contact.shown));
            let diagnostic = Diagnostic::new(Code::NumberDiffers, pair.counterpart(&contact.place), message)
                .other(source.span(&contact.place), "the source")
                .help("write it as the source does; digits of the language itself will do");
            said.push(diagnostic);
        }
    }));
}

/// Each contact once: a link and its own text name the same.
fn once<'s>(side: &'s Side<'_>) -> impl Iterator<Item = &'s Contact> {
    let mut seen = HashSet::new();
    side.contacts.iter().filter(move |contact| seen.insert(&contact.what))
}

/// How many contacts of the source a help names.
const MOST: usize = 10;

/// What the source has, by kind.
struct Known(HashMap<Discriminant<What>, Vec<String>>);

impl Known {
    fn new(source: &Side<'_>) -> Self {
        let mut known: HashMap<_, Vec<String>> = HashMap::new();
        for contact in once(source) {
            let names = known.entry(discriminant(&contact.what)).or_default();
            match names.len() {
                0..MOST => names.push(format!("`{}`", excerpt(&contact.shown))),
                MOST => names.push("…".to_owned()),
                _ => {}
            }
        }
        Self(known)
    }

    fn help(&self, what: &What) -> String {
        match self.0.get(&discriminant(what)) {
            None => "remove it, or add it to the source first: a number is checked there, for all languages".to_owned(),
            Some(names) => format!("the source has {}", names.join(", ")),
        }
    }
}
