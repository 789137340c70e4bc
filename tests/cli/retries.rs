//! Again, and when: statuses, waits, limits, and the end of a wait by a signal.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;
use std::time::{Duration, Instant, SystemTime};

use crate::bench::{Practice, Run};
use crate::raw::{Answer, Raw, page, words};
use crate::running::Running;
use crate::work::{heeded, signal};

const LIST: [&str; 3] = ["list", "-o", "id"];

/// Fails once with this status and these headers, then answers.
fn once(status: u16, headers: &str) -> Raw {
    let headers = headers.to_owned();
    Raw::start(move |request| match request.number {
        1 => Answer::new(status, &headers, "{\"message\":\"not now\"}"),
        _ => Answer::page(&["a"], "null"),
    })
}

/// Runs the list; says also how long it took.
fn timed(raw: &Raw, words: &[&str]) -> (Run, Duration) {
    let start = Instant::now();
    let run = raw.run(&[&LIST, words].concat());
    (run, start.elapsed())
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn what_may_pass_is_asked_for_again() {
    for status in [408, 500, 502, 503, 504, 522, 524] {
        let raw = once(status, "");
        raw.run(&LIST).is("a\n", "", 0);
        assert_eq!(raw.requests().len(), 2);
    }
}

#[test]
fn what_will_not_pass_is_not_asked_for_again() {
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
        let run = raw.run(&LIST);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(code)), "{run:?}");
        assert!(run.stderr.contains("not now"), "{run:?}");
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn without_retries_the_first_failure_is_final() {
    let raw = once(503, "");
    let run = raw.run(&["list", "-o", "id", "--retries", "0"]);
    assert_eq!(run.code, Some(8), "{run:?}");
    assert_eq!(raw.requests().len(), 1);
}

#[test]
fn retries_come_after_the_first_attempt() {
    let raw = Raw::with(vec![|| Answer::new(503, "", "")]);
    let run = raw.run(&["list", "-o", "id", "--retries", "2"]);
    assert_eq!(run.code, Some(8), "{run:?}");
    assert_eq!(raw.requests().len(), 3);
}

#[test]
fn the_time_to_come_back_is_waited_for() {
    // One second by the service's own clock, whatever ours says.
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
        let (run, took) = timed(&raw, &["-v"]);
        assert_eq!((run.stdout.as_str(), run.code), ("a\n", Some(0)), "{run:?}");
        assert!(run.stderr.contains("due in 1.0 s"), "{run:?}");
        assert!(took >= SECOND, "{took:?}");
    }
}

#[test]
fn nonsense_for_a_time_means_the_ordinary_pause() {
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
        let (run, took) = timed(&raw, &[]);
        run.is("a\n", "", 0);
        assert!(took < 3 * SECOND, "{nonsense}: {took:?}");
    }
}

#[test]
fn a_time_beyond_max_wait_ends_the_run_at_once_and_is_named() {
    let in_an_hour = SystemTime::now() + Duration::from_secs(3600);
    let date = httpdate::fmt_http_date(in_an_hour);
    let hour = chrono::DateTime::<chrono::Utc>::from(in_an_hour).format("after %Y-%m-%dT%H:");
    let hour = hour.to_string();
    for (retry_after, said) in [
        ("3600", hour.as_str()),
        (&date, &hour),
        ("18446744073709551615", "in the far future"),
        ("18446744073709551616", "in the far future"),
    ] {
        let raw = once(429, &format!("retry-after: {retry_after}\r\n"));
        let (run, took) = timed(&raw, &[]);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(6)), "{run:?}");
        assert!(run.stderr.contains("asks to come back"), "{run:?}");
        assert!(run.stderr.contains(said), "{run:?}");
        assert!(took < 3 * SECOND, "{took:?}");
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn all_waits_of_a_run_together_are_limited() {
    let raw = Raw::with(vec![|| Answer::new(429, "retry-after: 1\r\n", "")]);
    let run = raw.run(&["list", "-o", "id", "--max-wait", "1500ms"]);
    assert_eq!(run.code, Some(6), "{run:?}");
    assert!(run.stderr.contains("asks to come back after"), "{run:?}");
    assert_eq!(raw.requests().len(), 2);
}

#[test]
fn an_exhausted_limit_holds_the_next_request() {
    let raw = Raw::start(|request| match request.number {
        1 => {
            let headers = "date: Wed, 06 Jul 2016 11:23:54 GMT\r\nx-rate-limit-remaining: 0\r\nx-rate-limit-reset: 1467804235\r\n";
            Answer::new(200, headers, page(&["a"], r#""next_page":"?page=2""#))
        }
        _ => Answer::page(&["b"], "null"),
    });
    let (run, took) = timed(&raw, &["--all"]);
    run.is("a\nb\n", "", 0);
    assert!(took >= SECOND, "{took:?}");
}

#[test]
fn failures_on_the_way_change_nothing_in_the_output() {
    let list = words("list --all --per-page 10 -o json -j 4 --retries 10");
    let undisturbed = Practice::start(&["--engagements", "100"]).run(&list);
    assert_eq!(undisturbed.code, Some(0), "{undisturbed:?}");
    for faults in [
        &["--fail", "503,every=3"][..],
        &["--fail", "reset,every=3"],
        &["--fail", "cut,every=3"],
        &["--rate-limit", "5"],
        &["--rate-limit", "5", "--links", "cursor"],
    ] {
        let practice = Practice::start(&[&["--engagements", "100"], faults].concat());
        practice.run(&list).is(&undisturbed.stdout, "", 0);
    }
}

#[test]
fn a_service_that_lets_few_through_is_asked_by_few() {
    let practice = Practice::start(&["--engagements", "20", "--rate-limit", "2"]);
    let run = practice.run(&words("list --all --per-page 4 -o id -j 16 --retries 3"));
    assert_eq!(
        (run.stdout.lines().count(), run.code),
        (24, Some(0)),
        "{run:?}"
    );
}

#[test]
fn in_an_outage_the_whole_run_has_only_so_many_retries() {
    let raw = Raw::with(vec![|| Answer::new(503, "retry-after: 0\r\n", "")]);
    let ids: Vec<String> = (0..40).map(|id| format!("e{id}")).collect();
    let mut words = vec!["show", "-o", "json", "-q", "--retries", "1", "-j", "32"];
    words.extend(ids.iter().map(String::as_str));
    let run = raw.run(&words);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(8)), "{run:?}");
    assert!(run.stderr.contains("this run has no retry left"), "{run:?}");
    // Each of the 40 once, and the 32 retries.
    assert!(raw.requests().len() <= 72, "{}", raw.requests().len());
}

#[test]
fn a_signal_ends_a_long_wait_at_once() {
    for (name, number) in heeded() {
        let raw = Raw::with(vec![|| Answer::new(429, "retry-after: 290\r\n", "")]);
        let mut tool = raw.command(&["list", "-o", "id", "-v"]);
        let mut tool = Running::start(tool.stderr(Stdio::piped()).stdout(Stdio::null()));
        let stderr = BufReader::new(tool.stderr.take().expect("a pipe"));
        let waits = stderr
            .lines()
            .any(|line| line.expect("text").contains("due in 290.0 s"));
        assert!(waits, "it waits");
        signal(&tool, name);
        assert_eq!(tool.wait().expect("it ends").signal(), Some(number));
    }
}
