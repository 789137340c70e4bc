//! The API's clock, by the `Date` of its responses.

use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};

use super::retry::parse_http_date;

/// Clocks that differ by less are treated as equal.
pub(super) const TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// A `Date` header has whole seconds: the response was sent up to a second later.
const RESOLUTION: TimeDelta = TimeDelta::seconds(1);

/// The API's clock as the first page of a list shows it: empty while the clocks agree.
#[derive(Debug, Default)]
pub(crate) struct ServerClock {
    /// The API's time when the run started.
    pub(crate) now: OnceLock<DateTime<Utc>>,
    /// The window's end by that clock.
    pub(crate) window_end: OnceLock<DateTime<Utc>>,
}

impl ServerClock {
    /// Stores the time and the end. A run has one list, so that there is one of each.
    pub(super) fn set(&self, now: DateTime<Utc>, window_end: Option<DateTime<Utc>>) {
        self.now.get_or_init(|| now);
        if let Some(end) = window_end {
            self.window_end.get_or_init(|| end);
        }
    }
}

/// Returns the API's time and how far it is ahead of the local clock, if the clocks differ
/// noticeably. `sent_at` and `received_at` are local times before the request and after its
/// response, so that a slow response is not taken for a wrong clock.
pub(super) fn skewed_time(
    date: &str,
    sent_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
) -> Option<(DateTime<Utc>, TimeDelta)> {
    let date = parse_http_date(date)?;
    let behind = sent_at - (date + RESOLUTION);
    let ahead = date - received_at;
    if behind > TOLERANCE {
        Some((date, -behind))
    } else if ahead > TOLERANCE {
        Some((date, ahead))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_response_is_not_skew() {
        let at = |second: &str| -> DateTime<Utc> {
            format!("2016-07-06T11:00:{second}Z").parse().unwrap()
        };
        for (date, sent_at, received_at, expected) in [
            ("11:00:10", "10.999", "11.000", None),
            ("11:00:30", "10.000", "40.000", None),
            ("11:00:10", "15.900", "16.000", None),
            ("11:00:10", "16.001", "17.000", Some(-5)),
            ("11:00:15", "09.000", "10.000", None),
            ("11:00:15", "09.000", "09.999", Some(5)),
        ] {
            let date = format!("Wed, 06 Jul 2016 {date} GMT");
            let skew = skewed_time(&date, at(sent_at), at(received_at));
            assert_eq!(
                skew.map(|(_, ahead)| ahead.num_seconds()),
                expected,
                "{date}"
            );
        }
        assert_eq!(skewed_time("yesterday", at("00"), at("00")), None);
    }
}
