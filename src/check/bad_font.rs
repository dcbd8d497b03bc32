use super::facts::Facts;
use super::nearest_path::nearest_paths;
use crate::diagnostic::{Code, Diagnostic};
use crate::font::Font;
use crate::model::LangId;
use crate::parse::{Key, locate};
use crate::source::{Root, Span, VPath};

/// Fonts of `site.yaml` that are not there, or can't be embedded by what their tables say.
pub(super) fn check(facts: &Facts<'_>, said: &mut Vec<Diagnostic>) {
    for (lang, path) in &facts.library.config.fonts {
        let Some(place) = place(facts, *lang) else { continue };
        let Some(file) = facts.tree.find(Root::Guides, path.as_str()) else {
            said.push(missing(facts, path, place));
            continue;
        };
        if let Err(bad) = Font::read(&facts.tree.file(file).bytes) {
            said.push(Diagnostic::new(Code::BadFont, place, format!("`{path}` {bad}")).help(bad.help()));
        }
    }
}

/// Where `site.yaml` names the font of a language.
fn place(facts: &Facts<'_>, lang: LangId) -> Option<Span> {
    let site = facts.tree.find(Root::Guides, "site.yaml")?;
    let tag = facts.library.config.locale(lang).tag();
    Some(locate(facts.tree, site, &[Key::Field("fonts"), Key::Field(tag)]))
}

fn missing(facts: &Facts<'_>, path: &VPath, place: Span) -> Diagnostic {
    let files = facts.tree.root(Root::Guides).map(|(_, file)| file.path.as_str());
    let there: Vec<&str> = files.filter(|file| file.starts_with("assets/")).collect();
    let help = match nearest_paths([path.as_str()], &there).get(path.as_str()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "put the font's file there, or remove the line".to_owned(),
    };
    Diagnostic::new(Code::BadFont, place, format!("the guides folder has no `{path}`")).help(help)
}
