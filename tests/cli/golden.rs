//! Snapshots of stdout and stderr of each command in each format, in `tests/expected/golden`.

use std::collections::BTreeSet;

use crate::harness::{FILTERS, FORMATS, MockApi, Run, file};
use crate::snapshot;

/// The formats of every command, and the additional one of `list`.
const ID: &str = "id";

/// The course of a run.
#[derive(Clone, Copy)]
enum Course {
    /// All rows are printed.
    Rows,
    /// There are no rows.
    Empty,
    /// A page or an ID fails after some rows.
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

    /// Returns the exit code, which is the same for every command and format.
    fn code(self) -> i32 {
        match self {
            Self::Rows | Self::Empty => 0,
            Self::Failing => 9,
        }
    }
}

#[test]
fn list_matches_snapshots() {
    const WINDOW: &str = "&end_date=2016-07-07T23%3A59%3A59.999Z&per_page=100";
    let first = format!("/engagements?{FILTERS}{WINDOW}");
    let second = format!("{first}&page=2");
    for format in FORMATS.into_iter().chain([ID]) {
        for course in COURSES {
            let mock_api = MockApi::new();
            let mock_api = match course {
                Course::Rows => mock_api.get(&first, 200, &file("responses/golden-list.json")),
                Course::Empty => mock_api.get(&first, 200, r#"{"engagements": []}"#),
                Course::Failing => {
                    let page = file("responses/golden-list.json");
                    let page = page.replacen("null", r#""https://x.test/?page=2""#, 1);
                    let refusal =
                        r#"{"error": "Validation error", "details": {"page": ["too far"]}}"#;
                    mock_api.get(&first, 200, &page).get(&second, 422, refusal)
                }
            };
            let run = mock_api.run(&format!("list --all --until 2016-07-07 -o {format}"));
            check("list", course, format, &run);
        }
    }
}

#[test]
fn show_matches_snapshots() {
    for_each_id("show", "", &file("responses/golden-engagement.json"));
}

#[test]
fn transcript_matches_snapshots() {
    for_each_id(
        "transcript",
        "/chat_transcript",
        &file("responses/golden-transcript.json"),
    );
}

/// Runs a command for one ID, for no ID, and for three IDs of which the second does not exist.
fn for_each_id(command: &str, path: &str, response: &str) {
    let get = |mock_api: MockApi, id: &str, status, body: &str| {
        mock_api.get(&format!("/engagements/{id}{path}"), status, body)
    };
    for format in FORMATS {
        for course in COURSES {
            let mock_api = MockApi::new();
            let (mock_api, ids) = match course {
                Course::Rows => (get(mock_api, "e1", 200, response), "e1"),
                Course::Empty => (mock_api, "-"),
                Course::Failing => {
                    let mock_api = get(mock_api, "e1", 200, response);
                    let mock_api = get(mock_api, "e2", 404, r#"{"message": "no such engagement"}"#);
                    let third = response.replace("\"id\": \"e1\"", "\"id\": \"e3\"");
                    (get(mock_api, "e3", 200, &third), "e1 e2 e3")
                }
            };
            let run = mock_api.run(&format!("{command} -o {format} {ids}"));
            check(command, course, format, &run);
        }
    }
}

#[test]
fn export_matches_snapshots() {
    let post = |mock_api: MockApi, id: &str, status, body: &str| {
        mock_api.post(&format!("/engagements/{id}/export"), status, body)
    };
    let done = r#"{"success":true}"#;
    for format in FORMATS {
        for course in COURSES {
            let mock_api = MockApi::new();
            let (mock_api, ids) = match course {
                Course::Rows => (
                    post(post(mock_api, "e1", 200, done), "e2", 201, done),
                    "e1 e2",
                ),
                Course::Empty => (mock_api, "- --yes"),
                Course::Failing => {
                    let mock_api = post(mock_api, "e1", 200, done);
                    let mock_api = post(
                        mock_api,
                        "e2",
                        422,
                        r#"{"error": "no export, no \"target\""}"#,
                    );
                    (post(mock_api, "e3", 200, done), "e1 e2 e3")
                }
            };
            let run = mock_api.run(&format!("export -o {format} {ids}"));
            check("export", course, format, &run);
        }
    }
}

/// Compares a run with its snapshots.
#[track_caller]
fn check(command: &str, course: Course, format: &str, run: &Run) {
    let name = name(command, course, format);
    assert_eq!(run.code, Some(course.code()), "{name}: {}", run.stderr);
    snapshot::assert_output(&name, &run.stdout);
    snapshot::assert_output(&format!("{name}.err"), &run.stderr);
}

/// Returns the name of the snapshot of stdout.
fn name(command: &str, course: Course, format: &str) -> String {
    format!("golden/{command}/{}.{format}", course.name())
}

#[test]
fn golden_files_belong_to_runs() {
    let mut files = BTreeSet::new();
    for command in ["list", "show", "transcript", "export"] {
        for format in FORMATS.into_iter().chain((command == "list").then_some(ID)) {
            for course in COURSES {
                let name = name(command, course, format);
                // For an empty result, only JSON and CSV print something.
                if !matches!((course, format), (Course::Empty, "table" | "ndjson" | ID)) {
                    files.insert(name.clone());
                }
                let has_stderr = match course {
                    Course::Rows => command == "export",
                    Course::Empty => command == "export" || format == "table",
                    Course::Failing => true,
                };
                if has_stderr {
                    files.insert(format!("{name}.err"));
                }
            }
        }
    }
    snapshot::files_are("golden", &files);
}
