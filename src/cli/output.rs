//! In which format, which fields, and where to.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::records::column::FieldsArg;
use crate::render::OutputFormat;

/// How records are printed.
#[derive(Args, Debug)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Format
    ///
    /// [env: `ENGAGEMENTS_OUTPUT`] [default: table]
    #[arg(id = "output", short = 'o', long = "output", value_name = "FORMAT")]
    #[arg(default_value = "table", hide_default_value = true)]
    pub(crate) format: OutputFormat,
    /// Fields to print: `a,b`, or `+a,+b` to add some
    ///
    /// `a,b` are all that is printed; `+a,+b` come after the default ones.
    #[arg(long, value_name = "FIELDS")]
    pub(crate) fields: Option<FieldsArg>,
    /// Omit the header row of a table or CSV
    #[arg(long, hide_short_help = true)]
    pub(crate) no_header: bool,
    /// Write to FILE, replacing it only on success
    #[arg(
        short = 'O',
        long = "output-file",
        value_name = "FILE",
        hide_short_help = true
    )]
    pub(crate) file: Option<PathBuf>,
    /// Write a JSON report with counts, checksum and completeness to FILE
    #[arg(long, hide_short_help = true, value_name = "FILE", value_parser = regular_file())]
    pub(crate) receipt: Option<PathBuf>,
    /// Write CSV for spreadsheets, with formulas escaped
    ///
    /// With a byte order mark and CRLF. A `'` stands before text that a spreadsheet would take for a
    /// formula, a number, a date or a truth value. Times are those of `--tz`. Cells are cut to
    /// 32,767 characters, the limit of a spreadsheet.
    #[arg(long, hide_short_help = true)]
    pub(crate) excel: bool,
    /// Separate CSV cells by CHARACTER: `;`, `tab`, ... [default: `,`]
    #[arg(long, hide_short_help = true, value_name = "CHARACTER", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
}

/// Parses the path of a file that outlives the run. `-`, which elsewhere stands for a stream, is
/// rejected.
pub(super) fn regular_file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        if path == Path::new("-") {
            Err("it must be a file (`./-` for one of that name)")
        } else {
            Ok(path)
        }
    })
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
