//! The sandbox: by itself over plain HTTP, through the tool, and behind `--sandbox`.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{Run, SandboxServer, TOKEN, VERSION, command};
use crate::pty::{self, Terminal};
use crate::running::Running;

/// How many there are by default: the made-up ones, and the samples of the API's document.
pub(crate) const ALL: usize = 254;

/// The samples of the document's list, newest first; they have a day to themselves.
const SAMPLES: &str = "52f8e590-72af-4f20-8428-dfaf95de889e\n\
                       37e9f0f4-c62e-4103-8ff6-f4e8024a4204\n\
                       98ad3576-849f-48e0-b456-a5bddfd83055\n";
const THEIR_DAY: [&str; 4] = ["--since", "2016-07-06", "--until", "2016-07-06"];

/// The records of a run that printed them as JSON, and nothing else.
#[track_caller]
pub(crate) fn records(run: &Run) -> Vec<Value> {
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)));
    serde_json::from_str(&run.stdout).unwrap()
}

/// What it answers to a plain HTTP request: the status, and a body of JSON.
pub(crate) fn call(
    sandbox: &SandboxServer,
    method: &str,
    path: &str,
    headers: &[&str],
) -> (u16, Value) {
    let address = sandbox.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("it listens");
    let headers = headers
        .iter()
        .fold(String::new(), |text, header| text + header + "\r\n");
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    let request = format!("{head}Content-Length: 0\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).expect("it reads");
    let answer = std::io::read_to_string(stream).expect("it answers");
    let (head, body) = answer.split_once("\r\n\r\n").expect("it speaks HTTP");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let body = serde_json::from_str(body).expect("it answers JSON");
    (status.expect("an answer has a status"), body)
}

/// What it has counted.
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
    let told = "paste these lines into another terminal to use it there; Ctrl-C ends it";
    let mut sandbox = command(home.path());
    sandbox.arg("sandbox");
    let (stdout, mut shown) = Terminal::new(80).split();
    let (stderr, mut note) = Terminal::new(80).split();
    let _server = pty::spawn(&sandbox, stdout, stderr);
    shown.wait_for("ENGAGEMENTS_OPERATOR_IDS=");
    note.wait_for(told);
}

#[test]
fn sandbox_rejects_port_in_use() {
    let sandbox = SandboxServer::start(&[]);
    let port = sandbox.url().rsplit(':').next().unwrap();
    let told =
        format!("error: cannot listen on 127.0.0.1:{port}: Address already in use (os error 98)\n");
    sandbox
        .run(&["sandbox", "--port", port])
        .assert_output("", &told, 1);
}

#[test]
fn sandbox_listens_only_on_loopback() {
    let home = tempfile::TempDir::new().unwrap();
    for option in ["--host", "--address", "--bind"] {
        let run = Run::of(command(home.path()).args(["sandbox", option, "0.0.0.0"]));
        let start = format!("error: unexpected argument '{option}' found\n");
        assert!(run.stderr.starts_with(&start), "{}", run.stderr);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(2)));
    }
}

#[test]
fn sandbox_errors_have_documented_shapes() {
    let sandbox = SandboxServer::start(&["--engagements", "1"]);
    let accept = format!("Accept: {VERSION}");
    let token = "Authorization: Token sandbox-token";
    let get = |path: &str, headers: &[&str]| call(&sandbox, "GET", path, headers);
    let (status, body) = get("/engagements", &[&accept]);
    assert_eq!(
        (status, &body["message"]),
        (401, &json!("Headers are invalid"))
    );
    assert_eq!(
        body["error_details"]["Authorization"][0]["type"],
        "missing_value_error"
    );
    let (status, body) = get("/engagements", &[&accept, "Authorization: sandbox-token"]);
    assert_eq!(
        (status, &body["message"]),
        (401, &json!("Authorization information missing"))
    );
    let (status, body) = get("/engagements", &[&accept, token]);
    let blank = json!({"error": "Validation error", "details": {"site_ids": ["can't be blank"]}});
    assert_eq!((status, body), (422, blank));
    let site = "/engagements?site_ids[]=e1c6bd0b-aef2-4948-8182-85a075f419e0";
    let (status, body) = get(&format!("{site}&order=up"), &[&accept, token]);
    assert_eq!(
        (status, &body["details"][0]["attribute"]),
        (422, &json!("order"))
    );
    let (status, body) = get("/engagement", &[&accept, token]);
    assert_eq!(
        (status, body),
        (404, json!({"error_msg": "404 Route Not Found"}))
    );
    assert_eq!(get("/engagements/nobody", &[&accept, token]).0, 404);
    assert_eq!(get(site, &["Accept: application/json", token]).0, 400);
    assert_eq!(
        get(site, &[&accept, "Authorization: Bearer sandbox-token"]).0,
        200
    );
}

#[test]
fn sandbox_errors_are_printed() {
    let sandbox = SandboxServer::start(&["--engagements", "1"]);
    let wrong = Run::of(
        sandbox
            .command(&["show", "a"])
            .env("ENGAGEMENTS_TOKEN", TOKEN),
    );
    let id = "request id: 5a4db0c5-7e11-4000-8000-00000000000";
    let told = format!(
        "error: authentication failed (401): Token is invalid or expired\n  {id}1\n  \
         hint: check `ENGAGEMENTS_TOKEN`, and `--auth-scheme bearer` if the deployment wants a \
         bearer token\n"
    );
    wrong.assert_output("", &told, 4);
    let told = format!(
        "error: engagement `a` was not found (404): Engagement not found\n  {id}2\n  \
         hint: the token's operator may not be authorised for the engagement's site\n"
    );
    sandbox.run(&["show", "a"]).assert_output("", &told, 5);
    let told = format!(
        "error: access to the list of engagements denied (403): The token gives no \
         access to x of site_ids[]\n  {id}3\n  \
         hint: the token's operator needs access to the sites and operators asked for\n"
    );
    sandbox
        .run(&["list", "--site-id", "x", "-o", "csv"])
        .assert_output("", &told, 4);
}

#[test]
fn sandbox_link_styles_list_each_engagement_once() {
    for links in ["numbered", "bare", "cursor"] {
        let sandbox = SandboxServer::start(&["--links", links]);
        let list = |more: &[&str]| sandbox.run(&[&["list", "--all", "-o", "json"], more].concat());
        let found = records(&list(&[]));
        let ids: HashSet<&str> = found
            .iter()
            .filter_map(|record| record["id"].as_str())
            .collect();
        assert_eq!((found.len(), ids.len()), (ALL, ALL), "{links}");
        let times = found
            .iter()
            .map(|record| record["created_at"].as_str().unwrap());
        assert!(times.is_sorted_by(|newer, older| newer >= older), "{links}");
        let mut small = records(&list(&["--per-page", "7", "--order", "asc", "-j", "32"]));
        small.reverse();
        assert!(found == small, "{links}");
    }
}

#[test]
fn sandbox_filters_by_time_site_and_operator() {
    let sandbox = SandboxServer::start(&[]);
    let ids = |more: &[&str]| sandbox.run(&[&["list", "--all", "-o", "id"], more].concat());
    ids(&THEIR_DAY).assert_output(SAMPLES, "", 0);
    let last = "65f68744-40c5-4278-968a-6ee33df0722a\n";
    let operator = [
        "--until",
        "2016",
        "--operator-id",
        "f8769233-937d-4550-bdd3-8613027b2729",
    ];
    ids(&operator).assert_output(last, "", 0);
    ids(&["--until", "2016", "--limit", "1"][..2]).assert_output(
        &(last.to_owned() + SAMPLES),
        "",
        0,
    );
    ids(&["--until", "2015"]).assert_output("", "", 0);
    let other_site = [
        "--until",
        "2016",
        "--site-id",
        "5b0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3",
    ];
    ids(&other_site).assert_output("", "", 0);
    let everyone = ids(&["--any-operator"]);
    assert_eq!(everyone.stdout.lines().count(), ALL);
}

#[test]
fn sandbox_option_ignores_connection_settings() {
    let home = tempfile::TempDir::new().unwrap();
    let words = [&["--sandbox", "list", "--all", "-o", "id"], &THEIR_DAY[..]].concat();
    Run::of(command(home.path()).args(&words)).assert_output(SAMPLES, "", 0);
    let mut other = command(home.path());
    other
        .env("ENGAGEMENTS_BASE_URL", "http://127.0.0.1:1")
        .env("ENGAGEMENTS_TOKEN", TOKEN)
        .env("ENGAGEMENTS_SITE_IDS", "x")
        .env("ENGAGEMENTS_OPERATOR_IDS", "x");
    Run::of(other.args(&words)).assert_output(SAMPLES, "", 0);
    let run = Run::of(command(home.path()).args(["--sandbox", "list", "--all", "-o", "id"]));
    assert_eq!(run.stdout.lines().count(), ALL);
}
