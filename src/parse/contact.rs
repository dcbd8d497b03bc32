use crate::model::{ChannelKind, Link, ascii_digits};

/// Whether a text is what is left where a site hides its contacts: `[email protected]`, `xxx-xxxx`, `[redacted]`, nothing.
pub fn is_redacted(text: &str) -> bool {
    let plain: String = text.to_lowercase().replace(['\u{a0}', '_', '-'], " ");
    let plain = plain.trim();
    plain.is_empty()
        || ["email protected", "[redacted]", "[removed]", "[hidden]", "***", "•••", "xxxx", "██"]
            .iter()
            .any(|mark| plain.contains(mark))
        || plain.chars().all(|c| matches!(c, 'x' | '*' | '.' | '…' | ' ' | '[' | ']' | '?'))
}

/// Why a channel's value, in which nothing hides, can't be reached, if it can't.
pub(super) fn channel_problem(kind: ChannelKind, value: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        ChannelKind::Phone | ChannelKind::Sms => phone_problem(value),
        ChannelKind::Email => match super::parse_link(&format!("mailto:{value}"), None) {
            Ok(Link::Mail(_)) => None,
            _ => Some(("this is no mail address", "write it as `name@example.org`")),
        },
        ChannelKind::Web | ChannelKind::Chat => match super::parse_link(value, None) {
            Ok(Link::Web(_)) => None,
            _ => Some(("this is no web address", "write it whole, from `https://`")),
        },
    }
}

fn phone_problem(value: &str) -> Option<(&'static str, &'static str)> {
    let digits = ascii_digits(value);
    let count = digits.trim_start_matches('+').len();
    let help = "write digits, with spaces or hyphens between groups: `0800-12345`, `+92 300 1234567`, `1799`";
    if value.chars().any(|c| !(c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')'))) {
        return Some(("a phone number is made of digits 0 to 9", help));
    }
    (!(2..=15).contains(&count)).then_some(("a phone number has 2 to 15 digits", help))
}

/// Characters that no reader sees: controls, text-direction marks, zero-width ones.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{061C}' | '\u{FEFF}' | '\u{00AD}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_hidden_contacts() {
        for hidden in
            ["[email protected]", "[email\u{a0}protected]", "", "xxx-xxxx", "[redacted]", "***@***.org", "..."]
        {
            assert!(is_redacted(hidden), "{hidden:?}");
        }
        for open in ["help@example.org", "1799", "https://example.org", "max@x.example"] {
            assert!(!is_redacted(open), "{open:?}");
        }
    }

    #[test]
    fn channels() {
        assert_eq!(channel_problem(ChannelKind::Phone, "+92 300 1234567"), None);
        assert_eq!(channel_problem(ChannelKind::Phone, "15"), None);
        for (kind, bad) in [
            (ChannelKind::Phone, "call us"),
            (ChannelKind::Phone, "۱۷۹۹"),
            (ChannelKind::Phone, "1\u{200F}799"),
            (ChannelKind::Web, "example.org"),
            (ChannelKind::Web, "javascript:alert(1)"),
            (ChannelKind::Email, "nobody"),
        ] {
            assert!(channel_problem(kind, bad).is_some(), "{bad:?}");
        }
    }
}
