//! `export`: results and exit codes.

use std::process::Stdio;
use std::sync::{Barrier, Condvar, Mutex};

use serde_json::Value;

use crate::bulk_helpers::{
    all, assert_exported_once, exports, ids, paste, requests, statuses, words,
};
use crate::harness::{MockApi, PATIENCE, Run, SandboxServer};
use crate::pty::spawn;
use crate::raw_server::{Answer, RawServer};

const SUCCESS: &str = r#"{"success": true}"#;

/// Expects exports of `a`, `b`, … with these response statuses.
fn answering(answers: &[u16]) -> MockApi {
    let mut mock_api = MockApi::new();
    for (id, status) in ('a'..).zip(answers) {
        let body = if *status == 200 { SUCCESS } else { "" };
        mock_api = mock_api.post(
            &format!("/engagements/{id}/export"),
            usize::from(*status),
            body,
        );
    }
    mock_api
}

#[test]
fn single_export_prints_one_object() {
    let mock_api = answering(&[200]);
    let result = "{\"engagement_id\":\"a\",\"status\":\"exported\",\"http_status\":200,\
                  \"attempts\":1,\"request_id\":\"6f1d\",\"error\":null}\n";
    mock_api
        .run(&["export", "a", "-o", "json"])
        .assert_output(result, "", 0);
}

#[test]
fn single_export_failure_has_specific_exit_code() {
    for (status, body, code, outcome) in [
        (200, r#"{"success": false}"#, 8, "failed"),
        (202, r#"{"success": false}"#, 8, "failed"),
        (200, r#"{"success": "true"}"#, 10, "unknown"),
        (302, SUCCESS, 10, "unknown"),
        (400, "", 8, "failed"),
        (401, SUCCESS, 4, "failed"),
        (403, "", 4, "failed"),
        (429, "", 6, "failed"),
        (500, SUCCESS, 10, "unknown"),
    ] {
        let mock_api = MockApi::new().post("/engagements/a/export", status, body);
        let run = mock_api.run(&["export", "a", "-o", "ndjson", "--retries", "0"]);
        assert_eq!(run.code, Some(code), "{status} {body}: {run:?}");
        assert_eq!(
            statuses(&run),
            all(&["a".to_owned()], outcome),
            "{status} {body}"
        );
        let result: Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(result["http_status"], status);
        let error = result["error"].as_str().unwrap();
        let line = format!("error: {error}\n");
        assert!(run.stderr.starts_with(&line), "{line}{}", run.stderr);
    }
}

#[test]
fn most_severe_export_outcome_sets_exit_code() {
    for (answers, code) in [
        (&[200, 200][..], 0),
        (&[200, 404], 9),
        (&[404, 422], 5),
        (&[422, 404], 8),
        (&[403, 200], 9),
        (&[200, 404, 500], 10),
        (&[500, 401], 10),
        (&[200, 401], 4),
        (&[404, 401], 4),
    ] {
        let ids: Vec<String> = ('a'..).take(answers.len()).map(String::from).collect();
        let run = answering(answers).run(&words("export -o ndjson --retries 0", &ids));
        assert_eq!(run.code, Some(code), "{answers:?}: {run:?}");
        let with_result: Vec<_> = statuses(&run).into_iter().map(|(id, _)| id).collect();
        assert_eq!(with_result, ids, "{answers:?}");
    }
}

#[test]
fn export_summary_counts_outcomes() {
    let run = answering(&[200, 404, 500, 200]).run(&words("export a b c d", &[]));
    let last: Vec<&str> = run.stderr.lines().rev().skip(1).take(2).collect();
    assert_eq!(
        last,
        [
            "error: failed to export 1 of 4 engagements; outcome of 1 of 4 exports unknown",
            "exported 2, failed 1, unknown 1, skipped 0",
        ]
    );
    let run = answering(&[404, 403]).run(&words("export a b", &[]));
    let end = "exported 0, failed 2, unknown 0, skipped 0\n\
               error: failed to export 2 of 2 engagements\n";
    assert!(run.stderr.ends_with(end), "no hint: {}", run.stderr);
    let quiet = answering(&[200, 200]).run(&words("export a b -q -o ndjson", &[]));
    assert_eq!((quiet.stderr.as_str(), quiet.code), ("", Some(0)));
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_stops_exports_and_is_named() {
    // More than are exported before the first result is printed.
    let mock_api = answering(&[200; 10]);
    let command = mock_api.command(&words("export a b c d e f g h i j -j 1 -o ndjson", &[]));
    let full = std::fs::File::options().write(true).open("/dev/full");
    let child = spawn(&command, full.unwrap().into(), Stdio::piped());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    let error = "error: cannot write to standard output: No space left on device (os error 28); \
                 stopped after `";
    assert!(stderr.contains(error), "{stderr}");
    assert_eq!(output.status.code(), Some(1), "{stderr}");
}

#[test]
fn fail_fast_stops_at_first_failed_export() {
    let run = answering(&[200, 404]).run(&words("export a b c --fail-fast -o ndjson", &[]));
    assert_eq!((statuses(&run).len(), run.code), (2, Some(9)), "{run:?}");
    assert!(run.stderr.contains("stopped at `b`: "), "{}", run.stderr);
    let run = answering(&[200, 500]).run(&words("export a b c --fail-fast", &[]));
    assert_eq!(run.code, Some(10), "{run:?}");
    // An unknown outcome counts as processed: repeating it could export twice.
    assert!(run.stderr.contains("stopped after `b`: "), "{}", run.stderr);
    let run = answering(&[200, 404]).run(&words("export a b --fail-fast -o json", &[]));
    assert!(run.stdout.ends_with("}\n]\n"), "all were tried: {run:?}");
    assert!(!run.stderr.contains("stopped"), "{}", run.stderr);
}

/// Runs an export whose output is a full disk. Returns its stderr and exit code.
fn on_full_disk(mock_api: &MockApi, line: &str) -> (String, Option<i32>) {
    let command = mock_api.command(&words(line, &[]).iter().map(|w| &**w).collect::<Vec<_>>());
    let full = std::fs::File::options().write(true).open("/dev/full");
    let child = spawn(&command, full.unwrap().into(), Stdio::piped());
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    (stderr, output.status.code())
}

#[cfg(target_os = "linux")]
#[test]
fn unprintable_result_stops_exports_and_is_summed_up() {
    let hint = "do not repeat the IDs that were exported";
    for line in ["export a -o ndjson", "export a b c -o ndjson", "export a"] {
        let (stderr, code) = on_full_disk(&answering(&[200]), line);
        assert_eq!(code, Some(1), "{line}: {stderr}");
        assert!(stderr.contains("exported 1, failed 0"), "{line}: {stderr}");
        assert!(stderr.contains(hint), "{line}: {stderr}");
    }
    let (stderr, code) = on_full_disk(&answering(&[500]), "export a -o ndjson");
    assert_eq!(code, Some(10), "{stderr}");
    assert!(
        stderr.contains("outcome unknown (idempotency key `"),
        "{stderr}"
    );
    let (stderr, code) = on_full_disk(&answering(&[404]), "export a -o ndjson");
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.contains("`a` was not found (404)"), "{stderr}");
}

#[test]
fn failed_export_with_output_file_keeps_code_of_cause() {
    let mock_api = answering(&[200, 404]);
    let run = mock_api.run(&words("export a b -o csv -O out", &[]));
    assert_eq!(run.code, Some(5), "{run:?}");
    assert!(!mock_api.home().join("out").exists());
}

#[test]
fn fail_fast_stops_at_record_without_id() {
    let api = RawServer::start(|request| match request.line() {
        line if line.ends_with("/export") => (200, "", SUCCESS.to_owned()),
        _ => (200, "", r#"{"engagements":[{},{"id":"a"}]}"#.to_owned()),
    });
    let run = api.run(&words("export --all --yes --fail-fast -o ndjson", &[]));
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(8)), "{run:?}");
    let run = api.run(&words("export --all --yes -o ndjson", &[]));
    assert_eq!((statuses(&run).len(), run.code), (1, Some(9)), "{run:?}");
}

#[test]
fn long_api_message_hides_nothing_of_ours() {
    let body = format!(r#"{{"message":"{}"}}"#, "x".repeat(2_000));
    let mock_api = MockApi::new().post("/engagements/a/export", 502, &body);
    let run = mock_api.run(&["export", "a"]);
    assert!(
        run.stderr.contains(&format!("{}…x", "x".repeat(500))),
        "{run:?}"
    );
    assert!(
        run.stderr
            .contains("xx; outcome unknown (idempotency key `"),
        "{run:?}"
    );
    let mock_api = MockApi::new().get("/engagements/a", 401, &body);
    let run = mock_api.run(&["show", "a", "b", "-j", "1"]);
    assert!(
        run.stderr.contains("xx; stopped at `a`: it and later IDs"),
        "{run:?}"
    );
}

#[test]
fn lost_response_reports_idempotency_key() {
    for fault in [
        "reset,after",
        "cut",
        "500,after",
        "408,after",
        "409,after",
        "stall,after",
    ] {
        let sandbox = SandboxServer::start(&["--fail", &format!("{fault},path=/export")]);
        let ids = ids(&sandbox, 1);
        let run = sandbox.run(&words("export -o ndjson --timeout 500ms", &ids));
        assert_eq!(run.code, Some(10), "{fault}: {run:?}");
        assert_eq!(statuses(&run), all(&ids, "unknown"), "{fault}");
        assert!(run.stdout.contains("\"attempts\":1"), "{fault}: {run:?}");
        assert_exported_once(&sandbox, &ids);
        let (before, after) = run.stderr.split_once("(idempotency key `").expect(fault);
        assert!(before.contains(&ids[0]), "{fault}: {before}");
        let key = after
            .split('`')
            .next()
            .and_then(|key| key.parse::<uuid::Uuid>().ok());
        assert!(key.is_some(), "{fault}: {after}");
    }
}

#[test]
fn rate_limited_export_is_retried() {
    for fault in ["429", "503,retry-after=1"] {
        let sandbox = SandboxServer::start(&["--fail", &format!("{fault},path=/export,at=1")]);
        let ids = ids(&sandbox, 2);
        let run = sandbox.run(&words("export -o ndjson", &ids));
        assert_eq!(
            (statuses(&run), run.code),
            (all(&ids, "exported"), Some(0)),
            "{run:?}"
        );
        let attempts: Vec<_> = run.stdout.matches("\"attempts\":2").collect();
        assert_eq!(attempts.len(), 1, "{fault}: {}", run.stdout);
        assert_exported_once(&sandbox, &ids);
    }
}

#[test]
fn exports_run_one_by_default_and_at_most_four() {
    for (option, most) in [("", 1), ("-j 2", 2), ("-j 32", 4)] {
        let sandbox = SandboxServer::start(&["--latency", "20ms"]);
        let ids = ids(&sandbox, 12);
        let line = format!("export - --yes -o ndjson {option}");
        let mut tool = sandbox.command(&words(line.trim(), &[]));
        // This setting is for commands that read.
        tool.env("ENGAGEMENTS_CONCURRENCY", "8");
        let run = Run::of(tool.write_stdin(ids.join("\n")));
        assert_eq!(statuses(&run), all(&ids, "exported"), "{run:?}");
        let stats = crate::sandbox::stats(&sandbox);
        assert_eq!(stats["largest_in_flight"], most, "{option}");
        assert_exported_once(&sandbox, &ids);
    }
}

#[test]
fn pending_skips_forwarded_engagements() {
    let sandbox = SandboxServer::start(&["--engagements", "60"]);
    let list = sandbox.run(&["list", "--all", "-o", "ndjson"]).stdout;
    let records = list
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let pending: Vec<String> = records
        .filter(|record| record["crm_forwarded"] != true)
        .map(|record| record["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        (1..60).contains(&pending.len()),
        "some of each: {}",
        pending.len()
    );
    let run = sandbox.run(&words("export --all --pending --yes -o ndjson", &[]));
    assert_eq!(statuses(&run), all(&pending, "exported"));
    let run = sandbox.run(&words("export a --pending", &[]));
    assert_eq!(run.code, Some(2), "{run:?}");
}

#[test]
fn closed_stdout_stops_exports_with_error() {
    let sandbox = SandboxServer::start(&[]);
    let ids = ids(&sandbox, 30);
    let line = "… | { engagements export - --yes -o ndjson; echo \"code $?\" >&2; } | head -n 1";
    let run = paste(&sandbox, &ids, line);
    assert!(run.stderr.ends_with("code 9\n"), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("the output was closed; stopped after `"),
        "{}",
        run.stderr
    );
    let done = exports(&sandbox).len();
    assert!((1..30).contains(&done), "{done}");
    let last = format!("stopped after `{}`: later IDs", ids[done - 1]);
    assert!(run.stderr.contains(&last), "{}", run.stderr);
}

#[test]
fn failed_page_stops_export_after_last_id() {
    let sandbox = SandboxServer::start(&["--fail", "500,path=page=2"]);
    let run = sandbox.run(&words("export --all --yes --retries 0 -o ndjson", &[]));
    assert_eq!(run.code, Some(9), "{run:?}");
    let done: Vec<String> = exports(&sandbox).into_keys().collect();
    assert_eq!(done.len(), 100);
    let last = statuses(&run).pop().unwrap().0;
    let error = format!(
        "page 2 of the engagements (500): Internal Server Error; stopped after `{last}`: later IDs \
         were not processed"
    );
    assert!(run.stderr.contains(&error), "{}", run.stderr);
    let refused = SandboxServer::start(&["--fail", "403,path=page=2"]);
    let run = refused.run(&words("export --all --yes -o ndjson", &[]));
    assert_eq!((statuses(&run).len(), run.code), (100, Some(4)));
    assert_eq!(requests(&refused), 102);
}

#[test]
fn stopped_export_names_later_exports() {
    // The failure of `b` arrives when `c` has been exported.
    let (later, exported) = (Mutex::new(false), Condvar::new());
    let raw = RawServer::start(move |request| {
        let mut is_exported = later.lock().unwrap();
        if request.target().contains("/b/") {
            let wait =
                exported.wait_timeout_while(is_exported, PATIENCE, |is_exported| !*is_exported);
            assert!(wait.is_ok_and(|(is_exported, _)| *is_exported));
            return Answer::new(404, "", "");
        }
        if request.target().contains("/c/") {
            *is_exported = true;
            exported.notify_all();
        }
        Answer::new(200, "", SUCCESS)
    });
    let run = raw.run(&words(
        "export a b c d e f g h --fail-fast -j 2 -o csv",
        &[],
    ));
    let stopped = "stopped at `b`: it and later IDs were not processed, except `c`";
    assert!(run.stderr.contains(stopped), "{run:?}");
    assert_eq!(run.code, Some(9), "{run:?}");
}

#[test]
fn later_failure_of_stopped_export_is_remaining() {
    // Both requests are in progress before either is refused.
    let both = Barrier::new(2);
    let raw = RawServer::start(move |_| {
        both.wait();
        Answer::new(401, "", "")
    });
    let run = raw.run(&words("export a b c -j 2 -o csv", &[]));
    let stopped = "stopped at `a`: it and later IDs were not processed\n";
    assert!(run.stderr.contains(stopped), "{run:?}");
    assert_eq!(run.code, Some(4), "{run:?}");
}
