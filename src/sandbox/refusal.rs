//! Answers that are not 200, in the shapes that the service has been seen to use.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Where the service's own documents would explain an error.
const REFERENCE: &str = "https://api.salemove.com/errors/headers";

/// An answer that refuses what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    status: StatusCode,
    body: Value,
    /// Seconds.
    retry_after: Option<u32>,
}

impl Refusal {
    fn new(status: StatusCode, body: Value) -> Self {
        Self {
            status,
            body,
            retry_after: None,
        }
    }

    /// Any status, with words.
    pub(crate) fn message(status: StatusCode, message: &str) -> Self {
        Self::new(status, json!({ "message": message }))
    }

    /// 401: there is no `Authorization` header.
    pub(crate) fn authorization_missing() -> Self {
        let missing = json!({
            "message": "Authorization is missing",
            "type": "missing_value_error",
            "ref": REFERENCE,
        });
        Self::new(
            StatusCode::UNAUTHORIZED,
            json!({
                "message": "Headers are invalid",
                "type": "headers_validation_error",
                "ref": REFERENCE,
                "error_details": { "Authorization": [missing] },
            }),
        )
    }

    /// 401: the `Authorization` header is not of the form `Token …` or `Bearer …`.
    pub(crate) fn authorization_malformed() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            json!({
                "message": "Authorization information missing",
                "debug_message": "Authorization header must have format 'token_type token'",
            }),
        )
    }

    /// 422: a list of ids that is required is missing or empty.
    pub(crate) fn blank(attribute: &str) -> Self {
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({ "error": "Validation error", "details": { attribute: ["can't be blank"] } }),
        )
    }

    /// 422: values that are not what they should be, as pairs of a name and what is wrong.
    pub(crate) fn invalid(wrong: &[(&str, &str)]) -> Self {
        let details: Vec<_> = wrong
            .iter()
            .map(|(attribute, detail)| json!({ "attribute": attribute, "detail": detail }))
            .collect();
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            json!({ "error": "validation_error", "status": "error", "details": details }),
        )
    }

    /// 404: there is no such engagement, or not for this token.
    pub(crate) fn no_engagement() -> Self {
        Self::message(StatusCode::NOT_FOUND, "Engagement not found")
    }

    /// 404: there is no such recording.
    pub(crate) fn no_recording() -> Self {
        Self::message(StatusCode::NOT_FOUND, "Recording not found")
    }

    /// 404: there is no such path at all.
    pub(crate) fn no_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            json!({ "error_msg": "404 Route Not Found" }),
        )
    }

    /// The same with a `Retry-After` of so many seconds.
    pub(crate) fn retry_after(self, seconds: Option<u32>) -> Self {
        Self {
            retry_after: seconds,
            ..self
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
