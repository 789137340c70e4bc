//! Comma-separated values after RFC 4180.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use crate::records::cell::Cell;
use crate::records::column::{Column, DisplayKind};
use crate::records::record::Record;
use crate::sanitize::Sanitized;
use crate::settings::zone::Zone;

use super::{spreadsheet, value_text};

/// How the csv is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// With a header line.
    pub(crate) header: bool,
    /// Between two cells.
    pub(crate) delimiter: u8,
    /// For spreadsheets, whose times are those of this zone.
    pub(crate) excel: Option<Zone>,
    /// For a terminal: text is cleaned.
    pub(crate) clean: bool,
}

/// Writes csv as its rows come.
pub(super) struct Csv<W: Write> {
    writer: csv::Writer<BomWriter<W>>,
    columns: Vec<&'static Column>,
    style: Style,
    begun: bool,
    /// Rows written, the header among them.
    rows: u64,
    /// The cells that were cut.
    cut: CutCells,
}

/// The cells of a spreadsheet that were cut to what they can hold.
#[derive(Debug, Default)]
struct CutCells {
    count: u64,
    /// Where the first ones are.
    places: Vec<String>,
}

impl<W: Write> Csv<W> {
    /// A csv of these columns.
    pub(super) fn new(out: W, columns: Vec<&'static Column>, style: Style) -> Self {
        let is_excel = style.excel.is_some();
        let (end, quotes) = if is_excel {
            (csv::Terminator::CRLF, csv::QuoteStyle::Never)
        } else {
            (csv::Terminator::Any(b'\n'), csv::QuoteStyle::Necessary)
        };
        let out = BomWriter {
            out,
            mark: is_excel,
        };
        let writer = csv::WriterBuilder::new()
            .delimiter(style.delimiter)
            .quote_style(quotes)
            .terminator(end)
            .from_writer(out);
        Self {
            writer,
            columns,
            style,
            begun: false,
            rows: 0,
            cut: CutCells::default(),
        }
    }

    /// Writes one row.
    pub(super) fn record(&mut self, fields: &Record<'_>) -> io::Result<()> {
        self.write(fields).map_err(own_error)
    }

    fn write(&mut self, fields: &Record<'_>) -> csv::Result<()> {
        self.begin()?;
        self.rows += 1;
        for column in &self.columns {
            let cell = column.cell(fields);
            let text = self.style.text(&cell, column.display);
            let cut = self.style.excel.and_then(|_| spreadsheet::cut(&text));
            if cut.is_some() {
                self.cut.add(column.name, self.rows);
            }
            let is_number = cut.is_none() && is_number(&cell);
            let field = cut.as_deref().unwrap_or(&text);
            self.writer
                .write_field(&*self.style.quoted(field, is_number))?;
        }
        self.writer.write_record(None::<&[u8]>)
    }

    /// What was cut, in words; `None` if nothing was.
    pub(super) fn warning(&self) -> Option<String> {
        self.cut.warning()
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
            let names = self.columns.iter().map(|column| column.name);
            let names: Vec<_> = names.map(|name| self.style.quoted(name, false)).collect();
            self.writer.write_record(names.iter().map(|name| &**name))?;
            self.rows += 1;
        }
        self.begun = true;
        Ok(())
    }
}

impl Style {
    /// Returns a field with its quotes for spreadsheets, where everything but a number has them,
    /// also text such as `nan`, which the csv crate takes for a number. Other files get theirs from
    /// that crate.
    fn quoted(self, text: &str, is_number: bool) -> Cow<'_, str> {
        if self.excel.is_none() || is_number {
            return text.into();
        }
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    }

    fn text<'a>(self, cell: &'a Cell<'_>, display: DisplayKind) -> Cow<'a, str> {
        let text = match (cell, self.excel) {
            (Cell::Missing | Cell::Null, _) => return Cow::Borrowed(""),
            (Cell::Literal(bare), _) => return Cow::Borrowed(bare),
            (Cell::Text(text), Some(zone)) if display == DisplayKind::Time => {
                match value_text::time(text, zone) {
                    Some(time) => return Cow::Owned(time),
                    None => Cow::Borrowed(&**text),
                }
            }
            (Cell::Text(text), _) => Cow::Borrowed(&**text),
            (Cell::List(list), _) => Cow::Owned(list.join(";")),
            (Cell::Json(json), _) => Cow::Owned(value_text::compact(*json)),
        };
        let text = if self.clean {
            Cow::Owned(Sanitized::line(&text).to_string())
        } else {
            text
        };
        match self.excel {
            Some(_) => spreadsheet::guard(&text, self.delimiter.into())
                .into_owned()
                .into(),
            None => text,
        }
    }
}

impl CutCells {
    /// Places that are named; of the others there is a number.
    const NAMED: usize = 10;

    fn add(&mut self, column: &str, row: u64) {
        self.count += 1;
        if self.places.len() < Self::NAMED {
            self.places.push(format!("`{column}` in row {row}"));
        }
    }

    fn warning(&self) -> Option<String> {
        let more = self.count - self.places.len() as u64;
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let places = self.places.join(", ");
        let limit = "cut to 32,767 characters, the limit of a spreadsheet's cell";
        (self.count > 0).then(|| format!("{limit}: {places}{more}"))
    }
}

fn is_number(cell: &Cell<'_>) -> bool {
    matches!(cell, Cell::Literal(text) if !matches!(*text, "true" | "false"))
}

/// The error of the writer below, whose kind decides the exit code.
fn own_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("cannot write csv: {other:?}")),
    }
}

/// Writes the byte order mark before the first byte, by which spreadsheets know UTF-8.
struct BomWriter<W> {
    out: W,
    mark: bool,
}

impl<W: Write> Write for BomWriter<W> {
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
