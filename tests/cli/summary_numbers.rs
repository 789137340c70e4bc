//! `list --summary`: each number is computed again from the records of the list.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use serde_json::{Value, json};

use crate::harness::SandboxServer;
use crate::summary::BY;

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Returns the values by which a summary groups a record.
fn groups(record: &Value, by: &str) -> BTreeSet<String> {
    let time = || -> DateTime<Utc> { record["created_at"].as_str().unwrap().parse().unwrap() };
    let operator = |operator: &Value| {
        let href = operator["href"].as_str()?;
        Some(href.rsplit('/').next()?.to_owned())
    };
    let operators = record["operators"].as_array().unwrap();
    match by {
        "operator" => operators.iter().filter_map(operator).collect(),
        "type" => BTreeSet::from([record["engagement_type"].as_str().unwrap().to_owned()]),
        "day" => BTreeSet::from([time().date_naive().to_string()]),
        "weekday" => {
            let number = time().weekday().num_days_from_monday();
            BTreeSet::from([WEEKDAYS[number as usize].to_owned()])
        }
        _ => BTreeSet::from([time().hour().to_string()]),
    }
}

/// Returns all values between the first and the last.
fn all_groups(list: &[Value], by: &str) -> Vec<String> {
    let groups: BTreeSet<String> = list.iter().flat_map(|record| groups(record, by)).collect();
    match by {
        "day" => {
            let day = |text: Option<&String>| -> NaiveDate { text.unwrap().parse().unwrap() };
            let end = day(groups.last());
            let days = day(groups.first()).iter_days();
            let days = days.take_while(|day| *day <= end);
            days.map(|day| day.to_string()).collect()
        }
        "weekday" => WEEKDAYS.map(str::to_owned).to_vec(),
        "hour" => (0..24).map(|hour| hour.to_string()).collect(),
        _ => groups.into_iter().collect(),
    }
}

/// Computes the rows of a summary from the records of a list.
fn computed(list: &[Value], by: &str, field: &str) -> Vec<Value> {
    let names = all_groups(list, by).into_iter();
    let rows = names.map(|name| {
        let group: Vec<&Value> = list
            .iter()
            .filter(|record| groups(record, by).contains(&name))
            .collect();
        let value = if by == "hour" {
            json!(name.parse::<u8>().unwrap())
        } else {
            json!(name)
        };
        row(field, &value, &group)
    });
    let mut rows: Vec<Value> = rows.collect();
    if let "operator" | "type" = by {
        rows.sort_by_key(|row| std::cmp::Reverse(row["engagements"].as_u64()));
    }
    rows
}

/// Computes one row from the records of its group.
fn row(field: &str, name: &Value, group: &[&Value]) -> Value {
    let mut seconds: Vec<u64> = group
        .iter()
        .filter_map(|record| record["duration"].as_u64())
        .collect();
    seconds.sort_unstable();
    let middle = |half: usize| seconds.get(half).copied().unwrap_or(0);
    let halves = middle(seconds.len().saturating_sub(1) / 2) + middle(seconds.len() / 2);
    let median = match halves % 2 {
        _ if seconds.is_empty() => Value::Null,
        0 => json!(halves / 2),
        _ => json!(f64::from(u32::try_from(halves).unwrap()) / 2.0),
    };
    let used = |key: &str| group.iter().filter(|record| record[key] == true).count();
    let chats = group
        .iter()
        .filter(|record| record["chat_transcript"]["href"].is_string());
    json!({
        field: name,
        "engagements": group.len(),
        "total_duration": seconds.iter().sum::<u64>(),
        "median_duration": median,
        "chat": chats.count(),
        "audio": used("audio_used"),
        "video": used("video_used"),
        "cobrowsing": used("cobrowsing_used"),
    })
}

#[test]
fn summary_numbers_match_list() {
    let sandbox = SandboxServer::start("--engagements 700");
    let list = sandbox.run("list --all -o json");
    let list: Vec<Value> = serde_json::from_str(&list.stdout).unwrap();
    assert_eq!(list.len(), 704);
    for (by, field) in BY {
        let run = sandbox.run(&format!("list --all --summary {by} -o json"));
        let rows: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(rows, computed(&list, by, field), "{by}");
        let run = sandbox.run(&format!("list --all --summary {by} -o ndjson"));
        let lines = run
            .stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        assert_eq!(lines.collect::<Vec<Value>>(), rows, "{by}");
    }
}
