//! Output formats: each file writes one format to a writer. Only the table collects records.

mod conversation;
mod csv;
mod details;
pub(crate) mod display;
pub(crate) mod json;
mod spreadsheet;
mod table;

use std::borrow::Cow;
use std::io::{self, Write};

use clap::ValueEnum;

use crate::id::Id;
use crate::records::Record;
use crate::records::RecordBatch;
use crate::records::column::{FieldSelection, JsonKeys};
use crate::records::engagement;
use display::DisplayOptions;
pub(crate) use json::JsonShape;

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    Table,
    /// One record after the other for people, every field on its own line.
    #[value(skip)]
    Details,
    /// Transcripts for people.
    #[value(skip)]
    Conversation,
    /// One JSON document of the API's own records
    Json,
    /// One JSON record a line
    Ndjson,
    /// Comma-separated values after RFC 4180, with a header
    Csv,
    /// One ID a line; `list` only, without `--summary`
    Id,
}

/// How a run prints its records.
#[derive(Clone, Debug)]
pub(crate) struct RenderOptions {
    /// The format.
    pub(crate) format: OutputFormat,
    /// The fields.
    pub(crate) selection: FieldSelection,
    /// Width, colors, time zone and headings.
    pub(crate) display: DisplayOptions,
    /// Whether CSV is for spreadsheets.
    pub(crate) excel: bool,
    /// The character between two fields of CSV.
    pub(crate) delimiter: u8,
    /// The layout of a JSON document. Conversations in one of `Transcripts` have headings.
    pub(crate) json_shape: JsonShape,
}

/// Writes records in one format.
pub(crate) struct Renderer<W> {
    out: W,
    options: RenderOptions,
    table: table::Table,
    csv: csv::CsvWriter,
    /// Whether anything has been printed, so that the next record needs a separator.
    has_begun: bool,
}

impl<W: Write> Renderer<W> {
    /// Creates a renderer that has not written anything yet.
    pub(crate) fn new(options: RenderOptions, out: W) -> Self {
        Self {
            out,
            table: table::Table::new(&options.selection.columns, options.display),
            csv: csv::CsvWriter::default(),
            options,
            has_begun: false,
        }
    }

    /// Returns the writer.
    pub(crate) fn writer(&self) -> &W {
        &self.out
    }

    /// Returns whether nothing is written before the end.
    pub(crate) fn is_collecting(&self) -> bool {
        self.options.format == OutputFormat::Table
    }

    /// Returns whether a format for people has nothing to show.
    pub(crate) fn has_no_rows(&self) -> bool {
        let is_for_people = matches!(
            self.options.format,
            OutputFormat::Table | OutputFormat::Details | OutputFormat::Conversation
        );
        is_for_people && !self.has_begun
    }

    /// Prints one record.
    ///
    /// # Errors
    /// Those of the writer. API: IDs are printed, and the record has no usable one.
    pub(crate) fn record(&mut self, record: &Record) -> anyhow::Result<()> {
        let (options, out) = (&self.options, &mut self.out);
        match options.format {
            OutputFormat::Table => self.table.record(record),
            OutputFormat::Details => {
                if self.has_begun {
                    out.write_all(b"\n")?;
                }
                details::write(record, options, out)?;
            }
            // Only transcripts are conversations.
            OutputFormat::Conversation | OutputFormat::Ndjson => {
                let json = json::project(record, &options.selection);
                writeln!(out, "{}", json::compact(&json))?;
            }
            OutputFormat::Json => {
                let json = json::project(record, &options.selection);
                json::write(&json, self.has_begun, options, out)?;
            }
            OutputFormat::Csv => {
                if !self.has_begun {
                    self.csv.begin(options, out)?;
                }
                self.csv.record(record, options, out)?;
            }
            OutputFormat::Id => writeln!(out, "{}", engagement::path_safe_id(record)?)?,
        }
        self.has_begun = true;
        Ok(())
    }

    /// Prints the total of a summary, which only a table has.
    pub(crate) fn total(&mut self, record: &Record) {
        if self.options.format == OutputFormat::Table {
            self.table.record(record);
        }
    }

    /// Prints a transcript: a conversation, an element of a document, or a row for each message.
    ///
    /// # Errors
    /// As [`Renderer::record`].
    pub(crate) fn transcript(&mut self, id: &Id, messages: &RecordBatch) -> anyhow::Result<()> {
        let (options, out) = (&self.options, &mut self.out);
        let is_one_of_many = options.json_shape == JsonShape::Transcripts;
        if options.format == OutputFormat::Conversation {
            if self.has_begun {
                out.write_all(b"\n")?;
            }
            let heading = is_one_of_many.then(|| id.as_str());
            conversation::write(heading, messages, options.display, out)?;
            self.has_begun |= is_one_of_many || !messages.is_empty();
            return Ok(());
        }
        // In a JSON document, messages stay the API's own unless fields were selected.
        let is_json = options.format == OutputFormat::Json;
        let adds_id = !is_json || matches!(options.selection.keys, JsonKeys::Selected);
        let messages = messages.iter().map(|message| {
            if adds_id {
                json::with_engagement_id(message, id)
            } else {
                Ok(Cow::Borrowed(message))
            }
        });
        if is_json && is_one_of_many {
            let messages = messages.map(|message| {
                let message = message?;
                Ok(json::project(&message, &options.selection).into_owned())
            });
            let messages: serde_json::Result<Vec<String>> = messages.collect();
            let transcript = json::transcript(id, &messages?);
            json::write(&transcript, self.has_begun, options, out)?;
            self.has_begun = true;
            return Ok(());
        }
        for message in messages {
            self.record(&*message?)?;
        }
        Ok(())
    }

    /// Returns a warning about the output that its reader cannot see.
    pub(crate) fn warning(&self) -> Option<String> {
        self.csv.warning()
    }

    /// Flushes the writer.
    ///
    /// # Errors
    /// Those of the writer.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Ends the output. Incomplete JSON stays unclosed, and incomplete CSV without rows has no header.
    ///
    /// # Errors
    /// Those of the writer.
    pub(crate) fn finish(mut self, is_complete: bool) -> io::Result<W> {
        let (options, out) = (&self.options, &mut self.out);
        match options.format {
            OutputFormat::Table => self.table.finish(out)?,
            OutputFormat::Json => {
                json::finish(self.has_begun, is_complete, options.json_shape, out)?;
            }
            OutputFormat::Csv if is_complete && !self.has_begun => {
                self.csv.begin(options, out)?;
            }
            _ => {}
        }
        self.out.flush()?;
        Ok(self.out)
    }
}
