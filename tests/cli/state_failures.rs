//! Incremental runs: failures of single IDs, and outages.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use serde_json::Value;

use crate::harness::{read, read_json};
use crate::raw_server::{self, RawServer, Response};
use crate::running::through;
use crate::state_clock::recently;
use crate::streams::with_mounts;

/// An API with the engagements `a`, `b` and `c`, and what it returns for their transcripts.
fn three_transcripts(transcript: impl Fn(&str) -> Response + Send + Sync + 'static) -> RawServer {
    RawServer::start(move |request| match request.target().split('/').nth(2) {
        None => {
            let record = |id| format!(r#"{{"id":"{id}","created_at":"{}"}}"#, recently());
            let records = ["a", "b", "c"].map(record).join(",");
            Response::new(200, "", format!(r#"{{"engagements":[{records}]}}"#))
        }
        Some(id) => transcript(id),
    })
}

/// Builds a response with one message.
fn messages() -> Response {
    Response::new(200, "", r#"[{"message":"hi"}]"#)
}

const TRANSCRIPTS: &str =
    "transcript --all --since 2016 --state s -o ndjson --fields engagement_id --retries 0";

#[test]
fn failed_id_does_not_block_other_ids() {
    let line = |id| format!("{{\"engagement_id\":\"{id}\"}}\n");
    // With nothing else to fetch, a server error looks like an outage.
    let faults: [(fn() -> Response, i32); 4] = [
        (|| Response::new(404, "", ""), 9),
        (|| Response::new(403, "", ""), 9),
        (|| Response::new(500, "", ""), 8),
        (|| Response::new(200, "", "{}"), 9),
    ];
    for (fault, code_alone) in faults {
        let is_fixed = Arc::new(AtomicBool::new(false));
        let fixed = Arc::clone(&is_fixed);
        let raw = three_transcripts(move |id| match id {
            "b" if !fixed.load(SeqCst) => fault(),
            _ => messages(),
        });
        let run = || raw.run(TRANSCRIPTS);
        let first = run();
        let others = line("a") + &line("c");
        first.assert_stdout(&others, 9);
        first.assert_stderr_contains("engagement `b`");
        let again = run();
        again.assert_stdout("", code_alone);
        again.assert_stderr_contains("engagement `b`");
        is_fixed.store(true, SeqCst);
        run().assert_output(&line("b"), "", 0);
        run().assert_output("", "", 0);
    }
}

#[test]
fn server_error_after_missing_id_is_outage() {
    let is_fixed = Arc::new(AtomicBool::new(false));
    let fixed = Arc::clone(&is_fixed);
    let raw = three_transcripts(move |id| match id {
        _ if fixed.load(SeqCst) => messages(),
        "a" => Response::new(404, "", ""),
        _ => Response::new(500, "", ""),
    });
    let outage = raw.run(&format!("{TRANSCRIPTS} --error-format json"));
    assert_eq!((&*outage.stdout, outage.code), ("", Some(8)), "{outage:?}");
    let error: Value = serde_json::from_str(outage.stderr.lines().last().unwrap()).unwrap();
    assert_eq!(
        error["status"], 500,
        "the cause, not the missing ID: {error}"
    );
    assert!(!raw.home().join("s").exists());
    is_fixed.store(true, SeqCst);
    let again = raw.run(TRANSCRIPTS);
    again.assert_line_count(3, 0);
}

#[test]
fn failed_id_outside_lookback_is_retried() {
    // The engagements are from 2016, far behind the look-back of later runs.
    let raw = RawServer::start(|request| match request.target().split('/').nth(2) {
        None if request.number == 1 => Response::page(&["a", "b"], "null"),
        None => Response::page(&[], "null"),
        Some("b") if request.number < 5 => Response::new(404, "", ""),
        Some(_) => messages(),
    });
    assert_eq!(raw.run(TRANSCRIPTS).code, Some(9));
    let again = raw.run(TRANSCRIPTS);
    again.assert_output("{\"engagement_id\":\"b\"}\n", "", 0);
}

#[test]
fn abandoned_failed_id_is_named() {
    let raw = three_transcripts(|id| match id {
        "b" => Response::new(404, "", ""),
        _ => messages(),
    });
    for output in ["-j 1", "--output-dir d"] {
        let command = format!("{TRANSCRIPTS} {output}");
        let first = raw.run(&command);
        assert_eq!(first.code, Some(9), "{first:?}");
        let run = raw.run(&format!("{command} --lookback 0s --quiet"));
        let note = "warning: engagement `b` has failed for longer than the look-back: later runs do \
                    not try it again\n";
        run.assert_stderr_contains(note);
        fs::remove_file(raw.home().join("s")).unwrap();
    }
}

#[test]
fn full_disk_of_state_delivers_nothing() {
    let script = "mkdir d && mount -t tmpfs -o size=64k tmpfs d && echo before > all &&
        head -c 65536 /dev/zero > d/fill &&
        { \"$@\" >> all; echo code $?; cat all; ls d; rm d/fill; \"$@\" >> all; echo code $?; cat all; }";
    let Some(command) = with_mounts(script) else {
        return;
    };
    let raw = RawServer::with(vec![|| Response::page(&["a", "b"], "null")]);
    let tool = raw.command("list --all --since 2016 --state d/state -o id");
    let done = raw_server::run(through(&command, &tool));
    let expected = "code 1\nbefore\nfill\nstate.lock\ncode 0\nbefore\na\nb\n";
    let full = "error: cannot write `d/state`: No space left on device (os error 28)\n";
    done.assert_output(expected, full, 0);
}

#[test]
fn removed_lock_delivers_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let state = directory.path().join("s");
    let lock = directory.path().join("s.lock");
    let held = lock.clone();
    let raw = RawServer::start(move |request| match request.target().split('/').nth(2) {
        None => {
            fs::remove_file(&held).unwrap();
            Response::page(&["a"], "null")
        }
        Some(_) => messages(),
    });
    for command in ["list", "transcript"] {
        let line = format!(
            "{command} --all --since 2016 -o ndjson --state {}",
            state.display()
        );
        let run = raw.run(&line);
        run.assert_stdout("", 1);
        let message = format!(
            "error: the lock `{}` was moved, removed or replaced",
            lock.display()
        );
        run.assert_stderr_starts_with(&message);
        assert!(!state.exists());
    }
}

/// Returns the response for the transcript of an ID.
type Fault = fn(&str) -> Response;

#[test]
fn outage_delivers_nothing_and_keeps_state() {
    let faults: [(Fault, i32); 4] = [
        (|_| Response::new(500, "", ""), 8),
        (
            |id| {
                if id == "b" {
                    Response::nothing().close()
                } else {
                    messages()
                }
            },
            7,
        ),
        (
            |id| {
                if id == "b" {
                    Response::new(429, "", "")
                } else {
                    messages()
                }
            },
            6,
        ),
        (
            |id| {
                if id == "c" {
                    Response::new(401, "", "")
                } else {
                    messages()
                }
            },
            4,
        ),
    ];
    for (fault, code) in faults {
        let raw = three_transcripts(fault);
        let run = raw.run(TRANSCRIPTS);
        run.assert_stdout("", code);
        assert!(!raw.home().join("s").exists());
    }
}

#[test]
fn array_without_failed_id_is_unclosed() {
    let raw = three_transcripts(|id| match id {
        "b" => Response::new(404, "", ""),
        _ => messages(),
    });
    let command = "transcript --all --since 2016 --state s -o json --receipt r -O out.json";
    let run = raw.run(command);
    assert_eq!(run.code, Some(9), "{run:?}");
    let text = read(raw.home().join("out.json"));
    let closed: Value = serde_json::from_str(&(text + "]")).unwrap();
    assert_eq!(closed.as_array().unwrap().len(), 2);
    let receipt: Value = read_json(raw.home().join("r"));
    assert_eq!(receipt["complete"], false);
    assert_eq!(receipt["engagements"], 2);
}
