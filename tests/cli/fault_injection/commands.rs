//! The commands under test, and the output and files of a run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::assertions::Verdict;
use super::faulty_api::{Call, FaultyApi, IDS, PER_PAGE};
use crate::harness::{Run, TOKEN, read};
use crate::raw_server::run;

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

/// Commands that read engagements one by one.
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

/// Commands that download recordings; `-j 1` makes the files present after a failure predictable.
pub(super) const DOWNLOADS: [&str; 2] = [
    "recordings eng-1 eng-2 eng-3 -j 1 --dir dir",
    "recordings --all --per-page 2 -j 1 --dir dir",
];

/// Commands that export engagements.
pub(super) const EXPORTS: [&str; 4] = [
    "export eng-1 eng-2 eng-3 -o ndjson --ledger ledger",
    "export eng-1 eng-2 eng-3 -o json --ledger ledger --receipt proof",
    "export eng-1 eng-2 eng-3 -o table --ledger ledger",
    "export --all --per-page 2 --yes -o csv --ledger ledger -j 4",
];

/// A command and its outcome without a fault.
pub(super) struct Job {
    pub(super) line: &'static str,
    pub(super) baseline: Outcome,
    /// The number of requests that it makes.
    pub(super) requests: usize,
}

/// The outcome of a run.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) run: Run,
    /// The contents of the files in its home afterwards, by path.
    pub(super) files: BTreeMap<String, String>,
    /// The call that the fault hit.
    pub(super) hit: Option<Call>,
    /// The number of idempotency keys with which each engagement was exported.
    pub(super) exports: BTreeMap<String, usize>,
}

/// Runs each of these commands once without a fault.
pub(super) fn build_jobs(lines: &[&[&'static str]]) -> Vec<Job> {
    lines.concat().into_iter().map(Job::new).collect()
}

impl Job {
    fn new(line: &'static str) -> Self {
        let api = FaultyApi::start(None);
        let baseline = Outcome::of(&api, run(command(&api, line)));
        assert_eq!(baseline.run.code, Some(0), "{line}: {baseline:?}");
        assert!(
            !baseline.run.stderr.contains("error"),
            "{line}: {baseline:?}"
        );
        let requests = api.raw_server.requests().len();
        Self {
            line,
            baseline,
            requests,
        }
    }

    /// Returns the engagements that the command processes.
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

    /// Returns the number of parts in which the output is written.
    pub(super) fn parts(&self) -> usize {
        if self.line.starts_with("list") {
            IDS.len() / PER_PAGE
        } else {
            self.ids().len()
        }
    }

    /// Returns the output format; empty if the command has none.
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

    /// Returns whether the command buffers its output until it is complete.
    pub(super) fn is_atomic(&self) -> bool {
        let is_buffered = ["-O out", "--summary"]
            .iter()
            .any(|it| self.line.contains(it));
        is_buffered || self.has_state() && !self.has_output_dir()
    }

    /// Returns whether the failure of an ID ends the run: an incremental run stops at an outage.
    pub(super) fn stops_at_outage(&self, verdict: Verdict) -> bool {
        self.has_state() && [6, 7].contains(&verdict.code)
    }

    /// Returns whether an incremental run delivers the other IDs and records the failed one.
    pub(super) fn keeps_failed_id(&self, hit: &Call, verdict: Verdict) -> bool {
        let ends_run = verdict.ends_run || self.stops_at_outage(verdict);
        self.has_state() && matches!(hit, Call::Of(_)) && !ends_run
    }

    pub(super) fn has_state(&self) -> bool {
        self.line.contains("--state")
    }

    pub(super) fn has_output_dir(&self) -> bool {
        self.line.contains("-dir dir")
    }

    /// Returns whether a later run processes the remaining IDs.
    pub(super) fn continues(&self) -> bool {
        self.has_state() || self.has_output_dir() || self.is_export()
    }
}

impl Outcome {
    /// Collects the outcome of a run against this API.
    pub(super) fn of(api: &FaultyApi, run: Run) -> Self {
        let mut files = BTreeMap::new();
        collect(api.raw_server.home(), "", &mut files);
        for (name, content) in &files {
            assert!(
                !content.contains(TOKEN),
                "the token is in `{name}`: {run:?}"
            );
        }
        Self {
            run,
            files,
            hit: api.hit(),
            exports: api.exports(),
        }
    }
}

/// Builds a command for this API with a separate directory for temporary files.
pub(super) fn command(api: &FaultyApi, line: &str) -> Command {
    let mut command = api.raw_server.command(line);
    let directory = api.raw_server.home().join("tmp");
    fs::create_dir_all(&directory).expect("a directory");
    command.env("TMPDIR", directory);
    command
}

fn collect(directory: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let entry = entry.expect("an entry");
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a type").is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else {
            files.insert(name, read(entry.path()));
        }
    }
}
