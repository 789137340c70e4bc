//! `export`: confirmation and `--dry-run`.

use std::io::Write;

use assert_cmd::Command;

use crate::bulk_helpers::{
    assert_exported_once, exports, ids, pipe, requests, run_shell, with_ids,
};
use crate::harness::{Run, SUCCESS, SandboxServer, read};
use crate::pty::Terminal;
use crate::raw_server::{RawServer, Response};

/// Returns the IDs and idempotency keys in the commands that `--dry-run` prints.
fn printed(run: &Run) -> Vec<(String, String)> {
    let between = |line: &str, start: &str, end: &str| {
        let (_, rest) = line.split_once(start).unwrap();
        rest.split(end).next().unwrap().to_owned()
    };
    let line = |line: &str| {
        assert!(line.starts_with("curl --request POST "), "{line}");
        (
            between(line, "/engagements/", "/export"),
            between(line, "X-Idempotency-Key: ", "'"),
        )
    };
    run.stdout.lines().map(line).collect()
}

#[test]
fn noninteractive_export_needs_yes_option() {
    let sandbox = SandboxServer::start("");
    let error = "error: export needs confirmation\n  \
                hint: pass `--yes`, or preview with `--dry-run`\n";
    sandbox.run("export --all").assert_output("", error, 2);
    pipe(&sandbox, &["a".to_owned()], "export -").assert_output("", error, 2);
    assert_eq!(requests(&sandbox), 0);
}

#[test]
fn ids_as_arguments_need_no_confirmation() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 2);
    assert_eq!(sandbox.run(&with_ids("export", &ids)).code, Some(0));
    assert_exported_once(&sandbox, &ids);
}

#[test]
fn export_dry_run_prints_requests_only() {
    let sandbox = SandboxServer::start("");
    let wanted = ids(&sandbox, 3);
    let before = requests(&sandbox);
    for run in [
        sandbox.run(&with_ids("export --dry-run", &wanted)),
        pipe(&sandbox, &wanted, "export - --dry-run"),
    ] {
        run.assert_success();
        let ids: Vec<String> = printed(&run).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, wanted);
        run.assert_stdout_contains("$ENGAGEMENTS_TOKEN");
        assert!(!run.stdout.contains("sandbox-token"), "{}", run.stdout);
    }
    assert_eq!(requests(&sandbox), before);
    let listed = sandbox.run("export --limit 3 --dry-run");
    assert_eq!(printed(&listed).len(), 3);
    assert_eq!(requests(&sandbox), before + 1, "only the list");
    assert!(exports(&sandbox).is_empty());
}

#[test]
fn export_dry_run_leaves_ledger_unchanged() {
    let sandbox = SandboxServer::start("--fail 500,path=/export,at=2");
    let ids = ids(&sandbox, 3);
    let ledger = sandbox.home().join("ledger");
    let dry = || sandbox.run(&with_ids("export --dry-run --ledger ledger", &ids));
    assert_eq!(printed(&dry()).len(), 3);
    assert!(!ledger.exists(), "a dry run creates no ledger");
    let run = sandbox.run(&with_ids("export --ledger ledger", &ids[..2]));
    assert_eq!(run.code, Some(10), "{run:?}");
    let before = read(&ledger);
    let (first, second) = (printed(&dry()), printed(&dry()));
    assert_eq!(read(&ledger), before);
    let left: Vec<&str> = first.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(left, [&ids[1], &ids[2]], "exported IDs are skipped");
    assert_eq!(first[0].1, second[0].1, "an unknown export keeps its key");
    assert!(before.contains(&first[0].1));
    assert_ne!(first[1].1, second[1].1, "an unsent export has no key yet");
}

#[test]
fn export_dry_run_command_exports_engagement() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 1);
    if std::process::Command::new("curl")
        .arg("--version")
        .output()
        .is_err()
    {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: there is no curl");
        return;
    }
    let printed = sandbox.run(&with_ids("export --dry-run", &ids)).stdout;
    let sent = run_shell(&sandbox, printed.trim_end());
    sent.assert_stdout(SUCCESS, 0);
    assert_exported_once(&sandbox, &ids);
    let again = run_shell(&sandbox, printed.trim_end());
    assert_eq!(again.code, Some(0));
    assert_eq!(
        crate::sandbox::stats(&sandbox)["repeated_exports"],
        1,
        "the idempotency key is sent"
    );
    assert_exported_once(&sandbox, &ids);
}

#[test]
fn invalid_line_on_stdin_prevents_all_exports() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 3);
    let before = requests(&sandbox);
    for invalid in ["a/b", "{\"id\": 7}", "\"quoted\""] {
        let lines = [&ids[..], &[invalid.to_owned()]].concat();
        let run = pipe(&sandbox, &lines, "export - --yes -o ndjson --ledger ledger");
        run.assert_stdout("", 2);
        run.assert_stderr_contains("invalid line 4 of stdin");
    }
    assert_eq!(requests(&sandbox), before);
    assert!(!sandbox.home().join("ledger").exists());
}

#[test]
fn uuid_in_two_cases_is_exported_once() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 2);
    let spelled = [&ids[..], &[ids[0].to_uppercase(), ids[1].to_uppercase()]].concat();
    for run in [
        sandbox.run(&with_ids("export -o ndjson", &spelled)),
        pipe(&sandbox, &spelled, "export - --yes -o ndjson"),
    ] {
        run.assert_line_count(2, 0);
    }
}

/// Runs a shell command on a new terminal, types the reply to the question, and returns the screen.
#[track_caller]
fn at_terminal(sandbox: &SandboxServer, line: &str, question: &str, reply: &str) -> String {
    at_terminal_of(&sandbox.command(""), line, question, reply)
}

#[track_caller]
fn at_terminal_of(tool: &Command, line: &str, question: &str, reply: &str) -> String {
    let mut shell = std::process::Command::new("setsid");
    shell
        .args(["--ctty", "--wait", "sh", "-c", line, "sh"])
        .arg(tool.get_program())
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("NO_COLOR", "1")
        .envs(
            tool.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .current_dir(tool.get_current_dir().unwrap());
    let (mut child, mut screen, mut keys) = Terminal::new(200).host(&mut shell);
    screen.wait_for(question);
    keys.write_all(reply.as_bytes()).unwrap();
    child.wait().unwrap();
    // The terminal closes when both are dropped.
    drop((shell, keys));
    screen.complete_text()
}

#[test]
fn collecting_input_shows_progress() {
    let sandbox = SandboxServer::start("--latency 200ms --engagements 100");
    let line = "TERM=xterm \"$1\" export --all --per-page 10 -j 1 > results; echo \"code $?\"";
    let shown = at_terminal(&sandbox, line, " found, ", "n\n");
    assert!(shown.contains("? [y/N] "), "{shown}");
    assert!(
        shown.ends_with("error: nothing was exported\ncode 1\n"),
        "{shown}"
    );
    assert!(exports(&sandbox).is_empty());
}

#[test]
fn prompt_names_count_and_host() {
    let sandbox = SandboxServer::start("");
    let question = format!("export 3 engagements at {}? [y/N] ", sandbox.url());
    let line = "\"$1\" export --limit 3 -o ndjson > results; echo \"code $?\"";
    let shown = at_terminal(&sandbox, line, &question, "n\n");
    assert!(
        shown.ends_with("error: nothing was exported\ncode 1\n"),
        "{shown}"
    );
    assert!(exports(&sandbox).is_empty());
    let shown = at_terminal(&sandbox, line, &question, "y\n");
    assert!(shown.ends_with("code 0\n"), "{shown}");
    assert_exported_once(&sandbox, &ids(&sandbox, 3));
}

#[test]
fn prompt_counts_no_recorded_exports() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 3);
    let first = sandbox.run(&with_ids("export --ledger l -o ndjson", &ids[..1]));
    assert_eq!(first.code, Some(0), "{first:?}");
    let question = format!("export 2 engagements at {}? [y/N] ", sandbox.url());
    let line = "\"$1\" export --limit 3 --ledger l -o ndjson > results; echo \"code $?\"";
    let shown = at_terminal(&sandbox, line, &question, "y\n");
    assert!(shown.ends_with("skipped 1\ncode 0\n"), "{shown}");
    assert_exported_once(&sandbox, &ids);
}

#[test]
fn ids_on_stdin_are_confirmed_at_terminal() {
    let sandbox = SandboxServer::start("");
    let ids = ids(&sandbox, 2);
    std::fs::write(sandbox.home().join("ids"), ids.join("\n")).unwrap();
    let question = format!("export 2 engagements at {}? [y/N] ", sandbox.url());
    let line = "\"$1\" export - -o ndjson < ids > results; echo \"code $?\"";
    let shown = at_terminal(&sandbox, line, &question, "\n");
    assert!(
        shown.ends_with("error: nothing was exported\ncode 1\n"),
        "{shown}"
    );
    assert!(exports(&sandbox).is_empty());
    let shown = at_terminal(&sandbox, line, &question, "yes\n");
    assert!(shown.ends_with("code 0\n"), "{shown}");
    assert_exported_once(&sandbox, &ids);
}

#[test]
fn empty_or_failed_query_asks_nothing() {
    let empty = "{\"engagements\":[],\"next_page\":null}";
    let bad_record = "{\"engagements\":[{},{\"id\":\"a\"}],\"next_page\":\"?page=2\"}";
    for (first, error, code) in [
        (empty, "", 0),
        (bad_record, "server error for page 2 of the engagements", 8),
    ] {
        let raw = RawServer::start(move |request| match request.number {
            1 => Response::new(200, "", first),
            _ => Response::new(500, "", ""),
        });
        let tool = Command::from_std(raw.command(""));
        let line = "\"$1\" export --all --retries 0; echo \"code $?\"";
        let shown = at_terminal_of(&tool, line, "code ", "");
        assert!(shown.contains(error) && !shown.contains("[y/N]"), "{shown}");
        assert!(shown.ends_with(&format!("code {code}\n")), "{shown}");
        assert!(
            raw.requests()
                .iter()
                .all(|request| request.line().starts_with("GET "))
        );
    }
}
