//! `transcript --metrics`: one row per engagement.

use crate::harness::{MockApi, SandboxServer};

/// Messages out of order: a greeting before the question, a suggestion, which only the operator saw,
/// two operators, a sender of another type and a message without a time.
const MESSAGES: &str = r#"[
    {"created_at": "2016-07-06T11:00:12.250Z", "sender": {"type": "operator", "name": "Ann"}},
    {"created_at": "2016-07-06T10:59:58.000Z", "sender": {"type": "operator", "name": "Bob"}},
    {"created_at": "2016-07-06T10:59:59.000Z", "sender": {"type": "system", "name": "system"}},
    {"created_at": "2016-07-06T11:00:00.000Z", "sender": {"type": "visitor", "name": "Visitor #8"}},
    {"created_at": "2016-07-06T11:00:05.000Z", "type": "suggestion",
     "sender": {"type": "operator", "name": "Assistant"}},
    {"created_at": "2016-07-06T11:01:00.000Z", "sender": {"type": "omniguide", "name": "Bot"}},
    {"created_at": "2016-07-06T11:00:30.000Z", "sender": {"type": "visitor", "name": null}},
    {"sender": {"type": "operator", "name": "Ann"}}]"#;

const CSV: &str = "engagement_id,first_message_at,last_message_at,first_visitor_message_at,\
                   first_operator_message_at,first_response_seconds,visitor_messages,\
                   operator_messages,system_messages,operator_names\n\
                   a,2016-07-06T10:59:58.000Z,2016-07-06T11:01:00.000Z,2016-07-06T11:00:00.000Z,\
                   2016-07-06T10:59:58.000Z,12.25,2,3,1,Ann;Bob\n";

const EMPTY: &str = r#"{"engagement_id":"b","first_message_at":null,"last_message_at":null,"first_visitor_message_at":null,"first_operator_message_at":null,"first_response_seconds":null,"visitor_messages":0,"operator_messages":0,"system_messages":0,"operator_names":[]}"#;

/// Expects the transcript of `a`, with messages of all kinds.
fn transcript_of_a() -> MockApi {
    MockApi::new().transcript("a", MESSAGES)
}

#[test]
fn metrics_count_messages_and_response_time() {
    transcript_of_a()
        .run("transcript a --metrics -o csv")
        .assert_output(CSV, "", 0);
    let fields = "operator_names,first_response_seconds";
    let json = "{\"operator_names\":[\"Ann\",\"Bob\"],\"first_response_seconds\":12.25}\n";
    for format in ["json", "ndjson"] {
        transcript_of_a()
            .run(&format!(
                "transcript a --metrics -o {format} --fields {fields}"
            ))
            .assert_output(json, "", 0);
    }
    let table = transcript_of_a().run("transcript a --metrics").stdout;
    let row = table.lines().nth(1).unwrap_or_default();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(
        cells,
        [
            "a",
            "2016-07-06",
            "10:59:58",
            "12.25",
            "2",
            "3",
            "Ann,",
            "Bob"
        ]
    );
}

#[test]
fn metrics_of_empty_transcript_are_a_row() {
    let both = || transcript_of_a().transcript("b", "[]");
    let run = both().run("transcript a b --metrics -o ndjson");
    assert_eq!(
        (run.stdout.lines().last(), run.code),
        (Some(EMPTY), Some(0))
    );
    let only = MockApi::new().transcript("b", "[]");
    let run = only.run("transcript b --metrics -o json");
    run.assert_output(&format!("{EMPTY}\n"), "", 0);
    let run = both().run("transcript b a --metrics -o json");
    assert!(
        run.stdout.starts_with(&format!("[\n{EMPTY},\n{{")),
        "{run:?}"
    );
}

#[test]
fn metrics_of_unanswered_question_have_no_response() {
    let question = r#"[{"created_at": "2016-07-06T11:00:00Z", "sender": {"type": "visitor"}}]"#;
    let answer = r#"[{"created_at": "2016-07-06T11:00:00Z", "sender": {"type": "visitor"}},
                    {"created_at": "2016-07-06T11:01:05Z", "sender": {"type": "operator"}}]"#;
    for (messages, expected) in [(question, "null"), (answer, "65")] {
        let run = MockApi::new()
            .transcript("a", messages)
            .run("transcript a --metrics -o ndjson --fields first_response_seconds");
        run.assert_output(
            &format!("{{\"first_response_seconds\":{expected}}}\n"),
            "",
            0,
        );
    }
}

#[test]
fn metrics_of_invalid_transcript_fail() {
    let mock_api = MockApi::new().transcript("a", r#"[{"message": "hi"}, 7]"#);
    let run = mock_api.run("transcript a --metrics -o csv");
    run.assert_stdout("", 8);
}

#[test]
fn metrics_continue_with_state() {
    let sandbox = SandboxServer::start("--engagements 40");
    let line = "transcript --all --since 2015 --state state -o csv";
    let metrics = format!("{line} --metrics");
    let first = sandbox.run(&metrics);
    let ids = sandbox.run("list --all -o id").stdout;
    first.assert_line_count(ids.lines().count() + 1, 0);
    let second = sandbox.run(&metrics);
    second.assert_line_count(1, 0);
    // The state of metrics has delivered no messages.
    let messages = sandbox.run(line);
    assert_eq!(messages.code, Some(2), "{messages:?}");
    let piped = sandbox.run_on(&ids, "transcript - --metrics -o csv");
    assert_eq!(piped.stdout, first.stdout);
}

#[test]
fn metrics_exclude_output_dir() {
    let run = MockApi::new().run("transcript a --metrics --output-dir d");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(
        run.stderr.contains("--metrics") && run.stderr.contains("--output-dir"),
        "{run:?}"
    );
}
