//! `-h` of every command: snapshots in `tests/expected/help`, size, and examples.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::bulk_helpers::run_shell;
use crate::completions::{COMMANDS, NESTED};
use crate::harness::{Run, SandboxServer, command};
use crate::snapshot;

/// Lines of a small terminal without the line of the prompt.
const LINES: usize = 23;
const COLUMNS: usize = 80;

/// Returns the commands and subcommands; the last is empty, for the tool itself.
fn every_command() -> impl Iterator<Item = &'static str> {
    COMMANDS.into_iter().chain(NESTED).chain([""])
}

/// Builds a command on a screen of 80 columns.
fn narrow(line: &str) -> Command {
    let home = std::env::temp_dir();
    let mut tool = command(&home);
    tool.env("COLUMNS", COLUMNS.to_string())
        .args(line.split_whitespace());
    tool
}

/// Returns the output of `-h` for 80 columns.
fn first_screen(command: &str) -> String {
    let run = Run::of(&mut narrow(&format!("{command} -h")));
    run.assert_success();
    run.stdout
}

/// Returns the examples in a help text.
fn examples(help: &str) -> Vec<&str> {
    let (_, rest) = help.split_once("\nExamples:\n").unwrap();
    let examples = rest.split("\n\n").next().unwrap_or_default();
    examples.lines().map(str::trim).collect()
}

#[test]
fn short_help_matches_snapshot_and_fits_screen() {
    let mut names = BTreeSet::new();
    for command in every_command() {
        let help = first_screen(command);
        let tool = format!("engagements {command}");
        let tool = tool.trim();
        let name = format!("help/{}.txt", tool.replace(' ', "-"));
        snapshot::assert_output(&name, &help);
        names.insert(name);
        assert!(help.lines().count() <= LINES, "{help}");
        let widest = help.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(COLUMNS), "{help}");
        assert_eq!(examples(&help).len(), 2, "{help}");
        let usage = help.lines().nth(2).unwrap();
        assert!(usage.starts_with(&format!("Usage: {tool}")), "{help}");
    }
    snapshot::files_are("help", &names);
}

#[test]
fn missing_arguments_print_short_help() {
    for command in ["", "config", "completions"] {
        Run::of(&mut narrow(command)).assert_output("", &first_screen(command), 2);
        let run = Run::of(narrow(command).env("ENGAGEMENTS_ERROR_FORMAT", "json"));
        let error: serde_json::Value = serde_json::from_str(&run.stderr).unwrap();
        assert_eq!(error["error"], "usage");
        let message = "missing arguments";
        assert_eq!((&error["message"], run.code), (&message.into(), Some(2)));
    }
}

#[test]
fn long_help_contains_short_help_options() {
    for command in every_command() {
        let long = Run::of(&mut narrow(&format!("{command} --help")));
        assert_eq!(
            (long.stderr.as_str(), long.code),
            ("", Some(0)),
            "{command}"
        );
        let short = first_screen(command);
        assert!(long.stdout.lines().count() >= short.lines().count());
        let words = short
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for word in words.filter(|word| !word.contains("help")) {
            assert!(long.stdout.contains(word), "{command}: {word}");
        }
        // Global options and exit codes are in one place.
        for global in ["\n      --retries <", "\n      --tz <", "\nExit codes:\n"] {
            let is_root = command.is_empty();
            assert_eq!(long.stdout.contains(global), is_root, "{command}: {global}");
        }
    }
}

/// Creates the configuration of the tool and of a shell in a home.
fn set_up(home: &Path) {
    for directory in [".config/engagements", ".config/fish/completions"] {
        fs::create_dir_all(home.join(directory)).unwrap();
    }
    let config = "[default]\n[night]\ntz = \"Europe/Tallinn\"\n";
    fs::write(home.join(".config/engagements/config.toml"), config).unwrap();
}

#[test]
fn help_examples_run() {
    let sandbox = SandboxServer::start("");
    set_up(sandbox.home());
    let mut seen = BTreeSet::new();
    for command in every_command() {
        let help = first_screen(command);
        for example in examples(&help) {
            // Three spaces separate an example from its description.
            let line = example.split("   ").next().unwrap_or_default();
            if !seen.insert(line.to_owned()) {
                continue;
            }
            if let Some(options) = line.strip_prefix("engagements sandbox ") {
                // The sandbox runs until it is stopped, so only its output is tested.
                assert!(
                    SandboxServer::start(options)
                        .url()
                        .starts_with("http://127.")
                );
                continue;
            }
            let run = run_shell(&sandbox, line);
            assert_eq!(run.code, Some(0), "{line}: {run:?}");
        }
    }
    for file in [
        "week.csv",
        "transcripts.csv",
        "exports.ndjson",
        "engagements.1",
        ".bash_completion",
        ".config/fish/completions/engagements.fish",
        ".local/share/man/man1/engagements-list.1",
    ] {
        let written = fs::read_to_string(sandbox.home().join(file));
        assert!(!written.unwrap().is_empty(), "{file}");
    }
}
