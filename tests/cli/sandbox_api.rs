//! The sandbox over plain HTTP.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::harness::{ACCEPT, SandboxServer, file};
use crate::sandbox::{ALL, ReceivedResponse, records, send, stats};

const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";
const SITES: &str = "site_ids[]=e1c6bd0b-aef2-4948-8182-85a075f419e0&\
                     site_ids[]=5b0c7a52-3d0f-4c1e-9a64-0f2c8f1de7b3";

/// Requests a URL with the token.
fn get(url: &str) -> ReceivedResponse {
    send("GET", url, &credentials(), "")
}

fn credentials() -> String {
    format!("accept: {ACCEPT}\r\nauthorization: Token sandbox-token\r\n")
}

/// Follows the links of a list unchanged; returns the IDs and the last page.
fn follow(url: &str) -> (Vec<String>, Value) {
    let mut ids = Vec::new();
    let mut next = url.to_owned();
    loop {
        let response = get(&next);
        assert_eq!(response.status, 200, "{next}");
        let page = response.json();
        for record in page["engagements"].as_array().unwrap() {
            ids.push(record["id"].as_str().unwrap().to_owned());
        }
        match page.get("next_page") {
            Some(Value::String(link)) => next = link.clone(),
            _ => return (ids, page),
        }
    }
}

#[test]
fn sandbox_links_lead_through_all_pages() {
    for style in ["numbered", "bare", "cursor"] {
        let sandbox = SandboxServer::start(&format!("--links {style}"));
        let list = format!("{}/engagements?{SITES}", sandbox.url());
        let (ids, end_page) = follow(&list);
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!((ids.len(), unique.len()), (ALL, ALL), "{style}");
        assert_eq!(end_page.get("next_page"), Some(&Value::Null), "{style}");
        assert_eq!(end_page.get("last_page").is_none(), style == "cursor");
        // Filters and order apply to every page.
        let (ascending, _) = follow(&format!("{list}&order=asc&per_page=7"));
        assert!(ascending.iter().eq(ids.iter().rev()), "{style}");
        let (filtered, _) = follow(&format!("{list}&end_date=2016&per_page=1"));
        assert_eq!(filtered, ids[ALL - 4..], "{style}");
    }
}

#[test]
fn sandbox_cursors_survive_new_engagements() {
    let sandbox = SandboxServer::start("--links cursor");
    let list = format!("{}/engagements?{SITES}", sandbox.url());
    let first = get(&list).json();
    send(
        "POST",
        &format!("{}/sandbox/arrive?count=3", sandbox.url()),
        "",
        "",
    );
    let (rest, _) = follow(first["next_page"].as_str().unwrap());
    assert_eq!(rest.len(), ALL - 30);
    assert_eq!(follow(&list).0.len(), ALL + 3);
}

#[test]
fn links_of_generated_records_stay_on_loopback() {
    let sandbox = SandboxServer::start("");
    let url = sandbox.url();
    for record in records(&sandbox.run("list --all --since 2017 -o json")) {
        let transcript = &record["chat_transcript"]["href"];
        let mut links = vec![&record["visitor"]["href"], transcript];
        links.extend(
            record["operators"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| &it["href"]),
        );
        links.extend(record["audio_recording_urls"].as_array().unwrap());
        for link in links {
            assert!(link.as_str().unwrap().starts_with(url), "{link}");
        }
        assert_eq!(get(transcript.as_str().unwrap()).status, 200);
        for link in record["audio_recording_urls"].as_array().unwrap() {
            // The recording may still be processed at the first request.
            let statuses = [(); 2].map(|()| get(link.as_str().unwrap()).status);
            assert!([[200, 200], [204, 200]].contains(&statuses), "{link}");
        }
    }
    let sample = get(&format!("{url}/engagements/{SAMPLE}"));
    assert_eq!(
        sample.body,
        file("responses/engagement.json").trim_end().as_bytes()
    );
}

#[test]
fn presigned_urls_need_no_token() {
    let sandbox = SandboxServer::start("");
    let recording = "sub_engagements/1122834/recordings/XaMiTQI";
    let response = get(&format!("{}/{recording}", sandbox.url())).json();
    let url = response["url"].as_str().unwrap();
    let audio = send("GET", url, "", "");
    assert_eq!((audio.status, &audio.body[..4]), (200, &b"RIFF"[..]));
    assert_eq!(get(url).status, 400);
    for wrong in [format!("{url}0"), url.replace("XaMiTQI", "x")] {
        assert_eq!(send("GET", &wrong, "", "").status, 403, "{wrong}");
    }
}

#[test]
fn sandbox_api_errors_have_documented_shapes() {
    let sandbox = SandboxServer::start("");
    let list = format!("{}/engagements", sandbox.url());
    let version = format!("accept: {ACCEPT}\r\n");
    let token = "authorization: Token sandbox-token\r\n";
    let missing_version = send("GET", &list, token, "");
    assert_eq!(missing_version.status, 400);
    assert_eq!(missing_version.json()[0]["error"], "BadRequest");
    for (authorization, message) in [
        ("", "Headers are invalid"),
        (
            "authorization: sandbox-token\r\n",
            "Authorization information missing",
        ),
        ("authorization: Token x\r\n", "Token is invalid or expired"),
    ] {
        let unauthorized = send("GET", &list, &(version.clone() + authorization), "");
        let body = unauthorized.json();
        assert_eq!(
            (unauthorized.status, &body["message"]),
            (401, &json!(message))
        );
    }
    let bearer = version + "authorization: Bearer sandbox-token\r\n";
    assert_eq!(send("GET", &list, &bearer, "").status, 422);
    let blank = get(&list);
    let details = json!({ "site_ids": ["can't be blank"] });
    assert_eq!((blank.status, &blank.json()["details"]), (422, &details));
    let order = get(&format!("{list}?{SITES}&order=up"));
    let attribute = &order.json()["details"][0]["attribute"];
    assert_eq!((order.status, attribute), (422, &json!("order")));
    let no_access = get(&format!("{list}?site_ids[]=x&operator_ids[]=x"));
    assert_eq!(no_access.status, 403);
    let route = get(&format!("{}/engagement", sandbox.url()));
    let not_found = json!({"error_msg": "404 Route Not Found"});
    assert_eq!((route.status, route.json()), (404, not_found));
    assert_eq!(get(&format!("{list}/nobody")).status, 404);
    for body in [
        "{}",
        r#"{"api_key_id": "sandbox-key", "api_key_secret": null}"#,
    ] {
        let tokens = format!("{}/operator_authentication/tokens", sandbox.url());
        let response = send("POST", &tokens, &credentials(), body);
        let detail = json!([{ "attribute": "api_token", "detail": "must be present" }]);
        assert_eq!(
            (response.status, &response.json()["details"]),
            (422, &detail)
        );
    }
    let method = send("DELETE", &list, &credentials(), "");
    assert_eq!(
        (method.status, method.head.contains("allow: GET")),
        (405, true)
    );
    assert!(blank.head.contains("x-request-id"));
}

#[test]
fn arbitrary_input_causes_no_server_error() {
    let sandbox = SandboxServer::start("--engagements 5");
    let values = [
        "",
        "0",
        "1",
        "-1",
        "18446744073709551615",
        "18446744073709551616",
        "1e9",
        "%00",
        "%ff",
        "null",
        "2016-02-30",
        "9999-12-31",
        "0000",
        "1.2.3.4.5.6",
        "-9.-9.-9.9.9.9",
        "asc",
        "99999999999999999999.1.1.1.1.1",
        "\u{20ac}",
        "%F0%9F%98%80",
        "[]",
        "..",
    ];
    let names = [
        "page",
        "per_page",
        "cursor",
        "order",
        "start_date",
        "end_date",
        "site_ids[]",
    ];
    let paths = [
        "engagements",
        "engagements/",
        "sub_engagements/1/recordings/",
        "audio/",
        "",
    ];
    let mut urls: Vec<String> = paths
        .iter()
        .flat_map(|path| values.map(|value| format!("{path}{value}")))
        .collect();
    for name in names {
        urls.extend(values.map(|value| format!("engagements?{SITES}&{name}={value}")));
    }
    for url in &urls {
        for method in ["GET", "POST", "PUT", "HEAD"] {
            let url = format!("{}/{url}", sandbox.url());
            let status = send(method, &url, &credentials(), "{").status;
            assert!((200..500).contains(&status), "{method} {url}: {status}");
        }
    }
}

#[test]
fn sandbox_faults_break_connections() {
    let faults = ["cut,at=1", "dribble,at=2", "reset,at=3,after"];
    let sandbox = SandboxServer::start(&format!("--fail {}", faults.join(" --fail ")));
    let url = format!("{}/engagements/{SAMPLE}", sandbox.url());
    let length = file("responses/engagement.json").trim_end().len();
    assert_eq!(get(&url).body.len(), length / 2);
    let mut stream = TcpStream::connect(sandbox.url().trim_start_matches("http://")).unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut first = [0; 1000];
    let length = stream.read(&mut first).unwrap();
    assert_eq!(&first[..length], b"HTTP/1.1 404 Not");
    let mut stream = TcpStream::connect(sandbox.url().trim_start_matches("http://")).unwrap();
    let head = format!("POST /engagements/{SAMPLE}/export HTTP/1.1\r\nhost: x\r\n");
    stream
        .write_all((head + &credentials() + "\r\n").as_bytes())
        .unwrap();
    let error = stream.read(&mut first).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(stats(&sandbox)["exports"][SAMPLE], 1);
}
