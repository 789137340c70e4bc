//! Bodies of responses: the documented shapes, and the errors that all others mean.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::response_head::ResponseHead;
use crate::error::{CliError, ErrorKind};
use crate::records::{Record, RecordBatch};

/// The hint for a response that does not seem to come from the API.
pub(crate) const CHECK_BASE_URL: &str = "check that `--base-url` is the API's address";

/// A complete response.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    /// Status and the headers that matter.
    pub(crate) head: ResponseHead,
    /// The decoded body.
    pub(crate) body: Vec<u8>,
}

/// One page of the list (API documentation, `GET /engagements`).
#[derive(Debug)]
pub(crate) struct Page {
    /// The engagements in the order of the API.
    pub(crate) records: RecordBatch,
    /// `next_page`; `None` if it is null, absent or empty.
    pub(crate) next: Option<String>,
    /// `last_page`, a hint for prefetching.
    pub(crate) last: Option<String>,
    /// The head of the response.
    pub(crate) head: ResponseHead,
}

#[derive(Deserialize)]
struct PageBody<'a> {
    next_page: Option<String>,
    #[serde(borrow)]
    last_page: Option<&'a RawValue>,
    #[serde(borrow)]
    engagements: Vec<&'a RawValue>,
}

impl ApiResponse {
    /// Reads a page of the list.
    ///
    /// # Errors
    /// The body is no object of the documented members, or is nested too deeply.
    pub(crate) fn into_page(self) -> Result<Page, serde_json::Error> {
        let text = shared_text(self.body)?;
        let page: PageBody<'_> = object(serde_json::from_str(&text), text.as_bytes())?;
        // The last page is only a hint: anything but text counts as absent.
        let last = page
            .last_page
            .and_then(|raw| serde_json::from_str(raw.get()).ok());
        Ok(Page {
            next: page.next_page.filter(|link| !link.is_empty()),
            last,
            records: RecordBatch::new(&text, page.engagements)?,
            head: self.head,
        })
    }

    /// Reads one engagement: a JSON object.
    ///
    /// # Errors
    /// The body is no JSON object, or is nested too deeply.
    pub(crate) fn into_engagement(self) -> Result<Record, serde_json::Error> {
        let record = Record::new(self.object()?);
        record.ensure_shallow()?;
        Ok(record)
    }

    /// Reads a transcript: an array of messages.
    ///
    /// # Errors
    /// The body is no JSON array, or is nested too deeply.
    pub(crate) fn into_transcript(self) -> Result<RecordBatch, serde_json::Error> {
        let text = shared_text(self.body)?;
        RecordBatch::new(&text, serde_json::from_str(&text)?)
    }

    /// Returns `success` of an export's 2xx response; `None` if the response does not contain it as
    /// documented. Skips a byte order mark.
    pub(crate) fn export_success(&self) -> Option<bool> {
        #[derive(Deserialize)]
        struct ExportBody {
            success: bool,
        }
        let body = self
            .body
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.body);
        let parsed = object::<ExportBody>(serde_json::from_slice(body), body).ok();
        Some(parsed.filter(|_| self.is_success())?.success)
    }

    /// Returns the failure of an export with a 2xx that does not confirm it.
    pub(crate) fn export_failure(&self, subject: &str) -> CliError {
        if self.export_success().is_none() {
            let why = "neither `\"success\": true` nor `\"success\": false`";
            return self.head.unexpected(subject, why);
        }
        let mut message = format!("unexpected response for {subject}: `\"success\": false`");
        if let Some(text) = error_message(&self.body) {
            message = format!("{message}: {text}");
        }
        self.head.error(ErrorKind::Api, message)
    }

    /// Reads the body as an object of this shape.
    ///
    /// # Errors
    /// The body is no JSON object of this shape.
    pub(super) fn object<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        object(serde_json::from_slice(&self.body), &self.body)
    }

    /// Returns whether the status is a 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.head.status)
    }

    /// Returns whether a success stops in the middle of its JSON. If a response ends with the connection,
    /// that is the only sign of truncation.
    pub(crate) fn is_truncated(&self) -> bool {
        let read = serde_json::from_slice::<IgnoredAny>(&self.body);
        self.is_success() && self.head.status != 204 && read.is_err_and(|why| why.is_eof())
    }

    /// Returns the failure that this response means for a call about `subject`, without a hint.
    pub(crate) fn failure(&self, subject: &str) -> CliError {
        let status = self.head.status;
        let kind = match status {
            401 | 403 => ErrorKind::Unauthorized,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::RateLimited,
            _ => ErrorKind::Api,
        };
        let mut message = match status {
            300..400 => self.redirect(subject),
            401 => "authentication failed (401)".to_owned(),
            403 => format!("access to {subject} denied (403)"),
            404 => format!("{subject} was not found (404)"),
            429 => format!("rate limit exceeded for {subject} (429)"),
            400..500 => format!("the API rejected the request for {subject} ({status})"),
            _ => format!("server error for {subject} ({status})"),
        };
        if let Some(text) = error_message(&self.body) {
            message = format!("{message}: {text}");
        }
        CliError {
            is_fatal: status == 401,
            ..self.head.error(kind, message)
        }
    }

    fn redirect(&self, subject: &str) -> String {
        let status = self.head.status;
        match self.head.location.as_deref().and_then(origin) {
            Some(origin) => {
                format!("{subject} is redirected to `{origin}` ({status}), which is not followed")
            }
            None => format!("{subject} is redirected without a location ({status})"),
        }
    }

    /// Returns whether the response is about a path that does not exist at all.
    pub(crate) fn is_unknown_route(&self) -> bool {
        error_message::is_unknown_route(&self.body)
    }
}

impl ResponseHead {
    /// Creates an error about the response.
    pub(super) fn error(&self, kind: ErrorKind, message: String) -> CliError {
        CliError {
            status: Some(self.status),
            request_id: self.request_id.clone(),
            ..CliError::new(kind, message)
        }
    }

    /// Creates the error of a response that the API does not document.
    pub(super) fn unexpected(&self, subject: &str, why: impl std::fmt::Display) -> CliError {
        let message = format!("unexpected response for {subject}: {why}");
        self.error(ErrorKind::Api, message).hint(CHECK_BASE_URL)
    }
}

/// Returns a body as the text that its records share.
fn shared_text(body: Vec<u8>) -> serde_json::Result<Arc<String>> {
    let text = String::from_utf8(body).map_err(serde::de::Error::custom)?;
    Ok(Arc::new(text))
}

/// Returns the value that was read from a text, if the text is an object. A derived `Deserialize` also
/// accepts an array of the fields: `[true]` would be a success.
fn object<T>(read: serde_json::Result<T>, json: &[u8]) -> serde_json::Result<T> {
    if read.is_ok() && !json.trim_ascii_start().starts_with(b"{") {
        return Err(serde::de::Error::custom("expected an object"));
    }
    read
}

/// Returns the origin of a redirect's target. The rest of the URL may contain secrets.
fn origin(location: &str) -> Option<String> {
    let url = reqwest::Url::parse(location).ok()?;
    if url.has_host() {
        return Some(url.origin().ascii_serialization());
    }
    Some(format!("{}:", url.scheme()))
}

mod error_message;
use error_message::error_message;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
