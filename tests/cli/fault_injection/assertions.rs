//! What must be true of every run, whatever went wrong in it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::commands::{Job, Outcome, command};
use super::service::{Call, PER_PAGE, Service};
use crate::raw_server::run;
use crate::receipts::sha256;

/// What a fault means for the run that it hits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    /// The exit code of a run that had nothing else to do.
    pub(super) code: i32,
    /// No other request of the run can do better.
    pub(super) ends_run: bool,
    /// An export may have happened all the same.
    pub(super) may_have_acted: bool,
}

/// Judges a run of which one request failed for good.
#[track_caller]
pub(super) fn assert_outcome(job: &Job, outcome: &Outcome, verdict: Verdict) {
    always(job, outcome);
    let told = || format!("{}: {verdict:?}: {outcome:#?}", job.line);
    let Some(hit) = &outcome.hit else {
        assert_untouched(job, outcome);
        return;
    };
    let ids = job.ids();
    let done: Vec<&str> = match hit {
        Call::Page(number) => ids[..PER_PAGE * (number - 1)].to_vec(),
        Call::Of(id) if verdict.ends_run => {
            let before = ids.iter().take_while(|other| *other != id);
            before.copied().collect()
        }
        Call::Of(id) => ids.into_iter().filter(|other| other != id).collect(),
    };
    assert_eq!(
        outcome.run.code,
        Some(code(job, hit, &done, verdict)),
        "{}",
        told()
    );
    if job.is_export() {
        assert_results(job, outcome, hit, &done, verdict);
    } else if job.has_folder() {
        assert_eq!(outcome.run.stdout, "", "{}", told());
        let is_there = |id: &&str| {
            let start = format!("dir/{id}");
            outcome.files.keys().any(|name| name.starts_with(&start))
        };
        let there: Vec<_> = job.ids().into_iter().filter(is_there).collect();
        assert_eq!(there, done, "{}", told());
    } else if job.is_all_or_nothing() && !job.keeps_failed_id(hit, verdict) {
        assert_eq!(outcome.run.stdout, "", "{}", told());
        assert!(!outcome.files.contains_key("out"), "{}", told());
    } else {
        assert_eq!(outcome.run.stdout, rest(job, &done), "{}", told());
    }
}

/// What holds of every run that could not do all that it was asked for, and of every other.
#[track_caller]
pub(super) fn always(job: &Job, outcome: &Outcome) {
    let told = || format!("{}: {outcome:#?}", job.line);
    let Outcome { run, files, .. } = outcome;
    assert_no_file_is_left(outcome);
    if run.code != Some(0) {
        let errors: Vec<_> = run
            .stderr
            .lines()
            .filter(|line| line.starts_with("error: "))
            .collect();
        // That of one engagement, and the sum of all.
        assert!((1..=2).contains(&errors.len()), "{}", told());
        assert!(errors.len() < 2 || errors[0] != errors[1], "{}", told());
        let known = [
            "error: ",
            "  hint: ",
            "  request id: ",
            "exported ",
            "written ",
        ];
        let is_known = |line: &str| known.iter().any(|start| line.starts_with(start));
        assert!(run.stderr.lines().all(is_known), "{}", told());
    }
    if let Some(proof) = files.get("proof") {
        assert_receipt(outcome, &serde_json::from_str(proof).expect("a receipt"));
    }
    assert_files(job, outcome);
}

/// Demands that no temporary file is left, neither beside a target nor elsewhere.
#[track_caller]
pub(super) fn assert_no_file_is_left(outcome: &Outcome) {
    let is_left = |name: &&String| name.starts_with("tmp/") || name.contains(".engagements-");
    let left: Vec<_> = outcome.files.keys().filter(is_left).collect();
    assert!(left.is_empty(), "{left:?} is left: {outcome:#?}");
}

/// Demands that files are whole or not there, and that nothing was exported more than once.
#[track_caller]
pub(super) fn assert_files(job: &Job, outcome: &Outcome) {
    let told = || format!("{}: {outcome:#?}", job.line);
    if outcome.run.code != Some(0) {
        assert!(!outcome.files.contains_key("out"), "{}", told());
        // A state is written if all but some IDs were delivered, and it has those.
        let state = outcome.files.get("state");
        let has_failed = state.is_none_or(|state| state.contains("\"failed\""));
        assert!(has_failed, "{}", told());
    }
    let right = folder(&job.right);
    for (name, content) in folder(outcome) {
        if !name.contains(".engagements-") {
            assert_eq!(right.get(&name), Some(&content), "{}", told());
        }
    }
    for (id, keys) in &outcome.exports {
        assert_eq!(*keys, 1, "{id} was exported more than once: {}", told());
    }
}

fn folder(outcome: &Outcome) -> BTreeMap<String, String> {
    let mut files = outcome.files.clone();
    files.retain(|name, _| name.starts_with("dir/"));
    files
}

/// Judges a run that no fault has hit: it is as every other.
#[track_caller]
pub(super) fn assert_untouched(job: &Job, outcome: &Outcome) {
    let told = || format!("{}: {outcome:#?}", job.line);
    assert_eq!(outcome.run.code, Some(0), "{}", told());
    assert_eq!(outcome.run.stdout, job.right.run.stdout, "{}", told());
    assert_eq!(outcome.run.stderr, job.right.run.stderr, "{}", told());
    assert_eq!(outcome.exports, job.right.exports, "{}", told());
    let names = |outcome: &Outcome| outcome.files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(outcome), names(&job.right), "{}", told());
}

/// Runs the command again with nothing in its way: what was missing is now there, and nothing has
/// happened twice.
#[track_caller]
pub(super) fn assert_completed(job: &Job, service: &Service, first: &Outcome) {
    let second = Outcome::of(service, run(command(service, job.line)));
    let told = || format!("{}: {first:#?} and then {second:#?}", job.line);
    assert_eq!(second.run.code, Some(0), "{}", told());
    if job.is_export() {
        let once: BTreeMap<_, _> = job.ids().into_iter().map(|id| (id.to_owned(), 1)).collect();
        assert_eq!(second.exports, once, "{}", told());
    } else if job.has_folder() {
        let mut files = folder(&second);
        // A run that was killed has not removed what it began.
        files.retain(|name, _| !name.contains(".engagements-"));
        assert_eq!(files, folder(&job.right), "{}", told());
    } else {
        let missing = match first.run.code {
            Some(0) => String::new(),
            // The delivered IDs are in the state.
            Some(9) if job.has_state() => {
                let lines = job.right.run.stdout.lines();
                let missing = lines.filter(|line| !first.run.stdout.contains(line));
                missing.flat_map(|line| [line, "\n"]).collect()
            }
            _ => job.right.run.stdout.clone(),
        };
        assert_eq!(second.run.stdout, missing, "{}", told());
    }
}

fn code(job: &Job, hit: &Call, done: &[&str], verdict: Verdict) -> i32 {
    let is_page = matches!(hit, Call::Page(_));
    let is_delivered = !done.is_empty()
        && (job.is_export() || !job.is_all_or_nothing() || job.keeps_failed_id(hit, verdict));
    match verdict.code {
        _ if job.is_export() && !is_page && verdict.may_have_acted => 10,
        4 if is_page || verdict.ends_run => 4,
        _ if is_delivered => 9,
        code => code,
    }
}

/// The true output without what is not done; an array that lacks something stays open.
pub(super) fn rest(job: &Job, done: &[&str]) -> String {
    let right = &job.right.run.stdout;
    let is_done = |piece: &&str| done.iter().any(|id| piece.contains(id));
    let blocks = |gap: &str, end: &str| {
        let pieces: Vec<_> = right.trim_end().split(gap).filter(is_done).collect();
        pieces.join(gap) + if pieces.is_empty() { "" } else { end }
    };
    match job.format() {
        "json" if job.ids().len() == 1 => String::new(),
        "json" => {
            let items = right.lines().map(|line| line.trim_end_matches(','));
            let items: Vec<_> = items.filter(is_done).collect();
            let opening = if items.is_empty() { "" } else { "[\n" };
            format!("{opening}{}", items.join(",\n"))
        }
        "table" if !job.line.starts_with("list") => blocks("\n\n", "\n"),
        "ndjson" | "id" => blocks("\n", "\n"),
        _ => {
            let rows = blocks("\n", "\n");
            let header = right.lines().next().unwrap_or_default();
            match rows.as_str() {
                "" => rows,
                _ => format!("{header}\n{rows}"),
            }
        }
    }
}

/// The results of an export: of those that were tried, in order, and an array that is closed only
/// if they are all there.
#[track_caller]
fn assert_results(job: &Job, outcome: &Outcome, hit: &Call, done: &[&str], verdict: Verdict) {
    let told = || format!("{}: {outcome:#?}", job.line);
    let (stdout, ids) = (&outcome.run.stdout, job.ids());
    let found: Vec<_> = ids
        .iter()
        .copied()
        .filter(|id| stdout.contains(id))
        .collect();
    match hit {
        Call::Page(_) => assert_eq!(found, done, "{}", told()),
        Call::Of(id) => {
            // Those side by side with a refused one were tried as well.
            let least = done.len() + 1;
            let are_there = found.len() >= least && ids.starts_with(&found);
            assert!(are_there && found.contains(&&**id), "{}", told());
            let status = ["failed", "unknown"][usize::from(verdict.may_have_acted)];
            let line = stdout.lines().find(|line| line.contains(&**id));
            assert!(line.unwrap_or_default().contains(status), "{}", told());
        }
    }
    if job.format() == "json" {
        let is_whole = serde_json::from_str::<Value>(stdout).is_ok();
        assert_eq!(is_whole, found.len() == ids.len(), "{}", told());
    }
}

#[track_caller]
fn assert_receipt(outcome: &Outcome, receipt: &Value) {
    let run = &outcome.run;
    assert_eq!(receipt["complete"], run.code == Some(0), "{outcome:#?}");
    if run.stdout.is_empty() {
        assert_eq!(receipt["records"], 0, "{outcome:#?}");
        return;
    }
    if receipt["sha256"].is_null() {
        // What could not be written has no sum.
        assert!(run.stderr.contains("File too large"), "{outcome:#?}");
        return;
    }
    assert_eq!(receipt["sha256"], sha256(&run.stdout), "{outcome:#?}");
    assert_eq!(receipt["bytes"], run.stdout.len(), "{outcome:#?}");
}
