use serde_json::value::RawValue;

use super::Record;
use crate::records::RecordBatch;
use crate::records::json::JsonSlice;

/// Checks a record by itself and the same record as part of a response.
fn check_both(json: &str, check: impl Fn(Record<'_>)) {
    let page = format!("[ {{}}, {json} ]");
    let page = RecordBatch::parse(page.into(), |text| serde_json::from_str(text)).unwrap();
    let record = page.iter().next_back().unwrap();
    let alone = record.json();
    check(Record::of(alone));
    check(record);
}

fn text<'a>(record: &Record<'a>, name: &str) -> Option<&'a str> {
    record.get(name).map(JsonSlice::get)
}

#[test]
fn members_keep_order_digits_and_names() {
    let json = "{\"a\" : 1.10,\n\"b\":[ {\"c\": \"]}\\\"\" } , null ] ,\"b\":{},\"\\u0064\": \"\\\\\"\t,\"e\":-0 }";
    check_both(json, |record| {
        let members = record.iter();
        let members: Vec<_> = members
            .map(|(name, value)| (name.into_owned(), value.get()))
            .collect();
        let expected = [
            ("a", "1.10"),
            ("b", "[ {\"c\": \"]}\\\"\" } , null ]"),
            ("b", "{}"),
            ("d", "\"\\\\\""),
            ("e", "-0"),
        ];
        assert_eq!(
            members,
            expected.map(|(name, value)| (name.to_owned(), value))
        );
    });
}

#[test]
fn finds_last_member_in_any_spelling() {
    let json = r#"{"id" : 1, "ie": 2, "\u0069d":"a\\", "": 4, "idx": 5, "a\"b": 6, "\ud800": 7}"#;
    check_both(json, |record| {
        for (name, expected) in [
            ("id", Some(r#""a\\""#)),
            ("ie", Some("2")),
            ("", Some("4")),
            ("idx", Some("5")),
            ("a\"b", Some("6")),
            ("\u{fffd}\u{fffd}\u{fffd}", Some("7")),
            ("\\u0069d", None),
            ("i", None),
            ("ID", None),
        ] {
            assert_eq!(text(&record, name), expected, "{name}");
        }
    });
}

#[test]
fn non_objects_have_no_members() {
    for json in ["1", "null", "[1, 2]", "\"{}\"", "{}", "{ }"] {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        assert_eq!(Record::of((&*raw).into()).iter().count(), 0, "{json}");
    }
}
