//! Again, and when? Pure: a function of the method, the outcome, the attempt and the clock.

use std::time::{Duration, SystemTime};

/// What a request does; decides what may be repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// Reads; may be repeated.
    Get,
    /// Changes something; repeated only when the service cannot have acted on it.
    Post,
}

/// How far a request without an answer got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// No byte of it left: refused, no such name, no route.
    NotSent,
    /// It may have reached the service: reset, timeout, an answer that broke off.
    Lost,
    /// It was not sent, and the next attempt would fail the same: a bad certificate, a proxy's 407.
    Lasting,
    /// It was answered, with something that we refuse to read, or cannot keep.
    Refused,
}

impl Break {
    /// Whether the service may have acted on the request.
    pub(crate) fn may_have_acted(self) -> bool {
        matches!(self, Self::Lost | Self::Refused)
    }
}

/// The head of an answer, as far as it decides what to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
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

/// What became of one attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome<'a> {
    /// A whole answer, whatever its status.
    Answer(&'a Head),
    /// No whole answer.
    Broken(Break),
}

/// How long to wait before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pause {
    /// Any time up to this one (full jitter), for this worker alone.
    UpTo(Duration),
    /// As long as the service asked for, for all workers.
    Asked(Duration),
}

/// The pause before the next attempt, or `None` when this outcome is final.
/// `attempt` counts from 1; `retries` is how many may follow the first.
pub(crate) fn again(
    method: Method,
    outcome: Outcome<'_>,
    attempt: u32,
    retries: u32,
    now: SystemTime,
) -> Option<Pause> {
    if attempt > retries {
        return None;
    }
    match outcome {
        Outcome::Broken(Break::NotSent) => Some(backoff(FIRST_WAIT, attempt)),
        Outcome::Broken(Break::Lost) if method == Method::Get => Some(backoff(FIRST_WAIT, attempt)),
        Outcome::Broken(_) => None,
        Outcome::Answer(head) => {
            let asked = head.asked_wait(now);
            let repeat = match method {
                Method::Get => matches!(head.status, 408 | 429 | 500 | 502 | 503 | 504 | 522 | 524),
                Method::Post => head.status == 429 || (head.status == 503 && asked.is_some()),
            };
            repeat.then(|| match asked {
                Some(wait) if !wait.is_zero() => Pause::Asked(wait),
                _ if head.status == 429 => backoff(FIRST_WAIT_LIMITED, attempt),
                _ => backoff(FIRST_WAIT, attempt),
            })
        }
    }
}

const FIRST_WAIT: Duration = Duration::from_millis(500);
const FIRST_WAIT_LIMITED: Duration = Duration::from_secs(2);
const LONGEST_BACKOFF: Duration = Duration::from_secs(20);

fn backoff(first: Duration, attempt: u32) -> Pause {
    let factor = 2_u32.saturating_pow(attempt - 1);
    Pause::UpTo(first.saturating_mul(factor).min(LONGEST_BACKOFF))
}

impl Head {
    /// Whether the answer names a time at which the same request is welcome again.
    pub(crate) fn says_when_to_come_back(&self, now: SystemTime) -> bool {
        self.asked_wait(now).is_some()
    }

    /// How long the service asks to wait before this request is sent again: `retry-after`, else
    /// the reset of an exhausted limit. Nonsense counts as absent.
    fn asked_wait(&self, now: SystemTime) -> Option<Duration> {
        let retry_after = self.retry_after.as_deref().map(str::trim);
        let asked = retry_after.and_then(|text| {
            seconds(text).or_else(|| {
                let date = httpdate::parse_http_date(text).ok()?;
                Some(date.duration_since(self.clock(now)).unwrap_or_default())
            })
        });
        asked.or_else(|| {
            if self.status == 429 {
                self.until_reset(now)
            } else {
                None
            }
        })
    }

    /// How long all requests must wait after this answer, because it used up the limit.
    pub(crate) fn exhausted_for(&self, now: SystemTime) -> Option<Duration> {
        let remaining = self.remaining.as_deref()?.trim();
        if remaining == "0" {
            self.until_reset(now)
        } else {
            None
        }
    }

    fn until_reset(&self, now: SystemTime) -> Option<Duration> {
        let reset = SystemTime::UNIX_EPOCH.checked_add(seconds(self.reset.as_deref()?.trim())?)?;
        reset.duration_since(self.clock(now)).ok()
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
