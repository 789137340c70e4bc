//! Response N is truncated after K bytes.

use super::assertions::{Verdict, assert_completed, assert_outcome};
use super::commands::{DOWNLOADS, EXPORTS, LISTS, Outcome, READS, build_jobs, command};
use super::faults::{Fault, Framing, Place};
use super::faulty_api::FaultyApi;
use super::{counted, each, is_full};
use crate::raw_server::run;

#[test]
fn truncated_responses_are_rejected() {
    let jobs = build_jobs(&[
        &[LISTS[1], READS[3], READS[13], EXPORTS[0]],
        &DOWNLOADS[..1],
    ]);
    let mut cases = Vec::new();
    for job in &jobs {
        // Audio without a marked end is rejected even if it is complete.
        let framings = [Framing::Length, Framing::Chunks, Framing::End];
        for &framing in &framings[..if job.is_download() { 2 } else { 3 }] {
            for place in Place::spread(is_full()) {
                cases.extend((1..=job.requests).map(|at| (job, at, framing, place)));
            }
        }
    }
    each(&cases, |&(job, at, framing, place)| {
        let api = FaultyApi::start(Some((at, Fault::Break(framing, place))));
        let run = run(command(&api, &format!("{} --retries 0", job.line)));
        let outcome = Outcome::of(&api, run);
        assert!(
            outcome.hit.is_some(),
            "{at}, {framing:?}, {place:?}: {outcome:#?}"
        );
        let verdict = Verdict {
            code: 7,
            ends_run: false,
            may_have_acted: true,
        };
        assert_outcome(job, &outcome, verdict);
        if job.continues() {
            assert_completed(job, &api, &outcome);
        }
    });
    counted("response N is truncated after K bytes", cases.len());
}
