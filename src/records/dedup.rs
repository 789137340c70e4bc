//! Recognizes duplicates: the identity of an engagement, and the set of those that a run has returned.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use super::json::Cell;
use super::record::Record;

/// The identity of an engagement, by which duplicates are recognized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DedupKey {
    /// A UUID, in upper or lower case.
    Uuid(u128),
    /// Any other ID.
    Other(Box<str>),
}

impl DedupKey {
    /// Creates the key of an ID. A UUID is the same in upper and lower case; other IDs
    /// that differ in case are different.
    pub(crate) fn of(text: &str) -> Self {
        // Other lengths are spellings that the API does not use, such as one without hyphens.
        let is_hyphenated = text.len() == uuid::fmt::Hyphenated::LENGTH;
        match Uuid::try_parse(text) {
            Ok(uuid) if is_hyphenated => Self::Uuid(uuid.as_u128()),
            _ => Self::Other(text.into()),
        }
    }
}

/// Returns the spelling of an ID that a state or a ledger stores: a UUID in lower case, others as they are.
pub(crate) fn canonical_id(id: &str) -> Cow<'_, str> {
    match DedupKey::of(id) {
        DedupKey::Uuid(_) => Cow::Owned(id.to_ascii_lowercase()),
        DedupKey::Other(_) => Cow::Borrowed(id),
    }
}

/// Returns the key of a record; `None` if its ID is missing, null or empty.
pub(crate) fn key(record: &Record) -> Option<DedupKey> {
    let id = record.get("id")?;
    match Cell::of(Some(id)) {
        Cell::Missing | Cell::Null => None,
        Cell::Text(text) if text.is_empty() => None,
        Cell::Text(text) | Cell::Literal(text) => Some(DedupKey::of(&text)),
        Cell::List(_) | Cell::Json(_) => Some(DedupKey::Other(id.get().into())),
    }
}

/// A set of engagement IDs. A run of a million engagements keeps all of them, so UUIDs are stored as
/// numbers in a tree: a hash set would need twice the memory while it grows.
#[derive(Debug, Default)]
pub(crate) struct SeenIds {
    uuids: BTreeSet<u128>,
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
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn ids_are_new_once() {
        let mut seen = SeenIds::default();
        for id in ["1", "a", "52f8e590-72af-4f20-8428-dfaf95de889e"] {
            assert!(seen.insert(DedupKey::of(id)));
            assert!(!seen.insert(DedupKey::of(id)));
        }
    }

    #[test]
    fn dedup_keys_differ_by_text() {
        let id = "52f8e590-72af-4f20-8428-dfaf95de889e";
        let of = |json: &str| {
            let record: Box<RawValue> = serde_json::from_str(json).unwrap();
            key(&Record::new(record))
        };
        assert!(matches!(
            of(&format!(r#"{{"id": "{id}"}}"#)),
            Some(DedupKey::Uuid(_))
        ));
        let upper = of(&format!(r#"{{"id": "{}"}}"#, id.to_uppercase()));
        assert_eq!(upper, Some(DedupKey::of(id)));
        assert_ne!(DedupKey::of("A"), DedupKey::of("a"));
        assert_eq!(of(r#"{"id": "a"}"#), of("{\"id\": \"\\u0061\"}"));
        assert_eq!(of(r#"{"id": "1"}"#), of(r#"{"id": 1}"#));
        for without in ["{}", r#"{"id": null}"#, r#"{"id": ""}"#, "42", "null"] {
            assert_eq!(of(without), None);
        }
    }
}
