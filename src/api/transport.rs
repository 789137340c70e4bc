//! Sends a call, with the token of the run, attempt by attempt, until its outcome is final.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use chrono::Utc;
use reqwest::blocking::Client;
use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::attempt::MAX_BODY;
use super::call::{AttemptResult, Call, SendOutcome};
use super::http_client;
use super::paginator::ListStatus;
use super::retry::{self, AttemptOutcome, Delay};
use super::throttle::{AbortReason, Throttle};
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::settings::Connection;
use crate::settings::credentials::{ApiKey, Credentials};
use crate::values::token::{AuthScheme, Token};

/// A new token that is rejected within this time has not expired, so it is not replaced again.
const MIN_LIFETIME: Duration = Duration::from_secs(60);

/// Everything that the requests of a run share.
pub(super) struct Transport {
    /// How the API is reached.
    pub(super) connection: Connection,
    /// The client for the API.
    pub(super) http: Client,
    /// The client for recordings on https, if the API is reached by plain http.
    pub(super) https: OnceLock<Result<Client, CliError>>,
    /// The token in use.
    token: Mutex<TokenState>,
    /// Shared by all workers.
    pub(super) throttle: Throttle,
    /// What is known about the list of the run.
    pub(super) list_status: Mutex<ListStatus>,
    /// For warnings and traces.
    pub(super) console: Arc<Console>,
}

/// The token in use.
#[derive(Default)]
struct TokenState {
    /// The value of `Authorization`, or why there is none.
    current: Option<Result<HeaderValue, CliError>>,
    /// When the API rejected the last token.
    replaced_at: Option<Instant>,
}

impl Transport {
    /// Creates a transport that is not connected yet.
    ///
    /// # Errors
    /// Settings: an unusable proxy or unusable certificates.
    pub(super) fn new(connection: Connection, console: Arc<Console>) -> anyhow::Result<Self> {
        // The HTTP client would ignore an unusable proxy.
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

    /// Sends a call until its outcome is final. A token that the API rejects is replaced once, if it may
    /// have expired: a request that gets a 401 has changed nothing. `may_send` is called before each attempt.
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
        let mut may_replace = token.is_some();
        let mut sent = SendOutcome::not_sent();
        loop {
            self.send_with_retries(&mut sent, call.is_safe(), || {
                may_send().then(|| self.attempt(call, token.as_ref(), max_body))
            });
            if !may_replace || sent.status() != Some(401) {
                return Ok(sent);
            }
            may_replace = false;
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

    /// Returns the token to send, or the one that replaces a rejected one. `None` if there is no other.
    ///
    /// The lock is held while a token is created or read, so that workers share one new token or one error.
    fn token(&self, rejected: Option<&HeaderValue>) -> Result<Option<HeaderValue>, CliError> {
        let mut state = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        match &state.current {
            Some(Ok(current)) if rejected == Some(current) => {
                let replaced_at = state.replaced_at.replace(Instant::now());
                if replaced_at.is_some_and(|at| at.elapsed() < MIN_LIFETIME) {
                    return Ok(None);
                }
            }
            Some(current) => return current.clone().map(Some),
            None => {}
        }
        let obtained = self.obtain_token(rejected).map_err(CliError::fatal);
        if let Some(changed) = obtained.clone().transpose() {
            state.current = Some(changed);
        }
        obtained
    }

    /// Creates or reads a token; `None` if there is none but the rejected one.
    fn obtain_token(
        &self,
        rejected: Option<&HeaderValue>,
    ) -> Result<Option<HeaderValue>, CliError> {
        let credentials = &self.connection.credentials;
        let token = match credentials {
            Credentials::Token { token, .. } if rejected.is_none() => Some(token.clone()),
            Credentials::Token { .. } => credentials.read_again()?,
            Credentials::Pair(api_key) => Some(self.create_token(api_key)?),
        };
        let Some(token) = token else {
            return Ok(None);
        };
        self.console.redact(&token.secret);
        let header = HeaderValue::from_str(token.authorization().expose());
        let cannot_send = |_| CliError::new(ErrorKind::Settings, "the token cannot be sent");
        let mut header = header.map_err(cannot_send)?;
        // No trace prints it.
        header.set_sensitive(true);
        Ok(Some(header).filter(|header| rejected != Some(header)))
    }

    /// Creates a token with an API key.
    fn create_token(&self, api_key: &ApiKey) -> Result<Token, CliError> {
        #[derive(Deserialize)]
        struct Body {
            token: String,
        }
        let call = Call::CreateToken(api_key);
        let sent = self.send(call, MAX_BODY, &|| true)?;
        let response = sent.into_success(call, &self.connection)?;
        // The error must not quote the body: it may contain a part of a token.
        let body: Option<Body> = response.object().ok();
        let token = body.and_then(|body| Token::new(&body.token, Some(AuthScheme::Bearer)).ok());
        token.ok_or_else(|| response.head.unexpected(&call.subject(), "missing `token`"))
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
        let delay_of_all = match delay {
            Some(Delay::Requested(delay)) => Some(delay),
            _ => head.rate_limit_delay(now),
        };
        self.throttle.on_response(head.status, delay_of_all);
        delay
    }
}

fn outcome(result: &AttemptResult) -> AttemptOutcome<'_> {
    result
        .as_ref()
        .map(|response| &response.head)
        .map_err(|error| error.kind)
}
