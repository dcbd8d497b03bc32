//! Files that are small and would be large: what they cost is asked of a process of its own, by its processor time and the most
//! memory that it had, so that no other load shows.

use crate::made;
use lamplight::media;
use std::env;
use std::fs;
use std::process::Command;

const BOMB: &str = "LAMPLIGHT_TEST_BOMB";
const MOST_SECONDS: f64 = 1.0;
const MOST_BYTES: u64 = 64 << 20;

/// Each by its name, and whether it is a picture all the same.
fn bomb(name: &str) -> (Vec<u8>, bool) {
    let zeros = zeros_of_a_gigabyte;
    match name {
        "a PNG of 50,000 × 50,000" => (claiming(&made::png(2, 2), 50_000, 50_000), false),
        "a PNG of 2^31 × 2^31" => (claiming(&made::png(2, 2), 1 << 31, 1 << 31), false),
        "a PNG that claims 6,300 × 6,300" => (claiming(&made::png(2, 2), 6_300, 6_300), false),
        "a zTXt of a gigabyte" => {
            (made::with_chunk(&made::png(8, 8), b"zTXt", &[b"a\0\0", zeros().as_slice()].concat()), true)
        }
        "an iCCP of a gigabyte" => {
            (made::with_chunk(&made::png(8, 8), b"iCCP", &[b"a\0\0", zeros().as_slice()].concat()), true)
        }
        "a PNG cut short" => (cut(made::png(1_500, 1_000)), false),
        "a JPEG cut short" => (cut(made::jpeg(1_500, 1_000)), false),
        "a WebP cut short" => (cut(made::webp(1_500, 1_000)), false),
        "a GIF cut short" => (cut(made::gif(1_500, 1_000, 1)), false),
        "a JPEG that claims 6,300 × 6,300" => {
            let mut bytes = made::jpeg(16, 16);
            let at = bytes.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
            bytes[at + 5..at + 9].copy_from_slice(&[0x18, 0x9C, 0x18, 0x9C]);
            (bytes, false)
        }
        "a GIF of 60,000 × 60,000" => {
            let mut bytes = made::gif(8, 8, 1);
            bytes[6..10].copy_from_slice(&[0x60, 0xEA, 0x60, 0xEA]);
            (bytes, false)
        }
        "a page, then a JPEG" => ([b"<html><script>x</script>".as_slice(), &made::jpeg(8, 8)].concat(), false),
        "a zip, then a PNG" => ([b"PK\x03\x04".as_slice(), &made::png(8, 8)].concat(), false),
        "an SVG of a billion laughs" => {
            let laughs: String =
                (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
            let text =
                format!("<!DOCTYPE svg [<!ENTITY a0 \"ha\">{laughs}]><svg viewBox='0 0 1 1'><text>&a9;</text></svg>");
            (text.into_bytes(), false)
        }
        "an SVG that is deep" => (["<svg viewBox='0 0 1 1'>", &"<g>".repeat(300_000)].concat().into_bytes(), false),
        other => panic!("there is no {other}"),
    }
}

const BOMBS: [&str; 15] = [
    "a PNG of 50,000 × 50,000",
    "a PNG of 2^31 × 2^31",
    "a PNG that claims 6,300 × 6,300",
    "a zTXt of a gigabyte",
    "an iCCP of a gigabyte",
    "a PNG cut short",
    "a JPEG cut short",
    "a WebP cut short",
    "a GIF cut short",
    "a JPEG that claims 6,300 × 6,300",
    "a GIF of 60,000 × 60,000",
    "a page, then a JPEG",
    "a zip, then a PNG",
    "an SVG of a billion laughs",
    "an SVG that is deep",
];

/// A PNG whose header gives another size.
fn claiming(png: &[u8], width: u32, height: u32) -> Vec<u8> {
    let mut header = [&b"IHDR"[..], &width.to_be_bytes(), &height.to_be_bytes(), &png[24..29]].concat();
    let sum = !header.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { 0xEDB8_8320 ^ (sum >> 1) } else { sum >> 1 })
    });
    header.extend(sum.to_be_bytes());
    [&png[..12], &header, &png[33..]].concat()
}

/// What is a gigabyte of zeros when it is decompressed: a mebibyte of deflate, made of one block that is repeated.
fn zeros_of_a_gigabyte() -> Vec<u8> {
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let block = vec![0; 1 << 20];
    (0..1024).for_each(|_| encoder.write_all(&block).unwrap());
    encoder.finish().unwrap()
}

fn cut(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() * 2 / 3);
    bytes
}

#[test]
#[cfg(target_os = "linux")]
fn bombs_are_cheap() {
    let folder = tempfile::tempdir().unwrap();
    for name in BOMBS {
        let file = folder.path().join("bomb");
        let (bytes, is_picture) = bomb(name);
        fs::write(&file, bytes).unwrap();
        let mut child = Command::new(env::current_exe().unwrap());
        child.args(["--exact", "bombs::child", "--ignored", "--nocapture", "--test-threads=1"]);
        let output = child.env(BOMB, &file).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let cost = text.lines().find_map(|line| line.split_once("cost: ")).map(|(_, cost)| cost.to_owned());
        let cost = cost.unwrap_or_else(|| panic!("{name}: {text}{}", String::from_utf8_lossy(&output.stderr)));
        let [seconds, bytes, made] = cost.split(' ').collect::<Vec<_>>()[..] else { panic!("{cost}") };
        eprintln!("{name}: {cost}");
        assert!(seconds.parse::<f64>().unwrap() < MOST_SECONDS, "{name}: {seconds} s");
        assert!(bytes.parse::<u64>().unwrap() < MOST_BYTES, "{name}: {bytes} bytes");
        assert_eq!(made == "true", is_picture, "{name}");
    }
}

/// Makes a picture of a file, and says what that cost: processor time in seconds, bytes, and whether one was made.
#[test]
#[ignore = "the child process of another test"]
fn child() {
    let Some(file) = env::var_os(BOMB) else { return };
    let bytes = fs::read(file).unwrap();
    let (seconds, most) = (seconds(), most_bytes());
    let made = if media::is_drawing(&bytes) {
        media::drawing(&bytes).is_ok()
    } else {
        media::look(&bytes).is_ok() && media::reencode(&bytes, &[360, 720, 1080]).is_ok()
    };
    println!("cost: {} {} {made}", self::seconds() - seconds, most_bytes() - most);
}

/// Processor time of this process, proc(5).
fn seconds() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap() / TICKS).sum()
}

/// The most memory that this process had at once, proc(5).
fn most_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() * 1024
}
