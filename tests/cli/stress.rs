//! Load: concurrent runs, many IDs, large responses, long names.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use serde_json::{Value, json};

use crate::bulk_helpers::{assert_exported_once, ids, with_ids};
use crate::harness::{FORMATS, Run, SandboxServer};
use crate::raw_server::{RawServer, Response};
use crate::readme;

/// The number of concurrent runs.
const RUNS: usize = 8;

/// Runs the same command [`RUNS`] times concurrently and repeats the runs that find a lock. Returns the
/// other runs.
fn run_concurrently(sandbox: &SandboxServer, line: &str) -> Vec<Run> {
    let mut ended = Vec::new();
    while ended.len() < RUNS {
        let runs: Vec<Run> = thread::scope(|scope| {
            let started = (ended.len()..RUNS).map(|_| scope.spawn(|| sandbox.run(line)));
            let started: Vec<_> = started.collect();
            started.into_iter().map(|run| run.join().unwrap()).collect()
        });
        let (busy, through): (Vec<_>, Vec<_>) =
            runs.into_iter().partition(|run| run.code == Some(11));
        for run in &busy {
            run.assert_stderr_contains("is locked by another run");
            assert_eq!(run.stdout, "", "{run:?}");
        }
        assert!(!through.is_empty(), "all runs found a lock");
        ended.extend(through);
    }
    ended
}

#[test]
fn parallel_processes_share_state_and_ledger() {
    let sandbox = SandboxServer::start("");
    let everything = sandbox.run("list --all -o ndjson");
    let lists = run_concurrently(&sandbox, "list --all -o ndjson");
    for list in &lists {
        list.assert_output(&everything.stdout, "", 0);
    }
    let states = run_concurrently(&sandbox, "list --all -o id --since 2016 --state state");
    let lines = states.iter().flat_map(|run| run.stdout.lines());
    let lines: Vec<&str> = lines.collect();
    let once: BTreeSet<&str> = lines.iter().copied().collect();
    assert_eq!((lines.len(), once.len()), (254, 254));
    let ids = ids(&sandbox, 20);
    let exports = run_concurrently(&sandbox, &with_ids("export --ledger ledger -j 4", &ids));
    assert!(exports.iter().all(|run| run.code == Some(0)), "{exports:?}");
    assert_exported_once(&sandbox, &ids);
    let runs = lists.len() + states.len() + exports.len();
    readme::counted("eight runs run concurrently", runs);
}

/// Starts an API that sends this body in every response.
fn service(body: &Value) -> RawServer {
    let body: Arc<str> = body.to_string().into();
    RawServer::start(move |_| Response::new(200, "", &*body))
}

/// Builds a page of engagements with these visitor names.
fn page(names: impl IntoIterator<Item = String>) -> Value {
    let names = names.into_iter().zip(1..);
    let records =
        names.map(|(name, number)| json!({"id": format!("e{number}"), "visitor_name": name}));
    json!({"engagements": records.collect::<Vec<_>>(), "next_page": null})
}

#[test]
fn huge_records_are_printed() {
    let mut cases = 0;
    let names = ["é x".repeat(1 << 18), "😀".repeat(1 << 18)];
    let raw = service(&page(names.clone()));
    for format in FORMATS {
        let run = raw.run(&format!("list -o {format}"));
        run.assert_success();
        assert!(
            names.iter().all(|name| run.stdout.contains(name)),
            "{format}"
        );
        cases += 1;
    }
    let message = |number| json!({"created_at": "2016-07-07T13:47:28.000Z", "message": format!("message {number}")});
    let messages: Vec<_> = (0..10_000).map(message).collect();
    let raw = service(&json!(messages));
    for format in FORMATS {
        let run = raw.run(&format!("transcript e1 -o {format}"));
        run.assert_success();
        assert_eq!(run.stdout.matches("message ").count(), 10_000, "{format}");
        cases += 1;
    }
    let raw = service(&page(vec!["V".repeat(1 << 20); 30]));
    let ids: Vec<_> = (1..=30).map(|number| format!("e{number}\n")).collect();
    raw.run("list -o id").assert_output(&ids.concat(), "", 0);
    cases += 1;
    readme::counted("a response or name is huge", cases);
}
