use proptest::prelude::*;
use serde_json::value::RawValue;

use super::{Json, quote_or_backslash};

fn names_and_values(json: &str) -> Vec<(String, String)> {
    let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
    let members = Json::from(&*raw).members();
    members
        .map(|(name, value)| (name.text().unwrap().into_owned(), value.get().to_owned()))
        .collect()
}

#[test]
fn members_are_told_apart_whatever_is_in_them() {
    let json = "{\"a\" : 1.10,\n\"b\":[ {\"c\": \"]}\\\"\" } , null ] ,\"b\":{},\"\\u0064\": \"\\\\\"\t,\"e\":-0 }";
    let expected = [
        ("a", "1.10"),
        ("b", "[ {\"c\": \"]}\\\"\" } , null ]"),
        ("b", "{}"),
        ("d", "\"\\\\\""),
        ("e", "-0"),
    ];
    let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(names_and_values(json), expected);
}

#[test]
fn what_is_no_object_has_no_members_and_what_is_no_array_no_entries() {
    for json in ["1", "null", "[1, 2]", "\"{}\"", "{}", "{ }"] {
        assert_eq!(names_and_values(json), [], "{json}");
    }
    for (json, entries) in [("[]", 0), ("[ ]", 0), ("[1 , [2,3], \"]\" ]", 3)] {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        let found = Json::from(&*raw).entries().unwrap();
        assert_eq!(found.count(), entries, "{json}");
    }
    let raw: Box<RawValue> = serde_json::from_str("{\"a\": []}").unwrap();
    assert!(Json::from(&*raw).entries().is_none());
}

#[test]
fn of_a_repeated_name_the_last_counts_however_it_is_spelt() {
    let raw: Box<RawValue> =
        serde_json::from_str("{\"id\": 1, \"\\u0069d\": 2, \"i\": 3, \"idx\": 4}").unwrap();
    let json = Json::from(&*raw);
    assert_eq!(json.member("id").map(Json::get), Some("2"));
    assert_eq!(json.member("ID"), None);
}

#[test]
fn the_first_quote_or_backslash_is_found_at_every_place() {
    // Bytes that differ from the wanted ones in one bit, and the first and last of all.
    for filler in [b' ', b'#', b'[', b']', b'\\' | 0x80, b'"' | 0x80, 0, 0xff] {
        for length in 0..20 {
            let mut text = vec![filler; length];
            assert_eq!(quote_or_backslash(&text), None, "{text:?}");
            for at in (0..length).rev() {
                for wanted in [b'"', b'\\'] {
                    text[at] = wanted;
                    assert_eq!(quote_or_backslash(&text), Some(at), "{text:?}");
                }
            }
        }
    }
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..5)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    /// Parts put together again are the whole: nothing is lost, split or invented.
    #[test]
    fn the_parts_are_those_a_parser_finds(value in value(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let raw = RawValue::from_string(text.unwrap()).unwrap();
        prop_assert_eq!(rebuilt(Json::from(&*raw)), value);
    }
}

fn rebuilt(json: Json<'_>) -> serde_json::Value {
    if json.is_object() {
        let members = json.members();
        return members
            .map(|(name, value)| (name.text().unwrap().into_owned(), rebuilt(value)))
            .collect();
    }
    match (json.entries(), json.text()) {
        (Some(entries), _) => entries.map(rebuilt).collect(),
        (None, Some(text)) => text.into(),
        (None, None) => serde_json::from_str(json.get()).unwrap(),
    }
}
