//! Retries of exports: only if the API cannot have acted, with the same idempotency key.

use serde_json::Value;
use uuid::Uuid;

use crate::bulk_helpers::statuses;
use crate::harness::SUCCESS;
use crate::raw_server::{RawServer, Request, Response};

/// Exports one engagement to an API that sends this response first, and then a success. Asserts the number
/// of requests, which all have the same key, the exit code and the result.
#[track_caller]
fn expect(first: fn() -> Response, requests: usize, code: i32, status: &str) {
    let raw = RawServer::with(vec![first, || Response::new(200, "", SUCCESS)]);
    let run = raw.run("export e1 -o ndjson --timeout 300ms");
    assert_eq!(run.code, Some(code), "{run:?}");
    let result: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(result["status"], status, "{run:?}");
    assert_eq!(result["attempts"], requests, "{run:?}");
    let sent = raw.requests();
    assert_eq!(sent.len(), requests, "{run:?}");
    assert_eq!(sent[0].line(), "POST /engagements/e1/export");
    let key = idempotency_key(&sent[0]);
    assert!(key.parse::<Uuid>().is_ok(), "{key}");
    assert!(sent.iter().all(|request| idempotency_key(request) == key));
    if status != "exported" {
        let error = result["error"].as_str().unwrap();
        assert!(
            error.contains("the export of engagement `e1`") || code == 4,
            "{run:?}"
        );
        run.assert_stderr_starts_with(&format!("error: {error}\n"));
    }
    if status == "unknown" {
        run.assert_stderr_contains(&format!("; outcome unknown (idempotency key `{key}`)\n"));
    }
}

/// Returns the idempotency key of a request.
fn idempotency_key(request: &Request) -> &str {
    request.header("x-idempotency-key").expect("a key")
}

#[test]
fn export_with_lost_response_is_not_retried() {
    let lost = |response| expect(response, 1, 10, "unknown");
    lost(|| Response::nothing().reset());
    lost(|| Response::nothing().close());
    lost(|| Response::nothing().stall());
    lost(|| Response::bytes("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{").close());
    lost(|| Response::bytes("SSH-2.0-OpenSSH_9.6\r\n").close());
    lost(|| Response::new(408, "", ""));
    lost(|| Response::new(409, "", ""));
    lost(|| Response::new(500, "", SUCCESS));
    lost(|| Response::new(500, "retry-after: 1\r\n", ""));
    lost(|| Response::new(503, "", ""));
    lost(|| Response::new(503, "retry-after: soon\r\n", ""));
    lost(|| Response::new(504, "", ""));
}

#[test]
fn unclear_response_leaves_outcome_unknown() {
    let unclear = |response| expect(response, 1, 10, "unknown");
    unclear(|| Response::bytes("HTTP/1.1 200 OK\r\n\r\n{\"succ").close());
    unclear(|| Response::bytes("HTTP/1.1 200 OK\r\n\r\n").close());
    unclear(|| Response::bytes("HTTP/1.1 200 OK\r\n\r\n{}").close());
    unclear(|| Response::new(200, "", "{\"succ"));
    unclear(|| Response::new(200, "", ""));
    unclear(|| Response::new(200, "", "{}"));
    unclear(|| Response::new(200, "", "[true]"));
    unclear(|| Response::new(200, "", "{\"success\":\"true\"}"));
    unclear(|| Response::new(200, "", "<html>"));
    unclear(|| Response::new(202, "", "{\"status\":\"queued\"}"));
    unclear(|| Response::new(204, "", ""));
    unclear(|| Response::new(425, "", ""));
}

#[test]
fn redirect_leaves_export_unknown() {
    for status in [301, 302, 303, 307, 308] {
        let raw = RawServer::start(move |request| match request.number {
            1 => Response::new(
                status,
                "location: https://login.example/?secret\r\n",
                SUCCESS,
            ),
            _ => Response::new(200, "", SUCCESS),
        });
        let run = raw.run("export e1 -o ndjson --ledger ledger");
        let unknown = [("e1".to_owned(), "unknown".to_owned())];
        assert_eq!(statuses(&run), unknown, "{status}: {run:?}");
        assert_eq!((run.code, raw.requests().len()), (Some(10), 1), "{run:?}");
        let error = format!("is redirected to `https://login.example` ({status}), which is not");
        run.assert_stderr_contains(&error);
        let run = raw.run("export e1 -o ndjson --ledger ledger");
        assert_eq!(run.code, Some(0), "{run:?}");
        let [first, second] = &raw.requests()[..] else {
            panic!("{run:?}")
        };
        assert_eq!(idempotency_key(first), idempotency_key(second));
    }
}

#[test]
fn success_with_byte_order_mark_is_exported() {
    let success = b"\xef\xbb\xbf{\"success\":true}";
    let raw = RawServer::start(move |_| Response::new(201, "", success));
    let run = raw.run("export e1 -o json");
    assert_eq!(run.code, Some(0), "{run:?}");
    run.assert_stdout_contains("\"status\":\"exported\"");
}

#[test]
fn rejected_export_reports_reason() {
    let raw =
        RawServer::start(|_| Response::new(200, "", "{\"success\":false,\"message\":\"no CRM\"}"));
    let run = raw.run("export e1");
    assert_eq!(run.code, Some(8), "{run:?}");
    run.assert_stderr_contains(": no CRM\n");
}

#[test]
fn rate_limited_export_is_retried_with_same_key() {
    let retried = |response| expect(response, 2, 0, "exported");
    retried(|| Response::new(503, "retry-after: 0\r\n", ""));
    retried(|| Response::new(429, "retry-after: 1\r\n", ""));
    retried(|| Response::new(429, "", ""));
}

#[test]
fn rejected_export_is_not_retried() {
    let rejected = |response, code| expect(response, 1, code, "failed");
    rejected(|| Response::new(200, "", "{\"success\":false}"), 8);
    rejected(|| Response::new(202, "", "{\"success\":false}"), 8);
    rejected(|| Response::new(400, "", ""), 8);
    rejected(|| Response::new(401, "", SUCCESS), 4);
    rejected(|| Response::new(403, "", ""), 4);
    rejected(|| Response::new(404, "", ""), 5);
    rejected(|| Response::new(422, "", ""), 8);
}

#[test]
fn rate_limited_export_without_retries_fails() {
    // With a time to retry, a 503 says that the export was not carried out.
    let responses: [(fn() -> Response, i32); 2] = [
        (|| Response::new(503, "retry-after: 1\r\n", ""), 8),
        (|| Response::new(429, "", ""), 6),
    ];
    for (response, code) in responses {
        let raw = RawServer::with(vec![response]);
        let run = raw.run("export e1 -o ndjson --retries 0");
        assert_eq!(statuses(&run), [("e1".to_owned(), "failed".to_owned())]);
        assert_eq!((run.code, raw.requests().len()), (Some(code), 1), "{run:?}");
    }
}

#[test]
fn unsent_export_is_retried_and_failed() {
    let raw = RawServer::start(|_| Response::nothing());
    let run = raw.run("export e1 -o json --retries 1 --base-url http://127.0.0.1:1");
    assert_eq!(run.code, Some(7), "{run:?}");
    assert!(
        run.stdout.contains("\"status\":\"failed\"") && run.stdout.contains("\"attempts\":2"),
        "{run:?}"
    );
}

#[test]
fn every_export_opens_new_connection() {
    let raw = RawServer::start(|_| Response::new(200, "", SUCCESS));
    let run = raw.run("export e1 e2 e3 -o json");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!((raw.requests().len(), raw.connections()), (3, 3));
}

#[test]
fn export_sends_json_content_type_and_empty_body() {
    let raw = RawServer::start(|_| Response::new(200, "", SUCCESS));
    assert_eq!(raw.run("export e1").code, Some(0));
    let head = &raw.requests()[0].head;
    for header in [
        "content-length: 0\r\n",
        "content-type: application/json\r\n",
    ] {
        assert_eq!(head.matches(header).count(), 1, "{head}");
    }
    assert!(!head.contains("transfer-encoding"), "{head}");
    let printed = raw.run("export e1 --dry-run").stdout;
    let sends_body = "--header 'Content-Type: application/json' --data ''";
    assert!(printed.contains(sends_body), "{printed}");
}

#[test]
fn record_without_id_does_not_stop_exports() {
    let page = r#"{"engagements":[{"id":"a"},{"id":"x/y"},{"id":"b"}],"next_page":null}"#;
    let raw = RawServer::start(move |request| match request.target() {
        path if path.starts_with("/engagements?") => Response::new(200, "", page),
        _ => Response::new(200, "", SUCCESS),
    });
    let run = raw.run("export --all --yes -o ndjson");
    assert_eq!((statuses(&run).len(), run.code), (2, Some(9)), "{run:?}");
    run.assert_stderr_contains("failed to export 1 of 3 engagements");
}

#[test]
fn rerun_is_not_advised_without_ledger() {
    let script = |request: &Request| match request.target() {
        "/engagements/b/export" => Response::new(401, "", ""),
        _ => Response::new(200, "", SUCCESS),
    };
    let raw = RawServer::start(script);
    let run = raw.run("export a b c");
    assert_eq!(run.code, Some(4), "{run:?}");
    run.assert_stderr_contains("stopped at `b`: it and later IDs");
    run.assert_stderr_contains("`--ledger FILE`");
    assert!(
        !run.stderr.contains("run the same command again"),
        "{run:?}"
    );
    let run = raw.run("export a b c --ledger ledger");
    run.assert_stderr_contains("run the same command again");
}

#[test]
fn unknown_outcome_hints_at_rerun_or_cause() {
    let raw = RawServer::start(|request| {
        let status = if request.number == 1 { 500 } else { 403 };
        Response::new(status, "", "")
    });
    for (outcome, hint) in [
        (
            "outcome",
            "run the same command again later: it repeats the request under this key",
        ),
        (
            "outcome of an earlier attempt",
            "the token's operator needs access to the requested sites and operators",
        ),
    ] {
        let run = raw.run("export e1 --ledger ledger");
        assert_eq!(run.code, Some(10), "{run:?}");
        let outcome = format!("; {outcome} unknown (idempotency key `");
        run.assert_stderr_contains(&outcome);
        assert!(
            run.stderr.ends_with(&format!("  hint: {hint}\n")),
            "{run:?}"
        );
    }
}
