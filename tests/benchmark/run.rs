//! A whole run: the scenarios asked for, and what is told of them.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::clients::{Client, Installed};
use crate::options::{Options, ScenarioGroup};
use crate::scenario::{self, Scenario};
use crate::server::ENGAGEMENTS;
use crate::thresholds::{self, Extras};
use crate::{machine, readme, report, setup, trial, without_ids};

/// Measures what is asked for, and prints the tables.
pub(crate) fn measure(options: &Options) -> anyhow::Result<()> {
    report::note("the release build")?;
    let target = Path::new(ENGAGEMENTS).ancestors().nth(2);
    build(target.context("the binary is in no target folder")?)?;
    let scenarios = scenario::chosen(options);
    let (installed, missing) = look(&scenarios, options.baseline.as_deref());
    let interrupted = interruptible()?;
    let machine = machine::described(&installed);
    let trials = scenarios
        .into_iter()
        .map(|scenario| trial::run(scenario, &installed, options.runs.into(), &interrupted))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let extras = extras(options, &installed, &interrupted)?;
    let table = report::table(&trials)?;
    let block = format!("{machine}\n\n{table}\n{}", remarks(&missing, &extras));
    report::print(&block)?;
    if !options.quick {
        report::print(&format!("\n{}", thresholds::table(&trials, &extras)))?;
    }
    if options.readme {
        readme::replace("tests/benchmark/README.md", &block)?;
        readme::replace("README.md", &report::summary(&trials)?)?;
    }
    Ok(())
}

/// Shows that all clients installed give the same rows, and measures nothing.
pub(crate) fn smoke() -> anyhow::Result<()> {
    let scenarios = scenario::SMALL;
    let (installed, _) = look(&scenarios, None);
    let interrupted = interruptible()?;
    for scenario in scenarios {
        let trial = trial::run(scenario, &installed, 1, &interrupted)?;
        let names: Vec<_> = trial
            .entries
            .iter()
            .map(|entry| entry.client.name())
            .collect();
        report::print(&format!(
            "{}, the same rows: {}",
            scenario.title(),
            names.join("; ")
        ))?;
    }
    Ok(())
}

/// The clients that take part and are installed, and those that are not.
fn look(scenarios: &[Scenario], baseline: Option<&Path>) -> (Vec<Installed>, Vec<Client>) {
    let mut installed: Vec<Installed> = Vec::new();
    let mut missing = Vec::new();
    for client in scenarios
        .iter()
        .flat_map(|scenario| scenario.clients)
        .copied()
    {
        if missing.contains(&client) || installed.iter().any(|one| one.client == client) {
            continue;
        }
        match client.find(baseline) {
            Some(found) => installed.push(found),
            None if client == Client::Baseline => {}
            None => missing.push(client),
        }
    }
    (installed, missing)
}

/// A flag that Ctrl-C and SIGTERM set instead of ending us, so that servers and folders go too.
fn interruptible() -> anyhow::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&flag))?;
    }
    Ok(flag)
}

fn extras(
    options: &Options,
    installed: &[Installed],
    interrupted: &AtomicBool,
) -> anyhow::Result<Extras> {
    let mut extras = Extras::default();
    let floor = installed.iter().find(|one| one.client == Client::Floor);
    if let Some(floor) = floor.filter(|_| options.wants(ScenarioGroup::B)) {
        report::note("the practice server")?;
        let page = setup::time_of_a_page(floor)?;
        extras.pages_per_second = Some(1.0 / page.as_secs_f64());
    }
    if options.wants(ScenarioGroup::D) && !options.quick {
        report::note("lists without ids")?;
        let [small, large] = scenario::GROWTH;
        let peak = |engagements| without_ids::peak(engagements, options.runs.into(), interrupted);
        extras.without_ids = Some([peak(small)?, peak(large)?]);
    }
    if options.wants(ScenarioGroup::F) {
        let size = std::fs::metadata(ENGAGEMENTS)?.len();
        extras.size = Some(f64::from(u32::try_from(size)?));
    }
    if options.cold {
        report::note("a cold release build")?;
        extras.cold_build = Some(cold_build()?);
    }
    Ok(extras)
}

/// How long a release build takes in an empty folder, with all crates downloaded already.
fn cold_build() -> anyhow::Result<Duration> {
    let folder = tempfile::TempDir::new()?;
    let begin = Instant::now();
    build(folder.path())?;
    Ok(begin.elapsed())
}

/// Builds the binary that a user gets. The one that `cargo bench` has built is not it: the crates
/// in it have what the tests need of them too.
fn build(target: &Path) -> anyhow::Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(["build", "--release", "--locked", "--quiet", "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    ensure!(status.success(), "the release build failed: {status}");
    Ok(())
}

/// What there is to say below the table.
fn remarks(missing: &[Client], extras: &Extras) -> String {
    let mut remarks: Vec<String> = Vec::new();
    if let Some(peaks) = extras.without_ids {
        let [small, large] = scenario::GROWTH.map(scenario::grouped);
        let [few, many] = peaks.map(report::mebibytes);
        remarks.push(format!(
            "Without the ids of engagements the tool needs {few} for {small} of them, and {many} for {large}."
        ));
    }
    if let Some(size) = extras.size {
        remarks.push(format!("The release binary has {:.1} MB.", size / 1e6));
    }
    if let Some(time) = extras.cold_build {
        let time = report::seconds(time);
        remarks.push(format!("A release build from nothing takes {time}."));
    }
    if let Some(pages) = extras.pages_per_second {
        remarks.push(format!(
            "The practice server makes {pages:.0} pages a second on one core."
        ));
    }
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|client| client.name()).collect();
        remarks.push(format!("Not installed: {}.", names.join("; ")));
    }
    remarks.join("\n")
}
