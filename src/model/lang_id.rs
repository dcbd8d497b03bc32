/// A language of the site, by its place in `languages`; 0 is the default and the source of translations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LangId(pub u8);

impl LangId {
    /// The site's default language.
    pub const DEFAULT: Self = Self(0);

    /// The place in `languages`.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}
