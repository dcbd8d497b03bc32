//! Pages that need nothing but themselves.

use super::vpath;
use crate::audit::Auditor;
use crate::markup::{Part, Parts, data_url, policy};
use std::sync::Arc;

const SHEET: &str = "p { color: red }\n";
const SCRIPT: &str = "var a = 1;\n";
const DATA: &str = "lamplight(\"head\",[1]);\nlamplight(\"t0\",[\"fetch\"]);\n";

fn parts() -> Parts {
    let part = |path: &str, text: &str| Part { path: vpath(path), text: text.to_owned() };
    Parts {
        sheets: vec![part("assets/main.css", SHEET), part("assets/bad.css", "@import \"https://a.example/\";\n")],
        scripts: vec![
            part("assets/main.js", SCRIPT),
            part("assets/search/index.js", DATA),
            part("assets/bad.js", "fetch(\"x\");\n"),
        ],
        pictures: Arc::new([(vpath("assets/a.png"), picture())].into()),
    }
}

fn picture() -> String {
    data_url("image/png", b"\x89PNG")
}

fn page(policy: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"content-security-policy\" content=\"{policy}\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">\n<title>Page</title>\n\
         <link rel=\"icon\" href=\"data:image/png,a\">\n<style>{SHEET}</style>\n</head>\n<body>\n\
         <a href=\"#_tables\">Exit</a>\n<a href=\"#main\">Skip</a>\n<div id=\"main\">\n<h1>A</h1>\n<h1>B</h1>\n\
         <p>Text <a href=\"https://a.example/\" rel=\"noreferrer noopener\">on the web</a> <img src=\"{}\" alt=\"\"></p>\n</div>\n\
         <div id=\"_tables\">Tables</div>\n<script>{SCRIPT}</script>\n<script>{DATA}</script>\n</body>\n</html>\n",
        picture()
    )
}

fn found(html: &str) -> Vec<String> {
    let auditor = Auditor { exists: &|_| true, allowed_urls: &[], neutral_titles: None };
    let said = auditor.one_file(&vpath("editions/guides-en.html"), html.as_bytes(), &parts()).diagnostics;
    said.into_iter().map(|it| it.message).collect()
}

#[test]
fn one_that_holds_its_parts_passes() {
    assert_eq!(found(&page(&policy(&[SHEET], &[SCRIPT, DATA]))), Vec::<String>::new());
}

#[test]
fn the_policy_names_all_and_nothing_else() {
    let right = policy(&[SHEET], &[SCRIPT, DATA]);
    for wrong in [
        policy(&[SHEET], &[SCRIPT]),
        policy(&[SHEET], &[DATA, SCRIPT]),
        policy(&[], &[SCRIPT, DATA]),
        policy(&[SHEET], &[SCRIPT, DATA, "alert(1)"]),
        right.replace("script-src ", "script-src 'unsafe-inline' "),
        right.replace("img-src data:", "img-src 'self' data:"),
        right.replace("; base-uri 'none'", ""),
        format!("{right}; connect-src 'self'"),
    ] {
        let said = found(&page(&wrong));
        assert!(said.len() == 1 && said[0].starts_with("the policy of the page is not"), "{wrong}: {said:?}");
    }
}

#[test]
fn everything_else_is_found() {
    let right = page(&policy(&[SHEET], &[SCRIPT, DATA]));
    let cases = [
        ("var a = 1;", "var a = 2;", "a `<script>` is not, to the byte"),
        ("p { color: red }", "p { color: blue }", "a `<style>` is not, to the byte"),
        ("lamplight(\"head\",[1]);", "lamplight(\"head\",[2]);", "a `<script>` is not, to the byte"),
        (SCRIPT, "fetch(\"x\");\n", "the script uses `fetch`"),
        (SHEET, "@import \"https://a.example/\";\n", "import"),
        ("<style>", "<style media=\"all\">", "a style sheet or a script is not closed"),
        ("<script>var", "<script type=\"module\">var", "a script is written into the page"),
        ("<script>var", "<script src=\"a.js\"></script><script>var", "the page loads something"),
        ("<script>var", "<script>/*<!--*/var", "a style sheet or a script is not closed"),
        ("<script>var", "<SCRIPT>alert(1)</SCRIPT><script>var", "a style sheet or a script is not closed"),
        ("</script>\n</body>", "\n</body>", "a style sheet or a script is not closed"),
        ("<p>Text", "<p><script>var a = 1;\n</script>Text", "`<script>` cannot stand here"),
        ("<p>Text", "<style>p { color: red }\n</style><p>Text", "`<style>` cannot stand here"),
        ("<p>Text", "<iframe></iframe><p>Text", "the element `iframe` is not allowed"),
        ("<p>Text", "<p onclick=\"a()\">Text", "the attribute `onclick`"),
        ("<p>Text", "<p style=\"color: red\">Text", "the attribute `style`"),
        ("<p>Text", "<p><a href=\"en/a.html\">a</a>", "leads to another file"),
        ("<p>Text", "<p><a href=\"tables.html\">a</a>", "leads to another file"),
        ("<p>Text", "<p><a href=\"#nowhere\">a</a>", "names an id that the page does not have"),
        ("<p>Text", "<p id=\"main\">Text", "an id is used twice"),
        ("<p>Text", "<p><img src=\"data:image/png;base64,AAAA\" alt=\"\">", "the page loads something"),
        ("<p>Text", "<p><img src=\"https://a.example/a.png\" alt=\"\">", "the page loads something"),
        ("<p>Text", "<p><img src=\"assets/a.png\" alt=\"\">", "the page loads something"),
        ("<style>", "<link rel=\"stylesheet\" href=\"assets/main.css\"><style>", "the page loads something"),
        ("<a href=\"#_tables\">Exit</a>\n", "", "the first link of the page is not the exit"),
        ("<a href=\"#main\">Skip</a>", "<a href=\"#_tables\">Skip</a>", "the second link of the page"),
        ("<h1>A</h1>\n<h1>B</h1>", "<h2>A</h2>", "exactly one `h1`"),
    ];
    for (old, new, words) in cases {
        assert!(right.contains(old), "{old}");
        let said = found(&right.replacen(old, new, 1));
        assert!(said.iter().any(|message| message.contains(words)), "{new}: {said:#?}");
    }
}

/// What someone would try who may write templates: each needs a way out of the file, or code that is not the theme's.
#[test]
fn no_way_out_is_left() {
    let right = page(&policy(&[SHEET], &[SCRIPT, DATA]));
    let head = |tag: &str| (tag.to_owned(), right.replacen("<title>", &format!("{tag}\n<title>"), 1));
    let body = |html: &str| (html.to_owned(), right.replacen("<p>Text", &format!("{html}<p>Text"), 1));
    let instead = |old: &str, new: &str| (new.to_owned(), right.replacen(old, new, 1));
    let cases = [
        head("<base href=\"https://a.example/\">"),
        head("<meta http-equiv=\"refresh\" content=\"0; url=https://a.example/\">"),
        head("<meta http-equiv=\"REFRESH\" content=\"0; url=https://a.example/\">"),
        head("<meta http-equiv=\"content-security-policy\" content=\"script-src 'unsafe-inline'\">"),
        instead("http-equiv=\"content-security-policy\"", "name=\"content-security-policy\""),
        head("<meta http-equiv=\"set-cookie\" content=\"a=b\">"),
        head("<meta name=\"referrer\" content=\"unsafe-url\">"),
        head("<link rel=\"dns-prefetch\" href=\"https://a.example/\">"),
        head("<link rel=\"preconnect\" href=\"https://a.example/\">"),
        head("<link rel=\"preload\" as=\"image\" href=\"https://a.example/a.png\">"),
        head("<link rel=\"manifest\" href=\"data:application/json,{}\">"),
        head("<link rel=\"stylesheet\" href=\"data:text/css,p{}\">"),
        instead("href=\"data:image/png,a\"", "href=\"https://a.example/a.png\""),
        instead("data:image/png,a", "data:text/html,a"),
        body("<script src=\"data:text/javascript,alert(1)\"></script>"),
        body("<script src=\"https://a.example/a.js\"></script>"),
        body("<script src=\"//a.example/a.js\" defer></script>"),
        body("<p><a href=\"data:text/html,%3Cscript%3Ealert(1)%3C/script%3E\">a</a></p>"),
        body("<p><img src=\"data:text/html,a\" alt=\"\"></p>"),
        body("<p><img src=\"data:image/svg+xml,%3Csvg/%3E\" alt=\"\"></p>"),
        body("<p><a href=\"javascript:alert(1)\">a</a></p>"),
        body("<p><a href=\"java&#115;cript:alert(1)\">a</a></p>"),
        body("<p><a href=\"java&#9;script:alert(1)\">a</a></p>"),
        body("<p><a href=\"//a.example/\" rel=\"noreferrer noopener\">a</a></p>"),
        body("<p><a href=\"https://a.example/\">a</a></p>"),
        body("<p><a href=\"#main\" ping=\"https://a.example/\">a</a></p>"),
        body("<p><a href=\"file:///etc/passwd\">a</a></p>"),
        body("<p><a href=\"content://media/1\">a</a></p>"),
        body(&format!("<p><img src=\"{}\" srcset=\"https://a.example/a.png 2x\" alt=\"\"></p>", picture())),
        body(&format!("<p><img src=\"{}\" onload=\"a()\" alt=\"\"></p>", picture())),
        body("<p oNcLiCk=\"a()\">a</p>"),
        body("<p style=\"background: url(https://a.example/a.png)\">a</p>"),
        body("<table background=\"https://a.example/a.png\"><tr><td>a</td></tr></table>"),
        body("<svg viewBox=\"0 0 1 1\"><image href=\"https://a.example/a.png\"></image></svg>"),
        body("<svg viewBox=\"0 0 1 1\"><image href=\"data:image/png,a\"></image></svg>"),
        body("<svg viewBox=\"0 0 1 1\"><use href=\"https://a.example/a.svg#a\"></use></svg>"),
        body("<svg viewBox=\"0 0 1 1\"><foreignObject></foreignObject></svg>"),
        body("<svg viewBox=\"0 0 1 1\"><script>var a = 1;\n</script></svg>"),
        body("<svg viewBox=\"0 0 1 1\"><style>p { color: red }\n</style></svg>"),
        body("<svg viewBox=\"0 0 1 1\"><rect fill=\"url(https://a.example/a.svg#a)\"></rect></svg>"),
        body("<form action=\"https://a.example/\"></form>"),
        body("<p><button formaction=\"https://a.example/\">a</button></p>"),
        body("<object data=\"https://a.example/\"></object>"),
        body("<embed src=\"https://a.example/\">"),
        body("<iframe srcdoc=\"a\"></iframe>"),
        body("<video src=\"https://a.example/\" poster=\"https://a.example/\"></video>"),
        body("<audio src=\"https://a.example/\"></audio>"),
        body("<picture><source srcset=\"https://a.example/a.png\"></picture>"),
        body("<div><template shadowrootmode=\"open\"><p>a</p></template></div>"),
        body("<portal src=\"https://a.example/\"></portal>"),
        body("<!-- --!><script>alert(1)</script>-->"),
        instead("lamplight(\"head\",[1]);", "lamplight(\"head\",[1]);alert(1);"),
        ("code behind the page".to_owned(), format!("{right}<script>{SCRIPT}</script>\n")),
    ];
    for (what, html) in cases {
        assert_ne!(html, right, "{what}");
        assert_ne!(found(&html), [""; 0], "{what} gets past");
    }
}

/// A page of a site holds no code, whatever the theme has.
#[test]
fn pages_of_a_site_hold_none() {
    let html = page(&policy(&[SHEET], &[SCRIPT, DATA]));
    let auditor = Auditor { exists: &|_| true, allowed_urls: &[], neutral_titles: None };
    let said = auditor.any(&vpath("en/a.html"), html.as_bytes()).diagnostics;
    for words in ["the element `style` is not allowed", "a script is written into the page", "allows `'sha256-"] {
        assert!(said.iter().any(|it| it.message.contains(words)), "{words}: {said:#?}");
    }
}
