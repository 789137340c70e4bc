//! Every document of the JSON suite as a response and within one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::documents::{Document, Kind, ids, record, service, spelling};
use crate::bulk_helpers::with_ids;
use crate::harness::Run;
use crate::raw_server::{RawServer, Response, page};
use crate::readme::counted;

/// The commands that request one engagement each.
const CALLS: [&str; 3] = ["show", "transcript", "export"];

/// Starts an API whose responses, or the records in them, are these documents.
fn api_with(documents: &[Document], within: bool) -> RawServer {
    service(documents, move |id, document, request| {
        let transcript = request.target().contains("/chat_transcript");
        match (within, transcript) {
            (false, _) => document.body.clone(),
            (true, false) => record(id, document),
            (true, true) => [&b"["[..], &record(id, document), b"]"].concat(),
        }
    })
}

/// Returns the IDs in NDJSON output.
fn delivered(run: &Run) -> BTreeSet<String> {
    let id = |line: &str| {
        let found = line.split('"').nth(3);
        found.unwrap_or_else(|| panic!("{line}")).to_owned()
    };
    run.stdout.lines().map(id).collect()
}

#[test]
fn invalid_json_response_is_rejected() {
    let documents = Kind::Invalid.documents();
    let ids = ids(&documents);
    let mut cases = 0;
    for call in CALLS {
        for within in [false, true] {
            let raw = api_with(&documents, within);
            let run = raw.run(&with_ids(&format!("{call} -o ndjson"), &ids));
            let code = if call == "export" { 10 } else { 8 };
            assert_eq!(run.code, Some(code), "{call}: {run:?}");
            let refused = run
                .stderr
                .lines()
                .filter(|line| line.starts_with("error: "));
            let results = run.stdout.lines().filter(|line| {
                line.contains(r#""status":"unknown""#) && line.contains(r#""http_status":200"#)
            });
            match call {
                "export" => assert_eq!(results.count(), ids.len(), "{run:?}"),
                _ => assert_eq!(run.stdout, "", "{call}"),
            }
            // One error per ID, and one with the number of failures.
            assert_eq!(refused.count(), ids.len() + 1, "{call}: {run:?}");
            for id in &ids {
                run.assert_stderr_contains(&format!("engagement `{id}`"));
            }
            cases += ids.len();
        }
    }
    counted("a response or its record is not JSON", cases);
}

#[test]
fn invalid_json_page_leaves_array_open() {
    let documents = Kind::Invalid.documents();
    let raw = service(&documents, |id, document, request| {
        if request.page() == 1 {
            return page(&["first"], r#""next_page":"?page=2""#).into_bytes();
        }
        let record = record(id, document);
        [&br#"{"next_page":null,"engagements":["#[..], &record, b"]}"].concat()
    });
    let mut cases = 0;
    for (id, document) in ids(&documents).iter().zip(&documents) {
        let run = raw.run(&format!("list --all -o json --site-id {id}"));
        let first = "[\n{\"id\":\"first\",\"created_at\":\"2016-07-06T11:23:54.508Z\"}";
        assert_eq!(
            (run.stdout.as_str(), run.code),
            (first, Some(9)),
            "{}: {run:?}",
            document.name
        );
        let error = "error: unexpected response for page 2 of the engagements: ";
        assert!(run.stderr.starts_with(error), "{}: {run:?}", document.name);
        cases += 1;
    }
    counted("the second page is not JSON", cases);
}

#[test]
fn invalid_json_on_stdin_is_rejected() {
    let raw = RawServer::start(|request| -> Response { panic!("unexpected request: {request:?}") });
    let mut cases = 0;
    for document in Kind::Invalid.documents() {
        // A document with a line break is two lines of input.
        if document.body.contains(&b'\n') {
            continue;
        }
        let mut command = assert_cmd::Command::from_std(raw.command("show -"));
        let run = Run::of(command.write_stdin(record("first", &document)));
        let name = document.name;
        assert_eq!(
            (run.stdout.as_str(), run.code),
            ("", Some(2)),
            "{name}: {run:?}"
        );
        cases += 1;
    }
    assert!(raw.requests().is_empty());
    counted("a line of stdin is not JSON", cases);
}

/// Runs `list`, `show` and `transcript` with these documents in the records.
fn records(documents: &[Document]) -> [(&'static str, Run); 3] {
    let ids = ids(documents);
    let raw = api_with(documents, true);
    let [show, transcript] =
        ["show", "transcript"].map(|call| raw.run(&with_ids(&format!("{call} -o ndjson"), &ids)));
    let list = service(documents, |id, document, _| {
        let record = record(id, document);
        [&br#"{"next_page":null,"engagements":["#[..], &record, b"]}"].concat()
    });
    let lists = ids
        .iter()
        .map(|id| list.run(&format!("list -o ndjson --site-id {id}")));
    let all = lists.reduce(|mut all, run| {
        all.stdout += &run.stdout;
        all.stderr += &run.stderr;
        all.code = all.code.max(run.code);
        all
    });
    let all = all.expect("a document");
    [("list", all), ("show", show), ("transcript", transcript)]
}

#[test]
fn valid_json_is_printed_unchanged() {
    let documents = Kind::Valid.documents();
    let mut cases = 0;
    for (call, run) in records(&documents) {
        run.assert_success();
        assert_eq!(run.stdout.lines().count(), documents.len(), "{call}");
        for ((id, document), line) in ids(&documents)
            .iter()
            .zip(&documents)
            .zip(run.stdout.lines())
        {
            let own = if call == "transcript" {
                format!(r#""engagement_id":"{id}","#)
            } else {
                String::new()
            };
            let sent = String::from_utf8(record(id, document)).unwrap();
            let sent = spelling(&sent.replacen('{', &format!("{{{own}"), 1));
            assert_eq!(spelling(line), sent, "{call} of {}", document.name);
            let value: Value = serde_json::from_str(line).unwrap();
            let body: Value = serde_json::from_slice(&document.body).unwrap();
            assert_eq!(value["x"], body, "{call} of {}", document.name);
            cases += 1;
        }
    }
    counted("a record contains arbitrary JSON", cases);
}

#[test]
fn valid_json_without_record_is_rejected() {
    let documents = Kind::Valid.documents();
    let ids = ids(&documents);
    let raw = api_with(&documents, false);
    for (call, accepted, code) in [("show", 0, 8), ("transcript", 2, 9)] {
        let run = raw.run(&with_ids(&format!("{call} -o json"), &ids));
        let text = spelling(&run.stdout);
        let mut count = 0;
        for (id, document) in ids.iter().zip(&documents) {
            let body = spelling(std::str::from_utf8(&document.body).unwrap());
            let refused = [
                format!("unexpected response for engagement `{id}`: "),
                format!("unexpected response for the transcript of engagement `{id}`: "),
            ];
            let refused = refused.iter().any(|words| run.stderr.contains(words));
            let value: Value = serde_json::from_slice(&document.body).unwrap();
            let is_one = match call {
                "show" => value["id"] == id.as_str(),
                _ => value
                    .as_array()
                    .is_some_and(|entries| entries.iter().all(Value::is_object)),
            };
            assert_eq!(refused, !is_one, "{}", document.name);
            let expected = match call {
                "show" => body,
                _ => format!(r#"{{"engagement_id":"{id}","messages":{body}}}"#),
            };
            assert!(refused || text.contains(&expected), "{expected} in {text}");
            count += usize::from(!refused);
        }
        assert_eq!((count, run.code), (accepted, Some(code)), "{call}");
        assert!(!text.ends_with("]]"), "the array stays open");
    }
}

#[test]
fn ambiguous_json_is_handled_consistently() {
    let documents = Kind::Open.documents();
    let [(_, list), others @ ..] = records(&documents);
    assert_eq!(list.code, Some(8));
    let taken = delivered(&list);
    assert_eq!((taken.len(), documents.len()), (20, 35));
    for (call, run) in others {
        assert_eq!(
            (delivered(&run), run.code),
            (taken.clone(), Some(9)),
            "{call}"
        );
    }
    let raw = api_with(&documents, true);
    for format in ["table", "csv", "json"] {
        let run = raw.run(&with_ids(&format!("show -o {format}"), &ids(&documents)));
        let left = run
            .stderr
            .matches("error: unexpected response for engagement `");
        assert_eq!((left.count(), run.code), (15, Some(9)), "{format}: {run:?}");
    }
    // Accepted documents keep digits and lone surrogates.
    for ((id, document), line) in ids(&documents)
        .iter()
        .zip(&documents)
        .filter(|(id, _)| taken.contains(*id))
        .zip(list.stdout.lines())
    {
        let sent = String::from_utf8(record(id, document)).unwrap();
        assert_eq!(spelling(line), spelling(&sent), "{}", document.name);
    }
}
