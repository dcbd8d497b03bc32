//! Everything that can be done to files: added, removed, renamed, changed, set back, signed anew.

use crate::archive::{Archive, Member};
use crate::copies::{Files, Keys, fault, faults, in_folder, in_zip, listed, of_bytes, pages, renamed, signed, write};
use lamplight::fs;
use lamplight::integrity::{Asked, FaultKind, MANIFEST, Provenance, SIGNATURE, Verdict, verify};

use FaultKind::{Added, Changed, Edition, Manifest, Missing, Signature};

type Look = fn(&Files, &Asked<'_>) -> Verdict;

const MEDIA: [(&str, Look); 2] = [("folder", in_folder), ("ZIP", in_zip)];

fn rename(files: &mut Files, from: &str, to: &str) {
    let bytes = files.remove(from).unwrap();
    assert!(files.insert(to.to_owned(), bytes).is_none());
}

/// What is said in each medium after a change, with the key.
fn after(bundle: &Files, keys: &Keys, change: impl Fn(&mut Files), expected: &[(FaultKind, String, Option<String>)]) {
    let mut copy = bundle.clone();
    change(&mut copy);
    let public = keys.public();
    for (name, look) in MEDIA {
        let verdict = look(&copy, &Asked { key: Some(&public), min_edition: Some(3) });
        assert_eq!(faults(&verdict), expected, "{name}: {verdict:#?}");
    }
}

#[test]
fn a_whole_copy_is_well() {
    let keys = Keys::new();
    let (public, bundle) = (keys.public(), signed(pages(), &keys, 3));
    for (name, look) in MEDIA {
        let verdict = look(&bundle, &Asked { key: Some(&public), min_edition: Some(3) });
        assert!(verdict.is_well(), "{name}: {verdict:#?}");
        assert_eq!(verdict.whole, bundle.len() - 2, "{name}");
        assert_eq!(verdict.provenance, Provenance::Proven { key_id: public.id() }, "{name}");
        let edition = verdict.edition.unwrap();
        assert_eq!((edition.number, edition.date.as_deref()), (3, Some("2026-11-22")), "{name}");

        let verdict = look(&bundle, &Asked::default());
        assert!(verdict.is_well(), "{name}: {verdict:#?}");
        assert_eq!(verdict.provenance, Provenance::Unchecked { key_id: public.id() }, "{name}");
        assert_eq!(look(&listed(bundle.clone()), &Asked::default()).provenance, Provenance::Unsigned, "{name}");
    }
}

#[test]
fn each_file_removed_renamed_changed_cut_and_grown() {
    let keys = Keys::new();
    let bundle = signed(pages(), &keys, 3);
    for path in bundle.keys().filter(|path| ![MANIFEST, SIGNATURE].contains(&path.as_str())) {
        after(&bundle, &keys, |files| drop(files.remove(path)), &[fault(Missing, path)]);
        let other = format!("{path}.old");
        after(&bundle, &keys, |files| rename(files, path, &other), &[renamed(path, &other)]);
        let moved = format!("elsewhere/{path}");
        after(&bundle, &keys, |files| rename(files, path, &moved), &[renamed(path, &moved)]);
        after(&bundle, &keys, |files| files.get_mut(path).unwrap().push(b'\n'), &[fault(Changed, path)]);
        let cut = |files: &mut Files| assert!(files.get_mut(path).unwrap().pop().is_some());
        if !bundle[path].is_empty() {
            after(&bundle, &keys, cut, &[fault(Changed, path)]);
        }
    }
}

#[test]
fn files_that_no_build_wrote() {
    let keys = Keys::new();
    let bundle = signed(pages(), &keys, 3);
    let added =
        ["new.html", "en/new.html", "deep/down/new.html", ".htaccess", "autorun.inf", "en/index.html~", "ä.txt"];
    for path in added {
        after(&bundle, &keys, |files| drop(files.insert(path.into(), b"new".to_vec())), &[fault(Added, path)]);
        // A second copy of a page is no page that was renamed.
        let twice = |files: &mut Files| drop(files.insert(path.into(), files["en/index.html"].clone()));
        after(&bundle, &keys, twice, &[fault(Added, path)]);
    }
    let verdict = in_folder(&signed_with(&bundle, "AutoRun.inf"), &Asked::default());
    assert!(verdict.faults[0].why.as_ref().unwrap().contains("start"), "{verdict:#?}");
}

fn signed_with(bundle: &Files, path: &str) -> Files {
    let mut files = bundle.clone();
    files.insert(path.into(), b"[autorun]\nopen=evil.exe\n".to_vec());
    files
}

#[test]
fn two_files_that_changed_places() {
    let keys = Keys::new();
    let bundle = signed(pages(), &keys, 3);
    let (a, b) = ("en/help/index.html", "en/index.html");
    let swap = |files: &mut Files| {
        let other = files.insert(a.into(), files[b].clone()).unwrap();
        files.insert(b.into(), other);
    };
    after(&bundle, &keys, swap, &[fault(Changed, a), fault(Changed, b)]);
    let all = |files: &mut Files| {
        drop(files.remove("404.html"));
        rename(files, a, "en/help/Index.html");
        files.insert("new".into(), Vec::new());
        files.insert(b.into(), b"other".to_vec());
    };
    let expected =
        [fault(Changed, b), fault(Missing, "404.html"), renamed(a, "en/help/Index.html"), fault(Added, "new")];
    after(&bundle, &keys, all, &expected);
}

#[test]
fn the_list_itself() {
    let keys = Keys::new();
    let bundle = signed(pages(), &keys, 3);
    let both = [fault(Manifest, MANIFEST), fault(Signature, SIGNATURE)];
    after(&bundle, &keys, |files| drop(files.remove(MANIFEST)), &both);
    after(&bundle, &keys, |files| files.get_mut(MANIFEST).unwrap().clear(), &both);
    after(&bundle, &keys, |files| files.get_mut(MANIFEST).unwrap().push(b'x'), &both);
    let mut bare = listed(pages());
    bare.remove(MANIFEST);
    for (name, look) in MEDIA {
        assert_eq!(faults(&look(&bare, &Asked::default())), [fault(Manifest, MANIFEST)], "{name}");
        assert_eq!(faults(&look(&Files::new(), &Asked::default())), [fault(Manifest, MANIFEST)], "{name}");
    }
}

/// Whoever forges a copy writes a list that fits; only the signature knows.
#[test]
fn a_forged_copy_with_a_list_that_fits() {
    let keys = Keys::new();
    let bundle = signed(pages(), &keys, 3);
    let refuted = [fault(Signature, SIGNATURE)];
    let forge = |files: &mut Files| {
        let signature = files[SIGNATURE].clone();
        files.insert("en/help/line.html".into(), b"call the groomer".to_vec());
        *files = listed(std::mem::take(files));
        files.insert(SIGNATURE.into(), signature);
    };
    after(&bundle, &keys, forge, &refuted);
    after(&bundle, &keys, |files| *files = signed(std::mem::take(files), &Keys::new(), 3), &refuted);
    after(&bundle, &keys, |files| drop(files.remove(SIGNATURE)), &refuted);
    after(&bundle, &keys, |files| files.get_mut(SIGNATURE).unwrap().push(b'\n'), &refuted);

    let mut forged = bundle;
    forge(&mut forged);
    let verdict = in_folder(&forged, &Asked::default());
    assert!(verdict.is_well() && matches!(verdict.provenance, Provenance::Unchecked { .. }), "{verdict:#?}");
}

#[test]
fn a_trusted_comment_that_was_altered() {
    let keys = Keys::new();
    let bundle = signed(pages(), &keys, 2);
    let alter = |files: &mut Files| {
        let text = String::from_utf8(files[SIGNATURE].clone()).unwrap();
        files.insert(SIGNATURE.into(), text.replace("edition:2", "edition:3").into_bytes());
    };
    after(&bundle, &keys, alter, &[fault(Signature, SIGNATURE)]);
}

#[test]
fn an_older_edition() {
    let keys = Keys::new();
    let old = signed(pages(), &keys, 2);
    after(&old, &keys, |_| {}, &[fault(Edition, "")]);
    let mut newer = pages();
    newer.insert("en/index.html".into(), b"mended".to_vec());
    let newer = signed(newer, &keys, 3);
    let set_back = |files: &mut Files| drop(files.insert("en/index.html".into(), old["en/index.html"].clone()));
    after(&newer, &keys, set_back, &[fault(Changed, "en/index.html")]);
    let seal_set_back = |files: &mut Files| {
        files.extend([MANIFEST, SIGNATURE].map(|path| (path.to_owned(), old[path].clone())));
    };
    after(&newer, &keys, seal_set_back, &[fault(Edition, ""), fault(Changed, "en/index.html")]);
    // Without a signature nothing says which edition this is.
    for (name, look) in MEDIA {
        let asked = Asked { key: None, min_edition: Some(3) };
        assert_eq!(faults(&look(&listed(pages()), &asked)), [fault(Edition, "")], "{name}");
        assert_eq!(faults(&look(&old, &asked)), [fault(Edition, "")], "{name}");
        assert!(look(&newer, &asked).is_well(), "{name}");
    }
}

#[test]
fn what_systems_leave_is_named_and_no_fault() {
    let keys = Keys::new();
    let (public, mut copy) = (keys.public(), signed(pages(), &keys, 3));
    let left = [
        ("$RECYCLE.BIN/S-1/desktop.ini", "$RECYCLE.BIN"),
        (".DS_Store", ".DS_Store"),
        (".Spotlight-V100/store", ".Spotlight-V100"),
        (".Trashes/501/photo.jpg", ".Trashes"),
        (".fseventsd/no_log", ".fseventsd"),
        ("FOUND.000/FILE0000.CHK", "FOUND.000"),
        ("System Volume Information/IndexerVolumeGuid", "System Volume Information"),
        ("en/._index.html", "en/._index.html"),
        ("en/Thumbs.db", "en/Thumbs.db"),
        ("en/help/Desktop.ini", "en/help/Desktop.ini"),
    ];
    copy.extend(left.iter().map(|(path, _)| ((*path).to_owned(), b"left".to_vec())));
    for (name, look) in MEDIA {
        let verdict = look(&copy, &Asked { key: Some(&public), min_edition: None });
        assert!(verdict.is_well(), "{name}: {verdict:#?}");
        assert_eq!(verdict.clutter, left.map(|(_, named)| named), "{name}");
    }
}

#[test]
fn a_zip_file_without_a_folder_and_with_something_beside_it() {
    let bundle = listed(pages());
    assert!(of_bytes(&Archive::with_top("", &bundle).bytes(), &Asked::default()).is_well());
    let mut archive = Archive::of(&bundle);
    archive.members.push(Member::stored("__MACOSX/guides/._index.html", b"x"));
    let verdict = of_bytes(&archive.bytes(), &Asked::default());
    assert!(verdict.is_well() && verdict.clutter == ["../__MACOSX"], "{verdict:#?}");
    archive.members.push(Member::stored("autorun.inf", b"x"));
    assert_eq!(faults(&of_bytes(&archive.bytes(), &Asked::default())), [fault(Added, "../autorun.inf")]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_empty_folders() {
    use std::os::unix::fs::symlink;
    let bundle = listed(pages());
    let folder = write(&bundle);
    let look = || faults(&verify(&*fs::open_copy(folder.path()).unwrap(), &Asked::default()));
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    symlink("index.html", folder.path().join("link.html")).unwrap();
    symlink("/etc", folder.path().join("etc")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
    assert_eq!(look(), [fault(Added, "empty"), fault(Added, "etc"), fault(Added, "link.html"), fault(Added, "pipe")]);

    let folder = write(&bundle);
    let look = || faults(&verify(&*fs::open_copy(folder.path()).unwrap(), &Asked::default()));
    let home = folder.path().join("en/index.html");
    let aside = tempfile::NamedTempFile::new().unwrap();
    std::fs::copy(&home, aside.path()).unwrap();
    std::fs::remove_file(&home).unwrap();
    symlink(aside.path(), &home).unwrap();
    assert_eq!(look(), [fault(Changed, "en/index.html")], "a link to the same content");
    std::fs::remove_file(&home).unwrap();
    std::fs::create_dir(&home).unwrap();
    assert_eq!(look(), [fault(Changed, "en/index.html")], "a folder");
    for path in [MANIFEST, SIGNATURE] {
        let kind = if path == MANIFEST { Manifest } else { Signature };
        let folder = write(&bundle);
        let path = folder.path().join(path);
        let _ = std::fs::remove_file(&path);
        std::fs::create_dir(&path).unwrap();
        let verdict = verify(&*fs::open_copy(folder.path()).unwrap(), &Asked::default());
        assert_eq!(verdict.faults[0].kind, kind, "{verdict:#?}");
    }
}

/// Copies onto FAT lose modes and times.
#[cfg(unix)]
#[test]
fn modes_and_times_are_no_faults() {
    use std::os::unix::fs::PermissionsExt;
    let folder = write(&listed(pages()));
    for path in ["index.html", "en/index.html"] {
        let path = folder.path().join(path);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o777)).unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::UNIX_EPOCH).unwrap();
    }
    assert!(verify(&*fs::open_copy(folder.path()).unwrap(), &Asked::default()).is_well());
}
