//! `engagements completions` and `engagements man`: generated from the command line.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command as Program;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;
use crate::sink;

use super::completion;
use super::session::Session;

/// Prints the completion script of a shell.
pub(super) fn completions(shell: Shell) -> anyhow::Result<()> {
    sink::print(&completion::script(shell))
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
    let is_terminal = session.settings.environment().stdout_width.is_some();
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
fn show_page(page: &[u8]) -> std::io::Result<bool> {
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
