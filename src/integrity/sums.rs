use super::{MANIFEST, SIGNATURE};
use crate::source::VPath;
use std::fmt;

/// What a `SHA256SUMS` says: the hash of each file, in the order of the paths.
///
/// There is one text for one list, so that no byte of it can change without a word: lines of `<64 digits in lower
/// case>␠␠<path>`, sorted by the bytes of the path, each ended by a line feed. `sha256sum -c` reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(Vec<(VPath, [u8; 32])>);

/// Why a text is no such list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadSums {
    /// From 1.
    pub line: usize,
    pub why: &'static str,
}

impl Sums {
    /// The list of files with their SHA-256, no two of which have one path.
    pub fn new(mut files: Vec<(VPath, [u8; 32])>) -> Self {
        files.sort_by(|a, b| a.0.cmp(&b.0));
        Self(files)
    }

    /// Reads what [`Sums`] displays, and nothing else.
    ///
    /// # Errors
    /// The first line that a build would not have written.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadSums> {
        let mut sums = Self::default();
        let mut rest = bytes;
        while !rest.is_empty() {
            let bad = |why| BadSums { line: sums.0.len() + 1, why };
            let end = memchr::memchr(b'\n', rest).ok_or_else(|| bad("it does not end"))?;
            let (path, hash) = read_line(&rest[..end]).map_err(bad)?;
            if sums.0.last().is_some_and(|(last, _)| *last >= path) {
                return Err(bad("its path does not come after the one before"));
            }
            sums.0.push((path, hash));
            rest = &rest[end + 1..];
        }
        if sums.0.is_empty() { Err(BadSums { line: 1, why: "it lists no file" }) } else { Ok(sums) }
    }

    /// Every file with its hash, in the order of the paths.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&VPath, &[u8; 32])> {
        self.0.iter().map(|(path, hash)| (path, hash))
    }

    /// The hash that the file at `path` should have.
    pub fn get(&self, path: &str) -> Option<&[u8; 32]> {
        let at = self.0.binary_search_by(|(listed, _)| listed.as_str().cmp(path)).ok()?;
        Some(&self.0[at].1)
    }
}

impl fmt::Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (path, hash) in &self.0 {
            for byte in hash {
                write!(f, "{byte:02x}")?;
            }
            writeln!(f, "  {path}")?;
        }
        Ok(())
    }
}

fn read_line(line: &[u8]) -> Result<(VPath, [u8; 32]), &'static str> {
    let (hex, rest) = line.split_at_checked(64).ok_or("it is too short")?;
    let mut hash = [0; 32];
    for (byte, digits) in hash.iter_mut().zip(hex.chunks(2)) {
        *byte = digit(digits[0]).zip(digit(digits[1])).map(|(high, low)| high << 4 | low).ok_or("it has no hash")?;
    }
    let path = rest.strip_prefix(b"  ").ok_or("two spaces are missing before its path")?;
    let path = str::from_utf8(path).map_err(|_| "its path is not UTF-8")?;
    let path = VPath::new(path).map_err(|_| "its path leads out of the bundle, or is none")?;
    if [MANIFEST, SIGNATURE].contains(&path.as_str()) {
        return Err("it lists the list itself, or its signature");
    }
    Ok((path, hash))
}

/// The value of a hexadecimal digit in lower case.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums() -> Sums {
        let file = |path: &str, byte| (VPath::new(path).unwrap(), [byte; 32]);
        Sums::new(vec![file("b.html", 0xB0), file("a/c.html", 0x0A), file("a-c.html", 7), file("ä ö.html", 9)])
    }

    #[test]
    fn sorted_lines_that_read_back() {
        let text = sums().to_string();
        let paths: Vec<&str> = text.lines().map(|line| &line[66..]).collect();
        assert_eq!(paths, ["a-c.html", "a/c.html", "b.html", "ä ö.html"]);
        assert_eq!(Sums::parse(text.as_bytes()), Ok(sums()));
        assert_eq!(sums().get("a/c.html"), Some(&[0x0A; 32]));
        assert_eq!(sums().get("c.html"), None);
    }

    #[test]
    fn there_is_one_text_for_one_list() {
        let text = sums().to_string();
        for at in 0..text.len() {
            for flip in [0x01, 0x20, 0x80, 0xFF] {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= flip;
                assert_ne!(Sums::parse(&bytes), Ok(sums()), "byte {at} ^ {flip}");
            }
        }
    }

    #[test]
    fn refuses_what_no_build_writes() {
        let hash = "0a".repeat(32);
        let cases = [
            (String::new(), 1),
            (format!("{hash}  a"), 1),
            (format!("{hash}  a\r\n"), 1),
            (format!("{hash} *a\n"), 1),
            (format!("{}  a\n", hash.to_uppercase()), 1),
            (format!("{hash}  a\n{hash}  a\n"), 2),
            (format!("{hash}  b\n{hash}  a\n"), 2),
            (format!("{hash}  ../a\n"), 1),
            (format!("{hash}  /a\n"), 1),
            (format!("{hash}  a\n\n"), 2),
            (format!("{hash}  SHA256SUMS\n"), 1),
            (format!("{hash}  SHA256SUMS.minisig\n"), 1),
            (format!("# comment\n{hash}  a\n"), 1),
        ];
        for (text, line) in cases {
            assert_eq!(Sums::parse(text.as_bytes()).unwrap_err().line, line, "{text}");
        }
    }
}
