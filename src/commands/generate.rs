//! `engagements completions` and `engagements man`, generated from the command line, and the
//! candidates that the completion scripts ask this program for.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command as Program;

use anyhow::Context;
use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use crate::cli::{Cli, help};
use crate::environment::Environment;
use crate::records::column::Schema;
use crate::settings::profile_names;
use crate::sink;
use crate::values::zone::zone_names;

use super::session::Session;

/// The variable with which a completion script names its shell.
pub(crate) const SHELL_VARIABLE: &str = "ENGAGEMENTS_COMPLETE";

/// `#compdef` makes the script of zsh a function. Its first call completes too.
const ZSH_FIRST_CALL: &str = "\
if [ \"$funcstack[1]\" = _engagements ]; then _clap_dynamic_completer_engagements \"$@\"; fi
";

/// Prints the completion script of a shell.
pub(super) fn completions(shell: Shell) -> anyhow::Result<()> {
    let program = "engagements";
    let mut script = Vec::new();
    if let Some(completer) = Shells::builtins().completer(&shell.to_string()) {
        completer.write_registration(SHELL_VARIABLE, program, program, program, &mut script)?;
    }
    let mut script = String::from_utf8(script)?;
    match shell {
        Shell::Zsh => script.push_str(ZSH_FIRST_CALL),
        // Windows PowerShell leaves out empty arguments; a blank stands for an empty word.
        Shell::PowerShell => script = script.replace("\" ''\"", "\" ' '\""),
        _ => {}
    }
    sink::print(script.as_bytes())
}

/// Prints the candidates for the word at the cursor, as the script of the shell expects them. Other
/// arguments than those of a script have none.
///
/// # Errors
/// Local: stdout cannot be written to.
pub(crate) fn print_candidates(shell: &OsStr, arguments: &[OsString]) -> anyhow::Result<()> {
    let words = arguments.iter().skip_while(|word| *word != "--").skip(1);
    let words = words.map(|word| if word == " " { "".into() } else { word.clone() });
    let words = without_signs(words.collect());
    let mut candidates = Vec::new();
    let shells = Shells::builtins();
    let completer = shells.completer(&shell.to_string_lossy());
    if let Some(completer) = completer.filter(|_| !words.is_empty()) {
        let mut command = with_completers(Cli::command());
        let dir = std::env::current_dir().ok();
        // An error means that there is no word at the cursor.
        let _ = completer.write_complete(&mut command, words, dir.as_deref(), &mut candidates);
    }
    sink::print(&candidates)
}

/// Replaces `--option`, `=` and `value`, which are three words to bash, by `--quiet`, `--option` and
/// `value`: the position of the word at the cursor stays the same.
fn without_signs(mut words: Vec<OsString>) -> Vec<OsString> {
    for index in 1..words.len() {
        if words[index] == "=" {
            words[index] = "--quiet".into();
            words.swap(index - 1, index);
        }
    }
    words
}

/// Adds the candidates of fields, profiles and zones, and completes `DIR` by directories.
fn with_completers(command: Command) -> Command {
    let schema = help::schema(&command);
    let with_completer = |arg: Arg| match arg.get_id().as_str() {
        "fields" => {
            let fields = |current: &OsStr| complete_field(current, schema);
            arg.value_delimiter(',').add(ArgValueCompleter::new(fields))
        }
        "profile" => arg.add(ArgValueCandidates::new(|| {
            let names = profile_names(&Environment::read()).into_iter();
            names.map(CompletionCandidate::new).collect()
        })),
        "tz" => arg.add(ArgValueCandidates::new(|| {
            zone_names().map(CompletionCandidate::new).collect()
        })),
        _ if arg.get_value_names().is_some_and(|names| names == ["DIR"]) => {
            arg.value_hint(ValueHint::DirPath)
        }
        _ => arg,
    };
    command
        // Hidden options are candidates only if there are no others, such as commands.
        .mut_args(|arg| with_completer(arg).hide(true))
        .mut_subcommands(with_completers)
}

/// Completes a field, also behind the `+` that adds it.
fn complete_field(current: &OsStr, schema: &Schema) -> Vec<CompletionCandidate> {
    let current = current.to_string_lossy();
    let sign = if current.starts_with('+') { "+" } else { "" };
    let columns = schema.columns.iter();
    let fields = columns.map(|column| format!("{sign}{}", column.name));
    let fields = fields.filter(|field| field.starts_with(&*current));
    fields.map(CompletionCandidate::new).collect()
}

/// Shows the manual page on a terminal and prints its source elsewhere, or writes the page of each
/// command into a directory.
pub(super) fn man(dir: Option<&Path>, session: &Session) -> anyhow::Result<()> {
    if let Some(dir) = dir {
        let cannot = || format!("cannot write manual pages to `{}`", dir.display());
        fs::create_dir_all(dir).with_context(cannot)?;
        return clap_mangen::generate_to(command(), dir).with_context(cannot);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command()).render(&mut page)?;
    let is_terminal = session.settings.environment.stdout_width.is_some();
    if !is_terminal {
        return sink::print(&page);
    }
    if !show_page(&page).unwrap_or(false) {
        // There is no `man`.
        let help = Cli::command().render_long_help();
        return sink::print(help.to_string().as_bytes());
    }
    Ok(())
}

/// Shows a page by `man`, and returns whether that works.
fn show_page(page: &[u8]) -> io::Result<bool> {
    let mut file = tempfile::Builder::new().suffix(".1").tempfile()?;
    file.write_all(page)?;
    // A name with a slash is a file.
    Ok(Program::new("man").arg(file.path()).status()?.success())
}

/// Returns the command line with its examples at the end, where a manual has them, and with all
/// options that `--help` documents.
fn command() -> Command {
    fn with_examples(command: Command) -> Command {
        let parts = [command.get_before_help(), command.get_after_long_help()];
        let texts: Vec<String> = parts
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        command
            .after_long_help(texts.join("\n\n"))
            .mut_args(|arg| {
                let is_hidden = arg.is_hide_long_help_set();
                arg.hide_short_help(false).hide(is_hidden)
            })
            .mut_subcommands(with_examples)
    }
    with_examples(Cli::command())
}
