use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};

/// Guides that nobody has reviewed for longer than the site allows. On the day itself a review still holds.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        let Some(reviewed) = guide.front.reviewed else { return };
        let due = facts.library.config.review.guides.after(reviewed);
        let place = || facts.places(guide.file).value(&["reviewed".into()]);
        if reviewed.first_day() > facts.tomorrow() {
            let message = format!("the guide is said to be reviewed on {reviewed}, which is still to come");
            let help = "write the day on which it was reviewed: one that is still to come would never grow old";
            said.push(Diagnostic::new(Code::ReviewOverdue, place(), message).help(help));
        }
        if due < facts.today {
            let message = format!("the guide was reviewed on {reviewed}, which held until {due}");
            let help = "read it again with someone who knows the subject, then write the day in `reviewed`";
            said.push(Diagnostic::new(Code::ReviewOverdue, place(), message).help(help));
        }
    }));
}
