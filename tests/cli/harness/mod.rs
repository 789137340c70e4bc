//! The test harness: a mock API, a clean environment and exact expectations.

mod mock_api;
mod run;
mod sandbox_server;

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;

pub(crate) use mock_api::MockApi;
pub(crate) use run::Run;
pub(crate) use sandbox_server::SandboxServer;

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

/// The arguments of a run: a line that is split at its spaces, or a list of arguments.
pub(crate) trait Args {
    fn list(&self) -> Vec<&str>;
}

impl Args for str {
    fn list(&self) -> Vec<&str> {
        self.split_whitespace().collect()
    }
}

impl Args for String {
    fn list(&self) -> Vec<&str> {
        self.as_str().list()
    }
}

impl<S: AsRef<str>> Args for [S] {
    fn list(&self) -> Vec<&str> {
        self.iter().map(AsRef::as_ref).collect()
    }
}

impl<S: AsRef<str>, const N: usize> Args for [S; N] {
    fn list(&self) -> Vec<&str> {
        self[..].list()
    }
}

impl<S: AsRef<str>> Args for Vec<S> {
    fn list(&self) -> Vec<&str> {
        self[..].list()
    }
}
