//! The progress line: only on a terminal's stderr, and only for runs longer than a second.

use std::fs::File;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bulk_helpers::with_ids;
use crate::harness::{MockApi, SandboxServer, read};
use crate::pty::{Terminal, run};
use crate::running::spawn;

/// With [`LIST`]: ten sequential pages of 200 ms each.
const SLOW: &str = "--latency 200ms --engagements 100";
const LIST: &str = "list --all --per-page 10 -j 1 -o ndjson";

/// A run shorter than this shows no progress.
const SHOW_AFTER: Duration = Duration::from_secs(1);

/// Runs [`LIST`] with stderr on a terminal and stdout in a file; returns both outputs.
#[track_caller]
fn shown(sandbox: &SandboxServer, line: &str, waits_for: Option<&str>) -> (String, String) {
    let (stderr, mut screen) = Terminal::new(80).split();
    let mut tool = sandbox.command(line);
    let path = sandbox.home().join("stdout");
    let stdout = File::create(&path).unwrap_or_else(|why| panic!("no file for stdout: {why}"));
    let began = Instant::now();
    let mut child = spawn(tool.env("TERM", "xterm"), stdout.into(), stderr);
    if let Some(text) = waits_for {
        screen.wait_for(text);
        assert!(
            began.elapsed() >= SHOW_AFTER,
            "progress was shown too early"
        );
    }
    let screen = screen.complete_text();
    let status = child
        .wait()
        .unwrap_or_else(|why| panic!("the tool ends: {why}"));
    assert!(status.success(), "{status}: {screen}");
    (screen, read(path))
}

#[test]
fn slow_run_shows_and_clears_progress() {
    let sandbox = SandboxServer::start(SLOW);
    let (screen, stdout) = shown(&sandbox, LIST, Some(" done, page "));
    assert!(
        screen.ends_with("\u{1b}[2K"),
        "the line is cleared: {screen:?}"
    );
    assert_eq!(stdout, sandbox.run(LIST).stdout);
    assert!(
        stdout.lines().all(|line| line.starts_with("{\"id\"")),
        "{stdout}"
    );
}

#[test]
fn progress_names_pages_and_ids_in_total() {
    let sandbox = SandboxServer::start(SLOW);
    let ids = sandbox.run("list --all -o id").stdout;
    let pages = format!(", page 5 of {}", ids.lines().count().div_ceil(10));
    shown(&sandbox, LIST, Some(&pages));
    let ids: Vec<String> = ids.lines().take(10).map(str::to_owned).collect();
    shown(
        &sandbox,
        &with_ids("show -j 1 -o ndjson", &ids),
        Some(" of 10 done"),
    );
}

#[test]
fn progress_shows_end_of_long_delay() {
    let sandbox = SandboxServer::start("--fail 503,first=1,retry-after=2");
    shown(&sandbox, LIST, Some("0 done, waiting until "));
}

#[test]
fn piped_stdout_hides_progress() {
    let sandbox = SandboxServer::start(SLOW);
    let (stderr, screen) = Terminal::new(80).split();
    let list = "list --all --per-page 10 -j 1 -o id";
    let mut tool = sandbox.command(list);
    let mut child = spawn(tool.env("TERM", "xterm"), Stdio::piped(), stderr);
    assert_eq!(screen.complete_text(), "");
    assert!(child.wait().unwrap().success());
}

#[test]
fn quiet_and_verbose_hide_progress() {
    let sandbox = SandboxServer::start(SLOW);
    let (screen, _) = shown(&sandbox, &format!("{LIST} --quiet"), None);
    assert_eq!(screen, "");
    let (screen, _) = shown(&sandbox, &format!("{LIST} -v"), None);
    let traced = |line: &str| line.starts_with("window: ") || line.contains("GET ");
    assert!(screen.lines().all(traced), "{screen:?}");
}

#[test]
fn quick_or_piped_run_shows_no_progress() {
    let mock_api = MockApi::new()
        .get("/engagements/e1", 200, r#"{"id":"e1"}"#)
        .variable("TERM", "xterm");
    let quick = run(&mock_api.command("show e1 -o ndjson"), 80);
    quick.assert_output("{\"id\":\"e1\"}\n", "", 0);
    let sandbox = SandboxServer::start(SLOW);
    assert_eq!(sandbox.run(LIST).stderr, "");
}
