//! The layout of help, and its texts about more than one option: `-h` fits a small terminal,
//! `--help` shows all options of a command, and `engagements help` also those of every command.

use clap::{Arg, Args, Command};

use super::GlobalArgs;
use crate::records::column::Schema;
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

/// Lays out the help of a command and its subcommands.
pub(super) fn with_layout(command: Command) -> Command {
    let schema = schema(&command);
    // Copies of the global options that are not documented again.
    let global = GlobalArgs::augment_args(Command::default());
    let global = global.get_arguments().cloned();
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
fn fields_help(arg: Arg, schema: &Schema) -> Arg {
    let names = |is_default: bool| {
        let columns = schema.columns.iter();
        let columns = columns.filter(|column| column.is_default == is_default);
        columns
            .map(|column| column.name)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let help = arg.get_long_help().cloned().unwrap_or_default();
    let mut help = format!("{help}\n\nThe default of csv: {}", names(true));
    let others = names(false);
    if !others.is_empty() {
        help = format!("{help}\n\nOn request: {others}");
    }
    arg.long_help(help)
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

pub(super) const ROOT: &str = "\
Examples:
  engagements --sandbox list                 a first look, without a token
  engagements list --since 7d --all -o csv   every engagement of a week";

pub(super) const LIST: &str = "\
Examples:
  engagements list --since 7d --all -o csv -O week.csv
  engagements list --since 7d --all --summary day";

pub(super) const SHOW: &str = "\
Examples:
  engagements show 65f68744-40c5-4278-968a-6ee33df0722a
  engagements list --since today --all -o id | engagements show - -o ndjson";

pub(super) const TRANSCRIPT: &str = "\
Examples:
  engagements transcript 65f68744-40c5-4278-968a-6ee33df0722a
  engagements transcript --since yesterday --all -o csv -O transcripts.csv";

pub(super) const EXPORT: &str = "\
Examples:
  engagements export 65f68744-40c5-4278-968a-6ee33df0722a
  engagements export --since 24h --all --pending --ledger exports.ndjson --yes";

pub(super) const RECORDINGS: &str = "\
Examples:
  engagements recordings 65f68744-40c5-4278-968a-6ee33df0722a --dir audio
  engagements recordings --since 2016-07 --until 2016-07 --all --dir audio";

pub(super) const SANDBOX: &str = "\
Examples:
  engagements sandbox --latency 200ms --rate-limit 5
  engagements sandbox --links cursor --fail 503,every=3";

pub(super) const CONFIG: &str = "\
Examples:
  engagements config show
  engagements config check --profile night";

pub(super) const CONFIG_PATH: &str = "\
Examples:
  engagements config path
  chmod 600 \"$(engagements config path)\"";

pub(super) const CONFIG_SHOW: &str = "\
Examples:
  engagements config show
  engagements config show --profile night";

pub(super) const CONFIG_CHECK: &str = "\
Examples:
  engagements config check
  engagements config check --profile night --any-operator";

pub(super) const CONFIG_INIT: &str = "\
Examples:
  engagements config init --config new.toml
  engagements config show --config new.toml";

pub(super) const COMPLETIONS: &str = "\
Examples:
  engagements completions bash >> ~/.bash_completion
  engagements completions fish > ~/.config/fish/completions/engagements.fish";

pub(super) const MAN: &str = "\
Examples:
  engagements man > engagements.1
  engagements man --dir ~/.local/share/man/man1";

/// What `--fail` of the sandbox takes.
pub(super) const FAULTS: &str = "\
Injected faults: --fail WHAT[,KEY=VALUE]...[,after]
  WHAT         a status from 300 to 599, or reset, stall, cut (the
               response ends early), dribble (a few bytes at a time)
  path=TEXT    only requests with TEXT in their path or query
  every=N first=N at=N from=N
               which of those: each Nth, the first N, the Nth, all
               from the Nth on
  retry-after=SECONDS
               with a status: the header
  after        the request has its effect and then fails

The second export happens, but its response is lost:
  --fail reset,path=/export,at=2,after";
