//! Request N fails.

use super::assertions::{Verdict, always, assert_completed, assert_outcome, assert_untouched};
use super::commands::{DOWNLOADS, EXPORTS, Job, LISTS, Outcome, READS, build_jobs, command};
use super::faults::{Fault, KINDS, Kind};
use super::faulty_api::FaultyApi;
use super::{counted, each, is_full};
use crate::raw_server::run;

#[test]
fn permanently_failed_request_is_reported() {
    let jobs = build_jobs(&[&LISTS, &READS, &DOWNLOADS[..1], &EXPORTS]);
    let cases: Vec<(&Job, usize, &Kind)> = jobs
        .iter()
        .flat_map(|job| {
            // Every third request of a download goes to the storage, whose errors have other exit codes.
            let places = (1..=job.requests).filter(|at| !job.is_download() || at % 3 != 0);
            places.flat_map(move |at| kinds(job).map(move |kind| (job, at, kind)))
        })
        .collect();
    each(&cases, |(job, at, kind)| attempt(job, *at, kind));
    counted("request N fails", cases.len());
    // A fault after the last request has no effect.
    each(&jobs, |job| attempt(job, job.requests + 1, &KINDS[0]));
}

/// Returns the faults to test with a job: all, or a sample for jobs that differ from another job in
/// the output format only.
fn kinds(job: &Job) -> impl Iterator<Item = &'static Kind> {
    let is_leading = is_full() || job.is_export() || ["ndjson", ""].contains(&job.format());
    let kinds = KINDS.iter();
    kinds.filter(move |kind| is_leading || ["500", "401", "reset", "garbage"].contains(&kind.name))
}

fn attempt(job: &Job, at: usize, kind: &'static Kind) {
    let api = FaultyApi::start(Some((at, Fault::Kind(kind))));
    let run = run(command(&api, &format!("{} --retries 0", job.line)));
    let outcome = Outcome::of(&api, run);
    assert_eq!(
        outcome.hit.is_some(),
        at <= job.requests,
        "{at}, {}: {outcome:#?}",
        kind.name
    );
    let verdict = Verdict {
        code: kind.code,
        ends_run: kind.ends_run,
        may_have_acted: kind.may_have_acted,
    };
    assert_outcome(job, &outcome, verdict);
    if job.continues() {
        assert_completed(job, &api, &outcome);
    }
}

#[test]
fn transiently_failed_request_is_retried() {
    let jobs = build_jobs(&[&[LISTS[2], READS[4], READS[11], EXPORTS[0]]]);
    let passes = |job: &Job, kind: &&Kind| kind.passes && !(job.is_export() && kind.may_have_acted);
    let cases: Vec<(&Job, usize, &Kind)> = jobs
        .iter()
        .flat_map(|job| {
            let kinds = KINDS.iter().filter(|kind| passes(job, kind));
            kinds.flat_map(move |kind| (1..=job.requests).map(move |at| (job, at, kind)))
        })
        .collect();
    each(&cases, |(job, at, kind)| {
        let api = FaultyApi::start(Some((*at, Fault::Kind(kind))));
        let mut outcome = Outcome::of(&api, run(command(&api, job.line)));
        assert!(outcome.hit.is_some(), "{at}, {}: {outcome:#?}", kind.name);
        if job.is_export() {
            let once = outcome
                .run
                .stdout
                .replacen("\"attempts\":2", "\"attempts\":1", 1);
            assert_ne!(
                outcome.run.stdout, once,
                "{at}, {}: {outcome:#?}",
                kind.name
            );
            outcome.run.stdout = once;
        }
        always(job, &outcome);
        assert_untouched(job, &outcome);
    });
    counted("request N fails once", cases.len());
}
