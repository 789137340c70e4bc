//! Runs the requested scenarios and prints the tables.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::ValueEnum;

use crate::clients::{Client, Installed};
use crate::options::Options;
use crate::resource_usage::ResourceUsage;
use crate::scenario::{self, Scenario};
use crate::setup::{ENGAGEMENTS, Setup};
use crate::{report, thresholds};

/// Runs that take longer are not repeated.
const LONG: Duration = Duration::from_secs(30);

/// The runs of a client.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) client: Client,
    /// The median.
    pub(crate) usage: ResourceUsage,
    pub(crate) runs: usize,
}

/// A finished scenario.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) scenario: Scenario,
    pub(crate) entries: Vec<Entry>,
}

impl Trial {
    /// Returns the usage of a client that took part.
    pub(crate) fn usage(&self, client: Client) -> Option<ResourceUsage> {
        let entry = self.entries.iter().find(|entry| entry.client == client);
        entry.map(|entry| entry.usage)
    }
}

/// Measures the requested scenarios and prints the tables.
pub(crate) fn measure(options: &Options) -> anyhow::Result<()> {
    build_release()?;
    let scenarios = scenario::requested(options);
    let clients = installed_clients(&scenarios, options.baseline.as_deref())?;
    let run = |scenario| run_scenario(scenario, &clients, options.runs.into());
    let trials = scenarios.into_iter().map(run);
    let trials: Vec<Trial> = trials.collect::<anyhow::Result<_>>()?;
    let size = std::fs::metadata(ENGAGEMENTS)?.len();
    let block = report::block(&trials, &clients, size)?;
    print(&block)?;
    if !options.quick {
        print(&thresholds::table(&trials, size)?)?;
    }
    if options.readme {
        report::replace("tests/benchmark/README.md", &block)?;
        report::replace("README.md", &report::summary(&trials)?)?;
    }
    Ok(())
}

/// Shows that all installed clients print the same rows, without measuring them.
pub(crate) fn smoke_test() -> anyhow::Result<()> {
    let clients = installed_clients(&scenario::SMALL, None)?;
    for scenario in scenario::SMALL {
        let trial = run_scenario(scenario, &clients, 1)?;
        let count = trial.entries.len();
        print(&format!(
            "{}: {count} clients print the same rows",
            scenario.title()
        ))?;
    }
    Ok(())
}

/// Runs every client once, then every client again, so that a slower machine affects all of them.
///
/// # Errors
/// If a client fails, or prints other rows than the tool.
fn run_scenario(scenario: Scenario, installed: &[Installed], runs: usize) -> anyhow::Result<Trial> {
    let runs = runs * scenario.repetitions();
    let setup = Setup::new(scenario)?;
    let clients = installed.iter().filter(|one| scenario.includes(one.client));
    let clients: Vec<&Installed> = clients.collect();
    let mut runs_of: Vec<Vec<ResourceUsage>> = vec![Vec::new(); clients.len()];
    for round in 1..=runs {
        for (client, runs_of) in clients.iter().zip(&mut runs_of) {
            if runs_of.first().is_some_and(|first| first.wall > LONG) {
                continue;
            }
            let run = format!("{}: {}", scenario.title(), client.client.name());
            note(&format!("{run}, run {round} of {runs}"))?;
            runs_of.push(setup.run(client).context(run)?);
        }
    }
    let entries = clients.iter().zip(&runs_of).map(|(one, runs)| Entry {
        client: one.client,
        usage: ResourceUsage::median(runs),
        runs: runs.len(),
    });
    Ok(Trial {
        scenario,
        entries: entries.collect(),
    })
}

/// Returns the clients that take part in a scenario and are installed; names the others on stderr.
fn installed_clients(
    scenarios: &[Scenario],
    baseline: Option<&Path>,
) -> anyhow::Result<Vec<Installed>> {
    let mut installed = Vec::new();
    let takes_part = |client: &&Client| scenarios.iter().any(|one| one.includes(**client));
    for client in Client::value_variants().iter().filter(takes_part) {
        match client.find(baseline) {
            Some(found) => installed.push(found),
            None if *client == Client::Baseline => {}
            None => note(&format!("not installed: {}", client.name()))?,
        }
    }
    Ok(installed)
}

/// Builds the release binary. The one that `cargo bench` has built uses the features of crates that
/// only the tests need.
fn build_release() -> anyhow::Result<()> {
    note("release build")?;
    let target = Path::new(ENGAGEMENTS).ancestors().nth(2);
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--quiet", "--target-dir"])
        .arg(target.context("no target directory")?)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    ensure!(status.success(), "the release build failed: {status}");
    Ok(())
}

fn note(line: &str) -> std::io::Result<()> {
    writeln!(std::io::stderr(), "{line}")
}

fn print(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{text}")
}
