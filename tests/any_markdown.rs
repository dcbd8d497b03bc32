//! Whatever a contributor writes: the program does not panic, and a page that it lets pass is clean.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests fail by panics")]

mod site;

use lamplight::diagnostic::Severity;
use proptest::prelude::*;
use site::{export, guide};

/// Pieces that Markdown is made of, and pieces that an attacker would try.
const PIECES: &[&str] = &[
    "word ",
    "مدد ",
    "0800-39393 ",
    "+92 300 1234567 ",
    "۱۷۹۹ ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "- ",
    "1. ",
    "> ",
    "> [!NOTE]\n> ",
    "## ",
    "### ",
    "# ",
    "| a | b |\n|:-|-:|\n| c | d |\n",
    "[^1]",
    "[^1]: note\n",
    "[^2]",
    "[x](#word)",
    "[x](help/line.md)",
    "[x](https://example.org/)",
    "<https://example.org/>",
    "[x](tel:1799)",
    "[x](mailto:a@example.org)",
    "![alt](../assets/p.png)",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    ">",
    "&",
    "&amp;",
    "&lt;script&gt;",
    "&#106;",
    "\\",
    "\"",
    "'",
    "{#id}",
    "{.class}",
    "<b>",
    "</b>",
    "<script>",
    "<!--",
    "-->",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "[x](data:text/html,1)",
    "[x](//evil.example)",
    "- [ ] todo\n",
    "- [x] done\n",
    "term\n: definition\n",
    "\u{202E}",
    "\u{200C}",
    "\u{2028}",
    "---\n",
    "***\n",
    "    code\n",
    "{{ site }}",
    "{% raw %}",
    "]]>",
    "=\n",
    "\t",
    "\u{FEFF}",
    "[a]: https://example.org \"t\"\n",
    "[a]",
    "![",
    "](",
    "<a href=",
    "onload=",
    "$x$",
    "%00",
    "::",
];

fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_that_pass_are_clean(body in markdown(), title in markdown()) {
        // A draft of the check: what it refuses is refused; what it lets through must come out of the audit clean.
        let (exported, problems) = export(&[("en/a.md", &guide(&title, &body))]);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        prop_assert!(!errors.iter().any(|p| p.code.name() == "audit" || p.code.name() == "theme-error"), "{errors:#?}\n{body:?}");
        prop_assert_eq!(exported.is_some(), errors.is_empty());
    }

    /// The same from right to left, where foreign words are isolated.
    #[test]
    fn pages_from_right_to_left_are_clean(body in markdown(), title in markdown()) {
        let site = "title: {en: Safe, ur: محفوظ}\nlanguages: [en, ur]\nregions: [PK]\n";
        let (_, problems) = export(&[("site.yaml", &site.as_bytes().to_vec()), ("ur/a.md", &guide(&title, &body))]);
        let errors: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        prop_assert!(!errors.iter().any(|p| p.code.name() == "audit" || p.code.name() == "theme-error"), "{errors:#?}\n{body:?}");
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (exported, problems) = export(&[("en/a.md", &bytes)]);
        prop_assert_eq!(exported.is_some(), !problems.iter().any(|p| p.severity == Severity::Error));
    }
}

#[test]
fn escaped_text_stays_text() {
    let body = "A \\<script> and `<img src=x onerror=alert(1)>` and &lt;iframe&gt;.\n\n    <form action=x>\n";
    let (exported, problems) = export(&[("en/a.md", &guide("<b>Title</b> & \"quotes\"", body))]);
    let files = exported.unwrap_or_else(|| panic!("{problems:#?}"));
    let page = String::from_utf8(files["en/a.html"].clone()).unwrap();
    assert!(
        page.contains("&lt;script&gt;") && page.contains("&lt;img src=x") && page.contains("&lt;form action=x&gt;")
    );
    assert!(page.contains("&lt;b&gt;Title&lt;/b&gt;"));
    assert!(!page.contains("<img") && !page.contains("<form") && !page.contains("<iframe"));
}
