use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::records::column::FieldsArg;
use crate::records::engagement::SCHEMA;
use crate::sanitize::is_hidden;
use crate::settings::zone::Zone;

fn off() -> DisplayOptions {
    DisplayOptions {
        width: None,
        colour: false,
        zone: Zone::iana("Europe/Tallinn").unwrap(),
        header: true,
    }
}

fn shown(record: &str, fields: &str, paper: DisplayOptions) -> String {
    let wanted: Option<FieldsArg> = fields.parse().ok();
    let selection = FieldSelection::new(SCHEMA, wanted.as_ref(), false).unwrap();
    let record: Box<RawValue> = serde_json::from_str(record).unwrap();
    let mut out = Vec::new();
    write(&Record::of((&*record).into()), &selection, paper, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const RECORD: &str = r#"{"id": "37e9f0f4-c62e-4103-8ff6-f4e8024a4204",
    "created_at": "2016-07-06T11:46:37.569Z", "duration": 7385, "visitor_id": null,
    "visitor_name": "\u001b[31mEve \u202eand her very long\nname 漢字👩‍👩‍👧", "flagged": true,
    "audio_recording_urls": ["https://api.salemove.com/recordings/a", "https://api.salemove.com/recordings/b"],
    "visitor": {"href": "https://api.salemove.com/visitors/v", "tier": "gold"},
    "chat_transcript": {"href": "https://api.salemove.com/engagements/37e9f0f4-c62e-4103-8ff6-f4e8024a4204/chat_transcript"},
    "operators": [{"href": "https://api.salemove.com/operators/o"}], "queue_wait_time": 65, "platform": "",
    "queues": [{"id": "q1", "name": "Sales"}, {"id": "q2", "name": null}, {"name": "S\u009bx", "id": "q3"}],
    "legs": [
        {"id": "leg-1", "operator": {"id": "o"}, "requested_at": "2016-07-06T21:46:37Z",
         "accepted_at": "then", "offered_media_type": "text", "accepted_media_type": "audio",
         "request_queues": [{"id": "q1"}], "duration": 65, "used_cobrowsing": true,
         "ended_at": null, "end_reason": "operator\u2066_ended"},
        {"id": "leg-2", "operator": null, "duration": 3}],
    "metadata": {"deep": {"list": [1, null]}}, "empty": [], "n\u200bew": 1.10
}"#;

#[test]
fn details_list_all_engagement_fields() {
    assert_eq!(shown(RECORD, "", off()), "\
id                          37e9f0f4-c62e-4103-8ff6-f4e8024a4204
created_at                  2016-07-06 14:46:37 (Europe/Tallinn)
duration                    2h 03m 05s
visitor_name                ^[[31mEve <U+202E>and her very long⏎name 漢字👩‍👩‍👧
flagged                     yes
audio_recording_urls        https://api.salemove.com/recordings/a
                            https://api.salemove.com/recordings/b
visitor_href                https://api.salemove.com/visitors/v
chat_transcript_href        https://api.salemove.com/engagements/37e9f0f4-c62e-4103-8ff6-f4e8024a4204/chat_transcript
operator_ids                o
operator_hrefs              https://api.salemove.com/operators/o
visitor.href                https://api.salemove.com/visitors/v
visitor.tier                gold
queue_wait_time             1m 05s
queues                      Sales (q1)
                            q2
                            S<U+009B>x (q3)
legs.1.id                   leg-1
legs.1.operator             o
legs.1.requested_at         2016-07-07 00:46:37 (Europe/Tallinn)
legs.1.accepted_at          then
legs.1.offered_media_type   text
legs.1.accepted_media_type  audio
legs.1.request_queues       q1
legs.1.duration             1m 05s
legs.1.used_cobrowsing      yes
legs.1.end_reason           operator<U+2066>_ended
legs.2.id                   leg-2
legs.2.duration             3s
metadata.deep.list          [1,null]
n<U+200B>ew                 1.10
");
}

#[test]
fn detail_values_wrap_with_indent_on_terminal() {
    let paper = DisplayOptions {
        width: Some(50),
        ..off()
    };
    assert_eq!(
        shown(RECORD, "created_at,visitor_name,visitor_href,legs", paper),
        "\
created_at                 2016-07-06 14:46:37
                           (Europe/Tallinn)
visitor_name               ^[[31mEve <U+202E>and
                           her very long⏎name
                           漢字👩‍👩‍👧
visitor_href               https://api.salemove.com/visitors/v
legs.1.id                  leg-1
legs.1.operator            o
legs.1.requested_at        2016-07-07 00:46:37
                           (Europe/Tallinn)
legs.1.accepted_at         then
legs.1.offered_media_type  text
legs.1.accepted_media_ty…  audio
legs.1.request_queues      q1
legs.1.duration            1m 05s
legs.1.used_cobrowsing     yes
legs.1.end_reason          operator<U+2066>_ended
legs.2.id                  leg-2
legs.2.duration            3s
"
    );
}

#[test]
fn details_with_fields_list_exactly_those() {
    for (fields, expected) in [
        (
            "visitor_id,duration,media",
            "visitor_id\nduration    2h 03m 05s\nmedia\n",
        ),
        ("flagged,legs", "flagged  yes\nlegs\n"),
    ] {
        let record = r#"{"duration": 7385, "flagged": true, "legs": [], "new": 1}"#;
        assert_eq!(shown(record, fields, off()), expected);
    }
    let record = r#"{"duration": 5, "new": 1}"#;
    assert_eq!(
        shown(record, "+platform,+media", off()),
        "duration  5s\nplatform\nmedia\nnew       1\n"
    );
}

#[test]
fn detail_names_are_bold_and_flags_red() {
    let paper = DisplayOptions {
        colour: true,
        ..off()
    };
    let record = r#"{"flagged": true, "audio_used": true}"#;
    let expected =
        "\u{1b}[1maudio_used\u{1b}[0m  yes\n\u{1b}[1mflagged\u{1b}[0m     \u{1b}[31myes\u{1b}[0m\n";
    assert_eq!(shown(record, "", paper), expected);
}

#[test]
fn details_of_undescribed_record_are_raw_json() {
    for (record, expected) in [
        ("42", "record  42\n"),
        ("{ }", "record  {}\n"),
        (r#"[{"id": "a"}]"#, "record  [{\"id\":\"a\"}]\n"),
        (r#"{"id": null}"#, "record  {\"id\":null}\n"),
    ] {
        assert_eq!(shown(record, "", off()), expected);
    }
}

#[test]
fn details_limit_nesting_depth() {
    let record = format!("{}1{}", r#"{"a":"#.repeat(100), "}".repeat(100));
    let text = shown(&record, "", off());
    let lines: Vec<&str> = text.lines().collect();
    let rest = format!("{}1{}", r#"{"a":"#.repeat(95), "}".repeat(95));
    assert_eq!(lines, [format!("a.a.a.a.a  {rest}")]);
}

proptest! {
    #[test]
    fn detail_lines_fit_and_are_sanitized(
        name in "[a-c\u{202e}\u{1b}]{0,40}",
        values in prop::collection::vec("([a-z]{1,9}[ \n漢])+", 1..5),
        width in prop::option::of(45_usize..120),
    ) {
        let nested = serde_json::json!({"x": values, "y": {"z": values[0]}});
        let record = serde_json::json!({(name): values, "legs": [nested, nested]});
        let text = shown(&record.to_string(), "", DisplayOptions { width, ..off() });
        for line in text.lines() {
            prop_assert!(!line.contains(|c: char| c.is_control() || is_hidden(c)), "{line:?}");
            prop_assert_eq!(line.trim_end(), line);
            prop_assert!(width.is_none_or(|width| Sanitized::line(line).width() <= width), "{line:?}");
        }
    }
}
