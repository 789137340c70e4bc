//! The floor: requests known paths over persistent connections and discards the responses.
//!
//! The number of pages is known from page 1 only, so a second floor requests page 1 before the others.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Context, bail, ensure};

/// The argument that makes this program the floor.
pub(crate) const SUBCOMMAND: &str = "floor";

/// Requests each path of a file. The arguments are the address, the number of connections, the value
/// of `Authorization`, how many paths to request before the others, and the file.
pub(crate) fn child(args: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    let args: Vec<String> = args.filter_map(|arg| arg.into_string().ok()).collect();
    let [address, concurrency, authorization, first, file] = &args[..] else {
        bail!("invalid arguments of the floor: {args:?}");
    };
    let file = std::fs::read_to_string(file)?;
    let mut paths = file.lines();
    for path in paths.by_ref().take(first.parse()?) {
        Connection::new(address, authorization)?.discard(path)?;
    }
    let paths: Vec<&str> = paths.collect();
    let workers = paths.len().min(concurrency.parse()?);
    let next = AtomicUsize::new(0);
    let work = || -> anyhow::Result<()> {
        let mut connection = Connection::new(address, authorization)?;
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            connection.discard(path)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let join = |worker: ScopedJoinHandle<'_, _>| worker.join().ok().context("panicked")?;
        workers.into_iter().try_for_each(join)
    })
}

/// A persistent connection.
struct Connection {
    stream: BufReader<TcpStream>,
    headers: String,
}

impl Connection {
    fn new(address: &str, authorization: &str) -> anyhow::Result<Self> {
        Ok(Self {
            stream: BufReader::with_capacity(64 * 1024, TcpStream::connect(address)?),
            headers: format!(
                "Host: {address}\r\nAuthorization: {authorization}\r\n\
                 Accept: application/vnd.salemove.v1+json\r\n\r\n"
            ),
        })
    }

    /// Requests a path and reads the response, which must have status 200, to its end.
    fn discard(&mut self, path: &str) -> anyhow::Result<()> {
        let request = format!("GET {path} HTTP/1.1\r\n{}", self.headers);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            ensure!(self.stream.read_line(&mut head)? > 0, "no response");
        }
        ensure!(head.starts_with("HTTP/1.1 200"), "{path}: {head}");
        let mut lines = head.lines();
        let length = lines.find_map(|line| line.strip_prefix("content-length: "));
        let mut remaining: usize = length.context("no content-length")?.parse()?;
        while remaining > 0 {
            let length = self.stream.fill_buf()?.len().min(remaining);
            ensure!(length > 0, "the response is truncated");
            self.stream.consume(length);
            remaining -= length;
        }
        Ok(())
    }
}
