//! What the README gives to cron and systemd is what runs here.

use std::fs;
use std::path::Path;

use crate::bench::Practice;
use crate::practice::{call, stats};
use crate::work::{assert_exported_once, exports, paste};

/// The lines of the README's blocks of this kind.
pub(crate) fn block(kind: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = fs::read_to_string(path).unwrap();
    let mut lines = Vec::new();
    let mut within = false;
    for line in text.lines() {
        if line.starts_with("```") {
            within = line.strip_prefix("```") == Some(kind);
        } else if within {
            lines.push(line.to_owned());
        }
    }
    lines
}

/// What cron hands to the shell: the line behind its five fields of time.
fn crontab() -> String {
    let lines = block("crontab");
    let line = lines
        .iter()
        .find(|line| line.starts_with(|first: char| first.is_ascii_digit()));
    let command = line.unwrap().splitn(6, ' ').last().unwrap();
    assert!(!command.contains('%'), "cron would cut it there");
    command.to_owned()
}

/// The value of a setting of the units.
fn unit(name: &str) -> String {
    let lines = block("ini");
    let mut values = lines
        .iter()
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
    let line = crontab().replace("--since 2026-01-01", "--since 2016");
    assert_ne!(line, crontab());
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
