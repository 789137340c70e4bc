//! Invalid settings in options and environment variables.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStrExt;
use std::process::Stdio;

use crate::harness::{MockApi, Run, TOKEN};
use crate::precedence::shown;
use crate::profiles::{PLACE, home};
use crate::running::Running;

#[test]
fn password_in_base_url_is_rejected_and_redacted() {
    let url = format!("https://user:{TOKEN}@api.example");
    for line in [
        format!("--base-url {url} show a"),
        format!("show a --base-url {url}"),
    ] {
        let run = MockApi::new().run(&line);
        let why = "error: invalid value '***@api.example' for '--base-url <URL>': it has a user or \
                   password; the token belongs in";
        run.assert_stderr_contains(why);
        run.assert_stdout("", 2);
    }
    let run = MockApi::new()
        .variable("ENGAGEMENTS_BASE_URL", &url)
        .run("show a");
    run.assert_stdout("", 2);
}

#[test]
fn invalid_variable_is_named() {
    let zone = "expected utc, local, or an IANA name such as Europe/Tallinn";
    for (name, value, why) in [
        (
            "ENGAGEMENTS_BASE_URL",
            "http://api.example",
            "plain http is for loopback addresses only",
        ),
        (
            "ENGAGEMENTS_CONCURRENCY",
            "0",
            "expected a number from 1 to 32",
        ),
        (
            "ENGAGEMENTS_CONCURRENCY",
            "many",
            "expected a number from 1 to 32",
        ),
        ("ENGAGEMENTS_TZ", "Mars", zone),
        (
            "ENGAGEMENTS_OUTPUT",
            "xml",
            "expected one of `table`, `json`, `ndjson`, `csv`, `id`",
        ),
        (
            "ENGAGEMENTS_AUTH_SCHEME",
            "basic",
            "expected one of `token`, `bearer`",
        ),
        (
            "ENGAGEMENTS_ERROR_FORMAT",
            "xml",
            "expected one of `text`, `json`",
        ),
    ] {
        let error = format!("error: invalid value `{value}` for `{name}`: {why}\n");
        MockApi::new()
            .variable(name, value)
            .run("list")
            .assert_output("", &error, 2);
    }
}

/// The variables, the expected message and the exit code.
type WrongZone = (&'static [(&'static str, &'static str)], &'static str, i32);

const WRONG_ZONES: [WrongZone; 2] = [
    (
        &[("ENGAGEMENTS_TZ", "Mars/Base")],
        "error: invalid value `Mars/Base` for `ENGAGEMENTS_TZ`: expected utc, local, or an IANA \
         name such as Europe/Tallinn\n",
        2,
    ),
    (
        &[("ENGAGEMENTS_TZ", "local"), ("TZ", "Mars/Base")],
        "error: cannot determine the local time zone: `TZ` is not an IANA name\n  hint: pass a name \
         such as `--tz Europe/Tallinn`, or set `TZ` to one\n",
        3,
    ),
];

#[test]
fn invalid_time_zone_stops_commands_that_use_it() {
    let mock_api = MockApi::new();
    for (variables, error, code) in WRONG_ZONES {
        for line in [
            "list",
            "show a",
            "export a",
            "recordings --all --since 2016-07-06 --dir d",
        ] {
            Run::of(mock_api.command(line).envs(variables.iter().copied()))
                .assert_output("", error, code);
        }
    }
}

#[test]
fn invalid_time_zone_is_ignored_if_unused() {
    for (variables, ..) in WRONG_ZONES {
        let mock_api = MockApi::new();
        let run = |line: &str| Run::of(mock_api.command(line).envs(variables.iter().copied()));
        let place = mock_api.home().join(PLACE);
        run("config path").assert_output(&format!("{}\n", place.display()), "", 0);
        let (_, zone) = variables[0];
        let source = "environment variable ENGAGEMENTS_TZ";
        let row = |line: &&str| line.starts_with("tz ") && line.ends_with(source);
        let shown = run("config show").stdout;
        let shown = shown.lines().find(row).unwrap();
        assert!(shown.contains(zone), "{shown}");
        let mut sandbox = std::process::Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
        sandbox.arg("sandbox").stdout(Stdio::piped()).env_clear();
        let mut sandbox = Running::start(sandbox.envs(variables.iter().copied()));
        let mut line = String::new();
        let stdout = sandbox.stdout.take().expect("stdout is a pipe");
        BufReader::new(stdout).read_line(&mut line).unwrap();
        assert!(line.starts_with("export ENGAGEMENTS_BASE_URL="), "{line}");
    }
}

#[test]
fn empty_variable_counts_as_unset() {
    let mock_api = MockApi::new().get("/engagements/a", 200, "{\"id\":\"a\"}");
    let mut command = mock_api.command("show a -o json");
    for name in ["CONCURRENCY", "TZ", "OUTPUT", "AUTH_SCHEME", "ERROR_FORMAT"] {
        command.env(format!("ENGAGEMENTS_{name}"), "");
    }
    Run::of(command.env("HTTPS_PROXY", "")).assert_output("{\"id\":\"a\"}\n", "", 0);
}

#[test]
fn variable_that_is_not_utf8_is_rejected() {
    for name in ["ENGAGEMENTS_TZ", "ENGAGEMENTS_API_KEY_ID"] {
        let mock_api = MockApi::new();
        let mut command = mock_api.command("list");
        let error =
            format!("error: the environment variable `{name}` cannot be used: it is not UTF-8\n");
        Run::of(command.env(name, OsStr::from_bytes(b"\xff"))).assert_output("", &error, 2);
    }
}

#[test]
fn quotes_and_semicolons_in_ids_are_rejected() {
    let why = "expected IDs separated by commas, without quotes";
    for ids in ["\"a\"", "'a'", "a;b"] {
        for (variable, option) in [
            ("ENGAGEMENTS_SITE_IDS", "--site-id"),
            ("ENGAGEMENTS_OPERATOR_IDS", "--operator-id"),
        ] {
            let error = format!("error: invalid value `{ids}` for `{variable}`: {why}\n");
            let mock_api = MockApi::new().variable(variable, ids);
            mock_api.run("list").assert_output("", &error, 2);
            let error = format!("error: invalid value '{ids}' for '{option} <ID>': {why}\n");
            let run = MockApi::new().run(&format!("list {option} {ids}"));
            run.assert_stderr_starts_with(&error);
            run.assert_stdout("", 2);
        }
        let (home, path) = home(
            PLACE,
            format!("[default]\nsite_ids = [\"b\", '''{ids}''']\n"),
        );
        let run = Run::of(crate::harness::command(home.path()).args(["list", "--any-operator"]));
        let error = format!(
            "error: `{}` line 2: invalid value `b,{ids}` for `site_ids`: {why}\n",
            path.display()
        );
        run.assert_output("", &error, 3);
    }
}

#[test]
fn variable_conflicts_with_no_option() {
    let path = "/engagements?site_ids%5B%5D=s1";
    let empty = r#"{"next_page": null, "engagements": []}"#;
    let mock_api = MockApi::new().get(path, 200, empty);
    mock_api
        .run("list --any-operator -o id")
        .assert_output("", "", 0);
    let sandbox = MockApi::new().run("list --sandbox -L 1 -o id");
    sandbox.assert_success();
}

#[test]
fn invalid_variable_affects_only_its_commands() {
    for name in [
        "CONCURRENCY",
        "OUTPUT",
        "AUTH_SCHEME",
        "SITE_IDS",
        "ERROR_FORMAT",
    ] {
        let name = format!("ENGAGEMENTS_{name}");
        let mock_api = MockApi::new().variable(&name, "'");
        let run = |line: &str| Run::of(&mut mock_api.command(line)).code;
        assert_eq!(run("completions bash"), Some(0), "{name}");
        assert_eq!(run("config path"), Some(0), "{name}");
        assert_eq!(run("config show"), Some(2), "{name}");
        assert_eq!(run("list"), Some(2), "{name}");
    }
}

#[test]
fn invalid_display_setting_stops_no_local_command() {
    for setting in ["color", "error_format"] {
        let text = format!("[default]\n{setting} = \"pink\"\n");
        let (home, _) = home(PLACE, text);
        let run = |line| crate::profiles::run(home.path(), &[], line);
        for line in ["config path", "completions bash", "man"] {
            let run = run(line);
            assert_eq!((&*run.stderr, run.code), ("", Some(0)), "{line}");
        }
        let show = run("config show");
        let row = show.stdout.lines().find(|line| line.starts_with(setting));
        assert!(row.unwrap().contains(" pink "), "{show:?}");
        let error = format!("line 2: invalid value `pink` for `{setting}`");
        show.assert_stderr_contains(&error);
        assert_eq!((show.code, run("list").code), (Some(3), Some(3)));
    }
}

#[test]
fn at_sign_in_path_is_no_password() {
    let mock_api = MockApi::new();
    let path = "/home/me@corp/c.pem";
    let row = shown(
        &mock_api.home(),
        &[],
        &format!(" --ca-cert {path}"),
        "ca_cert",
    );
    assert_eq!(row, (path.to_owned(), "option".to_owned()));
}
