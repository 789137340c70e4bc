//! The sandbox: as a server, used by the tool, and behind `--sandbox`.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Run, SandboxServer, TOKEN, command};
use crate::pty::Terminal;
use crate::running::Running;
use crate::running::spawn;

/// The default number of engagements: 250 generated ones and the samples of the API documentation.
pub(crate) const ALL: usize = 254;

/// The samples of the documented list, newest first; [`THEIR_DAY`] has no other engagements.
const SAMPLES: &str = "52f8e590-72af-4f20-8428-dfaf95de889e\n\
                       37e9f0f4-c62e-4103-8ff6-f4e8024a4204\n\
                       98ad3576-849f-48e0-b456-a5bddfd83055\n";
const THEIR_DAY: &str = "--since 2016-07-06 --until 2016-07-06";

/// Parses the records of a successful run with JSON output.
#[track_caller]
pub(crate) fn records(run: &Run) -> Vec<Value> {
    run.assert_success();
    serde_json::from_str(&run.stdout).unwrap()
}

/// A response of the sandbox to a plain HTTP request.
pub(crate) struct ReceivedResponse {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl ReceivedResponse {
    /// Parses the body.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}", self.head))
    }
}

/// Sends a request to a URL of a sandbox. `headers` are complete lines with line breaks.
pub(crate) fn send(method: &str, url: &str, headers: &str, body: &str) -> ReceivedResponse {
    let (host, path) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let head = format!(
        "{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-length: {length}\r\n{headers}\r\n"
    );
    stream.write_all((head + body).as_bytes()).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or(bytes.len());
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    ReceivedResponse {
        status: head.get(9..12).map_or(0, |status| status.parse().unwrap()),
        head,
        body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
    }
}

/// Sends a request without a body; returns the status and the JSON of the response.
pub(crate) fn call(
    sandbox: &SandboxServer,
    method: &str,
    path: &str,
    headers: &[&str],
) -> (u16, Value) {
    let headers = headers.iter().map(|header| format!("{header}\r\n"));
    let url = format!("{}{path}", sandbox.url());
    let response = send(method, &url, &headers.collect::<String>(), "");
    (response.status, response.json())
}

/// Returns the counters of a sandbox.
pub(crate) fn stats(sandbox: &SandboxServer) -> Value {
    call(sandbox, "GET", "/sandbox/stats", &[]).1
}

#[test]
fn sandbox_prints_connection_settings() {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin!("engagements"));
    command.arg("sandbox").env_clear().stdout(Stdio::piped());
    let mut child = Running::start(&mut command);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.take(4).map(Result::unwrap).collect();
    let port = lines[0]
        .strip_prefix("export ENGAGEMENTS_BASE_URL=http://127.0.0.1:")
        .unwrap();
    assert!(port.parse::<u16>().is_ok(), "{port}");
    assert_eq!(
        lines[1..],
        [
            "export ENGAGEMENTS_TOKEN=sandbox-token",
            "export ENGAGEMENTS_SITE_IDS=e1c6bd0b-aef2-4948-8182-85a075f419e0,\
             5b0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3",
            "export ENGAGEMENTS_OPERATOR_IDS=18529853-4487-4234-be0b-7ca94e1e06bf,\
             f8769233-937d-4550-bdd3-8613027b2729,0a9c1f6e-52b7-4d0a-8f35-6d1b7f1c2e90,\
             7d4e2b18-c6a3-4f59-b1d7-93e5a0c8f642,c35f8d07-19e4-4b62-a8c0-2f7b6d94e1a5",
        ]
    );
}

#[test]
fn sandbox_prints_usage_note_on_terminal() {
    let home = tempfile::TempDir::new().unwrap();
    let error = "paste these lines into another terminal to use it there; Ctrl-C ends it";
    let mut sandbox = command(home.path());
    sandbox.arg("sandbox");
    let (stdout, mut shown) = Terminal::new(80).split();
    let (stderr, mut note) = Terminal::new(80).split();
    let _server = spawn(&sandbox, stdout, stderr);
    shown.wait_for("ENGAGEMENTS_OPERATOR_IDS=");
    note.wait_for(error);
}

#[test]
fn sandbox_rejects_port_in_use() {
    let sandbox = SandboxServer::start("");
    let port = sandbox.url().rsplit(':').next().unwrap();
    let error =
        format!("error: cannot listen on 127.0.0.1:{port}: Address already in use (os error 98)\n");
    sandbox
        .run(&format!("sandbox --port {port}"))
        .assert_output("", &error, 1);
}

#[test]
fn sandbox_listens_only_on_loopback() {
    let home = tempfile::TempDir::new().unwrap();
    for option in ["--host", "--address", "--bind"] {
        let run = Run::of(command(home.path()).args(["sandbox", option, "0.0.0.0"]));
        let start = format!("error: unexpected argument '{option}' found\n");
        run.assert_stderr_starts_with(&start);
        run.assert_stdout("", 2);
    }
}

#[test]
fn sandbox_link_styles_list_each_engagement_once() {
    for links in ["numbered", "bare", "cursor"] {
        let sandbox = SandboxServer::start(&format!("--links {links}"));
        let list = |options: &str| sandbox.run(&format!("list --all -o json {options}"));
        let found = records(&list(""));
        let ids: HashSet<&str> = found
            .iter()
            .filter_map(|record| record["id"].as_str())
            .collect();
        assert_eq!((found.len(), ids.len()), (ALL, ALL), "{links}");
        let times = found
            .iter()
            .map(|record| record["created_at"].as_str().unwrap());
        assert!(times.is_sorted_by(|newer, older| newer >= older), "{links}");
        let mut small = records(&list("--per-page 7 --order asc -j 32"));
        small.reverse();
        assert!(found == small, "{links}");
    }
}

#[test]
fn sandbox_filters_by_time_site_and_operator() {
    let sandbox = SandboxServer::start("");
    let ids = |options: &str| sandbox.run(&format!("list --all -o id {options}"));
    ids(THEIR_DAY).assert_output(SAMPLES, "", 0);
    let last = "65f68744-40c5-4278-968a-6ee33df0722a\n";
    ids("--until 2016 --operator-id f8769233-937d-4550-bdd3-8613027b2729")
        .assert_output(last, "", 0);
    ids("--until 2016").assert_output(&(last.to_owned() + SAMPLES), "", 0);
    ids("--until 2015").assert_output("", "", 0);
    ids("--until 2016 --site-id 5b0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3").assert_output("", "", 0);
    let everyone = ids("--any-operator");
    assert_eq!(everyone.stdout.lines().count(), ALL);
}

#[test]
fn sandbox_option_ignores_connection_settings() {
    let home = tempfile::TempDir::new().unwrap();
    let line = format!("--sandbox list --all -o id {THEIR_DAY}");
    Run::of(command(home.path()).args(line.split(' '))).assert_output(SAMPLES, "", 0);
    let mut other = command(home.path());
    other
        .env("ENGAGEMENTS_BASE_URL", "http://127.0.0.1:1")
        .env("ENGAGEMENTS_TOKEN", TOKEN)
        .env("ENGAGEMENTS_SITE_IDS", "x")
        .env("ENGAGEMENTS_OPERATOR_IDS", "x");
    Run::of(other.args(line.split(' '))).assert_output(SAMPLES, "", 0);
    let run = Run::of(command(home.path()).args(["--sandbox", "list", "--all", "-o", "id"]));
    assert_eq!(run.stdout.lines().count(), ALL);
}
