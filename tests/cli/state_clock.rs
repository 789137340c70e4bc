//! Incremental runs: clocks, windows and look-back.

use std::fs;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::harness::{read, read_json};
use crate::raw_server::{RawServer, Response};

/// Returns the creation time of an engagement that has just ended.
pub(crate) fn recently() -> String {
    (Utc::now() - TimeDelta::minutes(1)).to_rfc3339()
}

/// A list of one engagement, created now, by an API whose clock is ahead of ours.
fn list_by_clock(ahead: TimeDelta) -> RawServer {
    RawServer::start(move |request| {
        let now = Utc::now() + ahead;
        let created_at = (now - TimeDelta::minutes(1)).to_rfc3339();
        let record = format!(
            r#"{{"id":"{}","created_at":"{created_at}"}}"#,
            request.number
        );
        let body = format!(r#"{{"next_page":null,"engagements":[{record}]}}"#);
        let date = now
            .format("date: %a, %d %b %Y %H:%M:%S GMT\r\n")
            .to_string();
        Response::new(200, &date, body)
    })
}

/// Returns the checkpoint of the state.
fn mark(raw: &RawServer) -> DateTime<Utc> {
    let state: Value = read_json(raw.home().join("s"));
    state["mark"].as_str().unwrap().parse().unwrap()
}

const LIST: &str = "list --all --since 2016 --state s -o id";

#[test]
fn checkpoint_follows_api_clock() {
    for hours in [-48, 48] {
        let raw = list_by_clock(TimeDelta::hours(hours));
        let run = raw.run(LIST);
        assert_eq!(run.code, Some(0), "{run:?}");
        run.assert_stderr_contains("the API's time is used");
        let difference = mark(&raw) - Utc::now() - TimeDelta::hours(hours);
        assert!(difference.num_seconds().abs() < 60, "{difference}");
        let run = raw.run(LIST);
        run.assert_line_count(1, 0);
    }
}

/// Moves the mark of a state, as a wrong clock would have set it.
fn move_mark(raw: &RawServer, by: TimeDelta) {
    let path = raw.home().join("s");
    let mut state: Value = read_json(&path);
    for key in ["mark", "known_from"] {
        let time: DateTime<Utc> = state[key].as_str().unwrap().parse().unwrap();
        state[key] = (time + by).to_rfc3339().into();
    }
    fs::write(&path, state.to_string()).unwrap();
}

#[test]
fn future_checkpoint_is_corrected() {
    for (days, has_delivered) in [(2, true), (700, true), (700, false)] {
        let raw = list_by_clock(TimeDelta::zero());
        raw.run(LIST).assert_output("1\n", "", 0);
        move_mark(&raw, TimeDelta::days(days));
        if !has_delivered {
            let path = raw.home().join("s");
            let mut state: Value = read_json(&path);
            state["delivered"] = serde_json::json!({});
            fs::write(&path, state.to_string()).unwrap();
        }
        let run = raw.run(LIST);
        run.assert_line_count(1, 0);
        run.assert_stderr_starts_with("warning: the state");
        run.assert_stderr_contains(" ends in the future, at ");
        assert!(mark(&raw) <= Utc::now(), "{}", mark(&raw));
        let run = raw.run(LIST);
        run.assert_success();
    }
}

#[test]
fn future_checkpoint_loses_no_engagement() {
    // There is one old engagement, and the state has no delivered IDs.
    let raw = RawServer::start(|request| match request.parameter("start_date") {
        Some(since) if since < "2016-07-06" => Response::page(&["old"], "null"),
        _ => Response::page(&[], "null"),
    });
    raw.run(LIST).assert_output("old\n", "", 0);
    move_mark(&raw, TimeDelta::days(700));
    let path = raw.home().join("s");
    let text = read(&path);
    let mut state: Value = serde_json::from_str(&text).unwrap();
    state["delivered"] = serde_json::json!({});
    fs::write(&path, state.to_string()).unwrap();

    let list = "list --all --state s -o id";
    let run = raw.run(list);
    run.assert_stdout("old\n", 0);
    run.assert_stderr_contains("this run starts at 2016-01-01");

    state.as_object_mut().unwrap().remove("first_since");
    fs::write(&path, state.to_string()).unwrap();
    let run = raw.run(list);
    run.assert_stdout("", 2);
    run.assert_stderr_contains("this run needs `--since`");
    assert_eq!(read(&path), state.to_string());
}

#[test]
fn shortened_lookback_is_reported() {
    let raw = list_by_clock(TimeDelta::zero());
    let list = |more: &str| raw.run(&format!("{LIST} {more}"));
    list("--lookback 1h").assert_output("1\n", "", 0);
    let run = list("--lookback 48h");
    run.assert_stderr_starts_with("warning: look-back shortened: the state `");
    assert_eq!(run.code, Some(0));
    // A look-back beyond the start of the first run is not reported: no run has delivered earlier IDs.
    let raw = list_by_clock(TimeDelta::zero());
    let list = "list --all --since 1h --state s -o id --lookback 48h";
    for _ in 0..2 {
        let run = raw.run(list);
        run.assert_success();
    }
}

#[test]
fn ignored_window_start_repeats_nothing() {
    // The API returns all of history, whatever window is requested.
    let raw = RawServer::start(|request| {
        let record = |id: &str, at: String| format!(r#"{{"id":"{id}","created_at":"{at}"}}"#);
        let old = record("old", "2016-07-06T11:23:54.508Z".to_owned());
        let new = record(&request.number.to_string(), recently());
        let body = format!(r#"{{"next_page":null,"engagements":[{new},{old}]}}"#);
        Response::new(200, "", body)
    });
    let first = raw.run(LIST);
    assert!(first.stdout.ends_with("old\n"), "{first:?}");
    for number in [2, 3] {
        let run = raw.run(LIST);
        let note = "warning: leaving out engagements outside the window: the API seems to ignore \
                    `start_date` or `end_date`\n";
        run.assert_output(&format!("{number}\n"), note, 0);
    }
}

#[test]
fn uppercase_uuid_is_known_to_state() {
    let (lower, upper) = (
        "52f8e590-72af-4f20-8428-dfaf95de889e",
        "52F8E590-72AF-4F20-8428-DFAF95DE889E",
    );
    let raw = RawServer::start(move |request| {
        let id = if request.number == 1 { upper } else { lower };
        let now = recently();
        let body = format!(r#"{{"engagements":[{{"id":"{id}","created_at":"{now}"}}]}}"#);
        Response::new(200, "", body)
    });
    raw.run(LIST).assert_output(&format!("{upper}\n"), "", 0);
    raw.run(LIST).assert_output("", "", 0);
}
