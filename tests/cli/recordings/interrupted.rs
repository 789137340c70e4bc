//! Interrupted downloads.

use std::os::unix::process::ExitStatusExt;
use std::process::Stdio;

use super::*;
use crate::bulk_helpers::{handled_signals, signal};
use crate::harness::read;
use crate::raw_server::{RawServer, Response};
use crate::running::Running;

/// Starts an API that is also the storage. Its recordings stay truncated until the file `on` exists in
/// the directory.
fn api(directory: &std::path::Path) -> RawServer {
    let on = directory.join("on");
    RawServer::start(move |request| {
        let host = request.header("host").unwrap_or_default();
        match request.target() {
            "/audio" if on.exists() => Response::new(200, "", "complete"),
            "/audio" => Response::bytes("HTTP/1.1 200 x\r\ncontent-length: 5\r\n\r\nwh").stall(),
            target if target.contains("recordings") => {
                Response::new(200, "", format!(r#"{{"url": "http://{host}/audio"}}"#))
            }
            target => {
                let id = target.rsplit('/').next().unwrap_or_default();
                Response::new(200, "", record(&link("A")).replace("e1", id))
            }
        }
    })
}

/// Sends a signal to a run with two unfinished files; returns the files that it leaves. Asserts that the
/// next run downloads both recordings.
fn ended_by(name: &str) -> (RawServer, TempDir, Option<i32>, Vec<String>) {
    let switch = TempDir::new().unwrap();
    let api = api(switch.path());
    let home = TempDir::new().unwrap();
    let directory = home.path().join("d");
    fs::create_dir(&directory).unwrap();
    let mut command = api.command("recordings e1 e2 --dir");
    command
        .arg(&directory)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = Running::start(&mut command);
    while names_in(&directory).len() < 2 {
        assert!(child.try_wait().unwrap().is_none(), "the run has ended");
    }
    signal(&child, name);
    let status = child.wait().unwrap();
    let names = names_in(&directory);
    fs::write(switch.path().join("on"), "").unwrap();
    let run = api.run(&[
        "recordings",
        "e1",
        "e2",
        "--dir",
        directory.to_str().unwrap(),
    ]);
    run.assert_output("", "written 2, kept 0\n", 0);
    for id in ["e1", "e2"] {
        let file = directory.join(format!("{id}-7-recordings-A+1.bin"));
        assert_eq!(read(file), "complete");
    }
    assert_eq!(names_in(&directory).len(), 2, "leftovers are removed");
    (api, home, status.signal(), names)
}

#[test]
fn signaled_download_leaves_no_file() {
    for (name, number) in handled_signals() {
        let (_service, _home, signal, names) = ended_by(name);
        assert_eq!((signal, names), (Some(number), vec![]), "{name}");
    }
}

#[test]
fn failed_run_removes_partial_downloads() {
    let switch = TempDir::new().unwrap();
    let storage = api(switch.path());
    let (home, address) = (TempDir::new().unwrap(), storage.url());
    let (d, begun) = (home.path().join("d"), home.path().join("d"));
    fs::create_dir(&d).unwrap();
    let api = RawServer::start(move |request| {
        if request.target().ends_with("/e1") {
            while names_in(&begun).is_empty() {}
            return Response::new(401, "", "");
        }
        let links = record(&link("A")).replace("e1", "e2");
        let address = format!(r#"{{"url": "{address}/audio"}}"#);
        let is_recording = request.target().contains("/sub_engagements/");
        Response::new(200, "", if is_recording { address } else { links })
    });
    let run = api.run(&["recordings", "e1", "e2", "--dir", d.to_str().unwrap(), "-q"]);
    assert_eq!((run.code, names_in(&d)), (Some(4), vec![]), "{run:?}");
}

#[test]
fn killed_download_leaves_only_temporary_files() {
    let (_service, _home, signal, names) = ended_by("KILL");
    assert_eq!((signal, names.len()), (Some(9), 2));
    assert!(
        names.iter().all(|name| name.starts_with(".engagements-")),
        "{names:?}"
    );
}
