//! The rate limit: so many requests in each second of the clock.

use axum::http::{HeaderMap, HeaderValue};
use std::num::NonZeroU32;

/// Counts the requests of the second that is running.
pub(crate) struct Limiter {
    limit: NonZeroU32,
    /// Unix seconds.
    second: i64,
    used: u32,
}

/// What the limiter says about one request; every answer tells it in its headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Whether the request may be answered; if not, 429.
    pub(crate) admitted: bool,
    /// How many a second.
    limit: u32,
    /// How many are left in this second.
    remaining: u32,
    /// When the next second begins, in Unix seconds.
    reset: i64,
}

/// Seconds to wait after a 429: by then the next second has begun.
pub(crate) const RETRY_AFTER: u32 = 1;

impl Limiter {
    /// Allows `limit` requests a second.
    pub(crate) fn new(limit: NonZeroU32) -> Self {
        Self {
            limit,
            second: i64::MIN,
            used: 0,
        }
    }

    /// Asks for one request, at `now` in Unix seconds.
    pub(crate) fn ask(&mut self, now: i64) -> Allowance {
        if now != self.second {
            (self.second, self.used) = (now, 0);
        }
        let limit = self.limit.get();
        let admitted = self.used < limit;
        self.used += u32::from(admitted);
        Allowance {
            admitted,
            limit,
            remaining: limit - self.used,
            reset: now + 1,
        }
    }
}

impl Allowance {
    /// Adds the headers that tell it.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        headers.insert("x-rate-limit-limit", HeaderValue::from(self.limit));
        headers.insert("x-rate-limit-remaining", HeaderValue::from(self.remaining));
        headers.insert("x-rate-limit-reset", HeaderValue::from(self.reset));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_admits_its_share_and_the_next_one_begins_anew() {
        let mut limiter = Limiter::new(NonZeroU32::new(2).unwrap());
        let mut ask = |now| {
            let allowance = limiter.ask(now);
            (allowance.admitted, allowance.remaining, allowance.reset)
        };
        assert_eq!(ask(100), (true, 1, 101));
        assert_eq!(ask(100), (true, 0, 101));
        assert_eq!(ask(100), (false, 0, 101));
        assert_eq!(ask(101), (true, 1, 102));
        assert_eq!(ask(99), (true, 1, 100), "a clock set back");
    }

    #[test]
    fn every_answer_tells_the_allowance() {
        let mut headers = HeaderMap::new();
        Limiter::new(NonZeroU32::new(5).unwrap())
            .ask(1000)
            .tell(&mut headers);
        assert_eq!(headers["x-rate-limit-limit"], "5");
        assert_eq!(headers["x-rate-limit-remaining"], "4");
        assert_eq!(headers["x-rate-limit-reset"], "1001");
    }
}
