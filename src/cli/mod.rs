//! The command line; the doc comments are the help texts.

mod global;
pub(crate) mod help;
mod options;

use std::path::PathBuf;

use clap::{Arg, ArgAction, Args, Parser, Subcommand};

use crate::sandbox::SandboxArgs;
use crate::summary::GroupBy;
use crate::values::quantity::parse_size;
use options::regular_file;

pub(crate) use global::{ColorChoice, GlobalArgs};
pub(crate) use options::{
    EngagementArgs, FilterArgs, IdArg, IdList, IncrementalArgs, OutputArgs, PageArgs,
};

/// List, inspect and export SaleMove (Glia) engagements
///
/// The token is read from `ENGAGEMENTS_TOKEN` and sent to the configured address only. Without
/// one, `--sandbox` runs any command against a mock of the API in the same process.
#[derive(Debug, Parser)]
#[command(
    version,
    bin_name = "engagements",
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(before_help = help::ROOT, after_help = help::COMMANDS)]
#[command(after_long_help = help::EXIT_CODES)]
#[command(mut_args = |arg| arg.hide_short_help(true), mut_subcommands = help::with_layout)]
#[command(help_template = help::TEMPLATE)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    /// Print version
    #[arg(id = "version", short = 'V', long, action = ArgAction::Version)]
    _version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Returns the option of a setting. `list` has those that are not global.
pub(crate) fn setting_option<'a>(root: &'a clap::Command, id: &str) -> Option<&'a Arg> {
    let list = root.find_subcommand("list")?;
    let mut args = root.get_arguments().chain(list.get_arguments());
    args.find(|arg| arg.get_id() == id)
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List engagements
    ///
    /// On a narrow terminal the table abbreviates: `MEDIA` has the letters c, a, v and b for chat,
    /// audio, video and cobrowsing.
    List(ListArgs),
    /// Show engagements with all their fields
    Show(ShowArgs),
    /// Print chat transcripts
    Transcript(TranscriptArgs),
    /// Have the service send to site targets; nothing is downloaded
    ///
    /// It sends each engagement to the targets that are configured for its site, such as a CRM.
    Export(ExportArgs),
    /// Download audio recordings
    ///
    /// A file is named after the engagement and the path of the recording in the API, as in
    /// `ID-1122834-recordings-XaMiTQI.mp3`, or `.wav`, `.ogg`, `.m4a`, `.bin`. It appears when it is
    /// complete; existing files are kept and not fetched again, so that the same command continues.
    ///
    /// A recording that is not ready yet (204) fails like any other: with code 8, or 9 if another
    /// one is there. The run ends with the number of them. An engagement without recordings is no
    /// failure.
    ///
    /// The token is sent to the API only, not to the storage of the recordings. There `--timeout`
    /// is the longest period without data.
    Recordings(RecordingsArgs),
    /// Run a local mock of the API
    #[command(before_help = help::SANDBOX, after_long_help = help::FAULTS)]
    Sandbox(SandboxArgs),
    /// Inspect the configuration
    #[command(subcommand)]
    #[command(before_help = help::CONFIG)]
    Config(ConfigCommand),
    /// Generate shell completions
    #[command(before_help = help::COMPLETIONS, arg_required_else_help = true)]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Generate man pages
    #[command(before_help = help::MAN)]
    Man {
        /// Write the pages into DIR
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

impl Command {
    /// Returns whether it sends requests to the API, and so needs valid settings.
    pub(crate) fn sends_requests(&self) -> bool {
        match self {
            Self::Config(command) => matches!(command, ConfigCommand::Check(_)),
            Self::Sandbox(_) | Self::Completions { .. } | Self::Man { .. } => false,
            _ => true,
        }
    }
}

/// `engagements config`
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Print the path of the config file
    #[command(before_help = help::CONFIG_PATH)]
    Path,
    /// Print all settings and their sources; secrets are redacted
    ///
    /// Fails after that if one of them is invalid.
    #[command(before_help = help::CONFIG_SHOW)]
    Show,
    /// Send one request and report what works
    ///
    /// Prints the address, the credentials and, from the response, the rate limit and the difference
    /// of the clocks. The request is a page of the list with one engagement.
    #[command(before_help = help::CONFIG_CHECK)]
    Check(FilterArgs),
    /// Create a config file with comments
    ///
    /// Its mode is 0600. An existing file is never replaced.
    #[command(before_help = help::CONFIG_INIT)]
    Init,
}

/// `engagements list`
#[derive(Args, Debug)]
#[command(before_help = help::LIST)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) filters: FilterArgs,
    #[command(flatten)]
    pub(crate) paging: PageArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Print totals per day, weekday, hour, operator or type
    ///
    /// How many engagements there were, how long they took in all and in the median (in seconds,
    /// but for the table), and how many used each medium. A day is one of `--tz`, in every format.
    /// An engagement of several operators counts for each of them; one without stands in a group
    /// without a name. One whose duration is null counts, but not for the median. A summary is
    /// always of all pages, as with `--all`; if one fails, there is no summary. Days, weekdays and
    /// hours without engagements are rows of 0. The table ends with a total, in which each engagement
    /// counts once.
    #[arg(
        long,
        value_name = "GROUP",
        help_heading = "Output",
        hide_possible_values = true,
        conflicts_with_all = ["fields", "state", "page", "limit"]
    )]
    pub(crate) summary: Option<GroupBy>,
    #[command(flatten)]
    pub(crate) incremental: IncrementalArgs,
}

/// `engagements show`
#[derive(Args, Debug)]
#[command(before_help = help::SHOW)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(crate) engagements: EngagementArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// `engagements transcript`
#[derive(Args, Debug)]
#[command(before_help = help::TRANSCRIPT)]
#[command(mut_arg("site_ids", |option| option.hide_short_help(true)))]
#[command(mut_arg("operator_ids", |option| option.hide_short_help(true)))]
#[command(mut_arg("state", |state| state.conflicts_with("ids")))]
pub(crate) struct TranscriptArgs {
    #[command(flatten)]
    pub(crate) engagements: EngagementArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    /// Print response time and message counts instead
    ///
    /// One row per engagement, with the fields `engagement_id first_message_at last_message_at
    /// first_visitor_message_at first_operator_message_at first_response_seconds visitor_messages
    /// operator_messages system_messages operator_names`. The response time runs from the visitor's
    /// first message to the operator's next one; it is empty if there is none. Suggestions, which
    /// only the operator saw, are not counted.
    #[arg(long, help_heading = "Output")]
    pub(crate) metrics: bool,
    /// Write one file per engagement to DIR
    ///
    /// It is named `ID.json`, `.ndjson`, `.csv` or `.txt`, by the format. After an ID with upper-case
    /// letters follows `+` and a number, since `a` and `A` can be the same file. Existing files are
    /// kept and not fetched again.
    #[arg(
        long,
        value_name = "DIR",
        conflicts_with_all = ["file", "metrics"],
        help_heading = "Output"
    )]
    pub(crate) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) incremental: IncrementalArgs,
}

/// `engagements export`
#[derive(Args, Debug)]
#[command(before_help = help::EXPORT)]
#[command(mut_arg("site_ids", |option| option.hide_short_help(true)))]
#[command(mut_arg("operator_ids", |option| option.hide_short_help(true)))]
#[command(mut_arg("output", |option| option.hide_short_help(true)))]
#[command(mut_arg("fields", |option| option.hide_short_help(true)))]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) engagements: EngagementArgs,
    /// Skip engagements already forwarded to a CRM
    ///
    /// It needs `--all` or `--limit`.
    #[arg(long, help_heading = "Export")]
    pub(crate) pending: bool,
    /// Skip the confirmation prompt
    #[arg(short, long, help_heading = "Export")]
    pub(crate) yes: bool,
    /// Stop at the first failed export
    #[arg(long, help_heading = "Export")]
    pub(crate) fail_fast: bool,
    /// Record exports in FILE and skip those already done
    #[arg(long, value_name = "FILE", value_parser = regular_file(), help_heading = "Export")]
    pub(crate) ledger: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// `engagements recordings`
#[derive(Args, Debug)]
#[command(before_help = help::RECORDINGS)]
pub(crate) struct RecordingsArgs {
    #[command(flatten)]
    pub(crate) engagements: EngagementArgs,
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
    fn clap_definition_is_consistent() {
        Cli::command().debug_assert();
    }
}
