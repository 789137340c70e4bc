//! A signal arrives while the tool waits for page or engagement N.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use super::assertions::{assert_completed, assert_files, assert_no_temporary_files};
use super::commands::{DOWNLOADS, EXPORTS, Job, LISTS, Outcome, READS, build_jobs, command};
use super::faulty_api::FaultyApi;
use super::{counted, each};
use crate::harness::Run;
use crate::running::Running;

#[test]
fn signal_leaves_consistent_files() {
    let jobs = build_jobs(&[&LISTS, &READS, &DOWNLOADS, &EXPORTS]);
    let signals = [Signal::TERM, Signal::KILL];
    let cases: Vec<(&Job, usize, Signal)> = jobs
        .iter()
        .flat_map(|job| (0..job.parts()).map(move |part| (job, part)))
        .flat_map(|(job, part)| signals.map(|signal| (job, part, signal)))
        .collect();
    each(&cases, |&(job, part, signal)| attempt(job, part, signal));
    counted("a signal arrives before part N", cases.len());
}

fn attempt(job: &Job, part: usize, signal: Signal) {
    let (api, barrier) = FaultyApi::held(part);
    let mut command = command(&api, job.line);
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Running::start(&mut command);
    barrier.wait();
    kill_process(Pid::from_child(&child), signal).expect("the process exists");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut messages = String::new();
    if job.is_export() && signal == Signal::TERM {
        // Without an export in progress the run may end before it prints this.
        while !messages.contains("stopping ") && stderr.read_line(&mut messages).expect("text") > 0
        {
        }
    } else {
        stderr.read_to_string(&mut messages).expect("text");
    }
    // The tool waits for exports in progress, so let the API respond now.
    drop(barrier);
    stderr.read_to_string(&mut messages).expect("text");
    let output = child.wait_with_output().expect("it ends");
    let ended_by = output.status.signal();
    let run = Run::ended(output);
    let outcome = Outcome::of(
        &api,
        Run {
            stderr: messages,
            ..run
        },
    );
    let context = || format!("{part}, {signal:?}, {}: {outcome:#?}", job.line);
    assert_eq!(ended_by, Some(signal.as_raw()), "{}", context());
    if signal == Signal::TERM {
        assert_no_temporary_files(&outcome);
    }
    let (baseline, stdout) = (&job.baseline.run.stdout, &outcome.run.stdout);
    let is_complete = if job.is_export() && signal == Signal::TERM {
        let has_result = |id: &&str| stdout.contains(*id);
        let results: Vec<_> = job.ids().into_iter().filter(has_result).collect();
        assert!(outcome.exports.keys().eq(&results), "{}", context());
        results == job.ids()
    } else {
        assert_eq!(outcome.run.stderr, "", "{}", context());
        assert!(baseline.starts_with(stdout), "{}", context());
        assert!(
            baseline.is_empty() || stdout.len() < baseline.len(),
            "{}",
            context()
        );
        false
    };
    assert_files(job, &outcome);
    if let Some(proof) = outcome.files.get("proof") {
        let complete = format!("\"complete\": {is_complete}");
        assert!(proof.contains(&complete), "{}", context());
    }
    if job.continues() {
        assert_completed(job, &api, &outcome);
    }
}
