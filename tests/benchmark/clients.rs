//! The clients: which are installed, and their command lines.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use clap::ValueEnum;

use crate::compare::Shape;
use crate::lower_bound;
use crate::scenario::Work;
use crate::setup::{ENGAGEMENTS, Server};

/// Concurrent requests of each client; the tool's default.
const CONCURRENCY: &str = "8";

/// A client, in the order of the tables. The tool is first: the others' rows are compared with its.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Client {
    Engagements,
    /// The release binary given by `--baseline`.
    Baseline,
    /// The lower bound.
    Floor,
    /// The lower bound that reads page 1 before the others.
    FloorByLinks,
    Curl,
    Aiohttp,
    Node,
    Requests,
    CurlParallel,
    CurlLoop,
}

impl Client {
    /// Returns the name in the tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Engagements => "**engagements**",
            Self::Baseline => "engagements, baseline",
            Self::Floor => "floor",
            Self::FloorByLinks => "floor, page 1 before the others",
            Self::Curl => "curl",
            Self::Aiohttp => "Python, aiohttp",
            Self::Node => "Node, fetch",
            Self::Requests => "Python, requests on threads",
            Self::CurlParallel => "curl --parallel + jq",
            Self::CurlLoop => "curl + jq, a loop",
        }
    }

    /// Returns whether the client discards the responses.
    pub(crate) fn is_floor(self) -> bool {
        matches!(self, Self::Floor | Self::FloorByLinks)
    }

    /// Returns the client if everything it needs is installed.
    pub(crate) fn find(self, baseline: Option<&Path>) -> Option<Installed> {
        let (program, script, versions) = match self {
            Self::Engagements => (ENGAGEMENTS.into(), None, vec![]),
            Self::Baseline => (baseline?.to_owned(), None, vec![]),
            Self::Floor | Self::FloorByLinks => (std::env::current_exe().ok()?, None, vec![]),
            Self::Curl => ("curl".into(), None, vec![version("curl")?]),
            Self::CurlLoop => (
                "sh".into(),
                Some("curl_loop.sh"),
                vec![version("curl")?, version("jq")?],
            ),
            Self::CurlParallel => (
                "sh".into(),
                Some("curl_parallel.sh"),
                vec![version("curl")?, version("jq")?],
            ),
            Self::Requests => python("requests", "requests_threads.py")?,
            Self::Aiohttp => python("aiohttp", "aiohttp_tasks.py")?,
            Self::Node => (
                "node".into(),
                Some("node_fetch.mjs"),
                vec![version("node")?],
            ),
        };
        Some(Installed {
            client: self,
            program,
            script,
            versions,
        })
    }
}

/// A program, its script, and the versions of what it uses.
type Program = (PathBuf, Option<&'static str>, Vec<String>);

/// A client that is installed.
#[derive(Clone, Debug)]
pub(crate) struct Installed {
    pub(crate) client: Client,
    program: PathBuf,
    /// A file in `tests/benchmark/clients`.
    script: Option<&'static str>,
    /// The programs and libraries that it uses, with versions.
    pub(crate) versions: Vec<String>,
}

impl Installed {
    /// Appends the program and arguments that do the work of a scenario. `paths` is a file with the
    /// paths that the floor requests, `id` the engagement to show.
    pub(crate) fn append_to(
        &self,
        command: &mut Command,
        work: Work,
        server: &Server,
        paths: &Path,
        id: &str,
    ) -> anyhow::Result<()> {
        command.arg(&self.program);
        if let Some(script) = self.script {
            let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/benchmark/clients");
            command.arg(scripts.join(script)).args(script_args(work)?);
            return Ok(());
        }
        let token = format!("Token {}", server.variable("TOKEN")?);
        let base_url = server.variable("BASE_URL")?;
        match self.client {
            Client::Engagements | Client::Baseline => command.args(tool_args(work, id)),
            Client::Curl => command
                .args(["-sSf", "-H", "Accept: application/vnd.salemove.v1+json"])
                .args(["-H", &format!("Authorization: {token}")])
                .arg(format!("{base_url}/engagements/{id}")),
            _ => {
                let address = base_url.strip_prefix("http://").context("not http")?;
                let first = ["0", "1"][usize::from(self.client == Client::FloorByLinks)];
                let args = [lower_bound::SUBCOMMAND, address, CONCURRENCY, &token, first];
                command.args(args).arg(paths)
            }
        };
        Ok(())
    }
}

/// Sets the environment for a sandbox, without the user's settings and proxies.
pub(crate) fn set_environment(command: &mut Command, server: &Server, home: &Path) {
    for (name, _) in std::env::vars_os() {
        let lower = name.to_string_lossy().to_ascii_lowercase();
        if lower.starts_with("engagements_") || lower.ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command
        .envs(server.variables.iter().map(|(name, value)| (name, value)))
        .env("CONCURRENCY", CONCURRENCY)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("XDG_CONFIG_HOME", home)
        .current_dir(home);
}

fn tool_args(work: Work, id: &str) -> Vec<&str> {
    match work {
        Work::List(Shape::Csv) => vec!["list", "--all", "--no-header", "-o", "csv"],
        Work::List(Shape::Json) => vec!["list", "--all", "-o", "ndjson"],
        Work::Transcripts => vec!["transcript", "-", "--no-header", "-o", "csv"],
        Work::Show => vec!["show", id, "-o", "json"],
        Work::Version => vec!["--version"],
    }
}

fn script_args(work: Work) -> anyhow::Result<&'static [&'static str]> {
    Ok(match work {
        Work::List(Shape::Csv) => &["list", "csv"],
        Work::List(Shape::Json) => &["list", "ndjson"],
        Work::Transcripts => &["transcripts"],
        Work::Show | Work::Version => bail!("no script does {work:?}"),
    })
}

/// Returns a program's name and version.
fn version(program: &str) -> Option<String> {
    let line = first_line(program, &["--version"])?;
    let has_digit = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let version = line.split([' ', '-']).find(has_digit)?;
    Some(format!("{program} {version}"))
}

/// Returns the interpreter itself, which the one on the `PATH` may only start, for a script that
/// needs a library.
fn python(library: &str, script: &'static str) -> Option<Program> {
    let code = format!("import sys, {library} as it; print(sys.executable, it.__version__)");
    let line = first_line("python3", &["-c", &code])?;
    let (python, version) = line.rsplit_once(' ')?;
    Some((
        python.into(),
        Some(script),
        vec![format!("{library} {version}")],
    ))
}

/// Returns the first line that a command prints if it succeeds.
pub(crate) fn first_line(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next()?.to_owned();
    output.status.success().then_some(line)
}
