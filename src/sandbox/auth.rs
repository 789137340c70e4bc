//! Authentication: the version in `Accept`, tokens, and the API key that issues them.

use super::api_error::ApiError;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

/// A personal API token that the sandbox accepts.
pub(crate) const TOKEN: &str = "sandbox-token";
const API_KEY_ID: &str = "sandbox-key";
const API_KEY_SECRET: &str = "sandbox-secret";
const ISSUED: &str = "sandbox-minted-";
const VERSION: &str = "application/vnd.salemove.v1+json";

/// Counts the tokens that were issued. They are valid as long as the sandbox runs.
#[derive(Default)]
pub(super) struct TokenIssuer(u64);

/// The body of `POST /operator_authentication/tokens`.
#[derive(Deserialize)]
struct ApiKey {
    api_key_id: Option<String>,
    api_key_secret: Option<String>,
}

impl TokenIssuer {
    /// Issues a token for the API key in `body`.
    pub(super) fn issue(&mut self, body: &[u8]) -> Result<String, ApiError> {
        let malformed = |_| ApiError::message(StatusCode::BAD_REQUEST, "The body is not JSON");
        let key: ApiKey = serde_json::from_slice(body).map_err(malformed)?;
        let (Some(id), Some(secret)) = (key.api_key_id, key.api_key_secret) else {
            return Err(ApiError::invalid("api_token", "must be present"));
        };
        if (&*id, &*secret) != (API_KEY_ID, API_KEY_SECRET) {
            return Err(ApiError::unauthorized("API key is invalid"));
        }
        self.0 += 1;
        Ok(format!("{ISSUED}{}", self.0))
    }

    /// Checks the `Authorization` header.
    pub(super) fn check(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        let value = headers.get(header::AUTHORIZATION);
        let value = value.ok_or_else(ApiError::missing_authorization)?;
        match value.to_str().unwrap_or_default().split_once(' ') {
            Some(("Token" | "Bearer", token)) if self.is_valid(token) => Ok(()),
            Some(("Token" | "Bearer", token)) if !token.is_empty() => {
                Err(ApiError::unauthorized("Token is invalid or expired"))
            }
            _ => Err(ApiError::malformed_authorization()),
        }
    }

    fn is_valid(&self, token: &str) -> bool {
        let number = token.strip_prefix(ISSUED).and_then(|it| it.parse().ok());
        token == TOKEN || number.is_some_and(|number| (1..=self.0).contains(&number))
    }
}

/// Checks that `Accept` names the version of the API that the sandbox serves.
pub(super) fn check_version(headers: &HeaderMap) -> Result<(), ApiError> {
    let values = headers.get_all(header::ACCEPT).iter();
    let mut types = values.flat_map(|value| value.to_str().unwrap_or_default().split(','));
    let is_version = |text: &str| text.split(';').next().unwrap_or_default().trim() == VERSION;
    if types.any(is_version) {
        Ok(())
    } else {
        Err(ApiError::missing_version(VERSION))
    }
}
