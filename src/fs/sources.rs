use super::read::{Limits, ReadError, read};
use super::theme::theme_folder;
use crate::diagnostic::Diagnostic;
use crate::source::SourceTree;
use std::fmt;
use std::path::{Path, PathBuf};

/// The two folders of a site: its guides, and the theme that they or the user name.
#[derive(Debug)]
pub struct Sources {
    guides: PathBuf,
    /// The theme that stands in for the one of `site.yaml`.
    given_theme: Option<PathBuf>,
    /// The theme that was read last.
    theme: Option<PathBuf>,
}

/// Why the sources can't be read.
#[derive(Debug)]
pub enum Unreadable {
    /// A folder or a file in it.
    Read(ReadError),
    /// The theme's folder is none.
    NoTheme {
        folder: PathBuf,
        /// Whether it is `site.yaml` that names it.
        by_site: bool,
    },
}

impl Sources {
    /// Reads nothing yet. `given_theme` stands in for the theme that `site.yaml` names.
    pub fn new(guides: &Path, given_theme: Option<&Path>) -> Self {
        let theme = given_theme.map(Path::to_path_buf);
        Self { guides: guides.to_path_buf(), given_theme: theme.clone(), theme }
    }

    /// Reads the guides and their theme as they are now, see [`read()`].
    pub fn read(&mut self) -> Result<(SourceTree, Vec<Diagnostic>), Unreadable> {
        // The theme is most often the one of before; where it isn't, only the guides can tell.
        let guess = self.theme.clone().filter(|folder| folder.is_dir());
        let read = |theme: Option<&Path>| read(&self.guides, theme, Limits::default()).map_err(Unreadable::Read);
        let (tree, said) = read(guess.as_deref())?;
        let theme = self.given_theme.clone().or_else(|| theme_folder(&self.guides, &tree));
        let again = theme != guess;
        self.theme = theme;
        match &self.theme {
            Some(folder) if !folder.is_dir() => {
                Err(Unreadable::NoTheme { folder: folder.clone(), by_site: self.given_theme.is_none() })
            }
            theme if again => read(theme.as_deref()),
            _ => Ok((tree, said)),
        }
    }

    /// The folder of the theme that was read last; `None` for the built-in one.
    pub fn theme(&self) -> Option<&Path> {
        self.theme.as_deref()
    }

    /// What to watch: the guides, and the theme that they name.
    pub fn folders(&self) -> Vec<&Path> {
        std::iter::once(self.guides.as_path()).chain(self.theme.as_deref()).collect()
    }
}

impl Unreadable {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Read(error) => error.help(),
            Self::NoTheme { by_site: true, .. } => "make the folder, or write `theme: default` in site.yaml",
            Self::NoTheme { by_site: false, .. } => "name a theme's folder, or leave `--theme` out",
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::NoTheme { folder, .. } => write!(f, "there is no theme in `{}`: it is no folder", folder.display()),
        }
    }
}

impl std::error::Error for Unreadable {}
