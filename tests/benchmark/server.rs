//! The practice server, in a process of its own, and what the clients are told of it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context;

use crate::resource_usage;

/// The tool that is measured, and the practice server.
pub(crate) const ENGAGEMENTS: &str = env!("CARGO_BIN_EXE_engagements");

/// The samples of the API's document, which a practice server always has.
const SAMPLES: u32 = 4;

/// A running practice server; it ends when this is dropped.
pub(crate) struct Server {
    child: Child,
    variables: Vec<(String, String)>,
}

impl Server {
    /// Starts a server with this many engagements, each answer of which takes `latency`.
    pub(crate) fn start(engagements: u32, latency: Duration) -> anyhow::Result<Self> {
        let child = Command::new(ENGAGEMENTS)
            .args(["sandbox", "--engagements"])
            .arg(engagements.saturating_sub(SAMPLES).to_string())
            .args(["--latency", &format!("{}ms", latency.as_millis())])
            .stdout(Stdio::piped())
            .spawn()
            .context("the practice server does not start")?;
        // From here on it is ended, whatever happens.
        let mut server = Self {
            child,
            variables: Vec::new(),
        };
        let stdout = server.child.stdout.take().context("no stdout")?;
        for line in BufReader::new(stdout).lines().take(4) {
            let line = line?;
            let variable = line
                .strip_prefix("export ")
                .and_then(|line| line.split_once('='));
            let (name, value) = variable.context("the practice server does not say where it is")?;
            server.variables.push((name.to_owned(), value.to_owned()));
        }
        Ok(server)
    }

    /// The environment that leads to it.
    pub(crate) fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// One of its variables, without the `ENGAGEMENTS_` of its name.
    pub(crate) fn variable(&self, name: &str) -> anyhow::Result<&str> {
        let is_it = |(full, _): &&(String, String)| full.strip_prefix("ENGAGEMENTS_") == Some(name);
        let variable = self.variables.iter().find(is_it);
        Ok(&variable.context("the practice server has changed")?.1)
    }

    /// Host and port.
    pub(crate) fn address(&self) -> anyhow::Result<&str> {
        let url = self.variable("BASE_URL")?;
        url.strip_prefix("http://").context("not http")
    }

    /// Ends it; the CPU time that it took.
    pub(crate) fn end(mut self) -> anyhow::Result<Duration> {
        let before = resource_usage::of_ended_children()?;
        self.child.kill()?;
        self.child.wait()?;
        Ok(resource_usage::of_ended_children()?.saturating_sub(before))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing left to do.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
