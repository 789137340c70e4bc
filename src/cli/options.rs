//! Options that several commands share: which engagements, and how they are printed.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use clap::Args;
use clap::builder::{PathBufValueParser, TypedValueParser};

use crate::id::Id;
use crate::records::column::FieldsArg;
use crate::render::OutputFormat;
use crate::values::paging::{ListScope, Order};
use crate::values::quantity::{number, parse_duration};
use crate::values::time_arg::TimeArg;

/// Which engagements are asked for.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Filters", next_display_order = 1)]
pub(crate) struct FilterArgs {
    /// Only these sites (repeatable, comma-separated)
    ///
    /// [env: `ENGAGEMENTS_SITE_IDS`]
    #[arg(long = "site-id", value_name = "ID")]
    pub(crate) site_ids: Vec<IdList>,
    /// Only these operators (repeatable, comma-separated)
    ///
    /// [env: `ENGAGEMENTS_OPERATOR_IDS`]
    #[arg(long = "operator-id", value_name = "ID")]
    pub(crate) operator_ids: Vec<IdList>,
    /// Include all operators; not supported by older deployments
    #[arg(long, conflicts_with = "operator_ids", hide_short_help = true)]
    pub(crate) any_operator: bool,
    /// From TIME on: 7d, 2015-10-01
    ///
    /// TIME is 2015-10-01T13:00:00Z or shorter (2015-10-01T13:30, 2015-10-01, 2015-10), a duration
    /// back from now (90m, 24h, 7d, 1d12h, 2w, 1y), or now, today, yesterday. Without an offset it is
    /// in `--tz`.
    #[arg(
        long,
        value_name = "TIME",
        visible_alias = "start-date",
        allow_hyphen_values = true
    )]
    pub(crate) since: Option<TimeArg>,
    /// Up to the end of TIME: 2015-10-01
    ///
    /// Everything that TIME names is included: 2015-10-01 means the whole day.
    #[arg(
        long,
        value_name = "TIME",
        visible_alias = "end-date",
        allow_hyphen_values = true
    )]
    pub(crate) until: Option<TimeArg>,
    /// Oldest or newest first
    #[arg(long, value_name = "ORDER", hide_short_help = true)]
    pub(crate) order: Option<Order>,
}

/// How many pages `list` fetches.
#[derive(Args, Debug)]
#[command(next_help_heading = "Filters")]
pub(crate) struct PageArgs {
    /// Fetch only this page, numbered from 1
    #[arg(long, value_name = "NUMBER", value_parser = number::<u64>(1, None), group = "reach")]
    #[arg(hide_short_help = true)]
    pub(crate) page: Option<u64>,
    #[command(flatten)]
    pub(crate) bulk: BulkPageArgs,
}

/// How many engagements a command takes when it is given no IDs.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Filters")]
pub(crate) struct BulkPageArgs {
    /// Engagements per request, 1 to 1000
    ///
    /// [default: 100 with `--all` or `--limit`, else the API's own]
    #[arg(long, value_name = "COUNT", value_parser = number::<u64>(1, Some(1000)), hide_short_help = true)]
    pub(crate) per_page: Option<u64>,
    /// Fetch at most COUNT engagements
    #[arg(short = 'L', long, value_name = "COUNT", value_parser = number::<u64>(1, None), group = "reach")]
    pub(crate) limit: Option<u64>,
    /// Fetch all pages
    #[arg(long, group = "reach")]
    pub(crate) all: bool,
}

impl BulkPageArgs {
    /// Returns how much of the list to fetch; `None` without `--all` and `--limit`.
    pub(crate) fn scope(&self) -> Option<ListScope> {
        match self.limit {
            _ if self.all => Some(ListScope::All),
            limit => limit.map(ListScope::Limit),
        }
    }
}

/// IDs of a comma-separated list, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct IdList(pub(crate) Vec<String>);

impl FromStr for IdList {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
        let ids: Vec<String> = ids.map(str::to_owned).collect();
        // `docker run --env-file` keeps the quotes of its file.
        if text.contains(['"', '\'', ';']) {
            return Err("expected IDs separated by commas, without quotes".to_owned());
        }
        if ids.is_empty() {
            return Err("expected an ID".to_owned());
        }
        Ok(Self(ids))
    }
}

/// Which engagements a command is for.
#[derive(Args, Debug)]
pub(crate) struct EngagementArgs {
    /// Engagement IDs; `-` reads them from stdin
    ///
    /// stdin has one a line, plain or as an NDJSON record. Without IDs the command reads the list,
    /// with `--all` or `--limit`.
    #[arg(value_name = "ID", help_heading = "Filters", display_order = 0)]
    #[arg(conflicts_with_all = [
        "site_ids", "operator_ids", "any_operator", "since", "until", "order", "per_page", "limit",
        "all",
    ])]
    pub(crate) ids: Vec<IdArg>,
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    #[command(flatten)]
    pub(crate) bulk: BulkPageArgs,
}

impl EngagementArgs {
    /// Returns whether exactly one engagement is named, as an argument.
    pub(crate) fn is_one(&self) -> bool {
        matches!(self.ids.as_slice(), [IdArg::Id(_)])
    }
}

/// An ID, or the word for standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum IdArg {
    /// One engagement.
    Id(Id),
    /// `-`.
    Stdin,
}

impl IdArg {
    /// Returns the ID; `None` for standard input.
    pub(crate) fn into_id(self) -> Option<Id> {
        match self {
            Self::Id(id) => Some(id),
            Self::Stdin => None,
        }
    }
}

impl FromStr for IdArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "-" {
            Ok(Self::Stdin)
        } else {
            text.parse().map(Self::Id)
        }
    }
}

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

/// Options of incremental runs.
#[derive(Args, Debug)]
#[command(next_help_heading = "Incremental runs")]
pub(crate) struct IncrementalArgs {
    /// Fetch only what is new since the last run recorded in FILE; requires `--all`
    #[arg(long, value_name = "FILE", value_parser = regular_file(), requires = "all")]
    #[arg(hide_short_help = true)]
    pub(crate) state: Option<PathBuf>,
    /// Search this far before the last run for late engagements [default: 24h]
    #[arg(long, value_name = "DURATION", value_parser = parse_duration, requires = "state")]
    #[arg(hide_short_help = true)]
    pub(crate) lookback: Option<Duration>,
}
