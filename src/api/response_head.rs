//! The head of a response: its status, and what its headers mean.

use std::time::Duration;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

/// A rate limit that is reset later than this is a mistake.
const MAX_RESET: TimeDelta = TimeDelta::hours(24);

/// Clocks that differ by less are treated as equal.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::seconds(5);

/// The status of a response, and its headers that matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResponseHead {
    /// The HTTP status.
    pub(crate) status: u16,
    /// `x-request-id`: the API's support needs it.
    pub(crate) request_id: Option<String>,
    /// `retry-after`: seconds, or an HTTP date.
    pub(crate) retry_after: Option<String>,
    /// `x-rate-limit-limit`: requests until the reset.
    pub(crate) limit: Option<String>,
    /// `x-rate-limit-remaining`: requests left until the reset.
    pub(crate) remaining: Option<String>,
    /// `x-rate-limit-reset`: seconds since 1970.
    pub(crate) reset: Option<String>,
    /// `date`: the API's clock, against which its times are measured.
    pub(crate) date: Option<DateTime<Utc>>,
    /// How far that clock is ahead of ours: zero if they agree.
    pub(crate) clock_ahead: TimeDelta,
    /// `location` of a redirect, as an absolute URL; `None` also if it is no reference to one.
    pub(crate) location: Option<String>,
}

impl ResponseHead {
    /// Returns the delay that the API requests before this request is sent again: `retry-after`, else the
    /// reset of an exhausted rate limit. Invalid values count as absent.
    pub(super) fn requested_delay(&self, now: DateTime<Utc>) -> Option<Duration> {
        let retry_after = self.retry_after.as_deref().map(str::trim);
        let until = |date: DateTime<Utc>| {
            (date - self.date.unwrap_or(now))
                .to_std()
                .unwrap_or_default()
        };
        let requested = retry_after.and_then(|text| match seconds(text) {
            Some(seconds) => Some(Duration::from_secs(seconds)),
            None => parse_http_date(text).map(until),
        });
        requested.or_else(|| self.until_reset(now).filter(|_| self.status == 429))
    }

    /// Returns how long all requests must wait after this response, because it used up the rate limit.
    pub(crate) fn rate_limit_delay(&self, now: DateTime<Utc>) -> Option<Duration> {
        let is_exhausted = self.remaining.as_deref()?.trim() == "0";
        self.until_reset(now).filter(|_| is_exhausted)
    }

    fn until_reset(&self, now: DateTime<Utc>) -> Option<Duration> {
        let delay = self.reset_at()? - self.date.unwrap_or(now);
        delay.to_std().ok().filter(|_| delay <= MAX_RESET)
    }

    fn reset_at(&self) -> Option<DateTime<Utc>> {
        let reset = i64::try_from(seconds(self.reset.as_deref()?.trim())?).ok()?;
        DateTime::from_timestamp(reset, 0)
    }

    /// Returns what a response to a page of the list reveals about the API, one line a fact.
    pub(crate) fn api_status(&self) -> [String; 3] {
        let rate_limit = match (&self.limit, &self.remaining) {
            (None, None) => "none announced".to_owned(),
            (limit, remaining) => {
                let [limit, remaining] =
                    [limit, remaining].map(|text| text.as_deref().unwrap_or("?"));
                let until = self.reset_at().map(|at| at.format(" until %H:%M:%SZ"));
                let until = until.map_or_else(String::new, |until| until.to_string());
                format!("{limit} requests, {remaining} left{until}")
            }
        };
        let clock = match (self.date, self.clock_ahead.num_seconds()) {
            (None, _) => "the API does not send its time".to_owned(),
            (_, 0) => "agrees with the API's".to_owned(),
            (_, seconds @ 1..) => format!("{seconds} s behind the API's"),
            (_, seconds) => format!("{} s ahead of the API's", -seconds),
        };
        [
            format!("list of engagements: {}", self.status),
            format!("rate limit: {rate_limit}"),
            format!("clock: {clock}"),
        ]
    }
}

/// Returns how far the API's clock is ahead of ours, and zero if they agree. `sent_at` and `received_at` are
/// times before the request and after its response, so that a slow response is not taken for a wrong clock.
pub(super) fn clock_difference(
    date: DateTime<Utc>,
    sent_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
) -> TimeDelta {
    // A `Date` header has whole seconds: the response was sent up to a second later.
    let behind = sent_at - (date + TimeDelta::seconds(1));
    let ahead = date - received_at;
    let difference = ahead.max(TimeDelta::zero()) - behind.max(TimeDelta::zero());
    if difference.abs() > CLOCK_TOLERANCE {
        difference
    } else {
        TimeDelta::zero()
    }
}

/// Parses a date such as `Wed, 06 Jul 2016 11:57:47 GMT`.
pub(super) fn parse_http_date(text: &str) -> Option<DateTime<Utc>> {
    let date = DateTime::parse_from_rfc2822(text).ok()?.to_utc();
    // The parser takes a year of any length, and a time near its limits cannot be calculated with.
    (date.year() < 10_000).then_some(date)
}

/// Parses seconds in plain digits. A number that is too large becomes the largest one.
fn seconds(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{ResponseHead, clock_difference, parse_http_date};
    use chrono::{DateTime, TimeDelta, Utc};

    #[test]
    fn api_status_has_one_line_per_fact() {
        let text = |text: &str| Some(text.to_owned());
        let silent = ResponseHead {
            status: 200,
            ..ResponseHead::default()
        };
        let limited = ResponseHead {
            limit: text("5"),
            remaining: text("3"),
            reset: text("1467802812"),
            ..silent.clone()
        };
        let partly_limited = ResponseHead {
            remaining: text("3"),
            ..silent.clone()
        };
        let dated = |seconds| ResponseHead {
            date: Some(DateTime::UNIX_EPOCH),
            clock_ahead: TimeDelta::seconds(seconds),
            ..silent.clone()
        };
        for (head, rate_limit, clock) in [
            (
                limited,
                "5 requests, 3 left until 11:00:12Z",
                "the API does not send its time",
            ),
            (
                partly_limited,
                "? requests, 3 left",
                "the API does not send its time",
            ),
            (dated(190), "none announced", "190 s behind the API's"),
            (dated(-120), "none announced", "120 s ahead of the API's"),
            (dated(0), "none announced", "agrees with the API's"),
        ] {
            let expected = [
                "list of engagements: 200",
                &format!("rate limit: {rate_limit}"),
                &format!("clock: {clock}"),
            ];
            assert_eq!(head.api_status(), expected);
        }
    }

    #[test]
    fn date_of_five_digit_year_is_invalid() {
        assert!(parse_http_date("31 Dec 9999 23:59:59 GMT").is_some());
        assert_eq!(parse_http_date("31 Dec 10000 23:59:59 GMT"), None);
        assert_eq!(parse_http_date("31 Dec 262142 23:59:59 GMT"), None);
    }

    #[test]
    fn slow_response_is_not_skew() {
        let at = |second: &str| -> DateTime<Utc> {
            format!("2016-07-06T11:00:{second}Z").parse().unwrap()
        };
        for (date, sent_at, received_at, expected) in [
            ("10", "10.999", "11.000", 0),
            ("30", "10.000", "40.000", 0),
            ("10", "15.900", "16.000", 0),
            ("10", "16.001", "17.000", -5),
            ("15", "09.000", "10.000", 0),
            ("15", "09.000", "09.999", 5),
        ] {
            let difference = clock_difference(at(date), at(sent_at), at(received_at));
            assert_eq!(difference.num_seconds(), expected, "{date}");
        }
    }
}
