//! `--since` and `--until`: time expressions, and the instants that are sent for them.

use std::str::FromStr;

use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset,
    SecondsFormat, SubsecRound, TimeDelta, Utc,
};

use super::quantity::parse_units;
use super::zone::Zone;

/// The first instant that can be sent: years have four digits.
const EARLIEST: DateTime<Utc> =
    DateTime::from_timestamp_millis(-62_167_219_200_000).expect("0000-01-01T00:00:00.000Z");
/// The last instant that can be sent.
const LATEST: DateTime<Utc> =
    DateTime::from_timestamp_millis(253_402_300_799_999).expect("9999-12-31T23:59:59.999Z");

const EXPECTED: &str = "expected a time such as 2015-10-01, 2015-10 or 2015-10-01T13:00:00Z
times relative to now are 90m, 24h, 7d, 2w, 1y, now, today and yesterday";

/// A time expression. Its instants depend on the zone and the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeArg {
    /// `90m`, `24h`, `7d`: a duration before now; `now` is no time before it.
    Ago(TimeDelta),
    /// A whole local day, as many days ago: `today` or `yesterday`.
    Day(u64),
    /// A date or time of ISO 8601.
    Named(TimeRange),
}

impl FromStr for TimeArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(range) = TimeRange::parse(text)? {
            return Ok(Self::Named(range));
        }
        match &*text.to_ascii_lowercase() {
            "now" => Ok(Self::Ago(TimeDelta::zero())),
            "today" => Ok(Self::Day(0)),
            "yesterday" => Ok(Self::Day(1)),
            _ => parse_units(text)
                .and_then(|duration| TimeDelta::from_std(duration).ok())
                .map(Self::Ago)
                .ok_or_else(|| EXPECTED.to_owned()),
        }
    }
}

impl TimeArg {
    /// Returns the first and the last instant that it names, in whole milliseconds. `zone` applies to
    /// expressions without an offset; `now` is the start of the run.
    ///
    /// Instants outside the years 0 to 9999 are moved to their end: `--until 9999-12-31` means
    /// "forever" in every zone.
    pub(crate) fn resolve(self, zone: Zone, now: DateTime<Utc>) -> [DateTime<Utc>; 2] {
        let instants = match self {
            Self::Ago(duration) => {
                let instant = now.checked_sub_signed(duration).unwrap_or(EARLIEST);
                [instant.trunc_subsecs(3); 2]
            }
            Self::Day(ago) => {
                let day = zone.to_local(now).date() - Days::new(ago);
                let first = day.and_time(NaiveTime::MIN);
                let range = TimeRange {
                    first,
                    end: first + Days::new(1),
                    offset: None,
                };
                range.resolve(zone)
            }
            Self::Named(range) => range.resolve(zone),
        };
        instants.map(|instant| instant.clamp(EARLIEST, LATEST))
    }
}

/// Formats an instant as it is sent to the API and named in hints and receipts: full, in UTC, with
/// milliseconds, as in `2015-10-01T13:00:00.000Z`.
pub(crate) fn format_api_time(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A full time. A shorter text must have the shape of its beginning, and means its first instant.
const TEMPLATE: &str = "0000-01-01T00:00:00";

/// Everything from the first to the last millisecond that a date or time names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimeRange {
    first: NaiveDateTime,
    /// The first instant after it.
    end: NaiveDateTime,
    /// `None`: a local time of some zone.
    offset: Option<FixedOffset>,
}

impl TimeRange {
    /// Parses ISO 8601 at any precision: `2015`, `2015-10`, `2015-10-01`, `2015-10-01T13` and so on to
    /// fractions of a second. A time may have an offset, and a space instead of its `T`. Returns `None`
    /// for a text of another shape. Stricter than chrono's parsers, which accept signs, spaces and leap
    /// seconds.
    ///
    /// # Errors
    /// The reason why there is no such date or time, as in `February 2024 has no day 30`.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, String> {
        let Some((whole, fraction, offset)) = split(text) else {
            return Ok(None);
        };
        let first = first_instant(whole, fraction)?;
        let end = match whole.len() {
            4 => first + Months::new(12),
            7 => first + Months::new(1),
            10 => first + Days::new(1),
            13 => first + TimeDelta::hours(1),
            16 => first + TimeDelta::minutes(1),
            _ if fraction.is_empty() => first + TimeDelta::seconds(1),
            // The API's times have milliseconds: a finer time ends with the one that it lies in.
            _ if fraction.bytes().skip(3).all(|digit| digit == b'0') => {
                first + TimeDelta::milliseconds(1)
            }
            _ => first + TimeDelta::milliseconds(2),
        };
        Ok(Some(Self { first, end, offset }))
    }

    /// Returns its first and its last instant; `zone` applies if the text had no offset.
    pub(crate) fn resolve(self, zone: Zone) -> [DateTime<Utc>; 2] {
        let last = self.end - TimeDelta::milliseconds(1);
        match self.offset {
            Some(offset) => [self.first, last].map(|local| (local - offset).and_utc()),
            None => [zone.instants(self.first)[0], zone.instants(last)[1]],
        }
    }
}

/// Splits a time into a beginning of [`TEMPLATE`] in digits, the digits of a fraction of a second, and
/// an offset. The numbers may still be out of range.
fn split(text: &str) -> Option<(&str, &str, Option<FixedOffset>)> {
    let time = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let sign = text[time..].find(['Z', 'z', '+', '-']);
    let (local, offset) = text.split_at(sign.map_or(text.len(), |sign| time + sign));
    let offset = match offset {
        "" => None,
        offset => Some(parse_offset(offset)?),
    };
    let (whole, fraction) = local.split_once(['.', ',']).unwrap_or((local, ""));
    let has_fraction = whole.len() < local.len();
    let is_whole =
        [4, 7, 10, 13, 16, 19].contains(&whole.len()) && has_shape(whole, &TEMPLATE[..whole.len()]);
    let is_fraction = whole.len() == TEMPLATE.len()
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && (is_fraction || !has_fraction)).then_some((whole, fraction, offset))
}

/// Returns the first instant in the local time of the text.
fn first_instant(whole: &str, fraction: &str) -> Result<NaiveDateTime, String> {
    let full = format!("{whole}{}", &TEMPLATE[whole.len()..]);
    // At most four ASCII digits.
    let number = |digits: &str| digits.parse().unwrap_or(0);
    let [month, day, hour, minute, second] =
        [5, 8, 11, 14, 17].map(|start| number(&full[start..start + 2]));
    let milliseconds = number(&format!("{fraction:0<3}")[..3]);
    let year = full[..4].parse().unwrap_or(0);
    let first_of_month = NaiveDate::from_ymd_opt(year, month, 1)
        .ok_or_else(|| format!("there is no month {month}"))?;
    let date = first_of_month
        .with_day(day)
        .ok_or_else(|| format!("{} has no day {day}", first_of_month.format("%B %Y")))?;
    date.and_hms_milli_opt(hour, minute, second, milliseconds)
        .ok_or_else(|| format!("there is no time {hour:02}:{minute:02}:{second:02}"))
}

/// Parses `Z`, `+03:00`, `+0300` or `+03`.
fn parse_offset(text: &str) -> Option<FixedOffset> {
    let has_shape = |shape| has_shape(&text[1..], shape);
    match text {
        "Z" | "z" => Some(Utc.fix()),
        _ if has_shape("00") => format!("{text}00").parse().ok(),
        _ if has_shape("0000") || has_shape("00:00") => text.parse().ok(),
        _ => None,
    }
}

/// Returns whether a text has digits where `shape` has them, and otherwise the same characters;
/// for a `T` also `t` or a space.
fn has_shape(text: &str, shape: &str) -> bool {
    let has_shape = |(byte, shape): (u8, u8)| match shape {
        b'0'..=b'9' => byte.is_ascii_digit(),
        b'T' => matches!(byte, b'T' | b't' | b' '),
        _ => byte == shape,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(has_shape)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
