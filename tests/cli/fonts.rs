//! Fonts and the cache, as a user names them.

use crate::noto;
use crate::place::{Place, lamplight};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

const FONT: &str = "NotoNaskhArabic";

/// A site in English and Pashto, without a word of Pashto but its title.
fn site() -> Place {
    let place = Place::with_site();
    let site = place.read("guides/site.yaml").replace("languages: [en]", "languages: [en, ps]");
    place.write("guides/site.yaml", &site.replace("title: {en: Safe and heard}", "title: {en: Safe, ps: خوندي}"));
    place
}

/// The font of a bundle.
fn font(place: &Place, output: &str) -> Vec<u8> {
    let files = place.files(output);
    let mut fonts = files.into_iter().filter(|(path, _)| path.ends_with(".woff2"));
    let (path, bytes) = fonts.next().expect("a font");
    assert!(path.starts_with("assets/font-ps.") && fonts.next().is_none(), "{path}");
    bytes
}

/// The files of a cache.
fn kept(place: &Place, cache: &str) -> Vec<PathBuf> {
    let fonts = place.files(cache).into_iter().filter(|(_, bytes)| bytes[HASH..].starts_with(b"wOF2"));
    fonts.map(|(path, _)| place.join(cache).join(path)).collect()
}

/// What stands before each result in a cache.
const HASH: usize = 32;

#[test]
fn a_font_of_the_command_line_takes_the_place_of_the_sites() {
    let place = site();
    let plain = place.read("guides/site.yaml");
    place.write("guides/site.yaml", &format!("{plain}fonts: {{ps: assets/font.ttf}}\n"));
    place.run(["check"]).code(1).stderr_eq(
        "error[bad-font]: the guides folder has no `assets/font.ttf`\n  --> guides/site.yaml:39:13\n...\n   = help: put the font's file there, or remove the line\n1 error\n",
    );
    fs::create_dir(place.join("guides/assets")).unwrap();
    fs::copy(noto::path("NotoSans"), place.join("guides/assets/font.ttf")).unwrap();
    place.run(["check"]).code(1).stderr_eq("error[bad-font]: `assets/font.ttf` has no letter of the language\n...\n");
    fs::create_dir(place.join("elsewhere")).unwrap();
    fs::copy(noto::path(FONT), place.join("elsewhere/f.ttf")).unwrap();
    place.run(["check", "--font", "ps=elsewhere/f.ttf"]).code(0);
    place.run(["build", "--font", "ps=elsewhere/f.ttf", "-o", "given"]).code(0);
    fs::copy(noto::path(FONT), place.join("guides/assets/font.ttf")).unwrap();
    place.run(["build", "-o", "named"]).code(0);
    // Only the words of site.yaml differ between the two, and no character of them.
    assert_eq!(font(&place, "given"), font(&place, "named"));
}

#[test]
fn fonts_that_are_named_wrongly() {
    let place = site();
    fs::write(place.join("no.ttf"), "no font").unwrap();
    for (arguments, code, said) in [
        (
            &["--font", "ps=none.ttf"][..],
            2,
            "error: the font `none.ttf` can't be read: [..]\n  help: name a font's file[..]\n",
        ),
        (&["--font", "ps=guides"], 2, "error: the font `guides` can't be read: [..]\n  help: name a font's file[..]\n"),
        (
            &["--font", "pa=no.ttf"],
            2,
            "error: `--font` names `pa`, which is no language of the site\n  help: the languages of site.yaml are en, ps\n",
        ),
        (
            &["--font", "ps=no.ttf", "--font", "ps=no.ttf"],
            2,
            "error: `--font` names two fonts for `ps`\n  help: name one font for a language\n",
        ),
        (
            &["--font", "ps"],
            2,
            "error: invalid value 'ps' for '--font <LANG=FILE>': write it as ur=fonts/NotoNastaliqUrdu-Regular.ttf\n...\n",
        ),
        (
            &["--font", "ps=no.ttf"],
            1,
            "error[bad-font]: `no.ttf` is no font\n--> no.ttf\n = help: name the TrueType file of a font, which most often ends in `.ttf`\n...\n",
        ),
    ] {
        for command in ["check", "build"] {
            place.run([command].iter().chain(arguments).copied()).code(code).stderr_eq(said);
        }
    }
    assert!(!place.join("output").exists());
}

#[test]
fn a_second_build_takes_fonts_from_the_cache() {
    let place = site();
    fs::copy(noto::path(FONT), place.join("f.ttf")).unwrap();
    let build = |output: &str, arguments: &[&str]| {
        place.run(["build", "--font", "ps=f.ttf", "-o", output].iter().chain(arguments).copied()).code(0);
    };
    build("plain", &["--no-cache"]);
    build("first", &["--cache", "cache"]);
    let [entry] = kept(&place, "cache").try_into().unwrap_or_else(|kept| panic!("{kept:?}"));
    build("second", &["--cache", "cache"]);
    assert!(place.files("plain") == place.files("first") && place.files("plain") == place.files("second"));
    // What lies in the cache is what is used: here another font, under the seal of this key.
    let other = sealed(&entry, b"wOF2 of somebody else's");
    let whole = fs::read(&entry).unwrap();
    fs::write(&entry, other).unwrap();
    build("other", &["--cache", "cache"]);
    assert_eq!(font(&place, "other"), b"wOF2 of somebody else's");
    // And what is damaged is made again.
    for damaged in [&whole[..whole.len() / 2], b""] {
        fs::write(&entry, damaged).unwrap();
        // Into a folder of its own: the same one would be found whole.
        let output = format!("again-{}", damaged.len());
        build(&output, &["--cache", "cache"]);
        assert!(place.files(&output) == place.files("plain"));
        assert_eq!(fs::read(&entry).unwrap(), whole);
    }
}

/// A file of a cache, as `src/fs/cache.rs` writes it, with another result.
fn sealed(entry: &Path, result: &[u8]) -> Vec<u8> {
    let name = entry.file_name().unwrap().to_str().unwrap();
    let key: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&name[at..at + 2], 16).unwrap()).collect();
    let hash = Sha256::new().chain_update(key).chain_update(result).finalize();
    [&hash[..], result].concat()
}

#[test]
fn the_cache_lies_in_the_users_folder_or_nowhere() {
    let place = site();
    fs::copy(noto::path(FONT), place.join("f.ttf")).unwrap();
    let build = |environment: &[(&str, PathBuf)], arguments: &[&str]| {
        let program = lamplight().current_dir(place.path()).args(["build", "--font", "ps=f.ttf"]).args(arguments);
        program.envs(environment.iter().cloned()).assert().code(0);
        place.files("output")
    };
    let plain = build(&[], &[]);
    if cfg!(all(unix, not(target_vendor = "apple"))) {
        assert!(build(&[("HOME", place.join("home"))], &[]) == plain);
        assert_eq!(kept(&place, "home/.cache/lamplight").len(), 1);
        assert!(build(&[("HOME", place.join("home")), ("XDG_CACHE_HOME", place.join("caches"))], &[]) == plain);
        assert_eq!(kept(&place, "caches/lamplight").len(), 1);
        assert!(build(&[("XDG_CACHE_HOME", place.join("none"))], &["--no-cache"]) == plain);
        assert!(!place.join("none").exists());
        // A home among the guides or in the bundle is none.
        for folder in ["guides", "output"] {
            assert!(build(&[("XDG_CACHE_HOME", place.join(folder))], &[]) == plain);
            assert!(!place.join(folder).join("lamplight").exists());
        }
    }
    // A file in the way, and a folder that can't be written.
    fs::write(place.join("file"), "").unwrap();
    assert!(build(&[], &["--cache", "file"]) == plain);
    assert!(build(&[], &["--cache", "/proc/none"]) == plain);
}

#[test]
fn a_cache_among_the_sources_or_in_the_bundle_is_refused() {
    let place = site();
    fs::create_dir_all(place.join("themes/ours")).unwrap();
    fs::create_dir_all(place.join("named")).unwrap();
    let plain = place.read("guides/site.yaml");
    let refused = |folder: &str, arguments: &[&str]| {
        let said =
            "error: the cache would lie in `[..]`\n  help: name another folder with `--cache`, or `--no-cache`\n";
        place.run(["build", "--cache", folder].iter().chain(arguments).copied()).code(2).stderr_eq(said);
    };
    for folder in ["guides", "guides/assets/cache", "output", "output/cache", "./guides/../output"] {
        refused(folder, &[]);
    }
    refused("named/cache", &["--theme", "named"]);
    place.write("guides/site.yaml", &format!("{plain}theme: ours\n"));
    refused("themes/ours", &[]);
    refused("themes/ours/cache", &[]);
    place.run(["build", "--cache", "cache", "--no-cache"]).code(2);
    assert!(!place.join("output").exists() && !place.join("guides/assets").exists());
    // Nor is the user's own folder of caches one, where it lies in the theme.
    if cfg!(all(unix, not(target_vendor = "apple"))) {
        let build = lamplight()
            .current_dir(place.path())
            .arg("build")
            .env("XDG_CACHE_HOME", place.join("themes/ours"))
            .assert();
        build.code(0);
        assert!(!place.join("themes/ours/lamplight").exists());
    }
}
