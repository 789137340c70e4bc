//! Options that name the same file: rejected before any request.

use std::fs;
use std::os::unix::fs::symlink;

use crate::harness::{MockApi, names_in, read, rows};
use crate::raw_server::{RawServer, Response, run};
use crate::running::through;

/// Asserts a usage error without a request, in a home that has one file under three names.
#[track_caller]
fn assert_conflict(line: &str, message: &str) {
    let mock_api = MockApi::new();
    let at = |name: &str| mock_api.home().join(name);
    fs::write(at("real"), "before").unwrap();
    symlink("real", at("link")).unwrap();
    fs::hard_link(at("real"), at("hard")).unwrap();
    fs::create_dir(at("sub")).unwrap();
    let line = line.replace('~', &mock_api.home().display().to_string());
    let done = mock_api.run(&line);
    done.assert_output("", &format!("error: {message}\n"), 2);
    assert_eq!(read(at("real")), "before");
    assert_eq!(names_in(&mock_api.home()), ["hard", "link", "real", "sub"]);
}

#[test]
fn same_file_for_two_options_is_rejected() {
    let receipt = "`--output-file` and `--receipt` name the same file";
    for (output, file) in [
        ("new", "./new"),
        ("new", "sub/../new"),
        ("~/new", "new"),
        ("real", "./real"),
        ("real", "link"),
        ("link", "hard"),
    ] {
        for command in [
            "list",
            "list --summary day",
            "show a",
            "transcript a",
            "export a",
        ] {
            assert_conflict(&format!("{command} -O {output} --receipt {file}"), receipt);
        }
    }
}

/// `command line | options that name the same file`
const CONFLICTS: &str = "
list --all --since 7d --state link -O real | `--output-file` and `--state`
list --all --since 7d --state s -O s.lock | `--output-file` and the lock of `--state`
list --all --since 7d --state real --token-file link | `--token-file` and `--state`
transcript --all --since 7d --state ./s --receipt s | `--receipt` and `--state`
export a --ledger hard -O real | `--output-file` and `--ledger`
export a --ledger l --receipt ./l | `--receipt` and `--ledger`
list --token-file real -O link | `--output-file` and `--token-file`
list --ca-cert real --receipt hard | `--receipt` and `--ca-cert`
";

#[test]
fn ledger_state_and_secrets_are_not_overwritten() {
    for [line, options] in rows(CONFLICTS) {
        assert_conflict(line, &format!("{options} name the same file"));
    }
}

#[test]
fn config_and_token_file_are_not_overwritten() {
    let mock_api = MockApi::new();
    let config = "[default]\ntoken_file = \"t\"\n";
    fs::write(mock_api.home().join("c.toml"), config).unwrap();
    fs::write(mock_api.home().join("t"), "secret").unwrap();
    for (options, both) in [
        ("-O ./c.toml", "`--output-file` and the config file"),
        ("--receipt ./t", "`--receipt` and `--token-file`"),
    ] {
        let message = format!("error: {both} name the same file\n");
        mock_api
            .run(&format!("list --config c.toml {options}"))
            .assert_output("", &message, 2);
    }
    assert_eq!(read(mock_api.home().join("c.toml")), config);
    assert_eq!(read(mock_api.home().join("t")), "secret");
}

#[test]
fn redirected_file_is_not_replaced() {
    for (line, option) in [
        ("list -o ndjson --receipt f", "--receipt"),
        ("list --all --since 7d -o ndjson --state ./f", "--state"),
        ("export a --ledger f", "--ledger"),
    ] {
        let raw = RawServer::with(vec![Response::nothing]);
        let tool = raw.command(line);
        let script = "echo before > f; \"$@\" >> f";
        let done = run(through(&["sh", "-c", script, "sh"], &tool));
        let message = format!("error: standard output and `{option}` name the same file\n");
        done.assert_output("", &message, 2);
        assert_eq!(read(raw.home().join("f")), "before\n");
        assert_eq!(raw.requests().len(), 0);
    }
}

#[test]
fn output_dir_file_of_other_option_is_rejected() {
    let message =
        |path: &str| format!("`--receipt` and `--output-dir` name the same file: `{path}`");
    for (dir, path) in [("sub", "sub/a.json"), ("sub/../sub", "sub/../sub/a.json")] {
        let line = format!("transcript b a -o json --output-dir {dir} --receipt ./sub/a.json");
        assert_conflict(&line, &message(path));
    }
    let line = "transcript a -o json --output-dir new/dir --receipt ./new/dir/a.json";
    assert_conflict(line, &message("new/dir/a.json"));
    // Earlier versions named the file of `Ab` so, and existing files are kept.
    let line = "transcript Ab -o json --output-dir sub --receipt sub/Ab.json";
    assert_conflict(line, &message("sub/Ab.json"));
    let mock_api = MockApi::new().transcript("b", "[]");
    let line = "transcript - -o json --output-dir . --receipt a.json";
    let done = mock_api.run_on("b\na\n", line);
    done.assert_stderr_contains(&message("./a.json"));
    assert_eq!(done.code, Some(9), "{done:?}");
    assert_eq!(names_in(&mock_api.home()), ["a.json", "b.json"]);
    assert!(read(mock_api.home().join("a.json")).contains("\"complete\": false"));

    // The directory does not exist yet.
    let line = "transcript - -o json --output-dir new --receipt new/a.json";
    let done = MockApi::new().run_on("a\n", line);
    done.assert_stderr_contains(&message("new/a.json"));
    assert_eq!(done.code, Some(2), "{done:?}");
}
