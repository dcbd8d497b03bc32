//! PNG of few colours: drawings and screenshots, in which a pixel is the number of its colour.

use image::{DynamicImage, GenericImageView, Rgba};
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use std::collections::HashMap;

/// The most colours that a palette has.
const MOST: usize = 256;

/// The picture with a palette; `None` where it has more colours than that holds.
pub fn encode(pixels: &DynamicImage) -> Option<Vec<u8>> {
    let Indexed { colours, numbers } = indexed(pixels)?;
    let depth = match colours.len() {
        ..=2 => BitDepth::One,
        3..=4 => BitDepth::Two,
        5..=16 => BitDepth::Four,
        _ => BitDepth::Eight,
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(depth);
    encoder.set_compression(Compression::High);
    // Neighbours are no nearer in number than others: differences would compress worse.
    encoder.set_filter(Filter::NoFilter);
    encoder.set_palette(colours.iter().flat_map(|colour| [colour[0], colour[1], colour[2]]).collect::<Vec<u8>>());
    let transparent: Vec<u8> = colours.iter().map(|colour| colour[3]).take_while(|alpha| *alpha < 255).collect();
    if !transparent.is_empty() {
        encoder.set_trns(transparent);
    }
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&packed(&numbers, pixels.width() as usize, depth as usize)).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

struct Indexed {
    /// What is transparent comes first, since for those behind nothing need be said.
    colours: Vec<[u8; 4]>,
    numbers: Vec<u8>,
}

fn indexed(pixels: &DynamicImage) -> Option<Indexed> {
    let mut found: HashMap<[u8; 4], usize> = HashMap::new();
    let mut colours = Vec::new();
    let mut numbers = Vec::with_capacity(pixels.width() as usize * pixels.height() as usize);
    let mut last = None;
    for (_, _, Rgba(colour)) in pixels.pixels() {
        // Most pixels are as the one before.
        let number = match last {
            Some((own, number)) if own == colour => number,
            _ => *found.entry(colour).or_insert_with(|| {
                colours.push(colour);
                colours.len() - 1
            }),
        };
        numbers.push(u8::try_from(number).ok().filter(|_| colours.len() <= MOST)?);
        last = Some((colour, number));
    }
    let mut order: Vec<usize> = (0..colours.len()).collect();
    order.sort_by_key(|number| (colours[*number][3] == 255, *number));
    let mut renumbered = [0; MOST];
    for (new, old) in order.iter().enumerate() {
        renumbered[*old] = new as u8;
    }
    numbers.iter_mut().for_each(|number| *number = renumbered[usize::from(*number)]);
    Some(Indexed { colours: order.iter().map(|number| colours[*number]).collect(), numbers })
}

/// Numbers of a few bits each, a row beginning with a byte.
fn packed(numbers: &[u8], width: usize, bits: usize) -> Vec<u8> {
    let in_byte = 8 / bits;
    let byte = |numbers: &[u8]| {
        let bits_of = |(at, number): (usize, &u8)| number << (8 - bits * (at + 1));
        numbers.iter().enumerate().map(bits_of).fold(0, |byte, bits| byte | bits)
    };
    numbers.chunks(width).flat_map(|row| row.chunks(in_byte).map(byte)).collect()
}
