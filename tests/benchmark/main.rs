//! The benchmark: compares the cost of `engagements` with that of other clients.
//!
//! All clients read the same pages of a sandbox in a separate process and must print the same rows.
//! The cost of a run is that of its whole process tree. `cargo bench -- --help` lists the options.

mod clients;
mod compare;
mod lower_bound;
mod options;
mod report;
mod resource_usage;
mod run;
mod scenario;
mod setup;
mod thresholds;

use std::io::Write;
use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let child_args = std::env::args_os().skip(2);
    let outcome = match std::env::args().nth(1).as_deref() {
        // The benchmark starts itself for work that needs a separate process.
        Some(resource_usage::SUBCOMMAND) => resource_usage::child(child_args),
        Some(lower_bound::SUBCOMMAND) => lower_bound::child(child_args),
        // `cargo bench` passes this option; `cargo test --all-targets` does not.
        _ if std::env::args().any(|arg| arg == "--bench") => run::measure(&Options::read()),
        _ => run::smoke_test(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
