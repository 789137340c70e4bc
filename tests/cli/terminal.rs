//! What people see: screens of 40, 80 and 200 columns, kept in `tests/expected/screens`; colour
//! and indentation, which only a terminal has.

use std::collections::BTreeSet;

use crate::bench::{Bench, Run, SELECTED, file};
use crate::{expected, pty};

const ESCAPE: char = '\u{1b}';

/// A service that knows engagements, the first of which can be read and exported.
fn service(command: &str) -> (Bench, Vec<&'static str>) {
    let bench = Bench::new();
    match command {
        "list" => (list(&file("answers/golden-list.json")), vec!["list"]),
        "show" => {
            let answer = file("answers/golden-engagement.json");
            (
                bench.get("/engagements/e1", 200, &answer),
                vec!["show", "e1"],
            )
        }
        "transcript" => {
            let answer = file("answers/golden-transcript.json");
            let bench = bench.get("/engagements/e1/chat_transcript", 200, &answer);
            (bench, vec!["transcript", "e1"])
        }
        _ => {
            let bench = bench.post("/engagements/e1/export", 200, r#"{"success":true}"#);
            let refusal = r#"{"error": "no target: \u001b[31m\u202e漢字"}"#;
            let bench = bench.post("/engagements/e2/export", 422, refusal);
            (bench, vec!["export", "e1", "e2"])
        }
    }
}

fn list(answer: &str) -> Bench {
    Bench::new().get(&format!("/engagements?{SELECTED}"), 200, answer)
}

/// The list without line breaks in its names.
fn harmless_list() -> Bench {
    list(&file("answers/golden-list.json").replace("\\n", " "))
}

#[track_caller]
fn seen(bench: &Bench, words: &[&str], columns: u16) -> Run {
    pty::run(&bench.tool(words), columns)
}

#[test]
fn screens_are_as_wide_as_they_are() {
    let mut names = BTreeSet::new();
    for command in ["list", "show", "transcript", "export"] {
        for columns in [40, 80, 200] {
            let (bench, words) = service(command);
            let run = seen(
                &bench,
                &[&words[..], &["--color", "never"]].concat(),
                columns,
            );
            let name = format!("screens/{command}-{columns}.txt");
            expected::is(&name, &run.stdout);
            names.insert(name);
        }
    }
    expected::files_are("screens", &names);
}

#[test]
fn a_coloured_screen_says_the_same() {
    for command in ["list", "show", "transcript", "export"] {
        let (bench, words) = service(command);
        let run = seen(&bench, &words, 80);
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
        assert!(run.stdout.contains("\u{1b}[1m"), "{run:?}");
        expected::is(&format!("screens/{command}-80.txt"), &plain);
    }
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let coloured = |bench: Bench, options: &[&str]| {
        let bench = bench.get("/engagements/e2", 404, "");
        let words = [&["show", "e1", "e2"], options].concat();
        let run = seen(&bench, &words, 80);
        let colours = [&run.stdout, &run.stderr].map(|text| text.contains(ESCAPE));
        assert_eq!(colours[0], colours[1], "{run:?}");
        colours[0]
    };
    let bench = || service("show").0;
    assert!(coloured(bench(), &[]));
    assert!(coloured(bench().variable("TERM", "xterm"), &[]));
    assert!(!coloured(bench().variable("TERM", "dumb"), &[]));
    assert!(!coloured(bench().variable("NO_COLOR", "1"), &[]));
    assert!(!coloured(bench(), &["--color", "never"]));
    assert!(coloured(
        bench().variable("NO_COLOR", "1"),
        &["--color", "always"]
    ));
    assert!(coloured(
        bench().variable("TERM", "dumb"),
        &["--color", "always"]
    ));
}

#[test]
fn a_pipe_is_coloured_only_on_demand() {
    for (options, expected) in [
        (&[][..], false),
        (&["--color", "auto"], false),
        (&["--color", "always"], true),
    ] {
        let bench = service("show").0.get("/engagements/e2", 404, "");
        let run = bench.run(&[&["show", "e1", "e2"], options].concat());
        assert_eq!(run.stdout.contains(ESCAPE), expected, "{run:?}");
        assert_eq!(run.stderr.contains(ESCAPE), expected, "{run:?}");
    }
}

#[test]
fn data_is_never_coloured() {
    for format in ["json", "ndjson", "csv", "id"] {
        let run = seen(
            &harmless_list(),
            &["list", "-o", format, "--color", "always"],
            80,
        );
        assert!(!run.stdout.contains(ESCAPE), "{run:?}");
    }
}

#[test]
fn json_is_indented_on_a_terminal_and_a_record_a_line_elsewhere() {
    let answer =
        r#"{"engagements": [{"id": "e1", "queues": [{"name": "a b"}], "legs": []}, {"id": "e2"}]}"#;
    let run = seen(&list(answer), &["list", "-o", "json"], 80);
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
    run.is(indented, "", 0);
    let run = list(answer).run(&["list", "-o", "json"]);
    let lines =
        "[\n{\"id\":\"e1\",\"queues\":[{\"name\":\"a b\"}],\"legs\":[]},\n{\"id\":\"e2\"}\n]\n";
    run.is(lines, "", 0);
}

#[test]
fn harmless_data_is_the_same_to_the_byte_on_a_terminal_and_in_a_pipe() {
    for format in ["ndjson", "csv", "id"] {
        for columns in [40, 200] {
            let words = ["list", "-o", format];
            let terminal = seen(&harmless_list(), &words, columns);
            harmless_list().run(&words).is(&terminal.stdout, "", 0);
        }
    }
}

#[test]
fn a_file_is_no_terminal() {
    let bench = list(&file("answers/golden-list.json"));
    let run = seen(&bench, &["list", "-O", "out"], 40);
    run.is("", "", 0);
    let written = std::fs::read_to_string(bench.home().join("out")).unwrap();
    assert_eq!(written, file("expected/golden/list/rows.table"));
}
