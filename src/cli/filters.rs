//! Which engagements, and how many pages of them.

use std::str::FromStr;

use clap::Args;

use crate::values::paging::{ListScope, Order};
use crate::values::quantity::number;
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
