//! A way out that leads nowhere: a SOCKS proxy that notes which host was wanted and refuses.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Notes hosts until it is dropped.
#[derive(Debug)]
pub struct Recorder {
    port: u16,
    hosts: Arc<Mutex<Vec<String>>>,
    over: Arc<Mutex<bool>>,
}

impl Recorder {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (hosts, over) = (Arc::default(), Arc::new(Mutex::new(false)));
        let (noted, ended): (Arc<Mutex<Vec<String>>>, _) = (Arc::clone(&hosts), Arc::clone(&over));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if *ended.lock().unwrap() {
                    break;
                }
                let noted = Arc::clone(&noted);
                thread::spawn(move || {
                    let host = stream.ok().and_then(refuse);
                    // Whoever connects wanted to get out, also when it is not understood where to.
                    noted.lock().unwrap().push(host.unwrap_or_else(|| "a host that was not named".to_owned()));
                });
            }
        });
        Self { port, hosts, over }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Every host that was wanted so far, as `host:port`.
    pub fn hosts(&self) -> Vec<String> {
        self.hosts.lock().unwrap().clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        *self.over.lock().unwrap() = true;
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// Speaks SOCKS 5 (RFC 1928) until the host is known, and says that it can't be reached.
fn refuse(mut stream: TcpStream) -> Option<String> {
    let mut head = [0; 2];
    stream.read_exact(&mut head).ok()?;
    stream.read_exact(&mut vec![0; head[1].into()]).ok()?;
    stream.write_all(&[5, 0]).ok()?;
    let mut request = [0; 4];
    stream.read_exact(&mut request).ok()?;
    let host = match request[3] {
        1 => std::net::Ipv4Addr::from(read::<4>(&mut stream)?).to_string(),
        4 => std::net::Ipv6Addr::from(read::<16>(&mut stream)?).to_string(),
        _ => {
            let mut name = vec![0; read::<1>(&mut stream)?[0].into()];
            stream.read_exact(&mut name).ok()?;
            String::from_utf8_lossy(&name).into_owned()
        }
    };
    let port = u16::from_be_bytes(read::<2>(&mut stream)?);
    let _ = stream.write_all(&[5, 4, 0, 1, 0, 0, 0, 0, 0, 0]);
    Some(format!("{host}:{port}"))
}

fn read<const N: usize>(stream: &mut TcpStream) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).ok()?;
    Some(bytes)
}
