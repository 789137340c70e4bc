//! Bulk runs: concurrency, order, outages, and one file per transcript.

use std::collections::HashSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};

use serde_json::Value;

use crate::bulk_helpers::{ids, pipe, requests};
use crate::harness::{Run, SandboxServer, read, read_json};
use crate::raw_server::{RawServer, Response};
use crate::running::Running;
use crate::sandbox::stats;
use crate::streams::trace;

/// Returns the engagement IDs of NDJSON messages in order.
fn engagements(ndjson: &str) -> Vec<String> {
    let id = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        line["engagement_id"].as_str().unwrap().to_owned()
    };
    let mut ids: Vec<String> = ndjson.lines().map(id).collect();
    ids.dedup();
    ids
}

#[test]
fn concurrent_transcripts_keep_list_order() {
    let sandbox = SandboxServer::start("--engagements 996 --latency 50ms");
    let run = sandbox.run("transcript --all -j 8 -o ndjson");
    run.assert_success();
    let stats = stats(&sandbox);
    assert_eq!(stats["requests"], 1010, "1,000 transcripts and 10 pages");
    assert_eq!(
        stats["largest_in_flight"], 8,
        "list and transcripts together"
    );
    let printed = engagements(&run.stdout);
    let mut listed = ids(&sandbox, 1000);
    let with_messages: HashSet<_> = printed.iter().cloned().collect();
    listed.retain(|id| with_messages.contains(id));
    assert_eq!(printed, listed);
    assert!(printed.len() > 800, "{}", printed.len());
}

#[test]
fn missing_transcript_keeps_other_transcripts() {
    let sandbox = SandboxServer::start("");
    let mut wanted = ids(&sandbox, 40);
    wanted.insert(20, "no-such-engagement".to_owned());
    let run = pipe(&sandbox, &wanted, "transcript - -o json");
    assert_eq!(run.code, Some(9), "{run:?}");
    run.assert_stderr_starts_with(
        "error: the transcript of engagement `no-such-engagement` was not found (404)",
    );
    let sum = "error: failed to fetch 1 of 41 engagements\n";
    assert!(run.stderr.ends_with(sum), "{}", run.stderr);
    // The array stays unclosed because it is incomplete.
    let came: Vec<Value> = serde_json::from_str(&(run.stdout + "]")).unwrap();
    wanted.remove(20);
    let came: Vec<_> = came
        .iter()
        .map(|one| one["engagement_id"].as_str().unwrap())
        .collect();
    assert_eq!(came, wanted);
}

#[test]
fn slow_stdin_does_not_delay_first_request() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 2);
    let binary = assert_cmd::cargo::cargo_bin!("engagements");
    let variables = sandbox.command("");
    let variables = variables
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut command = std::process::Command::new(binary);
    command
        .args(["show", "-", "-o", "csv", "--fields", "id", "--no-header"])
        .env_clear()
        .envs(variables)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped());
    let mut child = Running::start(&mut command);
    let mut stdin = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in &ids {
        writeln!(stdin, "{id}").unwrap();
        // The output arrives while stdin is still open.
        assert_eq!(lines.next().unwrap().unwrap(), *id);
    }
    drop(stdin);
    assert!(lines.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn outage_ends_run_and_names_stop() {
    let sandbox = SandboxServer::start("--engagements 996 --fail 503,path=/engagements/,from=500");
    let ids = ids(&sandbox, 1000);
    let run = pipe(
        &sandbox,
        &ids,
        "show - -o csv --fields id --no-header -j 8 --retries 1",
    );
    assert_eq!(run.code, Some(9), "{}", run.stderr);
    let made = requests(&sandbox);
    assert!((500..620).contains(&made), "{made} requests");
    let (_, stop) = run.stderr.split_once("stopped at `").unwrap();
    let (stop, rest) = stop.split_once('`').unwrap();
    assert!(
        rest.starts_with(": it and later IDs were not processed\n"),
        "{rest}"
    );
    let stop = ids.iter().position(|id| id == stop).unwrap();
    // The IDs before it are in the output or in the errors.
    for id in &ids[..stop] {
        let is_reported = run.stderr.contains(&format!("engagement `{id}`"));
        assert!(
            is_reported || run.stdout.contains(id),
            "{id}: {}",
            run.stderr
        );
    }
}

#[test]
fn transcript_files_are_private_and_fetched_once() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = SandboxServer::start("--fail 401,path=transcript,at=12");
    let ids = ids(&sandbox, 20);
    let home = sandbox.home();
    let run = |format: &str| -> Run {
        pipe(
            &sandbox,
            &ids,
            &format!("transcript - --output-dir d/e -j 1 --receipt r -o {format}"),
        )
    };
    let first = run("json");
    first.assert_stdout("", 4);
    let error = format!("stopped at `{}`: it and later IDs", ids[11]);
    first.assert_stderr_contains(&error);
    first.assert_stderr_contains("run the same command again: it skips what is done");
    let before = requests(&sandbox);
    run("json").assert_output("", "written 9, kept 11\n", 0);
    assert_eq!(requests(&sandbox), before + 9);
    let receipt: Value = read_json(home.join("r"));
    assert_eq!(receipt["engagements"], 9);
    assert_eq!(receipt["complete"], true);
    assert_eq!(receipt["bytes"], Value::Null);
    assert_eq!(receipt["sha256"], Value::Null);
    for (format, extension) in [
        ("json", "json"),
        ("ndjson", "ndjson"),
        ("csv", "csv"),
        ("table", "txt"),
    ] {
        assert_eq!(run(format).code, Some(0));
        for id in &ids[..3] {
            let path = home.join(format!("d/e/{id}.{extension}"));
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            let alone = sandbox.run(&format!("transcript {id} -o {format}"));
            assert_eq!(read(&path), alone.stdout, "{format}");
        }
    }
    assert_eq!(std::fs::read_dir(home.join("d/e")).unwrap().count(), 80);
    let mode = home.join("d/e").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn unusable_output_dir_is_rejected() {
    let sandbox = SandboxServer::start("");
    std::fs::write(sandbox.home().join("file"), "").unwrap();
    let run = sandbox.run("transcript a --output-dir file -o json");
    assert_eq!(run.code, Some(1), "{run:?}");
    run.assert_stderr_starts_with("error: cannot create the directory `file`: ");
    let run = sandbox.run("transcript a --output-dir d -O f");
    assert_eq!(run.code, Some(2), "{run:?}");
    assert_eq!(requests(&sandbox), 0);
}

#[test]
fn dry_run_skips_existing_transcript_files() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 3);
    pipe(&sandbox, &ids[..2], "transcript - --output-dir d -o json");
    let run = pipe(
        &sandbox,
        &ids,
        "transcript - --output-dir d -o json --dry-run",
    );
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    run.assert_stdout_contains(&ids[2]);
}

#[test]
fn new_directories_are_synced() {
    let raw = RawServer::with(vec![|| Response::new(200, "", "[]")]);
    let home = raw.home().canonicalize().unwrap();
    fs::create_dir(home.join("d")).unwrap();
    let Some(calls) = trace(&raw, "transcript a --output-dir d/e/f/ -o json") else {
        return;
    };
    let is_synced = |directory| {
        let directory = format!("<{}>)", home.join(directory).display());
        let mut calls = calls.lines();
        calls.any(|call| call.contains("fsync(") && call.contains(&directory))
    };
    assert_eq!(["d", "d/e", "d/e/f"].map(is_synced), [true; 3], "{calls}");
}
