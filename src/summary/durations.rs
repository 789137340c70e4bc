//! The exact median of whole seconds: how often each came, instead of all of them.

use std::collections::BTreeMap;

/// Durations, counted.
#[derive(Debug, Default)]
pub(super) struct Durations {
    counts: BTreeMap<u64, u64>,
    number: u64,
    total: u128,
}

impl Durations {
    /// One more of so many seconds.
    pub(super) fn add(&mut self, seconds: u64) {
        *self.counts.entry(seconds).or_default() += 1;
        self.number += 1;
        self.total += u128::from(seconds);
    }

    /// All of them together, in seconds.
    pub(super) fn total(&self) -> u128 {
        self.total
    }

    /// The one in the middle, or the mean of the two there: in half seconds. `None` of none.
    pub(super) fn median_halves(&self) -> Option<u128> {
        let last = self.number.checked_sub(1)?;
        let [one, other] = [last / 2, self.number / 2].map(|place| self.at(place));
        Some(u128::from(one?) + u128::from(other?))
    }

    /// The duration at a place, counted from 0 in ascending order.
    fn at(&self, place: u64) -> Option<u64> {
        let mut passed = 0;
        let found = self.counts.iter().find(|(_, count)| {
            passed += *count;
            passed > place
        });
        found.map(|(seconds, _)| *seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::Durations;
    use proptest::prelude::*;

    fn counted(seconds: &[u64]) -> Durations {
        let mut durations = Durations::default();
        for seconds in seconds {
            durations.add(*seconds);
        }
        durations
    }

    #[test]
    fn the_median_is_in_the_middle() {
        for (seconds, halves) in [
            (&[][..], None),
            (&[7], Some(14)),
            (&[7, 0], Some(7)),
            (&[9, 1, 2], Some(4)),
            (&[9, 1, 2, 3], Some(5)),
            (&[5, 5, 5, 0], Some(10)),
            (&[u64::MAX, u64::MAX], Some(2 * u128::from(u64::MAX))),
        ] {
            assert_eq!(counted(seconds).median_halves(), halves, "{seconds:?}");
        }
    }

    proptest! {
        #[test]
        fn the_same_as_by_sorting(mut seconds in prop::collection::vec(0..50_u64, 1..60)) {
            let durations = counted(&seconds);
            seconds.sort_unstable();
            let middle = seconds.len() / 2;
            let other = (seconds.len() - 1) / 2;
            let halves = u128::from(seconds[middle] + seconds[other]);
            prop_assert_eq!(durations.median_halves(), Some(halves));
            prop_assert_eq!(durations.total(), seconds.iter().copied().map(u128::from).sum());
        }
    }
}
