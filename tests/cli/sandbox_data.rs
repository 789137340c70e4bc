//! The data of the sandbox.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use crate::harness::SandboxServer;
use crate::sandbox::{ALL, records};

/// Formats a value of the API like a CSV cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            list.iter().map(cell).collect::<Vec<_>>().join(";")
        }
        other => other.to_string(),
    }
}

/// Computes a column of an engagement from its record.
fn column(record: &Value, name: &str) -> String {
    let operators = || record["operators"].as_array().into_iter().flatten();
    let hrefs = || operators().filter_map(|operator| operator["href"].as_str());
    match name {
        "visitor_href" => cell(&record["visitor"]["href"]),
        "chat_transcript_href" => cell(&record["chat_transcript"]["href"]),
        "operator_hrefs" => hrefs().collect::<Vec<_>>().join(";"),
        "operator_ids" => {
            let ids = hrefs().filter_map(|href| href.rsplit('/').next());
            ids.collect::<Vec<_>>().join(";")
        }
        "queues" if record[name].is_array() => record[name].to_string(),
        _ => cell(&record[name]),
    }
}

#[test]
fn sandbox_csv_equals_json() {
    let sandbox = SandboxServer::start("");
    let more = "+platform,+source,+queue_wait_time,+visitor_browser,+queues";
    let csv = sandbox.run(&format!("list --all -o csv --fields {more}"));
    let json = records(&sandbox.run("list --all -o json"));
    let mut reader = csv::Reader::from_reader(csv.stdout.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!((rows.len(), json.len()), (ALL, ALL));
    for (row, record) in rows.iter().zip(&json) {
        assert_eq!(row.len(), 22);
        for (name, text) in row {
            assert_eq!(*text, column(record, name), "{name} of {record}");
        }
    }
}

#[test]
fn sandbox_ndjson_has_one_record_per_line() {
    let sandbox = SandboxServer::start("");
    let lines = sandbox.run("list --all -o ndjson");
    let parsed = lines
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let parsed: Vec<Value> = parsed.collect();
    assert!(parsed == records(&sandbox.run("list --all -o json")));
    assert!(lines.stdout.ends_with('\n'));
    assert!(!lines.stdout.contains(['\u{202e}', '\u{9b}', '\u{7f}']));
}

#[test]
fn sandbox_names_include_unusual_text() {
    let sandbox = SandboxServer::start("");
    let list = records(&sandbox.run("list --all -o json"));
    let names: Vec<&str> = list
        .iter()
        .filter_map(|record| record["visitor_name"].as_str())
        .collect();
    let some = |what: fn(&str) -> bool| names.iter().any(|name| what(name));
    assert!(some(|name| name.contains('\u{1b}')) && some(|name| name.contains('\u{202e}')));
    assert!(some(|name| name.starts_with('=')) && some(|name| name.contains('\n')));
    assert!(some(|name| name.contains('"')) && some(|name| name.chars().count() >= 300));
    assert!(some(
        |name| name.contains(|c: char| ('\u{4e00}'..'\u{a000}').contains(&c))
    ));
    assert!(some(|name| name.contains(|c: char| c >= '\u{1f300}')));
    assert!(list.iter().any(|record| record.get("audio_used").is_none()));
    assert!(list.iter().any(|record| record["visitor_name"].is_null()));
}

#[test]
fn sandbox_conversations_have_at_most_20_messages() {
    let sandbox = SandboxServer::start("--engagements 120");
    let all = records(&sandbox.run("transcript --all -o json"));
    let lengths: Vec<usize> = all
        .iter()
        .map(|one| one["messages"].as_array().unwrap().len())
        .collect();
    assert_eq!(lengths.len(), 124);
    assert!(
        lengths.contains(&0) && lengths.iter().all(|&length| length <= 20),
        "{lengths:?}"
    );
    let messages = all
        .iter()
        .flat_map(|one| one["messages"].as_array().unwrap());
    let kinds: HashSet<&str> = messages
        .filter_map(|one| one["sender"]["type"].as_str())
        .collect();
    assert!(
        ["visitor", "operator", "system"]
            .iter()
            .all(|kind| kinds.contains(kind))
    );
}

#[test]
fn legs_and_queues_match_engagement() {
    let sandbox = SandboxServer::start("");
    let shown = records(&sandbox.run("show --all -o json"));
    let mut transfers = 0;
    for record in shown.iter().filter(|record| record.get("legs").is_some()) {
        let legs = record["legs"].as_array().unwrap();
        let is_queued = record["queue_wait_time"].is_u64();
        assert_eq!(is_queued, record["queues"] != json!([]), "{record}");
        assert!(
            !is_queued || record["engagement_type"] == "reactive",
            "{record}"
        );
        assert_eq!(legs[0]["accepted_at"], record["created_at"]);
        assert_eq!(legs[0]["request_type"], record["engagement_type"]);
        assert_eq!(legs[0]["request_queues"].is_array(), is_queued, "{record}");
        let seconds = legs.iter().map(|leg| leg["duration"].as_u64().unwrap());
        assert_eq!(json!(seconds.sum::<u64>()), record["duration"]);
        let operators = record["operators"].as_array().unwrap();
        assert_eq!(legs.len(), operators.len());
        for (leg, operator) in legs.iter().zip(operators) {
            assert_eq!(leg["request_source"], record["source"], "{record}");
            let href = operator["href"].as_str().unwrap();
            assert!(href.ends_with(leg["operator"]["id"].as_str().unwrap()));
        }
        let reasons: Vec<_> = legs.iter().map(|leg| &leg["end_reason"]).collect();
        let (end, others) = reasons.split_last().unwrap();
        assert!(
            ["visitor_left", "operator_left", "error"]
                .iter()
                .any(|it| end == it)
        );
        assert!(others.iter().all(|reason| *reason == "transfer"));
        transfers += others.len();
    }
    assert!(transfers > 5);
    let lengths = shown
        .iter()
        .map(|record| record["created_at"].as_str().unwrap().len());
    // With milliseconds and with microseconds.
    assert_eq!(lengths.collect::<HashSet<_>>(), HashSet::from([24, 27]));
    for field in ["source", "queue_wait_time"] {
        assert!(
            shown.iter().any(|record| record.get(field).is_none()),
            "{field}"
        );
        assert!(
            shown
                .iter()
                .any(|record| record.get(field) == Some(&Value::Null)),
            "{field}"
        );
    }
}

#[test]
fn transcripts_have_attachments_and_suggestions() {
    let sandbox = SandboxServer::start("");
    let lines = sandbox.run("transcript --all -o ndjson").stdout;
    let messages: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kinds = messages
        .iter()
        .filter_map(|message| message["attachment"]["type"].as_str());
    let expected = ["files", "single_choice", "single_choice_response"];
    assert_eq!(kinds.collect::<HashSet<_>>(), HashSet::from(expected));
    let files = messages
        .iter()
        .filter_map(|message| message["attachment"]["files"].as_array());
    for file in files.flatten() {
        assert_eq!(file["url"].is_null(), file["deleted"] == true, "{file}");
    }
    let some = |what: fn(&Value) -> bool| messages.iter().any(what);
    assert!(some(
        |message| message["attachment"]["files"][1]["deleted"] == true
    ));
    assert!(some(|message| message["type"] == "suggestion"));
    assert!(some(
        |message| message["sender"]["type"] == "omniguide" && message["metadata"].is_object()
    ));
    assert!(some(|message| message.get("attachment").is_none()));
    assert!(!lines.contains("{operator}") && !lines.contains("{engagement}"));
}

#[test]
fn same_seed_generates_same_data() {
    let data = |seed: &str| {
        let sandbox = SandboxServer::start(&format!("--seed {seed}"));
        ["list", "transcript"].map(|command| {
            let run = sandbox.run(&format!("{command} --all -o ndjson"));
            run.stdout.replace(sandbox.url(), "")
        })
    };
    // The data depends on the date.
    let day = || chrono::Utc::now().date_naive();
    let (first, again) = std::iter::repeat_with(|| (day(), data("7"), data("7"), day()))
        .find(|(before, .., after)| before == after)
        .map(|(_, first, again, _)| (first, again))
        .unwrap();
    assert!(first == again);
    assert!(first != data("8"));
}
