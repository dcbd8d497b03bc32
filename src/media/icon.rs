use super::palette;
use image::{DynamicImage, Rgba, RgbaImage};

/// The width and the height of an icon, in pixels.
pub const ICON_SIDE: u32 = 48;

/// Of the square that pages have in their tabs: its colour, and the radius of its corners in pixels.
const COLOUR: [u8; 3] = [0x77, 0x88, 0x99];
const RADIUS: u32 = 9;

/// How many parts a pixel has along each side, where the edge of a corner runs through it.
const PARTS: u32 = 8;

/// The mark that pages have in their tabs, as a PNG picture for lists: it says nothing.
pub fn icon() -> Vec<u8> {
    let pixel = |x, y| {
        let [red, green, blue] = COLOUR;
        Rgba([red, green, blue, alpha(x, y)])
    };
    let picture = DynamicImage::from(RgbaImage::from_fn(ICON_SIDE, ICON_SIDE, pixel));
    palette::encode(&picture).unwrap_or_default()
}

/// How much of a pixel is inside.
fn alpha(x: u32, y: u32) -> u8 {
    let parts = (0..PARTS * PARTS).map(|part| (x * PARTS + part % PARTS, y * PARTS + part / PARTS));
    let inside = parts.filter(|(x, y)| is_inside(*x, *y)).count() as u32;
    (inside * 255 / (PARTS * PARTS)) as u8
}

/// Whether the middle of a part of a pixel is inside. All is counted in halves of parts, so that no number is broken.
fn is_inside(x: u32, y: u32) -> bool {
    let (side, radius) = (2 * PARTS * ICON_SIDE, 2 * PARTS * RADIUS);
    // How far it is within the square of a corner; nothing along the edges and in the middle.
    let within = |part: u32| {
        let from_edge = (2 * part + 1).min(side - (2 * part + 1));
        radius.saturating_sub(from_edge)
    };
    within(x).pow(2) + within(y).pow(2) <= radius.pow(2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::look;

    #[test]
    fn it_is_a_square_with_round_corners() {
        let bytes = icon();
        let size = look(&bytes).unwrap().size;
        assert_eq!((size.width, size.height), (ICON_SIDE, ICON_SIDE));
        assert!(bytes.len() < 600, "{}", bytes.len());
        let last = ICON_SIDE - 1;
        let corners = [(0, 0), (last, 0), (0, last), (last, last)].map(|(x, y)| alpha(x, y));
        let inside = [(0, 24), (24, 0), (24, 24), (last, 24), (5, 5), (42, 42)].map(|(x, y)| alpha(x, y));
        assert_eq!((corners, inside), ([0; 4], [255; 6]));
        assert!((1..255).contains(&alpha(2, 3)) && alpha(2, 3) == alpha(3, 2) && alpha(2, 3) == alpha(last - 2, 3));
    }
}
