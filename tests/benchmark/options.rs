//! What `cargo bench -- ...` takes.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

/// A group of scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "verbatim")]
pub(crate) enum ScenarioGroup {
    /// 10 000 engagements to csv, 50 ms an answer
    A,
    /// 100 000 engagements to csv and to ndjson, no latency
    B,
    /// 1 000 transcripts, 50 ms an answer
    C,
    /// CPU and memory from 10 000 to 1 000 000 engagements
    D,
    /// A start; one engagement
    E,
    /// The size of the binary
    F,
}

/// Measures `engagements` beside other clients, against the practice server.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo bench --")]
pub(crate) struct Options {
    /// Which scenarios; all without any
    #[arg(value_enum, ignore_case = true)]
    pub(crate) scenarios: Vec<ScenarioGroup>,
    /// Runs of which the median is told; those above 30 s are not repeated
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    #[arg(default_value_t = 3, default_value_if("quick", "true", "1"))]
    pub(crate) runs: u8,
    /// A tenth of the engagements, and one run, to try it
    #[arg(long)]
    pub(crate) quick: bool,
    /// Time a cold release build too, which takes minutes
    #[arg(long)]
    pub(crate) cold: bool,
    /// Another release binary of the tool to measure beside this one
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write the tables into README.md and tests/benchmark/README.md
    #[arg(long, conflicts_with_all = ["scenarios", "quick"])]
    pub(crate) readme: bool,
}

impl Options {
    /// The command line, without what `cargo bench` adds to it.
    pub(crate) fn read() -> Self {
        Self::parse_from(std::env::args().filter(|word| word != "--bench"))
    }

    /// Whether a group is asked for.
    pub(crate) fn wants(&self, group: ScenarioGroup) -> bool {
        self.scenarios.is_empty() || self.scenarios.contains(&group)
    }
}
