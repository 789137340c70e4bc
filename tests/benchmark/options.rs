//! The options of `cargo bench`.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// A group of scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(crate) enum ScenarioGroup {
    /// 10 000 engagements to CSV, 50 ms per response
    A,
    /// 100 000 engagements to CSV and to NDJSON, no latency
    B,
    /// 1 000 transcripts, 50 ms per response
    C,
    /// CPU and memory from 10 000 to 1 000 000 engagements
    D,
    /// `--version`; one engagement
    E,
}

/// Measures `engagements` and other clients against the sandbox.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench --")]
pub(crate) struct Options {
    /// Scenarios to run; default: all
    #[arg(value_enum, ignore_case = true)]
    pub(crate) scenarios: Vec<ScenarioGroup>,
    /// Runs per client, of which the median is reported; runs above 30 s are not repeated
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    #[arg(default_value_t = 3, default_value_if("quick", "true", "1"))]
    pub(crate) runs: u8,
    /// A tenth of the engagements and one run
    #[arg(long)]
    pub(crate) quick: bool,
    /// Another release binary of the tool to measure as well
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the tables into README.md and tests/benchmark/README.md
    #[arg(long, conflicts_with_all = ["scenarios", "quick"])]
    pub(crate) readme: bool,
}

impl Options {
    /// Parses the command line without the option that `cargo bench` adds.
    pub(crate) fn read() -> Self {
        Self::parse_from(std::env::args().filter(|arg| arg != "--bench"))
    }
}
