//! The ledger: locking, entries, and damage.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use crate::bulk_helpers::{exports, ids, requests, with_ids};
use crate::harness::{SandboxServer, read};
use crate::sandbox::stats;

/// Returns the path of the ledger.
fn ledger(sandbox: &SandboxServer) -> PathBuf {
    sandbox.home().join("ledger")
}

#[test]
fn locked_ledger_sends_nothing() {
    let sandbox = SandboxServer::start("--fail stall,path=/export");
    let ids = ids(&sandbox, 2);
    let first = sandbox.spawn(&with_ids("export -v --ledger ledger", &ids[..1]));
    // The ledger is locked before the first request.
    while stats(&sandbox)["in_flight"] != 1 {}
    let before = requests(&sandbox);
    let second = sandbox.run(&with_ids("export --ledger ledger", &ids));
    let error = "error: `ledger` is locked by another run\n  hint: try again later\n";
    second.assert_output("", error, 11);
    assert_eq!(requests(&sandbox), before);
    let rehearsal = sandbox.run(&with_ids("export --dry-run --ledger ledger", &ids));
    assert_eq!(
        rehearsal.code,
        Some(0),
        "a dry run takes no lock: {rehearsal:?}"
    );
    let mut first = first;
    first.kill().unwrap();
    first.wait().unwrap();
}

#[test]
fn ledger_is_private_and_records_before_sending() {
    let sandbox = SandboxServer::start("--fail 500,path=/export,at=2");
    let ids = ids(&sandbox, 2);
    let run = sandbox.run(&with_ids("export --ledger ledger", &ids));
    assert_eq!(run.code, Some(10), "{run:?}");
    let mode = ledger(&sandbox).metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = read(ledger(&sandbox));
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let states: Vec<_> = lines[1..]
        .iter()
        .map(|line| line["state"].as_str())
        .collect();
    let expected = ["sending", "exported", "sending", "unknown"].map(Some);
    assert_eq!(states, expected);
    assert_eq!(lines[3]["key"], lines[4]["key"]);
    assert_ne!(lines[1]["key"], lines[3]["key"]);
}

#[test]
fn truncated_ledger_line_is_tolerated() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 3);
    sandbox.run(&with_ids("export --ledger ledger", &ids[..2]));
    let complete = fs::read(ledger(&sandbox)).unwrap();
    let last = complete[..complete.len() - 1]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .unwrap()
        + 1;
    // Its outcome is lost, so the export is repeated with the same idempotency key.
    for cut in [last, last + 1, last + 40, complete.len() - 2] {
        fs::write(ledger(&sandbox), &complete[..cut]).unwrap();
        let run = sandbox.run(&with_ids("export --ledger ledger -o ndjson", &ids));
        assert_eq!(run.code, Some(0), "cut at {cut}: {run:?}");
        assert_eq!(exports(&sandbox)[&ids[0]], 1);
        assert_eq!(exports(&sandbox)[&ids[1]], 1, "cut at {cut}");
    }
}

#[test]
fn damaged_ledger_sends_nothing() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 3);
    sandbox.run(&with_ids("export --ledger ledger", &ids[..2]));
    let before = requests(&sandbox);
    let complete = read(ledger(&sandbox));
    let damages = [
        complete.replacen("sending", "sanding", 1),
        complete.replacen("\"version\":1", "\"version\":2", 1),
        format!("{complete}{complete}"),
        "id,created_at\n".to_owned(),
    ];
    for damage in damages {
        fs::write(ledger(&sandbox), &damage).unwrap();
        for option in ["-q", "--dry-run"] {
            let run = sandbox.run(&with_ids(&format!("export --ledger ledger {option}"), &ids));
            run.assert_stdout("", 1);
            run.assert_stderr_contains("`ledger` ");
            let has_hint = run.stderr.contains("hint: nothing was sent");
            assert_eq!(has_hint, option != "-q", "{}", run.stderr);
        }
        assert_eq!(read(ledger(&sandbox)), damage);
    }
    assert_eq!(requests(&sandbox), before);
}
