use super::facts::Facts;
use super::*;

/// One kind of problem.
pub(super) struct Rule {
    pub code: Code,
    /// The page on it, in Markdown.
    pub page: &'static str,
    /// What finds it; `None` where another room does.
    pub check: Option<fn(&Facts<'_>, &mut Vec<Diagnostic>)>,
}

macro_rules! rules {
    ($($code:ident $page:literal $(by $check:path)?,)*) => {
        &[$(Rule { code: Code::$code, page: include_str!($page), check: rules!(@ $($check)?) },)*]
    };
    (@) => { None };
    (@ $check:path) => { Some($check) };
}

/// Every code with its page, and the rules among them with what finds it.
pub(super) const RULES: &[Rule] = rules! {
    AnimatedPicture "animated_picture.md" by animated_picture::check,
    Audit "audit.md",
    BadEncoding "bad_encoding.md",
    BadFileName "bad_file_name.md" by bad_file_name::check,
    BadFont "bad_font.md" by bad_font::check,
    BadMessage "bad_message.md",
    BadPicture "bad_picture.md" by bad_picture::check,
    BadValue "bad_value.md" by bad_value::check,
    BarePhone "bare_phone.md" by bare_phone::check,
    BrokenAnchor "broken_anchor.md" by broken_anchor::check,
    BrokenLink "broken_link.md" by broken_link::check,
    DuplicateId "duplicate_id.md" by duplicate_id::check,
    DuplicateKey "duplicate_key.md",
    DuplicateOutput "duplicate_output.md",
    EmptyBody "empty_body.md" by empty_body::check,
    FactInTranslation "fact_in_translation.md",
    FigureDiffers "figure_differs.md" by figure_differs::check,
    FrontMatter "front_matter.md",
    HeadingOrder "heading_order.md" by heading_order::check,
    HeavyPage "heavy_page.md",
    HeavySingle "heavy_single.md",
    HelplineExpired "helpline_expired.md" by helpline_expired::check,
    HelplineIncomplete "helpline_incomplete.md" by helpline_incomplete::check,
    HiddenCharacter "hidden_character.md" by hidden_character::check,
    MissingAlt "missing_alt.md" by missing_alt::check,
    MissingField "missing_field.md" by missing_field::check,
    MissingGlyph "missing_glyph.md",
    MissingMessage "missing_message.md",
    MissingSource "missing_source.md" by missing_source::check,
    NoHelpRoute "no_help_route.md" by no_help_route::check,
    NumberDiffers "number_differs.md" by number_differs::check,
    RawHtml "raw_html.md" by raw_html::check,
    RedactedContact "redacted_contact.md" by redacted_contact::check,
    RemoteResource "remote_resource.md" by remote_resource::check,
    ReviewOverdue "review_overdue.md" by review_overdue::check,
    SupersededNumber "superseded_number.md" by superseded_number::check,
    Symlink "symlink.md",
    ThemeError "theme_error.md",
    TooLarge "too_large.md",
    TranslationOutdated "translation_outdated.md" by translation_outdated::check,
    TranslationUnknown "translation_unknown.md" by translation_unknown::check,
    UnknownField "unknown_field.md",
    UnknownId "unknown_id.md" by unknown_id::check,
    UnsafeLink "unsafe_link.md" by unsafe_link::check,
    UnusedSource "unused_source.md" by unused_source::check,
    YamlAlias "yaml_alias.md",
    YamlSyntax "yaml_syntax.md",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_rule_and_every_page_its_head() {
        assert_eq!(RULES.iter().map(|rule| rule.code).collect::<Vec<_>>(), Code::ALL);
        for rule in RULES {
            let severity = match rule.code.severity() {
                Severity::Error => "Error.",
                Severity::Warning => "Warning.",
            };
            let head = format!("# {}\n\n{severity}\n\n", rule.code);
            assert!(rule.page.starts_with(&head), "the page of {} does not begin with {head:?}", rule.code);
            for part in ["\n## Wrong\n", "\n## Right\n"] {
                assert_eq!(rule.page.matches(part).count(), 1, "{}: {part:?}", rule.code);
            }
        }
    }
}
