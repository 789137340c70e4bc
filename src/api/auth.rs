//! Authentication: the token of a run, and its replacement when the API rejects it.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::attempt::MAX_BODY;
use super::call::Call;
use super::throttle::AbortReason;
use super::transport::{SendOutcome, Transport};
use crate::error::{CliError, ErrorKind};
use crate::settings::credentials::{ApiKey, Credentials};
use crate::values::token::{AuthScheme, Token};

/// A new token that is rejected within this time has not expired, so it is not replaced again.
const MIN_LIFETIME: Duration = Duration::from_secs(60);

impl Transport {
    /// Sends a call until its outcome is final. A token that has expired is replaced once: a request that
    /// gets a 401 has changed nothing. `may_send` is called before each attempt.
    ///
    /// # Errors
    /// There is no token, so nothing is sent.
    pub(super) fn send(
        &self,
        call: Call<'_>,
        max_body: u64,
        may_send: &dyn Fn() -> bool,
    ) -> Result<SendOutcome, CliError> {
        let send_with = |token: Option<&HeaderValue>| {
            self.send_with_retries(call.is_safe(), || {
                may_send().then(|| self.attempt(call, token, max_body))
            })
        };
        let token = self.token(None)?;
        let sent = send_with(token.as_ref());
        if sent.status() != Some(401) {
            return Ok(sent);
        }
        let retry = match self.token(token.as_ref()) {
            Ok(Some(token)) => send_with(Some(&token)),
            Ok(None) => return Ok(sent),
            Err(failure) => {
                let aborted = Some(AbortReason::TokenNotReplaced(failure.into()));
                return Ok(SendOutcome { aborted, ..sent });
            }
        };
        // Nothing was sent with the new token: the 401 stands.
        if retry.attempts == 0 {
            let aborted = retry.aborted;
            return Ok(SendOutcome { aborted, ..sent });
        }
        Ok(SendOutcome {
            attempts: sent.attempts + retry.attempts,
            ..retry
        })
    }

    /// Returns the token to send, or the one that replaces a rejected one. `None` if there is no other.
    ///
    /// The lock is held while a token is created or read, so that workers share one new token or one error.
    fn token(&self, rejected: Option<&HeaderValue>) -> Result<Option<HeaderValue>, CliError> {
        let mut state = self.token.lock().unwrap_or_else(PoisonError::into_inner);
        match &state.current {
            Some(Ok(current)) if rejected == Some(current) => {}
            Some(current) => return current.clone().map(Some),
            None => {}
        }
        let is_replacement = rejected.is_some();
        if is_replacement {
            let replaced_at = state.replaced_at.replace(Instant::now());
            if replaced_at.is_some_and(|at| at.elapsed() < MIN_LIFETIME) {
                return Ok(None);
            }
        }
        let obtained = self.obtain_token(is_replacement).map_err(CliError::fatal);
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
        let sent = self.send_with_retries(true, || Some(self.attempt(call, None, MAX_BODY)));
        let response = sent.into_success(call, &self.connection)?;
        // The error must not quote the body: it may contain a part of a token.
        let body: Option<Body> = response.object().ok();
        let token = body.and_then(|body| Token::new(&body.token, Some(AuthScheme::Bearer)).ok());
        token.ok_or_else(|| response.head.unexpected(&call.subject(), "missing `token`"))
    }
}
