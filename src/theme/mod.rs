//! How pages look and speak: templates, interface messages, and the assets that go with them. The default theme is in
//! the binary; a folder given by the user overrides any of its files, one by one.

mod assets;
mod book;
mod catalogue;
mod embedded;
mod fold;
mod fonts;
mod functions;
mod kiwix;
mod lacking;
mod messages;
mod plural;
mod single;
mod template_errors;
#[cfg(test)]
mod template_tests;

pub use assets::{ThemeAsset, search_script};
pub(crate) use assets::{hashed_path, hex};
pub use fonts::{Face, literals};
pub(crate) use functions::escape;
pub use messages::Messages;
pub(crate) use messages::fill;

use crate::diagnostic::{Code, Diagnostic};
use crate::locale::Formats;
use crate::model::{Config, LangId, PictureSettings};
use crate::parse::picture_settings;
use crate::source::{Root, SourceTree, VPath};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use template_errors::Template;
use tera::{Context, Tera};

/// A theme that is ready to render.
#[derive(Debug)]
pub struct Theme {
    /// One set of templates for each language: they differ in what the functions `t` and `date` say.
    engines: Vec<Tera>,
    messages: Vec<Arc<Messages>>,
    formats: Vec<Arc<Formats>>,
    assets: Arc<Vec<ThemeAsset>>,
    pictures: PictureSettings,
    /// What shows the font of a language in books, by its tag.
    book_faces: BTreeMap<String, String>,
}

/// A file of a theme: the user's where there is one, else the built-in one.
struct ThemeFile<'a> {
    text: Cow<'a, [u8]>,
}

impl Theme {
    /// Loads the default theme with the files of the tree's theme folder over it. What is wrong with those is said; the
    /// theme is there unless a template can't be used at all.
    pub fn load(tree: &SourceTree, config: &Config) -> (Option<Self>, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let files = files(tree);
        refuse_strangers(tree, &mut problems);
        let assets = Arc::new(assets::load(tree, &files, config.discreet, &mut problems));
        let messages = messages::load(tree, &config.languages, &mut problems);
        let formats: Vec<Arc<Formats>> =
            config.langs().map(|lang| Arc::new(Formats::new(config.locale(lang)))).collect();
        let templates = user_templates(tree);
        let pictures = picture_settings(tree, &mut problems);
        problems.extend(template_errors::unused(tree, &templates));
        let words = |lang: LangId| {
            Arc::new(functions::Words {
                messages: messages[lang.index()].clone(),
                formats: formats[lang.index()].clone(),
                tag: config.locale(lang).tag().to_owned(),
                direction: config.locale(lang).direction(),
            })
        };
        let langs: Vec<LangId> = config.langs().collect();
        let made = |lang: &LangId| engine(&templates, &words(*lang), &assets).map_err(|_| *lang);
        let engines: Vec<Result<Tera, LangId>> = langs.par_iter().map(made).collect();
        // The first that fails is told of, whichever thread was first.
        match engines.into_iter().collect::<Result<Vec<Tera>, LangId>>() {
            Ok(engines) => {
                (Some(Self { engines, messages, formats, assets, pictures, book_faces: BTreeMap::new() }), problems)
            }
            Err(lang) => {
                let words = words(lang);
                problems.extend(template_errors::all(tree, &templates, |sound| engine(sound, &words, &assets)));
                (None, problems)
            }
        }
    }

    /// Renders a template for a page in `lang`: UTF-8, as the audit of the page makes sure once more.
    pub fn render(
        &self,
        tree: &SourceTree,
        template: &str,
        lang: LangId,
        context: &Context,
        page: &VPath,
    ) -> Result<Vec<u8>, Diagnostic> {
        // Most pages of guides fit.
        let mut html = Vec::with_capacity(24 * 1024);
        match self.engines[lang.index()].render_to(template, context, &mut html) {
            Ok(()) => Ok(html),
            Err(error) => Err(template_errors::locate(tree, &error, Some(page))),
        }
    }

    /// The files that every page may use, with the names they have in the bundle.
    pub fn assets(&self) -> &[ThemeAsset] {
        &self.assets
    }

    /// In which sizes pages want pictures.
    pub fn pictures(&self) -> &PictureSettings {
        &self.pictures
    }

    /// How a language writes dates and numbers, and orders its words.
    pub fn formats(&self, lang: LangId) -> &Formats {
        &self.formats[lang.index()]
    }

    /// The words of the interface in a language.
    pub fn messages(&self, lang: LangId) -> &Messages {
        &self.messages[lang.index()]
    }
}

/// Every file of the theme by its path: `templates/page.html`, `assets/main.css`, `locales/en.po`.
fn files(tree: &SourceTree) -> BTreeMap<&str, ThemeFile<'_>> {
    let built_in = embedded::FILES.iter().map(|(path, text)| (*path, ThemeFile { text: Cow::Borrowed(*text) }));
    let mut files: BTreeMap<&str, ThemeFile<'_>> = built_in.collect();
    for (_, file) in tree.root(Root::Theme) {
        files.insert(file.path.as_str(), ThemeFile { text: Cow::Borrowed(&file.bytes) });
    }
    files
}

/// A file in a theme folder that the theme would never use is a slip of the user's: say so.
fn refuse_strangers(tree: &SourceTree, problems: &mut Vec<Diagnostic>) {
    for (id, file) in tree.root(Root::Theme) {
        let path = file.path.as_str();
        let known = match path.split_once('/') {
            Some(("templates", rest)) => rest.ends_with(".html"),
            Some(("assets", rest)) => assets::is_allowed(rest),
            Some(("locales", rest)) => rest.ends_with(".po") && !rest.contains('/'),
            _ => {
                path == "theme.yaml"
                    || path == "screenshot.png"
                    || path.ends_with(".md")
                    || path.ends_with(".txt")
                    || path.starts_with("LICENSE")
            }
        };
        if !known {
            let help = "a theme holds templates/*.html, assets/*.css|js|woff2|png|jpg, locales/*.po and theme.yaml";
            problems.push(Diagnostic::new(Code::ThemeError, id, format!("a theme has no use for `{path}`")).help(help));
        }
    }
}

/// The templates of the user's own.
fn user_templates(tree: &SourceTree) -> Vec<Template<'_>> {
    let templates = tree.root(Root::Theme).filter_map(|(_, file)| {
        let name = file.path.as_str().strip_prefix("templates/").filter(|name| name.ends_with(".html"))?;
        Some((name.to_owned(), String::from_utf8_lossy(&file.bytes)))
    });
    templates.collect()
}

/// The templates of one language. The built-in ones also stand under `default/…`, so that a user's `page.html` can say
/// `{% extends "default/page.html" %}`.
fn engine(
    templates: &[Template<'_>],
    words: &Arc<functions::Words>,
    assets: &Arc<Vec<ThemeAsset>>,
) -> tera::TeraResult<Tera> {
    let mut engine = Tera::new();
    functions::register(&mut engine, words, assets);
    engine.set_fallback_prefixes([DEFAULT_PREFIX])?;
    let components = fold::inlined(templates);
    let built_in = embedded::FILES.iter().filter_map(|(path, text)| {
        let name = path.strip_prefix("templates/")?;
        let text = fold::answered(&String::from_utf8_lossy(text), words, assets);
        let text = fold::written_out(text, &components);
        Some((format!("{DEFAULT_PREFIX}{name}"), Cow::Owned(text)))
    });
    engine.add_raw_templates(built_in.chain(templates.iter().cloned()))?;
    Ok(engine)
}

const DEFAULT_PREFIX: &str = "default/";
