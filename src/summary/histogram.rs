//! The exact median of whole seconds.

use std::collections::BTreeMap;

/// How often each duration in whole seconds occurs.
#[derive(Debug, Default)]
pub(super) struct DurationHistogram {
    counts: BTreeMap<u64, u64>,
    len: u64,
    total: u128,
}

impl DurationHistogram {
    /// Adds a duration.
    pub(super) fn add(&mut self, seconds: u64) {
        *self.counts.entry(seconds).or_default() += 1;
        self.len += 1;
        self.total += u128::from(seconds);
    }

    /// Returns the sum in seconds.
    pub(super) fn total(&self) -> u128 {
        self.total
    }

    /// Returns the median in half seconds: the mean of the middle two may have a half.
    pub(super) fn median_half_seconds(&self) -> Option<u128> {
        let last = self.len.checked_sub(1)?;
        Some(self.nth(last / 2)? + self.nth(self.len / 2)?)
    }

    /// Returns the duration at a position of the ascending order.
    fn nth(&self, position: u64) -> Option<u128> {
        let mut passed = 0;
        let mut counts = self.counts.iter();
        let found = counts.find(|(_, count)| {
            passed += *count;
            passed > position
        });
        found.map(|(seconds, _)| u128::from(*seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::DurationHistogram;
    use proptest::prelude::*;

    fn counted(seconds: &[u64]) -> DurationHistogram {
        let mut histogram = DurationHistogram::default();
        for seconds in seconds {
            histogram.add(*seconds);
        }
        histogram
    }

    #[test]
    fn median_is_exact() {
        for (seconds, halves) in [
            (&[][..], None),
            (&[7], Some(14)),
            (&[7, 0], Some(7)),
            (&[9, 1, 2], Some(4)),
            (&[9, 1, 2, 3], Some(5)),
            (&[5, 5, 5, 0], Some(10)),
            (&[u64::MAX, u64::MAX], Some(2 * u128::from(u64::MAX))),
        ] {
            assert_eq!(
                counted(seconds).median_half_seconds(),
                halves,
                "{seconds:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn median_equals_sorting(mut seconds in prop::collection::vec(0..50_u64, 1..60)) {
            let histogram = counted(&seconds);
            seconds.sort_unstable();
            let middle = seconds.len() / 2;
            let other = (seconds.len() - 1) / 2;
            let halves = u128::from(seconds[middle] + seconds[other]);
            prop_assert_eq!(histogram.median_half_seconds(), Some(halves));
            prop_assert_eq!(histogram.total(), seconds.iter().copied().map(u128::from).sum());
        }
    }
}
