//! The keys of one record, each value still the API's own text.

use std::borrow::Cow;

use super::Record;
use super::cell::Cell;
use super::json::Json;

/// The keys and values of a record in their order, repeated keys included.
#[derive(Debug)]
pub(crate) struct Fields<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'a> Fields<'a> {
    /// The keys of a JSON object; whatever is no object has none.
    pub(crate) fn of(json: Json<'a>) -> Self {
        let mut fields = Self::empty();
        fields.add(json);
        fields
    }

    /// The keys of a record, the engagement it is from first.
    pub(crate) fn of_record(record: Record<'a>) -> Self {
        let mut fields = Self::empty();
        if let Some(id) = record.engagement_id {
            fields.0.push((Cow::Borrowed("engagement_id"), id));
        }
        fields.add(record.json);
        fields
    }

    /// Has room for the fields of an engagement.
    fn empty() -> Self {
        Self(Vec::with_capacity(24))
    }

    fn add(&mut self, json: Json<'a>) {
        let members = json.members();
        self.0
            .extend(members.map(|(name, value)| (name.text().unwrap_or_default(), value)));
    }

    /// The value of a key; of a repeated key the last, as most parsers take it.
    pub(crate) fn get(&self, key: &str) -> Option<Json<'a>> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| *value)
    }

    /// The same as a cell.
    pub(crate) fn cell(&self, key: &str) -> Cell<'a> {
        Cell::of(self.get(key))
    }

    /// The keys and values in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, Json<'a>)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), *value))
    }
}
