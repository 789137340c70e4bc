//! Time zones: their names, the local time of an instant, and the instants of a local time.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{GapInfo, Tz};

const EXPECTED: &str = "expected utc, local, or an IANA name such as Europe/Tallinn";

/// A zone of the IANA database: for times without an offset, and for displayed times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone(Tz);

impl Zone {
    /// Coordinated Universal Time.
    pub(crate) const UTC: Self = Self(Tz::UTC);

    /// Returns the zone of this name, if there is one; letter case matters.
    pub(crate) fn iana(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// Returns the zone of a `TZ` such as `Europe/Tallinn`, `:Europe/Tallinn` or
    /// `/usr/share/zoneinfo/Europe/Tallinn`. An empty one is UTC, as for every program.
    pub(crate) fn of_variable(text: &str) -> Option<Self> {
        let name = text.strip_prefix(':').unwrap_or(text);
        match name.split_once("/zoneinfo/") {
            _ if name.is_empty() => Some(Self::UTC),
            Some((_, name)) => Self::iana(name),
            None => Self::iana(name),
        }
    }

    /// Returns the local time of `instant`.
    pub(crate) fn to_local(self, instant: DateTime<Utc>) -> NaiveDateTime {
        let utc = instant.naive_utc();
        let offset = self.0.offset_from_utc_datetime(&utc).fix();
        utc.checked_add_offset(offset).unwrap_or(utc)
    }

    /// Formats the local time of `instant` for people: `2016-07-06 11:57:47`.
    pub(crate) fn format_local(self, instant: DateTime<Utc>) -> String {
        self.to_local(instant)
            .format("%Y-%m-%d %H:%M:%S")
            .to_string()
    }

    /// Returns the first and the last instant of a local time, which can occur twice. One that does not
    /// exist counts as the moment at which the clocks were put forward.
    pub(crate) fn instants(self, local: NaiveDateTime) -> [DateTime<Utc>; 2] {
        let found = self.0.from_local_datetime(&local);
        let gap_end = GapInfo::new(&local, &self.0).and_then(|gap| gap.end);
        [found.earliest(), found.latest()].map(|instant| {
            let instant = instant.or(gap_end);
            instant.map_or(local.and_utc(), |instant| instant.to_utc())
        })
    }
}

/// Formats the name as in a table's header: `UTC`, `Europe/Tallinn`.
impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.name())
    }
}

/// A zone as it can be typed: `utc`, `local`, or an IANA name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZoneName {
    /// The zone of the machine.
    Local,
    /// A zone of the IANA database.
    Iana(Zone),
}

impl FromStr for ZoneName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "local" => Ok(Self::Local),
            "utc" => Ok(Self::Iana(Zone::UTC)),
            name => Zone::iana(name).map(Self::Iana).ok_or(EXPECTED),
        }
    }
}

/// Returns all names of zones.
pub(crate) fn zone_names() -> impl Iterator<Item = &'static str> {
    let zones = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    ["utc", "local"].into_iter().chain(zones)
}

#[cfg(test)]
mod tests;
