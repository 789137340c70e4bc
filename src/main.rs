//! `engagements`: list, read and export SaleMove (Glia) engagements.

mod api;
mod atomic_file;
mod clap_error;
mod cli;
mod commands;
mod console;
mod encoding;
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
mod shell;
mod signals;
mod sink;
mod stream;
mod summary;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use cli::{Cli, ErrorFormat};
use console::Console;
use error::ErrorKind;
use settings::environment::Environment;
use settings::sources::SettingSources;
use signals::SignalHandler;

fn main() -> ExitCode {
    platform::enable_colors();
    let environment = Environment::read();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(words) => return clap_error::answer(words, &environment),
    };
    let (sources, unreadable) = SettingSources::read(&cli.global, environment);
    let (command, settings) = match cli::parse_with(sources) {
        Ok(parsed) => parsed,
        Err(error) => return Console::plain(ErrorFormat::Text).report_fatal(&error.into()),
    };
    let (console, unusable) = Console::new(&settings);
    let console = Arc::new(console);
    let unreadable = unreadable.filter(|_| command.reads_profile());
    let unusable = unusable.filter(|_| command.sends_requests());
    if let Some(failure) = unreadable.or(unusable) {
        return console.report_fatal(&failure.into());
    }
    let signals = match SignalHandler::listen() {
        Ok(signals) => signals,
        Err(error) => return console.report_fatal(&error.into()),
    };
    let run = || commands::run(command, settings, Arc::clone(&console), signals.clone());
    let code = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => console.report_fatal(&error),
        // A bug, which has told itself on its way here.
        Err(_) => ExitCode::from(ErrorKind::Local.code()),
    };
    signals.end();
    code
}
