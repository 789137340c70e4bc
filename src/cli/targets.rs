//! Which engagements a command is for: ids, standard input or a selection.

use clap::Args;

use super::{Bulk, Selection};
use crate::id::Id;

/// Which engagements a command is for.
#[derive(Args, Debug)]
pub(crate) struct Targets {
    /// Ids of engagements; `-` reads them from standard input
    ///
    /// On standard input they stand one a line, plain or in NDJSON records. Without ids the command
    /// is for the engagements that are selected with `--all` or `--limit`.
    #[arg(value_name = "ID", help_heading = "Selection", display_order = 0)]
    pub(crate) ids: Vec<Target>,
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) bulk: Bulk,
}

impl Targets {
    /// Whether exactly one engagement is named, as an argument.
    pub(crate) fn is_one(&self) -> bool {
        matches!(self.ids.as_slice(), [Target::Id(_)])
    }
}

/// An id, or the word for standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// One engagement.
    Id(Id),
    /// `-`.
    Stdin,
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "-" {
            Ok(Self::Stdin)
        } else {
            text.parse().map(Self::Id)
        }
    }
}
