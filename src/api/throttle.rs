//! The throttle that every request of a run passes: how many are in flight, when the next may start,
//! how long the run may wait, and how many failures it takes for an outage.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::Utc;

use crate::error::{CliError, ErrorKind};

/// So many requests that fail in a row, without a success in between, are an outage.
const FAILURE_BUDGET: u32 = 32;

/// Longer than any `--max-wait`, short enough to be added to a clock.
const FAR_AWAY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// Shared by all workers of a run.
pub(crate) struct Throttle {
    concurrency: usize,
    max_wait: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    in_flight: usize,
    /// At most `concurrency`, and fewer while the API responds with 429.
    permits: usize,
    not_before: Option<Instant>,
    /// Waiting time on the wall clock since the last success: overlapping waits of several workers count
    /// once.
    waited: Duration,
    /// The end of the latest of these waits.
    reserved_until: Option<Instant>,
    failures_in_a_row: u32,
    closed: Option<AbortReason>,
}

/// Why no further attempt is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AbortReason {
    /// The API requested a delay that `--max-wait` does not allow. With the hint.
    RequestedDelayTooLong(String),
    /// The next attempt would start later than `--max-wait` allows. With the hint.
    WaitBudgetSpent(String),
    /// Too many requests failed in a row.
    FailureBudgetSpent,
    /// The API rejected the token, and getting a new one failed. With that failure.
    TokenNotReplaced(Box<CliError>),
    /// The run is being stopped.
    Stopped,
}

impl AbortReason {
    /// Adds the limit of the run that was reached to the failure of the last attempt.
    pub(super) fn explain(self, mut failure: CliError) -> CliError {
        match self {
            Self::RequestedDelayTooLong(hint) => {
                failure.kind = ErrorKind::RateLimited;
                failure.fatal().hint(hint)
            }
            Self::WaitBudgetSpent(hint) => failure.hint(hint),
            Self::FailureBudgetSpent => {
                let hint = "run again later: too many requests failed in a row";
                failure.fatal().hint(hint)
            }
            Self::TokenNotReplaced(cause) => CliError {
                message: format!("{}; {}", failure.message, cause.message),
                hint: cause.hint,
                ..failure.fatal()
            },
            Self::Stopped => failure.fatal(),
        }
    }
}

impl Throttle {
    /// Creates a throttle for so many concurrent requests, and for waits of `max_wait` in all between two
    /// successes.
    pub(crate) fn new(concurrency: usize, max_wait: Duration) -> Self {
        Self {
            concurrency,
            max_wait,
            state: Mutex::new(State {
                permits: concurrency,
                ..State::default()
            }),
            changed: Condvar::new(),
        }
    }

    /// Waits until requests may start, this one not before `earliest`, and a permit is free. Takes the
    /// permit; see [`Throttle::release`].
    ///
    /// # Errors
    /// The request may start later than `--max-wait` allows, or not at all.
    pub(crate) fn acquire(&self, earliest: Option<Instant>) -> Result<(), AbortReason> {
        let mut state = self.lock();
        loop {
            if let Some(reason) = &state.closed {
                return Err(reason.clone());
            }
            let now = Instant::now();
            let mut timeout = FAR_AWAY;
            if let Some(at) = state.not_before.max(earliest).filter(|at| *at > now) {
                let too_long = match state.not_before {
                    Some(requested) if requested == at => AbortReason::RequestedDelayTooLong,
                    _ => AbortReason::WaitBudgetSpent,
                };
                let reserved = state.reserve(now, at, self.max_wait);
                reserved.map_err(too_long)?;
                timeout = at - now;
            } else if state.in_flight < state.permits {
                state.in_flight += 1;
                return Ok(());
            }
            let woken = self.changed.wait_timeout(state, timeout);
            state = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Returns a permit.
    pub(crate) fn release(&self) {
        self.lock().in_flight -= 1;
        self.changed.notify_all();
    }

    /// Reports a response, and the delay that it requests of all requests that have not started. A success
    /// renews both budgets. A 429 takes a permit away until the next success: fewer requests at a time are
    /// rejected less often. A delay too long for the clock counts as 100 years, so the next request fails on
    /// `--max-wait`.
    pub(crate) fn on_response(&self, status: u16, delay: Option<Duration>) {
        let mut state = self.lock();
        match status {
            200..300 => {
                state.waited = Duration::ZERO;
                state.reserved_until = None;
                state.failures_in_a_row = 0;
                state.permits = self.concurrency.min(state.permits + 1);
            }
            429 => state.permits = (state.permits - 1).max(1),
            _ => {}
        }
        let until = delay.map(|delay| Instant::now() + delay.min(FAR_AWAY));
        state.not_before = state.not_before.max(until);
    }

    /// Counts a request that failed for good. Returns whether the run has to end.
    pub(crate) fn on_failure(&self) -> bool {
        let mut state = self.lock();
        state.failures_in_a_row += 1;
        let is_spent = state.failures_in_a_row >= FAILURE_BUDGET;
        drop(state);
        if is_spent {
            self.close(AbortReason::FailureBudgetSpent);
        }
        is_spent
    }

    /// Starts no further request, and ends all waits.
    pub(crate) fn stop(&self) {
        self.close(AbortReason::Stopped);
    }

    fn close(&self, reason: AbortReason) {
        self.lock().closed.get_or_insert(reason);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Adds a wait. An `Err` is the hint for a wait that is too long.
    fn reserve(&mut self, now: Instant, until: Instant, max_wait: Duration) -> Result<(), String> {
        let from = self.reserved_until.unwrap_or(now).max(now);
        let waited = self.waited + until.saturating_duration_since(from);
        if waited > max_wait {
            let at = (Utc::now() + (until - now)).format("%Y-%m-%dT%H:%M:%SZ");
            return Err(format!(
                "retry after {at}: the waits since the last success would exceed `--max-wait` ({})",
                humantime::format_duration(max_wait)
            ));
        }
        self.waited = waited;
        self.reserved_until = self.reserved_until.max(Some(until));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{AbortReason, FAILURE_BUDGET, State, Throttle};
    use std::time::{Duration, Instant};

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn overlapping_waits_count_once() {
        let start = Instant::now();
        let mut state = State::default();
        let mut reserve = |from, until| {
            let reserved =
                state.reserve(start + seconds(from), start + seconds(until), seconds(10));
            (reserved.is_ok(), state.waited.as_secs())
        };
        assert_eq!(reserve(0, 4), (true, 4));
        assert_eq!(reserve(0, 4), (true, 4));
        assert_eq!(reserve(2, 6), (true, 6));
        // Nothing waited between 6 and 20.
        assert_eq!(reserve(20, 24), (true, 10));
        assert_eq!(reserve(24, 25), (false, 10));
    }

    #[test]
    fn wait_beyond_max_wait_fails_immediately() {
        let throttle = Throttle::new(8, seconds(300));
        let later = Instant::now() + seconds(301);
        let error = throttle.acquire(Some(later)).unwrap_err();
        assert!(matches!(error, AbortReason::WaitBudgetSpent(_)));
        throttle.on_response(500, Some(seconds(1)));
        let error = throttle.acquire(Some(later)).unwrap_err();
        assert!(matches!(error, AbortReason::WaitBudgetSpent(_)));
        let years = seconds(50 * 365 * 24 * 3600);
        for throttle in [throttle, Throttle::new(8, years)] {
            throttle.on_response(500, Some(seconds(u64::MAX)));
            let error = throttle.acquire(None).unwrap_err();
            assert!(matches!(error, AbortReason::RequestedDelayTooLong(_)));
        }
    }

    #[test]
    fn stop_wakes_all_workers() {
        let throttle = Throttle::new(1, seconds(300));
        throttle.acquire(None).unwrap();
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| throttle.acquire(Some(Instant::now() + seconds(200))));
            let queued = scope.spawn(|| throttle.acquire(None).err());
            throttle.stop();
            assert_eq!(waiting.join().unwrap(), Err(AbortReason::Stopped));
            assert_eq!(queued.join().unwrap(), Some(AbortReason::Stopped));
        });
    }

    #[test]
    fn success_renews_failure_budget() {
        let throttle = Throttle::new(1, seconds(1));
        let failures = || (1..100).find(|_| throttle.on_failure());
        throttle.on_failure();
        throttle.on_response(200, None);
        assert_eq!(failures(), Some(FAILURE_BUDGET));
        let closed = throttle.acquire(None).err();
        assert_eq!(closed, Some(AbortReason::FailureBudgetSpent));
    }

    #[test]
    fn rate_limit_lowers_concurrency() {
        let throttle = Throttle::new(3, seconds(1));
        let permits = || throttle.lock().permits;
        (0..5).for_each(|_| throttle.on_response(429, None));
        assert_eq!(permits(), 1);
        (0..5).for_each(|_| throttle.on_response(200, None));
        assert_eq!(permits(), 3);
    }
}
