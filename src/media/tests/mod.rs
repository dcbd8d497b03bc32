//! Pictures made in memory, with secrets planted in them by hand.

#![allow(clippy::disallowed_methods, reason = "these tests measure time")]

mod formats;
mod sizes;

use super::*;
use ::image::codecs::png::{CompressionType, FilterType, PngEncoder};
use ::image::{DynamicImage, ExtendedColorType, GenericImageView, ImageEncoder, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// The picture in its own size.
fn made(bytes: &[u8]) -> Result<Picture, PictureError> {
    let pictures = reencode(bytes, &[u32::MAX])?;
    let [picture] = <[Picture; 1]>::try_from(pictures).unwrap();
    Ok(picture)
}

fn dimensions(bytes: &[u8]) -> Result<Dimensions, PictureError> {
    look(bytes).map(|look| look.size)
}

const RED: [u8; 3] = [220, 20, 20];
const GREEN: [u8; 3] = [20, 200, 20];
const BLUE: [u8; 3] = [20, 20, 220];
const WHITE: [u8; 3] = [250, 250, 250];

/// A picture whose four quarters differ: red, green above blue, white.
fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    })
}

fn jpeg_of(pixels: &[u8], width: u32, height: u32, color: ColorType, progressive: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    encoder.set_progressive(progressive);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(pixels, width.try_into().unwrap(), height.try_into().unwrap(), color).unwrap();
    bytes
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    jpeg_of(quarters(width, height).as_raw(), width, height, ColorType::Rgb, false)
}

fn png_of(pixels: &[u8], width: u32, height: u32, color: ExtendedColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter);
    encoder.write_image(pixels, width, height, color).unwrap();
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    png_of(quarters(width, height).as_raw(), width, height, ExtendedColorType::Rgb8)
}

/// `jpeg` with segments right after its start.
fn with_segments(jpeg: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    for (marker, payload) in segments {
        bytes.extend([0xFF, *marker]);
        bytes.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        bytes.extend(payload);
    }
    bytes.extend(&jpeg[2..]);
    bytes
}

/// `png` with chunks right after its header.
fn with_chunks(png: &[u8], chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let (head, tail) = png.split_at(33);
    chunks
        .iter()
        .fold(head.to_vec(), |bytes, (name, data)| [bytes, chunk(name, data)].concat())
        .into_iter()
        .chain(tail.iter().copied())
        .collect()
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [length.as_slice(), &named, &crc(&named).to_be_bytes()].concat()
}

/// The data of a chunk of `png`.
fn data_of(png: &[u8], name: &[u8; 4]) -> Vec<u8> {
    let at = png.windows(4).position(|window| window == name).unwrap();
    let length = u32::from_be_bytes(png[at - 4..at].try_into().unwrap());
    png[at + 4..at + 4 + length as usize].to_vec()
}

fn header_chunk(width: u32, height: u32, depth: u8, color: u8) -> Vec<u8> {
    chunk(b"IHDR", &[&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, color, 0, 0, 0]].concat())
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

/// An EXIF block as phones write it: orientation, camera, place, and a thumbnail.
fn exif(orientation: u16) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, format: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &format.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let thumbnail = jpeg(8, 8);
    let (camera, gps, second, thumbnail_at) = (200u32, 300u32, 400u32, 500u32);
    block.extend(3u16.to_le_bytes());
    block.extend(entry(0x0110, 2, 16, camera.to_le_bytes()));
    block.extend(entry(0x0112, 3, 1, [orientation.to_le_bytes()[0], 0, 0, 0]));
    block.extend(entry(0x8825, 4, 1, gps.to_le_bytes()));
    block.extend(second.to_le_bytes());
    block.resize(camera as usize, 0);
    block.extend(b"SECRET-camera-1\0");
    block.resize(gps as usize, 0);
    block.extend(1u16.to_le_bytes());
    block.extend(entry(0x001B, 7, 24, 330u32.to_le_bytes()));
    block.extend(0u32.to_le_bytes());
    block.resize(330, 0);
    block.extend(b"SECRET-31.5204N-74.3587E");
    block.resize(second as usize, 0);
    block.extend(2u16.to_le_bytes());
    block.extend(entry(0x0201, 4, 1, thumbnail_at.to_le_bytes()));
    block.extend(entry(0x0202, 4, 1, u32::try_from(thumbnail.len()).unwrap().to_le_bytes()));
    block.extend(0u32.to_le_bytes());
    block.resize(thumbnail_at as usize, 0);
    block.extend(with_segments(&thumbnail, &[(0xFE, b"SECRET-thumbnail".to_vec())]));
    block
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

fn decoded(picture: &Picture) -> DynamicImage {
    let format = match picture.kind {
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Png => ImageFormat::Png,
    };
    let image = ::image::load_from_memory_with_format(&picture.bytes, format).unwrap();
    assert_eq!(image.dimensions(), (picture.size.width, picture.size.height));
    image
}

fn is_near(image: &DynamicImage, x: u32, y: u32, color: [u8; 3]) -> bool {
    let pixel = image.get_pixel(x, y).0;
    color.iter().zip(pixel).all(|(wanted, found)| wanted.abs_diff(found) < 12)
}

#[test]
fn nothing_planted_in_a_jpeg_comes_out() {
    let zip = b"PK\x03\x04SECRET-zip PK\x05\x06".to_vec();
    let segments = [
        (0xE1, [b"Exif\0\0".to_vec(), exif(6)].concat()),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-xmp</x:xmpmeta>".to_vec()),
        (0xE2, b"ICC_PROFILE\0\x01\x01SECRET-icc".to_vec()),
        (0xE2, b"MPF\0SECRET-mpf".to_vec()),
        (0xED, b"Photoshop 3.0\08BIMSECRET-iptc".to_vec()),
        (0xEF, b"SECRET-app15".to_vec()),
        (0xFE, [b"SECRET-comment".to_vec(), zip.clone()].concat()),
    ];
    let photo = [with_segments(&jpeg(64, 32), &segments), jpeg(8, 8), b"SECRET-trailing".to_vec(), zip].concat();
    assert_eq!(photo.windows(6).filter(|window| window == b"SECRET").count(), 12, "all were planted");
    let picture = made(&photo).unwrap();
    for words in [&b"SECRET"[..], b"Exif", b"xmp", b"ICC", b"8BIM", b"PK", b"GPS", b"Adobe"] {
        assert!(!holds(&picture.bytes, words), "{}", String::from_utf8_lossy(words));
    }
    assert_eq!(dimensions(&photo), Ok(Dimensions { width: 32, height: 64 }));
    let image = decoded(&picture);
    assert_eq!((picture.kind, picture.size), (PictureKind::Jpeg, Dimensions { width: 32, height: 64 }));
    // Turned by a quarter: what was left is above.
    assert!(is_near(&image, 4, 4, BLUE) && is_near(&image, 27, 4, RED));
    assert!(is_near(&image, 4, 59, WHITE) && is_near(&image, 27, 59, GREEN));
}

#[test]
fn nothing_planted_in_a_png_comes_out() {
    let compressed = data_of(&png(8, 8), b"IDAT");
    let chunks: [(&[u8; 4], Vec<u8>); 9] = [
        (b"tEXt", b"Comment\0SECRET-text".to_vec()),
        (b"zTXt", [b"SECRET-key\0\0".to_vec(), compressed.clone()].concat()),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET-xmp".to_vec()),
        (b"eXIf", exif(6)),
        (b"tIME", vec![7, 234, 11, 22, 10, 30, 0]),
        (b"iCCP", [b"SECRET-icc\0\0".to_vec(), compressed].concat()),
        (b"acTL", vec![0, 0, 0, 1, 0, 0, 0, 0]),
        (b"prIv", b"SECRET-private".to_vec()),
        (b"pHYs", vec![0, 0, 11, 19, 0, 0, 11, 19, 1]),
    ];
    let drawing = [with_chunks(&png(64, 32), &chunks), b"SECRET-trailing".to_vec()].concat();
    assert_eq!(drawing.windows(6).filter(|window| window == b"SECRET").count(), 9, "all were planted");
    let picture = made(&drawing).unwrap();
    let names = chunks.iter().map(|(name, _)| name.as_slice());
    for words in names.chain([&b"SECRET"[..], b"xmp", b"II*"]) {
        assert!(!holds(&picture.bytes, words), "{}", String::from_utf8_lossy(words));
    }
    assert_eq!(dimensions(&drawing), Ok(Dimensions { width: 32, height: 64 }));
    assert_eq!((picture.kind, picture.size), (PictureKind::Png, Dimensions { width: 32, height: 64 }));
    let image = decoded(&picture);
    assert!(is_near(&image, 0, 0, BLUE) && is_near(&image, 31, 63, GREEN));
}

/// EXIF 2.32, 4.6.4, tag 274: on which side the stored row 0 and column 0 are seen.
#[test]
fn every_orientation_is_applied() {
    let (width, height) = (6, 4);
    let stored = RgbImage::from_fn(width, height, |x, y| Rgb([x as u8 * 40, y as u8 * 60, 9]));
    let plain = png_of(stored.as_raw(), width, height, ExtendedColorType::Rgb8);
    for value in 0..=9u16 {
        let turned = with_chunks(&plain, &[(b"eXIf", exif(value))]);
        let picture = made(&turned).unwrap();
        assert_eq!(dimensions(&turned), Ok(picture.size));
        let image = decoded(&picture);
        for (x, y, pixel) in stored.enumerate_pixels() {
            let (right, bottom) = (width - 1 - x, height - 1 - y);
            let (x, y) = match value {
                2 => (right, y),
                3 => (right, bottom),
                4 => (x, bottom),
                5 => (y, x),
                6 => (bottom, x),
                7 => (bottom, right),
                8 => (y, right),
                _ => (x, y),
            };
            assert_eq!(image.get_pixel(x, y).0[..3], pixel.0, "orientation {value} at {x}, {y}");
        }
    }
}

#[test]
fn every_kind_of_pixels_is_read() {
    let gray: Vec<u8> = (0..64 * 64).map(|at| (at % 64 * 4) as u8).collect();
    let gray_jpeg = made(&jpeg_of(&gray, 64, 64, ColorType::Luma, false)).unwrap();
    assert_eq!(decoded(&gray_jpeg).color(), ::image::ColorType::L8);
    let progressive = jpeg_of(quarters(40, 40).as_raw(), 40, 40, ColorType::Rgb, true);
    assert!(is_near(&decoded(&made(&progressive).unwrap()), 2, 37, BLUE));
    for color in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let cyan = jpeg_of(&[255, 0, 0, 0].repeat(32 * 32), 32, 32, color, false);
        assert!(is_near(&decoded(&made(&cyan).unwrap()), 16, 16, [0, 255, 255]), "{color:?}");
    }
    let deep: Vec<u8> =
        (0..4u16).flat_map(|at| [at * 20_000, 1_000, 65_535, 30_000]).flat_map(u16::to_ne_bytes).collect();
    let deep = decoded(&made(&png_of(&deep, 2, 2, ExtendedColorType::Rgba16)).unwrap());
    assert_eq!(deep.color(), ::image::ColorType::Rgba8);
    assert_eq!(deep.get_pixel(1, 0).0, [78, 4, 255, 117]);
}

#[test]
fn a_palette_and_its_transparency_are_kept() {
    let indexes = data_of(&png_of(&[0, 1, 1, 0], 2, 2, ExtendedColorType::L8), b"IDAT");
    let palette = |transparency: &[u8]| {
        let parts = [
            b"\x89PNG\r\n\x1A\n".to_vec(),
            header_chunk(2, 2, 8, 3),
            chunk(b"PLTE", &[RED, BLUE].concat()),
            if transparency.is_empty() { Vec::new() } else { chunk(b"tRNS", transparency) },
            chunk(b"IDAT", &indexes),
            chunk(b"IEND", b""),
        ];
        decoded(&made(&parts.concat()).unwrap())
    };
    assert_eq!(palette(&[0, 128]).get_pixel(1, 0).0, [BLUE[0], BLUE[1], BLUE[2], 128]);
    assert_eq!(palette(&[0]).get_pixel(0, 0).0[3], 0);
    assert_eq!(palette(&[]).color(), ::image::ColorType::Rgb8);
    assert_eq!(palette(&[255, 255]).color(), ::image::ColorType::Rgb8, "nothing is transparent");
}

#[test]
fn the_same_bytes_come_out_each_time() {
    for bytes in [jpeg(50, 30), png(50, 30)] {
        let first = made(&bytes).unwrap();
        assert_eq!(made(&bytes).unwrap(), first);
    }
    // On other machines too: decoder and encoder calculate in integers alone.
    let digest = |bytes: &[u8]| bytes.iter().fold(0u32, |digest, byte| digest.rotate_left(5) ^ u32::from(*byte));
    let photo = made(&jpeg(50, 30)).unwrap();
    assert_eq!((photo.bytes.len(), digest(&photo.bytes)), (916, 1_895_391_368));
}

#[test]
fn what_is_no_picture_is_named() {
    let cases: [(&[u8], &str); 12] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIC picture"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "an AVIF picture"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a video"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\xEF\xBB\xBF\n<?xml version='1.0'?><!-- x --><svg onload='x()'/>", "an SVG drawing"),
        (b" <!DOCTYPE html><title>x</title>", "an HTML page"),
        (b"<script>alert(1)</script>", "an HTML page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer (the picture itself was not fetched)"),
        (b"hello", "a text file"),
        (b"\xFF\xD8", "a file of an unknown kind"),
        (b"\x89PNG\n\x1A\n", "a file of an unknown kind"),
        (b"", "an empty file"),
    ];
    for (bytes, found) in cases {
        assert_eq!(made(bytes), Err(PictureError::NotAPicture { found }));
        assert_eq!(dimensions(bytes), Err(PictureError::NotAPicture { found }));
    }
    let error = made(b"%PDF-1.7").unwrap_err();
    assert_eq!(error.to_string(), "this is a PDF document, not a JPEG, PNG, WebP or GIF picture");
    assert!(error.help().starts_with("save it as JPEG"));
}

/// A PNG of this size with these pixels as they are compressed.
fn png_with(width: u32, height: u32, color: u8, pixels: &[u8]) -> Vec<u8> {
    let parts = [header_chunk(width, height, 8, color), chunk(b"IDAT", pixels), chunk(b"IEND", b"")];
    [b"\x89PNG\r\n\x1A\n".to_vec(), parts.concat()].concat()
}

/// The frame header of `jpeg`, changed to another size.
fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg(16, 16);
    let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn too_large_is_refused_before_anything_is_decoded() {
    let begun = Instant::now();
    for (width, height) in [(50_000u16, 50_000u16), (30_001, 1), (1, 30_001), (6_325, 6_325)] {
        let too_large = PictureError::TooLarge { width: width.into(), height: height.into() };
        for bytes in [jpeg_claiming(width, height), png_with(width.into(), height.into(), 2, b"")] {
            assert_eq!(made(&bytes), Err(too_large.clone()));
            assert_eq!(dimensions(&bytes), Err(too_large.clone()));
            assert_eq!(made(&bytes[..bytes.len() - 14]), Err(too_large.clone()), "cut short too");
        }
    }
    assert!(made(&png_with(u32::MAX, u32::MAX, 2, b"")).is_err_and(|e| matches!(e, PictureError::TooLarge { .. })));
    assert!(begun.elapsed() < Duration::from_secs(1));
    for bytes in [jpeg_claiming(0, 16), png_with(0, 1, 2, b""), png_with(1, 0, 2, b"")] {
        assert!(matches!(dimensions(&bytes), Err(PictureError::Damaged(_))));
    }
}

#[test]
fn a_file_cut_short_is_damaged() {
    for whole in [jpeg(24, 24), jpeg_of(quarters(24, 24).as_raw(), 24, 24, ColorType::Rgb, true), png(24, 24)] {
        for length in 8..whole.len() {
            let cut = made(&whole[..length]);
            assert!(matches!(cut, Err(PictureError::Damaged(_))), "{length} of {}: {cut:?}", whole.len());
        }
        assert!(made(&whole).is_ok());
    }
    assert_eq!(
        made(&png(24, 24)[..60]).unwrap_err().to_string(),
        "the picture cannot be read: the file ends before the picture does"
    );
}

#[test]
fn two_frames_are_refused() {
    let (small, large) = (jpeg(16, 16), jpeg_claiming(6_000, 6_000));
    let at = large.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    let frame = large[at + 4..at + 19].to_vec();
    let both = with_segments(&small, &[(0xC0, frame)]);
    assert!(matches!(made(&both), Err(PictureError::Damaged(_))));
}

#[test]
fn what_expands_enormously_is_never_expanded() {
    let zeros = data_of(&png_of(&vec![0; 8_000 * 8_000], 8_000, 8_000, ExtendedColorType::L8), b"IDAT");
    assert!(zeros.len() < 100_000);
    let text = [b"bomb\0\0".to_vec(), zeros.clone()].concat();
    let begun = Instant::now();
    let bomb = with_chunks(&png(8, 8), &[(b"zTXt", text.clone()), (b"iCCP", text)]);
    assert_eq!(made(&bomb).unwrap().size.width, 8);
    // Far more data than the header's size needs.
    let _ = made(&png_with(1, 1, 0, &zeros));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn scans_of_one_colour_each_are_refused_where_they_would_decode_wrong() {
    let mut separate = Vec::new();
    let mut encoder = Encoder::new(&mut separate, 82);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(quarters(64, 64).as_raw(), 64, 64, ColorType::Rgb).unwrap();
    let error = made(&separate).unwrap_err();
    assert!(error.to_string().contains("one after the other"), "{error}");
    assert!(dimensions(&separate).is_ok());
}

proptest! {
    #[test]
    fn damage_never_panics(
        kind in 0usize..3,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = match kind {
            0 => with_segments(&jpeg(16, 16), &[(0xE1, [b"Exif\0\0".to_vec(), exif(5)].concat())]),
            1 => jpeg_of(quarters(16, 16).as_raw(), 16, 16, ColorType::Rgb, true),
            _ => with_chunks(&png(16, 16), &[(b"eXIf", exif(8))]),
        };
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(picture) = made(&bytes) {
            prop_assert_eq!(dimensions(&bytes), Ok(picture.size));
        }
    }
}
