//! Sending: one attempt after another until an outcome is final.

use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use reqwest::blocking::{Client, Request, Response};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method as HttpMethod, Url};

use super::answer::Answer;
use super::authorizer::Authorizer;
use super::call::Call;
use super::connect::Broken;
use super::gate::{Closed, Gate};
use super::retry::{self, Break, Head, Method, Outcome, Pause};
use crate::failure::Kind;
use crate::talk::Talk;

/// The version of the API, named on every request (facts, "Hosts").
pub(crate) const VERSION: &str = "application/vnd.salemove.v1+json";

/// A decoded body larger than this is refused: it is no page, whatever it is.
const LARGEST_BODY: u64 = 32 * 1024 * 1024;

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
            outcome = self.attempt(call, &url, authorization);
            let pause = self.judge(call.method(), &outcome, attempts);
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

    fn attempt(
        &self,
        call: Call<'_>,
        url: &Url,
        authorization: Option<&HeaderValue>,
    ) -> Result<Answer, Broken> {
        let started = Instant::now();
        let request = self.request(call, url, authorization);
        let outcome = request
            .and_then(|request| self.http.execute(request))
            .map_err(|error| Broken::from_request(&error, url, self.timeout))
            .and_then(|response| self.read(response, url));
        self.trace(&call.verb(), url, started.elapsed(), &outcome);
        outcome
    }

    fn request(
        &self,
        call: Call<'_>,
        url: &Url,
        authorization: Option<&HeaderValue>,
    ) -> reqwest::Result<Request> {
        let mut request = self
            .http
            .request(call.verb(), url.clone())
            .timeout(self.timeout)
            .header(ACCEPT, VERSION);
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        match call {
            Call::Export { key, .. } => request = request.header("x-idempotency-key", key),
            Call::Mint(pair) => {
                request = request
                    .header(CONTENT_TYPE, "application/json")
                    .body(pair.body());
            }
            Call::Page(_) | Call::Engagement(_) | Call::Transcript(_) => {}
        }
        let request = request.build()?;
        self.trace_headers('>', request.headers());
        Ok(request)
    }

    fn read(&self, response: Response, url: &Url) -> Result<Answer, Broken> {
        let head = head(&response);
        self.trace_headers('<', response.headers());
        let mut body = Vec::new();
        response
            .take(LARGEST_BODY + 1)
            .read_to_end(&mut body)
            .map_err(|error| Broken::from_body(&error, url, self.timeout))?;
        if body.len() as u64 > LARGEST_BODY {
            let message =
                "the answer is larger than 32 MiB, which no page of the API is".to_owned();
            return Err(Broken {
                how: Break::Refused,
                kind: Kind::Service,
                message,
            });
        }
        Ok(Answer { head, body })
    }

    fn trace(
        &self,
        method: &HttpMethod,
        url: &Url,
        took: Duration,
        outcome: &Result<Answer, Broken>,
    ) {
        self.talk.trace(1, || {
            let took = took.as_millis();
            match outcome {
                Ok(Answer { head, .. }) => {
                    let id = head.request_id.as_deref().unwrap_or("none");
                    format!(
                        "{method} {url} {} in {took} ms, request id {id}",
                        head.status
                    )
                }
                Err(broken) => format!("{method} {url} failed after {took} ms: {}", broken.message),
            }
        });
    }

    fn trace_headers(&self, direction: char, headers: &HeaderMap) {
        for (name, value) in headers {
            self.talk.trace(2, || {
                let shown: &[u8] = if value.is_sensitive() {
                    b"***"
                } else {
                    value.as_bytes()
                };
                format!("{direction} {name}: {}", String::from_utf8_lossy(shown))
            });
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

fn head(response: &Response) -> Head {
    // The location may be relative to the address that was asked, or begin with another host.
    let location = |text: String| Some(response.url().join(&text).ok()?.to_string());
    let text = |name: HeaderName| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Head {
        status: response.status().as_u16(),
        request_id: text(HeaderName::from_static("x-request-id")),
        retry_after: text(reqwest::header::RETRY_AFTER),
        remaining: text(HeaderName::from_static("x-rate-limit-remaining")),
        reset: text(HeaderName::from_static("x-rate-limit-reset")),
        date: text(reqwest::header::DATE),
        location: text(reqwest::header::LOCATION)
            .filter(|text| !text.is_empty())
            .and_then(location),
    }
}
