//! The practice server's data, the same in every format.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::bench::Practice;
use crate::practice::{ALL, records};

/// A value of the API as csv has it.
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

/// A column of an engagement, read from its record without the tool's help.
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
        "queues" | "legs" if record[name].is_array() => record[name].to_string(),
        _ => cell(&record[name]),
    }
}

#[test]
fn csv_has_the_values_of_json() {
    let practice = Practice::start(&[]);
    let list = |more: &[&str]| practice.run(&[&["list", "--all", "-o"], more].concat());
    let more = "+platform,+source,+queue_wait_time,+visitor_browser,+queues,+legs";
    let csv = list(&["csv", "--fields", more]);
    let json = records(&list(&["json"]));
    let mut reader = csv::Reader::from_reader(csv.stdout.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!((rows.len(), json.len()), (ALL, ALL));
    for (row, record) in rows.iter().zip(&json) {
        assert_eq!(row.len(), 23);
        for (name, text) in row {
            assert_eq!(*text, column(record, name), "{name} of {record}");
        }
    }
}

#[test]
fn ndjson_is_one_record_a_line() {
    let practice = Practice::start(&[]);
    let lines = practice.run(&["list", "--all", "-o", "ndjson"]);
    let parsed = lines
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let parsed: Vec<Value> = parsed.collect();
    assert!(parsed == records(&practice.run(&["list", "--all", "-o", "json"])));
    assert!(lines.stdout.ends_with('\n'));
    assert!(!lines.stdout.contains(['\u{202e}', '\u{9b}', '\u{7f}']));
}

#[test]
fn its_people_are_as_strange_as_the_world_s() {
    let practice = Practice::start(&[]);
    let list = records(&practice.run(&["list", "--all", "-o", "json"]));
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
fn its_conversations_have_up_to_twenty_messages() {
    let practice = Practice::start(&["--engagements", "120"]);
    let all = records(&practice.run(&["transcript", "--all", "-o", "json"]));
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
