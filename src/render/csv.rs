//! Comma-separated values after RFC 4180.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::clean::Clean;
use crate::records::cell::Cell;
use crate::records::column::Column;
use crate::records::record::Record;

use super::json_text;

/// How the csv is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// With a header line.
    pub(crate) header: bool,
    /// For spreadsheets: byte order mark, CRLF, nothing that would be run as a formula.
    pub(crate) excel: bool,
    /// For a terminal: text is cleaned.
    pub(crate) clean: bool,
}

/// Writes csv as its rows come.
pub(super) struct Csv<W: Write> {
    writer: csv::Writer<Marked<W>>,
    columns: Vec<&'static Column>,
    style: Style,
    begun: bool,
}

impl<W: Write> Csv<W> {
    /// A csv of these columns.
    pub(super) fn new(out: W, columns: Vec<&'static Column>, style: Style) -> Self {
        let end = if style.excel {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        };
        let out = Marked {
            out,
            mark: style.excel,
        };
        let writer = csv::WriterBuilder::new().terminator(end).from_writer(out);
        Self {
            writer,
            columns,
            style,
            begun: false,
        }
    }

    /// Writes one row.
    pub(super) fn record(&mut self, fields: &Record<'_>) -> io::Result<()> {
        self.write(fields).map_err(own_error)
    }

    fn write(&mut self, fields: &Record<'_>) -> csv::Result<()> {
        self.begin()?;
        for column in &self.columns {
            let text = self.style.text(column.cell(fields));
            self.writer.write_field(text.as_bytes())?;
        }
        self.writer.write_record(None::<&[u8]>)
    }

    /// Hands everything on.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// Ends the csv. The header is there also when there are no rows, but not when there might
    /// have been some.
    pub(super) fn finish(mut self, whole: bool) -> io::Result<W> {
        if whole {
            self.begin().map_err(own_error)?;
        }
        let marked = self
            .writer
            .into_inner()
            .map_err(csv::IntoInnerError::into_error)?;
        Ok(marked.out)
    }

    fn begin(&mut self) -> csv::Result<()> {
        if !self.begun && self.style.header {
            self.writer
                .write_record(self.columns.iter().map(|column| column.name))?;
        }
        self.begun = true;
        Ok(())
    }
}

impl Style {
    fn text(self, cell: Cell<'_>) -> Cow<'_, str> {
        let text = match cell {
            Cell::Missing | Cell::Null => return Cow::Borrowed(""),
            Cell::Literal(bare) => return Cow::Borrowed(bare),
            Cell::Text(text) => text,
            Cell::List(list) => Cow::Owned(list.join(";")),
            Cell::Json(json) => {
                let mut text = Vec::new();
                // A vector takes whatever is written to it.
                let _ = json_text::compact(json, &mut text);
                Cow::Owned(String::from_utf8_lossy(&text).into_owned())
            }
        };
        let text = if self.clean {
            Cow::Owned(Clean::line(&text).to_string())
        } else {
            text
        };
        let is_formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        if self.excel && is_formula(&text) {
            Cow::Owned(format!("'{text}"))
        } else {
            text
        }
    }
}

/// The error of the writer below, whose kind decides the exit code.
fn own_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("cannot write csv: {other:?}")),
    }
}

/// Writes the byte order mark before the first byte, by which spreadsheets know UTF-8.
struct Marked<W> {
    out: W,
    mark: bool,
}

impl<W: Write> Write for Marked<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if std::mem::take(&mut self.mark) {
            self.out.write_all("\u{feff}".as_bytes())?;
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
