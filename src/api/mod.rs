//! The API's client: one method for each call. Only this module uses HTTP.

mod attempt;
mod call;
mod http_client;
mod paginator;
mod query;
mod recordings;
mod response;
mod response_head;
mod retry;
mod throttle;
mod transport;

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, MutexGuard, PoisonError};

use chrono::Utc;
use reqwest::Url;

pub(crate) use call::Call;
pub(crate) use paginator::{ListStatus, Paginator};
pub(crate) use query::Query;
pub(crate) use recordings::{EXTENSIONS, Recording};

use crate::console::Console;
use crate::error::CliError;
use crate::id::Id;
use crate::records::dedup::{self, DedupKey};
use crate::records::export_result::{ExportResult, Status};
use crate::records::{Record, RecordBatch};
use crate::settings::Connection;
use attempt::MAX_BODY;
use query::Params;
use response::{ApiResponse, Page};
use response_head::ResponseHead;
use retry::TransportErrorKind;
use throttle::AbortReason;
use transport::Transport;

/// Maximum memory for the bodies that are read ahead of their turn. A run has two pools of workers: one fetches
/// the pages of the list, one an engagement each. In each, every worker has one body that it reads and one that
/// waits. The readers have as much again, for the body that is written and the next one, of any size: 256 MiB.
const AHEAD_MEMORY: u64 = 4 * MAX_BODY;

/// A client of the API with credentials.
pub(crate) struct Client {
    transport: &'static Transport,
    max_body: u64,
    /// Whether the body of a response was larger.
    has_larger_body: AtomicBool,
}

impl Client {
    /// Creates a client for the whole run. It is never dropped: dropping the HTTP client joins its
    /// thread, which may hang in a name look-up long after the run has failed.
    ///
    /// # Errors
    /// Settings: an unusable proxy or unusable certificates.
    pub(crate) fn new(
        connection: Connection,
        console: Arc<Console>,
    ) -> anyhow::Result<&'static Self> {
        let transport = Box::leak(Box::new(Transport::new(connection, console)?));
        Ok(Box::leak(Box::new(Self {
            transport,
            max_body: MAX_BODY,
            has_larger_body: AtomicBool::new(false),
        })))
    }

    /// Makes calls for a worker whose result waits for its turn. It reads smaller bodies, so that all bodies
    /// of a run fit into memory. Returns `None` if a body is larger: the reader then makes the calls itself.
    ///
    /// # Errors
    /// Those of the calls.
    pub(crate) fn ahead<T>(
        &self,
        calls: impl FnOnce(&Self) -> Result<T, CliError>,
    ) -> Result<Option<T>, CliError> {
        let ahead = Self {
            max_body: AHEAD_MEMORY / (4 * self.concurrency() as u64),
            has_larger_body: AtomicBool::new(false),
            ..*self
        };
        let result = calls(&ahead);
        if ahead.has_larger_body.into_inner() && ahead.max_body < MAX_BODY {
            return Ok(None);
        }
        result.map(Some)
    }

    /// Returns the maximum number of requests in flight.
    pub(crate) fn concurrency(&self) -> usize {
        self.transport.connection.concurrency
    }

    /// Returns the call as a `curl` command, which sends the same request as this client.
    pub(crate) fn curl(&self, call: Call<'_>) -> String {
        call.curl_command(&self.transport.connection)
    }

    /// Returns what is known about the list of the run.
    pub(crate) fn list_status(&self) -> ListStatus {
        *self.list_status_mut()
    }

    fn list_status_mut(&self) -> MutexGuard<'static, ListStatus> {
        let status = self.transport.list_status.lock();
        status.unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts no further request, and ends all waits.
    pub(crate) fn stop(&self) {
        self.transport.throttle.stop();
    }

    /// Returns one engagement (API documentation, `GET /engagement/:engagement_id`).
    ///
    /// # Errors
    /// Any error status, an outage, or a response that is not the JSON object of this engagement.
    pub(crate) fn engagement(&self, id: &Id) -> Result<Record, CliError> {
        self.get(Call::Engagement(id), |response| -> serde_json::Result<_> {
            let record = response.into_engagement()?;
            match dedup::key(&record) {
                Some(key) if key == DedupKey::of(id.as_str()) => Ok(record),
                Some(_) => Err(serde::de::Error::custom("`id` of another engagement")),
                None => Err(serde::de::Error::custom("missing `id`")),
            }
        })
    }

    /// Returns a transcript (API documentation, `GET /engagements/:engagement_id/chat_transcript`).
    ///
    /// # Errors
    /// Any error status, an outage, or a response that is not a JSON array.
    pub(crate) fn transcript(&self, id: &Id) -> Result<RecordBatch, CliError> {
        self.get(Call::Transcript(id), ApiResponse::into_transcript)
    }

    /// Exports an engagement under an idempotency key (API documentation,
    /// `POST /engagements/:engagement_id/export`). `may_send` decides before each attempt whether the run
    /// continues. Returns `None` if the run was stopped before anything was sent.
    pub(crate) fn export(
        &self,
        id: &Id,
        key: &str,
        may_send: &dyn Fn() -> bool,
    ) -> Option<ExportResult> {
        let call = Call::Export { id, key };
        let console = &self.transport.console;
        let sent = match self.transport.send(call, MAX_BODY, may_send) {
            Ok(sent) => sent,
            Err(failure) => return Some(ExportResult::not_sent(id, console.redacted(failure))),
        };
        if sent.attempts == 0 && sent.aborted == Some(AbortReason::Stopped) {
            return None;
        }
        let status = match &sent.result {
            Ok(response) => export_status(response),
            Err(error) if error.kind.may_have_acted() => Status::Unknown,
            Err(_) => Status::Failed,
        };
        let response = sent.result.as_ref().ok();
        let request_id = response.and_then(|response| response.head.request_id.as_deref());
        let request_id = request_id.map(|id| console.redacted_text(id));
        Some(ExportResult {
            engagement_id: id.clone(),
            status,
            http_status: sent.status(),
            attempts: sent.attempts,
            request_id,
            // The failure is printed on stdout too, as the `error` of the result.
            failure: (status != Status::Exported).then(|| {
                let response = sent.into_success(call, &self.transport.connection);
                let failure = match response {
                    Ok(response) => response.export_failure(&call.subject()),
                    Err(failure) => failure,
                };
                console.redacted(failure)
            }),
        })
    }

    /// Requests as little of the list as possible, and returns the head of the response.
    ///
    /// # Errors
    /// Those of a page of the list.
    pub(crate) fn probe(&self, query: &Query) -> Result<ResponseHead, CliError> {
        let query = Query {
            per_page: Some(1),
            ..query.clone()
        };
        Ok(self.page(&query.params())?.head)
    }

    /// Returns one page of the list (API documentation, `GET /engagements`).
    fn page(&self, params: &Params) -> Result<Page, CliError> {
        self.get(Call::Page(params), ApiResponse::into_page)
    }

    fn get<T, E: Display>(
        &self,
        call: Call<'_>,
        parse: impl Fn(ApiResponse) -> Result<T, E>,
    ) -> Result<T, CliError> {
        let sent = self.transport.send(call, self.max_body, &|| true)?;
        if matches!(&sent.result, Err(error) if error.kind == TransportErrorKind::TooLarge) {
            self.has_larger_body.store(true, Relaxed);
        }
        let response = sent.into_success(call, &self.transport.connection)?;
        let head = response.head.clone();
        parse(response).map_err(|why| head.unexpected(&call.subject(), why))
    }

    /// Returns the base URL, without a slash at its end.
    pub(crate) fn base_url(&self) -> String {
        self.base().as_str().trim_end_matches('/').to_owned()
    }

    fn base(&self) -> &'static Url {
        self.transport.connection.base_url.url()
    }
}

/// Returns the status of an export with this response. Only an explicit refusal is a failure: a redirect
/// or a gateway's 5xx, for example, does not reveal what the API behind it did. A 503 that names a time to
/// retry is a refusal.
fn export_status(response: &ApiResponse) -> Status {
    match (response.export_success(), response.head.status) {
        (Some(true), _) => Status::Exported,
        (None, 503) if response.head.requested_delay(Utc::now()).is_some() => Status::Failed,
        (None, ..400 | 408 | 409 | 425 | 500..) => Status::Unknown,
        _ => Status::Failed,
    }
}
