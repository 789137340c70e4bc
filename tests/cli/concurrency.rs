//! Pages side by side: how many at once, in which order, and while the list changes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};

use crate::harness::{Run, SandboxServer};
use crate::raw_server::{Answer, RawServer, words};
use crate::running::Running;

/// Sends one request to a sandbox; returns status and body of the response.
fn call(address: &str, method_and_path: &str, headers: &str) -> (u16, String) {
    let address = address.strip_prefix("http://").unwrap_or(address);
    let mut connection = TcpStream::connect(address).expect("it listens");
    let head =
        format!("{method_and_path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
    connection.write_all(head.as_bytes()).expect("it reads");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a body");
    let status = head.split(' ').nth(1).expect("a status");
    (status.parse().expect("a number"), body.to_owned())
}

/// What the server has counted under this name.
fn counted(sandbox: &SandboxServer, name: &str) -> u64 {
    let stats: serde_json::Value =
        serde_json::from_str(&call(sandbox.url(), "GET /sandbox/stats", "").1).expect("JSON");
    stats[name].as_u64().expect("a count")
}

#[test]
fn concurrent_list_equals_sequential_list() {
    let sandbox = SandboxServer::start(&["--engagements", "10000", "--latency", "50ms"]);
    let list = words("list --all -o ndjson -j");
    let side_by_side = sandbox.run(&[&list[..], &["8"]].concat());
    assert_eq!(side_by_side.code, Some(0), "{}", side_by_side.stderr);
    assert_eq!(counted(&sandbox, "requests"), 101);
    assert_eq!(counted(&sandbox, "largest_in_flight"), 8);

    let quick = SandboxServer::start(&["--engagements", "10000"]);
    let one_by_one = quick.run(&[&list[..], &["1"]].concat());
    assert!(
        side_by_side.stdout.replace(sandbox.url(), quick.url()) == one_by_one.stdout,
        "not the same bytes"
    );
    assert_eq!(counted(&quick, "largest_in_flight"), 1);
}

#[test]
fn all_link_styles_list_same_records() {
    let list = words("list --all -o csv --per-page 10");
    let runs = ["numbered", "bare", "cursor"].map(|links| {
        let sandbox = SandboxServer::start(&["--engagements", "100", "--links", links]);
        let run = sandbox.run(&list);
        // The links of the records are those of the server.
        let stdout = run.stdout.replace(sandbox.url(), "http://sandbox");
        Run { stdout, ..run }
    });
    assert!(runs[0].stdout.lines().count() > 100);
    for run in &runs[1..] {
        run.assert_output(&runs[0].stdout, "", 0);
    }
}

#[test]
fn new_engagements_do_not_shift_pages() {
    let list = words("list --all -o id --per-page 10 -j 4");
    // A window that is open to the future is the harder case: what arrives is in it.
    let open = [&list[..], &["--until", "2999-01-01"]].concat();
    for list in [&list, &open] {
        for links in ["numbered", "cursor"] {
            let sandbox = SandboxServer::start(&["--engagements", "100", "--links", links]);
            let before = sandbox.run(list);
            let run = arriving(&sandbox, list);
            run.assert_output(&before.stdout, "", 0);
        }
    }
}

/// Runs the tool against a sandbox to which, before each answer but the first, three
/// engagements come.
fn arriving(sandbox: &SandboxServer, words: &[&str]) -> Run {
    let address = sandbox.url().to_owned();
    let between = RawServer::start(move |request| {
        if request.number > 1 {
            call(
                &address,
                "POST /sandbox/arrive?count=3",
                "content-length: 0\r\n",
            );
        }
        let (first, headers) = request.head.split_once("\r\n").expect("a head");
        let wanted = |line: &&str| line.starts_with("accept:") || line.starts_with("authorization");
        let headers: Vec<_> = headers.lines().filter(wanted).collect();
        let headers = headers.join("\r\n") + "\r\n";
        let (status, body) = call(&address, first.trim_end_matches(" HTTP/1.1"), &headers);
        Answer::new(status, "", body)
    });
    let mut tool = sandbox.command(words);
    Run::of(tool.env("ENGAGEMENTS_BASE_URL", between.url()))
}

#[test]
fn pages_are_written_before_later_pages_arrive() {
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let raw = RawServer::start(move |request| {
        if request.page() == 3 {
            // Until the test has read the pages before it.
            let released = released.lock().unwrap_or_else(PoisonError::into_inner);
            released.recv().expect("the test goes on");
        }
        match request.page() {
            5 => Answer::page(&["end"], "null"),
            _ => Answer::numbered(request, 5),
        }
    });
    let mut tool = raw.command(&words("list --all -o id -j 4"));
    let mut tool = Running::start(tool.stdout(Stdio::piped()));
    let mut stdout = tool.stdout.take().expect("a pipe");
    let mut first = [0; "1a\n1b\n2a\n2b\n".len()];
    stdout.read_exact(&mut first).expect("two pages");
    release.send(()).expect("page 3 waits");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("text");
    assert_eq!(&first, b"1a\n1b\n2a\n2b\n");
    assert_eq!(rest, "3a\n3b\n4a\n4b\nend\n");
    assert!(tool.wait().expect("it ends").success());
}

#[test]
fn closed_stdout_stops_list_requests() {
    let raw = RawServer::start(|request| Answer::numbered(request, 5000));
    let mut tool = raw.command(&words("list --all -o id -j 4"));
    let mut tool = Running::start(tool.stdout(Stdio::piped()));
    let mut stdout = tool.stdout.take().expect("a pipe");
    stdout.read_exact(&mut [0; 3]).expect("a line");
    drop(stdout);
    assert_eq!(tool.wait().expect("it ends").code(), Some(0));
    assert!(raw.requests().len() < 5000);
}
