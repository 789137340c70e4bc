//! Incremental runs.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::file;
use crate::settings::duration::parse_duration;

/// Continuing where the last run ended.
#[derive(Args, Debug)]
#[command(next_help_heading = "Incremental runs")]
pub(crate) struct IncrementalArgs {
    /// Fetch only what is new since the last run recorded in FILE; requires `--all`
    #[arg(long, value_name = "FILE", value_parser = file::kept(), requires = "all")]
    pub(crate) state: Option<PathBuf>,
    /// Search this far before the last run for late engagements [default: 24h]
    #[arg(long, value_name = "DURATION", requires = "state", value_parser = parse_duration)]
    pub(crate) lookback: Option<Duration>,
}
