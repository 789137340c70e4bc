//! Authentication: the token of a run, and its replacement when the API rejects it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::call::Call;
use super::expect_success;
use super::response::ApiResponse;
use super::transport::{SendOutcome, Transport};
use crate::cli::AuthScheme;
use crate::error::{CliError, ErrorKind};
use crate::settings::credentials::{ApiKey, Credentials, Token};

/// The credentials of a run and the token in use.
pub(super) struct Authenticator {
    credentials: Credentials,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The value of `Authorization`, or why there is none.
    current: Option<Result<HeaderValue, CliError>>,
    /// Whether `current` replaced a rejected token and has not been accepted yet.
    is_untested: bool,
}

impl Authenticator {
    /// Creates an authenticator that has no token yet.
    pub(super) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            state: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on_accepted(&self, token: &HeaderValue) {
        let mut state = self.lock();
        let is_current = matches!(&state.current, Some(Ok(current)) if current == token);
        state.is_untested &= !is_current;
    }
}

impl Transport {
    /// Sends a call until its outcome is final. A token that has expired is replaced once: a request that
    /// is answered with a 401 has changed nothing.
    ///
    /// # Errors
    /// There is no token, so nothing is sent.
    pub(crate) fn send(&self, call: Call<'_>) -> Result<SendOutcome, CliError> {
        self.send_while(call, &|| true)
    }

    /// Like [`Transport::send`], but asks `may_send` before each attempt.
    ///
    /// # Errors
    /// There is no token, so nothing is sent.
    pub(crate) fn send_while(
        &self,
        call: Call<'_>,
        may_send: &dyn Fn() -> bool,
    ) -> Result<SendOutcome, CliError> {
        let first = self.token(None)?;
        let sent = self.send_with(call, first.as_ref(), may_send);
        if sent.status() != Some(401) {
            return Ok(sent);
        }
        let Some(second) = self.token(first.as_ref())? else {
            return Ok(sent);
        };
        let attempts = sent.attempts;
        let sent = self.send_with(call, Some(&second), may_send);
        Ok(SendOutcome {
            attempts: attempts + sent.attempts,
            ..sent
        })
    }

    fn send_with(
        &self,
        call: Call<'_>,
        token: Option<&HeaderValue>,
        may_send: &dyn Fn() -> bool,
    ) -> SendOutcome {
        let sent = self.send_as(call, token, may_send);
        if let Some(token) = token
            && sent.status().is_some_and(|status| status != 401)
        {
            self.authenticator.on_accepted(token);
        }
        sent
    }

    /// Returns the token to send, or the one that replaces a rejected one. `None` if there is no other: a
    /// token that is rejected although it is new has not expired.
    ///
    /// The lock is held while a token is created or read, so that workers share one new token or one error.
    fn token(&self, rejected: Option<&HeaderValue>) -> Result<Option<HeaderValue>, CliError> {
        let mut state = self.authenticator.lock();
        match &state.current {
            Some(Ok(current)) if rejected == Some(current) => {}
            Some(current) => return current.clone().map(Some),
            None => {}
        }
        if rejected.is_some() && state.is_untested {
            return Ok(None);
        }
        state.is_untested = rejected.is_some();
        let obtained = self
            .obtain_token(rejected.is_some())
            .map_err(|failure| CliError {
                is_fatal: true,
                ..failure
            });
        let obtained = obtained.map(|token| token.filter(|token| rejected != Some(token)));
        if let Some(changed) = obtained.clone().transpose() {
            state.current = Some(changed);
        }
        obtained
    }

    /// Creates or reads a token; `None` if it cannot be read once more.
    fn obtain_token(&self, is_replacement: bool) -> Result<Option<HeaderValue>, CliError> {
        let token = match &self.authenticator.credentials {
            Credentials::Token { token, .. } if !is_replacement => Some(token.clone()),
            Credentials::Token { source: None, .. } => None,
            Credentials::Token {
                source: Some(source),
                ..
            } => source.read_again()?,
            Credentials::Pair(pair) => Some(self.create_token(pair)?),
        };
        let Some(token) = token else { return Ok(None) };
        self.console.redact(token.secret());
        token.authorization().map(Some)
    }

    /// Creates a token with an API key.
    fn create_token(&self, pair: &ApiKey) -> Result<Token, CliError> {
        let call = Call::CreateToken(pair);
        let subject = call.subject();
        let response =
            expect_success(self.send_as(call, None, &|| true), &subject).map_err(with_key_hint)?;
        parse_token(&response, &subject)
    }
}

/// Reads the token in the response of `POST /operator_authentication/tokens`.
fn parse_token(response: &ApiResponse, subject: &str) -> Result<Token, CliError> {
    #[derive(Deserialize)]
    struct Body {
        token: String,
    }
    // The error must not quote the body: it may contain a part of a token.
    let body: Option<Body> = response.object().ok();
    let token = body.and_then(|body| Token::new(&body.token, Some(AuthScheme::Bearer)).ok());
    token.ok_or_else(|| {
        ApiResponse::unexpected_response(&response.head, subject, "it contains no token")
    })
}

fn with_key_hint(failure: CliError) -> CliError {
    let hint = match failure.kind {
        ErrorKind::Unauthorized => {
            "check `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`"
        }
        ErrorKind::NotFound => "check that `--base-url` is the API's address",
        _ => return failure,
    };
    failure.hint(hint)
}
