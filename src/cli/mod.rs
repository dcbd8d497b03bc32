//! The command line: what the user asks for, and what they are told.
//!
//! Exit status: 0 done; 1 errors in what the user wrote, or warnings under `--strict`; 2 wrong usage; 3 the machine
//! failed (disk, permission). Diagnostics go to standard error, data to standard output.

#![expect(clippy::disallowed_methods, reason = "the command line reads the environment and the clock")]

mod again;
mod args;
mod build;
mod cache;
mod explain;
mod fault;
mod fonts;
mod init;
mod keygen;
mod new;
mod password;
mod project;
mod report;
mod say;
mod serve;
mod sign;
mod stages;
mod translate;
mod usb;
mod verify;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::io::{self, Write};
use std::process::ExitCode;

/// How a command ended badly.
#[derive(Debug)]
enum Failure {
    /// What the user wrote has errors; they have been said.
    Content,
    /// The command was used wrongly.
    Usage(String),
    /// The machine failed.
    Machine(String),
}

impl Failure {
    fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Content => 1,
            Self::Usage(_) => 2,
            Self::Machine(_) => 3,
        })
    }
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    match execute(Args::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Failure::Usage(message) | Failure::Machine(message) = &failure {
                say::failure(message);
            }
            failure.exit_code()
        }
    }
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Build(args) => build::build(&args),
        Command::Check(args) => build::check(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Init { dir, host } => init::run(&dir, host, project::today(None)?),
        Command::New(args) => new::run(&args),
        Command::Translate(command) => translate::run(&command),
        Command::Keygen(args) => keygen::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Usb(args) => usb::run(&args),
        Command::Explain { code } => explain::run(code.as_deref()),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "lamplight", &mut out);
            print(&out)
        }
        Command::Man => {
            let mut out = Vec::new();
            let rendered = clap_mangen::Man::new(Args::command()).render(&mut out);
            rendered.map_err(|error| Failure::Machine(format!("the manual page can't be written: {error}")))?;
            print(&out)
        }
    }
}

/// Data to standard output. A reader that closed the pipe (`| head`) is no failure.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Machine(format!("standard output can't be written: {error}")))
        }
        _ => Ok(()),
    }
}
