//! The first screen of every command, kept in `tests/expected/help`: it fits a small terminal, and
//! its examples are run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;

use crate::completions::{COMMANDS, NESTED};
use crate::harness::{Run, SandboxServer, command};
use crate::snapshot;

/// Lines of a small terminal, without that of the next prompt.
const LINES: usize = 23;
const COLUMNS: usize = 80;

fn every_command() -> impl Iterator<Item = &'static str> {
    COMMANDS.into_iter().chain(NESTED).chain([""])
}

fn narrow(words: &str) -> Command {
    let home = std::env::temp_dir();
    let mut tool = command(&home);
    tool.env("COLUMNS", COLUMNS.to_string())
        .args(words.split_whitespace());
    tool
}

/// What `-h` prints in eighty columns.
fn first_screen(command: &str) -> String {
    let run = Run::of(&mut narrow(&format!("{command} -h")));
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)), "{command}");
    run.stdout
}

/// The examples of a help.
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
        let words = format!("engagements {command}");
        let name = format!("help/{}.txt", words.trim().replace(' ', "-"));
        snapshot::assert_output(&name, &help);
        names.insert(name);
        assert!(help.lines().count() <= LINES, "{help}");
        let widest = help.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(COLUMNS), "{help}");
        assert_eq!(examples(&help).len(), 2, "{help}");
        let usage = help.lines().nth(2).unwrap();
        assert!(
            usage.starts_with(&format!("Usage: {}", words.trim())),
            "{help}"
        );
    }
    snapshot::files_are("help", &names);
}

#[test]
fn missing_arguments_print_short_help() {
    for command in [
        "",
        "show",
        "transcript",
        "export",
        "recordings",
        "config",
        "completions",
    ] {
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
        assert!(long.stdout.lines().count() > short.lines().count());
        let words = short
            .split_whitespace()
            .filter(|word| word.starts_with("--"));
        for word in words.filter(|word| !word.contains("help")) {
            assert!(long.stdout.contains(word), "{command}: {word}");
        }
        for global in ["--base-url", "--retries", "--ca-cert", "--sandbox", "--tz"] {
            assert!(long.stdout.contains(global), "{command}: {global}");
        }
    }
}

/// A home as somebody has it who has set up the tool and a shell.
fn set_up(home: &Path) {
    for folder in [".config/engagements", ".config/fish/completions"] {
        fs::create_dir_all(home.join(folder)).unwrap();
    }
    let config = "[default]\n[night]\ntz = \"Europe/Tallinn\"\n";
    fs::write(home.join(".config/engagements/config.toml"), config).unwrap();
}

/// Runs a line as it can be pasted into a shell that is set up for the server.
fn pasted(sandbox: &SandboxServer, line: &str) -> Run {
    let binary = assert_cmd::cargo::cargo_bin!("engagements");
    let path = format!("{}:/usr/bin:/bin", binary.parent().unwrap().display());
    let tool = sandbox.command(&[]);
    let variables = tool
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let mut shell = Command::new("sh");
    let shell = shell.env_clear().envs(variables).env("PATH", path);
    Run::of(shell.current_dir(sandbox.home()).args(["-c", line]))
}

#[test]
fn help_examples_run() {
    let sandbox = SandboxServer::start(&[]);
    set_up(sandbox.home());
    let mut seen = BTreeSet::new();
    for command in every_command() {
        let help = first_screen(command);
        for example in examples(&help) {
            // What follows three blanks says what the example is for.
            let line = example.split("   ").next().unwrap_or_default();
            if !seen.insert(line.to_owned()) {
                continue;
            }
            if let Some(options) = line.strip_prefix("engagements sandbox ") {
                // It runs until it is stopped; that it prints its address is what it does.
                let options: Vec<&str> = options.split(' ').collect();
                assert!(
                    SandboxServer::start(&options)
                        .url()
                        .starts_with("http://127.")
                );
                continue;
            }
            let run = pasted(&sandbox, line);
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
