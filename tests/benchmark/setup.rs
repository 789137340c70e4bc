//! Where a scenario is run: its server, what is asked of it, and what the clients print.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::ensure;
use tempfile::TempDir;

use crate::clients::Installed;
use crate::command::{self, surround};
use crate::compare::{self, Shape};
use crate::resource_usage::{self, ResourceUsage};
use crate::scenario::{self, Scenario, Work};
use crate::server::{ENGAGEMENTS, Server};

/// The most that a page of the list has, and what everybody asks for.
const PER_PAGE: u32 = 100;

/// The server of a scenario, and a folder that is gone with it.
pub(crate) struct Setup {
    scenario: Scenario,
    server: Server,
    home: TempDir,
    /// The engagements whose transcripts are asked for, or the one to show.
    ids: Vec<String>,
}

impl Setup {
    /// Starts the server, and writes down what clients read.
    pub(crate) fn new(scenario: Scenario) -> anyhow::Result<Self> {
        let mut setup = Self {
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
            setup.ids = setup.newest(count)?;
        }
        std::fs::write(setup.ids_file(), setup.ids.join("\n") + "\n")?;
        std::fs::write(setup.paths_file(), setup.paths()?)?;
        Ok(setup)
    }

    fn ids_file(&self) -> PathBuf {
        self.home.path().join("ids")
    }

    fn paths_file(&self) -> PathBuf {
        self.home.path().join("paths")
    }

    /// The ids of the newest engagements.
    fn newest(&self, count: u32) -> anyhow::Result<Vec<String>> {
        let mut list = Command::new(ENGAGEMENTS);
        list.args(["list", "--limit", &count.to_string(), "-o", "id"]);
        surround(&mut list, &self.server, self.home.path());
        let list = list.output()?;
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
    ///
    /// # Errors
    /// When the client fails, or prints other rows than the tool did before.
    pub(crate) fn run(&self, installed: &Installed) -> anyhow::Result<ResourceUsage> {
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
        let cost = resource_usage::of(&command, &output, Some(&self.ids_file()))?;
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
        let all = u64::from(self.scenario.engagements);
        let is_list = matches!(self.scenario.work, Work::List(_));
        ensure!(
            rows > 0 && (rows == all || !is_list),
            "there are {rows} rows"
        );
        Ok(cost)
    }
}

/// The time on one core that the practice server takes for a page of 100 engagements.
pub(crate) fn time_of_a_page(floor: &Installed) -> anyhow::Result<Duration> {
    let setup = Setup::new(scenario::SERVER)?;
    setup.run(floor)?;
    Ok(setup.server.end()? / scenario::SERVER.engagements.div_ceil(PER_PAGE))
}
