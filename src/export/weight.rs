use crate::theme::Theme;
use flate2::Compression;
use flate2::write::GzEncoder;
use memchr::memmem;
use std::io::{self, Write};

/// What the HTML, style sheets and scripts of a guide may weigh together, in bytes after gzip: what fits the first
/// round trips of a slow connection.
pub(super) const FIRST_VIEW: usize = 14 * 1024;

/// What pages may load besides their HTML.
pub(super) struct Budget {
    /// The name in the bundle and the weight of each style sheet and script.
    assets: Vec<(String, usize)>,
}

impl Budget {
    pub fn new(theme: &Theme) -> Self {
        let counts = |name: &str| name.ends_with(".css") || name.ends_with(".js");
        let assets = theme.assets().iter().filter(|asset| counts(&asset.name));
        Self { assets: assets.map(|asset| (asset.path.file_name().to_owned(), gzip_size(&asset.bytes))).collect() }
    }

    /// The weight of the first view, where it is over the budget.
    pub fn exceeded_by(&self, html: &[u8]) -> Option<usize> {
        let shared = self.loaded_by(html);
        let left = FIRST_VIEW.saturating_sub(shared);
        // Cheapest first: a bound without compressing, then quick compression, which comes out larger than the true one.
        if bound(html) <= left || compressed(html, Compression::fast()) <= left {
            return None;
        }
        let size = gzip_size(html);
        (size > left).then_some(size + shared)
    }

    /// What the style sheets and scripts weigh that a page names: not every page loads every one.
    pub fn loaded_by(&self, html: &[u8]) -> usize {
        let named = |name: &str| memmem::find(html, name.as_bytes()).is_some();
        self.assets.iter().filter(|(name, _)| named(name)).map(|(_, size)| size).sum()
    }
}

/// A size that gzip stays below: that of a code for single bytes by their frequency (Shannon entropy; a Huffman code
/// costs at most one bit a byte more, and in practice far less than what deflate's matches save), plus tables and frame.
/// It spares compressing every page, which would cost more than all the rest of a build.
fn bound(bytes: &[u8]) -> usize {
    if bytes.len() < 2 * 1024 {
        return bytes.len() + 64;
    }
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    let total = bytes.len() as f64;
    let bits: f64 = counts.iter().filter(|n| **n > 0).map(|n| f64::from(*n) * (total / f64::from(*n)).log2()).sum();
    (bits / 8.0 * 1.02) as usize + 512
}

/// The size after gzip as hosts apply it.
pub(super) fn gzip_size(bytes: &[u8]) -> usize {
    compressed(bytes, Compression::new(6))
}

fn compressed(bytes: &[u8], level: Compression) -> usize {
    let mut encoder = GzEncoder::new(Count(0), level);
    // Counting can't fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(usize::MAX, |count| count.0)
}

/// A writer that keeps only how much was written.
struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_never_below_the_true_size() {
        let english = "<p>Tell somebody you trust what happened. It is not your fault.</p>\n".repeat(200);
        let urdu = "<p>کسی ایسے شخص کو بتائیں جس پر آپ کو بھروسا ہو۔</p>\n".repeat(200);
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(20_000)
        .collect();
        for text in [english.as_bytes(), urdu.as_bytes(), &noise, b"", &[b'a'; 50_000]] {
            assert!(bound(text) >= gzip_size(text), "{} bytes: {} < {}", text.len(), bound(text), gzip_size(text));
        }
    }

    #[test]
    fn heavy_pages_are_found() {
        let budget = Budget { assets: vec![("a.css".into(), 4 * 1024), ("b.js".into(), FIRST_VIEW)] };
        let mut state = 1_u32;
        let words: String = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            format!("{:x} ", state >> 8)
        })
        .take(6_000)
        .collect();
        assert!(budget.exceeded_by(words.as_bytes()).is_some_and(|weight| weight > FIRST_VIEW));
        let short = "<link href=\"../a.css\"><p>Short.</p>".repeat(100);
        assert_eq!(budget.exceeded_by(short.as_bytes()), None);
        let heavy = short + "<script src=\"../b.js\"></script>";
        let size = gzip_size(heavy.as_bytes());
        assert_eq!(budget.exceeded_by(heavy.as_bytes()), Some(size + 4 * 1024 + FIRST_VIEW));
    }
}
