//! Tokens that cannot be used, and what is said of the places that they are in.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::bench::{Run, tool};
use crate::credentials::{ENV_PAIR, sent};
use crate::profiles::home;
use crate::recorder::Recorder;

#[test]
fn what_cannot_be_a_token_is_told_with_its_place() {
    let strange = "it has characters that no token has";
    let empty = "there is no token in it";
    let hint = "\n  hint: it is to be the token alone, in one line";
    let secret =
        "\n  hint: set `ENGAGEMENTS_API_KEY_SECRET`, or `api_key_secret_command` in the profile";
    let profile = |key: &str| format!("`{{c}}` line 2: `{key}` cannot be used: ");
    for (config, variables, words, stdin, told) in [
        (
            "",
            &[][..],
            "--token-file -",
            "",
            format!("the token file `-` cannot be used: {empty}{hint}"),
        ),
        (
            "",
            &[],
            "--token-file -",
            "a\tb\n",
            format!("the token file `-` cannot be used: {strange}{hint}"),
        ),
        (
            "",
            &[],
            "--token-file -",
            "abc\u{7}",
            format!("the token file `-` cannot be used: {strange}{hint}"),
        ),
        (
            "",
            &[],
            "--token-file none",
            "",
            "cannot read the token file `none`: No such file or directory (os error 2)".to_owned(),
        ),
        (
            "",
            &[],
            "--token-file /",
            "",
            "cannot read the token file `/`: Is a directory (os error 21)".to_owned(),
        ),
        (
            "",
            &[("ENGAGEMENTS_TOKEN_FILE", "none")],
            "",
            "",
            "cannot read the token file `none`: No such file or directory (os error 2)".to_owned(),
        ),
        (
            "token = \"a\\u001bb\"",
            &[],
            "",
            "",
            profile("token") + strange + hint,
        ),
        (
            "token_command = [\"echo\"]",
            &[],
            "",
            "",
            profile("token_command") + empty + hint,
        ),
        (
            "token_command = [\"false\"]",
            &[],
            "",
            "",
            profile("token_command") + "`false` failed: exit status: 1",
        ),
        (
            "token_command = []",
            &[],
            "",
            "",
            profile("token_command") + "the command is empty",
        ),
        (
            "token_command = [\"no-such\"]",
            &[],
            "",
            "",
            profile("token_command")
                + "cannot run `no-such`: No such file or directory (os error 2)",
        ),
        (
            "",
            &ENV_PAIR[..1],
            "",
            "",
            format!("there is an API key's id, but not its secret{secret}"),
        ),
        (
            "api_key_id = \"k\"\napi_key_secret = \" \"",
            &[],
            "",
            "",
            profile("api_key_secret").replace("line 2", "line 3") + "it is empty",
        ),
    ] {
        let (run, seen) = sent(config, variables, words, stdin);
        // The config file's place differs from run to run.
        let stderr = run.stderr.split('`').map(|part| {
            if part.ends_with("config.toml") {
                "{c}"
            } else {
                part
            }
        });
        assert_eq!(
            stderr.collect::<Vec<_>>().join("`"),
            format!("error: {told}\n")
        );
        assert_eq!(
            (run.stdout.as_str(), run.code, seen.len()),
            ("", Some(3), 0)
        );
    }
}

#[test]
fn what_a_token_command_says_is_seen() {
    let command = "token_command = [\"sh\", \"-c\", \"echo unlock it >&2; exit 3\"]";
    let (run, _) = sent(command, &[], "", "");
    assert!(
        run.stderr.starts_with("unlock it\nerror: "),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.ends_with("`sh` failed: exit status: 3\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(3));
}

#[test]
fn a_file_that_others_can_read_is_worth_a_warning_if_it_holds_a_secret() {
    let service = Recorder::start(|_| (200, "", "{}".to_owned()));
    for (config, mode, file, warned) in [
        ("token = \"abcdef\"", 0o644, 0o600, Some("c d.toml")),
        ("token = \"abcdef\"", 0o600, 0o644, None),
        ("token_file = \"t\"", 0o644, 0o600, None),
        ("token_file = \"t\"", 0o600, 0o640, Some("t")),
    ] {
        let (home, path) = home(
            "c d.toml",
            format!("[default]\n{config}\nbase_url = \"{}\"\n", service.url),
        );
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        fs::write(home.path().join("t"), "abcdef\n").unwrap();
        fs::set_permissions(home.path().join("t"), fs::Permissions::from_mode(file)).unwrap();
        let run = |words: &str| {
            let mut command = tool(home.path());
            Run::of(
                command
                    .args(["--config", "c d.toml"])
                    .args(words.split(' ')),
            )
        };
        let told = warned.map_or_else(String::new, |file| {
            let word = if file.contains(' ') {
                format!("'{file}'")
            } else {
                file.to_owned()
            };
            format!("warning: others can read `{file}`, which holds a secret: `chmod 600 {word}`\n")
        });
        run("show a -o json").is("{}\n", &told, 0);
        run("show a -o json -q").is("{}\n", "", 0);
    }
}
