use super::facts::Facts;
use super::phones::Phone;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::TopicId;
use crate::model::{Guide, NumberUse, looks_like_phone};

/// Phone numbers in running text that lead to nothing: no link, and no helpline that the guide names and that carries
/// the date on which somebody verified the number.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    said.extend(facts.gather(|guide, said| {
        for number in guide.outline.numbers.iter().filter(|number| !number.linked && !number.year) {
            let phones: Vec<Phone<'_>> = phones(facts, number);
            if phones.is_empty() && !looks_like_phone(&number.digits) {
                continue;
            }
            // `superseded-number`, except on the old helpline's own page.
            if phones.iter().all(|phone| phone.old) && !phones.is_empty() {
                continue;
            }
            if facts
                .library
                .topic_of(guide)
                .is_some_and(|topic| phones.iter().any(|phone| names(facts, topic, phone.helpline)))
            {
                continue;
            }
            let (message, help) = words(facts, guide, number, phones.iter().find(|phone| !phone.old));
            said.push(Diagnostic::new(Code::BarePhone, guide.span(&number.range), message).help(help));
        }
    }));
}

/// The helplines that a number reaches. Two digits are an ordinary number, even where some helpline has them.
fn phones<'a>(facts: &Facts<'a>, number: &NumberUse) -> Vec<Phone<'a>> {
    let digits = number.digits.trim_start_matches('+');
    if digits.len() < 3 { Vec::new() } else { facts.phones.of(&number.digits).collect() }
}

/// Whether a guide is a helpline's own or names it in `help`.
fn names(facts: &Facts<'_>, topic: TopicId, helpline: TopicId) -> bool {
    topic == helpline || facts.library.topic(topic).relations.help.contains(&helpline)
}

fn words(facts: &Facts<'_>, guide: &Guide, number: &NumberUse, phone: Option<&Phone<'_>>) -> (String, String) {
    let written = facts.text(guide, &number.range);
    let Some(phone) = phone else {
        let message = format!("`{written}` looks like a phone number that leads to nothing");
        let help = format!(
            "make a helpline of it and name that in `help`, or write a link: `[{written}](tel:{})`",
            number.digits
        );
        return (message, help);
    };
    let line = facts.library.text_for(phone.helpline, guide.lang);
    let link = facts.path(line).relative_from(facts.path(guide));
    let message = format!("`{written}` is the number of `{}`, which the guide does not name", line.front.title);
    (message, format!("add `{}` to its `help`, or write a link: `[{written}]({link})`", line.path))
}
