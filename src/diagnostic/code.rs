use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad a problem is. An error stops the build; a warning only does under `--strict`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    Warning,
    Error,
}

impl Severity {
    /// `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident,)*) => {
        /// The stable name of a kind of problem. `lamplight explain NAME` prints its page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($variant,)* }

        impl Code {
            /// Every code, in alphabetical order of its name.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name in kebab-case.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What the problem is by default. `site.yaml` may raise a warning, never lower an error.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    AnimatedPicture "animated-picture" Warning,
    Audit "audit" Error,
    BadEncoding "bad-encoding" Error,
    BadFileName "bad-file-name" Error,
    BadFont "bad-font" Error,
    BadMessage "bad-message" Error,
    BadPicture "bad-picture" Error,
    BadValue "bad-value" Error,
    BarePhone "bare-phone" Warning,
    BrokenAnchor "broken-anchor" Error,
    BrokenLink "broken-link" Error,
    DuplicateId "duplicate-id" Error,
    DuplicateKey "duplicate-key" Error,
    DuplicateOutput "duplicate-output" Error,
    EmptyBody "empty-body" Error,
    FactInTranslation "fact-in-translation" Error,
    FigureDiffers "figure-differs" Warning,
    FrontMatter "front-matter" Error,
    HeadingOrder "heading-order" Error,
    HeavyPage "heavy-page" Warning,
    HeavySingle "heavy-single" Warning,
    HelplineExpired "helpline-expired" Warning,
    HelplineIncomplete "helpline-incomplete" Warning,
    HiddenCharacter "hidden-character" Error,
    MissingAlt "missing-alt" Error,
    MissingField "missing-field" Error,
    MissingGlyph "missing-glyph" Warning,
    MissingMessage "missing-message" Warning,
    MissingSource "missing-source" Error,
    NoHelpRoute "no-help-route" Error,
    NumberDiffers "number-differs" Error,
    RawHtml "raw-html" Error,
    RedactedContact "redacted-contact" Error,
    RemoteResource "remote-resource" Error,
    ReviewOverdue "review-overdue" Warning,
    SupersededNumber "superseded-number" Error,
    Symlink "symlink" Error,
    ThemeError "theme-error" Error,
    TooLarge "too-large" Error,
    TranslationOutdated "translation-outdated" Warning,
    TranslationUnknown "translation-unknown" Warning,
    UnknownField "unknown-field" Error,
    UnknownId "unknown-id" Error,
    UnsafeLink "unsafe-link" Error,
    UnusedSource "unused-source" Warning,
    YamlAlias "yaml-alias" Error,
    YamlSyntax "yaml-syntax" Error,
}

impl Code {
    /// The code of a name.
    pub fn of(name: &str) -> Option<Code> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(Code::ALL.is_sorted_by_key(|code| code.name()));
        assert!(Code::ALL.iter().all(|code| Code::of(code.name()) == Some(*code)));
    }
}
