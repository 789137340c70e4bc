//! The records of one response, kept as the text that they came in.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use crate::error::{CliError, ErrorKind};

use super::json::{JsonSlice, MAX_DEPTH, Span, ensure_shallow, to_u32};
use super::record::{Member, Record};

/// The records of one response, each the API's own JSON text.
#[derive(Debug)]
pub(crate) struct RecordBatch {
    text: Box<str>,
    records: Vec<RecordSpan>,
    members: Vec<Member>,
    /// Entries that are no objects.
    invalid: usize,
}

/// Where a record is in the text, and its members among those of all records. Same size and
/// alignment as `&RawValue`, so that `collect` reuses the vector's allocation.
#[derive(Debug)]
#[repr(align(8))]
struct RecordSpan {
    text: Span,
    members: Range<u32>,
}

impl RecordBatch {
    /// Reads the entries that `find` returns of a text. Entries that are no objects are left out
    /// and counted.
    ///
    /// # Errors
    /// Those of `find`; a text that is nested too deeply.
    pub(crate) fn parse(
        text: Box<str>,
        find: impl FnOnce(&str) -> serde_json::Result<Vec<&RawValue>>,
    ) -> serde_json::Result<Self> {
        let mut members = Vec::new();
        let mut may_be_deep = false;
        let entries = find(&text)?;
        let count = entries.len();
        let index = |json: JsonSlice<'_>| {
            if !json.is_object() {
                may_be_deep |= json.get().len() > MAX_DEPTH;
                return None;
            }
            let first = to_u32(members.len());
            json.for_each_member(|name, value| {
                // Almost no value is long, and the depth of all others need not be counted.
                may_be_deep |= value.get().len() > MAX_DEPTH;
                members.push(Member::new(name, value, json.get()));
            });
            Some(RecordSpan {
                text: Span::of(json, &text),
                members: first..to_u32(members.len()),
            })
        };
        let records = entries.into_iter().map(JsonSlice::from);
        let records: Vec<RecordSpan> = records.filter_map(index).collect();
        // Pages wait to be printed: what they do not fill would be most of the memory of a run.
        members.shrink_to_fit();
        if may_be_deep {
            ensure_shallow(&text)?;
        }
        Ok(Self {
            invalid: count - records.len(),
            text,
            records,
            members,
        })
    }

    /// Iterates over the records in their order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = Record<'_>> {
        let record = |span| record(span, &self.text, &self.members);
        self.records.iter().map(record)
    }

    /// Returns the number of records.
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether there are no records.
    pub(crate) fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Checks that every entry of the response is a record.
    ///
    /// # Errors
    /// API: entries were left out because they are no objects.
    pub(crate) fn ensure_complete(&self, subject: &str) -> Result<(), CliError> {
        let (invalid, verb) = match self.invalid {
            0 => return Ok(()),
            1 => ("1 entry".to_owned(), "is not a JSON object"),
            count => (format!("{count} entries"), "are not JSON objects"),
        };
        let message = format!("unexpected response for {subject}: {invalid} {verb}");
        Err(CliError::new(ErrorKind::Api, message))
    }

    /// Keeps the records for which `is_wanted` returns true.
    pub(crate) fn retain(&mut self, mut is_wanted: impl FnMut(&Record<'_>) -> bool) {
        let (text, members) = (&self.text, &self.members);
        self.records
            .retain(|span| is_wanted(&record(span, text, members)));
    }

    /// Keeps the first `count` records.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.records.truncate(count);
    }
}

fn record<'a>(span: &RecordSpan, text: &'a str, members: &'a [Member]) -> Record<'a> {
    let members = &members[span.members.start as usize..span.members.end as usize];
    Record::with_members(span.text.slice(text), Cow::Borrowed(members))
}
