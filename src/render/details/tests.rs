use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;
use crate::records::column::{FieldSelection, FieldsArg};
use crate::records::engagement::SCHEMA;
use crate::render::display::DisplayOptions;
use crate::render::{JsonShape, OutputFormat};
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

fn shown(record: &str, fields: &str, display: DisplayOptions) -> String {
    let fields: Option<FieldsArg> = fields.parse().ok();
    let options = RenderOptions {
        format: OutputFormat::Details,
        selection: FieldSelection::new(SCHEMA, fields.as_ref(), false).unwrap(),
        display,
        excel: false,
        delimiter: b',',
        json_shape: JsonShape::Record,
    };
    let record: Box<RawValue> = serde_json::from_str(record).unwrap();
    let mut out = Vec::new();
    write(&Record::new(record), &options, &mut out).unwrap();
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
visitor.tier                gold
queue_wait_time             1m 05s
queues.1.id                 q1
queues.1.name               Sales
queues.2.id                 q2
queues.3.name               S<U+009B>x
queues.3.id                 q3
legs.1.id                   leg-1
legs.1.operator.id          o
legs.1.requested_at         2016-07-07 00:46:37 (Europe/Tallinn)
legs.1.accepted_at          then
legs.1.offered_media_type   text
legs.1.accepted_media_type  audio
legs.1.request_queues.id    q1
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
    let display = DisplayOptions {
        color: true,
        ..off()
    };
    let record = r#"{"flagged": true, "audio_used": true}"#;
    let expected =
        "\u{1b}[1maudio_used\u{1b}[0m  yes\n\u{1b}[1mflagged\u{1b}[0m     \u{1b}[31myes\u{1b}[0m\n";
    assert_eq!(shown(record, "", display), expected);
}

#[test]
fn deep_members_are_json() {
    let name = "n".repeat(60);
    let record = format!(r#"{{"{name}": {{"{name}": {{"a": 1, "b": {{"c": 2}}}}}}}}"#);
    let expected = format!("{name}.{name}  {{\"a\":1,\"b\":{{\"c\":2}}}}\n");
    assert_eq!(shown(&record, "", off()), expected);
}

proptest! {
    #[test]
    fn detail_lines_are_sanitized(
        name in "[a-c\u{202e}\u{1b}]{0,40}",
        values in prop::collection::vec("([a-z]{1,9}[ \n漢])+", 1..5),
    ) {
        let nested = serde_json::json!({"x": values, "y": {"z": values[0]}});
        let record = serde_json::json!({(name): values, "legs": [nested, nested]});
        let text = shown(&record.to_string(), "", off());
        for line in text.lines() {
            prop_assert!(!line.contains(|c: char| c.is_control() || is_invisible(c)), "{line:?}");
            prop_assert_eq!(line.trim_end(), line);
        }
    }
}
