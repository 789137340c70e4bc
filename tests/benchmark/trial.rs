//! Runs a scenario: its server, its clients in turn, and the comparison of what they print.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context, ensure};
use tempfile::TempDir;

use crate::clients::{Client, Installed};
use crate::compare::{self, Shape};
use crate::cost::{self, Cost};
use crate::scenario::{Scenario, Work};
use crate::server::{ENGAGEMENTS, Server};
use crate::{command, report, scenario};

/// A run that takes longer is not repeated.
const LONG: Duration = Duration::from_secs(30);

/// What a client's runs took.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Who.
    pub(crate) client: Client,
    /// The median.
    pub(crate) cost: Cost,
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
    pub(crate) fn cost(&self, client: Client) -> Option<Cost> {
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
    interrupted: &Arc<AtomicBool>,
) -> anyhow::Result<Trial> {
    let runs = runs * scenario.times;
    let arena = Arena::new(scenario)?;
    let takes_part = |client: &Client| installed.iter().find(|one| one.client == *client);
    let clients: Vec<&Installed> = scenario.clients.iter().filter_map(takes_part).collect();
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); clients.len()];
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
            let cost = arena
                .run(client)
                .with_context(|| format!("{}: {name}", scenario.title()))?;
            costs.push(cost);
            ensure!(!interrupted.load(Ordering::Relaxed), "interrupted");
        }
    }
    let entry = |(one, costs): (&&Installed, &Vec<Cost>)| Entry {
        client: one.client,
        cost: Cost::median(costs),
        runs: costs.len(),
    };
    let entries = clients.iter().zip(&costs).map(entry).collect();
    Ok(Trial { scenario, entries })
}

/// The time on one core that the practice server takes for a page of 100 engagements.
pub(crate) fn time_of_a_page(floor: &Installed) -> anyhow::Result<Duration> {
    let arena = Arena::new(scenario::SERVER)?;
    arena.run(floor)?;
    Ok(arena.server.end()? / scenario::SERVER.engagements.div_ceil(PER_PAGE))
}

/// The most that a page of the list has, and what everybody asks for.
const PER_PAGE: u32 = 100;

/// The server of a scenario, and a folder that is gone with it.
struct Arena {
    scenario: Scenario,
    server: Server,
    home: TempDir,
    /// The engagements whose transcripts are asked for, or the one to show.
    ids: Vec<String>,
}

impl Arena {
    fn new(scenario: Scenario) -> anyhow::Result<Self> {
        let mut arena = Self {
            server: Server::start(scenario.engagements, scenario.latency)?,
            scenario,
            home: TempDir::new()?,
            ids: Vec::new(),
        };
        let count = match scenario.work {
            Work::Transcripts(count) => count,
            Work::Show => 1,
            Work::List(_) | Work::Version => 0,
        };
        if count > 0 {
            arena.ids = arena.newest(count)?;
        }
        std::fs::write(arena.ids_file(), arena.ids.join("\n") + "\n")?;
        std::fs::write(arena.paths_file(), arena.paths()?)?;
        Ok(arena)
    }

    fn ids_file(&self) -> PathBuf {
        self.home.path().join("ids")
    }

    fn paths_file(&self) -> PathBuf {
        self.home.path().join("paths")
    }

    /// The ids of the newest engagements.
    fn newest(&self, count: u32) -> anyhow::Result<Vec<String>> {
        let list = Command::new(ENGAGEMENTS)
            .args(["list", "--limit", &count.to_string(), "-o", "id"])
            .envs(
                self.server
                    .variables()
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .env("XDG_CONFIG_HOME", self.home.path())
            .output()?;
        let ids: Vec<String> = String::from_utf8(list.stdout)?
            .lines()
            .map(str::to_owned)
            .collect();
        let said = String::from_utf8_lossy(&list.stderr);
        ensure!(
            ids.len() == count as usize,
            "there are {} ids: {said}",
            ids.len()
        );
        Ok(ids)
    }

    /// What the floor asks for: the same as the tool, one path a line.
    fn paths(&self) -> anyhow::Result<String> {
        let mut paths = String::new();
        match self.scenario.work {
            Work::List(_) => {
                let mut filters = String::new();
                for (name, ids) in [
                    ("site_ids[]", "SITE_IDS"),
                    ("operator_ids[]", "OPERATOR_IDS"),
                ] {
                    for id in self.server.variable(ids)?.split(',') {
                        write!(filters, "&{name}={id}")?;
                    }
                }
                for page in 1..=self.scenario.engagements.div_ceil(PER_PAGE) {
                    writeln!(
                        paths,
                        "/engagements?page={page}&per_page={PER_PAGE}{filters}"
                    )?;
                }
            }
            Work::Transcripts(_) => {
                for id in &self.ids {
                    writeln!(paths, "/engagements/{id}/chat_transcript")?;
                }
            }
            Work::Show => writeln!(paths, "/engagements/{}", self.ids[0])?,
            Work::Version => {}
        }
        Ok(paths)
    }

    /// Runs one client in a folder of its own, and looks at its rows.
    fn run(&self, installed: &Installed) -> anyhow::Result<Cost> {
        let folder = TempDir::new_in(self.home.path())?;
        let id = self.ids.first().map_or("", String::as_str);
        let command = command::of(
            installed,
            self.scenario.work,
            &self.server,
            folder.path(),
            &self.paths_file(),
            id,
        )?;
        let output = self.home.path().join("output");
        let cost = cost::of(&command, &output, Some(&self.ids_file()))?;
        let shape = match self.scenario.work {
            _ if installed.client.is_floor() => return Ok(cost),
            Work::Version => return Ok(cost),
            Work::List(shape) => shape,
            Work::Transcripts(_) => Shape::Csv,
            Work::Show => Shape::Json,
        };
        // The tool runs first.
        let reference = self.home.path().join("reference");
        if !reference.exists() {
            std::fs::copy(&output, &reference)?;
        }
        let rows = compare::same(&reference, &output, shape, installed.client.is_jq())?;
        let fewest = match self.scenario.work {
            Work::List(_) => self.scenario.engagements,
            _ => 1,
        };
        ensure!(
            rows >= u64::from(fewest),
            "there are {rows} rows of {fewest}"
        );
        Ok(cost)
    }
}
