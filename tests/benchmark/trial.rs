//! Runs a scenario: its clients in turn, again and again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};

use crate::clients::{Client, Installed};
use crate::report;
use crate::resource_usage::ResourceUsage;
use crate::scenario::Scenario;
use crate::setup::Setup;

/// A run that takes longer is not repeated.
const LONG: Duration = Duration::from_secs(30);

/// What a client's runs took.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Who.
    pub(crate) client: Client,
    /// The median.
    pub(crate) cost: ResourceUsage,
    /// Of how many runs.
    pub(crate) runs: usize,
}

/// A scenario that was run.
#[derive(Debug)]
pub(crate) struct Trial {
    /// Which.
    pub(crate) scenario: Scenario,
    /// Who took part.
    pub(crate) entries: Vec<Entry>,
}

impl Trial {
    /// What this client's runs took, if it took part.
    pub(crate) fn cost(&self, client: Client) -> Option<ResourceUsage> {
        let entry = self.entries.iter().find(|entry| entry.client == client);
        entry.map(|entry| entry.cost)
    }
}

/// Runs every client in turn, then every client again, so that a machine that becomes slower
/// does so for all of them. `interrupted` ends it before the next run.
///
/// # Errors
/// When a client fails, or prints other rows than the tool.
pub(crate) fn run(
    scenario: Scenario,
    installed: &[Installed],
    runs: usize,
    interrupted: &AtomicBool,
) -> anyhow::Result<Trial> {
    let runs = runs * scenario.times;
    let setup = Setup::new(scenario)?;
    let takes_part = |client: &Client| installed.iter().find(|one| one.client == *client);
    let clients: Vec<&Installed> = scenario.clients.iter().filter_map(takes_part).collect();
    let mut costs: Vec<Vec<ResourceUsage>> = vec![Vec::new(); clients.len()];
    for round in 1..=runs {
        for (client, costs) in clients.iter().zip(&mut costs) {
            if costs.first().is_some_and(|first| first.wall > LONG) {
                continue;
            }
            let name = client.client.name();
            report::note(&format!(
                "{}, run {round} of {runs}: {name}",
                scenario.title()
            ))?;
            let cost = setup
                .run(client)
                .with_context(|| format!("{}: {name}", scenario.title()))?;
            costs.push(cost);
            ensure!(!interrupted.load(Ordering::Relaxed), "interrupted");
        }
    }
    let entry = |(one, costs): (&&Installed, &Vec<ResourceUsage>)| Entry {
        client: one.client,
        cost: ResourceUsage::median(costs),
        runs: costs.len(),
    };
    let entries = clients.iter().zip(&costs).map(entry).collect();
    Ok(Trial { scenario, entries })
}
