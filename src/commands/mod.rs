//! A verb a file; here only which verb it is.

mod delivery;
mod each;
mod export;
mod list;
mod sandbox;
mod show;
mod targets;
mod transcript;

use std::sync::Arc;

use crate::cli::{Cli, Command};
use crate::settings::Settings;
use crate::settings::environment::Environment;
use crate::talk::Talk;

/// Runs the command that was asked for.
///
/// # Errors
/// Whatever ended the run; its kind is the exit code.
pub(crate) fn run(cli: Cli, environment: Environment, talk: &Arc<Talk>) -> anyhow::Result<()> {
    let service = if cli.global.sandbox {
        Some(sandbox::service(environment.now)?)
    } else {
        None
    };
    let settings = Settings::new(cli.global, environment, service)?;
    match cli.command {
        Command::List(args) => list::run(&args, &settings, talk),
        Command::Show(args) => show::run(args, &settings, talk),
        Command::Transcript(args) => transcript::run(args, &settings, talk),
        Command::Export(args) => export::run(args, &settings, talk),
        Command::Sandbox(args) => sandbox::run(args, &settings),
    }
}
