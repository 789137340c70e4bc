//! The gate that every request of a run passes: how many are in flight, when the next may
//! start, how long the run may wait in all, and how many retries it has left.
//!
//! It is shared by all workers, so that one answer that says "come back in a minute" holds
//! them all, and an outage ends a bulk run early instead of trying each id to the end.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::width::Width;

/// Retries that a run has in hand; a success gives one back, up to this many.
const RETRIES_IN_HAND: u32 = 32;

/// One a run.
pub(crate) struct Gate {
    max_wait: Duration,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    in_flight: usize,
    /// Of those that wait at the gate, how many have been through it before.
    coming_again: usize,
    width: Width,
    opens_at: Option<Instant>,
    ledger: Waits,
    retries: u32,
    shut: bool,
}

/// Why the gate lets nothing through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// The wait would go beyond `--max-wait`; it would have to last this long from now.
    TooLong(Duration),
    /// The run is being stopped.
    Shut,
}

impl Gate {
    /// A gate for `places` requests at a time and waits of `max_wait` in all.
    /// A run always has at least `retries` in hand, so that a single request can use its own.
    pub(crate) fn new(places: usize, max_wait: Duration, retries: u32) -> Self {
        Self {
            max_wait,
            state: Mutex::new(State {
                in_flight: 0,
                coming_again: 0,
                width: Width::new(places),
                opens_at: None,
                ledger: Waits::default(),
                retries: RETRIES_IN_HAND.max(retries),
                shut: false,
            }),
            changed: Condvar::new(),
        }
    }

    /// Waits for the gate to open and for a free place. Those who come `again` go first: where a
    /// service lets few through, a request must not use up its attempts against newcomers.
    pub(crate) fn enter(&self, again: bool) -> Result<Pass<'_>, Closed> {
        let mut state = self.lock();
        state.coming_again += usize::from(again);
        let (mut state, admitted) = self.queue(state, again);
        state.coming_again -= usize::from(again);
        drop(state);
        // Newcomers may have waited for this one.
        self.changed.notify_all();
        admitted.map(|()| Pass { gate: self })
    }

    fn queue<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        again: bool,
    ) -> (MutexGuard<'a, State>, Result<(), Closed>) {
        loop {
            if state.shut {
                return (state, Err(Closed::Shut));
            }
            let now = Instant::now();
            if let Some(at) = state.opens_at.filter(|at| *at > now) {
                if let Err(closed) = state.ledger.book(now, at, self.max_wait) {
                    return (state, Err(closed));
                }
                state = self.wait_until(state, at);
                continue;
            }
            if state.opens_at.take().is_some() {
                state.width.reopened();
            }
            if state.in_flight < state.width.now() && (again || state.coming_again == 0) {
                state.in_flight += 1;
                return (state, Ok(()));
            }
            let woken = self.changed.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Holds every request that has not started for this long. A span too long to be told as
    /// a time is refused when the next request comes to wait for it.
    pub(crate) fn hold_all(&self, span: Duration) {
        let mut state = self.lock();
        let now = Instant::now();
        let at = now.checked_add(span).unwrap_or_else(|| now + FAR_AWAY);
        state.opens_at = state.opens_at.max(Some(at));
    }

    /// Waits for one worker's own next attempt.
    pub(crate) fn pause(&self, span: Duration) -> Result<(), Closed> {
        let mut state = self.lock();
        let now = Instant::now();
        let until = now + span.min(FAR_AWAY);
        state.ledger.book(now, until, self.max_wait)?;
        while Instant::now() < until {
            if state.shut {
                return Err(Closed::Shut);
            }
            state = self.wait_until(state, until);
        }
        Ok(())
    }

    /// Takes one of the run's retries; `false` when none is left.
    pub(crate) fn take_retry(&self) -> bool {
        let mut state = self.lock();
        let left = state.retries.checked_sub(1);
        state.retries = left.unwrap_or(0);
        left.is_some()
    }

    /// Takes note of a success: a retry is given back, since the service answers.
    pub(crate) fn succeeded(&self) {
        let mut state = self.lock();
        state.retries = state.retries.max((state.retries + 1).min(RETRIES_IN_HAND));
        state.width.passed();
        drop(state);
        self.changed.notify_all();
    }

    /// Takes note of a 429.
    pub(crate) fn limited(&self) {
        self.lock().width.limited();
    }

    /// Lets nothing through any more, and wakes everyone who waits.
    pub(crate) fn shut(&self) {
        self.lock().shut = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until<'a>(&self, state: MutexGuard<'a, State>, at: Instant) -> MutexGuard<'a, State> {
        let span = at.saturating_duration_since(Instant::now());
        let woken = self.changed.wait_timeout(state, span);
        woken.unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Longer than any `--max-wait`, short enough to be added to a clock.
const FAR_AWAY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// A place among the requests in flight, free again when it is dropped.
pub(crate) struct Pass<'a> {
    gate: &'a Gate,
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.gate.lock().in_flight -= 1;
        self.gate.changed.notify_all();
    }
}

/// How long the run has waited, as a person in front of it would count: time during which
/// several workers wait counts once.
#[derive(Debug, Default)]
struct Waits {
    total: Duration,
    booked_until: Option<Instant>,
}

impl Waits {
    fn book(&mut self, now: Instant, until: Instant, limit: Duration) -> Result<(), Closed> {
        let from = self.booked_until.map_or(now, |booked| booked.max(now));
        let total = self.total + until.saturating_duration_since(from);
        if total > limit {
            return Err(Closed::TooLong(until - now));
        }
        self.total = total;
        self.booked_until = self.booked_until.max(Some(until));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Closed, Gate, RETRIES_IN_HAND, Waits};
    use std::time::{Duration, Instant};

    const fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn waits_at_the_same_time_count_once_and_all_together_have_a_limit() {
        let start = Instant::now();
        let limit = seconds(10);
        let mut waits = Waits::default();
        assert_eq!(waits.book(start, start + seconds(4), limit), Ok(()));
        assert_eq!(waits.book(start, start + seconds(4), limit), Ok(()));
        assert_eq!(
            waits.book(start + seconds(2), start + seconds(6), limit),
            Ok(())
        );
        assert_eq!(waits.total, seconds(6));
        // Between 6 and 20 nobody waited.
        assert_eq!(
            waits.book(start + seconds(20), start + seconds(24), limit),
            Ok(())
        );
        let too_long = waits.book(start + seconds(24), start + seconds(25), limit);
        assert_eq!(too_long, Err(Closed::TooLong(seconds(1))));
        assert_eq!(waits.total, seconds(10));
    }

    #[test]
    fn a_wait_that_is_too_long_ends_at_once() {
        let gate = Gate::new(8, seconds(300), 4);
        gate.hold_all(seconds(u64::MAX));
        assert!(matches!(gate.enter(false), Err(Closed::TooLong(_))));
        assert!(matches!(gate.pause(seconds(301)), Err(Closed::TooLong(_))));
    }

    #[test]
    fn shutting_the_gate_wakes_those_who_wait() {
        let gate = Gate::new(1, seconds(300), 4);
        let _only_place = gate.enter(false);
        std::thread::scope(|scope| {
            let paused = scope.spawn(|| gate.pause(seconds(200)));
            let queued = scope.spawn(|| gate.enter(false).err());
            gate.shut();
            assert_eq!(paused.join().unwrap(), Err(Closed::Shut));
            assert_eq!(queued.join().unwrap(), Some(Closed::Shut));
        });
    }

    #[test]
    fn those_who_come_again_go_first() {
        let gate = Gate::new(1, seconds(300), 4);
        let only_place = gate.enter(false);
        let (tell, order) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            for again in [false, true] {
                let (gate, tell) = (&gate, tell.clone());
                scope.spawn(move || {
                    let pass = gate.enter(again);
                    tell.send(again).unwrap();
                    drop(pass);
                });
            }
            while gate.lock().coming_again == 0 {
                std::thread::yield_now();
            }
            drop(only_place);
        });
        assert_eq!(order.try_iter().collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn a_run_has_so_many_retries_and_each_success_gives_one_back() {
        let gate = Gate::new(1, seconds(1), 0);
        assert_eq!(
            (0..100).filter(|_| gate.take_retry()).count(),
            RETRIES_IN_HAND as usize
        );
        gate.succeeded();
        assert!(gate.take_retry());
        assert!(!gate.take_retry());
    }
}
