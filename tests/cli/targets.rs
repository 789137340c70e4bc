//! Which engagements a command is for: ids as arguments, on standard input, or a selection.

use std::fs::File;
use std::process::Stdio;

use crate::bench::{Bench, Practice, Run, SELECTED, TOKEN};

/// Expects engagements of these ids, each of which is found.
fn found(ids: &[&str]) -> Bench {
    ids.iter().fold(Bench::new(), |bench, id| {
        let body = format!(r#"{{"id":"{id}"}}"#);
        bench.get(&format!("/engagements/{id}"), 200, &body)
    })
}

/// What `-o ndjson` prints of them.
fn lines(ids: &[&str]) -> String {
    let lines = ids.iter().map(|id| format!("{{\"id\":\"{id}\"}}\n"));
    lines.collect::<Vec<_>>().concat()
}

const SHOW: [&str; 4] = ["show", "-", "-o", "ndjson"];

#[test]
fn ids_come_from_standard_input_one_a_line() {
    for (text, ids) in [
        ("a\n", &["a"][..]),
        ("a\nb", &["a", "b"]),
        ("\n\n  a \r\n\t\nb_1\n-\u{2d}x\n\n", &["a", "b_1", "--x"]),
        ("b\na\nb\na\n", &["b", "a"]),
    ] {
        found(ids).run_on(text, &SHOW).is(&lines(ids), "", 0);
    }
}

#[test]
fn token_line_precedes_ids_on_stdin() {
    // More than a buffer of 8 KiB, and of 64 KiB.
    let ids: Vec<String> = (0..5000).map(|number| format!("id-{number:010}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for ids in [&["a", "b"][..], &ids] {
        let text = format!("{TOKEN}\n{}\n", ids.join("\n"));
        let words = "export - --token-file - --dry-run".split(' ');
        let run = Bench::new().run_on(&text, &words.collect::<Vec<_>>());
        let sent = run.stdout.lines().filter_map(|line| {
            let (_, path) = line.split_once("/engagements/")?;
            path.split_once("/export").map(|(id, _)| id)
        });
        assert_eq!(
            (sent.collect::<Vec<_>>(), run.code),
            (ids.to_vec(), Some(0))
        );
    }
    let words = [&SHOW[..], &["--token-file", "-"]].concat();
    found(&["a", "b"])
        .run_on(&format!("{TOKEN}\na\nb\n"), &words)
        .is(&lines(&["a", "b"]), "", 0);
}

#[test]
fn ids_come_from_records_and_messages() {
    let text = "{\"id\":\"z\",\"engagement_id\":\"a\",\"x\":[1]}\n\
                 {\"engagement_id\": \"b\", \"message\": \"hi\"}\nc\n{\"id\":null,\"engagement_id\":\"b\"}\n";
    let ids = ["a", "b", "c"];
    found(&ids).run_on(text, &SHOW).is(&lines(&ids), "", 0);
}

#[test]
fn with_nothing_on_standard_input_there_is_nothing_to_do() {
    let fields = "engagement_id,created_at,sender_type,sender_id,sender_name,message\n";
    for text in ["", "\n", " \r\n\n"] {
        for (format, expected) in [("json", "[]\n"), ("ndjson", ""), ("csv", fields)] {
            Bench::new()
                .run_on(text, &["transcript", "-", "-o", format])
                .is(expected, "", 0);
        }
        Bench::new().run_on(text, &SHOW).is("", "", 0);
    }
}

#[test]
fn one_on_standard_input_is_an_array_and_not_a_document() {
    let words = ["show", "-", "-o", "json"];
    found(&["a"])
        .run_on("a\n", &words)
        .is("[\n{\"id\":\"a\"}\n]\n", "", 0);
}

#[test]
fn a_bad_line_is_named() {
    let hint = "  hint: each line is an ID, or an NDJSON record with `id` or `engagement_id`\n";
    for (text, line, why) in [
        ("a/b\n", 1, "an id has letters, digits, `-` and `_` only"),
        ("\n../x\n", 2, "an id has letters, digits, `-` and `_` only"),
        (
            "{\"id\":\"a b\"}\n",
            1,
            "an id has letters, digits, `-` and `_` only",
        ),
        ("{\"name\":\"x\"}\n", 1, "the record has no `id`"),
        ("{\"id\":7}\n", 1, "the record has no `id`"),
    ] {
        let quoted = text.trim();
        let told = format!("error: invalid line {line} of stdin: `{quoted}`: {why}\n{hint}");
        Bench::new().run_on(text, &SHOW).is("", &told, 2);
    }
    let run = Bench::new().run_on("{\"id\":}\n", &SHOW);
    let start = "error: invalid line 1 of stdin: `{\"id\":}`: not a record: ";
    assert!(run.stderr.starts_with(start), "{}", run.stderr);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
}

#[test]
fn what_came_before_a_bad_line_is_delivered() {
    let told = "error: invalid line 2 of stdin: `b/c`: an id has letters, digits, `-` and `_` only\n  \
                hint: each line is an ID, or an NDJSON record with `id` or `engagement_id`\n";
    let words = ["show", "-", "-o", "json", "-j", "1"];
    found(&["a"])
        .run_on("a\nb/c\nd\n", &words)
        .is("[\n{\"id\":\"a\"}", told, 9);
}

#[test]
fn standard_input_that_cannot_be_read_is_told() {
    let bench = Bench::new();
    // `assert_cmd` always pipes it; a folder is what can be opened and not read.
    let folder = File::open(bench.home()).unwrap();
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("engagements"))
        .args(SHOW)
        .env_clear()
        .env("ENGAGEMENTS_BASE_URL", bench.url())
        .env("ENGAGEMENTS_TOKEN", TOKEN)
        .stdin(Stdio::from(folder))
        .output()
        .unwrap();
    let told = "error: cannot read stdin: Is a directory (os error 21)\n";
    assert_eq!(String::from_utf8_lossy(&output.stderr), told);
    assert_eq!((output.stdout, output.status.code()), (Vec::new(), Some(1)));
}

#[test]
fn standard_input_that_is_no_text_is_wrong_usage() {
    let bench = Bench::new();
    let run = Run::of(bench.tool(&SHOW).write_stdin(&b"\xff\xfe\n"[..]));
    assert!(
        run.stderr.starts_with("error: cannot read stdin: "),
        "{}",
        run.stderr
    );
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
}

/// Expects the list to be asked for as `rest` says, and answers it with these ids.
fn listed(bench: Bench, rest: &str, ids: &[&str], next: &str) -> Bench {
    let until = "end_date=2025-12-31T23%3A59%3A59.999Z";
    let records = lines(ids).trim_end().replace('\n', ",");
    let body = format!(r#"{{"next_page":{next},"engagements":[{records}]}}"#);
    bench.get(
        &format!("/engagements?{SELECTED}&{until}{rest}"),
        200,
        &body,
    )
}

#[test]
fn a_selection_takes_all_that_it_lists() {
    let bench = listed(
        found(&["a", "b", "c"]),
        "&per_page=100",
        &["a", "b"],
        "\"?page=2\"",
    );
    let bench = listed(bench, "&per_page=100&page=2", &["b", "c"], "null");
    let words = ["show", "--all", "--until", "2025", "-o", "ndjson"];
    bench.run(&words).is(&lines(&["a", "b", "c"]), "", 0);
}

#[test]
fn a_selection_stops_at_its_limit() {
    let bench = listed(
        found(&["a", "b"]),
        "&order=asc&per_page=7",
        &["a", "b", "c"],
        "\"?page=2\"",
    );
    let words = "show --limit 2 --until 2025 --order asc --per-page 7 -o json";
    let words: Vec<&str> = words.split(' ').collect();
    bench
        .run(&words)
        .is("[\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n", "", 0);
}

#[test]
fn a_selection_of_nothing_is_no_failure() {
    let bench = listed(Bench::new(), "&per_page=100", &[], "null");
    bench
        .run(&["transcript", "--all", "--until", "2025", "-o", "json"])
        .is("[]\n", "", 0);
}

#[test]
fn a_page_that_fails_leaves_the_array_open() {
    let bench = listed(found(&["a"]), "&per_page=100", &["a"], "\"?page=2\"");
    let path = "&end_date=2025-12-31T23%3A59%3A59.999Z&per_page=100&page=2";
    let bench = bench.get(&format!("/engagements?{SELECTED}{path}"), 500, "");
    let words = "show --all --until 2025 -o json --retries 0 -j 1";
    let run = bench.run(&words.split(' ').collect::<Vec<_>>());
    let told = "error: server error for page 2 of the engagements (500); stopped after `a`: \
                later IDs were not processed\n  request id: 6f1d\n  \
                hint: retry later; support needs the request ID\n";
    run.is("[\n{\"id\":\"a\"}", told, 9);
}

#[test]
fn one_command_feeds_the_next() {
    let practice = Practice::start(&["--engagements", "40"]);
    let list = practice.run(&["list", "--limit", "12", "-o", "ndjson"]);
    let pipe = |words: &[&str], text: &str| Run::of(practice.tool(words).write_stdin(text));
    let ids = practice.run(&["list", "--limit", "12", "-o", "id"]).stdout;
    let shown = pipe(
        &["show", "-", "-o", "csv", "--fields", "id", "--no-header"],
        &list.stdout,
    );
    shown.is(&ids, "", 0);
    let messages = pipe(&["transcript", "-", "-o", "ndjson"], &list.stdout);
    assert_eq!((messages.stderr.as_str(), messages.code), ("", Some(0)));
    assert!(messages.stdout.lines().count() > 12);
    let again = pipe(&["transcript", "-", "-o", "ndjson"], &messages.stdout);
    again.is(&messages.stdout, "", 0);
}

#[test]
fn a_line_without_end_is_refused_before_it_takes_all_memory() {
    let bench = Bench::new();
    let endless = "a".repeat(65 << 20);
    let told = "error: cannot read stdin: a line is longer than 64 MiB\n";
    bench.run_on(&endless, &SHOW).is("", told, 2);
}
