//! The practice server over a real socket: calls, refusals and failures as a client meets them.

mod failures;
mod recordings;

use super::access::{API_KEY_ID, API_KEY_SECRET};
use super::*;
use serde_json::Value;
use std::io::Write;
use std::net::TcpStream;

const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

fn options() -> Options {
    Options {
        engagements: 250,
        seed: 1,
        links: Links::Numbered,
        latency: Duration::ZERO,
        rate_limit: None,
        faults: Vec::new(),
        port: 0,
        now: "2026-03-01T15:00:00Z".parse().unwrap(),
    }
}

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }
}

/// Connects and sends a request.
fn open(
    server: &Server,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> io::Result<TcpStream> {
    let address = server.base_url().strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes())?;
    Ok(stream)
}

const ACCEPT: &str = "Accept: application/vnd.salemove.v1+json\r\n";

fn send(server: &Server, method: &str, path: &str, headers: &str, body: &str) -> Reply {
    let mut stream = open(server, method, path, headers, body).unwrap();
    let answer = io::read_to_string(&mut stream).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head[9..12].parse().unwrap();
    Reply {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

fn call(server: &Server, method: &str, path: &str, more: &str) -> Reply {
    send(
        server,
        method,
        path,
        &format!("{ACCEPT}Authorization: Token {TOKEN}\r\n{more}"),
        "",
    )
}

fn get(server: &Server, path: &str) -> Reply {
    call(server, "GET", path, "")
}

fn everything(more: &str) -> String {
    let sites = SITE_IDS.map(|id| format!("site_ids%5B%5D={id}")).join("&");
    let operators = OPERATOR_IDS
        .map(|id| format!("operator_ids[]={id}"))
        .join("&");
    format!("/engagements?{sites}&{operators}{more}")
}

fn stats(server: &Server) -> Value {
    send(server, "GET", "/sandbox/stats", "", "").json()
}

#[test]
fn a_client_that_follows_the_links_gets_everything_once() {
    let server = Server::start(options()).unwrap();
    let mut path = everything("&per_page=100");
    let mut ids = Vec::new();
    loop {
        let reply = get(&server, &path);
        assert_eq!(
            reply.header("content-type"),
            Some("application/json; charset=utf-8")
        );
        let page = reply.json();
        assert!(
            page["last_page"]
                .as_str()
                .unwrap()
                .contains("?page=3&per_page=100&site_ids")
        );
        ids.extend(
            page["engagements"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["id"].to_string()),
        );
        let Some(next) = page["next_page"].as_str() else {
            break;
        };
        path = next.strip_prefix(server.base_url()).unwrap().to_owned();
    }
    assert_eq!(ids.len(), 254);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 254);
}

#[test]
fn a_sample_is_answered_word_for_word_until_it_is_exported() {
    let server = Server::start(options()).unwrap();
    let path = format!("/engagements/{SAMPLE}");
    let document = include_str!("data/samples/engagement-65f68744.json").trim_end();
    let transcript = include_str!("data/samples/transcript-65f68744.json").trim_end();
    assert_eq!(get(&server, &path).body, document);
    assert_eq!(
        get(&server, &format!("{path}/chat_transcript")).body,
        transcript
    );
    let exported = call(&server, "POST", &format!("{path}/export"), "");
    assert_eq!(
        (exported.status, exported.body.as_str()),
        (200, r#"{"success":true}"#)
    );
    assert_eq!(get(&server, &path).json()["crm_forwarded"], true);
}

#[test]
fn refusals_have_the_shapes_seen_in_the_field() {
    let server = Server::start(options()).unwrap();
    let status = |method, path, headers: &str| send(&server, method, path, headers, "").status;
    let token = format!("Authorization: Token {TOKEN}\r\n");
    assert_eq!(status("GET", "/engagements", &token), 406);
    assert_eq!(status("GET", "/engagements", ACCEPT), 401);
    let nobody = "00000000-0000-4000-8000-000000000000";
    for (path, method) in [
        ("", "GET"),
        ("/chat_transcript", "GET"),
        ("/export", "POST"),
    ] {
        let reply = call(&server, method, &format!("/engagements/{nobody}{path}"), "");
        assert_eq!(
            (reply.status, &reply.json()["message"]),
            (404, &"Engagement not found".into())
        );
    }
    let reply = get(&server, "/engagements");
    let expected = r#"{"error":"Validation error","details":{"site_ids":["can't be blank"]}}"#;
    assert_eq!((reply.status, reply.body.as_str()), (422, expected));
    assert_eq!(get(&server, "/engagements?site_ids[]=x").status, 403);
    for (method, path) in [("GET", "/"), ("POST", "/engagements"), ("GET", "/sandbox")] {
        let reply = call(&server, method, path, "");
        let expected = r#"{"error_msg":"404 Route Not Found"}"#;
        assert_eq!(
            (reply.status, reply.body.as_str()),
            (404, expected),
            "{method} {path}"
        );
    }
}

#[test]
fn a_minted_token_lets_in() {
    let server = Server::start(options()).unwrap();
    let keys = format!(r#"{{"api_key_id":"{API_KEY_ID}","api_key_secret":"{API_KEY_SECRET}"}}"#);
    let path = "/operator_authentication/tokens";
    let minted = send(&server, "POST", path, ACCEPT, &keys).json();
    let token = minted["token"].as_str().unwrap();
    let headers = format!("{ACCEPT}Authorization: Bearer {token}\r\n");
    assert_eq!(
        send(&server, "GET", &everything(""), &headers, "").status,
        200
    );
}

#[test]
fn a_repeated_idempotency_key_exports_once() {
    let server = Server::start(options()).unwrap();
    let path = format!("/engagements/{SAMPLE}/export");
    for key in ["a", "a", "b"] {
        let reply = call(
            &server,
            "POST",
            &path,
            &format!("X-Idempotency-Key: {key}\r\n"),
        );
        assert_eq!(reply.body, r#"{"success":true}"#);
    }
    let stats = stats(&server);
    assert_eq!(stats["exports"][SAMPLE], 2);
    assert_eq!(stats["repeated_exports"], 1);
    assert_eq!(
        (&stats["requests"], &stats["in_flight"]),
        (&3.into(), &0.into())
    );
    assert_eq!(stats["largest_in_flight"], 1);
}

#[test]
fn arrivals_come_first_and_are_counted_nowhere() {
    let server = Server::start(options()).unwrap();
    let arrived = send(&server, "POST", "/sandbox/arrive?count=2", "", "").json();
    let page = get(&server, &everything("")).json();
    assert_eq!(page["engagements"][0]["id"], arrived["ids"][1]);
    assert_eq!(page["engagements"][1]["id"], arrived["ids"][0]);
    assert_eq!(stats(&server)["requests"], 1);
    assert_eq!(
        send(&server, "POST", "/sandbox/arrive?count=many", "", "").status,
        422
    );
}

#[test]
fn every_answer_has_a_request_id_and_tells_the_rate_limit() {
    let rate_limit = NonZeroU32::new(1);
    let server = Server::start(Options {
        rate_limit,
        ..options()
    })
    .unwrap();
    let replies: Vec<_> = (0..20).map(|_| get(&server, "/nowhere")).collect();
    let refused: Vec<_> = replies.iter().filter(|reply| reply.status == 429).collect();
    assert!(
        refused.len() > 10,
        "twenty requests take less than ten seconds"
    );
    assert!(
        refused
            .iter()
            .all(|reply| reply.header("retry-after") == Some("1"))
    );
    for (number, reply) in (1..).zip(&replies) {
        assert_eq!(reply.header("x-rate-limit-limit"), Some("1"));
        let id = format!("5a4db0c5-7e11-4000-8000-{number:012x}");
        assert_eq!(reply.header("x-request-id"), Some(id.as_str()));
    }
}

#[test]
fn every_answer_takes_as_long_as_the_latency() {
    let latency = Duration::from_millis(60);
    let server = Server::start(Options {
        latency,
        ..options()
    })
    .unwrap();
    let started = std::time::Instant::now();
    assert_eq!(get(&server, &format!("/engagements/{SAMPLE}")).status, 200);
    assert!(started.elapsed() >= latency);
}
