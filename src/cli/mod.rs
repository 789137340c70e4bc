//! Every word a user can type; the doc comments are the help.

mod connection;
mod examples;
mod file;
mod help;
mod hints;
mod output;
mod sandbox;
mod selection;
mod state;
mod targets;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::settings::size::parse_size;
use crate::summary::GroupBy;

pub(crate) use connection::{ColorChoice, ErrorFormat, Global, Scheme};
pub(crate) use hints::hinted;
pub(crate) use output::{Format, ListFormat, Output};
pub(crate) use sandbox::SandboxArgs;
pub(crate) use selection::{Bulk, Paging, Selection};
pub(crate) use state::Incremental;
pub(crate) use targets::{Target, Targets};

/// List, read and export the engagements of a SaleMove (Glia) site
///
/// The token is read from `ENGAGEMENTS_TOKEN` and sent to the configured address only. Without
/// one, `--sandbox` runs any command against a practice server in the same process.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(before_help = examples::TOOL, after_help = help::COMMANDS)]
#[command(after_long_help = help::EXIT_CODES, arg = help::flag(), arg = help::version())]
#[command(mut_args = help::first(&[]), mut_subcommands = help::laid_out)]
#[command(help_template = help::TEMPLATE)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List engagements: who talked to whom, when, how long
    List(List),
    /// Show single engagements with everything the service says of them
    Show(Show),
    /// Print chat transcripts as conversations or as data
    Transcript(Transcript),
    /// Have the service send engagements to their sites' targets; nothing is downloaded
    Export(Export),
    /// Download audio recordings into a folder
    ///
    /// Each goes to a file called by the engagement's id and by its own address in the API, as in
    /// `ID-1122834-recordings-XaMiTQI.mp3`, or `.wav`, `.ogg`, `.m4a`, `.bin`. A file appears when
    /// it is whole; those that are there are kept and not fetched again, so that the same command
    /// does what is left.
    ///
    /// A recording that the service is not done with yet (204) is told and fails like any other:
    /// with code 8, or 9 if anything else is there. An engagement without recordings is no failure.
    ///
    /// The token goes to the API only, and not to the storage that it sends us to. There
    /// `--timeout` is how long nothing may come: a long recording takes the time that it takes.
    Recordings(Recordings),
    /// Run a local mock of the API
    Sandbox(SandboxArgs),
    /// Tell where settings come from
    #[command(subcommand)]
    #[command(before_help = examples::CONFIG)]
    Config(Config),
    /// Print the completions of a shell
    #[command(before_help = examples::COMPLETIONS, arg_required_else_help = true)]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command
    #[command(before_help = examples::MAN)]
    Man {
        /// Write the pages into DIR
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

impl Command {
    /// Whether the config file matters to it. What helps to set the tool up works without one,
    /// and with one that cannot be read.
    pub(crate) fn reads_profile(&self) -> bool {
        match self {
            Self::Config(Config::Path)
            | Self::Sandbox(_)
            | Self::Completions { .. }
            | Self::Man { .. } => false,
            Self::Config(Config::Show)
            | Self::List(_)
            | Self::Show(_)
            | Self::Transcript(_)
            | Self::Export(_)
            | Self::Recordings(_) => true,
        }
    }

    /// Whether it asks the service for anything, so that a dry run has something to print.
    pub(crate) fn sends_requests(&self) -> bool {
        match self {
            Self::List(_)
            | Self::Show(_)
            | Self::Transcript(_)
            | Self::Export(_)
            | Self::Recordings(_) => true,
            Self::Sandbox(_) | Self::Config(_) | Self::Completions { .. } | Self::Man { .. } => {
                false
            }
        }
    }
}

/// `engagements config`
#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Print where the config file is looked for
    #[command(before_help = examples::CONFIG_PATH)]
    Path,
    /// Print each setting, its value (secrets masked) and where it comes from
    #[command(before_help = examples::CONFIG_SHOW)]
    Show,
}

/// `engagements list`
#[derive(Args, Debug)]
#[command(before_help = examples::LIST)]
#[command(mut_args = help::first(&[
    "site_ids", "operator_ids", "since", "until", "limit", "all", "format", "fields",
    "summary",
]))]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) selection: Selection,
    #[command(flatten)]
    pub(crate) paging: Paging,
    #[command(flatten)]
    pub(crate) output: Output<ListFormat>,
    /// Totals by day, operator or type instead of engagements
    ///
    /// How many engagements there were, how long they took in all and in the median (in seconds,
    /// but for the table), and how many used each medium. A day is one of `--tz`, in every format.
    /// An engagement of several operators counts for each of them; one without stands in a group
    /// without a name. One whose duration is null counts, but not for the median. A summary is
    /// always of all pages, as with `--all`; if one fails, there is no summary.
    #[arg(
        long,
        value_name = "BY",
        help_heading = "Output",
        hide_possible_values = true,
        conflicts_with_all = ["fields", "state", "page", "limit"]
    )]
    pub(crate) summary: Option<GroupBy>,
    #[command(flatten)]
    pub(crate) incremental: Incremental,
}

/// `engagements show`
#[derive(Args, Debug)]
#[command(before_help = examples::SHOW, arg_required_else_help = true)]
#[command(mut_args = help::first(&[
    "ids", "site_ids", "since", "until", "limit", "all", "format", "fields", "file",
]))]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) targets: Targets,
    #[command(flatten)]
    pub(crate) output: Output<Format>,
}

/// `engagements transcript`
#[derive(Args, Debug)]
#[command(before_help = examples::TRANSCRIPT, arg_required_else_help = true)]
#[command(mut_args = help::first(&[
    "ids", "since", "until", "limit", "all", "format", "fields", "file", "output_dir",
]))]
pub(crate) struct Transcript {
    #[command(flatten)]
    pub(crate) targets: Targets,
    #[command(flatten)]
    pub(crate) output: Output<Format>,
    /// Write each transcript to a file of its own in DIR
    ///
    /// It is called `ID.json`, `.ndjson`, `.csv` or `.txt`, by the format. Those that are there are
    /// kept and not fetched again.
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with = "file",
        help_heading = "Output"
    )]
    pub(crate) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) incremental: Incremental,
}

/// `engagements export`
#[derive(Args, Debug)]
#[command(before_help = examples::EXPORT, arg_required_else_help = true)]
#[command(mut_args = help::first(&[
    "ids", "since", "until", "limit", "all", "pending", "yes", "fail_fast", "ledger",
]))]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) targets: Targets,
    /// Only engagements not yet forwarded to a CRM
    ///
    /// It goes with a selection.
    #[arg(long, help_heading = "Export")]
    pub(crate) pending: bool,
    /// Do not ask before exporting a selection or `-`
    #[arg(short, long, help_heading = "Export")]
    pub(crate) yes: bool,
    /// Stop at the first export that does not succeed
    #[arg(long, help_heading = "Export")]
    pub(crate) fail_fast: bool,
    /// Remember in FILE what was exported
    ///
    /// No later run with the same FILE exports it again.
    #[arg(long, value_name = "FILE", value_parser = file::kept(), help_heading = "Export")]
    pub(crate) ledger: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: Output<Format>,
}

/// `engagements recordings`
#[derive(Args, Debug)]
#[command(before_help = examples::RECORDINGS, arg_required_else_help = true)]
#[command(mut_args = help::first(&["ids", "site_ids", "since", "until", "limit", "all", "dir"]))]
pub(crate) struct Recordings {
    #[command(flatten)]
    pub(crate) targets: Targets,
    /// Directory for the recordings; created if missing
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    pub(crate) dir: PathBuf,
    /// Maximum size of a recording
    #[arg(
        long,
        value_name = "SIZE",
        default_value = "4GiB",
        value_parser = parse_size,
        help_heading = "Output"
    )]
    pub(crate) max_size: u64,
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
