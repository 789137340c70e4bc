//! Instants as the list's filters take them: ISO 8601 to any precision, a full RFC 3339
//! instant among them; without an offset they are UTC.

use chrono::{DateTime, Days, FixedOffset, Months, NaiveDateTime, TimeDelta};

/// What a text leaves out begins like this.
const START: &str = "0000-01-01T00:00:00";

/// The first and the last Unix millisecond that `text` names: a whole year, a minute, or for
/// a text with a fraction of a second one instant. None if it names nothing.
pub(crate) fn span(text: &str) -> Option<(i64, i64)> {
    let (local, offset) = split_offset(text)?;
    let (whole, fraction) = local.split_once('.').unwrap_or((local, ""));
    let same_shape = |(a, b): (u8, u8)| {
        if b.is_ascii_digit() {
            a.is_ascii_digit()
        } else {
            a == b
        }
    };
    let known = [4, 7, 10, 13, 16, 19].contains(&whole.len());
    if !known || !whole.bytes().zip(START.bytes()).all(same_shape) {
        return None;
    }
    let full = format!("{whole}{}", &START[whole.len()..]);
    let start = NaiveDateTime::parse_from_str(&full, "%Y-%m-%dT%H:%M:%S").ok()?;
    let unix = |local: NaiveDateTime| (local.and_utc() - offset).timestamp_millis();
    if local.contains('.') {
        let exact = unix(start) + milliseconds(fraction).filter(|_| whole.len() == 19)?;
        return Some((exact, exact));
    }
    Some((unix(start), unix(next(start, whole.len())?) - 1))
}

/// Splits `Z`, `+02:00`, `+0200` or `+02` off; only a time of day can have one.
fn split_offset(text: &str) -> Option<(&str, TimeDelta)> {
    if let Some(local) = text.strip_suffix('Z') {
        return local.contains('T').then_some((local, TimeDelta::zero()));
    }
    let Some(sign) = text
        .find('T')
        .and_then(|time| Some(time + text[time..].find(['+', '-'])?))
    else {
        return Some((text, TimeDelta::zero()));
    };
    let (local, offset) = text.split_at(sign);
    let minutes = if offset.len() == 3 { ":00" } else { "" };
    let any_instant = format!("2000-01-01T00:00:00{offset}{minutes}");
    let parsed =
        DateTime::<FixedOffset>::parse_from_str(&any_instant, "%Y-%m-%dT%H:%M:%S%z").ok()?;
    Some((
        local,
        TimeDelta::seconds(parsed.offset().local_minus_utc().into()),
    ))
}

/// The whole milliseconds in the digits of a fraction of a second.
fn milliseconds(fraction: &str) -> Option<i64> {
    let digits = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let three = format!("{fraction}00");
    digits.then(|| three[..3].parse().ok()).flatten()
}

/// The start of what follows the year, month, … that a text of `length` names.
fn next(start: NaiveDateTime, length: usize) -> Option<NaiveDateTime> {
    match length {
        4 => start.checked_add_months(Months::new(12)),
        7 => start.checked_add_months(Months::new(1)),
        10 => start.checked_add_days(Days::new(1)),
        13 => start.checked_add_signed(TimeDelta::hours(1)),
        16 => start.checked_add_signed(TimeDelta::minutes(1)),
        _ => start.checked_add_signed(TimeDelta::seconds(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text, and the first and the last instant that it names.
    const SPANS: &str = "
        2015                         2015-01-01T00:00:00Z      2015-12-31T23:59:59.999Z
        2016-02                      2016-02-01T00:00:00Z      2016-02-29T23:59:59.999Z
        2015-10-01                   2015-10-01T00:00:00Z      2015-10-01T23:59:59.999Z
        2015-10-01T13                2015-10-01T13:00:00Z      2015-10-01T13:59:59.999Z
        2015-10-01T13:30             2015-10-01T13:30:00Z      2015-10-01T13:30:59.999Z
        2015-10-01T13:30:05          2015-10-01T13:30:05Z      2015-10-01T13:30:05.999Z
        2015-10-01T13:30:05Z         2015-10-01T13:30:05Z      2015-10-01T13:30:05.999Z
        2015-10-01T13:30:05.5Z       2015-10-01T13:30:05.500Z  2015-10-01T13:30:05.500Z
        2015-10-01T13:30:05.123456Z  2015-10-01T13:30:05.123Z  2015-10-01T13:30:05.123Z
        2015-10-01T13:30+02:00       2015-10-01T11:30:00Z      2015-10-01T11:30:59.999Z
        2015-10-01T13-0530           2015-10-01T18:30:00Z      2015-10-01T19:29:59.999Z
        2015-10-01T13:30:00.000+02   2015-10-01T11:30:00Z      2015-10-01T11:30:00Z
    ";

    #[test]
    fn a_text_names_a_span_as_long_as_its_precision() {
        let unix = |time: &str| {
            time.parse::<DateTime<FixedOffset>>()
                .unwrap()
                .timestamp_millis()
        };
        for line in SPANS.trim().lines() {
            let words: Vec<_> = line.split_whitespace().collect();
            let expected = (unix(words[1]), unix(words[2]));
            assert_eq!(span(words[0]), Some(expected), "{line}");
        }
    }

    #[test]
    fn nonsense_names_nothing() {
        let nonsense = [
            "",
            "x",
            "yesterday",
            "201",
            "2015-1-1",
            "2015-13",
            "2015-02-30",
            "2015-10-01Z",
            "2015-10-01T25",
            "2015-10-01 13:30",
            "2015-10-01T13:30:05.",
            "2015-10-01T13.5",
            "2015-10-01T13:30:05.1x",
            "2015-10-01T13+2",
            "+015-10-01",
            "1443657600",
            "２０１５",
        ];
        for text in nonsense {
            assert_eq!(span(text), None, "{text}");
        }
    }
}
