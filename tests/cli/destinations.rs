//! Destinations: files that cannot be replaced, temporary files, and formats by extension.

use std::fs;
use std::path::Path;

use crate::files::{expected, service};
use crate::harness::{Run, names_in, read};
use crate::interop::skip_always;
use crate::raw_server::{RawServer, Response, run};
use crate::running::{Running, through};
use crate::streams::with_mounts;

#[test]
fn mount_point_is_rejected_before_first_request() {
    for line in ["list -o csv -O", "list -o csv --receipt"] {
        for name in ["out", "an out\\put"] {
            let script =
                ": > other; : > \"$FILE\"; mount --bind other \"$FILE\" && \"$@\" \"$FILE\"";
            let Some(command) = with_mounts(script) else {
                return;
            };
            let raw = RawServer::with(vec![Response::nothing]);
            let mut tool = raw.command(line);
            tool.env("FILE", name);
            let done = run(through(&command, &tool));
            done.assert_stderr_starts_with("error: cannot replace `");
            done.assert_stderr_contains("it is a mount point");
            done.assert_stdout("", 1);
            assert_eq!(raw.requests().len(), 0);
        }
    }
}

#[test]
fn mounted_state_is_rejected_before_first_request() {
    let script = "\"$@\" && cp state other && mount --bind other state && \"$@\"";
    let Some(command) = with_mounts(script) else {
        return;
    };
    let raw = RawServer::with(vec![|| Response::page(&["a"], "null")]);
    let tool = raw.command("list --all --since 2016 -o id --state state");
    let done = run(through(&command, &tool));
    done.assert_stderr_contains("it is a mount point");
    done.assert_stdout("a\n", 1);
    assert_eq!(raw.requests().len(), 1);
}

/// Returns the names of temporary files.
fn leftovers(directory: &Path) -> Vec<String> {
    let names = names_in(directory).into_iter();
    names
        .filter(|name| name.starts_with(".engagements-"))
        .collect()
}

/// Starts a run and waits until it has created a temporary file.
fn start(raw: &RawServer, line: &str) -> Running {
    let before = leftovers(raw.home()).len();
    let tool = Running::start(&mut raw.command(line));
    while leftovers(raw.home()).len() == before {}
    tool
}

#[test]
fn leftover_of_killed_run_is_removed() {
    let raw = RawServer::start(|request| match request.number {
        1 => Response::nothing().stall(),
        _ => Response::page(&["a"], "null"),
    });
    let mut killed = start(&raw, "list -o id -O out");
    while raw.requests().is_empty() {}
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert_eq!(leftovers(raw.home()).len(), 1);
    // A run that writes another file in the directory keeps it.
    raw.run("list -q -o id -O out.csv").assert_output("", "", 0);
    assert_eq!(leftovers(raw.home()).len(), 1);
    raw.run("list -q -o id -O out").assert_output("", "", 0);
    assert_eq!(names_in(raw.home()), ["out", "out.csv"]);
}

#[test]
fn temporary_file_of_running_process_stays() {
    let switch = tempfile::tempdir().unwrap();
    let on = switch.path().join("on");
    let is_on = on.clone();
    let raw = RawServer::start(move |request| {
        while request.number == 1 && !is_on.exists() {}
        Response::page(
            &[if request.number == 1 {
                "first"
            } else {
                "second"
            }],
            "null",
        )
    });
    let slow = start(&raw, "list -o id -O out");
    while raw.requests().is_empty() {}
    raw.run("list -q -o id -O out").assert_output("", "", 0);
    assert_eq!(read(raw.home().join("out")), "second\n");
    assert_eq!(leftovers(raw.home()).len(), 1);
    fs::write(on, "").unwrap();
    let done = Run::ended(slow.wait_with_output().unwrap());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(read(raw.home().join("out")), "first\n");
    assert_eq!(leftovers(raw.home()), [""; 0]);
}

#[test]
fn leftover_in_output_dir_is_removed() {
    let raw = RawServer::start(|_| Response::new(200, "", "[]"));
    let directory = raw.home().join("d");
    fs::create_dir(&directory).unwrap();
    fs::write(directory.join(".engagements-a.json-x1y2z3.tmp"), "half").unwrap();
    fs::write(directory.join(".engagements-notes"), "mine").unwrap();
    let done = raw.run("transcript a --output-dir d -o json");
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(names_in(&directory), [".engagements-notes", "a.json"]);
}

#[test]
fn long_file_name_gets_temporary_file() {
    let mock_api = service();
    let name = "ü".repeat(127);
    mock_api
        .run(&format!("list -o csv -q -O {name}"))
        .assert_output("", "", 0);
    assert_eq!(read(mock_api.home().join(name)), expected("csv"));
}

#[test]
fn immutable_file_is_rejected_before_first_request() {
    let raw = RawServer::with(vec![Response::nothing]);
    let path = raw.home().join("out");
    fs::write(&path, "before").unwrap();
    let chattr = |flag: &str| {
        let output = std::process::Command::new("chattr")
            .arg(flag)
            .arg(&path)
            .output();
        output.is_ok_and(|output| output.status.success())
    };
    if !chattr("+i") {
        skip_always("no file can be made immutable");
        return;
    }
    let done = raw.run("list -q -o id -O out");
    assert!(chattr("-i"));
    done.assert_stderr_starts_with("error: cannot replace `");
    assert_eq!((done.code, raw.requests().len()), (Some(1), 0));
    assert_eq!(read(&path), "before");
}

#[test]
fn unwritable_buffer_is_named() {
    let why = "cannot buffer the output in a temporary file in `MISSING` (`TMPDIR` names another \
               directory): ";
    let line = "list --summary day -o ndjson";
    let raw = RawServer::with(vec![|| Response::page(&["a"], "null")]);
    let missing = raw.home().join("missing").display().to_string();
    let done = run({
        let mut tool = raw.command(line);
        tool.env("TMPDIR", &missing);
        tool
    });
    let message = why.replace("MISSING", &missing);
    done.assert_stderr_starts_with(&format!("error: {message}"));
    assert_eq!((done.code, raw.requests().len()), (Some(1), 0));

    let home = raw.home().display().to_string();
    let mut tool = raw.command(line);
    tool.env("TMPDIR", &home);
    let done = run(through(&["prlimit", "--fsize=20"], &tool));
    let message = why.replace("MISSING", &home);
    let expected = format!("error: {message}File too large (os error 27)\n");
    done.assert_output("", &expected, 1);
    assert_eq!(names_in(raw.home()), [""; 0]);
}

#[test]
fn file_extension_selects_format() {
    for (line, format) in [
        ("list -O out.csv", "csv"),
        ("list -O out.JSON", "json"),
        ("list -O out.ndjson", "ndjson"),
        ("list -O out.csv -o json", "json"),
        ("list -O out.id", "table"),
        ("list -O csv", "table"),
    ] {
        for variable in [None, Some("ndjson")] {
            let mock_api = service();
            let mut tool = mock_api.command(line);
            tool.arg("-q");
            if let Some(format) = variable {
                tool.env("ENGAGEMENTS_OUTPUT", format);
            }
            Run::of(&mut tool).assert_output("", "", 0);
            let name = line.split(' ').nth(2).unwrap();
            let format = variable.filter(|_| format == "table").unwrap_or(format);
            assert_eq!(read(mock_api.home().join(name)), expected(format), "{line}");
        }
    }
    let mock_api = service();
    mock_api
        .run("list -q -O out.csv --excel")
        .assert_output("", "", 0);
}
