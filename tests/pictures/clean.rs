//! Secrets in every part of a file that can hold some: none is in any output.

use crate::{made, site};

/// What photographs and editors note down, by names that no output may hold either.
const MARKS: [&[u8]; 8] = [b"SECRET", b"Exif", b"xmp", b"XMP", b"ICC", b"8BIM", b"PK\x03\x04", b"GPS"];

#[test]
fn no_output_holds_what_was_planted() {
    let exif = [b"Exif\0\0".as_slice(), &made::exif(6)].concat();
    let photo = [
        (0xE1, exif.as_slice()),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-xmp</x:xmpmeta>"),
        (0xE2, b"ICC_PROFILE\0\x01\x01SECRET-icc"),
        (0xED, b"Photoshop 3.0\08BIMSECRET-iptc"),
        (0xFE, b"SECRET-comment PK\x03\x04"),
    ];
    let photo =
        photo.iter().fold(made::jpeg(500, 400), |jpeg, (marker, data)| made::with_segment(&jpeg, *marker, data));
    let chunks: [(&[u8; 4], &[u8]); 6] = [
        (b"tEXt", b"Comment\0SECRET-text"),
        (b"zTXt", b"SECRET-key\0\0"),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET-xmp"),
        (b"eXIf", &made::exif(6)),
        (b"iCCP", b"SECRET-icc\0\0"),
        (b"prIv", b"SECRET-private"),
    ];
    let drawing = chunks.iter().fold(made::png(500, 400), |png, (name, data)| made::with_chunk(&png, name, data));
    let webp = made::webp(500, 400);
    let length = u32::from_le_bytes(webp[4..8].try_into().unwrap()) + 8 + 10;
    let webp = [b"RIFF", &length.to_le_bytes()[..], &webp[8..], b"XMP \x0A\0\0\0SECRET-xmp"].concat();
    let gif = made::gif(500, 400, 1);
    let at = gif.iter().position(|byte| matches!(byte, 0x21 | 0x2C)).unwrap();
    let gif = [&gif[..at], b"\x21\xFE\x0ESECRET-comment\0", &gif[at..]].concat();
    let svg = b"<svg viewBox='0 0 500 400' xmlns:i='urn:i' i:path='SECRET'><!-- SECRET --><metadata>SECRET</metadata><g id='SECRET'/></svg>";
    let files: Vec<(&str, Vec<u8>)> = [
        ("assets/a.jpg", photo),
        ("assets/b.png", drawing),
        ("assets/c.webp", webp),
        ("assets/d.gif", gif),
        ("assets/e.svg", svg.to_vec()),
    ]
    .into_iter()
    .map(|(path, bytes)| {
        assert!(holds(&bytes, b"SECRET"), "nothing was planted in {path}");
        (
            path,
            [bytes, if path.ends_with("svg") { Vec::new() } else { b"SECRET-trailing PK\x03\x04".to_vec() }].concat(),
        )
    })
    .collect();
    let body: String =
        files.iter().map(|(path, _)| format!("![What it shows](../{path}) [larger](../{path})\n\n")).collect();
    let guide = site::guide("One", &body);
    let all: Vec<(&str, &Vec<u8>)> =
        files.iter().map(|(path, bytes)| (*path, bytes)).chain([("en/one.md", &guide)]).collect();
    let (bundle, said) = site::export(&all);
    let bundle = bundle.unwrap_or_else(|| panic!("{said:#?}"));
    let pictures: Vec<_> =
        bundle.iter().filter(|(path, _)| [".jpg", ".png", ".svg"].iter().any(|end| path.ends_with(end))).collect();
    assert_eq!(pictures.len(), 7, "one size of two, two of two, and a drawing: {:?}", bundle.keys());
    for (path, bytes) in &bundle {
        assert!(!holds(bytes, b"SECRET"), "{path}");
    }
    for (path, bytes) in pictures {
        for mark in MARKS {
            assert!(!holds(bytes, mark), "{path} holds {}", String::from_utf8_lossy(mark));
        }
    }
}

/// Nothing of a file that is two in one comes out: it is drawn anew.
#[test]
fn a_file_that_is_two_in_one_comes_out_as_a_picture() {
    let page = b"<!DOCTYPE html><script>alert(1)</script>";
    let both = made::with_segment(&made::jpeg(40, 30), 0xFE, page);
    let guide = site::guide("One", "![A lamp](../assets/a.jpg)\n");
    let (bundle, _) = site::export(&[("assets/a.jpg", &both), ("en/one.md", &guide)]);
    assert!(bundle.unwrap().iter().all(|(path, bytes)| !path.ends_with(".jpg") || !holds(bytes, b"script")));
    // And one that a browser would take for a page first is none.
    let (bundle, said) =
        site::export(&[("assets/a.jpg", &[page.as_slice(), &made::jpeg(40, 30)].concat()), ("en/one.md", &guide)]);
    assert!(bundle.is_none() && said.iter().any(|said| said.message.contains("an HTML page")), "{said:#?}");
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}
