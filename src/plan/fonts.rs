//! The fonts of a bundle: which characters the pages of a language show, and which of them its font lacks.

use crate::check;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::font::{BadFont, Characters, Font, RECIPE};
use crate::library::Library;
use crate::locale::Formats;
use crate::model::{BlockPlace, Config, Guide, LangId, Own};
use crate::parse::{Key, Places, body, locate, markdown};
use crate::source::{FileId, Root, SourceTree, Span};
use crate::store::{Key as StoreKey, Store, kept};
use crate::theme::{Face, Theme, literals};
use memchr::{memchr, memmem};
use pulldown_cmark::Event;
use rayon::prelude::*;

/// A font that takes the place of the one that `site.yaml` names for a language.
#[derive(Debug, Clone)]
pub struct GivenFont {
    /// The tag of the language, which need not be one of the site.
    pub tag: String,
    /// The file as a person knows it.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl GivenFont {
    /// Whether the site has the language.
    pub fn is_wanted(&self, config: &Config) -> bool {
        config.languages.iter().any(|locale| locale.tag() == self.tag)
    }
}

/// The fonts that a site's languages have, with the characters that are wanted of each.
#[derive(Debug)]
pub struct Fonts<'a>(Vec<Chosen<'a>>);

/// The font of one language.
#[derive(Debug)]
struct Chosen<'a> {
    lang: LangId,
    name: String,
    font: Font<'a>,
    bytes: &'a [u8],
    /// Where it was chosen.
    place: Place,
    characters: Characters,
}

/// Finds the fonts of a site, and says what they lack. Those of `site.yaml` that can't be read are left out: a rule says so.
pub fn fonts<'a>(
    tree: &'a SourceTree,
    library: &Library,
    theme: &Theme,
    given: &'a [GivenFont],
) -> (Fonts<'a>, Vec<Diagnostic>) {
    let (mut chosen, mut said) = (Vec::new(), Vec::new());
    for lang in library.config.langs() {
        let Some((name, bytes, place)) = choose(tree, library, lang, given) else { continue };
        let font = match Font::read(bytes) {
            Ok(font) => font,
            // A rule has looked at those that the tree holds.
            Err(_) if matches!(place, Place::Span(_)) => continue,
            Err(bad) => {
                said.push(bad_font(&place, &name, bad));
                continue;
            }
        };
        let own = own_characters(tree, library, theme, lang);
        let lacking = lacking(library, lang, &font, &own);
        match lacking {
            Err(bad) => said.push(bad_font(&place, &name, bad)),
            Ok(lacking) => {
                said.extend(say_lacking(tree, library, lang, &place, &lacking));
                let characters = own.union(&shared_characters(tree, library, theme, lang));
                chosen.push(Chosen { lang, name, font, bytes, place, characters });
            }
        }
    }
    check::raise(&library.config, &mut said);
    (Fonts(chosen), said)
}

impl Fonts<'_> {
    /// Cuts each font down to its characters and puts it into the theme, before there is a plan. What was cut before is
    /// taken from the store.
    pub fn embed(&self, library: &Library, theme: &mut Theme, store: &dyn Store) -> Vec<Diagnostic> {
        let made: Vec<Result<Face, Diagnostic>> = self.0.par_iter().map(|chosen| chosen.face(library, store)).collect();
        let (faces, said): (Vec<_>, Vec<_>) = made.into_iter().partition(Result::is_ok);
        theme.embed(faces.into_iter().flatten().collect(), library.config.discreet);
        said.into_iter().filter_map(Result::err).collect()
    }
}

impl Chosen<'_> {
    fn face(&self, library: &Library, store: &dyn Store) -> Result<Face, Diagnostic> {
        let characters: String = self.characters.iter().collect();
        let [code, crates] = RECIPE.map(str::as_bytes);
        let key = StoreKey::of(&[b"font", code, crates, self.bytes, characters.as_bytes()]);
        let bytes = kept(store, &key, || self.font.subset(&self.characters));
        Ok(Face {
            tag: library.config.locale(self.lang).tag().to_owned(),
            bytes: bytes.map_err(|bad| bad_font(&self.place, &self.name, bad))?,
            local_names: self.font.local_names(),
            weights: self.font.weights(),
        })
    }
}

/// The font of a language: its name, its bytes and where it was chosen.
fn choose<'a>(
    tree: &'a SourceTree,
    library: &Library,
    lang: LangId,
    given: &'a [GivenFont],
) -> Option<(String, &'a [u8], Place)> {
    let tag = library.config.locale(lang).tag();
    if let Some(given) = given.iter().find(|given| given.tag == tag) {
        return Some((given.name.clone(), &given.bytes, Place::Path(given.name.clone())));
    }
    let path = library.config.fonts.get(&lang)?;
    let file = tree.find(Root::Guides, path.as_str())?;
    let place = locate(tree, site_file(tree)?, &[Key::Field("fonts"), Key::Field(tag)]);
    Some((path.to_string(), &tree.file(file).bytes, place.into()))
}

fn bad_font(place: &Place, name: &str, bad: BadFont) -> Diagnostic {
    Diagnostic::new(Code::BadFont, place.clone(), format!("`{name}` {bad}")).help(bad.help())
}

/// The characters of what is written in a language: its guides and the words of the interface.
fn own_characters(tree: &SourceTree, library: &Library, theme: &Theme, lang: LangId) -> Characters {
    let guides: Vec<&Guide> = library.guides().iter().filter(|guide| guide.lang == lang).collect();
    let of_guides = guides.par_chunks(256).map(|guides| {
        let mut characters = Characters::new();
        guides.iter().for_each(|guide| add_guide(tree, guide, &mut characters));
        characters
    });
    let mut characters = of_guides.reduce(Characters::new, |a, b| a.union(&b));
    characters.add(&library.config.titles[lang.index()]);
    theme.messages(lang).texts().for_each(|text| characters.add(text));
    characters
}

/// The file as it is: nearly all of it is shown, and the rest is ASCII. Only entities and YAML's escapes become other
/// characters.
fn add_guide(tree: &SourceTree, guide: &Guide, characters: &mut Characters) {
    characters.add(tree.text(guide.file).unwrap_or_default());
    if has_entities(tree, guide) {
        let events = markdown::events(body(tree, guide));
        events.for_each(|(event, _)| words(&event).into_iter().for_each(|text| characters.add(text)));
    }
    add_front(tree, guide, characters);
}

fn has_entities(tree: &SourceTree, guide: &Guide) -> bool {
    memchr(b'&', body(tree, guide).as_bytes()).is_some()
}

/// The words that an event shows.
fn words<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) | Event::Code(text) => Some(text),
        _ => None,
    }
}

/// What front matter shows that does not stand in it as it is.
fn add_front(tree: &SourceTree, guide: &Guide, characters: &mut Characters) {
    let front = tree.text(guide.file).and_then(|text| text.get(..guide.body_start as usize)).unwrap_or_default();
    if memchr(b'\\', front.as_bytes()).is_none() {
        return;
    }
    guide.front.texts().iter().for_each(|text| characters.add(&text.words));
    characters.add(&guide.front.reviewer);
    guide.front.translation.iter().for_each(|translation| characters.add(&translation.translator));
    if let Own::Helpline(helpline) = &guide.front.own {
        helpline.channels.iter().for_each(|channel| characters.add(&channel.value));
    }
}

/// What the pages of a language show besides: facts of other files, dates, numbers, names, and what templates write.
fn shared_characters(tree: &SourceTree, library: &Library, theme: &Theme, lang: LangId) -> Characters {
    let mut characters = literals(tree).union(&(' '..='~').collect());
    for name in ["site.yaml", "sources.yaml"] {
        let text = tree.find(Root::Guides, name).and_then(|file| tree.text(file));
        characters.add(text.unwrap_or_default());
    }
    library.config.languages.iter().for_each(|locale| characters.add(locale.own_name()));
    for guide in library.guides().iter().filter(|guide| guide.lang == LangId::DEFAULT) {
        let front = tree.text(guide.file).and_then(|text| text.get(..guide.body_start as usize));
        characters.add(front.unwrap_or_default());
        add_front(tree, guide, &mut characters);
    }
    let publisher = library.config.publisher.iter().flat_map(|it| [&it.name, &it.contact, &it.licence]);
    let sources = library.sources.entries.values().flat_map(|it| [&it.publisher, &it.title].into_iter().chain(&it.url));
    publisher.chain(sources).for_each(|text| characters.add(text));
    let formats = theme.formats(lang);
    for guide in library.guides().iter().filter(|guide| guide.lang == lang) {
        characters.add(&formats.letter(&guide.front.title));
    }
    add_formats(formats, &mut characters);
    characters
}

/// Every month of every calendar lies on one of these days.
fn add_formats(formats: &Formats, characters: &mut Characters) {
    const YEAR: i16 = 2026;
    for month in 1..=12 {
        characters.add(&formats.date(YEAR, Some(month), None));
        (1..=28).step_by(4).for_each(|day| characters.add(&formats.date(YEAR, Some(month), Some(day))));
    }
    characters.add(&formats.digits("0123456789:"));
    characters.add(&formats.number(1_234_567_890));
}

/// The characters of the language's own script that a font lacks. Others, as Latin letters, are shown in another font
/// without harm: nothing joins them.
fn lacking(library: &Library, lang: LangId, font: &Font<'_>, used: &Characters) -> Result<Vec<char>, BadFont> {
    let script = library.config.locale(lang).script();
    let (there, lacking): (Vec<char>, Vec<char>) =
        used.iter().filter(|c| script.has(*c) && !c.is_control()).partition(|c| font.has(*c));
    if there.is_empty() && !lacking.is_empty() { Err(BadFont::NoCharacters) } else { Ok(lacking) }
}

/// How many characters are named one by one.
const MANY: usize = 10;

fn say_lacking(
    tree: &SourceTree,
    library: &Library,
    lang: LangId,
    chosen: &Place,
    lacking: &[char],
) -> Vec<Diagnostic> {
    let tag = library.config.locale(lang).tag();
    let place = |c: &char| first_use(tree, library, lang, *c).map_or_else(|| chosen.clone(), Place::from);
    let named = |c: &char| format!("U+{:04X} ({c})", u32::from(*c));
    let help = "choose a font that has it: readers see the character in another font, apart from its neighbours";
    match lacking {
        [first, ..] if lacking.len() > MANY => {
            let names: Vec<String> = lacking.iter().map(named).collect();
            let message = format!("the font of `{tag}` lacks {} characters: {}", lacking.len(), names.join(", "));
            let help = "choose a font that is made for the language: readers see these in other fonts, if at all";
            vec![Diagnostic::new(Code::MissingGlyph, place(first), message).help(help)]
        }
        _ => lacking
            .iter()
            .map(|c| {
                let message = format!("the font of `{tag}` has no {}", named(c));
                Diagnostic::new(Code::MissingGlyph, place(c), message).help(help)
            })
            .collect(),
    }
}

/// Where a character is first used: in a guide of the language, in `site.yaml`, or in a catalogue of the user's theme.
fn first_use(tree: &SourceTree, library: &Library, lang: LangId, c: char) -> Option<Span> {
    let mut buffer = [0; 4];
    let written: &str = c.encode_utf8(&mut buffer);
    let in_file = |file: FileId| {
        let at = memmem::find(&tree.file(file).bytes, written.as_bytes())?;
        Some(Span::new(file, at..at + written.len()))
    };
    let guides = || library.guides().iter().filter(|guide| guide.lang == lang);
    let chain = library.config.locale(lang).chain();
    let catalogues = chain.iter().filter_map(|tag| tree.find(Root::Theme, &format!("locales/{tag}.po")));
    let mut files = guides().map(|guide| guide.file).chain(site_file(tree)).chain(catalogues);
    let disguised = || guides().find_map(|guide| disguised_use(tree, guide, c));
    let title = || {
        let path = [Key::Field("title"), Key::Field(library.config.locale(lang).tag())];
        let place = locate(tree, site_file(tree)?, &path);
        library.config.titles[lang.index()].contains(c).then_some(place)
    };
    files.find_map(in_file).or_else(disguised).or_else(title)
}

/// Where a character stands as an entity or as an escape of YAML's.
fn disguised_use(tree: &SourceTree, guide: &Guide, c: char) -> Option<Span> {
    if let Some(text) = guide.front.texts().iter().find(|text| text.words.contains(c)) {
        return Some(Places::new(tree, guide.file).block(&BlockPlace::Field(text.field, text.index)));
    }
    let mut events = markdown::events(body(tree, guide)).filter(|_| has_entities(tree, guide));
    let (_, range) = events.find(|(event, _)| words(event).is_some_and(|text| text.contains(c)))?;
    let start = guide.body_start as usize;
    Some(Span::new(guide.file, start + range.start..start + range.end))
}

fn site_file(tree: &SourceTree) -> Option<FileId> {
    tree.find(Root::Guides, "site.yaml")
}
