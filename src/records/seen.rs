//! The IDs that a run has met, stored exactly and in little memory.
//!
//! A run of a million engagements has to recognize each of them. A hash table takes two to six times
//! the sixteen bytes of a UUID, most while it grows. Sorted blocks take little more than those bytes
//! and grow one small block at a time.

use std::collections::{BTreeMap, HashSet};

use super::engagement::DedupKey;

/// Maximum number of keys in a block: few enough to insert among them quickly.
const MAX_BLOCK_LEN: usize = 256;
/// Number of keys by which a full block grows.
const BLOCK_GROWTH: usize = 16;

/// A set of engagement IDs.
#[derive(Debug, Default)]
pub(crate) struct SeenIds {
    /// Sorted blocks by their lower bounds; the keys of a block are below the next bound.
    uuids: BTreeMap<u128, Vec<u128>>,
    others: HashSet<Box<str>>,
}

impl SeenIds {
    /// Adds an ID. Returns `false` if it is there already.
    pub(crate) fn insert(&mut self, key: DedupKey) -> bool {
        match key {
            DedupKey::Uuid(uuid) => self.insert_uuid(uuid),
            DedupKey::Other(text) => self.others.insert(text),
        }
    }

    fn insert_uuid(&mut self, uuid: u128) -> bool {
        let Some((_, block)) = self.uuids.range_mut(..=uuid).next_back() else {
            // The first bound is zero, so that every UUID has a block.
            self.uuids.insert(0, vec![uuid]);
            return true;
        };
        let Err(index) = block.binary_search(&uuid) else {
            return false;
        };
        if block.len() == block.capacity() {
            block.reserve_exact(BLOCK_GROWTH);
        }
        block.insert(index, uuid);
        if block.len() == MAX_BLOCK_LEN {
            let upper = block.split_off(MAX_BLOCK_LEN / 2);
            block.shrink_to_fit();
            self.uuids.insert(upper[0], upper);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_BLOCK_LEN, SeenIds};
    use crate::records::engagement::DedupKey;

    #[test]
    fn each_uuid_is_new_once() {
        let count = 5 * MAX_BLOCK_LEN as u128;
        // The factor is odd, so that each number occurs once.
        let shuffled = |at: u128| at.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
        let orders: [&dyn Fn(u128) -> u128; 3] = [&|at| at, &|at| u128::MAX - at, &shuffled];
        for order in orders {
            let mut seen = SeenIds::default();
            for at in 0..count {
                assert!(seen.insert(DedupKey::Uuid(order(at))), "{at}");
                assert!(!seen.insert(DedupKey::Uuid(order(at / 2))), "{at}");
            }
            assert!((0..count).all(|at| !seen.insert(DedupKey::Uuid(order(at)))));
        }
    }

    #[test]
    fn non_uuid_ids_are_new_once() {
        let mut seen = SeenIds::default();
        let other = |text: &str| DedupKey::Other(text.into());
        assert!(seen.insert(other("1")));
        assert!(seen.insert(other("\"1")));
        assert!(seen.insert(DedupKey::Uuid(1)));
        assert!(!seen.insert(other("1")));
    }
}
