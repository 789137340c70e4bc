//! The table of failures: kind, exit code, message and hint.

use std::fs::{self, File};

use serde_json::Value;
use tempfile::TempDir;

use crate::harness::{Run, command, file};
use crate::raw_server::{RawServer, Request, Response, ResponseParts};

/// Responds with the status in an ID or site ID such as `s404`; `audio-404` has a recording with one.
fn response_parts(request: &Request) -> ResponseParts {
    let named = |word: &str| request.line().contains(word);
    let status = request.line().match_indices('s').find_map(|(at, _)| {
        let digits = request.line().get(at + 1..at + 4)?;
        digits
            .parse()
            .ok()
            .filter(|status| (200..600).contains(status))
    });
    if let Some((_, named)) = request.line().split_once("/audio-") {
        let named = named.split_whitespace().next().unwrap_or_default();
        let link = format!("/sub_engagements/1/recordings/s{named}");
        let record =
            serde_json::json!({ "id": format!("audio-{named}"), "audio_recording_urls": [link] });
        return (200, "", record.to_string());
    }
    let body = match status.unwrap_or(200) {
        200 if named("/recordings/") => r#"{"url": "ftp://other.example/x"}"#,
        200 if named("garbage") => "<html>",
        200 if named("route") => return (404, "", r#"{"error_msg": "words"}"#.to_owned()),
        200 if named("later") => return (429, "retry-after: 4000\r\n", String::new()),
        200 if named("refused") => r#"{"success": false}"#,
        200 if named("POST") => r#"{"success": true}"#,
        200 if named("?") => r#"{"engagements": [], "next_page": null}"#,
        200 => r#"{"id": "ok"}"#,
        _ => r#"{"message": "words"}"#,
    };
    let headers = "x-request-id: 6f1d\r\nlocation: https://other.example/x\r\n";
    (status.unwrap_or(200), headers, body.to_owned())
}

/// Responds as [`response_parts`], but never to a request that contains `stall`.
fn response(request: &Request) -> Response {
    if request.line().contains("stall") {
        return Response::nothing().stall();
    }
    response_parts(request).into()
}

/// Runs the tool with valid settings in a directory with damaged and locked files.
fn run(api: &RawServer, line: &str, format: &str) -> Run {
    let home = TempDir::new().unwrap();
    let path = |name: &str| home.path().join(name);
    for name in ["damaged", "empty.pem"] {
        fs::write(path(name), "nonsense\nmore\n").unwrap();
    }
    fs::write(path("config"), "[default]\nretries = 0\n").unwrap();
    fs::create_dir(path("folder")).unwrap();
    let held = ["held", "held.lock"].map(|name| File::create(path(name)).unwrap());
    for file in &held {
        file.lock().unwrap();
    }
    let mut command = command(home.path());
    for (name, value) in [
        ("CONFIG", "config"),
        ("BASE_URL", &*api.url()),
        ("TOKEN", "abcdef"),
        ("SITE_IDS", "a"),
        ("OPERATOR_IDS", "o"),
    ] {
        command.env(format!("ENGAGEMENTS_{name}"), value);
    }
    let mut line = line.split(' ').peekable();
    while let Some((name, value)) = line.peek().and_then(|word| word.split_once('=')) {
        if !name.starts_with(|first: char| first.is_ascii_uppercase()) {
            break;
        }
        command.env(name, value);
        line.next();
    }
    command.args(line).args(["--error-format", format]);
    Run::of(command.write_stdin("ok\n"))
}

/// Returns whether a text matches a pattern of the table.
fn fits(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let Some(last) = parts.next_back() else {
        return rest.is_empty();
    };
    for part in parts {
        let Some((_, behind)) = rest.split_once(part) else {
            return false;
        };
        rest = behind;
    }
    rest.ends_with(last)
}

/// Returns the rows of the table: arguments, kind, exit code, message and hint.
fn rows() -> Vec<[String; 5]> {
    let table = file("expected/failures.txt");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let cells = rows.map(|row| row.split(" | ").map(str::to_owned).collect::<Vec<_>>());
    cells.map(|cells| cells.try_into().unwrap()).collect()
}

#[test]
fn json_errors_have_kind_code_and_hint() {
    let api = RawServer::start(response);
    let rows = rows();
    assert!(rows.len() >= 80, "{}", rows.len());
    for [line, kind, code, message, hint] in rows {
        let run = run(&api, &line, "json");
        let error: Value = serde_json::from_str(run.stderr.lines().last().unwrap()).unwrap();
        assert_eq!(error["error"], *kind, "{line}: {error}");
        assert_eq!(error["exit_code"].to_string(), code, "{line}: {error}");
        assert_eq!(run.code, code.parse().ok(), "{line}: {error}");
        assert!(
            fits(error["message"].as_str().unwrap(), &message),
            "{line}: {error}"
        );
        let advice = error["hint"].as_str().unwrap_or("-").replace('\n', "⏎");
        assert!(fits(&advice, &hint), "{line}: {error}");
        let keys: Vec<_> = error.as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            [
                "level",
                "error",
                "message",
                "hint",
                "status",
                "request_id",
                "exit_code"
            ]
        );
    }
}

#[test]
fn json_error_for_several_ids_has_status_of_cause() {
    let api = RawServer::start(response);
    for (line, status) in [("show s404 s404x", 404), ("show s401 ok", 401)] {
        let run = run(&api, line, "json");
        let error: Value = serde_json::from_str(run.stderr.lines().last().unwrap()).unwrap();
        assert_eq!(error["status"], status, "{error}");
    }
}

#[test]
fn text_errors_have_message_and_hint() {
    let api = RawServer::start(response);
    for [line, _, code, message, hint] in rows() {
        let run = run(&api, &line, "text");
        let start = run.stderr.rfind("error: ").unwrap();
        let mut lines = run.stderr[start..].lines();
        let first = lines.next().unwrap().strip_prefix("error: ").unwrap();
        assert!(fits(first, &message), "{line}: {}", run.stderr);
        let lines = lines.filter_map(|line| line.strip_prefix("  hint: "));
        let advice = lines.collect::<Vec<_>>().join("⏎");
        let advice = if advice.is_empty() { "-" } else { &advice };
        assert!(fits(advice, &hint), "{line}: {}", run.stderr);
        assert_eq!(run.code, code.parse().ok(), "{line}");
    }
}
