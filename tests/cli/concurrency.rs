//! Pages side by side: how many at once, in which order, and while the list changes.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};

use crate::bench::{Practice, Run};
use crate::raw::{Answer, Raw, words};
use crate::running::Running;

/// Sends one request to a practice server; returns status and body of the response.
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
fn counted(practice: &Practice, name: &str) -> u64 {
    let stats: serde_json::Value =
        serde_json::from_str(&call(practice.url(), "GET /sandbox/stats", "").1).expect("JSON");
    stats[name].as_u64().expect("a count")
}

#[test]
fn eight_at_once_never_more_and_the_output_of_one() {
    let practice = Practice::start(&["--engagements", "10000", "--latency", "50ms"]);
    let list = words("list --all -o ndjson -j");
    let side_by_side = practice.run(&[&list[..], &["8"]].concat());
    assert_eq!(side_by_side.code, Some(0), "{}", side_by_side.stderr);
    assert_eq!(counted(&practice, "requests"), 101);
    assert_eq!(counted(&practice, "largest_in_flight"), 8);

    let quick = Practice::start(&["--engagements", "10000"]);
    let one_by_one = quick.run(&[&list[..], &["1"]].concat());
    assert!(
        side_by_side.stdout.replace(practice.url(), quick.url()) == one_by_one.stdout,
        "not the same bytes"
    );
    assert_eq!(counted(&quick, "largest_in_flight"), 1);
}

#[test]
fn cursors_and_bare_links_bring_the_same_as_numbered_ones() {
    let list = words("list --all -o csv --per-page 10");
    let runs = ["numbered", "bare", "cursor"].map(|links| {
        let practice = Practice::start(&["--engagements", "100", "--links", links]);
        let run = practice.run(&list);
        // The links of the records are those of the server.
        let stdout = run.stdout.replace(practice.url(), "http://sandbox");
        Run { stdout, ..run }
    });
    assert!(runs[0].stdout.lines().count() > 100);
    for run in &runs[1..] {
        run.is(&runs[0].stdout, "", 0);
    }
}

#[test]
fn engagements_that_arrive_meanwhile_shift_nothing() {
    let list = words("list --all -o id --per-page 10 -j 4");
    // A window that is open to the future is the harder case: what arrives is in it.
    let open = [&list[..], &["--until", "2999-01-01"]].concat();
    for list in [&list, &open] {
        for links in ["numbered", "cursor"] {
            let practice = Practice::start(&["--engagements", "100", "--links", links]);
            let before = practice.run(list);
            let run = arriving(&practice, list);
            run.is(&before.stdout, "", 0);
        }
    }
}

/// Runs the tool against a practice server to which, before each answer but the first, three
/// engagements come.
fn arriving(practice: &Practice, words: &[&str]) -> Run {
    let address = practice.url().to_owned();
    let between = Raw::start(move |request| {
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
    let mut tool = practice.tool(words);
    Run::of(tool.env("ENGAGEMENTS_BASE_URL", between.url()))
}

#[test]
fn what_is_there_is_written_while_other_pages_are_in_flight() {
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let raw = Raw::start(move |request| {
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
fn a_reader_that_goes_away_stops_the_requests() {
    let raw = Raw::start(|request| Answer::numbered(request, 5000));
    let mut tool = raw.command(&words("list --all -o id -j 4"));
    let mut tool = Running::start(tool.stdout(Stdio::piped()));
    let mut stdout = tool.stdout.take().expect("a pipe");
    stdout.read_exact(&mut [0; 3]).expect("a line");
    drop(stdout);
    assert_eq!(tool.wait().expect("it ends").code(), Some(0));
    assert!(raw.requests().len() < 5000);
}
