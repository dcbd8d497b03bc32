//! What a page has in the preview only: the script that reloads it, and what is wrong, laid over it.

use crate::theme::escape;

/// Where the preview's own files lie. A bundle has no such folder; if somebody's `root/` has, these come first.
pub(super) const EVENTS: &str = "/_lamplight/events";
pub(super) const SCRIPT: (&str, &str) = ("/_lamplight/preview.js", include_str!("preview.js"));
pub(super) const STYLE: (&str, &str) = ("/_lamplight/preview.css", include_str!("preview.css"));

/// A page of the bundle as the preview shows it. It was audited, so that its head and body end where they seem to.
pub(super) fn dress(html: &str, revision: &str, faults: &str) -> String {
    let html = with_policy(html);
    let (head, rest) = html.split_once("</head>").unwrap_or(("", &html));
    let (body, end) = rest.rsplit_once("</body>").unwrap_or((rest, ""));
    let overlay = overlay("This can't be built: the page is as it was", faults);
    format!("{head}{}</head>{body}{overlay}</body>{end}", additions(revision, faults))
}

/// A page that shows nothing but what is wrong.
pub(super) fn bare(revision: &str, faults: &str) -> String {
    let words = if faults.is_empty() { "<p>The bundle has no such page. <a href=\"/\">Home</a></p>\n" } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n<title>Lamplight</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n{}</head>\n<body>\n{words}{}</body>\n</html>\n",
        additions(revision, faults),
        overlay("This can't be built, and there is no earlier page to show", faults)
    )
}

fn additions(revision: &str, faults: &str) -> String {
    let script = format!("<script src=\"{}\" data-revision=\"{}\" defer></script>\n", SCRIPT.0, escape(revision));
    let style = format!("<link rel=\"stylesheet\" href=\"{}\">\n", STYLE.0);
    if faults.is_empty() { script } else { style + &script }
}

/// What is wrong, in the terminal's words. It can be folded away without a script, to read the page below.
fn overlay(summary: &str, faults: &str) -> String {
    if faults.is_empty() {
        return String::new();
    }
    format!(
        "<details id=\"_lamplight\" lang=\"en\" dir=\"ltr\" role=\"alert\" open>\n\
         <summary>{summary}</summary>\n<pre>{}</pre>\n</details>\n",
        escape(faults)
    )
}

/// The page with its policy opened for what the preview adds: a style sheet, a script and the events that it waits for.
/// Policies only ever narrow each other, so that a header could not.
fn with_policy(html: &str) -> String {
    let opened = || {
        let at = html.find("http-equiv=\"content-security-policy\"")?;
        let tag = html[..at].rfind('<')?;
        let start = tag + html[tag..].find(" content=\"")? + " content=\"".len();
        let end = start + html[start..].find('"')?;
        Some(format!("{}{}{}", &html[..start], open(&html[start..end]), &html[end..]))
    };
    opened().unwrap_or_else(|| html.to_owned())
}

/// A policy that also allows what the preview needs of its own host.
pub(super) fn open(policy: &str) -> String {
    let mut directives: Vec<String> = policy.split(';').map(|directive| directive.trim().to_owned()).collect();
    for name in ["connect-src", "script-src", "style-src"] {
        let own = directives.iter_mut().find(|directive| directive.split(' ').next() == Some(name));
        match own {
            Some(directive) if directive.contains("'self'") => {}
            Some(directive) => *directive = format!("{name} 'self'"),
            None => directives.push(format!("{name} 'self'")),
        }
    }
    directives.retain(|directive| !directive.is_empty());
    directives.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n\
        <meta content=\"default-src 'none'; script-src 'self'; base-uri 'none'\" http-equiv=\"content-security-policy\">\n\
        </head>\n<body>\n<p>Text</p>\n</body>\n</html>\n";

    #[test]
    fn a_page_gets_the_script_and_nothing_else() {
        let dressed = dress(PAGE, "a.1", "");
        let expected =
            PAGE.replace("base-uri 'none'", "base-uri 'none'; connect-src 'self'; style-src 'self'").replace(
                "</head>",
                "<script src=\"/_lamplight/preview.js\" data-revision=\"a.1\" defer></script>\n</head>",
            );
        assert_eq!(dressed, expected);
    }

    #[test]
    fn faults_are_laid_over_it_as_text() {
        let dressed = dress(PAGE, "a.1", "error: <script> & \"quotes\"");
        assert!(dressed.contains("<p>Text</p>\n<details id=\"_lamplight\""), "{dressed}");
        assert!(dressed.contains("<pre>error: &lt;script&gt; &amp; "), "{dressed}");
        assert!(dressed.ends_with("</details>\n</body>\n</html>\n"), "{dressed}");
    }

    #[test]
    fn a_policy_opens_for_the_preview_alone() {
        let closed = "default-src 'none'; connect-src 'none'; style-src 'none'; script-src 'self';";
        let opened = "default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self'";
        assert_eq!(open(closed), opened);
    }
}
