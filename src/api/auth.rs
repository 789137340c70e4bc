//! Authentication: the token of a run, and its replacement when the API rejects it.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::attempt::MAX_BODY;
use super::call::Call;
use super::transport::Transport;
use crate::error::{CliError, ErrorKind};
use crate::settings::credentials::{ApiKey, Credentials};
use crate::values::token::{AuthScheme, Token};

/// A new token that is rejected within this time has not expired, so it is not replaced again.
const MIN_LIFETIME: Duration = Duration::from_secs(60);

/// The token in use.
#[derive(Default)]
pub(super) struct TokenState {
    /// The value of `Authorization`, or why there is none.
    current: Option<Result<HeaderValue, CliError>>,
    /// When the API rejected the last token.
    replaced_at: Option<Instant>,
}

impl Transport {
    /// Returns the token to send, or the one that replaces a rejected one. `None` if there is no other.
    ///
    /// The lock is held while a token is created or read, so that workers share one new token or one error.
    pub(super) fn token(
        &self,
        rejected: Option<&HeaderValue>,
    ) -> Result<Option<HeaderValue>, CliError> {
        let mut state = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        match &state.current {
            Some(Ok(current)) if rejected == Some(current) => {
                let replaced_at = state.replaced_at.replace(Instant::now());
                if replaced_at.is_some_and(|at| at.elapsed() < MIN_LIFETIME) {
                    return Ok(None);
                }
            }
            Some(current) => return current.clone().map(Some),
            None => {}
        }
        let obtained = self.obtain_token(rejected.is_some());
        let obtained = obtained.map_err(CliError::fatal);
        let obtained = obtained.map(|token| token.filter(|token| rejected != Some(token)));
        if let Some(changed) = obtained.clone().transpose() {
            state.current = Some(changed);
        }
        obtained
    }

    /// Creates or reads a token; `None` if it cannot be read once more.
    fn obtain_token(&self, is_replacement: bool) -> Result<Option<HeaderValue>, CliError> {
        let credentials = &self.connection.credentials;
        let token = match credentials {
            Credentials::Token { token, .. } if !is_replacement => Some(token.clone()),
            Credentials::Token { .. } => credentials.read_again()?,
            Credentials::Pair(api_key) => Some(self.create_token(api_key)?),
        };
        let Some(token) = token else { return Ok(None) };
        self.console.redact(&token.secret);
        let header = HeaderValue::from_str(token.authorization().expose());
        let cannot_send = |_| CliError::new(ErrorKind::Settings, "the token cannot be sent");
        let mut header = header.map_err(cannot_send)?;
        // No trace prints it.
        header.set_sensitive(true);
        Ok(Some(header))
    }

    /// Creates a token with an API key.
    fn create_token(&self, api_key: &ApiKey) -> Result<Token, CliError> {
        #[derive(Deserialize)]
        struct Body {
            token: String,
        }
        let call = Call::CreateToken(api_key);
        let sent = self.send(call, MAX_BODY, &|| true)?;
        let response = sent.into_success(call, &self.connection)?;
        // The error must not quote the body: it may contain a part of a token.
        let body: Option<Body> = response.object().ok();
        let token = body.and_then(|body| Token::new(&body.token, Some(AuthScheme::Bearer)).ok());
        token.ok_or_else(|| response.head.unexpected(&call.subject(), "missing `token`"))
    }
}
