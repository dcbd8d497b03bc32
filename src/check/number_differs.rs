use super::facts::{Facts, excerpt};
use super::pairs::{Contact, Pair, What, pair};
use crate::diagnostic::{Code, Diagnostic};

/// Phone numbers and addresses that only one of a translation and its source has: whoever reads the other reaches
/// somebody else, or nobody.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let Some(pair) = pair(facts, guide) else { return };
        let Pair { translation, source } = pair;
        for contact in once(&translation.contacts).filter(|contact| !source.has(&contact.what)) {
            let message = format!("`{}` is not in the source", excerpt(&contact.shown));
            let place = translation.span(facts, &contact.place);
            said.push(Diagnostic::new(Code::NumberDiffers, place, message).help(help(&source.contacts, &contact.what)));
        }
        for contact in once(&source.contacts).filter(|contact| !translation.has(&contact.what)) {
            let message = format!("the translation lacks `{}`, which the source has", excerpt(&contact.shown));
            let place = pair.counterpart(facts, &contact.place);
            let diagnostic = Diagnostic::new(Code::NumberDiffers, place, message)
                .other(source.span(facts, &contact.place), "the source")
                .help("write it as the source does; digits of the language itself will do");
            said.push(diagnostic);
        }
    }));
}

/// Each contact once: a link and its own text name the same.
fn once(contacts: &[Contact]) -> impl Iterator<Item = &Contact> {
    let first = move |at: usize| !contacts[..at].iter().any(|before| before.what == contacts[at].what);
    contacts.iter().enumerate().filter(move |(at, _)| first(*at)).map(|(_, contact)| contact)
}

fn help(source: &[Contact], what: &What) -> String {
    let alike = |contact: &&Contact| std::mem::discriminant(&contact.what) == std::mem::discriminant(what);
    let names: Vec<String> =
        once(source).filter(alike).map(|contact| format!("`{}`", excerpt(&contact.shown))).collect();
    match names.as_slice() {
        [] => "remove it, or add it to the source first: a number is checked there, for all languages".to_owned(),
        _ => format!("the source has {}", names.join(", ")),
    }
}
