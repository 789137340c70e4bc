//! The floor: the least that a client can do. It knows beforehand what to ask for, asks for it
//! over as many connections as the others have requests in flight, and throws the answers away.
//!
//! Nobody knows beforehand how many pages a list has; a second floor has to read the first page
//! before it asks for the others.

use std::ffi::OsString;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, ensure};

/// The argument that makes this program the floor.
pub(crate) const WORD: &str = "floor";

/// Fetches each path of a list, one a line. The arguments are the address, how many connections,
/// the `Authorization`, how many of the paths are fetched before all others, and the file.
pub(crate) fn child(words: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    let words: Vec<String> = words.filter_map(|word| word.into_string().ok()).collect();
    let [address, width, authorization, alone, list] = &words[..] else {
        anyhow::bail!("not the floor's arguments: {words:?}");
    };
    let list = std::fs::read_to_string(list)?;
    let mut paths = list.lines();
    for path in paths.by_ref().take(alone.parse()?) {
        Line::new(address, authorization)?.discard(path)?;
    }
    let paths: Vec<&str> = paths.collect();
    let next = AtomicUsize::new(0);
    let work = || -> anyhow::Result<()> {
        let mut line = None;
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            if line.is_none() {
                line = Some(Line::new(address, authorization)?);
            }
            line.as_mut().context("no line")?.discard(path)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..width.parse()?).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| {
            let panicked = |_| anyhow::anyhow!("a worker panicked");
            worker.join().map_err(panicked)?
        })
    })
}

/// One connection, used again and again.
struct Line {
    stream: TcpStream,
    head: String,
    buffer: Vec<u8>,
}

impl Line {
    fn new(address: &str, authorization: &str) -> anyhow::Result<Self> {
        Ok(Self {
            stream: TcpStream::connect(address)?,
            head: format!(
                "Host: {address}\r\nAuthorization: {authorization}\r\n\
                 Accept: application/vnd.salemove.v1+json\r\n\r\n"
            ),
            buffer: vec![0; 64 * 1024],
        })
    }

    /// Reads an answer of status 200 to its end.
    fn discard(&mut self, path: &str) -> anyhow::Result<()> {
        let request = format!("GET {path} HTTP/1.1\r\n{}", self.head);
        self.stream.write_all(request.as_bytes())?;
        let mut filled = 0;
        let end = loop {
            filled += self.read(filled)?;
            let seen = self.buffer[..filled].windows(4);
            if let Some(end) = seen.clone().position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let head = str::from_utf8(&self.buffer[..end])?;
        ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.context("an answer without a length")?.parse()?;
        let mut left = length - (filled - end);
        while left > 0 {
            left -= self.read(0)?;
        }
        Ok(())
    }

    fn read(&mut self, from: usize) -> anyhow::Result<usize> {
        let count = self.stream.read(&mut self.buffer[from..])?;
        ensure!(count > 0, "the answer broke off");
        Ok(count)
    }
}
