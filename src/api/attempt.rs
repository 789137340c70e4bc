//! One attempt: the request that is sent, the response that is read, and their trace.

use std::io::{self, BufRead, BufReader, Read};
use std::time::Instant;

use chrono::{DateTime, Utc};
use flate2::bufread::MultiGzDecoder;
use reqwest::Url;
use reqwest::blocking::{Request, Response};
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE,
    HeaderMap, HeaderValue, TRANSFER_ENCODING,
};

use super::call::{AttemptResult, Call};
use super::http_client::{API_VERSION, TransportError};
use super::response::ApiResponse;
use super::response_head::{ResponseHead, clock_difference, parse_http_date};
use super::retry::TransportErrorKind;
use super::transport::Transport;

/// Maximum size of a decoded body: no page of the API comes close.
pub(super) const MAX_BODY: u64 = 32 * 1024 * 1024;

impl Transport {
    /// Sends the call once. `max_body` is the maximum size of the body.
    pub(super) fn attempt(
        &self,
        call: Call<'_>,
        token: Option<&HeaderValue>,
        max_body: u64,
    ) -> AttemptResult {
        let (started, sent_at) = (Instant::now(), Utc::now());
        let url = call.url(self.connection.base_url.url());
        // The response's headers may repeat the new token, which is not known to the redaction yet.
        let creates_token = matches!(call, Call::CreateToken(_));
        let request = self.request(call, &url, token);
        let response = request.and_then(|request| self.http.execute(request));
        let response =
            response.map_err(|error| TransportError::from_request(&error, &url, &self.connection));
        let mut result = response.and_then(|response| {
            if !creates_token {
                self.trace_headers('<', response.headers());
            }
            self.read(response, sent_at, max_body)
        });
        if let Ok(response) = &mut result
            && creates_token
            && response.is_success()
        {
            response.head.request_id = None;
        }
        self.trace(&format!("{} {url}", call.http_method()), started, &result);
        result
    }

    fn request(
        &self,
        call: Call<'_>,
        url: &Url,
        token: Option<&HeaderValue>,
    ) -> reqwest::Result<Request> {
        let mut request = self
            .http
            .request(call.http_method(), url.clone())
            .timeout(self.connection.timeout)
            .header(ACCEPT, API_VERSION)
            .header(ACCEPT_ENCODING, "gzip");
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, token.clone());
        }
        let json = "application/json";
        let request = match call {
            Call::Export { key, .. } => request
                .header(CONTENT_TYPE, json)
                .header("x-idempotency-key", key)
                .body(""),
            Call::CreateToken(api_key) => request.header(CONTENT_TYPE, json).body(api_key.body()),
            _ => request,
        };
        let request = request.build()?;
        self.trace_headers('>', request.headers());
        Ok(request)
    }

    /// Reads and decodes the body. A larger one than `max_body` is not read to its end.
    fn read(&self, response: Response, sent_at: DateTime<Utc>, max_body: u64) -> AttemptResult {
        let url = &response.url().clone();
        let head = head(&response, sent_at);
        let is_framed = [CONTENT_LENGTH, TRANSFER_ENCODING]
            .iter()
            .any(|name| response.headers().contains_key(name));
        let body = read_body(response, max_body + 1)
            .map_err(|error| TransportError::from_body(&error, url, &self.connection))?;
        if body.len() as u64 > max_body {
            let cause = format!("the body is larger than {} MiB", max_body >> 20);
            let error = TransportError::invalid_response(url, &cause);
            let kind = TransportErrorKind::TooLarge;
            return Err(TransportError { kind, ..error });
        }
        let response = ApiResponse { head, body };
        if !is_framed && response.is_truncated() {
            let cause = "the connection ended in the middle of it";
            return Err(TransportError::truncated(url, cause));
        }
        Ok(response)
    }

    /// Traces an attempt. `request` is its method and the part of its URL that may be printed.
    pub(super) fn trace(&self, request: &str, started: Instant, result: &AttemptResult) {
        self.console.trace(1, || {
            let took = started.elapsed().as_millis();
            match result {
                Ok(ApiResponse { head, .. }) => {
                    let (status, id) = (head.status, head.request_id.as_deref().unwrap_or("none"));
                    format!("{request} {status} in {took} ms, request id {id}")
                }
                Err(error) => {
                    let message = &error.failure.message;
                    format!("{request} failed after {took} ms: {message}")
                }
            }
        });
    }

    /// Traces the headers of a request (`>`) or a response (`<`).
    pub(super) fn trace_headers(&self, direction: char, headers: &HeaderMap) {
        for (name, value) in headers {
            self.console.trace(2, || {
                let is_secret = ["authorization", "cookie", "secret", "token"]
                    .iter()
                    .any(|word| name.as_str().contains(word));
                if is_secret || value.is_sensitive() {
                    return format!("{direction} {name}: ***");
                }
                let value = String::from_utf8_lossy(value.as_bytes());
                match value.split_once('?') {
                    // The query may be a signature that replaces a token.
                    Some((address, _)) => format!("{direction} {name}: {address}?***"),
                    None => format!("{direction} {name}: {value}"),
                }
            });
        }
    }
}

/// Reads and decodes up to `limit` bytes of the body.
fn read_body(response: Response, limit: u64) -> io::Result<Vec<u8>> {
    let encoding = response.headers().get(CONTENT_ENCODING);
    let encoding = encoding.map_or_else(Vec::new, |value| value.as_bytes().to_ascii_lowercase());
    // Growing the body step by step would leave gaps in the heap.
    let length = response.content_length().unwrap_or(0).min(limit);
    let mut body = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
    let mut reader = BufReader::new(response);
    // An empty body is not encoded, whatever its headers claim.
    if reader.fill_buf()?.is_empty() {
        return Ok(body);
    }
    match &*encoding {
        b"" | b"identity" => reader.take(limit).read_to_end(&mut body)?,
        b"gzip" | b"x-gzip" => MultiGzDecoder::new(reader)
            .take(limit)
            .read_to_end(&mut body)?,
        unknown => {
            let unknown = String::from_utf8_lossy(unknown);
            let message = format!("unknown content encoding `{unknown}`");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
    };
    Ok(body)
}

/// Reads the head of a response to a request that was sent at this time by our clock.
pub(super) fn head(response: &Response, sent_at: DateTime<Utc>) -> ResponseHead {
    let text = |name: &str| {
        let value = response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let date = text("date").and_then(|date| parse_http_date(&date));
    let ahead = date.map(|date| clock_difference(date, sent_at, Utc::now()));
    // The location may be relative to the URL of the request.
    let location = text("location").filter(|location| !location.is_empty());
    ResponseHead {
        status: response.status().as_u16(),
        request_id: text("x-request-id").or_else(|| text("request-id")),
        retry_after: text("retry-after"),
        limit: text("x-rate-limit-limit"),
        remaining: text("x-rate-limit-remaining"),
        reset: text("x-rate-limit-reset"),
        date,
        clock_ahead: ahead.unwrap_or_default(),
        location: location.and_then(|text| Some(response.url().join(&text).ok()?.to_string())),
    }
}
