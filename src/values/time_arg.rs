//! `--since` and `--until`: time expressions, and the instants that are sent for them.

use std::str::FromStr;

use chrono::{DateTime, Days, SecondsFormat, SubsecRound, TimeDelta, Utc};

use super::duration::parse_units;
use super::time_range::TimeRange;
use super::zone::Zone;

/// The first instant that can be sent: years have four digits.
const EARLIEST: DateTime<Utc> =
    DateTime::from_timestamp_millis(-62_167_219_200_000).expect("0000-01-01T00:00:00.000Z");
/// The last instant that can be sent.
const LATEST: DateTime<Utc> =
    DateTime::from_timestamp_millis(253_402_300_799_999).expect("9999-12-31T23:59:59.999Z");

const EXPECTED: &str = "expected a time such as 2015-10-01, 2015-10 or 2015-10-01T13:00:00Z
times relative to now are 90m, 24h, 7d, 2w, 1y, now, today and yesterday";

/// Which end of a window a time expression is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WindowBound {
    /// The first instant of the named range.
    Start,
    /// The last millisecond of the named range.
    End,
}

/// A time expression. The instant depends on the bound, the zone and the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeArg {
    /// `90m`, `24h`, `7d`: a duration before now; `now` is no time before it.
    Ago(TimeDelta),
    /// `today` or `yesterday`: the whole local day.
    Day {
        /// 0 for today, 1 for yesterday.
        ago: u8,
    },
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
            "today" => Ok(Self::Day { ago: 0 }),
            "yesterday" => Ok(Self::Day { ago: 1 }),
            _ => parse_units(text)
                .and_then(|duration| TimeDelta::from_std(duration).ok())
                .map(Self::Ago)
                .ok_or_else(|| EXPECTED.to_owned()),
        }
    }
}

impl TimeArg {
    /// Returns the instant for a bound, in whole milliseconds. `zone` applies to expressions
    /// without an offset; `now` is the start of the run.
    ///
    /// Instants outside the years 0 to 9999 are moved to their end: `--until 9999-12-31` means
    /// "forever" in every zone.
    pub(crate) fn resolve(
        self,
        bound: WindowBound,
        zone: Zone,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let range = match self {
            Self::Ago(duration) => {
                let instant = now.checked_sub_signed(duration).unwrap_or(EARLIEST);
                return instant.trunc_subsecs(3).clamp(EARLIEST, LATEST);
            }
            Self::Day { ago } => {
                let today = zone.to_local(now).date();
                let day = today.checked_sub_days(Days::new(ago.into()));
                TimeRange::of_day(day.unwrap_or(today))
            }
            Self::Named(range) => range,
        };
        let instant = match bound {
            WindowBound::Start => range.first(zone),
            WindowBound::End => range.last(zone),
        };
        instant.clamp(EARLIEST, LATEST)
    }
}

/// Formats an instant as it is sent to the API and named in hints and receipts: full, in UTC, with
/// milliseconds, as in `2015-10-01T13:00:00.000Z`.
pub(crate) fn format_api_time(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
