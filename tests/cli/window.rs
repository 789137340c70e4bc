//! The window: an end by the API's clock, and an API that ignores the window.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::harness::read;
use crate::raw_server::{RawServer, Response, page};

/// Returns a `Date` header of a clock that is ahead of the local clock.
fn date(ahead: TimeDelta) -> String {
    let format = "%a, %d %b %Y %H:%M:%S GMT";
    format!("date: {}\r\n", (Utc::now() + ahead).format(format))
}

/// Starts an API with two pages and such a clock.
fn two_pages(ahead: TimeDelta) -> RawServer {
    RawServer::start(move |request| {
        let (id, next) = match request.page() {
            1 => ("a", "\"?page=2\""),
            _ => ("b", "null"),
        };
        let body = page(&[id], &format!("\"next_page\":{next}"));
        Response::new(200, &date(ahead), body)
    })
}

/// Returns `end_date` of each request.
fn ends(raw: &RawServer) -> Vec<DateTime<Utc>> {
    let ends = raw.parameters("end_date").into_iter();
    ends.map(|end| end.replace("%3A", ":").parse().unwrap())
        .collect()
}

#[test]
fn end_is_pinned_to_api_clock() {
    for (minutes, direction) in [(120, "behind"), (-120, "ahead of")] {
        for scope in ["--all", "--limit 9"] {
            let ahead = TimeDelta::minutes(minutes);
            let raw = two_pages(ahead);
            let run = raw.run(&format!("list {scope} -o id --receipt r"));
            run.assert_stdout("a\nb\n", 0);
            let warning = format!("minutes {direction} the API's: the API's time is used\n");
            run.assert_stderr_starts_with("warning: the local clock is ");
            run.assert_stderr_contains(&warning);
            let ends = ends(&raw);
            assert_eq!(raw.parameters("page"), ["-", "-", "2"]);
            let difference = ends[1] - ends[0] - ahead;
            assert!(difference.num_seconds().abs() < 60, "{ends:?}");
            assert_eq!(ends[2], ends[1]);
            let receipt = read(raw.home().join("r"));
            let receipt: Value = serde_json::from_str(&receipt).unwrap();
            let until: DateTime<Utc> = receipt["until"].as_str().unwrap().parse().unwrap();
            assert_eq!(until, ends[1]);
            assert_eq!(receipt["pages"], 2);
        }
    }
}

#[test]
fn small_difference_is_corrected_silently() {
    let raw = two_pages(TimeDelta::seconds(60));
    raw.run("list --all -o id").assert_output("a\nb\n", "", 0);
    assert_eq!(raw.parameters("page"), ["-", "-", "2"]);
}

#[test]
fn equal_clocks_cost_no_request() {
    let raw = two_pages(TimeDelta::zero());
    raw.run("list --all -o id").assert_output("a\nb\n", "", 0);
    assert_eq!(raw.parameters("page"), ["-", "2"]);
    assert_eq!(raw.parameters("per_page"), ["100", "100"]);
    let ends = ends(&raw);
    assert!((Utc::now() - ends[0]).num_seconds() < 60, "{ends:?}");
    assert_eq!(ends[0], ends[1]);
}

#[test]
fn requested_end_is_kept() {
    let raw = two_pages(TimeDelta::minutes(-120));
    let run = raw.run("list --all --until 2017 -o id");
    assert_eq!((&*run.stdout, run.code), ("a\nb\n", Some(0)), "{run:?}");
    assert_eq!(raw.parameters("page"), ["-", "2"]);
}

#[test]
fn future_end_is_pinned_to_api_clock() {
    let raw = two_pages(TimeDelta::minutes(120));
    let run = raw.run("list --all --until 2100 -o id");
    assert_eq!((&*run.stdout, run.code), ("a\nb\n", Some(0)), "{run:?}");
    let ends = ends(&raw);
    assert!(ends[1] > ends[0], "{ends:?}");
}

#[test]
fn start_after_api_time_is_empty_window() {
    let raw = two_pages(TimeDelta::hours(-48));
    let run = raw.run("list --all --since 1d -o id -q");
    run.assert_stdout("", 2);
    run.assert_stderr_contains("later than the API's time");

    // A start at the API's time is a window of one instant.
    let raw = RawServer::start(|_| {
        let date = "date: Wed, 06 Jul 2016 12:00:00 GMT\r\n";
        Response::new(200, date, page(&[], "\"next_page\":null"))
    });
    let run = raw.run("list --all --since 2016-07-06T12:00:00Z -o id");
    run.assert_stdout("", 0);
}

#[test]
fn ignored_window_is_reported_once() {
    let note = "warning: there are engagements outside the window: the API seems to ignore `start_date` or \
                `end_date`\n";
    for window in ["--since 2016-07-08", "--until 2016-07-05"] {
        let raw = two_pages(TimeDelta::zero());
        let run = raw.run(&format!("list --all -o id {window}"));
        run.assert_output("a\nb\n", note, 0);
    }
    // An engagement starts later than requested by its time in the queue, at most a day. Its time may be
    // rounded.
    for window in [
        "--since 2016-07-07",
        "--since 2016-07-07T11:23:54.508Z",
        "--until 2016-07-06T11:23:53.508Z",
    ] {
        let raw = two_pages(TimeDelta::zero());
        let run = raw.run(&format!("list --all -o id {window}"));
        run.assert_output("a\nb\n", "", 0);
    }
}

#[test]
fn wrong_clock_warns_even_when_quiet() {
    let run = |format: &str| {
        let raw = two_pages(TimeDelta::minutes(120));
        raw.run(&format!("list --all -o id -q --error-format {format}"))
            .stderr
    };
    let message = "minutes behind the API's: the API's time is used";
    let text = run("text");
    assert!(text.starts_with("warning: the local clock is 1"), "{text}");
    assert!(text.ends_with(&format!("{message}\n")), "{text}");
    let json: Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json["level"], "warning");
    assert!(json["message"].as_str().unwrap().ends_with(message));
}
