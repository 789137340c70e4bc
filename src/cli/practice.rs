//! What a practice server is started with.

use std::num::NonZeroU32;
use std::time::Duration;

use clap::Args;

use crate::sandbox::{Fault, Links};
use crate::settings::duration::parse_duration;

/// `engagements sandbox`
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Practice server", after_long_help = FAILURES)]
#[command(before_help = super::examples::SANDBOX)]
pub(crate) struct Practice {
    /// Port of 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,
    /// How many engagements are made up
    ///
    /// The samples of the API's document are there beside them.
    #[arg(long, value_name = "N", default_value_t = 250)]
    pub(crate) engagements: u32,
    /// What they are made up from
    ///
    /// The same seed gives the same engagements.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// What links to the next page look like
    #[arg(long, value_name = "KIND", value_enum, default_value_t = Links::Numbered)]
    pub(crate) links: Links,
    /// How long each answer takes
    #[arg(long, value_name = "D", default_value = "0s", value_parser = parse_duration)]
    pub(crate) latency: Duration,
    /// Requests a second, beyond which the answer is 429
    #[arg(long, value_name = "N")]
    pub(crate) rate_limit: Option<NonZeroU32>,
    /// Requests that fail: `503,every=3`; repeatable
    #[arg(long = "fail", value_name = "SPEC")]
    pub(crate) faults: Vec<Fault>,
}

const FAILURES: &str = "\
Failures on demand: --fail WHAT[,KEY=VALUE]...[,after]
  WHAT         a status from 300 to 599, or reset, stall, cut (the
               answer breaks off), dribble (it comes a few bytes at a
               time)
  path=TEXT    only requests with TEXT in their path or query
  every=N first=N at=N from=N
               which of those: each Nth, the first N, the Nth, all
               from the Nth on
  retry-after=SECONDS
               with a status: the header
  after        the request is acted on, and only then fails

The second export is done, but its answer is lost:
  --fail reset,path=/export,at=2,after";
