use crate::diagnostic::emit::Format;
use crate::model::{self, Kind, Word};
use clap::builder::PossibleValue;
use clap::{Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Turns a folder of safety guides into a silent, offline bundle of pages.
#[derive(Debug, Parser)]
#[command(name = "lamplight", version, about, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check the guides and write the bundle
    Build(Build),
    /// Check the guides and write nothing
    Check(Check),
    /// Show the site in a browser on this machine while its guides are written
    Serve(Serve),
    /// Make a small working site in a new folder
    Init {
        /// The folder to make; it must not exist, or be empty
        dir: PathBuf,
        /// Where the site will be published: the workflow for it is made, too
        #[arg(long, value_name = "HOST", value_enum, default_value_t = Host::Github)]
        host: Host,
    },
    /// Make a guide with the fields that its kind needs
    New(New),
    /// See how far translations are behind, and mark them as current
    #[command(subcommand)]
    Translate(Translate),
    /// Make a pair of keys to sign bundles with
    Keygen(Keygen),
    /// Say whether a copy of a bundle is what was published
    Verify(Verify),
    /// Copy a bundle onto sticks, all at once, and read it back; run again, it goes on
    Usb(Usb),
    /// Say what a diagnostic means, with a wrong and a right example
    Explain {
        /// The code, as `raw-html`; without one, all codes are listed
        code: Option<String>,
    },
    /// Print a completion script for a shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Debug, clap::Args)]
pub(super) struct Site {
    /// The folder of the guides
    #[arg(default_value = "guides")]
    pub guides: PathBuf,
    /// A theme's folder, in place of the one that site.yaml names
    #[arg(long, value_name = "DIR")]
    pub theme: Option<PathBuf>,
    /// The font file of a language, in place of the one that site.yaml names
    #[arg(long = "font", value_name = "LANG=FILE", value_parser = parse_font)]
    pub fonts: Vec<(String, PathBuf)>,
    /// The day to judge ages by [default: SOURCE_DATE_EPOCH, else today]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub today: Option<Date>,
    /// How many threads to use [default: as many as the machine runs at once]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,
    /// The form of the diagnostics
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Human)]
    pub message_format: Format,
}

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub site: Site,
    /// The folder to write the bundle to
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// What to make, with commas between: pages in a folder (site), and of all of it a file to take along in editions/
    #[arg(long = "format", value_name = "FORMAT", value_enum, value_delimiter = ',', default_value = "site")]
    pub formats: Vec<model::Format>,
    /// Let warnings fail too
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub cache: Cache,
    /// Sign the bundle with the secret key in this file: SHA256SUMS.minisig, for the edition in site.yaml
    #[arg(long, value_name = "KEY")]
    pub sign: Option<PathBuf>,
    /// A file with the password of the key in its first line [default: LAMPLIGHT_KEY_PASSWORD, else asked for]
    #[arg(long, value_name = "FILE", requires = "sign")]
    pub password_file: Option<PathBuf>,
    /// Say what the bundle weighs and where the time went, on standard output
    #[arg(long, value_name = "FORMAT", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "human")]
    pub report: Option<ReportFormat>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Keygen {
    /// What the files are to be called: NAME.key, which is secret, and NAME.pub
    #[arg(default_value = "lamplight")]
    pub name: PathBuf,
    /// Protect the secret key by no password: whoever gets the file can sign in your name
    #[arg(short = 'W', long, conflicts_with = "password_file")]
    pub no_password: bool,
    /// A file with the password in its first line [default: LAMPLIGHT_KEY_PASSWORD, else asked for]
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The folder or the ZIP file
    #[arg(value_name = "DIR|ZIP")]
    pub copy: PathBuf,
    /// The public key that must have signed it: its file, or its 56 letters
    #[arg(long, value_name = "PUB")]
    pub key: Option<String>,
    /// The least edition that will do
    #[arg(long, value_name = "N")]
    pub min_edition: Option<u32>,
    /// The form of what is said, on standard output
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = ReportFormat::Human)]
    pub message_format: ReportFormat,
}

/// Where results are kept.
#[derive(Debug, clap::Args)]
pub(super) struct Cache {
    /// The folder to keep what is dear to make in [default: lamplight in the user's folder of caches]
    #[arg(long = "cache", value_name = "DIR", conflicts_with = "none")]
    pub folder: Option<PathBuf>,
    /// Keep nothing for the next time
    #[arg(long = "no-cache")]
    pub none: bool,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportFormat {
    Human,
    Json,
}

/// A host of static sites that `init` writes a workflow for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Host {
    /// GitHub Pages
    Github,
    /// GitLab Pages
    Gitlab,
    /// Netlify, from a repository on GitHub
    Netlify,
    /// Cloudflare Pages, from a repository on GitHub
    Cloudflare,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub site: Site,
    /// Let warnings fail too
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    #[command(flatten)]
    pub site: Site,
    #[command(flatten)]
    pub cache: Cache,
    /// The port to listen at, or the next free one; 0 for any
    #[arg(long, value_name = "N", default_value_t = 1111)]
    pub port: u16,
    /// Listen at ::1 as well as at 127.0.0.1
    #[arg(long)]
    pub ipv6: bool,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Translate {
    /// Count the guides that each language lacks, has an old text of, or has as they are now
    Status(TranslateStatus),
    /// Write a catalogue (PO) for Poedit, Weblate and the like: one message for each block
    Export(TranslateExport),
    /// Read a catalogue's texts into the guides; facts are never touched
    Import(TranslateImport),
    /// Say that translations are current: write the hashes of their sources into them
    Mark {
        /// Files of translations, as `guides/ur/index.md`
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct TranslateStatus {
    /// The folder of the guides
    #[arg(default_value = "guides")]
    pub guides: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Fail where a language has less than N per cent of the guides as they are now
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub fail_under: Option<u8>,
}

#[derive(Debug, clap::Args)]
pub(super) struct TranslateExport {
    /// The folder of the guides
    #[arg(default_value = "guides")]
    pub guides: PathBuf,
    /// The language to translate into, as in site.yaml
    #[arg(long, value_name = "LANG")]
    pub lang: String,
    /// The catalogue to write; one that is there gives its notes and the earlier source of outdated texts
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// An older catalogue to take these from [default: the one that is written]
    #[arg(long, value_name = "FILE")]
    pub previous: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct TranslateImport {
    /// The catalogue, a PO file
    pub file: PathBuf,
    /// The folder of the guides
    #[arg(default_value = "guides")]
    pub guides: PathBuf,
    /// The language of the texts [default: what the catalogue's header says]
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    /// What guides that are new in the language say of who translated them
    #[arg(long, value_name = "WHO", value_parser = ["human", "machine", "reviewed"])]
    pub translation: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// What the guide is
    #[arg(value_enum)]
    pub kind: Kind,
    /// The name of its file: lower-case letters, digits and hyphens
    pub slug: String,
    /// The folder of the guides
    #[arg(default_value = "guides")]
    pub guides: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct Usb {
    /// Where the sticks are mounted, as /media/amina/STICK or E:\
    #[arg(required = true, value_name = "DIR")]
    pub sticks: Vec<PathBuf>,
    /// The folder of the bundle, as a build left it
    #[arg(short, long, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// The folder to make on each stick; nothing beside it is touched
    #[arg(long, value_name = "NAME", default_value = "guides")]
    pub folder: String,
}

fn parse_font(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((lang, file)) if !lang.is_empty() && !file.is_empty() => Ok((lang.to_owned(), file.into())),
        _ => Err("write it as ur=fonts/NotoNastaliqUrdu-Regular.ttf".to_owned()),
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write it as 2026-05-31".to_owned())
}

impl ValueEnum for Kind {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Kind; 8] = [
            Kind::Home,
            Kind::Section,
            Kind::Stage,
            Kind::Sign,
            Kind::Step,
            Kind::Helpline,
            Kind::Article,
            Kind::SelfCheck,
        ];
        debug_assert!(ALL.len() == Kind::WORDS.len());
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

impl ValueEnum for model::Format {
    fn value_variants<'a>() -> &'a [Self] {
        use model::Format::{Epub, Single, Site, Zim, Zip};
        const ALL: [model::Format; 5] = [Site, Zip, Single, Epub, Zim];
        debug_assert!(ALL.len() == model::Format::WORDS.len());
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Human, Self::Json, Self::Sarif, Self::Github, Self::Gitlab]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
        }))
    }
}
