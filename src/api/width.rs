//! How wide the gate is: how many requests at a time, learnt from what the service lets through.
//! Pure.
//!
//! A service that limits its rate lets some requests of a burst through and refuses the others.
//! As many as it let through are sent at a time after the wait that it asks for, so that no
//! request is refused again and again; when none is refused any more, it is tried with more.

/// How many requests may be in flight.
#[derive(Debug)]
pub(super) struct Width {
    most: usize,
    now: usize,
    passed: usize,
    limited: bool,
}

impl Width {
    /// As wide as it can be, which is `most` requests at a time.
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            now: most,
            passed: 0,
            limited: false,
        }
    }

    /// How many may be in flight now.
    pub(super) fn now(&self) -> usize {
        self.now
    }

    /// One was answered.
    pub(super) fn passed(&mut self) {
        self.passed += 1;
        if !self.limited && self.passed >= self.most {
            self.passed = 0;
            self.widen();
        }
    }

    /// One was refused for the rate.
    pub(super) fn limited(&mut self) {
        self.limited = true;
    }

    /// A wait that the service asked for is over.
    pub(super) fn reopened(&mut self) {
        if self.limited {
            self.now = self.passed.clamp(1, self.now);
        } else {
            self.widen();
        }
        self.passed = 0;
        self.limited = false;
    }

    fn widen(&mut self) {
        self.now = self.most.min(self.now + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Width;

    #[test]
    fn a_limit_narrows_the_gate_to_what_passed_and_time_widens_it() {
        let mut width = Width::new(8);
        let mut burst = |passed, limited| {
            (0..passed).for_each(|_| width.passed());
            (0..limited).for_each(|_| width.limited());
            width.reopened();
            width.now()
        };
        assert_eq!(burst(5, 3), 5);
        assert_eq!(burst(0, 5), 1);
        assert_eq!(burst(1, 0), 2, "an exhausted limit, and none refused");
        assert_eq!(burst(1, 1), 1);
    }

    #[test]
    fn without_waits_successes_widen_it() {
        let mut width = Width::new(4);
        width.limited();
        width.reopened();
        assert_eq!(width.now(), 1);
        (0..8).for_each(|_| width.passed());
        assert_eq!(width.now(), 3);
        (0..100).for_each(|_| width.passed());
        assert_eq!(width.now(), 4);
    }
}
