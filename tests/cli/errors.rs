//! Errors in text and JSON: message, hint, exit code, and nothing on stdout.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use serde_json::{Value, json};

use crate::harness::{MockApi, Run};
use crate::raw_server::{RawServer, Response, run};
use crate::running::through;

const SHOW: &str = "show a -o json --retries 0";

const SITE_HINT: &str =
    "check the ID; the token's operator may not be authorized for the engagement's site";

#[test]
fn malformed_token_is_not_sent() {
    let strange = "it has characters that no token has";
    for (token, why) in [
        ("two words", strange),
        ("tok\u{e9}n", strange),
        ("a\nb", strange),
        ("Token ", "there is no token in it"),
    ] {
        let error = format!(
            "error: the environment variable `ENGAGEMENTS_TOKEN` cannot be used: {why}\n  \
             hint: use the token alone, in one line\n"
        );
        MockApi::new()
            .variable("ENGAGEMENTS_TOKEN", token)
            .run(SHOW)
            .assert_output("", &error, 2);
    }
    let error = "error: the environment variable `ENGAGEMENTS_TOKEN` cannot be used: it is not \
                UTF-8\n";
    let mock_api = MockApi::new();
    let no_text = OsStr::from_bytes(b"\xff");
    Run::of(mock_api.command(SHOW).env("ENGAGEMENTS_TOKEN", no_text)).assert_output("", error, 2);
}

/// Parses stderr, which must be one JSON object.
#[track_caller]
fn object(run: &Run) -> Value {
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr.matches('\n').count(), 1, "{}", run.stderr);
    serde_json::from_str(&run.stderr).unwrap()
}

#[test]
fn json_error_is_one_object() {
    let mock_api =
        || MockApi::new().get("/engagements/a", 404, r#"{"message": "No \u0085\u202e"}"#);
    let expected = json!({
        "level": "error",
        "error": "not_found",
        "message": "engagement `a` was not found (404): No \u{85}\u{202e}",
        "hint": SITE_HINT,
        "status": 404,
        "request_id": "6f1d",
        "exit_code": 5,
    });
    let run = mock_api().run(&format!("{SHOW} --error-format json"));
    assert_eq!((object(&run), run.code), (expected.clone(), Some(5)));
    run.assert_stderr_contains(r"No \u0085\u202e");
    let run = mock_api()
        .variable("ENGAGEMENTS_ERROR_FORMAT", "json")
        .run(SHOW);
    assert_eq!((object(&run), run.code), (expected, Some(5)));
    let text = "show a --error-format text";
    let run = mock_api()
        .variable("ENGAGEMENTS_ERROR_FORMAT", "json")
        .run(text);
    run.assert_stderr_starts_with("error: ");
}

/// Returns level and message of the JSON objects on stderr.
#[track_caller]
fn levels(run: &Run) -> Vec<(String, String)> {
    let lines = run.stderr.lines().map(|line| {
        let object: Value =
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
        let text = |key: &str| object[key].as_str().expect("text").to_owned();
        (text("level"), text("message"))
    });
    lines.collect()
}

#[test]
fn json_error_format_covers_all_stderr_lines() {
    let messages = |mock_api: MockApi, line: &str| {
        let run = mock_api.run(&format!("{line} --error-format json"));
        let levels = levels(&run);
        assert!(!levels.is_empty(), "{run:?}");
        levels
    };
    let word = |level: &str, message: &str| (level.to_owned(), message.to_owned());
    let empty = r#"{"engagements": []}"#;
    let list = messages(MockApi::new().list(empty), "list -v");
    assert_eq!(list[0], word("debug", "window: all time"));
    assert_eq!(list[1].0, "debug");
    assert_eq!(list[2], word("info", "no engagements match"));

    let done = r#"{"success": true}"#;
    let export = || MockApi::new().post("/engagements/a/export", 200, done);
    let exports = export().post("/engagements/b/export", 200, done);
    let summary = messages(exports, "export a b");
    assert_eq!(summary.last().map(|line| &*line.0), Some("info"));
    let traced = messages(export(), "export a -vv");
    assert!(traced.len() > 5, "{traced:?}");

    let mock_api = MockApi::new().get("/engagements/a", 404, "{}");
    let failed = messages(mock_api, "show a -vv -o json");
    assert_eq!(failed.last().map(|line| &*line.0), Some("error"));

    let mock_api = MockApi::new().variable("ENGAGEMENTS_TOKEN", "").get(
        "/engagements/a",
        200,
        r#"{"id": "a"}"#,
    );
    std::fs::write(mock_api.home().join("token"), crate::harness::TOKEN).unwrap();
    let warned = messages(mock_api, "show a -o json -q --token-file token");
    assert_eq!(warned[0].0, "warning");
    assert!(
        warned[0].1.starts_with("others can read `token`"),
        "{warned:?}"
    );
}

#[test]
fn failed_sandbox_start_is_reported_as_json() {
    let raw = RawServer::start(|_| Response::nothing());
    let tool = raw.command("--sandbox --error-format json list");
    let run = run(through(&["prlimit", "--nofile=4"], &tool));
    let error: Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(error["error"], "local", "{run:?}");
    run.assert_stdout("", 1);
}
