//! Settings that cannot be: where the token goes, and what the environment says.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::bench::{Bench, Run, TOKEN};
use crate::precedence::shown;
use crate::profiles::{PLACE, home};
use crate::running::Running;

#[test]
fn the_token_goes_over_tls_or_stays_on_this_machine() {
    for (url, why) in [
        (
            "http://api.salemove.com",
            "plain http is for loopback addresses only",
        ),
        (
            "api.salemove.com",
            "expected a URL such as https://api.salemove.com",
        ),
        ("ftp://127.0.0.1", "expected an https URL"),
    ] {
        let message = format!("invalid value '{url}' for '--base-url <URL>': {why}");
        let told = format!("error: {message}\n\nFor more information, try '--help'.\n");
        Bench::new()
            .run(&["--base-url", url, "show", "a"])
            .is("", &told, 2);
    }
}

#[test]
fn a_password_in_an_address_is_refused_and_not_repeated() {
    let url = format!("https://user:{TOKEN}@api.example");
    for words in [
        ["--base-url", &url, "show", "a"],
        ["show", "a", "--base-url", &url],
    ] {
        let run = Bench::new().run(&words);
        let why = "error: invalid value '***@api.example' for '--base-url <URL>': it has a user or \
                   password; the token belongs in";
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
    }
    let run = Bench::new()
        .variable("ENGAGEMENTS_BASE_URL", &url)
        .run(&["show", "a"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
}

#[test]
fn a_wrong_variable_is_named() {
    let zone = "expected utc, local, or an IANA name such as Europe/Tallinn; \
                did you mean `Pacific/Marquesas`?";
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
        let told = format!("error: invalid value `{value}` for `{name}`: {why}\n");
        Bench::new()
            .variable(name, value)
            .run(&["list"])
            .is("", &told, 2);
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
fn a_wrong_zone_stops_those_who_need_one() {
    let bench = Bench::new();
    for (variables, told, code) in WRONG_ZONES {
        for words in [
            "list",
            "show a",
            "export a",
            "recordings --all --since 2016-07-06 --dir d",
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            Run::of(bench.tool(&words).envs(variables.iter().copied())).is("", told, code);
        }
    }
}

#[test]
fn a_wrong_zone_stops_nobody_who_needs_none() {
    for (variables, ..) in WRONG_ZONES {
        let bench = Bench::new().get("/engagements/a", 200, "{\"id\":\"a\"}");
        let run = |words: &[&str]| Run::of(bench.tool(words).envs(variables.iter().copied()));
        run(&["recordings", "a", "--dir", "d", "-q"]).is("", "", 0);
        let place = bench.home().join(PLACE);
        run(&["config", "path"]).is(&format!("{}\n", place.display()), "", 0);
        let (_, zone) = variables[0];
        let as_it_is = (
            zone.to_owned(),
            "environment variable ENGAGEMENTS_TZ".to_owned(),
        );
        assert_eq!(shown(&bench.home(), variables, "", "tz"), as_it_is);
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
fn an_empty_variable_is_as_good_as_none() {
    let bench = Bench::new().get("/engagements/a", 200, "{\"id\":\"a\"}");
    let mut command = bench.tool(&["show", "a", "-o", "json"]);
    for name in ["CONCURRENCY", "TZ", "OUTPUT", "AUTH_SCHEME", "ERROR_FORMAT"] {
        command.env(format!("ENGAGEMENTS_{name}"), "");
    }
    Run::of(command.env("HTTPS_PROXY", "")).is("{\"id\":\"a\"}\n", "", 0);
}

#[test]
fn a_format_that_only_the_list_has_is_not_taken_for_another() {
    let message = "error: invalid value `id` for `ENGAGEMENTS_OUTPUT`: expected one of `table`, \
                   `json`, `ndjson`, `csv`\n";
    for command in ["show", "transcript", "export"] {
        Bench::new()
            .variable("ENGAGEMENTS_OUTPUT", "id")
            .run(&[command, "a"])
            .is("", message, 2);
    }
}

#[test]
fn quotes_and_semicolons_in_ids_are_rejected() {
    let why = |ids: &str| match ids {
        "a;b" => format!("separate the IDs in `{ids}` with commas"),
        ids => format!("remove the quotes of {ids}"),
    };
    for ids in ["\"a\"", "'a'", "a;b"] {
        for (variable, option) in [
            ("ENGAGEMENTS_SITE_IDS", "--site-id"),
            ("ENGAGEMENTS_OPERATOR_IDS", "--operator-id"),
        ] {
            let told = format!(
                "error: invalid value `{ids}` for `{variable}`: {}\n",
                why(ids)
            );
            let bench = Bench::new().variable(variable, ids);
            bench.run(&["list"]).is("", &told, 2);
            let told = format!(
                "error: invalid value '{ids}' for '{option} <ID>': {}\n",
                why(ids)
            );
            let run = Bench::new().run(&["list", option, ids]);
            assert!(run.stderr.starts_with(&told), "{}", run.stderr);
            assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
        }
        let (home, path) = home(
            PLACE,
            format!("[default]\nsite_ids = [\"b\", '''{ids}''']\n"),
        );
        let run = Run::of(crate::bench::tool(home.path()).args(["list", "--any-operator"]));
        let told = format!(
            "error: `{}` line 2: invalid value `b,{ids}` for `site_ids`: {}\n",
            path.display(),
            why(ids)
        );
        run.is("", &told, 3);
    }
}

#[test]
fn variable_conflicts_with_no_option() {
    let path = "/engagements?site_ids%5B%5D=s1";
    let empty = r#"{"next_page": null, "engagements": []}"#;
    let bench = Bench::new().get(path, 200, empty);
    bench
        .run(&["list", "--any-operator", "-o", "id"])
        .is("", "", 0);
    let sandbox = Bench::new().run(&["list", "--sandbox", "-L", "1", "-o", "id"]);
    assert_eq!((sandbox.stderr.as_str(), sandbox.code), ("", Some(0)));
}

#[test]
fn invalid_variable_matters_only_to_its_users() {
    for name in [
        "CONCURRENCY",
        "OUTPUT",
        "AUTH_SCHEME",
        "SITE_IDS",
        "ERROR_FORMAT",
    ] {
        let name = format!("ENGAGEMENTS_{name}");
        let bench = Bench::new().variable(&name, "'");
        let run = |words: &[&str]| Run::of(&mut bench.tool(words)).code;
        assert_eq!(run(&["completions", "bash"]), Some(0), "{name}");
        assert_eq!(run(&["config", "path"]), Some(0), "{name}");
        assert_eq!(run(&["config", "show"]), Some(0), "{name}");
        assert_eq!(run(&["list"]), Some(2), "{name}");
    }
}

#[test]
fn invalid_display_setting_stops_no_local_command() {
    for setting in ["color", "error_format"] {
        let text = format!("[default]\n{setting} = \"pink\"\n");
        let (home, _) = home(PLACE, text);
        let run = |words| crate::profiles::run(home.path(), &[], words);
        for words in ["config path", "completions bash", "man"] {
            let run = run(words);
            assert_eq!((&*run.stderr, run.code), ("", Some(0)), "{words}");
        }
        let row = shown(home.path(), &[], "", setting);
        assert_eq!(row.0, "pink");
        assert_eq!(run("list").code, Some(3));
    }
}

#[test]
fn at_sign_in_path_is_no_password() {
    let bench = Bench::new();
    let path = "/home/me@corp/c.pem";
    let row = shown(&bench.home(), &[], &format!(" --ca-cert {path}"), "ca_cert");
    assert_eq!(row, (path.to_owned(), "option".to_owned()));
}
