use super::{Direction, names};
use icu_locale::{
    LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleDirectionality, LocaleExpander, TransformResult,
};
use std::fmt;

/// Why a text is no language tag of this site, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTag {
    why: Why,
    /// The tag that was probably meant.
    pub meant: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// BCP 47 knows no such form.
    Malformed,
    /// There is another tag for the same language that everybody uses.
    NotCanonical,
    /// The language is not known, nor is its script said.
    Unknown,
    /// It says more than language, script and region.
    Extended,
}

impl BadTag {
    /// What is to be done about it.
    pub fn help(&self) -> String {
        match (self.why, &self.meant) {
            (Why::NotCanonical, Some(meant)) => format!("write it as `{meant}`"),
            (_, Some(meant)) => format!("did you mean `{meant}`?"),
            (Why::Unknown, None) => "look for mistakes; a rare language says its script, too, as `tlh-Latn`".into(),
            (Why::Extended, None) => {
                "a tag says language, script and region; digits and calendar are set in `locales`".into()
            }
            (Why::Malformed | Why::NotCanonical, None) => "write it as `ur` or `pa-Arab` (BCP 47)".into(),
        }
    }
}

impl fmt::Display for BadTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.why {
            Why::Malformed => "is no language tag",
            Why::NotCanonical => "is not how this language's tag is written",
            Why::Unknown => "is no language that is known",
            Why::Extended => "says more than a language",
        })
    }
}

impl std::error::Error for BadTag {}

/// Reads a tag strictly.
pub(super) fn read(tag: &str) -> Result<LanguageIdentifier, BadTag> {
    let bad = |why, meant: Option<String>| Err(BadTag { why, meant });
    let Ok(locale) = Locale::try_from_str(tag) else { return bad(Why::Malformed, meant(tag)) };
    if !locale.extensions.is_empty() {
        return bad(Why::Extended, canonical(&locale.id.to_string()));
    }
    match canonical(tag) {
        None => bad(Why::Unknown, names::tag_of(tag)),
        Some(canonical) if canonical != tag => bad(Why::NotCanonical, Some(canonical)),
        Some(_) => Ok(locale.id),
    }
}

/// What was probably meant by a text that is no tag: `ur_PK`, `Urdu`, `اردو`.
fn meant(text: &str) -> Option<String> {
    let hyphens = text.trim().replace(['_', ' ', '.'], "-");
    canonical(&hyphens).or_else(|| names::tag_of(text))
}

/// The canonical form of a tag for a language that is known, by CLDR's aliases: `UR` and `urd` are `ur`.
fn canonical(tag: &str) -> Option<String> {
    let mut locale = Locale::try_from_str(tag).ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    (locale.id.script.is_some() || script(&locale.id).is_some()).then(|| locale.to_string())
}

/// The script in which a language is usually written; none where the language is not known.
fn script(id: &LanguageIdentifier) -> Option<icu_locale::subtags::Script> {
    if id.language.is_unknown() {
        return None;
    }
    let mut likely = id.clone();
    let known = LocaleExpander::new_extended().maximize(&mut likely) == TransformResult::Modified;
    likely.script.filter(|_| known || id.script.is_some())
}

/// The name of a tag's script, `Arab`; empty where it is not known.
pub(super) fn script_name(tag: &str) -> String {
    let id = tag.parse::<LanguageIdentifier>().ok();
    id.and_then(|id| script(&id)).map_or_else(String::new, |script| script.to_string())
}

/// The direction of a tag's script.
pub(super) fn direction(id: &LanguageIdentifier) -> Direction {
    if LocaleDirectionality::new_extended().is_right_to_left(id) {
        Direction::RightToLeft
    } else {
        Direction::LeftToRight
    }
}

/// The tag and those it is a special case of, as long as they are written in the same script.
pub(super) fn chain(tag: &str) -> Vec<String> {
    let same_script = |part: &str| {
        let of = |tag: &str| tag.parse::<LanguageIdentifier>().ok().and_then(|id| script(&id));
        of(part) == of(tag)
    };
    let ends = tag.match_indices('-').map(|(at, _)| at).chain([tag.len()]);
    let mut chain: Vec<String> = ends.map(|end| tag[..end].to_owned()).filter(|part| same_script(part)).collect();
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(tag: &str) -> String {
        read(tag).unwrap_err().help()
    }

    #[test]
    fn slips_lead_to_the_tag_that_was_meant() {
        for (wrong, meant) in [
            ("ur_PK", "ur-PK"),
            ("urdu", "ur"),
            ("Urdu", "ur"),
            ("اردو", "ur"),
            ("pashtu", "ps"),
            ("sindhi", "sd"),
            ("english", "en"),
            ("ur-u-nu-arabext", "ur"),
            ("pa_Arab", "pa-Arab"),
        ] {
            assert_eq!(help(wrong), format!("did you mean `{meant}`?"), "{wrong}");
        }
        for (wrong, canonical) in
            [("UR", "ur"), ("urd", "ur"), ("pa-arab", "pa-Arab"), ("en-gb", "en-GB"), ("iw", "he")]
        {
            assert_eq!(help(wrong), format!("write it as `{canonical}`"), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_language_is_none() {
        for bad in ["", "e", "en-", "../en", "pk", "xx", "und", "x-lamp", "assets", "images", "en--GB"] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
        for good in ["en", "ur", "ps-AF", "pa-Arab", "skr", "bal", "khw", "tlh-Latn", "sd-Deva", "zh-Hant-TW"] {
            assert_eq!(read(good).map(|id| id.to_string()).as_deref(), Ok(good));
        }
    }
}
