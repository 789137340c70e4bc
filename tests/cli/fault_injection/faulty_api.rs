//! An API that responds as documented, except to one request.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::faults::{Fault, Framing};
use crate::harness::TIMEOUT;
use crate::raw_server::{RawServer, Request, Response};

/// The engagements in the order of the list.
pub(super) const IDS: [&str; 6] = ["eng-1", "eng-2", "eng-3", "eng-4", "eng-5", "eng-6"];

/// Engagements per page.
pub(super) const PER_PAGE: usize = 2;

/// The api, with a home for the runs against it.
pub(super) struct FaultyApi {
    pub(super) raw_server: RawServer,
    log: Arc<Log>,
}

/// Holds back responses until it is dropped.
pub(super) struct Barrier {
    _open: Sender<()>,
    arrivals: Receiver<()>,
}

/// The record of requests with effects.
#[derive(Default)]
struct Log {
    hit: Mutex<Option<Call>>,
    /// The idempotency keys of the exports, by engagement.
    keys: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

/// The subject of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// A page of the list, from 1.
    Page(usize),
    /// An engagement, its transcript, its recording or its export.
    Of(String),
}

impl FaultyApi {
    /// Starts an API with a fault at this request, counted from 1.
    pub(super) fn start(fault: Option<(usize, Fault)>) -> Self {
        Self::with(fault, |_| {})
    }

    /// Starts an API that responds only to requests for the first `answerable` pages or engagements
    /// until the barrier is dropped.
    pub(super) fn held(answerable: usize) -> (Self, Barrier) {
        let (open, held) = channel();
        let (arrive, arrivals) = channel();
        let held = Mutex::new(held);
        let api = Self::with(None, move |call| {
            if call.place() >= answerable {
                // Fails if the test no longer waits.
                let _ = arrive.send(());
                // Nothing is ever sent: this returns when the barrier is dropped.
                let _ = held.lock().unwrap().recv();
            }
        });
        let barrier = Barrier {
            _open: open,
            arrivals,
        };
        (api, barrier)
    }

    fn with(fault: Option<(usize, Fault)>, before: impl Fn(&Call) + Send + Sync + 'static) -> Self {
        let log = Arc::new(Log::default());
        let kept = Arc::clone(&log);
        let raw_server = RawServer::start(move |request| {
            let call = Call::of(request);
            before(&call);
            let fault = fault.as_ref().filter(|(at, _)| *at == request.number);
            let body = body(request, &call);
            let Some((_, fault)) = fault else {
                kept.act(request, &call);
                return Response::new(200, "", body);
            };
            *kept.hit.lock().unwrap() = Some(call.clone());
            match fault {
                Fault::Kind(kind) => {
                    if kind.may_have_acted {
                        kept.act(request, &call);
                    }
                    (kind.response)()
                }
                Fault::Break(framing, place) => {
                    kept.act(request, &call);
                    let (bytes, head) = framing.frame(&body);
                    let cut = place.of(head, bytes.len());
                    Response::bytes(&bytes[..cut]).close()
                }
            }
        });
        Self { raw_server, log }
    }

    /// Returns the call that the fault hit.
    pub(super) fn hit(&self) -> Option<Call> {
        self.log.hit.lock().unwrap().clone()
    }

    /// Returns the number of idempotency keys with which each engagement was exported.
    pub(super) fn exports(&self) -> BTreeMap<String, usize> {
        let keys = self.log.keys.lock().unwrap();
        keys.iter()
            .map(|(id, keys)| (id.clone(), keys.len()))
            .collect()
    }
}

impl Barrier {
    /// Waits until a request is held back.
    pub(super) fn wait(&self) {
        let arrived = self.arrivals.recv_timeout(TIMEOUT);
        arrived.expect("a request arrives");
    }
}

impl Log {
    fn act(&self, request: &Request, call: &Call) {
        if let (Some(key), Call::Of(id)) = (request.header("x-idempotency-key"), call) {
            let mut keys = self.keys.lock().unwrap();
            keys.entry(id.clone()).or_default().insert(key.to_owned());
        }
    }
}

impl Call {
    fn of(request: &Request) -> Self {
        let path = request.target().split('?').next().unwrap_or_default();
        match path.split('/').nth(2) {
            Some(id) => Self::Of(id.to_owned()),
            None => Self::Page(request.page() as usize),
        }
    }

    /// Returns its index among the pages or engagements of the list.
    fn place(&self) -> usize {
        match self {
            Self::Page(number) => number - 1,
            Self::Of(id) => IDS.iter().position(|other| other == id).expect("an id"),
        }
    }
}

impl Framing {
    /// Returns a response with this body, and the length of its head.
    fn frame(self, body: &str) -> (Vec<u8>, usize) {
        let (header, body) = match self {
            Self::Length => (
                format!("content-length: {}\r\n", body.len()),
                body.to_owned(),
            ),
            Self::Chunks => {
                let (first, second) = body.split_at(body.len() / 2);
                let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
                let chunks = [chunk(first), chunk(second), "0\r\n\r\n".to_owned()];
                ("transfer-encoding: chunked\r\n".to_owned(), chunks.concat())
            }
            Self::End => (String::new(), body.to_owned()),
        };
        let head = format!("HTTP/1.1 200 OK\r\n{header}\r\n");
        let length = head.len();
        ((head + &body).into_bytes(), length)
    }
}

/// Returns the documented response body.
fn body(request: &Request, call: &Call) -> String {
    let path = request.target().split('?').next().unwrap_or_default();
    match call {
        Call::Page(number) => page(*number, request.parameter("start_date")),
        Call::Of(id) if path.starts_with("/audio/") => format!("audio of {id}"),
        Call::Of(id) if path.starts_with("/sub_engagements/") => {
            let host = request.header("host");
            json!({"url": format!("http://{}/audio/{id}", host.expect("a host"))}).to_string()
        }
        Call::Of(_) if path.ends_with("/export") => json!({"success": true}).to_string(),
        Call::Of(id) if path.ends_with("/chat_transcript") => transcript(id),
        Call::Of(id) => engagement(id),
    }
}

/// Returns a page of the list. All engagements are of 2016, so later windows are empty.
fn page(number: usize, since: Option<&str>) -> String {
    let pages = IDS.len() / PER_PAGE;
    let records: Vec<String> = match since {
        Some(since) if !since.starts_with("2016") => Vec::new(),
        _ => IDS[PER_PAGE * (number - 1)..PER_PAGE * number]
            .iter()
            .map(|id| engagement(id))
            .collect(),
    };
    let link = |to: usize| json!(format!("?page={to}&per_page={PER_PAGE}"));
    let next = match (number < pages, records.is_empty()) {
        (true, false) => link(number + 1),
        _ => json!(null),
    };
    let (records, last) = (records.join(","), link(pages));
    format!(r#"{{"engagements":[{records}],"next_page":{next},"last_page":{last}}}"#)
}

fn engagement(id: &str) -> String {
    let (visitor, created_at) = (format!("visitor of {id}"), "2016-07-06T11:23:54.508Z");
    let audio = format!("https://api.salemove.com/sub_engagements/{id}/recordings/1");
    json!({
        "id": id,
        "created_at": created_at,
        "duration": 7,
        "visitor_name": visitor,
        "audio_recording_urls": [audio],
    })
    .to_string()
}

fn transcript(id: &str) -> String {
    let message = |text: &str| {
        json!({
            "created_at": "2016-07-06T11:23:54.508Z",
            "sender": {"type": "visitor", "name": "V"},
            "message": format!("{text} of {id}"),
        })
    };
    json!([message("first"), message("last")]).to_string()
}
