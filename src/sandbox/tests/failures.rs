//! Failures on demand, as a client meets them.

use super::*;
use std::io::{ErrorKind, Read};

fn failing(faults: &[&str]) -> Server {
    let faults = faults.iter().map(|fault| fault.parse().unwrap()).collect();
    Server::start(Options {
        faults,
        ..options()
    })
    .unwrap()
}

#[test]
fn a_status_on_demand_comes_before_acting_or_after() {
    let server = failing(&["503,at=1,retry-after=2", "504,at=2,after"]);
    let export = || {
        call(
            &server,
            "POST",
            &format!("/engagements/{SAMPLE}/export"),
            "",
        )
    };
    let unavailable = export();
    assert_eq!(
        (unavailable.status, unavailable.header("retry-after")),
        (503, Some("2"))
    );
    assert_eq!(stats(&server)["exports"].get(SAMPLE), None);
    assert_eq!(export().status, 504);
    assert_eq!(stats(&server)["exports"][SAMPLE], 1);
}

#[test]
fn a_reset_is_a_reset_and_an_export_may_have_happened() {
    let server = failing(&["reset,first=1", "reset,at=2,after"]);
    let path = format!("/engagements/{SAMPLE}/export");
    let headers = format!("{ACCEPT}Authorization: Token {TOKEN}\r\n");
    for exports in [None, Some(1)] {
        let mut stream = open(&server, "POST", &path, &headers, "").unwrap();
        let error = stream.read(&mut [0]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert_eq!(
            stats(&server)["exports"]
                .get(SAMPLE)
                .and_then(Value::as_u64),
            exports
        );
    }
}

#[test]
fn a_cut_answer_is_shorter_than_it_says() {
    let server = failing(&["cut"]);
    let reply = get(&server, &everything("&per_page=100"));
    let length: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert!(length > 50_000);
    assert_eq!(reply.body.len(), length / 2);
}

#[test]
fn a_dribbled_answer_begins_with_a_few_bytes() {
    let server = failing(&["dribble"]);
    let mut stream = open(&server, "GET", "/", "", "").unwrap();
    let mut first = [0; 1000];
    let length = stream.read(&mut first).unwrap();
    assert_eq!(&first[..length], b"HTTP/1.1 404 Not");
}

#[test]
fn a_stalled_answer_never_comes() {
    let server = failing(&["stall"]);
    let mut stream = open(&server, "GET", "/", "", "").unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(200)))
        .unwrap();
    let error = stream.read(&mut [0]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{error}"
    );
    assert_eq!(stats(&server)["in_flight"], 1);
}
