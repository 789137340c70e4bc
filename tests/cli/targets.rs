//! Input of commands: IDs on stdin, and engagements from a query.

use std::fs::File;
use std::process::Stdio;

use crate::harness::{FILTERS, MockApi, Run, SandboxServer, TOKEN};

/// Expects requests for these IDs and returns an engagement for each.
fn found(ids: &[&str]) -> MockApi {
    ids.iter().fold(MockApi::new(), |mock_api, id| {
        let body = format!(r#"{{"id":"{id}"}}"#);
        mock_api.get(&format!("/engagements/{id}"), 200, &body)
    })
}

/// Returns the NDJSON output for these IDs.
fn lines(ids: &[&str]) -> String {
    let lines = ids.iter().map(|id| format!("{{\"id\":\"{id}\"}}\n"));
    lines.collect::<Vec<_>>().concat()
}

const SHOW: &str = "show - -o ndjson";

#[test]
fn stdin_has_one_id_per_line() {
    for (text, ids) in [
        ("a\n", &["a"][..]),
        ("a\nb", &["a", "b"]),
        ("\n\n  a \r\n\t\nb_1\n-\u{2d}x\n\n", &["a", "b_1", "--x"]),
        ("b\na\nb\na\n", &["b", "a"]),
    ] {
        found(ids)
            .run_on(text, SHOW)
            .assert_output(&lines(ids), "", 0);
    }
}

#[test]
fn token_line_precedes_ids_on_stdin() {
    // The input exceeds buffers of 8 KiB and 64 KiB.
    let ids: Vec<String> = (0..5000).map(|number| format!("id-{number:010}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for ids in [&["a", "b"][..], &ids] {
        let text = format!("{TOKEN}\n{}\n", ids.join("\n"));
        let run = MockApi::new().run_on(&text, "export - --token-file - --dry-run");
        let sent = run.stdout.lines().filter_map(|line| {
            let (_, path) = line.split_once("/engagements/")?;
            path.split_once("/export").map(|(id, _)| id)
        });
        assert_eq!(
            (sent.collect::<Vec<_>>(), run.code),
            (ids.to_vec(), Some(0))
        );
    }
    found(&["a", "b"])
        .run_on(
            &format!("{TOKEN}\na\nb\n"),
            &format!("{SHOW} --token-file -"),
        )
        .assert_output(&lines(&["a", "b"]), "", 0);
}

#[test]
fn stdin_accepts_records_and_messages() {
    let text = "{\"id\":\"z\",\"engagement_id\":\"a\",\"x\":[1]}\n\
                 {\"engagement_id\": \"b\", \"message\": \"hi\"}\nc\n{\"id\":null,\"engagement_id\":\"b\"}\n";
    let ids = ["a", "b", "c"];
    found(&ids)
        .run_on(text, SHOW)
        .assert_output(&lines(&ids), "", 0);
}

#[test]
fn empty_stdin_prints_empty_result() {
    let fields = "engagement_id,created_at,sender_type,sender_id,sender_name,message\n";
    for text in ["", "\n", " \r\n\n"] {
        for (format, expected) in [("json", "[]\n"), ("ndjson", ""), ("csv", fields)] {
            MockApi::new()
                .run_on(text, &format!("transcript - -o {format}"))
                .assert_output(expected, "", 0);
        }
        MockApi::new().run_on(text, SHOW).assert_output("", "", 0);
    }
}

#[test]
fn single_stdin_id_prints_array() {
    found(&["a"])
        .run_on("a\n", "show - -o json")
        .assert_output("[\n{\"id\":\"a\"}\n]\n", "", 0);
}

#[test]
fn invalid_stdin_line_is_named() {
    let hint = "  hint: each line is an ID, or an NDJSON record with `id` or `engagement_id`\n";
    for (text, line, why) in [
        ("a/b\n", 1, "an ID has letters, digits, `-` and `_` only"),
        ("\n../x\n", 2, "an ID has letters, digits, `-` and `_` only"),
        (
            "{\"id\":\"a b\"}\n",
            1,
            "an ID has letters, digits, `-` and `_` only",
        ),
        ("{\"name\":\"x\"}\n", 1, "the record has no `id`"),
        ("{\"id\":7}\n", 1, "the record has no `id`"),
    ] {
        let quoted = text.trim();
        let error = format!("error: invalid line {line} of stdin: `{quoted}`: {why}\n{hint}");
        MockApi::new()
            .run_on(text, SHOW)
            .assert_output("", &error, 2);
    }
    let run = MockApi::new().run_on("{\"id\":}\n", SHOW);
    let start = "error: invalid line 1 of stdin: `{\"id\":}`: not a record: ";
    run.assert_stderr_starts_with(start);
    run.assert_stdout("", 2);
}

#[test]
fn invalid_stdin_line_keeps_earlier_output() {
    let error = "error: invalid line 2 of stdin: `b/c`: an ID has letters, digits, `-` and `_` only; \
                stopped after `a`: later IDs were not processed\n  \
                hint: each line is an ID, or an NDJSON record with `id` or `engagement_id`\n";
    found(&["a"])
        .run_on("a\nb/c\nd\n", "show - -o json -j 1")
        .assert_output("[\n{\"id\":\"a\"}", error, 9);
}

#[test]
fn unreadable_stdin_is_reported() {
    let mock_api = MockApi::new();
    // `assert_cmd` always uses a pipe. A directory can be opened but not read.
    let directory = File::open(mock_api.home()).unwrap();
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("engagements"))
        .args(SHOW.split(' '))
        .env_clear()
        .env("ENGAGEMENTS_BASE_URL", mock_api.url())
        .env("ENGAGEMENTS_TOKEN", TOKEN)
        .stdin(Stdio::from(directory))
        .output()
        .unwrap();
    let error = "error: cannot read stdin: Is a directory (os error 21)\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), error);
    assert_eq!((output.stdout, output.status.code()), (Vec::new(), Some(1)));
}

#[test]
fn non_utf8_stdin_is_usage_error() {
    let mock_api = MockApi::new();
    let run = Run::of(mock_api.command(SHOW).write_stdin(&b"\xff\xfe\n"[..]));
    run.assert_stderr_starts_with("error: invalid line 1 of stdin: ");
    run.assert_stdout("", 2);
}

/// Expects a request for the list whose query ends with `rest`; the page has these IDs.
fn listed(mock_api: MockApi, rest: &str, ids: &[&str], next: &str) -> MockApi {
    let until = "end_date=2025-12-31T23%3A59%3A59.999Z";
    let records = lines(ids).trim_end().replace('\n', ",");
    let body = format!(r#"{{"next_page":{next},"engagements":[{records}]}}"#);
    mock_api.get(&format!("/engagements?{FILTERS}&{until}{rest}"), 200, &body)
}

#[test]
fn show_all_fetches_every_listed_engagement() {
    let mock_api = listed(
        found(&["a", "b", "c"]),
        "&per_page=100",
        &["a", "b"],
        "\"?page=2\"",
    );
    let mock_api = listed(mock_api, "&per_page=100&page=2", &["b", "c"], "null");
    let line = "show --all --until 2025 -o ndjson";
    mock_api
        .run(line)
        .assert_output(&lines(&["a", "b", "c"]), "", 0);
}

#[test]
fn show_limit_stops_list() {
    let mock_api = listed(
        found(&["a", "b"]),
        "&order=asc&per_page=7",
        &["a", "b", "c"],
        "\"?page=2\"",
    );
    let line = "show --limit 2 --until 2025 --order asc --per-page 7 -o json";
    mock_api
        .run(line)
        .assert_output("[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n", "", 0);
}

#[test]
fn empty_query_exits_successfully() {
    let mock_api = listed(MockApi::new(), "&per_page=100", &[], "null");
    mock_api
        .run("transcript --all --until 2025 -o json")
        .assert_output("[]\n", "", 0);
}

#[test]
fn failed_page_leaves_array_open() {
    let mock_api = listed(found(&["a"]), "&per_page=100", &["a"], "\"?page=2\"");
    let path = "&end_date=2025-12-31T23%3A59%3A59.999Z&per_page=100&page=2";
    let mock_api = mock_api.get(&format!("/engagements?{FILTERS}{path}"), 500, "");
    let line = "show --all --until 2025 -o json --retries 0 -j 1";
    let run = mock_api.run(line);
    let error = "error: server error for page 2 of the engagements (500); stopped after `a`: \
                later IDs were not processed\n  request id: 6f1d\n  \
                hint: retry later; support needs the request ID\n";
    run.assert_output("[\n{\"id\":\"a\"}", error, 9);
}

#[test]
fn list_output_feeds_show_and_transcript() {
    let sandbox = SandboxServer::start("--engagements 40");
    let list = sandbox.run("list --limit 12 -o ndjson");
    let ids = sandbox.run("list --limit 12 -o id").stdout;
    let shown = sandbox.run_on(&list.stdout, "show - -o csv --fields id --no-header");
    shown.assert_output(&ids, "", 0);
    let messages = sandbox.run_on(&list.stdout, "transcript - -o ndjson");
    messages.assert_success();
    assert!(messages.stdout.lines().count() > 12);
    let again = sandbox.run_on(&messages.stdout, "transcript - -o ndjson");
    again.assert_output(&messages.stdout, "", 0);
}

#[test]
fn oversized_stdin_line_is_rejected() {
    let mock_api = MockApi::new();
    let endless = "a".repeat(65 << 20);
    let error = "error: invalid line 1 of stdin: it is longer than 64 MiB\n";
    mock_api.run_on(&endless, SHOW).assert_output("", error, 2);
}
