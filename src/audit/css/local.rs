//! `local("…")`: a font that the device may have already. It loads nothing by itself, as long as its name is a name.

use super::Bracket;
use super::tokens::Token;

/// How far a list of sources of a font has been read. A name of the device stands in quotes before an address, in the block
/// of `@font-face`; anywhere else it is refused.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct LocalNames(At);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum At {
    #[default]
    Elsewhere,
    /// Behind `local(`.
    Name,
    /// Behind the name.
    Bracket,
    /// Behind the bracket.
    Comma,
    /// Behind the comma: an address is to come, or one more name.
    Next,
}

type Problem = (&'static str, &'static str);

const NAME: Problem = (
    "`local()` holds something else than a plain name in quotes",
    "write the font's name in letters, digits, spaces, `-`, `_` and `.`, as `local(\"Noto Nastaliq Urdu\")`",
);
const ORDER: Problem = (
    "`local()` is not followed by a font of the bundle",
    "write `src: local(\"…\"), url(…)`: a device that lacks the font needs one",
);
const PLACE: Problem = (
    "the function `local()` stands outside of `@font-face`",
    "take it out: what it finds differs by device, and has no meaning there",
);

impl LocalNames {
    /// Follows one token, inside the innermost bracket that is open before it.
    pub(super) fn token(&mut self, token: Token<'_>, inside: Option<Bracket>) -> Option<Problem> {
        let opens = matches!(token, Token::Function(name) if name.eq_ignore_ascii_case("local"));
        let url = matches!(token, Token::Url(_))
            || matches!(token, Token::Function(name) if name.eq_ignore_ascii_case("url"));
        let (next, problem) = match (self.0, token) {
            (at, Token::Space) => (at, None),
            (At::Elsewhere | At::Next, _) if opens && inside == Some(Bracket::FontFace) => (At::Name, None),
            (At::Elsewhere | At::Next, _) if opens => (At::Elsewhere, Some(PLACE)),
            (At::Elsewhere, _) => (At::Elsewhere, None),
            (At::Name, Token::Text(name)) if is_plain(name) => (At::Bracket, None),
            (At::Bracket, Token::Close(b')')) => (At::Comma, None),
            (At::Comma, Token::Other(b',')) => (At::Next, None),
            (At::Next, _) if url => (At::Elsewhere, None),
            (At::Name | At::Bracket, _) => (At::Elsewhere, Some(NAME)),
            (At::Comma | At::Next, _) => (At::Elsewhere, Some(ORDER)),
        };
        self.0 = next;
        problem
    }
}

/// Whether every reader of a style sheet takes what is written for the same name, and for nothing else.
fn is_plain(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'_' | b'.');
    !name.trim().is_empty() && name.bytes().all(plain)
}
