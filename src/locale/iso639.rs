/// The languages that a tag names by two letters, with their three letters of ISO 639-3: `urd` is `ur`. Where such a language has
/// several parts (`zho`, Chinese), the code is that of all of them.
///
/// The registry of the standard is kept by SIL International; it has had no language of two letters since 2003.
const CODES: &str = "\
    aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak bebel bgbul bibis bmbam bnben bobod \
    brbre bsbos cacat ceche chcha cocos crcre csces cuchu cvchv cycym dadan dedeu dvdiv dzdzo eeewe elell eneng eoepo \
    esspa etest eueus fafas ffful fifin fjfij fofao frfra fyfry gagle gdgla glglg gngrn guguj gvglv hahau heheb hihin \
    hohmo hrhrv hthat huhun hyhye hzher iaina idind ieile igibo iiiii ikipk ioido isisl itita iuiku jajpn jvjav kakat \
    kgkon kikik kjkua kkkaz klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir lalat lbltz lglug lilim lnlin \
    lolao ltlit lulub lvlav mgmlg mhmah mimri mkmkd mlmal mnmon mrmar msmsa mtmlt mymya nanau nbnob ndnde nenep ngndo \
    nlnld nnnno nonor nrnbl nvnav nynya ococi ojoji omorm orori ososs papan pipli plpol pspus ptpor quque rmroh rnrun \
    roron rurus rwkin sasan scsrd sdsnd sesme sgsag sisin skslk slslv smsmo snsna sosom sqsqi srsrp ssssw stsot susun \
    svswe swswa tatam tetel tgtgk ththa titir tktuk tltgl tntsn toton trtur tstso tttat twtwi tytah uguig ukukr ururd \
    uzuzb veven vivie vovol wawln wowol xhxho yiyid yoyor zazha zhzho zuzul";

/// The code of a language by its subtag, in lower case; nothing where it has none.
pub(super) fn code(language: &str) -> Option<&str> {
    match language.len() {
        // A tag takes these from the same registry.
        3 => Some(language),
        2 => CODES.split(' ').find_map(|pair| pair.strip_prefix(language).filter(|code| code.len() == 3)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_locale::{Locale, LocaleCanonicalizer};

    /// CLDR knows of each code of three letters which one of two stands for it.
    #[test]
    fn the_codes_are_those_of_cldr() {
        let canonicalizer = LocaleCanonicalizer::new_extended();
        let mut others = Vec::new();
        for pair in CODES.split(' ') {
            let (two, three) = pair.split_at(2);
            let mut locale = Locale::try_from_str(three).unwrap();
            canonicalizer.canonicalize(&mut locale);
            assert_eq!(code(two), Some(three));
            others.extend(Some((three, locale.to_string())).filter(|(_, tag)| tag != two));
        }
        // It writes Twi as what it is a part of, and Tagalog as what it became.
        assert_eq!(others, [("tgl", "fil".to_owned()), ("twi", "ak".to_owned())]);
        assert!(CODES.split(' ').is_sorted());
    }

    #[test]
    fn the_languages_of_pakistan_have_theirs() {
        let codes = ["en", "ur", "ps", "sd", "pa", "skr", "bal", "brh", "khw"].map(|language| code(language).unwrap());
        assert_eq!(codes, ["eng", "urd", "pus", "snd", "pan", "skr", "bal", "brh", "khw"]);
        assert_eq!([code("xx"), code("nosuch"), code("")], [None; 3]);
    }
}
