use serde_json::value::RawValue;

use super::{Cell, JsonSlice, MAX_DEPTH};

fn parsed(json: &str) -> Box<RawValue> {
    serde_json::from_str(json).unwrap()
}

#[test]
fn only_arrays_have_entries() {
    for (json, entries) in [
        ("[]", Some(&[][..])),
        ("[1 , [2,3], \"]\" ]", Some(&["1", "[2,3]", "\"]\""])),
        ("{\"a\": []}", None),
        ("\"[]\"", None),
    ] {
        let raw = parsed(json);
        let found = JsonSlice::from(&*raw).entries();
        let found = found.map(|found| found.into_iter().map(JsonSlice::get).collect());
        assert_eq!(found, entries.map(<[_]>::to_vec), "{json}");
    }
}

#[test]
fn nesting_depth_ignores_strings() {
    let is_shallow = |json: &str| JsonSlice::from(&*parsed(json)).ensure_shallow().is_ok();
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let strings = format!(
        r#"["\"{}", "\\", {}]"#,
        "[".repeat(600),
        nested(MAX_DEPTH - 1)
    );
    assert!(is_shallow(&strings));
    assert!(is_shallow(&nested(MAX_DEPTH)));
    assert!(!is_shallow(&nested(MAX_DEPTH + 1)));
    assert!(is_shallow(&format!("[{}[]]", "[],".repeat(999))));
}

#[test]
fn cells_keep_values_unchanged() {
    let cell = |json: &str| {
        let raw = parsed(json);
        format!("{:?}", Cell::of(Some((&*raw).into())))
    };
    for (json, expected) in [
        ("null", "Null"),
        ("true", r#"Literal("true")"#),
        ("1.10", r#"Literal("1.10")"#),
        ("-0", r#"Literal("-0")"#),
        (r#""a\u00e9\n""#, r#"Text("aé\n")"#),
        (r#""\ud83d\ude00""#, r#"Text("😀")"#),
        (r#""x\ud800y""#, r#"Text("x���y")"#),
        ("[]", "List([])"),
        (r#"["a", 1, true]"#, r#"List(["a", "1", "true"])"#),
    ] {
        assert_eq!(cell(json), expected, "{json}");
    }
    for json in [r#"["a", null]"#, "[[]]", "[{}]", "{}"] {
        assert!(cell(json).starts_with("Json"), "{json}");
    }
    assert!(matches!(Cell::of(None), Cell::Missing));
}
