//! Failed pages: output before them, exit code, and the hint that continues the list.

use crate::harness::{Run, SandboxServer};
use crate::raw_server::{RawServer, Response};

/// The creation time of several engagements.
const SAME: &str = "2016-07-06T11:23:54.508Z";

#[test]
fn failed_page_keeps_earlier_records() {
    for (status, code) in [(404, 9), (500, 9), (401, 4), (403, 4)] {
        for (format, expected) in [
            ("id", "1a\n1b\n2a\n2b\n"),
            ("csv", "id\n1a\n1b\n2a\n2b\n"),
            (
                "ndjson",
                "{'id':'1a'}\n{'id':'1b'}\n{'id':'2a'}\n{'id':'2b'}\n",
            ),
            (
                "json",
                "[\n{'id':'1a'},\n{'id':'1b'},\n{'id':'2a'},\n{'id':'2b'}",
            ),
        ] {
            let raw = RawServer::start(move |request| match request.page() {
                3 => Response::new(status, "", ""),
                _ => Response::numbered(request, 9),
            });
            let fields = if format == "id" { "" } else { "--fields id" };
            let run = raw.run(&format!("list --all --retries 0 -o {format} {fields}"));
            run.assert_stdout(&expected.replace('\'', "\""), code);
            run.assert_stderr_contains(&format!("({status})"));
            run.assert_stderr_contains("--until 2016-07-06T11:23:54.508Z");
        }
    }
}

/// Returns the options in the hint that continues a list.
#[track_caller]
fn resume_options(run: &Run) -> &str {
    let hint = run
        .stderr
        .lines()
        .find_map(|line| line.split_once("continue with "));
    let (_, hint) = hint.unwrap_or_else(|| panic!("no hint: {run:?}"));
    let (options, _) = hint.split_once(" (repeats the last engagement)").unwrap();
    options
}

#[test]
fn resumed_list_prints_remaining_records() {
    for scope in ["--all", "--limit 90"] {
        for order in ["desc", "asc"] {
            let sandbox = SandboxServer::start("--fail 500,path=page=4,at=1");
            let list = format!("list --per-page 20 -o ndjson --retries 0 --order {order}");
            let broken = sandbox.run(&format!("{list} {scope}"));
            assert_eq!((lines(&broken).len(), broken.code), (60, Some(9)));
            let options = resume_options(&broken);
            let all = if scope == "--all" { "--all" } else { "" };
            let rest = sandbox.run(&format!("{list} {options} {all}"));
            let complete = sandbox.run(&format!("{list} {scope}"));
            assert_eq!(complete.code, Some(0), "{complete:?}");
            let mut pieced = lines(&broken);
            assert_eq!(pieced.pop(), lines(&rest).first().copied());
            pieced.extend(lines(&rest));
            assert_eq!(pieced, lines(&complete), "{options:?}");
        }
    }
}

/// Builds a page with these pairs of ID and `created_at`.
fn dated(records: &[(&str, &str)], next: &str) -> Response {
    let record = |(id, time): &(&str, &str)| format!(r#"{{"id":"{id}","created_at":"{time}"}}"#);
    let records: Vec<String> = records.iter().map(record).collect();
    let body = format!(
        r#"{{"next_page":{next},"engagements":[{}]}}"#,
        records.join(",")
    );
    Response::new(200, "", body)
}

#[test]
fn resume_repeats_equal_timestamps() {
    let raw = RawServer::with(vec![
        || dated(&[("a", SAME), ("b", SAME)], "\"?page=2\""),
        || Response::new(500, "", ""),
    ]);
    let broken = raw.run("list -L 3 -o id --retries 0");
    broken.assert_stdout("a\nb\n", 9);
    let hint = format!("continue with --until {SAME} --limit 3 (repeats the last 2 engagements)\n");
    assert!(broken.stderr.ends_with(&hint), "{broken:?}");
}

#[test]
fn relative_start_is_pinned_in_resume_hint() {
    let raw = RawServer::with(vec![|| Response::page(&["a"], "\"?page=2\""), || {
        Response::new(500, "", "")
    }]);
    let broken = raw.run("list --all --since 1000w -o id --retries 0");
    let since = raw.parameters("start_date")[0].replace("%3A", ":");
    let hint = format!("continue with --until {SAME} --since {since} (repeats");
    broken.assert_stderr_contains(&hint);
}

#[test]
fn unordered_list_names_no_resume_option() {
    let raw = RawServer::with(vec![
        || {
            let times = [
                ("a", "2016-07-06T10:00:00Z"),
                ("b", "2016-07-08T10:00:00Z"),
                ("c", "2016-07-07T10:00:00Z"),
            ];
            dated(&times, "\"?page=2\"")
        },
        || Response::new(500, "", ""),
    ]);
    let run = raw.run("list --all -o id --retries 0");
    run.assert_stdout("a\nb\nc\n", 9);
    assert!(!run.stderr.contains("--until"), "{run:?}");
    run.assert_stderr_contains("does not order this list by time");
}

/// Returns the lines of stdout.
fn lines(run: &Run) -> Vec<&str> {
    run.stdout.lines().collect()
}

#[test]
fn output_file_gets_no_resume_hint() {
    let sandbox = SandboxServer::start("--fail 500,path=page=4");
    let run = sandbox.run("list --all --per-page 20 -o csv -O out.csv --retries 0");
    run.assert_stdout("", 8);
    assert!(!run.stderr.contains("continue with"), "{run:?}");
    assert!(!sandbox.home().join("out.csv").exists());
}

#[test]
fn failed_page_of_other_commands_names_resume_option() {
    let start = |faults: &str| SandboxServer::start(&format!("--fail {faults}"));
    for command in ["show", "transcript", "transcript --metrics"] {
        let sandbox = start("500,path=page=2");
        let run = |more: &str| {
            let line = format!("{command} --all --per-page 3 --retries 0 -o ndjson {more}");
            sandbox.run(&line)
        };
        let stopped = run("");
        assert_eq!(stopped.code, Some(9), "{stopped:?}");
        let printed = sandbox.run("list --limit 3 -o csv --fields created_at");
        let last =
            printed.stdout.lines().last().unwrap()[.."2016-07-06T11:46:37.657".len()].to_owned();
        let Some((option, until)) = resume_options(&stopped).split_once(' ') else {
            panic!("{stopped:?}");
        };
        assert_eq!((option, until.get(..19)), ("--until", last.get(..19)));
        let file = run("-O out");
        assert!(!file.stderr.contains("continue with"), "{file:?}");
    }
}
