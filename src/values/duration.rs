//! Durations as users type them: `500ms`, `30s`, `5m`, `2h`, `1d12h`, `2w`.

use std::time::Duration;

/// The longest duration of an option. A longer one could overflow the clock that it is added to.
const MAX_DURATION: Duration = Duration::from_secs(365 * 24 * 60 * 60);

const EXPECTED: &str = "expected a duration such as 500ms, 30s, 5m, 2h, or a number of seconds";

/// Parses the duration of an option; a bare number is seconds.
///
/// # Errors
/// The text is no duration, or one of more than 365 days.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let duration = match text.parse() {
        Ok(seconds) if is_number => Some(Duration::from_secs(seconds)),
        _ => parse_units(text),
    };
    match duration {
        Some(duration) if duration <= MAX_DURATION => Ok(duration),
        Some(_) => Err("expected at most 365 days".to_owned()),
        None => Err(EXPECTED.to_owned()),
    }
}

/// Parses a timeout: a duration that is not zero.
///
/// # Errors
/// As [`parse_duration`], and less than a millisecond.
pub(crate) fn parse_deadline(text: &str) -> Result<Duration, String> {
    match parse_duration(text)? {
        duration if duration < Duration::from_millis(1) => Err("expected at least 1ms".to_owned()),
        duration => Ok(duration),
    }
}

/// Parses numbers with units, in any letter case: `7d`, `7D`, `1d12h`.
///
/// A capital `M`, a month to humantime, is rejected: it is more likely a mistyped minute.
pub(super) fn parse_units(text: &str) -> Option<Duration> {
    if text.contains('M') || !text.ends_with(|last: char| last.is_ascii_alphabetic()) {
        return None;
    }
    humantime::parse_duration(&text.to_ascii_lowercase()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn duration_has_units_or_is_seconds() {
        for (text, milliseconds) in [
            ("0", 0),
            ("0s", 0),
            ("1ms", 1),
            ("500ms", 500),
            ("30", 30_000),
            ("30s", 30_000),
            ("007s", 7_000),
            ("5m", 300_000),
            ("1.5m", 90_000),
            ("2h", 7_200_000),
            ("1h30m", 5_400_000),
            ("24H", 86_400_000),
            ("1d12h", 129_600_000),
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
    fn invalid_duration_is_rejected() {
        for text in [
            "",
            " ",
            "s",
            "ms",
            "-1",
            "+1",
            "+1s",
            "-1s",
            "1M",
            "1h30",
            "1,5",
            "1e3",
            "0x10",
            "1x",
            "٣s",
            "٣",
            "inf",
            "1_000",
            "18446744073709551616",
            "99999999999999999999999s",
        ] {
            assert_eq!(parse_duration(text), Err(EXPECTED.to_owned()), "`{text}`");
        }
    }

    #[test]
    fn duration_above_one_year_is_rejected() {
        for text in [
            "366d",
            "53w",
            "31536001",
            "8761h",
            "1y",
            "18446744073709551615",
        ] {
            let error = parse_duration(text).unwrap_err();
            assert_eq!(error, "expected at most 365 days", "`{text}`");
        }
    }

    #[test]
    fn deadline_is_at_least_a_millisecond() {
        assert_eq!(parse_deadline("1ms"), Ok(Duration::from_millis(1)));
        for text in ["0", "0s", "0ms", "0h", "1us"] {
            let error = parse_deadline(text).unwrap_err();
            assert_eq!(error, "expected at least 1ms", "`{text}`");
        }
        assert!(parse_deadline("soon").is_err());
    }

    proptest! {
        #[test]
        fn parsed_duration_never_exceeds_maximum(
            text in prop_oneof![any::<String>(), "[0-9.]{0,25}(ms|[a-zA-Z])?"],
        ) {
            prop_assert!(parse_duration(&text).map_or(true, |duration| duration <= MAX_DURATION));
        }
    }
}
