//! What the built-in templates ask in the same words on every page of a language, such as `{{ t(id="skip-link") }}`, is
//! answered once, when they are loaded. A call costs a map of its arguments and a text of its own, some fifty times a page.

use super::fonts::SHEET;
use super::functions::{Words, escape};
use super::{Messages, ThemeAsset};

/// A template with the calls that have one fixed argument replaced by what they say as HTML. A call whose answer can't
/// stand in a template as it is stays.
pub(super) fn answered(template: &str, words: &Words, assets: &[ThemeAsset]) -> String {
    let (mut rest, mut out) = (template, String::with_capacity(template.len() * 2));
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let said = after.split_once(CLOSE).and_then(|(call, tail)| Some((answer(call, words, assets)?, tail)));
        match said {
            Some((html, tail)) => {
                out.push_str(&html);
                rest = tail;
            }
            None => {
                out.push_str(OPEN);
                rest = after;
            }
        }
    }
    out + rest
}

const OPEN: &str = "{{ ";
const CLOSE: &str = " }}";

fn answer(call: &str, words: &Words, assets: &[ThemeAsset]) -> Option<String> {
    let (function, argument) = call.strip_suffix("\")")?.split_once("=\"")?;
    let messages: &Messages = &words.messages;
    let html = match function {
        "t(id" => messages.get(argument).map(|_| messages.html(argument)),
        "t_plain(id" => messages.get(argument).map(escape),
        // Fonts come into it later, and its name is of its bytes.
        "asset(name" if argument == SHEET => None,
        "asset(name" => assets.iter().find(|asset| asset.name == argument).map(|asset| escape(asset.path.as_str())),
        _ => None,
    };
    // A brace would be read as a tag, and blanks at the ends are taken away by a tag beside that asks for it.
    html.filter(|html| !html.contains(['{', '}']) && html.trim() == html)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Config;
    use crate::source::SourceTree;
    use crate::theme::{Theme, embedded, engine, functions};
    use std::sync::Arc;
    use tera::Context;

    fn words(theme: &Theme, config: &Config) -> Arc<Words> {
        let lang = crate::model::LangId::DEFAULT;
        let (messages, formats) = (theme.messages[0].clone(), theme.formats[0].clone());
        let (tag, direction) = (config.locale(lang).tag().to_owned(), config.locale(lang).direction());
        Arc::new(functions::Words { messages, formats, tag, direction })
    }

    #[test]
    fn answers_are_those_of_the_calls() {
        // Urdu lacks some words, which are English in it.
        let tree = SourceTree::of_guides([("site.yaml", "title: {ur: Safe}\nlanguages: [ur]\n")]);
        let (parsed, _) = crate::parse::parse(&tree);
        let theme = Theme::load(&tree, &parsed.config).0.unwrap();
        let words = words(&theme, &parsed.config);
        let calls: std::collections::BTreeSet<String> = embedded::FILES
            .iter()
            .filter(|(path, _)| path.starts_with("templates/"))
            .flat_map(|(_, text)| String::from_utf8_lossy(text).split(OPEN).map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|rest| Some(rest.split_once(CLOSE)?.0.to_owned()))
            .filter(|call| answer(call, &words, theme.assets()).is_some())
            .collect();
        assert!(calls.len() > 60, "{}", calls.len());
        for call in calls {
            let template = format!("<p>{OPEN}{call}{CLOSE}</p>");
            let engine = engine(&[("call.html".into(), template.as_str().into())], &words, &theme.assets).unwrap();
            let called = engine.render("call.html", &Context::new()).unwrap();
            assert_eq!(answered(&template, &words, theme.assets()), called, "{call}");
        }
    }

    #[test]
    fn what_is_not_plain_stays() {
        let tree = SourceTree::of_guides([("site.yaml", "title: {en: Safe}\nlanguages: [en]\n")]);
        let (parsed, _) = crate::parse::parse(&tree);
        let theme = Theme::load(&tree, &parsed.config).0.unwrap();
        let words = words(&theme, &parsed.config);
        for template in [
            "{{ page.title }}",
            "{{ t(id=\"no-such-message\") }}",
            // Its comma is followed by a blank.
            "{{ t(id=\"list-separator\") }}",
            // It has a placeholder.
            "{{ t(id=\"edition\") }}",
            "{{ t(id=\"kind-\" ~ kind) }}",
            "{{- t(id=\"search-link\") -}}",
            "{{ t(id=\"search-link",
        ] {
            assert_eq!(answered(template, &words, theme.assets()), template);
        }
        assert_eq!(answered("<a>{{ t(id=\"search-link\") }}</a>{{ x }}", &words, &[]), "<a>Find</a>{{ x }}");
    }
}
