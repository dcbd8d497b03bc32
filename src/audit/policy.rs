//! The content security policy of a page.

/// What each directive may allow besides `'none'`. A directive that is not here may say nothing but `'none'`, if it is
/// one of [`CLOSED`].
const OPEN: &[(&str, &[&str])] = &[
    ("font-src", &["'self'", "data:"]),
    ("img-src", &["'self'", "data:"]),
    ("media-src", &["'self'"]),
    ("script-src", &["'self'"]),
    ("style-src", &["'self'"]),
];

const CLOSED: &[&str] = &[
    "base-uri",
    "child-src",
    "connect-src",
    "default-src",
    "form-action",
    "frame-src",
    "manifest-src",
    "object-src",
    "worker-src",
];

/// Directives that `default-src` does not stand in for.
const REQUIRED: &[&str] = &["base-uri", "form-action"];

/// What is wrong with `policy`, the decoded text of the meta element.
pub(super) fn faults(policy: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen: Vec<&str> = Vec::with_capacity(16);
    for directive in policy.split(';').map(str::trim_ascii).filter(|directive| !directive.is_empty()) {
        let (name, sources) = directive.split_once(' ').unwrap_or((directive, ""));
        if seen.is_empty() && (name, sources) != ("default-src", "'none'") {
            faults.push("the policy does not begin with `default-src 'none'`".to_owned());
        }
        if seen.contains(&name) {
            faults.push(format!("the policy says `{name}` twice"));
        }
        faults.extend(directive_fault(name, sources));
        seen.push(name);
    }
    let missing = |required: &&&str| !seen.contains(*required);
    faults.extend(REQUIRED.iter().filter(missing).map(|name| format!("the policy does not say `{name} 'none'`")));
    faults
}

fn directive_fault(name: &str, sources: &str) -> Option<String> {
    let allowed = OPEN.iter().find(|(open, _)| *open == name).map(|(_, allowed)| *allowed);
    if allowed.is_none() && !CLOSED.contains(&name) {
        return Some(format!("the policy's directive `{name}` is not allowed"));
    }
    match sources.trim_ascii() {
        "'none'" => None,
        "" => Some(format!("the policy's directive `{name}` names no source")),
        sources => {
            let refused = |source: &&str| !allowed.unwrap_or_default().contains(source);
            let refused = sources.split_ascii_whitespace().find(refused)?;
            Some(format!("the policy's directive `{name}` allows `{refused}`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::faults;

    #[test]
    fn plain_policies_pass() {
        for policy in [
            "default-src 'none'; base-uri 'none'; form-action 'none'",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
             base-uri 'none'; form-action 'none';",
        ] {
            assert_eq!(faults(policy), Vec::<String>::new());
        }
    }

    #[test]
    fn holes_are_named() {
        let cases = [
            ("", "does not say `base-uri 'none'`"),
            ("style-src 'self'; default-src 'none'", "does not begin with"),
            ("default-src 'self'", "does not begin with"),
            ("default-src 'none' https:", "does not begin with"),
            ("default-src 'none'; script-src 'self' 'unsafe-inline'", "allows `'unsafe-inline'`"),
            ("default-src 'none'; script-src 'unsafe-eval'", "allows `'unsafe-eval'`"),
            ("default-src 'none'; style-src https://a.b", "allows `https://a.b`"),
            ("default-src 'none'; img-src *", "allows `*`"),
            ("default-src 'none'; script-src data:", "allows `data:`"),
            ("default-src 'none'; connect-src 'self'", "allows `'self'`"),
            ("default-src 'none'; frame-src 'self'", "allows `'self'`"),
            ("default-src 'none'; report-uri /log", "`report-uri` is not allowed"),
            ("default-src 'none'; script-src-elem 'self'", "`script-src-elem` is not allowed"),
            ("default-src 'none'; img-src 'none' data:", "allows `'none'`"),
            ("default-src 'none'; img-src 'self'; img-src data:", "says `img-src` twice"),
            ("default-src 'none'; img-src", "names no source"),
        ];
        for (policy, words) in cases {
            let found = faults(policy);
            assert!(found.iter().any(|fault| fault.contains(words)), "{policy}: {found:?}");
        }
    }
}
