//! Recordings: a link in the record of an engagement names one, the API responds with a presigned URL, and
//! the storage behind that, which must never see the token, with the audio.

use std::fmt;
use std::io::{self, Read, Write};
use std::time::Instant;

use chrono::Utc;
use reqwest::Url;
use reqwest::blocking::{Client as HttpClient, Response};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, TRANSFER_ENCODING};
use serde::Deserialize;

use super::attempt::head;
use super::call::SendOutcome;
use super::http_client::{self, TransportError};
use super::response::ApiResponse;
use super::response_head::ResponseHead;
use super::retry::TransportErrorKind;
use super::transport::Transport;
use super::{Call, Client};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::values::base_url::is_loopback;

/// Extensions of recordings.
pub(crate) const EXTENSIONS: [&str; 5] = ["mp3", "wav", "ogg", "m4a", "bin"];

/// The first segment of a recording's path (API documentation, `GET /engagements`).
const ROOT: &str = "sub_engagements";

/// An audio recording of an engagement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recording {
    engagement: Id,
    index: usize,
    /// The IDs of the sub-engagement, of the kind of recording, and of the recording.
    ids: [Id; 3],
}

impl Recording {
    /// Reads a link of `audio_recording_urls`, with its index, from 1.
    ///
    /// Only the IDs at the end of its path are used, so that a link cannot lead a request, and the token
    /// with it, to another host.
    ///
    /// # Errors
    /// API: the path is not that of a recording.
    pub(crate) fn new(engagement: &Id, index: usize, link: &str) -> Result<Self, CliError> {
        let Some(ids) = ids(link) else {
            // The query may be a signature.
            let path = link.split(['?', '#']).next().unwrap_or_default();
            let message = format!(
                "invalid link to recording {index} of engagement `{engagement}`: expected \
                 `/{ROOT}/ID/recordings/ID` at the end of `{path}`"
            );
            return Err(CliError::new(ErrorKind::Api, message));
        };
        let engagement = engagement.clone();
        Ok(Self {
            engagement,
            index,
            ids,
        })
    }

    /// Returns the name of its file, without the extension. It consists of letters, digits, `-`, `_`
    /// and `.`, and no other recording has the same: the IDs, which may contain `-` but no `.`, are
    /// joined by `.` if `-` would be ambiguous.
    ///
    /// The index in the record is not part of it: the API may insert a recording before another.
    pub(crate) fn file_stem(&self) -> String {
        let [sub_engagement, kind, id] = self.ids.each_ref().map(Id::as_str);
        let is_ambiguous = [sub_engagement, kind, id].iter().any(|id| id.contains('-'));
        let separator = if is_ambiguous { "." } else { "-" };
        [self.engagement.as_str(), sub_engagement, kind, id].join(separator)
    }

    /// Returns the path below the base URL.
    pub(super) fn segments(&self) -> [&str; 4] {
        let [sub_engagement, kind, id] = self.ids.each_ref().map(Id::as_str);
        [ROOT, sub_engagement, kind, id]
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let engagement = &self.engagement;
        write!(
            formatter,
            "recording {} of engagement `{engagement}`",
            self.index
        )
    }
}

/// Returns the IDs in `…/sub_engagements/ID/recordings/ID`. The documentation's samples also have
/// `twilio_recordings`.
fn ids(link: &str) -> Option<[Id; 3]> {
    let mut segments = link.rsplit('/');
    let [id, kind, sub_engagement] = [segments.next()?, segments.next()?, segments.next()?];
    if segments.next()? != ROOT || !kind.ends_with("recordings") || link.contains(['?', '#']) {
        return None;
    }
    Some([
        sub_engagement.parse().ok()?,
        kind.parse().ok()?,
        id.parse().ok()?,
    ])
}

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
        let call = Call::Recording(recording);
        let Some(url) = self.get(call, |response| self.presigned_url(&response))? else {
            return Ok(None);
        };
        let transport = self.transport;
        let connection = &transport.connection;
        connection.proxies.proxy_for(&url)?;
        let client = transport.client_for(&url)?;
        let mut file = None;
        let mut sent = SendOutcome::not_sent();
        transport.send_with_retries(&mut sent, true, || {
            let (started, sent_at) = (Instant::now(), Utc::now());
            let response = client.get(url.clone()).send();
            let response =
                response.map_err(|error| TransportError::from_request(&error, &url, connection));
            let result = response.and_then(|response| {
                transport.trace_headers('<', response.headers());
                // The rate limit of the storage is not that of the API.
                let head = ResponseHead {
                    remaining: None,
                    ..head(&response, sent_at)
                };
                if head.status == 200 {
                    file = Some(transport.save_audio(response, max_size, &open)?);
                }
                // Any other body may repeat the URL.
                let body = Vec::new();
                Ok(ApiResponse { head, body })
            });
            let request = format!("GET {}/***", url.origin().ascii_serialization());
            transport.trace(&request, started, &result);
            Some(result)
        });
        let response = sent.into_success(call, connection);
        let response = response.map_err(|failure| storage_failure(failure, recording))?;
        // A 2xx without a file is not a 200.
        let no_audio = || storage_failure(response.failure(&recording.to_string()), recording);
        file.ok_or_else(no_audio).map(Some)
    }

    /// Returns the URL in a response; `None` if the audio is not ready yet. The URL is https; only an API
    /// on this machine may lead to plain http, on this machine too. An error does not repeat the URL, since
    /// it replaces a token.
    fn presigned_url(&self, response: &ApiResponse) -> Result<Option<Url>, &'static str> {
        #[derive(Deserialize)]
        struct Body {
            url: String,
        }
        if response.head.status == 204 {
            return Ok(None);
        }
        let body: Option<Body> = response.object().ok();
        let url = body.and_then(|body| Url::parse(&body.url).ok());
        let url = url.ok_or("missing `url`")?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("`url` has a user or password");
        }
        let may_be_http = self.transport.connection.base_url.is_loopback_http();
        match url.scheme() {
            "https" => Ok(Some(url)),
            "http" if may_be_http && is_loopback(&url) => Ok(Some(url)),
            _ => Err("`url` is not https"),
        }
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

    /// Writes the body of a response into what `open` creates. Returns that when the body is complete.
    fn save_audio<W: Write>(
        &self,
        response: Response,
        max_size: u64,
        open: impl Fn(&str) -> anyhow::Result<W>,
    ) -> Result<W, TransportError> {
        // No retry can change these errors.
        let invalid = |why: &str| TransportError::new(TransportErrorKind::InvalidResponse, why);
        let local = |why: String| {
            let mut error = invalid(&why);
            error.failure.kind = ErrorKind::Local;
            // The next download would find the same disk.
            error.failure.is_fatal = true;
            error
        };
        let url = response.url().clone();
        let extension = validate(&response, max_size).map_err(invalid)?;
        let mut file = open(extension).map_err(|why| local(format!("{why:#}")))?;
        match io::copy(&mut response.take(max_size + 1), &mut file) {
            Ok(0) => Err(invalid("the audio is empty")),
            Ok(size) if size > max_size => Err(invalid(TOO_LARGE)),
            Ok(_) => Ok(file),
            Err(error) => Err(
                match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                    Some(error) => TransportError::from_request(error, &url, &self.connection),
                    None => local(format!("cannot write the file: {error}")),
                },
            ),
        }
    }
}

const TOO_LARGE: &str = "the audio is larger than `--max-size`";

/// Returns the extension for a response, if it is audio whose truncation would be noticed.
fn validate(response: &Response, max_size: u64) -> Result<&'static str, &'static str> {
    let headers = response.headers();
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if text(CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err("the audio has a content encoding that was not requested");
    }
    // The HTTP client verifies `Content-Length` and chunked bodies. Other bodies end with the
    // connection, so truncation would go unnoticed.
    let is_chunked = headers.get_all(TRANSFER_ENCODING).iter().eq(["chunked"]);
    let size = response.content_length();
    if size.is_none() && !is_chunked {
        return Err(
            "the length of the audio is not declared, so that truncation would go unnoticed",
        );
    }
    let content_type = text(CONTENT_TYPE).unwrap_or("application/octet-stream");
    let extension = extension(content_type).ok_or("the response is not audio")?;
    if size.is_some_and(|size| size > max_size) {
        return Err(TOO_LARGE);
    }
    Ok(extension)
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
        _ => failure,
    }
}

#[cfg(test)]
mod tests;
