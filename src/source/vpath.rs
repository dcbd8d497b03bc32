use std::fmt;
use std::sync::Arc;

/// A path inside one root: UTF-8, `/` between segments, no empty segment, no `.` and no `..`.
///
/// The same on every system, so that output never depends on the machine's own separators.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VPath(Arc<str>);

/// Why a string is no [`VPath`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VPathError {
    /// Nothing between two slashes, or nothing at all.
    EmptySegment,
    /// A `.` or `..` segment.
    DotSegment,
    /// A NUL or another control character, or a backslash.
    BadCharacter(char),
}

impl VPath {
    /// Checks and wraps `path`.
    pub fn new(path: &str) -> Result<Self, VPathError> {
        for segment in path.split('/') {
            match segment {
                "" => return Err(VPathError::EmptySegment),
                "." | ".." => return Err(VPathError::DotSegment),
                _ => {}
            }
        }
        match path.chars().find(|c| c.is_control() || *c == '\\') {
            Some(c) => Err(VPathError::BadCharacter(c)),
            None => Ok(Self(path.into())),
        }
    }

    /// The path that some parts make when they are put together, each of which is checked already.
    pub(crate) fn of_checked(parts: &[&str]) -> Self {
        let path = parts.concat();
        debug_assert!(Self::new(&path).is_ok(), "{path} is made of checked parts");
        Self(path.into())
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The last segment without its extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What follows the last dot of the last segment, as written.
    pub fn extension(&self) -> Option<&str> {
        self.file_name().rsplit_once('.').map(|(_, extension)| extension)
    }

    /// The folder, `""` at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// How many folders deep the file lies: 0 at the root.
    pub fn depth(&self) -> usize {
        self.0.bytes().filter(|b| *b == b'/').count()
    }

    /// Follows a relative reference from this file's folder; `None` where it leaves the root or is no path.
    pub fn resolve(&self, reference: &str) -> Option<VPath> {
        let mut segments: Vec<&str> = self.folder().split('/').filter(|s| !s.is_empty()).collect();
        for segment in reference.split('/') {
            match segment {
                "" => return None,
                "." => {}
                ".." => {
                    segments.pop()?;
                }
                name => segments.push(name),
            }
        }
        VPath::new(&segments.join("/")).ok()
    }

    /// The relative URL path that leads from the file `from` to this one.
    ///
    /// ```
    /// use lamplight::source::VPath;
    /// let page = VPath::new("en/signs/keep-it-secret.html").unwrap();
    /// let css = VPath::new("assets/main.css").unwrap();
    /// assert_eq!(css.relative_from(&page), "../../assets/main.css");
    /// ```
    pub fn relative_from(&self, from: &VPath) -> String {
        let pairs = self.0.bytes().zip(from.0.bytes());
        // The folders that both lie in end at the last slash before they differ.
        let same = pairs.take_while(|(a, b)| a == b).map(|(byte, _)| byte);
        let shared = same.enumerate().filter(|(_, byte)| *byte == b'/').last().map_or(0, |(at, _)| at + 1);
        let up = from.0[shared..].bytes().filter(|byte| *byte == b'/').count();
        let mut url = String::with_capacity(3 * up + self.0.len() - shared);
        (0..up).for_each(|_| url.push_str("../"));
        url.push_str(&self.0[shared..]);
        url
    }
}

impl fmt::Display for VPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for VPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl std::borrow::Borrow<str> for VPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptySegment => f.write_str("it has an empty part"),
            Self::DotSegment => f.write_str("it has a `.` or `..` part"),
            Self::BadCharacter(c) => write!(f, "it holds the character {}", c.escape_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> VPath {
        VPath::new(text).unwrap()
    }

    #[test]
    fn refuses_what_is_no_plain_path() {
        for bad in ["", "/a", "a/", "a//b", "./a", "a/../b", "a\\b", "a\0b"] {
            assert!(VPath::new(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn resolves_inside_the_root_only() {
        let page = path("en/signs/a.md");
        assert_eq!(page.resolve("../steps/b.md"), Some(path("en/steps/b.md")));
        assert_eq!(page.resolve("./b.md"), Some(path("en/signs/b.md")));
        assert_eq!(page.resolve("../../../etc/passwd"), None);
        assert_eq!(page.resolve("/etc/passwd"), None);
    }

    #[test]
    fn relative_urls() {
        let cases = [
            ("index.html", "en/a.html", "../index.html"),
            ("en/a.html", "en/b.html", "a.html"),
            ("en/x/a.html", "en/y/b.html", "../x/a.html"),
            ("en/x/a.html", "index.html", "en/x/a.html"),
            ("enx/a.html", "en/b.html", "../enx/a.html"),
            ("en/x.html", "en/x/a.html", "../x.html"),
            ("en/x/a.html", "en/x.html", "x/a.html"),
            ("en/x/a.html", "en/x/a.html", "a.html"),
        ];
        for (to, from, url) in cases {
            assert_eq!(path(to).relative_from(&path(from)), url, "{from} -> {to}");
        }
    }
}
