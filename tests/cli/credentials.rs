//! Sources of the token, and the `Authorization` header.

use std::fs;
use std::path::Path;

use crate::harness::{ACCEPT, Run, TOKEN, read, write_private};
use crate::profiles::{PLACE, home};
use crate::raw_server::{RawServer, Response};
use crate::running::Running;

const TOKENS: &str = "/operator_authentication/tokens";

/// Runs `show a` with this profile and these variables; returns the credentials that the API received.
pub(crate) fn sent(
    profile: &str,
    variables: &[(&str, &str)],
    options: &str,
    stdin: &str,
) -> (Run, Vec<String>) {
    let api = RawServer::start(|request| match request.line() {
        line if line.ends_with(TOKENS) => (200, "", r#"{"token": "issued"}"#.to_owned()),
        _ => (200, "", "{\"id\":\"a\"}".to_owned()),
    });
    let (home, _) = home(PLACE, format!("[default]\n{profile}\n"));
    // Paths in a profile are relative to it, other paths to the working directory.
    let beside = home.path().join(PLACE).with_file_name("p.txt");
    write_private(&beside, "profile-file\r\n");
    for (name, text) in [("e.txt", "env-file\n"), ("o.txt", "option-file")] {
        write_private(home.path().join(name), text);
    }
    let mut command = crate::harness::command(home.path());
    command
        .env("PATH", "/usr/bin:/bin")
        .env("ENGAGEMENTS_BASE_URL", api.url());
    command
        .envs(variables.iter().copied())
        .args(["show", "a", "-o", "json", "--retries", "0"]);
    let run = Run::of(command.args(options.split_whitespace()).write_stdin(stdin));
    let requests = api.take();
    let shown = |name: &str| name.to_owned();
    let seen = requests.iter().map(|request| {
        assert_eq!(request.header("accept"), Some(ACCEPT));
        match request.header("authorization") {
            Some(value) => shown(value),
            None => format!("{} {}", request.line(), request.body),
        }
    });
    (run, seen.collect())
}

/// Returns the `Authorization` header of a successful run.
#[track_caller]
fn header(profile: &str, variables: &[(&str, &str)], options: &str, stdin: &str) -> String {
    let (run, seen) = sent(profile, variables, options, stdin);
    run.assert_output("{\"id\":\"a\"}\n", "", 0);
    assert_eq!(seen.len(), 1, "{seen:?}");
    seen.concat()
}

const ENV_TOKEN: (&str, &str) = ("ENGAGEMENTS_TOKEN", "env-token");
const ENV_FILE: (&str, &str) = ("ENGAGEMENTS_TOKEN_FILE", "e.txt");
const ENV_PAIR: [(&str, &str); 2] = [
    ("ENGAGEMENTS_API_KEY_ID", "k"),
    ("ENGAGEMENTS_API_KEY_SECRET", "key-secret"),
];

#[test]
fn token_precedence() {
    let all = "token = \"profile-token\"\ntoken_file = \"p.txt\"\ntoken_command = [\"echo\", \"command\"]";
    for (profile, variables, options, expected) in [
        ("", &[ENV_TOKEN][..], "", "env-token"),
        (all, &[ENV_TOKEN, ENV_FILE], "", "env-token"),
        (all, &[ENV_FILE], "", "env-file"),
        (all, &[ENV_TOKEN], "--token-file o.txt", "option-file"),
        (all, &[], "", "profile-token"),
        (
            "token_file = \"p.txt\"\ntoken_command = [\"false\"]",
            &[],
            "",
            "profile-file",
        ),
        (
            "token_command = [\"echo\", \"command\"]",
            &[],
            "",
            "command",
        ),
        (
            "token_command = [\"printf\", \"$HOME;`id`\\\\nrest\\\\n\"]",
            &[],
            "",
            "$HOME;`id`",
        ),
        ("token_command = [\"false\"]", &[ENV_FILE], "", "env-file"),
        (
            "api_key_id = \"k\"\ntoken = \"profile-token\"",
            &[],
            "",
            "profile-token",
        ),
        (
            all,
            &[("ENGAGEMENTS_API_KEY_SECRET", "key-secret")],
            "",
            "profile-token",
        ),
        ("", &[ENV_TOKEN, ENV_PAIR[0], ENV_PAIR[1]], "", "env-token"),
    ] {
        assert_eq!(
            header(profile, variables, options, ""),
            format!("Token {expected}")
        );
    }
    assert_eq!(
        header("", &[ENV_TOKEN], "--token-file -", "typed\n"),
        "Token typed"
    );
}

#[test]
fn auth_scheme_precedence() {
    for (token, profile, options, expected) in [
        ("abcdef", "", "", "Token abcdef"),
        ("Token abcdef", "", "", "Token abcdef"),
        ("Bearer abcdef", "", "", "Bearer abcdef"),
        ("bearer abcdef", "", "--auth-scheme token", "Token abcdef"),
        ("abcdef", "", "--auth-scheme bearer", "Bearer abcdef"),
        ("abcdef", "auth_scheme = \"bearer\"", "", "Bearer abcdef"),
        (
            "abcdef",
            "auth_scheme = \"bearer\"",
            "--auth-scheme token",
            "Token abcdef",
        ),
    ] {
        assert_eq!(
            header(profile, &[("ENGAGEMENTS_TOKEN", token)], options, ""),
            expected
        );
    }
}

#[test]
fn api_key_creates_token_first() {
    let token_request = |secret: &str| {
        format!("POST {TOKENS} {{\"api_key_id\":\"k\",\"api_key_secret\":\"{secret}\"}}")
    };
    let pair = "api_key_id = \"k\"\napi_key_secret";
    for (profile, variables, secret) in [
        (String::new(), &ENV_PAIR[..], "key-secret"),
        (
            "token = \"profile-token\"".to_owned(),
            &ENV_PAIR,
            "key-secret",
        ),
        (format!("{pair} = \"of-profile\""), &[], "of-profile"),
        (
            format!("{pair}_command = [\"echo\", \"of-command\"]"),
            &[],
            "of-command",
        ),
        (
            format!("{pair}_command = [\"false\"]"),
            &ENV_PAIR[1..],
            "key-secret",
        ),
    ] {
        let (run, seen) = sent(&profile, variables, "", "");
        run.assert_output("{\"id\":\"a\"}\n", "", 0);
        assert_eq!(seen, [token_request(secret), "Bearer issued".to_owned()]);
    }
}

#[test]
fn process_list_shows_no_secret() {
    let api = RawServer::start(|_| Response::nothing().stall());
    let config = "[default]\ntoken_command = [\"cat\", \"token\"]\n";
    fs::write(api.home().join("config"), config).unwrap();
    write_private(api.home().join("token"), TOKEN);
    let mut command = api.command("--config config show e1");
    command
        .env_remove("ENGAGEMENTS_TOKEN")
        .env("PATH", "/usr/bin:/bin");
    let child = Running::start(&mut command);
    while api.requests().is_empty() {}
    let sent = format!("Token {TOKEN}");
    assert_eq!(api.requests()[0].header("authorization"), Some(&*sent));
    let process = Path::new("/proc").join(child.id().to_string());
    let arguments = read(process.join("cmdline"));
    assert!(arguments.ends_with("show\0e1\0"), "{arguments:?}");
    let variables = read(process.join("environ"));
    assert!(!arguments.contains(TOKEN) && !variables.contains(TOKEN));
}
