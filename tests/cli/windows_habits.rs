//! Files and pipes as Windows has them: names without case, reserved names, byte order marks, UTF-16
//! and CRLF.

use std::fs;
use std::os::unix::fs::symlink;

use crate::harness::{MockApi, Run, TOKEN, names_in};

/// Text as PowerShell 5.1 redirects it.
fn utf16(text: &str) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn files_of_ids_differ_also_without_case() {
    let ids = ["ab", "Ab", "aB", "AB", "con", "Lpt1"];
    let transcripts = |mock_api: MockApi, id: &str| mock_api.transcript(id, "[]");
    let mock_api = ids.into_iter().fold(MockApi::new(), transcripts);
    let line = format!("transcript --output-dir d -o json {}", ids.join(" "));
    for summary in ["written 6, kept 0\n", "written 0, kept 6\n"] {
        mock_api.run(&line).assert_output("", summary, 0);
    }
    let expected = [
        "AB+3.json",
        "Ab+2.json",
        "Lpt1+8.json",
        "aB+1.json",
        "ab.json",
        "con+.json",
    ];
    assert_eq!(names_in(&mock_api.home().join("d")), expected);
}

#[test]
fn file_named_by_earlier_version_is_kept() {
    let mock_api = MockApi::new().transcript("aB", "[]");
    let directory = mock_api.home().join("d");
    fs::create_dir(&directory).unwrap();
    fs::write(directory.join("Ab.json"), "old").unwrap();
    let line = "transcript Ab aB --output-dir d -o json";
    mock_api
        .run(line)
        .assert_output("", "written 1, kept 1\n", 0);
    assert_eq!(names_in(&directory), ["Ab.json", "aB+1.json"]);
}

#[test]
fn byte_order_mark_and_crlf_are_accepted() {
    let mock_api = MockApi::new()
        .variable("ENGAGEMENTS_TOKEN", "")
        .variable("ENGAGEMENTS_OPERATOR_IDS", "")
        .get("/engagements/e1", 200, r#"{"id":"e1"}"#);
    let config = "\u{feff}[default]\r\ntoken_file = \"token\"\r\n";
    fs::write(mock_api.home().join("config.toml"), config).unwrap();
    let token = format!("\u{feff}{TOKEN}\r\n");
    fs::write(mock_api.home().join("token"), token).unwrap();
    let line = "--config config.toml -q show - -o ndjson";
    let run = mock_api.run_on("\u{feff}id\r\ne1\r\n", line);
    run.assert_stdout("{\"id\":\"e1\"}\n", 0);
}

#[test]
fn utf16_is_named() {
    let mock_api = MockApi::new().variable("ENGAGEMENTS_TOKEN", "");
    fs::write(mock_api.home().join("utf16"), utf16(TOKEN)).unwrap();
    for (option, file) in [
        ("--token-file", "cannot read the token file `utf16`"),
        ("--config", "cannot read the config file `utf16`"),
    ] {
        let message = format!("error: {file}: it is UTF-16; save it as UTF-8\n");
        let run = mock_api.run(&[option, "utf16", "show", "e1"]);
        run.assert_output("", &message, 3);
    }
    let mock_api = MockApi::new();
    let mut command = mock_api.command("show -");
    let run = Run::of(command.write_stdin(utf16("e1\r\n")));
    let message = "error: invalid line 1 of stdin: it is UTF-16; save it as UTF-8\n";
    run.assert_output("", message, 2);
}

#[test]
fn usage_names_tool_instead_of_file() {
    let home = tempfile::tempdir().unwrap();
    let other_name = home.path().join("engagements.exe");
    symlink(assert_cmd::cargo::cargo_bin!("engagements"), &other_name).unwrap();
    let mut command = assert_cmd::Command::new(other_name);
    let run = Run::of(command.env_clear().args(["list", "-h"]));
    run.assert_stdout_contains("\nUsage: engagements list");
}
