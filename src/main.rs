//! The `lamplight` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    lamplight::cli::run()
}
