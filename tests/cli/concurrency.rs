//! Concurrent page requests: their number, the order of the output, and lists that change.

use std::io::Read;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::harness::{Run, SandboxServer};
use crate::raw_server::{RawServer, Response};
use crate::running::Running;
use crate::sandbox::{send, stats};

#[test]
fn concurrent_list_equals_sequential_list() {
    let sandbox = SandboxServer::start("--engagements 10000 --latency 50ms");
    let list = "list --all -o ndjson -j";
    let concurrent = sandbox.run(&format!("{list} 8"));
    assert_eq!(concurrent.code, Some(0), "{}", concurrent.stderr);
    assert_eq!(stats(&sandbox)["requests"], 101);
    assert_eq!(stats(&sandbox)["largest_in_flight"], 8);

    let quick = SandboxServer::start("--engagements 10000");
    let sequential = quick.run(&format!("{list} 1"));
    assert!(
        concurrent.stdout.replace(sandbox.url(), quick.url()) == sequential.stdout,
        "the outputs differ"
    );
    assert_eq!(stats(&quick)["largest_in_flight"], 1);
}

#[test]
fn new_engagements_do_not_shift_pages() {
    let list = "list --all -o id --per-page 10 -j 4";
    // In a window that ends in the future, new engagements belong to the list.
    let open = format!("{list} --until 2999-01-01");
    for list in [list, &open] {
        for links in ["numbered", "cursor"] {
            let sandbox = SandboxServer::start(&format!("--engagements 100 --links {links}"));
            let before = sandbox.run(list);
            let run = run_with_new_engagements(&sandbox, list);
            run.assert_output(&before.stdout, "", 0);
        }
    }
}

/// Runs the tool against a sandbox that gets three new engagements before each response but the first.
fn run_with_new_engagements(sandbox: &SandboxServer, line: &str) -> Run {
    let address = sandbox.url().to_owned();
    let between = RawServer::start(move |request| {
        if request.number > 1 {
            send("POST", &format!("{address}/sandbox/arrive?count=3"), "", "");
        }
        let header = |name| format!("{name}: {}\r\n", request.header(name).expect(name));
        let headers = header("accept") + &header("authorization");
        let url = format!("{address}{}", request.target());
        let response = send("GET", &url, &headers, "");
        Response::new(response.status, "", response.body)
    });
    let mut tool = sandbox.command(line);
    Run::of(tool.env("ENGAGEMENTS_BASE_URL", between.url()))
}

#[test]
fn pages_are_written_before_later_pages_arrive() {
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    let raw = RawServer::start(move |request| {
        if request.page() == 3 {
            // Wait until the test has read the pages before it.
            let released = released.lock().unwrap_or_else(PoisonError::into_inner);
            released.recv().expect("the test goes on");
        }
        match request.page() {
            5 => Response::page(&["end"], "null"),
            _ => Response::numbered(request, 5),
        }
    });
    let mut tool = raw.command("list --all -o id -j 4");
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
fn rate_limit_reduces_concurrency() {
    // While `a` is in progress, the 429 for `b` leaves no permit for another request.
    let (send_early, early) = mpsc::channel();
    let early = Mutex::new(early);
    let is_limited = AtomicBool::new(false);
    let raw = RawServer::start(move |request| {
        if request.target().ends_with("/a") {
            let early = early.lock().unwrap();
            let is_early = early.recv_timeout(Duration::from_millis(1500)).is_ok();
            return Response::new(200, "", format!("{{\"id\":\"a\",\"early\":{is_early}}}"));
        }
        if !is_limited.swap(true, SeqCst) {
            return Response::new(429, "retry-after: 1\r\n", "");
        }
        let _ = send_early.send(());
        Response::new(200, "", "{\"id\":\"b\"}")
    });
    let run = raw.run("show a b -j 2 -o ndjson");
    let expected = "{\"id\":\"a\",\"early\":false}\n{\"id\":\"b\"}\n";
    run.assert_output(expected, "", 0);
}
