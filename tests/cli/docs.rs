//! What the tool says about itself.

use crate::bench::{Bench, Run, tool};
use crate::completions::COMMANDS;

/// The table of exit codes that users rely on.
const EXIT_CODES: [(&str, &str); 14] = [
    (
        "0",
        "done; also an empty result, and a reader that closed the pipe",
    ),
    ("1", "local failure: cannot read or write a file, a bug"),
    ("2", "wrong usage: option, value, field, id"),
    (
        "3",
        "configuration: no token, no site, unreadable or unknown settings",
    ),
    ("4", "refused: 401, 403"),
    ("5", "not found: 404"),
    ("6", "rate limited: 429 after all retries"),
    (
        "7",
        "network: name, connection, TLS, timeout, reset after all retries",
    ),
    (
        "8",
        "the service failed: other 4xx and 5xx after all retries, an answer that is not what the \
           API documents, an export without success",
    ),
    ("9", "partial: some output was delivered, the rest was not"),
    (
        "10",
        "unknown: an export may or may not have happened; its id and key are named",
    ),
    (
        "11",
        "busy: another run holds the ledger, the state or the lock",
    ),
    ("130", "interrupted"),
    ("143", "terminated"),
];

fn help(words: &[&str]) -> String {
    let home = tempfile::TempDir::new().unwrap();
    let run = Run::of(tool(home.path()).args(words));
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)), "{words:?}");
    run.stdout
}

#[test]
fn the_help_has_the_table_of_exit_codes() {
    let help = help(&["--help"]);
    let (_, table) = help.split_once("\nExit codes:\n").unwrap();
    let mut rows: Vec<(String, String)> = Vec::new();
    for line in table.lines() {
        let (code, text) = line.split_at(7);
        match (code.trim(), rows.last_mut()) {
            ("", Some((_, sentence))) => sentence.extend([" ", text.trim()]),
            (code, _) => rows.push((code.to_owned(), text.trim().to_owned())),
        }
    }
    let expected = EXIT_CODES.map(|(code, text)| (code.to_owned(), text.to_owned()));
    assert_eq!(rows, expected);
}

#[test]
fn the_version_is_the_crate_s() {
    let expected = format!("engagements {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(help(&["--version"]), expected);
    assert_eq!(help(&["-V"]), expected);
}

#[test]
fn every_command_has_help_and_none_shows_a_value_of_the_environment() {
    let bench = Bench::new();
    for command in [
        "list",
        "show",
        "transcript",
        "export",
        "recordings",
        "sandbox",
    ] {
        let long = bench.run(&[command, "--help"]);
        assert!(
            long.stdout
                .contains(&format!("Usage: engagements {command} ")),
            "{command}"
        );
        assert!(!long.stdout.contains(&bench.url()), "{command}");
        assert_eq!((long.stderr.as_str(), long.code), ("", Some(0)));
    }
}

#[test]
fn the_help_of_export_says_first_that_nothing_is_downloaded() {
    let help = help(&["export", "--help"]);
    let first = help.lines().next().unwrap();
    assert!(
        first.contains("the service") && first.contains("nothing is downloaded"),
        "{first}"
    );
}

#[test]
fn every_variable_of_the_help_is_one_that_is_read() {
    let text = ["list", "show", "transcript"]
        .map(|command| help(&[command, "--help"]))
        .concat();
    for name in [
        "ENGAGEMENTS_BASE_URL",
        "ENGAGEMENTS_AUTH_SCHEME",
        "ENGAGEMENTS_CONCURRENCY",
        "ENGAGEMENTS_TZ",
        "ENGAGEMENTS_ERROR_FORMAT",
        "ENGAGEMENTS_SITE_IDS",
        "ENGAGEMENTS_OPERATOR_IDS",
        "ENGAGEMENTS_OUTPUT",
    ] {
        assert!(text.contains(name), "{name} is not in the help");
    }
}

/// The examples at the start of a help.
fn examples(help: &str) -> Vec<&str> {
    let (before, rest) = help.split_once("\nExamples:\n").unwrap();
    assert_eq!(before.trim_end().lines().count(), 1, "{before}");
    let (examples, rest) = rest.split_once("\n\n").unwrap();
    assert!(rest.starts_with("Usage: engagements "), "{rest}");
    examples.lines().collect()
}

#[test]
fn every_help_begins_with_two_examples_and_fits_eighty_columns() {
    let home = tempfile::TempDir::new().unwrap();
    for command in COMMANDS.into_iter().chain([""]) {
        let words = command.split_whitespace().chain(["-h"]);
        let help = Run::of(tool(home.path()).env("COLUMNS", "80").args(words)).stdout;
        assert_eq!(examples(&help).len(), 2, "{help}");
        assert!(
            help.lines().all(|line| line.chars().count() <= 80),
            "{help}"
        );
        assert!(help.lines().count() < 48, "{help}");
        for global in ["--base-url", "--retries", "--ca-cert"] {
            assert!(!help.contains(global), "{help}");
        }
    }
}

#[test]
fn examples_can_be_typed() {
    let home = tempfile::TempDir::new().unwrap();
    for command in ["list", "show", "transcript", "export", "recordings", ""] {
        let words = command.split_whitespace().chain(["-h"]);
        let help = Run::of(tool(home.path()).args(words)).stdout;
        for example in examples(&help) {
            // What follows three blanks says what the example is for.
            let line = example.trim().split("   ").next().unwrap();
            for part in line.split(" | ") {
                let words = part.split(' ').skip(1).filter(|word| *word != "--sandbox");
                let mut dry = tool(home.path());
                dry.args(words).args(["--sandbox", "--dry-run"]);
                let run = Run::of(dry.write_stdin("a\n"));
                assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)), "{example}");
            }
        }
    }
}

#[test]
fn options_stand_in_the_groups_of_the_contract() {
    let headings = |command: &str| {
        let help = help(&[command, "--help"]);
        let lines = help
            .lines()
            .filter(|line| line.ends_with(':') && !line.starts_with(' '));
        let lines = lines.filter(|line| !["Examples:", "Arguments:", "Options:"].contains(line));
        lines.collect::<Vec<_>>().join(" ")
    };
    let global = "Connection (global):";
    assert_eq!(
        headings("list"),
        format!("Selection: Paging: Output: Incremental runs: {global}")
    );
    assert_eq!(
        headings("show"),
        format!("Selection: Paging: Output: {global}")
    );
    assert_eq!(
        headings("transcript"),
        format!("Selection: Paging: Output: Incremental runs: {global}")
    );
    assert_eq!(
        headings("recordings"),
        format!("Selection: Paging: Output: {global}")
    );
    assert_eq!(
        headings("export"),
        format!("Selection: Paging: Export: Output: {global}")
    );
}
