//! QR codes (ISO/IEC 18004) as one path of a drawing.

use fast_qr::{ECL, QRBuilder};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

/// A QR code, drawn in black on a white square of `side` × `side` units.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Qr {
    /// Modules along a side, with the quiet zone.
    pub side: usize,
    /// The dark modules as the `d` of an SVG path: a rectangle for each run of a row.
    pub path: String,
}

/// What the standard wants left white on every side, in modules.
const QUIET: usize = 4;

/// The codes that were drawn. A few numbers stand on the posters of every section in every language.
#[derive(Debug, Default)]
pub(super) struct Codes(Mutex<HashMap<String, Option<Qr>>>);

impl Codes {
    /// The code of an address; `None` where the address is longer than a code can hold.
    pub fn of(&self, address: &str) -> Option<Qr> {
        let mut drawn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.entry(address.to_owned()).or_insert_with(|| qr(address)).clone()
    }
}

/// The code of an address at level M, which stands a crease or a stain on a seventh of it. `None` where the address is
/// longer than a code can hold.
fn qr(address: &str) -> Option<Qr> {
    let code = QRBuilder::new(address).ecl(ECL::M).build().ok()?;
    let mut path = String::new();
    for y in 0..code.size {
        let row = &code[y];
        let mut x = 0;
        while x < code.size {
            let run = row[x..code.size].iter().take_while(|module| module.value()).count();
            if run > 0 {
                // Writing into a string can't fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run + 1;
        }
    }
    Some(Qr { side: code.size + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the path as a scanner would see it on paper, and reads it with another program's code.
    fn read(qr: &Qr) -> String {
        const SCALE: usize = 3;
        let mut dark = vec![false; qr.side * qr.side];
        for run in qr.path.split_terminator('z') {
            let (start, rest) = run.strip_prefix('M').unwrap().split_once('h').unwrap();
            let (x, y) = start.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let (length, back) = rest.split_once("v1h-").unwrap();
            assert_eq!(length, back);
            dark[y * qr.side + x..][..length.parse().unwrap()].fill(true);
        }
        let is_dark = |x: usize, y: usize| dark[y / SCALE * qr.side + x / SCALE];
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(qr.side * SCALE, qr.side * SCALE, |x, y| {
            if is_dark(x, y) { 0 } else { 255 }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        let (meta, text) = grids[0].decode().unwrap();
        assert_eq!(meta.ecc_level, 0, "level M");
        text
    }

    #[test]
    fn a_code_says_its_address() {
        let long = format!("https://help.example/{}", "a/".repeat(200));
        for address in
            ["tel:15", "tel:+923117786264", "mailto:help@example.org", "https://report.iwf.org.uk/pk/", &long]
        {
            assert_eq!(read(&qr(address).unwrap()), address);
        }
    }

    #[test]
    fn the_edge_stays_white() {
        let code = qr("tel:1799").unwrap();
        let xs = code.path.split('M').filter_map(|run| run.split_once(' ')?.0.parse::<usize>().ok());
        assert_eq!(xs.min(), Some(QUIET));
        assert_eq!(code.side, 21 + 2 * QUIET);
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert!(qr(&"x".repeat(3000)).is_none());
    }
}
