//! The cron lines and systemd units of the documentation.

use std::fs;

use crate::bulk_helpers::{assert_exported_once, exports, run_shell};
use crate::harness::{SandboxServer, read};
use crate::readme::blocks;
use crate::sandbox::{call, stats};

/// Returns the shell command in the cron line of a subcommand, without its five time fields.
fn crontab(subcommand: &str) -> String {
    let lines = blocks::of(&blocks::document("README.md"), "crontab")
        .swap_remove(0)
        .text;
    let mut commands = lines
        .lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_digit()))
        .filter_map(|line| line.splitn(6, ' ').last());
    let called = format!("engagements {subcommand} ");
    let command = commands.find(|line| line.contains(&called)).unwrap();
    assert!(!command.contains('%'), "cron treats `%` as a line break");
    command.to_owned()
}

/// Returns the value of a setting in the systemd units.
fn unit(name: &str) -> String {
    let units = blocks::of(&blocks::document(".github/SYSTEMD.md"), "ini");
    let mut values = units
        .iter()
        .flat_map(|unit| unit.text.lines())
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix('='));
    values
        .next()
        .unwrap_or_else(|| panic!("no {name}"))
        .to_owned()
}

/// Starts a sandbox, and creates the directory that the cron lines expect.
fn start() -> SandboxServer {
    let sandbox = SandboxServer::start("--engagements 60");
    fs::create_dir(sandbox.home().join("engagements")).unwrap();
    sandbox
}

/// Reads a file that a job has written.
fn file(sandbox: &SandboxServer, name: &str) -> String {
    read(sandbox.home().join("engagements").join(name))
}

#[test]
fn cron_list_appends_once_and_reports_failure() {
    let sandbox = start();
    // Include the generated engagements of the last weeks on any day.
    let line = crontab("list").replace("--since 2026-01-01", "--since 2016");
    assert_ne!(line, crontab("list"));
    run_shell(&sandbox, &line).assert_output("", "", 0);
    assert_eq!(file(&sandbox, "all.ndjson").lines().count(), 64);
    call(&sandbox, "POST", "/sandbox/arrive?count=5", &[]);
    let refused = run_shell(&sandbox, &format!("export ENGAGEMENTS_TOKEN=wrong; {line}"));
    assert_eq!(refused.stdout, "engagements list ended with code 4\n");
    assert!(file(&sandbox, "list.json").contains("\"complete\": false"));
    run_shell(&sandbox, &line).assert_output("", "", 0);
    assert_eq!(file(&sandbox, "all.ndjson").lines().count(), 69);
    assert!(file(&sandbox, "list.json").contains("\"complete\": true"));
}

#[test]
fn cron_export_runs_once_and_reports_failure() {
    let sandbox = start();
    let line = crontab("export").replace("--since 7d", "--since 2016");
    assert_ne!(line, crontab("export"));
    let refused = format!("export ENGAGEMENTS_TOKEN=wrong; {line}");
    let refused = run_shell(&sandbox, &refused);
    assert_eq!(refused.stdout, "engagements export ended with code 4\n");
    run_shell(&sandbox, &line).assert_output("", "", 0);
    let done: Vec<String> = exports(&sandbox).into_keys().collect();
    assert!(done.len() > 5, "{done:?}");
    assert_eq!(file(&sandbox, "export.ndjson").lines().count(), done.len());
    run_shell(&sandbox, &line).assert_output("", "", 0);
    assert_exported_once(&sandbox, &done);
}

#[test]
fn systemd_unit_exports_each_engagement_once() {
    let sandbox = start();
    assert_eq!(unit("WorkingDirectory"), "%h/engagements");
    assert_eq!(unit("SuccessExitStatus"), "11");
    let command = unit("ExecStart")
        .replace("/usr/local/bin/", "")
        .replace("--since 7d", "--since 2016");
    assert!(
        !command.contains(['$', '%', '\'', '"', ';', '|', '>']),
        "there is no shell"
    );
    let line = format!("cd ~/engagements && {command} >> export.ndjson");
    let first = run_shell(&sandbox, &line);
    first.assert_stdout("", 0);
    let done: Vec<String> = exports(&sandbox).into_keys().collect();
    assert!(done.len() > 5, "{done:?}");
    assert_eq!(file(&sandbox, "export.ndjson").lines().count(), done.len());
    call(&sandbox, "POST", "/sandbox/arrive?count=5", &[]);
    let second = run_shell(&sandbox, &line);
    assert_eq!(second.code, Some(0), "{second:?}");
    let all: Vec<String> = exports(&sandbox).into_keys().collect();
    assert!(all.len() > done.len());
    assert_exported_once(&sandbox, &all);
    assert_eq!(stats(&sandbox)["repeated_exports"], 0);
    assert!(file(&sandbox, "export.json").contains("\"complete\": true"));
}
