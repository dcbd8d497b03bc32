//! The fonts of Debian's `fonts-noto-core`.

/// The bytes of `<name>-Regular.ttf`.
#[allow(dead_code, reason = "not every test reads them")]
pub fn regular(name: &str) -> Vec<u8> {
    let path = path(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}; tests/run installs fonts-noto-core"))
}

/// Where a font lies.
pub fn path(name: &str) -> String {
    format!("/usr/share/fonts/truetype/noto/{name}-Regular.ttf")
}
