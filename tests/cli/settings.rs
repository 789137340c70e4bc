//! Settings that cannot be: where the token goes, and what the environment says.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::bench::{Bench, Run, TOKEN};
use crate::precedence::shown;
use crate::profiles::PLACE;
use crate::running::Running;

#[test]
fn the_token_goes_over_tls_or_stays_on_this_machine() {
    for (url, why) in [
        (
            "http://api.salemove.com",
            "plain http; only a loopback address may be without TLS",
        ),
        (
            "api.salemove.com",
            "not a URL; write it like `https://api.salemove.com`",
        ),
        ("ftp://127.0.0.1", "not an https address"),
    ] {
        let message = format!("invalid value '{url}' for '--base-url <URL>': `{url}` is {why}");
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
        let why = "error: invalid value '***@api.example' for '--base-url <URL>': `***@api.example` \
                   is given with a user or password; the token belongs in";
        assert!(run.stderr.contains(why), "{}", run.stderr);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
    }
    let run = Bench::new()
        .variable("ENGAGEMENTS_BASE_URL", &url)
        .run(&["show", "a"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(3)));
}

#[test]
fn a_wrong_variable_is_named() {
    let zone = "expected utc, local, or an IANA name such as Europe/Tallinn; \
                did you mean `Pacific/Marquesas`?";
    for (name, value, why) in [
        (
            "ENGAGEMENTS_BASE_URL",
            "http://api.example",
            "`http://api.example` is plain http; only a loopback address may be without TLS",
        ),
        (
            "ENGAGEMENTS_CONCURRENCY",
            "0",
            "`0` is not a number from 1 to 32",
        ),
        (
            "ENGAGEMENTS_CONCURRENCY",
            "many",
            "`many` is not a number from 1 to 32",
        ),
        ("ENGAGEMENTS_TZ", "Mars", zone),
        (
            "ENGAGEMENTS_OUTPUT",
            "xml",
            "`xml` is none of `table`, `json`, `ndjson`, `csv`, `id`",
        ),
        (
            "ENGAGEMENTS_AUTH_SCHEME",
            "basic",
            "`basic` is none of `token`, `bearer`",
        ),
        (
            "ENGAGEMENTS_ERROR_FORMAT",
            "xml",
            "`xml` is none of `text`, `json`",
        ),
    ] {
        let told = format!("error: the environment variable `{name}` cannot be used: {why}\n");
        Bench::new()
            .variable(name, value)
            .run(&["list"])
            .is("", &told, 3);
    }
}

/// What a wrong zone in the environment looks like, and what is told of it.
const WRONG_ZONES: [(&[(&str, &str)], &str); 2] = [
    (
        &[("ENGAGEMENTS_TZ", "Mars/Base")],
        "error: the environment variable `ENGAGEMENTS_TZ` cannot be used: expected \
         utc, local, or an IANA name such as Europe/Tallinn\n",
    ),
    (
        &[("ENGAGEMENTS_TZ", "local"), ("TZ", "Mars/Base")],
        "error: cannot determine the local time zone: `TZ` is not an IANA name\n  hint: pass a name \
         such as `--tz Europe/Tallinn`, or set `TZ` to one\n",
    ),
];

#[test]
fn a_wrong_zone_stops_those_who_need_one() {
    let bench = Bench::new();
    for (variables, told) in WRONG_ZONES {
        for words in [
            "list",
            "show a",
            "export a",
            "recordings --all --since 2016-07-06 --dir d",
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            Run::of(bench.tool(&words).envs(variables.iter().copied())).is("", told, 3);
        }
    }
}

#[test]
fn a_wrong_zone_stops_nobody_who_needs_none() {
    for (variables, _) in WRONG_ZONES {
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
    let message = "error: the environment variable `ENGAGEMENTS_OUTPUT` cannot be used: `id` is \
                   none of `table`, `json`, `ndjson`, `csv`\n";
    for command in ["show", "transcript", "export"] {
        Bench::new()
            .variable("ENGAGEMENTS_OUTPUT", "id")
            .run(&[command, "a"])
            .is("", message, 3);
    }
}
