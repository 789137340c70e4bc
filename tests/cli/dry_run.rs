//! `--dry-run`: prints curl commands that send the same requests.

use std::fs;
use std::io::Write;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::{Run, SandboxServer, TOKEN, command, read};
use crate::profiles::{PLACE, home};
use crate::raw_server::{RawServer, Request, ResponseParts};
use crate::tls::Secure;

/// The headers that must be equal.
const COMPARED: [&str; 6] = [
    "authorization",
    "accept",
    "user-agent",
    "x-idempotency-key",
    "content-length",
    "content-type",
];

/// A ledger with an export in progress, so that its idempotency key is known.
const LEDGER: &str = "\
{\"ledger\":\"engagements\",\"version\":1}
{\"engagement_id\":\"e1\",\"state\":\"sending\",\"key\":\"5f0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3\",\"at\":\"2016-07-06T08:57:47Z\"}
";

/// All commands that send requests, with arguments that need shell quoting.
const COMMANDS: [&[&str]; 9] = [
    &["list"],
    &["list", "--page", "2", "--per-page", "7", "--order", "asc"],
    &[
        "list",
        "--all",
        "--since",
        "2015-10-01",
        "--until",
        "2015-10-02T13:30+03:00",
    ],
    &[
        "list",
        "--site-id",
        "its $(touch broken) *.",
        "--operator-id",
        "`id`&|<>",
        "--operator-id",
        "$HOME !$ENGAGEMENTS_TOKEN",
    ],
    &[
        "list",
        "--site-id",
        "a&b=c#d%20[1-3]{x,y}\\\n\u{e9}",
        "--any-operator",
    ],
    &["show", "e1"],
    &["show", "--limit", "2", "--until", "2015"],
    &["transcript", "e1", "--auth-scheme", "bearer"],
    &["export", "e1", "--ledger", "ledger"],
];

/// Responds successfully to every request.
fn response(request: &Request) -> ResponseParts {
    let body = match request.line() {
        line if line.starts_with("POST") => r#"{"success": true}"#,
        line if line.ends_with("/chat_transcript") => "[]",
        line if line.ends_with("/engagements/e1") => "{\"id\":\"e1\"}",
        _ => r#"{"engagements": [{"id": "e1"}], "next_page": null}"#,
    };
    (200, "content-type: application/json\r\n", body.to_owned())
}

/// Returns a home with a ledger, and an environment with a base URL that needs quoting.
fn user(api: &RawServer) -> (TempDir, [(String, String); 4]) {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("ledger"), LEDGER).unwrap();
    let variables = [
        ("BASE_URL", format!("{}/it's $(id)/", api.url())),
        ("TOKEN", TOKEN.to_owned()),
        ("SITE_IDS", "s1".to_owned()),
        ("OPERATOR_IDS", "o1".to_owned()),
    ];
    (
        home,
        variables.map(|(name, value)| (format!("ENGAGEMENTS_{name}"), value)),
    )
}

/// Runs the tool as [`user`], with JSON output and without retries.
#[track_caller]
fn run(api: &RawServer, args: &[&str]) -> Run {
    let (home, variables) = user(api);
    let mut command = command(home.path());
    command
        .envs(variables)
        .args(args)
        .args(["-o", "json", "--retries", "0"]);
    Run::of(&mut command)
}

/// Runs a printed line in a shell; `None` if curl is not installed.
fn pasted(line: &str) -> Option<()> {
    let home = TempDir::new().unwrap();
    if Command::new("curl").arg("--version").output().is_err() {
        // Write to stderr directly: the test harness captures `eprintln!`.
        let _ = writeln!(std::io::stderr(), "skipped: `curl` is not installed");
        return None;
    }
    let output = Command::new("sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("ENGAGEMENTS_TOKEN", TOKEN)
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}: {output:?}");
    assert!(
        home.path().read_dir().unwrap().next().is_none(),
        "{line} created a file"
    );
    Some(())
}

/// Returns the parts of a request that the tool and curl must send alike.
fn compared(request: &Request) -> (String, [Option<&str>; 6]) {
    (
        request.line().to_owned(),
        COMPARED.map(|name| request.header(name)),
    )
}

#[test]
fn printed_curl_command_sends_same_request() {
    let api = RawServer::start(response);
    for args in COMMANDS {
        let dry = run(&api, &[args, &["--dry-run"]].concat());
        dry.assert_success();
        assert_eq!(api.take(), [], "{args:?}");
        let line = dry.stdout.strip_suffix('\n').unwrap();
        assert!(line.starts_with("curl ") && !line.contains('\n'), "{line}");
        if pasted(line).is_none() {
            return;
        }
        let by_curl = api.take();
        assert_eq!(run(&api, args).code, Some(0));
        let by_tool = api.take();
        assert_eq!(by_curl.len(), 1, "{line}");
        assert_eq!(compared(&by_curl[0]), compared(&by_tool[0]), "{line}");
    }
}

#[test]
fn dry_run_prints_one_line_per_id() {
    let api = RawServer::start(response);
    for (command, path) in [
        ("show", ""),
        ("transcript", "/chat_transcript"),
        ("export", "/export"),
    ] {
        let run = run(&api, &[command, "e1", "e2", "e1", "-n"]);
        let ends: Vec<_> = run
            .stdout
            .lines()
            .map(|line| line.rsplit('/').next().unwrap())
            .collect();
        let last = |id| {
            path.strip_prefix('/')
                .map_or_else(|| format!("{id}'"), |end| format!("{end}'"))
        };
        assert_eq!(ends, [last("e1"), last("e2")], "{}", run.stdout);
        run.assert_success();
    }
    assert_eq!(api.take(), []);
}

#[test]
fn dry_run_export_all_sends_only_list_request() {
    let api = RawServer::start(response);
    let run = run(&api, &["export", "--all", "--ledger", "ledger", "-n"]);
    assert!(run.stdout.starts_with("curl --request POST "), "{run:?}");
    run.assert_stdout_contains("'X-Idempotency-Key: 5f0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3'");
    assert_eq!(
        (run.stdout.lines().count(), run.stderr.as_str(), run.code),
        (1, "", Some(0))
    );
    let sent = api.take();
    assert!(
        sent.len() == 1 && sent[0].line().starts_with("GET "),
        "{sent:?}"
    );
}

#[test]
fn dry_run_with_failed_page_is_partial() {
    let api = RawServer::start(|request| match request.line() {
        line if line.contains("page=2") => (404, "", String::new()),
        _ => (
            200,
            "",
            r#"{"engagements":[{"id":"a"}],"next_page":"?page=2"}"#.to_owned(),
        ),
    });
    let run = run(&api, &["export", "--all", "-n"]);
    run.assert_line_count(1, 9);
}

#[test]
fn dry_run_export_goes_on_after_record_without_id() {
    let page = r#"{"engagements":[{"id":"a"},{},{"id":"b"}]}"#;
    let api = RawServer::start(|_| (200, "", page.to_owned()));
    let run = run(&api, &["export", "--all", "-n"]);
    run.assert_line_count(2, 9);
    run.assert_stderr_contains("without a usable ID");
}

#[test]
fn dry_run_with_state_prints_start_of_window() {
    let sandbox = SandboxServer::start("");
    let run = |options: &str| sandbox.run(&format!("list --all --state state -o ndjson {options}"));
    assert_eq!(run("-n").code, Some(2), "the first run needs a start");
    let first = run("--since 2016 -n");
    first.assert_stdout_contains("start_date=2016-01-01T");
    assert!(!sandbox.home().join("state.lock").exists());
    assert_eq!(run("--since 2016").code, Some(0));
    let printed = run("-n").stdout;
    assert!(printed.contains("&start_date=2"), "{printed}");
    let state = read(sandbox.home().join("state"));
    run("-n");
    let after = read(sandbox.home().join("state"));
    assert_eq!(state, after);
}

#[test]
fn dry_run_with_api_key_prints_bearer_token() {
    let api = RawServer::start(response);
    let home = TempDir::new().unwrap();
    let mut command = command(home.path());
    command.env("ENGAGEMENTS_BASE_URL", api.url());
    command
        .env("ENGAGEMENTS_API_KEY_ID", "k")
        .env("ENGAGEMENTS_API_KEY_SECRET", TOKEN);
    let run = Run::of(command.args(["show", "e1", "-n"]));
    run.assert_stdout_contains("\"Authorization: Bearer $ENGAGEMENTS_TOKEN\"");
    assert_eq!(api.take(), []);
}

#[test]
fn printed_curl_command_uses_ca_cert() {
    let api = Secure::start("127.0.0.1");
    let name = "it's $(id).pem";
    let (home, profile) = home(PLACE, format!("[default]\nca_cert = \"{name}\"\n"));
    let beside = profile.with_file_name(name);
    let mine = home.path().join(name);
    for (option, file) in [
        (&[][..], &beside),
        (&["--ca-cert", mine.to_str().unwrap()], &mine),
    ] {
        fs::copy(api.authority(), file).unwrap();
        let mut command = command(home.path());
        command
            .env("SSL_CERT_FILE", api.authority())
            .env("ENGAGEMENTS_BASE_URL", format!("https://{}", api.address()))
            .env("ENGAGEMENTS_TOKEN", TOKEN);
        let run = Run::of(command.args(["show", "a", "-n"]).args(option));
        run.assert_success();
        let quoted = file.to_str().unwrap().replace('\'', r"'\''");
        let option = format!(" --cacert '{quoted}' ");
        run.assert_stdout_contains(&option);
        let before = api.connections();
        if pasted(run.stdout.trim_end()).is_some() {
            assert_eq!(api.connections(), before + 1);
        }
    }
}
