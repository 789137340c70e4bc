//! Tokens that are created with an API key or read again: one per run, one more after a 401.

use std::sync::{Arc, Barrier, Mutex};

use tempfile::TempDir;

use crate::bulk_helpers::with_ids;
use crate::harness::{Run, SUCCESS, command, rows, write_private};
use crate::raw_server::{RawServer, Request, ResponseParts};

const REFUSED: &str = r#"{"message": "Authorization information missing"}"#;

/// Runs `show` for this many IDs with an API key.
fn show(api: &RawServer, ids: usize) -> Run {
    let ids: Vec<_> = (0..ids).map(|number| format!("e{number}")).collect();
    run(api, &with_ids("show -o ndjson -j 8 --retries 0", &ids))
}

/// Runs a command with an API key.
fn run(api: &RawServer, line: &str) -> Run {
    let home = TempDir::new().unwrap();
    let mut command = command(home.path());
    command
        .env("ENGAGEMENTS_BASE_URL", api.url())
        .env("ENGAGEMENTS_API_KEY_ID", "k")
        .env("ENGAGEMENTS_API_KEY_SECRET", "key-secret")
        .args(line.split(' '));
    Run::of(&mut command)
}

/// Returns whether a request creates a token.
fn is_token_request(request: &Request) -> bool {
    request.line() == "POST /operator_authentication/tokens"
}

/// Starts an API that issues the tokens `issued-1`, `issued-2`, … and passes their number to `response`.
fn api(response: impl Fn(&Request, u32) -> ResponseParts + Send + Sync + 'static) -> RawServer {
    let issued = Mutex::new(0);
    RawServer::start(move |request| {
        if is_token_request(request) {
            let mut issued = issued.lock().unwrap();
            *issued += 1;
            return (200, "", format!("{{\"token\": \"issued-{issued}\"}}"));
        }
        let token = request.header("authorization").unwrap();
        let number = token.strip_prefix("Bearer issued-").unwrap();
        response(request, number.parse().unwrap())
    })
}

/// Responds with the requested engagement.
fn engagement(request: &Request) -> ResponseParts {
    let id = request.line().rsplit('/').next().unwrap();
    (200, "", format!("{{\"id\":\"{id}\"}}"))
}

/// Returns the output for all IDs.
fn all(ids: usize) -> String {
    let records = (0..ids).map(|number| format!("{{\"id\":\"e{number}\"}}\n"));
    records.collect::<Vec<_>>().concat()
}

#[test]
fn concurrent_workers_create_one_token() {
    // The API responds when all eight requests have arrived.
    let barrier = Arc::new(Barrier::new(8));
    let api = api(move |request, _| {
        barrier.wait();
        engagement(request)
    });
    show(&api, 8).assert_output(&all(8), "", 0);
    let requests = api.take();
    let (token_requests, rest): (Vec<_>, Vec<_>) = requests.into_iter().partition(is_token_request);
    assert_eq!((token_requests.len(), rest.len()), (1, 8));
    assert_eq!(
        token_requests[0].body,
        r#"{"api_key_id":"k","api_key_secret":"key-secret"}"#
    );
    assert_eq!(token_requests[0].header("authorization"), None);
    assert_eq!(
        token_requests[0].header("content-type"),
        Some("application/json")
    );
}

#[test]
fn expired_token_is_replaced_once() {
    let barrier = Arc::new(Barrier::new(8));
    let api = api(move |request, number| {
        let id: u32 = request.line().rsplit('e').next().unwrap().parse().unwrap();
        if id < 8 || number == 2 {
            return engagement(request);
        }
        barrier.wait();
        (401, "", REFUSED.to_owned())
    });
    show(&api, 16).assert_output(&all(16), "", 0);
    let requests = api.take();
    assert_eq!(
        requests
            .iter()
            .filter(|request| is_token_request(request))
            .count(),
        2
    );
    assert_eq!(requests.len(), 2 + 16 + 8);
}

#[test]
fn rejected_new_token_ends_run() {
    let api = api(|_, _| (401, "", REFUSED.to_owned()));
    let run = show(&api, 40);
    let error = "error: authentication failed (401): Authorization information missing; ";
    run.assert_stderr_starts_with(error);
    run.assert_stdout("", 4);
    assert_eq!(
        api.take()
            .iter()
            .filter(|request| is_token_request(request))
            .count(),
        2
    );
}

#[test]
fn token_that_has_worked_is_not_replaced_soon() {
    // The second token is rejected for another engagement, within a minute.
    let api = api(|request, number| match request.line() {
        "GET /engagements/e0" if number == 2 => engagement(request),
        _ => (401, "", REFUSED.to_owned()),
    });
    let run = run(&api, "show e0 e1 -o ndjson -j 1");
    run.assert_stdout(&all(1), 4);
    let requests = api.take();
    assert_eq!(requests.into_iter().filter(is_token_request).count(), 2);
}

#[test]
fn attempts_with_both_tokens_are_counted() {
    let api = api(|_, number| match number {
        1 => (401, "", REFUSED.to_owned()),
        _ => (200, "", SUCCESS.to_owned()),
    });
    let run = run(&api, "export e0 -o ndjson");
    assert_eq!(run.code, Some(0), "{run:?}");
    run.assert_stdout_contains("\"attempts\":2,");
}

#[test]
fn export_after_failed_replacement_counts_its_attempt() {
    let is_issued = Mutex::new(false);
    let api = RawServer::start(move |request| {
        if !is_token_request(request) {
            return (401, "", REFUSED.to_owned());
        }
        let mut is_issued = is_issued.lock().unwrap();
        if std::mem::replace(&mut *is_issued, true) {
            return (403, "", String::new());
        }
        (200, "", "{\"token\": \"issued-1\"}".to_owned())
    });
    let run = run(&api, "export e0 -o ndjson");
    let result = "\"status\":\"failed\",\"http_status\":401,\"attempts\":1,";
    run.assert_stdout_contains(result);
    let error = "error: authentication failed (401): Authorization information missing; access to the \
                 token endpoint denied (403)\n";
    assert!(
        run.stderr.starts_with(error) && run.code == Some(4),
        "{run:?}"
    );
}

/// `status | body | message | hint | exit code`
const FAILURES: &str = r#"
401 | {"message": "Authorization is missing"} | authentication failed (401): Authorization is missing | check `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET` | 4
403 | | access to the token endpoint denied (403) | check `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET` | 4
404 | {"error_msg": "404 Route Not Found"} | the token endpoint was not found (404): 404 Route Not Found | check that `--base-url` is the API's address | 5
404 | | the token endpoint was not found (404) | check that `--base-url` is the API's address | 5
200 | {} | unexpected response for the token endpoint: missing `token` | check that `--base-url` is the API's address | 8
200 | <html> | unexpected response for the token endpoint: missing `token` | check that `--base-url` is the API's address | 8
200 | ["a-token"] | unexpected response for the token endpoint: missing `token` | check that `--base-url` is the API's address | 8
200 | {"token": "a b"} | unexpected response for the token endpoint: missing `token` | check that `--base-url` is the API's address | 8
503 | | server error for the token endpoint (503) | retry later; support needs the request ID | 8"#;

#[test]
fn failed_token_creation_is_reported() {
    for [status, body, error, hint, code] in rows(FAILURES) {
        let status = status.parse().unwrap();
        let api = RawServer::start(move |_| (status, "", body.to_owned()));
        let expected = format!(
            "error: {error}; stopped at `e0`: it and later IDs were not processed\n  hint: {hint}\n"
        );
        show(&api, 3).assert_output("", &expected, code.parse().unwrap());
        let sent = api.take();
        assert!(
            sent.iter().all(is_token_request) && sent.len() == 1,
            "{sent:?}"
        );
    }
}

#[test]
fn failed_token_creation_has_request_id() {
    let api = RawServer::start(|_| (401, "x-request-id: r1\r\n", String::new()));
    let run = show(&api, 1);
    run.assert_stderr_contains("\n  request id: r1\n");
}

/// Shows five engagements with a token that expires with the third request: the file `token`, which a
/// command may print, then contains `next`. Returns the tokens that were sent.
fn show_with_rotation(next: &'static str, profile: &str) -> (Run, Vec<String>) {
    let home = TempDir::new().unwrap();
    let token = home.path().join("token");
    write_private(&token, "first");
    let count = Mutex::new(0);
    let api = RawServer::start(move |request| {
        let mut count = count.lock().unwrap();
        *count += 1;
        if *count == 3 {
            write_private(&token, next);
        }
        match request.header("authorization") {
            Some("Token first") if *count >= 3 => (401, "", REFUSED.to_owned()),
            _ => engagement(request),
        }
    });
    let config = home.path().join("config.toml");
    write_private(&config, format!("[default]\n{profile}\n"));
    let mut command = command(home.path());
    command
        .env("PATH", "/usr/bin:/bin")
        .env("ENGAGEMENTS_CONFIG", config)
        .env("ENGAGEMENTS_BASE_URL", api.url())
        .args("show e0 e1 e2 e3 e4 -o ndjson -j 1 --retries 0".split(' '));
    let run = Run::of(&mut command);
    let requests = api.take();
    let tokens = requests
        .iter()
        .map(|request| request.header("authorization").unwrap().to_owned());
    (run, tokens.collect())
}

#[test]
fn rotated_token_is_reloaded() {
    for profile in [
        "token_file = \"token\"",
        "token_command = [\"cat\", \"token\"]",
    ] {
        let (run, tokens) = show_with_rotation("second", profile);
        run.assert_output(&all(5), "", 0);
        let (first, second) = ("Token first", "Token second");
        assert_eq!(tokens, [first, first, first, second, second, second]);
    }
}

#[test]
fn unchanged_token_ends_run() {
    for profile in ["token_file = \"token\"", "token = \"first\""] {
        let (run, tokens) = show_with_rotation("first", profile);
        run.assert_stdout(&all(2), 4);
        run.assert_stderr_contains("authentication failed (401)");
        assert_eq!(tokens.len(), 3);
    }
}

#[test]
fn unreadable_new_token_ends_run() {
    let (run, tokens) = show_with_rotation("", "token_file = \"token\"");
    run.assert_stdout(&all(2), 4);
    run.assert_stderr_contains("authentication failed (401)");
    run.assert_stderr_contains("cannot be used: there is no token in it");
    assert_eq!(tokens.len(), 3);
}
