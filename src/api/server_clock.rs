//! The API's clock, by the `Date` of its responses.

use chrono::{DateTime, TimeDelta, Utc};

/// Clocks that differ by less are treated as equal.
pub(super) const TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// A `Date` header has whole seconds: the response was sent up to a second later.
const RESOLUTION: TimeDelta = TimeDelta::seconds(1);

/// Returns how far the API's clock is ahead of the local one, and zero if they agree. `sent_at` and
/// `received_at` are local times before the request and after its response, so that a slow response is not
/// taken for a wrong clock.
pub(super) fn clock_difference(
    date: DateTime<Utc>,
    sent_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
) -> TimeDelta {
    let behind = sent_at - (date + RESOLUTION);
    let ahead = date - received_at;
    ahead.max(TimeDelta::zero()) - behind.max(TimeDelta::zero())
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
            ("10", "10.999", "11.000", None),
            ("30", "10.000", "40.000", None),
            ("10", "15.900", "16.000", None),
            ("10", "16.001", "17.000", Some(-5)),
            ("15", "09.000", "10.000", None),
            ("15", "09.000", "09.999", Some(5)),
        ] {
            let difference = clock_difference(at(date), at(sent_at), at(received_at));
            let skew = Some(difference).filter(|difference| difference.abs() > TOLERANCE);
            assert_eq!(skew.map(|skew| skew.num_seconds()), expected, "{date}");
        }
    }
}
