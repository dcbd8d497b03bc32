//! What must pass.

use super::{PAGE, audit_html, messages, page, vpath, with_auditor};

#[test]
fn what_our_pages_use_passes() {
    let bodies = [
        "<p>1 &lt; 2 &amp; 3 > 2, &nbsp; and a lone & too</p>",
        "<!-- a note -->\n<!----><p>text</p>",
        "<p>line<br>break<br/>and <br /> more</p><hr><hr />",
        "<h2 id=\"signs\">Signs</h2><p><a href=\"#signs\">Up</a> <a href=\"#main\">top</a></p>",
        "<p><a href=\"../signs/keep-it-secret.html\">Sign</a> <a href='../index.html#help'>Help</a></p>",
        "<p><a href=\"gaining-access.html#main\">Here</a> <a href=\"./gaining-access.html\">Here</a></p>",
        "<p><a href=\"https://takeitdown.ncmec.org/?a=1&amp;b=2#c\" rel=\"noreferrer noopener\">Web</a></p>",
        "<p><a href=\"tel:1799\"><bdi dir=\"ltr\">1799</bdi></a> <a href=\"sms:+923001234567\">sms</a></p>",
        "<p><a href=\"mailto:helpdesk@nr3c.gov.pk?subject=Report%20a%20mistake\">mail</a></p>",
        "<p><a href=\"../../assets/a.png\" download>The picture</a></p>",
        "<img src=\"../../assets/a.png\" alt=\"\" width=\"40\" height=\"30\" loading=\"lazy\" decoding=\"async\">",
        "<img src=\"../../assets/a.png\" srcset=\"../../assets/a.png 400w, ../../assets/b.jpg 800w\" sizes=\"50vw\" alt=\"A\">",
        "<img src=\"data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E\" alt=\"\">",
        "<picture><source srcset=\"../../assets/b.jpg 2x\" type=\"image/jpeg\" media=\"print\"><img src=\"../../assets/a.png\" alt=\"A\"></picture>",
        "<details open><summary>Skip to <b>what to do</b></summary><p>text</p></details>",
        "<table><caption>Tables</caption><colgroup><col span=\"2\"></colgroup><thead><tr><th scope=\"col\" id=\"h\">A</th></tr></thead>\n\
         <tbody><tr><td colspan=\"2\" headers=\"h\" class=\"right\"><p>1</p></td></tr></tbody></table>",
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol start=\"3\" reversed type=\"a\"><li value=\"7\">c</li></ol>",
        "<dl><div><dt>a</dt><dd>b</dd></div></dl><dl><dt>a</dt><dd><p>b</p></dd></dl>",
        "<figure><img src=\"../../assets/a.png\" alt=\"A\"><figcaption>text</figcaption></figure>",
        "<blockquote><p>a <q>b</q> <cite>c</cite></p></blockquote>",
        "<pre class=\"code\"><code>if a &lt; b</code></pre>",
        "<p><input type=\"checkbox\" id=\"c\" name=\"c\" autocomplete=\"off\" checked=\"\"><label for=\"c\">Seen</label></p>",
        "<ul><li><input type=\"checkbox\" disabled=\"\" checked=\"\"/> done</li></ul>",
        "<p><input type=\"search\" id=\"q\" autocomplete=\"off\" aria-label=\"Find\" placeholder=\"a b\"><output for=\"q\"></output></p>",
        "<p><button type=\"button\" aria-controls=\"main\" aria-expanded=\"false\" data-x='a \"b\"'>More</button></p>",
        "<p id=\"مدد\" lang=\"ur\" dir=\"rtl\">مدد <a href=\"#%D9%85%D8%AF%D8%AF\">a</a> <a href=\"#مدد\">b</a></p>",
        "<p data-exit=\"https://weather.example/\" data-time=\"10:30\" data-root=\"../../\" data-flag>text</p>",
        "<svg viewBox=\"0 0 10 10\" width=\"10\" height=\"10\" aria-hidden=\"true\" focusable=\"false\" fill=\"none\">\
         <title>Phone</title><g transform=\"rotate(45 1 1)\"><path d=\"M0 0L1,1z\" stroke=\"currentColor\" stroke-width=\"1.5\"/>\
         <circle cx=\"1\" cy=\"1\" r=\"50%\" fill=\"#fff\"></circle></g></svg>",
        "<p><time datetime=\"2026-11-21\">21 November</time><ins datetime=\"2026\">a</ins><del>b</del><kbd>Shift</kbd></p>",
        "<section aria-labelledby=\"s\"><h2 id=\"s\">S</h2><p class=\"a\nb\"\n\ttitle='x'>c</p>\r\n</section>",
        "<dialog id=\"d\" aria-describedby=\"main\"><p>text</p></dialog>",
        "<p><a id=\"old-name\"></a>text</p>",
    ];
    for body in bodies {
        let found = audit_html(super::PATH, &page("", body));
        assert!(found.is_empty(), "{body}: {:#?}", messages(&found));
    }
}

#[test]
fn what_our_heads_use_passes() {
    for head in [
        "<link rel=\"canonical\" href=\"https://example.org/guides/en/stages/gaining-access.html\">",
        "<link rel=\"alternate\" hreflang=\"ur\" href=\"../index.html\">",
        "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"https://example.org/guides/feed.xml\">",
        "<link rel=\"license\" href=\"https://creativecommons.org/licenses/by/4.0/\">",
        "<link rel=\"next\" href=\"../signs/keep-it-secret.html\"><link rel=\"prev\" href=\"../index.html\">",
        "<link rel=\"stylesheet\" href=\"../../assets/main.1a.css\" media=\"print\">",
        "<meta name=\"description\" content=\"See http://a.b &amp; more\"><meta name=\"robots\" content=\"noindex\">",
        "<script src=\"../../assets/main.2b.js\"></script>",
    ] {
        let found = audit_html(super::PATH, &page(head, ""));
        assert!(found.is_empty(), "{head}: {:#?}", messages(&found));
    }
}

#[test]
fn the_neutral_page_needs_no_exit_and_the_page_for_wrong_addresses_no_links() {
    let bare = PAGE.replace("<a class=\"exit\" href=\"../../tables.html\">Leave</a>\n<a href=\"#main\">Skip</a>\n", "");
    let exit = bare.replace("../../", "").replace("{head}", "").replace("{body}", "<p>7 × 8 = 56</p>");
    assert_eq!(messages(&audit_html("tables.html", &exit)), Vec::<&str>::new());

    let nothing = bare
        .replace("<link rel=\"stylesheet\" href=\"../../assets/main.1a.css\">", "")
        .replace("<script src=\"../../assets/main.2b.js\" defer></script>", "")
        .replace("{head}", "");
    for body in ["", "<p><a href=\"https://example.org/guides/\" rel=\"noreferrer noopener\">Home</a></p>"] {
        assert_eq!(messages(&audit_html("404.html", &nothing.replace("{body}", body))), Vec::<&str>::new());
    }
    assert_eq!(messages(&audit_html("en/a.html", &nothing.replace("{body}", ""))).len(), 2);
}

#[test]
fn plain_stylesheets_pass() {
    for css in [
        "@charset \"utf-8\";\n:root{--a:1px;color:#fff}a:hover{color:rgb(1 2 3/50%)}",
        "@font-face{font-family:\"Noto Naskh\";src:url(naskh.woff2) format(\"woff2\");unicode-range:U+0600-06FF,U+200C-200E}",
        "@font-face { src: local(\"Noto Naskh Arabic Regular\"), LOCAL( 'NotoNaskhArabic-Regular' ) /**/ , url(\"naskh.woff2\") format(\"woff2\"); }",
        "@media print{@font-face{src:local(\"a.b_c-1\"),url(naskh.woff2)}}",
        "@font-face{font-family:x;src:url(data:font/woff2;base64,d09GMg==)}",
        ".a{background:url( \"a.png\" ) no-repeat, url('../assets/b.jpg')}",
        ".a{background:image-set(url(a.png) type(\"image/png\") 1x, url(b.jpg) 2x)}",
        ".a{background-image:url(\"data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'/%3E\")}",
        ".sm\\:flex{display:flex}.a::before{content:\"\\201C\"attr(href)\" // \"}/* url(https://a.b) @import */",
        "@media print and (min-width:calc(10rem + 1px)){@page{@bottom-center{content:counter(page)}}}",
        "@supports (scroll-behavior:smooth){html{scroll-behavior:smooth}}a[href^=\"https:\"]::after{content:\"*\"}"
            .replace("https:", "tel:")
            .as_str(),
        ".a{width:1e3px;margin:-.5em +.5em;transition:transform .2s cubic-bezier(.1,.2,.3,1)}@layer a{.b{c:d}}",
        ".a{transition-behavior:allow-discrete;overscroll-behavior:none}\r\n.b{}\n",
    ] {
        let found = with_auditor(|auditor| auditor.css(&vpath("assets/main.1a.css"), css));
        assert!(found.is_empty(), "{css}: {:#?}", messages(&found));
    }
}

#[test]
fn plain_scripts_pass() {
    for js in [
        "(function () { 'use strict'; var a = document.querySelector('[data-exit]'); a.hidden = false; }());",
        "// don't fetch(), see https://a.b\n/* localStorage */ var x = 1 / 2 / 3;",
        "if (location.protocol !== \"file:\") { location.replace(a.dataset.exit || 'tables.html'); }",
        "history.replaceState(null, '', location.pathname);",
        "var index = [[\"cookie\", \"fetch\", \"import\", \"open\"], [1.5e-3, 0xff]]; find(index[0][\"length\"]);",
        "var e = document.createElement('li'); e.textContent = s.replace(/[\\u064B-\\u065F/]/g, ''); details.open = true;",
        "e.setAttribute('aria-expanded', 'true'); setTimeout(function () { a(b) }, 5); class A { constructor() {} }",
        "for (const [k, v] of pairs) { total += `${k}: ${v / 2}`.length }\nconst f = ({a}) => a / 2;",
        "stream.write(x); if (a) /b/.test(c); var d = a?.b ?? c; d ||= /\\d+:\\/x/.test(e) ? `a` : 'b';",
    ] {
        let found = with_auditor(|auditor| auditor.js(&vpath("assets/main.2b.js"), js));
        assert!(found.is_empty(), "{js}: {:#?}", messages(&found));
    }
}
