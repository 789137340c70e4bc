use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

#[test]
fn compact_removes_whitespace_outside_strings() {
    for (json, expected) in [
        (
            " {\r\n\t\"a b\" : [ 1 , \"c  d\" ] ,\n\"e\":null } ",
            r#"{"a b":[1,"c  d"],"e":null}"#,
        ),
        ("[ ]", "[]"),
        ("{ \n }", "{}"),
        (r#"["\" : \\", "x"]"#, r#"["\" : \\","x"]"#),
        (r#"  "alone"  "#, r#""alone""#),
        (" true ", "true"),
    ] {
        assert_eq!(compact(json), expected);
    }
}

#[test]
fn pretty_indents_from_start_level() {
    let json = r#"{"a":[1,{}],"b":[ ],"c":"d:e,f[g]"}"#;
    let expected = [
        "{",
        r#"      "a": ["#,
        "        1,",
        "        {}",
        "      ],",
        r#"      "b": [],"#,
        r#"      "c": "d:e,f[g]""#,
        "    }",
    ]
    .join("\n");
    assert_eq!(pretty(json, 2), expected);
}

#[test]
fn json_tokens_and_key_order_are_kept() {
    for json in [
        r"[1e400,-0.0,-0,1.10,12345678901234567890,0.10000000000000000000001,1E+2]",
        r#"["\u0041\/\n\ud83d\ude00\ud800","é漢😀","\u202e"]"#,
        r#"{"z":1,"a":2,"z":3}"#,
    ] {
        assert_eq!(compact(json), json);
        assert_eq!(compact(&pretty(json, 0)), json);
    }
}

#[test]
fn terminal_controls_in_json_are_escaped() {
    for (text, expected) in [
        ("a\u{7f}b", r"a\u007fb"),
        ("\u{80}\u{9b}31m\u{9f}", r"\u0080\u009b31m\u009f"),
        ("x\u{202e}y\u{2066}", r"x\u202ey\u2066"),
        (
            "\u{ad}\u{61c}\u{200b}\u{2028}\u{feff}",
            r"\u00ad\u061c\u200b\u2028\ufeff",
        ),
        ("\u{e0001}\u{e007f}", r"\udb40\udc01\udb40\udc7f"),
        ("é\u{200d}\u{202e}漢", "é\u{200d}\\u202e漢"),
    ] {
        let quoted = format!("\"{expected}\"");
        assert_eq!(compact(&format!("\"{text}\"")), quoted);
        assert_eq!(
            compact(&format!("{{\"{text}\": 1}}")),
            format!("{{{quoted}:1}}")
        );
        assert_eq!(
            pretty(&format!("[\"{text}\"]"), 0),
            format!("[\n  {quoted}\n]")
        );
    }
}

#[test]
fn deep_json_needs_no_stack_or_quadratic_indent() {
    let deep = "[".repeat(10_000) + &"]".repeat(10_000);
    assert_eq!(compact(&deep), deep);
    let indented = pretty(&deep, 0);
    assert_eq!(compact(&indented), deep);
    assert_eq!(
        indented.lines().map(str::len).max(),
        Some(2 * MAX_INDENT + "[]".len())
    );
}

/// Any value whose strings are taken from `text`.
fn value(text: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(|flag| json!(flag)),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
        text.clone().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 40, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((text.clone(), inner), 0..6)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn hostile_text() -> impl Strategy<Value = String> + Clone {
    let hostile: Vec<char> = "\"\\ {}[],:\n\u{7f}\u{9b}\u{202e}\u{200b}\u{e0041}é漢"
        .chars()
        .collect();
    let character = prop_oneof![prop::sample::select(hostile), any::<char>()];
    prop::collection::vec(character, 0..12).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn reformatted_json_keeps_value(value in value(hostile_text())) {
        let json = serde_json::to_string(&value).unwrap();
        let same: Value = serde_json::from_str(&json).unwrap();
        let (line, lines) = (compact(&json), pretty(&json, 0));
        prop_assert_eq!(&serde_json::from_str::<Value>(&line).unwrap(), &same);
        prop_assert_eq!(&serde_json::from_str::<Value>(&lines).unwrap(), &same);
        prop_assert!(!line.contains(|c: char| c.is_control() || is_invisible(c)), "{line:?}");
        let forbidden = |c: char| c != '\n' && c.is_control() || is_invisible(c);
        prop_assert!(!lines.contains(forbidden), "{lines:?}");
        prop_assert_eq!(compact(&lines), line.clone());
        prop_assert_eq!(pretty(&line, 0), lines);
    }

    #[test]
    fn plain_json_matches_serde_json_format(value in value("[ -~à-ž漢]{0,12}")) {
        let line = serde_json::to_string(&value).unwrap();
        let lines = serde_json::to_string_pretty(&value).unwrap();
        prop_assert_eq!(pretty(&line, 0), lines.clone());
        prop_assert_eq!(compact(&lines), line);
    }
}
