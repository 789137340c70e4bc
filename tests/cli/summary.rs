//! `list --summary`: formats, groups, options and failures; snapshots in `tests/expected/summary`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::{FILTERS, FORMATS, MockApi, Run, SandboxServer, file, read_json};
use crate::{pty, snapshot};

/// The groups of a summary, and the field of each.
pub(crate) const BY: [(&str, &str); 5] = [
    ("day", "day"),
    ("weekday", "weekday"),
    ("hour", "hour"),
    ("operator", "operator_id"),
    ("type", "engagement_type"),
];

/// The query of a summary, which covers all pages.
const ALL: &str = "&end_date=2025-12-31T23%3A59%3A59.999Z&per_page=100";

/// Expects a list of this page.
fn listing(page: &str) -> MockApi {
    MockApi::new().get(&format!("/engagements?{FILTERS}{ALL}"), 200, page)
}

/// Expects a list with unusual engagements: missing and untrusted group names, several operators, invalid
/// links, and missing and huge durations.
fn unusual_list() -> MockApi {
    listing(&file("responses/summary.json"))
}

#[test]
fn summaries_match_snapshots() {
    let mut names = BTreeSet::new();
    let mut check = |name: String, run: &Run| {
        run.assert_success();
        snapshot::assert_output(&name, &run.stdout);
        names.insert(name);
    };
    for (by, _) in BY {
        for format in FORMATS {
            let run = unusual_list().run(&format!("list --until 2025 --summary {by} -o {format}"));
            check(format!("summary/{by}.{format}"), &run);
        }
        for columns in [40, 80, 200] {
            let mock_api = unusual_list();
            let line = format!("list --until 2025 --summary {by} --color never");
            let run = pty::run(&mock_api.command(&line), columns);
            check(format!("summary/{by}-{columns}.txt"), &run);
        }
    }
    let run = unusual_list().run("list --until 2025 --summary type -o csv --excel");
    check("summary/type.excel.csv".to_owned(), &run);
    snapshot::files_are("summary", &names);
}

#[test]
fn summary_days_use_time_zone() {
    let line = "list --until 2025-12-31T23:59:59.999Z --tz Europe/Tallinn --summary day -o";
    let csv = unusual_list().run(&format!("{line} csv")).stdout;
    assert!(csv.contains("2016-07-07,4,7451,65,2,0,1,1\n"), "{csv}");
    let table = unusual_list().run(&format!("{line} table")).stdout;
    assert!(table.starts_with("DAY (Europe/Tallinn) "), "{table}");
}

#[test]
fn times_without_engagements_are_rows_of_zero() {
    let page = r#"{"engagements": [
        {"id": "a", "created_at": "2016-07-04T23:30:00Z", "duration": 60},
        {"id": "b", "created_at": "2016-07-07T23:10:00Z", "duration": 30},
        {"id": "c", "created_at": null}
    ]}"#;
    for (by, count, rows) in [
        (
            "day",
            5,
            &[
                "2016-07-05,1,60,60",
                "2016-07-06,0,0,",
                "2016-07-07,0,0,",
                "2016-07-08,1,30,30",
            ][..],
        ),
        (
            "weekday",
            8,
            &["Monday,0,0,", "Tuesday,1,60,60", "Wednesday,0,0,"],
        ),
        ("hour", 25, &["0,0,0,", "1,0,0,", "2,2,90,45", "3,0,0,"]),
    ] {
        let run = listing(page).run(&format!(
            "list --until 2025-12-31T23:59:59.999Z --tz Europe/Tallinn --no-header -o csv --summary {by}"
        ));
        let lines: Vec<&str> = run.stdout.lines().collect();
        for (line, row) in lines.iter().zip(rows) {
            assert_eq!(*line, format!("{row},0,0,0,0"), "{by}");
        }
        assert_eq!(lines.len(), count, "{by}");
        assert_eq!(lines.last(), Some(&",1,0,,0,0,0,0"), "{by}");
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
    let run = listing(page).run("list --until 2025 --no-header -o csv --summary day");
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
    let line = "list --until 2025 --summary operator";
    let expected = "\
OPERATOR_ID  ENGAGEMENTS  TOTAL_DURATION  MEDIAN_DURATION  CHAT  AUDIO  VIDEO  COBROWSING
o1                     2          1m 30s              45s     0      1      0           0
o2                     1          1m 00s           1m 00s     0      0      0           0
total                  2          1m 30s              45s     0      1      0           0
";
    listing(page).run(line).assert_output(expected, "", 0);
    for format in ["json", "ndjson", "csv"] {
        let run = listing(page).run(&format!("{line} -o {format}"));
        assert!(!run.stdout.contains("\"total\""), "{run:?}");
        assert!(!run.stdout.contains("\ntotal"), "{run:?}");
    }
}

#[test]
fn summary_rejects_options_without_effect() {
    for (line, option) in [
        ("list --summary day --fields id", "--fields <FIELDS>"),
        ("list --summary day --page 1", "--page <NUMBER>"),
        ("list --summary day --limit 7", "--limit <COUNT>"),
        (
            "list --summary day --all --since 7d --state s",
            "--state <FILE>",
        ),
    ] {
        let run = MockApi::new().run(line);
        run.assert_stdout("", 2);
        run.assert_stderr_contains(option);
        run.assert_stderr_contains("--summary <GROUP>");
    }
    let message = "error: invalid value `id` for `ENGAGEMENTS_OUTPUT`: only `list` prints IDs, \
                   without `--summary`\n";
    MockApi::new()
        .variable("ENGAGEMENTS_OUTPUT", "id")
        .run("list --summary day")
        .assert_output("", message, 2);
    let run = MockApi::new().run("list --summary day -o json --no-header");
    assert_eq!(run.code, Some(2), "{run:?}");
}

#[test]
fn unknown_summary_group_names_known_ones() {
    let run = MockApi::new().run("list --summary week");
    run.assert_stdout("", 2);
    run.assert_stderr_contains(
        "invalid value 'week' for '--summary <GROUP>': expected one of `day`, `weekday`, `hour`, \
         `operator`, `type`",
    );
}

#[test]
fn summary_covers_all_pages() {
    let sandbox = SandboxServer::start("");
    let run = sandbox.run("list --summary type -o ndjson");
    run.assert_success();
    let counts = run.stdout.lines().map(|line| {
        let row: Value = serde_json::from_str(line).unwrap();
        row["engagements"].as_u64().unwrap()
    });
    assert_eq!(counts.sum::<u64>(), 254);
    let all = sandbox.run("list --summary type -o ndjson --all");
    assert_eq!(all.stdout, run.stdout);
}

#[test]
fn failed_page_prints_no_summary() {
    let sandbox = SandboxServer::start("--fail 500,path=page=4");
    for format in FORMATS {
        let run = sandbox.run(&format!(
            "list --per-page 20 --retries 0 --summary day --receipt receipt.json -o {format}"
        ));
        run.assert_stdout("", 8);
        assert!(!run.stderr.contains("continue with"), "{run:?}");
        let receipt = read_json(sandbox.home().join("receipt.json"));
        assert_eq!(receipt["complete"], false);
        assert_eq!(receipt["records"], 0);
        assert_eq!(receipt["engagements"], 0);
    }
}

#[test]
fn summary_receipt_counts_rows_and_engagements() {
    let sandbox = SandboxServer::start("");
    let line = "list --all --summary type --receipt receipt.json -O out";
    let note = "written 2 rows of 254 engagements to `out`\n";
    sandbox.run(line).assert_output("", note, 0);
    let receipt = read_json(sandbox.home().join("receipt.json"));
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
        listing(r#"{"engagements": []}"#)
            .run(&format!("list --until 2025 --summary type -o {format}"))
            .assert_output(stdout, stderr, 0);
    }
}

#[test]
fn summary_rejects_invalid_duration() {
    let long = format!("\"{}\"", "7".repeat(99_999));
    for duration in ["1.5", "-1", "\"7\"", "true", &long] {
        let page = format!(r#"{{"engagements": [{{"id": "a", "duration": {duration}}}]}}"#);
        let error = "error: unexpected response for engagement `a`: \
                     `duration` is no number of seconds\n  \
                     hint: `-o ndjson` without `--summary` prints it\n";
        listing(&page)
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
