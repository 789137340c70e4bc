//! One JSON document: a record, or an array that is closed only if it is whole.

use std::io::{self, Write};

use super::json_text;
use crate::records::json::JsonSlice;

/// What a JSON document is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    /// One record, itself.
    Record,
    /// An array of records; a single transcript is one of messages.
    Records,
    /// An array of transcripts, each with the engagement it is from.
    Transcripts,
}

/// Writes a JSON document as its records come.
pub(super) struct JsonWriter<W> {
    /// Where it goes.
    pub(super) out: W,
    /// What it is made of.
    pub(super) document: Document,
    /// Indented for people; else one record a line.
    pub(super) pretty: bool,
    /// Whether a record has been written.
    pub(super) begun: bool,
}

impl<W: Write> JsonWriter<W> {
    /// Writes one record.
    pub(super) fn record(&mut self, json: JsonSlice<'_>) -> io::Result<()> {
        let level = match self.document {
            Document::Record => 0,
            Document::Records | Document::Transcripts => {
                self.out
                    .write_all(if self.begun { b",\n" } else { b"[\n" })?;
                1
            }
        };
        self.begun = true;
        if self.pretty {
            self.out.write_all(&b"  "[..2 * level])?;
            json_text::pretty(json, level, &mut self.out)
        } else {
            json_text::compact(json, &mut self.out)
        }
    }

    /// Ends the document. An array of which something is missing stays open, so that no parser
    /// takes it for whole.
    pub(super) fn finish(&mut self, whole: bool) -> io::Result<()> {
        match (self.document, self.begun, whole) {
            (Document::Record, true, _) => self.out.write_all(b"\n"),
            (Document::Record, false, _) | (_, _, false) => Ok(()),
            (_, true, true) => self.out.write_all(b"\n]\n"),
            (_, false, true) => self.out.write_all(b"[]\n"),
        }
    }
}
