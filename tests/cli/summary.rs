//! `list --summary`: snapshots in `tests/expected/summary`, and a comparison with the list.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike as _, NaiveDate, Timelike as _, Utc};
use serde_json::{Value, json};

use crate::harness::{MockApi, Run, SELECTED, SandboxServer, file};
use crate::{pty, snapshot};

/// The groups of a summary, and the field of each.
const BY: [(&str, &str); 5] = [
    ("day", "day"),
    ("weekday", "weekday"),
    ("hour", "hour"),
    ("operator", "operator_id"),
    ("type", "engagement_type"),
];

/// The query of a summary, which covers all pages.
const ALL: &str = "&end_date=2025-12-31T23%3A59%3A59.999Z&per_page=100";

/// Expects a list with unusual engagements: missing and untrusted group names, several operators, invalid
/// links, and missing and huge durations.
fn odd() -> MockApi {
    let answer = file("answers/summary.json");
    MockApi::new().get(&format!("/engagements?{SELECTED}{ALL}"), 200, &answer)
}

#[test]
fn summaries_match_snapshots() {
    let mut names = BTreeSet::new();
    let mut check = |name: String, run: &Run| {
        assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)), "{name}");
        snapshot::assert_output(&name, &run.stdout);
        names.insert(name);
    };
    for (by, _) in BY {
        for format in ["table", "json", "ndjson", "csv"] {
            let run = odd().run(&format!("list --until 2025 --summary {by} -o {format}"));
            check(format!("summary/{by}.{format}"), &run);
        }
        for columns in [40, 80, 200] {
            let mock_api = odd();
            let words = format!("list --until 2025 --summary {by} --color never");
            let run = pty::run(&mock_api.command(&words), columns);
            check(format!("summary/{by}-{columns}.txt"), &run);
        }
    }
    let run = odd().run("list --until 2025 --summary type -o csv --excel");
    check("summary/type.excel.csv".to_owned(), &run);
    snapshot::files_are("summary", &names);
}

#[test]
fn summary_days_use_time_zone() {
    let words = "list --until 2025-12-31T23:59:59.999Z --tz Europe/Tallinn --summary day -o";
    let row = "2016-07-07,4,7451,65,2,0,1,1\n";
    let run = odd().run(&format!("{words} csv"));
    assert!(run.stdout.contains(row), "{run:?}");
    let run = odd().run(&format!("{words} table"));
    assert!(run.stdout.starts_with("DAY (Europe/Tallinn) "), "{run:?}");
}

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

#[test]
fn times_without_engagements_are_rows_of_zero() {
    let page = r#"{"engagements": [
        {"id": "a", "created_at": "2016-07-04T23:30:00Z", "duration": 60},
        {"id": "b", "created_at": "2016-07-07T23:10:00Z", "duration": 30},
        {"id": "c", "created_at": null}
    ]}"#;
    for (by, rows) in [
        (
            "day",
            &[
                "2016-07-05,1,60,60",
                "2016-07-06,0,0,",
                "2016-07-07,0,0,",
                "2016-07-08,1,30,30",
            ][..],
        ),
        (
            "weekday",
            &["Monday,0,0,", "Tuesday,1,60,60", "Wednesday,0,0,"],
        ),
        ("hour", &["0,0,0,", "1,0,0,", "2,2,90,45", "3,0,0,"]),
    ] {
        let mock_api = MockApi::new().get(&format!("/engagements?{SELECTED}{ALL}"), 200, page);
        let words = [
            "list",
            "--until",
            "2025-12-31T23:59:59.999Z",
            "--tz",
            "Europe/Tallinn",
        ];
        let options = ["--no-header", "-o", "csv", "--summary", by];
        let run = mock_api.run(&[&words[..], &options].concat());
        let lines: Vec<&str> = run.stdout.lines().collect();
        for (line, row) in lines.iter().zip(rows) {
            assert_eq!(*line, format!("{row},0,0,0,0"), "{by}");
        }
        let count = match by {
            "day" => 5,
            "weekday" => 8,
            _ => 25,
        };
        assert_eq!(
            (lines.len(), lines.last()),
            (count, Some(&",1,0,,0,0,0,0")),
            "{by}"
        );
    }
}

#[test]
fn wrong_dates_add_no_rows_of_zero() {
    let page = r#"{"engagements": [
        {"id": "a", "created_at": "0001-01-01T00:00:00Z"},
        {"id": "b", "created_at": "2016-07-04T10:00:00Z"},
        {"id": "c", "created_at": "2016-07-06T10:00:00Z"},
        {"id": "d", "created_at": "9999-12-31T10:00:00Z"}
    ]}"#;
    let mock_api = MockApi::new().get(&format!("/engagements?{SELECTED}{ALL}"), 200, page);
    let words = "list --until 2025 --no-header -o csv";
    let run = mock_api.run(&format!("{words} --summary day"));
    let days: Vec<&str> = run.stdout.lines().map(|line| &line[..12]).collect();
    let expected = [
        "0001-01-01,1",
        "2016-07-04,1",
        "2016-07-05,0",
        "2016-07-06,1",
        "9999-12-31,1",
    ];
    assert_eq!(days, expected);
}

#[test]
fn summary_table_ends_with_total() {
    let page = r#"{"engagements": [
        {"id": "a", "duration": 60, "operators": [{"href": "x/o1"}, {"href": "x/o2"}]},
        {"id": "b", "duration": 30, "operators": [{"href": "x/o1"}], "audio_used": true}
    ]}"#;
    let mock_api = || MockApi::new().get(&format!("/engagements?{SELECTED}{ALL}"), 200, page);
    let words = "list --until 2025 --summary operator";
    let expected = "\
OPERATOR_ID  ENGAGEMENTS  TOTAL_DURATION  MEDIAN_DURATION  CHAT  AUDIO  VIDEO  COBROWSING
o1                     2          1m 30s              45s     0      1      0           0
o2                     1          1m 00s           1m 00s     0      0      0           0
total                  2          1m 30s              45s     0      1      0           0
";
    mock_api().run(words).assert_output(expected, "", 0);
    for format in ["json", "ndjson", "csv"] {
        let run = mock_api().run(&format!("{words} -o {format}"));
        assert!(!run.stdout.contains("\"total\""), "{run:?}");
        assert!(!run.stdout.contains("\ntotal"), "{run:?}");
    }
}

#[test]
fn summary_rejects_options_without_effect() {
    for (words, option) in [
        ("list --summary day --fields id", "--fields <FIELDS>"),
        ("list --summary day --page 1", "--page <NUMBER>"),
        (
            "list --all --since 7d --state s --summary day",
            "--state <FILE>",
        ),
    ] {
        let words: Vec<&str> = words.split(' ').collect();
        let run = MockApi::new().run(&words);
        run.assert_stdout("", 2);
        let both = [option, "--summary <GROUP>"].map(|option| run.stderr.contains(option));
        assert_eq!(both, [true, true], "{run:?}");
    }
    let only = "only `list` prints IDs, without `--summary`\n";
    let ids = format!("error: invalid value `id` for `--output`: {only}");
    let words = "list --until 2025 --summary day";
    MockApi::new()
        .run(&format!("{words} -o id"))
        .assert_output("", &ids, 2);
    let mock_api = MockApi::new().variable("ENGAGEMENTS_OUTPUT", "id");
    let invalid = format!("error: invalid value `id` for `ENGAGEMENTS_OUTPUT`: {only}");
    mock_api.run(words).assert_output("", &invalid, 2);
    let run = MockApi::new().run(&format!("{words} -o json --no-header"));
    assert_eq!(run.code, Some(2), "{run:?}");
    let run = MockApi::new().run("list --until 2025 --summary week");
    let known = "invalid value 'week' for '--summary <GROUP>': expected one of `day`, `weekday`, \
                 `hour`, `operator`, `type`";
    run.assert_stderr_contains(known);
    assert_eq!(run.code, Some(2));
}

#[test]
fn summary_covers_all_pages() {
    let sandbox = SandboxServer::start("");
    let summary = |more: &[&str]| {
        let words = ["list", "--summary", "type", "-o", "ndjson"];
        sandbox.run(&[&words[..], more].concat())
    };
    let implied = summary(&[]);
    assert_eq!((implied.stderr.as_str(), implied.code), ("", Some(0)));
    let counts = implied.stdout.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        row["engagements"].as_u64().unwrap()
    });
    assert_eq!(counts.sum::<u64>(), 254);
    assert_eq!(summary(&["--all"]).stdout, implied.stdout);
    for scope in [["--page", "1"], ["--limit", "7"]] {
        let run = summary(&scope);
        run.assert_stdout("", 2);
        run.assert_stderr_contains(scope[0]);
    }
}

#[test]
fn failed_page_prints_no_summary() {
    let sandbox = SandboxServer::start("--fail 500,path=page=4");
    let list = ["list", "--all", "--per-page", "20", "--retries", "0"];
    for format in ["table", "json", "ndjson", "csv"] {
        let options = [
            "--summary",
            "day",
            "--receipt",
            "receipt.json",
            "-o",
            format,
        ];
        let run = sandbox.run(&[&list[..], &options].concat());
        run.assert_stdout("", 8);
        assert!(!run.stderr.contains("continue with"), "{run:?}");
        let receipt = receipt(&sandbox);
        assert_eq!(receipt["complete"], false);
        assert_eq!(receipt["records"], 0);
        assert_eq!(receipt["engagements"], 0);
    }
}

fn receipt(sandbox: &SandboxServer) -> Value {
    let text = std::fs::read_to_string(sandbox.home().join("receipt.json"));
    serde_json::from_str(&text.unwrap()).unwrap()
}

#[test]
fn summary_receipt_counts_rows_and_engagements() {
    let sandbox = SandboxServer::start("");
    let words = "list --all --summary type --receipt receipt.json -O out";
    let note = "written 2 rows of 254 engagements to `out`\n";
    sandbox.run(words).assert_output("", note, 0);
    let receipt = receipt(&sandbox);
    assert_eq!(receipt["complete"], true);
    assert_eq!(receipt["records"], 2);
    assert_eq!(receipt["engagements"], 254);
    let bytes = std::fs::read(sandbox.home().join("out")).unwrap().len();
    assert_eq!(receipt["bytes"], json!(bytes));
}

#[test]
fn summary_of_empty_list() {
    for (format, stdout, stderr) in [
        ("table", "", "no engagements match\n"),
        ("json", "[]\n", ""),
        ("ndjson", "", ""),
        (
            "csv",
            "engagement_type,engagements,total_duration,median_duration,chat,audio,video,cobrowsing\n",
            "",
        ),
    ] {
        let page = r#"{"engagements": []}"#;
        let mock_api = MockApi::new().get(&format!("/engagements?{SELECTED}{ALL}"), 200, page);
        mock_api
            .run(&format!("list --until 2025 --summary type -o {format}"))
            .assert_output(stdout, stderr, 0);
    }
}

#[test]
fn summary_rejects_invalid_duration() {
    let long = format!("\"{}\"", "7".repeat(99_999));
    for duration in ["1.5", "-1", "\"7\"", "true", &long] {
        let page = format!(r#"{{"engagements": [{{"id": "a", "duration": {duration}}}]}}"#);
        let mock_api = MockApi::new().get(&format!("/engagements?{SELECTED}{ALL}"), 200, &page);
        let error = "error: unexpected response for engagement `a`: \
                     `duration` is no number of seconds\n  \
                     hint: `-o ndjson` without `--summary` prints it\n";
        mock_api
            .run("list --until 2025 --summary day")
            .assert_output("", error, 8);
    }
}

#[test]
fn summary_dry_run_prints_list_request() {
    let mock_api = MockApi::new();
    let plain = mock_api.run("list --until 2025 --all --dry-run");
    let run = mock_api.run("list --until 2025 --dry-run --summary day");
    run.assert_output(&plain.stdout, "", 0);
}
