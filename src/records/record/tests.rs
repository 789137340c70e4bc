use serde_json::value::RawValue;

use super::Record;
use crate::records::json::JsonSlice;

fn record(json: &str) -> Record {
    Record::new(RawValue::from_string(json.to_owned()).unwrap())
}

#[test]
fn members_keep_order_digits_and_names() {
    let json = "{\"a\" : 1.10,\n\"b\":[ {\"c\": \"]}\\\"\" } , null ] ,\"b\":{},\"\\u0064\": \"\\\\\"\t,\"e\":-0 }";
    let record = record(json);
    let members = record.json().members();
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
}

#[test]
fn finds_last_member_in_any_spelling() {
    let json = r#"{"id" : 1, "ie": 2, "\u0069d":"a\\", "": 4, "idx": 5, "a\"b": 6, "\ud800": 7}"#;
    let record = record(json);
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
        assert_eq!(record.get(name).map(JsonSlice::get), expected, "{name}");
        let member = record.json().member(name);
        assert_eq!(member.map(JsonSlice::get), expected, "{name}");
    }
}

#[test]
fn non_objects_have_no_members() {
    for json in ["1", "null", "[1, 2]", "\"{}\"", "{}", "{ }"] {
        let record = record(json);
        assert!(record.get("a").is_none(), "{json}");
        assert_eq!(record.json().members().count(), 0, "{json}");
    }
}
