//! The IDs that a run has met, to recognize duplicates.

use std::collections::BTreeSet;

use super::engagement::DedupKey;

/// A set of engagement IDs. A run of a million engagements keeps all of them, and a tree of UUIDs
/// takes a third of the memory of a hash table.
#[derive(Debug, Default)]
pub(crate) struct SeenIds {
    uuids: BTreeSet<u128>,
    others: BTreeSet<Box<str>>,
}

impl SeenIds {
    /// Adds an ID. Returns `false` if it is there already.
    pub(crate) fn insert(&mut self, key: DedupKey) -> bool {
        match key {
            DedupKey::Uuid(uuid) => self.uuids.insert(uuid),
            DedupKey::Other(text) => self.others.insert(text),
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
