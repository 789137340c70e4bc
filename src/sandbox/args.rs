//! The options of the sandbox.

use std::num::NonZeroU32;
use std::time::Duration;

use clap::Parser;

use super::{Fault, LinkStyle};
use crate::values::quantity::{number, parse_duration};

/// `engagements sandbox`
#[derive(Clone, Debug, Parser)]
#[command(next_help_heading = "Sandbox")]
pub(crate) struct SandboxArgs {
    /// Port on 127.0.0.1; 0: any free port
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    #[arg(value_parser = number::<u16>(0, Some(u16::MAX)))]
    pub(crate) port: u16,
    /// Number of generated engagements
    ///
    /// The samples of the API documentation are added to them.
    #[arg(long, value_name = "COUNT", default_value_t = 250, value_parser = number::<u32>(0, None))]
    pub(crate) engagements: u32,
    /// Seed of the generated data
    ///
    /// The same seed generates the same engagements all day.
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = number::<u64>(0, None))]
    pub(crate) seed: u64,
    /// Style of pagination links
    #[arg(long, value_name = "STYLE", value_enum, default_value_t = LinkStyle::Numbered)]
    pub(crate) links: LinkStyle,
    /// Delay before each response
    #[arg(long, value_name = "DURATION", default_value = "0s", value_parser = parse_duration)]
    pub(crate) latency: Duration,
    /// Requests per second before a 429
    #[arg(long, value_name = "COUNT", value_parser = number(NonZeroU32::MIN, None))]
    pub(crate) rate_limit: Option<NonZeroU32>,
    /// Inject a fault: `503,every=3` (repeatable)
    #[arg(long = "fail", value_name = "SPEC")]
    pub(crate) faults: Vec<Fault>,
}
