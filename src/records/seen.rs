//! Which engagements have come before, kept exactly and in little memory. Pure.
//!
//! A run of a million engagements has to know each of them again. A hash table would take two to
//! six times the sixteen bytes of a UUID, the most while it grows; sorted blocks take little more
//! than those bytes, and grow one small block at a time.

use std::collections::{BTreeMap, HashSet};

use super::engagement::DedupKey;

/// Keys in a block at most: few enough to make room among them quickly.
const MOST: usize = 256;
/// Keys that a full block grows by.
const STEP: usize = 16;

/// The engagements that have come.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Sorted blocks, by a bound that none of their keys is below; all are below the next one's.
    uuids: BTreeMap<u128, Vec<u128>>,
    others: HashSet<Box<str>>,
}

impl Seen {
    /// Adds one; `false` if it is there already.
    pub(crate) fn insert(&mut self, key: DedupKey) -> bool {
        match key {
            DedupKey::Uuid(uuid) => self.insert_uuid(uuid),
            DedupKey::Other(text) => self.others.insert(text),
        }
    }

    fn insert_uuid(&mut self, uuid: u128) -> bool {
        let Some((_, block)) = self.uuids.range_mut(..=uuid).next_back() else {
            // The first block's bound is the smallest that there is.
            self.uuids.insert(0, vec![uuid]);
            return true;
        };
        let Err(place) = block.binary_search(&uuid) else {
            return false;
        };
        if block.len() == block.capacity() {
            block.reserve_exact(STEP);
        }
        block.insert(place, uuid);
        if block.len() == MOST {
            let upper = block.split_off(MOST / 2);
            block.shrink_to_fit();
            self.uuids.insert(upper[0], upper);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Seen};
    use crate::records::engagement::DedupKey;

    #[test]
    fn each_key_is_new_once_in_whatever_order_they_come() {
        let count = 5 * MOST as u128;
        // Odd, so that every number is met once: ids come in no order.
        let scattered = |at: u128| at.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let orders: [&dyn Fn(u128) -> u128; 3] = [&|at| at, &|at| u128::MAX - at, &scattered];
        for order in orders {
            let mut seen = Seen::default();
            for at in 0..count {
                assert!(seen.insert(DedupKey::Uuid(order(at))), "{at}");
                assert!(!seen.insert(DedupKey::Uuid(order(at / 2))), "{at}");
            }
            assert!((0..count).all(|at| !seen.insert(DedupKey::Uuid(order(at)))));
        }
    }

    #[test]
    fn what_is_no_uuid_is_known_again_too() {
        let mut seen = Seen::default();
        let other = |text: &str| DedupKey::Other(text.into());
        assert!(seen.insert(other("1")));
        assert!(seen.insert(other("\"1")));
        assert!(seen.insert(DedupKey::Uuid(1)));
        assert!(!seen.insert(other("1")));
    }
}
