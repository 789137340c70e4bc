//! `engagements completions` and `engagements man`: made from the command line's own description.

use std::fs;
use std::path::Path;

use anyhow::Context;
use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::{self, Cli};
use crate::sink;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell) -> anyhow::Result<()> {
    let mut script = Vec::new();
    let mut command = cli::with_completion_hints(Cli::command());
    clap_complete::generate(shell, &mut command, "engagements", &mut script);
    sink::print(&script)
}

/// Prints the manual page, or writes one for each command into a directory.
pub(super) fn man(dir: Option<&Path>) -> anyhow::Result<()> {
    let Some(dir) = dir else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command()).render(&mut page)?;
        return sink::print(&page);
    };
    let cannot = || format!("cannot write manual pages to `{}`", dir.display());
    fs::create_dir_all(dir).with_context(cannot)?;
    clap_mangen::generate_to(command(), dir).with_context(cannot)
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
