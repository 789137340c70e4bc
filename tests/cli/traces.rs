//! `-v` and `-vv`: requests and responses, without bodies and secrets.

use crate::harness::{ACCEPT, FILTERS, MockApi, Run, TOKEN};

/// Returns the trace with URL, duration and date replaced.
fn steady(run: &Run, mock_api: &MockApi) -> String {
    let text = run.stderr.replace(&mock_api.url(), "URL");
    let lines = text.lines().map(|line| match line.split_once(" in ") {
        Some((head, tail)) => {
            let (took, rest) = tail.split_once(' ').unwrap();
            assert!(took.parse::<u64>().is_ok(), "{line}");
            format!("{head} in N {rest}\n")
        }
        None if line.starts_with("< date: ") => "< date: D\n".to_owned(),
        None => format!("{line}\n"),
    });
    lines.collect()
}

const EMPTY: &str = r#"{"engagements": [], "next_page": null}"#;

#[test]
fn trace_has_window_requests_and_request_ids() {
    let window = "start_date=2015-10-01T00%3A00%3A00.000Z&end_date=2015-10-31T23%3A59%3A59.999Z";
    let path = format!("/engagements?{FILTERS}&{window}");
    let mock_api = MockApi::new().get(&path, 200, EMPTY);
    let run = mock_api.run("-v list -o json --since 2015-10 --until 2015-10");
    let expected = format!(
        "window: since 2015-10-01T00:00:00.000Z until 2015-10-31T23:59:59.999Z\n\
         GET URL{path} 200 in N ms, request id 6f1d\n"
    );
    assert_eq!(steady(&run, &mock_api), expected);
    run.assert_stdout("[]\n", 0);
}

#[test]
fn traced_window_equals_sent_window() {
    let path = format!("/engagements?{FILTERS}");
    for (options, query, window) in [
        ("", "", "all time"),
        (
            "--since 2015-10-01",
            "&start_date=2015-09-30T22%3A00%3A00.000Z",
            "since 2015-09-30T22:00:00.000Z",
        ),
        (
            "--until 2015-10-01T13Z",
            "&end_date=2015-10-01T13%3A59%3A59.999Z",
            "until 2015-10-01T13:59:59.999Z",
        ),
    ] {
        let mock_api = MockApi::new().get(&format!("{path}{query}"), 200, EMPTY);
        let line = format!("-v list -o json --tz Europe/Berlin {options}");
        let run = mock_api.run(&line);
        assert_eq!(
            run.stderr.lines().next(),
            Some(&*format!("window: {window}"))
        );
    }
    let run = MockApi::new()
        .get("/engagements/a", 200, "{\"id\":\"a\"}")
        .run("-v show a");
    assert!(!run.stderr.contains("window"), "{}", run.stderr);
}

#[test]
fn double_verbose_traces_headers_without_secrets() {
    let body = format!(r#"{{"message": "a body with {TOKEN}"}}"#);
    let secret = format!("you sent {TOKEN}");
    let mock_api = MockApi::new().expect("POST", "/engagements/a/export", |mock| {
        mock.with_status(400)
            .with_body(&body)
            .with_header("x-echo", &secret)
    });
    let run = mock_api.run("-vv export a -o json");
    let trace = steady(&run, &mock_api);
    let accept = format!("> accept: {ACCEPT}");
    for line in [
        &*accept,
        "> authorization: ***",
        "< x-request-id: 6f1d",
        "< x-echo: you sent ***",
        "POST URL/engagements/a/export 400 in N ms, request id 6f1d",
    ] {
        assert!(trace.lines().any(|other| other == line), "{line}: {trace}");
    }
    assert!(trace.contains("\n> x-idempotency-key: "), "{trace}");
    assert!(!trace.contains('{'), "{trace}");
}

#[test]
fn export_trace_omits_idempotency_key() {
    let mock_api = MockApi::new().post("/engagements/a/export", 200, r#"{"success": true}"#);
    let run = mock_api.run("-v export a -o json");
    let expected = "POST URL/engagements/a/export 200 in N ms, request id 6f1d\n";
    assert_eq!(steady(&run, &mock_api), expected);
    assert_eq!(run.code, Some(0));
}

#[test]
fn failed_request_and_retry_are_traced() {
    let mock_api = MockApi::new().variable("ENGAGEMENTS_BASE_URL", "http://127.0.0.1:1");
    let run = mock_api.run("-v show a --retries 1 --max-wait 2s");
    let lines: Vec<&str> = run.stderr.lines().collect();
    let start = "GET http://127.0.0.1:1/engagements/a failed after ";
    let end = " ms: cannot connect to `http://127.0.0.1:1`: Connection refused (os error 111)";
    for line in [lines[0], lines[2]] {
        assert!(line.starts_with(start) && line.ends_with(end), "{line}");
    }
    assert!(lines[1].starts_with("retrying in 0."), "{}", lines[1]);
    assert!(lines[3].starts_with("error: "), "{}", run.stderr);
    assert!(lines[4].starts_with("  hint: "), "{}", run.stderr);
    assert_eq!(
        (lines.len(), run.stdout.as_str(), run.code),
        (5, "", Some(7))
    );
}

#[test]
fn traced_headers_are_sanitized() {
    let untrusted = |mock: mockito::Mock| {
        mock.with_header("x-request-id", "6f\u{9b}2J")
            .with_body("{\"id\":\"a\"}")
    };
    let mock_api = MockApi::new().expect("GET", "/engagements/a", untrusted);
    let run = mock_api.run("-vv show a -o json");
    assert!(!run.stderr.contains(['\u{9b}', '\u{1b}']), "{}", run.stderr);
    assert_eq!(run.code, Some(0));
}
