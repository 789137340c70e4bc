//! A page that fails: what came before it, nothing after it, and how to go on.

use crate::bench::{Practice, Run};
use crate::raw::{Answer, Raw, words};
use crate::work::{paste, paste_for, printed_command};

/// When several engagements were created.
const SAME: &str = "2016-07-06T11:23:54.508Z";

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
    for reach in ["--all", "--limit 90", "--limit=90", "-L 90", "-qL90"] {
        for order in ["desc", "asc"] {
            let practice = Practice::start(&["--fail", "500,path=page=4,at=1"]);
            let list = format!(
                "list {reach} --per-page 20 -o ndjson --retries 0 --since 520w --order {order}"
            );
            let broken = practice.run(&words(&list));
            assert_eq!((lines(&broken).len(), broken.code), (60, Some(9)));
            let command = printed_command(&broken);
            let resumed = paste(&practice, &[], command);
            let whole = practice.run(&words(&list));
            assert_eq!(whole.code, Some(0), "{whole:?}");
            // It says that it repeats one.
            let mut pieced = lines(&broken);
            assert_eq!(pieced.pop(), lines(&resumed).first().copied());
            pieced.extend(lines(&resumed));
            assert_eq!(pieced, lines(&whole), "{command}");
        }
    }
}

#[test]
fn those_created_at_one_time_are_repeated_and_said_to_be() {
    let record = |id: &str| format!("{{\"id\":\"{id}\",\"created_at\":\"{SAME}\"}}");
    let page = move |ids: [&str; 2], next: &str| {
        let records = ids.map(record).join(",");
        Answer::new(
            200,
            "",
            format!("{{\"next_page\":{next},\"engagements\":[{records}]}}"),
        )
    };
    let raw = Raw::start(move |request| match request.number {
        2 => Answer::new(500, "", ""),
        1 | 3 => page(["a", "b"], "\"?page=2\""),
        _ => page(["c", "d"], "\"?page=3\""),
    });
    let broken = raw.run(&words("list -L 3 -o id --retries 0"));
    assert_eq!((broken.stdout.as_str(), broken.code), ("a\nb\n", Some(9)));
    let hint = format!(
        "`engagements list -o id --retries 0 --until {SAME} --limit 3` (it repeats the last 2 \
         engagements written)\n"
    );
    assert!(broken.stderr.ends_with(&hint), "{broken:?}");
    let tool = assert_cmd::Command::from_std(raw.command(&[]));
    let resumed = paste_for(&tool, "", printed_command(&broken));
    resumed.is("a\nb\nc\n", "", 0);
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
