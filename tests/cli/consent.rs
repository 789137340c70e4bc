//! What `export` does only when it was told to: asking, rehearsing.

use std::io::Write;

use crate::bench::{Practice, Run};
use crate::pty::Terminal;
use crate::work::{assert_exported_once, exports, ids, pipe, requests, words};

/// The ids and keys in the commands that a rehearsal prints.
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
fn a_selection_needs_a_yes_where_nobody_can_be_asked() {
    let practice = Practice::start(&[]);
    let told = "error: export needs confirmation\n  \
                hint: pass `--yes`, or preview with `--dry-run`\n";
    practice.run(&words("export --all", &[])).is("", told, 2);
    pipe(&practice, &["a".to_owned()], "export -").is("", told, 2);
    assert_eq!(requests(&practice), 0);
}

#[test]
fn ids_as_arguments_need_none() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 2);
    assert_eq!(practice.run(&words("export", &ids)).code, Some(0));
    assert_exported_once(&practice, &ids);
}

#[test]
fn a_rehearsal_prints_the_posts_and_sends_none() {
    let practice = Practice::start(&[]);
    let wanted = ids(&practice, 3);
    let before = requests(&practice);
    for run in [
        practice.run(&words("export --dry-run", &wanted)),
        pipe(&practice, &wanted, "export - --dry-run"),
    ] {
        assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)));
        let ids: Vec<String> = printed(&run).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, wanted);
        assert!(run.stdout.contains("$ENGAGEMENTS_TOKEN"), "{}", run.stdout);
        assert!(!run.stdout.contains("sandbox-token"), "{}", run.stdout);
    }
    assert_eq!(requests(&practice), before);
    let listed = practice.run(&words("export --limit 3 --dry-run", &[]));
    assert_eq!(printed(&listed).len(), 3);
    assert_eq!(requests(&practice), before + 1, "the list, and no more");
    assert!(exports(&practice).is_empty());
}

#[test]
fn a_rehearsal_reads_the_ledger_and_leaves_it_as_it_is() {
    let practice = Practice::start(&["--fail", "500,path=/export,at=2"]);
    let ids = ids(&practice, 3);
    let ledger = practice.home().join("ledger");
    let dry = || practice.run(&words("export --dry-run --ledger ledger", &ids));
    assert_eq!(printed(&dry()).len(), 3);
    assert!(!ledger.exists(), "a rehearsal begins no ledger");
    let run = practice.run(&words("export --ledger ledger", &ids[..2]));
    assert_eq!(run.code, Some(10), "{run:?}");
    let before = std::fs::read_to_string(&ledger).unwrap();
    let (first, second) = (printed(&dry()), printed(&dry()));
    assert_eq!(std::fs::read_to_string(&ledger).unwrap(), before);
    let left: Vec<&str> = first.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(left, [&ids[1], &ids[2]], "what is exported is left out");
    assert_eq!(
        first[0].1, second[0].1,
        "what may have happened keeps its key"
    );
    assert!(before.contains(&first[0].1));
    assert_ne!(first[1].1, second[1].1, "what was never sent has none yet");
}

#[test]
fn a_printed_command_sends_what_the_tool_would_send() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 1);
    if std::process::Command::new("curl")
        .arg("--version")
        .output()
        .is_err()
    {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "skipped: there is no curl");
        return;
    }
    let printed = practice.run(&words("export --dry-run", &ids)).stdout;
    let sent = crate::work::paste(&practice, &[], printed.trim_end());
    assert_eq!(
        (sent.stdout.as_str(), sent.code),
        ("{\"success\":true}", Some(0))
    );
    assert_exported_once(&practice, &ids);
    let again = crate::work::paste(&practice, &[], printed.trim_end());
    assert_eq!(again.code, Some(0));
    assert_eq!(
        crate::practice::stats(&practice)["repeated_exports"],
        1,
        "its key is sent"
    );
    assert_exported_once(&practice, &ids);
}

#[test]
fn invalid_line_on_stdin_prevents_all_exports() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 3);
    let before = requests(&practice);
    for invalid in ["a/b", "{\"id\": 7}", "\"quoted\""] {
        let lines = [&ids[..], &[invalid.to_owned()]].concat();
        let run = pipe(
            &practice,
            &lines,
            "export - --yes -o ndjson --ledger ledger",
        );
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)), "{run:?}");
        assert!(run.stderr.contains("invalid line 4 of stdin"), "{run:?}");
    }
    assert_eq!(requests(&practice), before);
    assert!(!practice.home().join("ledger").exists());
}

#[test]
fn uuid_in_two_cases_is_exported_once() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 2);
    let spelled = [&ids[..], &[ids[0].to_uppercase(), ids[1].to_uppercase()]].concat();
    for run in [
        practice.run(&words("export -o ndjson", &spelled)),
        pipe(&practice, &spelled, "export - --yes -o ndjson"),
    ] {
        assert_eq!(
            (run.stdout.lines().count(), run.code),
            (2, Some(0)),
            "{run:?}"
        );
    }
}

/// Runs a line of shell at a terminal of its own, types the reply to the question, and returns what
/// the terminal shows.
#[track_caller]
fn at_terminal(practice: &Practice, line: &str, question: &str, reply: &str) -> String {
    let tool = practice.tool(&[]);
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
        .current_dir(practice.home());
    let (mut child, mut screen, mut keys) = Terminal::new(200).host(&mut shell);
    screen.wait_for(question);
    keys.write_all(reply.as_bytes()).unwrap();
    child.wait().unwrap();
    // Both hold the terminal open.
    drop((shell, keys));
    screen.whole()
}

#[test]
fn prompt_names_count_and_host() {
    let practice = Practice::start(&[]);
    let question = format!("export 3 engagements at {}? [y/N] ", practice.url());
    let line = "\"$1\" export --limit 3 -o ndjson > results; echo \"code $?\"";
    let shown = at_terminal(&practice, line, &question, "n\n");
    assert!(
        shown.ends_with("error: nothing was exported\ncode 1\n"),
        "{shown}"
    );
    assert!(exports(&practice).is_empty());
    let shown = at_terminal(&practice, line, &question, "y\n");
    assert!(shown.ends_with("code 0\n"), "{shown}");
    assert_exported_once(&practice, &ids(&practice, 3));
}

#[test]
fn ids_on_stdin_are_confirmed_at_the_terminal() {
    let practice = Practice::start(&[]);
    let ids = ids(&practice, 2);
    std::fs::write(practice.home().join("ids"), ids.join("\n")).unwrap();
    let question = format!("export 2 engagements at {}? [y/N] ", practice.url());
    let line = "\"$1\" export - -o ndjson < ids > results; echo \"code $?\"";
    let shown = at_terminal(&practice, line, &question, "\n");
    assert!(
        shown.ends_with("error: nothing was exported\ncode 1\n"),
        "{shown}"
    );
    assert!(exports(&practice).is_empty());
    let shown = at_terminal(&practice, line, &question, "yes\n");
    assert!(shown.ends_with("code 0\n"), "{shown}");
    assert_exported_once(&practice, &ids);
}
