//! Numbers, durations and sizes as users type them: `8`, `500ms`, `1d12h`, `4GiB`.

use std::fmt::Display;
use std::str::FromStr;
use std::time::Duration;

/// Parses a number of at least `min` and at most `max`, if there is a maximum.
pub(crate) fn number<T>(
    min: T,
    max: Option<T>,
) -> impl Fn(&str) -> Result<T, String> + Clone + Send + Sync
where
    T: Copy + Display + FromStr + PartialOrd + Send + Sync,
{
    move |text| {
        let number = text.parse().ok();
        let is_valid = |number: &T| *number >= min && max.is_none_or(|max| *number <= max);
        number.filter(is_valid).ok_or_else(|| match max {
            Some(max) => format!("expected a number from {min} to {max}"),
            None => format!("expected a number of {min} or more"),
        })
    }
}

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

/// Parses a number of bytes with an optional unit. All units are powers of 1024.
///
/// # Errors
/// The text is no size.
pub(crate) fn parse_size(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let unit = text[digits.len()..].to_ascii_lowercase();
    let unit = unit.trim_end_matches('b').trim_end_matches('i');
    let power = ["", "k", "m", "g", "t"]
        .iter()
        .position(|known| *known == unit);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let size = match (digits.parse::<u64>(), power) {
        (Ok(number), Some(power)) if is_number => number.checked_mul(1 << (10 * power)),
        _ => None,
    };
    size.ok_or_else(|| "expected a size such as 500MB, 4GiB, or a number of bytes".to_owned())
}

#[cfg(test)]
mod tests;
