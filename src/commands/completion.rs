//! Shell completion. The scripts of bash, zsh and fish run this program, which prints the candidates
//! for the word at the cursor; only so can it complete lists and the names of profiles.

use std::ffi::{OsStr, OsString};
use std::io;

use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::Shell;
use clap_complete::engine::{self, ArgValueCompleter, CompletionCandidate};

use crate::cli::{Cli, help};
use crate::environment::Environment;
use crate::records::column::Schema;
use crate::settings::profile_names;
use crate::values::zone::zone_names;

/// The variable with the name of the shell that asks for candidates.
pub(crate) const SHELL_VARIABLE: &str = "ENGAGEMENTS_COMPLETE";

const BASH: &str = include_str!("../../completions/engagements.bash");
const ZSH: &str = include_str!("../../completions/_engagements");
const FISH: &str = include_str!("../../completions/engagements.fish");

/// Returns the script for a shell. Those of elvish and PowerShell complete commands and options only.
pub(super) fn script(shell: Shell) -> Vec<u8> {
    let script = match shell {
        Shell::Bash => BASH,
        Shell::Zsh => ZSH,
        Shell::Fish => FISH,
        _ => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "engagements", &mut script);
            return script;
        }
    };
    script.into()
}

/// Returns the candidates for the last argument behind `--`, one a line as the shell expects them.
///
/// # Errors
/// The arguments are not those of a script.
pub(crate) fn candidates(shell: &OsStr, arguments: &[OsString]) -> io::Result<String> {
    let words = arguments.iter().skip_while(|word| *word != "--").skip(1);
    let words = joined(words.cloned());
    let current = words.last().cloned().unwrap_or_default();
    let index = words.len().saturating_sub(1);
    let mut command = with_completers(Cli::command());
    let directory = std::env::current_dir().ok();
    let candidates = engine::complete(&mut command, words, index, directory.as_deref())?;
    let is_option = |text: &OsStr| text.to_string_lossy().starts_with('-');
    let is_wanted = |value: &OsStr| is_option(&current) || !is_option(value);
    let candidates = candidates
        .iter()
        .filter(|candidate| is_wanted(candidate.get_value()));
    let lines = candidates.map(|candidate| {
        let value = candidate.get_value().to_string_lossy();
        let help = candidate.get_help().map(ToString::to_string);
        let help = help.as_deref().and_then(|help| help.lines().next());
        match (shell.to_str(), help) {
            (Some("zsh"), Some(help)) => format!("{}:{help}\n", value.replace(':', "\\:")),
            (Some("zsh"), None) => format!("{}\n", value.replace(':', "\\:")),
            (Some("fish"), Some(help)) => format!("{value}\t{help}\n"),
            // bash replaces only what stands behind the `=`.
            (Some("bash"), _) if current.to_string_lossy().contains('=') => {
                let (_, value) = value.split_once('=').unwrap_or(("", &value));
                format!("{value}\n")
            }
            _ => format!("{value}\n"),
        }
    });
    Ok(lines.collect())
}

/// Joins `--option`, `=` and `value`, which are three words to bash.
fn joined(words: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::new();
    let mut is_behind_sign = false;
    for word in words {
        let is_sign = word == "=";
        match joined.last_mut() {
            Some(option) if is_sign || is_behind_sign => option.push(word),
            _ => joined.push(word),
        }
        is_behind_sign = is_sign;
    }
    joined
}

fn with_completers(command: Command) -> Command {
    let schema = help::schema(&command);
    let with_completer = |arg: Arg| match arg.get_id().as_str() {
        "fields" => arg.add(ArgValueCompleter::new(|current: &OsStr| {
            complete_fields(current, schema)
        })),
        "profile" => arg.add(ArgValueCompleter::new(|current: &OsStr| {
            starting_with(current, profile_names(&Environment::read()))
        })),
        "tz" => arg.add(ArgValueCompleter::new(|current: &OsStr| {
            starting_with(current, zone_names().map(str::to_owned))
        })),
        _ if arg.get_value_names().is_some_and(|names| names == ["DIR"]) => {
            arg.value_hint(ValueHint::DirPath)
        }
        _ => arg,
    };
    command
        .mut_args(with_completer)
        .mut_subcommands(with_completers)
}

/// Completes the last field of a list.
fn complete_fields(current: &OsStr, schema: &Schema) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let last = current.rfind(',').map_or(0, |comma| comma + 1);
    let sign = if current[last..].starts_with('+') {
        "+"
    } else {
        ""
    };
    let columns = schema.columns.iter();
    let lists = columns.map(|column| format!("{}{sign}{}", &current[..last], column.name));
    starting_with(OsStr::new(&*current), lists)
}

fn starting_with(
    current: &OsStr,
    names: impl IntoIterator<Item = String>,
) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let names = names.into_iter().filter(|name| name.starts_with(&*current));
    names.map(CompletionCandidate::new).collect()
}
