//! Secrets that contain a marker word, which must not appear in any output or file.

use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Run, command, read};
use crate::raw_server::{RawServer, Request, ResponseParts};

const WORD: &str = "canary";
const TOKEN: &str = "canary-zq9x-token";
const SECRET: &str = "canary \"zq9x\" \\ secret";

const ENGAGEMENT: &str = r#"{"id": "e1", "created_at": "2016-07-06T08:57:47.508Z"}"#;

/// An engagement with a recording.
const RECORDED: &str = r#"{"id": "e1", "audio_recording_urls":
    ["https://api.salemove.com/sub_engagements/1/recordings/2"]}"#;

/// Returns a successful response.
fn success(request: &Request) -> ResponseParts {
    let body = match request.line() {
        line if line.ends_with("/tokens") => format!(r#"{{"token": "{TOKEN}-issued"}}"#),
        line if line.starts_with("POST") => r#"{"success": true}"#.to_owned(),
        line if line.ends_with("/chat_transcript") => "[]".to_owned(),
        line if line.starts_with("GET /engagements/e2") => ENGAGEMENT.replace("e1", "e2"),
        line if line.starts_with("GET /engagements/") => ENGAGEMENT.to_owned(),
        _ => format!(r#"{{"engagements": [{ENGAGEMENT}], "next_page": null}}"#),
    };
    (200, "x-request-id: 6f1d\r\n", body)
}

/// Returns a response that repeats the credentials of the request.
fn echo(status: u16) -> impl Fn(&Request) -> ResponseParts + Send + Sync {
    move |request| {
        let authorization = request.header("authorization").unwrap_or_default();
        let sent = format!("you sent {authorization} {}", request.body);
        let details = json!({"Authorization": [{"message": sent}]});
        let body = json!({"message": sent, "error_details": details});
        let headers = "x-echo: canary-zq9x-token\r\nx-request-id: 6f1d\r\n";
        (status, headers, body.to_string())
    }
}

/// Asserts that no file in a directory contains a secret.
fn assert_no_secret_in_files(home: &Path) {
    for entry in home.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = read(&path);
        assert!(!text.contains(WORD), "{}: {text}", path.display());
    }
}

/// Runs the tool with these secrets; asserts that output and files contain none.
#[track_caller]
fn run(api: &RawServer, secrets: &[(&str, &str)], line: &str) -> Run {
    let home = TempDir::new().unwrap();
    let mut command = command(home.path());
    command
        .env("ENGAGEMENTS_BASE_URL", api.url())
        .env("ENGAGEMENTS_SITE_IDS", "s1")
        .env("ENGAGEMENTS_OPERATOR_IDS", "o1")
        .envs(secrets.iter().copied())
        .args(line.split(' '));
    let run = Run::of(&mut command);
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(WORD), "{line}: {text}");
        // Nor a part of a secret, also if it is escaped as in JSON.
        assert!(!text.contains("zq9x"), "{line}: {text}");
    }
    assert_no_secret_in_files(home.path());
    run
}

const BY_TOKEN: [(&str, &str); 1] = [("ENGAGEMENTS_TOKEN", TOKEN)];
const BY_PAIR: [(&str, &str); 2] = [
    ("ENGAGEMENTS_API_KEY_ID", "k"),
    ("ENGAGEMENTS_API_KEY_SECRET", SECRET),
];

const COMMANDS: [&str; 6] = [
    "list --receipt receipt",
    "list --all --since 2015 --state state",
    "show e1 e2",
    "transcript e1 -O file",
    "export e1 --ledger ledger",
    "export e1 e2 --receipt receipt",
];

/// Runs every command in every format with every trace level.
fn run_all(api: &RawServer, code: i32) {
    for command in COMMANDS {
        for format in ["table", "json", "ndjson", "csv"] {
            for level in ["-q", "-v", "-vv"] {
                let line = format!("{command} -o {format} --retries 0 {level}");
                let run = run(api, &BY_TOKEN, &line);
                assert_eq!(run.code, Some(code), "{line}: {run:?}");
            }
        }
    }
}

#[test]
fn successful_run_prints_no_secret() {
    run_all(&RawServer::start(success), 0);
}

#[test]
fn secret_echoed_in_401_is_redacted() {
    run_all(&RawServer::start(echo(401)), 4);
}

#[test]
fn secret_echoed_in_422_is_redacted() {
    run_all(&RawServer::start(echo(422)), 8);
}

#[test]
fn storage_gets_no_token_and_url_is_redacted() {
    let responses = [(200, 0), (307, 8), (400, 8), (403, 8), (429, 6), (500, 8)];
    for ((status, code), secrets) in responses
        .into_iter()
        .flat_map(|response| [(response, &BY_TOKEN[..]), (response, &BY_PAIR[..])])
    {
        let headers = "content-type: audio/mpeg\r\nlocation: https://x.example/?zq9x\r\n";
        let storage = RawServer::start(move |_| (status, headers, "zq9x".to_owned()));
        let address = format!("{{\"url\": \"{}/a?signature=zq9x\"}}", storage.url());
        let api = RawServer::start(move |request| match request.line() {
            line if line.contains("/recordings/") => (200, "", address.clone()),
            line if line.starts_with("GET /engagements/") => (200, "", RECORDED.to_owned()),
            _ => success(request),
        });
        for level in ["-q", "-v", "-vv"] {
            let line = format!("recordings e1 --dir . --retries 0 {level}");
            assert_eq!(run(&api, secrets, &line).code, Some(code), "{status}");
        }
        let fetched = storage.take();
        assert!(fetched.len() >= 3, "{fetched:?}");
        for request in fetched {
            assert_eq!(request.line(), "GET /a?signature=zq9x");
            let head = request.head;
            let has_token = head.contains(WORD) || head.contains("authorization");
            assert!(!has_token, "{head}");
        }
    }
}

#[test]
fn api_key_and_issued_token_are_redacted() {
    let issuing = |response: fn(&Request) -> ResponseParts| {
        RawServer::start(move |request| match request.line() {
            line if line.ends_with("/tokens") => success(request),
            _ => response(request),
        })
    };
    let apis = [
        (RawServer::start(success), 0),
        (RawServer::start(echo(401)), 4),
        (RawServer::start(echo(422)), 8),
        (issuing(|request| echo(401)(request)), 4),
        (issuing(|request| echo(404)(request)), 5),
    ];
    for (api, code) in &apis {
        for command in ["show e1", "export e1"] {
            for format in ["text", "json"] {
                let line = format!("{command} -v -o json --retries 0 --error-format {format}");
                let run = run(api, &BY_PAIR, &line);
                assert_eq!(run.code, Some(*code), "{run:?}");
                assert_eq!(*code != 0, format!("{run:?}").contains("***"), "{run:?}");
            }
        }
    }
}

#[test]
fn secrets_are_redacted_before_truncation() {
    for padding in (270..310).chain(560..610) {
        let api = RawServer::start(move |request| {
            let authorization = request.header("authorization").unwrap_or_default();
            let token = authorization.split_once(' ').map_or("", |(_, token)| token);
            let body = format!("{{\"message\": \"{}{token}\"}}", "x".repeat(padding));
            (422, "x-request-id: canary-zq9x-token\r\n", body)
        });
        for line in ["show e1 -o json", "export e1 -o json"] {
            let run = run(&api, &BY_TOKEN, line);
            assert_eq!(run.code, Some(8), "{run:?}");
            let text = run.stdout + &run.stderr;
            for piece in ["xcan", "xca", "xc"] {
                assert!(!text.contains(piece), "{padding}: {text}");
            }
        }
    }
}

#[test]
fn headers_of_token_responses_are_not_traced() {
    let api = RawServer::start(|request| {
        let (status, _, body) = success(request);
        let headers = "x-new: canary-zq9x-token-issued\r\nset-cookie: s=canary-zq9x\r\n";
        (status, headers, body)
    });
    let run = run(&api, &BY_PAIR, "show e1 -vv -o json");
    assert_eq!(run.code, Some(0), "{run:?}");
    run.assert_stderr_contains("< x-new: ***");
    run.assert_stderr_contains("< set-cookie: ***");
}

#[test]
fn short_tokens_are_redacted() {
    let api = RawServer::start(|request| {
        let (status, _, body) = echo(422)(request);
        (status, "", body)
    });
    for token in ["q", "q7", "q7w", "q7wz", "q7wzx"] {
        for line in ["show e1 -o json -vv", "export e1 -o json -vv"] {
            let run = run(&api, &[("ENGAGEMENTS_TOKEN", token)], line);
            let text = format!("{}{}", run.stdout, run.stderr);
            let is_seen = text
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == token);
            assert!(!is_seen, "{token}: {text}");
        }
    }
}

#[test]
fn help_config_and_usage_errors_show_no_secret() {
    let api = RawServer::start(success);
    let all = [
        BY_TOKEN[0],
        BY_PAIR[0],
        BY_PAIR[1],
        ("HTTPS_PROXY", "http://user:canary-zq9x@127.0.0.1:1"),
    ];
    for line in [
        "--help",
        "-h",
        "list --help",
        "show --help",
        "transcript --help",
        "export --help",
        "recordings --help",
        "sandbox --help",
        "config --help",
        "config show",
        "config show -vv",
        "config path",
        "man",
        "completions bash",
        "list --bogus",
        "show",
        "show a/b",
        "list --since soon",
        "lst",
        "list --fields x",
        "list --base-url https://user:canary-zq9x@api.example",
        "list --error-format json --page 0",
        "--sandbox -vv list",
        "--sandbox config show",
        "--dry-run export e1",
        "--dry-run list",
    ] {
        run(&api, &all, line);
    }
    let base_url = "https://user:canary-zq9x@api.example";
    let in_address = [BY_TOKEN[0], ("ENGAGEMENTS_BASE_URL", base_url)];
    assert_eq!(run(&api, &in_address, "config show").code, Some(2));
    assert_eq!(run(&api, &in_address, "list").code, Some(2));
}

#[test]
fn proxy_password_is_redacted() {
    const REMOTE: (&str, &str) = ("ENGAGEMENTS_BASE_URL", "https://api.example");
    let refusing =
        RawServer::start(|_| (407, "proxy-authenticate: Basic\r\n", "canary".to_owned()));
    let proxies = [
        refusing
            .url()
            .replace("http://", "http://user:canary-zq9x@"),
        "http://user:canary-zq9x@127.0.0.1:1".to_owned(),
        "socks5h://user:canary-zq9x@127.0.0.1:1".to_owned(),
    ];
    for proxy in &proxies {
        for name in ["HTTPS_PROXY", "ALL_PROXY"] {
            let secrets = [BY_TOKEN[0], (name, proxy), REMOTE];
            let run = run(&refusing, &secrets, "show e1 -vv --retries 0");
            assert_eq!(run.code, Some(7), "{run:?}");
        }
    }
    let invalid = ("HTTPS_PROXY", "user:canary-zq9x@proxy:x");
    let run = run(&refusing, &[BY_TOKEN[0], invalid, REMOTE], "show e1");
    assert_eq!(run.code, Some(3), "{run:?}");
}
