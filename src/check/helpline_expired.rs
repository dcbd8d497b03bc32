use super::facts::Facts;
use crate::diagnostic::{Code, Diagnostic};

/// Helplines whose details have not been verified for longer than the site allows. On the day itself they still hold.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (id, helpline) in facts.library.helplines().filter(|(id, _)| !facts.library.is_superseded(*id)) {
        let Some(verified) = helpline.verified else { continue };
        let due = facts.library.config.review.helplines.after(verified);
        let guide = facts.library.source(id);
        let place = || facts.places(guide.file).value(&["verified".into()]);
        if verified.first_day() > facts.tomorrow() {
            let message =
                format!("`{}` is said to be verified on {verified}, which is still to come", guide.front.title);
            let help = "write the day on which it was verified: one that is still to come would never grow old";
            said.push(Diagnostic::new(Code::HelplineExpired, place(), message).help(help));
        }
        if due < facts.today {
            let message = format!("`{}` was verified on {verified}, which held until {due}", guide.front.title);
            let help = "verify how it is reached, then write the day in `verified` and the way in `verified_how`; until \
                        then readers see it as unconfirmed";
            said.push(Diagnostic::new(Code::HelplineExpired, place(), message).help(help));
        }
    }
}
