//! The setup of a scenario: its sandbox, the input of the clients, and their output.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};
use tempfile::TempDir;

use crate::clients::{Client, Installed, set_environment};
use crate::compare::{self, Shape};
use crate::resource_usage::{self, ResourceUsage};
use crate::scenario::{Scenario, Work};

/// The tool that is measured; it also contains the sandbox.
pub(crate) const ENGAGEMENTS: &str = env!("CARGO_BIN_EXE_engagements");

/// The samples of the API documentation, which the sandbox has besides the generated engagements.
const SAMPLES: u32 = 4;

/// A running sandbox; it ends when the value is dropped.
pub(crate) struct Server {
    child: Child,
    /// The environment variables for its clients.
    pub(crate) variables: Vec<(String, String)>,
}

impl Server {
    /// Starts a sandbox with this many engagements and this delay in milliseconds.
    pub(crate) fn start(engagements: u32, latency: u64) -> anyhow::Result<Self> {
        let child = Command::new(ENGAGEMENTS)
            .args(["sandbox", "--engagements"])
            .arg(engagements.saturating_sub(SAMPLES).to_string())
            .args(["--latency", &format!("{latency}ms")])
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the sandbox")?;
        let mut server = Self {
            child,
            variables: Vec::new(),
        };
        let stdout = server.child.stdout.take().context("no stdout")?;
        for line in BufReader::new(stdout).lines().take(4) {
            let line = line?;
            let export = line.strip_prefix("export ");
            let variable = export.and_then(|export| export.split_once('='));
            let (name, value) = variable.context("the sandbox prints no variables")?;
            server.variables.push((name.to_owned(), value.to_owned()));
        }
        Ok(server)
    }

    /// Returns a variable by its name without `ENGAGEMENTS_`.
    pub(crate) fn variable(&self, name: &str) -> anyhow::Result<&str> {
        let name = format!("ENGAGEMENTS_{name}");
        let variable = self.variables.iter().find(|(other, _)| *other == name);
        Ok(&variable.context(name)?.1)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails if the process has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Engagements per page; the tool's default for `--all`.
const PER_PAGE: u32 = 100;

/// The sandbox of a scenario, and a temporary directory.
pub(crate) struct Setup {
    scenario: Scenario,
    server: Server,
    home: TempDir,
    /// The engagements whose transcripts are printed, or the one to show.
    ids: Vec<String>,
}

impl Setup {
    /// Starts the sandbox and writes the input of the clients.
    pub(crate) fn new(scenario: Scenario) -> anyhow::Result<Self> {
        let mut setup = Self {
            server: Server::start(scenario.engagements, scenario.latency)?,
            scenario,
            home: TempDir::new()?,
            ids: Vec::new(),
        };
        if scenario.ids() > 0 {
            setup.ids = setup.newest(scenario.ids())?;
        }
        std::fs::write(setup.path("ids"), setup.ids.join("\n") + "\n")?;
        std::fs::write(setup.path("paths"), setup.floor_paths()?.join("\n"))?;
        Ok(setup)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Returns the IDs of the newest engagements.
    fn newest(&self, count: u32) -> anyhow::Result<Vec<String>> {
        let mut list = Command::new(ENGAGEMENTS);
        list.args(["list", "--limit", &count.to_string(), "-o", "id"]);
        set_environment(&mut list, &self.server, self.home.path());
        let output = list.output()?;
        let stdout = String::from_utf8(output.stdout)?;
        let ids: Vec<String> = stdout.lines().map(str::to_owned).collect();
        let stderr = String::from_utf8_lossy(&output.stderr);
        ensure!(ids.len() == count as usize, "{} IDs: {stderr}", ids.len());
        Ok(ids)
    }

    /// Returns the paths that the floor requests: the same as those of the tool.
    fn floor_paths(&self) -> anyhow::Result<Vec<String>> {
        let filter = |name: &str, variable: &str| -> anyhow::Result<String> {
            let ids = self.server.variable(variable)?.split(',');
            let pairs: Vec<String> = ids.map(|id| format!("&{name}[]={id}")).collect();
            Ok(pairs.concat())
        };
        Ok(match self.scenario.work {
            Work::List(_) => {
                let sites = filter("site_ids", "SITE_IDS")?;
                let operators = filter("operator_ids", "OPERATOR_IDS")?;
                let page = |page| {
                    format!("/engagements?page={page}&per_page={PER_PAGE}{sites}{operators}")
                };
                let pages = self.scenario.engagements.div_ceil(PER_PAGE);
                (1..=pages).map(page).collect()
            }
            work => {
                let end = if work == Work::Show {
                    ""
                } else {
                    "/chat_transcript"
                };
                let path = |id: &String| format!("/engagements/{id}{end}");
                self.ids.iter().map(path).collect()
            }
        })
    }

    /// Runs a client in a directory of its own and checks its rows. The tool must run first.
    ///
    /// # Errors
    /// If the client fails, or prints other rows than the tool.
    pub(crate) fn run(&self, installed: &Installed) -> anyhow::Result<ResourceUsage> {
        let directory = TempDir::new_in(self.home.path())?;
        let (work, output) = (self.scenario.work, self.path("output"));
        let id = self.ids.first().map_or("", String::as_str);
        let mut command = resource_usage::command(&output)?;
        set_environment(&mut command, &self.server, directory.path());
        installed.append_to(&mut command, work, &self.server, &self.path("paths"), id)?;
        let usage = resource_usage::run(command, &self.path("ids"))?;
        let shape = match work {
            _ if installed.client.is_floor() => return Ok(usage),
            Work::Version => return Ok(usage),
            Work::List(shape) => shape,
            Work::Transcripts => Shape::Csv,
            Work::Show => Shape::Json,
        };
        let reference = self.path("reference");
        if !reference.exists() {
            std::fs::copy(&output, &reference)?;
        }
        // jq before 1.7 prints a NUL as `\0`.
        let uses_jq = matches!(installed.client, Client::CurlLoop | Client::CurlParallel);
        let rows = compare::count_equal_rows(&reference, &output, shape, uses_jq)?;
        let is_list = matches!(work, Work::List(_));
        let is_complete = !is_list || rows == u64::from(self.scenario.engagements);
        ensure!(rows > 0 && is_complete, "{rows} rows");
        Ok(usage)
    }
}
