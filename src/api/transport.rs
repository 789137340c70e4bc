//! Sends a request, attempt by attempt, until its outcome is final.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use reqwest::Url;
use reqwest::blocking::Client;
use reqwest::header::HeaderValue;

use super::auth::Authenticator;
use super::call::Call;
use super::http_client::{Peer, TransportError};
use super::response::ApiResponse;
use super::retry::{self, AttemptOutcome, Delay, RequestSafety, TransportErrorKind};
use super::throttle::{AbortReason, Throttle, WaitTooLong};
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::parallel;

/// What all requests of a run share.
pub(crate) struct Transport {
    /// The HTTP client.
    pub(crate) http: Client,
    /// The base URL.
    pub(crate) base: Url,
    /// The base URL as error messages name it.
    pub(crate) peer: Peer,
    /// The credentials.
    pub(crate) authenticator: Authenticator,
    /// Shared by all workers.
    pub(crate) throttle: Throttle,
    /// Attempts after the first.
    pub(crate) retries: u32,
    /// The size of a body that is read before the output has come to it.
    pub(crate) max_body_ahead: u64,
    /// Deadline of one attempt.
    pub(crate) timeout: Duration,
    /// For traces.
    pub(crate) console: Arc<Console>,
}

/// The final outcome of a call.
pub(crate) struct SendOutcome {
    /// Requests that were started.
    pub(crate) attempts: u32,
    /// A complete response of any status, or none.
    pub(crate) outcome: Result<ApiResponse, TransportError>,
    /// Set if a limit of the run ended the attempts, not the outcome.
    pub(crate) aborted: Option<AbortReason>,
}

impl SendOutcome {
    /// Returns the status of the response.
    pub(crate) fn status(&self) -> Option<u16> {
        Some(self.outcome.as_ref().ok()?.head.status)
    }
}

impl Transport {
    /// Sends the call, with credentials or without, until its outcome is final.
    pub(super) fn send_as(
        &self,
        call: Call<'_>,
        authorization: Option<&HeaderValue>,
        may_send: &dyn Fn() -> bool,
    ) -> SendOutcome {
        let url = call.url(&self.base);
        self.send_with_retries(call.safety(), || {
            may_send().then(|| self.attempt(call, &url, authorization))
        })
    }

    /// Makes attempts until the outcome is final or a limit of the run is reached. `attempt` returns
    /// `None` if the run is to send nothing more.
    pub(super) fn send_with_retries(
        &self,
        safety: RequestSafety,
        attempt: impl FnMut() -> Option<Result<ApiResponse, TransportError>>,
    ) -> SendOutcome {
        let mut sent = SendOutcome {
            attempts: 0,
            outcome: Err(TransportError::new(
                TransportErrorKind::NotSent,
                "the request was not sent".to_owned(),
            )),
            aborted: None,
        };
        sent.aborted = self.make_attempts(safety, attempt, &mut sent).err();
        let is_outage = AttemptOutcome::from(&sent.outcome).is_outage();
        let is_final = sent.attempts > 0 && sent.aborted != Some(AbortReason::Stopped);
        if is_final && is_outage && self.throttle.on_failure() {
            sent.aborted = Some(AbortReason::FailureBudgetSpent);
        }
        sent
    }

    fn make_attempts(
        &self,
        safety: RequestSafety,
        mut attempt: impl FnMut() -> Option<Result<ApiResponse, TransportError>>,
        sent: &mut SendOutcome,
    ) -> Result<(), AbortReason> {
        // Without the attempts that ended in a requested delay.
        let mut counted = 0;
        loop {
            let permit = self.throttle.acquire()?;
            sent.outcome = attempt().ok_or(AbortReason::Stopped)?;
            sent.attempts += 1;
            if matches!(&sent.outcome, Err(error) if error.how == TransportErrorKind::TooLargeAhead)
            {
                // Release the permit first: the turn may depend on a request that needs it.
                drop(permit);
                parallel::wait_for_turn();
                continue;
            }
            let delay = self.classify(safety, &sent.outcome, counted + 1);
            // Release the permit after the delay is registered; otherwise another worker could send a
            // request in between.
            drop(permit);
            let Some(delay) = delay else { return Ok(()) };
            counted += u32::from(matches!(delay, Delay::Jittered(_)));
            self.wait(delay)?;
        }
    }

    /// Returns the delay before the next attempt, and tells the throttle what the outcome means for all
    /// workers.
    fn classify(
        &self,
        safety: RequestSafety,
        outcome: &Result<ApiResponse, TransportError>,
        attempt: u32,
    ) -> Option<Delay> {
        let now = SystemTime::now();
        let delay = retry::next_delay(safety, outcome.into(), attempt, self.retries, now);
        let Ok(ApiResponse { head, .. }) = outcome else {
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

    /// Waits before the next attempt. The throttle makes all workers wait for a requested delay.
    fn wait(&self, delay: Delay) -> Result<(), AbortReason> {
        let duration = match delay {
            Delay::Jittered(longest) => longest.mul_f64(fastrand::f64()),
            Delay::Requested(duration) => duration,
        };
        self.console.progress().retry(duration);
        self.console.trace(1, || {
            let seconds = duration.as_secs_f64();
            format!("the next attempt is due in {seconds:.1} s")
        });
        match delay {
            Delay::Jittered(_) => self.throttle.wait(duration),
            Delay::Requested(_) => Ok(()),
        }
    }
}

impl<'a> From<&'a Result<ApiResponse, TransportError>> for AttemptOutcome<'a> {
    fn from(outcome: &'a Result<ApiResponse, TransportError>) -> Self {
        match outcome {
            Ok(response) => Self::Response(&response.head),
            Err(error) => Self::Failed(error.how),
        }
    }
}

impl AbortReason {
    /// Adds the limit of the run that was reached to the failure of the last attempt.
    pub(super) fn explain(self, failure: CliError) -> CliError {
        let is_rate_limit = matches!(self, Self::RequestedDelayTooLong(_));
        let failure = CliError {
            kind: if is_rate_limit {
                ErrorKind::RateLimited
            } else {
                failure.kind
            },
            is_fatal: !matches!(self, Self::WaitBudgetSpent(_)) || failure.is_fatal,
            ..failure
        };
        match self {
            Self::RequestedDelayTooLong(wait) | Self::WaitBudgetSpent(wait) => {
                failure.hint(wait.to_string())
            }
            Self::FailureBudgetSpent => {
                failure.hint("too many requests failed in a row: run again later")
            }
            Self::Stopped => failure,
        }
    }
}

/// A point in time further away than ten years is a mistake of the API and not printed.
const MAX_PRINTED_DELAY: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

impl fmt::Display for WaitTooLong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = SystemTime::now().checked_add(self.delay);
        match at.filter(|_| self.delay < MAX_PRINTED_DELAY) {
            Some(at) => {
                let at = DateTime::<Utc>::from(at).format("%Y-%m-%dT%H:%M:%SZ");
                write!(formatter, "retry after {at}: ")?;
            }
            None => formatter.write_str("retry in the far future: ")?,
        }
        let (waited, max_wait) = (self.waited.as_secs_f64(), self.max_wait);
        if self.waited.is_zero() {
            write!(
                formatter,
                "`--max-wait` ({max_wait:?}) is too short for this delay"
            )
        } else {
            write!(
                formatter,
                "the run waited {waited:.1} s without a success, and `--max-wait` is {max_wait:?}"
            )
        }
    }
}
