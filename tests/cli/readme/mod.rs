//! The README: its commands are run in order and must print the documented output.

pub(crate) mod blocks;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::{self, Run, SandboxServer, read};
use crate::interop;
use blocks::{Step, blocks, document, of};

/// The placeholder for a value of the reader.
const YOURS: &str = "=...";

/// Runs the commands of the README with a sandbox.
struct Reader {
    sandbox: SandboxServer,
    path: String,
}

impl Reader {
    fn new() -> Self {
        let binary = assert_cmd::cargo::cargo_bin!("engagements");
        let directory = binary.parent().map(Path::to_owned).unwrap_or_default();
        let path = std::env::var("PATH").unwrap_or_default();
        Self {
            sandbox: SandboxServer::start(""),
            path: format!("{}:{path}", directory.display()),
        }
    }

    /// Runs a shell command. A line with `--sandbox` or with own credentials does not get those of the
    /// sandbox server.
    fn run(&self, line: &str) -> Run {
        let variables = self.sandbox.command("");
        let variables = variables
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)))
            .filter(|(name, _)| match name.to_str() {
                Some("HOME") => true,
                Some("ENGAGEMENTS_TOKEN") => !line.contains(YOURS) && !line.contains("--sandbox"),
                _ => !line.contains("--sandbox"),
            });
        let line = line
            .replace("KEY_ID=...", "KEY_ID=sandbox-key")
            .replace("KEY_SECRET=...", "KEY_SECRET=sandbox-secret")
            .replace("TOKEN=...", "TOKEN=sandbox-token");
        let mut shell = assert_cmd::Command::new("sh");
        shell
            .args(["-c", &line])
            .env_clear()
            .envs(variables)
            .env("PATH", &self.path)
            .current_dir(self.sandbox.home());
        Run::of(&mut shell)
    }

    /// Returns the text of a file in the home.
    fn file(&self, name: &str) -> String {
        let path = self.sandbox.home().join(name);
        fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
    }

    /// Returns the NDJSON records that a command prints.
    fn records(&self, command: &str) -> Vec<Value> {
        let run = self.run(&format!("engagements {command} -o ndjson"));
        run.assert_success();
        let records = run.stdout.lines().map(serde_json::from_str);
        records.collect::<Result<_, _>>().unwrap()
    }
}

/// Returns whether this machine can run the step: jq may be missing.
fn can_run(step: &Step) -> bool {
    let tools = [("jq ", "jq --version")];
    let mut needed = tools.iter().filter(|(word, _)| step.command.contains(word));
    needed.all(|(word, check)| {
        let mut shell = std::process::Command::new("sh");
        let shell = shell.args(["-c", check]).stdout(Stdio::null());
        let there = shell.stderr(Stdio::null()).status().unwrap().success();
        if !there {
            interop::skip(&format!("no `{}` for `{}`", word.trim_end(), step.command));
        }
        there
    })
}

fn readme() -> String {
    document("README.md")
}

/// Asserts that the table of injected faults has a row for this fault with this number of cases.
#[track_caller]
pub(crate) fn counted(class: &str, cases: usize) {
    let readme = document("tests/README.md");
    let (_, rest) = readme
        .split_once("\n## Injected faults\n")
        .expect("the section");
    let section = rest.split("\n## ").next().unwrap_or_default();
    let row = format!("| {class} | {cases} | ");
    let is_there = section.lines().any(|line| line.starts_with(&row));
    assert!(is_there, "no row of tests/README.md begins with `{row}`");
}

#[test]
fn readme_blocks_have_tested_languages() {
    let blocks = blocks(&readme());
    assert!(blocks.len() > 10, "blocks are missing");
    for block in blocks {
        // `cron.rs` tests units and cron lines.
        let known = ["console", "sh", "toml", "crontab", "ini"];
        assert!(known.contains(&block.kind.as_str()), "{}", block.kind);
    }
}

#[test]
fn readme_build_commands_match_ci() {
    let gate = Path::new(env!("CARGO_MANIFEST_DIR")).join(".ci/run");
    let gate = read(gate);
    let first = of(&readme(), "sh").swap_remove(0);
    let commands: Vec<_> = first.text.lines().collect();
    assert_eq!(commands.len(), 2, "{commands:?}");
    for line in commands {
        let command = line.split('#').next().unwrap().trim();
        // CI adds these options.
        let gate = gate.replace(" --locked", "").replace(" --quiet", "");
        assert!(gate.contains(command), "{command}");
    }
}

#[test]
fn readme_names_minimum_rust_version() {
    let version = env!("CARGO_PKG_RUST_VERSION");
    assert!(readme().contains(&format!("Rust {version} or newer")));
}

#[test]
fn readme_names_existing_source_files() {
    let readme = document(".github/CONTRIBUTING.md");
    let (_, rest) = readme.split_once("\n## How one command runs\n").unwrap();
    let section = rest.split("\n## ").next().unwrap();
    let quoted = section.split('`').skip(1).step_by(2);
    let paths: Vec<_> = quoted
        .filter(|word| word.ends_with('/') || word.rsplit('.').next() == Some("rs"))
        .collect();
    assert!(paths.len() > 20, "{paths:?}");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in paths {
        assert!(source.join(path).exists(), "{path}");
    }
}

/// Runs all sessions and scripts of the README.
fn read_along(reader: &Reader) {
    let mut steps = 0;
    // CI runs the cargo commands.
    let blocks = blocks(&readme()).into_iter().filter(|block| {
        ["console", "sh"].contains(&block.kind.as_str()) && !block.text.starts_with("cargo ")
    });
    for step in blocks.flat_map(|block| block.steps()).filter(can_run) {
        let run = reader.run(&step.command);
        let mut messages = run.stderr.lines();
        assert!(
            messages.all(|line| line.starts_with("written ")),
            "{}: {run:?}",
            step.command
        );
        assert_eq!(run.code, Some(0), "{}", step.command);
        if step.command.contains(YOURS) {
            assert!(run.stdout.lines().count() > 10, "{}: {run:?}", step.command);
        } else {
            assert_eq!(run.stdout, step.printed, "{}", step.command);
        }
        steps += 1;
    }
    assert!(steps >= 9, "{steps}");
}

#[test]
fn readme_commands_print_documented_output() {
    let today = || chrono::Utc::now().date_naive();
    let (reader, _) = std::iter::repeat_with(|| (Reader::new(), today()))
        .find(|(reader, day)| {
            read_along(reader);
            // `yesterday` changes at midnight.
            today() == *day
        })
        .unwrap();
    assert_yesterday_is_complete(&reader);
    assert_flagged_files_match_list(&reader);
}

fn assert_yesterday_is_complete(reader: &Reader) {
    let text = reader.file("yesterday.csv");
    let text = text.strip_prefix('\u{feff}').unwrap();
    let rows = csv::Reader::from_reader(text.as_bytes()).into_records();
    let written: Vec<_> = rows.map(|row| row.unwrap()[1].to_owned()).collect();
    let messages = reader.records("transcript --all --since yesterday --until yesterday");
    assert!(written.len() > 5, "{text}");
    let times = messages
        .iter()
        .map(|message| message["created_at"].as_str().unwrap())
        .map(|time| time[..19].replace('T', " "));
    assert_eq!(written, times.collect::<Vec<_>>());
}

fn assert_flagged_files_match_list(reader: &Reader) {
    let flagged = |since: &str| {
        let mut records = reader.records(&format!("list --all --since {since}"));
        records.retain(|record| record["flagged"] == true);
        let names = records
            .iter()
            .map(|record| format!("{}.txt", record["id"].as_str().unwrap()));
        names.collect::<BTreeSet<_>>()
    };
    let written = fs::read_dir(reader.sandbox.home().join("flagged")).unwrap();
    let written = written.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let written: BTreeSet<_> = written.collect();
    // The seven days end when the command runs, so the bounds are not compared exactly.
    assert!(written.is_superset(&flagged("6d")) && written.is_subset(&flagged("8d")));
    assert!(!flagged("6d").is_empty());
}

#[test]
fn readme_profiles_are_valid() {
    let reader = Reader::new();
    let profiles = of(&readme(), "toml").swap_remove(0);
    fs::write(reader.sandbox.home().join("config.toml"), profiles.text).unwrap();
    let shown = |profile: &str| {
        let mut tool = harness::command(reader.sandbox.home());
        tool.args([
            "--config",
            "config.toml",
            "--profile",
            profile,
            "config",
            "show",
        ]);
        let run = Run::of(&mut tool);
        run.assert_success();
        run.stdout
    };
    assert!(shown("default").contains("Europe/Tallinn"));
    assert!(shown("europe").contains("https://api.glia.eu"));
}

#[test]
fn readme_exit_codes_match_help() {
    let home = tempfile::TempDir::new().unwrap();
    let help = harness::Run::of(harness::command(home.path()).arg("--help")).stdout;
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
