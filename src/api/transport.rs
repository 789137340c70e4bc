//! Sends a request, attempt by attempt, until its outcome is final.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Instant;

use chrono::Utc;
use reqwest::blocking::Client;

use super::auth::TokenState;
use super::call::Call;
use super::http_client::{self, PASS_TIMEOUT, TransportError};
use super::paginator::ListStatus;
use super::response::ApiResponse;
use super::retry::{self, AttemptOutcome, Delay, TransportErrorKind};
use super::throttle::{AbortReason, Throttle};
use crate::console::Console;
use crate::error::CliError;
use crate::settings::Connection;

/// A complete response of any status, or none.
pub(super) type AttemptResult = Result<ApiResponse, TransportError>;

/// Everything that the requests of a run share.
pub(super) struct Transport {
    /// How the API is reached.
    pub(super) connection: Connection,
    /// The client for the API.
    pub(super) http: Client,
    /// The client for recordings on https, if the API is reached by plain http.
    pub(super) https: OnceLock<Result<Client, CliError>>,
    /// The token in use.
    pub(super) token: Mutex<TokenState>,
    /// Shared by all workers.
    pub(super) throttle: Throttle,
    /// What is known about the list of the run.
    pub(super) list_status: Mutex<ListStatus>,
    /// For warnings and traces.
    pub(super) console: Arc<Console>,
}

/// The final outcome of a call.
pub(super) struct SendOutcome {
    /// Requests that were started.
    pub(super) attempts: u32,
    /// The result of the last one.
    pub(super) result: AttemptResult,
    /// Set if a limit of the run ended the attempts, not the result.
    pub(super) aborted: Option<AbortReason>,
}

impl SendOutcome {
    /// Creates the outcome before the first attempt.
    pub(super) fn not_sent() -> Self {
        let error = TransportError::new(TransportErrorKind::NotSent, "the request was not sent");
        Self {
            attempts: 0,
            result: Err(error),
            aborted: None,
        }
    }

    /// Returns the status of the response.
    pub(super) fn status(&self) -> Option<u16> {
        Some(self.result.as_ref().ok()?.head.status)
    }

    /// Returns the response if its status is a 2xx.
    ///
    /// # Errors
    /// The failure that the outcome means.
    pub(super) fn into_success(
        self,
        call: Call<'_>,
        connection: &Connection,
    ) -> Result<ApiResponse, CliError> {
        let subject = call.subject();
        let failure = match self.result {
            Ok(response) if response.is_success() => return Ok(response),
            Ok(response) => {
                let mut failure = response.failure(&subject);
                failure.hint = call.hint(&response, connection);
                failure
            }
            Err(TransportError { mut failure, .. }) => {
                failure.message = format!("{subject}: {}", failure.message);
                match (call, failure.hint.as_deref()) {
                    (Call::Page(_), Some(PASS_TIMEOUT)) => {
                        failure.hint(format!("{PASS_TIMEOUT}, or a smaller `--per-page`"))
                    }
                    _ => failure,
                }
            }
        };
        Err(match self.aborted {
            Some(reason) => reason.explain(failure),
            None => failure,
        })
    }
}

impl Transport {
    /// Creates a transport that is not connected yet.
    ///
    /// # Errors
    /// Settings: an unusable proxy or unusable certificates.
    pub(super) fn new(connection: Connection, console: Arc<Console>) -> anyhow::Result<Self> {
        // An unusable proxy.
        connection.proxies.proxy_for(connection.base_url.url())?;
        Ok(Self {
            http: http_client::build(&connection, connection.base_url.is_loopback_http())?,
            https: OnceLock::new(),
            token: Mutex::default(),
            throttle: Throttle::new(connection.concurrency, connection.max_wait),
            list_status: Mutex::default(),
            connection,
            console,
        })
    }

    /// Sends a call until its outcome is final. A token that the API rejects is replaced if it may have
    /// expired: a request that gets a 401 has changed nothing. `may_send` is called before each attempt.
    ///
    /// # Errors
    /// There is no token, so nothing is sent.
    pub(super) fn send(
        &self,
        call: Call<'_>,
        max_body: u64,
        may_send: &dyn Fn() -> bool,
    ) -> Result<SendOutcome, CliError> {
        let mut token = match call {
            Call::CreateToken(_) => None,
            _ => self.token(None)?,
        };
        let mut sent = SendOutcome::not_sent();
        loop {
            self.send_with_retries(&mut sent, call.is_safe(), || {
                may_send().then(|| self.attempt(call, token.as_ref(), max_body))
            });
            if token.is_none() || sent.status() != Some(401) {
                return Ok(sent);
            }
            match self.token(token.as_ref()) {
                Ok(None) => return Ok(sent),
                Ok(replacement) => token = replacement,
                Err(failure) => {
                    sent.aborted = Some(AbortReason::TokenNotReplaced(failure.into()));
                    return Ok(sent);
                }
            }
        }
    }

    /// Makes attempts until the outcome is final or a limit of the run is reached. `attempt` returns
    /// `None` if the run must not send anything more.
    pub(super) fn send_with_retries(
        &self,
        sent: &mut SendOutcome,
        is_safe: bool,
        mut attempt: impl FnMut() -> Option<AttemptResult>,
    ) {
        // Without the attempts that ended in a requested delay.
        let mut counted = 0;
        let mut earliest = None;
        loop {
            if let Err(reason) = self.throttle.acquire(earliest) {
                sent.aborted = Some(reason);
                break;
            }
            let result = attempt();
            let delay = result.as_ref();
            let delay = delay.and_then(|it| self.delay_after(is_safe, outcome(it), counted + 1));
            // Release the permit after the delay is registered; otherwise another worker could send a
            // request in between.
            self.throttle.release();
            let Some(result) = result else {
                sent.aborted = Some(AbortReason::Stopped);
                break;
            };
            sent.result = result;
            sent.attempts += 1;
            let duration = match delay {
                None => break,
                // The throttle makes all workers wait for it.
                Some(Delay::Requested(duration)) => duration,
                Some(Delay::Jittered(longest)) => {
                    counted += 1;
                    let duration = longest.mul_f64(fastrand::f64());
                    earliest = Some(Instant::now() + duration);
                    duration
                }
            };
            self.console.progress().wait(duration);
            self.console
                .trace(1, || format!("retrying in {:.1} s", duration.as_secs_f64()));
        }
        let is_final = sent.attempts > 0 && sent.aborted != Some(AbortReason::Stopped);
        if is_final && retry::is_outage(outcome(&sent.result)) && self.throttle.on_failure() {
            sent.aborted = Some(AbortReason::FailureBudgetSpent);
        }
    }

    /// Returns the delay before the next attempt, and reports to the throttle how the outcome affects all
    /// workers.
    fn delay_after(&self, is_safe: bool, outcome: AttemptOutcome, attempt: u32) -> Option<Delay> {
        let now = Utc::now();
        let delay = retry::next_delay(is_safe, outcome, attempt, self.connection.retries, now);
        let Ok(head) = outcome else {
            return delay;
        };
        match head.status {
            200..300 => self.throttle.on_success(),
            429 => self.throttle.on_rate_limited(),
            _ => {}
        }
        let delay_of_all = match delay {
            Some(Delay::Requested(delay)) => Some(delay),
            _ => head.rate_limit_delay(now),
        };
        if let Some(delay) = delay_of_all {
            self.throttle.delay_all(delay);
        }
        delay
    }
}

fn outcome(result: &AttemptResult) -> AttemptOutcome<'_> {
    result
        .as_ref()
        .map(|response| &response.head)
        .map_err(|error| error.kind)
}
