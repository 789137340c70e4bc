//! The calls of the API: method, URL, how messages name them, and what their outcome means.

use reqwest::{Method, Url};

use super::http_client::{API_VERSION, PASS_TIMEOUT, TransportError, USER_AGENT};
use super::query::Params;
use super::recordings::Recording;
use super::response::{ApiResponse, CHECK_BASE_URL};
use super::retry::TransportErrorKind;
use super::throttle::AbortReason;
use crate::error::CliError;
use crate::id::Id;
use crate::sanitize::quoted;
use crate::settings::Connection;
use crate::settings::credentials::ApiKey;
use crate::values::token::AuthScheme;

/// One call of the API.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call<'a> {
    /// API documentation, `GET /engagements`.
    Page(&'a Params),
    /// API documentation, `GET /engagement/:engagement_id`.
    Engagement(&'a Id),
    /// API documentation, `GET /engagements/:engagement_id/chat_transcript`.
    Transcript(&'a Id),
    /// `GET` of an entry of `audio_recording_urls`: the presigned URL of the audio.
    Recording(&'a Recording),
    /// API documentation, `POST /engagements/:engagement_id/export`.
    Export {
        /// The engagement to export.
        id: &'a Id,
        /// `X-Idempotency-Key`: one for each export, kept for all its attempts.
        key: &'a str,
    },
    /// `POST /operator_authentication/tokens`: a new token. It may be sent twice.
    CreateToken(&'a ApiKey),
}

impl Call<'_> {
    /// Returns whether the call may be sent twice.
    pub(super) fn is_safe(self) -> bool {
        !matches!(self, Self::Export { .. })
    }

    /// Returns the method that the call is sent with.
    pub(super) fn http_method(self) -> Method {
        match self {
            Self::Export { .. } | Self::CreateToken(_) => Method::POST,
            _ => Method::GET,
        }
    }

    /// Returns the call's URL below `base`, with every part escaped.
    pub(super) fn url(self, base: &Url) -> Url {
        let segments: &[&str] = match self {
            Self::Page(_) => &["engagements"],
            Self::Engagement(id) => &["engagements", id.as_str()],
            Self::Transcript(id) => &["engagements", id.as_str(), "chat_transcript"],
            Self::Recording(recording) => &recording.segments(),
            Self::Export { id, .. } => &["engagements", id.as_str(), "export"],
            Self::CreateToken(_) => &["operator_authentication", "tokens"],
        };
        let mut url = base.clone();
        // A base URL is http or https, so it always has segments.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if let Self::Page(params) = self {
            params.write_to(&mut url);
        }
        url
    }

    /// Returns the subject of a sentence about the call.
    pub(crate) fn subject(self) -> String {
        match self {
            Self::Page(params) => match params.page() {
                Some(number) => format!("page {number} of the engagements"),
                None => "the list of engagements".to_owned(),
            },
            Self::Engagement(id) => format!("engagement `{id}`"),
            Self::Transcript(id) => format!("the transcript of engagement `{id}`"),
            Self::Recording(recording) => recording.to_string(),
            Self::Export { id, .. } => format!("the export of engagement `{id}`"),
            Self::CreateToken(_) => "the token endpoint".to_owned(),
        }
    }

    /// Returns the hint for a response that is not a 2xx.
    fn hint(self, response: &ApiResponse, connection: &Connection) -> Option<String> {
        let is_list_url = connection
            .base_url
            .url()
            .path()
            .trim_end_matches('/')
            .ends_with("/engagements");
        let hint = match (self, response.head.status) {
            (_, 300..=399) => "set `--base-url` to the address of the API itself",
            (Self::CreateToken(_), 401 | 403) => {
                "check `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`"
            }
            (_, 401) => {
                let origin = connection.credentials.origin();
                let scheme = match connection.credentials.scheme() {
                    AuthScheme::Token => {
                        ", or pass `--auth-scheme bearer` if the deployment needs a bearer token"
                    }
                    AuthScheme::Bearer => "",
                };
                return Some(format!("check the token from {origin}{scheme}"));
            }
            (_, 403) => "the token's operator needs access to the requested sites and operators",
            (_, 404) if is_list_url => "remove `/engagements` from the end of `--base-url`",
            (Self::Page(_) | Self::CreateToken(_), 404) => CHECK_BASE_URL,
            (_, 404) if response.is_unknown_route() => CHECK_BASE_URL,
            (Self::Recording(_), 404) => {
                "the token's operator may not be authorized for the engagement's site"
            }
            (_, 404) => {
                "check the ID; the token's operator may not be authorized for the engagement's site"
            }
            (_, 429) => "run again later, or with a smaller `--concurrency`",
            (_, 500..) => "retry later; support needs the request ID",
            _ => return None,
        };
        Some(hint.to_owned())
    }

    /// Returns the call as a `curl` command that a person can paste into a shell. The token is left to the
    /// shell.
    pub(super) fn curl_command(self, connection: &Connection) -> String {
        let scheme = connection.credentials.scheme().as_str();
        let mut args = vec![
            format!("curl --request {}", self.http_method()),
            format!("--header \"Authorization: {scheme} $ENGAGEMENTS_TOKEN\""),
            format!("--header {}", quoted(&format!("Accept: {API_VERSION}"))),
            format!("--user-agent {}", quoted(USER_AGENT)),
        ];
        if let Some(file) = &connection.ca_cert {
            args.push(format!("--cacert {}", quoted(&file.to_string_lossy())));
        }
        if let Self::Export { key, .. } = self {
            let header = quoted(&format!("X-Idempotency-Key: {key}"));
            // Empty data makes curl send `Content-Length: 0`.
            args.push(format!(
                "--header {header} --header 'Content-Type: application/json' --data ''"
            ));
        }
        args.push(quoted(self.url(connection.base_url.url()).as_str()));
        args.join(" ")
    }
}

/// A complete response of any status, or none.
pub(super) type AttemptResult = Result<ApiResponse, TransportError>;

/// The final outcome of a call.
pub(super) struct SendOutcome {
    /// Requests that were started.
    pub(super) attempts: u32,
    /// The result of the last one.
    pub(super) result: AttemptResult,
    /// Set if a limit of the run ended the attempts, not the result.
    pub(super) aborted: Option<AbortReason>,
}

impl SendOutcome {
    /// Creates the outcome before the first attempt.
    pub(super) fn not_sent() -> Self {
        let error = TransportError::new(TransportErrorKind::NotSent, "the request was not sent");
        Self {
            attempts: 0,
            result: Err(error),
            aborted: None,
        }
    }

    /// Returns the status of the response.
    pub(super) fn status(&self) -> Option<u16> {
        Some(self.result.as_ref().ok()?.head.status)
    }

    /// Returns the response if its status is a 2xx.
    ///
    /// # Errors
    /// The failure that the outcome means.
    pub(super) fn into_success(
        self,
        call: Call<'_>,
        connection: &Connection,
    ) -> Result<ApiResponse, CliError> {
        let subject = call.subject();
        let failure = match self.result {
            Ok(response) if response.is_success() => return Ok(response),
            Ok(response) => {
                let mut failure = response.failure(&subject);
                failure.hint = call.hint(&response, connection);
                failure
            }
            Err(TransportError { mut failure, .. }) => {
                failure.message = format!("{subject}: {}", failure.message);
                let has_timed_out = failure.hint.as_deref() == Some(PASS_TIMEOUT);
                if has_timed_out && matches!(call, Call::Page(_)) {
                    failure.hint = Some(format!("{PASS_TIMEOUT}, or a smaller `--per-page`"));
                }
                failure
            }
        };
        Err(match self.aborted {
            Some(reason) => reason.explain(failure),
            None => failure,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Call;
    use reqwest::Url;

    #[test]
    fn call_url_is_below_base_url() {
        let id = "a-1".parse().unwrap();
        for base in [
            "https://api.example",
            "https://api.example/",
            "https://api.example/v/",
        ] {
            let base = Url::parse(base).unwrap();
            let url = Call::Transcript(&id).url(&base);
            let expected = format!(
                "{}/engagements/a-1/chat_transcript",
                base.as_str().trim_end_matches('/')
            );
            assert_eq!(url.as_str(), expected);
        }
    }
}
