//! One format a file, on an enum over a writer: static dispatch. Only the table collects.

mod conversation;
mod csv;
mod details;
pub(crate) mod display;
mod json;
pub(crate) mod json_text;
mod projection;
mod spreadsheet;
mod table;
mod value_text;

use std::io::{self, Write};

use crate::id::Id;
use crate::records::RecordBatch;
use crate::records::column::FieldSelection;
use crate::records::engagement;
use crate::records::json::JsonSlice;
use crate::records::record::Record;
use display::DisplayOptions;
pub(crate) use json::Document;

/// A format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Rows and columns for people.
    Table,
    /// One record after the other for people, every field on its own line.
    Details,
    /// Transcripts as people read them.
    Conversation,
    /// One JSON document.
    Json,
    /// One JSON record a line.
    Ndjson,
    /// Comma-separated values.
    Csv,
    /// One id a line.
    Id,
}

/// How a run prints its records.
#[derive(Clone, Debug)]
pub(crate) struct RenderOptions {
    /// The format.
    pub(crate) format: Format,
    /// Which fields.
    pub(crate) selection: FieldSelection,
    /// What it is shown on.
    pub(crate) paper: DisplayOptions,
    /// csv for spreadsheets.
    pub(crate) excel: bool,
    /// What stands between two cells of csv.
    pub(crate) delimiter: u8,
    /// What a JSON document is made of; conversations in one of many have headings.
    pub(crate) document: Document,
}

/// Writes records in one format.
pub(crate) struct Renderer<W: Write> {
    body: Body<W>,
    style: RenderOptions,
    rows: u64,
}

enum Body<W: Write> {
    Table(table::Table, W),
    Details(W),
    Conversation(W),
    Json(json::JsonWriter<W>),
    Ndjson(W),
    Csv(Box<csv::Csv<W>>),
    Id(W),
}

impl<W: Write> Renderer<W> {
    /// A renderer that has not written anything yet.
    pub(crate) fn new(style: RenderOptions, out: W) -> Self {
        let paper = style.paper;
        let body = match style.format {
            Format::Table => Body::Table(
                table::Table::new(style.selection.columns.clone(), paper),
                out,
            ),
            Format::Details => Body::Details(out),
            Format::Conversation => Body::Conversation(out),
            Format::Json => Body::Json(json::JsonWriter {
                out,
                document: style.document,
                pretty: paper.width.is_some(),
                begun: false,
            }),
            Format::Ndjson => Body::Ndjson(out),
            Format::Csv => Body::Csv(Box::new(csv::Csv::new(
                out,
                style.selection.columns.clone(),
                csv::Style {
                    header: paper.header,
                    delimiter: style.delimiter,
                    excel: style.excel.then_some(paper.zone),
                    clean: paper.width.is_some(),
                },
            ))),
            Format::Id => Body::Id(out),
        };
        Self {
            body,
            style,
            rows: 0,
        }
    }

    /// Whether it prints for people and has nothing to show them.
    pub(crate) fn has_no_rows(&self) -> bool {
        let is_for_people = matches!(
            self.style.format,
            Format::Table | Format::Details | Format::Conversation
        );
        is_for_people && self.rows == 0
    }

    /// Prints one record.
    ///
    /// # Errors
    /// What the writer cannot write; a record without a usable ID where ids are printed.
    pub(crate) fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let selection = &self.style.selection;
        match &mut self.body {
            Body::Table(table, _) => table.record(record),
            Body::Details(out) => {
                if self.rows > 0 {
                    out.write_all(b"\n")?;
                }
                details::write(record, selection, self.style.paper, out)?;
            }
            // Only transcripts are conversations: what else comes is a line of its own.
            Body::Conversation(out) | Body::Ndjson(out) => {
                json_text::compact(projection::project(record, selection)?.json(), out)?;
                out.write_all(b"\n")?;
            }
            Body::Json(json) => json.record(projection::project(record, selection)?.json())?,
            Body::Csv(csv) => csv.record(record)?,
            // A pipe would take an id of two lines for two ids.
            Body::Id(out) => {
                writeln!(out, "{}", engagement::path_safe_id(record)?)?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// Prints a transcript: a conversation, a part of a document, or a row a message.
    ///
    /// # Errors
    /// As [`Renderer::record`].
    pub(crate) fn transcript(&mut self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        let raw_id = serde_json::value::to_raw_value(id.as_str())?;
        let raw_id = JsonSlice::from(&*raw_id);
        let (document, selection) = (self.style.document, &self.style.selection);
        match &mut self.body {
            Body::Conversation(out) => {
                let heading = (document == Document::Transcripts).then(|| id.as_str());
                if self.rows > 0 {
                    out.write_all(b"\n")?;
                }
                conversation::write(heading, messages, self.style.paper, out)?;
                self.rows += u64::from(heading.is_some() || !messages.is_empty());
                return Ok(());
            }
            Body::Json(json) if document == Document::Transcripts => {
                let transcript = projection::transcript(raw_id, messages, selection)?;
                json.record((&*transcript).into())?;
                self.rows += messages.len() as u64;
                return Ok(());
            }
            _ => {}
        }
        let engagement_id = match &self.body {
            Body::Json(_) => projection::message_engagement_id(raw_id, selection),
            _ => Some(raw_id),
        };
        for message in messages.iter() {
            self.record(&message.with_engagement_id(engagement_id))?;
        }
        Ok(())
    }

    /// What the reader of the output has to know of it and cannot see.
    pub(crate) fn warning(&self) -> Option<String> {
        match &self.body {
            Body::Csv(csv) => csv.warning(),
            _ => None,
        }
    }

    /// Hands on what has been written so far.
    ///
    /// # Errors
    /// What the writer cannot write.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        match &mut self.body {
            Body::Json(json) => json.out.flush(),
            Body::Csv(csv) => csv.flush(),
            Body::Table(_, out)
            | Body::Details(out)
            | Body::Conversation(out)
            | Body::Ndjson(out)
            | Body::Id(out) => out.flush(),
        }
    }

    /// Ends the output; `whole` says whether all that was asked for is in it.
    ///
    /// # Errors
    /// What the writer cannot write.
    pub(crate) fn finish(self, whole: bool) -> io::Result<W> {
        let mut out = match self.body {
            Body::Table(table, mut out) => {
                table.finish(&mut out)?;
                out
            }
            Body::Json(mut json) => {
                json.finish(whole)?;
                json.out
            }
            Body::Csv(csv) => csv.finish(whole)?,
            Body::Details(out) | Body::Conversation(out) | Body::Ndjson(out) | Body::Id(out) => out,
        };
        out.flush()?;
        Ok(out)
    }
}
