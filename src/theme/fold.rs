//! What the built-in templates ask in the same words on every page of a language, such as `{{ t(id="skip-link") }}`, is
//! answered once, when they are loaded; the smallest of their components are written out where they are called. Either call
//! costs a map of its arguments and a text of its own, some fifty times a page.

use super::fonts::SHEET;
use super::functions::{Words, escape};
use super::template_errors::Template;
use super::{Messages, ThemeAsset, embedded};

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

/// A component of one line, which stands beside most titles and links.
#[derive(Debug)]
pub(super) struct Inlined {
    /// What a call begins with.
    call: String,
    body: &'static str,
}

const COMPONENTS: &str = "templates/components.html";
const INLINED: [&str; 2] = ["ui.language_of", "ui.icon_data"];
/// The one parameter that they may have, as a body names it.
const PARAMETER: &str = "item.";

/// The components to be written out: none that a template of the user's own defines, which takes the place of the built-in.
pub(super) fn inlined(own: &[Template<'_>]) -> Vec<Inlined> {
    let built_in = embedded::FILES.iter().find(|(path, _)| *path == COMPONENTS);
    let definitions = built_in.and_then(|(_, text)| std::str::from_utf8(text).ok()).unwrap_or_default();
    let inlined = |name: &str| {
        let begin = format!("{{% component {name}(");
        let words = begin.trim_start_matches(['{', '%', ' ']);
        if own.iter().any(|(_, text)| text.contains(words)) {
            return None;
        }
        let (_, rest) = definitions.split_once(&begin)?.1.split_once(") -%}\n")?;
        let (body, _) = rest.split_once(&format!("\n{{%- endcomponent {name} %}}"))?;
        Some(Inlined { call: format!("{OPEN}<{name}"), body })
    };
    INLINED.into_iter().filter_map(inlined).collect()
}

/// A template with calls of these components written out. Calls in another form stay.
pub(super) fn written_out(mut template: String, components: &[Inlined]) -> String {
    for Inlined { call, body } in components {
        let mut pieces = template.split(call.as_str());
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            match piece
                .split_once(" />")
                .and_then(|(arguments, rest)| Some((subject(arguments)?, rest.strip_prefix(CLOSE)?)))
            {
                Some((subject, rest)) => out = out + &body.replace(PARAMETER, &subject) + rest,
                None => out = out + call + piece,
            }
        }
        template = out;
    }
    template
}

/// What a call gives as its one argument, with a dot behind it: ` item={card}` or, in short, ` item`.
fn subject(arguments: &str) -> Option<String> {
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.".contains(&byte));
    let name = match arguments.strip_prefix(" item={") {
        Some(expression) => expression.strip_suffix('}')?,
        None if arguments.is_empty() => "",
        None => arguments.strip_prefix(' ')?,
    };
    is_name(name).then(|| format!("{name}."))
}

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
    use crate::theme::{Theme, engine, functions};
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

    #[test]
    fn components_are_written_out_as_they_would_answer() {
        let theme = Theme::load(&SourceTree::default(), &Config::default()).0.unwrap();
        let words = words(&theme, &Config::default());
        let mut context = Context::new();
        let texts = [("sd", Some("rtl")), ("en", None), ("", None)].map(|(lang, dir)| Foreign { lang, dir });
        context.insert("texts", &texts);
        let template = "{% for item in texts %}<p{{ <ui.language_of item /> }}>{% endfor %}\
                        {% set page = {\"a\": texts[0]} %}<p{{ <ui.language_of item={page.a} /> }}>{{ <ui.icon_data /> }}";
        let said = |template: &str| {
            let engine = engine(&[("call.html".into(), template.into())], &words, &theme.assets).unwrap();
            engine.render("call.html", &context).unwrap()
        };
        let written = written_out(template.to_owned(), &inlined(&[]));
        assert!(!written.contains("<ui."), "{written}");
        assert_eq!(said(&written), said(template));
        assert!(said(template).starts_with("<p lang=\"sd\" dir=\"rtl\"><p lang=\"en\"><p><p lang=\"sd\""));
        let other = "<p{{ <ui.language_of item={page | first} /> }}{{- <ui.icon_data /> }}{{ <ui.icon_data_of /> }}";
        assert_eq!(written_out(other.to_owned(), &inlined(&[])), other);
    }

    #[test]
    fn a_component_of_the_users_own_is_called() {
        let own = "{% component ui.language_of(item) %} lang=\"xx\"{% endcomponent ui.language_of %}";
        let components = inlined(&[("words.html".into(), own.into())]);
        assert_eq!(components.iter().map(|one| one.call.as_str()).collect::<Vec<_>>(), ["{{ <ui.icon_data"]);
    }

    #[derive(serde::Serialize)]
    struct Foreign {
        lang: &'static str,
        dir: Option<&'static str>,
    }
}
