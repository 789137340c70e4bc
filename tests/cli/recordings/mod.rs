//! `recordings`: one file per recording.

mod download;
mod interrupted;
mod storage;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;
use tempfile::TempDir;

use crate::bulk_helpers::{pipe, requests};
use crate::harness::{Run, SandboxServer, TOKEN, command, connection_variables, names_in, read};
use crate::raw_server::{RawServer, Request, ResponseParts};
use crate::sandbox::records;

/// A sample of the API documentation with one recording.
const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

/// Path and query of the presigned URL.
const SIGNED: &str = "/audio?signature=s1gned";

/// Builds a record of `e1` with these links in JSON.
fn record(links: &str) -> String {
    format!(r#"{{"id": "e1", "audio_recording_urls": [{links}]}}"#)
}

/// Builds the link to a recording of `e1` in JSON.
fn link(part: &str) -> String {
    format!(r#""https://api.salemove.com/sub_engagements/7/recordings/{part}""#)
}

/// Starts an API with this engagement, whose recordings all have this presigned URL.
fn api_with(record: String, url: &str) -> RawServer {
    let address = presigned(url);
    RawServer::start(move |request| {
        let is_recording = request.line().contains("/sub_engagements/");
        let body = if is_recording { &address } else { &record };
        (200, "x-request-id: 6f1d\r\n", body.clone())
    })
}

/// Starts an API where `e1` has two recordings on this storage.
fn api(storage: &str) -> RawServer {
    let record = record(&format!("{}, {}", link("A"), link("B")));
    api_with(record, &format!("{storage}{SIGNED}"))
}

/// Builds the API's response with this presigned URL.
fn presigned(url: &str) -> String {
    format!(r#"{{"url": "{url}"}}"#)
}

/// Starts a storage with one recording of four bytes.
fn storage() -> RawServer {
    RawServer::start(|_| (200, "content-type: audio/mpeg\r\n", "tone".to_owned()))
}

/// Runs the tool with an empty home and a base URL with a path.
struct User {
    home: TempDir,
    base_url: String,
}

impl User {
    fn of(api: &str) -> Self {
        let home = TempDir::new().unwrap();
        let base_url = format!("{api}/glia/");
        Self { home, base_url }
    }

    #[track_caller]
    fn run(&self, line: &str) -> Run {
        let mut command = command(self.home.path());
        command
            .envs(connection_variables(&self.base_url))
            .arg("recordings")
            .args(line.split_whitespace());
        Run::of(&mut command)
    }

    /// Returns names and contents of the files in the directory `d`.
    fn files(&self) -> Vec<(String, String)> {
        let directory = self.home.path().join("d");
        let content = |name: &String| read(directory.join(name));
        let names = names_in(&directory).into_iter();
        names.map(|name| (name.clone(), content(&name))).collect()
    }
}

/// Returns method, path and query of each request.
fn lines(requests: &[Request]) -> Vec<&str> {
    requests.iter().map(Request::line).collect()
}

#[test]
fn recordings_are_private_and_fetched_once() {
    let sandbox = SandboxServer::start("");
    let run = |summary: &str| {
        let run = sandbox.run(&["recordings", SAMPLE, "--dir", "a/b"]);
        run.assert_output("", &format!("{summary}\n"), 0);
    };
    run("written 1, kept 0");
    let path = sandbox
        .home()
        .join(format!("a/b/{SAMPLE}-1122834-recordings-XaMiTQI+57.wav"));
    let audio = fs::read(&path).unwrap();
    assert_eq!((&audio[..4], audio.len()), (&b"RIFF"[..], 4044));
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let before = requests(&sandbox);
    run("written 0, kept 1");
    assert_eq!(requests(&sandbox), before + 1, "the engagement's record");
    assert_eq!(names_in(path.parent().unwrap()).len(), 1);
}

#[test]
fn rerun_fetches_late_recordings() {
    let sandbox = SandboxServer::start("");
    let line = "recordings --all --dir d";
    let first = sandbox.run(line);
    first.assert_stdout("", 9);
    let [_, error, hint] = first.stderr.lines().collect::<Vec<_>>()[..] else {
        panic!("the recordings are not summed up: {}", first.stderr);
    };
    assert!(
        error.ends_with(" recordings are not ready yet (204)"),
        "{error}"
    );
    assert!(hint.ends_with("it fetches only what is missing"), "{hint}");
    let listed = records(&sandbox.run("list --all -o json"));
    let count = |record: &Value| record["audio_recording_urls"].as_array().unwrap().len();
    let all: usize = listed.iter().map(count).sum();
    let without = listed.iter().filter(|record| count(record) == 0).count();
    let there = names_in(&sandbox.home().join("d")).len();
    assert!(0 < there && there < all, "{there} of {all}");

    let second = sandbox.run(line);
    let summary = format!(
        "written {}, kept {there}; engagements without a recording: {without}\n",
        all - there
    );
    second.assert_output("", &summary, 0);
    let mut expected: Vec<String> = listed
        .iter()
        .flat_map(|record| {
            let id = record["id"].as_str().unwrap().to_owned();
            let links = record["audio_recording_urls"].as_array().unwrap();
            links.iter().map(move |link| {
                let path = link
                    .as_str()
                    .unwrap()
                    .split_once("/sub_engagements/")
                    .unwrap()
                    .1;
                let mark = if id == SAMPLE { "+57" } else { "" };
                format!("{id}-{}{mark}.wav", path.replace('/', "-"))
            })
        })
        .collect();
    expected.sort();
    assert_eq!(names_in(&sandbox.home().join("d")), expected);
}

#[test]
fn recordings_accept_ids_from_list() {
    let sandbox = SandboxServer::start("");
    let list = sandbox.run("list --until 2016 --all -o ndjson");
    let lines: Vec<String> = list.stdout.lines().map(str::to_owned).collect();
    let run = pipe(&sandbox, &lines, "recordings - --dir d -q");
    run.assert_output("", "", 0);
    let names = names_in(&sandbox.home().join("d"));
    let other = "37e9f0f4-c62e-4103-8ff6-f4e8024a4204-1120220-twilio_recordings-4994.wav";
    assert_eq!(
        names,
        [
            other,
            &format!("{SAMPLE}-1122834-recordings-XaMiTQI+57.wav")
        ]
    );
}

#[test]
fn recordings_dry_run_prints_known_requests() {
    let (storage, sandbox) = (storage(), SandboxServer::start(""));
    let user = User::of(&api(&storage.url()).url());
    let run = user.run("e1 e2 --dir d -n");
    let ends: Vec<_> = run
        .stdout
        .lines()
        .map(|line| line.rsplit('/').next())
        .collect();
    assert_eq!(ends, [Some("e1"), Some("e2")], "{run:?}");
    run.assert_success();
    assert_eq!(names_in(user.home.path()), [""; 0]);
    let run = sandbox.run("recordings --all --dir d -n");
    run.assert_stdout_contains("/engagements?site_ids");
    assert_eq!((requests(&sandbox), run.code), (0, Some(0)));
}
