//! A record as JSON with the fields that were asked for.

use std::borrow::Cow;

use serde_json::value::{RawValue, to_raw_value};

use crate::records::Record;
use crate::records::cell::Cell;
use crate::records::column::{Column, Keys, Selection};
use crate::records::fields::Fields;

/// The JSON of a record: the API's own text unless fields were asked for.
///
/// # Errors
/// None in practice: everything in it is JSON already.
pub(super) fn project<'a>(
    record: Record<'a>,
    selection: &Selection,
) -> serde_json::Result<Cow<'a, RawValue>> {
    let derived = match &selection.keys {
        Keys::Selected => return selected(record, selection).map(Cow::Owned),
        // What is no object has no place for a key; it is not lost for that.
        Keys::All(_) if !record.json.get().starts_with('{') => {
            return Ok(Cow::Borrowed(record.json));
        }
        Keys::All(derived) if derived.is_empty() => return with_engagement_id(record),
        Keys::All(derived) => derived,
    };
    let whole = with_engagement_id(record)?;
    let fields = Fields::of_record(record);
    let mut object = Object::extending(&whole);
    for column in derived {
        if fields.get(column.name).is_none() {
            object.add_cell(column, &column.cell(&fields))?;
        }
    }
    object.finish().map(Cow::Owned)
}

fn selected(record: Record<'_>, selection: &Selection) -> serde_json::Result<Box<RawValue>> {
    let fields = Fields::of_record(record);
    let mut object = Object::default();
    for column in &selection.columns {
        match fields.get(column.name) {
            Some(raw) => object.add(column.name, raw.get())?,
            None => object.add_cell(column, &column.cell(&fields))?,
        }
    }
    object.finish()
}

/// The record with the engagement it is from as its first key, if it does not say so itself.
fn with_engagement_id(record: Record<'_>) -> serde_json::Result<Cow<'_, RawValue>> {
    let says_so = || Fields::of(record.json).get("engagement_id").is_some();
    let Some(id) = record.engagement_id.filter(|_| !says_so()) else {
        return Ok(Cow::Borrowed(record.json));
    };
    let mut object = Object::default();
    object.add("engagement_id", id.get())?;
    object.add_all(record.json);
    object.finish().map(Cow::Owned)
}

/// An object in the making, its values as they are.
#[derive(Default)]
struct Object(String);

impl Object {
    fn extending(json: &RawValue) -> Self {
        let mut object = Self::default();
        object.add_all(json);
        object
    }

    /// Adds every member of another object, untouched.
    fn add_all(&mut self, json: &RawValue) {
        let inner = json
            .get()
            .strip_prefix('{')
            .and_then(|inner| inner.strip_suffix('}'));
        if let Some(members) = inner.map(str::trim).filter(|members| !members.is_empty()) {
            self.separate();
            self.0.push_str(members);
        }
    }

    fn add(&mut self, name: &str, value: &str) -> serde_json::Result<()> {
        self.separate();
        self.0.push_str(&serde_json::to_string(name)?);
        self.0.push(':');
        self.0.push_str(value);
        Ok(())
    }

    fn add_cell(&mut self, column: &Column, cell: &Cell<'_>) -> serde_json::Result<()> {
        match cell {
            Cell::Absent => Ok(()),
            Cell::Null => self.add(column.name, "null"),
            Cell::Bare(bare) => self.add(column.name, bare),
            Cell::Text(text) => self.add(column.name, &serde_json::to_string(text)?),
            Cell::List(list) => self.add(column.name, &serde_json::to_string(list)?),
            Cell::Json(json) => self.add(column.name, json.get()),
        }
    }

    fn separate(&mut self) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
    }

    fn finish(self) -> serde_json::Result<Box<RawValue>> {
        RawValue::from_string(format!("{{{}}}", self.0))
    }
}

/// Several transcripts are told apart by the engagement they are from.
///
/// # Errors
/// As [`project`].
pub(super) fn transcript(
    engagement_id: &RawValue,
    messages: &[Box<RawValue>],
    selection: &Selection,
) -> serde_json::Result<Box<RawValue>> {
    let own = |json| Record {
        json,
        engagement_id: own_id(engagement_id, selection),
    };
    let projected: Result<Vec<_>, _> = messages
        .iter()
        .map(|json| project(own(json), selection))
        .collect();
    let mut object = Object::default();
    object.add("engagement_id", engagement_id.get())?;
    object.add("messages", to_raw_value(&projected?)?.get())?;
    object.finish()
}

/// Messages of a JSON document stay the API's own unless fields were asked for by name.
pub(super) fn own_id<'a>(
    engagement_id: &'a RawValue,
    selection: &Selection,
) -> Option<&'a RawValue> {
    matches!(selection.keys, Keys::Selected).then_some(engagement_id)
}
