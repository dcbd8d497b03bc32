//! What templates can call: messages, dates, assets, and the one isolation helper.

use super::messages::fill;
use super::{Messages, ThemeAsset};
use crate::locale::Formats;
use crate::model::{Direction, PartialDate};
use std::sync::Arc;
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// What the functions of one language speak with.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub messages: Arc<Messages>,
    pub formats: Arc<Formats>,
    pub tag: String,
    pub direction: Direction,
}

/// Registers the functions of one language.
pub(super) fn register(engine: &mut Tera, shared: &Arc<Words>, assets: &Arc<Vec<ThemeAsset>>) {
    let words = shared.clone();
    engine.register_function("t", move |args: Kwargs, _: &State<'_>| message(&words, &args));
    let words = shared.clone();
    engine.register_function("t_plain", move |args: Kwargs, _: &State<'_>| plain_message(&words, &args));
    let words = shared.clone();
    engine.register_filter("date", move |date: &str, _: Kwargs, _: &State<'_>| date_element(&words, date));
    let words = shared.clone();
    engine.register_filter("number", move |number: i64, _: Kwargs, _: &State<'_>| words.formats.number(number));
    let words = shared.clone();
    engine.register_filter("size", move |bytes: i64, _: Kwargs, _: &State<'_>| size(&words, bytes));
    register_assets(engine, assets);
    engine.register_filter("ltr", |text: &str, _: Kwargs, _: &State<'_>| Value::safe_string(&isolate_ltr(text)));
    engine.register_filter("bdi", |text: &str, _: Kwargs, _: &State<'_>| Value::safe_string(&isolate(text)));
}

/// Registers the function that knows the theme's files, also in place of the one that is there.
pub(super) fn register_assets(engine: &mut Tera, assets: &Arc<Vec<ThemeAsset>>) {
    let assets = assets.clone();
    engine.register_function("asset", move |args: Kwargs, _: &State<'_>| asset(&assets, &args));
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

/// `t(id="…", name=value)`: a message as HTML. Each value is escaped and isolated, unless it is HTML already; a number is
/// written as the language writes numbers. With `default=…` an id without a message gives that value: the codes of
/// regions and languages are an open list.
fn message(words: &Words, args: &Kwargs) -> TeraResult<Value> {
    let id: &str = args.must_get("id")?;
    let value = |name: &str| {
        let value = argument(args, name)?;
        Some(if value.is_safe() { words.text_of(value) } else { isolate(&words.text_of(value)) })
    };
    // The message itself is text: it is escaped before its placeholders are filled with HTML.
    let html = match words.message(id, args) {
        Some(text) => in_its_language(fill(&escape(text), value), words.messages.is_borrowed(id)),
        None => value("default").ok_or_else(|| unknown(id))?,
    };
    Ok(Value::safe_string(&html))
}

/// HTML that says of English words that they are English: in right-to-left text their full stop would stand at the
/// wrong end, and a screen reader would read them by the rules of another language.
pub(super) fn in_its_language(html: String, borrowed: bool) -> String {
    if borrowed { format!("<span lang=\"en\" dir=\"ltr\">{html}</span>") } else { html }
}

/// `t_plain(id="…", name=value)`: a message as text, for attributes and `<title>`. Each value stands between U+2068 and
/// U+2069, which isolate it where elements can't.
fn plain_message(words: &Words, args: &Kwargs) -> TeraResult<Value> {
    let id: &str = args.must_get("id")?;
    let value = |name: &str| argument(args, name).map(|value| format!("\u{2068}{}\u{2069}", words.text_of(value)));
    let text = words.message(id, args).ok_or_else(|| unknown(id))?;
    Ok(Value::normal_string(&fill(text, value)))
}

fn argument<'a>(args: &'a Kwargs, name: &str) -> Option<&'a Value> {
    args.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
}

impl Words {
    /// The text of a message, in the plural form of the argument `count` where there is one.
    fn message(&self, id: &str, args: &Kwargs) -> Option<&str> {
        let count = argument(args, "count").and_then(Value::as_i64).and_then(|count| u64::try_from(count).ok());
        match count {
            Some(count) => self.messages.counted(id, count),
            None => self.messages.get(id),
        }
    }

    fn text_of(&self, value: &Value) -> String {
        match (value.as_str(), value.as_i64()) {
            (Some(text), _) => text.to_owned(),
            (None, Some(number)) => self.formats.number(number),
            (None, None) => value.to_string(),
        }
    }
}

fn unknown(id: &str) -> Error {
    Error::message(format!("there is no message `{id}` in locales/en.po"))
}

/// `date`: a `<time>` element with the date in words, as much of it as is known. It says its language, since the sentence
/// round it may be borrowed from English, and its direction, by which browsers isolate it: a digit before or after it can't
/// change places with one of its own.
fn date_element(words: &Words, date: &str) -> TeraResult<Value> {
    let parsed = PartialDate::parse(date).ok_or_else(|| Error::message(format!("`{date}` is no date")))?;
    let text = escape(&words.formats.date(parsed.year, parsed.month, parsed.day));
    let own = match words.tag.as_str() {
        "en" => String::new(),
        tag => format!(" lang=\"{tag}\" dir=\"{}\"", words.direction.html()),
    };
    Ok(Value::safe_string(&format!("<time datetime=\"{}\"{own}>{text}</time>", escape(date))))
}

/// `size`: how large a file is, in words. Rounded up: who has little data left must not be told too little.
fn size(words: &Words, bytes: i64) -> TeraResult<Value> {
    let up = |step: i64| bytes.saturating_add(step - 1) / step;
    let (id, amount) = match bytes {
        ..=999_000 => ("size-kb", words.formats.number(up(1_000))),
        _ => ("size-mb", words.formats.tenths(up(100_000))),
    };
    let text = words.messages.get(id).ok_or_else(|| unknown(id))?;
    let html = fill(&escape(text), |name| (name == "size").then(|| escape(&amount)));
    let html = in_its_language(format!("<bdi>{html}</bdi>"), words.messages.is_borrowed(id));
    Ok(Value::safe_string(&html))
}

/// `asset(name="main.css")`: the path of a theme's file from the bundle's root.
fn asset(assets: &[ThemeAsset], args: &Kwargs) -> TeraResult<Value> {
    let name: &str = args.must_get("name")?;
    match assets.iter().find(|asset| asset.name == name) {
        Some(asset) => Ok(Value::normal_string(asset.path.as_str())),
        None => Err(Error::message(format!("the theme has no asset `{name}`"))),
    }
}
