//! Hostile and broken pages: each must be found, for the right reason.

use super::{PAGE, PATH, assert_found, audit_html, page};

/// Snippets in the body, and words of the finding.
const BODY: &[(&str, &str)] = &[
    // Scripts, styles and handlers.
    ("<script>alert(1)</script>", "no `src`"),
    ("<script src=\"../../assets/main.2b.js\">alert(1)</script>", "written into the page"),
    ("<script src=\"../../assets/main.2b.js\"> </script>", "written into the page"),
    ("<script src=\"../../assets/main.2b.js\"><!--<script></script>", "written into the page"),
    ("<script src=\"../../assets/main.2b.js\"></script/x>", "written into the page"),
    ("<script type=\"application/json\">{}</script>", "`type` is not allowed"),
    ("<script src=\"https://a.b/x.js\"></script>", "the page loads `https://a.b/x.js`"),
    ("<script src=\"//a.b/x.js\"></script>", "begins with `//`"),
    ("<script src=\"data:text/javascript,alert(1)\"></script>", "the page loads `data:"),
    ("<script src=\"../../assets/gone.js\"></script>", "does not have"),
    ("<script src=\"../../assets/a.png\"></script>", "not that of a script"),
    ("<script src=\"../../assets/main.2b.js\" type=\"module\"></script>", "`type` is not allowed"),
    ("<script src=\"../../assets/main.2b.js\" nonce=\"a\"></script>", "`nonce` is not allowed"),
    ("<SCRIPT SRC=\"../../assets/main.2b.js\"></SCRIPT>", "not allowed"),
    ("<ScRiPt>alert(1)</sCrIpT>", "not allowed"),
    ("<style>p{}</style>", "`style` is not allowed"),
    ("<style></style><img src=x onerror=alert(1)></style>", "`style` is not allowed"),
    ("<p style=\"color:red\">a</p>", "`style` is not allowed"),
    ("<p onclick=\"a()\">a</p>", "`onclick` is not allowed"),
    ("<p ONCLICK=\"a()\">a</p>", "`ONCLICK` is not allowed"),
    ("<svg onload=\"alert(1)\"></svg>", "`onload` is not allowed"),
    ("<details open ontoggle=\"a()\"><summary>a</summary></details>", "`ontoggle` is not allowed"),
    ("<img src=\"../../assets/a.png\" alt=\"\" onerror=\"a()\">", "`onerror` is not allowed"),
    ("<p autofocus tabindex=\"0\" onfocus=\"a()\">a</p>", "`autofocus` is not allowed"),
    ("<p contenteditable=\"true\">a</p>", "`contenteditable` is not allowed"),
    // Elements that bring in another place, or send something.
    ("<iframe src=\"https://a.b\"></iframe>", "`iframe` is not allowed"),
    ("<iframe srcdoc=\"&lt;script>\"></iframe>", "`iframe` is not allowed"),
    ("<object data=\"a.swf\"></object>", "`object` is not allowed"),
    ("<embed src=\"a.swf\">", "`embed` is not allowed"),
    ("<form action=\"https://a.b\"><input name=\"a\"></form>", "`form` is not allowed"),
    ("<button type=\"submit\" formaction=\"https://a.b\">a</button>", "`formaction` is not allowed"),
    ("<button>a</button>", "no `type=\"button\"`"),
    ("<input type=\"image\" src=\"//a.b/c.png\" autocomplete=\"off\">", "`src` is not allowed"),
    ("<input type=\"password\" autocomplete=\"off\">", "no `type`"),
    ("<input type=\"checkbox\">", "autocomplete"),
    ("<base href=\"https://a.b/\">", "`base` is not allowed"),
    ("<meta http-equiv=\"refresh\" content=\"0;url=https://a.b\">", "cannot stand"),
    ("<link rel=\"stylesheet\" href=\"../../assets/main.1a.css\">", "cannot stand"),
    ("<video src=\"a.mp4\"></video>", "`video` is not allowed"),
    ("<audio><track src=\"a.vtt\"></audio>", "`audio` is not allowed"),
    ("<template><script>a()</script></template>", "`template` is not allowed"),
    ("<portal src=\"https://a.b\"></portal>", "`portal` is not allowed"),
    ("<frameset><frame src=\"a\"></frameset>", "`frameset` is not allowed"),
    ("<marquee onstart=\"a()\">a</marquee>", "`marquee` is not allowed"),
    ("<x-y is=\"z\">a</x-y>", "`x-y` is not allowed"),
    ("<isindex>", "`isindex` is not allowed"),
    ("<image src=\"//a.b/c.png\">", "`image` is not allowed"),
    ("<select><option>a</option></select>", "`select` is not allowed"),
    // Content that parsers read in different ways.
    ("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "`noscript` is not allowed"),
    ("<textarea><img src=x></textarea>", "`textarea` is not allowed"),
    ("<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>", "`xmp` is not allowed"),
    ("<noembed><img></noembed>", "`noembed` is not allowed"),
    ("<plaintext>", "`plaintext` is not allowed"),
    ("<title>a</title>", "cannot stand"),
    (
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
        "`math`",
    ),
    ("<svg><style><a title=\"</style><img src=x onerror=alert(1)>\"></a></style></svg>", "`style` is not allowed"),
    ("<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">", "`style` is not allowed"),
    ("<svg><foreignObject><p>a</p></foreignObject></svg>", "capitals"),
    ("<svg><p>a</p></svg>", "cannot stand in `svg`"),
    ("<svg><script href=\"//a.b/x.js\"></script></svg>", "`href` is not allowed"),
    ("<svg><use href=\"a.svg#b\"/></svg>", "`use` is not allowed"),
    ("<svg><a href=\"#main\"><path d=\"M0 0\"/></a></svg>", "cannot stand in `svg`"),
    ("<svg><path xlink:href=\"#a\"/></svg>", "`xlink:href` is not allowed"),
    ("<svg><image href=\"//a.b/c.png\"/></svg>", "`image` is not allowed"),
    ("<svg><animate attributeName=\"href\" values=\"javascript:a()\"/></svg>", "`animate` is not allowed"),
    ("<svg><path fill=\"url(//a.b/c.svg#d)\"/></svg>", "`fill` is no plain"),
    ("<svg><path fill=\"u\\72l(//a.b/c.svg)\"/></svg>", "`fill` is no plain"),
    ("<svg><path fill=\"&#117;rl(a)\"/></svg>", "`fill` is no plain"),
    ("<svg xmlns=\"http://www.w3.org/1999/xhtml\"></svg>", "not that of SVG"),
    ("<svg><title><img src=\"x\"></title></svg>", "the title holds a `<`"),
    ("<svg>text</svg>", "text stands directly in `<svg>`"),
    ("<path d=\"M0 0\"></path>", "cannot stand"),
    ("<p fill=\"red\">a</p>", "`fill` is not allowed"),
    // Markup outside the subset.
    ("<p class=a>b</p>", "not in quotes"),
    ("<p class=`a`>b</p>", "not in quotes"),
    ("<p class = \"a\">b</p>", "letters, digits and hyphens"),
    ("<p class=\"a\"id=\"b\">c</p>", "no space"),
    ("<p class=\"a\" class=\"b\">c</p>", "there twice"),
    ("<p data-a=\"1\" data-b=\"2\" data-a=\"3\">c</p>", "there twice"),
    ("<p/class=\"a\">b</p>", "`/` stands inside a tag"),
    ("<p / class=\"a\">b</p>", "`/` stands inside a tag"),
    ("<p \"a\">b</p>", "letters, digits and hyphens"),
    ("<p a\"b=\"c\">d</p>", "letters, digits and hyphens"),
    ("<p =\"a\">b</p>", "letters, digits and hyphens"),
    ("<p class>b</p>", "has no value"),
    ("<p class=\"<b>\">c</p>", "the value of `class` holds a `<`"),
    ("<p title=\"</p><img src=x onerror=alert(1)>\">c</p>", "the value of `title` holds a `<`"),
    ("<p\x0Cclass=\"a\">b</p>", "control character"),
    ("<p>a\0b</p>", "control character"),
    ("<p>a\x1Bb</p>", "control character"),
    ("<p>1 < 2</p>", "begins no tag"),
    ("<p><</p>", "begins no tag"),
    ("<p><>a</p>", "begins no tag"),
    ("<p></>a</p>", "not just `</name>`"),
    ("<p>a</p >", "not just `</name>`"),
    ("<p>a</p class=\"b\">", "not just `</name>`"),
    ("<P>a</P>", "capitals"),
    ("<p>a</P>", "capitals"),
    ("<p>a", "is open"),
    ("</p>", "closes nothing"),
    ("</br>", "closes nothing"),
    ("<b><i>a</b></i>", "is open"),
    ("<p/>", "not closed by its slash"),
    ("<a href=\"#main\"/>b", "not closed by its slash"),
    ("<p class=\"a>b</p>", "holds a `<`"),
    ("<!-- a -- b -->", "a comment"),
    ("<!--> <img src=x onerror=alert(1)> -->", "a comment"),
    ("<!---> <img src=x onerror=alert(1)> -->", "a comment"),
    ("<!--> a -->", "a comment"),
    ("<!---> a -->", "a comment"),
    ("<!---a -->", "a comment"),
    ("<!-- a > b -->", "a comment"),
    ("<!-- a", "a comment"),
    ("<!-- a --!> <img src=x onerror=alert(1)> -->", "a comment"),
    ("<!-- a <!-- b --> c -->", "a comment"),
    ("<!--[if IE]><script src=\"//a.b/x.js\"></script><![endif]-->", "a comment"),
    ("<![if IE]>", "neither the doctype nor a comment"),
    ("<![CDATA[<img src=x>]]>", "neither the doctype nor a comment"),
    ("<!ENTITY a \"b\">", "neither the doctype nor a comment"),
    ("<!doctype html>", "neither the doctype nor a comment"),
    ("<?php a() ?>", "processing instruction"),
    ("<?xml-stylesheet href=\"//a.b\"?>", "processing instruction"),
    // Structure that browsers rearrange.
    ("<p><div>a</div></p>", "cannot stand inside `<p>`"),
    ("<p><span><ul><li>a</li></ul></span></p>", "cannot stand inside `<p>`"),
    ("<h2><p>a</p></h2>", "cannot stand inside `<h2>`"),
    ("<a href=\"#main\">a<a href=\"#main\">b</a></a>", "cannot stand inside `<a>`"),
    ("<a href=\"#main\"><span><a href=\"#main\">b</a></span></a>", "cannot stand inside `<a>`"),
    ("<button type=\"button\"><button type=\"button\">a</button></button>", "cannot stand inside `<button>`"),
    ("<table><p>a</p></table>", "cannot stand in `table`"),
    ("<table>a</table>", "text stands directly in `<table>`"),
    ("<table><tr><td>a</td></tr></table>", "cannot stand in `table`"),
    ("<table><tbody><td>a</td></tbody></table>", "cannot stand in `tbody`"),
    ("<div><tr><td>a</td></tr></div>", "cannot stand"),
    ("<li>a</li>", "cannot stand"),
    ("<ul><p>a</p></ul>", "cannot stand in `ul`"),
    ("<ul>a</ul>", "text stands directly in `<ul>`"),
    ("<dl><p>a</p></dl>", "cannot stand in `dl`"),
    ("<body class=\"a\"></body>", "cannot stand"),
    ("<html lang=\"ur\"></html>", "cannot stand"),
    ("<head></head>", "cannot stand"),
    ("<source srcset=\"../../assets/a.png\">", "cannot stand"),
    ("</main></body></html><p>a</p>", "cannot stand at the top"),
    ("</main></body>text", "text stands directly in `<html>`"),
    // Addresses.
    ("<a href=\"javascript:alert(1)\">a</a>", "scheme `javascript:`"),
    ("<a href=\"JaVaScRiPt:alert(1)\">a</a>", "scheme `javascript:`"),
    ("<a href=\" javascript:alert(1)\">a</a>", "U+0020"),
    ("<a href=\"java\tscript:alert(1)\">a</a>", "U+0009"),
    ("<a href=\"java\nscript:alert(1)\">a</a>", "U+000A"),
    ("<a href=\"java&#10;script:alert(1)\">a</a>", "U+000A"),
    ("<a href=\"java&Tab;script:alert(1)\">a</a>", "`&Tab`"),
    ("<a href=\"java&NewLine;script:alert(1)\">a</a>", "`&NewLine`"),
    ("<a href=\"javascript&colon;alert(1)\">a</a>", "`&colon`"),
    ("<a href=\"&#x6A;avascript:alert(1)\">a</a>", "scheme `javascript:`"),
    ("<a href=\"&#106avascript:alert(1)\">a</a>", "character reference"),
    ("<a href=\"&#0000106;avascript:alert(1)\">a</a>", "scheme `javascript:`"),
    ("<a href=\"&#1;javascript:alert(1)\">a</a>", "U+0001"),
    ("<a href=\"\u{200B}javascript:alert(1)\">a</a>", "U+200B"),
    ("<a href=\"vbscript:a\">a</a>", "scheme `vbscript:`"),
    ("<a href=\"data:text/html,&lt;script>\">a</a>", "U+003C"),
    ("<a href=\"data:text/html;base64,PHNjcmlwdD4=\">a</a>", "`data:` address"),
    ("<a href=\"blob:https://a.b/c\">a</a>", "scheme `blob:`"),
    ("<a href=\"file:///etc/passwd\">a</a>", "scheme `file:`"),
    ("<a href=\"about:blank\">a</a>", "scheme `about:`"),
    ("<a href=\"intent://a#Intent;end\">a</a>", "scheme `intent:`"),
    ("<a href=\"//a.b/c\">a</a>", "begins with `//`"),
    ("<a href=\"/\\a.b\">a</a>", "U+005C"),
    ("<a href=\"\\\\a.b\">a</a>", "U+005C"),
    ("<a href=\"/index.html\">a</a>", "begins with `/`"),
    ("<a href=\"../index.html?a=b\">a</a>", "has a query"),
    ("<a href=\"../../../x.html\">a</a>", "leads out of the bundle"),
    ("<a href=\"%2e%2e/%2e%2e/%2e%2e/x.html\">a</a>", "leads out of the bundle"),
    ("<a href=\"..%2f..%2fx.html\">a</a>", "stands for no plain character"),
    ("<a href=\"../signs/\">a</a>", "names a folder"),
    ("<a href=\"..\">a</a>", "names a folder"),
    ("<a href=\"\">a</a>", "is empty"),
    ("<a href=\"#\">a</a>", "is empty"),
    ("<a href=\"../gone.html\">a</a>", "does not have"),
    ("<a href=\"#gone\">a</a>", "does not have"),
    ("<a href=\"gaining-access.html#gone\">a</a>", "does not have"),
    ("<a href=\"../../assets/a.png#x\">a</a>", "in a file that is no page"),
    ("<a href=\"https://a.b\">a</a>", "noreferrer noopener"),
    ("<a href=\"https://a.b\" rel=\"noopener\">a</a>", "noreferrer noopener"),
    ("<a href=\"https://a.b\" rel=\"noreferrer noopener opener\">a</a>", "noreferrer noopener"),
    ("<a href=\"https://bank.pk@a.b/\" rel=\"noreferrer noopener\">a</a>", "user name"),
    ("<a href=\"https://a.b/\u{202E}c\" rel=\"noreferrer noopener\">a</a>", "U+202E"),
    ("<a href=\"https:a.b\" rel=\"noreferrer noopener\">a</a>", "no plain host"),
    ("<a href=\"tel:*21*1799#\">a</a>", "no plain phone number"),
    ("<a href=\"mailto:a@b.c?bcc=d@e.f\">a</a>", "no plain mail address"),
    ("<a href=\"#main\" target=\"_blank\">a</a>", "`target` is not allowed"),
    ("<a href=\"#main\" ping=\"https://a.b\">a</a>", "`ping` is not allowed"),
    ("<p href=\"#main\">a</p>", "`href` is not allowed"),
    // Pictures.
    ("<img src=\"https://a.b/c.png\" alt=\"\">", "the page loads `https://a.b/c.png`"),
    ("<img src=\"//a.b/c.png\" alt=\"\">", "begins with `//`"),
    ("<img src=\"../../assets/a.png?x\" alt=\"\">", "has a query"),
    ("<img src=\"../../assets/gone.png\" alt=\"\">", "does not have"),
    ("<img src=\"data:text/html,a\" alt=\"\">", "the page loads `data:"),
    ("<img src=\"../../assets/a.png\">", "no `alt`"),
    ("<img alt=\"\">", "no `src`"),
    (
        "<img src=\"../../assets/a.png\" alt=\"\" srcset=\"../../assets/a.png 1x, https://a.b/c.png 2x\">",
        "https://a.b/c.png",
    ),
    ("<img src=\"../../assets/a.png\" alt=\"\" srcset=\"../../assets/a.png,//a.b/c.png 2x\">", "no plain list"),
    ("<img src=\"../../assets/a.png\" alt=\"\" srcset=\"../../assets/a.png&#44; //a.b/c.png\">", "no plain list"),
    ("<img src=\"../../assets/a.png\" alt=\"\" srcset=\"data:image/png,a 1x\">", "no plain list"),
    ("<picture><source srcset=\"//a.b/c.png\"><img src=\"../../assets/a.png\" alt=\"\"></picture>", "begins with `//`"),
    ("<img src=\"../../assets/a.png\" alt=\"\" lowsrc=\"//a.b\">", "`lowsrc` is not allowed"),
    ("<img src=\"../../assets/a.png\" alt=\"\" crossorigin=\"anonymous\">", "`crossorigin` is not allowed"),
    ("<table background=\"//a.b/c.png\"></table>", "`background` is not allowed"),
    ("<blockquote cite=\"https://a.b\"></blockquote>", "`cite` is not allowed"),
    ("<p data-src=\"https://a.b/c\">a</p>", "address in a data attribute"),
    ("<p data-src=\"//a.b/c\">a</p>", "address in a data attribute"),
    ("<p data-src=\"javascript&#58;a()\">a</p>", "address in a data attribute"),
    ("<p data-src=\"https://weather.example/x\">a</p>", "address in a data attribute"),
    // Ids.
    ("<p id=\"a\">a</p><p id=\"a\">b</p>", "used twice"),
    ("<p id=\"a\">a</p><p id=\"&#97;\">b</p>", "used twice"),
    ("<p id=\"\">a</p>", "is no id"),
    ("<p id=\"a b\">a</p>", "is no id"),
    ("<p aria-labelledby=\"main gone\">a</p>", "`gone` names an id"),
    ("<p aria-describedby=\"gone\">a</p>", "`gone` names an id"),
    ("<p><label for=\"gone\">a</label></p>", "`gone` names an id"),
    ("<p dir=\"up\">a</p>", "none of ltr"),
    ("<h1>Again</h1>", "exactly one `h1`"),
];

#[test]
fn hostile_bodies_are_found() {
    for (body, words) in BODY {
        assert_found(body, words, &audit_html(PATH, &page("", body)));
    }
}

#[test]
fn hostile_heads_are_found() {
    for (head, words) in [
        ("<link rel=\"preconnect\" href=\"https://a.b\">", "rel `preconnect`"),
        ("<link rel=\"dns-prefetch\" href=\"//a.b\">", "rel `dns-prefetch`"),
        ("<link rel=\"prefetch\" href=\"../index.html\">", "rel `prefetch`"),
        ("<link rel=\"preload\" href=\"../../assets/main.1a.css\">", "rel `preload`"),
        ("<link rel=\"stylesheet preload\" href=\"../../assets/main.1a.css\">", "rel `stylesheet preload`"),
        ("<link rel=\"STYLESHEET\" href=\"https://a.b/c.css\">", "rel `STYLESHEET`"),
        ("<link rel=\"manifest\" href=\"a.webmanifest\">", "rel `manifest`"),
        ("<link rel=\"stylesheet\" href=\"https://a.b/c.css\">", "the page loads `https://a.b/c.css`"),
        ("<link rel=\"stylesheet\" href=\"data:text/css,a\">", "the page loads `data:"),
        ("<link rel=\"stylesheet\" href=\"../../assets/gone.css\">", "does not have"),
        ("<link rel=\"icon\" href=\"../../assets/a.png\">", "the icon is no"),
        ("<link rel=\"icon\" href=\"data:text/html,a\">", "the icon is no"),
        ("<link rel=\"shortcut icon\" href=\"/favicon.ico\">", "rel `shortcut icon`"),
        ("<link rel=\"next\" href=\"https://a.b/\">", "does not lead to a page"),
        ("<link rel=\"canonical\" href=\"javascript:a()\">", "scheme `javascript:`"),
        ("<link rel=\"alternate\" href=\"gone.html\">", "does not have"),
        ("<link href=\"../../assets/main.1a.css\">", "no `rel`"),
        ("<meta http-equiv=\"refresh\" content=\"0;url=a.html\">", "leads elsewhere by itself"),
        ("<meta http-equiv=\"REFRESH\" content=\"0;url=a.html\">", "leads elsewhere by itself"),
        ("<meta http-equiv=\"&#114;efresh\" content=\"0;url=a.html\">", "stands for the header"),
        ("<meta http-equiv=\"set-cookie\" content=\"a=b\">", "stands for the header"),
        ("<meta http-equiv=\"origin-trial\" content=\"a\">", "stands for the header"),
        ("<meta http-equiv=\"x-dns-prefetch-control\" content=\"on\">", "not off"),
        ("<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'\">", "two policies"),
        ("<meta name=\"referrer\" content=\"unsafe-url\">", "referrer policy is `unsafe-url`"),
        ("<meta name=\"apple-itunes-app\" content=\"app-id=1\">", "the name `apple-itunes-app`"),
        ("<meta name=\"msapplication-config\" content=\"a\">", "the name `msapplication-config`"),
        ("<meta property=\"og:image\" content=\"https://a.b\">", "`property` is not allowed"),
        ("<meta charset=\"utf-7\">", "not UTF-8"),
        ("<meta charset=\"utf-8\">", "said too late or twice"),
        ("<meta charset=\"utf-8\" http-equiv=\"refresh\" content=\"0\">", "not just one thing"),
        ("<base href=\"../\">", "`base` is not allowed"),
        ("<title>Again</title>", "two titles"),
        ("<noscript><img src=x></noscript>", "`noscript` is not allowed"),
        ("<style>a{}</style>", "`style` is not allowed"),
        ("<p>a</p>", "cannot stand in `head`"),
        ("text", "text stands directly in `<head>`"),
        ("<script>a()</script>", "no `src`"),
    ] {
        assert_found(head, words, &audit_html(PATH, &page(head, "")));
    }
}

#[test]
fn what_a_page_lacks_is_found() {
    let policy = PAGE.split("<meta").nth(2).unwrap();
    let policy = format!("<meta{policy}");
    for (from, to, words) in [
        ("<!doctype html>", "", "does not begin with `<!doctype html>`"),
        ("<!doctype html>", "\u{FEFF}<!doctype html>", "does not begin with `<!doctype html>`"),
        (
            "<!doctype html>",
            "<!doctype html public \"-//W3C//DTD HTML 4.0//EN\">",
            "does not begin with `<!doctype html>`",
        ),
        (" lang=\"en\"", "", "language and direction"),
        (" lang=\"en\"", " lang=\"\"", "language and direction"),
        (" dir=\"ltr\"", "", "language and direction"),
        (" dir=\"ltr\"", " dir=\"auto\"", "language and direction"),
        ("<meta charset=\"utf-8\">", "", "does not say its charset"),
        ("charset=\"utf-8\"", "charset=\"latin1\"", "not UTF-8"),
        (policy.as_str(), "", "no content security policy"),
        ("default-src 'none'; ", "", "does not begin with `default-src 'none'`"),
        ("style-src 'self'", "style-src 'unsafe-inline'", "`'unsafe-inline'`"),
        ("style-src 'self'", "style-src &apos;unsafe-inline&apos;", "`'unsafe-inline'`"),
        ("img-src 'self'", "img-src https:", "allows `https:`"),
        ("form-action 'none'", "form-action *", "allows `*`"),
        ("; form-action 'none'", "", "does not say `form-action 'none'`"),
        ("content=\"no-referrer\"", "content=\"origin\"", "referrer policy is `origin`"),
        ("<meta name=\"referrer\" content=\"no-referrer\">", "", "keep its address to itself"),
        ("<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">", "", "look up the hosts"),
        ("<link rel=\"icon\" href=\"data:image/png;base64,iVBORw0KGgo=\">", "", "no icon"),
        ("<title>Gaining access &amp; trust</title>", "", "no title"),
        ("<title>Gaining access &amp; trust</title>", "<title></title>", "title is empty"),
        ("<h1>Gaining access</h1>", "", "exactly one `h1`"),
        ("<a class=\"exit\" href=\"../../tables.html\">Leave</a>", "", "is not the exit"),
        (
            "href=\"../../tables.html\"",
            "href=\"https://weather.example/\" rel=\"noreferrer noopener\"",
            "is not the exit",
        ),
        ("href=\"../../tables.html\"", "href=\"../index.html\"", "is not the exit"),
        ("<a href=\"#main\">Skip</a>", "", "does not skip to the text"),
        ("<a href=\"#main\">Skip</a>", "<a href=\"../index.html\">Skip</a>", "does not skip to the text"),
        ("</body>", "", "is open"),
        ("</html>", "", "`<html>` is not closed"),
        ("<body>", "", "cannot stand in `html`"),
        ("<head>", "", "cannot stand in `html`"),
    ] {
        let html = PAGE.replace(from, to).replace("{head}", "").replace("{body}", "");
        assert_found(&format!("{from} → {to}"), words, &audit_html(PATH, &html));
    }
}

#[test]
fn nothing_is_loaded_before_the_policy() {
    let meta = "<meta http-equiv=\"content-security-policy\"";
    let html = PAGE.replace(meta, &format!("<link rel=\"stylesheet\" href=\"../../assets/main.1a.css\">{meta}"));
    let html = html.replace("{head}", "").replace("{body}", "");
    assert_found("early link", "before the page's policy", &audit_html(PATH, &html));
    let late =
        PAGE.replace("<meta charset=\"utf-8\">", &format!("<!-- {} --><meta charset=\"utf-8\">", "x".repeat(1024)));
    assert_found("late charset", "too late", &audit_html(PATH, &late.replace("{head}", "").replace("{body}", "")));
}

#[test]
fn the_page_for_wrong_addresses_is_alone() {
    let html = page("", "<p><a href=\"index.html\">Home</a></p>");
    let found = audit_html("404.html", &html);
    for words in ["has a relative link", "wrong addresses loads a file"] {
        assert_found("404.html", words, &found);
    }
}

#[test]
fn deep_nesting_and_floods_are_cheap() {
    let deep = "<div>".repeat(100_000);
    assert_found("deep", "nested too deep", &audit_html(PATH, &page("", &deep)));
    let comments = "<!---->".repeat(100_000);
    assert!(audit_html(PATH, &page("", &comments)).is_empty());
    let many: String = (0..40).map(|n| format!(" data-a{n}=\"\"")).collect();
    assert_found("many", "too many attributes", &audit_html(PATH, &page("", &format!("<p{many}>a</p>"))));
}
