//! The retry policy: whether a request is sent again, and when. Pure: a function of the request's safety,
//! the outcome, the retries so far and the clock.

use std::time::{Duration, SystemTime};

/// Whether a request may be sent twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestSafety {
    /// Changes nothing that could not be changed twice.
    Safe,
    /// Sent again only if the API cannot have acted on it.
    Unsafe,
}

/// How far a request without a response got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportErrorKind {
    /// No byte was sent: connection refused, unknown host, no route.
    NotSent,
    /// It may have reached the API: reset, timeout, a truncated response or one that is not HTTP.
    ResponseLost,
    /// It was not sent, and the next attempt would fail too: a bad certificate, a proxy's 407.
    Permanent,
    /// It was answered with a response that is not read, or cannot be stored.
    InvalidResponse,
    /// The response takes too much memory before the output has come to it. Safe requests only.
    TooLargeAhead,
}

impl TransportErrorKind {
    /// Returns whether the API may have acted on the request.
    pub(crate) fn may_have_acted(self) -> bool {
        matches!(self, Self::ResponseLost | Self::InvalidResponse)
    }
}

/// The head of an answer, as far as it decides what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ResponseHead {
    /// The HTTP status.
    pub(crate) status: u16,
    /// `x-request-id`: the service's support asks for it.
    pub(crate) request_id: Option<String>,
    /// `retry-after`: seconds, or an HTTP date.
    pub(crate) retry_after: Option<String>,
    /// `x-rate-limit-remaining`: requests left until the reset.
    pub(crate) remaining: Option<String>,
    /// `x-rate-limit-reset`: seconds since 1970.
    pub(crate) reset: Option<String>,
    /// `date`: the service's clock, against which its times are measured.
    pub(crate) date: Option<String>,
    /// `location` of a redirect, as a whole URL; `None` also if it is no reference to one.
    pub(crate) location: Option<String>,
}

/// The outcome of one attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum AttemptOutcome<'a> {
    /// A complete response of any status.
    Response(&'a ResponseHead),
    /// No complete response.
    Failed(TransportErrorKind),
}

impl AttemptOutcome<'_> {
    /// Returns whether the API seems to be down, as far as one request can tell. A 4xx is about the request.
    pub(crate) fn is_outage(self) -> bool {
        match self {
            Self::Failed(kind) => kind != TransportErrorKind::InvalidResponse,
            Self::Response(head) => matches!(head.status, 300..400 | 408 | 429 | 500..),
        }
    }
}

/// The time before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delay {
    /// A random time up to this one, for this request alone. Uses up a retry.
    Jittered(Duration),
    /// What the API asked for, for all requests. Uses up no retry.
    Requested(Duration),
}

/// Returns the delay before the next attempt, or `None` if the outcome is final. `attempt` counts from 1,
/// without the attempts that ended in a requested delay; `retries` may follow the first. Without retries every
/// outcome is final.
pub(crate) fn next_delay(
    safety: RequestSafety,
    outcome: AttemptOutcome<'_>,
    attempt: u32,
    retries: u32,
    now: SystemTime,
) -> Option<Delay> {
    use {RequestSafety::Safe, TransportErrorKind as ErrorKind};
    if retries == 0 {
        return None;
    }
    let first_delay = match outcome {
        AttemptOutcome::Failed(ErrorKind::NotSent) => FIRST_DELAY,
        AttemptOutcome::Failed(ErrorKind::ResponseLost) if safety == Safe => FIRST_DELAY,
        AttemptOutcome::Failed(_) => return None,
        AttemptOutcome::Response(head) => {
            let requested = head.requested_delay(now);
            let is_repeatable = match head.status {
                429 => true,
                503 => safety == Safe || requested.is_some(),
                408 | 500 | 502 | 504 | 522 | 524 => safety == Safe,
                _ => false,
            };
            match requested {
                _ if !is_repeatable => return None,
                Some(delay) if !delay.is_zero() => return Some(Delay::Requested(delay)),
                _ if head.status == 429 => FIRST_DELAY_RATE_LIMITED,
                _ => FIRST_DELAY,
            }
        }
    };
    (attempt <= retries).then(|| backoff(first_delay, attempt))
}

const FIRST_DELAY: Duration = Duration::from_millis(500);
const FIRST_DELAY_RATE_LIMITED: Duration = Duration::from_secs(2);
const MAX_BACKOFF: Duration = Duration::from_secs(20);

/// A rate limit that is reset later than this is none of the API's.
const MAX_RESET: Duration = Duration::from_secs(24 * 3600);

fn backoff(first: Duration, attempt: u32) -> Delay {
    let factor = 2_u32.saturating_pow(attempt - 1);
    Delay::Jittered(first.saturating_mul(factor).min(MAX_BACKOFF))
}

impl ResponseHead {
    /// Returns the delay that the API asks for before this request is sent again: `retry-after`, else the
    /// reset of an exhausted rate limit. Invalid values count as absent.
    pub(super) fn requested_delay(&self, now: SystemTime) -> Option<Duration> {
        let retry_after = self.retry_after.as_deref().map(str::trim);
        let requested = retry_after.and_then(|text| {
            seconds(text).or_else(|| {
                let date = httpdate::parse_http_date(text).ok()?;
                Some(date.duration_since(self.clock(now)).unwrap_or_default())
            })
        });
        requested.or_else(|| self.until_reset(now).filter(|_| self.status == 429))
    }

    /// Returns how long all requests must wait after this response, because it used up the rate limit.
    pub(crate) fn rate_limit_delay(&self, now: SystemTime) -> Option<Duration> {
        let is_exhausted = self.remaining.as_deref()?.trim() == "0";
        self.until_reset(now).filter(|_| is_exhausted)
    }

    fn until_reset(&self, now: SystemTime) -> Option<Duration> {
        let reset = SystemTime::UNIX_EPOCH.checked_add(seconds(self.reset.as_deref()?.trim())?)?;
        let delay = reset.duration_since(self.clock(now)).ok();
        delay.filter(|delay| *delay <= MAX_RESET)
    }

    fn clock(&self, now: SystemTime) -> SystemTime {
        let date = self
            .date
            .as_deref()
            .and_then(|date| httpdate::parse_http_date(date).ok());
        date.unwrap_or(now)
    }
}

/// Whole seconds in plain digits; a number too large to hold is as long as can be.
fn seconds(text: &str) -> Option<Duration> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Duration::from_secs(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests;
