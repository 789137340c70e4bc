//! The recordings that records offer.

use super::dice::{Dice, Purpose};
use super::{Archive, SAMPLE_COUNT};

/// Added to the number of an engagement it is that of its sub-engagement.
pub(super) const FIRST_SUB_ENGAGEMENT: u64 = 1_000_000;

/// A recording that a record offers.
pub(crate) struct Recording {
    /// Whether the service is not done with it when it is asked for the first time.
    pub(crate) is_late: bool,
}

impl Archive {
    /// The recording with this path, `/sub_engagements/ID/recordings/ID`, if a record has it.
    pub(crate) fn recording(&self, path: &str) -> Option<Recording> {
        let sub_engagement: u64 = path.split('/').nth(2)?.parse().ok()?;
        let number = sub_engagement.checked_sub(FIRST_SUB_ENGAGEMENT)?;
        let end = format!("{path}\"");
        let offers = |position: &u64| self.record(*position).contains(&end);
        let made_up = Some(SAMPLE_COUNT + number).filter(|position| *position < self.len());
        let position = (0..SAMPLE_COUNT).chain(made_up).find(offers)?;
        let mut dice = Dice::new(self.seed, Purpose::Recording, number);
        Some(Recording {
            is_late: position >= SAMPLE_COUNT && dice.one_in(8),
        })
    }
}
