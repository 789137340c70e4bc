//! What the tests of bulk work share: ids to work on, what was exported, how a run ends.

use std::collections::BTreeMap;
use std::process::Child;

use serde_json::Value;

use crate::harness::{Run, SandboxServer};
use crate::sandbox::stats;

/// The first IDs of the sandbox's list.
#[track_caller]
pub(crate) fn ids(sandbox: &SandboxServer, count: usize) -> Vec<String> {
    let run = sandbox.run(&["list", "--limit", &count.to_string(), "-o", "id"]);
    let ids: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
    assert_eq!(ids.len(), count, "{run:?}");
    ids
}

/// Words and ids as one command line.
pub(crate) fn words<'a>(command: &'a str, ids: &'a [String]) -> Vec<&'a str> {
    command
        .split(' ')
        .chain(ids.iter().map(String::as_str))
        .collect()
}

/// Runs the tool with these ids on its standard input, one a line.
#[track_caller]
pub(crate) fn pipe(sandbox: &SandboxServer, ids: &[String], command: &str) -> Run {
    let words: Vec<&str> = command.split(' ').collect();
    Run::of(sandbox.command(&words).write_stdin(ids.join("\n")))
}

/// How often each engagement was exported, by the server's own count.
pub(crate) fn exports(sandbox: &SandboxServer) -> BTreeMap<String, u64> {
    let exports = stats(sandbox)["exports"].as_object().cloned();
    let count = |(id, count): (String, Value)| (id, count.as_u64().unwrap());
    exports.unwrap().into_iter().map(count).collect()
}

/// That each of these was exported, once, and nothing else was.
#[track_caller]
pub(crate) fn assert_exported_once(sandbox: &SandboxServer, ids: &[String]) {
    let once = ids.iter().map(|id| (id.clone(), 1)).collect();
    assert_eq!(exports(sandbox), once);
}

/// How many requests the server has seen.
pub(crate) fn requests(sandbox: &SandboxServer) -> u64 {
    stats(sandbox)["requests"].as_u64().unwrap()
}

/// The column `status` of an export's results, with the ids.
#[track_caller]
pub(crate) fn statuses(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let result = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        (text(&line["engagement_id"]), text(&line["status"]))
    };
    run.stdout.lines().map(result).collect()
}

/// The same status for each of these ids.
pub(crate) fn all(ids: &[String], status: &str) -> Vec<(String, String)> {
    ids.iter()
        .map(|id| (id.clone(), status.to_owned()))
        .collect()
}

/// Runs a line of shell as a person would who has the tool installed; `…` are these ids.
#[track_caller]
pub(crate) fn paste(sandbox: &SandboxServer, ids: &[String], line: &str) -> Run {
    paste_for(&sandbox.command(&[]), &ids.join("\n"), line)
}

/// The same for the person who is set up as this tool is; `…` is this text.
#[track_caller]
pub(crate) fn paste_for(tool: &assert_cmd::Command, text: &str, line: &str) -> Run {
    let binary = assert_cmd::cargo::cargo_bin!("engagements");
    let path = binary.parent().unwrap().display();
    let variables = tool
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut shell = assert_cmd::Command::new("sh");
    shell
        .args(["-c", &line.replace('…', "cat")])
        .env_clear()
        .envs(variables)
        .env("PATH", format!("{path}:/usr/bin:/bin"))
        .current_dir(tool.get_current_dir().unwrap())
        .write_stdin(text);
    Run::of(&mut shell)
}

/// The signals that end a run, by name and number: but for those that the tests themselves were
/// started to ignore, as in the background of a script or under `nohup`, since so is the tool.
pub(crate) fn heeded() -> impl Iterator<Item = (&'static str, i32)> {
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
