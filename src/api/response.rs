//! Bodies of answers: the documented shapes, and what the service says when it refuses.

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::retry::ResponseHead;
use crate::error::{CliError, ErrorKind};
use crate::records::json::ensure_shallow;
use crate::records::record::Record;
use crate::records::{RecordBatch, engagement};

/// A whole answer of the service.
#[derive(Debug)]
pub(crate) struct ApiResponse {
    /// Status and the headers that matter.
    pub(crate) head: ResponseHead,
    /// The decoded body.
    pub(crate) body: Vec<u8>,
}

/// One page of the list (API document, `GET /engagements`).
#[derive(Debug)]
pub(crate) struct Page {
    /// The engagements in the order of the API.
    pub(crate) records: RecordBatch,
    /// `next_page`; `None` if it is null, absent or empty.
    pub(crate) next: Option<String>,
    /// `last_page`, a hint for prefetching.
    pub(crate) last: Option<String>,
    /// The response's `Date`.
    pub(crate) date: Option<String>,
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
    pub(crate) fn into_page(self) -> Result<Page, serde_json::Error> {
        let (mut next, mut last) = (None, None);
        let date = self.head.date.clone();
        let records = RecordBatch::parse(self.into_text()?, |text| {
            let page: PageBody<'_> = object(serde_json::from_str(text), text.as_bytes())?;
            next = page.next_page.filter(|link| !link.is_empty());
            // Only a hint: anything but text counts as absent.
            last = page
                .last_page
                .and_then(|raw| serde_json::from_str(raw.get()).ok());
            Ok(page.engagements)
        })?;
        Ok(Page {
            records,
            next,
            last,
            date,
        })
    }

    /// Reads one engagement: a JSON object with an `id`.
    pub(crate) fn into_engagement(self) -> Result<Box<RawValue>, serde_json::Error> {
        let record: Box<RawValue> = self.object()?;
        ensure_shallow(record.get())?;
        match engagement::key(&Record::of((&*record).into())) {
            Some(_) => Ok(record),
            None => Err(serde::de::Error::custom("it has no `id`")),
        }
    }

    /// Reads a transcript: an array of messages.
    pub(crate) fn into_transcript(self) -> Result<RecordBatch, serde_json::Error> {
        RecordBatch::parse(self.into_text()?, |text| serde_json::from_str(text))
    }

    fn into_text(self) -> Result<Box<str>, serde_json::Error> {
        let text = String::from_utf8(self.body).map_err(serde::de::Error::custom)?;
        Ok(text.into_boxed_str())
    }

    /// Returns `success` of an export's 2xx response; `None` if the response does not contain it as
    /// documented. Skips a byte order mark.
    pub(crate) fn export_success(&self) -> Option<bool> {
        #[derive(Deserialize)]
        struct ExportBody {
            success: bool,
        }
        let body = self.body.strip_prefix(b"\xef\xbb\xbf");
        let body = body.unwrap_or(&self.body);
        let parsed = object::<ExportBody>(serde_json::from_slice(body), body);
        parsed
            .ok()
            .filter(|_| self.is_success())
            .map(|body| body.success)
    }

    /// The failure of an export that the API did not confirm with a 2xx.
    pub(crate) fn export_failure(&self, subject: &str) -> CliError {
        let why = match (self.export_success(), error_message(&self.body)) {
            (Some(_), Some(message)) => format!("`\"success\": false`: {message}"),
            (Some(_), None) => "`\"success\": false`".to_owned(),
            (None, _) => "neither `\"success\": true` nor `\"success\": false`".to_owned(),
        };
        Self::unexpected_response(&self.head, subject, why)
    }

    /// The body as an object of this shape.
    pub(super) fn object<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        object(serde_json::from_slice(&self.body), &self.body)
    }

    /// Whether the status is a 2xx.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.head.status)
    }

    /// Whether a success stops in the middle of its JSON. Where nothing but the end of the connection
    /// says where an answer ends, that is the only sign of one that broke off.
    pub(crate) fn is_truncated(&self) -> bool {
        let read = serde_json::from_slice::<IgnoredAny>(&self.body);
        self.is_success() && self.head.status != 204 && read.is_err_and(|why| why.is_eof())
    }

    /// The failure that this answer means for a call about `subject`.
    pub(crate) fn failure(&self, subject: &str) -> CliError {
        let status = self.head.status;
        let (kind, sentence, hint) = match status {
            300..400 => self.redirect(subject),
            401 => (
                ErrorKind::Unauthorized,
                format!("authentication failed ({status})"),
                "check `ENGAGEMENTS_TOKEN`, and `--auth-scheme bearer` if the deployment wants a bearer token",
            ),
            403 => (
                ErrorKind::Unauthorized,
                format!("access to {subject} denied ({status})"),
                "the token's operator needs access to the sites and operators asked for",
            ),
            404 => (
                ErrorKind::NotFound,
                format!("{subject} was not found ({status})"),
                if error_message::is_unknown_route(&self.body) {
                    "check that `--base-url` is the API's address"
                } else {
                    "the token's operator may not be authorised for the engagement's site"
                },
            ),
            429 => (
                ErrorKind::RateLimited,
                format!("rate limit exceeded for {subject} ({status})"),
                "run again later, or with a smaller `--concurrency`",
            ),
            400..500 => (
                ErrorKind::Api,
                format!("the API rejected the request for {subject} ({status})"),
                "",
            ),
            _ => (
                ErrorKind::Api,
                format!("server error for {subject} ({status})"),
                "retry later; support needs the request ID",
            ),
        };
        let message = match error_message(&self.body) {
            Some(message) => format!("{sentence}: {message}"),
            None => sentence,
        };
        let failure = CliError {
            is_fatal: status == 401,
            ..self.head.error(kind, message)
        };
        if hint.is_empty() {
            failure
        } else {
            failure.hint(hint)
        }
    }

    fn redirect(&self, subject: &str) -> (ErrorKind, String, &'static str) {
        let status = self.head.status;
        let origin = self.head.location.as_deref().and_then(origin);
        let sentence = match origin {
            Some(origin) => {
                format!("{subject} is redirected to `{origin}` ({status}), which is not followed")
            }
            None => format!("{subject} is redirected without a location ({status})"),
        };
        (
            ErrorKind::Api,
            sentence,
            "set `--base-url` to the address of the API itself",
        )
    }

    /// The failure of an answer that came whole but is not what the API documents.
    pub(crate) fn unexpected_response(
        head: &ResponseHead,
        subject: &str,
        why: impl std::fmt::Display,
    ) -> CliError {
        let message = format!("unexpected response for {subject}: {why}");
        head.error(ErrorKind::Api, message)
            .hint("check that `--base-url` is the API's address")
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
}

/// What was read from a text as this shape, if the text is an object.
///
/// What derives `Deserialize` also takes an array of its fields: `[true]` would be a success.
fn object<T>(read: serde_json::Result<T>, json: &[u8]) -> serde_json::Result<T> {
    let value = read?;
    if json.trim_ascii_start().starts_with(b"{") {
        Ok(value)
    } else {
        Err(serde::de::Error::custom("expected an object"))
    }
}

/// Where a redirect points: the origin only, since the rest may carry secrets.
fn origin(location: &str) -> Option<String> {
    let url = reqwest::Url::parse(location).ok()?;
    Some(if url.has_host() {
        url.origin().ascii_serialization()
    } else {
        format!("{}:", url.scheme())
    })
}

mod error_message;
use error_message::error_message;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
