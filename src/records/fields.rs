//! The keys of one record, each value still the API's own text.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::Record;
use super::cell::{Cell, text};

/// The keys and values of a record in their order, repeated keys included.
#[derive(Debug, Default)]
pub(crate) struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// The keys of a JSON object; whatever is no object has none.
    pub(crate) fn of(json: &'a RawValue) -> Self {
        serde_json::from_str(json.get()).unwrap_or_default()
    }

    /// The keys of a record, the engagement it is from first.
    pub(crate) fn of_record(record: Record<'a>) -> Self {
        let mut fields = Self::of(record.json);
        if let Some(id) = record.engagement_id {
            fields.0.insert(0, (Cow::Borrowed("engagement_id"), id));
        }
        fields
    }

    /// The value of a key; of a repeated key the last, as most parsers take it.
    pub(crate) fn get(&self, key: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| *value)
    }

    /// The same as a cell.
    pub(crate) fn cell(&self, key: &str) -> Cell<'a> {
        Cell::of(self.get(key))
    }

    /// The keys and values in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), *value))
    }
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::with_capacity(24);
                while let Some((name, value)) = map.next_entry::<&RawValue, _>()? {
                    fields.push((text(name).unwrap_or_default(), value));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}
