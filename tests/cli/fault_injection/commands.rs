//! The commands under test, and the output and files that a run leaves.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::assertions::Verdict;
use super::service::{Call, IDS, PER_PAGE, Service};
use crate::files::read;
use crate::harness::{Run, TOKEN};
use crate::raw_server::{run, words};

/// Commands that read the list.
pub(super) const LISTS: [&str; 10] = [
    "list --all --per-page 2 -o table",
    "list --all --per-page 2 -o json",
    "list --all --per-page 2 -o ndjson",
    "list --all --per-page 2 -o csv",
    "list --all --per-page 2 -o id",
    "list --limit 5 --per-page 2 -o csv",
    "list --all --per-page 2 -o csv -O out",
    "list --all --per-page 2 -o json --receipt proof",
    "list --all --per-page 2 -o ndjson --since 2016 --state state --receipt proof",
    "list --all --per-page 2 -o csv --summary day --receipt proof",
];

/// Commands that read one engagement after the other.
pub(super) const READS: [&str; 14] = [
    "show eng-1 -o json",
    "show eng-1 eng-2 eng-3 -o table",
    "show eng-1 eng-2 eng-3 -o json",
    "show eng-1 eng-2 eng-3 -o ndjson --receipt proof",
    "show eng-1 eng-2 eng-3 -o csv -O out",
    "transcript eng-1 -o json",
    "transcript eng-1 eng-2 eng-3 -o table",
    "transcript eng-1 eng-2 eng-3 -o json --receipt proof",
    "transcript eng-1 eng-2 eng-3 -o ndjson",
    "transcript eng-1 eng-2 eng-3 -o csv",
    "transcript eng-1 eng-2 eng-3 -o json --output-dir dir",
    "transcript --all --per-page 2 -o csv",
    "transcript --all --per-page 2 -o ndjson --since 2016 --state state",
    "transcript --all --per-page 2 -o json --since 2016 --state state --output-dir dir",
];

/// Commands that download: one after the other, so that it is known what there is when one fails.
pub(super) const DOWNLOADS: [&str; 2] = [
    "recordings eng-1 eng-2 eng-3 -j 1 --dir dir",
    "recordings --all --per-page 2 -j 1 --dir dir",
];

/// Commands that have engagements exported.
pub(super) const EXPORTS: [&str; 4] = [
    "export eng-1 eng-2 eng-3 -o ndjson --ledger ledger",
    "export eng-1 eng-2 eng-3 -o json --ledger ledger --receipt proof",
    "export eng-1 eng-2 eng-3 -o table --ledger ledger",
    "export --all --per-page 2 --yes -o csv --ledger ledger -j 4",
];

/// A command, and how it goes when nothing goes wrong.
pub(super) struct Job {
    pub(super) line: &'static str,
    pub(super) right: Outcome,
    /// The requests that it makes.
    pub(super) requests: usize,
}

/// How a run went.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) run: Run,
    /// What is in its home afterwards, by path.
    pub(super) files: BTreeMap<String, String>,
    /// What the request was about that met a fault.
    pub(super) hit: Option<Call>,
    /// Under how many keys each engagement was exported.
    pub(super) exports: BTreeMap<String, usize>,
}

/// These commands, each of which is run once without any fault.
pub(super) fn build_jobs(lines: &[&[&'static str]]) -> Vec<Job> {
    lines.concat().into_iter().map(Job::new).collect()
}

impl Job {
    fn new(line: &'static str) -> Self {
        let service = Service::start(None);
        let right = Outcome::of(&service, run(command(&service, line)));
        assert_eq!(right.run.code, Some(0), "{line}: {right:?}");
        assert!(!right.run.stderr.contains("error"), "{line}: {right:?}");
        let requests = service.raw_server.requests().len();
        Self {
            line,
            right,
            requests,
        }
    }

    /// The engagements that it is about.
    pub(super) fn ids(&self) -> Vec<&'static str> {
        let named: Vec<_> = IDS
            .into_iter()
            .filter(|id| self.line.contains(id))
            .collect();
        match named.len() {
            0 if self.line.contains("--limit 5") => IDS[..5].to_vec(),
            0 => IDS.to_vec(),
            _ => named,
        }
    }

    /// The parts in which its output comes.
    pub(super) fn parts(&self) -> usize {
        if self.line.starts_with("list") {
            IDS.len() / PER_PAGE
        } else {
            self.ids().len()
        }
    }

    /// The format of its output; empty if it has none.
    pub(super) fn format(&self) -> &'static str {
        let (_, rest) = self.line.split_once("-o ").unwrap_or_default();
        rest.split(' ').next().unwrap_or_default()
    }

    pub(super) fn is_export(&self) -> bool {
        self.line.starts_with("export")
    }

    pub(super) fn is_download(&self) -> bool {
        self.line.starts_with("recordings")
    }

    /// Whether it delivers nothing before it has delivered all.
    pub(super) fn is_all_or_nothing(&self) -> bool {
        let is_whole = ["-O out", "--summary"]
            .iter()
            .any(|it| self.line.contains(it));
        is_whole || self.has_state() && !self.has_folder()
    }

    /// Whether an incremental run delivers the other IDs and stores the one that failed: only an
    /// outage stops it.
    pub(super) fn keeps_failed_id(&self, hit: &Call, verdict: Verdict) -> bool {
        let is_own = !verdict.ends_run && ![6, 7].contains(&verdict.code);
        self.has_state() && matches!(hit, Call::Of(_)) && is_own
    }

    pub(super) fn has_state(&self) -> bool {
        self.line.contains("--state")
    }

    pub(super) fn has_folder(&self) -> bool {
        self.line.contains("-dir dir")
    }

    /// Whether a later run does the rest.
    pub(super) fn continues(&self) -> bool {
        self.has_state() || self.has_folder() || self.is_export()
    }
}

impl Outcome {
    /// How a run against this service went.
    pub(super) fn of(service: &Service, run: Run) -> Self {
        let mut files = BTreeMap::new();
        collect(service.raw_server.home(), "", &mut files);
        for (name, content) in &files {
            assert!(!content.contains(TOKEN), "it is in `{name}`: {run:?}");
        }
        Self {
            run,
            files,
            hit: service.hit(),
            exports: service.exports(),
        }
    }
}

/// A command line for this service, whose temporary files go into a folder of their own.
pub(super) fn command(service: &Service, line: &str) -> Command {
    let mut command = service.raw_server.command(&words(line));
    let folder = service.raw_server.home().join("tmp");
    fs::create_dir_all(&folder).expect("a folder");
    command.env("TMPDIR", folder);
    command
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a type").is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, read(&entry.path()));
        }
    }
}
