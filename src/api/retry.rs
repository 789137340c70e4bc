//! The retry policy: whether a request is sent again, and when. Pure: a function of the request, the outcome,
//! the retries so far and the clock.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

/// How far a request without a response got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportErrorKind {
    /// No byte of the request was sent: connection refused, unknown host, no route.
    NotSent,
    /// It may have reached the API: reset, timeout, a truncated response or one that is not HTTP.
    ResponseLost,
    /// It was not sent, and the next attempt would fail too: a bad certificate, a proxy's 407.
    Permanent,
    /// A response arrived that is not read, or cannot be stored.
    InvalidResponse,
    /// A response arrived whose body is larger than the caller reads.
    TooLarge,
}

impl TransportErrorKind {
    /// Returns whether a response arrived, so that a retry cannot change the outcome.
    pub(super) fn has_response(self) -> bool {
        matches!(self, Self::InvalidResponse | Self::TooLarge)
    }

    /// Returns whether the API may have acted on the request.
    pub(crate) fn may_have_acted(self) -> bool {
        !matches!(self, Self::NotSent | Self::Permanent)
    }
}

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
    pub(crate) date: Option<String>,
    /// `location` of a redirect, as an absolute URL; `None` also if it is no reference to one.
    pub(crate) location: Option<String>,
}

/// The outcome of one attempt: a complete response of any status, or none.
pub(crate) type AttemptOutcome<'a> = Result<&'a ResponseHead, TransportErrorKind>;

/// Returns whether the API seems to be down, judging by one request. Other 4xx are about the request.
pub(crate) fn is_outage(outcome: AttemptOutcome<'_>) -> bool {
    match outcome {
        Ok(head) => matches!(head.status, 300..400 | 408 | 429 | 500..),
        Err(kind) => !kind.has_response(),
    }
}

/// The time before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delay {
    /// A random time up to this one, for this request alone. Uses up a retry.
    Jittered(Duration),
    /// The delay that the API requested, for all requests. Uses up no retry.
    Requested(Duration),
}

/// Returns the delay before the next attempt, or `None` if the outcome is final. A request that is not
/// `is_safe` is sent again only if the API cannot have acted on it. `attempt` counts from 1, without the
/// attempts that ended in a requested delay; `retries` may follow the first. Without retries every outcome is
/// final.
pub(crate) fn next_delay(
    is_safe: bool,
    outcome: AttemptOutcome<'_>,
    attempt: u32,
    retries: u32,
    now: DateTime<Utc>,
) -> Option<Delay> {
    let requested = outcome.ok().and_then(|head| head.requested_delay(now));
    let is_repeatable = match outcome.map(|head| head.status) {
        Ok(429) | Err(TransportErrorKind::NotSent) => true,
        Ok(503) => is_safe || requested.is_some(),
        Ok(408 | 500 | 502 | 504 | 522 | 524) | Err(TransportErrorKind::ResponseLost) => is_safe,
        _ => false,
    };
    if !is_repeatable || retries == 0 {
        return None;
    }
    if let Some(delay) = requested.filter(|delay| !delay.is_zero()) {
        return Some(Delay::Requested(delay));
    }
    let is_rate_limited = outcome.is_ok_and(|head| head.status == 429);
    let first = if is_rate_limited {
        FIRST_DELAY_RATE_LIMITED
    } else {
        FIRST_DELAY
    };
    let backoff = first.saturating_mul(2_u32.saturating_pow(attempt - 1));
    (attempt <= retries).then_some(Delay::Jittered(backoff.min(MAX_BACKOFF)))
}

const FIRST_DELAY: Duration = Duration::from_millis(500);
const FIRST_DELAY_RATE_LIMITED: Duration = Duration::from_secs(2);
const MAX_BACKOFF: Duration = Duration::from_secs(20);

/// A rate limit that is reset later than this is a mistake.
const MAX_RESET: TimeDelta = TimeDelta::hours(24);

impl ResponseHead {
    /// Returns the delay that the API requests before this request is sent again: `retry-after`, else the
    /// reset of an exhausted rate limit. Invalid values count as absent.
    pub(super) fn requested_delay(&self, now: DateTime<Utc>) -> Option<Duration> {
        let retry_after = self.retry_after.as_deref().map(str::trim);
        let until = |date: DateTime<Utc>| (date - self.clock(now)).to_std().unwrap_or_default();
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

    /// Returns when the rate limit is reset.
    pub(super) fn reset_at(&self) -> Option<DateTime<Utc>> {
        let reset = i64::try_from(seconds(self.reset.as_deref()?.trim())?).ok()?;
        DateTime::from_timestamp(reset, 0)
    }

    fn until_reset(&self, now: DateTime<Utc>) -> Option<Duration> {
        let delay = self.reset_at()? - self.clock(now);
        delay.to_std().ok().filter(|_| delay <= MAX_RESET)
    }

    /// Returns the API's time.
    pub(super) fn time(&self) -> Option<DateTime<Utc>> {
        self.date.as_deref().and_then(parse_http_date)
    }

    fn clock(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.time().unwrap_or(now)
    }
}

/// Parses a date such as `Wed, 06 Jul 2016 11:57:47 GMT`.
fn parse_http_date(text: &str) -> Option<DateTime<Utc>> {
    Some(DateTime::parse_from_rfc2822(text).ok()?.to_utc())
}

/// Parses seconds in plain digits. A number that is too large becomes the largest one.
fn seconds(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests;
