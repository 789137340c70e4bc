//! Dates and times of ISO 8601 at any precision. `2015-10` names all of that October.
//!
//! Stricter than chrono's own parsers, which accept signs, spaces and leap seconds.

use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    TimeDelta, Utc,
};

use super::zone::Zone;

/// A full time. A shorter text must have the shape of its beginning, and means its first instant.
const TEMPLATE: &str = "0000-01-01T00:00:00";

/// Everything from the first to the last millisecond that a date or time names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeRange {
    first: NaiveDateTime,
    last: NaiveDateTime,
    /// `None`: a local time of some zone.
    offset: Option<FixedOffset>,
}

impl TimeRange {
    /// Returns a day, without an offset.
    pub(crate) fn of_day(day: NaiveDate) -> Self {
        let first = day.and_time(NaiveTime::MIN);
        Self {
            first,
            last: first + TimeDelta::days(1) - TimeDelta::milliseconds(1),
            offset: None,
        }
    }

    /// Parses `2015`, `2015-10`, `2015-10-01`, `2015-10-01T13` and so on to fractions of a second.
    /// A time may have an offset, and a space instead of its `T`. Returns `None` for a text of
    /// another shape.
    ///
    /// # Errors
    /// The reason why there is no such date or time, as in `February 2024 has no day 30`.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, String> {
        let Some(parts) = Parts::split(text) else {
            return Ok(None);
        };
        let first = parts.first()?;
        let last = match parts.fraction {
            // The API's times have milliseconds: a finer time ends with the one that it lies in.
            Some(fraction) => {
                let is_exact = fraction.bytes().skip(3).all(|digit| digit == b'0');
                first + TimeDelta::milliseconds(i64::from(!is_exact))
            }
            None => first + parts.precision(first) - TimeDelta::milliseconds(1),
        };
        Ok(Some(Self {
            first,
            last,
            offset: parts.offset,
        }))
    }

    /// Returns its first instant; `zone` applies if the text had no offset.
    pub(crate) fn first(self, zone: Zone) -> DateTime<Utc> {
        match self.offset {
            Some(offset) => (self.first - offset).and_utc(),
            None => zone.earliest(self.first),
        }
    }

    /// Returns its last instant; `zone` applies if the text had no offset.
    pub(crate) fn last(self, zone: Zone) -> DateTime<Utc> {
        match self.offset {
            Some(offset) => (self.last - offset).and_utc(),
            None => zone.latest(self.last),
        }
    }
}

/// A text of the right shape, whose numbers may still be out of range.
struct Parts<'a> {
    /// The beginning of [`TEMPLATE`] in digits.
    whole: &'a str,
    /// The digits after the seconds.
    fraction: Option<&'a str>,
    offset: Option<FixedOffset>,
}

impl<'a> Parts<'a> {
    fn split(text: &'a str) -> Option<Self> {
        let time = text.find(['T', 't', ' ']).unwrap_or(text.len());
        let sign = text[time..].find(['Z', 'z', '+', '-']);
        let (local, offset) = text.split_at(sign.map_or(text.len(), |sign| time + sign));
        let offset = match offset {
            "" => None,
            offset => Some(utc_offset(offset)?),
        };
        let (whole, fraction) = match local.split_once(['.', ',']) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (local, None),
        };
        let is_whole = [4, 7, 10, 13, 16, 19].contains(&whole.len())
            && has_shape(whole, &TEMPLATE[..whole.len()]);
        let is_fraction = fraction.is_none_or(|fraction| {
            let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
            whole.len() == TEMPLATE.len() && digits && !fraction.is_empty()
        });
        (is_whole && is_fraction).then_some(Self {
            whole,
            fraction,
            offset,
        })
    }

    /// Returns the first instant in the local time of the text.
    fn first(&self) -> Result<NaiveDateTime, String> {
        let full = format!("{}{}", self.whole, &TEMPLATE[self.whole.len()..]);
        let [month, day, hour, minute, second] =
            [5, 8, 11, 14, 17].map(|start| number(&full[start..start + 2]));
        let milliseconds = format!("{:0<3}", self.fraction.unwrap_or_default());
        let year = i32::try_from(number(&full[..4])).unwrap_or_default();
        let first_of_month = NaiveDate::from_ymd_opt(year, month, 1)
            .ok_or_else(|| format!("there is no month {month}"))?;
        let date = first_of_month
            .with_day(day)
            .ok_or_else(|| format!("{} has no day {day}", first_of_month.format("%B %Y")))?;
        date.and_hms_milli_opt(hour, minute, second, number(&milliseconds[..3]))
            .ok_or_else(|| format!("there is no time {hour:02}:{minute:02}:{second:02}"))
    }

    /// Returns how long the named range is.
    fn precision(&self, first: NaiveDateTime) -> TimeDelta {
        let until = |end: Option<NaiveDateTime>| end.map_or(TimeDelta::zero(), |end| end - first);
        match self.whole.len() {
            4 => until(first.checked_add_months(Months::new(12))),
            7 => until(first.checked_add_months(Months::new(1))),
            10 => until(first.checked_add_days(Days::new(1))),
            13 => TimeDelta::hours(1),
            16 => TimeDelta::minutes(1),
            _ => TimeDelta::seconds(1),
        }
    }
}

/// Parses `Z`, `+03:00`, `+0300` or `+03`.
fn utc_offset(text: &str) -> Option<FixedOffset> {
    let mut shapes = ["00", "0000", "00:00"].iter();
    match &text[1..] {
        "" => matches!(text, "Z" | "z").then_some(Utc.fix()),
        distance if !shapes.any(|shape| has_shape(distance, shape)) => None,
        distance if distance.len() == 2 => format!("{text}00").parse().ok(),
        _ => text.parse().ok(),
    }
}

/// Returns whether a text has digits where `shape` has them, and otherwise the same characters;
/// for a `T` also `t` or a space.
fn has_shape(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, shape)| {
            if shape.is_ascii_digit() {
                byte.is_ascii_digit()
            } else {
                byte == shape || shape == b'T' && matches!(byte, b't' | b' ')
            }
        })
}

/// Parses at most four ASCII digits.
fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_date_is_explained() {
        for (text, reason) in [
            ("2024-02-30", "February 2024 has no day 30"),
            ("1900-02-29", "February 1900 has no day 29"),
            ("2015-04-31T10", "April 2015 has no day 31"),
            ("2015-10-00", "October 2015 has no day 0"),
            ("2015-13", "there is no month 13"),
            ("2015-00-01", "there is no month 0"),
            ("2015-10-01T24", "there is no time 24:00:00"),
            ("2015-10-01 13:60", "there is no time 13:60:00"),
            ("2016-12-31T23:59:60Z", "there is no time 23:59:60"),
        ] {
            assert_eq!(TimeRange::parse(text), Err(reason.to_owned()), "`{text}`");
        }
    }

    #[test]
    fn time_fraction_covers_milliseconds() {
        for (text, first, last) in [
            ("13:30:05.5", "13:30:05.500", "13:30:05.500"),
            ("13:30:05,5", "13:30:05.500", "13:30:05.500"),
            ("13:30:05.1230000", "13:30:05.123", "13:30:05.123"),
            ("13:30:05.1230001", "13:30:05.123", "13:30:05.124"),
            ("23:59:59.999999999999", "23:59:59.999", "24:00:00.000"),
        ] {
            let range = TimeRange::parse(&format!("2015-10-01T{text}"));
            let range = range.unwrap().unwrap();
            let at = |time: &str| match time {
                "24:00:00.000" => "2015-10-02T00:00:00Z".parse().unwrap(),
                time => format!("2015-10-01T{time}Z")
                    .parse::<DateTime<Utc>>()
                    .unwrap(),
            };
            let found = [range.first(Zone::UTC), range.last(Zone::UTC)];
            assert_eq!(found, [at(first), at(last)], "`{text}`");
        }
    }
}
