//! A signal comes while the n-th page, or what is known of the n-th engagement, is awaited.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use super::assertions::{assert_completed, assert_files, assert_no_file_is_left};
use super::commands::{DOWNLOADS, EXPORTS, Job, LISTS, Outcome, READS, build_jobs, command};
use super::service::Service;
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
    let (service, gate) = Service::held(part);
    let mut command = command(&service, job.line);
    command.stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = Running::start(&mut command);
    gate.wait();
    kill_process(Pid::from_child(&child), signal).expect("it is under way");
    let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut said = String::new();
    if job.is_export() && signal == Signal::TERM {
        // Where nothing is under way it may be over before it has said so.
        while !said.contains("stopping ") && stderr.read_line(&mut said).expect("text") > 0 {}
    } else {
        stderr.read_to_string(&mut said).expect("text");
    }
    // What an export has under way is awaited, so now it is answered.
    drop(gate);
    stderr.read_to_string(&mut said).expect("text");
    let output = child.wait_with_output().expect("it ends");
    let ended_by = output.status.signal();
    let run = Run::ended(output);
    let outcome = Outcome::of(
        &service,
        Run {
            stderr: said,
            ..run
        },
    );
    let told = || format!("{part}, {signal:?}, {}: {outcome:#?}", job.line);
    assert_eq!(ended_by, Some(signal.as_raw()), "{}", told());
    if signal == Signal::TERM {
        assert_no_file_is_left(&outcome);
    }
    let (right, stdout) = (&job.right.run.stdout, &outcome.run.stdout);
    let is_whole = if job.is_export() && signal == Signal::TERM {
        let told_of = |id: &&str| stdout.contains(*id);
        let told_of: Vec<_> = job.ids().into_iter().filter(told_of).collect();
        assert!(outcome.exports.keys().eq(&told_of), "{}", told());
        told_of == job.ids()
    } else {
        assert_eq!(outcome.run.stderr, "", "{}", told());
        assert!(right.starts_with(stdout), "{}", told());
        assert!(right.is_empty() || stdout.len() < right.len(), "{}", told());
        false
    };
    assert_files(job, &outcome);
    if let Some(proof) = outcome.files.get("proof") {
        let complete = format!("\"complete\": {is_whole}");
        assert!(proof.contains(&complete), "{}", told());
    }
    if job.continues() {
        assert_completed(job, &service, &outcome);
    }
}
