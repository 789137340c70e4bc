//! `export`: results and exit codes.

use serde_json::Value;

use crate::bulk_helpers::{all, assert_exported_once, ids, statuses, with_ids};
use crate::harness::{MockApi, Run, SUCCESS, SandboxServer};

/// Expects exports of `a`, `b`, … with these response statuses.
pub(crate) fn expect_exports(responses: &[u16]) -> MockApi {
    let mut mock_api = MockApi::new();
    for (id, status) in ('a'..).zip(responses) {
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
    let mock_api = expect_exports(&[200]);
    let result = "{\"engagement_id\":\"a\",\"status\":\"exported\",\"http_status\":200,\
                  \"attempts\":1,\"request_id\":\"6f1d\",\"error\":null}\n";
    mock_api
        .run("export a -o json")
        .assert_output(result, "", 0);
}

#[test]
fn most_severe_export_outcome_sets_exit_code() {
    for (responses, code) in [
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
        let ids: Vec<String> = ('a'..).take(responses.len()).map(String::from).collect();
        let run = expect_exports(responses).run(&with_ids("export -o ndjson --retries 0", &ids));
        assert_eq!(run.code, Some(code), "{responses:?}: {run:?}");
        let with_result: Vec<_> = statuses(&run).into_iter().map(|(id, _)| id).collect();
        assert_eq!(with_result, ids, "{responses:?}");
    }
}

#[test]
fn export_summary_counts_outcomes() {
    let run = expect_exports(&[200, 404, 500, 200]).run("export a b c d");
    let last: Vec<&str> = run.stderr.lines().rev().skip(1).take(2).collect();
    assert_eq!(
        last,
        [
            "error: failed to export 1 of 4 engagements; outcome of 1 of 4 exports unknown",
            "exported 2, failed 1, unknown 1, skipped 0",
        ]
    );
    let run = expect_exports(&[404, 403]).run("export a b");
    let end = "exported 0, failed 2, unknown 0, skipped 0\n\
               error: failed to export 2 of 2 engagements\n";
    assert!(run.stderr.ends_with(end), "no hint: {}", run.stderr);
    let quiet = expect_exports(&[200, 200]).run("export a b -q -o ndjson");
    quiet.assert_success();
}

#[test]
fn failed_export_with_output_file_keeps_code_of_cause() {
    let mock_api = expect_exports(&[200, 404]);
    let run = mock_api.run("export a b -o csv -O out");
    assert_eq!(run.code, Some(5), "{run:?}");
    assert!(!mock_api.home().join("out").exists());
}

#[test]
fn long_api_message_keeps_own_text() {
    let body = format!(r#"{{"message":"{}"}}"#, "x".repeat(2_000));
    let mock_api = MockApi::new().post("/engagements/a/export", 502, &body);
    let run = mock_api.run("export a");
    run.assert_stderr_contains(&format!("{}…x", "x".repeat(500)));
    run.assert_stderr_contains("xx; outcome unknown (idempotency key `");
    let mock_api = MockApi::new().get("/engagements/a", 401, &body);
    let run = mock_api.run("show a b -j 1");
    run.assert_stderr_contains("xx; stopped at `a`: it and later IDs");
}

#[test]
fn exports_run_one_by_default_and_at_most_four() {
    for (option, most) in [("", 1), ("-j 2", 2), ("-j 32", 4)] {
        let sandbox = SandboxServer::start("--latency 20ms");
        let ids = ids(&sandbox, 12);
        let line = format!("export - --yes -o ndjson {option}");
        let mut tool = sandbox.command(line.trim());
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
    let sandbox = SandboxServer::start("--engagements 60");
    let list = sandbox.run("list --all -o ndjson").stdout;
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
    let run = sandbox.run("export --all --pending --yes -o ndjson");
    assert_eq!(statuses(&run), all(&pending, "exported"));
    let run = sandbox.run("export a --pending");
    assert_eq!(run.code, Some(2), "{run:?}");
}
