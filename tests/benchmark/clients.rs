//! The clients that are compared, and which of them are installed here.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    /// The tool itself.
    Engagements,
    /// Another release binary of the tool, given by `--baseline`.
    Baseline,
    /// What no client can be below.
    Floor,
    /// The same, but it has to read the first page before it can ask for the others.
    FloorByLinks,
    /// curl alone.
    Curl,
    /// curl and jq, one request after the other.
    CurlLoop,
    /// `curl --parallel`, then jq.
    CurlParallel,
    /// Python: requests on threads.
    Requests,
    /// Python: aiohttp on asyncio.
    Aiohttp,
    /// Node: fetch.
    Node,
}

impl Client {
    /// What it is called in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Engagements => "**engagements**",
            Self::Baseline => "engagements, baseline",
            Self::Floor => "floor",
            Self::FloorByLinks => "floor, page 1 before the others",
            Self::Curl => "curl",
            Self::CurlLoop => "curl + jq, a loop",
            Self::CurlParallel => "curl --parallel + jq",
            Self::Requests => "Python, requests on threads",
            Self::Aiohttp => "Python, aiohttp",
            Self::Node => "Node, fetch",
        }
    }

    /// Whether it writes csv with jq, whose versions before 1.7 print a NUL as `\0` there.
    pub(crate) fn is_jq(self) -> bool {
        matches!(self, Self::CurlLoop | Self::CurlParallel)
    }

    /// Whether it throws away what it fetches.
    pub(crate) fn is_floor(self) -> bool {
        matches!(self, Self::Floor | Self::FloorByLinks)
    }

    /// Returns the client if everything it needs is installed; `baseline` is another release binary.
    pub(crate) fn find(self, baseline: Option<&Path>) -> Option<Installed> {
        let script = |interpreter: &str, file: &str| {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/benchmark/clients");
            vec![interpreter.into(), folder.join(file)]
        };
        // The interpreter itself: what is on the PATH may be a script that looks for it.
        let python = |library: &str| {
            let words =
                format!("import sys, {library} as it; print(sys.executable, it.__version__)");
            let first_line = first_line("python3", &["-c", &words])?;
            let (python, version) = first_line.rsplit_once(' ')?;
            Some((python.to_owned(), format!("{library} {version}")))
        };
        let (command, version) = match self {
            Self::Engagements => (vec![crate::server::ENGAGEMENTS.into()], String::new()),
            Self::Baseline => (vec![baseline?.to_owned()], String::new()),
            Self::Floor | Self::FloorByLinks => {
                (vec![std::env::current_exe().ok()?], String::new())
            }
            Self::Curl => (vec!["curl".into()], curl()?),
            Self::CurlLoop => (
                script("sh", "curl_loop.sh"),
                format!("{}, {}", curl()?, jq()?),
            ),
            Self::CurlParallel => (
                script("sh", "curl_parallel.sh"),
                format!("{}, {}", curl()?, jq()?),
            ),
            Self::Requests => {
                let (python, version) = python("requests")?;
                (script(&python, "requests_threads.py"), version)
            }
            Self::Aiohttp => {
                let (python, version) = python("aiohttp")?;
                (script(&python, "aiohttp_tasks.py"), version)
            }
            Self::Node => {
                let version = format!("Node {}", first_line("node", &["--version"])?);
                (script("node", "node_fetch.mjs"), version)
            }
        };
        Some(Installed {
            client: self,
            command,
            version,
        })
    }
}

/// A client that can be run here.
#[derive(Clone, Debug)]
pub(crate) struct Installed {
    /// Which one.
    pub(crate) client: Client,
    /// The program and its first arguments.
    pub(crate) command: Vec<PathBuf>,
    /// What it is made of, with versions; empty for our own.
    pub(crate) version: String,
}

fn curl() -> Option<String> {
    let first_line = first_line("curl", &["--version"])?;
    let version = first_line.split(' ').nth(1)?;
    Some(format!("curl {version}"))
}

fn jq() -> Option<String> {
    Some(first_line("jq", &["--version"])?.replace("jq-", "jq "))
}

/// The first line that a command prints, if there is such a command and it succeeds.
pub(crate) fn first_line(program: &str, words: &[&str]) -> Option<String> {
    let output = Command::new(program).args(words).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next()?.to_owned();
    output.status.success().then_some(line)
}
