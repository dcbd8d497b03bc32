use crate::locale::Locale;

/// What a bundle's own pages tell of it. Whatever theme made them, only names that are safe to write into a page are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The default language first.
    pub languages: Vec<Locale>,
    /// The path of its first style sheet in the bundle.
    pub style: Option<String>,
}

impl Site {
    /// Reads the page at the top, and the home page of each folder by the folder's name; `None` where no folder is that of a
    /// language. `has` says which paths the bundle lists.
    pub fn read<'a>(
        top: &str,
        homes: impl Iterator<Item = (&'a str, &'a str)>,
        has: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let default = first(top, "html", |_| true).and_then(|tag| attribute(tag, "lang")).unwrap_or_default();
        let language = |(folder, page): (&str, &'a str)| {
            let tag = attribute(first(page, "html", |_| true)?, "lang")?;
            Locale::parse(tag).filter(|locale| locale.is_folder(folder))
        };
        let mut languages: Vec<Locale> = homes.filter_map(language).collect();
        languages.sort_by(|a, b| (a.tag() != default, a.tag()).cmp(&(b.tag() != default, b.tag())));
        let style = first(top, "link", |tag| attribute(tag, "rel") == Some("stylesheet"));
        let style = style.and_then(|tag| attribute(tag, "href")).filter(|href| is_plain(href) && has(href));
        (!languages.is_empty()).then(|| Self { languages, style: style.map(str::to_owned) })
    }
}

/// The inside of the first tag of this name that is the one.
fn first<'a>(page: &'a str, name: &str, is_it: impl Fn(&str) -> bool) -> Option<&'a str> {
    let begin = format!("<{name} ");
    let tags = page.match_indices(&begin).map(|(at, _)| &page[at + begin.len() - 1..]);
    tags.filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag).find(|tag| is_it(tag))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Whether a path means the same in an address and on a disk, and can't end an attribute.
fn is_plain(path: &str) -> bool {
    path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_style() {
        let top = r#"<!doctype html><html lang="ur" dir="rtl"><link rel="icon" href="x"><link rel="stylesheet" href="assets/a.css">"#;
        let homes = [
            ("assets", "<html lang=\"en\">"),
            ("en", "<html lang=\"en\" dir=\"ltr\">"),
            ("pa-arab", "<html lang=\"pa-Arab\">"),
            ("ur", "<html lang=\"ur\">"),
            ("xx", "<html>"),
        ];
        let site = Site::read(top, homes.into_iter(), |path| path == "assets/a.css").unwrap();
        let tags: Vec<&str> = site.languages.iter().map(Locale::tag).collect();
        assert_eq!(tags, ["ur", "en", "pa-Arab"]);
        assert_eq!(site.style.as_deref(), Some("assets/a.css"));
        assert_eq!(Site::read(top, homes.into_iter(), |_| false).unwrap().style, None);
        assert_eq!(Site::read(top, [("files", "<p>")].into_iter(), |_| true), None);
    }
}
