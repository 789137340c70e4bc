//! A write fails: no file may become larger than so many bytes, and stdout is a file too.

use std::fs;

use super::assertions::{always, assert_completed, assert_untouched};
use super::commands::{DOWNLOADS, EXPORTS, Job, LISTS, Outcome, READS, build_jobs, command};
use super::service::Service;
use super::{counted, each, is_full};
use crate::files::read;
use crate::harness::Run;
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
        let service = Service::start(None);
        let outcome = limited(&service, job.line, limit);
        assert_ne!(
            outcome.run.code,
            Some(0),
            "{limit}, {}: {outcome:#?}",
            job.line
        );
        assert_outcome(job, &outcome);
        if job.continues() {
            assert_completed(job, &service, &outcome);
        }
    });
    counted("write N fails", cases.len());
    // Where there is room for everything, nothing fails.
    each(&jobs, |job| {
        let outcome = limited(&Service::start(None), job.line, largest(job) + 64);
        assert_untouched(job, &outcome);
    });
}

/// The largest sizes of a file that some file of the job does not keep to: an even spread, and
/// where the lines end of what grows line by line.
fn limits(job: &Job) -> Vec<usize> {
    let steps = if is_full() { 100 } else { 5 };
    // A receipt is a few bytes smaller when a time happens to end in zeros.
    let largest = largest(job) - 8;
    let even = (0..steps).map(|step| step * largest / steps);
    let ledger = job.right.files.get("ledger");
    let growing = [Some(&job.right.run.stdout), ledger].into_iter().flatten();
    let ends = growing.flat_map(|text| text.match_indices('\n').map(|(at, _)| at));
    even.chain(ends.filter(|end| *end < largest)).collect()
}

fn largest(job: &Job) -> usize {
    let files = job.right.files.values().map(String::len);
    files.chain([job.right.run.stdout.len()]).max().unwrap_or(0)
}

/// Runs a command line with its stdout in a file, and every file limited to so many bytes.
fn limited(service: &Service, line: &str, limit: usize) -> Outcome {
    let tool = command(service, line);
    let limit = format!("--fsize={limit}");
    let into_file = "exec \"$0\" \"$@\" > stdout";
    let run = run(through(&["prlimit", &limit, "sh", "-c", into_file], &tool));
    let path = service.raw_server.home().join("stdout");
    let stdout = read(&path);
    fs::remove_file(&path).expect("the file can be removed");
    Outcome::of(service, Run { stdout, ..run })
}

#[track_caller]
fn assert_outcome(job: &Job, outcome: &Outcome) {
    always(job, outcome);
    let told = || format!("{}: {outcome:#?}", job.line);
    assert!(outcome.run.code == Some(1), "{}", told());
    assert!(outcome.run.stderr.contains("File too large"), "{}", told());
    let (right, stdout) = (&job.right.run.stdout, &outcome.run.stdout);
    // Of exports side by side a later one may have been tried when an earlier one was not.
    let is_right = if job.is_export() {
        stdout.lines().all(|line| right.contains(line))
    } else {
        right.starts_with(stdout)
    };
    assert!(is_right, "{}", told());
}
