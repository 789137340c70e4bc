use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::sanitize::is_invisible;
use crate::values::zone::Zone;

fn off() -> DisplayOptions {
    DisplayOptions {
        width: None,
        color: false,
        zone: Zone::iana("Europe/Tallinn").unwrap(),
        header: true,
    }
}

fn on(width: usize) -> DisplayOptions {
    DisplayOptions {
        width: Some(width),
        ..off()
    }
}

fn shown(messages: &str, engagement_id: Option<&str>, display: DisplayOptions) -> String {
    let text = Arc::new(messages.to_owned());
    let messages = RecordBatch::new(&text, serde_json::from_str(&text).unwrap()).unwrap();
    let mut out = Vec::new();
    write(engagement_id, &messages, display, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const MESSAGES: &str = r#"[
    {"message": "Hi, can u please help me get a quote?", "created_at": "2016-07-07T20:59:28.000Z",
     "sender": {"href": "https://api.salemove.com/visitors/v", "name": null, "type": "visitor"}},
    {"message": "Sure,\nIll \u001b[2Jtake you 漢字漢字 there 👩‍👩‍👧", "created_at": "2016-07-07T21:00:04.000Z",
     "sender": {"href": "https://api.salemove.com/operators/o", "name": "Alex Raffa", "type": "operator"}},
    {"message": "CoBrowsing Started", "created_at": "2016-07-07T21:00:41.000Z",
     "sender": {"type": "system", "name": "system"}},
    {"message": "", "created_at": "2016-07-08T21:00:00.000Z",
     "attachment": {"url": "https://api.salemove.com/files/1"},
     "sender": {"name": "Alex \u202eRaffa", "type": "visitor"}}
]"#;

#[test]
fn conversation_has_date_lines_in_time_zone() {
    assert_eq!(
        shown(MESSAGES, None, off()),
        "\
2016-07-07 (Europe/Tallinn)
23:59:28  Visitor                   Hi, can u please help me get a quote?
2016-07-08 (Europe/Tallinn)
00:00:04  Alex Raffa                Sure,⏎Ill ^[[2Jtake you 漢字漢字 there 👩‍👩‍👧
00:00:41  system                    CoBrowsing Started
2016-07-09 (Europe/Tallinn)
00:00:00  Visitor Alex <U+202E>Raffa  attachment: {\"url\":\"https://api.salemove.com/files/1\"}
"
    );
    let utc = DisplayOptions {
        zone: Zone::UTC,
        ..off()
    };
    let in_utc = shown(MESSAGES, None, utc);
    let days: Vec<&str> = in_utc.lines().filter(|line| line.ends_with(')')).collect();
    assert_eq!(days, ["2016-07-07 (UTC)", "2016-07-08 (UTC)"]);
}

#[test]
fn messages_wrap_with_indent_on_terminal() {
    assert_eq!(
        shown(MESSAGES, None, on(80)),
        "\
2016-07-07 (Europe/Tallinn)
23:59:28  Visitor               Hi, can u please help me get a quote?
2016-07-08 (Europe/Tallinn)
00:00:04  Alex Raffa            Sure,⏎Ill ^[[2Jtake you 漢字漢字 there 👩‍👩‍👧
00:00:41  system                CoBrowsing Started
2016-07-09 (Europe/Tallinn)
00:00:00  Visitor Alex <U+202…  attachment:
                                {\"url\":\"https://api.salemove.com/files/1\"}
"
    );
    assert_eq!(
        shown(MESSAGES, None, on(40)),
        "\
2016-07-07 (Europe/Tallinn)
23:59:28  Visitor     Hi, can u please
                      help me get a
                      quote?
2016-07-08 (Europe/Tallinn)
00:00:04  Alex Raffa  Sure,⏎Ill
                      ^[[2Jtake you
                      漢字漢字 there 👩‍👩‍👧
00:00:41  system      CoBrowsing Started
2016-07-09 (Europe/Tallinn)
00:00:00  Visitor A…  attachment: {\"url\"
                      :\"https://api.sale
                      move.com/files/1\"}
"
    );
}

#[test]
fn long_sender_is_truncated() {
    let name = "x".repeat(30_000);
    let messages =
        format!(r#"[{{"message": "hi", "sender": {{"type": "operator", "name": "{name}"}}}}]"#);
    let expected = format!("          {}…  hi\n", "x".repeat(19));
    assert_eq!(shown(&messages, None, on(80)), expected);
}

#[test]
fn senders_have_distinct_colors() {
    assert_eq!(shown(MESSAGES, Some("e"), DisplayOptions { color: true, ..off() }), "\
\u{1b}[1mengagement e\u{1b}[0m
\u{1b}[1m2016-07-07 (Europe/Tallinn)\u{1b}[0m
\u{1b}[2m23:59:28\u{1b}[0m  \u{1b}[32mVisitor\u{1b}[0m                   Hi, can u please help me get a quote?
\u{1b}[1m2016-07-08 (Europe/Tallinn)\u{1b}[0m
\u{1b}[2m00:00:04\u{1b}[0m  \u{1b}[35mAlex Raffa\u{1b}[0m                Sure,⏎Ill ^[[2Jtake you 漢字漢字 there 👩‍👩‍👧
\u{1b}[2m00:00:41\u{1b}[0m  \u{1b}[2msystem\u{1b}[0m                    \u{1b}[2mCoBrowsing Started\u{1b}[0m
\u{1b}[1m2016-07-09 (Europe/Tallinn)\u{1b}[0m
\u{1b}[2m00:00:00\u{1b}[0m  \u{1b}[32mVisitor Alex <U+202E>Raffa\u{1b}[0m  attachment: {\"url\":\"https://api.salemove.com/files/1\"}
");
}

#[test]
fn conversation_heading_marks_empty_transcript() {
    for (id, expected) in [
        (None, ""),
        (Some("a\u{1b}b"), "engagement a^[b\nno messages\n"),
    ] {
        assert_eq!(shown("[]", id, off()), expected);
    }
    let messages = r#"[{"message": "a", "sender": {"type": "system"}}]"#;
    assert_eq!(
        shown(messages, Some("e"), off()),
        "engagement e\n          system  a\n"
    );
}

#[test]
fn malformed_messages_are_displayed() {
    for (message, expected) in [
        (
            r#"{"message": 7, "created_at": "now", "sender": null}"#,
            "now       unknown  7\n",
        ),
        (
            r#"{"message": "a  ", "created_at": 5, "sender": "Eve"}"#,
            "5         unknown Eve  a\n",
        ),
        (
            r#"{"sender": {"type": "operator", "name": ""}}"#,
            "          Operator\n",
        ),
        (
            r#"{"message": "a", "sender": {"type": "bot", "name": "Glia"}}"#,
            "          bot Glia  a\n",
        ),
        (
            r#"{"message": "a", "sender": {"type": "visitor", "name": "Visitor #8"}}"#,
            "          Visitor #8  a\n",
        ),
        (
            r#"{"message": "a", "sender": {"type": "visitor", "name": "system"}}"#,
            "          Visitor system  a\n",
        ),
    ] {
        assert_eq!(
            shown(&format!("[{message}]"), None, off()),
            expected,
            "{message}"
        );
    }
}

fn message() -> impl Strategy<Value = Value> {
    let text = "([a-z]{1,30}|[ \u{202e}\u{1b}\n漢👩]){0,12}";
    let name = "[a-z\u{202e}\u{1b}漢👩]{0,4}";
    let time = "2016-07-07T20:59:28.000Z";
    let kind = prop::sample::select(vec!["operator", "visitor", "system", "bot"]);
    (text, name, kind).prop_map(move |(message, name, kind)| {
        json!({"message": message, "created_at": time, "sender": {"name": name, "type": kind}})
    })
}

#[test]
fn unknown_attachment_is_json() {
    let attachment = r#"{"type":"x","files":7,"y":[{"name":"a"}]}"#;
    let message = format!("[{{\"attachment\": {attachment}}}]");
    let text = shown(&message, None, off());
    assert!(
        text.ends_with(&format!("attachment: {attachment}\n")),
        "{text}"
    );
}

proptest! {
    #[test]
    fn conversation_lines_fit_and_are_sanitized(
        messages in prop::collection::vec(message(), 0..6),
        width in prop::option::of(40_usize..120),
    ) {
        let text = shown(&json!(messages).to_string(), None, DisplayOptions { width, ..off() });
        for line in text.lines() {
            prop_assert!(!line.contains(|c: char| c.is_control() || is_invisible(c)), "{line:?}");
            prop_assert_eq!(line.trim_end(), line);
            prop_assert!(width.is_none_or(|width| Sanitized::line(line).width() <= width), "{line:?}");
        }
    }
}
