//! Stands in front of the demo: gives an answer of its own where it has one, and passes everything else on.
//!
//! Connections are passed on byte by byte, one request each, which is all that a measurement needs.

use std::{
    io::{BufRead, BufReader, Write as _, copy},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::Arc,
    thread,
};

use anyhow::{Context as _, Result};

/// An answer: the media type and the body.
pub type Answer = (&'static str, Vec<u8>);

/// Listens until the program ends, and gives where. `answer` is asked with the path of each request.
pub fn start(
    behind: &str,
    answer: impl Fn(&str) -> Option<Answer> + Send + Sync + 'static,
) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let url = format!("http://{}", listener.local_addr()?);
    let behind = behind.strip_prefix("http://").context("the demo answers by HTTP")?.to_owned();
    let answer = Arc::new(answer);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let (behind, answer) = (behind.clone(), answer.clone());
            // A browser that hangs up in the middle is none of our business.
            thread::spawn(move || drop(serve(stream, &behind, &*answer)));
        }
    });
    Ok(url)
}

fn serve(stream: TcpStream, behind: &str, answer: &dyn Fn(&str) -> Option<Answer>) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let head = head(&mut reader)?;
    let target = head.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let mut stream = stream;
    if let Some((kind, body)) = answer(path) {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Connection: close\r\n\r\n",
            body.len()
        )?;
        stream.write_all(&body)?;
        return Ok(stream.shutdown(Shutdown::Write)?);
    }
    let mut demo = TcpStream::connect(behind)?;
    demo.write_all(head.as_bytes())?;
    let mut up = demo.try_clone()?;
    let passing = thread::spawn(move || copy(&mut reader, &mut up));
    copy(&mut demo, &mut stream)?;
    stream.shutdown(Shutdown::Both)?;
    drop(passing.join());
    Ok(())
}

/// The head of a request, which asks for one answer.
fn head(reader: &mut impl BufRead) -> Result<String> {
    let mut head = String::new();
    loop {
        let mut line = String::new();
        let is_last = reader.read_line(&mut line)? == 0 || line == "\r\n";
        if is_last {
            return Ok(format!("{head}Connection: close\r\n\r\n"));
        }
        if !line.to_ascii_lowercase().starts_with("connection:") {
            head += &line;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn a_request_asks_for_one_answer() {
        let request = "GET /a HTTP/1.1\r\nHost: b\r\nConnection: keep-alive\r\n\r\nrest";
        let mut reader = request.as_bytes();
        let head = head(&mut reader).unwrap();
        assert_eq!(head, "GET /a HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n");
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "rest");
    }
}
