//! The reader closes the pipe after N pages or engagements.

use std::io::Read;
use std::process::Stdio;

use super::assertions::{always, assert_completed, rest};
use super::commands::{EXPORTS, Job, LISTS, Outcome, READS, build_jobs, command};
use super::faulty_api::FaultyApi;
use super::{counted, each};
use crate::harness::Run;
use crate::running::Running;

#[test]
fn closed_stdout_stops_run_and_records_exports() {
    let lists = [LISTS[1], LISTS[2], LISTS[3], LISTS[4]];
    let reads = [READS[2], READS[6], READS[8], READS[9]];
    let exports = [EXPORTS[0], EXPORTS[3]];
    let jobs = build_jobs(&[&lists, &reads, &exports]);
    let cases: Vec<(&Job, usize)> = jobs
        .iter()
        .flat_map(|job| (0..job.parts()).map(move |part| (job, part)))
        .collect();
    each(&cases, |&(job, part)| attempt(job, part));
    counted("the reader closes the pipe after part N", cases.len());
}

/// Reads `part` parts and closes the pipe; only then the API sends the next response.
fn attempt(job: &Job, part: usize) {
    let (api, barrier) = FaultyApi::held(part);
    let mut command = command(&api, job.line);
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Running::start(&mut command);
    let per_part = job.ids().len() / job.parts();
    let before = rest(job, &job.ids()[..per_part * part]);
    let mut seen = vec![0; before.len()];
    let mut stdout = child.stdout.take().expect("stdout is a pipe");
    let read = stdout.read_exact(&mut seen);
    drop((stdout, barrier));
    let run = Run::ended(child.wait_with_output().expect("the tool ends"));
    read.unwrap_or_else(|why| panic!("{part}: {why}: {run:?}"));
    assert_eq!(String::from_utf8_lossy(&seen), before);
    let outcome = Outcome::of(&api, run);
    if !job.is_export() {
        assert_eq!(outcome.run.code, Some(0), "{part}: {outcome:#?}");
        assert_eq!(outcome.run.stderr, "", "{part}: {outcome:#?}");
        return;
    }
    always(job, &outcome);
    let is_all = outcome.exports == job.baseline.exports;
    let is_right = match outcome.run.code {
        Some(0) => is_all,
        // The run may end before the last page shows that there are no more engagements.
        Some(9) => !is_all || job.line.contains("--all"),
        _ => false,
    };
    assert!(is_right, "{part}: {outcome:#?}");
    assert_completed(job, &api, &outcome);
}
