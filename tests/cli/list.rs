//! `engagements list`: what is printed of the service's answer.

use serde_json::Value;

use crate::harness::{MockApi, SELECTED, file};

const MORE: &str = "more engagements exist; use `--all` or `--limit N`\n";

/// The last page, with these records.
fn page(records: &str) -> String {
    format!(r#"{{"next_page": null, "engagements": [{records}]}}"#)
}

/// A service that is asked for one page and answers it with these records.
fn answering(records: &str) -> MockApi {
    MockApi::new().get(&format!("/engagements?{SELECTED}"), 200, &page(records))
}

fn sample() -> MockApi {
    let answer = file("answers/engagements.json");
    MockApi::new().get(&format!("/engagements?{SELECTED}"), 200, &answer)
}

#[test]
fn documented_list_is_printed_in_every_format() {
    for format in ["json", "ndjson", "csv"] {
        let expected = file(&format!("expected/engagements.{format}"));
        sample()
            .run(&["list", "-o", format])
            .assert_output(&expected, MORE, 0);
    }
    let ids = "52f8e590-72af-4f20-8428-dfaf95de889e\n\
               37e9f0f4-c62e-4103-8ff6-f4e8024a4204\n\
               98ad3576-849f-48e0-b456-a5bddfd83055\n";
    sample()
        .run(&["list", "-o", "id"])
        .assert_output(ids, MORE, 0);
}

#[test]
fn list_json_equals_documented_sample() {
    let run = sample().run(&["list", "-o", "json", "--quiet"]);
    let printed: Value = serde_json::from_str(&run.stdout).unwrap();
    let sample: Value = serde_json::from_str(&file("answers/engagements.json")).unwrap();
    assert_eq!(printed, sample["engagements"]);
    assert_eq!(run.stderr, "", "the hint is not for the quiet");
}

#[test]
fn empty_list_exits_successfully() {
    let header = file("expected/engagements.csv");
    let header = header.split_inclusive('\n').next().unwrap();
    for (format, expected) in [
        ("json", "[]\n"),
        ("ndjson", ""),
        ("csv", header),
        ("id", ""),
    ] {
        answering("")
            .run(&["list", "-o", format])
            .assert_output(expected, "", 0);
    }
    answering("")
        .run(&["list", "-o", "csv", "--no-header"])
        .assert_output("", "", 0);
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
    answering(record)
        .run(&["list", "-o", "ndjson"])
        .assert_output(expected, "", 0);
    let array = format!("[\n{expected}]\n");
    answering(record)
        .run(&["list", "-o", "json"])
        .assert_output(&array, "", 0);
}

#[test]
fn terminal_controls_are_escaped_in_json_only() {
    let record =
        "{\"id\": \"a\", \"visitor_name\": \"x\u{9b}2J\u{7f}\u{202e}y\u{2066}\\n\\u001b\"}";
    let fields = ["--fields", "visitor_name", "-o"];
    let json = "{\"visitor_name\":\"x\\u009b2J\\u007f\\u202ey\\u2066\\n\\u001b\"}\n";
    let csv = "visitor_name\n\"x\u{9b}2J\u{7f}\u{202e}y\u{2066}\n\u{1b}\"\n";
    for (format, expected) in [("ndjson", json), ("csv", csv)] {
        let words = [&["list"], &fields[..], &[format]].concat();
        answering(record).run(&words).assert_output(expected, "", 0);
    }
}

const RICH: &str = r#"{"id": "a", "duration": 61, "visitor_name": null, "video_used": true,
    "operators": [{"href": "https://x/operators/o8"}, {"href": "https://x/operators/o9"}],
    "queues": [{"id": "q", "name": "Q, 1"}]}"#;

#[test]
fn list_fields_select_and_order_columns() {
    for (format, fields, expected) in [
        ("ndjson", "duration,id", "{\"duration\":61,\"id\":\"a\"}\n"),
        ("json", "id", "[\n{\"id\":\"a\"}\n]\n"),
        (
            "ndjson",
            "visitor_name,audio_used",
            "{\"visitor_name\":null}\n",
        ),
        (
            "ndjson",
            "operator_ids,media",
            "{\"operator_ids\":[\"o8\",\"o9\"],\"media\":[\"video\"]}\n",
        ),
        ("csv", "duration,id", "duration,id\n61,a\n"),
        (
            "csv",
            "visitor_name,audio_used,id",
            "visitor_name,audio_used,id\n,,a\n",
        ),
        (
            "csv",
            "operator_ids,media",
            "operator_ids,media\no8;o9,video\n",
        ),
        (
            "csv",
            "queues",
            "queues\n\"[{\"\"id\"\":\"\"q\"\",\"\"name\"\":\"\"Q, 1\"\"}]\"\n",
        ),
        ("csv", " id , duration ", "id,duration\na,61\n"),
    ] {
        let words = ["list", "-o", format, "--fields", fields];
        answering(RICH).run(&words).assert_output(expected, "", 0);
    }
}

#[test]
fn list_fields_extend_defaults() {
    let words = ["list", "-o", "ndjson", "--fields", "+operator_ids,+queues"];
    let run = answering(RICH).run(&words);
    let mut expected: Value = serde_json::from_str(RICH).unwrap();
    expected["operator_ids"] = serde_json::json!(["o8", "o9"]);
    assert_eq!(run.stdout, format!("{expected}\n"));
    let run = answering(RICH).run(&["list", "-o", "csv", "--fields", "+platform,+id"]);
    let default = file("expected/engagements.csv");
    let header = default.lines().next().unwrap();
    assert_eq!(
        run.stdout.lines().next(),
        Some(&*format!("{header},platform"))
    );
    let run = answering(RICH).run(&["list", "-o", "csv", "--fields", "+media", "--no-header"]);
    let row = "a,,,61,,,,true,,,,,,,,o8;o9,https://x/operators/o8;https://x/operators/o9,video\n";
    run.assert_output(row, "", 0);
}

#[test]
fn output_option_overrides_variable() {
    let mock_api = || answering(r#"{"id":"a"}"#).variable("ENGAGEMENTS_OUTPUT", "id");
    mock_api().run(&["list"]).assert_output("a\n", "", 0);
    mock_api()
        .run(&["list", "-o", "ndjson"])
        .assert_output("{\"id\":\"a\"}\n", "", 0);
}

#[test]
fn id_format_rejects_record_without_id() {
    let record = r#"{"visitor_name": "x"}"#;
    answering(record)
        .run(&["list", "-o", "ndjson"])
        .assert_output("{\"visitor_name\":\"x\"}\n", "", 0);
    let words = "error: the API returned an engagement without a usable ID\n  \
                 hint: `-o ndjson` prints it as it is\n";
    answering(record)
        .run(&["list", "-o", "id"])
        .assert_output("", words, 8);
}
