//! A service that answers everything as documented, but for one request.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::faults::{Fault, Framing};
use crate::harness::PATIENCE;
use crate::raw_server::{Answer, RawServer, Request};

/// Its engagements, in the order of its list.
pub(super) const IDS: [&str; 6] = ["eng-1", "eng-2", "eng-3", "eng-4", "eng-5", "eng-6"];

/// Engagements on a page.
pub(super) const PER_PAGE: usize = 2;

/// The service, with a home for the runs against it.
pub(super) struct Service {
    pub(super) raw_server: RawServer,
    log: Arc<Log>,
}

/// What keeps a service from answering. It opens when it is dropped.
pub(super) struct Gate {
    _open: Sender<()>,
    arrivals: Receiver<()>,
}

/// What it remembers.
#[derive(Default)]
struct Log {
    hit: Mutex<Option<Call>>,
    /// The keys of the exports that happened, by engagement.
    keys: Mutex<BTreeMap<String, BTreeSet<String>>>,
}

/// What a request is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// A page of the list, from 1.
    Page(usize),
    /// An engagement: itself, its transcript, its recording or its export.
    Of(String),
}

impl Service {
    /// A service whose request of that number, from 1, meets the fault.
    pub(super) fn start(fault: Option<(usize, Fault)>) -> Self {
        Self::with(fault, |_| {})
    }

    /// A service that answers only the first requests in the order of its list, so many pages or
    /// engagements, until the gate is dropped.
    pub(super) fn held(answered: usize) -> (Self, Gate) {
        let (open, held) = channel();
        let (arrive, arrivals) = channel();
        let held = Mutex::new(held);
        let service = Self::with(None, move |call| {
            if call.place() >= answered {
                // Nobody may be waiting for it any more.
                let _ = arrive.send(());
                // Nothing is ever sent: this ends when the gate is gone.
                let _ = held.lock().unwrap().recv();
            }
        });
        let gate = Gate {
            _open: open,
            arrivals,
        };
        (service, gate)
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
                return Answer::new(200, "", body);
            };
            *kept.hit.lock().unwrap() = Some(call.clone());
            match fault {
                Fault::Kind(kind) => {
                    if kind.may_have_acted {
                        kept.act(request, &call);
                    }
                    (kind.answer)()
                }
                Fault::Break(framing, place) => {
                    kept.act(request, &call);
                    let (bytes, head) = framing.frame(&body);
                    let cut = place.of(head, bytes.len());
                    Answer::bytes(&bytes[..cut]).close()
                }
            }
        });
        Self { raw_server, log }
    }

    /// What the request was about that met the fault.
    pub(super) fn hit(&self) -> Option<Call> {
        self.log.hit.lock().unwrap().clone()
    }

    /// Under how many keys each engagement was exported.
    pub(super) fn exports(&self) -> BTreeMap<String, usize> {
        let keys = self.log.keys.lock().unwrap();
        keys.iter()
            .map(|(id, keys)| (id.clone(), keys.len()))
            .collect()
    }
}

impl Gate {
    /// Waits until a request stands before it.
    pub(super) fn wait(&self) {
        let arrived = self.arrivals.recv_timeout(PATIENCE);
        arrived.expect("a request comes");
    }
}

impl Log {
    fn act(&self, request: &Request, call: &Call) {
        let header = |line: &str| line.strip_prefix("x-idempotency-key: ").map(str::to_owned);
        if let (Some(key), Call::Of(id)) = (request.head.lines().find_map(header), call) {
            let mut keys = self.keys.lock().unwrap();
            keys.entry(id.clone()).or_default().insert(key);
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

    /// Its place among the pages, or among the engagements of the list.
    fn place(&self) -> usize {
        match self {
            Self::Page(number) => number - 1,
            Self::Of(id) => IDS.iter().position(|other| other == id).expect("an id"),
        }
    }
}

impl Framing {
    /// An answer with this body, and how long its head is.
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

/// The documented answer.
fn body(request: &Request, call: &Call) -> String {
    let path = request.target().split('?').next().unwrap_or_default();
    match call {
        Call::Page(number) => page(*number, request.parameter("start_date")),
        Call::Of(id) if path.starts_with("/audio/") => format!("what was said in {id}"),
        Call::Of(id) if path.starts_with("/sub_engagements/") => {
            let host = request
                .head
                .lines()
                .find_map(|line| line.strip_prefix("host: "));
            json!({"url": format!("http://{}/audio/{id}", host.expect("a host"))}).to_string()
        }
        Call::Of(_) if path.ends_with("/export") => json!({"success": true}).to_string(),
        Call::Of(id) if path.ends_with("/chat_transcript") => transcript(id),
        Call::Of(id) => engagement(id),
    }
}

/// All engagements are of 2016: a run that looks only at what came later finds none.
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
