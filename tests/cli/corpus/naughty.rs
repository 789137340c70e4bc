//! The Big List of Naughty Strings as names, messages and errors.

use naughty_strings::BLNS;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use crate::bulk_helpers::with_ids;
use crate::harness::{MockApi, Run};
use crate::pty;
use crate::raw_server::{RawServer, Response};
use crate::readme::counted;
use crate::untrusted_text::fixture::{assert_sanitized, is_forbidden};

/// The number of strings.
const ALL: usize = 515;

fn id(at: usize) -> String {
    format!("n{at}")
}

/// Expects a list with an engagement for each string as the visitor's name.
pub(crate) fn list() -> MockApi {
    assert_eq!(BLNS.len(), ALL);
    let record = |(at, name): (usize, &&str)| json!({"id": id(at), "visitor_name": name});
    let records: Vec<Value> = BLNS.iter().enumerate().map(record).collect();
    let page = json!({"next_page": null, "engagements": records}).to_string();
    MockApi::new().list(&page)
}

/// Expects a transcript with each string as a message and as its sender's name.
fn transcript() -> MockApi {
    let message = |text: &&str| {
        let sender = json!({"type": "visitor", "name": text});
        json!({"created_at": "2016-07-06T11:23:54Z", "sender": sender, "message": text})
    };
    let messages: Vec<Value> = BLNS.iter().map(message).collect();
    let response = Value::from(messages).to_string();
    MockApi::new().transcript("e1", &response)
}

/// Reads one column of CSV output.
fn cells(run: &Run, column: usize) -> Vec<String> {
    run.assert_success();
    let csv = run.stdout.trim_start_matches('\u{feff}');
    let rows = csv::Reader::from_reader(csv.as_bytes()).into_records();
    rows.map(|row| row.unwrap()[column].to_owned()).collect()
}

#[test]
fn naughty_strings_are_unchanged_in_data_formats() {
    let list_words = |format| ["list", "-o", format, "--fields", "id,visitor_name"];
    let transcript_words = |format| ["transcript", "e1", "-o", format];
    assert_eq!(cells(&list().run(&list_words("csv")), 1), BLNS);
    let messages = transcript().run(&transcript_words("csv"));
    assert_eq!(
        (cells(&messages, 4), cells(&messages, 5)),
        (owned(), owned())
    );
    for (mock_api, line, key) in [
        (list(), list_words("ndjson").to_vec(), "visitor_name"),
        (transcript(), transcript_words("ndjson").to_vec(), "message"),
    ] {
        let run = mock_api.run(&line);
        assert_sanitized(&run.stdout, key);
        let texts: Vec<String> = run.stdout.lines().map(|line| text(line, key)).collect();
        assert_eq!(texts, BLNS);
    }
}

fn owned() -> Vec<String> {
    BLNS.iter().map(|&text| text.to_owned()).collect()
}

fn text(json: &str, key: &str) -> String {
    let value: Value = serde_json::from_str(json).unwrap_or_else(|why| panic!("{why}: {json}"));
    value[key].as_str().unwrap().to_owned()
}

#[test]
fn naughty_formulas_are_guarded_for_spreadsheets() {
    let excel = "-o csv --excel --fields";
    let names = list().run(&format!("list {excel} id,visitor_name"));
    let messages = transcript().run(&format!("transcript e1 {excel} sender_id,message"));
    for run in [names, messages] {
        let cells = cells(&run, 1);
        let mut guarded = 0;
        for (cell, sent) in cells.iter().zip(BLNS) {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell}"
            );
            guarded += usize::from(cell != sent);
            let without = |text: &str| text.replace('\'', "");
            assert_eq!(without(cell), without(sent));
        }
        assert_eq!((cells.len(), guarded), (ALL, 83));
    }
}

#[test]
fn naughty_strings_fit_narrow_terminal() {
    for (mock_api, command, lines) in [
        (list(), "list --fields duration,visitor_name", ALL + 1),
        (transcript(), "transcript e1", ALL),
    ] {
        for columns in [40, 80] {
            let line = format!("{command} --color never");
            let run = pty::run(&mock_api.command(&line), columns);
            assert_eq!(run.code, Some(0), "{run:?}");
            assert_sanitized(&run.stdout, command);
            assert_sanitized(&run.stderr, command);
            assert!(run.stdout.lines().count() >= lines, "{run:?}");
            for line in run.stdout.lines() {
                assert!(line.width() <= columns.into(), "{columns}: {line:?}");
            }
        }
    }
}

#[test]
fn naughty_error_messages_are_sanitized() {
    let raw = RawServer::start(|request| {
        let id = request.target().split('/').nth(2).expect("an id");
        let at: usize = id[1..].parse().expect("a number");
        Response::new(422, "", json!({"error": BLNS[at]}).to_string())
    });
    let ids: Vec<String> = (0..ALL).map(id).collect();
    let run = raw.run(&with_ids("show --color never", &ids));
    run.assert_stdout("", 8);
    assert_sanitized(&run.stderr, "the errors");
    let error =
        |line: &&str| line.starts_with("error: the API rejected the request for engagement `n");
    let errors = run.stderr.lines().filter(error).count();
    assert_eq!(errors, ALL);
    counted("a name, message or error is untrusted text", errors);

    let run = raw.run(&with_ids("show --error-format json", &ids));
    assert_sanitized(&run.stderr, "the errors as json");
    let messages: Vec<String> = run
        .stderr
        .lines()
        .map(|line| text(line, "message"))
        .collect();
    assert_eq!(
        messages.len(),
        ALL + 1,
        "the last error counts the failures"
    );
    for (message, text) in messages.iter().zip(BLNS) {
        // Surrounding white space is removed.
        assert!(message.contains(text.trim()), "{message:?} lacks {text:?}");
    }
}

#[test]
fn naughty_strings_contain_terminal_controls() {
    let forbidden = |text: &&&str| text.chars().any(is_forbidden);
    assert_eq!(BLNS.iter().filter(forbidden).count(), 19);
}
