//! Comma-separated values after RFC 4180.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use chrono::NaiveDate;
use csv::{QuoteStyle, Terminator};

use super::{RenderOptions, display, json, spreadsheet};
use crate::records::Record;
use crate::records::column::DisplayKind;
use crate::records::json::Cell;
use crate::sanitize::Sanitized;
use crate::values::zone::Zone;

/// The size of the buffers of a row; longer rows let them grow.
const ROW_BUFFER: usize = 1024;

/// Writes CSV row by row.
#[derive(Debug, Default)]
pub(super) struct CsvWriter {
    /// Rows written, the header included.
    rows: u64,
    /// The places of cells that were truncated to what a spreadsheet's cell can hold.
    truncated: Vec<String>,
}

impl CsvWriter {
    /// Writes the byte order mark and the header.
    pub(super) fn begin(
        &mut self,
        options: &RenderOptions,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if options.excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        if options.display.header {
            self.rows += 1;
            let names = options.selection.columns.iter().map(|column| column.name);
            if options.excel {
                write_row(names.map(quote), options, out)?;
            } else {
                write_row(names.map(Cow::Borrowed), options, out)?;
            }
        }
        Ok(())
    }

    /// Writes one row.
    pub(super) fn record(
        &mut self,
        record: &Record,
        options: &RenderOptions,
        out: &mut impl Write,
    ) -> io::Result<()> {
        self.rows += 1;
        let fields = options.selection.columns.iter().map(|column| {
            let cell = column.cell(record);
            let is_number =
                matches!(&cell, Cell::Literal(text) if !matches!(&**text, "true" | "false"));
            let mut field = field(cell, column.display, options);
            if !options.excel {
                return field;
            }
            if let Some(truncated) = spreadsheet::truncate(&field) {
                let place = format!("`{}` in row {}", column.name, self.rows);
                self.truncated.push(place);
                field = truncated.into();
            }
            if is_number { field } else { quote(&field) }
        });
        write_row(fields, options, out)
    }

    /// Returns a warning if cells were truncated.
    pub(super) fn warning(&self) -> Option<String> {
        let limit = "truncated to 32,767 characters, the limit of a spreadsheet's cell";
        match self.truncated.as_slice() {
            [] => None,
            [place] => Some(format!("{limit}: {place}")),
            [first, others @ ..] => Some(format!("{limit}: {first} and {} more", others.len())),
        }
    }
}

/// Returns a field in quotes. A spreadsheet reads text such as `nan` as text only with them; other
/// files get their quotes from the CSV library.
fn quote(field: &str) -> Cow<'static, str> {
    format!("\"{}\"", field.replace('"', "\"\"")).into()
}

/// Writes one row.
fn write_row<'a>(
    fields: impl Iterator<Item = Cow<'a, str>>,
    options: &RenderOptions,
    out: &mut impl Write,
) -> io::Result<()> {
    let (quotes, line_end) = if options.excel {
        (QuoteStyle::Never, Terminator::CRLF)
    } else {
        (QuoteStyle::Necessary, Terminator::Any(b'\n'))
    };
    // The library flushes what it writes to, which would be a system call for each row.
    let mut row = Vec::with_capacity(ROW_BUFFER);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(options.delimiter)
        .quote_style(quotes)
        .terminator(line_end)
        .buffer_capacity(ROW_BUFFER)
        .from_writer(&mut row);
    for field in fields {
        writer.write_field(&*field)?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.flush()?;
    drop(writer);
    out.write_all(&row)
}

/// Returns a local time, or the day of a summary, as a spreadsheet sorts it. A year that is not of four
/// digits has a sign, with which a formula could begin.
fn spreadsheet_time(text: &str, zone: Zone) -> Option<String> {
    let day = text.parse::<NaiveDate>().ok().map(|day| day.to_string());
    let time = display::local_time(text, zone).or(day)?;
    (!time.starts_with(['+', '-'])).then_some(time)
}

/// Returns the text of a cell: lossless, unless it is for a spreadsheet or a terminal.
fn field<'a>(cell: Cell<'a>, kind: DisplayKind, options: &RenderOptions) -> Cow<'a, str> {
    let mut text: Cow<'_, str> = match cell {
        Cell::Missing | Cell::Null => return "".into(),
        Cell::Literal(literal) => return literal,
        Cell::Text(text) => text,
        Cell::List(list) => list.join(";").into(),
        Cell::Json(json) => json::compact(json.get()).into(),
    };
    if options.excel
        && kind == DisplayKind::Time
        && let Some(time) = spreadsheet_time(&text, options.display.zone)
    {
        return time.into();
    }
    if options.display.width.is_some() {
        text = Sanitized::line(&text).into_string().into();
    }
    if options.excel {
        text = spreadsheet::guard(&text, options.delimiter.into()).into();
    }
    text
}
