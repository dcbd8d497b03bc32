//! What lies on a stick beside the bundle: a page to start from, a short text, and whether it all fits.
//!
//! A stick holds one folder: the bundle to the byte in `site/`, so that a signature of it stays good, and above it what
//! somebody looks for who opens a stick. Everything here is a function of values.

mod read_me;
mod room;
mod site;
mod start;

pub use read_me::read_me;
pub use room::{Short, Space, Step, fits};
pub use site::Site;
pub use start::start_page;

/// The folder of the bundle.
pub const SITE: &str = "site";
/// The page to open.
pub const START: &str = "START-HERE.html";
/// What to know about the stick.
pub const READ_ME: &str = "READ-ME.txt";
