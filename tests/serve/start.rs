//! Where it listens, what it says, and how it ends.

use crate::client::{Events, await_page, get};
use crate::program::{Preview, STDOUT, site, write};
use crate::site::files;
use lamplight::source::Root;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket};
use std::process::Command;

#[test]
fn a_port_in_use_gives_way_to_the_next_free_one() {
    let first = Preview::start();
    let wanted = first.port.to_string();
    let mut second = Preview::with(site(), &["--port", &wanted]);
    assert!(second.port > first.port, "{} after {}", second.port, first.port);
    assert_eq!((get(first.port, "/").status, get(second.port, "/").status), (200, 200));
    second.edit("en/article.md", "First words", "Other words");
    second.says("no problem found");
    await_page(second.port, "/en/article.html", "the edit", |page| page.body.contains("Other words"));
    assert!(get(first.port, "/en/article.html").body.contains("First words"));
}

/// Nothing listens at any other address of the machine.
#[test]
fn only_this_machine_can_ask() {
    let preview = Preview::start();
    // An address towards elsewhere, where the machine has one; nothing is sent.
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).unwrap();
    let outer =
        socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).and_then(|()| socket.local_addr()).map(|address| address.ip());
    let others = [Some(IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2))), Some(IpAddr::V6(Ipv6Addr::LOCALHOST)), outer.ok()];
    for other in others.into_iter().flatten().filter(|address| *address != Ipv4Addr::LOCALHOST) {
        assert!(TcpStream::connect((other, preview.port)).is_err(), "it listens at {other}");
    }
}

#[test]
fn ipv6_is_asked_for() {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        // This machine has none; then it can't be listened at, which is the machine's failure.
        let place = site();
        let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        let output = program.current_dir(place.path()).args(["serve", "--port", "0", "--ipv6"]).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
        return;
    }
    let preview = Preview::with(site(), &["--port", "0", "--ipv6"]);
    assert!(TcpStream::connect((Ipv6Addr::LOCALHOST, preview.port)).is_ok());
    assert_eq!(get(preview.port, "/").status, 200);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_cleanly() {
    let mut preview = Preview::start();
    let port = preview.port;
    let before = files(Root::Guides, preview.place.path());
    // Whoever listens for changes, and whoever is in the midst of a request, keeps nobody from leaving.
    let mut events = Events::listen(port);
    events.next();
    assert_eq!(get(port, "/en/search.html").status, 200);
    let half = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let (status, said) = preview.interrupt();
    drop(half);
    assert_eq!(status, Some(0), "{said:#?}");
    assert_eq!(files(Root::Guides, preview.place.path()), before, "it left something behind");
    assert!(said.iter().all(|line| !line.contains("panicked")), "{said:#?}");
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
}

/// A site with errors is shown as what is wrong with it, until it is mended.
#[test]
fn it_starts_with_a_site_that_can_not_be_built() {
    let place = site();
    write(place.path(), "guides/en/article.md", b"no front matter\n");
    let preview = Preview::of(place);
    let page = get(preview.port, "/");
    assert_eq!(page.status, 500);
    assert!(
        page.body.contains("error[front-matter]") && page.body.contains("guides/en/article.md:1:1"),
        "{}",
        page.body
    );
    assert_eq!(get(preview.port, "/robots.txt").status, 404, "there is no plan yet");
    write(preview.place.path(), "guides/en/article.md", &crate::site::guide("Mended", "Well.\n"));
    await_page(preview.port, "/en/article.html", "the mended page", |page| {
        page.status == 200 && page.body.contains("Well.")
    });
}

#[test]
fn what_is_no_site_ends_it_as_it_ends_a_build() {
    let place = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        let output = program.current_dir(place.path()).arg("serve").args(args).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, said) = run(&["--port", "0"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("cannot read `guides`") && said.contains("help: "), "{said}");
    write(place.path(), "guides/site.yaml", b"title: T\nlanguages: [en]\ntheme: none\n");
    let (status, said) = run(&["--port", "0"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("there is no theme in `themes/none`"), "{said}");
    assert_eq!(run(&["--port", "70000"]).0, Some(2));
    assert_eq!(run(&["--jobs", "0"]).0, Some(2));
}

/// `--open` starts the program that opens addresses, with this one; without it nothing is started.
#[cfg(target_os = "linux")]
#[test]
fn a_browser_is_opened_when_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let place = site();
    let opener = "#!/bin/sh\necho \"$1\" > opened.new\nexec /bin/mv opened.new opened\n";
    write(place.path(), "bin/xdg-open", opener.as_bytes());
    let program = place.path().join("bin/xdg-open");
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let preview = Preview::with(place, &["--port", "0", "--open"]);
    let begun = std::time::Instant::now();
    while !preview.path("opened").exists() {
        assert!(begun.elapsed() < crate::client::PATIENCE, "nothing was opened");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let opened = std::fs::read_to_string(preview.path("opened")).unwrap();
    assert_eq!(opened.trim_end(), format!("http://127.0.0.1:{}/", preview.port));

    let mut without = Preview::with(site(), &["--port", "0", "--open"]);
    assert!(without.says("no browser can be opened").contains("no program for it"));
    assert_eq!(get(without.port, "/").status, 200);
}

/// As in a build: the font is in the style sheet, and what was cut of it is kept.
#[test]
fn a_font_is_given_and_what_is_cut_of_it_kept() {
    let font = format!("en={}", crate::noto::path("NotoSans"));
    let preview = Preview::with(site(), &["--port", "0", "--font", &font, "--cache", "cache"]);
    let attribute = |text: &str, before: &str, end: char| {
        let rest = text.split(before).nth(1).unwrap_or_else(|| panic!("no {before} in {text}"));
        rest.split(end).next().unwrap().to_owned()
    };
    let sheet = attribute(&get(preview.port, "/en/article.html").body, "../assets/main.", '"');
    let sheet = get(preview.port, &format!("/assets/main.{sheet}")).body;
    let font = get(preview.port, &format!("/assets/font-en.{}", attribute(&sheet, "font-en.", '"')));
    assert_eq!((font.status, font.header("content-type")), (200, Some("font/woff2")));
    assert_eq!(files(Root::Guides, &preview.path("cache")).len(), 1);
    let without = Preview::with(site(), &["--port", "0", "--no-cache"]);
    assert!(!without.path("cache").exists());
}

#[test]
fn fonts_and_caches_are_named_as_in_a_build() {
    let place = site();
    for (args, words) in [
        (["--font", "en=none.ttf"], "the font `none.ttf` can't be read"),
        (["--cache", "guides/cache"], "the cache would lie in `guides`"),
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lamplight"));
        let output = program.current_dir(place.path()).args(["serve", "--port", "0"]).args(args).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && said.contains(words), "{said}");
    }
}

/// Programs that look over somebody's shoulder read standard output; people are told the address all the same.
#[test]
fn diagnostics_for_machines_go_to_standard_output() {
    let preview = Preview::with(site(), &["--port", "0", "--message-format", "json"]);
    preview.edit("en/article.md", "title:", "tilte:");
    let begun = std::time::Instant::now();
    loop {
        let said = std::fs::read_to_string(preview.path(STDOUT)).unwrap();
        if said.contains("\"unknown-field\"") {
            break;
        }
        assert!(begun.elapsed() < crate::client::PATIENCE, "{said}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
