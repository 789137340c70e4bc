//! The retry policy: whether a request is sent again, and when. Pure: a function of the request, the outcome,
//! the retries so far and the clock.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::response_head::ResponseHead;

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

#[cfg(test)]
mod tests;
