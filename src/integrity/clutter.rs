/// Files that desktops put into every folder that somebody looks at, and systems onto a disk.
const FILES: [&str; 8] = [
    ".apdisk",
    ".directory",
    ".DS_Store",
    ".localized",
    ".metadata_never_index",
    "desktop.ini",
    "ehthumbs.db",
    "Thumbs.db",
];

/// Folders that systems put onto a disk, and desktops into archives.
const FOLDERS: [&str; 11] = [
    ".DocumentRevisions-V100",
    ".fseventsd",
    ".Spotlight-V100",
    ".TemporaryItems",
    ".Trashes",
    "$RECYCLE.BIN",
    "__MACOSX",
    "LOST.DIR",
    "lost+found",
    "RECYCLER",
    "System Volume Information",
];

/// Whether an entry of this name is what desktops and systems leave behind without being asked. It is no part of a
/// bundle, and no reason to call one faulty; `autorun.inf` is not among them, since it has a system start programs.
pub fn is_clutter(name: &str, is_folder: bool) -> bool {
    let is_one_of = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    if is_folder {
        return is_one_of(&FOLDERS) || is_of_a_repair(name) || name.starts_with(".Trash-");
    }
    // macOS keeps what a file system has no place for in a file beside, with these two characters before its name.
    is_one_of(&FILES) || name.starts_with("._")
}

/// `FOUND.000` and so on: where Windows puts pieces of files when it repairs a stick.
fn is_of_a_repair(name: &str) -> bool {
    let number = name.split_at_checked(6).filter(|(word, _)| word.eq_ignore_ascii_case("FOUND.")).map(|(_, rest)| rest);
    number.is_some_and(|number| number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_leave_and_nothing_else() {
        for file in [".DS_Store", "thumbs.db", "DESKTOP.INI", "._index.html"] {
            assert!(is_clutter(file, false) && !is_clutter(file, true), "{file}");
        }
        for folder in ["System Volume Information", "$Recycle.Bin", ".Trash-1000", "FOUND.000", "found.012"] {
            assert!(is_clutter(folder, true) && !is_clutter(folder, false), "{folder}");
        }
        for other in ["autorun.inf", "Autorun.inf", ".htaccess", "index.html", "FOUND.0000", "FOUND.exe", ".", ""] {
            assert!(!is_clutter(other, false) && !is_clutter(other, true), "{other}");
        }
    }
}
