//! `engagements transcript` as data: messages, and whose they are.

use serde_json::Value;

use crate::bench::{Bench, Run, file, tool};

const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

fn expect(bench: Bench, id: &str, status: usize, body: &str) -> Bench {
    bench.get(&format!("/engagements/{id}/chat_transcript"), status, body)
}

fn sample() -> Bench {
    expect(Bench::new(), SAMPLE, 200, &file("answers/transcript.json"))
}

/// Expects a transcript of one message for `a` and of none for `b`.
fn two() -> Bench {
    let message = r#"[{"message": "hi", "sender": {"type": "system"}, "extra": 1.0}]"#;
    expect(expect(Bench::new(), "a", 200, message), "b", 200, "[]")
}

#[test]
fn the_document_s_sample_is_printed_in_every_format() {
    for format in ["json", "ndjson", "csv"] {
        let run = sample().run(&["transcript", SAMPLE, "-o", format]);
        run.is(&file(&format!("expected/transcript.{format}")), "", 0);
    }
}

#[test]
fn json_is_the_document_s_sample_value_for_value() {
    let run = sample().run(&["transcript", SAMPLE, "-o", "json"]);
    let printed: Value = serde_json::from_str(&run.stdout).unwrap();
    let sample: Value = serde_json::from_str(&file("answers/transcript.json")).unwrap();
    assert_eq!(printed, sample);
}

#[test]
fn the_practice_server_has_the_document_s_conversation() {
    let home = tempfile::TempDir::new().unwrap();
    let run = Run::of(tool(home.path()).args(["--sandbox", "transcript", SAMPLE, "-o", "json"]));
    run.is(&file("expected/transcript.json"), "", 0);
}

#[test]
fn a_conversation_without_messages_is_no_failure() {
    let header = "engagement_id,created_at,sender_type,sender_id,sender_name,message\n";
    for (format, expected) in [("json", "[]\n"), ("ndjson", ""), ("csv", header)] {
        let bench = expect(Bench::new(), "a", 200, "[]");
        bench
            .run(&["transcript", "a", "-o", format])
            .is(expected, "", 0);
    }
}

#[test]
fn several_say_which_engagement_they_are_from() {
    let message = r#"{"message":"hi","sender":{"type":"system"},"extra":1.0}"#;
    let array = format!(
        "[\n{{\"engagement_id\":\"a\",\"messages\":[{message}]}},\n\
         {{\"engagement_id\":\"b\",\"messages\":[]}}\n]\n"
    );
    two()
        .run(&["transcript", "a", "b", "-o", "json"])
        .is(&array, "", 0);
    let line = format!("{{\"engagement_id\":\"a\",{}\n", &message[1..]);
    two()
        .run(&["transcript", "a", "b", "-o", "ndjson"])
        .is(&line, "", 0);
    let rows = "engagement_id,created_at,sender_type,sender_id,sender_name,message\n\
                a,,system,,,hi\n";
    two()
        .run(&["transcript", "a", "b", "-o", "csv"])
        .is(rows, "", 0);
}

#[test]
fn the_same_id_twice_is_several() {
    let bench = expect(Bench::new(), "a", 200, "[]");
    let expected = "[\n{\"engagement_id\":\"a\",\"messages\":[]}\n]\n";
    bench
        .run(&["transcript", "a", "a", "-o", "json"])
        .is(expected, "", 0);
}

#[test]
fn one_from_standard_input_is_several() {
    let bench = expect(Bench::new(), "a", 200, "[]");
    let expected = "[\n{\"engagement_id\":\"a\",\"messages\":[]}\n]\n";
    bench
        .run_on("a\n", &["transcript", "-", "-o", "json"])
        .is(expected, "", 0);
}

#[test]
fn fields_of_a_message_are_chosen() {
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
        let words = ["transcript", "a", "b", "-o", format, "--fields", fields];
        two().run(&words).is(expected, "", 0);
    }
    let words = [
        "transcript",
        SAMPLE,
        "-o",
        "json",
        "--fields",
        "sender_name,sender_id",
    ];
    let visitor = "{\"sender_name\":null,\"sender_id\":\"88cf925d-d606-46d6-bdf0-0715e7bb963d\"}";
    let run = sample().run(&words);
    assert_eq!(run.stdout.lines().nth(1), Some(&*format!("{visitor},")));
}

#[test]
fn one_that_is_missing_leaves_the_array_open() {
    let bench = expect(expect(Bench::new(), "a", 200, "[]"), "b", 404, "");
    let told = "error: the transcript of engagement `b` was not found (404)\n  \
                request id: 6f1d\n  \
                hint: the token's operator may not be authorised for the engagement's site\n\
                error: failed to fetch 1 of 2 engagements\n";
    let printed = "[\n{\"engagement_id\":\"a\",\"messages\":[]}";
    bench
        .run(&["transcript", "a", "b", "-o", "json"])
        .is(printed, told, 9);
}

#[test]
fn an_answer_that_is_no_transcript_is_refused() {
    let bench = expect(Bench::new(), "a", 200, "{}");
    let run = bench.run(&["transcript", "a", "-o", "json"]);
    let start = "error: unexpected response for the transcript of engagement `a`: ";
    assert!(run.stderr.starts_with(start), "{}", run.stderr);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(8)));
}
