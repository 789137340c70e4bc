//! A record as JSON with the selected fields.

use serde_json::value::RawValue;

use crate::records::RecordBatch;
use crate::records::cell::Cell;
use crate::records::column::{Column, FieldSelection, JsonKeys};
use crate::records::json::JsonSlice;
use crate::records::record::Record;

/// The JSON of a record, as it is printed.
pub(super) enum ProjectedRecord<'a> {
    /// The API's own text.
    Raw(JsonSlice<'a>),
    /// A new object.
    Built(Box<RawValue>),
}

impl ProjectedRecord<'_> {
    /// Returns the JSON text.
    pub(super) fn json(&self) -> JsonSlice<'_> {
        match self {
            Self::Raw(json) => *json,
            Self::Built(raw) => (&**raw).into(),
        }
    }
}

/// Returns the JSON of a record: the API's own text unless fields were selected.
///
/// # Errors
/// None in practice: all parts are JSON already.
pub(super) fn project<'a>(
    record: &Record<'a>,
    selection: &FieldSelection,
) -> serde_json::Result<ProjectedRecord<'a>> {
    let mut object = ObjectBuilder::default();
    match &selection.keys {
        JsonKeys::Selected => {
            for column in &selection.columns {
                match record.get(column.name) {
                    Some(value) => object.add(column.name, value.get())?,
                    None => object.add_cell(column, &column.cell(record))?,
                }
            }
        }
        JsonKeys::All(derived) => {
            let engagement_id = record.added_engagement_id();
            if engagement_id.is_none() && derived.is_empty() {
                return Ok(ProjectedRecord::Raw(record.json()));
            }
            if let Some(id) = engagement_id {
                object.add("engagement_id", id.get())?;
            }
            object.add_all(record.json());
            for column in derived {
                if record.get(column.name).is_none() {
                    object.add_cell(column, &column.cell(record))?;
                }
            }
        }
    }
    object.finish().map(ProjectedRecord::Built)
}

/// Returns one of several transcripts: an object of the engagement ID and the messages.
///
/// # Errors
/// As [`project`].
pub(super) fn transcript(
    engagement_id: JsonSlice<'_>,
    messages: &RecordBatch,
    selection: &FieldSelection,
) -> serde_json::Result<Box<RawValue>> {
    let mut array = String::from("[");
    for message in messages.iter() {
        let id = message_engagement_id(engagement_id, selection);
        let message = message.with_engagement_id(id);
        if array.len() > 1 {
            array.push(',');
        }
        array.push_str(project(&message, selection)?.json().get());
    }
    array.push(']');
    let mut object = ObjectBuilder::default();
    object.add("engagement_id", engagement_id.get())?;
    object.add("messages", &array)?;
    object.finish()
}

/// Returns the ID that is added to a message of a JSON document: none unless fields were selected
/// by name, so that messages stay the API's own.
pub(super) fn message_engagement_id<'a>(
    engagement_id: JsonSlice<'a>,
    selection: &FieldSelection,
) -> Option<JsonSlice<'a>> {
    matches!(selection.keys, JsonKeys::Selected).then_some(engagement_id)
}

/// The text between the braces of a new object.
#[derive(Default)]
struct ObjectBuilder(String);

impl ObjectBuilder {
    /// Adds every member of another object, untouched.
    fn add_all(&mut self, json: JsonSlice<'_>) {
        let text = json.get();
        let members = text[1..text.len() - 1].trim();
        if !members.is_empty() {
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
            Cell::Missing => Ok(()),
            Cell::Null => self.add(column.name, "null"),
            Cell::Literal(literal) => self.add(column.name, literal),
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
