//! Untrusted text: visible escapes in tables and errors, unchanged in data formats.

pub(crate) mod fixture;

use serde_json::{Map, Value, json};

use crate::harness::{FILTERS, MockApi};
use crate::pty;
use fixture::{
    COMMANDS, HIDDEN, SPELLINGS, assert_sanitized, engagements, messages, parsed, piped, refusal,
    service,
};

#[test]
fn fixtures_cover_untrusted_character_classes() {
    let names: String = engagements()
        .iter()
        .filter_map(|engagement| engagement["visitor_name"].as_str())
        .collect();
    let texts: String = messages()
        .iter()
        .filter_map(|message| message["message"].as_str())
        .collect();
    let controls = ('\0'..='\u{9f}').filter(|character| character.is_control());
    let edges = HIDDEN
        .iter()
        .flat_map(|range| [*range.start(), *range.end()]);
    for character in controls.chain(edges.filter_map(char::from_u32)) {
        assert!(names.contains(character), "{character:?}");
        assert!(texts.contains(character), "{character:?}");
    }
}

#[test]
fn terminal_output_is_sanitized_in_every_format() {
    for (command, formats) in COMMANDS {
        for format in formats {
            for spelling in SPELLINGS {
                let (mock_api, line) = service(command, spelling);
                let line = format!("{line} -o {format} --color never");
                let run = pty::run(&mock_api.command(&line), 80);
                let of = format!("{command} as {format}, {spelling:?}");
                assert!(!run.stdout.is_empty(), "{of}: {run:?}");
                assert_sanitized(&run.stdout, &of);
                assert_sanitized(&run.stderr, &of);
            }
        }
    }
}

#[test]
fn piped_output_is_sanitized_except_csv() {
    for (command, formats) in COMMANDS {
        for format in formats.iter().filter(|format| **format != "csv") {
            for spelling in SPELLINGS {
                let run = piped(command, spelling, &format!("-o {format}"));
                let of = format!("{command} as {format}, {spelling:?}");
                assert_sanitized(&run.stdout, &of);
                assert_sanitized(&run.stderr, &of);
            }
        }
    }
}

#[test]
fn json_output_keeps_untrusted_text() {
    for spelling in SPELLINGS {
        let json = |command| parsed(&piped(command, spelling, "-o json").stdout);
        assert_eq!(json("list"), Value::from(engagements()), "{spelling:?}");
        assert_eq!(json("show"), engagements()[0], "{spelling:?}");
        assert_eq!(json("transcript"), Value::from(messages()), "{spelling:?}");

        let lines = |command| -> Vec<Value> {
            let run = piped(command, spelling, "-o ndjson");
            run.stdout.lines().map(parsed).collect()
        };
        assert_eq!(lines("list"), engagements(), "{spelling:?}");
        assert_eq!(lines("show"), engagements()[..1], "{spelling:?}");
        let of_e1 = |message: Value| {
            let mut own = Map::from_iter([("engagement_id".to_owned(), json!("e1"))]);
            own.extend(message.as_object().cloned().unwrap_or_default());
            Value::from(own)
        };
        let messages: Vec<Value> = messages().into_iter().map(of_e1).collect();
        assert_eq!(lines("transcript"), messages, "{spelling:?}");
    }
}

#[test]
fn csv_output_keeps_untrusted_text() {
    for spelling in SPELLINGS {
        for command in ["list", "show"] {
            let run = piped(command, spelling, "-o csv --fields +platform,+queues");
            let records = engagements();
            let records = if command == "list" {
                &records[..]
            } else {
                &records[..1]
            };
            assert_csv_equals(&run.stdout, records, |record, column| match column {
                "visitor_href" => record["visitor"]["href"].clone(),
                "operator_hrefs" => record["operators"][0]["href"].clone(),
                // The last segment of the link, which contains an encoded `/`.
                "operator_ids" => last_segment(&record["operators"][0]["href"]),
                column => record[column].clone(),
            });
        }
        let run = piped("transcript", spelling, "-o csv");
        assert_csv_equals(&run.stdout, &messages(), |message, column| match column {
            "engagement_id" => json!("e1"),
            "sender_type" => message["sender"]["type"].clone(),
            "sender_name" => message["sender"]["name"].clone(),
            "sender_id" => last_segment(&message["sender"]["href"]),
            column => message[column].clone(),
        });
    }
}

/// Returns the last path segment of a link.
fn last_segment(href: &Value) -> Value {
    let path = href.as_str().and_then(|href| href.split(['?', '#']).next());
    path.and_then(|path| path.rsplit('/').next())
        .map_or(Value::Null, Value::from)
}

/// Asserts that a CSV has the rows of these records; `value` returns the value of a column.
#[track_caller]
fn assert_csv_equals(csv: &str, records: &[Value], value: impl Fn(&Value, &str) -> Value) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers().cloned().unwrap_or_default();
    assert!(columns.len() > 5, "{csv}");
    let rows: Vec<csv::StringRecord> = reader
        .records()
        .map(|row| row.unwrap_or_else(|why| panic!("{why}: {csv}")))
        .collect();
    assert_eq!(rows.len(), records.len(), "{csv}");
    for (row, record) in rows.iter().zip(records) {
        for (cell, column) in row.iter().zip(&columns) {
            match value(record, column) {
                Value::Null => assert_eq!(cell, "", "{column}"),
                Value::String(text) => assert_eq!(cell, text, "{column}"),
                Value::Array(list) if list.iter().any(Value::is_object) => {
                    assert_eq!(parsed(cell), Value::from(list), "{column}");
                }
                Value::Array(list) => {
                    let list: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
                    assert_eq!(cell, list.join(";"), "{column}");
                }
                bare => assert_eq!(cell, bare.to_string(), "{column}"),
            }
        }
    }
}

#[test]
fn errors_and_traces_are_sanitized() {
    for options in ["-vv", "--error-format json"] {
        let mock_api = || MockApi::new().get("/engagements/e1", 422, &refusal());
        let line = format!("show e1 --color never {options}");
        let piped = mock_api().run(&line);
        assert_eq!(
            (piped.code, piped.stdout.as_str()),
            (Some(8), ""),
            "{piped:?}"
        );
        piped.assert_stderr_contains("red");
        assert_sanitized(&piped.stderr, "stderr in a pipe");
        let mock_api = mock_api();
        assert_sanitized(
            &pty::run(&mock_api.command(&line), 80).stderr,
            "stderr on a terminal",
        );
    }
}

#[test]
fn json_error_keeps_api_message() {
    let mock_api = MockApi::new().get(
        "/engagements/e1",
        422,
        r#"{"error": "a\u001b[31m\u202e\u007f"}"#,
    );
    let run = mock_api.run("show e1 --error-format json");
    let message =
        "the API rejected the request for engagement `e1` (422): a\u{1b}[31m\u{202e}\u{7f}";
    assert_eq!(parsed(&run.stderr)["message"], message, "{run:?}");
    assert_sanitized(&run.stderr, "the error");
}

#[test]
fn invalid_page_link_is_sanitized_in_error() {
    let name = engagements()[0]["visitor_name"].take();
    for link in [name, json!("\u{1b}[2J\u{202e}:?")] {
        let page = json!({"next_page": link, "engagements": [{"id": "e1"}]});
        let path =
            format!("/engagements?{FILTERS}&end_date=2016-07-07T23%3A59%3A59.999Z&per_page=100");
        let mock_api = MockApi::new().get(&path, 200, &page.to_string());
        let run = mock_api.run("list --all --until 2016-07-07 -o ndjson");
        run.assert_stdout("{\"id\":\"e1\"}\n", 9);
        assert_sanitized(&run.stderr, "stderr");
    }
}

#[test]
fn untrusted_engagement_id_is_sanitized() {
    let id = "e\u{1b}[31m\n\u{202e}1";
    let list = json!({"engagements": [{"id": id}]}).to_string();
    let mock_api = || MockApi::new().list(&list);

    let table = mock_api().run("list --fields id");
    table.assert_output("ID\ne^[[31m⏎<U+202E>1\n", "", 0);
    let run = mock_api().run("list -o id");
    run.assert_stdout("", 8);
    assert_sanitized(&run.stderr, "stderr");
}

#[test]
fn ci_commands_are_escaped_in_text_formats() {
    let commands = [
        "::set-output name=a::b",
        "##vso[task.x]y",
        " \t##[group]",
        "\u{3000}::debug::",
    ];
    let records: Vec<Value> = commands
        .iter()
        .map(|text| json!({"id": "", "engagement_type": text, "visitor_name": text}))
        .collect();
    let list = json!({"engagements": records}).to_string();
    let messages: Vec<Value> = commands
        .iter()
        .map(|text| json!({"message": format!("a b c d e f {text}"), "sender": {"name": text}}))
        .collect();
    let messages = Value::from(messages).to_string();
    let list = || MockApi::new().list(&list);
    let shown = records[0].to_string().replace(r#""id":"""#, r#""id":"e1""#);
    let show = || MockApi::new().get("/engagements/e1", 200, &shown);
    let transcript = || MockApi::new().transcript("e1", &messages);
    let table = "list --fields id,visitor_name,engagement_type --no-header";
    let csv = format!("{table} -o csv");
    let screens = [30, 60, 200].into_iter().flat_map(|columns| {
        let seen =
            |mock_api: MockApi, line: &str| pty::run(&mock_api.command(line), columns).stdout;
        [
            seen(list(), table),
            seen(list(), &csv),
            seen(show(), "show e1"),
            seen(transcript(), "transcript e1"),
        ]
    });
    let pipes = [
        list().run(table).stdout,
        show().run("show e1").stdout,
        transcript().run("transcript e1").stdout,
    ];
    for text in screens.chain(pipes) {
        assert!(text.contains("task.x") || text.contains("U+003A"), "{text}");
        for line in text.lines() {
            let is_command = line.trim_start().starts_with("::")
                || ["##[", "##vso["]
                    .iter()
                    .any(|command| line.contains(command));
            assert!(!is_command, "{text}");
        }
    }
}

#[test]
fn lone_surrogate_keeps_page() {
    let record = r#"{"id":"e1","visitor_name":"x\ud800y"}"#;
    let list = format!(r#"{{"engagements":[{record},{{"id":"e2","visitor_name":7}}]}}"#);
    let mock_api = || MockApi::new().list(&list);

    let expected = format!("{record}\n{{\"id\":\"e2\",\"visitor_name\":7}}\n");
    mock_api()
        .run("list -o ndjson")
        .assert_output(&expected, "", 0);
    for (format, heading) in [("csv", "id,visitor_name"), ("table", "ID  VISITOR_NAME")] {
        let run = mock_api().run(&format!("list --fields id,visitor_name -o {format}"));
        let lines: Vec<&str> = run.stdout.lines().collect();
        assert_eq!(
            (lines.len(), lines[0], run.code),
            (3, heading, Some(0)),
            "{run:?}"
        );
        assert!(
            lines[1].contains("x\u{fffd}") && lines[2].ends_with('7'),
            "{run:?}"
        );
    }
}
