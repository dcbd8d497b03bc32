use super::{SITE, Site};
use std::fmt::Write;

/// The page to open: a large link for each language, each to its home page. It looks like the site, runs nothing, and its title
/// says nothing of what the pages are about.
pub fn start_page(site: &Site) -> String {
    let Some(default) = site.languages.first() else { return String::new() };
    let words = words(default.tag());
    let style = site.style.iter().map(|path| format!("<link rel=\"stylesheet\" href=\"{SITE}/{path}\">\n"));
    let mut links = String::new();
    for locale in &site.languages {
        let (tag, dir, folder, name) = (locale.tag(), locale.direction().html(), locale.folder(), locale.own_name());
        let _ = writeln!(
            links,
            "<li class=\"door\" dir=\"{dir}\"><a href=\"{SITE}/{folder}/index.html\" lang=\"{tag}\" hreflang=\"{tag}\" dir=\"{dir}\">{name}</a></li>"
        );
    }
    format!(
        "<!doctype html>
<html lang=\"{lang}\" dir=\"{dir}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'\">
<meta name=\"referrer\" content=\"no-referrer\">
<meta http-equiv=\"x-dns-prefetch-control\" content=\"off\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>{title}</title>
<link rel=\"icon\" href=\"data:image/svg+xml,%3Csvg%20xmlns=%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%20viewBox=%220%200%2016%2016%22%3E%3Crect%20width=%2216%22%20height=%2216%22%20rx=%223%22%20fill=%22%23789%22/%3E%3C/svg%3E\">
{style}</head>
<body class=\"page-home\">
<nav class=\"first\" aria-label=\"{first}\">
<a class=\"exit\" href=\"{SITE}/tables.html\">{exit}</a>
<a class=\"skip\" href=\"#_main\">{skip}</a>
</nav>
<main id=\"_main\" tabindex=\"-1\">
<h1>{title}</h1>
<ul class=\"doors\">
{links}</ul>
</main>
</body>
</html>
",
        lang = default.tag(),
        dir = default.direction().html(),
        title = words.title,
        first = words.first,
        exit = words.exit,
        skip = words.skip,
        style = style.collect::<String>(),
    )
}

/// The words of the page in one language.
struct Words {
    title: &'static str,
    first: &'static str,
    exit: &'static str,
    skip: &'static str,
}

/// Those of the language, in English where nobody has given them.
fn words(tag: &str) -> Words {
    let [title, first, exit, skip] = match tag.split('-').next() {
        Some("ur") => ["یہاں سے شروع کریں", "نکلیں یا آگے جائیں", "یہاں سے نکلیں", "سیدھے متن پر جائیں"],
        Some("ps") => ["له دې ځایه پیل وکړئ", "وتل یا سیده متن ته تلل", "له دې پاڼې ووځئ", "سیده متن ته لاړ شئ"],
        Some("sd") => ["هتان شروع ڪريو", "نڪرو يا اڳتي وڃو", "هتان نڪرو", "سڌو متن ڏانهن وڃو"],
        _ => ["Start here", "Leave or skip", "Leave this page", "Skip to the text"],
    };
    Words { title, first, exit, skip }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    #[test]
    fn every_language_in_its_own_name_and_direction() {
        let languages = ["ur", "en", "pa-Arab"].map(|tag| Locale::parse(tag).unwrap()).to_vec();
        let page = start_page(&Site { languages, style: Some("assets/main.css".into()) });
        for part in [
            "<html lang=\"ur\" dir=\"rtl\">",
            "<a href=\"site/ur/index.html\" lang=\"ur\" hreflang=\"ur\" dir=\"rtl\">اردو</a>",
            "<a href=\"site/en/index.html\" lang=\"en\" hreflang=\"en\" dir=\"ltr\">English</a>",
            "<a href=\"site/pa-arab/index.html\" lang=\"pa-Arab\" hreflang=\"pa-Arab\" dir=\"rtl\">پنجابی</a>",
            "href=\"site/assets/main.css\"",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("<script"), "{page}");
    }
}
