//! Downloads of recordings: the API responds with a presigned URL, and the storage behind it, which must
//! never see the token, with the audio.

use std::io::{self, Read, Write};
use std::time::Instant;

use reqwest::Url;
use reqwest::blocking::{Client as HttpClient, Response};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, TRANSFER_ENCODING};
use serde::Deserialize;

use super::attempt::{MAX_BODY, head};
use super::http_client::{self, Peer, TransportError};
use super::recording::Recording;
use super::response::ApiResponse;
use super::retry::{ResponseHead, TransportErrorKind};
use super::transport::Transport;
use super::{Call, Client};
use crate::error::{CliError, ErrorKind};
use crate::values::base_url::is_loopback;

/// Extensions of recordings.
pub(crate) const EXTENSIONS: [&str; 5] = ["mp3", "wav", "ogg", "m4a", "bin"];

impl Client {
    /// Downloads a recording into what `open` creates for a file with this extension, anew for each
    /// attempt. The result is complete; `None` if the recording is not ready yet (204).
    ///
    /// # Errors
    /// API: the recording is larger than `max_size`, or not audio. Local: it cannot be written, which ends
    /// the run. Any error status or outage.
    pub(crate) fn download<W: Write>(
        &self,
        recording: &Recording,
        max_size: u64,
        open: impl Fn(&str) -> anyhow::Result<W>,
    ) -> Result<Option<W>, CliError> {
        let Some(url) = self.presigned_url(recording)? else {
            return Ok(None);
        };
        let transport = self.transport;
        let client = transport.client_for(&url)?;
        let peer = Peer::new(&url, &transport.connection)?;
        let mut file = None;
        let sent = transport.send_with_retries(true, || {
            let started = Instant::now();
            let response = client.get(url.clone()).send();
            let response = response.map_err(|error| peer.error(&error));
            let result = response.and_then(|response| {
                transport.trace_headers('<', response.headers());
                // The rate limit of the storage is not that of the API.
                let head = ResponseHead {
                    remaining: None,
                    ..head(&response)
                };
                if head.status == 200 {
                    file = Some(save_audio(response, &peer, max_size, &open)?);
                }
                // Any other body may repeat the URL.
                Ok(ApiResponse {
                    head,
                    body: Vec::new(),
                })
            });
            let request = format!("GET {}/***", url.origin().ascii_serialization());
            transport.trace(&request, started, &result);
            Some(result)
        });
        let response = sent.into_success(Call::Recording(recording), &transport.connection);
        let response = response.map_err(|failure| storage_failure(failure, recording))?;
        // A 2xx without a file is not a 200.
        let no_audio = || storage_failure(response.failure(&recording.to_string()), recording);
        file.ok_or_else(no_audio).map(Some)
    }

    /// Returns the URL of the audio; `None` if that is not ready yet. An error does not repeat the URL,
    /// since it replaces a token.
    fn presigned_url(&self, recording: &Recording) -> Result<Option<Url>, CliError> {
        let call = Call::Recording(recording);
        let sent = self.transport.send(call, MAX_BODY, &|| true)?;
        let response = sent.into_success(call, &self.transport.connection)?;
        if response.head.status == 204 {
            return Ok(None);
        }
        let is_loopback_http = self.transport.connection.base_url.is_loopback_http();
        parse_presigned_url(&response, is_loopback_http)
            .map(Some)
            .map_err(|why| response.head.unexpected(&call.subject(), why))
    }
}

/// Returns the URL in a response. It is https; only an API on this machine may lead to plain http, on
/// this machine too.
fn parse_presigned_url(response: &ApiResponse, may_be_http: bool) -> Result<Url, &'static str> {
    #[derive(Deserialize)]
    struct Body {
        url: String,
    }
    let body: Option<Body> = response.object().ok();
    let url = body.and_then(|body| Url::parse(&body.url).ok());
    let url = url.ok_or("missing `url`")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("`url` has a user or password");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if may_be_http && is_loopback(&url) => Ok(url),
        _ => Err("`url` is not https"),
    }
}

impl Transport {
    /// Returns the client for a presigned URL.
    fn client_for(&self, url: &Url) -> Result<&HttpClient, CliError> {
        if url.scheme() == self.connection.base_url.url().scheme() {
            return Ok(&self.http);
        }
        let client = self.https.get_or_init(|| {
            http_client::build(&self.connection, false)
                .map_err(|error| CliError::from_anyhow(&error))
        });
        client.as_ref().map_err(Clone::clone)
    }
}

/// Writes the body of a response into what `open` creates. Returns that when the body is complete.
fn save_audio<W: Write>(
    response: Response,
    peer: &Peer,
    max_size: u64,
    open: impl Fn(&str) -> anyhow::Result<W>,
) -> Result<W, TransportError> {
    // No retry can change these errors.
    let invalid = |why: &str| TransportError::new(TransportErrorKind::InvalidResponse, why);
    let local = |why: String| {
        let mut error = invalid(&why);
        error.failure.kind = ErrorKind::Local;
        error
    };
    let extension = validate(&response).map_err(invalid)?;
    let too_large = "the audio is larger than `--max-size`";
    if response
        .content_length()
        .is_some_and(|size| size > max_size)
    {
        return Err(invalid(too_large));
    }
    let mut file = open(extension).map_err(|why| local(format!("{why:#}")))?;
    match io::copy(&mut response.take(max_size + 1), &mut file) {
        Ok(0) => Err(invalid("the audio is empty")),
        Ok(size) if size > max_size => Err(invalid(too_large)),
        Ok(_) => Ok(file),
        Err(error) if is_read_error(&error) => Err(peer.body_error(&error)),
        Err(error) => Err(local(format!("cannot write the file: {error}"))),
    }
}

/// Returns whether an error of a copy comes from the connection, not from the file.
fn is_read_error(error: &io::Error) -> bool {
    error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<reqwest::Error>())
        .is_some()
}

/// Returns the extension for a response, if it is audio whose truncation would be noticed.
fn validate(response: &Response) -> Result<&'static str, &'static str> {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err("the audio has a content encoding that was not requested");
    }
    // The HTTP client verifies `Content-Length` and chunked bodies. Other bodies end with the
    // connection, so truncation would go unnoticed.
    let is_chunked = headers.get_all(TRANSFER_ENCODING).iter().eq(["chunked"]);
    if response.content_length().is_none() && !is_chunked {
        return Err(
            "the length of the audio is not declared, so that truncation would go unnoticed",
        );
    }
    let content_type = text(CONTENT_TYPE).unwrap_or("application/octet-stream");
    extension(content_type).ok_or("the response is not audio")
}

fn extension(content_type: &str) -> Option<&'static str> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    Some(match &*kind.to_ascii_lowercase() {
        "audio/mpeg" | "audio/mp3" => "mp3",
        "audio/wav" | "audio/x-wav" | "audio/vnd.wave" => "wav",
        "audio/ogg" => "ogg",
        "audio/mp4" => "m4a",
        "application/octet-stream" | "binary/octet-stream" => "bin",
        kind if kind.starts_with("audio/") => "bin",
        _ => return None,
    })
}

/// Returns the failure of a download, which is about neither our token nor the engagement.
fn storage_failure(failure: CliError, recording: &Recording) -> CliError {
    match failure.status {
        // The message names the origin that the redirect leads to.
        Some(300..400) => CliError {
            hint: None,
            ..failure
        },
        Some(status @ 200..500) if status != 429 => CliError {
            kind: ErrorKind::Api,
            message: format!("the storage did not return {recording} ({status})"),
            hint: Some("run the same command again: it requests a new URL".to_owned()),
            is_fatal: false,
            ..failure
        },
        _ => CliError {
            // The next download would find the same disk.
            is_fatal: failure.is_fatal || failure.kind == ErrorKind::Local,
            ..failure
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{EXTENSIONS, extension};

    #[test]
    fn file_extension_follows_content_type() {
        for (kind, expected) in [
            ("audio/mpeg", "mp3"),
            ("Audio/X-WAV; codecs=1", "wav"),
            ("audio/ogg;codecs=opus", "ogg"),
            ("audio/mp4", "m4a"),
            ("audio/basic", "bin"),
            ("audio/../../x", "bin"),
            ("binary/octet-stream", "bin"),
        ] {
            let extension = extension(kind).unwrap();
            assert_eq!(extension, expected, "{kind}");
            assert!(EXTENSIONS.contains(&extension), "{extension}");
        }
        for other in ["", "text/html", "application/json", "application/xml"] {
            assert_eq!(extension(other), None, "{other}");
        }
    }
}
