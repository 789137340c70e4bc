//! The records of one response, kept as the text that they came in.

use std::borrow::Cow;
use std::ops::Range;

use serde_json::value::RawValue;

use super::json::{JsonSlice, MAX_DEPTH, ensure_shallow};
use super::record::{Member, Record};
use crate::error::{CliError, ErrorKind};

/// The usual length of a member in bytes, rounded down. Growing the index of each page instead would
/// leave gaps in the heap, which add up to several times the memory of a long list.
const MEMBER_LENGTH: usize = 32;

/// The records of one response, each the API's own JSON text.
#[derive(Debug)]
pub(crate) struct RecordBatch {
    text: Box<str>,
    records: Vec<RecordRange>,
    members: Vec<Member>,
    /// Entries that are no objects.
    invalid: usize,
}

/// Where a record is in the text, and its members among those of all records.
#[derive(Debug)]
struct RecordRange {
    text: Range<u32>,
    members: Range<usize>,
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
        let entries = find(&text)?;
        let mut records = Vec::with_capacity(entries.len());
        let mut members = Vec::with_capacity(text.len() / MEMBER_LENGTH);
        let (mut invalid, mut may_be_deep) = (0, false);
        for json in entries.into_iter().map(JsonSlice::from) {
            if !json.is_object() {
                invalid += 1;
                continue;
            }
            let first = members.len();
            json.for_each_member(|name, value| {
                // So many levels take more bytes. Almost no value is that long, and the depth of all others
                // need not be counted.
                may_be_deep |= value.get().len() > MAX_DEPTH;
                members.push(Member::new(name, value, json));
            });
            records.push(RecordRange {
                text: json.range_in(&text),
                members: first..members.len(),
            });
        }
        if may_be_deep || invalid > 0 {
            ensure_shallow(&text)?;
        }
        // Pages wait to be printed, and long members leave most of the index unused.
        members.shrink_to_fit();
        Ok(Self {
            text,
            records,
            members,
            invalid,
        })
    }

    /// Iterates over the records in their order.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = Record<'_>> {
        let record = |range| record(range, &self.text, &self.members);
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
        let entries = match self.invalid {
            0 => return Ok(()),
            1 => "1 entry is not a JSON object".to_owned(),
            count => format!("{count} entries are not JSON objects"),
        };
        let message = format!("unexpected response for {subject}: {entries}");
        Err(CliError::new(ErrorKind::Api, message))
    }

    /// Keeps the records for which `is_wanted` returns true.
    pub(crate) fn retain(&mut self, mut is_wanted: impl FnMut(&Record<'_>) -> bool) {
        let (text, members) = (&self.text, &self.members);
        self.records
            .retain(|range| is_wanted(&record(range, text, members)));
    }

    /// Keeps the first `count` records.
    pub(crate) fn truncate(&mut self, count: usize) {
        self.records.truncate(count);
    }
}

fn record<'a>(range: &RecordRange, text: &'a str, members: &'a [Member]) -> Record<'a> {
    Record {
        json: JsonSlice::at(text, &range.text),
        members: Cow::Borrowed(&members[range.members.clone()]),
    }
}
