//! Precedence of every setting: option, environment, profile, default.

use std::path::Path;

use tempfile::TempDir;

use crate::harness::{TOKEN, file, rows};
use crate::profiles::{PLACE, home, run};

/// Returns the value and source of a setting from `config show`.
#[track_caller]
pub(crate) fn shown(
    home: &Path,
    variables: &[(&str, &str)],
    options: &str,
    key: &str,
) -> (String, String) {
    let run = run(home, variables, &format!("config show{options}"));
    run.assert_success();
    let mut lines = run.stdout.lines().map(|line| line.split_once(' ').unwrap());
    let (_, rest) = lines.find(|(name, _)| *name == key).unwrap();
    let (value, source) = rest.trim_start().split_once("  ").unwrap();
    (value.to_owned(), source.trim_start().to_owned())
}

/// `key | default | profile value | variable | its value | option | printed value`
const SETTINGS: &str = "\
base_url | https://api.salemove.com | https://api.glia.eu | ENGAGEMENTS_BASE_URL | https://api.glia.com | --base-url https://a.example/ | https://a.example/
auth_scheme | token | bearer | ENGAGEMENTS_AUTH_SCHEME | token | --auth-scheme bearer | bearer
token | - | geheim-p = *** | ENGAGEMENTS_TOKEN | geheim-e = *** | |
token_file | - | /p | ENGAGEMENTS_TOKEN_FILE | e | --token-file o | o
token_command | - | pass | | | |
api_key_id | - | p | ENGAGEMENTS_API_KEY_ID | e | |
api_key_secret | - | geheim-p = *** | ENGAGEMENTS_API_KEY_SECRET | geheim-e = *** | |
api_key_secret_command | - | pass | | | |
site_ids | - | p,q | ENGAGEMENTS_SITE_IDS | e | |
operator_ids | - | p,q | ENGAGEMENTS_OPERATOR_IDS | e | |
concurrency | 8 | 7 | ENGAGEMENTS_CONCURRENCY | 6 | -j 5 | 5
timeout | 30s | 20s | | | --timeout 9s | 9s
connect_timeout | 10s | 9s | | | --connect-timeout 8s | 8s
retries | 4 | 3 | | | --retries 2 | 2
max_wait | 5m | 4m | | | --max-wait 3s | 3s
ca_cert | - | /p | | | --ca-cert o | o
tz | utc | local | ENGAGEMENTS_TZ | Asia/Tokyo | --tz Europe/Tallinn | Europe/Tallinn
color | auto | never | | | --color always | always
output | table | csv | ENGAGEMENTS_OUTPUT | json | |
error_format | text | json | ENGAGEMENTS_ERROR_FORMAT | text | --error-format text | text";

#[test]
fn setting_precedence() {
    let empty = TempDir::new().unwrap();
    for [key, default, profile, variable, value, option, typed] in rows(SETTINGS) {
        let (profile, seen) = profile.split_once(" = ").unwrap_or((profile, profile));
        let (home, path) = home(PLACE, format!("[default]\n\n{key} = \"{profile}\"\n"));
        let source = |options: &str| options.to_owned();
        let unset = if default == "-" { "not set" } else { "default" };
        let expected = (source(default), source(unset));
        assert_eq!(shown(empty.path(), &[], "", key), expected);
        let line = format!("`{}` line 3", path.display());
        assert_eq!(shown(home.path(), &[], "", key), (source(seen), line));
        let variables = [(variable, value.split(" = ").next().unwrap())];
        let variables = if variable.is_empty() {
            &[][..]
        } else {
            &variables
        };
        if !variable.is_empty() {
            let seen = value.split(" = ").last().unwrap();
            let expected = (source(seen), format!("environment variable {variable}"));
            assert_eq!(shown(home.path(), variables, "", key), expected);
        }
        if !option.is_empty() {
            let expected = (source(typed), source("option"));
            assert_eq!(
                shown(home.path(), variables, &format!(" {option}"), key),
                expected
            );
        }
    }
    let all = run(empty.path(), &[], "config show").stdout;
    assert_eq!(all.lines().count(), SETTINGS.lines().count());
}

/// Returns the keys of all settings.
pub(crate) fn keys() -> Vec<&'static str> {
    let rows = SETTINGS.lines();
    rows.map(|row| row.split(' ').next().unwrap()).collect()
}

/// A profile with something of every kind.
const CONFIG: &str = r#"
[default]
token = "canary-3f9c0d"
token_command = ["pass", "show", "the token"]
api_key_id = "k1"
api_key_secret = "canary-3f9c0d"
site_ids = ["s1", "s2"]
retries = 9
"#;

#[test]
fn config_show_prints_sources_without_secrets() {
    let (home, _) = home("c.toml", CONFIG);
    let variables = [
        ("ENGAGEMENTS_TOKEN", TOKEN),
        (
            "ENGAGEMENTS_BASE_URL",
            "https://user:canary-3f9c0d@api.glia.com",
        ),
        ("ENGAGEMENTS_TZ", "Asia/Tokyo"),
    ];
    let expected = file("expected/config-show.txt");
    // The settings are checked as `list` would check them.
    let error = "error: invalid value `***@api.glia.com` for `ENGAGEMENTS_BASE_URL`: it has a user or \
                password; the token belongs in `ENGAGEMENTS_TOKEN`\n";
    run(home.path(), &variables, "config show --config c.toml -j 3")
        .assert_output(&expected, error, 2);
}
