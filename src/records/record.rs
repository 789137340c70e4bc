//! Records: JSON objects as the API sent them, one by one and as those of a response.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::{Deref, DerefMut, Range};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::json::{Cell, JsonSlice, MAX_DEPTH};
use crate::error::{CliError, ErrorKind};

/// One record of the API: its text, and its members in their order, repeated names included.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    /// The text of the response, which all of its records share, or of this record alone.
    text: Arc<String>,
    /// Where the record is in the text.
    range: Range<u32>,
    members: Box<[Member]>,
}

/// Where the name and the value of a member are in the text.
#[derive(Clone, Debug)]
struct Member {
    name: Range<u32>,
    has_escapes: bool,
    value: Range<u32>,
}

impl Record {
    /// Reads a JSON object; anything else has no members.
    pub(crate) fn new(json: Box<RawValue>) -> Self {
        let text = Arc::new(Box::<str>::from(json).into_string());
        Self::within(&text, JsonSlice::new(&text))
    }

    /// Reads a JSON object that is a part of a text.
    fn within(text: &Arc<String>, json: JsonSlice<'_>) -> Self {
        let whole = JsonSlice::new(text);
        // More than most records have: growing step by step takes longer.
        let mut members = Vec::with_capacity(32);
        json.for_each_member(|name, value| {
            members.push(Member {
                name: name.range_in(whole),
                has_escapes: name.has_escapes(),
                value: value.range_in(whole),
            });
        });
        Self {
            text: Arc::clone(text),
            range: json.range_in(whole),
            members: members.into_boxed_slice(),
        }
    }

    /// Returns a copy that does not keep the text of its response in memory.
    pub(crate) fn detached(&self) -> Self {
        let text = Arc::new(self.json().get().to_owned());
        Self::within(&text, JsonSlice::new(&text))
    }

    /// Checks the nesting of the text.
    ///
    /// # Errors
    /// It is nested too deeply.
    pub(crate) fn ensure_shallow(&self) -> serde_json::Result<()> {
        if self.may_be_deep() {
            JsonSlice::new(&self.text).ensure_shallow()?;
        }
        Ok(())
    }

    /// Returns whether the depth must be counted: so many levels take more bytes than most values have.
    fn may_be_deep(&self) -> bool {
        let mut members = self.members.iter();
        members.any(|member| member.value.len() > MAX_DEPTH)
    }

    /// Creates a record that the API has not sent.
    ///
    /// # Errors
    /// None in practice: the values are text and numbers.
    pub(crate) fn from_value(value: &impl Serialize) -> serde_json::Result<Self> {
        to_raw_value(value).map(Self::new)
    }

    /// Returns the API's text of the record.
    pub(crate) fn json(&self) -> JsonSlice<'_> {
        self.slice(&self.range)
    }

    fn slice(&self, range: &Range<u32>) -> JsonSlice<'_> {
        JsonSlice::new(&self.text).slice(range)
    }

    /// Returns the value of a member; the last one of a repeated name, as in most parsers.
    pub(crate) fn get(&self, name: &str) -> Option<JsonSlice<'_>> {
        let mut members = self.members.iter().rev();
        let member = members.find(|member| self.is_called(member, name))?;
        Some(self.slice(&member.value))
    }

    fn is_called(&self, member: &Member, name: &str) -> bool {
        let own = || self.slice(&member.name);
        if member.has_escapes {
            return own().text().is_some_and(|own| own == name);
        }
        // Names of another length need not be looked up in the text.
        let (length, quotes) = (member.name.end - member.name.start, 2);
        length as usize == name.len() + quotes && own().get()[1..].starts_with(name)
    }

    /// Returns the value of a member as a cell.
    pub(crate) fn cell(&self, name: &str) -> Cell<'_> {
        Cell::of(self.get(name))
    }

    /// Returns a member of the object in a member as a cell.
    pub(crate) fn nested_cell(&self, name: &str, nested: &str) -> Cell<'_> {
        match self.get(name) {
            Some(value) if value.get() == "null" => Cell::Null,
            value => Cell::of(value.and_then(|object| object.member(nested))),
        }
    }

    /// Returns the value of a member as text; `None` if it is no string.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name)?.text()
    }

    /// Returns the value of a member as a time; `None` if it is none.
    pub(crate) fn time(&self, name: &str) -> Option<DateTime<Utc>> {
        parse_time(&self.text(name)?)
    }
}

/// Parses a time of the API; `None` unless it has an offset.
pub(crate) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    // Much faster than `parse`, which also reads offsets such as `+0100`.
    let time = DateTime::parse_from_rfc3339(text).or_else(|_| text.parse());
    time.ok().map(|time| time.to_utc())
}

/// The records of one response, in its order.
#[derive(Debug)]
pub(crate) struct RecordBatch {
    records: Vec<Record>,
    /// Entries that are no objects.
    invalid: usize,
}

impl RecordBatch {
    /// Reads the entries of a list in a text. Those that are no objects are left out and counted.
    ///
    /// # Errors
    /// The text is nested too deeply.
    pub(crate) fn new(text: &Arc<String>, entries: Vec<&RawValue>) -> serde_json::Result<Self> {
        let count = entries.len();
        let objects = entries.into_iter().map(JsonSlice::from);
        let objects = objects.filter(|json| json.is_object());
        let records: Vec<_> = objects.map(|json| Record::within(text, json)).collect();
        let invalid = count - records.len();
        if invalid > 0 || records.iter().any(Record::may_be_deep) {
            JsonSlice::new(text).ensure_shallow()?;
        }
        Ok(Self { records, invalid })
    }

    /// Checks that every entry of the response is a record.
    ///
    /// # Errors
    /// API: entries were left out because they are no objects.
    pub(crate) fn ensure_complete(&self, subject: &str) -> Result<(), CliError> {
        let entries = match self.invalid {
            0 => return Ok(()),
            1 => "1 entry is not a JSON object".to_owned(),
            count => format!("{count} entries are not JSON objects"),
        };
        let message = format!("unexpected response for {subject}: {entries}");
        Err(CliError::new(ErrorKind::Api, message))
    }
}

impl Deref for RecordBatch {
    type Target = Vec<Record>;

    fn deref(&self) -> &Vec<Record> {
        &self.records
    }
}

impl DerefMut for RecordBatch {
    fn deref_mut(&mut self) -> &mut Vec<Record> {
        &mut self.records
    }
}
