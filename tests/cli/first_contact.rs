//! Setting up the tool: what is missing, `config init` and `config check`.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use tempfile::TempDir;

use crate::harness::{FILTERS, MockApi, TOKEN, read};
use crate::precedence::keys;
use crate::profiles::{PLACE, home, run};

#[test]
fn missing_settings_are_named_together() {
    let empty = TempDir::new().unwrap();
    let path = empty.path().join(PLACE);
    let token = "  hint: set `ENGAGEMENTS_TOKEN`\n";
    let site = "  hint: pass `--site-id` or set `ENGAGEMENTS_SITE_IDS`\n";
    let operator = "  hint: pass `--operator-id` or `--any-operator`, or set \
                    `ENGAGEMENTS_OPERATOR_IDS`\n";
    let file = format!(
        "  hint: or run `engagements config init` and edit `{}`\n",
        path.display()
    );
    let sandbox = "  hint: to try a command without them, add `--sandbox`\n";
    let variables = [("ENGAGEMENTS_TOKEN", TOKEN)];
    for (variables, line, names, hints) in [
        (
            &[][..],
            "list",
            "no API token, no site ID, no operator ID",
            [token, site, operator].concat(),
        ),
        (
            &[],
            "export --all --any-operator",
            "no API token, no site ID",
            [token, site].concat(),
        ),
        (
            &variables,
            "show --all --site-id s",
            "no operator ID",
            operator.to_owned(),
        ),
        (&[], "show a", "no API token", token.to_owned()),
        (
            &variables,
            "config check --any-operator",
            "no site ID",
            site.to_owned(),
        ),
    ] {
        let expected = format!("error: {names} configured\n{hints}{file}{sandbox}");
        run(empty.path(), variables, line).assert_output("", &expected, 3);
    }
    let (home, path) = home(PLACE, "");
    let file = format!("  hint: or edit `{}`\n", path.display());
    let expected = format!("error: no API token configured\n{token}{file}{sandbox}");
    run(home.path(), &[], "show a").assert_output("", &expected, 3);
}

#[test]
fn misnamed_variable_is_noticed() {
    let empty = TempDir::new().unwrap();
    let note = |wrong: &str, right: &str| {
        format!("`ENGAGEMENTS_{wrong}` is not used; did you mean `ENGAGEMENTS_{right}`?\n")
    };
    for (wrong, right) in [
        ("SITE_ID", "SITE_IDS"),
        ("OPERATOR_ID", "OPERATOR_IDS"),
        ("TOKENS", "TOKEN"),
        ("PROFIL", "PROFILE"),
    ] {
        let name = format!("ENGAGEMENTS_{wrong}");
        let run = run(empty.path(), &[(&name, "x")], "list");
        let expected = format!("  hint: {}", note(wrong, right));
        assert!(run.stderr.ends_with(&expected), "{run:?}");
    }
    let run = run(empty.path(), &[("ENGAGEMENTS_OTHER", "x")], "list");
    assert!(!run.stderr.contains("OTHER"), "{run:?}");
    // If nothing is missing, it is a warning.
    let mock_api = MockApi::new().get("/engagements/a", 200, r#"{"id":"a"}"#);
    let mock_api = mock_api.variable("ENGAGEMENTS_SITE_ID", "x");
    let expected = format!("warning: {}", note("SITE_ID", "SITE_IDS"));
    mock_api
        .run("show a -o json")
        .assert_output("{\"id\":\"a\"}\n", &expected, 0);
}

#[test]
fn config_init_creates_private_commented_file() {
    let empty = TempDir::new().unwrap();
    let path = empty.path().join(PLACE);
    let note = format!(
        "created `{}`; edit it, then run `engagements config check`\n",
        path.display()
    );
    run(empty.path(), &[], "config init").assert_output("", &note, 0);
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    // As it is, it sets nothing.
    let show = run(empty.path(), &[], "config show");
    assert!(!show.stdout.contains("config.toml"), "{show:?}");
    show.assert_success();
    // Without the comment signs, it sets everything, validly.
    let text = read(&path);
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_lowercase()) => rest,
        _ => line,
    });
    fs::write(&path, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let show = run(empty.path(), &[], "config show");
    show.assert_success();
    let from_file = show.stdout.matches("config.toml` line ").count();
    assert_eq!(from_file, keys().len(), "{show:?}");
}

#[test]
fn config_init_keeps_existing_file() {
    let (home, path) = home("c.toml", "[default]\n");
    let expected = "error: the config file `c.toml` exists already\n  hint: edit it, or name another \
                    one with `--config`\n";
    run(home.path(), &[], "config init --config c.toml").assert_output("", expected, 1);
    assert_eq!(read(path), "[default]\n");
}

#[test]
fn config_check_reports_api_status() {
    let path = format!("/engagements?{FILTERS}&per_page=1");
    let empty = r#"{"engagements": []}"#;
    let mock_api = MockApi::new().expect("GET", &path, |mock| {
        mock.with_status(200)
            .with_body(empty)
            .with_header("x-rate-limit-limit", "100")
            .with_header("x-rate-limit-remaining", "99")
    });
    let run = mock_api.run("config check");
    let start = format!(
        "address: {}/\ncredentials: the environment variable `ENGAGEMENTS_TOKEN`\nscheme: Token\n\
         list of engagements: 200\nrate limit: 100 requests, 99 left\nclock: ",
        mock_api.url()
    );
    assert!(run.stdout.starts_with(&start), "{run:?}");
    run.assert_success();
    let dry = MockApi::new().run("config check --dry-run");
    assert!(dry.stdout.starts_with("curl --request GET "), "{dry:?}");
    dry.assert_success();
}

#[test]
fn config_check_failure_has_usual_code() {
    let path = format!("/engagements?{FILTERS}&per_page=1");
    let run = MockApi::new().get(&path, 401, "{}").run("config check");
    assert!(run.stdout.ends_with("\nscheme: Token\n"), "{run:?}");
    run.assert_stderr_starts_with("error: authentication failed (401)");
    assert_eq!(run.code, Some(4));
    let run = MockApi::new()
        .variable("ENGAGEMENTS_TZ", "Mars")
        .run("config check");
    run.assert_stdout("", 2);
}
