//! A page that fails: what came before it, nothing after it, and how to go on.

use crate::bench::{Practice, Run};
use crate::raw::{Answer, Raw, words};

#[test]
fn before_a_page_that_fails_everything_comes_and_after_it_nothing() {
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
            let raw = Raw::start(move |request| match request.page() {
                3 => Answer::new(status, "", ""),
                _ => Answer::numbered(request, 9),
            });
            let mut words = vec!["list", "--all", "--retries", "0", "-o", format];
            if format != "id" {
                words.extend(["--fields", "id"]);
            }
            let run = raw.run(&words);
            let expected = expected.replace('\'', "\"");
            assert_eq!((&run.stdout, run.code), (&expected, Some(code)), "{run:?}");
            assert!(run.stderr.contains(&format!("({status})")), "{run:?}");
            assert!(
                run.stderr.contains("--until 2016-07-06T11:23:54.508Z"),
                "{run:?}"
            );
        }
    }
}

#[test]
fn the_command_that_resumes_brings_what_is_missing() {
    for order in ["desc", "asc"] {
        let practice = Practice::start(&["--fail", "500,path=page=4,at=1"]);
        let list = "list --all --per-page 20 -o ndjson --retries 0 --since 520w --order";
        let list = [words(list), vec![order]].concat();
        let broken = practice.run(&list);
        assert_eq!(broken.code, Some(9), "{broken:?}");
        let command = broken
            .stderr
            .split('`')
            .find(|text| text.starts_with("engagements list"));
        let resumed = practice.run(&words(command.expect("a command"))[1..]);
        let whole = practice.run(&list);
        assert_eq!(whole.code, Some(0), "{whole:?}");
        assert!(lines(&broken).len() < lines(&whole).len());
        let mut pieced = lines(&broken);
        pieced.extend(
            lines(&resumed)
                .iter()
                .filter(|line| !lines(&broken).contains(line)),
        );
        assert_eq!(pieced, lines(&whole), "{command:?}");
    }
}

fn lines(run: &Run) -> Vec<&str> {
    run.stdout.lines().collect()
}

#[test]
fn nothing_is_resumed_into_a_file() {
    let practice = Practice::start(&["--fail", "500,path=page=4"]);
    let run = practice.run(&words(
        "list --all --per-page 20 -o csv -O out.csv --retries 0",
    ));
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(8)), "{run:?}");
    assert!(!run.stderr.contains("what is missing"), "{run:?}");
    assert!(!practice.home().join("out.csv").exists());
}
