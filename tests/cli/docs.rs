//! Help texts, exit codes and the version.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::completions::COMMANDS;
use crate::harness::{MockApi, Run, command, read};

/// Returns the table of exit codes in the README: each code and its meaning.
fn documented_exit_codes() -> Vec<(String, String)> {
    let readme = include_str!("../../README.md");
    let rows = readme
        .lines()
        .skip_while(|line| !line.starts_with("| 0 | "))
        .take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| row.trim_matches([' ', '|']).split_once(" | ").unwrap());
    cells
        .map(|(code, meaning)| (code.to_owned(), meaning.to_owned()))
        .collect()
}

/// Returns the output for a width of 80 columns.
fn help(line: &str) -> String {
    let home = tempfile::TempDir::new().unwrap();
    let run = Run::of(
        command(home.path())
            .env("COLUMNS", "80")
            .args(line.split(' ')),
    );
    run.assert_success();
    run.stdout
}

#[test]
fn long_help_and_readme_list_same_exit_codes() {
    for line in ["help", "--help"] {
        let help = help(line);
        let (_, table) = help.split_once("\nExit codes:\n").unwrap();
        let mut rows: Vec<(String, String)> = Vec::new();
        for line in table.lines() {
            let (code, text) = line.split_at(7);
            match (code.trim(), rows.last_mut()) {
                ("", Some((_, sentence))) => sentence.extend([" ", text.trim()]),
                (code, _) => rows.push((code.to_owned(), text.trim().to_owned())),
            }
        }
        let mut documented = documented_exit_codes();
        let (codes, meaning) = documented.pop().unwrap();
        assert_eq!(codes, "130, 143");
        assert!(
            meaning.starts_with("interrupted, terminated: "),
            "{meaning}"
        );
        for (code, meaning) in [("130", "interrupted"), ("143", "terminated")] {
            documented.push((code.to_owned(), meaning.to_owned()));
        }
        assert_eq!(documented.len(), 14);
        assert_eq!(rows, documented);
    }
}

#[test]
fn version_option_prints_crate_version() {
    let expected = format!("engagements {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(help("--version"), expected);
    assert_eq!(help("-V"), expected);
}

#[test]
fn help_shows_no_environment_values() {
    let mock_api = MockApi::new();
    for command in COMMANDS {
        let long = mock_api.run(&format!("{command} --help"));
        assert!(
            long.stdout
                .contains(&format!("Usage: engagements {command} ")),
            "{command}"
        );
        assert!(!long.stdout.contains(&mock_api.url()), "{command}");
        long.assert_success();
    }
}

#[test]
fn export_help_starts_with_no_download_note() {
    let help = help("export --help");
    let first = help.lines().next().unwrap();
    assert!(
        first.contains("the service") && first.contains("nothing is downloaded"),
        "{first}"
    );
}

#[test]
fn long_help_lists_variables_and_defaults() {
    for command in ["list", "show", "transcript", "export"] {
        let help = help("help") + &help(&format!("{command} --help"));
        let text = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for name in [
            "PROFILE",
            "CONFIG",
            "BASE_URL",
            "TOKEN_FILE",
            "TOKEN",
            "API_KEY_ID",
            "API_KEY_SECRET",
            "AUTH_SCHEME",
            "CONCURRENCY",
            "TZ",
            "ERROR_FORMAT",
            "SITE_IDS",
            "OPERATOR_IDS",
            "OUTPUT",
        ] {
            let name = format!("`ENGAGEMENTS_{name}`");
            assert!(text.contains(&name), "{name} is not in the help");
        }
        for default in [
            "Profile of the config file [env: `ENGAGEMENTS_PROFILE`] [default: default]",
            "[env: `ENGAGEMENTS_BASE_URL`] [default: https://api.salemove.com]",
            "[env: `ENGAGEMENTS_AUTH_SCHEME`]",
            "[default: token]",
            "[env: `ENGAGEMENTS_CONCURRENCY`] [default: 8]",
            "[env: `ENGAGEMENTS_TZ`] [default: utc]",
            "[env: `ENGAGEMENTS_ERROR_FORMAT`]",
            "[default: text]",
            "[env: `ENGAGEMENTS_OUTPUT`] [default: table]",
            "`export` waits 60s unless a timeout is set. [default: 30s]",
            "Timeout for connecting [default: 10s]",
            "Maximum number of retries per request [default: 4]",
            "Maximum total time spent waiting for retries [default: 5m]",
            "When to use color [env: `NO_COLOR`, `TERM=dumb`]",
            "[default: auto]",
        ] {
            assert!(text.contains(default), "{default}: {help}");
        }
    }
}

#[test]
fn long_help_lists_fields() {
    for (command, fields) in [
        ("list", ["visitor_name", "media", "ended_at"]),
        ("show", ["visitor_name", "media", "legs"]),
        ("transcript", ["engagement_id", "sender_name", "message"]),
        ("export", ["engagement_id", "status", "error"]),
    ] {
        let long = help(&format!("{command} --help"));
        let (_, about) = long.split_once("--fields <FIELDS>").unwrap();
        let about = about.split_once("--no-header").unwrap().0;
        let words: Vec<_> = about.split_whitespace().collect();
        for field in fields {
            assert!(words.contains(&field), "{command}: {field}: {about}");
        }
    }
}

#[test]
fn help_groups_options_under_headings() {
    let headings = |command: &str| {
        let help = help(&format!("{command} --help"));
        let lines = help
            .lines()
            .filter(|line| line.ends_with(':') && !line.starts_with(' '));
        let others = ["Examples:", "Arguments:", "Options:", "Exit codes:"];
        let lines = lines.filter(|line| !others.contains(line));
        lines.collect::<Vec<_>>().join(" ")
    };
    let incremental = "Filters: Output: Incremental runs:";
    for (command, expected) in [
        ("list", incremental),
        ("show", "Filters: Output:"),
        ("transcript", incremental),
        ("recordings", "Filters: Output:"),
        ("export", "Filters: Export: Output:"),
    ] {
        assert_eq!(headings(command), expected, "{command}");
    }
}

/// Adds the Rust files below a directory.
fn rust_files(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in directory.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn only_platform_depends_on_the_system() {
    const SYSTEM_WORDS: [&str; 10] = [
        "unix",
        "windows)",
        "target_os",
        "std::os::",
        "rustix",
        "signal_hook",
        "winapi_util",
        "\"/dev/",
        "\"/proc/",
        "\"/etc/",
    ];
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let platform = source.join("platform");
    assert!(files.contains(&platform.join("unix.rs")));
    for path in files.iter().filter(|path| !path.starts_with(&platform)) {
        let text = read(path);
        for word in SYSTEM_WORDS {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

/// The top-level modules: each imports only those before it. `commands` and `main` come after them.
const LAYERS: &str = "error sanitize encoding id file_name parallel platform \
    environment progress values stream atomic_file signals identity sink records summary render \
    console clap_error sandbox cli settings api persistence";

#[test]
fn modules_import_no_upper_layer() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    let layers: Vec<_> = LAYERS.split_whitespace().collect();
    let layer = |module: &str| layers.iter().position(|layer| *layer == module);
    let mut seen = BTreeSet::new();
    for path in files {
        let name = path.strip_prefix(&source).unwrap();
        let top = name.iter().next().unwrap().to_str().unwrap();
        let module = top.trim_end_matches(".rs");
        let is_test = name.ends_with("tests.rs") || name.ends_with("properties.rs");
        if is_test || ["main", "commands"].contains(&module) {
            continue;
        }
        seen.insert(module.to_owned());
        let own = layer(module).unwrap_or_else(|| panic!("`{module}` has no layer"));
        let text = read(&path);
        let (code, _) = text.split_once("mod tests {").unwrap_or((&text, ""));
        for import in code.split("crate::").skip(1) {
            let end = import.find(|c: char| !c.is_alphanumeric() && c != '_');
            let imported = &import[..end.unwrap_or(import.len())];
            let is_lower = layer(imported).is_some_and(|imported| imported <= own);
            assert!(is_lower, "{} imports `{imported}`", name.display());
        }
    }
    assert_eq!(seen.len(), layers.len());
}

#[test]
fn every_file_states_its_purpose() {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    for path in files.iter().filter(|path| !path.ends_with("tests.rs")) {
        let text = read(path);
        assert!(text.starts_with("//! "), "{}", path.display());
    }
}
