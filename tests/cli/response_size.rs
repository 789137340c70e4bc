//! Large responses: the limit of one body, and the memory of all bodies together.

use std::collections::HashSet;
use std::process::Command;
use std::sync::{Condvar, Mutex};

use crate::harness::{Run, read};
use crate::raw_server::{RawServer, Request, Response, page, run};
use crate::running::through;
use crate::transport::{GZIP, zipped};

/// Runs a command with this address space.
#[track_caller]
fn run_within(mib: usize, command: &Command) -> Run {
    let limit = format!("--as={}", mib << 20);
    let mut command = through(&["prlimit", &limit], command);
    command.env("MALLOC_ARENA_MAX", "1");
    run(command)
}

/// Builds the requested page of a list with one engagement per page: `e1`, `e2`, … The body has this
/// size: spaces, so that nothing but the body takes memory.
fn padded_page(request: &Request, pages: u32, size: usize) -> Response {
    let number = request.page();
    let next = match number {
        _ if number == pages => "null".to_owned(),
        _ => format!("\"?page={}\"", number + 1),
    };
    let links = format!("\"next_page\":{next},\"last_page\":\"?page={pages}\"");
    let mut body = page(&[&format!("e{number}")], &links).into_bytes();
    body.resize(size, b' ');
    Response::new(200, "", body)
}

#[test]
fn body_beyond_32_mib_is_rejected() {
    // Spaces, so that all of it could be the beginning of JSON.
    let bomb = zipped(vec![b' '; 300 << 20]);
    let raw = RawServer::start(move |_| Response::new(200, GZIP, &bomb));
    // The decoded body does not fit into memory.
    let run = run_within(256, &raw.command("list -o id"));
    let error = format!(
        "error: the list of engagements: invalid response from `{}`: the body is larger than 32 MiB\n",
        raw.url()
    );
    run.assert_output("", &error, 8);
    assert_eq!(raw.requests().len(), 1);

    let mut largest = page(&["a"], "\"next_page\":null").into_bytes();
    largest.resize(32 << 20, b' ');
    let largest = zipped(largest);
    let raw = RawServer::start(move |_| Response::new(200, GZIP, &largest));
    raw.run("list -o id").assert_output("a\n", "", 0);
}

#[test]
fn bodies_in_flight_share_256_mib() {
    const PAGES: u32 = 16;
    let raw = RawServer::start(|request| padded_page(request, PAGES, 31 << 20));
    let tool = raw.command("list --all -o id -j 32 --retries 0");
    let expected: Vec<_> = (1..=PAGES).map(|number| format!("e{number}\n")).collect();
    // All pages at once take 496 MiB.
    run_within(440, &tool).assert_output(&expected.concat(), "", 0);
}

#[test]
fn bodies_of_two_pools_share_256_mib() {
    let (requested, changed) = (Mutex::new(HashSet::new()), Condvar::new());
    let raw = RawServer::start(move |request| {
        let target = request.target();
        let mut requested = requested.lock().unwrap();
        requested.insert(target.to_owned());
        changed.notify_all();
        if target.contains("/e1/") {
            // The output waits for this one, while the workers of both pools read ahead.
            let is_early = |requested: &mut HashSet<String>| requested.len() < 22;
            requested = changed.wait_while(requested, is_early).unwrap();
        }
        drop(requested);
        if !target.ends_with("/chat_transcript") {
            return padded_page(request, 24, 11 << 20);
        }
        let mut body = b"[]".to_vec();
        body.resize(11 << 20, b' ');
        Response::new(200, "", body)
    });
    let tool = raw.command("transcript --all -o ndjson -j 8 --retries 0");
    run_within(256, &tool).assert_output("", "", 0);
}

#[test]
fn response_too_large_to_read_ahead_is_read_again() {
    // More than the workers take before the first result is read.
    let ids: Vec<String> = (0..100).map(|number| format!("e{number}")).collect();
    for options in ["", "--state state", "--output-dir dir"] {
        let listed = ids.clone();
        let raw = RawServer::start(move |request| {
            let target = request.target();
            if !target.ends_with("/chat_transcript") {
                let ids: Vec<&str> = listed.iter().map(String::as_str).collect();
                return Response::page(&ids, "null");
            }
            let mut body = format!("[{{\"message\":\"{target}\"}}]").into_bytes();
            if ["/e1/", "/e3/"].iter().any(|id| target.contains(id)) {
                // With -j 32, 1 MiB is read ahead.
                body.resize((1 << 20) + 1, b' ');
            }
            Response::new(200, "", body)
        });
        let line = format!("transcript --all --since 2016 --until 2017 -o ndjson -j 32 {options}");
        let run = raw.run(&line);
        assert_eq!(run.code, Some(0), "{run:?}");
        let message = |id| {
            let target = format!("/engagements/{id}/chat_transcript");
            format!("{{\"engagement_id\":\"{id}\",\"message\":\"{target}\"}}\n")
        };
        let written = if options.contains("dir") {
            let file = |id| read(raw.home().join(format!("dir/{id}.ndjson")));
            ids.iter().map(file).collect()
        } else {
            run.stdout
        };
        assert_eq!(written, ids.iter().map(message).collect::<String>());
        // The list, each transcript, and the large ones once more.
        assert_eq!(raw.requests().len(), 1 + 100 + 2);
    }
}
