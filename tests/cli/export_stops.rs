//! Exports that stop early: full disk, closed output, failed page, `--fail-fast`.

use std::sync::{Barrier, Condvar, Mutex};

use crate::bulk_helpers::{exports, ids, requests, run_shell, statuses};
use crate::export::expect_exports;
use crate::harness::{SUCCESS, SandboxServer, TIMEOUT};
use crate::raw_server::{RawServer, Response};
#[cfg(target_os = "linux")]
use crate::running::run_on_full_disk;

#[cfg(target_os = "linux")]
#[test]
fn full_disk_stops_exports_and_is_named() {
    // More than are exported before the first result is printed.
    let mock_api = expect_exports(&[200; 10]);
    let command = mock_api.command("export a b c d e f g h i j -j 1 -o ndjson");
    let run = run_on_full_disk(&command);
    let error = "error: cannot write to standard output: No space left on device (os error 28); \
                 stopped after `";
    run.assert_stderr_contains(error);
    assert_eq!(run.code, Some(1), "{run:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn unprintable_result_stops_exports_and_is_summed_up() {
    let hint = "do not repeat the IDs that were exported";
    for (line, status, code, message) in [
        ("export a -o ndjson", 200, 1, hint),
        ("export a b c -o ndjson", 200, 1, hint),
        ("export a", 200, 1, hint),
        (
            "export a -o ndjson",
            500,
            10,
            "outcome unknown (idempotency key `",
        ),
        ("export a -o ndjson", 404, 1, "`a` was not found (404)"),
    ] {
        let run = run_on_full_disk(&expect_exports(&[status]).command(line));
        assert_eq!(run.code, Some(code), "{line}: {run:?}");
        run.assert_stderr_contains(message);
        let is_counted = run.stderr.contains("exported 1, failed 0");
        assert_eq!(is_counted, status == 200, "{line}: {run:?}");
    }
}

#[test]
fn closed_stdout_stops_exports_with_error() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 30);
    let line = "{ engagements export - --yes -o ndjson < ids; echo \"code $?\" >&2; } | head -n 1";
    std::fs::write(sandbox.home().join("ids"), ids.join("\n")).unwrap();
    let run = run_shell(&sandbox, line);
    assert!(run.stderr.ends_with("code 9\n"), "{}", run.stderr);
    run.assert_stderr_contains("the output was closed; stopped after `");
    let done = exports(&sandbox).len();
    assert!((1..30).contains(&done), "{done}");
    let last = format!("stopped after `{}`: later IDs", ids[done - 1]);
    run.assert_stderr_contains(&last);
}

#[test]
fn failed_page_stops_export_after_last_id() {
    let sandbox = SandboxServer::start("--fail 500,path=page=2");
    let run = sandbox.run("export --all --yes --retries 0 -o ndjson");
    assert_eq!(run.code, Some(9), "{run:?}");
    let done: Vec<String> = exports(&sandbox).into_keys().collect();
    assert_eq!(done.len(), 100);
    let last = statuses(&run).pop().unwrap().0;
    let error = format!(
        "page 2 of the engagements (500): Internal Server Error; stopped after `{last}`: later IDs \
         were not processed"
    );
    run.assert_stderr_contains(&error);
    let refused = SandboxServer::start("--fail 403,path=page=2");
    let run = refused.run("export --all --yes -o ndjson");
    assert_eq!((statuses(&run).len(), run.code), (100, Some(4)));
    assert_eq!(requests(&refused), 102);
}

#[test]
fn fail_fast_stops_at_first_failed_export() {
    let run = expect_exports(&[200, 404]).run("export a b c --fail-fast -o ndjson");
    assert_eq!((statuses(&run).len(), run.code), (2, Some(9)), "{run:?}");
    run.assert_stderr_contains("stopped after `b`: ");
    let run = expect_exports(&[200, 500]).run("export a b c --fail-fast");
    assert_eq!(run.code, Some(10), "{run:?}");
    run.assert_stderr_contains("stopped after `b`: ");
    let run = expect_exports(&[200, 404]).run("export a b --fail-fast -o json");
    assert!(run.stdout.ends_with("}\n]\n"), "all were tried: {run:?}");
    assert!(!run.stderr.contains("stopped"), "{}", run.stderr);
}

#[test]
fn fail_fast_stops_at_record_without_id() {
    let api = RawServer::start(|request| match request.line() {
        line if line.ends_with("/export") => (200, "", SUCCESS.to_owned()),
        _ => (200, "", r#"{"engagements":[{},{"id":"a"}]}"#.to_owned()),
    });
    let run = api.run("export --all --yes --fail-fast -o ndjson");
    run.assert_stdout("", 8);
    let run = api.run("export --all --yes -o ndjson");
    assert_eq!((statuses(&run).len(), run.code), (1, Some(9)), "{run:?}");
}

#[test]
fn stopped_export_names_later_exports() {
    // The failure of `b` arrives when `c` has been exported.
    let (later, exported) = (Mutex::new(false), Condvar::new());
    let raw = RawServer::start(move |request| {
        let mut is_exported = later.lock().unwrap();
        if request.target().contains("/b/") {
            let wait =
                exported.wait_timeout_while(is_exported, TIMEOUT, |is_exported| !*is_exported);
            assert!(wait.is_ok_and(|(is_exported, _)| *is_exported));
            return Response::new(401, "", "");
        }
        if request.target().contains("/c/") {
            *is_exported = true;
            exported.notify_all();
        }
        Response::new(200, "", SUCCESS)
    });
    let run = raw.run("export a b c d e f g h -j 2 -o csv");
    let stopped = "stopped at `b`: it and later IDs were not processed, except `c`";
    run.assert_stderr_contains(stopped);
    assert_eq!(run.code, Some(4), "{run:?}");
}

#[test]
fn later_failure_of_stopped_export_is_remaining() {
    // Both requests are in progress before either is refused.
    let both = Barrier::new(2);
    let raw = RawServer::start(move |_| {
        both.wait();
        Response::new(401, "", "")
    });
    let run = raw.run("export a b c -j 2 -o csv");
    let stopped = "stopped at `a`: it and later IDs were not processed\n";
    run.assert_stderr_contains(stopped);
    assert_eq!(run.code, Some(4), "{run:?}");
}
