//! What pages say of pictures, and the files that they name.

use crate::{made, site};
use image::GenericImageView;
use lamplight::diagnostic::{Code, Diagnostic};
use lamplight::source::{Root, SourceFile, SourceTree, VPath};
use std::collections::BTreeMap;

/// A site with one guide, pictures, and files of a theme.
fn build(
    body: &str,
    pictures: &[(&str, &[u8])],
    theme: &[(&str, &str)],
) -> (Option<site::Files>, Vec<Diagnostic>, SourceTree) {
    let guide = site::guide("One", body);
    let mut files: BTreeMap<&str, &[u8]> = site::BASE.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    files.insert("en/one.md", &guide);
    files.extend(pictures.iter().copied());
    let file =
        |root, path: &str, bytes: &[u8]| SourceFile { root, path: VPath::new(path).unwrap(), bytes: bytes.into() };
    let mut all: Vec<SourceFile> = files.iter().map(|(path, bytes)| file(Root::Guides, path, bytes)).collect();
    all.extend(theme.iter().map(|(path, text)| file(Root::Theme, path, text.as_bytes())));
    let tree = SourceTree::new(all, "guides", "theme");
    let (bundle, said) = site::export_tree(&tree);
    (bundle, said, tree)
}

fn built(body: &str, pictures: &[(&str, &[u8])], theme: &[(&str, &str)]) -> site::Files {
    let (bundle, said, _) = build(body, pictures, theme);
    bundle.unwrap_or_else(|| panic!("{said:#?}"))
}

/// The tags of the pictures of a page.
fn pictures<'b>(bundle: &'b site::Files, page: &str) -> Vec<&'b str> {
    let html = str::from_utf8(&bundle[page]).unwrap();
    html.match_indices("<img ").map(|(at, _)| &html[at..=at + html[at..].find('>').unwrap()]).collect()
}

fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value)
}

/// The size of the picture at a URL of a page in `en/`.
fn size_at(bundle: &site::Files, url: &str) -> (u32, u32) {
    let path = url.strip_prefix("../").unwrap();
    image::load_from_memory(&bundle[path]).unwrap_or_else(|error| panic!("{path}: {error}")).dimensions()
}

#[test]
fn a_photo_is_offered_in_each_width_that_is_less_than_its_own() {
    let photo = made::jpeg(1500, 300);
    let bundle = built(
        "![A lamp](../assets/deep/lamp.jpeg)\n\n## More\n\n![Again](../assets/deep/lamp.jpeg)\n",
        &[("assets/deep/lamp.jpeg", &photo)],
        &[],
    );
    let [first, second] = pictures(&bundle, "en/one.html")[..] else {
        panic!("{:?}", pictures(&bundle, "en/one.html"))
    };
    assert_eq!(
        (value(first, "alt"), value(first, "width"), value(first, "height")),
        (Some("A lamp"), Some("1080"), Some("216"))
    );
    assert_eq!(value(first, "sizes"), Some("(min-width: 756px) 720px, calc(100vw - 36px)"));
    let offered: Vec<(&str, &str)> =
        value(first, "srcset").unwrap().split(", ").map(|one| one.split_once(' ').unwrap()).collect();
    assert_eq!(offered.iter().map(|(_, width)| *width).collect::<Vec<_>>(), ["360w", "720w", "1080w"]);
    let sizes: Vec<_> = offered.iter().map(|(url, _)| size_at(&bundle, url)).collect();
    assert_eq!(sizes, [(360, 72), (720, 144), (1080, 216)]);
    assert_eq!(value(first, "src"), Some(offered[2].0));
    assert!(offered[0].0.starts_with("../assets/deep/lamp-360.") && offered[2].0.starts_with("../assets/deep/lamp."));
    // What is seen at once does not wait for the layout.
    assert_eq!((value(first, "loading"), value(first, "decoding")), (None, Some("async")));
    assert_eq!((value(second, "loading"), value(second, "decoding")), (Some("lazy"), Some("async")));
    assert_eq!(bundle.keys().filter(|path| path.ends_with(".jpg")).count(), 3);
    for tag in pictures(&bundle, "en/all.html") {
        assert_eq!(value(tag, "loading"), Some("lazy"), "{tag}");
    }
}

#[test]
fn nothing_is_made_wider_than_it_is() {
    let (small, middle) = (made::png(90, 60), made::webp(500, 50));
    let drawing = b"<svg viewBox='0 0 30 20'><title>SECRET</title><circle r='4'/></svg>";
    let body = "![a](../assets/a.png) ![b](../assets/b.webp) ![c](../assets/c.svg) ![d](../assets/d.gif)\n";
    let pictures_of = [
        ("assets/a.png", &*small),
        ("assets/b.webp", &middle),
        ("assets/c.svg", drawing),
        ("assets/d.gif", &made::gif(40, 30, 1)),
    ];
    let bundle = built(body, &pictures_of, &[]);
    let tags = pictures(&bundle, "en/one.html");
    let widths: Vec<_> = tags.iter().map(|tag| value(tag, "width").unwrap()).collect();
    assert_eq!(widths, ["90", "500", "30", "40"]);
    for (tag, width) in tags.iter().zip([Some(90), Some(500), None, Some(40)]) {
        let url = value(tag, "src").unwrap();
        assert_eq!(width.is_none(), url.ends_with(".svg"), "{url}");
        assert!(width.is_none() || url.ends_with(".png"), "{url}");
        assert!(width.is_none_or(|width| size_at(&bundle, url).0 == width), "{tag}");
    }
    assert_eq!(value(tags[1], "srcset").map(|list| list.matches('w').count()), Some(2), "360 and 500");
    assert!([0, 2, 3].iter().all(|at| value(tags[*at], "srcset").is_none() && value(tags[*at], "sizes").is_none()));
    let svg = &bundle[value(tags[2], "src").unwrap().strip_prefix("../").unwrap()];
    assert_eq!(
        str::from_utf8(svg).unwrap(),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\" viewBox=\"0 0 30 20\"><circle r=\"4\"></circle></svg>\n"
    );
}

#[test]
fn a_link_leads_to_the_picture_in_its_own_size() {
    let photo = made::jpeg(1500, 300);
    let body = "![A map](../assets/map.jpg) [larger](../assets/map.jpg)\n";
    let bundle = built(body, &[("assets/map.jpg", &photo)], &[]);
    let html = str::from_utf8(&bundle["en/one.html"]).unwrap();
    let (_, link) = html.split_once("<a href=\"../assets/map-1500.").unwrap();
    let url = format!("../assets/map-1500.{}", link.split_once('"').unwrap().0);
    assert_eq!(size_at(&bundle, &url), (1500, 300));
    assert_eq!(bundle.keys().filter(|path| path.ends_with(".jpg")).count(), 4);
}

#[test]
fn a_theme_asks_for_other_widths() {
    let photo = made::jpeg(800, 100);
    let theme = "pictures:\n  widths: [600, 200, 200]\n  sizes: 50vw\n";
    let bundle = built("![A lamp](../assets/lamp.jpg)\n", &[("assets/lamp.jpg", &photo)], &[("theme.yaml", theme)]);
    let tags = pictures(&bundle, "en/one.html");
    assert_eq!((value(tags[0], "sizes"), value(tags[0], "width")), (Some("50vw"), Some("600")));
    assert_eq!(value(tags[0], "srcset").map(|list| list.matches("00w").count()), Some(2));

    for (theme, line, column, code, words) in [
        ("pictures:\n  widths: [a]\n", 2, 12, Code::BadValue, "`a` is no width of a picture"),
        ("pictures: {widths: [8, 720]}\n", 1, 21, Code::BadValue, "`8` is no width of a picture"),
        ("pictures:\n  widths: []\n", 2, 11, Code::BadValue, "`widths` has to hold 1 to 6 numbers"),
        ("pictures:\n  sizes: '100vw\" onload=\"x'\n", 2, 10, Code::BadValue, "`sizes` says no widths"),
        ("pictures:\n  widhts: [100]\n", 2, 3, Code::UnknownField, "`widhts`"),
        ("colours: {}\n", 1, 1, Code::UnknownField, "`colours`"),
    ] {
        let (_, said, tree) = build("Text.\n", &[], &[("theme.yaml", theme)]);
        let [problem] = said.as_slice() else { panic!("{theme}: {said:#?}") };
        assert_eq!(
            (problem.code, problem.location(&tree)),
            (code, ("theme/theme.yaml".into(), line, column)),
            "{theme}"
        );
        assert!(problem.message.contains(words), "{theme}: {}", problem.message);
    }
}

#[test]
fn what_can_not_be_shown_is_said_with_its_place() {
    let moving = made::gif(8, 8, 2);
    let (bundle, said, tree) = build("![Steps](../assets/steps.gif)\n", &[("assets/steps.gif", &moving)], &[]);
    let found: Vec<_> = said.iter().map(|said| (said.code, said.location(&tree).0)).collect();
    assert_eq!(found, [(Code::AnimatedPicture, "guides/assets/steps.gif".to_owned())]);
    assert!(bundle.is_some_and(|bundle| bundle.keys().all(|path| !path.ends_with(".gif"))));

    // A header that is sound, and pixels that are none: found once, though there are three sizes.
    let photo = made::jpeg(1500, 300);
    let cut = &photo[..photo.len() * 2 / 3];
    let (bundle, mut said, tree) = build("![A lamp](../assets/lamp.jpg)\n", &[("assets/lamp.jpg", cut)], &[]);
    lamplight::diagnostic::sort(&mut said);
    let [problem] = said.as_slice() else { panic!("{said:#?}") };
    assert_eq!((problem.code, problem.location(&tree).0.as_str()), (Code::BadPicture, "guides/assets/lamp.jpg"));
    assert!(bundle.is_none());
}
