//! In which format, which fields, and where to.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::file;
use crate::records::column::FieldsArg;

/// How records are printed.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output<F: ValueEnum + Clone + Send + Sync + 'static> {
    /// Format
    ///
    /// [env: `ENGAGEMENTS_OUTPUT`] [default: table]
    #[arg(short = 'o', long = "output", value_name = "FORMAT")]
    pub(crate) format: Option<F>,
    /// Which fields, in this order; `+a,+b` adds some
    ///
    /// `a,b` are all that is printed; `+a,+b` come after the default ones.
    #[arg(long, value_name = "FIELDS")]
    pub(crate) fields: Option<FieldsArg>,
    /// Leave out the header line of a table or csv
    #[arg(long)]
    pub(crate) no_header: bool,
    /// Write to FILE, replaced only if the run succeeds
    #[arg(short = 'O', long = "output-file", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write a JSON proof of what was delivered to FILE
    #[arg(long, value_name = "FILE", value_parser = file::kept())]
    pub(crate) receipt: Option<PathBuf>,
    /// Write CSV for spreadsheets, with formulas escaped
    ///
    /// With a byte order mark and CRLF. A `'` stands before text that a spreadsheet would take for a
    /// formula, a number, a date or a truth value. Times are those of `--tz`. Cells are cut to
    /// 32,767 characters, the limit of a spreadsheet.
    #[arg(long)]
    pub(crate) excel: bool,
    /// Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
}

/// Formats of every command that prints records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Table,
    /// One JSON document of the API's own records
    Json,
    /// One JSON record a line
    Ndjson,
    /// Comma-separated values after RFC 4180, with a header
    Csv,
}

/// Formats of `list`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    /// For people
    Table,
    /// One JSON document of the API's own records
    Json,
    /// One JSON record a line
    Ndjson,
    /// Comma-separated values after RFC 4180, with a header
    Csv,
    /// One id a line
    Id,
}

/// Parses what stands between two cells of CSV: `tab`, or one character of ASCII that is neither a
/// quote nor a line break.
fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !b"\"\r\n\0".contains(byte) => Ok(*byte),
        _ => Err("expected `;`, `tab` or another single ASCII character, but no quote".to_owned()),
    }
}
