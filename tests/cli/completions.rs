//! Completions and manual pages: current, and complete.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;

use crate::harness::{Run, command, read};
use crate::profiles::{PLACE, home};
use crate::pty;

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
    read(path)
}

/// Returns the long options in the help of a command.
fn options(subcommand: &str) -> BTreeSet<String> {
    let home = TempDir::new().unwrap();
    let args = subcommand.split_whitespace().chain(["--help"]);
    let help = Run::of(command(home.path()).args(args)).stdout;
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
    }
}

/// Returns the candidates for the last word, as a script gets them.
fn candidates(home: &Path, shell: &str, line: &str) -> Vec<String> {
    let args: Vec<&str> = line.split(' ').collect();
    let index = (args.len() - 1).to_string();
    let mut command = command(home);
    command
        .env("ENGAGEMENTS_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", index)
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(args);
    let run = Run::of(&mut command);
    run.assert_success();
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn completions_contain_every_option() {
    let home = TempDir::new().unwrap();
    let global = options("");
    for known in ["help", "verbose", "sandbox"] {
        assert!(global.contains(known), "{known} is in no help: {global:?}");
    }
    for subcommand in COMMANDS {
        let offered = candidates(home.path(), "bash", &format!("engagements {subcommand} --"));
        let own = options(subcommand);
        let global = global.iter().filter(|option| *option != "version");
        for option in own.iter().chain(global) {
            assert!(
                offered.contains(&format!("--{option}")),
                "{subcommand} --{option}"
            );
        }
    }
    let offered = candidates(home.path(), "bash", "engagements ");
    assert!(
        COMMANDS
            .iter()
            .all(|name| offered.iter().any(|offer| offer == name))
    );
    assert!(!offered.iter().any(|offer| offer.starts_with('-')));
}

#[test]
fn completions_know_lists_profiles_and_files() {
    let (home, _) = home(PLACE, "[default]\n[night]\n[next]\n");
    fs::create_dir(home.path().join("audio")).unwrap();
    fs::write(home.path().join("a.csv"), "").unwrap();
    for (line, expected) in [
        ("list --fields id,cr", "id,created_at id,crm_forwarded"),
        // bash splits args at `=` and replaces only what stands behind it.
        ("list --fields = id,cr", "id,created_at id,crm_forwarded"),
        ("list --fields +media,+end", "+media,+ended_at"),
        ("list --fields leg", ""),
        ("show --fields +leg", "+legs"),
        (
            "transcript --fields sender_",
            "sender_type sender_id sender_name",
        ),
        ("export --fields st", "status"),
        ("list --output = c", "csv"),
        ("list --output = ", "table json ndjson csv id"),
        ("list --profile n", "night next"),
        ("list --tz Europe/Tal", "Europe/Tallinn"),
        ("list -O a", "a.csv audio/"),
        ("transcript --output-dir a", "audio/"),
        ("list --limit ", ""),
        ("list --limit -", ""),
        ("show 65f", ""),
    ] {
        let mut offered = candidates(home.path(), "bash", &format!("engagements {line}"));
        let mut expected: Vec<&str> = expected.split_whitespace().collect();
        offered.sort();
        expected.sort_unstable();
        assert_eq!(offered, expected, "{line}");
    }
    let line = "engagements list --output=c";
    let csv = "Comma-separated values after RFC 4180, with a header";
    for (shell, expected) in [
        ("zsh", format!("--output=csv:{csv}")),
        ("fish", format!("--output=csv\t{csv}")),
        ("powershell", format!("--output=csv\t{csv}")),
        ("elvish", "--output=csv".to_owned()),
    ] {
        assert_eq!(candidates(home.path(), shell, line), [expected]);
    }
}

#[test]
fn unusable_completion_request_prints_nothing() {
    let home = TempDir::new().unwrap();
    for (shell, args) in [
        ("fish", &[][..]),
        ("powershell", &["--"]),
        ("bash", &["--"]),
        ("bash", &["--", "engagements", "li"]),
        ("tcsh", &["--", "engagements", "li"]),
    ] {
        let run = Run::of(
            command(home.path())
                .env("ENGAGEMENTS_COMPLETE", shell)
                .args(args),
        );
        run.assert_output("", "", 0);
    }
}

#[test]
fn every_command_has_man_page() {
    let home = TempDir::new().unwrap();
    Run::of(command(home.path()).args(["man", "--dir", "pages"])).assert_output("", "", 0);
    for subcommand in COMMANDS.into_iter().chain(NESTED) {
        let page = format!("pages/engagements-{}.1", subcommand.replace(' ', "-"));
        let page = read(home.path().join(page));
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
        run.assert_stdout_contains(part);
    }
}

#[test]
fn man_shows_page_on_terminal() {
    let home = TempDir::new().unwrap();
    let mut man = command(home.path());
    man.arg("man").env("TERM", "xterm");
    // Without `man` the help is printed.
    let run = pty::run(man.env("PATH", home.path()), 80);
    run.assert_stdout_contains("Usage: engagements");
    run.assert_stdout_contains("Exit codes:");
    let program = home.path().join("man");
    fs::write(&program, "#!/bin/sh\n/bin/head -n 3 \"$1\"\n").unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let run = pty::run(&man, 80);
    run.assert_stdout_contains(".TH engagements 1");
    run.assert_success();
}

#[test]
fn invalid_time_zone_does_not_stop_completions() {
    let home = TempDir::new().unwrap();
    for args in [&["completions", "bash"][..], &["man"]] {
        let run = Run::of(
            command(home.path())
                .env("ENGAGEMENTS_TZ", "Mars/Base")
                .args(args),
        );
        let usual = Run::of(command(home.path()).args(args));
        run.assert_output(&usual.stdout, "", 0);
    }
}
