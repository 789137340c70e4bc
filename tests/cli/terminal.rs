//! Output on a terminal: snapshots of 40, 80 and 200 columns in `tests/expected/screens`, color, and
//! indentation.

use std::collections::BTreeSet;

use crate::harness::{MockApi, Run, file, read};
use crate::{pty, snapshot};

const ESCAPE: char = '\u{1b}';

/// Returns a mock API for a command, and the command line.
fn service(command: &str) -> (MockApi, &'static str) {
    let mock_api = MockApi::new();
    match command {
        "list" => (list(&file("responses/golden-list.json")), "list"),
        "show" => {
            let response = file("responses/golden-engagement.json");
            (mock_api.get("/engagements/e1", 200, &response), "show e1")
        }
        "transcript" => {
            let response = file("responses/golden-transcript.json");
            let mock_api = mock_api.transcript("e1", &response);
            (mock_api, "transcript e1")
        }
        _ => {
            let mock_api = mock_api.post("/engagements/e1/export", 200, r#"{"success":true}"#);
            let refusal = r#"{"error": "no target: \u001b[31m\u202e漢字"}"#;
            let mock_api = mock_api.post("/engagements/e2/export", 422, refusal);
            (mock_api, "export e1 e2")
        }
    }
}

/// Expects the list with this response.
fn list(response: &str) -> MockApi {
    MockApi::new().list(response)
}

/// Expects the list without line breaks in its names.
fn plain_list() -> MockApi {
    list(&file("responses/golden-list.json").replace("\\n", " "))
}

/// Runs the tool on a terminal with this many columns.
#[track_caller]
fn run_on_terminal(mock_api: &MockApi, line: &str, columns: u16) -> Run {
    pty::run(&mock_api.command(line), columns)
}

#[test]
fn screens_match_snapshots() {
    let mut names = BTreeSet::new();
    for command in ["list", "show", "transcript", "export"] {
        for columns in [40, 80, 200] {
            let (mock_api, line) = service(command);
            let run = run_on_terminal(&mock_api, &format!("{line} --color never"), columns);
            let name = format!("screens/{command}-{columns}.txt");
            snapshot::assert_output(&name, &run.stdout);
            names.insert(name);
        }
    }
    snapshot::files_are("screens", &names);
}

#[test]
fn colored_screen_has_same_text() {
    for command in ["list", "show", "transcript", "export"] {
        let (mock_api, line) = service(command);
        let run = run_on_terminal(&mock_api, line, 80);
        let mut plain = run.stdout.clone();
        for style in [
            "\u{1b}[0m",
            "\u{1b}[1m",
            "\u{1b}[2m",
            "\u{1b}[31m",
            "\u{1b}[32m",
            "\u{1b}[35m",
        ] {
            plain = plain.replace(style, "");
        }
        run.assert_stdout_contains("\u{1b}[1m");
        snapshot::assert_output(&format!("screens/{command}-80.txt"), &plain);
    }
}

#[test]
fn color_follows_terminal_and_settings() {
    let is_colored = |mock_api: MockApi, options: &str| {
        let mock_api = mock_api.get("/engagements/e2", 404, "");
        let run = run_on_terminal(&mock_api, &format!("show e1 e2 {options}"), 80);
        let colors = [&run.stdout, &run.stderr].map(|text| text.contains(ESCAPE));
        assert_eq!(colors[0], colors[1], "{run:?}");
        colors[0]
    };
    let mock_api = || service("show").0;
    assert!(is_colored(mock_api(), ""));
    assert!(is_colored(mock_api().variable("TERM", "xterm"), ""));
    assert!(!is_colored(mock_api().variable("TERM", "dumb"), ""));
    assert!(!is_colored(mock_api().variable("NO_COLOR", "1"), ""));
    assert!(!is_colored(mock_api(), "--color never"));
    assert!(is_colored(
        mock_api().variable("NO_COLOR", "1"),
        "--color always"
    ));
    assert!(is_colored(
        mock_api().variable("TERM", "dumb"),
        "--color always"
    ));
}

#[test]
fn piped_output_is_colored_only_on_request() {
    for (options, is_colored) in [
        ("", false),
        ("--color auto", false),
        ("--color always", true),
    ] {
        let mock_api = service("show").0.get("/engagements/e2", 404, "");
        let run = mock_api.run(&format!("show e1 e2 {options}"));
        assert_eq!(run.stdout.contains(ESCAPE), is_colored, "{run:?}");
        assert_eq!(run.stderr.contains(ESCAPE), is_colored, "{run:?}");
    }
}

#[test]
fn data_formats_are_never_colored() {
    for format in ["json", "ndjson", "csv", "id"] {
        let line = format!("list -o {format} --color always");
        let run = run_on_terminal(&plain_list(), &line, 80);
        assert!(!run.stdout.contains(ESCAPE), "{run:?}");
    }
}

#[test]
fn json_is_indented_on_terminal_only() {
    let response =
        r#"{"engagements": [{"id": "e1", "queues": [{"name": "a b"}], "legs": []}, {"id": "e2"}]}"#;
    let run = run_on_terminal(&list(response), "list -o json", 80);
    let indented = r#"[
  {
    "id": "e1",
    "queues": [
      {
        "name": "a b"
      }
    ],
    "legs": []
  },
  {
    "id": "e2"
  }
]
"#;
    run.assert_output(indented, "", 0);
    let run = list(response).run("list -o json");
    let lines =
        "[\n{\"id\":\"e1\",\"queues\":[{\"name\":\"a b\"}],\"legs\":[]},\n{\"id\":\"e2\"}\n]\n";
    run.assert_output(lines, "", 0);
}

#[test]
fn plain_data_is_same_on_terminal_and_in_pipe() {
    for format in ["ndjson", "csv", "id"] {
        for columns in [40, 200] {
            let line = format!("list -o {format}");
            let terminal = run_on_terminal(&plain_list(), &line, columns);
            plain_list()
                .run(&line)
                .assert_output(&terminal.stdout, "", 0);
        }
    }
}

#[test]
fn output_file_is_not_formatted_for_terminal() {
    let mock_api = list(&file("responses/golden-list.json"));
    let run = run_on_terminal(&mock_api, "list -O out", 40);
    run.assert_output("", "written 4 engagements to `out`\n", 0);
    let written = read(mock_api.home().join("out"));
    assert_eq!(written, file("expected/golden/list/rows.table"));
}

#[test]
fn terminal_as_output_file_is_sanitized() {
    let mock_api = || list(r#"{"engagements":[{"id":"a","visitor_name":"\u001b[2J"}]}"#);
    let line = "list -o csv --fields visitor_name -O /dev/stdout";
    run_on_terminal(&mock_api(), line, 80).assert_output("visitor_name\n^[[2J\n", "", 0);
    let piped = mock_api().run(line);
    piped.assert_output("visitor_name\n\u{1b}[2J\n", "", 0);
}

#[test]
fn narrow_table_keeps_year_and_headings() {
    let response = r#"{"engagements": [
        {"id": "52f8e590-72af-4f20-8428-dfaf95de889e", "created_at": "2016-07-06T11:57:47Z",
         "duration": 7385, "visitor_name": "Łukasz Wiśniewski", "audio_used": true,
         "engagement_type": "reactive", "flagged": false, "chat_transcript": {"href": "t"}},
        {"id": "37e9f0f4-c62e-4103-8ff6-f4e8024a4204", "created_at": "CREATED"}
    ]}"#;
    let table = |second: &str, columns: u16| {
        let response = response.replace("CREATED", second);
        run_on_terminal(&list(&response), "list --color never", columns).stdout
    };
    let one_year = "\
ID                                   CREATED UTC TYPE  LENGTH VISITOR MEDIA FLAG
52f8e590-72af-4f20-8428-dfaf95de889e 07-06 11:57 reac…  2h03m Łukasz… ca    no
37e9f0f4-c62e-4103-8ff6-f4e8024a4204 07-05 10:00
";
    assert_eq!(table("2016-07-05T10:00:00Z", 80), one_year);
    let two_years = one_year
        .replace("07-06 11:57", "2016-07-06 ")
        .replace("07-05 10:00", "2015-12-31");
    assert_eq!(table("2015-12-31T10:00:00Z", 80), two_years);
    // Texts that only look like times are not abbreviated.
    for odd in ["2016-7-6 1:2:3", "2016-07-06 11:5é", "2016-07-06 11:57:4"] {
        assert!(table(odd, 80).contains(odd), "{odd}");
    }
    let table = table("2015-12-31T10:00:00Z", 120);
    assert!(!table.contains('…'), "{table}");
    assert!(table.contains(" 2016-07-06 11:57:47 "), "{table}");
}

#[test]
fn piped_table_is_not_padded_to_longest_name() {
    let name = "x".repeat(5_000);
    let response = format!(
        r#"{{"engagements": [{{"id": "a", "visitor_name": "{name}", "flagged": true}},
            {{"id": "b", "visitor_name": "y", "flagged": false}}]}}"#
    );
    let run = list(&response).run("list --fields id,visitor_name,flagged");
    let padded = |name: &str| format!("{name:40}");
    let expected = format!(
        "ID  {}  FLAGGED\na   {name}  yes\nb   {}  no\n",
        padded("VISITOR_NAME"),
        padded("y")
    );
    run.assert_output(&expected, "", 0);
}
