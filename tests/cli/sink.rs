//! Where output goes: a file that is whole or not there, and a reader who leaves early.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::bench::{Bench, Practice, SELECTED};
use crate::practice::stats;

const RECORDS: &str =
    r#"{"next_page": "?page=2", "engagements": [{"id": "a", "created_at": "2016"}]}"#;

fn found() -> Bench {
    Bench::new().get("/engagements/a", 200, r#"{"id": "a"}"#)
}

/// What lies in the user's home.
fn files(bench: &Bench) -> Vec<String> {
    let entries = fs::read_dir(bench.home()).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_file_holds_what_stdout_would_and_is_its_owner_s_alone() {
    let bench = found();
    bench
        .run(&["show", "a", "-o", "json", "-O", "out"])
        .is("", "", 0);
    let path = bench.home().join("out");
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"id\":\"a\"}\n");
    assert_eq!(
        (mode(&path), files(&bench)),
        (0o600, vec!["out".to_owned()])
    );
}

#[test]
fn a_file_that_was_there_is_replaced() {
    let bench = found();
    let path = bench.home().join("out");
    fs::write(&path, "old\n".repeat(99)).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    bench
        .run(&["show", "a", "-o", "ndjson", "--output-file", "out"])
        .is("", "", 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), "{\"id\":\"a\"}\n");
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_failed_run_leaves_the_old_file_and_no_other() {
    let bench = found().get("/engagements/b", 404, "");
    let path = bench.home().join("out");
    fs::write(&path, "old").unwrap();
    let run = bench.run(&["show", "a", "b", "-o", "json", "-O", "out"]);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("", Some(5)),
        "nothing was delivered"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(files(&bench), ["out"]);
}

#[test]
fn a_page_that_fails_leaves_no_file_and_nothing_to_resume() {
    let path =
        format!("/engagements?{SELECTED}&end_date=2025-12-31T23%3A59%3A59.999Z&per_page=100");
    let bench = Bench::new()
        .get(&path, 200, RECORDS)
        .get(&format!("{path}&page=2"), 500, "");
    let told = "error: the service failed on page 2 of the engagements (500)\n  \
                request id: 6f1d\n  \
                hint: run again later; the service's support asks for the request id\n";
    let words = "list --all --until 2025 -o csv -O out --retries 0";
    bench
        .run(&words.split(' ').collect::<Vec<_>>())
        .is("", told, 8);
    assert_eq!(files(&bench), Vec::<String>::new());
}

#[test]
fn an_empty_result_is_a_file_too() {
    let bench = Bench::new();
    bench
        .run_on("", &["show", "-", "-o", "json", "-O", "out"])
        .is("", "", 0);
    assert_eq!(
        fs::read_to_string(bench.home().join("out")).unwrap(),
        "[]\n"
    );
}

#[test]
fn a_file_that_cannot_be_made_is_told_before_anything_is_asked() {
    let bench = Bench::new();
    fs::create_dir(bench.home().join("folder")).unwrap();
    let words = |file| ["show", "a", "-o", "json", "-O", file];
    bench
        .run(&words("folder"))
        .is("", "error: `folder` is not a regular file\n", 1);
    let told = "error: cannot create a file beside `no/out`: No such file or directory \
                (os error 2)\n";
    bench.run(&words("no/out")).is("", told, 1);
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    found()
        .run(&["show", "a", "-o", "json", "-O", "/dev/null"])
        .is("", "", 0);
    let run = found().run(&["show", "a", "-o", "json", "-O", "/dev/full"]);
    let told = "error: cannot write to `/dev/full`: No space left on device (os error 28)\n";
    run.is("", told, 1);
}

#[test]
fn a_reader_who_has_seen_enough_ends_the_run_quietly() {
    let practice = Practice::start(&["--engagements", "100000"]);
    for format in ["ndjson", "json", "csv", "id"] {
        let mut child = practice.spawn(&["list", "--all", "-o", format]);
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        drop(stdout);
        let mut stderr = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        let code = child.wait().unwrap().code();
        assert_eq!((stderr.as_str(), code), ("", Some(0)), "{format}");
        assert!(!line.is_empty(), "{format}");
    }
    // The list has a thousand pages.
    let asked = stats(&practice)["requests"].as_u64().unwrap();
    assert!(asked < 500, "{asked} pages were asked for");
}
