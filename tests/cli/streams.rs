//! Destinations that are written as they are: stdout behind a redirection and open descriptors.

use std::io::{BufRead, BufReader, Read, Write, pipe};
use std::process::{Command, Stdio};

use rustix::fs::{OFlags, fcntl_setfl};
use rustix::io::ioctl_fionread;
use serde_json::Value;

use crate::harness::{Run, names_in, read, read_json};
use crate::interop::skip_always;
use crate::raw_server::{RawServer, Response, run};
use crate::running::{Running, through};

const TOO_LARGE: &str = "error: cannot write to standard output: File too large (os error 27)\n";

/// The records of [`one_page`] in NDJSON.
const RECORDS: &str = r#"{"id":"a","created_at":"2016-07-06T11:23:54.508Z"}
{"id":"b","created_at":"2016-07-06T11:23:54.508Z"}
"#;

/// An API with one page of two engagements.
fn one_page() -> RawServer {
    RawServer::with(vec![|| Response::page(&["a", "b"], "null")])
}

/// Runs a shell script in which `$@` is the tool with these arguments.
#[track_caller]
fn shell(raw: &RawServer, script: &str, arguments: &str) -> Run {
    let tool = raw.command(arguments);
    run(through(&["bash", "-c", script, "bash"], &tool))
}

/// Returns the command line that runs a script where it may mount file systems; `None` where the
/// machine does not allow that.
pub(crate) fn with_mounts(script: &str) -> Option<[&str; 6]> {
    let mut probe = Command::new("unshare");
    probe.args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
    let is_allowed = probe.output().is_ok_and(|output| output.status.success());
    if !is_allowed {
        skip_always("no file system can be mounted");
    }
    is_allowed.then_some(["unshare", "-rm", "bash", "-c", script, "bash"])
}

#[test]
fn failed_write_restores_redirected_file() {
    for arguments in [
        "list -o ndjson",
        "list -o json",
        "list -o table",
        "list -o ndjson -O /dev/stdout",
        "list --summary day -o ndjson",
        "list --all --since 2016 --state state -o csv",
    ] {
        let limited = "prlimit --fsize=2110 \"$@\"; code=$?; echo after; exit $code";
        let before = "before\n".repeat(300);
        for script in [
            format!("printf '{before}' > f; {{ {limited}; }} >> f"),
            format!("{{ printf '{before}'; {limited}; }} > f"),
        ] {
            let raw = one_page();
            let done = shell(&raw, &script, arguments);
            let message = done.stderr.replace("`/dev/stdout`", "standard output");
            assert_eq!(
                (message.as_str(), done.code),
                (TOO_LARGE, Some(1)),
                "{arguments}"
            );
            assert_eq!(
                read(raw.home().join("f")),
                format!("{before}after\n"),
                "{arguments}"
            );
            assert!(!raw.home().join("state").exists());
        }
    }
}

#[test]
fn failed_write_on_later_page_restores_file() {
    let raw = RawServer::start(|request| Response::numbered(request, 9));
    let script = "echo before > f; prlimit --fsize=900 \"$@\" >> f";
    let done = shell(&raw, script, "list --all -j 1 -o ndjson --receipt proof");
    done.assert_output("", TOO_LARGE, 1);
    assert!(raw.requests().len() > 5, "{:?}", raw.requests());
    assert_eq!(read(raw.home().join("f")), "before\n");
    let proof: Value = read_json(raw.home().join("proof"));
    assert_eq!(proof["records"], 0);
    assert_eq!(proof["complete"], false);
}

#[test]
fn failed_write_keeps_reported_exports() {
    let raw = RawServer::with(vec![|| Response::new(200, "", r#"{"success": true}"#)]);
    let script = "echo before > f; prlimit --fsize=25 \"$@\" >> f";
    let done = shell(
        &raw,
        script,
        "export a b c -o csv --no-header --fields engagement_id,status",
    );
    assert!(matches!(done.code, Some(1 | 9)), "{done:?}");
    assert_eq!(read(raw.home().join("f")), "before\na,exported\n");
}

#[test]
fn full_disk_keeps_archive_and_state() {
    let script = "mkdir d && mount -t tmpfs -o size=64k tmpfs d && echo before > d/all &&
        head -c 61440 /dev/zero > d/fill &&
        { \"$@\" >> d/all; echo code $?; cat d/all; ls; rm d/fill; \"$@\" >> d/all; echo code $?;
        wc -l < d/all; }";
    let Some(command) = with_mounts(script) else {
        return;
    };
    let raw = RawServer::start(|_| {
        let ids: Vec<String> = (0..100).map(|number| format!("id{number}")).collect();
        Response::page(&ids.iter().map(String::as_str).collect::<Vec<_>>(), "null")
    });
    let tool = raw.command("list --all --since 2016 --state state -o ndjson");
    let full = "error: cannot write to standard output: No space left on device (os error 28)\n";
    run(through(&command, &tool)).assert_output(
        "code 1\nbefore\nd\nstate.lock\ncode 0\n101\n",
        full,
        0,
    );
}

#[test]
fn closed_receipt_stream_does_not_hold_state_back() {
    let raw = one_page();
    let script = "exec 3> >(exec true); wait $!; \"$@\"";
    let arguments = "list --all --since 2016 --state state -o ndjson --receipt /dev/fd/3";
    assert_eq!(shell(&raw, script, arguments).stdout, RECORDS);
    assert!(raw.home().join("state").exists());
}

/// Runs the tool with its output appended to the file `f`. Returns its fsync and rename calls;
/// `None` where the machine does not allow tracing.
pub(crate) fn trace(raw: &RawServer, arguments: &str) -> Option<String> {
    let strace = ["strace", "-f", "-y", "-o", "trace"];
    let traced = "-etrace=fsync,rename,renameat,renameat2";
    let can_trace = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .output();
    if !can_trace.is_ok_and(|output| output.status.success()) {
        skip_always("`strace` cannot run");
        return None;
    }
    let script = format!("{} {traced} \"$@\" >> f", strace.join(" "));
    let done = shell(raw, &script, arguments);
    assert_eq!(done.code, Some(0), "{done:?}");
    Some(read(raw.home().join("trace")))
}

#[test]
fn redirected_file_is_synced_before_receipt_and_state() {
    let raw = one_page();
    let arguments = "list --all --since 2016 --state state --receipt proof -o ndjson";
    let Some(calls) = trace(&raw, arguments) else {
        return;
    };
    let home = raw.home().canonicalize().unwrap();
    let file = format!("<{}>)", home.join("f").display());
    let events: Vec<&str> = calls
        .lines()
        .filter_map(|line| match line {
            line if line.contains("fsync(") && line.contains(&file) => Some("synced"),
            line if line.contains("rename") && line.contains("-proof-") => Some("receipt"),
            line if line.contains("rename") && line.contains("-state-") => Some("state"),
            _ => None,
        })
        .collect();
    assert_eq!(events, ["receipt", "synced", "state", "receipt"]);
}

#[test]
fn descriptor_paths_are_written_as_streams() {
    for path in [
        "/dev/stdout",
        "/dev/fd/1",
        "/proc/self/fd/1",
        "link",
        "/dev/fd/3",
    ] {
        let number = if path == "/dev/fd/3" { "3" } else { "1" };
        for script in [
            format!("echo before > f; \"$@\" {number}>> f; echo after >> f"),
            format!("{{ echo before >&{number}; \"$@\"; echo after >&{number}; }} {number}> f"),
            format!(
                "{{ echo before >&{number}; \"$@\"; echo after >&{number}; }} {number}>&1 | cat > f"
            ),
        ] {
            let raw = one_page();
            let script = format!("ln -s /dev/stdout link; {script}");
            let done = shell(&raw, &script, &format!("list -o ndjson -O {path}"));
            done.assert_output("", "", 0);
            assert_eq!(
                read(raw.home().join("f")),
                format!("before\n{RECORDS}after\n"),
                "{path}"
            );
            assert_eq!(names_in(raw.home()), ["f", "link"]);
        }
    }
}

#[test]
fn stream_as_state_or_ledger_is_rejected() {
    let list = "list --all --since 2016 -o id --state";
    for (arguments, option) in [
        (format!("{list} /dev/stdout"), "`--state`"),
        (format!("{list} /dev/fd/3"), "`--state`"),
        (format!("{list} /dev/null"), "`--state`"),
        (format!("{list} s"), "the lock of `--state`"),
        ("export a --ledger /dev/stdout".to_owned(), "`--ledger`"),
        ("export a --ledger fifo".to_owned(), "`--ledger`"),
    ] {
        let raw = one_page();
        let script = "mkfifo fifo; ln -s /dev/stdout s.lock; echo before > f; \"$@\" >> f 3>> f";
        let done = shell(&raw, script, &arguments);
        let message = format!("error: {option} cannot be a stream: `");
        done.assert_stderr_starts_with(&message);
        assert_eq!((done.code, raw.requests().len()), (Some(2), 0), "{done:?}");
        assert_eq!(read(raw.home().join("f")), "before\n", "{arguments}");
        assert_eq!(names_in(raw.home()), ["f", "fifo", "s.lock"]);
    }
}

#[test]
fn receipt_stream_gets_one_receipt() {
    for (path, redirection) in [
        ("/dev/stderr", "2>> f"),
        ("/dev/fd/3", "3> f"),
        ("fifo", ""),
    ] {
        let raw = one_page();
        let script = if path == "fifo" {
            "mkfifo fifo; cat fifo > f & \"$@\"; code=$?; wait; exit $code".to_owned()
        } else {
            format!("\"$@\" {redirection}")
        };
        let done = shell(&raw, &script, &format!("list -o ndjson --receipt {path}"));
        done.assert_output(RECORDS, "", 0);
        let proof: Value = read_json(raw.home().join("f"));
        assert_eq!(proof["records"], 2, "{path}");
        assert_eq!(proof["complete"], true, "{path}");
    }
}

#[test]
fn non_blocking_stdout_is_waited_for() {
    let raw = RawServer::start(|_| {
        let ids: Vec<String> = (0..4000).map(|number| format!("id{number}")).collect();
        Response::page(&ids.iter().map(String::as_str).collect::<Vec<_>>(), "null")
    });
    for arguments in ["list -o ndjson", "list -o ndjson -O /dev/stdout"] {
        let (reader, stdout) = pipe().unwrap();
        fcntl_setfl(&stdout, OFlags::NONBLOCK).unwrap();
        let mut command = raw.command(arguments);
        command.stdout(stdout).stderr(Stdio::piped());
        let mut tool = Running::start(&mut command);
        drop(command);
        while ioctl_fionread(&reader).unwrap() < 60_000 && tool.try_wait().unwrap().is_none() {}
        // Byte by byte, so that the pipe stays full for a while.
        let reader = BufReader::with_capacity(1, reader);
        let stdout: Vec<u8> = reader.bytes().map(Result::unwrap).collect();
        let done = Run::ended(tool.wait_with_output().unwrap());
        done.assert_success();
        assert_eq!(stdout.lines().count(), 4000);
    }
}

#[test]
fn non_blocking_stdin_is_waited_for() {
    let raw = RawServer::start(|request| {
        let id = request.target().rsplit('/').next().unwrap();
        Response::new(200, "", format!(r#"{{"id": "{id}"}}"#))
    });
    let (stdin, mut writer) = pipe().unwrap();
    fcntl_setfl(&stdin, OFlags::NONBLOCK).unwrap();
    let mut command = raw.command("show - -j 1 -o ndjson");
    command
        .args(["--fields", "id"])
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut tool = Running::start(&mut command);
    drop(command);
    let mut lines = BufReader::new(tool.stdout.take().unwrap()).lines();
    for id in ["a", "b", "c"] {
        writeln!(writer, "{id}").unwrap();
        let line = lines.next().unwrap().unwrap();
        assert_eq!(line, format!(r#"{{"id":"{id}"}}"#));
    }
    drop(writer);
    let done = Run::ended(tool.wait_with_output().unwrap());
    done.assert_success();
}
