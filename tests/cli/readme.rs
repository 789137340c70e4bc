//! The README's sessions: every command in it is run, and must print what it says.

use std::path::{Path, PathBuf};

use crate::bench;

/// A command of a session, and what the README says that it prints.
struct Step {
    command: String,
    printed: String,
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("README.md: {why}"))
}

/// The steps of all blocks marked as `console`.
fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut in_session = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_session = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| in_session) {
            steps.push(Step {
                command: command.to_owned(),
                printed: String::new(),
            });
        } else if let Some(step) = steps.last_mut().filter(|_| in_session) {
            step.printed.push_str(line);
            step.printed.push('\n');
        }
    }
    steps
}

fn directory_of_the_binary() -> PathBuf {
    let binary = assert_cmd::cargo::cargo_bin!("engagements");
    binary.parent().map(Path::to_owned).unwrap_or_default()
}

/// Demands that the table of what can go wrong has a row for this class of faults, and that the row
/// says that so many cases of it are tried: a number that a test has counted.
#[track_caller]
pub(crate) fn counted(class: &str, cases: usize) {
    let readme = readme();
    let (_, rest) = readme
        .split_once("\n## What can go wrong\n")
        .expect("the section");
    let section = rest.split("\n## ").next().unwrap_or_default();
    let row = format!("| {class} | {cases} | ");
    let is_there = section.lines().any(|line| line.starts_with(&row));
    assert!(is_there, "no row of the README begins with `{row}`");
}

#[test]
fn every_session_prints_what_the_readme_says() {
    let steps = steps(&readme());
    assert!(steps.len() >= 5, "the sessions are not where they were");
    let home = tempfile::TempDir::new().unwrap();
    let path = format!("{}:/usr/bin:/bin", directory_of_the_binary().display());
    for step in steps {
        let mut shell = assert_cmd::Command::new("sh");
        shell.args(["-c", &step.command]).current_dir(home.path());
        shell
            .env_clear()
            .env("PATH", &path)
            .env("HOME", home.path());
        let run = bench::Run::of(&mut shell);
        assert_eq!(run.stdout, step.printed, "{}: {}", step.command, run.stderr);
        assert_eq!(
            (run.stderr.as_str(), run.code),
            ("", Some(0)),
            "{}",
            step.command
        );
    }
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let home = tempfile::TempDir::new().unwrap();
    let help = bench::Run::of(bench::tool(home.path()).arg("--help")).stdout;
    let readme = readme();
    let rows = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "));
    let codes: Vec<_> = rows
        .filter(|(code, _)| code.starts_with(|first: char| first.is_ascii_digit()))
        .collect();
    assert_eq!(codes.len(), 13);
    for (code, meaning) in codes {
        let code = code.split(',').next().unwrap();
        let first_words: String = meaning
            .chars()
            .take_while(|c| !":;,|".contains(*c))
            .collect();
        let line = help
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("{code} ")));
        let line = line.unwrap_or_else(|| panic!("{code} is missing in the help"));
        assert!(line.contains(first_words.trim()), "{line} / {meaning}");
    }
}
