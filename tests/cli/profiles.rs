//! The config file: profiles, path, and errors.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::harness::{Run, command, write_private};
use crate::precedence::{keys, shown};

pub(crate) const PLACE: &str = ".config/engagements/config.toml";

/// Creates a home with a config file at this path.
pub(crate) fn home(place: &str, text: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let home = TempDir::new().unwrap();
    let path = home.path().join(place);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    write_private(&path, text);
    (home, path)
}

/// Runs the tool with this home and these variables.
#[track_caller]
pub(crate) fn run(home: &Path, variables: &[(&str, &str)], line: &str) -> Run {
    let mut command = command(home);
    command.envs(variables.iter().copied());
    Run::of(command.args(line.split(' ')))
}

#[test]
fn profile_values_parse_like_options() {
    for (key, value, why) in [
        (
            "base_url",
            "http://api.example",
            "plain http is for loopback addresses only",
        ),
        ("auth_scheme", "basic", "expected one of `token`, `bearer`"),
        ("concurrency", "33", "expected a number from 1 to 32"),
        ("retries", "101", "expected a number from 0 to 100"),
        ("color", "blue", "expected one of `auto`, `always`, `never`"),
        (
            "output",
            "xml",
            "expected one of `table`, `json`, `ndjson`, `csv`, `id`",
        ),
        ("error_format", "xml", "expected one of `text`, `json`"),
        (
            "token",
            "a b",
            "it has characters that no token has\n  hint: use the token alone, in one line",
        ),
    ] {
        let text = format!(
            "[default]\ntoken = \"abcdef\"\nsite_ids = \"s\"\noperator_ids = \"o\"\n{key} = \"{value}\"\n"
        );
        let text = if key == "token" {
            text.replace("token = \"abcdef\"\n", "\n")
        } else {
            text
        };
        let (home, path) = home(PLACE, text);
        let what = match key {
            "token" => "`token` cannot be used".to_owned(),
            key => format!("invalid value `{value}` for `{key}`"),
        };
        let error = format!("error: `{}` line 5: {what}: {why}\n", path.display());
        run(home.path(), &[], "list").assert_output("", &error, 3);
    }
    let durations = "expected a duration such as 500ms, 30s, 5m, 2h, or a number of seconds";
    for key in ["timeout", "connect_timeout", "max_wait"] {
        let (home, path) = home(
            PLACE,
            format!("[default]\ntoken = \"abcdef\"\n{key} = \"soon\"\n"),
        );
        let error = format!(
            "error: `{}` line 3: invalid value `soon` for `{key}`: {durations}\n",
            path.display()
        );
        run(home.path(), &[], "show a").assert_output("", &error, 3);
    }
}

#[test]
fn invalid_config_file_is_reported_in_one_line() {
    for (bytes, why) in [
        (
            &b"[default]\ntz = \"\xff\"\n"[..],
            "cannot read the config file `c`: it is not UTF-8",
        ),
        (
            b"[default]\ntoken = \"geheim\n",
            "`c` line 2: invalid basic string, expected `\"`",
        ),
        (
            b"[default]\n\ntz = \"utc\"\ntz = \"geheim\"",
            "`c` line 4: duplicate key",
        ),
        (b"[default\n", "`c` line 1: unclosed table, expected `]`"),
        (
            b"[default]\ncolor = true\n",
            "`c` line 2: invalid value of `color`: expected a text, a whole number or a list of texts",
        ),
        (
            b"tz = \"utc\"\n",
            "`c` line 1: a setting outside a profile\n  hint: put it under a line like `[default]`",
        ),
    ] {
        let (home, _) = home("c", bytes);
        let error = format!("error: {why}\n");
        run(home.path(), &[], "--config c show a").assert_output("", &error, 3);
        run(home.path(), &[("ENGAGEMENTS_CONFIG", "c")], "list").assert_output("", &error, 3);
        run(home.path(), &[("ENGAGEMENTS_CONFIG", "c")], "config show")
            .assert_output("", &error, 3);
    }
    let empty = TempDir::new().unwrap();
    for (place, why) in [
        (".", "Is a directory (os error 21)"),
        ("none", "No such file or directory (os error 2)"),
    ] {
        let error = format!("error: cannot read the config file `{place}`: {why}\n");
        run(empty.path(), &[], &format!("--config {place} list")).assert_output("", &error, 3);
    }
    let error = "error: no config file for the profile `night`\n  hint: `engagements config \
                path` prints where it belongs; `--config` names another\n";
    run(empty.path(), &[], "--profile night list").assert_output("", error, 3);
}

#[test]
fn oversized_config_file_is_rejected() {
    let error = |file: &str| {
        format!("error: cannot read the config file `{file}`: it is larger than 1 MiB\n")
    };
    let text = |bytes: usize| {
        let start = "[default]\ntz = \"local\"\n";
        start.to_owned() + &"#".repeat(bytes - start.len())
    };
    let (longest, _) = home("c", text(1024 * 1024));
    let tz = shown(longest.path(), &[], " --config c", "tz");
    assert_eq!(tz, ("local".to_owned(), "`c` line 2".to_owned()));
    let (longer, _) = home("c", text(1024 * 1024 + 1));
    run(longer.path(), &[], "--config c config show").assert_output("", &error("c"), 3);
    let endless = "/dev/zero";
    run(longer.path(), &[("ENGAGEMENTS_CONFIG", endless)], "list").assert_output(
        "",
        &error(endless),
        3,
    );
}

#[test]
fn unknown_config_key_suggests_similar_key() {
    for (typo, meant) in [
        ("tokn", "token"),
        ("site_id", "site_ids"),
        ("base-url", "base_url"),
        ("colour", "color"),
    ] {
        let (home, path) = home(PLACE, format!("# mine\n[default]\n{typo} = \"x\"\n"));
        let why = format!(
            "`{}` line 3: unknown key `{typo}`; did you mean `{meant}`?",
            path.display()
        );
        let error = format!("error: {why}\n  hint: the keys are {}\n", keys().join(" "));
        run(home.path(), &[], "list").assert_output("", &error, 3);
    }
}

#[test]
fn profile_precedence() {
    let text = "[default]\ntz = \"utc\"\n[night]\ntz = \"Asia/Tokyo\"\n[day]\ntz = \"local\"\n";
    let (home, path) = home(PLACE, text);
    let tz = |variables: &[(&str, &str)], line| shown(home.path(), variables, line, "tz").0;
    let night = [("ENGAGEMENTS_PROFILE", "night")];
    assert_eq!(tz(&[], ""), "utc");
    assert_eq!(tz(&night, ""), "Asia/Tokyo");
    assert_eq!(tz(&night, " --profile day"), "local");
    let missing = format!(
        "error: `{}` has no profile `nihgt`\n  hint: its profiles are ",
        path.display()
    );
    let error = run(home.path(), &night, "list --profile nihgt");
    error.assert_stderr_starts_with(&missing);
    error.assert_stdout("", 3);
}

#[test]
fn config_file_path_precedence() {
    let (home, path) = home("x/engagements/config.toml", "[default]\ntz = \"local\"\n");
    let xdg = home.path().join("x").display().to_string();
    let place = format!("{}\n", path.display());
    let usual = format!("{}\n", home.path().join(PLACE).display());
    run(home.path(), &[("XDG_CONFIG_HOME", &xdg)], "config path").assert_output(&place, "", 0);
    run(home.path(), &[("XDG_CONFIG_HOME", "x")], "config path").assert_output(&usual, "", 0);
    run(home.path(), &[("XDG_CONFIG_HOME", "")], "config path").assert_output(&usual, "", 0);
    let named = [("XDG_CONFIG_HOME", "/nowhere"), ("ENGAGEMENTS_CONFIG", "e")];
    run(home.path(), &named, "config path").assert_output("e\n", "", 0);
    run(home.path(), &named, "config path --config o").assert_output("o\n", "", 0);
    assert_eq!(
        shown(home.path(), &[("XDG_CONFIG_HOME", &xdg)], "", "tz").0,
        "local"
    );
}

#[test]
fn missing_home_needs_only_token_variable() {
    let bare = |line: &str, variables: &[(&str, &str)]| {
        let empty = TempDir::new().unwrap();
        let mut command = command(empty.path());
        command.env_remove("HOME").envs(variables.iter().copied());
        Run::of(command.args(line.split(' ')))
    };
    let token = [("ENGAGEMENTS_TOKEN", "abcdef")];
    let run = bare("-n show a --base-url http://127.0.0.1:1", &token);
    assert!(run.stdout.starts_with("curl --request GET "), "{run:?}");
    run.assert_success();
    let place = "error: cannot locate the config file\n  hint: set `HOME` or `XDG_CONFIG_HOME`, or name a file with `--config`\n";
    bare("config path", &[]).assert_output("", place, 3);
    bare("config path", &[("HOME", "relative")]).assert_output("", place, 3);
    let error = "error: no config file for the profile `night`";
    let run = bare("show a --profile night", &token);
    run.assert_stderr_starts_with(error);
    assert_eq!(run.code, Some(3));
    assert_eq!(bare("config show", &[]).code, Some(0));
}

#[test]
fn broken_config_file_does_not_stop_help() {
    let (home, path) = home(PLACE, "[default");
    let place = format!("{}\n", path.display());
    run(home.path(), &[], "config path").assert_output(&place, "", 0);
    for line in ["completions bash", "man", "--help"] {
        let run = run(home.path(), &[], line);
        run.assert_success();
    }
}
