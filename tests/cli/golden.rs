//! What each command prints in each format, to the letter: stdout and stderr of runs with rows,
//! without any and with a failing page or id are kept in `tests/expected/golden`.

use std::collections::BTreeSet;

use crate::bench::{Bench, Run, SELECTED, file};
use crate::expected;

/// The formats of every command, and the one that only `list` has.
const FORMATS: [&str; 4] = ["table", "json", "ndjson", "csv"];
const ID: &str = "id";

/// How a run goes.
#[derive(Clone, Copy)]
enum Course {
    /// There are rows, and all of them come.
    Rows,
    /// There is nothing to print.
    Empty,
    /// A page or an id fails after some rows.
    Failing,
}

const COURSES: [Course; 3] = [Course::Rows, Course::Empty, Course::Failing];

impl Course {
    fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Empty => "empty",
            Self::Failing => "failing",
        }
    }

    /// The exit code that every command and format gives such a run.
    fn code(self) -> i32 {
        match self {
            Self::Rows | Self::Empty => 0,
            Self::Failing => 9,
        }
    }
}

#[test]
fn list() {
    const WINDOW: &str = "&end_date=2016-07-07T23%3A59%3A59.999Z&per_page=100";
    let first = format!("/engagements?{SELECTED}{WINDOW}");
    let second = format!("{first}&page=2");
    for format in FORMATS.into_iter().chain([ID]) {
        for course in COURSES {
            let bench = Bench::new();
            let bench = match course {
                Course::Rows => bench.get(&first, 200, &file("answers/golden-list.json")),
                Course::Empty => bench.get(&first, 200, r#"{"engagements": []}"#),
                Course::Failing => {
                    let page = file("answers/golden-list.json");
                    let page = page.replacen("null", r#""https://x.test/?page=2""#, 1);
                    let refusal =
                        r#"{"error": "Validation error", "details": {"page": ["too far"]}}"#;
                    bench.get(&first, 200, &page).get(&second, 422, refusal)
                }
            };
            let run = bench.run(&["list", "--all", "--until", "2016-07-07", "-o", format]);
            check("list", course, format, &run);
        }
    }
}

#[test]
fn show() {
    for_each_id("show", "", &file("answers/golden-engagement.json"));
}

#[test]
fn transcript() {
    for_each_id(
        "transcript",
        "/chat_transcript",
        &file("answers/golden-transcript.json"),
    );
}

/// One id for the rows, none at all, and three of which the second is not there.
fn for_each_id(command: &str, path: &str, answer: &str) {
    let get = |bench: Bench, id: &str, status, body: &str| {
        bench.get(&format!("/engagements/{id}{path}"), status, body)
    };
    for format in FORMATS {
        for course in COURSES {
            let bench = Bench::new();
            let (bench, ids) = match course {
                Course::Rows => (get(bench, "e1", 200, answer), &["e1"][..]),
                Course::Empty => (bench, &["-"][..]),
                Course::Failing => {
                    let bench = get(bench, "e1", 200, answer);
                    let bench = get(bench, "e2", 404, r#"{"message": "no such engagement"}"#);
                    let third = answer.replace("\"id\": \"e1\"", "\"id\": \"e3\"");
                    (get(bench, "e3", 200, &third), &["e1", "e2", "e3"][..])
                }
            };
            let words = [&[command, "-o", format], ids].concat();
            check(command, course, format, &bench.run(&words));
        }
    }
}

#[test]
fn export() {
    let post = |bench: Bench, id: &str, status, body: &str| {
        bench.post(&format!("/engagements/{id}/export"), status, body)
    };
    let done = r#"{"success":true}"#;
    for format in FORMATS {
        for course in COURSES {
            let bench = Bench::new();
            let (bench, words) = match course {
                Course::Rows => (
                    post(post(bench, "e1", 200, done), "e2", 201, done),
                    &["e1", "e2"][..],
                ),
                Course::Empty => (bench, &["-", "--yes"][..]),
                Course::Failing => {
                    let bench = post(bench, "e1", 200, done);
                    let bench = post(bench, "e2", 422, r#"{"error": "no export, no \"target\""}"#);
                    (post(bench, "e3", 200, done), &["e1", "e2", "e3"][..])
                }
            };
            let words = [&["export", "-o", format], words].concat();
            check("export", course, format, &bench.run(&words));
        }
    }
}

/// Compares a run with its files.
#[track_caller]
fn check(command: &str, course: Course, format: &str, run: &Run) {
    let name = name(command, course, format);
    assert_eq!(run.code, Some(course.code()), "{name}: {}", run.stderr);
    expected::is(&name, &run.stdout);
    expected::is(&format!("{name}.err"), &run.stderr);
}

fn name(command: &str, course: Course, format: &str) -> String {
    format!("golden/{command}/{}.{format}", course.name())
}

#[test]
fn there_is_no_file_without_a_run() {
    let mut files = BTreeSet::new();
    for command in ["list", "show", "transcript", "export"] {
        for format in FORMATS.into_iter().chain((command == "list").then_some(ID)) {
            for course in COURSES {
                let name = name(command, course, format);
                // Nothing at all is printed of nothing but a document or a header.
                if !matches!((course, format), (Course::Empty, "table" | "ndjson" | ID)) {
                    files.insert(name.clone());
                }
                let talks = match course {
                    Course::Rows => command == "export",
                    Course::Empty => command == "export" || format == "table",
                    Course::Failing => true,
                };
                if talks {
                    files.insert(format!("{name}.err"));
                }
            }
        }
    }
    expected::files_are("golden", &files);
}
