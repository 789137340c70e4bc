//! The recordings that records offer.

use super::dice::{Dice, Purpose};
use super::{Archive, SAMPLE_COUNT};

/// Added to the number of an engagement it is that of its sub-engagement.
pub(super) const FIRST_SUB_ENGAGEMENT: u64 = 1_000_000;

impl Archive {
    /// Whether the service is not done with a recording when it is first asked for; `None` if no
    /// record offers it. The path is `/sub_engagements/ID/recordings/ID`.
    pub(crate) fn is_late(&self, path: &str) -> Option<bool> {
        let sub_engagement: u64 = path.split('/').nth(2)?.parse().ok()?;
        let number = sub_engagement.checked_sub(FIRST_SUB_ENGAGEMENT)?;
        let end = format!("{path}\"");
        let offers = |position: &u64| self.record(*position).contains(&end);
        let made_up = Some(SAMPLE_COUNT + number).filter(|position| *position < self.len());
        let position = (0..SAMPLE_COUNT).chain(made_up).find(offers)?;
        let mut dice = Dice::new(self.seed, Purpose::Recording, number);
        Some(position >= SAMPLE_COUNT && dice.one_in(8))
    }
}
