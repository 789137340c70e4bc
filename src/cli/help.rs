//! How a help is laid out: `-h` is one screen of a small terminal, `--help` is everything.

use clap::{Arg, ArgAction, Command};

use super::completion_hints::schema;
use super::output::format_of_records;
use crate::records::column::{Column, Schema};
use crate::settings::keys::SettingKey;

/// The order of a help: what the command does, what it is typed like, then its options.
pub(super) const TEMPLATE: &str = "\
{about-with-newline}
{usage-heading} {usage}
{before-help}{all-args}{after-help}";

/// The last line of the tool's own first screen.
pub(super) const COMMANDS: &str =
    "`engagements COMMAND -h` shows a command's options; `--help` shows everything.";

/// The last line of a command's first screen.
const MORE: &str = "All options, with their defaults and environment variables: --help";

/// Makes an argument one of the first screen if it is among these; all are in `--help`.
pub(super) fn first(ids: &[&str]) -> impl FnMut(Arg) -> Arg {
    |arg| {
        let is_first = ids.contains(&arg.get_id().as_str());
        arg.hide_short_help(!is_first)
    }
}

/// Lays out the help of a command, and of those below it, as that of all the others.
pub(super) fn with_layout(command: Command) -> Command {
    let schema = schema(&command);
    let command = command.help_template(TEMPLATE).mut_subcommands(with_layout);
    let is_list = command.get_name() == "list";
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "fields" => fields_help(arg, schema),
        "output" if !is_list => with_setting(arg.value_parser(format_of_records())),
        _ => with_setting(arg),
    });
    let end = match command.get_after_long_help() {
        Some(own) => format!("{own}\n\n{EXIT_CODES}"),
        None => EXIT_CODES.to_owned(),
    };
    let command = command.after_long_help(end);
    let has_own = command.has_subcommands() || command.get_arguments().next().is_some();
    if has_own {
        command.after_help(MORE)
    } else {
        command
    }
}

/// Adds the variable and the default of a setting to the help of its option.
pub(super) fn with_setting(arg: Arg) -> Arg {
    let Some(key) = SettingKey::named(arg.get_id().as_str()) else {
        return arg;
    };
    let variable = key.variable().map(|name| format!("[env: `{name}`]"));
    let default = Some(key.default_text()).filter(|text| !text.is_empty());
    let default = default.map(|text| format!("[default: {text}]"));
    let facts: Vec<String> = variable.into_iter().chain(default).collect();
    let help = arg.get_long_help().or(arg.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    if facts.is_empty() {
        return arg;
    }
    arg.long_help(format!("{help}\n\n{}", facts.join(" ")))
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

/// `--help`. The parser's own would take three lines of every first screen to say that it is there.
pub(super) fn help_flag() -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .help("Print help: `-h` the first screen, `--help` all of it")
        .action(ArgAction::Help)
        .global(true)
}

/// `--version`, likewise.
pub(super) fn version() -> Arg {
    Arg::new("version")
        .short('V')
        .long("version")
        .help("Print version")
        .action(ArgAction::Version)
}

/// What every code of the process means (the contract's table).
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
  8    the service failed: other 4xx and 5xx after all retries, an
       answer that is not what the API documents, an export without
       success
  9    partial: some output was delivered, the rest was not
  10   unknown: an export may or may not have happened; its id and
       key are named
  11   busy: another run holds the ledger, the state or the lock
  130  interrupted
  143  terminated";
