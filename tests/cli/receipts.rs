//! `--receipt`: counts, digest, and completeness.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::files::{BOTH_PAGES, expected, failing_service, service};
use crate::harness::{FILTERS, FORMATS, MockApi, file, names_in, read, read_json};
#[cfg(target_os = "linux")]
use crate::running::run_on_full_disk;

/// Returns the SHA-256 digest of a text in hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[test]
fn receipt_has_counts_and_checksum() {
    for format in FORMATS {
        for to_file in [false, true] {
            let mock_api = service();
            let file = if to_file { "-O out" } else { "" };
            let run = mock_api.run(&format!("list -o {format} --receipt proof {file}"));
            assert_eq!(run.code, Some(0), "{run:?}");
            let delivered = if to_file {
                read(mock_api.home().join("out"))
            } else {
                run.stdout
            };
            let proof = read_json(mock_api.home().join("proof"));
            assert_eq!(proof["bytes"], delivered.len());
            assert_eq!(proof["sha256"], sha256(&delivered));
            assert_eq!(proof["records"], 4);
            assert_eq!(proof["engagements"], 4);
            assert_eq!(proof["pages"], 1);
            assert_eq!(proof["complete"], true);
            assert_eq!(proof["first_id"], "52f8e590-72af-4f20-8428-dfaf95de889e");
            assert_eq!(proof["last_id"], "e4");
        }
    }
}

#[test]
fn receipt_of_failed_run_is_incomplete() {
    let mock_api = failing_service();
    let run = mock_api.run(&format!("{BOTH_PAGES} --receipt proof"));
    run.assert_stdout(&expected("csv"), 9);
    let proof = read_json(mock_api.home().join("proof"));
    assert_eq!(proof["bytes"], run.stdout.len());
    assert_eq!(proof["sha256"], sha256(&run.stdout));
    assert_eq!(proof["records"], 4);
    assert_eq!(proof["complete"], false);

    let mock_api = failing_service();
    let run = mock_api.run(&format!("{BOTH_PAGES} --receipt proof -O out"));
    assert_eq!(run.code, Some(5));
    let proof = read_json(mock_api.home().join("proof"));
    assert_eq!(proof["records"], 0);
    assert_eq!(proof["complete"], false);
    assert_eq!(proof["bytes"], Value::Null);
    assert_eq!(proof["sha256"], Value::Null);
    assert_eq!(names_in(&mock_api.home()), ["proof"]);
}

#[cfg(target_os = "linux")]
#[test]
fn receipt_of_full_disk_is_incomplete() {
    for format in FORMATS {
        for to_file in [false, true] {
            let mock_api = service();
            let file = if to_file { "-O /dev/full" } else { "" };
            let tool = mock_api.command(&format!("list -o {format} --receipt proof {file}"));
            assert_eq!(run_on_full_disk(&tool).code, Some(1), "{format}");
            let proof = read_json(mock_api.home().join("proof"));
            assert_eq!(proof["records"], 0, "{format}");
            assert_eq!(proof["complete"], false, "{format}");
        }
    }
}

#[test]
fn receipt_counts_records_without_id() {
    let page = r#"{"engagements":[{"id":null},{}]}"#;
    let mock_api = MockApi::new().list(page);
    let run = mock_api.run("list -o ndjson --receipt proof");
    assert_eq!(run.code, Some(0), "{run:?}");
    let proof = read_json(mock_api.home().join("proof"));
    assert_eq!(proof["records"], 2);
    assert_eq!(proof["first_id"], Value::Null);
    assert_eq!(proof["last_id"], Value::Null);
}

#[test]
fn receipt_ids_skip_records_without_id() {
    let path = format!("/engagements?{FILTERS}");
    let page = r#"{"engagements":[{},{"id":"a"},{"id":"b"},{"id":null}]}"#;
    let mock_api = MockApi::new().get(&path, 200, page);
    let run = mock_api.run("list -o ndjson --receipt proof");
    assert_eq!(run.code, Some(0), "{run:?}");
    let proof = read_json(mock_api.home().join("proof"));
    assert_eq!(proof["first_id"], "a");
    assert_eq!(proof["last_id"], "b");
}

#[test]
fn receipt_counts_messages_and_engagement() {
    let path = "/engagements/e1/chat_transcript";
    let mock_api = MockApi::new().get(path, 200, &file("responses/golden-transcript.json"));
    let run = mock_api.run("transcript e1 -o ndjson --receipt proof");
    assert_eq!(run.code, Some(0), "{run:?}");
    let proof = read_json(mock_api.home().join("proof"));
    assert_eq!(proof["records"], 4);
    assert_eq!(proof["engagements"], 1);
    assert_eq!(proof["pages"], Value::Null);
    assert_eq!(proof["site_ids"], Value::Null);
}

#[test]
fn receipt_has_pinned_window_end() {
    let mock_api = MockApi::new();
    let line = "--sandbox list -L 1 -o id --receipt";
    let run = mock_api.run(&format!("{line} proof -v"));
    assert_eq!(run.code, Some(0), "{run:?}");
    let proof = read_json(mock_api.home().join("proof"));
    let until = proof["until"].as_str().expect("a pinned end");
    let sent = format!("end_date={}&", until.replace(':', "%3A"));
    assert!(run.stderr.contains(&sent), "{until}: {}", run.stderr);
}

#[test]
fn receipt_of_query_counts_pages_and_duplicates() {
    let list = |query: &str| format!("/engagements?{FILTERS}&{query}");
    let first = r#"{"engagements":[{"id":"a"},{"id":"b"}],"next_page":"?page=2"}"#;
    let second = r#"{"engagements":[{"id":"b"}]}"#;
    let until = "--until 2016-07-06T12:00:00.000Z --per-page 2";
    let window = "end_date=2016-07-06T12%3A00%3A00.000Z&per_page=2";
    for command in ["show", "transcript", "export"] {
        let mut mock_api = MockApi::new().get(&list(window), 200, first).get(
            &list(&format!("{window}&page=2")),
            200,
            second,
        );
        for id in ["a", "b"] {
            let path = format!("/engagements/{id}");
            mock_api = match command {
                "show" => mock_api.get(&path, 200, &format!(r#"{{"id":"{id}"}}"#)),
                "transcript" => mock_api.get(&format!("{path}/chat_transcript"), 200, "[]"),
                _ => mock_api.post(&format!("{path}/export"), 200, r#"{"success":true}"#),
            };
        }
        let yes = if command == "export" { "--yes" } else { "" };
        let run = mock_api.run(&format!(
            "{command} --all -o ndjson --receipt proof {until} {yes}"
        ));
        assert_eq!(run.code, Some(0), "{run:?}");
        let proof = read_json(mock_api.home().join("proof"));
        let counts = ["pages", "engagements", "duplicates_removed"].map(|key| proof[key].as_u64());
        assert_eq!(counts, [Some(2), Some(2), Some(1)], "{command}");
    }
}
