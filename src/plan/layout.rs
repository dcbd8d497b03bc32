//! Where things lie in a bundle, and what places in its pages are called.
//!
//! A discreet bundle says nothing by these: what would be words of the guides are hashes of them. The language is no part
//! of a hash, so that a guide has the same name in all of them.

use crate::library::{Library, TopicId};
use crate::locale::Locale;
use crate::model::{Audience, LangId};
use crate::source::VPath;
use crate::theme::{hashed_path, hex};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The folder of the bundle that editions lie in, which none of them holds.
pub(super) const EDITIONS: &str = "editions";

/// The page of the guide at `path` below a language: `en/signs/keep-it-secret.html`; discreetly `en/0d05f56c49.html`.
pub fn guide_path(library: &Library, lang: LangId, path: &str) -> VPath {
    let folder = library.config.locale(lang).folder();
    let name = match path {
        // It says nothing, and hosts look for it.
        "index" => path.into(),
        _ => telling(library, path),
    };
    VPath::of_checked(&[&folder, "/", &name, ".html"])
}

/// The home page of a language.
pub fn home_path(library: &Library, lang: LangId) -> VPath {
    guide_path(library, lang, "index")
}

/// The page of the guides for one audience: `en/for-parents.html`.
pub fn audience_path(library: &Library, lang: LangId, audience: Audience) -> VPath {
    let plural = match audience {
        Audience::Child => "children",
        Audience::Teen => "teens",
        Audience::Parent => "parents",
        Audience::Teacher => "teachers",
    };
    guide_path(library, lang, &format!("for-{plural}"))
}

/// The poster of a section: `en/poster-signs.html`.
pub fn poster_path(library: &Library, lang: LangId, section: TopicId) -> VPath {
    let path = &library.topic(section).path;
    let name = path.strip_suffix("/index").unwrap_or(path).replace('/', "-");
    guide_path(library, lang, &format!("poster-{name}"))
}

/// The page on what readers can take with them: `en/take.html`.
pub fn take_path(library: &Library, lang: LangId) -> VPath {
    guide_path(library, lang, "take")
}

pub(super) fn search_path(library: &Library, lang: LangId) -> VPath {
    guide_path(library, lang, "search")
}

/// A file for readers to take with them: `editions/guides.zip`. The name says nothing, for discreet sites too.
pub(super) fn edition_path(extension: &str) -> VPath {
    VPath::of_checked(&[EDITIONS, "/guides.", extension])
}

/// One that is in one language: `editions/guides-en.epub`.
pub(super) fn edition_path_in(locale: &Locale, extension: &str) -> VPath {
    VPath::of_checked(&[EDITIONS, "/guides-", &locale.folder(), ".", extension])
}

/// The folder of a language's search index, whose bytes have this hash: `assets/search/en/d1efc2eb`.
pub(super) fn index_folder(library: &Library, lang: LangId, hash: &str) -> String {
    let name = format!("search/{}/{hash}", library.config.locale(lang).folder());
    format!("assets/{}", telling(library, &name))
}

/// The page with all guides of a language, or of one section.
pub(super) fn all_path(library: &Library, lang: LangId, section: Option<TopicId>) -> VPath {
    let folder = section.map_or("", |id| library.topic(id).path.trim_end_matches("index"));
    guide_path(library, lang, &format!("{folder}all"))
}

/// The id of a guide on a page that shows several: `signs/keep-it-secret`. That of a heading comes after a colon, which no name
/// of a file has: so no two are the same.
pub fn guide_anchor(library: &Library, path: &str) -> String {
    telling(library, path).into_owned()
}

/// The id that a heading has on its page. Browsers keep it in their history where a link led to it.
pub fn heading_anchor<'a>(library: &Library, id: &'a str) -> Cow<'a, str> {
    telling(library, id)
}

/// Raised when pictures come to be encoded otherwise, so that their names change with their bytes.
const ENCODING: &[u8] = b"2";

/// Where a picture lies: its name with a hash of what it is made from.
pub(super) fn picture_path(library: &Library, name: &str, made_from: &[&[u8]]) -> Option<VPath> {
    hashed_path(name, &[&[ENCODING], made_from].concat(), library.config.discreet)
}

/// A name made of words; in a discreet bundle its hash. With 40 bits, ten thousand guides are all different in all but
/// one site of twenty thousand, and there the plan names the two.
fn telling<'a>(library: &Library, name: &'a str) -> Cow<'a, str> {
    if library.config.discreet { hex(&Sha256::digest(name)[..5]).into() } else { name.into() }
}
