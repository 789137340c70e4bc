//! `engagements`: list, read and export SaleMove (Glia) engagements.

mod api;
mod atomic;
mod clean;
mod cli;
mod commands;
mod failure;
mod fanout;
mod id;
mod journal;
mod records;
mod render;
mod report;
mod resume;
mod sandbox;
mod settings;
mod sink;
mod talk;
mod usage;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use cli::Cli;
use settings::environment::Environment;
use talk::Talk;

fn main() -> ExitCode {
    let environment = Environment::read();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(words) => return usage::answer(&words, &environment),
    };
    let (talk, unreadable) = Talk::new(&cli.global, &environment);
    let talk = Arc::new(talk);
    let run = unreadable.map_or(Ok(()), Err).map_err(anyhow::Error::from);
    match run.and_then(|()| commands::run(cli, environment, &talk)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => talk.last_word(&error),
    }
}
