//! Retries: statuses, delays, limits, and signals during a wait.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, Utc};

use crate::bulk_helpers::with_ids;
use crate::bulk_helpers::{handled_signals, signal};
use crate::harness::{Run, SandboxServer};
use crate::raw_server::{RawServer, Response, page};
use crate::running::Running;

const LIST: &str = "list -o id";

/// Starts an API that fails once with this status and these headers.
fn once(status: u16, headers: &str) -> RawServer {
    let headers = headers.to_owned();
    RawServer::start(move |request| match request.number {
        1 => Response::new(status, &headers, "{\"message\":\"not now\"}"),
        _ => Response::page(&["a"], "null"),
    })
}

/// Formats a time for an HTTP header.
fn http_date(time: SystemTime) -> String {
    let time = DateTime::<Utc>::from(time);
    time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Runs the list; returns its duration as well.
fn timed(raw: &RawServer, options: &str) -> (Run, Duration) {
    let start = Instant::now();
    let run = raw.run(&format!("{LIST} {options}"));
    (run, start.elapsed())
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn retries_transient_statuses() {
    for status in [408, 500, 502, 503, 504, 522, 524] {
        let raw = once(status, "");
        raw.run(LIST).assert_output("a\n", "", 0);
        assert_eq!(raw.requests().len(), 2);
    }
}

#[test]
fn permanent_statuses_are_final() {
    for (status, code) in [
        (400, 8),
        (401, 4),
        (403, 4),
        (404, 5),
        (409, 8),
        (422, 8),
        (501, 8),
    ] {
        let raw = once(status, "retry-after: 1\r\n");
        let run = raw.run(LIST);
        run.assert_stdout("", code);
        run.assert_stderr_contains("not now");
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn retries_zero_makes_one_attempt() {
    for headers in ["", "retry-after: 1\r\n"] {
        let raw = once(503, headers);
        let run = raw.run("list -o id --retries 0");
        assert_eq!(run.code, Some(8), "{run:?}");
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn retries_follow_first_attempt() {
    let raw = RawServer::with(vec![|| Response::new(503, "", "")]);
    let run = raw.run("list -o id --retries 2");
    assert_eq!(run.code, Some(8), "{run:?}");
    assert_eq!(raw.requests().len(), 3);
}

#[test]
fn waits_for_requested_time() {
    // One second by the API's clock, independent of the local clock.
    let by_date =
        "date: Wed, 06 Jul 2016 11:23:54 GMT\r\nretry-after: Wed, 06 Jul 2016 11:23:55 GMT\r\n";
    let by_reset = "date: Wed, 06 Jul 2016 11:23:54 GMT\r\nx-rate-limit-reset: 1467804235\r\n";
    for (status, headers) in [
        (429, "retry-after: 1\r\n"),
        (503, "retry-after: 1\r\n"),
        (429, by_date),
        (429, by_reset),
    ] {
        let raw = once(status, headers);
        let (run, took) = timed(&raw, "-v");
        run.assert_stdout("a\n", 0);
        run.assert_stderr_contains("retrying in 1.0 s");
        assert!(took >= SECOND, "{took:?}");
    }
}

#[test]
fn invalid_retry_after_means_backoff() {
    for nonsense in [
        "soon",
        "-1",
        "1.5",
        "0x10",
        "0",
        "99999999999999999999999999x",
        "Wed, 99 Jul 2016 11:23:54 GMT",
    ] {
        let raw = once(503, &format!("retry-after: {nonsense}\r\n"));
        let (run, took) = timed(&raw, "");
        run.assert_output("a\n", "", 0);
        assert!(took < 3 * SECOND, "{nonsense}: {took:?}");
    }
}

#[test]
fn delay_beyond_max_wait_ends_run() {
    let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
    let date = http_date(in_an_hour);
    let hour = DateTime::<Utc>::from(in_an_hour).format("after %Y-%m-%dT%H:");
    let hour = hour.to_string();
    for (retry_after, error) in [
        ("3600", hour.as_str()),
        (&date, &hour),
        ("18446744073709551615", "retry after 21"),
        ("18446744073709551616", "retry after 21"),
    ] {
        let raw = once(429, &format!("retry-after: {retry_after}\r\n"));
        let (run, took) = timed(&raw, "");
        run.assert_stdout("", 6);
        let limit = "the waits since the last success would exceed `--max-wait` (5m)";
        run.assert_stderr_contains(limit);
        run.assert_stderr_contains(error);
        assert!(took < 3 * SECOND, "{took:?}");
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn waits_without_success_are_limited() {
    let raw = RawServer::with(vec![|| Response::new(429, "retry-after: 1\r\n", "")]);
    let run = raw.run("list -o id --max-wait 1500ms");
    assert_eq!(run.code, Some(6), "{run:?}");
    run.assert_stderr_contains("hint: retry after 20");
    let waited = "the waits since the last success would exceed `--max-wait` (1s 500ms)";
    run.assert_stderr_contains(waited);
    assert_eq!(raw.requests().len(), 2);
}

#[test]
fn success_resets_max_wait() {
    let raw = RawServer::start(|request| {
        if request.number % 2 == 1 {
            return Response::new(429, "retry-after: 1\r\n", "");
        }
        let id = request.target().rsplit('/').next().expect("an id");
        Response::new(200, "", format!("{{\"id\":\"{id}\"}}"))
    });
    let run = raw.run("show a b c -o json -j 1 --max-wait 1500ms --retries 1");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(raw.requests().len(), 6);
}

#[test]
fn requested_delays_use_up_no_attempts() {
    let raw = RawServer::start(|request| match request.number {
        1..=3 => Response::new(429, "retry-after: 1\r\n", ""),
        _ => Response::page(&["a"], "null"),
    });
    let run = raw.run("list -o id --retries 1");
    run.assert_output("a\n", "", 0);
}

#[test]
fn rate_limit_reset_beyond_one_day_means_backoff() {
    // One hour ahead, but in milliseconds.
    let reset = (SystemTime::now() + Duration::from_secs(3600))
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("after 1970")
        .as_millis();
    let raw = once(429, &format!("x-rate-limit-reset: {reset}\r\n"));
    let (run, took) = timed(&raw, "");
    run.assert_output("a\n", "", 0);
    assert!(took < 3 * SECOND, "{took:?}");
}

#[test]
fn exhausted_rate_limit_delays_next_request() {
    let now = SystemTime::now();
    let reset = now + SECOND;
    let reset = reset
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("after 1970");
    let headers = format!(
        "date: {}\r\nx-rate-limit-remaining: 0\r\nx-rate-limit-reset: {}\r\n",
        http_date(now),
        reset.as_secs()
    );
    let raw = RawServer::start(move |request| match request.number {
        1 => Response::new(200, &headers, page(&["a"], r#""next_page":"?page=2""#)),
        _ => Response::page(&["b"], "null"),
    });
    let (run, took) = timed(&raw, "--all");
    run.assert_output("a\nb\n", "", 0);
    assert!(took >= SECOND, "{took:?}");
}

#[test]
fn transient_failures_leave_output_unchanged() {
    let list = "list --all --per-page 10 -o json -j 4 --retries 10";
    let quiet = SandboxServer::start("--engagements 100");
    let undisturbed = quiet.run(list);
    assert_eq!(undisturbed.code, Some(0), "{undisturbed:?}");
    for faults in [
        "--fail 503,every=3",
        "--fail reset,every=3",
        "--fail cut,every=3",
        "--rate-limit 5",
        "--rate-limit 5 --links cursor",
    ] {
        let sandbox = SandboxServer::start(&format!("--engagements 100 {faults}"));
        let expected = undisturbed.stdout.replace(quiet.url(), sandbox.url());
        sandbox.run(list).assert_output(&expected, "", 0);
    }
}

/// Shows the IDs `e0`, `e1`, … with an API that responds by their number; returns the number of requests.
fn show(ids: usize, options: &str, response: fn(usize) -> Response) -> (Run, usize) {
    let raw = RawServer::start(move |request| {
        let (_, id) = request.target().rsplit_once('e').expect("an id");
        response(id.parse().expect("a number"))
    });
    let ids: Vec<String> = (0..ids).map(|id| format!("e{id}")).collect();
    let run = raw.run(&with_ids(&format!("show -o json {options}"), &ids));
    (run, raw.requests().len())
}

#[test]
fn outage_ends_bulk_run() {
    let (run, requests) = show(100, "--retries 0 -j 1", |_| Response::new(503, "", ""));
    run.assert_stdout("", 8);
    run.assert_stderr_contains("too many requests failed in a row");
    assert_eq!(requests, 32);

    let (run, requests) = show(100, "--retries 1 -j 32", |_| Response::new(503, "", ""));
    run.assert_stdout("", 8);
    // Two attempts each, and the requests that were in flight when the budget was spent.
    assert!(requests <= 2 * 32 + 2 * 31, "{requests}");
}

#[test]
fn failing_ids_do_not_starve_other_ids() {
    let (run, requests) = show(33, "--retries 2 -j 32", |id| match id {
        32 => Response::new(200, "", "{\"id\":\"e32\"}"),
        _ => Response::new(500, "", ""),
    });
    assert_eq!(run.code, Some(9), "{run:?}");
    run.assert_stdout_contains("{\"id\":\"e32\"}");
    assert_eq!(requests, 32 * 3 + 1);
}

#[test]
fn unknown_ids_do_not_count_as_outage() {
    let (run, requests) = show(40, "-j 1", |_| Response::new(404, "", ""));
    assert_eq!((run.code, requests), (Some(5), 40), "{run:?}");
}

#[test]
fn signal_ends_retry_wait_immediately() {
    for (name, number) in handled_signals() {
        let raw = RawServer::with(vec![|| Response::new(429, "retry-after: 290\r\n", "")]);
        let mut tool = raw.command("list -o id -v");
        let mut tool = Running::start(tool.stderr(Stdio::piped()).stdout(Stdio::null()));
        let stderr = BufReader::new(tool.stderr.take().expect("a pipe"));
        let waits = stderr
            .lines()
            .any(|line| line.expect("text").contains("retrying in 290.0 s"));
        assert!(waits, "no delay in the trace");
        signal(&tool, name);
        assert_eq!(tool.wait().expect("it ends").signal(), Some(number));
    }
}
