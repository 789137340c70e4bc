//! Idempotency keys of an engagement that several runs export with one ledger.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use assert_cmd::Command;
use tempfile::TempDir;

use crate::bulk_helpers::statuses;
use crate::harness::{Run, SUCCESS, command, connection_variables};
use crate::raw_server::{RawServer, Request, Response};

/// An API whose server may be down, and a user with a home directory.
pub(crate) struct Site {
    home: TempDir,
    pub(crate) address: SocketAddr,
}

impl Site {
    /// Reserves a loopback address that no other test uses while the server is down.
    pub(crate) fn new() -> Self {
        static SITES: AtomicU8 = AtomicU8::new(16);
        let [.., high, low] = std::process::id().to_be_bytes();
        let unused = SocketAddr::from(([127, SITES.fetch_add(1, Relaxed), high, low], 0));
        let address = RawServer::start_at(unused, |_| Response::nothing()).address();
        let home = TempDir::new().unwrap();
        Self { home, address }
    }

    pub(crate) fn command(&self, line: &str) -> Command {
        let mut tool = command(self.home.path());
        tool.envs(connection_variables(&format!("http://{}", self.address)))
            .args(line.split(' '));
        tool
    }

    /// Exports `e1` while the server gives this response, or is down. Returns the run and its keys.
    fn night(&self, response: Option<fn() -> Response>) -> (Run, Vec<String>) {
        let server = response
            .map(|response| RawServer::start_at(self.address, move |_: &Request| response()));
        let line = "export e1 --ledger ledger -o ndjson --retries 0 --timeout 5s";
        let run = Run::of(&mut self.command(line));
        let requests = server.map_or_else(Vec::new, |server| server.requests());
        let key = |request: &Request| request.header("x-idempotency-key").unwrap().to_owned();
        (run, requests.iter().map(key).collect())
    }
}

/// Responses that do not decide an export; `None` is a server that is down.
const UNDECIDED: [Option<fn() -> Response>; 18] = [
    None,
    Some(|| Response::new(302, "location: https://other.example/\r\n", "")),
    Some(|| Response::new(400, "", "")),
    Some(|| Response::new(401, "", "")),
    Some(|| Response::new(403, "", "")),
    Some(|| Response::new(404, "", "")),
    Some(|| Response::new(408, "", "")),
    Some(|| Response::new(409, "", "")),
    Some(|| Response::new(422, "", "{\"success\":false}")),
    Some(|| Response::new(425, "", "")),
    Some(|| Response::new(429, "", "")),
    Some(|| Response::new(500, "", "")),
    Some(|| Response::new(503, "", "")),
    Some(|| Response::new(503, "retry-after: 3600\r\n", "")),
    Some(|| Response::new(200, "", "{}")),
    Some(|| Response::new(204, "", "")),
    Some(|| Response::nothing().close()),
    Some(|| Response::nothing().reset()),
];

#[test]
fn failed_retry_keeps_idempotency_key() {
    for (number, refusal) in UNDECIDED.into_iter().enumerate() {
        let site = Site::new();
        let (lost, first) = site.night(Some(|| Response::nothing().close()));
        assert_eq!(lost.code, Some(10), "{number}: {lost:?}");
        let (refused, second) = site.night(refusal);
        let unknown = [("e1".to_owned(), "unknown".to_owned())];
        assert_eq!(statuses(&refused), unknown, "{number}: {refused:?}");
        assert_eq!(refused.code, Some(10), "{number}: {refused:?}");
        let error = format!("earlier attempt unknown (idempotency key `{}`)", first[0]);
        assert!(refused.stderr.contains(&error), "{number}: {refused:?}");
        let (exported, third) = site.night(Some(|| Response::new(200, "", SUCCESS)));
        assert_eq!(exported.code, Some(0), "{number}: {exported:?}");
        let keys: BTreeSet<_> = [&first[..], &second, &third].concat().into_iter().collect();
        assert_eq!(keys.len(), 1, "{number}: sent under {keys:?}");
        let (skipped, fourth) = site.night(Some(|| Response::new(200, "", SUCCESS)));
        assert_eq!((skipped.code, fourth.len()), (Some(0), 0), "{skipped:?}");
    }
}

#[test]
fn rejected_retry_closes_idempotency_key() {
    let site = Site::new();
    let (_, first) = site.night(Some(|| Response::new(500, "", "")));
    let (rejected, second) = site.night(Some(|| Response::new(200, "", "{\"success\":false}")));
    assert_eq!(rejected.code, Some(8), "{rejected:?}");
    rejected.assert_stdout_contains("\"status\":\"failed\"");
    let (exported, third) = site.night(Some(|| Response::new(200, "", SUCCESS)));
    assert_eq!(exported.code, Some(0), "{exported:?}");
    assert_eq!(first, second);
    assert_ne!(second, third);
}

#[test]
fn failed_first_attempt_closes_idempotency_key() {
    for (refusal, code) in [
        (None, 7),
        (Some((|| Response::new(404, "", "")) as fn() -> Response), 5),
        (Some(|| Response::new(422, "", "")), 8),
        (Some(|| Response::new(401, "", "")), 4),
    ] {
        let site = Site::new();
        let (failed, first) = site.night(refusal);
        assert_eq!(failed.code, Some(code), "{failed:?}");
        failed.assert_stdout_contains("\"status\":\"failed\"");
        let (exported, second) = site.night(Some(|| Response::new(200, "", SUCCESS)));
        assert_eq!(exported.code, Some(0), "{exported:?}");
        assert_ne!(first, second);
    }
}
