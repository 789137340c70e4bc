//! Lengths of time as users type them: `500ms`, `30s`, `5m`, `2h`, `7d`, `2w`.

use std::time::Duration;

use super::bad_value::BadValue;

/// The longest duration that an option takes. It is far from what breaks clocks when added to
/// them, and nobody waits longer.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Reads the value of an option that is a duration; a bare number is seconds.
///
/// # Errors
/// Anything else, and more than 365 days.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, BadValue> {
    let duration = match text.parse() {
        Ok(seconds) if is_digits(text) => Some(Duration::from_secs(seconds)),
        _ => number_and_unit(text),
    };
    match duration {
        Some(duration) if duration <= LONGEST => Ok(duration),
        Some(_) => Err(BadValue::new(text, "longer than 365 days")),
        None => Err(BadValue::new(
            text,
            "not a duration: expected `500ms`, `30s`, `5m`, `2h`, or a bare number of seconds",
        )),
    }
}

/// Reads a deadline: a duration in which something can happen.
///
/// # Errors
/// As [`parse_duration`], and zero, which would fail every attempt before it began.
pub(crate) fn parse_deadline(text: &str) -> Result<Duration, BadValue> {
    match parse_duration(text)? {
        Duration::ZERO => Err(BadValue::new(
            text,
            "no time at all: expected at least `1ms`",
        )),
        duration => Ok(duration),
    }
}

/// A whole number directly followed by its unit; None for anything else, and for a length
/// beyond 64 bits of milliseconds.
pub(super) fn number_and_unit(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
    let milliseconds = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        "d" => 24 * 60 * 60 * 1000,
        "w" => 7 * 24 * 60 * 60 * 1000,
        _ => return None,
    };
    let number: u64 = number.parse().ok()?;
    number.checked_mul(milliseconds).map(Duration::from_millis)
}

/// Whether text is ASCII digits and nothing else; number parsers take a sign as well.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_with_a_unit_and_bare_seconds() {
        for (text, milliseconds) in [
            ("0", 0),
            ("0s", 0),
            ("1ms", 1),
            ("500ms", 500),
            ("30", 30_000),
            ("30s", 30_000),
            ("007s", 7_000),
            ("5m", 300_000),
            ("2h", 7_200_000),
            ("24h", 86_400_000),
            ("7d", 604_800_000),
            ("2w", 1_209_600_000),
            ("365d", 31_536_000_000),
            ("31536000", 31_536_000_000),
        ] {
            assert_eq!(
                parse_duration(text),
                Ok(Duration::from_millis(milliseconds)),
                "`{text}`"
            );
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "", " ", "s", "ms", "-1", "+1", "+1s", "-1s", " 1s", "1s ", "1 s", "1S", "1M", "1.5s",
            "1,5", "0.5", "1e3", "0x10", "1h30m", "1sec", "1y", "1µs", "٣s", "٣", "inf", "1s\n",
            "1_000",
        ] {
            let error = parse_duration(text).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("`{text}` is not a duration: expected")),
                "{error}"
            );
        }
    }

    #[test]
    fn what_would_break_clocks_is_refused() {
        for text in [
            "366d",
            "53w",
            "31536001",
            "8761h",
            "18446744073709551615",
            "18446744073709551615ms",
        ] {
            let error = parse_duration(text).unwrap_err().to_string();
            assert_eq!(error, format!("`{text}` is longer than 365 days"));
        }
        for text in [
            "18446744073709551616",
            "18446744073709551615w",
            "99999999999999999999999s",
        ] {
            assert!(parse_duration(text).is_err(), "`{text}` was read");
        }
    }

    #[test]
    fn a_deadline_leaves_some_time() {
        assert_eq!(parse_deadline("1ms"), Ok(Duration::from_millis(1)));
        for text in ["0", "0s", "0ms", "0h"] {
            let error = parse_deadline(text).unwrap_err().to_string();
            assert_eq!(
                error,
                format!("`{text}` is no time at all: expected at least `1ms`")
            );
        }
        assert!(parse_deadline("soon").is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in prop_oneof![any::<String>(), "[0-9]{0,25}(ms|[a-z])?"]) {
            prop_assert!(parse_duration(&text).map_or(true, |duration| duration <= LONGEST));
        }
    }
}
