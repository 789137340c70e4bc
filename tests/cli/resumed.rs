//! What is left of ids on standard input: the command that is printed, pasted into a shell, does
//! that and nothing else.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, PoisonError};

use crate::bench::{PATIENCE, Run};
use crate::raw::{Answer, Raw, Request, words};
use crate::work::{paste_for, printed_command};

/// Ids that have each other's letters.
const IDS: [&str; 7] = ["a-10", "xa-1", "-a-1", "a-1", "a-1-2", "_a-1", "b"];

/// The ids as lines of their own, as different programs write them.
fn plain() -> String {
    let [first, second, rest @ ..] = IDS;
    format!(
        "\n{first}\r\n  {second}\t\n{}\n{first}\r\n",
        rest.join("\n")
    )
}

/// The same as records, in which the other ids stand too, but not as the record's own.
fn records() -> String {
    let record = |id: &str, others: &str| {
        format!(
            r#"{{"engagement_type":"x","visitor":{{"href":"https://x/a-1"}},{others},"id":"{id}"}}"#
        )
    };
    let [first, second, third, fourth, fifth, sixth, last] = IDS;
    [
        record(first, r#""visitor_id":"a-1","operator_ids":["a-1","b"]"#),
        record(second, r#""visitor_name":"\"id\":\"a-1\"""#),
        format!(r#"  {{"engagement_id": "{third}", "id": 7, "message": "a-1"}}"#),
        format!(r#"{{"id" : "{fourth}", "visitor_name": "a-10"}}"#),
        record(fifth, r#""visitor_id":"a-1""#),
        format!(r#"{{"engagement_id":"{sixth}","message":"a-1"}}"#),
        record(last, r#""platform":"a-1""#),
        record(first, r#""visitor_id":"a-1","operator_ids":["a-1","b"]"#),
    ]
    .join("\n")
}

/// The id of the engagement that a request is for.
fn id(request: &Request) -> &str {
    request.target().split('/').nth(2).unwrap()
}

/// How often each id was asked for.
fn asked(raw: &Raw) -> BTreeMap<String, usize> {
    let mut asked = BTreeMap::new();
    for request in raw.requests() {
        *asked.entry(id(&request).to_owned()).or_default() += 1;
    }
    asked
}

fn feed(raw: &Raw, text: &str, line: &str) -> Run {
    let mut tool = assert_cmd::Command::from_std(raw.command(&words(line)));
    Run::of(tool.write_stdin(text))
}

/// Pastes the command that a run on `text` has printed.
#[track_caller]
fn resume(raw: &Raw, text: &str, run: &Run) -> Run {
    let tool = assert_cmd::Command::from_std(raw.command(&[]));
    paste_for(&tool, text, printed_command(run))
}

/// What an export is answered that happened.
fn exported() -> Answer {
    Answer::new(200, "", "{\"success\":true}")
}

#[test]
fn an_export_that_stops_goes_on_where_it_stopped() {
    for text in [plain(), records()] {
        // One that failed is sent again, one that may have happened is not.
        for (status, times) in [(404, 2), (500, 1)] {
            let raw = Raw::start(move |request| match request.number {
                4 => Answer::new(status, "", ""),
                _ => exported(),
            });
            let run = feed(&raw, &text, "export - --yes --fail-fast -o csv -q");
            assert_eq!(raw.requests().len(), 4, "{run:?}");
            let rest = resume(&raw, &text, &run);
            assert_eq!(rest.code, Some(0), "{text}: {rest:?}");
            let mut once: BTreeMap<_, _> = IDS.map(|id| (id.to_owned(), 1)).into();
            once.insert("a-1".to_owned(), times);
            assert_eq!(asked(&raw), once, "{text}: {run:?}");
        }
    }
}

#[test]
fn what_was_exported_beside_the_one_that_failed_is_left_out() {
    for text in [plain(), records()] {
        let seen = (Mutex::new(false), Condvar::new());
        let has_failed = AtomicBool::new(false);
        let raw = Raw::start(move |request| {
            let lock = || seen.0.lock().unwrap_or_else(PoisonError::into_inner);
            match id(request) {
                "a-1" if !has_failed.swap(true, SeqCst) => {
                    // Its answer comes when the one behind it is under way.
                    let seen = seen.1.wait_timeout_while(lock(), PATIENCE, |seen| !*seen);
                    assert!(seen.is_ok_and(|(seen, _)| *seen));
                    return Answer::new(404, "", "");
                }
                "a-1-2" => {
                    *lock() = true;
                    seen.1.notify_all();
                }
                _ => {}
            }
            exported()
        });
        let run = feed(&raw, &text, "export - --yes --fail-fast -o csv -q -j 2");
        assert!(
            run.stderr.contains("not all from `a-1` on was done"),
            "{run:?}"
        );
        let rest = resume(&raw, &text, &run);
        assert_eq!(rest.code, Some(0), "{text}: {rest:?}");
        let mut once: BTreeMap<_, _> = IDS.map(|id| (id.to_owned(), 1)).into();
        once.insert("a-1".to_owned(), 2);
        assert_eq!(asked(&raw), once, "{text}: {run:?}");
    }
}

#[test]
fn reading_goes_on_at_the_id_that_failed() {
    for text in [plain(), records()] {
        let text = text.rsplit_once("a-10").map_or("", |(text, _)| text);
        let text = text.rsplit_once('\n').map_or("", |(text, _)| text);
        let raw = Raw::start(|request| match request.number {
            4 => Answer::new(401, "", ""),
            _ => Answer::new(200, "", format!("{{\"id\":\"{}\"}}", id(request))),
        });
        let run = feed(&raw, text, "show - -o csv --fields id --no-header -j 1");
        let rest = resume(&raw, text, &run);
        assert_eq!(rest.code, Some(0), "{text}: {rest:?}");
        let printed = run.stdout + &rest.stdout;
        assert_eq!(printed.lines().collect::<Vec<_>>(), IDS, "{text}");
    }
}
