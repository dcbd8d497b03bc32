use std::io;
use std::process::{Command, Stdio};

/// Opens an address in the browser that the person at this machine has chosen.
#[expect(clippy::disallowed_methods, reason = "a browser is another program")]
pub(super) fn open(url: &str) -> io::Result<()> {
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        // `start` takes its first argument in quotes for a title.
        ("cmd", &["/c", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Some of these end when the browser does.
    std::thread::spawn(move || child.wait());
    Ok(())
}
