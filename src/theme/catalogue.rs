//! One file of messages, built in or the user's.

use super::plural::PluralRule;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::locale::{Formats, Locale};
use crate::parse::hidden;
use crate::parse::po::{Message, Po};
use crate::source::{FileId, Root, SourceTree, Span};
use std::ops::Range;
use std::sync::Arc;

/// The messages of a file `locales/<tag>.po`.
#[derive(Debug)]
pub(super) struct Catalogue {
    file: CatalogueFile,
    rule: Arc<PluralRule>,
    messages: Vec<Message>,
}

/// Where a catalogue lies: in the user's theme, or in the one that is built in.
#[derive(Debug, Clone)]
enum CatalogueFile {
    User(FileId),
    BuiltIn(String),
}

/// A message that can be shown.
pub(super) struct Translated<'c> {
    pub id: &'c str,
    pub texts: &'c [String],
}

impl Catalogue {
    /// The catalogues of a tag: the built-in one, and over it the user's, which need not repeat it.
    pub fn read_all(tree: &SourceTree, tag: &str, problems: &mut Vec<Diagnostic>) -> Vec<Self> {
        let path = format!("locales/{tag}.po");
        let built_in = super::embedded::FILES.iter().find(|(name, _)| *name == path).map(|(_, bytes)| *bytes);
        let built_in = built_in.map(|bytes| (CatalogueFile::BuiltIn(path.clone()), bytes));
        let user = tree.find(Root::Theme, &path).map(|id| (CatalogueFile::User(id), &*tree.file(id).bytes));
        let files = built_in.into_iter().chain(user);
        files.filter_map(|(file, bytes)| Self::read(file, bytes, tag, problems)).collect()
    }

    fn read(file: CatalogueFile, bytes: &[u8], tag: &str, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let Ok(text) = std::str::from_utf8(bytes) else {
            let message = "this catalogue is not in UTF-8";
            problems.push(Diagnostic::new(Code::ThemeError, file.place(0..0), message).help("save it as UTF-8"));
            return None;
        };
        let (po, bad) = Po::parse(text);
        problems.extend(bad.into_iter().map(|bad| {
            let help = "check the catalogue with `msgfmt -c`";
            Diagnostic::new(Code::ThemeError, file.place(bad.range), bad.message).help(help)
        }));
        for entry in &po.messages {
            for hidden in entry.texts().iter().flat_map(|text| hidden::in_text(text)) {
                let (place, message) = (file.place(entry.place.clone()), hidden.to_string());
                problems.push(Diagnostic::new(Code::HiddenCharacter, place, message).help(hidden.help()));
            }
        }
        let by_language = || PluralRule::Language(Box::new(Formats::new(&Locale::parse(tag).unwrap_or_default())));
        let rule = match po.header_field("Plural-Forms") {
            None => by_language(),
            Some(header) => PluralRule::of_header(header).unwrap_or_else(|| {
                let place = po.header_place.clone();
                let message = format!("`{header}` is no rule for plural forms");
                let help = "write it as `Plural-Forms: nplurals=2; plural=(n != 1);`";
                problems.push(Diagnostic::new(Code::ThemeError, file.place(place), message).help(help));
                by_language()
            }),
        };
        Some(Self { file, rule: Arc::new(rule), messages: po.messages })
    }

    /// How the catalogue chooses between plural forms.
    pub fn rule(&self) -> Arc<PluralRule> {
        self.rule.clone()
    }

    /// The messages that can be shown.
    pub fn translated(&self) -> impl Iterator<Item = Translated<'_>> {
        let shown = self.messages.iter().filter(|message| message.is_translated());
        shown.map(|message| Translated { id: &message.id, texts: message.texts() })
    }

    /// All messages, also those without a translation.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The place of a message, or of the whole catalogue.
    pub fn place(&self, message: Option<&Message>) -> Place {
        self.file.place(message.map_or(0..0, |message| message.place.clone()))
    }
}

impl CatalogueFile {
    fn place(&self, range: Range<usize>) -> Place {
        match self {
            Self::User(file) => Span::new(*file, range).into(),
            Self::BuiltIn(path) => Place::Path(format!("the built-in theme's {path}")),
        }
    }
}
