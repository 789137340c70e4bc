//! Completions and manual pages: current, and complete.

use std::collections::BTreeSet;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Run, command};

/// The commands of the tool.
pub(crate) const COMMANDS: [&str; 9] = [
    "list",
    "show",
    "transcript",
    "export",
    "recordings",
    "sandbox",
    "config",
    "completions",
    "man",
];

/// The nested commands.
pub(crate) const NESTED: [&str; 4] = ["config path", "config show", "config check", "config init"];

/// The shells and their completion scripts in the repository.
const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "engagements.bash"),
    ("zsh", "_engagements"),
    ("fish", "engagements.fish"),
    ("powershell", "_engagements.ps1"),
    ("elvish", "engagements.elv"),
];

fn script(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("completions")
        .join(file);
    std::fs::read_to_string(path).unwrap()
}

/// Returns the long options in the help of a command.
fn options(subcommand: &str) -> BTreeSet<String> {
    let home = TempDir::new().unwrap();
    let words = subcommand.split_whitespace().chain(["--help"]);
    let help = Run::of(command(home.path()).args(words)).stdout;
    let options = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix(|c: char| c == '-').unwrap_or_default();
        let long = line
            .strip_prefix('-')
            .or_else(|| Some(line.split_once(", --")?.1))?;
        let name = long.split(|c: char| !c.is_ascii_lowercase() && c != '-');
        name.into_iter().next().map(str::to_owned)
    });
    options.filter(|option| !option.is_empty()).collect()
}

#[test]
fn committed_completions_are_current() {
    let home = TempDir::new().unwrap();
    for (shell, file) in SCRIPTS {
        let run = Run::of(command(home.path()).args(["completions", shell]));
        let kept = script(file);
        assert!(
            run.stdout == kept,
            "refresh it: engagements completions {shell} > completions/{file}"
        );
        for subcommand in COMMANDS {
            assert!(kept.contains(subcommand), "{file} lacks {subcommand}");
        }
    }
}

#[test]
fn completions_contain_every_option() {
    let commands = COMMANDS.into_iter().chain([""]);
    let all: BTreeSet<String> = commands.flat_map(options).collect();
    for known in [
        "help", "verbose", "since", "summary", "receipt", "latency", "dir",
    ] {
        assert!(all.contains(known), "{known} is in no help: {all:?}");
    }
    for (shell, file) in SCRIPTS {
        let script = script(file);
        for option in &all {
            let named = match shell {
                "fish" => format!(" -l {option}"),
                _ => format!("--{option}"),
            };
            let follows = |at: usize| script[at + named.len()..].chars().next();
            let is_whole = |at: usize| follows(at).is_none_or(|c| !c.is_alphanumeric() && c != '-');
            let mut places = script.match_indices(&named).map(|(at, _)| at);
            assert!(places.any(is_whole), "{file} lacks --{option}");
        }
    }
}

#[test]
fn completions_hint_option_values() {
    let (zsh, fish) = (script("_engagements"), script("engagements.fish"));
    for hint in [
        ":FILE:_files'",
        ":DIR:_files -/'",
        ":COUNT:'",
        "*::ids -- Engagement IDs; `-` reads them from stdin:'",
        ":ZONE:(utc local America/Chicago",
        ":FIELDS:(id engagement_type created_at duration",
        ":FIELDS:(engagement_id created_at sender_type",
        ":FIELDS:(engagement_id status http_status",
        "csv\\:\"Comma-separated values after RFC 4180, with a header\"",
    ] {
        assert!(zsh.contains(hint), "{hint}");
    }
    assert!(!zsh.contains(":_default"), "nothing is completed blindly");
    for line in fish.lines().filter(|line| line.contains(" -l output-dir ")) {
        assert!(
            line.ends_with("\"(__fish_complete_directories)\""),
            "{line}"
        );
    }
    for line in fish.lines().filter(|line| line.contains(" -l ledger ")) {
        assert!(line.ends_with(" -r -F"), "{line}");
    }
}

#[test]
fn every_command_has_man_page() {
    let home = TempDir::new().unwrap();
    Run::of(command(home.path()).args(["man", "--dir", "pages"])).assert_output("", "", 0);
    for subcommand in COMMANDS.into_iter().chain(NESTED) {
        let page = format!("pages/engagements-{}.1", subcommand.replace(' ', "-"));
        let page = std::fs::read_to_string(home.path().join(page)).unwrap();
        let page = page.replace("\\-", "-");
        for part in [".SH NAME", ".SH SYNOPSIS", "Examples:"] {
            assert!(page.contains(part), "{subcommand} lacks {part}");
        }
        for option in options(subcommand) {
            assert!(
                page.contains(&format!("--{option}")),
                "{subcommand}: {option}"
            );
        }
        for entry in page.split("\n.TP\n").skip(1) {
            let (option, text) = entry.split_once('\n').unwrap();
            assert!(!text.starts_with(".SH"), "{subcommand}: what is {option}?");
            assert!(!text.is_empty(), "{subcommand}: what is {option}?");
        }
    }
    let run = Run::of(command(home.path()).arg("man"));
    for part in [".TH engagements 1", "Exit codes:", "max\\-wait"] {
        assert!(run.stdout.contains(part), "{run:?}");
    }
}

#[test]
fn invalid_time_zone_does_not_stop_completions() {
    let home = TempDir::new().unwrap();
    for words in [&["completions", "bash"][..], &["man"]] {
        let run = Run::of(
            command(home.path())
                .env("ENGAGEMENTS_TZ", "Mars/Base")
                .args(words),
        );
        let usual = Run::of(command(home.path()).args(words));
        run.assert_output(&usual.stdout, "", 0);
    }
}
