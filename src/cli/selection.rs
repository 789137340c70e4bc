//! Which engagements, and how many pages of them.

use clap::{ArgGroup, Args};

use crate::api::Order;
use crate::settings::instant::TimeArg;

/// Which engagements are asked for.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Selection", next_display_order = 1)]
pub(crate) struct Selection {
    /// Sites to list, repeated or comma-separated
    ///
    /// [env: `ENGAGEMENTS_SITE_IDS`]
    #[arg(long = "site-id", value_name = "ID", value_delimiter = ',', value_parser = non_empty)]
    pub(crate) site_ids: Vec<String>,
    /// Operators whose engagements to list, likewise
    ///
    /// [env: `ENGAGEMENTS_OPERATOR_IDS`]
    #[arg(long = "operator-id", value_name = "ID", value_delimiter = ',', value_parser = non_empty)]
    pub(crate) operator_ids: Vec<String>,
    /// Every operator's engagements
    ///
    /// Newer deployments let a manager ask for that.
    #[arg(long, conflicts_with = "operator_ids")]
    pub(crate) any_operator: bool,
    /// From T on: 2015-10-01, 7d, today
    ///
    /// T is a time (2015-10-01T13:00:00Z), a part of one (2015-10-01T13:30, 2015-10-01, 2015-10), a
    /// span back from now (90m, 24h, 7d, 2w), or now, today, yesterday. Without an offset it is in
    /// `--tz`.
    #[arg(
        long,
        value_name = "T",
        visible_alias = "start-date",
        allow_hyphen_values = true
    )]
    pub(crate) since: Option<TimeArg>,
    /// Up to the end of T: 2015-10-01
    ///
    /// Up to and including all that T names: 2015-10-01 means the whole day.
    #[arg(
        long,
        value_name = "T",
        visible_alias = "end-date",
        allow_hyphen_values = true
    )]
    pub(crate) until: Option<TimeArg>,
    /// Oldest or newest first
    #[arg(long, value_name = "ORDER")]
    pub(crate) order: Option<Order>,
}

/// How many pages `list` fetches.
#[derive(Args, Debug)]
#[command(next_help_heading = "Paging")]
#[command(group = ArgGroup::new("reach").args(["page", "limit", "all"]))]
pub(crate) struct Paging {
    /// One page, numbered from 1
    #[arg(long, value_name = "N", value_parser = count)]
    pub(crate) page: Option<u64>,
    /// Engagements a page, 1 to 1000
    ///
    /// [default: 100 with `--all` or `--limit`, else the service's own]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(crate) per_page: Option<u64>,
    /// At most N engagements, from as many pages as that takes
    #[arg(short = 'L', long, value_name = "N", value_parser = count)]
    pub(crate) limit: Option<u64>,
    /// Every page
    #[arg(long)]
    pub(crate) all: bool,
}

/// How many engagements a command takes when it is given no ids.
#[derive(Args, Clone, Debug, Default, PartialEq)]
#[command(next_help_heading = "Paging")]
#[command(group = ArgGroup::new("reach").args(["limit", "all"]))]
pub(crate) struct Bulk {
    /// Engagements a page, 1 to 1000 [default: 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(crate) per_page: Option<u64>,
    /// At most N of the selected engagements
    #[arg(short = 'L', long, value_name = "N", value_parser = count)]
    pub(crate) limit: Option<u64>,
    /// All selected engagements
    #[arg(long)]
    pub(crate) all: bool,
}

fn non_empty(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("an id cannot be empty".to_owned());
    }
    Ok(text.to_owned())
}

fn count(text: &str) -> Result<u64, &'static str> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or("it must be a whole number from 1 on")
}
