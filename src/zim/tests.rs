use super::*;

fn entry(path: &str, title: &str, media_type: &'static str) -> Entry {
    Entry { path: path.into(), title: title.into(), media_type, is_front: media_type == "text/html" }
}

fn written(files: &[(Entry, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::default();
    for (entry, content) in files {
        writer.add(entry.clone(), content).unwrap();
        writer.pack();
    }
    writer.add_metadata("Title", "text/plain", b"A title").unwrap();
    writer.finish("index.html", [7; 16]).unwrap()
}

#[test]
fn what_is_put_in_comes_out() {
    let text = "The same words again and again. ".repeat(50);
    let noise: Vec<u8> = (0..=255_u8).collect();
    let files: [(Entry, &[u8]); 4] = [
        (entry("index.html", "The beginning", "text/html"), text.as_bytes()),
        (entry("ü/صفحہ.html", "A page", "text/html"), "صفحہ".as_bytes()),
        (entry("a.png", "", "image/png"), &noise),
        (entry("b", "", "application/octet-stream"), b"b"),
    ];
    let bytes = written(&files);
    let archive = Archive::open(&bytes).unwrap();
    for (wanted, content) in &files {
        let found = archive.entries().iter().find(|found| found.path == wanted.path && found.namespace == 'C').unwrap();
        assert_eq!(found.title, wanted.title);
        assert_eq!(archive.content(found).unwrap().unwrap(), *content, "{}", wanted.path);
        assert!(matches!(&found.target, Target::Content { media_type, .. } if media_type == wanted.media_type));
    }
    assert_eq!(archive.main().unwrap().path, "index.html");
    let all: Vec<String> =
        archive.entries().iter().map(|found| format!("{}/{}", found.namespace, found.path)).collect();
    let lists = LISTINGS.map(|list| format!("X/{list}"));
    let others = ["C/a.png", "C/b", "C/index.html", "C/ü/صفحہ.html", "M/Counter", "M/Title", "W/mainPage"];
    assert_eq!(all, [&others.map(str::to_owned)[..], &lists].concat());
    let content = |namespace: char, path: &str| {
        let found = archive.entries().iter().find(|found| (found.namespace, found.path.as_str()) == (namespace, path));
        archive.content(found.unwrap()).unwrap().unwrap()
    };
    assert_eq!(content('M', "Counter"), b"application/octet-stream=1;image/png=1;text/html=2");
    let numbers = |list: &str| content('X', list).chunks(4).map(|n| n[0]).collect::<Vec<u8>>();
    assert_eq!(numbers(LISTINGS[0]), [3, 2, 0, 1, 4, 5, 6, 7, 8], "by namespace, then by title");
    assert_eq!(numbers(LISTINGS[1]), [3, 2], "pages alone");
}

#[test]
fn many_clusters_hold_what_they_should() {
    let page =
        |number: usize| format!("<h1>{number}</h1>{}", "<p>What other pages say, too.</p>\n".repeat(number % 97));
    let mut writer = Writer::default();
    for number in 0..4000 {
        writer.add(entry(&format!("{number:04}.html"), "", "text/html"), page(number).as_bytes()).unwrap();
        if number % 64 == 0 {
            writer.pack();
        }
    }
    let bytes = writer.finish("0000.html", [0; 16]).unwrap();
    let archive = Archive::open(&bytes).unwrap();
    assert!(archive.clusters() > 3 && bytes.len() < 400_000, "{} in {}", bytes.len(), archive.clusters());
    let pages: Vec<Vec<Vec<u8>>> = (0..archive.clusters()).map(|number| archive.contents(number).unwrap()).collect();
    for (number, found) in archive.entries().iter().take_while(|found| found.namespace == 'C').enumerate() {
        let Target::Content { cluster, blob, .. } = found.target else { panic!("{found:?}") };
        assert_eq!(pages[cluster as usize][blob as usize], page(number).as_bytes());
    }
}

#[test]
fn what_can_not_be_said_is_refused() {
    let two = |name| {
        let mut writer = Writer::default();
        writer.add(entry("a", "", "text/html"), b"1").unwrap();
        writer.add(entry(name, "", "text/html"), b"2").unwrap();
        writer.finish("a", [0; 16]).map_err(|error| error.to_string())
    };
    assert_eq!(two("a").unwrap_err(), "two files are called a");
    assert!(two("A").is_ok());
    let without = Writer::default().finish("index.html", [0; 16]).unwrap_err();
    assert_eq!(without.to_string(), "there is no index.html to begin with");
}

#[test]
fn every_changed_byte_is_found() {
    let bytes = written(&[(entry("index.html", "A", "text/html"), b"<h1>A</h1>")]);
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        assert!(Archive::open(&changed).is_err(), "{at}");
        assert!(Archive::open(&bytes[..at]).is_err(), "{at}");
    }
}
