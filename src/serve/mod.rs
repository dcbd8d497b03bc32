//! The preview: the site in a browser on this machine, made anew while its guides are written.
//!
//! - [`Sources`] reads the folders, [`Watch`] tells when they change;
//! - [`Preview`] makes a site of what was read, and again after each change, without what did not change;
//! - [`Shown`] is what it made: single pages, rendered and audited when they are asked for;
//! - `guard` says which requests are answered, `http` answers them, `dress` adds to a page what only the preview has.
//!
//! A build writes nothing of the last: the reload script and the events it waits for are known in this room alone.

mod dress;
mod guard;
mod http;
mod open;
mod preview;
mod watch;

pub use preview::{Answer, Preview, Shown, Told};

use crate::fs::{Sources, Unreadable};
use crate::plan::GivenFont;
use crate::store::Store;
use http::Hub;
use jiff::civil::Date;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use watch::Watch;

/// What is served, and where.
#[expect(missing_debug_implementations, reason = "a store is whatever its maker made it")]
pub struct Options {
    pub guides: PathBuf,
    /// A theme's folder in place of the one that `site.yaml` names.
    pub theme: Option<PathBuf>,
    /// Fonts in place of those that `site.yaml` names.
    pub fonts: Vec<GivenFont>,
    /// Where what is made of fonts is kept.
    pub store: Box<dyn Store + Send>,
    /// The day that ages are judged by.
    pub today: Date,
    /// The port of 127.0.0.1 to listen at, or a free one after it; 0 for any.
    pub port: u16,
    /// Whether to listen at the same port of `::1`, too.
    pub ipv6: bool,
    /// Whether to open a browser.
    pub open: bool,
}

/// What is to be told while the preview runs.
#[derive(Debug)]
pub enum Notice<'a> {
    /// It can be opened at `url`. `wanted` is the port that was asked for, where it is in use.
    Ready { url: &'a str, wanted: Option<u16> },
    /// What was found in the sources at the start and after each change, and how long it took to make a site of them.
    Checked { told: &'a Told, took: Duration },
    /// What was found when an output was made.
    Output(&'a Told),
    /// The sources can't be read now; what is shown stays.
    Unreadable(&'a Unreadable),
    /// The system can't tell of changes, for this reason: they are looked for once a second.
    NotWatched(&'a str),
    /// No browser could be opened.
    NoBrowser(&'a io::Error),
}

/// Tells the user, from any thread.
pub type Say = Arc<dyn Fn(Notice<'_>) + Send + Sync>;

/// Why there is no preview.
#[derive(Debug)]
pub enum Failure {
    Unreadable(Unreadable),
    /// No port can be listened at.
    Listen(io::Error),
    /// The server could not be started or ended.
    Server(io::Error),
}

/// Serves the preview until Ctrl-C, at the machine's own addresses only.
///
/// A site with errors is no failure: they are shown in the browser until they are mended.
pub fn run(options: Options, say: Say) -> Result<(), Failure> {
    let (listeners, port) = listen(options.port, options.ipv6).map_err(Failure::Listen)?;
    let mut sources = Sources::new(&options.guides, options.theme.as_deref());
    let mut watch = Watch::new();
    // Before the first look, so that no change falls between.
    follow(&mut watch, &sources, &say);
    let begun = now();
    let (tree, said) = sources.read().map_err(Failure::Unreadable)?;
    let mut preview = Preview::with_fonts(options.today, options.fonts, options.store);
    // Nothing was shown before, so that this is something else.
    let Some(shown) = preview.update(tree, said) else { return Ok(()) };
    say(Notice::Checked { told: &shown.told, took: begun.elapsed() });
    let hub = Arc::new(Hub::new(port, since_1970(), shown, say.clone()));

    let url = format!("http://{}/", SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    say(Notice::Ready { url: &url, wanted: Some(options.port).filter(|wanted| ![0, port].contains(wanted)) });
    if options.open {
        open::open(&url).unwrap_or_else(|error| say(Notice::NoBrowser(&error)));
    }
    let shown_to = hub.clone();
    std::thread::spawn(move || keep_up(sources, watch, preview, &shown_to, &say));
    http::serve(listeners, hub).map_err(Failure::Server)
}

/// Makes the site anew after each change, for ever.
fn keep_up(mut sources: Sources, mut watch: Watch, mut preview: Preview, hub: &Hub, say: &Say) {
    loop {
        // A folder that is new to the watch may have changed before it was.
        if !follow(&mut watch, &sources, say) {
            watch.change();
        }
        let begun = now();
        match sources.read() {
            Ok((tree, said)) => {
                let Some(shown) = preview.update(tree, said) else { continue };
                let took = begun.elapsed();
                let shown = Arc::new(shown);
                hub.show(shown.clone());
                say(Notice::Checked { told: &shown.told, took });
            }
            Err(why) => {
                let Some(shown) = preview.unreadable(&format!("{why}\n  help: {}", why.help())) else { continue };
                hub.show(Arc::new(shown));
                say(Notice::Unreadable(&why));
            }
        }
    }
}

fn follow(watch: &mut Watch, sources: &Sources, say: &Say) -> bool {
    watch.follow(&sources.folders()).unwrap_or_else(|why| {
        say(Notice::NotWatched(&why));
        false
    })
}

/// How many ports are tried, where the first is in use.
const PORTS: u16 = 100;

/// Listens at the first free port from `port` on, and says which that is.
fn listen(port: u16, ipv6: bool) -> io::Result<(Vec<TcpListener>, u16)> {
    first_free(port, |port| listen_at(port, ipv6))
}

/// What comes of the first port that is not in use: of those from `port` on, else of any that the system has (0). A port
/// that the system chose for one address may be in use at the other, so that it is asked more than once.
fn first_free<T>(port: u16, mut listen_at: impl FnMut(u16) -> io::Result<T>) -> io::Result<T> {
    let wanted = (port..=port.saturating_add(PORTS)).filter(|wanted| *wanted == port || port != 0);
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in wanted.chain([0; 10]) {
        match listen_at(port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            done => return done,
        }
    }
    Err(last)
}

fn listen_at(port: u16, ipv6: bool) -> io::Result<(Vec<TcpListener>, u16)> {
    let mut listeners = vec![TcpListener::bind((Ipv4Addr::LOCALHOST, port))?];
    let port = listeners[0].local_addr()?.port();
    if ipv6 {
        listeners.push(TcpListener::bind((Ipv6Addr::LOCALHOST, port))?);
    }
    Ok((listeners, port))
}

#[expect(clippy::disallowed_methods, reason = "how long it took is told, and goes into no output")]
fn now() -> Instant {
    Instant::now()
}

/// In nanoseconds: what tells one run of the preview from another.
#[expect(clippy::disallowed_methods, reason = "it names this run of the preview, and goes into no output")]
fn since_1970() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ports that are asked for, where the first `in_use` of them are in use.
    fn asked(port: u16, in_use: usize) -> Vec<u16> {
        let mut asked = Vec::new();
        let found = first_free(port, |port| {
            asked.push(port);
            if asked.len() > in_use { Ok(()) } else { Err(io::ErrorKind::AddrInUse.into()) }
        });
        assert_eq!(found.is_ok(), asked.len() > in_use);
        asked
    }

    #[test]
    fn a_port_in_use_gives_way() {
        assert_eq!(asked(1111, 2), [1111, 1112, 1113]);
        assert_eq!(asked(65_534, 2), [65_534, 65_535, 0], "there is none after the last");
        assert_eq!(asked(0, 2), [0, 0, 0], "any, and no low one");
        assert!(asked(0, usize::MAX).iter().all(|port| *port == 0));
    }

    #[test]
    fn what_is_not_allowed_is_not_tried_elsewhere() {
        let refused = first_free(80, |port| {
            assert_eq!(port, 80);
            Err::<(), _>(io::ErrorKind::PermissionDenied.into())
        });
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
