use serde_json::value::RawValue;

use super::*;

#[test]
fn display_kinds_format_values() {
    use DisplayKind::{Duration, Flag, Id, Number, Text, Time};
    for (look, json, expected) in [
        (Time, r#""2016-07-06T11:57:47.656Z""#, "2016-07-06 14:57:47"),
        (
            Time,
            r#""2016-07-06T22:57:47+01:00""#,
            "2016-07-07 00:57:47",
        ),
        (Time, r#""2016-07-06T22:57:47+0100""#, "2016-07-07 00:57:47"),
        (Time, r#""2016-07-06T22:57:47""#, "2016-07-06T22:57:47"),
        (Time, r#""2016-07-06""#, "2016-07-06"),
        (Time, "1467806267", "1467806267"),
        (Duration, "0", "0s"),
        (Duration, "59", "59s"),
        (Duration, "65", "1m 05s"),
        (Duration, "3600", "1h 00m 00s"),
        (Duration, "7205", "2h 00m 05s"),
        (Duration, "360000", "100h 00m 00s"),
        (
            Duration,
            "18446744073709551615",
            "5124095576030431h 00m 15s",
        ),
        (Duration, "18446744073709551616", "18446744073709551616"),
        (Duration, "-5", "-5"),
        (Duration, "1.5", "1s"),
        (Duration, "3665.5", "1h 01m 05s"),
        (Duration, "1.25", "1.25"),
        (Duration, r#""soon""#, "soon"),
        (Flag, "true", "yes"),
        (Flag, "false", "no"),
        (Flag, "1", "1"),
        (Flag, r#""true""#, "true"),
        (Text, "true", "true"),
        (Text, r#"["a", 1]"#, "a, 1"),
        (Text, "[ {\"a\" : \"\u{202e}\"} ]", r#"[{"a":"\u202e"}]"#),
        (Id, r#""a""#, "a"),
        (Number, "1.10", "1.10"),
        (Number, "null", ""),
        (Flag, "null", ""),
    ] {
        let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
        let zone = Zone::iana("Europe/Tallinn").unwrap();
        assert_eq!(
            value_text(look, &Cell::of(Some((&*raw).into())), zone),
            expected,
            "{json}"
        );
    }
    assert_eq!(value_text(Text, &Cell::Missing, Zone::UTC), "");
}
