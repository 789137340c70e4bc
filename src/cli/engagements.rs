//! Which engagements a command is for: IDs, standard input or filters.

use clap::Args;

use super::{BulkPageArgs, FilterArgs};
use crate::id::Id;

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

impl std::str::FromStr for IdArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "-" {
            Ok(Self::Stdin)
        } else {
            text.parse().map(Self::Id)
        }
    }
}
