//! Usage errors: reported before any request.

use crate::harness::{MockApi, rows};
use crate::untrusted_text::fixture::assert_sanitized;

/// Asserts this error, exit code 2 and no request. Two spaces make an empty argument.
#[track_caller]
fn assert_rejected(line: &str, message: &str) {
    let arguments: Vec<&str> = line.split(' ').collect();
    MockApi::new()
        .run(&arguments)
        .assert_output("", &format!("error: {message}\n"), 2);
}

#[test]
fn invalid_id_is_usage_error() {
    let why = "an ID has letters, digits, `-` and `_` only";
    for id in ["a/b", "..", ".", "%2e", "a?b", "a#", "a;b", "é"] {
        for command in ["show", "transcript"] {
            let message = format!("invalid value '{id}' for '[ID]...': {why}");
            assert_rejected(&format!("{command} {id}"), &message);
        }
    }
    let empty = "invalid value '' for '[ID]...': an ID cannot be empty";
    assert_rejected("show ", empty);
}

#[test]
fn untrusted_values_are_sanitized() {
    let value = "a\u{9b}31m\u{202e}\u{3164}\u{1b}[2J\r\nerror: b";
    let shown = "a<U+009B>31m<U+202E><U+3164>^[[2J⏎error: b";
    let long = format!("--{value}");
    let flag = format!(
        "invalid value '{shown}' for '--error-format <FORMAT>': expected one of `text`, `json`"
    );
    let time = format!("invalid value '{shown}' for '--since <TIME>': ");
    let id = format!("invalid value '{shown}' for '[ID]...': an ID has letters");
    for (args, start) in [
        (&["show", value][..], id),
        (&["list", "--since", value], time),
        (&["list", "--error-format", value], flag),
        (&[value], format!("unrecognized subcommand '{shown}'")),
        (
            &["list", &long],
            format!("unexpected argument '--{shown}' found"),
        ),
        (
            &["show", &long],
            format!("unexpected argument '--{shown}' found"),
        ),
        (
            &["list", "--fields", value],
            format!("unknown field `{shown}`"),
        ),
        (
            &["list", "-o", value],
            format!("invalid value '{shown}' for '--output"),
        ),
    ] {
        let run = MockApi::new().run(args);
        run.assert_stderr_starts_with(&format!("error: {start}"));
        run.assert_stdout("", 2);
        assert_sanitized(&run.stderr, "a usage error");
        assert!(!run.stderr.contains("\nerror: b"), "{run:?}");
        if args.contains(&"--error-format") {
            continue;
        }
        let run = MockApi::new().run(&[args, &["--error-format=json"]].concat());
        assert_sanitized(&run.stderr, "a usage error as JSON");
        assert_eq!(
            (run.stderr.lines().count(), run.code),
            (1, Some(2)),
            "{run:?}"
        );
    }
}

/// `command line | option | option that excludes it`
const CONFLICTS: &str = "
list --page 1 --all | --page <NUMBER> | --all
list --limit 1 --page 1 | --limit <COUNT> | --page <NUMBER>
list --all -L 1 | --all | --limit <COUNT>
show --all --limit 1 | --all | --limit <COUNT>
list --any-operator --operator-id x | --any-operator | --operator-id <ID>
";

#[test]
fn conflicting_options_are_rejected() {
    for [line, one, other] in rows(CONFLICTS) {
        let message = format!("the argument '{one}' cannot be used with '{other}'");
        assert_rejected(line, &message);
    }
}

/// `command line that ends with a value | option | expected value`
const NUMBERS: &str = "
list --limit 0 | --limit <COUNT> | a number of 1 or more
show -L 0 | --limit <COUNT> | a number of 1 or more
list --page 0 | --page <NUMBER> | a number of 1 or more
list --page one | --page <NUMBER> | a number of 1 or more
list --per-page 0 | --per-page <COUNT> | a number from 1 to 1000
list --per-page 1001 | --per-page <COUNT> | a number from 1 to 1000
list -j 33 | --concurrency <COUNT> | a number from 1 to 32
list --retries=-1x | --retries <COUNT> | a number from 0 to 100
sandbox --port 65536 | --port <PORT> | a number from 0 to 65535
sandbox --seed x | --seed <NUMBER> | a number of 0 or more
sandbox --engagements 1.5 | --engagements <COUNT> | a number of 0 or more
sandbox --rate-limit 0 | --rate-limit <COUNT> | a number of 1 or more
";

#[test]
fn invalid_number_names_range() {
    for [line, option, expected] in rows(NUMBERS) {
        let (_, value) = line.rsplit_once([' ', '=']).unwrap();
        let message = format!("invalid value '{value}' for '{option}': expected {expected}");
        assert_rejected(line, &message);
    }
}

#[test]
fn missing_value_names_option() {
    assert_rejected("list --until", "no value given for '--until <TIME>'");
}

#[test]
fn invalid_time_is_explained() {
    let expected = "expected a time such as 2015-10-01, 2015-10 or 2015-10-01T13:00:00Z\n  hint: times \
                    relative to now are 90m, 24h, 7d, 2w, 1y, now, today and yesterday";
    for (option, value, reason) in [
        ("--since", "soon", expected),
        ("--since", "-7d", expected),
        ("--since", "+7d", expected),
        ("--until", "7M", expected),
        ("--since", "", expected),
        ("--until", "2015-13", "there is no month 13"),
        ("--until", "2024-02-30", "February 2024 has no day 30"),
        ("--since", "2015-10-01T25", "there is no time 25:00:00"),
    ] {
        let message = format!("invalid value '{value}' for '{option} <TIME>': {reason}");
        assert_rejected(&format!("list {option} {value}"), &message);
    }
}

/// `command line | message | hint`: habits of other tools, and misspelled words.
const HINTS: &str = "
list --format csv | unexpected argument '--format' found | use `-o`
list --json | unexpected argument '--json' found | use `-o json`
list --csv | unexpected argument '--csv' found | use `-o csv`
list --from 7d | unexpected argument '--from' found | use `--since`
list --to now | unexpected argument '--to' found | use `--until`
list --token x | unexpected argument '--token' found | set `ENGAGEMENTS_TOKEN`, or use `--token-file`
get a | unrecognized subcommand 'get' | use `show`
view a | unrecognized subcommand 'view' | use `show`
list -o jsonl | invalid value 'jsonl' for '--output <FORMAT>': expected one of `table`, `json`, `ndjson`, `csv`, `id` | use `ndjson`
list --sicne 7d | unexpected argument '--sicne' found | did you mean `--since`?
lst | unrecognized subcommand 'lst' | did you mean `list`?
list --color alwys | invalid value 'alwys' for '--color <WHEN>': expected one of `auto`, `always`, `never` | did you mean `always`?
list --nope | unexpected argument '--nope' found | use `--help` for the options
";

#[test]
fn usage_error_hints_at_intended_word() {
    for [line, message, hint] in rows(HINTS) {
        assert_rejected(line, &format!("{message}\n  hint: {hint}"));
    }
}

#[test]
fn window_with_end_before_start_is_rejected() {
    let message =
        "`--since` (2016-01-02T00:00:00.000Z) is later than `--until` (2016-01-01T23:59:59.999Z)";
    let line = "list -o json --since 2016-01-02 --until 2016-01-01";
    assert_rejected(line, message);
    assert_rejected(&line.replace("list", "show --all"), message);
    let run = MockApi::new().run("list --all -o json --since 9999");
    let start = "error: `--since` (9999-01-01T00:00:00.000Z) is later than `--until` (2";
    run.assert_stderr_starts_with(start);
    run.assert_stdout("", 2);
}

#[test]
fn ids_and_filters_are_mutually_exclusive() {
    for command in ["show", "transcript"] {
        for option in [
            "--all",
            "--limit 3",
            "--site-id x",
            "--operator-id x",
            "--any-operator",
            "--since 1d",
            "--until now",
            "--order asc",
            "--per-page 3",
        ] {
            let name = option.split(' ').next().unwrap_or_default();
            let run = MockApi::new().run(&format!("{command} a {option}"));
            let error = format!("error: the argument '[ID]...' cannot be used with '{name}");
            run.assert_stderr_starts_with(&error);
            run.assert_stdout("", 2);
        }
        assert_rejected(&format!("{command} a -"), "`-` cannot be combined with IDs");
    }
    let nothing =
        "no engagement IDs given\n  hint: pass IDs, `-` for stdin, or `--all` or `--limit`";
    for line in [
        "show",
        "transcript",
        "export",
        "show --fields id",
        "transcript --since 1d",
    ] {
        assert_rejected(line, nothing);
    }
}

#[test]
fn options_without_effect_are_rejected() {
    let effect = |option: &str| format!("`{option}` has no effect on this output");
    let header = effect("--no-header") + "\n  hint: it goes with a table or `-o csv`";
    assert_rejected("list --no-header -o json", &header);
    assert_rejected("show a --no-header -o ndjson", &header);
    let id = effect("--fields") + "\n  hint: `-o id` prints the ID and nothing else";
    assert_rejected("list -o id --fields id", &id);
    let dry = "`--dry-run` has no effect on a command that sends no requests";
    for command in ["sandbox", "config show", "completions bash", "man --dir d"] {
        assert_rejected(&format!("{command} --dry-run"), dry);
    }
}

#[test]
fn receipt_ledger_and_state_reject_stdout() {
    for (line, option) in [
        ("list --receipt -", "--receipt"),
        ("show a --receipt=-", "--receipt"),
        ("export a --ledger -", "--ledger"),
        ("list --all --since 7d --state -", "--state"),
        ("transcript --all --since 7d --state -", "--state"),
    ] {
        let reason = "it must be a file (`./-` for one of that name)";
        let message = format!("invalid value '-' for '{option} <FILE>': {reason}");
        assert_rejected(line, &message);
    }
    let mock_api = MockApi::new().get("/engagements/a", 200, r#"{"id":"a"}"#);
    let line = "show a -o json --receipt ./-";
    mock_api.run(line).assert_output("{\"id\":\"a\"}\n", "", 0);
    assert!(mock_api.home().join("-").is_file());
}

#[test]
fn id_format_is_limited_to_list() {
    let message = "invalid value `id` for `--output`: only `list` prints IDs, without `--summary`";
    for command in ["show a", "transcript a", "export a", "list --summary day"] {
        assert_rejected(&format!("{command} -o id"), message);
    }
}
