//! `list`: output of the documented response.

use serde_json::Value;

use crate::harness::{FILTERS, MockApi, file};
use crate::raw_server::{RawServer, Response};

const MORE: &str = "more engagements exist; use `--all` or `--limit N`\n";

/// Builds the last page with these records.
fn page(records: &str) -> String {
    format!(r#"{{"next_page": null, "engagements": [{records}]}}"#)
}

/// Expects a request for one page and responds with these records.
fn listing(records: &str) -> MockApi {
    MockApi::new().list(&page(records))
}

/// Expects the list of the API documentation.
fn documented_list() -> MockApi {
    let response = file("responses/engagements.json");
    MockApi::new().list(&response)
}

#[test]
fn records_with_empty_id_are_all_printed() {
    let page = r#"{"engagements":[{"id":""},{"id":"","a":1}]}"#;
    let mock_api = MockApi::new().list(page);
    let lines = "{\"id\":\"\"}\n{\"id\":\"\",\"a\":1}\n";
    mock_api.run("list -o ndjson").assert_output(lines, "", 0);
}

#[test]
fn documented_list_is_printed_in_every_format() {
    for format in ["json", "ndjson", "csv"] {
        let expected = file(&format!("expected/engagements.{format}"));
        documented_list()
            .run(&format!("list -o {format}"))
            .assert_output(&expected, MORE, 0);
    }
    let ids = "52f8e590-72af-4f20-8428-dfaf95de889e\n\
               37e9f0f4-c62e-4103-8ff6-f4e8024a4204\n\
               98ad3576-849f-48e0-b456-a5bddfd83055\n";
    documented_list()
        .run("list -o id")
        .assert_output(ids, MORE, 0);
}

#[test]
fn documented_page_link_is_followed() {
    // The parameters of the link win over those of the tool.
    let path = format!("/engagements?{FILTERS}&end_date=2025-12-31T23%3A59%3A59.999Z");
    let first = file("responses/engagements.json").replace("page=22", "page=2");
    let run = MockApi::new()
        .get(&format!("{path}&per_page=100"), 200, &first)
        .get(
            &format!("{path}&page=2&per_page=3"),
            200,
            &page(r#"{"id": "z"}"#),
        )
        .run("list --all --until 2025 -o ndjson");
    let expected = file("expected/engagements.ndjson") + "{\"id\":\"z\"}\n";
    run.assert_output(&expected, "", 0);
}

#[test]
fn list_json_equals_documented_sample() {
    let run = documented_list().run("list -o json --quiet");
    let printed: Value = serde_json::from_str(&run.stdout).unwrap();
    let sample: Value = serde_json::from_str(&file("responses/engagements.json")).unwrap();
    assert_eq!(printed, sample["engagements"]);
    assert_eq!(run.stderr, "", "the hint is not for the quiet");
}

#[test]
fn record_json_is_kept_verbatim() {
    let record = r#"{ "id" : "a", "duration": 1.50, "visitor_name": null,
        "new": { "x": [ 1, -0.0, 1E+3 ] }, "big": 123456789012345678901234567890, "t": "a  b" }"#;
    let expected = concat!(
        r#"{"id":"a","duration":1.50,"visitor_name":null,"new":{"x":[1,-0.0,1E+3]},"#,
        r#""big":123456789012345678901234567890,"t":"a  b"}"#,
        "\n"
    );
    listing(record)
        .run("list -o ndjson")
        .assert_output(expected, "", 0);
    let array = format!("[\n{expected}]\n");
    listing(record)
        .run("list -o json")
        .assert_output(&array, "", 0);
}

#[test]
fn id_format_rejects_record_without_id() {
    let record = r#"{"visitor_name": "x"}"#;
    listing(record)
        .run("list -o ndjson")
        .assert_output("{\"visitor_name\":\"x\"}\n", "", 0);
    let line = "error: the API returned an engagement without a usable ID\n  \
                 hint: `-o ndjson` prints it as it is\n";
    listing(record).run("list -o id").assert_output("", line, 8);
}

#[test]
fn record_without_id_names_resume_option() {
    let raw = RawServer::start(|_| {
        let engagements = r#"[{"id": "e1", "created_at": "2016-07-06T11:57:47Z"}, {}]"#;
        let body = format!(r#"{{"engagements": {engagements}, "next_page": "?page=2"}}"#);
        Response::new(200, "", body)
    });
    let run = raw.run("list --all -o id");
    run.assert_stdout("e1\n", 9);
    run.assert_stderr_contains("hint: `-o ndjson` prints it as it is\n");
    run.assert_stderr_contains("hint: continue with --until 2016-07-06T11:57:47.000Z");
}
