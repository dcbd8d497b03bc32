//! The default theme, in the binary.

macro_rules! files {
    ($($path:literal,)*) => {
        /// The files of the default theme by path.
        pub(super) const FILES: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../themes/default/", $path))),)*];
    };
}

files! {
    "assets/book.css",
    "assets/main.css",
    "assets/main.js",
    "assets/search.js",
    "assets/single.css",
    "assets/single.js",
    "locales/en.po",
    "locales/ps.po",
    "locales/sd.po",
    "locales/ur.po",
    "templates/404.html",
    "templates/all.html",
    "templates/article.html",
    "templates/audience.html",
    "templates/base.html",
    "templates/chapter.html",
    "templates/components.html",
    "templates/guide.html",
    "templates/helpline.html",
    "templates/home.html",
    "templates/moved.html",
    "templates/poster.html",
    "templates/search.html",
    "templates/section.html",
    "templates/self-check.html",
    "templates/sign.html",
    "templates/single.html",
    "templates/stage.html",
    "templates/step.html",
    "templates/tables.html",
    "templates/take.html",
}

#[cfg(test)]
mod tests {
    use super::FILES;

    /// A file in `themes/default` that nobody listed would silently be missing from the binary.
    #[test]
    fn every_file_of_the_default_theme_is_listed() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let mut on_disk = Vec::new();
        for entry in walkdir::WalkDir::new(&root) {
            let entry = entry.unwrap();
            // What lies beside the three folders is for people: a README, a screenshot.
            if entry.file_type().is_file() && entry.depth() > 1 {
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                on_disk.push(path);
            }
        }
        on_disk.sort();
        assert_eq!(on_disk, FILES.iter().map(|(path, _)| *path).collect::<Vec<_>>());
    }
}
