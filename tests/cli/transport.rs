//! Malformed and truncated responses: how each is reported, and whether it is retried.

use std::collections::HashSet;
use std::io::Write;
use std::net::TcpListener;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::raw_server::{Answer, RawServer, page};
use crate::running::through;

/// Asserts the error for an API that always sends this response, and the number of attempts.
#[track_caller]
fn expect(answer: fn() -> Answer, words: &[&str], requests: usize, code: i32, error: &str) {
    let raw = RawServer::with(vec![answer]);
    let run = raw.run(&[&["list", "-o", "id", "--retries", "1"], words].concat());
    run.assert_stdout("", code);
    let first = run.stderr.lines().next().unwrap_or_default();
    let first = first.replace(&raw.url(), "URL");
    assert!(first.contains(error), "{error}: {run:?}");
    assert_eq!(raw.requests().len(), requests, "{run:?}");
}

const OF_100_BYTES: &str = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"eng\r\n";

#[test]
fn broken_connections_are_retried() {
    let broke = |answer, error| {
        let error = format!("the connection to `URL` broke: {error}");
        expect(answer, &[], 2, 7, &error);
    };
    broke(|| Answer::nothing().reset(), "Connection reset by peer");
    broke(
        || Answer::nothing().close(),
        "connection closed before message completed",
    );
    broke(
        || Answer::bytes(OF_100_BYTES).reset(),
        "Connection reset by peer",
    );
    broke(
        || Answer::bytes(OF_100_BYTES).close(),
        "end of file before message length reached",
    );
    broke(
        || Answer::bytes(CHUNKED).close(),
        "unexpected EOF during chunk size line",
    );
    broke(
        || Answer::bytes(format!("{CHUNKED}zz\r\n")).close(),
        "Invalid chunk size line",
    );
    let truncated = || Answer::new(200, GZIP, &zipped(page(&["a"], ""))[..20]);
    expect(
        truncated,
        &[],
        2,
        7,
        "the response from `URL` is truncated: ",
    );
}

#[test]
fn non_http_responses_are_retried() {
    let broke = |answer, error| {
        let error = format!("the connection to `URL` broke: {error}");
        expect(answer, &[], 2, 7, &error);
    };
    let ssh = || Answer::bytes("SSH-2.0-OpenSSH_9.6\r\n").close();
    broke(ssh, "invalid HTTP version");
    let tls = || Answer::bytes([0x15, 3, 3, 0, 2, 2, 50]).close();
    broke(tls, "invalid HTTP version");
    let huge = || Answer::bytes(format!("HTTP/1.1 200 OK\r\nx: {}", "a".repeat(1 << 20))).close();
    broke(huge, "message head is too large");
    let two_lengths = || Answer::new(200, "content-length: 3\r\n", "{}");
    broke(two_lengths, "invalid content-length");
}

#[test]
fn unframed_response_may_be_truncated() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    let whole = page(&["a", "b"], "\"next_page\":null");
    for length in [0, 1, 20, whole.len() - 1] {
        let answers = [whole[..length].to_owned(), whole.clone()];
        let raw = RawServer::start(move |request| {
            Answer::bytes(format!("{head}{}", answers[request.number - 1])).close()
        });
        let run = raw.run("list -o id --retries 1");
        run.assert_output("a\nb\n", "", 0);
        assert_eq!(raw.requests().len(), 2, "{length}");
    }
}

#[test]
fn timeout_covers_head_and_body() {
    let late = |answer| {
        let start = Instant::now();
        let words = ["--timeout", "200ms"];
        expect(
            answer,
            &words,
            2,
            7,
            "timed out after 200ms waiting for `URL`",
        );
        let took = start.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
    };
    late(|| Answer::nothing().stall());
    late(|| Answer::bytes("HTTP/1.1 200 O").stall());
    late(|| Answer::bytes(OF_100_BYTES).stall());
    late(|| Answer::bytes(OF_100_BYTES).dribble());
    late(|| Answer::bytes("HTTP/1.1 200 OK\r\n\r\n").dribble());
    late(|| Answer::bytes("HTTP/1.1 200 OK\r\nx:").dribble());
}

#[test]
fn undecodable_body_is_final() {
    let invalid = |answer, error| {
        let error = format!("invalid response from `URL`: {error}");
        expect(answer, &[], 1, 8, &error);
    };
    let plain = || Answer::new(200, GZIP, page(&["a"], ""));
    invalid(plain, "invalid gzip header");
    let unknown = || Answer::new(200, "content-encoding: Br\r\n", "{}");
    invalid(unknown, "unknown content encoding `br`");
}

#[test]
fn headers_accepted_by_curl_are_accepted() {
    for header in [
        "x-folded: a\r\n b\r\n",
        "x-blank : a\r\n",
        "x invalid: a\r\n",
        "no colon\r\n",
    ] {
        let raw =
            RawServer::start(move |_| Answer::new(200, header, page(&["a"], "\"next_page\":null")));
        raw.run("list -o id --retries 0")
            .assert_output("a\n", "", 0);
    }
}

#[test]
fn unexpected_response_shape_is_final() {
    let wrong = |answer| expect(answer, &[], 1, 8, "unexpected response for ");
    wrong(|| {
        Answer::new(
            200,
            "content-type: text/html\r\n",
            "<html>Please log in</html>",
        )
    });
    wrong(|| Answer::new(200, "", "{\"engagements\":[{\"id\":\"a\"}]"));
    wrong(|| {
        Answer::new(
            200,
            "",
            b"{\"engagements\":[{\"id\":\"\xff\"}],\"next_page\":null}",
        )
    });
    wrong(|| Answer::bytes("HTTP/1.1 204 No Content\r\n\r\n"));
    wrong(|| Answer::bytes("HTTP/1.1 200 OK\r\n\r\n<html>").close());
    wrong(|| Answer::new(200, "", "[]"));
    wrong(|| Answer::new(200, "", "{\"next_page\":null}"));
}

const GZIP: &str = "content-encoding: gzip\r\n";

fn zipped(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn compressed_responses_are_decoded() {
    let json = page(&["a"], "\"next_page\":null");
    let members = [zipped(&json[..10]), zipped(&json[10..])].concat();
    for (coding, body) in [
        ("gzip", zipped(&json)),
        ("GZip", zipped(&json)),
        ("x-gzip", zipped(&json)),
        ("Identity", json.clone().into_bytes()),
        ("gzip", members),
    ] {
        let header = format!("content-encoding: {coding}\r\n");
        let raw = RawServer::start(move |_| Answer::new(200, &header, &body));
        raw.run("list -o id").assert_output("a\n", "", 0);
        let head = raw.requests()[0].head.clone();
        assert!(head.contains("accept-encoding: gzip\r\n"), "{head}");
    }
}

#[test]
fn body_beyond_32_mib_is_rejected() {
    // Spaces, so that all of it could be the beginning of JSON.
    let bomb = zipped(vec![b' '; 300 << 20]);
    let raw = RawServer::start(move |_| Answer::new(200, GZIP, &bomb));
    let tool = raw.command("list -o id");
    // 256 MiB of address space would not hold the bomb.
    let limit = "ulimit -v 262144; exec \"$0\" \"$@\"";
    let run = crate::raw_server::run(through(&["sh", "-c", limit], &tool));
    let error = format!(
        "error: the list of engagements: invalid response from `{}`: the body is larger than 32 MiB\n",
        raw.url()
    );
    run.assert_output("", &error, 8);
    assert_eq!(raw.requests().len(), 1);

    let mut largest = page(&["a"], "\"next_page\":null").into_bytes();
    largest.resize(32 << 20, b' ');
    let largest = zipped(largest);
    let raw = RawServer::start(move |_| Answer::new(200, GZIP, &largest));
    raw.run("list -o id").assert_output("a\n", "", 0);
}

#[test]
fn bodies_in_flight_share_256_mib() {
    const PAGES: u32 = 16;
    // Pages of 31 MiB: spaces, so that only the bodies take memory.
    let raw = RawServer::start(|request| {
        let number = request.page();
        let next = match number {
            PAGES => "null".to_owned(),
            _ => format!("\"?page={}\"", number + 1),
        };
        let links = format!("\"next_page\":{next},\"last_page\":\"?page={PAGES}\"");
        let mut body = page(&[&format!("e{number}")], &links).into_bytes();
        body.resize(31 << 20, b' ');
        Answer::new(200, "", body)
    });
    let tool = raw.command("list --all -o id -j 32 --retries 0");
    // All pages at once take 496 MiB.
    let limit = "ulimit -v 450560; exec \"$0\" \"$@\"";
    let mut tool = through(&["sh", "-c", limit], &tool);
    tool.env("MALLOC_ARENA_MAX", "1");
    let expected: Vec<_> = (1..=PAGES).map(|number| format!("e{number}\n")).collect();
    crate::raw_server::run(tool).assert_output(&expected.concat(), "", 0);
}

#[test]
fn bodies_of_two_pools_share_256_mib() {
    const ENGAGEMENTS: u32 = 24;
    let (requested, changed) = (Mutex::new(HashSet::new()), Condvar::new());
    let raw = RawServer::start(move |request| {
        let target = request.target();
        let mut requested = requested.lock().unwrap();
        requested.insert(target.to_owned());
        changed.notify_all();
        if target.contains("/e1/") {
            // The output waits for this one, while the workers of both pools read ahead.
            let is_early = |requested: &mut HashSet<String>| requested.len() < 22;
            requested = changed.wait_while(requested, is_early).unwrap();
        }
        drop(requested);
        let mut body = if target.ends_with("/chat_transcript") {
            b"[]".to_vec()
        } else {
            let number = request.page();
            let next = match number {
                ENGAGEMENTS => "null".to_owned(),
                _ => format!("\"?page={}\"", number + 1),
            };
            let links = format!("\"next_page\":{next},\"last_page\":\"?page={ENGAGEMENTS}\"");
            page(&[&format!("e{number}")], &links).into_bytes()
        };
        body.resize(11 << 20, b' ');
        Answer::new(200, "", body)
    });
    let tool = raw.command("transcript --all -o ndjson -j 8 --retries 0");
    let limit = "ulimit -v 262144; exec \"$0\" \"$@\"";
    let mut tool = through(&["sh", "-c", limit], &tool);
    tool.env("MALLOC_ARENA_MAX", "1");
    crate::raw_server::run(tool).assert_output("", "", 0);
}

#[test]
fn response_too_large_to_read_ahead_is_read_again() {
    // More than the workers take before the first result is read.
    let ids: Vec<String> = (0..100).map(|number| format!("e{number}")).collect();
    for options in ["", "--state state", "--output-dir dir"] {
        let listed = ids.clone();
        let raw = RawServer::start(move |request| {
            let target = request.target();
            if !target.ends_with("/chat_transcript") {
                let ids: Vec<&str> = listed.iter().map(String::as_str).collect();
                return Answer::new(200, "", page(&ids, "\"next_page\":null"));
            }
            let mut body = format!("[{{\"message\":\"{target}\"}}]").into_bytes();
            if ["/e1/", "/e3/"].iter().any(|id| target.contains(id)) {
                // With -j 32, 1 MiB is read ahead.
                body.resize((1 << 20) + 1, b' ');
            }
            Answer::new(200, "", body)
        });
        let line = format!("transcript --all --since 2016 --until 2017 -o ndjson -j 32 {options}");
        let run = raw.run(&line);
        assert_eq!(run.code, Some(0), "{run:?}");
        let message = |id| {
            let target = format!("/engagements/{id}/chat_transcript");
            format!("{{\"engagement_id\":\"{id}\",\"message\":\"{target}\"}}\n")
        };
        let written = if options.contains("dir") {
            let file = |id| std::fs::read_to_string(raw.home().join(format!("dir/{id}.ndjson")));
            ids.iter().map(|id| file(id).unwrap()).collect()
        } else {
            run.stdout
        };
        assert_eq!(written, ids.iter().map(message).collect::<String>());
        // The list, each transcript, and the large ones once more.
        assert_eq!(raw.requests().len(), 1 + 100 + 2);
    }
}

#[test]
fn redirect_is_named_and_not_followed() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = elsewhere.local_addr().unwrap();
    for status in [301, 302, 303, 307, 308] {
        for location in [
            format!("http://{address}/login?token=s"),
            format!("//{address}/"),
        ] {
            let header = format!("location: {location}\r\n");
            let raw = RawServer::start(move |_| Answer::new(status, &header, ""));
            let error = format!(
                "error: the list of engagements is redirected to `http://{address}` ({status}), which is not followed\n  \
                 hint: set `--base-url` to the address of the API itself\n"
            );
            raw.run("list -o id").assert_output("", &error, 8);
            assert_eq!(raw.requests().len(), 1);
        }
    }
    elsewhere.set_nonblocking(true).unwrap();
    let accepted = elsewhere.accept().map_err(|why| why.kind());
    assert_eq!(accepted.unwrap_err(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn redirect_without_location_is_reported() {
    let error = "the list of engagements is redirected without a location (302)";
    expect(|| Answer::new(302, "", ""), &[], 1, 8, error);
    expect(|| Answer::new(302, "location: \r\n", ""), &[], 1, 8, error);
    expect(
        || Answer::new(302, "location: http://[\r\n", ""),
        &[],
        1,
        8,
        error,
    );
}
