//! A write fails: files, including stdout, are limited to N bytes.

use std::fs;

use super::assertions::{always, assert_completed, assert_untouched};
use super::commands::{DOWNLOADS, EXPORTS, Job, LISTS, Outcome, READS, build_jobs, command};
use super::faulty_api::FaultyApi;
use super::{counted, each, is_full};
use crate::harness::{Run, read};
use crate::raw_server::run;
use crate::running::through;

#[test]
fn failed_write_is_reported_and_leaves_no_file() {
    let jobs = build_jobs(&[&LISTS, &READS, &DOWNLOADS, &EXPORTS]);
    let cases: Vec<(&Job, usize)> = jobs
        .iter()
        .flat_map(|job| limits(job).into_iter().map(move |limit| (job, limit)))
        .collect();
    each(&cases, |&(job, limit)| {
        let api = FaultyApi::start(None);
        let outcome = limited(&api, job.line, limit);
        assert_ne!(
            outcome.run.code,
            Some(0),
            "{limit}, {}: {outcome:#?}",
            job.line
        );
        assert_outcome(job, &outcome);
        if job.continues() {
            assert_completed(job, &api, &outcome);
        }
    });
    counted("write N fails", cases.len());
    // A limit above all file sizes has no effect.
    each(&jobs, |job| {
        let outcome = limited(&FaultyApi::start(None), job.line, largest(job) + 64);
        assert_untouched(job, &outcome);
    });
}

/// Returns the size limits to test: evenly spread, and at the line ends of stdout and of the ledger.
fn limits(job: &Job) -> Vec<usize> {
    let steps = if is_full() { 100 } else { 5 };
    // The size of a receipt varies by a few bytes: times omit trailing zeros.
    let largest = largest(job) - 8;
    let even = (0..steps).map(|step| step * largest / steps);
    let ledger = job.baseline.files.get("ledger");
    let growing = [Some(&job.baseline.run.stdout), ledger]
        .into_iter()
        .flatten();
    let ends = growing.flat_map(|text| text.match_indices('\n').map(|(at, _)| at));
    even.chain(ends.filter(|end| *end < largest)).collect()
}

fn largest(job: &Job) -> usize {
    let files = job.baseline.files.values().map(String::len);
    files
        .chain([job.baseline.run.stdout.len()])
        .max()
        .unwrap_or(0)
}

/// Runs a command line with stdout in a file and each file limited to `limit` bytes.
fn limited(api: &FaultyApi, line: &str, limit: usize) -> Outcome {
    let tool = command(api, line);
    let limit = format!("--fsize={limit}");
    let into_file = "exec \"$0\" \"$@\" > stdout";
    let run = run(through(&["prlimit", &limit, "sh", "-c", into_file], &tool));
    let path = api.raw_server.home().join("stdout");
    let stdout = read(&path);
    fs::remove_file(&path).expect("the file can be removed");
    Outcome::of(api, Run { stdout, ..run })
}

#[track_caller]
fn assert_outcome(job: &Job, outcome: &Outcome) {
    always(job, outcome);
    let context = || format!("{}: {outcome:#?}", job.line);
    assert!(outcome.run.code == Some(1), "{}", context());
    assert!(
        outcome.run.stderr.contains("File too large"),
        "{}",
        context()
    );
    let (baseline, stdout) = (&job.baseline.run.stdout, &outcome.run.stdout);
    // With concurrent exports a later one may have a result when an earlier one has none.
    let is_right = if job.is_export() {
        stdout.lines().all(|line| baseline.contains(line))
    } else {
        baseline.starts_with(stdout)
    };
    assert!(is_right, "{}", context());
}
