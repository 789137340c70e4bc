//! Comma-separated values after RFC 4180.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::{self, Write};

use super::{RenderOptions, spreadsheet, value_text};
use crate::records::cell::Cell;
use crate::records::column::DisplayKind;
use crate::records::record::Record;
use crate::sanitize::Sanitized;

/// Writes CSV row by row.
#[derive(Debug, Default)]
pub(super) struct CsvWriter {
    has_begun: bool,
    /// The row that is being written.
    line: String,
    /// Rows written, the header included.
    rows: u64,
    /// The places of cells that were truncated to what a spreadsheet's cell can hold.
    truncated: Vec<String>,
}

impl CsvWriter {
    /// Writes the byte order mark and the header, unless they are written already.
    pub(super) fn begin(
        &mut self,
        options: &RenderOptions,
        out: &mut impl Write,
    ) -> io::Result<()> {
        if std::mem::replace(&mut self.has_begun, true) {
            return Ok(());
        }
        if options.excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        if options.display.header {
            for column in &options.selection.columns {
                self.add_field(column.name, false, options);
            }
            self.end_row(options, out)?;
        }
        Ok(())
    }

    /// Writes one row.
    pub(super) fn record(
        &mut self,
        record: &Record<'_>,
        options: &RenderOptions,
        out: &mut impl Write,
    ) -> io::Result<()> {
        self.begin(options, out)?;
        for column in &options.selection.columns {
            let cell = column.cell(record);
            let mut field = field(&cell, column.display, options);
            if options.excel
                && let Some(truncated) = spreadsheet::truncate(&field)
            {
                let place = format!("`{}` in row {}", column.name, self.rows + 1);
                self.truncated.push(place);
                field = truncated.into();
            }
            let is_number =
                matches!(cell, Cell::Literal(text) if !matches!(text, "true" | "false"));
            self.add_field(&field, is_number, options);
        }
        self.end_row(options, out)
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

    /// Adds a field to the row. For spreadsheets everything but numbers is quoted.
    fn add_field(&mut self, field: &str, is_number: bool, options: &RenderOptions) {
        let is_special = |byte| byte == options.delimiter || matches!(byte, b'"' | b'\r' | b'\n');
        let is_quoted = if options.excel {
            !is_number
        } else {
            // Without an early exit, which would not be vectorized.
            field
                .bytes()
                .fold(false, |found, byte| found | is_special(byte))
        };
        if is_quoted {
            self.line.push('"');
            self.line.push_str(&field.replace('"', "\"\""));
            self.line.push('"');
        } else {
            self.line.push_str(field);
        }
        self.line.push(options.delimiter.into());
    }

    fn end_row(&mut self, options: &RenderOptions, out: &mut impl Write) -> io::Result<()> {
        self.line.pop();
        // An empty line would be no row.
        if self.line.is_empty() {
            self.line.push_str("\"\"");
        }
        self.line
            .push_str(if options.excel { "\r\n" } else { "\n" });
        self.rows += 1;
        out.write_all(self.line.as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

/// Returns the text of a cell: lossless, unless it is for a spreadsheet or a terminal.
fn field<'a>(cell: &'a Cell<'_>, kind: DisplayKind, options: &RenderOptions) -> Cow<'a, str> {
    let mut text: Cow<'_, str> = match cell {
        Cell::Missing | Cell::Null => return "".into(),
        Cell::Literal(literal) => return (*literal).into(),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::List(list) => list.join(";").into(),
        Cell::Json(json) => super::json_text::compact(json.get()).into(),
    };
    if options.excel
        && kind == DisplayKind::Time
        && let Some(time) = value_text::local_time(&text, options.display.zone)
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
