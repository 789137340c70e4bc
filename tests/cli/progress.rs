//! Progress: on stderr, on a terminal, of a run that takes more than a second; never elsewhere.

use std::fs::File;
use std::time::{Duration, Instant};

use crate::bench::{Bench, Practice};
use crate::pty::{Terminal, run, spawn};

/// Ten pages, one after the other, at two tenths of a second each.
const SLOW: [&str; 4] = ["--latency", "200ms", "--engagements", "100"];
const LIST: [&str; 8] = [
    "list",
    "--all",
    "--per-page",
    "10",
    "-j",
    "1",
    "-o",
    "ndjson",
];

/// A run shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a run shows on a stderr that is a terminal, and what it prints on a stdout that is not.
#[track_caller]
fn shown(practice: &Practice, options: &[&str], waits_for: Option<&str>) -> (String, String) {
    let (stderr, mut screen) = Terminal::new(80).split();
    let mut tool = practice.tool(&[&LIST, options].concat());
    let path = practice.home().join("stdout");
    let stdout = File::create(&path).unwrap_or_else(|why| panic!("no file for stdout: {why}"));
    let began = Instant::now();
    let mut child = spawn(tool.env("TERM", "xterm"), stdout.into(), stderr);
    if let Some(words) = waits_for {
        screen.wait_for(words);
        assert!(began.elapsed() >= PATIENCE, "it was shown too early");
    }
    let screen = screen.whole();
    let status = child
        .wait()
        .unwrap_or_else(|why| panic!("the tool ends: {why}"));
    assert!(status.success(), "{status}: {screen}");
    let stdout = std::fs::read_to_string(path).unwrap_or_else(|why| panic!("no stdout: {why}"));
    (screen, stdout)
}

#[test]
fn a_slow_run_shows_how_far_it_is_and_takes_it_away() {
    let practice = Practice::start(&SLOW);
    let (screen, stdout) = shown(&practice, &[], Some(" pages"));
    assert!(screen.contains(" done, "), "{screen:?}");
    assert!(
        screen.ends_with("\u{1b}[2K"),
        "the line is cleared: {screen:?}"
    );
    assert_eq!(stdout, practice.run(&LIST).stdout);
    assert!(
        stdout.lines().all(|line| line.starts_with("{\"id\"")),
        "{stdout}"
    );
}

#[test]
fn nothing_is_shown_to_whoever_wants_quiet_or_a_trace() {
    let practice = Practice::start(&SLOW);
    let (screen, _) = shown(&practice, &["--quiet"], None);
    assert_eq!(screen, "");
    let (screen, _) = shown(&practice, &["-v"], None);
    let traced = |line: &str| line.starts_with("window: ") || line.contains("GET ");
    assert!(screen.lines().all(traced), "{screen:?}");
}

#[test]
fn nothing_is_shown_of_a_quick_run_or_off_a_terminal() {
    let bench = Bench::new()
        .get("/engagements/e1", 200, r#"{"id":"e1"}"#)
        .variable("TERM", "xterm");
    let quick = run(&bench.tool(&["show", "e1", "-o", "ndjson"]), 80);
    quick.is("{\"id\":\"e1\"}\n", "", 0);
    let practice = Practice::start(&SLOW);
    assert_eq!(practice.run(&LIST).stderr, "");
}
