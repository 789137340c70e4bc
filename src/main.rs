//! `engagements`: list, read and export SaleMove (Glia) engagements.

mod api;
mod atomic_file;
mod clap_error;
mod cli;
mod commands;
mod console;
mod encoding;
mod environment;
mod error;
mod file_name;
mod id;
mod identity;
mod parallel;
mod persistence;
mod platform;
mod progress;
mod records;
mod render;
mod sandbox;
mod sanitize;
mod settings;
mod signals;
mod sink;
mod stream;
mod summary;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use cli::Cli;
use console::Console;
use environment::Environment;
use error::{ErrorFormat, ErrorKind};
use settings::Settings;
use signals::SignalHandler;

fn main() -> ExitCode {
    platform::enable_colors();
    let environment = Environment::read();
    if let Some(shell) = environment.get(commands::SHELL_VARIABLE) {
        let run = commands::print_candidates(shell, &environment.arguments);
        return Console::plain(ErrorFormat::Text).report(run);
    }
    let cli = match Cli::try_parse_from(&environment.arguments) {
        Ok(cli) => cli,
        Err(error) => return clap_error::report(error, &environment),
    };
    let sandbox = match commands::sandbox_settings(&cli, environment.now) {
        Ok(sandbox) => sandbox,
        Err(error) => {
            let format = clap_error::error_format(&environment);
            return Console::plain(format).report(Err(error));
        }
    };
    let (command, settings) = Settings::read(cli, environment, sandbox.as_deref());
    let console = Arc::new(Console::new(settings.console_options()));
    let signals = match SignalHandler::listen() {
        Ok(signals) => signals,
        Err(error) => return console.report(Err(error.into())),
    };
    let run = || commands::run(command, settings, Arc::clone(&console), signals.clone());
    let code = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(run) => console.report(run),
        // A panic is a bug; the panic hook has already printed it.
        Err(_) => ExitCode::from(ErrorKind::Local.code()),
    };
    signals.end();
    code
}
