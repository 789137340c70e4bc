//! Shared helpers of the tests of bulk runs: IDs, export counts, signals.

use std::collections::BTreeMap;
use std::process::Child;

use serde_json::Value;

use crate::harness::{Run, SandboxServer};
use crate::sandbox::stats;

/// Returns the first IDs of the sandbox's list.
#[track_caller]
pub(crate) fn ids(sandbox: &SandboxServer, count: usize) -> Vec<String> {
    let run = sandbox.run(&format!("list --limit {count} -o id"));
    let ids: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
    assert_eq!(ids.len(), count, "{run:?}");
    ids
}

/// Appends these IDs to a command line.
pub(crate) fn with_ids(line: &str, ids: &[String]) -> String {
    format!("{line} {}", ids.join(" "))
}

/// Runs the tool with these IDs on stdin, one per line.
#[track_caller]
pub(crate) fn pipe(sandbox: &SandboxServer, ids: &[String], line: &str) -> Run {
    sandbox.run_on(&ids.join("\n"), line)
}

/// Returns how often each engagement was exported, as counted by the sandbox.
pub(crate) fn exports(sandbox: &SandboxServer) -> BTreeMap<String, u64> {
    let exports = stats(sandbox)["exports"].as_object().cloned();
    let count = |(id, count): (String, Value)| (id, count.as_u64().unwrap());
    exports.unwrap().into_iter().map(count).collect()
}

/// Asserts that exactly these engagements were exported, each once.
#[track_caller]
pub(crate) fn assert_exported_once(sandbox: &SandboxServer, ids: &[String]) {
    let once = ids.iter().map(|id| (id.clone(), 1)).collect();
    assert_eq!(exports(sandbox), once);
}

/// Returns the number of requests that the sandbox received.
pub(crate) fn requests(sandbox: &SandboxServer) -> u64 {
    stats(sandbox)["requests"].as_u64().unwrap()
}

/// Returns ID and `status` of each result of an export.
#[track_caller]
pub(crate) fn statuses(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let result = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        (text(&line["engagement_id"]), text(&line["status"]))
    };
    run.stdout.lines().map(result).collect()
}

/// Pairs each of these IDs with the same status.
pub(crate) fn all(ids: &[String], status: &str) -> Vec<(String, String)> {
    ids.iter()
        .map(|id| (id.clone(), status.to_owned()))
        .collect()
}

/// Runs a shell command with the tool on the `PATH` and the environment of the sandbox's commands.
#[track_caller]
pub(crate) fn run_shell(sandbox: &SandboxServer, line: &str) -> Run {
    let binary = assert_cmd::cargo::cargo_bin!("engagements");
    let path = binary.parent().unwrap().display();
    let tool = sandbox.command("");
    let variables = tool.get_envs();
    let mut shell = assert_cmd::Command::new("sh");
    shell
        .args(["-c", line])
        .env_clear()
        .envs(variables.filter_map(|(name, value)| Some((name, value?))))
        .env("PATH", format!("{path}:/usr/bin:/bin"))
        .current_dir(sandbox.home());
    Run::of(&mut shell)
}

/// Returns the signals that end a run, by name and number. Omits those that the test process itself
/// ignores, for example under `nohup`, because the tool inherits that.
pub(crate) fn handled_signals() -> impl Iterator<Item = (&'static str, i32)> {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = mask.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap());
    let signals = [("INT", 2), ("TERM", 15), ("HUP", 1)].into_iter();
    signals.filter(move |(_, number)| ignored & (1 << (number - 1)) == 0)
}

/// Sends a signal.
pub(crate) fn signal(child: &Child, name: &str) {
    let line = format!("kill -{name} {}", child.id());
    let status = std::process::Command::new("sh")
        .args(["-c", &line])
        .status();
    assert!(status.unwrap().success(), "{line}");
}
