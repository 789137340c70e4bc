//! The only room that knows HTTP: one method a call of the API.

mod attempt;
mod auth;
mod body;
mod call;
mod curl;
mod http_client;
mod page_fetcher;
mod paginator;
mod query;
mod recording;
mod recording_storage;
mod resolver;
mod response;
mod retry;
mod server_clock;
mod throttle;
mod transport;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use reqwest::Url;
use serde_json::value::RawValue;

pub(crate) use call::Call;
pub(crate) use paginator::{ListScope, Paginator};
pub(crate) use query::{Order, Query};
pub(crate) use recording::Recording;
pub(crate) use recording_storage::{EXTENSIONS, NOT_READY_HINT, is_not_ready};
use response::Page;

use crate::console::Console;
use crate::error::CliError;
use crate::id::Id;
use crate::records::RecordBatch;
use crate::records::engagement;
use crate::records::export_result::{ExportResult, Status};
use crate::records::record::Record;
use crate::settings::Connection;
use auth::Authenticator;
use http_client::{ClientOptions, Peer, Timeout};
use query::Params;
use recording_storage::RecordingStorage;
use response::ApiResponse;
use server_clock::ServerClock;
use throttle::{AbortReason, Throttle};
use transport::{SendOutcome, Transport};

/// The service, as an operator with a token sees it.
pub(crate) struct Client {
    transport: Transport,
    storage: RecordingStorage,
    concurrency: usize,
    scheme: &'static str,
    ca_cert: Option<PathBuf>,
    clock: ServerClock,
}

impl Client {
    /// A client for the whole run. It is never dropped: dropping the HTTP client joins its
    /// thread, which may hang in a name look-up long after the run has failed.
    pub(crate) fn new(
        connection: &Connection,
        console: Arc<Console>,
    ) -> anyhow::Result<&'static Self> {
        let options = ClientOptions {
            is_loopback_http: connection.base_url.is_loopback_http(),
            proxies: connection.proxies.clone(),
            connect_timeout: connection.connect_timeout,
            ca_cert: connection.ca_cert.clone(),
            connections: if connection.reuses_connections {
                connection.concurrency
            } else {
                0
            },
        };
        let base = connection.base_url.url().clone();
        let peer = Peer::new(&base, &options.proxies, Timeout::Total(connection.timeout))?;
        let http = http_client::build(&options, |builder| builder)?;
        let Connection {
            concurrency,
            max_wait,
            retries,
            ..
        } = *connection;
        Ok(Box::leak(Box::new(Self {
            transport: Transport {
                http,
                base,
                peer,
                authenticator: Authenticator::new(connection.credentials.clone()),
                throttle: Throttle::new(concurrency, max_wait),
                retries,
                max_body_ahead: body::max_body_ahead(concurrency),
                timeout: connection.timeout,
                console,
            },
            storage: RecordingStorage::new(options, connection.timeout),
            concurrency,
            scheme: connection.credentials.scheme(),
            ca_cert: connection.ca_cert.clone(),
            clock: ServerClock::default(),
        })))
    }

    /// Requests that may be in flight at once.
    pub(crate) fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// The call as a `curl` command, which sends what this client would send.
    pub(crate) fn curl(&self, call: Call<'_>) -> String {
        curl::command(call, self.base(), self.scheme, self.ca_cert.as_deref())
    }

    /// The API's clock, as the first page of the list shows it.
    pub(crate) fn clock(&self) -> &ServerClock {
        &self.clock
    }

    fn warn(&self, text: &str) {
        self.transport.console.warn(text);
    }

    /// Starts no further request, and ends all waits.
    pub(crate) fn stop(&self) {
        self.transport.throttle.stop();
    }

    /// API document, `GET /engagement/:engagement_id`.
    ///
    /// # Errors
    /// Any refusal, outage or answer that is not the JSON object of this engagement.
    pub(crate) fn engagement(&self, id: &Id) -> Result<Box<RawValue>, CliError> {
        self.get(Call::Engagement(id), |response| {
            let record = response.into_engagement()?;
            let key = engagement::key(&Record::of((&*record).into()));
            if key.is_some_and(|key| key.is(id)) {
                return Ok(record);
            }
            Err(serde::de::Error::custom("it is another engagement"))
        })
    }

    /// API document, `GET /engagements/:engagement_id/chat_transcript`.
    ///
    /// # Errors
    /// Any refusal, outage or answer that is not a JSON array.
    pub(crate) fn transcript(&self, id: &Id) -> Result<RecordBatch, CliError> {
        self.get(Call::Transcript(id), ApiResponse::into_transcript)
    }

    /// API document, `POST /engagements/:engagement_id/export`, under an idempotency key.
    /// `may_send` decides before each attempt whether the run goes on. `None` when the run was stopped
    /// before anything was sent.
    pub(crate) fn export(
        &self,
        id: &Id,
        key: &str,
        may_send: &dyn Fn() -> bool,
    ) -> Option<ExportResult> {
        let call = Call::Export { id, key };
        // What failed goes to stdout too, as the result's `error`.
        let redacted = |failure| self.transport.console.redacted(failure);
        let sent = match self.transport.send_while(call, may_send) {
            Ok(sent) => sent,
            Err(failure) => return Some(ExportResult::not_sent(id, redacted(failure))),
        };
        if sent.attempts == 0 && sent.aborted == Some(AbortReason::Stopped) {
            return None;
        }
        let attempts = sent.attempts;
        let status = match &sent.outcome {
            Ok(response) => export_status(response),
            Err(broken) if broken.how.may_have_acted() => Status::Unknown,
            Err(_) => Status::Failed,
        };
        let head = sent
            .outcome
            .as_ref()
            .ok()
            .map(|response| response.head.clone());
        let failure = match status {
            Status::Exported => None,
            _ => Some(redacted(export_failure(sent, &call.subject()))),
        };
        Some(ExportResult {
            engagement_id: id.clone(),
            status,
            http_status: head.as_ref().map(|head| head.status),
            attempts,
            request_id: head
                .and_then(|head| head.request_id)
                .map(|id| self.transport.console.redacted_text(&id)),
            failure,
        })
    }

    /// The API's time, by a request for as little of the list as possible; `None` if the API does not
    /// send it.
    ///
    /// # Errors
    /// Those of a page of the list.
    pub(crate) fn time(&self, query: &Query) -> Result<Option<DateTime<Utc>>, CliError> {
        let query = Query {
            per_page: Some(1),
            ..query.clone()
        };
        let page = self.page(&query.params())?;
        Ok(page.date.as_deref().and_then(server_clock::parse_date))
    }

    /// API document, `GET /engagements`: one page.
    fn page(&self, params: &Params) -> Result<Page, CliError> {
        self.get(Call::Page(params), ApiResponse::into_page)
    }

    fn get<T>(
        &self,
        call: Call<'_>,
        parse: impl Fn(ApiResponse) -> serde_json::Result<T>,
    ) -> Result<T, CliError> {
        let response = expect_success(self.transport.send(call)?, &call.subject())?;
        let head = response.head.clone();
        parse(response).map_err(|why| ApiResponse::unexpected_response(&head, &call.subject(), why))
    }

    /// The API's address, without a slash at its end.
    pub(crate) fn base_url(&self) -> String {
        self.base().as_str().trim_end_matches('/').to_owned()
    }

    fn base(&self) -> &Url {
        &self.transport.base
    }
}

/// Returns what a response means for the export that it answers. Only an explicit refusal is a failure:
/// a redirect or a gateway's 5xx, for example, does not reveal what the API behind it did. A 503 that
/// names a time to come back is a refusal.
fn export_status(response: &ApiResponse) -> Status {
    match (response.export_success(), response.head.status) {
        (Some(true), _) => Status::Exported,
        (None, 503) if response.head.requested_delay(SystemTime::now()).is_some() => Status::Failed,
        (None, ..400 | 408 | 409 | 425 | 500..) => Status::Unknown,
        _ => Status::Failed,
    }
}

fn export_failure(sent: SendOutcome, subject: &str) -> CliError {
    match expect_success(sent, subject) {
        Err(failure) => failure,
        Ok(response) => response.export_failure(subject),
    }
}

/// The answer, if it is a 2xx; else the failure that the outcome means.
fn expect_success(sent: SendOutcome, subject: &str) -> Result<ApiResponse, CliError> {
    let failure = match sent.outcome {
        Ok(response) if response.is_success() => return Ok(response),
        Ok(response) => response.failure(subject),
        Err(error) => CliError {
            hint: error.hint.map(str::to_owned),
            ..CliError::new(error.kind, format!("{subject}: {}", error.message))
        },
    };
    Err(match sent.aborted {
        Some(reason) => reason.explain(failure),
        None => failure,
    })
}
