//! Incremental runs: each engagement is delivered once.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::bulk_helpers::requests;
use crate::harness::{Run, SandboxServer, read};
use crate::sandbox::{call, stats};

/// Adds new engagements to the sandbox.
fn arrive(sandbox: &SandboxServer, count: usize) {
    call(
        sandbox,
        "POST",
        &format!("/sandbox/arrive?count={count}"),
        &[],
    );
}

fn all_ids(sandbox: &SandboxServer) -> HashSet<String> {
    let run = sandbox.run("list --all -o id");
    run.stdout.lines().map(str::to_owned).collect()
}

/// Counts the records of each ID.
fn counts(lines: &str, key: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        *counts
            .entry(record[key].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    counts
}

fn json(sandbox: &SandboxServer, file: &str) -> Value {
    let text = read(sandbox.home().join(file));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn new_engagements_arrive_with_next_run() {
    let sandbox = SandboxServer::start("--latency 4ms");
    let line = "list --all --since 2016 --per-page 10 --state s -o ndjson";
    let mut lines = String::new();
    for _ in 0..4 {
        let before = requests(&sandbox);
        let child = sandbox.spawn(line);
        while requests(&sandbox) == before {}
        arrive(&sandbox, 25);
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        lines += &String::from_utf8(output.stdout).unwrap();
    }
    lines += &sandbox.run(line).stdout;
    let counts = counts(&lines, "id");
    assert_eq!(
        counts.keys().cloned().collect::<HashSet<_>>(),
        all_ids(&sandbox)
    );
    assert!(counts.values().all(|&count| count == 1), "{counts:?}");
}

#[test]
fn state_needs_all_and_initial_since() {
    let sandbox = SandboxServer::start("");
    let error = "error: the first run with the state `s` needs `--since`\n  \
                hint: later runs start where the last one ended\n";
    sandbox
        .run("list --all --state s")
        .assert_output("", error, 2);
    assert!(!sandbox.home().join("s").exists());
    for command in [
        "list --state s",
        "list --limit 3 --state s",
        "transcript a --state s",
    ] {
        assert_eq!(sandbox.run(command).code, Some(2), "{command}");
    }
    assert_eq!(requests(&sandbox), 0);
}

#[test]
fn locked_state_is_busy() {
    let sandbox = SandboxServer::start("--fail stall");
    let line = "list --all --since 2016 --state s -o ndjson";
    let mut first = sandbox.spawn(line);
    while stats(&sandbox)["in_flight"] != 1 {}
    let second = sandbox.run(line);
    let error = "error: `s` is locked by another run\n  hint: try again later\n";
    assert!(
        second.stderr.ends_with(error.split_once("`s`").unwrap().1),
        "{second:?}"
    );
    second.assert_stdout("", 11);
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(requests(&sandbox), 1);
}

#[test]
fn failed_run_keeps_state_and_output() {
    let sandbox = SandboxServer::start("--fail 500,path=?page=2&,every=2");
    let run = || {
        sandbox
            .run("list --all --since 2016 --state s --lookback 10d -o id --retries 0 --receipt r")
    };
    let first = run();
    first.assert_line_count(254, 0);
    let mode = sandbox
        .home()
        .join("s")
        .metadata()
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(json(&sandbox, "r")["complete"], true);
    let state = json(&sandbox, "s");
    arrive(&sandbox, 150);
    let second = run();
    second.assert_stdout("", 8);
    assert_eq!(json(&sandbox, "s"), state);
    let receipt = json(&sandbox, "r");
    assert_eq!(receipt["complete"], false);
    assert_eq!(receipt["records"], 0);
    let third = run();
    third.assert_line_count(150, 0);
    let receipt = json(&sandbox, "r");
    assert_eq!(receipt["complete"], true);
    assert_eq!(receipt["records"], 150);
    assert!(
        receipt["duplicates_removed"].as_u64() > Some(0),
        "{receipt}"
    );
    assert_eq!(receipt["until"], json(&sandbox, "s")["mark"]);
    let bytes = receipt["bytes"]
        .as_u64()
        .and_then(|bytes| usize::try_from(bytes).ok());
    assert_eq!(bytes, Some(third.stdout.len()));
}

#[test]
fn state_fetches_only_new_transcripts() {
    let sandbox = SandboxServer::start("--engagements 40");
    let run = |more: &str| -> Run {
        sandbox.run(&format!("transcript --all --since 2016 --state s {more}"))
    };
    let first = run("-o ndjson");
    assert_eq!(first.code, Some(0), "{first:?}");
    let before = requests(&sandbox);
    run("-o ndjson").assert_output("", "", 0);
    assert_eq!(requests(&sandbox), before + 1, "only the list");
    arrive(&sandbox, 3);
    let third = run("-o ndjson");
    assert_eq!(requests(&sandbox), before + 5);
    let (old, new) = (
        counts(&first.stdout, "engagement_id"),
        counts(&third.stdout, "engagement_id"),
    );
    assert!(new.keys().all(|id| !old.contains_key(id)), "{new:?}");
    let of_list = sandbox.run("list --all --state s");
    assert_eq!(
        of_list.code,
        Some(2),
        "a state belongs to one command: {of_list:?}"
    );
}

#[test]
fn first_run_stores_recent_transcripts_only() {
    let sandbox = SandboxServer::start("--engagements 200");
    let line = "transcript --all --since 2016 --state s -o ndjson";
    let run = sandbox.run(line);
    assert_eq!(run.code, Some(0), "{run:?}");
    let delivered = json(&sandbox, "s")["delivered"].as_object().unwrap().len();
    assert!((1..50).contains(&delivered), "{delivered} of 204");
    sandbox.run(line).assert_output("", "", 0);
}

#[test]
fn repeated_transcripts_are_counted_as_left_out() {
    let sandbox = SandboxServer::start("--engagements 4");
    let line = "transcript --all --since 60d --state s --lookback 60d --receipt r -o ndjson";
    for (engagements, left_out) in [(4, 0), (0, 4)] {
        let run = sandbox.run(line);
        assert_eq!(run.code, Some(0), "{run:?}");
        let receipt = json(&sandbox, "r");
        let counts = [&receipt["engagements"], &receipt["duplicates_removed"]];
        assert_eq!(counts, [engagements, left_out], "{receipt}");
    }
}

#[test]
fn state_fetches_transcript_files_once() {
    let sandbox = SandboxServer::start("--engagements 30 --fail 404,path=transcript,at=7");
    let command = "transcript --all --since 2016 --state s --output-dir d -o json";
    let run = || sandbox.run(command);
    let first = run();
    first.assert_stdout("", 9);
    assert_eq!(json(&sandbox, "s")["failed"].as_object().unwrap().len(), 1);
    let before = requests(&sandbox);
    // The failed ID is tried again.
    run().assert_output("", "written 1, kept 0\n", 0);
    assert_eq!(requests(&sandbox), before + 2);
    assert_eq!(json(&sandbox, "s")["failed"], Value::Null);
    run().assert_output("", "written 0, kept 0\n", 0);
    let there = fs::read_dir(sandbox.home().join("d")).unwrap().count();
    assert_eq!(there, 34);
}
