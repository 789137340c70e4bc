//! Usage errors: reported before any request.

use crate::harness::MockApi;
use crate::untrusted_text::fixture::shows_itself;

/// Asserts an error with this message and exit code, and no request.
#[track_caller]
fn refused(words: &str, message: &str, code: i32) {
    let words: Vec<&str> = words.split(' ').collect();
    MockApi::new()
        .run(&words)
        .assert_output("", &format!("error: {message}\n"), code);
}

/// Asserts an error of the argument parser.
#[track_caller]
fn invalid(words: &str, message: &str) {
    refused(words, message, 2);
}

#[test]
fn invalid_id_is_usage_error() {
    let why = "an ID has letters, digits, `-` and `_` only";
    for id in ["a/b", "..", ".", "%2e", "a?b", "a#", "a;b", "é"] {
        for command in ["show", "transcript"] {
            invalid(
                &format!("{command} {id}"),
                &format!("invalid value '{id}' for '[ID]...': {why}"),
            );
        }
    }
    invalid(
        "show ",
        "invalid value '' for '[ID]...': an ID cannot be empty",
    );
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
    for (words, start) in [
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
        let run = MockApi::new().run(words);
        run.assert_stderr_starts_with(&format!("error: {start}"));
        run.assert_stdout("", 2);
        shows_itself(&run.stderr, "a usage error");
        assert!(!run.stderr.contains("\nerror: b"), "{run:?}");
        if words.contains(&"--error-format") {
            continue;
        }
        let run = MockApi::new().run(&[words, &["--error-format=json"]].concat());
        shows_itself(&run.stderr, "a usage error as JSON");
        assert_eq!(
            (run.stderr.lines().count(), run.code),
            (1, Some(2)),
            "{run:?}"
        );
    }
}

#[test]
fn conflicting_options_are_rejected() {
    for (words, one, other) in [
        ("list --page 1 --all", "--page <NUMBER>", "--all"),
        (
            "list --limit 1 --page 1",
            "--limit <COUNT>",
            "--page <NUMBER>",
        ),
        ("list --all -L 1", "--all", "--limit <COUNT>"),
        ("show --all --limit 1", "--all", "--limit <COUNT>"),
        (
            "list --any-operator --operator-id x",
            "--any-operator",
            "--operator-id <ID>",
        ),
    ] {
        let message = format!("the argument '{one}' cannot be used with '{other}'");
        invalid(words, &message);
    }
}

#[test]
fn numbers_outside_range_are_rejected() {
    let outside = |range| format!("expected a number from {range}");
    let count = || "expected a number of 1 or more".to_owned();
    for (words, option, value, why) in [
        ("list --limit 0", "--limit <COUNT>", "0", count()),
        ("show -L 0", "--limit <COUNT>", "0", count()),
        ("list --page 0", "--page <NUMBER>", "0", count()),
        ("list --page one", "--page <NUMBER>", "one", count()),
        (
            "list --per-page 0",
            "--per-page <COUNT>",
            "0",
            outside("1 to 1000"),
        ),
        (
            "list --per-page 1001",
            "--per-page <COUNT>",
            "1001",
            outside("1 to 1000"),
        ),
        (
            "list -j 33",
            "--concurrency <COUNT>",
            "33",
            outside("1 to 32"),
        ),
    ] {
        invalid(
            words,
            &format!("invalid value '{value}' for '{option}': {why}"),
        );
    }
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
        invalid(
            &format!("list {option} {value}"),
            &format!("invalid value '{value}' for '{option} <TIME>': {reason}"),
        );
    }
}

#[test]
fn habits_of_other_tools_get_hints() {
    for (words, message, hint) in [
        (
            "list --format csv",
            "unexpected argument '--format' found",
            "use `-o`",
        ),
        (
            "list --json",
            "unexpected argument '--json' found",
            "use `-o json`",
        ),
        (
            "list --csv",
            "unexpected argument '--csv' found",
            "use `-o csv`",
        ),
        (
            "list --from 7d",
            "unexpected argument '--from' found",
            "use `--since`",
        ),
        (
            "list --to now",
            "unexpected argument '--to' found",
            "use `--until`",
        ),
        (
            "list --token x",
            "unexpected argument '--token' found",
            "set `ENGAGEMENTS_TOKEN`, or use `--token-file`",
        ),
        ("get a", "unrecognized subcommand 'get'", "use `show`"),
        ("view a", "unrecognized subcommand 'view'", "use `show`"),
        (
            "list -o jsonl",
            "invalid value 'jsonl' for '--output <FORMAT>': expected one of `table`, `json`, \
             `ndjson`, `csv`, `id`",
            "use `ndjson`",
        ),
    ] {
        invalid(words, &format!("{message}\n  hint: {hint}"));
    }
}

#[test]
fn only_similar_words_are_suggested() {
    for (words, message, hint) in [
        (
            "list --sicne 7d",
            "unexpected argument '--sicne' found",
            "did you mean `--since`?",
        ),
        (
            "lst",
            "unrecognized subcommand 'lst'",
            "did you mean `list`?",
        ),
        (
            "list --color alwys",
            "invalid value 'alwys' for '--color <WHEN>': expected one of `auto`, `always`, `never`",
            "did you mean `always`?",
        ),
        (
            "list --nope",
            "unexpected argument '--nope' found",
            "use `--help` for the options",
        ),
    ] {
        invalid(words, &format!("{message}\n  hint: {hint}"));
    }
}

#[test]
fn messages_have_no_rust_words() {
    let number = |max: &str| format!("expected a number from 0 to {max}");
    let whole = "expected a number of 0 or more";
    for (words, option, reason) in [
        ("sandbox --port 65536", "--port <PORT>", number("65535")),
        ("sandbox --seed x", "--seed <NUMBER>", whole.to_owned()),
        (
            "sandbox --engagements 1.5",
            "--engagements <COUNT>",
            whole.to_owned(),
        ),
        (
            "sandbox --rate-limit 0",
            "--rate-limit <COUNT>",
            "expected a number of 1 or more".to_owned(),
        ),
        ("list --retries -1x", "--retries <COUNT>", number("100")),
    ] {
        let value = words.split(' ').next_back().unwrap();
        let words = words.replace(" -1x", "=-1x");
        invalid(
            &words,
            &format!("invalid value '{value}' for '{option}': {reason}"),
        );
    }
    invalid("list --until", "no value given for '--until <TIME>'");
}

#[test]
fn window_with_end_before_start_is_rejected() {
    let message =
        "`--since` (2016-01-02T00:00:00.000Z) is later than `--until` (2016-01-01T23:59:59.999Z)";
    let words = "list -o json --since 2016-01-02 --until 2016-01-01";
    refused(words, message, 2);
    refused(&words.replace("list", "show --all"), message, 2);
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
            let run = MockApi::new().run(
                &format!("{command} a {option}")
                    .split(' ')
                    .collect::<Vec<_>>(),
            );
            let error = format!("error: the argument '[ID]...' cannot be used with '{name}");
            run.assert_stderr_starts_with(&error);
            run.assert_stdout("", 2);
        }
        refused(
            &format!("{command} a -"),
            "`-` cannot be combined with IDs",
            2,
        );
    }
    let nothing =
        "no engagement IDs given\n  hint: pass IDs, `-` for stdin, or `--all` or `--limit`";
    for words in ["show", "transcript", "export", "show --fields id"] {
        refused(words, nothing, 2);
    }
    refused("transcript --since 1d", nothing, 2);
}

#[test]
fn options_without_effect_are_rejected() {
    let effect = |option: &str| format!("`{option}` has no effect on this output");
    let csv = effect("--excel") + "\n  hint: it goes with `-o csv`";
    refused("list --excel", &csv, 2);
    refused("transcript a --excel -o ndjson", &csv, 2);
    let header = effect("--no-header") + "\n  hint: it goes with a table or `-o csv`";
    refused("list --no-header -o json", &header, 2);
    refused("show a --no-header -o ndjson", &header, 2);
    let id = effect("--fields") + "\n  hint: `-o id` prints the ID and nothing else";
    refused("list -o id --fields id", &id, 2);
    let dry = "`--dry-run` has no effect on a command that sends no requests";
    for command in ["sandbox", "config show", "completions bash", "man --dir d"] {
        refused(&format!("{command} --dry-run"), dry, 2);
    }
}

#[test]
fn receipt_ledger_and_state_reject_stdout() {
    for (words, option) in [
        ("list --receipt -", "--receipt"),
        ("show a --receipt=-", "--receipt"),
        ("export a --ledger -", "--ledger"),
        ("list --all --since 7d --state -", "--state"),
        ("transcript --all --since 7d --state -", "--state"),
    ] {
        let message = format!(
            "invalid value '-' for '{option} <FILE>': it must be a file (`./-` for one of that name)"
        );
        invalid(words, &message);
    }
    let mock_api = MockApi::new().get("/engagements/a", 200, r#"{"id":"a"}"#);
    let words = "show a -o json --receipt ./-";
    mock_api.run(words).assert_output("{\"id\":\"a\"}\n", "", 0);
    assert!(mock_api.home().join("-").is_file());
}

#[test]
fn id_format_is_limited_to_list() {
    for words in ["show a", "transcript a", "export a", "list --summary day"] {
        let message =
            "invalid value `id` for `--output`: only `list` prints IDs, without `--summary`";
        refused(&format!("{words} -o id"), message, 2);
    }
}
