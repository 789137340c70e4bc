//! The IDs of the engagements that a run has returned, to recognize duplicates.

use std::collections::HashSet;

use super::engagement::DedupKey;

/// A set of engagement IDs. A run of a million engagements keeps all of them, so UUIDs are stored as
/// numbers.
#[derive(Debug, Default)]
pub(crate) struct SeenIds {
    uuids: HashSet<u128>,
    others: HashSet<Box<str>>,
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
