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

/// Timeout of a run; a run that exceeds it is killed and fails the test.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Reads a file below `tests/`: an API response or an expected output.
pub(crate) fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Builds a command for the binary with `home` as home and working directory, and no other
/// environment variables.
pub(crate) fn command(home: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
    command
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .timeout(PATIENCE);
    command
}

/// A mock of the API. A run must make every expected request exactly once and no other request.
pub(crate) struct MockApi {
    server: ServerGuard,
    mocks: Vec<Mock>,
    home: TempDir,
    variables: Vec<(String, String)>,
}

impl MockApi {
    /// Starts a mock without expectations; its commands have a token, a site and an operator.
    pub(crate) fn new() -> Self {
        let mut server = mockito::Server::new();
        // Matches every unexpected request; `checked` fails if there was one.
        let unexpected = ["GET", "POST"].map(|method| {
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
            mocks: unexpected.into(),
            home,
            variables,
        }
    }

    /// Returns the base URL.
    pub(crate) fn url(&self) -> String {
        self.server.url()
    }

    /// Returns the home and working directory of the commands.
    pub(crate) fn home(&self) -> PathBuf {
        self.home.path().to_owned()
    }

    /// Sets an environment variable of the commands; an empty value removes it.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(other, _)| other != name);
        if !value.is_empty() {
            self.variables.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Expects one GET of this path and query, with the documented headers.
    pub(crate) fn get(self, path: &str, status: usize, body: &str) -> Self {
        self.expect("GET", path, |mock| mock.with_status(status).with_body(body))
    }

    /// Expects one POST of this path, with an idempotency key.
    pub(crate) fn post(self, path: &str, status: usize, body: &str) -> Self {
        let uuid = Matcher::Regex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-".to_owned());
        self.expect("POST", path, |mock| {
            mock.with_status(status)
                .with_body(body)
                .match_header("x-idempotency-key", uuid)
        })
    }

    /// Expects one request; `answer` adds conditions and the response.
    pub(crate) fn expect(
        mut self,
        method: &str,
        path: &str,
        answer: impl FnOnce(Mock) -> Mock,
    ) -> Self {
        let authorization = format!("Token {TOKEN}");
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

    /// Builds a command with this mock's environment.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = command(self.home.path());
        command
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .args(words);
        command
    }

    /// Runs the tool and asserts that it made exactly the expected requests.
    #[track_caller]
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        self.checked(&mut self.command(words))
    }

    /// Like [`MockApi::run`], with this standard input.
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

/// Output and exit code of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    /// The exit code; `None` if a signal ended the run.
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Runs a command and waits for it.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the tool runs");
        let is_killed = output.status.signal() == Some(9);
        assert!(!is_killed, "killed after {PATIENCE:?}: {output:?}");
        Self::ended(output)
    }

    /// Converts the output of a finished run. Asserts that the token is not in it.
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

    /// Asserts exactly this stdout, this stderr and this exit code.
    #[track_caller]
    pub(crate) fn assert_output(&self, stdout: &str, stderr: &str, code: i32) {
        assert_eq!(self.stdout, stdout, "stdout; stderr: {}", self.stderr);
        assert_eq!(self.stderr, stderr, "stderr");
        assert_eq!(self.code, Some(code), "exit code");
    }
}

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
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = command(self.home.path());
        command
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .args(words);
        command
    }

    /// Starts the tool with pipes for stdout and stderr.
    pub(crate) fn spawn(&self, words: &[&str]) -> Running {
        spawn(&self.command(words), Stdio::piped(), Stdio::piped())
    }

    /// Runs the tool.
    #[track_caller]
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        Run::of(&mut self.command(words))
    }
}
