//! What templates can call: messages, dates, assets, and the one isolation helper.

use super::messages::fill;
use super::{Messages, ThemeAsset};
use crate::model::PartialDate;
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// Registers the functions of one language.
pub(super) fn register(engine: &mut Tera, messages: &Arc<Messages>, assets: &Arc<Vec<ThemeAsset>>) {
    let words = messages.clone();
    engine.register_function("t", move |args: Kwargs, _: &State<'_>| message(&words, &args));
    let words = messages.clone();
    engine.register_function("t_plain", move |args: Kwargs, _: &State<'_>| plain_message(&words, &args));
    let words = messages.clone();
    engine.register_filter("date", move |date: &str, _: Kwargs, _: &State<'_>| date_element(&words, date));
    let assets = assets.clone();
    engine.register_function("asset", move |args: Kwargs, _: &State<'_>| asset(&assets, &args));
    engine.register_filter("ltr", |text: &str, _: Kwargs, _: &State<'_>| Value::safe_string(&isolate_ltr(text)));
    engine.register_filter("bdi", |text: &str, _: Kwargs, _: &State<'_>| Value::safe_string(&isolate(text)));
}

/// A text that keeps its own direction inside a sentence of another.
pub(crate) fn isolate(text: &str) -> String {
    format!("<bdi>{}</bdi>", escape(text))
}

/// A number or an address, which reads from left to right in every language.
pub(crate) fn isolate_ltr(text: &str) -> String {
    format!("<bdi dir=\"ltr\">{}</bdi>", escape(text))
}

/// A text for HTML, in elements and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    // Writing into a string can't fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

/// `t(id="…", name=value)`: a message as HTML. Each value is escaped and isolated, unless it is HTML already. With
/// `default=…` an id without a message gives that value: the codes of regions and languages are an open list.
fn message(messages: &Messages, args: &Kwargs) -> TeraResult<Value> {
    let id: &str = args.must_get("id")?;
    let value = |name: &str| {
        let value = argument(args, name)?;
        Some(if value.is_safe() { text_of(value) } else { isolate(&text_of(value)) })
    };
    // The message itself is text: it is escaped before its placeholders are filled with HTML.
    let html = match messages.get(id) {
        Some(text) => in_its_language(fill(&escape(text), value), messages.is_borrowed(id)),
        None => value("default").ok_or_else(|| unknown(id))?,
    };
    Ok(Value::safe_string(&html))
}

/// HTML that says of English words that they are English: in right-to-left text their full stop would stand at the
/// wrong end, and a screen reader would read them by the rules of another language.
fn in_its_language(html: String, borrowed: bool) -> String {
    if borrowed { format!("<span lang=\"en\" dir=\"ltr\">{html}</span>") } else { html }
}

/// `t_plain(id="…", name=value)`: a message as text, for attributes and `<title>`. Each value stands between U+2068 and
/// U+2069, which isolate it where elements can't.
fn plain_message(messages: &Messages, args: &Kwargs) -> TeraResult<Value> {
    let id: &str = args.must_get("id")?;
    let value = |name: &str| argument(args, name).map(|value| format!("\u{2068}{}\u{2069}", text_of(value)));
    messages.fill(id, value).map(|text| Value::normal_string(&text)).ok_or_else(|| unknown(id))
}

fn argument<'a>(args: &'a Kwargs, name: &str) -> Option<&'a Value> {
    args.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn unknown(id: &str) -> Error {
    Error::message(format!("there is no message `{id}` in locales/en.po"))
}

/// `date`: a `<time>` element with the date in words, as much of it as is known.
fn date_element(messages: &Messages, date: &str) -> TeraResult<Value> {
    let words = date_words(messages, date).ok_or_else(|| Error::message(format!("`{date}` is no date")))?;
    let words = in_its_language(escape(&words), messages.is_borrowed("date-day"));
    Ok(Value::safe_string(&format!("<time datetime=\"{}\">{words}</time>", escape(date))))
}

fn date_words(messages: &Messages, date: &str) -> Option<String> {
    let date = PartialDate::parse(date)?;
    let id = match (date.month, date.day) {
        (Some(_), Some(_)) => "date-day",
        (Some(_), None) => "date-month",
        _ => "date-year",
    };
    let month = date.month.and_then(|month| messages.get(&format!("month-{month}")));
    messages.fill(id, |name| match name {
        "year" => Some(date.year.to_string()),
        "month" => month.map(str::to_owned),
        "day" => date.day.map(|day| day.to_string()),
        _ => None,
    })
}

/// `asset(name="main.css")`: the path of a theme's file from the bundle's root.
fn asset(assets: &[ThemeAsset], args: &Kwargs) -> TeraResult<Value> {
    let name: &str = args.must_get("name")?;
    match assets.iter().find(|asset| asset.name == name) {
        Some(asset) => Ok(Value::normal_string(asset.path.as_str())),
        None => Err(Error::message(format!("the theme has no asset `{name}`"))),
    }
}
