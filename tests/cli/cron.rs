//! What the README gives to cron and systemd is what runs here.

use std::fs;

use crate::bench::Practice;
use crate::practice::{call, stats};
use crate::readme::blocks;
use crate::work::{assert_exported_once, exports, paste};

/// What cron hands to the shell for a subcommand: the line behind its five fields of time.
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
    assert!(!command.contains('%'), "cron would cut it there");
    command.to_owned()
}

/// The value of a setting of the units.
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

fn start() -> Practice {
    let practice = Practice::start(&["--engagements", "60"]);
    fs::create_dir(practice.home().join("engagements")).unwrap();
    practice
}

fn file(practice: &Practice, name: &str) -> String {
    fs::read_to_string(practice.home().join("engagements").join(name)).unwrap()
}

#[test]
fn the_line_for_cron_collects_each_engagement_once_and_tells_failures() {
    let practice = start();
    // The made-up engagements of the last weeks, whatever day it is.
    let line = crontab("list").replace("--since 2026-01-01", "--since 2016");
    assert_ne!(line, crontab("list"));
    paste(&practice, &[], &line).is("", "", 0);
    assert_eq!(file(&practice, "all.ndjson").lines().count(), 64);
    call(&practice, "POST", "/sandbox/arrive?count=5", &[]);
    let refused = paste(
        &practice,
        &[],
        &format!("export ENGAGEMENTS_TOKEN=wrong; {line}"),
    );
    assert_eq!(refused.stdout, "engagements list ended with code 4\n");
    assert!(file(&practice, "list.json").contains("\"complete\": false"));
    paste(&practice, &[], &line).is("", "", 0);
    assert_eq!(file(&practice, "all.ndjson").lines().count(), 69);
    assert!(file(&practice, "list.json").contains("\"complete\": true"));
}

#[test]
fn the_line_for_cron_exports_each_engagement_once_and_tells_failures() {
    let practice = start();
    let line = crontab("export").replace("--since 7d", "--since 2016");
    assert_ne!(line, crontab("export"));
    let refused = format!("export ENGAGEMENTS_TOKEN=wrong; {line}");
    let refused = paste(&practice, &[], &refused);
    assert_eq!(refused.stdout, "engagements export ended with code 4\n");
    paste(&practice, &[], &line).is("", "", 0);
    let done: Vec<String> = exports(&practice).into_keys().collect();
    assert!(done.len() > 5, "{done:?}");
    assert_eq!(file(&practice, "export.ndjson").lines().count(), done.len());
    paste(&practice, &[], &line).is("", "", 0);
    assert_exported_once(&practice, &done);
}

#[test]
fn the_unit_for_systemd_exports_each_engagement_once() {
    let practice = start();
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
    let first = paste(&practice, &[], &line);
    assert_eq!(
        (first.stdout.as_str(), first.code),
        ("", Some(0)),
        "{first:?}"
    );
    let done: Vec<String> = exports(&practice).into_keys().collect();
    assert!(done.len() > 5, "{done:?}");
    assert_eq!(file(&practice, "export.ndjson").lines().count(), done.len());
    call(&practice, "POST", "/sandbox/arrive?count=5", &[]);
    let second = paste(&practice, &[], &line);
    assert_eq!(second.code, Some(0), "{second:?}");
    let all: Vec<String> = exports(&practice).into_keys().collect();
    assert!(all.len() > done.len());
    assert_exported_once(&practice, &all);
    assert_eq!(stats(&practice)["repeated_exports"], 0);
    assert!(file(&practice, "export.json").contains("\"complete\": true"));
}
