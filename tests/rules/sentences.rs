//! Sentences as people write them in Urdu, Pashto and Sindhi, with joiners, marks and foreign words: no rule has anything
//! to say of them.

use crate::run;
use crate::sheet::Sheet;
use std::fmt::Write as _;

#[test]
fn two_hundred_sentences_raise_no_alarm() {
    let mut count = 0;
    for lang in ["ur", "ps", "sd"] {
        let path = crate::root().join(format!("tests/rules/sentences/{lang}.txt"));
        let text = std::fs::read_to_string(path).unwrap();
        let sentences: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        count += sentences.len();
        let found = run::check(&run::tree(&site(lang, &sentences)));
        assert_eq!(found, [], "{lang}");
    }
    assert!(count >= 200, "{count}");
}

/// The sentences would pass whatever the rules do, if this did not: the title, the summary, the tag and seven places of the body.
#[test]
fn one_character_too_many_is_found_wherever_it_stands() {
    let found = run::check(&run::tree(&site("ur", &["یہ \u{202E}الٹا ہے۔"])));
    let hidden = found.iter().filter(|d| d.code.name() == "hidden-character").count();
    assert_eq!(hidden, 10, "{found:#?}");
}

/// Each sentence as a title and a summary, and all of them as paragraphs, items, cells, links and headings.
fn site(lang: &str, sentences: &[&str]) -> crate::sheet::Site {
    let mut sheet = format!(
        "## Site\n\n```yaml file=site.yaml\ntitle: {{en: Example, {lang}: مثال}}\n\
         publisher: {{name: Example, contact: editors@example.org, licence: CC BY 4.0}}\nlanguages: [en, {lang}]\nregions: [PK]\n```\n"
    );
    for (number, sentence) in sentences.iter().enumerate() {
        let quoted = serde_json::to_string(sentence).unwrap();
        let _ = write!(
            sheet,
            "\n```md file={lang}/articles/s{number}.md\n---\nkind: article\ntitle: {quoted}\nsummary: {quoted}\naudience: [teen]\n\
             reviewed: 2026-11-21\nsources: [example]\nhelp: [line]\ntags: [{quoted}]\n---\n{sentence}\n\n## {sentence}\n\n- {sentence}\n\n\
             > **{sentence}** *{sentence}*\n\n| a |\n|---|\n| {sentence} |\n\n[{sentence}](#end)\n\n## End\n```\n"
        );
    }
    let path = crate::root().join("tests/rules/none.md");
    let sheet = Sheet::parse(&path, &sheet);
    sheet.sites.into_iter().find(|site| site.files().next().is_some()).unwrap()
}
