//! Sending: one attempt after another until an outcome is final.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::Url;
use reqwest::blocking::Client;
use reqwest::header::HeaderValue;

use super::answer::Answer;
use super::authorizer::Authorizer;
use super::call::Call;
use super::connect::Broken;
use super::gate::{Closed, Gate};
use super::retry::{self, Break, Method, Outcome, Pause};
use crate::failure::Kind;
use crate::talk::Talk;

/// What every request of a run shares.
pub(crate) struct Transport {
    /// The connections.
    pub(crate) http: Client,
    /// The API's address.
    pub(crate) base: Url,
    /// Who we are.
    pub(crate) authorizer: Authorizer,
    /// Shared by all workers.
    pub(crate) gate: Gate,
    /// Attempts after the first.
    pub(crate) retries: u32,
    /// Deadline of one whole attempt.
    pub(crate) timeout: Duration,
    /// For traces.
    pub(crate) talk: Arc<Talk>,
}

/// The final outcome of a call.
pub(crate) struct Sent {
    /// Requests that were started for it.
    pub(crate) attempts: u32,
    /// A whole answer of any status, or none.
    pub(crate) outcome: Result<Answer, Broken>,
    /// Set when the run's limits ended the attempts, not the outcome.
    pub(crate) gave_up: Option<GaveUp>,
}

impl Sent {
    /// The status of the answer, if there was one.
    pub(crate) fn status(&self) -> Option<u16> {
        Some(self.outcome.as_ref().ok()?.head.status)
    }
}

/// Which limit of the run ended the attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GaveUp {
    /// The service asked for a wait beyond `--max-wait`: this long from now.
    AskedToWait(Duration),
    /// The pauses of the run are together as long as `--max-wait` allows.
    WaitedEnough,
    /// The run has no retry left.
    NoRetryLeft,
    /// The run is being stopped.
    Stopped,
}

impl Transport {
    /// Sends the call, as somebody or as nobody, until its outcome is final.
    pub(super) fn send_as(&self, call: Call<'_>, authorization: Option<&HeaderValue>) -> Sent {
        let url = call.url(&self.base);
        self.until_final(call.method(), || self.attempt(call, &url, authorization))
    }

    /// Makes one attempt after another until an outcome is final.
    pub(super) fn until_final(
        &self,
        method: Method,
        mut attempt: impl FnMut() -> Result<Answer, Broken>,
    ) -> Sent {
        let mut attempts = 0;
        let mut outcome = Err(Broken {
            how: Break::NotSent,
            kind: Kind::Network,
            message: "the request was not sent".to_owned(),
        });
        let gave_up = loop {
            let pass = match self.gate.enter(attempts > 0) {
                Ok(pass) => pass,
                Err(closed) => break Some(closed.into()),
            };
            attempts += 1;
            outcome = attempt();
            let pause = self.judge(method, &outcome, attempts);
            // Only now, so that no request slips out between an answer and the wait it asks for.
            drop(pass);
            let Some(pause) = pause else { break None };
            if let Err(gave_up) = self.wait(pause) {
                break Some(gave_up);
            }
        };
        Sent {
            attempts,
            outcome,
            gave_up,
        }
    }

    /// What the outcome means for the next attempt, and at the gate for all workers.
    fn judge(
        &self,
        method: Method,
        outcome: &Result<Answer, Broken>,
        attempts: u32,
    ) -> Option<Pause> {
        let now = SystemTime::now();
        let again = |seen| retry::again(method, seen, attempts, self.retries, now);
        let answer = match outcome {
            Ok(answer) => answer,
            Err(broken) => return again(Outcome::Broken(broken.how)),
        };
        if answer.is_success() {
            self.gate.succeeded();
        } else if answer.head.status == 429 {
            self.gate.limited();
        }
        let pause = again(Outcome::Answer(&answer.head));
        let hold = match pause {
            Some(Pause::Asked(span)) => Some(span),
            _ => answer.head.exhausted_for(now),
        };
        if let Some(span) = hold {
            self.gate.hold_all(span);
        }
        pause
    }

    /// Waits before the next attempt. What the service asked for is waited for at the gate.
    fn wait(&self, pause: Pause) -> Result<(), GaveUp> {
        if !self.gate.take_retry() {
            return Err(GaveUp::NoRetryLeft);
        }
        let span = match pause {
            Pause::UpTo(span) => span.mul_f64(fastrand::f64()),
            Pause::Asked(span) => span,
        };
        self.talk.progress().retry(span);
        self.talk.trace(1, || {
            let seconds = span.as_secs_f64();
            format!("the next attempt is due in {seconds:.1} s")
        });
        match pause {
            Pause::UpTo(_) => self.gate.pause(span).map_err(|closed| match closed {
                Closed::TooLong(_) => GaveUp::WaitedEnough,
                Closed::Shut => GaveUp::Stopped,
            }),
            Pause::Asked(_) => Ok(()),
        }
    }
}

impl From<Closed> for GaveUp {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::TooLong(span) => Self::AskedToWait(span),
            Closed::Shut => Self::Stopped,
        }
    }
}
