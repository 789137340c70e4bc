//! `engagements`: list, read and export SaleMove (Glia) engagements.

mod api;
mod atomic;
mod clean;
mod cli;
mod commands;
mod failure;
mod id;
mod identity;
mod interrupt;
mod journal;
mod parallel;
mod progress;
mod records;
mod render;
mod report;
mod sandbox;
mod settings;
mod shell;
mod sink;
mod stream;
mod summary;
mod talk;
mod usage;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use cli::{Cli, ErrorFormat};
use failure::Kind;
use interrupt::Interrupt;
use settings::environment::Environment;
use settings::layers::Layers;
use talk::Talk;

fn main() -> ExitCode {
    let environment = Environment::read();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(words) => return usage::answer(words, &environment),
    };
    let (layers, unreadable) = Layers::read(&cli.global, environment);
    let (command, settings) = match cli::parse_with(layers) {
        Ok(parsed) => parsed,
        Err(error) => return Talk::plain(ErrorFormat::Text).last_word(&error.into()),
    };
    let (talk, unusable) = Talk::new(&settings);
    let talk = Arc::new(talk);
    let unreadable = unreadable.filter(|_| command.reads_profile());
    if let Some(failure) = unreadable.or(unusable) {
        return talk.last_word(&failure.into());
    }
    let interrupt = match Interrupt::listen() {
        Ok(interrupt) => interrupt,
        Err(error) => return talk.last_word(&error.into()),
    };
    let run = || commands::run(command, settings, Arc::clone(&talk), interrupt.clone());
    let code = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => talk.last_word(&error),
        // A bug, which has told itself on its way here.
        Err(_) => ExitCode::from(Kind::Local.code()),
    };
    interrupt.end();
    code
}
