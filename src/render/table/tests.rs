use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::records::column::{FieldSelection, FieldsArg};
use crate::records::{RecordBatch, engagement, export_result};
use crate::sanitize::is_invisible;
use crate::values::zone::Zone;

fn off() -> DisplayOptions {
    DisplayOptions {
        width: None,
        color: false,
        zone: Zone::UTC,
        header: true,
    }
}

fn on(width: usize) -> DisplayOptions {
    DisplayOptions {
        width: Some(width),
        ..off()
    }
}

/// The table of engagements with these fields, the default ones if there are none.
fn shown(records: &str, fields: &str, display: DisplayOptions) -> String {
    let wanted: Option<FieldsArg> = fields.parse().ok();
    let selection = FieldSelection::new(engagement::SCHEMA, wanted.as_ref(), true).unwrap();
    written(records, &selection.columns, display)
}

fn written(records: &str, columns: &[&'static Column], display: DisplayOptions) -> String {
    let text = Arc::new(records.to_owned());
    let records = RecordBatch::new(&text, serde_json::from_str(&text).unwrap()).unwrap();
    let mut table = Table::new(columns, display);
    for record in records.iter() {
        table.record(record);
    }
    let mut out = Vec::new();
    table.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const RECORDS: &str = r#"[
    {"id": "52f8e590-72af-4f20-8428-dfaf95de889e", "engagement_type": "reactive",
     "created_at": "2016-07-06T11:57:47.656Z", "duration": 0, "visitor_name": "Visitor #8",
     "flagged": false, "chat_transcript": {"href": "t"}},
    {"id": "37e9f0f4-c62e-4103-8ff6-f4e8024a4204", "engagement_type": "proactive",
     "created_at": "2016-07-06T11:46:37.569Z", "duration": 7385,
     "visitor_name": "\u001b[31mEve\u202e\nx", "flagged": true,
     "chat_transcript": {"href": "t"}, "audio_used": true, "cobrowsing_used": true},
    {"id": "98ad3576-849f-48e0-b456-a5bddfd83055", "engagement_type": null,
     "created_at": "soon", "duration": "long",
     "visitor_name": "漢字👩‍👩‍👧🇪🇪 \u0119\u0301 漢字", "flagged": false},
    {"id": "short", "created_at": null, "duration": 65, "visitor_name": ""},
    {}
]"#;

#[test]
fn wide_table_truncates_nothing() {
    let expected = "\
ID                                    CREATED_AT (UTC)     ENGAGEMENT_TYPE    DURATION  VISITOR_NAME         MEDIA                    FLAGGED
52f8e590-72af-4f20-8428-dfaf95de889e  2016-07-06 11:57:47  reactive                 0s  Visitor #8           chat                     no
37e9f0f4-c62e-4103-8ff6-f4e8024a4204  2016-07-06 11:46:37  proactive        2h 03m 05s  ^[[31mEve<U+202E>⏎x  chat, audio, cobrowsing  yes
98ad3576-849f-48e0-b456-a5bddfd83055  soon                                        long  漢字👩\u{200d}👩\u{200d}👧🇪🇪 ę\u{301} 漢字                               no
short                                                                           1m 05s

";
    assert_eq!(shown(RECORDS, "", off()), expected);
    assert_eq!(shown(RECORDS, "", on(200)), expected);
}

#[test]
fn narrow_table_abbreviates_headings_and_text() {
    for (columns, expected) in [(120, "\
ID                                    CREATED_AT (UTC)     ENGAGEMENT_TYPE    DURATION  VISITOR_NAME         MEDIA  FLAG
52f8e590-72af-4f20-8428-dfaf95de889e  2016-07-06 11:57:47  reactive                 0s  Visitor #8           c      no
37e9f0f4-c62e-4103-8ff6-f4e8024a4204  2016-07-06 11:46:37  proactive        2h 03m 05s  ^[[31mEve<U+202E>⏎x  cab    yes
98ad3576-849f-48e0-b456-a5bddfd83055  soon                                        long  漢字👩\u{200d}👩\u{200d}👧🇪🇪 ę\u{301} 漢字             no
short                                                                           1m 05s

"), (80, "\
ID                                   CREATED UTC TYPE  LENGTH VISITOR MEDIA FLAG
52f8e590-72af-4f20-8428-dfaf95de889e 07-06 11:57 reac…     0s Visito… c     no
37e9f0f4-c62e-4103-8ff6-f4e8024a4204 07-06 11:46 proa…  2h03m ^[[31m… cab   yes
98ad3576-849f-48e0-b456-a5bddfd83055 soon                long 漢字👩\u{200d}👩\u{200d}👧…       no
short                                                   1m05s

"), (40, "\
ID                                   CREATED UTC TYPE LENGTH VISITOR MEDIA FLAG
52f8e590-72af-4f20-8428-dfaf95de889e 07-06 11:57 rea…     0s Visito… c     no
37e9f0f4-c62e-4103-8ff6-f4e8024a4204 07-06 11:46 pro…  2h03m ^[[31m… cab   yes
98ad3576-849f-48e0-b456-a5bddfd83055 soon               long 漢字👩\u{200d}👩\u{200d}👧…       no
short                                                  1m05s

")] {
        assert_eq!(shown(RECORDS, "", on(columns)), expected, "{columns}");
    }
    assert_eq!(
        shown(RECORDS, "visitor_name,id", on(40)),
        "\
VI… ID
Vi… 52f8e590-72af-4f20-8428-dfaf95de889e
^[… 37e9f0f4-c62e-4103-8ff6-f4e8024a4204
漢… 98ad3576-849f-48e0-b456-a5bddfd83055
    short

"
    );
}

#[test]
fn narrow_table_keeps_year_across_years() {
    let records = RECORDS.replace("\"soon\"", "\"2015-12-31T23:59:59Z\"");
    let text = shown(&records, "", on(80));
    assert!(text.contains(" 2015-12-31 "), "{text}");
    assert!(text.contains(" 2016-07-06 "), "{text}");
    assert!(
        text.lines().all(|line| Sanitized::line(line).width() <= 80),
        "{text}"
    );
}

#[test]
fn long_name_leaves_time_of_day_across_years() {
    let records = RECORDS.replace("\"soon\"", "\"2015-12-31T23:59:59Z\"");
    let records = records.replace("Visitor #8", &"V".repeat(60));
    let text = shown(&records, "id,created_at,visitor_name", on(80));
    assert!(text.contains(" 2015-12-31 23:59 "), "{text}");
}

#[test]
fn table_headings_are_bold_and_warnings_red() {
    let display = DisplayOptions {
        color: true,
        zone: Zone::iana("Europe/Tallinn").unwrap(),
        ..off()
    };
    assert_eq!(
        shown(RECORDS, "flagged,created_at", display),
        "\
\u{1b}[1mFLAGGED  CREATED_AT (Europe/Tallinn)\u{1b}[0m
no       2016-07-06 14:57:47
\u{1b}[31myes\u{1b}[0m      2016-07-06 14:46:37
no       soon


"
    );
    let columns = export_result::SCHEMA.columns.iter();
    let status: Vec<_> = columns.filter(|column| column.name == "status").collect();
    let results = r#"[{"status": "exported"}, {"status": "failed"}]"#;
    assert_eq!(
        written(results, &status, display),
        "\u{1b}[1mSTATUS\u{1b}[0m\nexported\n\u{1b}[31mfailed\u{1b}[0m\n"
    );
}

#[test]
fn table_without_header_sizes_columns_by_rows() {
    let display = DisplayOptions {
        header: false,
        ..on(80)
    };
    assert_eq!(
        shown(RECORDS, "flagged,duration,id", display),
        "\
no           0s  52f8e590-72af-4f20-8428-dfaf95de889e
yes  2h 03m 05s  37e9f0f4-c62e-4103-8ff6-f4e8024a4204
no         long  98ad3576-849f-48e0-b456-a5bddfd83055
         1m 05s  short

"
    );
}

#[test]
fn empty_table_prints_nothing() {
    assert_eq!(shown("[]", "", off()), "");
    assert_eq!(shown("[]", "", on(80)), "");
    assert_eq!(shown("[{}]", "flagged", off()), "FLAGGED\n\n");
}

#[test]
fn huge_cell_overflows_without_widening_column() {
    let name = "x".repeat(100_000);
    let records = json!([
        {"visitor_name": name, "flagged": true},
        {"visitor_name": "y", "flagged": false},
    ]);
    let lines = shown(&records.to_string(), "visitor_name,flagged", off());
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines[1], format!("{name}  yes"));
    assert_eq!(lines[2], format!("{:40}  no", "y"));
}

/// Text with a good part of what is hard to show.
fn hard_text() -> impl Strategy<Value = String> {
    let hard = "\0\n\r\t \u{1b}\u{7f}\u{9b}\u{ad}\u{200b}\u{200d}\u{202e}\u{2066}\u{feff}\u{301}\u{fe0f}👩🏽🇪漢é…";
    let hard: Vec<char> = hard.chars().collect();
    let character = prop_oneof![
        prop::sample::select(hard),
        any::<char>(),
        prop::char::range('a', 'z')
    ];
    prop::collection::vec(character, 0..60).prop_map(String::from_iter)
}

fn record() -> impl Strategy<Value = Value> {
    let time = prop_oneof![Just("2016-07-06T11:57:47.656Z".to_owned()), hard_text()];
    let duration = prop_oneof![
        any::<u64>().prop_map(Value::from),
        hard_text().prop_map(Value::from)
    ];
    let flag = prop_oneof![
        any::<bool>().prop_map(Value::from),
        hard_text().prop_map(Value::from)
    ];
    let texts = (hard_text(), hard_text(), hard_text());
    (texts, time, duration, flag).prop_map(|((id, kind, name), time, duration, flag)| {
        json!({"id": id, "engagement_type": kind, "visitor_name": name, "created_at": time,
            "duration": duration, "flagged": flag, "audio_used": true, "video_used": true})
    })
}

proptest! {
    #[test]
    fn table_lines_fit_and_are_sanitized(
        records in prop::collection::vec(record(), 1..8),
        width in prop::option::of(1_usize..250),
    ) {
        let ids = records.iter().map(|record| Sanitized::line(record["id"].as_str().unwrap()).width());
        // The other columns take at least: 19 + 4 + 6 + 7 + 5 + 4 and the gaps.
        let least = ids.max().unwrap().max(2) + 51;
        let text = shown(&json!(records).to_string(), "", DisplayOptions { width, ..off() });
        prop_assert_eq!(text.lines().count(), records.len() + 1);
        for line in text.lines() {
            prop_assert!(!line.contains(|c: char| c.is_control() || is_invisible(c)), "{line:?}");
            prop_assert_eq!(line.trim_end(), line);
            if let Some(width) = width {
                prop_assert!(Sanitized::line(line).width() <= width.max(least), "{line:?}");
            }
        }
    }
}
