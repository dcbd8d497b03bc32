use super::facts::Facts;
use super::pairs::{Number, Pair, Side, pair};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::BlockPlace;
use std::collections::HashSet;

/// Numbers of two digits or more, dates among them, that only one of a translation and its source has. It may have
/// good reasons (a number in words), so this is a warning; phone numbers are `number-differs`.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let Some(pair) = pair(facts, guide) else { return };
        let Pair { translation, source } = &pair;
        for (figure, place) in only_in(translation.side, source.side) {
            let message = format!("the number `{figure}` is not in the source");
            let place = translation.span(place);
            said.push(Diagnostic::new(Code::FigureDiffers, place, message).help("compare the two: one may be a slip"));
        }
        for (figure, place) in only_in(source.side, translation.side) {
            let message = format!("the translation lacks the number `{figure}`, which the source has");
            let diagnostic = Diagnostic::new(Code::FigureDiffers, pair.counterpart(place), message)
                .other(source.span(place), "the source")
                .help("write it in digits, in those of the language if you like");
            said.push(diagnostic);
        }
    }));
}

/// Each figure that is no phone number and that the other side lacks, once.
fn only_in<'s>(side: &'s Side<'_>, other: &Side<'_>) -> Vec<(&'s str, &'s BlockPlace)> {
    let mut seen = HashSet::new();
    let figures = |number: &'s Number| number.groups.iter().map(|group| (group.as_str(), &number.place));
    let figures = side.numbers.iter().filter(|number| !number.is_contact).flat_map(figures);
    figures.filter(|(figure, _)| !other.has_group(figure) && seen.insert(*figure)).collect()
}
