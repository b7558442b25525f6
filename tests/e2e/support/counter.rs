//! A server on an origin of its own that nobody may ask: it counts who does.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use anyhow::Result;

/// Counts every connection, also one over which nothing is asked. It ends with the tests.
pub struct Counter {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Counter {
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = heard.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let log = log.clone();
                thread::spawn(move || hear(connection, &log));
            }
        });
        Ok(Self { address, heard })
    }

    /// Host and port.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// The first line of what was asked over each connection so far; empty where nothing was.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn hear(mut connection: TcpStream, log: &Mutex<Vec<String>>) {
    let place = {
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push(String::new());
        log.len() - 1
    };
    // Whoever is slower than this is counted all the same, without a line.
    let _ = connection.set_read_timeout(Some(Duration::from_secs(2)));
    let mut first = [0; 2048];
    let length = connection.read(&mut first).unwrap_or_default();
    let line = String::from_utf8_lossy(&first[..length]);
    let line = line.lines().next().unwrap_or_default().to_owned();
    if let Some(it) = log.lock().unwrap_or_else(PoisonError::into_inner).get_mut(place) {
        *it = line;
    }
    let _ = connection.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
}
