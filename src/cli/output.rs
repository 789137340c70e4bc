//! In which format, which fields, and where to.

use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::file;
use crate::records::column::FieldsArg;
use crate::settings::setting::{Setting, SettingParser, setting};

/// How records are printed.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// Format
    #[arg(id = "output", short = 'o', long, value_name = "FORMAT")]
    #[arg(value_parser = setting(EnumValueParser::<OutputFormat>::new()))]
    pub(crate) format: Option<Setting<OutputFormat>>,
    /// Fields to print: `a,b`, or `+a,+b` to add some
    ///
    /// `a,b` are all that is printed; `+a,+b` come after the default ones.
    #[arg(long, value_name = "FIELDS")]
    pub(crate) fields: Option<FieldsArg>,
    /// Omit the header row of a table or CSV
    #[arg(long)]
    pub(crate) no_header: bool,
    /// Write to FILE, replacing it only on success
    #[arg(short = 'O', long = "output-file", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Write a JSON report with counts, checksum and completeness to FILE
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

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    Table,
    /// One JSON document of the API's own records
    Json,
    /// One JSON record a line
    Ndjson,
    /// Comma-separated values after RFC 4180, with a header
    Csv,
    /// One ID a line
    Id,
}

/// Parses a format that commands other than `list` have.
pub(super) fn format_of_records() -> SettingParser<impl TypedValueParser<Value = OutputFormat>> {
    let formats = OutputFormat::value_variants().iter();
    let formats = formats.filter(|format| **format != OutputFormat::Id);
    let names = formats.filter_map(ValueEnum::to_possible_value);
    let names = PossibleValuesParser::new(names);
    setting(names.try_map(|name| OutputFormat::from_str(&name, false)))
}

/// Parses the delimiter of CSV: `tab`, or one ASCII character that cannot be part of a number, a
/// quote or a line break.
fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !is_reserved(*byte) => Ok(*byte),
        _ => {
            let message = "expected `;`, `tab` or another single ASCII character, but no letter, \
                           digit, quote, `.`, `+` or `-`";
            Err(message.to_owned())
        }
    }
}

fn is_reserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".+-\"\r\n\0".contains(&byte)
}
