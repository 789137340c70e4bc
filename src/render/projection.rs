//! A record as JSON with the selected fields.

use std::borrow::Cow;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::records::Record;
use crate::records::column::{Column, FieldSelection, JsonKeys};
use crate::records::json::Cell;

/// Returns the JSON of a record: the API's own text unless fields were selected.
pub(super) fn project<'a>(record: &'a Record, selection: &FieldSelection) -> Cow<'a, str> {
    let json = record.json().get();
    let members: Vec<String> = match &selection.keys {
        JsonKeys::All(derived) if derived.is_empty() => return Cow::Borrowed(json),
        JsonKeys::All(derived) => {
            let missing = derived
                .iter()
                .filter(|column| record.get(column.name).is_none());
            let missing = missing.filter_map(|column| member(record, column));
            own_members(json).into_iter().chain(missing).collect()
        }
        JsonKeys::Selected => {
            let columns = selection.columns.iter();
            columns
                .filter_map(|column| member(record, column))
                .collect()
        }
    };
    Cow::Owned(format!("{{{}}}", members.join(",")))
}

/// Returns a message with the ID of its engagement as first member, or `None` if it has its own.
///
/// # Errors
/// None in practice: all parts are JSON already.
pub(super) fn with_engagement_id(
    message: &Record,
    engagement_id: &str,
) -> serde_json::Result<Option<Record>> {
    if message.get("engagement_id").is_some() {
        return Ok(None);
    }
    let mut members = vec![format!("\"engagement_id\":{}", Value::from(engagement_id))];
    members.extend(own_members(message.json().get()));
    let json = RawValue::from_string(format!("{{{}}}", members.join(",")))?;
    Ok(Some(Record::new(json)))
}

/// Returns one of several transcripts: an object of the engagement ID and the messages.
pub(super) fn transcript(engagement_id: &str, messages: &[String]) -> String {
    let id = Value::from(engagement_id);
    format!(
        "{{\"engagement_id\":{id},\"messages\":[{}]}}",
        messages.join(",")
    )
}

/// Returns the text between the braces of an object, if there is any.
fn own_members(json: &str) -> Option<String> {
    let members = json[1..json.len() - 1].trim();
    (!members.is_empty()).then(|| members.to_owned())
}

/// Returns the member of a column; `None` if the record lacks it.
fn member(record: &Record, column: &Column) -> Option<String> {
    let cell = column.cell(record);
    let value: Cow<'_, str> = match (record.get(column.name), &cell) {
        (Some(value), _) => value.get().into(),
        (None, Cell::Missing) => return None,
        (None, Cell::Null) => "null".into(),
        (None, Cell::Literal(literal)) => (&**literal).into(),
        (None, Cell::Text(text)) => json!(text).to_string().into(),
        (None, Cell::List(list)) => json!(list).to_string().into(),
        (None, Cell::Json(json)) => json.get().into(),
    };
    Some(format!("\"{}\":{value}", column.name))
}
