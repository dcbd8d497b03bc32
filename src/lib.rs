//! Lamplight turns a folder of safety guides into a silent, offline bundle of pages.
//!
//! It is a pipeline of functions from value to value, with the disk at its two ends:
//!
//! ```text
//! SourceTree ─parse─▶ Guides ─library─▶ Library ─check─▶ Checked ─plan─▶ Plan ─render─▶ bytes ─audit─▶ export ─▶ fs
//! ```
//!
//! 1. [`fs::read`] walks the folder once and hands over a [`source::SourceTree`]: every file with its bytes, as a value.
//! 2. [`parse::parse`] reads each guide's front matter into typed fields and walks its Markdown once for an
//!    [outline](model::Outline): headings, links, pictures, numbers. It never gives up: what it can't read becomes a
//!    [`diagnostic::Diagnostic`] with its place, and the rest goes on.
//! 3. [`library::Library`] puts the guides together: which texts are one guide in several languages, which sign belongs to
//!    which stage, where an id leads. It holds facts, never documents.
//! 4. [`check::check`] runs the rules, and only it can make a [`check::Checked`] site.
//! 5. [`plan::plan`] decides which outputs there will be in the formats that were asked for: a path and a job for each. Before it, [`plan::fonts`] cuts
//!    fonts down to what the pages of their languages show.
//! 6. [`render::Renderer`] turns one job into its bytes, through the [`theme::Theme`]'s templates. Links become URLs
//!    here, where it is known which page they stand on.
//! 7. [`audit`] reads every emitted byte of HTML, CSS and JavaScript again, trusting nobody.
//! 8. [`export::export`] drives all this in parallel and hands the bytes to a [`export::Sink`]; [`fs::FolderSink`] stages
//!    them beside the target and swaps the whole bundle in at once.
//!
//! The [command line](cli) puts these together. A room uses only rooms of lower floors, which a test holds.
//!
//! # A site in memory
//!
//! ```
//! use lamplight::{check, model::Format, parse, plan, render, source::SourceTree, theme::Theme};
//!
//! let tree = SourceTree::of_guides([
//!     ("site.yaml", "title: {en: Safe}\nlanguages: [en]\n"),
//!     ("en/index.md", "---\nkind: home\ntitle: Safe\n---\nYou are not alone.\n"),
//! ]);
//! let (parsed, said) = parse::parse(&tree);
//! let (theme, _) = Theme::load(&tree, &parsed.config);
//! let theme = theme.expect("the built-in theme");
//! let (checked, problems) = check::check(&tree, parsed, said, jiff::civil::date(2026, 11, 22));
//! let checked = checked.unwrap_or_else(|_| panic!("{problems:#?}"));
//! let (plan, _) = plan::plan(&tree, &checked, &theme, &[Format::Site]);
//! let renderer = render::Renderer::new(&tree, &checked, &plan, &theme);
//! let home = plan.outputs().iter().find(|output| output.path.as_str() == "en/index.html").expect("a home page");
//! let html = renderer.render(home).expect("the page");
//! assert!(String::from_utf8_lossy(&html).contains("You are not alone."));
//! ```

/// A build makes and drops millions of small texts on all threads, which the allocators of some systems are slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod audit;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod export;
pub mod font;
pub mod fs;
pub mod integrity;
pub mod library;
pub mod locale;
pub(crate) mod markup;
pub mod media;
pub mod model;
pub mod parse;
pub mod plan;
pub mod render;
pub mod search;
pub mod serve;
pub mod source;
pub mod stick;
pub mod store;
pub mod theme;
pub mod translate;
pub mod zim;
pub mod zip;
