//! `--since` and `--until`: what T can be, and which instant each of them takes of it.

use std::str::FromStr;

use chrono::{DateTime, Days, SecondsFormat, SubsecRound, TimeDelta, Utc};

use super::bad_value::BadValue;
use super::duration::number_and_unit;
use super::stretch::{Edge, Stretch};
use super::zone::Zone;

/// The first instant that can be sent: years have four digits.
const EARLIEST: DateTime<Utc> =
    DateTime::from_timestamp_millis(-62_167_219_200_000).expect("0000-01-01T00:00:00.000Z");
/// The last instant that can be sent.
const LATEST: DateTime<Utc> =
    DateTime::from_timestamp_millis(253_402_300_799_999).expect("9999-12-31T23:59:59.999Z");

const EXPECTED: &str = "not a time: expected `2015-10-01T13:00:00Z`, `2015-10-01T13:30`, \
     `2015-10-01`, `2015-10` or `2015`; a span back from now such as `90m`, `24h`, `7d` or `2w`; \
     or `now`, `today`, `yesterday`";

/// A time as it can be typed. Which instant it is depends on the edge, the zone and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// `90m`, `24h`, `7d`: exactly so long before now; `now` is no time before it.
    Back(TimeDelta),
    /// `today` or `yesterday`: the whole day that began so many midnights ago in the zone.
    Day {
        /// 0 for today, 1 for yesterday.
        ago: u8,
    },
    /// RFC 3339, or ISO 8601 to any precision: everything that it names.
    Named(Stretch),
}

impl FromStr for When {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        match text {
            "now" => Some(Self::Back(TimeDelta::zero())),
            "today" => Some(Self::Day { ago: 0 }),
            "yesterday" => Some(Self::Day { ago: 1 }),
            _ => match number_and_unit(text) {
                Some(span) => TimeDelta::from_std(span).ok().map(Self::Back),
                None => Stretch::parse(text).map(Self::Named),
            },
        }
        .ok_or_else(|| BadValue::new(text, EXPECTED))
    }
}

impl When {
    /// The instant that `edge` takes, in whole milliseconds. `zone` holds for what has no offset
    /// of its own; `now` is the start of the run, the same for all times of a run.
    ///
    /// What lies outside the years 0 to 9999 is brought to their end: `--until 9999-12-31` means
    /// "for ever" in every zone.
    pub(crate) fn resolve(self, edge: Edge, zone: Zone, now: DateTime<Utc>) -> DateTime<Utc> {
        let instant = match self {
            Self::Back(span) => now.checked_sub_signed(span).unwrap_or(EARLIEST),
            Self::Day { ago } => {
                let today = zone.wall(now).date();
                let day = today
                    .checked_sub_days(Days::new(ago.into()))
                    .unwrap_or(today);
                Stretch::of_day(day).edge(edge, zone)
            }
            Self::Named(stretch) => stretch.edge(edge, zone),
        };
        instant.trunc_subsecs(3).clamp(EARLIEST, LATEST)
    }
}

/// An instant as it is sent to the API (`start_date`, `end_date`) and named in hints and receipts:
/// always full, in UTC, with milliseconds, as in `2015-10-01T13:00:00.000Z`.
pub(crate) fn sent(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
