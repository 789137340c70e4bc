//! The IDs of the engagements that a run has returned, to recognize duplicates.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use super::engagement::DedupKey;

/// The lists that UUIDs are spread over.
const LISTS: u64 = 4096;

/// A set of engagement IDs. A run of a million engagements keeps all of them, so UUIDs are stored as
/// numbers in many short lists: a hash set would need three times the memory while it grows.
#[derive(Debug)]
pub(crate) struct SeenIds {
    uuids: Vec<Vec<u128>>,
    hasher: RandomState,
    others: HashSet<Box<str>>,
}

impl SeenIds {
    /// Adds an ID. Returns `false` if it is there already.
    pub(crate) fn insert(&mut self, key: DedupKey) -> bool {
        let uuid = match key {
            DedupKey::Uuid(uuid) => uuid,
            DedupKey::Other(text) => return self.others.insert(text),
        };
        let number = self.hasher.hash_one(uuid) % LISTS;
        let list = &mut self.uuids[usize::try_from(number).unwrap_or(0)];
        let is_new = !list.contains(&uuid);
        if is_new {
            list.push(uuid);
        }
        is_new
    }
}

impl Default for SeenIds {
    fn default() -> Self {
        Self {
            uuids: (0..LISTS).map(|_| Vec::new()).collect(),
            hasher: RandomState::new(),
            others: HashSet::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SeenIds;
    use crate::records::engagement::DedupKey;

    #[test]
    fn ids_are_new_once() {
        let mut seen = SeenIds::default();
        let other = |text: &str| DedupKey::Other(text.into());
        assert!(seen.insert(other("1")));
        assert!(seen.insert(other("\"1")));
        assert!(seen.insert(DedupKey::Uuid(1)));
        assert!(!seen.insert(DedupKey::Uuid(1)));
        assert!(!seen.insert(other("1")));
    }
}
