//! A stick as it is sold: FAT32 in an image, which mtools reads and writes as every system would.
#![cfg(target_os = "linux")]

use crate::place::{Place, lamplight};
use crate::usb::usb;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The guides of this project, on a stick's folder `stick`.
fn real_guides() -> Place {
    let place = Place::empty();
    let guides = Path::new(env!("CARGO_MANIFEST_DIR")).join("guides");
    let zip = ["build", guides.to_str().unwrap(), "--no-cache", "--format", "site,zip"];
    lamplight().current_dir(place.path()).args(zip).assert().code(0);
    fs::create_dir(place.join("stick")).unwrap();
    place
}

/// An image with a file system, made by the tools that everybody has; its path.
fn image(place: &Place, name: &str, mib: u64, bits: &str) -> String {
    let path = place.join(name).to_str().unwrap().to_owned();
    fs::File::create(&path).unwrap().set_len(mib << 20).unwrap();
    assert!(tool("mkfs.vfat", &["-F", bits, "-n", "GUIDES", &path]).status.success());
    path
}

/// mtools may not ask, and take names as UTF-8.
fn tool(program: &str, args: &[&str]) -> Output {
    let path = std::env::var("PATH").unwrap_or_default() + ":/usr/sbin:/sbin";
    let mut command = Command::new(program);
    command.args(args).env("PATH", path).env("MTOOLS_SKIP_CHECK", "1").env("LC_ALL", "C.UTF-8");
    command.output().unwrap_or_else(|error| panic!("{program}: {error}: install dosfstools and mtools"))
}

fn copy_in(image: &str, from: &Path) -> Output {
    tool("mcopy", &["-s", "-o", "-i", image, from.to_str().unwrap(), "::"])
}

fn copy_out(image: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let done = tool("mcopy", &["-s", "-n", "-i", image, "::guides", to.to_str().unwrap()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn every_path_and_byte_survives_fat() {
    let place = real_guides();
    assert!(usb(&place, &["stick"]).starts_with("0 "));
    let image = image(&place, "stick.img", 64, "32");
    let done = copy_in(&image, &place.join("stick/guides"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(tool("fsck.vfat", &["-n", &image]).status.success());
    copy_out(&image, &place.join("back"));
    assert_eq!(place.files("back/guides"), place.files("stick/guides"));
    assert_eq!(place.files("back/guides/site"), place.files("output"));
    place.run(["verify", "back/guides"]).code(0);
    place.run(["verify", "back/guides/site"]).code(0);
    let answer = usb(&place, &["back"]);
    assert!(answer.contains("all there and as they should be"), "{answer}");
}

/// A stick that is full half-way and pulled out: what is on it is a part, which `verify` says, and a run completes it.
#[test]
fn a_stick_that_ran_full_is_completed() {
    let place = real_guides();
    usb(&place, &["stick"]);
    let bytes: usize = place.files("stick").values().map(Vec::len).sum();
    let small = image(&place, "small.img", (bytes as u64 >> 21).max(1), "12");
    let done = copy_in(&small, &place.join("stick/guides"));
    assert!(!done.status.success(), "{bytes} bytes fitted");
    copy_out(&small, &place.join("half"));
    let (whole, half) = (place.files("stick/guides"), place.files("half/guides"));
    let there = half.iter().filter(|(path, bytes)| whole.get(*path) == Some(bytes)).count();
    assert!(there > 0 && there < whole.len(), "{there} of {}", whole.len());
    place.run(["verify", "half/guides"]).code(1);
    let answer = usb(&place, &["half"]);
    assert!(answer.starts_with("0 "), "{answer}");
    assert!(
        answer.contains(&format!("; {} written", whole.len() - there)) || half.contains_key("SHA256SUMS"),
        "{answer}"
    );
    assert_eq!(place.files("half/guides"), whole);
    place.run(["verify", "half/guides"]).code(0);
}
