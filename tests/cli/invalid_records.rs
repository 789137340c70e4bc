//! Responses with entries that are not objects, without IDs, or nested too deeply.

use crate::harness::{FORMATS, Run};
use crate::raw_server::{RawServer, Response};

/// Runs the tool against an API whose every response has this body.
#[track_caller]
fn run(body: &str, line: &str) -> Run {
    let body = body.to_owned();
    let raw = RawServer::start(move |_| Response::new(200, "", &body));
    let run = raw.run(line);
    assert_eq!(raw.requests().len(), 1, "{run:?}");
    run
}

/// Builds a page with these entries and a link to the next page.
fn page(entries: &str) -> String {
    format!(r#"{{"engagements":[{entries}],"next_page":"/engagements?page=2"}}"#)
}

#[test]
fn page_without_records_fails() {
    for entry in ["1", "null", "[]", "\"a\"", "true"] {
        for format in FORMATS {
            let run = run(&page(entry), &format!("list --all -o {format}"));
            run.assert_stdout("", 8);
            let expected = "error: unexpected response for the list of engagements: 1 entry is not a JSON object";
            run.assert_stderr_starts_with(expected);
        }
    }
}

#[test]
fn list_skips_invalid_entries() {
    let entries = r#"{"id":"a"},1,{"id":"b"},null"#;
    for paging in ["", "--all", "--limit 2", "--limit 9"] {
        let run = run(&page(entries), &format!("list -o ndjson {paging}"));
        run.assert_stdout("{\"id\":\"a\"}\n{\"id\":\"b\"}\n", 9);
        run.assert_stderr_contains("2 entries are not JSON objects");
    }
    let run = run(&page(entries), "list --all -o json");
    run.assert_stdout("[\n{\"id\":\"a\"},\n{\"id\":\"b\"}", 9);
}

#[test]
fn record_without_id_is_printed() {
    let body = r#"{"engagements":[{"id":null,"duration":7},{}]}"#;
    let expected = "{\"id\":null,\"duration\":7}\n{}\n";
    run(body, "list --all -o ndjson").assert_output(expected, "", 0);
    for line in [
        "list -o id",
        "transcript --all",
        "show --all",
        "export --all --yes",
    ] {
        let run = run(body, line);
        run.assert_stdout("", 8);
        run.assert_stderr_contains("without a usable ID");
    }
}

#[test]
fn transcript_of_invalid_messages_fails() {
    for format in FORMATS {
        let run = run("[1, 2]", &format!("transcript a -o {format}"));
        run.assert_stdout("", 8);
        let expected = "error: unexpected response for the transcript of engagement `a`: \
                        2 entries are not JSON objects\n";
        assert_eq!(run.stderr, expected);
    }
}

#[test]
fn invalid_message_keeps_other_messages() {
    let body = r#"[{"message":"hi"}, 2]"#;
    let expected = "{\"engagement_id\":\"a\",\"message\":\"hi\"}\n";
    run(body, "transcript a -o ndjson").assert_stdout(expected, 9);
}

#[test]
fn invalid_transcript_keeps_other_transcripts() {
    let raw = RawServer::start(|request| {
        let body = if request.target().contains("/a/") {
            r#"[{"message":"hi"}, 2]"#
        } else {
            r#"[{"message":"ho"}]"#
        };
        Response::new(200, "", body)
    });
    let run = raw.run("transcript a b -o ndjson");
    run.assert_stdout("{\"engagement_id\":\"b\",\"message\":\"ho\"}\n", 9);
    // An incomplete transcript is not written to a file.
    let run = raw.run("transcript a b --output-dir t -o csv");
    run.assert_stdout("", 9);
    assert!(!raw.home().join("t/a.csv").exists());
    assert!(raw.home().join("t/b.csv").exists());
}

/// Builds arrays nested in each other.
fn nested(levels: usize) -> String {
    format!("{}{}", "[".repeat(levels), "]".repeat(levels))
}

#[test]
fn record_with_deep_nesting_is_rejected() {
    // 62 KB once overflowed the stack, and 16 MB took minutes.
    for levels in [500, 31_000, 8_000_000] {
        let record = format!(r#"{{"id":"a","queues":{}}}"#, nested(levels));
        let formats = if levels < 1_000_000 {
            &FORMATS[..]
        } else {
            &["csv"]
        };
        for format in formats {
            for (body, command) in [
                (page(&record), "list --fields queues"),
                (record.clone(), "show a --fields queues"),
                (format!("[{record}]"), "transcript a"),
            ] {
                let run = run(&body, &format!("{command} -o {format}"));
                run.assert_stdout("", 8);
                run.assert_stderr_contains("more than 500 levels");
            }
        }
    }
}

#[test]
fn allowed_nesting_and_size_are_printed() {
    let flat = format!("[{}[]]", "[],".repeat(300_000));
    for queues in [nested(497), flat] {
        let record = format!(r#"{{"id":"a","queues":{queues}}}"#);
        let body = format!("{{\"engagements\":[{record}]}}");
        run(&body, "list -o ndjson").assert_output(&format!("{record}\n"), "", 0);
        let quoted = if queues.contains(',') {
            format!("\"{queues}\"\n")
        } else {
            format!("{queues}\n")
        };
        run(&body, "list -o csv --fields queues --no-header").assert_output(&quoted, "", 0);
    }
}

#[test]
fn unusable_id_keeps_other_ids() {
    let body = r#"{"engagements":[{"id":"a"},{"id":"x\ny"},{},{"id":"b"}]}"#;
    for paging in ["", "--all", "--limit 4"] {
        let run = run(body, &format!("list -o id --receipt r {paging}"));
        run.assert_stdout("a\nb\n", 9);
        run.assert_stderr_contains("without a usable");
    }
}
