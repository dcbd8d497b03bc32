//! Where things lie in a bundle.

use crate::library::{Library, TopicId};
use crate::model::{Audience, LangId};
use crate::source::VPath;
use sha2::{Digest, Sha256};

/// The page of the guide at `path` below a language: `en/signs/keep-it-secret.html`.
pub fn guide_path(library: &Library, lang: LangId, path: &str) -> VPath {
    let folder = library.config.locale(lang).folder();
    page(&format!("{folder}/{path}.html"))
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

pub(super) fn search_path(library: &Library, lang: LangId) -> VPath {
    guide_path(library, lang, "search")
}

/// The page with all guides of a language, or of one section.
pub(super) fn all_path(library: &Library, lang: LangId, section: Option<TopicId>) -> VPath {
    let folder = section.map_or("", |id| library.topic(id).path.trim_end_matches("index"));
    guide_path(library, lang, &format!("{folder}all"))
}

/// Raised when pictures come to be encoded otherwise, so that their names change with their bytes.
const ENCODING: &[u8] = b"1";

/// Where a picture lies: its name with a hash of what it is made from.
pub(super) fn picture_path(name: &str, bytes: &[u8]) -> Option<VPath> {
    let (stem, extension) = name.rsplit_once('.')?;
    let hash = Sha256::new().chain_update(ENCODING).chain_update(bytes).finalize();
    let hex: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    VPath::new(&format!("assets/{stem}.{hex}.{extension}")).ok()
}

/// A path made from a language tag and a path of the sources, both of which are [`VPath`] parts already.
fn page(path: &str) -> VPath {
    VPath::new(path).unwrap_or_else(|_| unreachable!("{path} is made of checked parts"))
}
