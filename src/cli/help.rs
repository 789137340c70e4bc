//! The layout of help: `-h` fits a small terminal, `--help` shows all options of a command, and
//! `engagements help` also those of every command.

use clap::{Arg, ArgAction, Args, Command};

use super::GlobalArgs;
use crate::records::column::{Column, Schema};
use crate::records::{engagement, export_result, transcript};

/// The order of a help: what the command does, examples, then its options.
pub(super) const TEMPLATE: &str = "\
{about-with-newline}
{usage-heading} {usage}

{before-help}{all-args}{after-help}";

/// The last line of the root's short help.
pub(super) const COMMANDS: &str =
    "`engagements COMMAND -h` shows a command's options; `--help` shows everything.";

/// The last line of a command's short help.
const MORE: &str = "`--help` shows all options, `engagements help` the global ones and exit codes.";

/// The last line of a command's long help.
const GLOBAL: &str = "Global options and exit codes: `engagements help`";

/// Hides these arguments in short help.
pub(super) fn hide(ids: &[&str]) -> impl FnMut(Arg) -> Arg {
    |arg| {
        let is_hidden = ids.contains(&arg.get_id().as_str()) || arg.is_hide_short_help_set();
        arg.hide_short_help(is_hidden)
    }
}

/// Lays out the help of a command and its subcommands.
pub(super) fn with_layout(command: Command) -> Command {
    let schema = schema(&command);
    // Copies of the global options that are not documented again.
    let global = GlobalArgs::augment_args(Command::default());
    let global = global.get_arguments().cloned().chain([help_flag()]);
    let global = global.map(|arg| arg.hide_short_help(true).hide_long_help(true));
    let end = match command.get_after_long_help() {
        Some(own) => format!("{own}\n\n{GLOBAL}"),
        None => GLOBAL.to_owned(),
    };
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "fields" => fields_help(arg, schema),
        _ => arg,
    });
    command
        .args(global)
        .help_template(TEMPLATE)
        .after_help(MORE)
        .after_long_help(end)
        .mut_subcommands(with_layout)
}

/// Returns the fields of the records that a command prints.
pub(crate) fn schema(command: &Command) -> &'static Schema {
    match command.get_name() {
        "list" => engagement::LIST_SCHEMA,
        "transcript" => transcript::MESSAGE_SCHEMA,
        "export" => export_result::SCHEMA,
        _ => engagement::SCHEMA,
    }
}

/// The help of `--fields`, with the names that there are.
fn fields_help(arg: Arg, schema: &'static Schema) -> Arg {
    let names = |columns: Vec<&Column>| {
        let names = columns.iter().map(|column| column.name);
        names.collect::<Vec<_>>().join(" ")
    };
    let (default, others): (Vec<_>, Vec<_>) =
        schema.columns.iter().partition(|column| column.is_default);
    let help = arg.get_long_help().cloned().unwrap_or_default();
    let help = format!("{help}\n\nThe default of csv: {}", names(default));
    if others.is_empty() {
        return arg.long_help(help);
    }
    let help = format!("{help}\n\nOn request: {}", names(others));
    arg.long_help(help)
}

/// `--help`. Clap's own would take three lines of every short help.
pub(super) fn help_flag() -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .help("Print help: `-h` the first screen, `--help` all of it")
        .action(ArgAction::Help)
        .global(true)
}

/// `--version`.
pub(super) fn version() -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .help("Print version")
        .action(ArgAction::Version)
}

/// The exit codes.
pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0    done; also an empty result, and a reader that closed the pipe
  1    local failure: cannot read or write a file, a bug
  2    wrong usage: option, value, field, id
  3    configuration: no token, no site, unreadable or unknown settings
  4    refused: 401, 403
  5    not found: 404
  6    rate limited: 429 after all retries
  7    network: name, connection, TLS, timeout, reset after all retries
  8    API error: other 4xx and 5xx after all retries, an unexpected
       response, an export without success
  9    partial: some output was delivered, the rest was not
  10   outcome of an export unknown; its ID and key are named
  11   busy: another run holds the ledger, the state or the lock
  130  interrupted
  143  terminated";
