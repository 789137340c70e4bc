//! Assertions about the outcome of a run.

use std::collections::BTreeMap;

use serde_json::Value;

use super::commands::{Job, Outcome, command};
use super::faulty_api::{Call, FaultyApi, PER_PAGE};
use crate::raw_server::run;
use crate::receipts::sha256;

/// The effect of a fault on the run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    /// The exit code of a run without other output.
    pub(super) code: i32,
    /// Every other request would fail as well.
    pub(super) ends_run: bool,
    /// An export may have happened.
    pub(super) may_have_acted: bool,
}

/// Asserts the outcome of a run in which one request failed permanently.
#[track_caller]
pub(super) fn assert_outcome(job: &Job, outcome: &Outcome, verdict: Verdict) {
    always(job, outcome);
    let context = || format!("{}: {verdict:?}: {outcome:#?}", job.line);
    let Some(hit) = &outcome.hit else {
        assert_untouched(job, outcome);
        return;
    };
    let ids = job.ids();
    let done: Vec<&str> = match hit {
        Call::Page(number) => ids[..PER_PAGE * (number - 1)].to_vec(),
        Call::Of(id) if verdict.ends_run || job.stops_at_outage(verdict) => {
            let before = ids.iter().take_while(|other| *other != id);
            before.copied().collect()
        }
        Call::Of(id) => ids.into_iter().filter(|other| other != id).collect(),
    };
    assert_eq!(
        outcome.run.code,
        Some(code(job, hit, &done, verdict)),
        "{}",
        context()
    );
    if job.is_export() {
        assert_results(job, outcome, hit, &done, verdict);
    } else if job.has_output_dir() {
        assert_eq!(outcome.run.stdout, "", "{}", context());
        let is_there = |id: &&str| {
            let start = format!("dir/{id}");
            outcome.files.keys().any(|name| name.starts_with(&start))
        };
        let there: Vec<_> = job.ids().into_iter().filter(is_there).collect();
        assert_eq!(there, done, "{}", context());
    } else if job.is_atomic() && !job.keeps_failed_id(hit, verdict) {
        assert_eq!(outcome.run.stdout, "", "{}", context());
        assert!(!outcome.files.contains_key("out"), "{}", context());
    } else {
        assert_eq!(outcome.run.stdout, rest(job, &done), "{}", context());
    }
}

/// Asserts what holds for every run, failed or not.
#[track_caller]
pub(super) fn always(job: &Job, outcome: &Outcome) {
    let context = || format!("{}: {outcome:#?}", job.line);
    let Outcome { run, files, .. } = outcome;
    assert_no_temporary_files(outcome);
    if run.code != Some(0) {
        let errors: Vec<_> = run
            .stderr
            .lines()
            .filter(|line| line.starts_with("error: "))
            .collect();
        // One error for an engagement, and one that counts the failures.
        assert!((1..=2).contains(&errors.len()), "{}", context());
        assert!(errors.len() < 2 || errors[0] != errors[1], "{}", context());
        let known = [
            "error: ",
            "  hint: ",
            "  request id: ",
            "exported ",
            "written ",
        ];
        let is_known = |line: &str| known.iter().any(|start| line.starts_with(start));
        assert!(run.stderr.lines().all(is_known), "{}", context());
    }
    if let Some(proof) = files.get("proof") {
        assert_receipt(outcome, &serde_json::from_str(proof).expect("a receipt"));
    }
    assert_files(job, outcome);
}

/// Asserts that no temporary file is left, neither beside a destination nor in `TMPDIR`.
#[track_caller]
pub(super) fn assert_no_temporary_files(outcome: &Outcome) {
    let is_temporary = |name: &&String| name.starts_with("tmp/") || name.contains(".engagements-");
    let left: Vec<_> = outcome.files.keys().filter(is_temporary).collect();
    assert!(left.is_empty(), "{left:?} is left: {outcome:#?}");
}

/// Asserts that files are complete or absent, and that nothing was exported more than once.
#[track_caller]
pub(super) fn assert_files(job: &Job, outcome: &Outcome) {
    let context = || format!("{}: {outcome:#?}", job.line);
    if outcome.run.code != Some(0) {
        assert!(!outcome.files.contains_key("out"), "{}", context());
        // A failed run writes the state only to record failed IDs.
        let state = outcome.files.get("state");
        let has_failed = state.is_none_or(|state| state.contains("\"failed\""));
        assert!(has_failed, "{}", context());
    }
    let baseline = directory(&job.baseline);
    for (name, content) in directory(outcome) {
        if !name.contains(".engagements-") {
            assert_eq!(baseline.get(&name), Some(&content), "{}", context());
        }
    }
    for (id, keys) in &outcome.exports {
        assert_eq!(*keys, 1, "{id} was exported more than once: {}", context());
    }
}

fn directory(outcome: &Outcome) -> BTreeMap<String, String> {
    let mut files = outcome.files.clone();
    files.retain(|name, _| name.starts_with("dir/"));
    files
}

/// Asserts that a run without a fault equals the baseline.
#[track_caller]
pub(super) fn assert_untouched(job: &Job, outcome: &Outcome) {
    let context = || format!("{}: {outcome:#?}", job.line);
    assert_eq!(outcome.run.code, Some(0), "{}", context());
    assert_eq!(outcome.run.stdout, job.baseline.run.stdout, "{}", context());
    assert_eq!(outcome.run.stderr, job.baseline.run.stderr, "{}", context());
    assert_eq!(outcome.exports, job.baseline.exports, "{}", context());
    let names = |outcome: &Outcome| outcome.files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(outcome), names(&job.baseline), "{}", context());
}

/// Runs the command again without a fault: it delivers the missing part, and nothing twice.
#[track_caller]
pub(super) fn assert_completed(job: &Job, api: &FaultyApi, first: &Outcome) {
    let second = Outcome::of(api, run(command(api, job.line)));
    let context = || format!("{}: {first:#?} and then {second:#?}", job.line);
    assert_eq!(second.run.code, Some(0), "{}", context());
    if job.is_export() {
        let once: BTreeMap<_, _> = job.ids().into_iter().map(|id| (id.to_owned(), 1)).collect();
        assert_eq!(second.exports, once, "{}", context());
    } else if job.has_output_dir() {
        let mut files = directory(&second);
        // A killed run leaves its temporary files.
        files.retain(|name, _| !name.contains(".engagements-"));
        assert_eq!(files, directory(&job.baseline), "{}", context());
    } else {
        let missing = match first.run.code {
            Some(0) => String::new(),
            // The state contains the delivered IDs.
            Some(9) if job.has_state() => {
                let lines = job.baseline.run.stdout.lines();
                let missing = lines.filter(|line| !first.run.stdout.contains(line));
                missing.flat_map(|line| [line, "\n"]).collect()
            }
            _ => job.baseline.run.stdout.clone(),
        };
        assert_eq!(second.run.stdout, missing, "{}", context());
    }
}

fn code(job: &Job, hit: &Call, done: &[&str], verdict: Verdict) -> i32 {
    let is_page = matches!(hit, Call::Page(_));
    let is_delivered = !done.is_empty()
        && (job.is_export() || !job.is_atomic() || job.keeps_failed_id(hit, verdict));
    match verdict.code {
        _ if job.is_export() && !is_page && verdict.may_have_acted => 10,
        4 if is_page || verdict.ends_run => 4,
        _ if is_delivered => 9,
        code => code,
    }
}

/// Returns the baseline's output for the IDs in `done` only; an incomplete JSON array stays unclosed.
pub(super) fn rest(job: &Job, done: &[&str]) -> String {
    let baseline = &job.baseline.run.stdout;
    let is_done = |piece: &&str| done.iter().any(|id| piece.contains(id));
    let blocks = |gap: &str, end: &str| {
        let pieces: Vec<_> = baseline.trim_end().split(gap).filter(is_done).collect();
        pieces.join(gap) + if pieces.is_empty() { "" } else { end }
    };
    match job.format() {
        "json" if job.ids().len() == 1 => String::new(),
        "json" => {
            let items = baseline.lines().map(|line| line.trim_end_matches(','));
            let items: Vec<_> = items.filter(is_done).collect();
            let opening = if items.is_empty() { "" } else { "[\n" };
            format!("{opening}{}", items.join(",\n"))
        }
        "table" if !job.line.starts_with("list") => blocks("\n\n", "\n"),
        "ndjson" | "id" => blocks("\n", "\n"),
        _ => {
            let rows = blocks("\n", "\n");
            let header = baseline.lines().next().unwrap_or_default();
            match rows.as_str() {
                "" => rows,
                _ => format!("{header}\n{rows}"),
            }
        }
    }
}

/// Asserts the results of an export: attempted IDs in order; a JSON array is closed only if it is
/// complete.
#[track_caller]
fn assert_results(job: &Job, outcome: &Outcome, hit: &Call, done: &[&str], verdict: Verdict) {
    let context = || format!("{}: {outcome:#?}", job.line);
    let (stdout, ids) = (&outcome.run.stdout, job.ids());
    let found: Vec<_> = ids
        .iter()
        .copied()
        .filter(|id| stdout.contains(id))
        .collect();
    match hit {
        Call::Page(_) => assert_eq!(found, done, "{}", context()),
        Call::Of(id) => {
            // IDs that were exported concurrently with the unauthorized one have a result as well.
            let least = done.len() + 1;
            let are_there = found.len() >= least && ids.starts_with(&found);
            assert!(are_there && found.contains(&&**id), "{}", context());
            let status = ["failed", "unknown"][usize::from(verdict.may_have_acted)];
            let line = stdout.lines().find(|line| line.contains(&**id));
            assert!(line.unwrap_or_default().contains(status), "{}", context());
        }
    }
    if job.format() == "json" {
        let is_whole = serde_json::from_str::<Value>(stdout).is_ok();
        assert_eq!(is_whole, found.len() == ids.len(), "{}", context());
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
        // Output that could not be written has no digest.
        assert!(run.stderr.contains("File too large"), "{outcome:#?}");
        return;
    }
    assert_eq!(receipt["sha256"], sha256(&run.stdout), "{outcome:#?}");
    assert_eq!(receipt["bytes"], run.stdout.len(), "{outcome:#?}");
}
