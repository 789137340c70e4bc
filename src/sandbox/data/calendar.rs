//! When the generated engagements happened.

use super::dice::{Dice, Purpose};
use chrono::{DateTime, SecondsFormat, Utc};

/// The weeks before today that engagements are spread over.
const DAYS: u64 = 42;
const HOUR: u64 = 3_600_000;
/// The operators are there from 07:00 to 19:00 UTC.
const OPENS: u64 = 7 * HOUR;
const OPEN: u64 = 12 * HOUR;

/// Spreads a number of engagements over the open hours of the weeks before a day, so that
/// later numbers are always later in time.
pub(crate) struct Calendar {
    seed: u64,
    engagements: u64,
    first_day: i64,
}

impl Calendar {
    /// For `engagements` that happened before the UTC day of `now` began. Two calendars made
    /// on one day are the same.
    pub(crate) fn new(seed: u64, engagements: u64, now: DateTime<Utc>) -> Self {
        let day = (24 * HOUR).cast_signed();
        let today = now.timestamp_millis().div_euclid(day) * day;
        Self {
            seed,
            engagements,
            first_day: today - DAYS.cast_signed() * day,
        }
    }

    /// How many engagements there are.
    pub(crate) fn engagements(&self) -> u64 {
        self.engagements
    }

    /// When engagement `number` (below [`Self::engagements`]) began, in Unix milliseconds.
    pub(crate) fn created_at(&self, number: u64) -> i64 {
        let engagements = self.engagements.max(1);
        let turn = number * (DAYS * OPEN) / engagements;
        let wait = (DAYS * OPEN / engagements).max(1);
        let open = turn + Dice::new(self.seed, Purpose::Time, number).below(wait);
        let since_first_day = open / OPEN * 24 * HOUR + OPENS + open % OPEN;
        self.first_day + since_first_day.cast_signed()
    }
}

/// An instant as the API writes it: UTC, to the millisecond, with a `Z`.
pub(crate) fn stamp(unix_milliseconds: i64) -> String {
    DateTime::from_timestamp_millis(unix_milliseconds)
        .unwrap_or_default()
        .to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(engagements: u64, now: &str) -> Calendar {
        Calendar::new(3, engagements, now.parse().unwrap())
    }

    #[test]
    fn later_numbers_are_later_and_all_lie_in_the_weeks_before_today() {
        for engagements in [1, 250, 100_000] {
            let calendar = calendar(engagements, "2026-03-01T15:00:00Z");
            let times: Vec<_> = (0..engagements).map(|n| calendar.created_at(n)).collect();
            assert!(
                times.is_sorted_by(|a, b| a < b),
                "{engagements} engagements"
            );
            assert!(stamp(times[0]).as_str() >= "2026-01-18T07");
            assert!(stamp(times[times.len() - 1]).as_str() < "2026-02-28T19:00");
        }
    }

    #[test]
    fn only_the_day_of_now_matters() {
        let times = |now| calendar(250, now).created_at(100);
        assert_eq!(times("2026-03-01T00:00:00Z"), times("2026-03-01T23:59:59Z"));
        assert_ne!(times("2026-03-01T00:00:00Z"), times("2026-03-02T00:00:00Z"));
    }

    #[test]
    fn whole_seconds_keep_their_milliseconds() {
        assert_eq!(stamp(1_467_804_234_508), "2016-07-06T11:23:54.508Z");
        assert_eq!(stamp(1_467_804_234_000), "2016-07-06T11:23:54.000Z");
    }
}
