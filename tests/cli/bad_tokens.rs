//! Unusable tokens and their error messages, and warnings about files with secrets.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use tempfile::TempDir;

use crate::credentials::sent;
use crate::harness::{Run, command, write_private};
use crate::profiles::home;
use crate::raw_server::RawServer;

/// `line of the profile | variable | value of --token-file | stdin | message`
const PLACES: &str = "\
 | | - | | the token file `-` cannot be used: there is no token in it
 | | - | a\tb | the token file `-` cannot be used: it has characters that no token has
 | | - | abc\u{7} | the token file `-` cannot be used: it has characters that no token has
 | | - | \"abc\" | the token file `-` cannot be used: it is in quotes: remove them
 | | none | | cannot read the token file `none`: No such file or directory (os error 2)
 | | / | | cannot read the token file `/`: Is a directory (os error 21)
 | | /dev/zero | | the token file `/dev/zero` cannot be used: it has characters that no token has
 | TOKEN_FILE=none | | | cannot read the token file `none`: No such file or directory (os error 2)
token = \"'Token abc'\" | | | | C line 2: `token` cannot be used: it is in quotes: remove them
token = 'a\u{9}b' | | | | C line 2: `token` cannot be used: it has characters that no token has
token_command = ['echo'] | | | | C line 2: `token_command` cannot be used: there is no token in it
token_command = ['false'] | | | | C line 2: `token_command` cannot be used: `false` failed: exit status: 1
token_command = [] | | | | C line 2: `token_command` cannot be used: the command is empty
token_command = ['no-such'] | | | | C line 2: `token_command` cannot be used: cannot run `no-such`: No such file or directory (os error 2)
 | API_KEY_ID=k | | | no secret configured for the API key
api_key_secret = ' ' | API_KEY_ID=k | | | C line 2: `api_key_secret` cannot be used: it is empty";

const TOKEN_HINT: &str = "  hint: use the token alone, in one line\n";
const SECRET_HINT: &str = "  hint: set `ENGAGEMENTS_API_KEY_SECRET`, or `api_key_secret_command` in \
                           the profile\n";

#[test]
fn invalid_token_is_rejected_with_source() {
    for row in PLACES.lines() {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim_matches(' ')).collect();
        let [config, variable, file, stdin, error] = cells[..] else {
            panic!("{row}");
        };
        let (name, value) = variable.split_once('=').unwrap_or(("TOKEN", ""));
        let variables = [(&*format!("ENGAGEMENTS_{name}"), value)];
        let line = if file.is_empty() {
            String::new()
        } else {
            format!("--token-file {file}")
        };
        let (run, seen) = sent(config, &variables, &line, stdin);
        let hint = match error {
            error
                if error.contains("token in it")
                    || error.contains("no token has")
                    || error.contains("in quotes") =>
            {
                TOKEN_HINT
            }
            error if error.contains("but not its") => SECRET_HINT,
            _ => "",
        };
        // The path of the config file differs from run to run.
        let (before, place) = error
            .strip_prefix('C')
            .map_or((error, ""), |rest| ("`/", rest));
        let expected = format!("error: {before}");
        assert!(run.stderr.starts_with(&expected), "{row}: {}", run.stderr);
        let expected = format!("{place}\n{hint}");
        assert!(run.stderr.ends_with(&expected), "{row}: {}", run.stderr);
        assert_eq!(
            (run.stdout.as_str(), run.code, seen.len()),
            ("", Some(3), 0),
            "{row}"
        );
    }
}

#[test]
fn quoted_api_key_is_rejected() {
    let (id, secret) = ("ENGAGEMENTS_API_KEY_ID", "ENGAGEMENTS_API_KEY_SECRET");
    for (variables, quoted) in [
        ([(id, "\"k\""), (secret, "s")], id),
        ([(id, "k"), (secret, "'s'")], secret),
    ] {
        let (run, seen) = sent("", &variables, "", "");
        let error = format!(
            "error: the environment variable `{quoted}` cannot be used: it is in quotes: remove them\n"
        );
        run.assert_output("", &error, 2);
        assert!(seen.is_empty(), "{seen:?}");
    }
}

#[test]
fn token_command_may_leave_background_process() {
    let home = TempDir::new().unwrap();
    let fifo = home.path().join("fifo");
    mkfifo(&fifo, Mode::S_IRWXU).unwrap();
    let script = format!("cat '{}' 2>/dev/null & echo abcdef", fifo.display());
    let (run, seen) = sent(
        &format!("token_command = ['sh', '-c', \"{script}\"]"),
        &[],
        "",
        "",
    );
    // The background process ends when the FIFO is closed.
    drop(fs::OpenOptions::new().write(true).open(&fifo));
    run.assert_output("{\"id\":\"a\"}\n", "", 0);
    assert_eq!(seen, ["Token abcdef"]);
}

#[test]
fn token_command_stderr_is_printed() {
    let command = "token_command = [\"sh\", \"-c\", \"echo unlock it >&2; exit 3\"]";
    let (run, _) = sent(command, &[], "", "");
    run.assert_stderr_starts_with("unlock it\nerror: ");
    assert!(
        run.stderr.ends_with("`sh` failed: exit status: 3\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.code, Some(3));
}

#[test]
fn command_in_writable_config_prints_warning() {
    let api = RawServer::start(|_| (200, "", "{\"id\":\"a\"}".to_owned()));
    let warning = "warning: others can write `c.toml`, which names a command: `chmod 600 c.toml`\n";
    for (config, mode, warned) in [
        ("token_command = ['echo', 'abcdef']", 0o620, true),
        ("token_command = ['echo', 'abcdef']", 0o602, true),
        ("token_command = ['echo', 'abcdef']", 0o644, false),
        ("token_file = 't'", 0o622, false),
    ] {
        let text = format!("[default]\n{config}\nbase_url = \"{}\"\n", api.url());
        let (home, path) = home("c.toml", text);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        write_private(home.path().join("t"), "abcdef\n");
        let mut command = command(home.path());
        command
            .args(["show", "a", "-o", "json", "--config", "c.toml"])
            .env("PATH", "/usr/bin:/bin");
        let expected = if warned { warning } else { "" };
        Run::of(&mut command).assert_output("{\"id\":\"a\"}\n", expected, 0);
    }
}

#[test]
fn readable_secret_file_prints_warning() {
    let api = RawServer::start(|_| (200, "", "{\"id\":\"a\"}".to_owned()));
    for (config, mode, file, warned) in [
        ("token = \"abcdef\"", 0o644, 0o600, Some("c d.toml")),
        ("token = \"abcdef\"", 0o600, 0o644, None),
        ("token_file = \"t\"", 0o644, 0o600, None),
        ("token_file = \"t\"", 0o600, 0o640, Some("t")),
    ] {
        let (home, path) = home(
            "c d.toml",
            format!("[default]\n{config}\nbase_url = \"{}\"\n", api.url()),
        );
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        fs::write(home.path().join("t"), "abcdef\n").unwrap();
        fs::set_permissions(home.path().join("t"), fs::Permissions::from_mode(file)).unwrap();
        let run = |line: &str| {
            let mut command = command(home.path());
            Run::of(command.args(["--config", "c d.toml"]).args(line.split(' ')))
        };
        let error = warned.map_or_else(String::new, |file| {
            let word = if file.contains(' ') {
                format!("'{file}'")
            } else {
                file.to_owned()
            };
            format!("warning: others can read `{file}`, which holds a secret: `chmod 600 {word}`\n")
        });
        for line in ["show a -o json", "show a -o json -q"] {
            run(line).assert_output("{\"id\":\"a\"}\n", &error, 0);
        }
    }
}
