//! Pictures made smaller.

use super::*;

#[test]
fn each_width_is_made_and_none_is_wider_than_the_picture() {
    let pictures = reencode(&jpeg(90, 60), &[30, 31, 90, 500]).unwrap();
    let sizes: Vec<_> = pictures.iter().map(|picture| (picture.size.width, picture.size.height)).collect();
    assert_eq!(sizes, [(30, 20), (31, 21), (90, 60), (90, 60)]);
    for picture in &pictures {
        let (image, Dimensions { width, height }) = (decoded(picture), picture.size);
        assert_eq!((image.width(), image.height()), (width, height));
        assert!(is_near(&image, 4, 4, RED) && is_near(&image, width - 4, 4, GREEN));
        assert!(is_near(&image, 4, height - 4, BLUE) && is_near(&image, width - 4, height - 4, WHITE));
    }
    assert_eq!(pictures[2], made(&jpeg(90, 60)).unwrap());
    // As wide as it is high, after it was turned.
    let turned = with_segments(&jpeg(90, 60), &[(0xE1, [b"Exif\0\0".to_vec(), exif(6)].concat())]);
    assert_eq!(reencode(&turned, &[30]).unwrap()[0].size, Dimensions { width: 30, height: 45 });
}

#[test]
fn sizes_keep_their_shape() {
    let at = |width, height, to| {
        let size = Dimensions { width, height }.at_width(to);
        (size.width, size.height)
    };
    assert_eq!(at(4000, 3000, 360), (360, 270));
    assert_eq!(at(3, 1000, 2), (2, 667));
    assert_eq!(at(30_000, 1, 360), (360, 1));
    assert_eq!(at(100, 70, 0), (1, 1));
    assert_eq!(at(100, 70, 101), (100, 70));
}

/// Beside what can't be seen a colour stays itself, however wild the colours are that nobody sees.
#[test]
fn what_is_transparent_does_not_bleed() {
    let pixels: Vec<u8> =
        (0..40 * 40).flat_map(|at| if at % 40 < 21 { [255, 0, 0, 255] } else { [0, 255, 0, 0] }).collect();
    let source = png_of(&pixels, 40, 40, ExtendedColorType::Rgba8);
    let image = decoded(&reencode(&source, &[10]).unwrap()[0]).into_rgba8();
    for pixel in image.pixels().filter(|pixel| pixel.0[3] > 0) {
        assert_eq!(pixel.0[..3], [255, 0, 0], "{image:?}");
    }
    let alphas: Vec<u8> = (0..10).map(|x| image.get_pixel(x, 5).0[3]).collect();
    assert!(alphas[..4] == [255; 4] && alphas[7..] == [0; 3], "{alphas:?}");
    // Gray that is transparent stays gray.
    let gray: Vec<u8> = (0..40 * 40).flat_map(|at| [200, if at % 40 < 20 { 255 } else { 0 }]).collect();
    let image = decoded(&reencode(&png_of(&gray, 40, 40, ExtendedColorType::La8), &[10]).unwrap()[0]);
    assert_eq!((image.color(), image.get_pixel(1, 1).0), (::image::ColorType::La8, [200, 200, 200, 255]));
}

/// Drawings of few colours weigh little, whatever their file was, and lose none.
#[test]
fn few_colours_are_numbered() {
    for (count, alpha) in [(2_u32, 255), (3, 255), (16, 255), (17, 255), (256, 255), (257, 255), (5, 128), (1, 255)] {
        let colour =
            |n: u32| [(n * 7 % 256) as u8, (n / 16) as u8, (n * 31 % 256) as u8, if n == 1 { alpha } else { 255 }];
        // As noise, which no filter makes smaller.
        let pixels: Vec<u8> =
            (0..60 * 41_u32).flat_map(|at| colour(at.wrapping_mul(2_654_435_761) / 7 % count)).collect();
        let source = png_of(&pixels, 60, 41, ExtendedColorType::Rgba8);
        let picture = made(&source).unwrap();
        assert_eq!(decoded(&picture).into_rgba8().into_raw(), pixels, "{count} colours");
        assert_eq!(holds(&picture.bytes, b"PLTE"), count <= 256, "{count} colours");
        assert_eq!(holds(&picture.bytes, b"tRNS"), count == 5, "{count} colours");
        assert!(count != 2 || picture.bytes.len() < 60 * 41 / 8 + 200, "{} bytes", picture.bytes.len());
    }
}

/// On other machines too: weights are made by the four basic operations, sums are of integers.
#[test]
fn a_smaller_picture_has_the_same_bytes_everywhere() {
    let digest = |bytes: &[u8]| bytes.iter().fold(0u32, |digest, byte| digest.rotate_left(5) ^ u32::from(*byte));
    let slope = RgbImage::from_fn(97, 61, |x, y| Rgb([(x * 5 % 256) as u8, (y * 7 % 256) as u8, (x * y % 256) as u8]));
    let rgba = DynamicImage::ImageRgb8(slope.clone()).into_rgba8();
    let sources = [
        png_of(slope.as_raw(), 97, 61, ExtendedColorType::Rgb8),
        png_of(
            &rgba.iter().enumerate().map(|(at, v)| if at % 4 == 3 { at as u8 } else { *v }).collect::<Vec<_>>(),
            97,
            61,
            ExtendedColorType::Rgba8,
        ),
        png_of(&slope.iter().step_by(3).copied().collect::<Vec<_>>(), 97, 61, ExtendedColorType::L8),
    ];
    let digests = sources.map(|source| digest(decoded(&reencode(&source, &[40]).unwrap()[0]).as_bytes()));
    assert_eq!(digests, [34_467_136, 4_261_269_661, 1_372_144_149]);
}

/// A recipe that names other versions than those that are built in would take results of theirs for its own.
#[test]
fn the_recipe_names_what_is_built_in() {
    let lock = include_str!("../../../Cargo.lock");
    let [code @ .., crates] = RECIPE;
    for (name, version) in crates.split("; ").filter_map(|part| part.split_once(' ')) {
        let package = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&package), "Cargo.lock has another {name}: raise it in RECIPE");
    }
    let imported =
        code.iter().flat_map(|file| file.lines()).filter_map(|line| line.strip_prefix("use ")?.split("::").next());
    for name in imported.filter(|name| !["super", "std"].contains(name)) {
        let named = format!("{} ", name.replace('_', "-"));
        assert!(crates.replace('_', "-").contains(&named), "RECIPE lacks {name}");
    }
}
