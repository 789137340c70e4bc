//! Values as people read them: local times, durations in minutes and seconds, yes and no.

use super::json_text;
use crate::records::column::DisplayKind;
use crate::records::json::Cell;
use crate::records::parse_time;
use crate::values::zone::Zone;

/// Returns the text of a value: empty if it is null or missing, and as the API sent it if it is not of
/// the expected kind. The text is untrusted.
pub(super) fn value_text(kind: DisplayKind, cell: &Cell<'_>, zone: Zone) -> String {
    let formatted = match (kind, cell) {
        (DisplayKind::Time, Cell::Text(text)) => local_time(text, zone),
        (DisplayKind::Duration, Cell::Literal(seconds)) => duration(seconds),
        (DisplayKind::Flag, Cell::Literal(text)) if text == "true" => Some("yes".to_owned()),
        (DisplayKind::Flag, Cell::Literal(text)) if text == "false" => Some("no".to_owned()),
        _ => None,
    };
    formatted.unwrap_or_else(|| match cell {
        Cell::Missing | Cell::Null => String::new(),
        Cell::Literal(text) | Cell::Text(text) => text.to_string(),
        Cell::List(list) => list.join(", "),
        Cell::Json(json) => json_text::compact(json.get()),
    })
}

/// Formats a time of the API in a zone, `2016-07-06 11:57:47`; `None` unless it has an offset.
pub(super) fn local_time(text: &str, zone: Zone) -> Option<String> {
    parse_time(text).map(|instant| zone.format_local(instant))
}

/// Returns whether a displayed value is a warning: a flagged engagement, a failed export.
pub(super) fn is_warning(column: &str, text: &str) -> bool {
    matches!(
        (column, text),
        ("flagged", "yes") | ("status", "failed" | "unknown")
    )
}

/// Formats seconds as `1m 05s`, without the half second that a median can have.
fn duration(seconds: &str) -> Option<String> {
    let seconds: u64 = seconds.strip_suffix(".5").unwrap_or(seconds).parse().ok()?;
    Some(match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
        (hours, minutes, seconds) => format!("{hours}h {minutes:02}m {seconds:02}s"),
    })
}

#[cfg(test)]
mod tests {
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
}
