//! The completions and manual pages are current, and name every command.

use std::path::Path;

use tempfile::TempDir;

use crate::bench::{Run, tool};

/// Every command of the tool.
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

#[test]
fn the_completions_in_the_repository_are_current() {
    let home = TempDir::new().unwrap();
    for (shell, file) in [
        ("bash", "engagements.bash"),
        ("zsh", "_engagements"),
        ("fish", "engagements.fish"),
        ("powershell", "_engagements.ps1"),
        ("elvish", "engagements.elv"),
    ] {
        let run = Run::of(tool(home.path()).args(["completions", shell]));
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("completions")
            .join(file);
        let kept = std::fs::read_to_string(path).unwrap();
        assert!(
            run.stdout == kept,
            "refresh it: engagements completions {shell} > completions/{file}"
        );
        for command in COMMANDS {
            assert!(kept.contains(command), "{file} lacks {command}");
        }
    }
}

#[test]
fn there_is_a_manual_page_for_every_command() {
    let home = TempDir::new().unwrap();
    Run::of(tool(home.path()).args(["man", "--dir", "pages"])).is("", "", 0);
    for command in COMMANDS {
        let page = home.path().join(format!("pages/engagements-{command}.1"));
        assert!(
            std::fs::read_to_string(page)
                .unwrap()
                .contains(".SH SYNOPSIS"),
            "{command}"
        );
    }
    let run = Run::of(tool(home.path()).arg("man"));
    assert!(run.stdout.contains(".TH engagements 1"), "{run:?}");
}
