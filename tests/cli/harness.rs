//! The test harness: a mock API, a clean environment and exact expectations.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Output, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use mockito::{Matcher, Mock, ServerGuard};
use tempfile::TempDir;

use crate::pty::spawn;
use crate::running::Running;

/// The token of every test; it must never be printed.
pub(crate) const TOKEN: &str = "canary-3f9c0d";

/// `Accept` of every request (facts, "Hosts").
pub(crate) const VERSION: &str = "application/vnd.salemove.v1+json";

/// The query parameters for the site and operator of [`MockApi`].
pub(crate) const SELECTED: &str = "site_ids%5B%5D=s1&operator_ids%5B%5D=o1";

/// A run that takes so long hangs, and is killed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// An answer or an expected text beside the tests, by its name below `tests/`.
pub(crate) fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// The binary in an environment with nothing in it but what is said here: an empty home that is
/// also the working directory, no variables, no terminal.
pub(crate) fn command(home: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
    command
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .timeout(PATIENCE);
    command
}

/// A mock of the service, to which every expected request must be made, and no other.
pub(crate) struct MockApi {
    server: ServerGuard,
    mocks: Vec<Mock>,
    home: TempDir,
    variables: Vec<(String, String)>,
    scheme: &'static str,
}

impl MockApi {
    /// A service that expects nothing yet, and a user with a token, a site and an operator.
    pub(crate) fn new() -> Self {
        let mut server = mockito::Server::new();
        // Whatever is not expected comes here, and must not.
        let strangers = ["GET", "POST"].map(|method| {
            let mock = server.mock(method, Matcher::Any);
            mock.with_status(501).expect(0).create()
        });
        let variables = [
            ("ENGAGEMENTS_BASE_URL", server.url()),
            ("ENGAGEMENTS_TOKEN", TOKEN.to_owned()),
            ("ENGAGEMENTS_SITE_IDS", "s1".to_owned()),
            ("ENGAGEMENTS_OPERATOR_IDS", "o1".to_owned()),
        ];
        let variables = variables
            .map(|(name, value)| (name.to_owned(), value))
            .to_vec();
        let home = TempDir::new().expect("a home");
        Self {
            server,
            mocks: strangers.into(),
            home,
            variables,
            scheme: "Token",
        }
    }

    /// Expects the later documents' scheme before the token.
    pub(crate) fn bearer(mut self) -> Self {
        self.scheme = "Bearer";
        self
    }

    /// The service's address.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// The user's home and working directory.
    pub(crate) fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// Sets a variable of the user's environment; an empty value unsets it.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(other, _)| other != name);
        if !value.is_empty() {
            self.variables.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Expects exactly one GET of this path and query, with the documented headers.
    pub(crate) fn get(self, path: &str, status: usize, body: &str) -> Self {
        self.expect("GET", path, |mock| mock.with_status(status).with_body(body))
    }

    /// Expects exactly one POST of this path, with a key.
    pub(crate) fn post(self, path: &str, status: usize, body: &str) -> Self {
        let uuid = Matcher::Regex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-".to_owned());
        self.expect("POST", path, |mock| {
            mock.with_status(status)
                .with_body(body)
                .match_header("x-idempotency-key", uuid)
        })
    }

    /// Expects exactly one request; `answer` says more about it and what it is answered.
    pub(crate) fn expect(
        mut self,
        method: &str,
        path: &str,
        answer: impl FnOnce(Mock) -> Mock,
    ) -> Self {
        let authorization = format!("{} {TOKEN}", self.scheme);
        let mock = self
            .server
            .mock(method, path)
            .match_header("authorization", authorization.as_str())
            .match_header("accept", VERSION)
            .with_header("content-type", "application/json")
            .with_header("x-request-id", "6f1d");
        self.mocks.push(answer(mock).expect(1).create());
        self
    }

    /// The tool as this user runs it.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = command(self.home.path());
        command
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .args(words);
        command
    }

    /// Runs the tool; every expected request must have been made by then, and no other.
    #[track_caller]
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        self.checked(&mut self.command(words))
    }

    /// The same with this standard input.
    #[track_caller]
    pub(crate) fn run_on(&self, stdin: &str, words: &[&str]) -> Run {
        self.checked(self.command(words).write_stdin(stdin))
    }

    #[track_caller]
    fn checked(&self, command: &mut Command) -> Run {
        let run = Run::of(command);
        for mock in &self.mocks {
            mock.assert();
        }
        run
    }
}

/// What a run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The exit code; `None` if it ended by a signal.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Runs a command to its end.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the tool runs");
        let is_killed = output.status.signal() == Some(9);
        assert!(!is_killed, "it took longer than {PATIENCE:?}: {output:?}");
        Self::ended(output)
    }

    /// What a run that has ended printed. Whatever it says, the token is not in it.
    #[track_caller]
    pub(crate) fn ended(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
        let run = Self {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            code: output.status.code(),
        };
        assert!(
            !run.stdout.contains(TOKEN) && !run.stderr.contains(TOKEN),
            "{run:?}"
        );
        assert!(!run.stderr.contains("panicked"), "{run:?}");
        run
    }

    /// Demands this stdout, this stderr and this code, exactly.
    #[track_caller]
    pub(crate) fn assert_output(&self, stdout: &str, stderr: &str, code: i32) {
        assert_eq!(self.stdout, stdout, "stdout; stderr: {}", self.stderr);
        assert_eq!(self.stderr, stderr, "stderr");
        assert_eq!(self.code, Some(code), "exit code");
    }
}

/// A sandbox in its own process, for several runs on the same data.
pub(crate) struct SandboxServer {
    _child: Running,
    _stdout: BufReader<ChildStdout>,
    home: TempDir,
    variables: Vec<(String, String)>,
}

impl SandboxServer {
    /// Starts `engagements sandbox` with these options and takes the lines that it prints as the
    /// environment, as a shell would.
    pub(crate) fn start(options: &[&str]) -> Self {
        let binary = assert_cmd::cargo::cargo_bin!("engagements");
        let mut command = std::process::Command::new(binary);
        command.arg("sandbox").args(options).stdout(Stdio::piped());
        let mut child = Running::start(&mut command);
        let mut stdout = BufReader::new(child.stdout.take().expect("stdout is a pipe"));
        let mut variables = Vec::new();
        while variables.len() < 4 {
            let mut line = String::new();
            assert!(
                stdout.read_line(&mut line).expect("stdout is readable") > 0,
                "it ended"
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

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        let url = self
            .variables
            .iter()
            .find(|(name, _)| name == "ENGAGEMENTS_BASE_URL");
        &url.expect("it prints its address").1
    }

    /// The home and working directory of the runs against it.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The tool, set up for this server.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = command(self.home.path());
        command
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .args(words);
        command
    }

    /// Starts the tool against this server, with pipes for what it prints.
    pub(crate) fn spawn(&self, words: &[&str]) -> Running {
        spawn(&self.command(words), Stdio::piped(), Stdio::piped())
    }

    /// Runs the tool against this server.
    #[track_caller]
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        Run::of(&mut self.command(words))
    }
}
