//! Downloads of recordings: the API answers with a presigned URL, and the host behind it, which must
//! never see the token, with the audio.

use std::io::{Read, Write};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use reqwest::blocking::{Client as HttpClient, Response};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, TRANSFER_ENCODING};
use reqwest::{Method, Url};
use serde::Deserialize;

use super::attempt::head;
use super::http_client::{self, ClientOptions, Peer, Timeout, TransportError};
use super::recording::Recording;
use super::response::ApiResponse;
use super::retry::{RequestSafety, TransportErrorKind};
use super::transport::{SendOutcome, Transport};
use super::{Call, Client, expect_success};
use crate::error::{CliError, ErrorKind};
use crate::settings::base_url::is_loopback;

/// Bytes that are read at a time.
const BUFFER: usize = 64 * 1024;

/// Extensions of recordings.
pub(crate) const EXTENSIONS: [&str; 5] = ["mp3", "wav", "ogg", "m4a", "bin"];

/// The hosts of recordings. Their client has no credentials and is built when it is needed.
pub(super) struct RecordingStorage {
    /// How the API is reached.
    options: ClientOptions,
    /// How long a host may send nothing.
    idle_timeout: Duration,
    /// For https, and for plain http to this machine.
    clients: [OnceLock<Result<HttpClient, CliError>>; 2],
}

impl Client {
    /// Downloads a recording into what `open` makes for a file with this extension, anew for each
    /// attempt. The result is complete.
    ///
    /// # Errors
    /// Service: the recording is not ready yet (204), larger than `max_size`, or no audio. Local: it
    /// cannot be written, which ends the run. Any refusal or outage.
    pub(crate) fn download<W: Write>(
        &self,
        recording: &Recording,
        max_size: u64,
        open: impl Fn(&str) -> anyhow::Result<W>,
    ) -> Result<W, CliError> {
        let url = self.presigned_url(recording)?;
        let subject = recording.to_string();
        let mut file = None;
        let save = |response: Response, peer: &Peer| {
            file = Some(save_audio(response, peer, max_size, &open)?);
            Ok(())
        };
        let outcome = self.storage.get(&url, &self.transport, save)?;
        let response = expect_success(outcome, &subject);
        let response = response.map_err(|failure| from_storage(failure, &subject))?;
        file.ok_or_else(|| from_storage(response.failure(&subject), &subject))
    }

    fn presigned_url(&self, recording: &Recording) -> Result<Url, CliError> {
        let call = Call::Recording(recording);
        let response = expect_success(self.transport.send(call)?, &call.subject())?;
        if response.head.status == 204 {
            return Err(not_ready(&response, recording));
        }
        let url = self.storage.presigned_url(&response);
        url.map_err(|why| ApiResponse::unexpected_response(&response.head, &call.subject(), why))
    }
}

impl RecordingStorage {
    /// Creates a storage that is not connected yet.
    pub(super) fn new(options: ClientOptions, idle_timeout: Duration) -> Self {
        Self {
            options,
            idle_timeout,
            clients: [const { OnceLock::new() }; 2],
        }
    }

    /// Returns the URL in a response. It is https; only an API on this machine may send us to plain
    /// http, on this machine too. An error does not repeat the URL: whoever has it needs no token.
    fn presigned_url(&self, response: &ApiResponse) -> Result<Url, &'static str> {
        #[derive(Deserialize)]
        struct Body {
            url: String,
        }
        let body: Option<Body> = response.object().ok();
        let url = body.and_then(|body| Url::parse(&body.url).ok());
        let url = url.ok_or("there is no `url` in it")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("its `url` has a user or password");
        }
        match url.scheme() {
            "https" => Ok(url),
            "http" if self.options.is_loopback_http && is_loopback(&url) => Ok(url),
            _ => Err("its `url` is not https"),
        }
    }

    /// Requests a URL until the outcome is final, and saves the body of a 200.
    fn get(
        &self,
        url: &Url,
        transport: &Transport,
        mut save: impl FnMut(Response, &Peer) -> Result<(), TransportError>,
    ) -> Result<SendOutcome, CliError> {
        let client = self.client(url.scheme() == "http")?;
        let peer = Peer::new(url, &self.options.proxies, Timeout::Idle(self.idle_timeout))?;
        let printed_url = format!("{}/***", url.origin().ascii_serialization());
        Ok(transport.send_with_retries(RequestSafety::Safe, || {
            let started = Instant::now();
            let response = client.get(url.clone()).send();
            let outcome = response.map_err(|error| peer.error(&error));
            let outcome = outcome.and_then(|response| {
                transport.trace_headers('<', response.headers());
                let head = head(&response);
                if head.status == 200 {
                    save(response, &peer)?;
                }
                // Any other body may repeat the URL.
                let body = Vec::new();
                Ok(ApiResponse { head, body })
            });
            transport.trace(&Method::GET, &printed_url, started, &outcome);
            Some(outcome)
        }))
    }

    fn client(&self, is_loopback_http: bool) -> Result<&HttpClient, CliError> {
        let client = self.clients[usize::from(is_loopback_http)].get_or_init(|| {
            let options = ClientOptions {
                is_loopback_http,
                ..self.options.clone()
            };
            // The timeout of a client, unlike that of a request, applies to each read.
            http_client::build(&options, |builder| builder.timeout(self.idle_timeout))
                .map_err(|error| CliError::from_anyhow(&error))
        });
        client.as_ref().map_err(Clone::clone)
    }
}

/// Writes the body of a response into what `open` makes. Returns that when the body is complete.
fn save_audio<W: Write>(
    mut response: Response,
    peer: &Peer,
    max_size: u64,
    open: impl Fn(&str) -> anyhow::Result<W>,
) -> Result<W, TransportError> {
    let service = |message: &str| permanent(ErrorKind::Api, message.to_owned());
    let too_large = || service("its audio is larger than `--max-size` allows");
    let extension = validate(&response).map_err(service)?;
    if response
        .content_length()
        .is_some_and(|size| size > max_size)
    {
        return Err(too_large());
    }
    let mut file =
        open(extension).map_err(|why| permanent(ErrorKind::Local, format!("{why:#}")))?;
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        let read = response.read(&mut buffer);
        match read.map_err(|error| peer.body_error(&error))? {
            0 if size == 0 => return Err(service("its audio is empty")),
            0 => return Ok(file),
            length => {
                size += length as u64;
                if size > max_size {
                    return Err(too_large());
                }
                let written = file.write_all(&buffer[..length]);
                let local =
                    |why| permanent(ErrorKind::Local, format!("cannot write its file: {why}"));
                written.map_err(local)?;
            }
        }
    }
}

/// Returns the extension for a response, if it is audio whose truncation would be noticed.
fn validate(response: &Response) -> Result<&'static str, &'static str> {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err("its audio is encoded in a way that was not asked for");
    }
    // The HTTP client verifies `Content-Length` and chunked bodies. Other bodies end with the
    // connection, so truncation would go unnoticed.
    let is_chunked = headers.get_all(TRANSFER_ENCODING).iter().eq(["chunked"]);
    if response.content_length().is_none() && !is_chunked {
        return Err("its audio does not say where it ends");
    }
    let content_type = text(CONTENT_TYPE).unwrap_or("application/octet-stream");
    extension(content_type).ok_or("what its storage answers is no audio")
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

/// An error that no retry can change.
fn permanent(kind: ErrorKind, message: String) -> TransportError {
    let how = TransportErrorKind::InvalidResponse;
    TransportError {
        kind,
        ..TransportError::new(how, message)
    }
}

/// The hint for recordings that are not ready yet.
pub(crate) const NOT_READY_HINT: &str =
    "run the same command again later: it fetches only what is missing";

/// Whether a download failed because the recording is not ready yet.
pub(crate) fn is_not_ready(failure: &CliError) -> bool {
    failure.hint.as_deref() == Some(NOT_READY_HINT)
}

fn not_ready(response: &ApiResponse, recording: &Recording) -> CliError {
    let status = response.head.status;
    let message = format!("{recording} is not ready yet ({status})");
    response
        .head
        .error(ErrorKind::Api, message)
        .hint(NOT_READY_HINT)
}

/// The failure of a download, which is about neither our token nor the engagement.
fn from_storage(failure: CliError, subject: &str) -> CliError {
    match failure.status {
        Some(status @ 200..500) if status != 429 => CliError {
            kind: ErrorKind::Api,
            message: format!("the storage of {subject} does not give it ({status})"),
            hint: Some("run the same command again: it asks for a new address".to_owned()),
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
