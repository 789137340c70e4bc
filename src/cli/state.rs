//! Incremental runs.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::file;
use crate::settings::duration::parse_duration;

/// Continuing where the last run ended.
#[derive(Args, Debug)]
#[command(next_help_heading = "Incremental runs")]
pub(crate) struct Incremental {
    /// Continue where the last complete run with FILE ended; goes with `--all`
    #[arg(long, value_name = "FILE", value_parser = file::kept(), requires = "all")]
    pub(crate) state: Option<PathBuf>,
    /// How far to look back behind that, for engagements that appeared late [default: 24h]
    #[arg(long, value_name = "D", requires = "state", value_parser = parse_duration)]
    pub(crate) lookback: Option<Duration>,
}
