//! A sandbox for several runs with the same data.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{ChildStdout, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

use super::{Args, Run, command_with};
use crate::running::Running;
use crate::running::spawn;

/// A sandbox in a separate process, for several runs with the same data.
pub(crate) struct SandboxServer {
    _child: Running,
    _stdout: BufReader<ChildStdout>,
    home: TempDir,
    variables: Vec<(String, String)>,
}

impl SandboxServer {
    /// Starts `engagements sandbox` with these options and reads the environment variables that it
    /// prints.
    pub(crate) fn start(options: &(impl Args + ?Sized)) -> Self {
        let binary = assert_cmd::cargo::cargo_bin!("engagements");
        let mut command = std::process::Command::new(binary);
        command
            .arg("sandbox")
            .args(options.list())
            .stdout(Stdio::piped());
        let mut child = Running::start(&mut command);
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
        let mut variables = Vec::new();
        while variables.len() < 4 {
            let mut line = String::new();
            assert!(
                stdout.read_line(&mut line).expect("stdout is readable") > 0,
                "the sandbox ended"
            );
            let line = line.trim_end().strip_prefix("export ").map(str::to_owned);
            if let Some((name, value)) = line.as_deref().and_then(|line| line.split_once('=')) {
                variables.push((name.to_owned(), value.to_owned()));
            }
        }
        Self {
            _child: child,
            _stdout: stdout,
            home: TempDir::new().expect("a home"),
            variables,
        }
    }

    /// Returns the base URL.
    pub(crate) fn url(&self) -> &str {
        let url = self
            .variables
            .iter()
            .find(|(name, _)| name == "ENGAGEMENTS_BASE_URL");
        &url.expect("the sandbox prints its base URL").1
    }

    /// Returns the home and working directory of the commands.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Builds a command with this sandbox's environment.
    pub(crate) fn command(&self, args: &(impl Args + ?Sized)) -> Command {
        command_with(self.home.path(), &self.variables, args)
    }

    /// Starts the tool with pipes for stdout and stderr.
    pub(crate) fn spawn(&self, args: &(impl Args + ?Sized)) -> Running {
        spawn(&self.command(args), Stdio::piped(), Stdio::piped())
    }

    /// Runs the tool with this standard input.
    #[track_caller]
    pub(crate) fn run_on(&self, stdin: &str, args: &(impl Args + ?Sized)) -> Run {
        Run::of(self.command(args).write_stdin(stdin))
    }

    /// Runs the tool.
    #[track_caller]
    pub(crate) fn run(&self, args: &(impl Args + ?Sized)) -> Run {
        Run::of(&mut self.command(args))
    }
}
