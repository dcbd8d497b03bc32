//! Pictures, as builds keep them.

use crate::place::Place;
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::PathBuf;

/// What stands before each result in a cache.
const HASH: usize = 32;

/// A site that shows a photo and a drawing.
fn site() -> Place {
    let place = Place::with_site();
    fs::create_dir(place.join("guides/assets")).unwrap();
    let photo = RgbImage::from_fn(1200, 200, |x, y| Rgb([(x / 5) as u8, y as u8, (x * y / 1000) as u8]));
    let mut bytes = Vec::new();
    photo.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 90)).unwrap();
    fs::write(place.join("guides/assets/lamp.jpg"), bytes).unwrap();
    place.write("guides/assets/way.svg", "<svg viewBox=\"0 0 8 4\"><path d=\"M0 0h8\"/></svg>");
    let home = place.read("guides/en/index.md");
    place.write(
        "guides/en/index.md",
        &format!("{home}\n![A lamp](../assets/lamp.jpg)\n\n![A way](../assets/way.svg)\n"),
    );
    place
}

/// The pictures in a cache.
fn kept(place: &Place) -> Vec<PathBuf> {
    let pictures = place.files("cache").into_iter().filter(|(_, bytes)| bytes[HASH..].starts_with(b"\xFF\xD8"));
    pictures.map(|(path, _)| place.join("cache").join(path)).collect()
}

#[test]
fn a_second_build_takes_pictures_from_the_cache() {
    let place = site();
    let build = |output: &str, arguments: &[&str]| {
        place.run(["build", "-o", output].iter().chain(arguments).copied()).code(0);
        place.files(output)
    };
    let plain = build("plain", &["--no-cache"]);
    assert_eq!(plain.keys().filter(|path| path.ends_with(".jpg")).count(), 3);
    assert!(build("first", &["--cache", "cache"]) == plain);
    let entries = kept(&place);
    assert_eq!(entries.len(), 3);
    assert!(build("second", &["--cache", "cache"]) == plain);
    // What lies in the cache is what is used: here another picture, under the seal of each key.
    for entry in &entries {
        let name = entry.file_name().unwrap().to_str().unwrap();
        let key: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&name[at..at + 2], 16).unwrap()).collect();
        let other = b"\xFF\xD8 another picture";
        let hash = Sha256::new().chain_update(key).chain_update(other).finalize();
        fs::write(entry, [&hash[..], other].concat()).unwrap();
    }
    let other = build("other", &["--cache", "cache"]);
    let pictures = other.iter().filter(|(path, _)| path.ends_with(".jpg"));
    assert!(pictures.into_iter().all(|(_, bytes)| bytes == b"\xFF\xD8 another picture"), "pictures are made again");
    // And what is damaged is made again.
    entries.iter().for_each(|entry| fs::write(entry, "damaged").unwrap());
    assert!(build("again", &["--cache", "cache"]) == plain);
}

#[test]
fn any_number_of_threads_makes_the_same_pictures() {
    let place = site();
    let build = |jobs: &str| {
        place.run(["build", "--no-cache", "-o", jobs, "--jobs", jobs]).code(0);
        place.files(jobs)
    };
    let one = build("1");
    assert!(one == build("2") && one == build("7"));
}
