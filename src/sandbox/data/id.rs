//! Ids of engagements: they look random, and still tell which engagement they mean.
//!
//! The last 48 bits of an id are the engagement's number, scrambled; the rest is chance. An id
//! is therefore found without a table, which for a million engagements would be most of the
//! server's memory.

use super::dice::{Dice, Purpose};
use uuid::Uuid;

const BITS: u64 = (1 << 48) - 1;
/// Multiplying by an odd number loses nothing; [`UNDO`] takes it back.
const ODD: u64 = 0x9E37_79B9_7F4B;
const UNDO: u64 = inverse(ODD);

/// The id of engagement `number` (below 2^48) under `seed`.
pub(crate) fn of(seed: u64, number: u64) -> Uuid {
    let chance = Dice::new(seed, Purpose::Id, number).uuid().as_u128();
    let tail = scramble((number ^ mask(seed)) & BITS);
    Uuid::from_u128(chance & !u128::from(BITS) | u128::from(tail))
}

/// The number of the engagement that `id` names under `seed`, if it is written as the API
/// writes ids. Whether there is an engagement of that number is for the caller to say.
pub(crate) fn number(seed: u64, id: &str) -> Option<u64> {
    let (_, tail) = id.rsplit_once('-')?;
    let tail = u64::from_str_radix(tail, 16).ok()? & BITS;
    let number = unscramble(tail) ^ (mask(seed) & BITS);
    let mut buffer = Uuid::encode_buffer();
    (of(seed, number).as_hyphenated().encode_lower(&mut buffer) == id).then_some(number)
}

fn mask(seed: u64) -> u64 {
    Dice::new(seed, Purpose::Mask, 0).bits()
}

fn scramble(number: u64) -> u64 {
    let number = number.wrapping_mul(ODD) & BITS;
    (number ^ (number >> 24)).wrapping_mul(ODD) & BITS
}

fn unscramble(number: u64) -> u64 {
    let number = number.wrapping_mul(UNDO) & BITS;
    (number ^ (number >> 24)).wrapping_mul(UNDO) & BITS
}

/// The number that times `odd` gives 1, by Newton's method: each round doubles the right bits.
const fn inverse(odd: u64) -> u64 {
    let mut guess = odd;
    let mut round = 0;
    while round < 5 {
        guess = guess.wrapping_mul(2u64.wrapping_sub(odd.wrapping_mul(guess)));
        round += 1;
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_leads_back_to_its_number() {
        for number in [0, 1, 249, 250, 999_999, BITS] {
            let id = of(42, number);
            assert_eq!(super::number(42, &id.to_string()), Some(number), "{id}");
            assert_eq!(id.get_version_num(), 4);
        }
    }

    #[test]
    fn strangers_lead_nowhere() {
        let id = of(42, 5).to_string();
        assert_eq!(number(43, &id), None, "another seed");
        assert_eq!(
            number(42, &id.to_uppercase()),
            None,
            "not as the API writes it"
        );
        assert_eq!(number(42, &id.replacen(&id[..1], "x", 1)), None);
        assert_eq!(number(42, "65f68744-40c5-4278-968a-6ee33df0722a"), None);
        assert_eq!(number(42, "5"), None);
        assert_eq!(number(42, "-ff00000000000000ff"), None);
    }
}
