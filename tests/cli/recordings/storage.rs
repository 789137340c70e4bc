//! Responses of the storage.

use super::*;
use crate::raw_server::{RawServer, Response};
use crate::running::through;
use crate::tls::{Proxy, Secure};

/// A host name that only a proxy resolves.
const NAME: &str = "storage.test";

/// Starts an API whose `e1` has a recording on this storage.
fn user(storage: &str) -> (RawServer, User) {
    let api = api_with(record(&link("A")), &format!("{storage}{SIGNED}"));
    let user = User::of(&api.url());
    (api, user)
}

/// Builds a response with audio.
fn audio(body: &str) -> Response {
    Response::new(200, "content-type: audio/ogg\r\n", body)
}

#[test]
fn rejected_presigned_url_is_reported() {
    for status in [400, 401, 403, 404, 410] {
        let refusing = RawServer::start(move |_| Response::new(status, "", "expired s1gned"));
        let (api, user) = user(&refusing.url());
        let run = user.run("e1 --dir d");
        let error = format!(
            "written 0, kept 0\n\
             error: the storage did not return recording 1 of engagement `e1` ({status})\n  \
             hint: run the same command again: it requests a new URL\n"
        );
        run.assert_output("", &error, 8);
        assert_eq!((api.take().len(), refusing.requests().len()), (2, 1));
        // A 401 of the storage is not about the token: the run continues.
        let run = user.run("e1 e1x --dir d -j 1");
        run.assert_stderr_contains("failed to fetch 2 of 2");
    }
}

#[test]
fn file_that_cannot_be_written_ends_run() {
    let storage = RawServer::start(|_| audio(&"tone".repeat(1024)));
    let (api, _user) = user(&storage.url());
    let limit = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let tool = api.command("recordings e1 --dir d");
    let run = crate::raw_server::run(through(&["sh", "-c", limit], &tool));
    let error = "error: recording 1 of engagement `e1`: cannot write the file: File too large";
    run.assert_stderr_contains(error);
    assert_eq!(
        (run.code, storage.requests().len()),
        (Some(1), 1),
        "{run:?}"
    );
}

#[test]
fn recording_above_max_size_is_rejected() {
    let chunked = "HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n4\r\ntone\r\n0\r\n\r\n";
    let endless = "HTTP/1.1 200 x\r\ncontent-length: 4294967297\r\n\r\ntone";
    for (response, option, code) in [
        (chunked, "--max-size 3", 8),
        (chunked, "--max-size 4", 0),
        (
            "HTTP/1.1 200 x\r\ncontent-length: 4\r\n\r\ntone",
            "--max-size 4",
            0,
        ),
        (endless, "", 8),
        (
            "HTTP/1.1 200 x\r\ncontent-length: 1025\r\n\r\ntone",
            "--max-size 1k",
            8,
        ),
    ] {
        let storage = RawServer::start(move |_| Response::bytes(response).stall());
        let (_service, user) = user(&storage.url());
        let run = user.run(&format!("e1 --dir d -q {option}"));
        let message =
            "error: recording 1 of engagement `e1`: the audio is larger than `--max-size`\n";
        run.assert_output("", if code == 0 { "" } else { message }, code);
        assert_eq!(
            (user.files().len(), storage.requests().len()),
            (usize::from(code == 0), 1)
        );
    }
}

#[test]
fn storage_status_other_than_200_is_rejected() {
    for status in [202, 204, 206] {
        let storage =
            RawServer::start(move |_| Response::new(status, "content-type: audio/ogg\r\n", ""));
        let (_service, user) = user(&storage.url());
        let run = user.run("e1 --dir d");
        run.assert_stderr_contains(&format!(
            "did not return recording 1 of engagement `e1` ({status})"
        ));
        assert_eq!((run.code, user.files()), (Some(8), vec![]));
    }
}

#[test]
fn rate_limit_of_storage_delays_no_request_to_api() {
    let reset = chrono::Utc::now().timestamp() + 600;
    let headers = format!(
        "content-type: audio/ogg\r\nx-rate-limit-remaining: 0\r\nx-rate-limit-reset: {reset}\r\n"
    );
    let storage = RawServer::start(move |_| Response::new(200, &headers, "tone"));
    let (api, user) = user(&storage.url());
    let run = user.run("e1 e2 --dir d -j 1 --max-wait 0");
    assert!(!run.stderr.contains("--max-wait"), "{run:?}");
    let requested = |request: &Request| request.line().ends_with("/e2");
    assert!(api.take().iter().any(requested), "{run:?}");
}

#[test]
fn storage_redirect_is_not_followed() {
    let other = storage();
    let headers = format!(
        "location: {}/?s1gned\r\ncontent-location: {SIGNED}\r\nlink: <{SIGNED}>; rel=self\r\n",
        other.url()
    );
    let storage = RawServer::start(move |_| Response::new(307, &headers, ""));
    let (_service, user) = user(&storage.url());
    let run = user.run("e1 --dir d -vv");
    let error = format!(
        "error: recording 1 of engagement `e1` is redirected to `{}` (307), which is not followed\n",
        other.url()
    );
    assert!(run.stderr.ends_with(&error), "{run:?}");
    let hidden = "< content-location: /audio?***\n< link: </audio?***\n";
    run.assert_stderr_contains(hidden);
    assert!(!run.stderr.contains("s1gned"), "{run:?}");
    assert_eq!(
        (run.code, other.take(), user.files()),
        (Some(8), vec![], vec![])
    );
}

#[test]
fn truncated_recording_is_retried() {
    let half = || Response::bytes("HTTP/1.1 200 x\r\ncontent-length: 8\r\n\r\nhalf").close();
    let chunk =
        || Response::bytes("HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n");
    let storage = RawServer::start(move |request| match request.number {
        1 => half(),
        2 => chunk().close(),
        3 => Response::new(503, "", ""),
        4 => chunk().reset(),
        _ => audio("all of it"),
    });
    let (api, user) = user(&storage.url());
    for _ in 0..3 {
        let run = user.run("e1 --dir d --retries 0");
        assert!(matches!(run.code, Some(7 | 8)), "{run:?}");
        assert_eq!(user.files(), []);
    }
    let run = user.run("e1 --dir d -q");
    run.assert_output("", "", 0);
    assert_eq!(
        user.files(),
        [("e1-7-recordings-A+1.ogg".to_owned(), "all of it".to_owned())]
    );
    assert_eq!((api.take().len(), storage.requests().len()), (8, 5));
}

#[test]
fn invalid_or_unframed_audio_is_rejected() {
    let bytes = |head: &str| Response::bytes(format!("HTTP/1.1 200 x\r\n{head}")).close();
    let no_length =
        "the length of the audio is not declared, so that truncation would go unnoticed";
    for (head, why) in [
        ("\r\nhalf", no_length),
        ("transfer-encoding: identity\r\n\r\nhalf", no_length),
        (
            "transfer-encoding: chunked\r\ntransfer-encoding: gzip\r\n\r\nhalf",
            no_length,
        ),
        ("content-length: 0\r\n\r\n", "the audio is empty"),
        (
            "transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            "the audio is empty",
        ),
        (
            "content-type: text/html\r\ncontent-length: 6\r\n\r\n<html>",
            "the response is not audio",
        ),
        (
            "content-encoding: gzip\r\ncontent-length: 4\r\n\r\nhalf",
            "the audio has a content encoding that was not requested",
        ),
    ] {
        let storage = RawServer::start(move |_| bytes(head));
        let (_service, user) = user(&storage.url());
        let run = user.run("e1 --dir d -q");
        let error = format!("error: recording 1 of engagement `e1`: {why}\n");
        run.assert_output("", &error, 8);
        assert_eq!((user.files(), storage.requests().len()), (vec![], 1));
    }
}

#[test]
fn unusable_presigned_url_is_not_retried() {
    let long = format!("https://{NAME}/{}", "x".repeat(70_000));
    for (storage, origin) in [
        ("https://a{b.example", "https://a{b.example"),
        (&long, &format!("https://{NAME}")),
    ] {
        let (_service, user) = user(storage);
        let run = user.run("e1 --dir d -q --max-wait 0s");
        let error = format!(
            "error: recording 1 of engagement `e1`: cannot build a request to `{origin}`: Parsed \
             Url is not a valid Uri\n"
        );
        run.assert_output("", &error, 8);
    }
}

#[test]
fn recording_timeout_applies_to_idle_time() {
    // One space every 100 ms: the download takes longer than the timeout.
    let slow = RawServer::start(|_| {
        Response::bytes("HTTP/1.1 200 x\r\ncontent-length: 16\r\n\r\n").dribble()
    });
    let (_service, user) = user(&slow.url());
    user.run("e1 --dir d -q --timeout 1s")
        .assert_output("", "", 0);
    assert_eq!(
        user.files(),
        [("e1-7-recordings-A+1.bin".to_owned(), " ".repeat(16))]
    );

    let silent = RawServer::start(|_| {
        Response::bytes("HTTP/1.1 200 x\r\ncontent-length: 9\r\n\r\nhalf").stall()
    });
    let (_service, user) = super::storage::user(&silent.url());
    let run = user.run("e1 --dir d -q --timeout 200ms --retries 0");
    let error = format!(
        "error: recording 1 of engagement `e1`: timed out after 200ms waiting for `{}`\n",
        silent.url()
    );
    run.assert_output("", &error, 7);
    assert_eq!(user.files(), []);
}

#[test]
fn recording_may_exceed_page_size_limit() {
    let length = 33 * 1024 * 1024;
    let storage = RawServer::start(move |_| audio(&"x".repeat(length)));
    let (_service, user) = user(&storage.url());
    user.run("e1 --dir d -q").assert_output("", "", 0);
    let file = user.home.path().join("d/e1-7-recordings-A+1.ogg");
    assert_eq!(file.metadata().unwrap().len(), length as u64);
}

#[test]
fn storage_uses_proxy_and_ca_cert() {
    let secure = Secure::start(NAME);
    let proxy = Proxy::to(secure.address());
    let (api, user) = user(&format!("https://{NAME}"));
    let line = format!("e1 --dir d -q --retries 0 --ca-cert {}", secure.authority());
    let mut command = command(user.home.path());
    command
        .envs(connection_variables(&api.url()))
        .env("HTTPS_PROXY", format!("http://{}", proxy.address()))
        .args(["recordings"]);
    Run::of(command.args(line.split(' '))).assert_output("", "", 0);
    assert_eq!(proxy.asked(), [format!("{NAME}:443")]);
    assert_eq!(
        names_in(&user.home.path().join("d")),
        ["e1-7-recordings-A+1.bin"]
    );
}

#[test]
fn remote_api_cannot_link_to_loopback_storage() {
    let storage = storage();
    // The body is both an engagement and a presigned URL.
    let body = format!(
        r#"{{"id": "e1", "audio_recording_urls": [{}], "url": "{}{SIGNED}"}}"#,
        link("A"),
        storage.url()
    );
    let secure = Secure::with_body(NAME, body);
    let proxy = Proxy::to(secure.address());
    let home = TempDir::new().unwrap();
    let mut command = command(home.path());
    command
        .envs(connection_variables(&format!("https://{NAME}")))
        .env("HTTPS_PROXY", format!("http://{}", proxy.address()))
        .args(["recordings", "e1", "--dir", "d"])
        .args(["--ca-cert", secure.authority()]);
    let run = Run::of(&mut command);
    run.assert_stderr_contains("`url` is not https");
    assert_eq!((run.code, storage.take()), (Some(8), vec![]));
}
