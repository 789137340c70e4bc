//! The documented systemd units, checked by systemd.

use std::process::Command;

use tempfile::TempDir;

use super::programs;
use crate::harness::Run;
use crate::readme::blocks;

#[test]
fn systemd_accepts_units_without_warnings() {
    let Some([program]) = programs(["systemd-analyze"]) else {
        return;
    };
    let binary = assert_cmd::cargo::cargo_bin!("engagements");
    let directory = TempDir::new().unwrap();
    let mut units = Vec::new();
    for block in blocks::of(&blocks::document(".github/SYSTEMD.md"), "ini") {
        let text = block
            .text
            .replace("/usr/local/bin/engagements", &binary.display().to_string());
        let (path, lines) = text.split_once('\n').unwrap();
        let name = path
            .strip_prefix("# ~/.config/systemd/user/")
            .unwrap()
            .to_owned();
        std::fs::write(directory.path().join(&name), lines).unwrap();
        units.push(name);
    }
    assert_eq!(units.len(), 2);
    let mut command = Command::new(program);
    command.args(["verify", "--user"]).args(units);
    command.current_dir(directory.path());
    command
        .env("HOME", directory.path())
        .env("XDG_RUNTIME_DIR", directory.path());
    Run::ended(command.output().unwrap()).assert_output("", "", 0);
}
