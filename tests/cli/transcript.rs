//! `transcript`: messages in the data formats.

use serde_json::Value;

use crate::harness::{MockApi, Run, command, file};

const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

/// Expects the transcript of the API documentation.
fn documented_transcript() -> MockApi {
    MockApi::new().transcript(SAMPLE, &file("responses/transcript.json"))
}

/// Expects transcripts: one message for `a` and none for `b`.
fn two_transcripts() -> MockApi {
    let message = r#"[{"message": "hi", "sender": {"type": "system"}, "extra": 1.0}]"#;
    MockApi::new()
        .transcript("a", message)
        .transcript("b", "[]")
}

#[test]
fn documented_transcript_is_printed_in_every_format() {
    for format in ["json", "ndjson", "csv"] {
        let run = documented_transcript().run(&format!("transcript {SAMPLE} -o {format}"));
        run.assert_output(&file(&format!("expected/transcript.{format}")), "", 0);
    }
}

#[test]
fn transcript_json_equals_documented_sample() {
    let run = documented_transcript().run(&format!("transcript {SAMPLE} -o json"));
    let printed: Value = serde_json::from_str(&run.stdout).unwrap();
    let sample: Value = serde_json::from_str(&file("responses/transcript.json")).unwrap();
    assert_eq!(printed, sample);
}

#[test]
fn sandbox_has_documented_transcript() {
    let home = tempfile::TempDir::new().unwrap();
    let run = Run::of(command(home.path()).args(["--sandbox", "transcript", SAMPLE, "-o", "json"]));
    run.assert_output(&file("expected/transcript.json"), "", 0);
}

#[test]
fn empty_transcript_exits_successfully() {
    let header = "engagement_id,created_at,sender_type,sender_id,sender_name,message\n";
    for (format, expected) in [("json", "[]\n"), ("ndjson", ""), ("csv", header)] {
        let mock_api = MockApi::new().transcript("a", "[]");
        mock_api
            .run(&format!("transcript a -o {format}"))
            .assert_output(expected, "", 0);
    }
}

#[test]
fn multiple_transcripts_name_engagements() {
    let message = r#"{"message":"hi","sender":{"type":"system"},"extra":1.0}"#;
    let array = format!(
        "[\n{{\"engagement_id\":\"a\",\"messages\":[{message}]}},\n\
         {{\"engagement_id\":\"b\",\"messages\":[]}}\n]\n"
    );
    two_transcripts()
        .run("transcript a b -o json")
        .assert_output(&array, "", 0);
    let line = format!("{{\"engagement_id\":\"a\",{}\n", &message[1..]);
    two_transcripts()
        .run("transcript a b -o ndjson")
        .assert_output(&line, "", 0);
    let rows = "engagement_id,created_at,sender_type,sender_id,sender_name,message\n\
                a,,system,,,hi\n";
    two_transcripts()
        .run("transcript a b -o csv")
        .assert_output(rows, "", 0);
}

#[test]
fn transcript_of_stdin_id_prints_array() {
    let mock_api = MockApi::new().transcript("a", "[]");
    let expected = "[\n{\"engagement_id\":\"a\",\"messages\":[]}\n]\n";
    mock_api
        .run_on("a\n", "transcript - -o json")
        .assert_output(expected, "", 0);
}

#[test]
fn transcript_fields_select_columns() {
    for (format, fields, expected) in [
        (
            "csv",
            "message,sender_type",
            "message,sender_type\nhi,system\n",
        ),
        (
            "ndjson",
            "message,engagement_id",
            "{\"message\":\"hi\",\"engagement_id\":\"a\"}\n",
        ),
        (
            "ndjson",
            "sender_type,sender_name",
            "{\"sender_type\":\"system\"}\n",
        ),
    ] {
        let line = format!("transcript a b -o {format} --fields {fields}");
        two_transcripts().run(&line).assert_output(expected, "", 0);
    }
    let line = format!("transcript {SAMPLE} -o json --fields sender_name,sender_id");
    let visitor = "{\"sender_name\":null,\"sender_id\":\"88cf925d-d606-46d6-bdf0-0715e7bb963d\"}";
    let run = documented_transcript().run(&line);
    assert_eq!(run.stdout.lines().nth(1), Some(&*format!("{visitor},")));
}

#[test]
fn attachments_and_suggestions_are_readable() {
    let response = r#"[
        {"message": "Which cover?", "created_at": "2016-07-07T13:47:28Z", "sender": {"type": "operator", "name": "Ann"}, "attachment":
            {"type": "single_choice", "options": [
                {"text": "Full", "value": "full"}, {"text": "Third\u202e party", "value": "third"}]}},
        {"message": "Full", "sender": {"type": "visitor"}, "attachment":
            {"type": "single_choice_response", "selected_option": "full"}},
        {"message": "", "sender": {"type": "visitor"}, "attachment": {"type": "files", "files": [
            {"id": "f1", "name": "bill.pdf", "deleted": false, "url": "https://x.test/f1"},
            {"id": "f2", "name": "floor.jpg", "deleted": true, "url": null}]}},
        {"message": "Offer a card", "type": "suggestion", "sender": {"type": "omniguide"}},
        {"message": "Bye", "type": "user", "sender": {"type": "operator", "name": "Ann"},
            "attachment": null}
    ]"#;
    let mock_api = MockApi::new().transcript("e1", response);
    let expected = "\
2016-07-07 (UTC)
13:47:28  Ann        Which cover?
                     attachment: Full, Third<U+202E> party
          Visitor    Full
                     attachment: full
          Visitor    attachment: bill.pdf, floor.jpg (deleted)
          omniguide  (suggestion, only the operator saw it) Offer a card
          Ann        Bye
";
    mock_api.run("transcript e1").assert_output(expected, "", 0);
}
