//! A record as JSON with the fields that were asked for.

use serde_json::value::RawValue;

use crate::records::Records;
use crate::records::cell::Cell;
use crate::records::column::{Column, Keys, Selection};
use crate::records::fields::Fields;
use crate::records::json::Json;

/// The JSON of a record, as it is printed.
pub(super) enum Projected<'a> {
    /// The API's own text.
    Own(Json<'a>),
    /// What was made of it.
    Made(Box<RawValue>),
}

impl Projected<'_> {
    /// The JSON itself.
    pub(super) fn json(&self) -> Json<'_> {
        match self {
            Self::Own(json) => *json,
            Self::Made(raw) => (&**raw).into(),
        }
    }
}

/// The JSON of a record: the API's own text unless fields were asked for.
///
/// # Errors
/// None in practice: everything in it is JSON already.
pub(super) fn project<'a>(
    record: &Fields<'a>,
    selection: &Selection,
) -> serde_json::Result<Projected<'a>> {
    let derived = match &selection.keys {
        Keys::Selected => return selected(record, selection).map(Projected::Made),
        // What is no object has no place for a key; it is not lost for that.
        Keys::All(_) if !record.json().is_object() => return Ok(Projected::Own(record.json())),
        Keys::All(derived) if derived.is_empty() => return with_engagement_id(record),
        Keys::All(derived) => derived,
    };
    let whole = with_engagement_id(record)?;
    let mut object = Object::extending(whole.json());
    for column in derived {
        if record.get(column.name).is_none() {
            object.add_cell(column, &column.cell(record))?;
        }
    }
    object.finish().map(Projected::Made)
}

fn selected(record: &Fields<'_>, selection: &Selection) -> serde_json::Result<Box<RawValue>> {
    let mut object = Object::default();
    for column in &selection.columns {
        match record.get(column.name) {
            Some(raw) => object.add(column.name, raw.get())?,
            None => object.add_cell(column, &column.cell(record))?,
        }
    }
    object.finish()
}

/// The record with the engagement it is from as its first key, if it does not say so itself.
fn with_engagement_id<'a>(record: &Fields<'a>) -> serde_json::Result<Projected<'a>> {
    let Some(id) = record.missing_engagement_id() else {
        return Ok(Projected::Own(record.json()));
    };
    let mut object = Object::default();
    object.add("engagement_id", id.get())?;
    object.add_all(record.json());
    object.finish().map(Projected::Made)
}

/// An object in the making, its values as they are.
#[derive(Default)]
struct Object(String);

impl Object {
    fn extending(json: Json<'_>) -> Self {
        let mut object = Self::default();
        object.add_all(json);
        object
    }

    /// Adds every member of another object, untouched.
    fn add_all(&mut self, json: Json<'_>) {
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
    engagement_id: Json<'_>,
    messages: &Records,
    selection: &Selection,
) -> serde_json::Result<Box<RawValue>> {
    let mut array = String::from("[");
    for message in messages.iter() {
        let own = message.of_engagement(own_id(engagement_id, selection));
        if array.len() > 1 {
            array.push(',');
        }
        array.push_str(project(&own, selection)?.json().get());
    }
    array.push(']');
    let mut object = Object::default();
    object.add("engagement_id", engagement_id.get())?;
    object.add("messages", &array)?;
    object.finish()
}

/// Messages of a JSON document stay the API's own unless fields were asked for by name.
pub(super) fn own_id<'a>(engagement_id: Json<'a>, selection: &Selection) -> Option<Json<'a>> {
    matches!(selection.keys, Keys::Selected).then_some(engagement_id)
}
