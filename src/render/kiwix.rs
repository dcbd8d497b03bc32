//! What Kiwix shows of a site: what its library says of the ZIM file, and the titles by which pages are looked up.

use super::Renderer;
use super::texts::{instant, last_change};
use crate::media;
use crate::model::LangId;
use crate::plan::{Job, Output};
use crate::zim::Entry;
use icu_segmenter::GraphemeClusterSegmenter;
use std::borrow::Cow;

/// How long titles and descriptions may be, in units of UTF-16, as `zimcheck` counts.
const MOST_OF_TITLE: usize = 30;
const MOST_OF_DESCRIPTION: usize = 80;

/// What a file has to say of who made it, where nobody says.
const NOBODY: &str = "-";

/// Something that a library of Kiwix shows of the whole, as openZIM names it.
#[derive(Debug)]
pub(crate) struct Metadata {
    pub name: &'static str,
    pub media_type: &'static str,
    pub content: Vec<u8>,
}

impl Renderer<'_> {
    /// What is said of the whole. Of a discreet site nothing that tells.
    pub(crate) fn metadata(&self) -> Vec<Metadata> {
        let config = &self.library.config;
        let publisher = config.publisher.as_ref().filter(|_| !config.discreet);
        let maker = publisher.map_or(NOBODY, |publisher| &publisher.name);
        let summary = self.summary();
        let description = shortened(summary, MOST_OF_DESCRIPTION);
        let whole = if matches!(description, Cow::Owned(_)) { summary } else { "" };
        let telling = |text| if config.discreet { "" } else { text };
        let said: [(&str, &str); 12] = [
            ("Creator", maker),
            ("Date", &instant(last_change(self))[.."2026-11-22".len()]),
            ("Description", &description),
            ("Language", &self.languages()),
            ("License", publisher.map_or("", |publisher| &publisher.licence)),
            ("LongDescription", whole),
            ("Name", &self.name()),
            ("Publisher", maker),
            ("Scraper", telling(concat!("lamplight ", env!("CARGO_PKG_VERSION")))),
            ("Source", telling(config.base_url.as_deref().unwrap_or_default())),
            ("Tags", self.tags()),
            ("Title", &shortened(self.title(), MOST_OF_TITLE)),
        ];
        let texts = said.into_iter().filter(|(_, text)| !text.is_empty());
        let text = |(name, text): (_, &str)| Metadata { name, media_type: "text/plain", content: text.into() };
        let icon = Metadata { name: "Illustration_48x48@1", media_type: "image/png", content: self.icon() };
        texts.map(text).chain([icon]).collect()
    }

    /// An output as a file of the ZIM file. Readers look for guides in their own language, by the title.
    pub(crate) fn zim_entry(&self, output: &Output) -> Entry {
        let library = self.library;
        let title: Option<(LangId, &str)> = match output.job {
            Job::Guide(topic, lang) => library.text(topic, lang).map(|text| (lang, text.front.title.as_str())),
            // The page at the root is the default language's once more.
            Job::Home(lang) if output.path.depth() > 0 => Some((lang, library.config.titles[lang.index()].as_str())),
            _ => None,
        };
        let shown = |(lang, title)| if library.config.discreet { self.discreet_title(lang) } else { title };
        Entry {
            path: output.path.to_string(),
            title: title.map_or("", shown).to_owned(),
            media_type: crate::source::media_type(output.path.extension().unwrap_or_default()),
            is_front: title.is_some(),
        }
    }

    fn title(&self) -> &str {
        let config = &self.library.config;
        let lang = LangId::DEFAULT;
        if config.discreet { self.discreet_title(lang) } else { &config.titles[lang.index()] }
    }

    fn discreet_title(&self, lang: LangId) -> &str {
        self.theme.messages(lang).get("discreet-title").unwrap_or_default()
    }

    /// What the home page of the default language says of itself.
    fn summary(&self) -> &str {
        let home = self.library.find("index").filter(|_| !self.library.config.discreet);
        let summary = home.and_then(|home| self.library.text(home, LangId::DEFAULT)).map(|text| &*text.front.summary);
        summary.filter(|summary| !summary.is_empty()).unwrap_or_else(|| self.title())
    }

    /// The languages by three letters, the default first, each once. The plan has made sure that all have theirs.
    fn languages(&self) -> String {
        let mut codes: Vec<&str> = Vec::new();
        for code in self.library.config.languages.iter().filter_map(|locale| locale.iso_639_3()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes.join(",")
    }

    /// The same for every edition of a site, and another for another publisher's.
    fn name(&self) -> String {
        let config = &self.library.config;
        let publisher = config.publisher.as_ref().filter(|_| !config.discreet).map_or("", |publisher| &publisher.name);
        let parts = publisher.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        let parts: Vec<String> = parts.map(str::to_ascii_lowercase).chain(["guides".into()]).collect();
        parts.join("_")
    }

    /// What libraries sort by. There is no index of all words for Kiwix: the site brings its own search.
    fn tags(&self) -> &'static str {
        let pictures = self.plan.outputs().iter().any(|output| matches!(output.job, Job::Picture(..)));
        if pictures { "_ftindex:no;_pictures:yes;_videos:no" } else { "_ftindex:no;_pictures:no;_videos:no" }
    }

    /// The theme's picture for it, else the mark that tabs show.
    fn icon(&self) -> Vec<u8> {
        let own = self.theme.icon().and_then(|icon| media::reencode(&icon.bytes, &[media::ICON_SIDE]).ok());
        own.and_then(|mut pictures| pictures.pop()).map_or_else(media::icon, |picture| picture.bytes)
    }
}

/// A text that is no longer than `most` units of UTF-16: one that was ends behind a word, with an ellipsis.
fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    let size = |text: &str| text.encode_utf16().count();
    if size(text) <= most {
        return text.into();
    }
    let bare = |end: &usize| text[..*end].trim_end_matches(|c: char| c.is_whitespace() || ",;:،؛–—-".contains(c));
    let fits = |end: &usize| size(bare(end)) < most;
    let mut words = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    // Where words are long, or have no spaces between, it ends within one, but not within what is read as one letter.
    let letters = || GraphemeClusterSegmenter::new().segment_str(text).filter(fits).last().unwrap_or_default();
    let end = words.rfind(fits).filter(|end| 2 * size(bare(end)) >= most).unwrap_or_else(letters);
    format!("{}…", bare(&end)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_ends_behind_a_word() {
        assert_eq!(shortened("Safe from grooming", 30), "Safe from grooming");
        assert_eq!(shortened("Safe from grooming, at home, at school", 30), "Safe from grooming, at home…");
        assert_eq!(shortened("گرومنگ سے بچاؤ، گھر میں اور اسکول میں بھی", 30), "گرومنگ سے بچاؤ، گھر میں اور…");
        assert_eq!(shortened("Donaudampfschifffahrtsgesellschaftskapitän", 30), "Donaudampfschifffahrtsgesells…");
        assert_eq!(
            shortened("保護者のためのオンラインの安全についての手引き、はじめから終わりまで", 12),
            "保護者のためのオンライ…"
        );
        // A vowel sign stays with its letter, and what is one sign of several stays whole.
        assert_eq!(shortened("कि".repeat(20).as_str(), 8), "किकिकि…");
        assert_eq!(shortened("👩‍👧".repeat(9).as_str(), 12), "👩‍👧👩‍👧…");
    }
}
