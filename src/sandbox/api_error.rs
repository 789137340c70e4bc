//! Error responses in the shapes that deployments of the API use.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The URL at which the API would document an error.
const REFERENCE: &str = "https://api.salemove.com/errors/headers";

/// An error response: a status and a JSON body.
#[derive(Debug)]
pub(super) struct ApiError(StatusCode, Value);

impl ApiError {
    /// Any status with a message.
    pub(super) fn message(status: StatusCode, message: &str) -> Self {
        Self(status, json!({ "message": message }))
    }

    /// 400: `Accept` does not name the version of the API.
    pub(super) fn missing_version(version: &str) -> Self {
        let error = json!({
            "error": "BadRequest",
            "message": "API version is missing",
            "debug_message": format!("Accept header must include '{version}'"),
        });
        Self(StatusCode::BAD_REQUEST, json!([error]))
    }

    /// 401 with a message.
    pub(super) fn unauthorized(message: &str) -> Self {
        Self::message(StatusCode::UNAUTHORIZED, message)
    }

    /// 401: there is no `Authorization` header.
    pub(super) fn missing_authorization() -> Self {
        let missing = json!({
            "message": "Authorization is missing",
            "type": "missing_value_error",
            "ref": REFERENCE,
        });
        let body = json!({
            "message": "Headers are invalid",
            "type": "headers_validation_error",
            "ref": REFERENCE,
            "error_details": { "Authorization": [missing] },
        });
        Self(StatusCode::UNAUTHORIZED, body)
    }

    /// 401: the `Authorization` header does not consist of a scheme and a token.
    pub(super) fn malformed_authorization() -> Self {
        let body = json!({
            "message": "Authorization information missing",
            "debug_message": "Authorization header must have format 'token_type token'",
        });
        Self(StatusCode::UNAUTHORIZED, body)
    }

    /// 422: the sites are missing or empty.
    pub(super) fn missing_sites() -> Self {
        let details = json!({ "site_ids": ["can't be blank"] });
        let body = json!({ "error": "Validation error", "details": details });
        Self(StatusCode::UNPROCESSABLE_ENTITY, body)
    }

    /// 422: a value is invalid.
    pub(super) fn invalid(attribute: &str, detail: &str) -> Self {
        let details = json!([{ "attribute": attribute, "detail": detail }]);
        let body = json!({ "error": "validation_error", "status": "error", "details": details });
        Self(StatusCode::UNPROCESSABLE_ENTITY, body)
    }

    /// 404: there is no such engagement or recording.
    pub(super) fn not_found(what: &str) -> Self {
        Self::message(StatusCode::NOT_FOUND, &format!("{what} not found"))
    }

    /// 404 or 405: there is no such path, or not with this method.
    pub(super) fn no_route(status: StatusCode, message: &str) -> Self {
        Self(status, json!({ "error_msg": message }))
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.0, Json(self.1)).into_response()
    }
}
