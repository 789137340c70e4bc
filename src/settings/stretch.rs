//! ISO 8601 to any precision: `2015-10` is all of that October, from its first to its last
//! millisecond. Strict where the libraries are not: a field has its width, no sign, no space.

use std::iter;
use std::str::FromStr;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::duration::is_digits;
use super::zone::Zone;

const LAST_OF_DAY: NaiveTime =
    NaiveTime::from_hms_milli_opt(23, 59, 59, 999).expect("every day has this time");

/// Which end of a window a time is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// From the first instant of what is named.
    Since,
    /// Up to and including the last millisecond of what is named.
    Until,
}

/// What a date or time names: everything from its first to its last millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    first: NaiveDateTime,
    last: NaiveDateTime,
    /// The offset written behind it; without one it is what the clocks of a zone show.
    offset: Option<FixedOffset>,
}

impl Stretch {
    /// All of a day.
    pub(super) fn of_day(day: NaiveDate) -> Self {
        Self::of_days((day, day))
    }

    fn of_days((first, last): (NaiveDate, NaiveDate)) -> Self {
        let (first, last) = (first.and_time(NaiveTime::MIN), last.and_time(LAST_OF_DAY));
        Self {
            first,
            last,
            offset: None,
        }
    }

    /// Reads `2015`, `2015-10`, `2015-10-01`, `2015-10-01T13`, `2015-10-01T13:30` and so on to
    /// fractions of a second. A time may have an offset, and a space for its `T` as in RFC 3339:
    /// what the table shows can be pasted.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
            return days(text).map(Self::of_days);
        };
        let (day, last_day) = days(date)?;
        if day != last_day {
            return None;
        }
        let (clock, offset) = time.split_at(time.find(['Z', 'z', '+', '-']).unwrap_or(time.len()));
        let (first, last) = clock_times(clock)?;
        let offset = match offset {
            "" => None,
            text => Some(utc_offset(text)?),
        };
        Some(Self {
            first: day.and_time(first),
            last: day.and_time(last),
            offset,
        })
    }

    /// Its first or its last instant; `zone` holds unless it has an offset of its own.
    pub(super) fn edge(self, edge: Edge, zone: Zone) -> DateTime<Utc> {
        match (edge, self.offset) {
            (Edge::Since, None) => zone.first(self.first),
            (Edge::Until, None) => zone.last(self.last),
            (Edge::Since, Some(offset)) => (self.first - offset).and_utc(),
            (Edge::Until, Some(offset)) => (self.last - offset).and_utc(),
        }
    }
}

/// The first and the last day of a year, a month or a day.
fn days(text: &str) -> Option<(NaiveDate, NaiveDate)> {
    let day = NaiveDate::from_ymd_opt;
    match *text.split('-').collect::<Vec<_>>() {
        [year] => {
            let year = number(year, 4)?;
            Some((day(year, 1, 1)?, day(year, 12, 31)?))
        }
        [year, month] => {
            let first = day(number(year, 4)?, number(month, 2)?, 1)?;
            Some((first, first.with_day(first.num_days_in_month().into())?))
        }
        [year, month, day_of_month] => {
            let only = day(
                number(year, 4)?,
                number(month, 2)?,
                number(day_of_month, 2)?,
            )?;
            Some((only, only))
        }
        _ => None,
    }
}

/// The first and the last time of day of an hour, a minute, a second or a fraction of one.
/// There is no second 60: the clocks that engagements are dated by do not show leap seconds.
fn clock_times(text: &str) -> Option<(NaiveTime, NaiveTime)> {
    let time = NaiveTime::from_hms_milli_opt;
    match *text.split(':').collect::<Vec<_>>() {
        [hour] => {
            let hour = number(hour, 2)?;
            Some((time(hour, 0, 0, 0)?, time(hour, 59, 59, 999)?))
        }
        [hour, minute] => {
            let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
            Some((time(hour, minute, 0, 0)?, time(hour, minute, 59, 999)?))
        }
        [hour, minute, second] => {
            let (hour, minute) = (number(hour, 2)?, number(minute, 2)?);
            let (second, (first, last)) = match second.split_once(['.', ',']) {
                Some((second, fraction)) => (second, milliseconds(fraction).map(|ms| (ms, ms))?),
                None => (second, (0, 999)),
            };
            let time = |ms| time(hour, minute, number(second, 2)?, ms);
            Some((time(first)?, time(last)?))
        }
        _ => None,
    }
}

/// The digits of a fraction, of any length, cut to the milliseconds that the API knows.
fn milliseconds(fraction: &str) -> Option<u32> {
    let digits = fraction.bytes().chain(iter::repeat(b'0')).take(3);
    is_digits(fraction).then(|| digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}

/// `Z`, `+03:00`, `+0300` or `+03`.
fn utc_offset(text: &str) -> Option<FixedOffset> {
    if matches!(text, "Z" | "z") {
        return FixedOffset::east_opt(0);
    }
    let (sign, distance) = text.split_at_checked(1)?;
    let (hours, minutes) = match distance.len() {
        2 => (distance, "00"),
        4 => distance.split_at_checked(2)?,
        _ => distance.split_once(':')?,
    };
    let (hours, minutes): (i32, i32) = (number(hours, 2)?, number(minutes, 2)?);
    if minutes > 59 {
        return None;
    }
    let seconds = (hours * 60 + minutes) * 60;
    FixedOffset::east_opt(if sign == "-" { -seconds } else { seconds })
}

/// A field of exactly so many ASCII digits.
fn number<N: FromStr>(text: &str, width: usize) -> Option<N> {
    if is_digits(text) && text.len() == width {
        text.parse().ok()
    } else {
        None
    }
}
