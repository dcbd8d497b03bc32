//! The themes of this repository: the example one builds the guides and shows, and the colours of both can be read.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read folders and fail by panics")]

mod site;

use lamplight::diagnostic::Severity;
use lamplight::source::{Root, SourceTree};
use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_example_theme_shows_where_it_says_and_nowhere_else() {
    let mut files = site::files(Root::Guides, &root().join("guides"));
    files.extend(site::files(Root::Theme, &root().join("themes/school")));
    let (bundle, problems) = site::export_tree(&SourceTree::new(files, "guides", "themes/school"));
    let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(!problems.iter().any(|problem| problem.code.name() == "heavy-page"), "{problems:#?}");
    let bundle = bundle.unwrap();
    let (mut with, mut without) = (0, 0);
    for (path, bytes) in bundle.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        let shows = html.contains("Someone at our school");
        let wanted =
            ["page-home", "page-article"].iter().any(|page| html.contains(&format!("<body class=\"{page}\">")));
        assert_eq!(shows, wanted, "{path}");
        if shows { with += 1 } else { without += 1 }
    }
    assert!(with > 5 && without > 30, "{with} pages with, {without} without");
    let sheets: Vec<&Vec<u8>> = bundle.iter().filter(|(path, _)| path.ends_with(".css")).map(|(_, css)| css).collect();
    let [sheet] = sheets.as_slice() else { panic!("{} sheets", sheets.len()) };
    let sheet = std::str::from_utf8(sheet).unwrap();
    // The default sheet, then the school's green.
    assert!(sheet.find(".skip {") < sheet.find("--link: #17593a") && sheet.contains(".skip {"), "{sheet}");
}

/// WCAG 2.2, 1.4.3: text has a contrast of 4.5 to its ground; 1.4.11: what marks a control or the focus, of 3.
#[test]
fn colours_can_be_read_in_light_and_dark() {
    const TEXT: [(&str, &[&str]); 6] = [
        ("ink", &["paper", "card", "soft", "warn-soft", "good-soft"]),
        ("quiet", &["paper", "card", "soft"]),
        ("link", &["paper", "card", "soft", "warn-soft", "good-soft"]),
        ("link-hover", &["paper", "card", "soft", "warn-soft", "good-soft"]),
        ("on-button", &["button"]),
        ("on-exit", &["exit"]),
    ];
    const MARKS: [(&str, &[&str]); 3] =
        [("button", &["paper", "card"]), ("warn", &["warn-soft"]), ("good", &["good-soft"])];
    for theme in ["default", "school"] {
        let sheet = std::fs::read_to_string(root().join(format!("themes/{theme}/assets/main.css"))).unwrap();
        let light = colours(&sheet, ":root {");
        let dark = colours(sheet.split_once("prefers-color-scheme: dark").unwrap().1, ":root {");
        for (scheme, colours) in [("light", light), ("dark", dark)] {
            for (pairs, least) in [(&TEXT[..], 4.5), (&MARKS[..], 3.0)] {
                for (front, grounds) in pairs {
                    for ground in *grounds {
                        let ratio = contrast(colours[*front], colours[*ground]);
                        assert!(ratio >= least, "{theme}, {scheme}: {front} on {ground} is {ratio:.2}");
                    }
                }
            }
        }
    }
}

#[test]
fn contrast_is_that_of_wcag() {
    let ratio = |a, b| (contrast(a, b) * 100.0).round() / 100.0;
    assert_eq!(ratio([0, 0, 0], [255, 255, 255]), 21.0);
    assert_eq!(ratio([0x76, 0x76, 0x76], [255, 255, 255]), 4.54);
}

/// The custom properties of the first block after `start` that are colours.
fn colours(sheet: &str, start: &str) -> BTreeMap<String, [u8; 3]> {
    let block = sheet.split_once(start).unwrap().1.split_once('}').unwrap().0;
    let declarations = block.split(';').filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
    declarations.map(|(name, hex)| (name.to_owned(), colour(hex))).collect()
}

fn colour(hex: &str) -> [u8; 3] {
    let digits: Vec<u8> = hex.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    match digits.as_slice() {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [a, b, c, d, e, f] => [a * 16 + b, c * 16 + d, e * 16 + f],
        _ => panic!("{hex} is no colour"),
    }
}

/// WCAG 2.2's contrast ratio of two colours of sRGB.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
