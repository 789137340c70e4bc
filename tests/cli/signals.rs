//! Signals: exports finish their requests, read commands end at once, and no temporary file remains.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write, pipe};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::thread;

use chrono::Utc;
use rustix::fs::{OFlags, fcntl_setfl};
use rustix::process::{Pid, Signal, kill_process};

use crate::bulk_helpers::{handled_signals, signal};
use crate::harness::{SUCCESS, TIMEOUT, names_in, read_json};
use crate::interop::skip_always;
use crate::manual_api::{ManualApi, respond};
use crate::raw_server::{RawServer, Response};
use crate::running::{Running, through};

const STOPPING: &str = "stopping after the exports in progress; interrupt again to abort\n";

#[test]
fn signal_awaits_running_export() {
    for (name, number) in handled_signals() {
        let api = ManualApi::start();
        let mut run = api.spawn("export a b c --ledger ledger -o csv --no-header");
        let request = api.request();
        signal(&run.child, name);
        assert_eq!(run.read_line(), STOPPING);
        respond(request, SUCCESS);
        let (status, stdout, stderr) = run.end();
        assert_eq!(status.signal(), Some(number));
        assert_eq!(stdout, "a,exported,200,1,,\n");
        assert_eq!(
            stderr,
            "exported 1, failed 0, unknown 0, skipped 0\nerror: stopped after `a`: later IDs were not processed\n  \
             hint: run the same command again: it skips what is done\n"
        );
        assert_eq!(api.ledger(), ["\"a\" \"sending\"", "\"a\" \"exported\""]);
        assert!(api.has_no_other_request());
    }
}

#[test]
fn signal_awaits_all_running_exports() {
    let api = ManualApi::start();
    let mut run = api.spawn("export a b c d e f g h -j 4 -o csv --no-header --fields status");
    let requests = [(); 4].map(|()| api.request());
    signal(&run.child, "TERM");
    assert_eq!(run.read_line(), STOPPING);
    for request in requests {
        respond(request, SUCCESS);
    }
    let (status, stdout, stderr) = run.end();
    assert_eq!(
        (status.signal(), stdout),
        (Some(15), "exported\n".repeat(4))
    );
    let stopped = "stopped after `d`: later IDs were not processed";
    assert!(stderr.contains(stopped), "{stderr}");
    assert!(api.has_no_other_request());
}

#[test]
fn signal_ends_retry_delay() {
    let api = ManualApi::start();
    let mut run = api.spawn("export a b -v -o csv --no-header --fields status");
    let mut request = api.request();
    let later =
        "HTTP/1.1 429 Slow\r\nretry-after: 60\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    request.write_all(later.as_bytes()).unwrap();
    while !run.read_line().starts_with("retrying in") {}
    signal(&run.child, "TERM");
    let (status, stdout, stderr) = run.end();
    assert_eq!(
        (status.signal(), stdout.as_str()),
        (Some(15), "failed\n"),
        "{stderr}"
    );
    assert!(api.has_no_other_request());
}

#[test]
fn export_stopped_before_send_closes_its_key() {
    let api = ManualApi::start();
    // `a` is an open key of an earlier run: that run was killed.
    let mut run = api.spawn("export a --ledger ledger");
    let _lost = api.request();
    run.child.kill().unwrap();
    run.end();
    for id in ["a", "b"] {
        // The rate limit of `x` delays the first attempt of the next export.
        let run = api.spawn(&format!("export x{id} {id} --ledger ledger -vv"));
        let reset = Utc::now().timestamp() + 60;
        let limit = format!(
            "HTTP/1.1 200 OK\r\nx-rate-limit-remaining: 0\r\nx-rate-limit-reset: {reset}\r\n\
             connection: close\r\ncontent-length: 16\r\n\r\n{{\"success\":true}}"
        );
        api.request().write_all(limit.as_bytes()).unwrap();
        let sending = format!("\"{id}\" \"sending\"");
        while api.ledger().last() != Some(&sending) {}
        signal(&run.child, "TERM");
        let (status, _, stderr) = run.end();
        assert_eq!(status.signal(), Some(15), "{stderr}");
        let stopped = format!("stopped at `{id}`: it and later IDs were not processed");
        assert!(stderr.contains(&stopped), "{stderr}");
        assert!(api.has_no_other_request());
        api.listener.set_nonblocking(false).unwrap();
    }
    let states = |id: &str| {
        let start = format!("\"{id}\" ");
        let mut entries = api.ledger();
        entries.retain(|entry| entry.starts_with(&start));
        entries
    };
    assert_eq!(states("a"), ["\"a\" \"sending\"", "\"a\" \"sending\""]);
    assert_eq!(states("b"), ["\"b\" \"sending\"", "\"b\" \"failed\""]);
}

#[test]
fn second_signal_aborts_export() {
    let api = ManualApi::start();
    let mut run = api.spawn("export a b --ledger ledger");
    let request = api.request();
    signal(&run.child, "TERM");
    assert_eq!(run.read_line(), STOPPING);
    signal(&run.child, "TERM");
    let (status, stdout, stderr) = run.end();
    assert_eq!(status.signal(), Some(15));
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", ""));
    assert_eq!(api.ledger(), ["\"a\" \"sending\""]);
    drop(request);
}

#[test]
fn signal_stops_read_command_without_file() {
    for (name, number) in handled_signals() {
        for line in [
            "list --all -O out.json -o json",
            "transcript a b -O out.json -o json",
        ] {
            let api = ManualApi::start();
            let run = api.spawn(line);
            let request = api.request();
            assert!(
                api.files()
                    .iter()
                    .any(|name| name.starts_with(".engagements-"))
            );
            signal(&run.child, name);
            let (status, stdout, stderr) = run.end();
            assert_eq!(status.signal(), Some(number), "{line}");
            assert_eq!((stdout.as_str(), stderr.as_str()), ("", ""), "{line}");
            assert_eq!(api.files(), [""; 0], "{line}");
            drop(request);
        }
    }
}

#[test]
fn receipt_of_killed_run_has_unknown_counts() {
    let api = ManualApi::start();
    let run = api.spawn("list --all -o id --receipt proof");
    let request = api.request();
    signal(&run.child, "TERM");
    assert_eq!(run.end().0.signal(), Some(15));
    let proof = read_json(api.home.path().join("proof"));
    for key in ["records", "engagements", "duplicates_removed", "pages"] {
        assert_eq!(proof[key], serde_json::Value::Null, "{key}");
    }
    assert_eq!(proof["complete"], false);
    drop(request);
}

#[test]
fn signal_keeps_complete_files() {
    let api = ManualApi::start();
    let run = api.spawn("transcript a b --output-dir . -o json -j 1");
    respond(api.request(), "[]");
    let request = api.request();
    while api.files() != ["a.json"] {}
    signal(&run.child, "TERM");
    let (status, ..) = run.end();
    assert_eq!(status.signal(), Some(15));
    assert_eq!(api.files(), ["a.json"]);
    drop(request);
}

#[test]
fn signal_removes_temporary_receipt_and_state() {
    let line = "list --all --since 2016 -o id --receipt proof --state state";
    let mut met = 0;
    for round in 0..40 {
        let raw = RawServer::with(vec![|| Response::page(&["a", "b"], "null")]);
        let mut command = raw.command(line);
        let mut tool = Running::start(command.stdout(Stdio::null()).stderr(Stdio::null()));
        let id = Pid::from_child(&tool);
        // The files beside the receipt, as it begins and as it ends, and beside the state.
        let mut seen = BTreeSet::new();
        while seen.len() <= round % 3 && tool.try_wait().unwrap().is_none() {
            let names = names_in(raw.home()).into_iter();
            seen.extend(names.filter(|name| name.starts_with(".engagements-")));
        }
        // Fails if the run has ended by itself.
        let _ = kill_process(id, Signal::TERM);
        met += usize::from(tool.wait().unwrap().signal() == Some(15));
        let left = names_in(raw.home()).into_iter();
        let left: Vec<_> = left
            .filter(|name| name.starts_with(".engagements-"))
            .collect();
        assert_eq!(left, [""; 0], "round {round}");
    }
    assert!(met > 0, "every run ended before the signal");
}

#[test]
fn second_signal_aborts_export_with_blocked_stderr() {
    let api = ManualApi::start();
    let (_unread, mut stderr) = pipe().unwrap();
    fcntl_setfl(&stderr, OFlags::NONBLOCK).unwrap();
    while stderr.write(&[b'.'; 4096]).is_ok() {}
    fcntl_setfl(&stderr, OFlags::empty()).unwrap();
    let mut command = api.command("export a b --ledger ledger");
    let mut tool = Running::start(command.stdout(Stdio::null()).stderr(stderr));
    let mut request = api.request();
    let id = Pid::from_child(&tool);
    // The number of signals varies: two pending signals are delivered as one.
    let gone = thread::spawn(move || {
        request.set_read_timeout(Some(TIMEOUT)).unwrap();
        request.read(&mut [0])
    });
    while !gone.is_finished() {
        // Fails if the run has ended by itself.
        let _ = kill_process(id, Signal::TERM);
    }
    let end = gone.join().unwrap();
    assert!(
        !end.is_err_and(|why| why.kind() == ErrorKind::WouldBlock),
        "the run does not end"
    );
    assert_eq!(tool.wait().unwrap().signal(), Some(15));
    assert_eq!(api.ledger(), ["\"a\" \"sending\""]);
}

#[test]
fn first_process_of_container_exits_with_signal_code() {
    let unshare = ["unshare", "-r", "--pid", "--fork", "--kill-child"];
    let mut probe = Command::new(unshare[0]);
    let probe = probe.args(&unshare[1..]).arg("true").output();
    if !probe.is_ok_and(|output| output.status.success()) {
        skip_always("no process can be the first of its container");
        return;
    }
    for (name, number) in handled_signals() {
        for line in ["list --all -O out", "export a b"] {
            let api = ManualApi::start();
            let mut command = through(&unshare, &api.command(line));
            command.stdout(Stdio::null()).stderr(Stdio::piped());
            let mut child = Running::start(&mut command);
            let request = api.request();
            let children = format!("/proc/{0}/task/{0}/children", child.id());
            let id = fs::read_to_string(children).unwrap();
            let id = Pid::from_raw(id.trim().parse().unwrap()).unwrap();
            kill_process(id, Signal::from_named_raw(number).unwrap()).unwrap();
            let mut pipe = BufReader::new(child.stderr.take().unwrap());
            if line.starts_with("export") {
                let mut line = String::new();
                pipe.read_line(&mut line).unwrap();
                assert_eq!(line, STOPPING);
                respond(request, SUCCESS);
            }
            let mut stderr = String::new();
            pipe.read_to_string(&mut stderr).unwrap();
            let status = child.wait().unwrap();
            assert_eq!(status.code(), Some(128 + number), "{line} {name}: {stderr}");
            assert_eq!(api.files(), [""; 0], "{line} {name}");
        }
    }
}
