//! GIF and WebP, which come out as PNG or JPEG.

use super::*;
use ::image::codecs::gif::GifEncoder;
use ::image::codecs::webp::WebPEncoder;
use ::image::{Frame, RgbaImage};

/// A GIF of one image for each colour.
fn gif(width: u32, height: u32, colours: &[[u8; 3]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for [r, g, b] in colours {
        let pixels = RgbaImage::from_pixel(width, height, ::image::Rgba([*r, *g, *b, 255]));
        encoder.encode_frame(Frame::new(pixels)).unwrap();
    }
    drop(encoder);
    bytes
}

/// A WebP without loss.
fn webp(pixels: &RgbaImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = pixels.dimensions();
    WebPEncoder::new_lossless(&mut bytes).write_image(pixels, width, height, ExtendedColorType::Rgba8).unwrap();
    bytes
}

/// A WebP of chunks.
fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(*data);
        body.extend(&[0][..data.len() % 2]);
    }
    [b"RIFF".as_slice(), &(body.len() as u32).to_le_bytes(), &body].concat()
}

/// The image in a WebP of one chunk.
fn image_of(webp: &[u8]) -> &[u8] {
    assert_eq!(&webp[12..16], b"VP8L");
    let length = u32::from_le_bytes(webp[16..20].try_into().unwrap()) as usize;
    &webp[20..20 + length]
}

fn screen(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let [[w0, w1, w2, _], [h0, h1, h2, _]] = [width - 1, height - 1].map(u32::to_le_bytes);
    vec![flags, 0, 0, 0, w0, w1, w2, h0, h1, h2]
}

/// A picture of 16 × 16 pixels with loss, all of one red. No encoder of safe code makes such.
const LOSSY: &[u8] = b"RIFF:\0\0\0WEBPVP8 .\0\0\0\
    \xD0\x01\x00\x9D\x01\x2A\x10\x00\x10\x00\x02\x80\x42\x25\xA0\x02\x74\xBA\x01\xF8\x00\x03\xB0\
    \x00\xFE\xEF\x76\xD7\xFE\x15\x6E\x18\x86\x6A\xBF\xFB\xD8\x2F\xBB\x05\xF7\x60\xBF\xD6\xC0\x00";

#[test]
fn nothing_planted_in_a_gif_comes_out() {
    let plain = gif(16, 8, &[RED]);
    assert!(plain.len() > 13 && plain.ends_with(b";"));
    let at = plain.iter().position(|byte| *byte == 0x21 || *byte == 0x2C).unwrap();
    let extensions = [
        b"\x21\xFE\x0ESECRET-comment\0".as_slice(),
        b"\x21\xFF\x0BXMP DataXMP\x0ASECRET-xmp\0",
        b"\x21\x01\x0C\0\0\0\0\0\0\0\0\x08\x08\x01\0\x0BSECRET-text\0",
    ]
    .concat();
    let planted = [&plain[..at], &extensions, &plain[at..], b"SECRET-trailing PK\x03\x04"].concat();
    assert_eq!(planted.windows(6).filter(|window| window == b"SECRET").count(), 4, "all were planted");
    let picture = made(&planted).unwrap();
    assert_eq!((picture.kind, picture.size), (PictureKind::Png, Dimensions { width: 16, height: 8 }));
    for words in [&b"SECRET"[..], b"XMP", b"PK", b"GIF"] {
        assert!(!holds(&picture.bytes, words), "{}", String::from_utf8_lossy(words));
    }
    assert!(is_near(&decoded(&picture), 3, 3, RED));
    assert_eq!(picture, made(&plain).unwrap());
}

#[test]
fn nothing_planted_in_a_webp_comes_out() {
    let pixels: RgbaImage = DynamicImage::ImageRgb8(quarters(64, 32)).into_rgba8();
    let image = webp(&pixels);
    let exif = exif(6);
    let planted = [
        riff(&[
            (b"VP8X", &screen(0x2C, 64, 32)),
            (b"ICCP", b"SECRET-icc"),
            (b"VP8L", image_of(&image)),
            (b"EXIF", &exif),
            (b"XMP ", b"SECRET-xmp"),
            (b"PRIV", b"SECRET-private"),
        ]),
        b"SECRET-trailing".to_vec(),
    ]
    .concat();
    let picture = made(&planted).unwrap();
    assert_eq!((picture.kind, picture.size), (PictureKind::Png, Dimensions { width: 32, height: 64 }));
    for words in [&b"SECRET"[..], b"Exif", b"II*", b"xmp", b"WEBP"] {
        assert!(!holds(&picture.bytes, words), "{}", String::from_utf8_lossy(words));
    }
    let image = decoded(&picture);
    assert!(is_near(&image, 4, 4, BLUE) && is_near(&image, 27, 4, RED) && is_near(&image, 4, 59, WHITE));
}

#[test]
fn a_webp_becomes_what_fits_it() {
    let look_of = |bytes: &[u8]| look(bytes).map(|look| (look.kind, look.moves));
    assert_eq!(look_of(LOSSY), Ok((PictureKind::Jpeg, false)));
    let photo = made(LOSSY).unwrap();
    assert!(photo.bytes.starts_with(b"\xFF\xD8") && is_near(&decoded(&photo), 8, 8, [255, 0, 0]));
    let mut glass = RgbaImage::from_pixel(6, 4, ::image::Rgba([10, 20, 30, 128]));
    glass.put_pixel(0, 0, ::image::Rgba([10, 20, 30, 255]));
    let drawing = made(&webp(&glass)).unwrap();
    assert_eq!(drawing.kind, PictureKind::Png);
    assert_eq!(decoded(&drawing).into_rgba8(), glass);
}

/// What moves can't be stopped by who it disturbs: the first image is kept.
#[test]
fn of_what_moves_the_first_image_is_kept() {
    let moving = gif(8, 8, &[GREEN, RED, BLUE]);
    assert_eq!(look(&moving).map(|look| look.moves), Ok(true));
    assert_eq!(look(&gif(8, 8, &[GREEN])).map(|look| look.moves), Ok(false));
    assert_eq!(made(&moving).unwrap(), made(&gif(8, 8, &[GREEN])).unwrap());

    let frame = |x: u8, y: u8, colour: [u8; 3]| {
        let [r, g, b] = colour;
        let image = webp(&RgbaImage::from_pixel(6, 4, ::image::Rgba([r, g, b, 255])));
        // Its place in steps of two, its size less one, how long it stays, and how it goes.
        let head = [x / 2, 0, 0, y / 2, 0, 0, 5, 0, 0, 3, 0, 0, 100, 0, 0, 0];
        let length = (image_of(&image).len() as u32).to_le_bytes();
        [&head, b"VP8L".as_slice(), &length, image_of(&image), &[0][..image_of(&image).len() % 2]].concat()
    };
    let (first, second) = (frame(2, 4, GREEN), frame(0, 0, RED));
    let screen = screen(0x12, 10, 8);
    let moving = riff(&[(b"VP8X", &screen), (b"ANIM", &[0; 6]), (b"ANMF", &first), (b"ANMF", &second)]);
    assert_eq!(look(&moving).map(|look| (look.moves, look.size.width)), Ok((true, 10)));
    let image = decoded(&made(&moving).unwrap());
    assert_eq!((image.width(), image.height()), (10, 8));
    assert!(is_near(&image, 2, 4, GREEN) && is_near(&image, 7, 7, GREEN));
    assert_eq!((image.get_pixel(1, 4).0[3], image.get_pixel(9, 7).0[3]), (0, 0), "beside the image nothing is seen");

    let still = png(8, 8);
    let count = |n: u8| with_chunks(&still, &[(b"acTL", vec![0, 0, 0, n, 0, 0, 0, 0])]);
    assert_eq!(look(&count(2)).map(|look| look.moves), Ok(true));
    assert_eq!(look(&count(1)).map(|look| look.moves), Ok(false));
    assert_eq!(made(&count(2)).unwrap(), made(&still).unwrap());
}

/// A picture that is declared too large, or larger inside than outside, is not decoded.
#[test]
fn declared_sizes_are_believed_by_nobody() {
    let mut large = gif(8, 8, &[RED]);
    large[6..10].copy_from_slice(&[0x50, 0xC3, 0x50, 0xC3]);
    assert_eq!(made(&large), Err(PictureError::TooLarge { width: 50_000, height: 50_000 }));
    let mut inside = gif(8, 8, &[RED]);
    let at = inside.iter().rposition(|byte| *byte == 0x2C).unwrap();
    inside[at + 5..at + 9].copy_from_slice(&[0x50, 0xC3, 0x50, 0xC3]);
    assert_eq!(made(&inside), Err(PictureError::TooLarge { width: 50_000, height: 50_000 }));

    let image = webp(&RgbaImage::new(8, 8));
    let other = riff(&[(b"VP8X", &screen(0x10, 16_000, 16_000)), (b"VP8L", image_of(&image))]);
    assert_eq!(made(&other), Err(PictureError::TooLarge { width: 16_000, height: 16_000 }));
    let other = riff(&[(b"VP8X", &screen(0x10, 9, 8)), (b"VP8L", image_of(&image))]);
    assert!(matches!(made(&other), Err(PictureError::Damaged(_))));
    let mut vast = image_of(&image).to_vec();
    vast[1..5].copy_from_slice(&0x0FFF_FFFF_u32.to_le_bytes());
    assert!(matches!(made(&riff(&[(b"VP8L", &vast)])), Err(PictureError::TooLarge { .. })));
}

#[test]
fn a_gif_or_webp_cut_short_is_damaged() {
    let small = webp(&DynamicImage::ImageRgb8(quarters(24, 24)).into_rgba8());
    for whole in [gif(24, 24, &[RED]), small, LOSSY.to_vec()] {
        assert!(made(&whole).is_ok());
        // Of a GIF the last byte says only that nothing follows.
        let needed = whole.len() - usize::from(whole.starts_with(b"GIF"));
        for length in 12..needed {
            let cut = made(&whole[..length]);
            assert!(matches!(cut, Err(PictureError::Damaged(_))), "{length} of {}: {cut:?}", whole.len());
        }
    }
}

proptest! {
    #[test]
    fn damage_of_a_gif_or_webp_never_panics(
        kind in 0usize..4,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = match kind {
            0 => gif(16, 16, &[RED, GREEN]),
            1 => webp(&DynamicImage::ImageRgb8(quarters(16, 16)).into_rgba8()),
            2 => riff(&[(b"VP8X", &screen(0x08, 16, 16)), (b"VP8 ", &LOSSY[20..]), (b"EXIF", &exif(5))]),
            _ => LOSSY.to_vec(),
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
