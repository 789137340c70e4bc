//! The test harness: a mock API, a clean environment and exact expectations.

mod mock_api;
mod run;
mod sandbox_server;

use std::fs::{DirEntry, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;
use serde_json::Value;

pub(crate) use mock_api::MockApi;
pub(crate) use run::Run;
pub(crate) use sandbox_server::SandboxServer;

/// The token of every test; it must never be printed.
pub(crate) const TOKEN: &str = "canary-3f9c0d";

/// The `Accept` header of every request.
pub(crate) const ACCEPT: &str = "application/vnd.salemove.v1+json";

/// The query parameters for the site and operator of [`MockApi`].
pub(crate) const FILTERS: &str = "site_ids%5B%5D=s1&operator_ids%5B%5D=o1";

/// The API's response to an export that it has carried out.
pub(crate) const SUCCESS: &str = r#"{"success":true}"#;

/// The formats of commands that print records.
pub(crate) const FORMATS: [&str; 4] = ["table", "json", "ndjson", "csv"];

/// Timeout of a run; a run that exceeds it is killed and fails the test.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);

/// Reads a file below `tests/`: an API response or an expected output.
pub(crate) fn file(name: &str) -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    read(tests.join(name))
}

/// Builds a command for the binary with `home` as home and working directory, and no other
/// environment variables.
pub(crate) fn command(home: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
    command
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .timeout(TIMEOUT);
    command
}

/// Builds a command with these variables and arguments.
fn command_with(
    home: &Path,
    variables: &[(String, String)],
    args: &(impl Args + ?Sized),
) -> Command {
    let mut command = command(home);
    command
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .args(args.list());
    command
}

/// Returns the variables that connect a command to an API, with a token, a site and an operator.
pub(crate) fn connection_variables(base_url: &str) -> [(&'static str, String); 4] {
    [
        ("ENGAGEMENTS_BASE_URL", base_url),
        ("ENGAGEMENTS_TOKEN", TOKEN),
        ("ENGAGEMENTS_SITE_IDS", "s1"),
        ("ENGAGEMENTS_OPERATOR_IDS", "o1"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
}

/// The arguments of a run: a line that is split at its spaces, or a list of arguments.
pub(crate) trait Args {
    /// Returns each argument.
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

/// Returns the names of the files in a directory, sorted.
pub(crate) fn names_in(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory);
    let entries = entries.unwrap_or_else(|why| panic!("{}: {why}", directory.display()));
    let name = |entry: std::io::Result<DirEntry>| {
        let name = entry.expect("an entry").file_name();
        name.into_string().expect("a name in UTF-8")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// Reads a file.
#[track_caller]
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Reads a file that is one JSON value.
#[track_caller]
pub(crate) fn read_json(path: impl AsRef<Path>) -> Value {
    let text = read(path);
    serde_json::from_str(&text).unwrap_or_else(|why| panic!("{why}: {text}"))
}

/// Returns the cells of a table whose lines separate them with `|`; skips empty lines.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = table.lines().filter(|line| !line.is_empty());
    lines.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        cells.try_into().unwrap_or_else(|_| panic!("{line}"))
    })
}

/// Writes a file that only its owner can read.
#[track_caller]
pub(crate) fn write_private(path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
    let path = path.as_ref();
    let written = std::fs::write(path, text)
        .and_then(|()| std::fs::set_permissions(path, Permissions::from_mode(0o600)));
    written.unwrap_or_else(|why| panic!("{}: {why}", path.display()));
}
