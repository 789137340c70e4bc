//! What the tool needs for a long list besides the ids by which engagements are known again.
//!
//! A record without an id cannot be known again, so it is printed and forgotten. Between the tool
//! and the practice server stands a proxy that calls the ids something else.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use anyhow::ensure;
use tempfile::TempDir;

use crate::command::{own_words, surround};
use crate::compare::Shape;
use crate::resource_usage::{self, ResourceUsage};
use crate::scenario::Work;
use crate::server::{ENGAGEMENTS, Server};

/// How an id is called,
const NAMED: &[u8] = br#""id":"#;
/// and what nobody takes for one, just as long.
const NAMELESS: &[u8] = br#""no":"#;

/// The most memory, in bytes, that the tool has while it prints so many engagements without ids
/// as csv: the median of so many runs. `interrupted` ends it before the next.
///
/// # Errors
/// When it fails, or does not print all of them.
pub(crate) fn peak(engagements: u32, runs: usize, interrupted: &AtomicBool) -> anyhow::Result<u64> {
    let server = Server::start(engagements, Duration::ZERO)?;
    let proxy = proxy(server.address()?.parse()?)?;
    let home = TempDir::new()?;
    let mut list = Command::new(ENGAGEMENTS);
    list.args(own_words(Work::List(Shape::Csv), ""));
    surround(&mut list, &server, home.path());
    list.env("ENGAGEMENTS_BASE_URL", format!("http://{proxy}"));
    let output = home.path().join("output");
    let mut costs = Vec::new();
    for _ in 0..runs {
        costs.push(resource_usage::of(&list, &output, None)?);
        ensure!(!interrupted.load(Ordering::Relaxed), "interrupted");
    }
    // What comes before the first comma is the id. Names have line breaks, too.
    let without_ids = BufReader::new(File::open(output)?)
        .split(b'\n')
        .filter(|line| line.as_ref().is_ok_and(|line| line.starts_with(b",")))
        .count();
    ensure!(
        without_ids == engagements as usize,
        "{without_ids} of {engagements} engagements are there without an id"
    );
    Ok(ResourceUsage::median(&costs).peak)
}

/// Starts the proxy; it ends with this process.
fn proxy(server: SocketAddr) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // The tool says what is wrong with a connection that breaks.
            thread::spawn(move || connect(client, server));
        }
    });
    Ok(address)
}

fn connect(mut client: TcpStream, server: SocketAddr) -> std::io::Result<()> {
    let mut server = TcpStream::connect(server)?;
    let (mut requests, mut to_server) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || std::io::copy(&mut requests, &mut to_server));
    let mut buffer = vec![0; 64 * 1024];
    // What has come but may be the first half of a name.
    let mut held = 0;
    loop {
        let read = server.read(&mut buffer[held..])?;
        let filled = held + read;
        rename(&mut buffer[..filled]);
        held = if read == 0 {
            0
        } else {
            half_a_name(&buffer[..filled])
        };
        client.write_all(&buffer[..filled - held])?;
        buffer.copy_within(filled - held..filled, 0);
        if read == 0 {
            return Ok(());
        }
    }
}

fn rename(text: &mut [u8]) {
    let mut at = 0;
    while let Some(found) = text[at..]
        .windows(NAMED.len())
        .position(|bytes| bytes == NAMED)
    {
        at += found + NAMED.len();
        text[at - NAMED.len()..at].copy_from_slice(NAMELESS);
    }
}

/// How many bytes at the end may be the beginning of a name.
fn half_a_name(text: &[u8]) -> usize {
    let longest = (1..NAMED.len()).rev();
    longest
        .into_iter()
        .find(|&length| text.ends_with(&NAMED[..length]))
        .unwrap_or(0)
}
