//! One attempt: the request as it goes out, the answer as it comes in, and their trace.

use std::io;
use std::time::Instant;

use reqwest::blocking::{Request, Response};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName,
    HeaderValue, LOCATION, TRANSFER_ENCODING,
};
use reqwest::{Method, Url};

use super::body;
use super::call::Call;
use super::http_client::TransportError;
use super::response::ApiResponse;
use super::retry::{RequestSafety, ResponseHead};
use super::transport::Transport;

/// The version of the API, named on every request (facts, "Hosts").
pub(crate) const VERSION: &str = "application/vnd.salemove.v1+json";

impl Transport {
    /// Sends the call once.
    pub(super) fn attempt(
        &self,
        call: Call<'_>,
        url: &Url,
        authorization: Option<&HeaderValue>,
    ) -> Result<ApiResponse, TransportError> {
        let started = Instant::now();
        let max_ahead = match call.safety() {
            RequestSafety::Safe => self.max_body_ahead,
            RequestSafety::Unsafe => u64::MAX,
        };
        let request = self.request(call, url, authorization);
        let outcome = request
            .and_then(|request| self.http.execute(request))
            .map_err(|error| self.peer.error(&error))
            .and_then(|response| {
                if !matches!(call, Call::CreateToken(_)) {
                    self.trace_headers('<', response.headers());
                    return self.read(response, max_ahead);
                }
                // The headers of a token's response may repeat it, and nobody knows it yet.
                let mut response = self.read(response, max_ahead)?;
                if response.is_success() {
                    response.head.request_id = None;
                }
                Ok(response)
            });
        self.trace(&call.http_method(), url.as_str(), started, &outcome);
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
            .request(call.http_method(), url.clone())
            .timeout(self.timeout)
            .header(ACCEPT, VERSION)
            .header(ACCEPT_ENCODING, "gzip");
        if let Some(authorization) = authorization {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        match call {
            Call::Export { key, .. } => {
                request = request
                    .header("x-idempotency-key", key)
                    .header(CONTENT_TYPE, "application/json")
                    .body("");
            }
            Call::CreateToken(pair) => {
                request = request
                    .header(CONTENT_TYPE, "application/json")
                    .body(pair.body());
            }
            Call::Page(_) | Call::Engagement(_) | Call::Transcript(_) | Call::Recording(_) => {}
        }
        let request = request.build()?;
        self.trace_headers('>', request.headers());
        Ok(request)
    }

    fn read(&self, response: Response, max_ahead: u64) -> Result<ApiResponse, TransportError> {
        let head = head(&response);
        let headers = response.headers();
        let tells_its_end = [CONTENT_LENGTH, TRANSFER_ENCODING]
            .iter()
            .any(|name| headers.contains_key(name));
        let body = body::read(response, &self.peer, max_ahead)?;
        let response = ApiResponse { head, body };
        if !tells_its_end && response.is_truncated() {
            let why = "the connection ended in the middle of it";
            let error = io::Error::new(io::ErrorKind::UnexpectedEof, why);
            return Err(self.peer.body_error(&error));
        }
        Ok(response)
    }

    /// Traces an attempt; `address` is what may be seen of where it went.
    pub(super) fn trace(
        &self,
        method: &Method,
        address: &str,
        started: Instant,
        outcome: &Result<ApiResponse, TransportError>,
    ) {
        self.console.trace(1, || {
            let took = started.elapsed().as_millis();
            match outcome {
                Ok(ApiResponse { head, .. }) => {
                    let id = head.request_id.as_deref().unwrap_or("none");
                    format!(
                        "{method} {address} {} in {took} ms, request id {id}",
                        head.status
                    )
                }
                Err(broken) => format!(
                    "{method} {address} failed after {took} ms: {}",
                    broken.message
                ),
            }
        });
    }

    /// Traces the headers of a request (`>`) or an answer (`<`).
    pub(super) fn trace_headers(&self, direction: char, headers: &HeaderMap) {
        for (name, value) in headers {
            self.console.trace(2, || {
                let is_secret = ["authorization", "cookie", "secret", "token"]
                    .iter()
                    .any(|word| name.as_str().contains(word));
                let shown: &[u8] = if is_secret || value.is_sensitive() {
                    b"***"
                } else {
                    value.as_bytes()
                };
                let mut shown = String::from_utf8_lossy(shown);
                if let Some((address, _)) = shown.split_once('?') {
                    // A query may be a signature, and whoever has that needs no token.
                    shown = format!("{address}?***").into();
                }
                format!("{direction} {name}: {shown}")
            });
        }
    }
}

/// The head of an answer.
pub(super) fn head(response: &Response) -> ResponseHead {
    // The location may be relative to the address that was asked, or begin with another host.
    let location = |text: String| Some(response.url().join(&text).ok()?.to_string());
    let text = |name: HeaderName| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    ResponseHead {
        status: response.status().as_u16(),
        request_id: text(HeaderName::from_static("x-request-id")),
        retry_after: text(reqwest::header::RETRY_AFTER),
        remaining: text(HeaderName::from_static("x-rate-limit-remaining")),
        reset: text(HeaderName::from_static("x-rate-limit-reset")),
        date: text(reqwest::header::DATE),
        location: text(LOCATION)
            .filter(|text| !text.is_empty())
            .and_then(location),
    }
}
