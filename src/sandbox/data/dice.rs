//! Chance that falls the same way every time.
//!
//! Everything the practice server invents is drawn from a [`Dice`] made for one thing: the
//! same seed, purpose and number give the same draws in any order and in any release, so no
//! record has to be kept in memory. The generator is `SplitMix64`, written out here because
//! generators in libraries may change their sequence from one version to the next.

use uuid::Uuid;

/// What a die is thrown for; keeps the draws for different things independent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// The random part of an engagement's id.
    Id = 1,
    /// When an engagement began.
    Time,
    /// Its site and operators.
    Handling,
    /// Everything else in its record.
    Record,
    /// The id of a visitor.
    Visitor,
    /// Its conversation.
    Talk,
    /// The legs of a single engagement.
    Legs,
    /// The mask over the numbers in ids.
    Mask,
    /// Whether recordings are late.
    Recording,
    /// How one sounds.
    Sound,
}

/// A sequence of draws that depends on what it was made from, and on nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

/// The golden ratio in 64 bits: steps by it visit the whole range evenly.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    /// The draws for `number` (an engagement, a visitor) and `purpose` under `seed`.
    pub(crate) fn new(seed: u64, purpose: Purpose, number: u64) -> Self {
        let purpose = (purpose as u64).wrapping_mul(STEP);
        Self(mix(mix(seed ^ purpose).wrapping_add(number)))
    }

    /// The next 64 random bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number from 0 up to, not including, `limit`, which must not be 0.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.bits() % limit
    }

    /// True once in `n` draws, on average.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// A place in a list of `length` entries, which must not be 0.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or(0)
    }

    /// One entry of `list`, which must not be empty.
    pub(crate) fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.place(list.len())]
    }

    /// A random (version 4) UUID.
    pub(crate) fn uuid(&mut self) -> Uuid {
        let bits = Uuid::from_u64_pair(self.bits(), self.bits());
        uuid::Builder::from_random_bytes(bits.into_bytes()).into_uuid()
    }
}

/// The finalizer of `SplitMix64`: every bit of the input reaches every bit of the output.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draws(seed: u64, purpose: Purpose, number: u64) -> [u64; 3] {
        let mut dice = Dice::new(seed, purpose, number);
        [dice.bits(), dice.bits(), dice.bits()]
    }

    #[test]
    fn the_same_throw_falls_the_same_way_and_no_other_does() {
        let throw = draws(7, Purpose::Record, 3);
        assert_eq!(throw, draws(7, Purpose::Record, 3));
        assert_ne!(throw, draws(8, Purpose::Record, 3));
        assert_ne!(throw, draws(7, Purpose::Talk, 3));
        assert_ne!(throw, draws(7, Purpose::Record, 4));
    }

    #[test]
    fn draws_stay_below_their_limit_and_reach_all_of_it() {
        let mut dice = Dice::new(1, Purpose::Record, 1);
        let mut seen = [0; 6];
        (0..600).for_each(|_| seen[dice.place(6)] += 1);
        assert!(seen.iter().all(|&times| times > 50), "{seen:?}");
    }

    #[test]
    fn uuids_are_version_4() {
        let id = Dice::new(1, Purpose::Id, 1).uuid();
        assert_eq!(
            (id.get_version_num(), id.get_variant()),
            (4, uuid::Variant::RFC4122)
        );
    }
}
