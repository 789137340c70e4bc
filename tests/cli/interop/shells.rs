//! The completions in their shells.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::manual::options;
use super::programs;
use crate::completions::COMMANDS;
use crate::harness::{Run, command};
use crate::pty::Terminal;

/// Returns the path of a completion script.
fn script(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("completions").join(name)
}

/// Prints the completions of bash for the last argument. `compopt` works only during completion, so it is
/// replaced.
const BASH: &str = r#"
    compopt() { :; }
    source "$1"; shift
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    function=$(complete -p engagements); function=${function#*-F }
    "${function%% *}" engagements "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\n' "${COMPREPLY[@]}"
"#;

/// Prints the completions of fish for the last argument.
const FISH: &str = "source $argv[1]; complete -C (string join -- ' ' $argv[2..])";

/// Returns the completions of a shell for the last argument.
fn offered(shell: &str, program: &Path, args: &[&str]) -> BTreeSet<String> {
    let mut command = Command::new(program);
    if shell == "bash" {
        command.args(["--norc", "--noprofile", "-c", BASH, "bash"]);
    } else {
        command.args(["--no-config", "-c", FISH]);
    }
    let home = TempDir::new().unwrap();
    command.arg(script(&format!("engagements.{shell}")));
    let binary = assert_cmd::cargo::cargo_bin!("engagements")
        .parent()
        .unwrap();
    let path = format!("{}:/usr/bin:/bin", binary.display());
    command.env("HOME", home.path()).env("PATH", path);
    let output = command.args(args).output();
    let output = output.unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{args:?}");
    let stdout = String::from_utf8(output.stdout).unwrap();
    let word = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
    stdout.lines().map(word).collect()
}

/// Values with completions. fish completes values of options only.
const VALUES: [(&str, &str); 8] = [
    ("list --output", "csv id json ndjson table"),
    ("show -o", "csv json ndjson table"),
    ("list --order", "asc desc"),
    ("list --auth-scheme", "bearer token"),
    ("list --color", "always auto never"),
    ("list --error-format", "json text"),
    ("sandbox --links", "bare cursor numbered"),
    ("completions", "bash elvish fish powershell zsh"),
];

#[test]
fn bash_and_fish_complete_commands_and_options() {
    for shell in ["bash", "fish"] {
        let Some([program]) = programs([shell]) else {
            continue;
        };
        let home = TempDir::new().unwrap();
        let mut count = 0;
        let mut offers = |line: &str, expected: &[&str]| {
            let line = format!("engagements {line}");
            let args: Vec<&str> = line.split(' ').collect();
            let offered = offered(shell, &program, &args);
            for word in expected {
                assert!(
                    offered.contains(*word),
                    "{shell}: {line} {word}: {offered:?}"
                );
            }
            count += expected.len();
        };
        offers("", &COMMANDS);
        for subcommand in COMMANDS {
            let help = |args: &[&str]| Run::of(command(home.path()).args(args)).stdout;
            let global = help(&["help"]).replace("--version", "");
            let help = help(&[subcommand, "--help"]) + &global;
            offers(&format!("{subcommand} --"), &options(&help));
        }
        offers(
            "list --fields id,cr",
            &["id,created_at", "id,crm_forwarded"],
        );
        for (line, values) in VALUES {
            if shell == "bash" || line.contains('-') {
                let values: Vec<&str> = values.split(' ').collect();
                offers(&format!("{line} "), &values);
            }
        }
        assert!(count > 256, "{shell}: {count}");
    }
}

/// The startup file of each shell.
const HOMES: [(&str, &str, &str); 4] = [
    (
        "bash",
        ".bashrc",
        "PS1='ready> '; source SCRIPTS/engagements.bash",
    ),
    (
        "zsh",
        ".zshrc",
        "PS1='ready> '; fpath=(SCRIPTS $fpath); autoload -U compinit; compinit -u -D",
    ),
    (
        "fish",
        ".config/fish/config.fish",
        "function fish_prompt; echo 'ready> '; end; source SCRIPTS/engagements.fish",
    ),
    (
        "elvish",
        ".config/elvish/rc.elv",
        "set edit:prompt = { put 'ready> ' }; eval (slurp < SCRIPTS/engagements.elv)",
    ),
];

#[test]
fn shells_complete_partial_words() {
    for (shell, file, text) in HOMES {
        let Some([program, setsid]) = programs([shell, "setsid"]) else {
            continue;
        };
        let home = TempDir::new().unwrap();
        let file = home.path().join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        let scripts = script("").display().to_string();
        std::fs::write(&file, text.replace("SCRIPTS", &scripts)).unwrap();
        // The program prints the arguments that the shell has completed.
        let stand_in = home.path().join("engagements");
        let binary = assert_cmd::cargo::cargo_bin!("engagements").display();
        let text = format!(
            "#!/bin/sh\n[ -z \"$ENGAGEMENTS_COMPLETE\" ] || exec {binary} \"$@\"\nprintf '<%s>' \"$@\"\n"
        );
        std::fs::write(&stand_in, text).unwrap();
        std::fs::set_permissions(&stand_in, PermissionsExt::from_mode(0o700)).unwrap();
        let mut command = Command::new(setsid);
        command.arg("--ctty").arg(program).arg("-i").env_clear();
        command.env("HOME", home.path()).env("TERM", "xterm");
        command.env("PATH", format!("{}:/usr/bin:/bin", home.path().display()));
        let (_shell, mut screen, mut keys) = Terminal::new(80).host(&mut command);
        screen.wait_for("ready> ");
        // elvish shows a candidate with a `=` in quotes, to be confirmed.
        let ending = if shell == "elvish" { "ways" } else { "\t" };
        writeln!(keys, "engagements li\t --auth\t b\t --color=al{ending}").unwrap();
        screen.wait_for("<list><--auth-scheme><bearer><--color=always>");
    }
}
