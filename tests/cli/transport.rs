//! Malformed and truncated responses: how each is reported, and whether it is retried.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::raw_server::{RawServer, Response, page};

/// Asserts the error for an API that always sends this response, and the number of attempts.
#[track_caller]
fn expect(response: fn() -> Response, options: &str, requests: usize, code: i32, error: &str) {
    let raw = RawServer::with(vec![response]);
    let run = raw.run(&format!("list -o id --retries 1 {options}"));
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
    let broke = |response, error| {
        let error = format!("the connection to `URL` broke: {error}");
        expect(response, "", 2, 7, &error);
    };
    broke(|| Response::nothing().reset(), "Connection reset by peer");
    broke(
        || Response::nothing().close(),
        "connection closed before message completed",
    );
    broke(
        || Response::bytes(OF_100_BYTES).reset(),
        "Connection reset by peer",
    );
    broke(
        || Response::bytes(OF_100_BYTES).close(),
        "end of file before message length reached",
    );
    broke(
        || Response::bytes(CHUNKED).close(),
        "unexpected EOF during chunk size line",
    );
    broke(
        || Response::bytes(format!("{CHUNKED}zz\r\n")).close(),
        "Invalid chunk size line",
    );
    let truncated = || Response::new(200, GZIP, &zipped(page(&["a"], ""))[..20]);
    expect(
        truncated,
        "",
        2,
        7,
        "the response from `URL` is truncated: ",
    );
}

#[test]
fn non_http_responses_are_retried() {
    let broke = |response, error| {
        let error = format!("the connection to `URL` broke: {error}");
        expect(response, "", 2, 7, &error);
    };
    let ssh = || Response::bytes("SSH-2.0-OpenSSH_9.6\r\n").close();
    broke(ssh, "invalid HTTP version");
    let tls = || Response::bytes([0x15, 3, 3, 0, 2, 2, 50]).close();
    broke(tls, "invalid HTTP version");
    let huge = || Response::bytes(format!("HTTP/1.1 200 OK\r\nx: {}", "a".repeat(1 << 20))).close();
    broke(huge, "message head is too large");
    let two_lengths = || Response::new(200, "content-length: 3\r\n", "{}");
    broke(two_lengths, "invalid content-length");
}

#[test]
fn unframed_response_may_be_truncated() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    let complete = page(&["a", "b"], "\"next_page\":null");
    for length in [0, 1, 20, complete.len() - 1] {
        let responses = [complete[..length].to_owned(), complete.clone()];
        let raw = RawServer::start(move |request| {
            Response::bytes(format!("{head}{}", responses[request.number - 1])).close()
        });
        let run = raw.run("list -o id --retries 1");
        run.assert_output("a\nb\n", "", 0);
        assert_eq!(raw.requests().len(), 2, "{length}");
    }
}

#[test]
fn timeout_covers_head_and_body() {
    let late = |response| {
        let start = Instant::now();
        let options = "--timeout 200ms";
        expect(
            response,
            options,
            2,
            7,
            "timed out after 200ms waiting for `URL`",
        );
        let took = start.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
    };
    late(|| Response::nothing().stall());
    late(|| Response::bytes("HTTP/1.1 200 O").stall());
    late(|| Response::bytes(OF_100_BYTES).stall());
    late(|| Response::bytes(OF_100_BYTES).dribble());
    late(|| Response::bytes("HTTP/1.1 200 OK\r\n\r\n").dribble());
    late(|| Response::bytes("HTTP/1.1 200 OK\r\nx:").dribble());
}

#[test]
fn undecodable_body_is_final() {
    let invalid = |response, error| {
        let error = format!("invalid response from `URL`: {error}");
        expect(response, "", 1, 8, &error);
    };
    let plain = || Response::new(200, GZIP, page(&["a"], ""));
    invalid(plain, "invalid gzip header");
    let unknown = || Response::new(200, "content-encoding: Br\r\n", "{}");
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
        let raw = RawServer::start(move |_| {
            Response::new(200, header, page(&["a"], "\"next_page\":null"))
        });
        raw.run("list -o id --retries 0")
            .assert_output("a\n", "", 0);
    }
}

#[test]
fn unexpected_response_shape_is_final() {
    let wrong = |response| expect(response, "", 1, 8, "unexpected response for ");
    wrong(|| {
        Response::new(
            200,
            "content-type: text/html\r\n",
            "<html>Please log in</html>",
        )
    });
    wrong(|| Response::new(200, "", "{\"engagements\":[{\"id\":\"a\"}]"));
    wrong(|| {
        Response::new(
            200,
            "",
            b"{\"engagements\":[{\"id\":\"\xff\"}],\"next_page\":null}",
        )
    });
    wrong(|| Response::bytes("HTTP/1.1 204 No Content\r\n\r\n"));
    wrong(|| Response::bytes("HTTP/1.1 200 OK\r\n\r\n<html>").close());
    wrong(|| Response::new(200, "", "[]"));
    wrong(|| Response::new(200, "", "{\"next_page\":null}"));
}

pub(crate) const GZIP: &str = "content-encoding: gzip\r\n";

/// Compresses a body with gzip.
pub(crate) fn zipped(body: impl AsRef<[u8]>) -> Vec<u8> {
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
        let raw = RawServer::start(move |_| Response::new(200, &header, &body));
        raw.run("list -o id").assert_output("a\n", "", 0);
        let head = raw.requests()[0].head.clone();
        assert!(head.contains("accept-encoding: gzip\r\n"), "{head}");
    }
}

#[test]
fn redirect_is_named_and_not_followed() {
    let other = RawServer::start(|_| Response::nothing());
    let address = other.address();
    for status in [301, 302, 303, 307, 308] {
        for location in [
            format!("http://{address}/login?token=s"),
            format!("//{address}/"),
        ] {
            let header = format!("location: {location}\r\n");
            let raw = RawServer::start(move |_| Response::new(status, &header, ""));
            let error = format!(
                "error: the list of engagements is redirected to `http://{address}` ({status}), which is not followed\n  \
                 hint: set `--base-url` to the address of the API itself\n"
            );
            raw.run("list -o id").assert_output("", &error, 8);
            assert_eq!(raw.requests().len(), 1);
        }
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn redirect_without_location_is_reported() {
    let error = "the list of engagements is redirected without a location (302)";
    expect(|| Response::new(302, "", ""), "", 1, 8, error);
    expect(|| Response::new(302, "location: \r\n", ""), "", 1, 8, error);
    expect(
        || Response::new(302, "location: http://[\r\n", ""),
        "",
        1,
        8,
        error,
    );
}
