use crate::source::VPath;

/// Where a link leads. It stays this until an exporter knows where it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Another guide's file, by its path in the guides folder, and a heading of it.
    Guide { path: VPath, anchor: Option<Box<str>> },
    /// A heading of the same page.
    Anchor(Box<str>),
    /// A file of `assets/`.
    Asset(VPath),
    /// `https:` or `http:`, whole.
    Web(Box<str>),
    /// A phone number, without `tel:`.
    Tel(Box<str>),
    /// A number for text messages, without `sms:`.
    Sms(Box<str>),
    /// A mail address, without `mailto:`.
    Mail(Box<str>),
    /// A relative reference that leads out of the guides folder or to nothing that can exist.
    Nowhere(Box<str>),
}

/// Why a link is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnsafeLink {
    /// A scheme other than `https`, `http`, `tel`, `mailto`, `sms`.
    Scheme,
    /// `//host`, which is whatever scheme the page has.
    SchemeRelative,
    /// `user@` or `user:password@` in a web address.
    Credentials,
    /// A control, an invisible or a text-direction character.
    Invisible(char),
    /// A web address without a host, a phone number without digits, a mail address without `@`.
    Malformed,
}
