//! The subcommands, one per file.

mod bulk;
mod config;
mod export;
mod generate;
mod incremental;
mod input;
mod list;
mod outcome;
mod output;
mod output_dir;
mod query;
mod recordings;
mod resume;
mod sandbox;
mod session;
mod show;
mod transcript;

use std::sync::Arc;

use crate::cli::Command;
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::platform;
use crate::settings::Settings;
use crate::signals::SignalHandler;
pub(crate) use generate::{SHELL_VARIABLE, print_candidates};
pub(crate) use sandbox::settings as sandbox_settings;
use session::Session;

/// Runs a command.
///
/// # Errors
/// The error that ended the run; its kind is the exit code.
pub(crate) fn run(
    command: Command,
    settings: Settings,
    console: Arc<Console>,
    signals: SignalHandler,
) -> anyhow::Result<()> {
    if command.sends_requests() {
        settings.check()?;
    } else if settings.dry_run() {
        let message = "`--dry-run` has no effect on a command that sends no requests";
        return Err(CliError::new(ErrorKind::Usage, message).into());
    }
    if let Some(note) = platform::CURL_NOTE.filter(|_| settings.dry_run()) {
        console.note(note);
    }
    let session = Session {
        settings,
        console,
        signals,
    };
    match command {
        Command::List(args) => list::run(&args, &session),
        Command::Show(args) => show::run(args, &session),
        Command::Transcript(args) => transcript::run(args, &session),
        Command::Export(args) => export::run(args, &session),
        Command::Recordings(args) => recordings::run(args, &session),
        Command::Sandbox(args) => sandbox::run(args, &session),
        Command::Config(args) => config::run(&args, &session),
        Command::Completions { shell } => generate::completions(shell),
        Command::Man { dir } => generate::man(dir.as_deref(), &session),
    }
}
