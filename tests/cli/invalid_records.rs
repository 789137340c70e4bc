//! Responses with entries that are not objects, without IDs, or nested too deeply.

use crate::harness::Run;
use crate::raw_server::{RawServer, Response};

/// Runs the tool against an API whose every response has this body.
fn run(body: &str, words: &[&str]) -> Run {
    let body = body.to_owned();
    let raw = RawServer::start(move |_| Response::new(200, "", &body));
    let run = raw.run(words);
    let wanted = words
        .iter()
        .filter(|word| ["a", "b"].contains(word))
        .count();
    assert_eq!(raw.requests().len(), wanted.max(1), "{words:?}");
    run
}

fn page(entries: &str) -> String {
    format!(r#"{{"engagements":[{entries}],"next_page":"/engagements?page=2"}}"#)
}

const FORMATS: [&str; 4] = ["table", "json", "ndjson", "csv"];

#[test]
fn page_without_records_fails() {
    for entry in ["1", "null", "[]", "\"a\"", "true"] {
        for format in FORMATS {
            let run = run(&page(entry), &["list", "--all", "-o", format]);
            assert_eq!((&*run.stdout, run.code), ("", Some(8)), "{entry} {format}");
            let expected = "error: unexpected response for the list of engagements: 1 entry is not a JSON object";
            run.assert_stderr_starts_with(expected);
        }
    }
}

#[test]
fn list_skips_invalid_entries() {
    let entries = r#"{"id":"a"},1,{"id":"b"},null"#;
    for paging in [&[][..], &["--all"], &["--limit", "2"], &["--limit", "9"]] {
        let words = [&["list", "-o", "ndjson"][..], paging].concat();
        let run = run(&page(entries), &words);
        let expected = ("{\"id\":\"a\"}\n{\"id\":\"b\"}\n", Some(9));
        assert_eq!((&*run.stdout, run.code), expected, "{paging:?}");
        run.assert_stderr_contains("2 entries are not JSON objects");
    }
    let run = run(&page(entries), &["list", "--all", "-o", "json"]);
    let unclosed = "[\n{\"id\":\"a\"},\n{\"id\":\"b\"}";
    assert_eq!((&*run.stdout, run.code), (unclosed, Some(9)));
}

#[test]
fn record_without_id_is_printed() {
    let body = r#"{"engagements":[{"id":null,"duration":7},{}]}"#;
    run(body, &["list", "--all", "-o", "ndjson"]).assert_output(
        "{\"id\":null,\"duration\":7}\n{}\n",
        "",
        0,
    );
    for words in [
        &["list", "-o", "id"][..],
        &["transcript", "--all"],
        &["show", "--all"],
        &["export", "--all", "--yes"],
    ] {
        let run = run(body, words);
        assert_eq!((&*run.stdout, run.code), ("", Some(8)), "{words:?}");
        assert!(run.stderr.contains("without a usable ID"), "{words:?}");
    }
}

#[test]
fn transcript_of_invalid_messages_fails() {
    for format in FORMATS {
        let run = run("[1, 2]", &["transcript", "a", "-o", format]);
        assert_eq!((&*run.stdout, run.code), ("", Some(8)), "{format}");
        let expected = "error: unexpected response for the transcript of engagement `a`: \
                        2 entries are not JSON objects\n";
        assert_eq!(run.stderr, expected);
    }
}

#[test]
fn invalid_message_keeps_other_messages() {
    let body = r#"[{"message":"hi"}, 2]"#;
    let words = ["transcript", "a", "-o", "ndjson"];
    let run = run(body, &words);
    let expected = ("{\"engagement_id\":\"a\",\"message\":\"hi\"}\n", Some(9));
    assert_eq!((&*run.stdout, run.code), expected);
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
    let expected = ("{\"engagement_id\":\"b\",\"message\":\"ho\"}\n", Some(9));
    assert_eq!((&*run.stdout, run.code), expected);
    // An incomplete transcript is not written to a file.
    let run = raw.run("transcript a b --output-dir t -o csv");
    assert_eq!((&*run.stdout, run.code), ("", Some(9)));
    assert!(!raw.home().join("t/a.csv").exists());
    assert!(raw.home().join("t/b.csv").exists());
}

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
            for (body, words) in [
                (page(&record), &["list", "--fields", "queues"][..]),
                (record.clone(), &["show", "a", "--fields", "queues"]),
                (format!("[{record}]"), &["transcript", "a"]),
            ] {
                let run = run(&body, &[words, &["-o", format]].concat());
                assert_eq!(
                    (&*run.stdout, run.code),
                    ("", Some(8)),
                    "{levels} {words:?}"
                );
                run.assert_stderr_contains("more than 498 levels");
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
        run(&body, &["list", "-o", "ndjson"]).assert_output(&format!("{record}\n"), "", 0);
        let words = ["list", "-o", "csv", "--fields", "queues", "--no-header"];
        let quoted = if queues.contains(',') {
            format!("\"{queues}\"\n")
        } else {
            format!("{queues}\n")
        };
        run(&body, &words).assert_output(&quoted, "", 0);
    }
}

#[test]
fn unusable_id_keeps_other_ids() {
    let body = r#"{"engagements":[{"id":"a"},{"id":"x\ny"},{},{"id":"b"}]}"#;
    for paging in [&[][..], &["--all"], &["--limit", "4"]] {
        let run = run(
            body,
            &[&["list", "-o", "id", "--receipt", "r"], paging].concat(),
        );
        assert_eq!((&*run.stdout, run.code), ("a\nb\n", Some(9)), "{paging:?}");
        run.assert_stderr_contains("without a usable");
    }
}
