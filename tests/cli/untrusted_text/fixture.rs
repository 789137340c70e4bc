//! Responses with characters of every class that must not reach a terminal.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use crate::harness::{MockApi, Run, file};

/// The commands that print text from the API, and their formats.
pub(super) const COMMANDS: [(&str, &[&str]); 4] = [
    ("list", &["table", "json", "ndjson", "csv", "id"]),
    ("show", &["table", "json", "ndjson", "csv"]),
    ("transcript", &["table", "json", "ndjson", "csv"]),
    ("export", &["table", "json", "ndjson", "csv"]),
];

/// Invisible characters: bidirectional controls, separators, annotations, and those that Unicode calls
/// default-ignorable or that fonts draw as a blank; except U+200C, U+200D, U+FE0E and U+FE0F.
pub(super) const HIDDEN: [RangeInclusive<u32>; 21] = [
    0xAD..=0xAD,
    0x34F..=0x34F,
    0x61C..=0x61C,
    0x115F..=0x1160,
    0x17B4..=0x17B5,
    0x180B..=0x180F,
    0x200B..=0x200B,
    0x200E..=0x200F,
    0x2028..=0x202E,
    0x2060..=0x206F,
    0x2800..=0x2800,
    0x3164..=0x3164,
    0xFE00..=0xFE0D,
    0xFEFF..=0xFEFF,
    0xFFA0..=0xFFA0,
    0xFFF0..=0xFFFB,
    0x16FE4..=0x16FE4,
    0x1BCA0..=0x1BCA3,
    0x1D159..=0x1D159,
    0x1D173..=0x1D17A,
    0xE0000..=0xE0FFF,
];

/// Returns whether a character controls a terminal or is invisible, including line breaks.
pub(crate) fn is_forbidden(character: char) -> bool {
    let code = u32::from(character);
    character.is_control() || HIDDEN.iter().any(|range| range.contains(&code))
}

/// Asserts that a text has no such character except line breaks.
#[track_caller]
pub(crate) fn assert_sanitized(text: &str, of: &str) {
    let found = text.chars().find(|&c| c != '\n' && is_forbidden(c));
    assert_eq!(found, None, "{of}: {text:?}");
}

#[track_caller]
pub(super) fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_else(|why| panic!("{why}: {json}"))
}

/// How the API writes characters that JSON need not escape.
#[derive(Clone, Copy, Debug)]
pub(super) enum Spelling {
    /// As `\uXXXX`.
    Escaped,
    /// Unescaped.
    Unescaped,
}

pub(super) const SPELLINGS: [Spelling; 2] = [Spelling::Escaped, Spelling::Unescaped];

impl Spelling {
    pub(super) fn of(self, fixture: &str) -> String {
        let escaped = file(&format!("responses/untrusted-{fixture}.json"));
        match self {
            Self::Escaped => escaped,
            Self::Unescaped => parsed(&escaped).to_string(),
        }
    }
}

pub(super) fn engagements() -> Vec<Value> {
    match parsed(&Spelling::Escaped.of("list"))["engagements"].take() {
        Value::Array(engagements) => engagements,
        other => panic!("no list: {other}"),
    }
}

pub(super) fn messages() -> Vec<Value> {
    match parsed(&Spelling::Escaped.of("transcript")) {
        Value::Array(messages) => messages,
        other => panic!("no transcript: {other}"),
    }
}

/// Returns the JSON text of the first engagement.
pub(super) fn engagement(list: &str) -> &str {
    let begin = list.find('[').map_or(0, |at| at + 1);
    let mut records = serde_json::Deserializer::from_str(&list[begin..]).into_iter::<Value>();
    assert!(records.next().is_some_and(|record| record.is_ok()));
    list[begin..begin + records.byte_offset()].trim()
}

/// Returns the body of an error response.
pub(super) fn refusal() -> String {
    let name = |engagement: &Value| engagement["visitor_name"].as_str().map(str::to_owned);
    let names: Vec<String> = engagements()[1..].iter().filter_map(name).collect();
    json!({"error": names.concat()}).to_string()
}

/// A mock API that returns untrusted text, and the command line to run.
pub(super) fn service(command: &'static str, spelling: Spelling) -> (MockApi, &'static str) {
    let mock_api = MockApi::new();
    match command {
        "list" => (mock_api.list(&spelling.of("list")), "list"),
        "show" => {
            let list = spelling.of("list");
            let mock_api = mock_api.get("/engagements/e1", 200, engagement(&list));
            (mock_api, "show e1")
        }
        "transcript" => {
            let transcript = spelling.of("transcript");
            let mock_api = mock_api.transcript("e1", &transcript);
            (mock_api, "transcript e1")
        }
        _ => {
            let mock_api = mock_api.post("/engagements/e1/export", 422, &refusal());
            (mock_api, "export e1")
        }
    }
}

/// Runs a command on untrusted text, with pipes.
#[track_caller]
pub(super) fn piped(command: &'static str, spelling: Spelling, options: &str) -> Run {
    let (mock_api, line) = service(command, spelling);
    let run = mock_api.run(&format!("{line} {options}"));
    let code = if command == "export" { 8 } else { 0 };
    assert_eq!(run.code, Some(code), "{run:?}");
    run
}
