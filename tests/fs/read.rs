//! What `fs::read` takes in, leaves out and reports.

use crate::child::{run, without_powers};
use lamplight::diagnostic::{Code, Diagnostic, Place};
use lamplight::fs::{Limits, read};
use lamplight::source::{Root, SourceTree};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn paths(tree: &SourceTree) -> Vec<String> {
    tree.iter().map(|(_, file)| file.path.to_string()).collect()
}

/// Code and place below `folder` of each problem.
fn problems<'a>(folder: &Path, problems: &'a [Diagnostic]) -> Vec<(Code, &'a str)> {
    let prefix = format!("{}/", folder.display());
    let place = |problem: &'a Diagnostic| match &problem.place {
        Place::Path(path) => path.strip_prefix(&prefix).unwrap_or(path),
        Place::Span(_) => panic!("no file of the tree has a problem here"),
    };
    problems.iter().map(|problem| (problem.code, place(problem))).collect()
}

#[test]
fn reads_two_roots() {
    let folder = tempfile::tempdir().unwrap();
    let (guides, theme) = (folder.path().join("guides"), folder.path().join("themes/calm"));
    write(&guides, &[("site.yaml", "title: T"), ("en/index.md", "hello"), ("assets/empty", "")]);
    write(&theme, &[("page.html", "<p>")]);
    let (tree, found) = read(&guides, Some(&theme), Limits::default()).unwrap();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(paths(&tree), ["assets/empty", "en/index.md", "site.yaml", "page.html"]);
    assert_eq!(tree.text(tree.find(Root::Guides, "en/index.md").unwrap()), Some("hello"));
    let page = tree.find(Root::Theme, "page.html").unwrap();
    assert_eq!(tree.label(page), format!("{}/page.html", theme.display()));
}

#[test]
fn leaves_out_what_is_nobodys() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        &[
            (".git/config", ""),
            (".hidden.md", ""),
            ("en/.DS_Store", ""),
            ("en/a.md", ""),
            ("en/a.md~", ""),
            ("en/#a.md#", ""),
            ("en/.a.md.swp", ""),
            ("en/a.swp", ""),
            ("en/Thumbs.db", ""),
            ("en/desktop.ini", ""),
            ("README.md", ""),
            ("en/README.md", ""),
            ("old~/b.md", ""),
        ],
    );
    symlink("nowhere", folder.path().join("en/.#a.md")).unwrap();
    let (tree, found) = read(folder.path(), None, Limits::default()).unwrap();
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(paths(&tree), ["en/README.md", "en/a.md", "old~/b.md"]);
}

#[test]
fn reports_every_symlink_and_follows_none() {
    let folder = tempfile::tempdir().unwrap();
    let guides = folder.path().join("guides");
    write(&guides, &[("en/a.md", "a")]);
    write(folder.path(), &[("outside/secret.md", "s")]);
    symlink("a.md", guides.join("en/inside.md")).unwrap();
    symlink("../../outside/secret.md", guides.join("en/secret.md")).unwrap();
    symlink("../outside", guides.join("folder")).unwrap();
    symlink("nowhere", guides.join("dangling")).unwrap();
    symlink("..", guides.join("en/loop")).unwrap();
    symlink("itself", guides.join("itself")).unwrap();
    // The folder given may itself be reached by a symlink.
    let given = folder.path().join("given");
    symlink("guides", &given).unwrap();
    let (tree, found) = read(&given, None, Limits::default()).unwrap();
    assert_eq!(paths(&tree), ["en/a.md"]);
    let expected = ["dangling", "en/inside.md", "en/loop", "en/secret.md", "folder", "itself"];
    assert_eq!(problems(&given, &found), expected.map(|path| (Code::Symlink, path)));
    assert!(found.iter().all(|problem| problem.help.is_some()));
}

#[test]
fn a_fifo_or_a_socket_does_not_make_it_wait() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.md", "a")]);
    let fifo = folder.path().join("en.md");
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
    let (tree, found) = read(folder.path(), None, Limits::default()).unwrap();
    assert_eq!(paths(&tree), ["a.md"]);
    assert_eq!(problems(folder.path(), &found), [(Code::BadFileName, "en.md"), (Code::BadFileName, "socket")]);
    assert_eq!(found[0].message, "this is not a regular file");
}

#[test]
fn names_that_no_page_can_have() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.md", "a"), ("back\\slash.md", ""), ("bell\u{7}/b.md", ""), ("bell\u{7}/c.md", "")]);
    fs::write(folder.path().join(OsStr::from_bytes(b"caf\xE9.md")), "").unwrap();
    fs::create_dir(folder.path().join(OsStr::from_bytes(b"d\xFF"))).unwrap();
    fs::write(folder.path().join(OsStr::from_bytes(b"d\xFF/e.md")), "").unwrap();
    let (tree, found) = read(folder.path(), None, Limits::default()).unwrap();
    assert_eq!(paths(&tree), ["a.md"]);
    let names = ["back\\slash.md", "bell\\u{7}", "caf\\xE9.md", "d\\xFF"];
    assert_eq!(problems(folder.path(), &found), names.map(|name| (Code::BadFileName, name)));
}

#[test]
fn files_over_their_bound() {
    let folder = tempfile::tempdir().unwrap();
    let limits = Limits { text_bytes: 10, other_bytes: 20, ..Limits::default() };
    let text = |bytes| "x".repeat(bytes);
    write(
        folder.path(),
        &[
            ("a.md", &text(10)),
            ("b.md", &text(11)),
            ("B.MD", &text(11)),
            ("c.yaml", &text(11)),
            ("d.jpg", &text(20)),
            ("e.jpg", &text(21)),
        ],
    );
    let (tree, found) = read(folder.path(), None, limits).unwrap();
    assert_eq!(paths(&tree), ["a.md", "d.jpg"]);
    let names = ["B.MD", "b.md", "c.yaml", "e.jpg"];
    assert_eq!(problems(folder.path(), &found), names.map(|name| (Code::TooLarge, name)));
    assert_eq!(found[0].message, "this file is larger than 10 bytes, the most that is read of one");
}

#[test]
fn too_many_files_and_too_many_bytes() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("a.md", "12345"), ("b.md", "12345"), ("c.md", "12345"), ("d.md", "12345")]);
    let label = folder.path().display().to_string();
    let exact = Limits { files: 4, total_bytes: 20, ..Limits::default() };
    assert!(read(folder.path(), None, exact).unwrap().1.is_empty());

    let (tree, found) = read(folder.path(), None, Limits { files: 3, ..exact }).unwrap();
    assert_eq!(paths(&tree), ["a.md", "b.md", "c.md"]);
    assert_eq!(problems(folder.path(), &found), [(Code::TooLarge, label.as_str())]);

    let (tree, found) = read(folder.path(), None, Limits { total_bytes: 12, ..exact }).unwrap();
    assert_eq!(paths(&tree), ["a.md", "b.md"]);
    assert_eq!(problems(folder.path(), &found), [(Code::TooLarge, label.as_str())]);
}

#[test]
fn deep_folders() {
    let folder = tempfile::tempdir().unwrap();
    let deep = "d/".repeat(500) + "a.md";
    write(folder.path(), &[(&deep, "deep")]);
    let (tree, found) = read(folder.path(), None, Limits::default()).unwrap();
    assert!(found.is_empty());
    assert_eq!(paths(&tree), [deep]);
}

#[test]
fn the_order_never_shows() {
    let names: Vec<String> = (0..300).map(|n| format!("{}/{}.md", n % 7, n * 7919 % 300)).collect();
    let read_in_order = |order: Vec<&String>, threads: usize| {
        let folder = tempfile::tempdir().unwrap();
        for name in order {
            write(folder.path(), &[(name, name)]);
            symlink("nowhere", folder.path().join(format!("{name}.link"))).unwrap();
        }
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (tree, found) = pool.install(|| read(folder.path(), None, Limits::default()).unwrap());
        let files: Vec<_> = tree.iter().map(|(_, file)| (file.path.clone(), file.bytes.clone())).collect();
        let found: Vec<_> = problems(folder.path(), &found).iter().map(|(_, path)| (*path).to_owned()).collect();
        (files, found)
    };
    let forward = read_in_order(names.iter().collect(), 1);
    assert_eq!(forward.1.len(), 300);
    assert!(forward == read_in_order(names.iter().rev().collect(), 8));
}

#[test]
fn roots_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &[("guides/a.md", ""), ("file", "")]);
    let error = |guides: &str, theme: Option<&str>| {
        let theme = theme.map(|theme| folder.path().join(theme));
        read(&folder.path().join(guides), theme.as_deref(), Limits::default()).unwrap_err()
    };
    let missing = error("missing", None);
    assert!(missing.to_string().contains("missing`: No such file"), "{missing}");
    assert!(missing.help().contains("lamplight init"));
    assert!(error("file", None).help().contains("not a file in it"));
    assert!(error("guides", Some("missing")).path.ends_with("missing"));
}

#[test]
fn files_and_folders_that_may_not_be_read() {
    for (path, mode) in [("locked.md", 0o000), ("locked", 0o000), ("locked", 0o444)] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[("a.md", "")]);
        let locked = folder.path().join(path);
        if path.ends_with(".md") {
            fs::write(&locked, "").unwrap()
        } else {
            write(&locked, &[("b.md", "")])
        }
        fs::set_permissions(&locked, fs::Permissions::from_mode(mode)).unwrap();
        run(without_powers(), "read what is denied", folder.path());
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    }
}
