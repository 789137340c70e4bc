//! The manual pages rendered by `man`.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::programs;
use crate::harness::{Run, command};

/// Runs `man` with a width of 80 columns.
fn man(program: &Path, args: &[&str]) -> Run {
    let mut command = Command::new(program);
    command.args(args).env("MANWIDTH", "80");
    command.env("LC_ALL", "C.UTF-8").env_remove("MANPATH");
    Run::ended(command.output().expect("it is installed"))
}

/// Returns the long options that a help text describes, each at the beginning of a line.
pub(super) fn options(help: &str) -> Vec<&str> {
    let lines = help.lines().map(str::trim_start);
    lines.filter_map(option_of).collect()
}

/// Returns the long option of a line such as `-o, --output <FORMAT>`.
fn option_of(line: &str) -> Option<&str> {
    let mut args = line
        .split([' ', ',', '=', '.'])
        .filter(|word| !word.is_empty());
    let first = args
        .next()
        .filter(|word| word.starts_with('-') && *word != "-")?;
    if first.starts_with("--") {
        Some(first)
    } else {
        args.next()
    }
}

#[test]
fn man_renders_pages_without_warnings() {
    let Some([program]) = programs(["man"]) else {
        return;
    };
    let home = TempDir::new().unwrap();
    Run::of(command(home.path()).args(["man", "--dir", "manuals/man1"])).assert_output("", "", 0);
    let manuals = home.path().join("manuals");
    let manuals = manuals.to_str().unwrap();
    let (mut pages, mut described) = (0, 0);
    for entry in std::fs::read_dir(home.path().join("manuals/man1")).unwrap() {
        let page = entry.unwrap().path();
        let name = page.file_stem().unwrap().to_str().unwrap();
        let shown = man(&program, &["-l", "--warnings=w", page.to_str().unwrap()]);
        shown.assert_success();
        assert_eq!(
            shown.stdout,
            man(&program, &["-M", manuals, name]).stdout,
            "{name}"
        );
        let args = name.split('-').skip(1).chain(["--help"]);
        let help = Run::of(command(home.path()).args(args)).stdout;
        let options = options(&help);
        for option in &options {
            assert!(shown.stdout.contains(option), "{name} lacks {option}");
        }
        described += options.len();
        pages += 1;
    }
    assert!((pages, described) >= (11, 288), "{pages} {described}");
}
