//! The benchmark: what `engagements` costs beside the other clients that a user would write, on
//! the same pages of a practice server in a process of its own.
//!
//! `cargo bench` runs it, `cargo bench -- --help` says how; `clients/` has the other clients. All
//! must print the same rows, and the costs of a run are those of its whole tree of processes.
//! The floor is a client that fetches the same bytes as wide and throws them away.

mod clients;
mod command;
mod compare;
mod lower_bound;
mod machine;
mod options;
mod readme;
mod report;
mod resource_usage;
mod run;
mod scenario;
mod server;
mod setup;
mod thresholds;
mod trial;
mod without_ids;

use std::io::Write;
use std::process::ExitCode;

use options::Options;

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let outcome = match std::env::args().nth(1).as_deref() {
        // It runs itself again for what must have a process of its own.
        Some(resource_usage::WORD) => resource_usage::child(words.by_ref().skip(1)),
        Some(lower_bound::WORD) => lower_bound::child(words.by_ref().skip(1)),
        // `cargo bench` says so; `cargo test --all-targets` does not, and wants no measurements.
        _ if std::env::args().any(|word| word == "--bench") => run::measure(&Options::read()),
        _ => run::smoke(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
