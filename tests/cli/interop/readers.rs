//! CSV and NDJSON read by other programs.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::{programs, skip};
use crate::corpus::naughty;
use crate::harness::{Run, SandboxServer};
use crate::sandbox::ALL;

/// The input files of `readers.py`, and the options that produce them.
const FILES: [(&str, &str); 4] = [
    ("list.json", "-o json"),
    ("list.ndjson", "-o ndjson"),
    ("list.csv", "-o csv"),
    ("excel.csv", "-o csv --excel"),
];

/// Returns Python if `duckdb` and `pandas` are installed.
fn python() -> Option<std::path::PathBuf> {
    let [python] = programs(["python3"])?;
    let modules = ["-c", "import duckdb, pandas"];
    let status = Command::new(&python)
        .args(modules)
        .stderr(Stdio::null())
        .status();
    if status.is_ok_and(|status| status.success()) {
        return Some(python);
    }
    skip("`python3` lacks `duckdb` or `pandas`");
    None
}

/// Returns the number of cells that each reader has verified.
#[track_caller]
fn read(python: &Path, directory: &TempDir) -> Vec<String> {
    let output = Command::new(python)
        .args(["-c", include_str!("readers.py")])
        .arg(directory.path())
        .output()
        .unwrap();
    let run = Run::ended(output);
    run.assert_success();
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn python_duckdb_and_pandas_read_csv() {
    let Some(python) = python() else { return };
    let sandbox = SandboxServer::start("");
    let directory = TempDir::new().unwrap();
    for (name, options) in FILES {
        let more = "+platform,+source,+queue_wait_time,+visitor_browser,+queues";
        let fields = if name.ends_with("csv") {
            format!("--fields {more}")
        } else {
            String::new()
        };
        let run = sandbox.run(&format!("list --all {options} {fields}"));
        assert_eq!(run.code, Some(0), "{run:?}");
        std::fs::write(directory.path().join(name), run.stdout).unwrap();
    }
    assert_eq!(
        read(&python, &directory),
        [
            "csv 5588",
            "excel 5588",
            "duckdb 5588",
            "pandas 5588",
            "duckdb-ndjson 508",
            "pandas-ndjson 508"
        ]
    );
}

#[test]
fn python_duckdb_and_pandas_read_naughty_strings() {
    let Some(python) = python() else { return };
    let directory = TempDir::new().unwrap();
    for (name, options) in FILES {
        let run = naughty::list().run(&format!("list --fields id,visitor_name {options}"));
        assert_eq!(run.code, Some(0), "{run:?}");
        std::fs::write(directory.path().join(name), run.stdout).unwrap();
    }
    assert_eq!(
        read(&python, &directory),
        [
            "csv 1030",
            "excel 1030",
            "duckdb 1030",
            "pandas 1030",
            "duckdb-ndjson 1030",
            "pandas-ndjson 1030"
        ]
    );
}

#[test]
fn jq_reads_every_record() {
    let Some([jq]) = programs(["jq"]) else { return };
    let sandbox = SandboxServer::start("");
    let list = |format| sandbox.run(&format!("list --all -o {format}")).stdout;
    let run = |filter: &[&str], input: String| {
        let mut command = assert_cmd::Command::new(&jq);
        let run = Run::of(command.args(filter).write_stdin(input));
        run.assert_success();
        run.stdout
    };
    // This field contains -0.0 and numbers above 2^53, which jq does not preserve.
    let values = |lines: &str| -> Vec<Value> {
        let values = lines
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let known = values.map(|mut value: Value| {
            value.as_object_mut().unwrap().remove("mood");
            value
        });
        known.collect()
    };
    let records = list("ndjson");
    assert_eq!(values(&records).len(), ALL);
    assert_eq!(
        values(&run(&["-c", "."], records.clone())),
        values(&records)
    );
    assert_eq!(values(&run(&["-c", ".[]"], list("json"))), values(&records));
    assert_eq!(run(&["-r", ".id"], records), list("id"));
    let messages = sandbox.run("transcript --all -o ndjson").stdout;
    assert_eq!(
        values(&run(&["-c", "."], messages.clone())),
        values(&messages)
    );
}
