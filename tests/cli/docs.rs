//! What the tool says about itself.

use crate::bench::{Bench, Run, tool};

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
    for command in ["list", "show", "transcript", "export", "sandbox"] {
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
