//! Sending as somebody: a token is minted when there is none, and once more when it has expired.

use reqwest::header::HeaderValue;

use super::authorizer::{self, Authorization};
use super::call::Call;
use super::expect_success;
use super::transport::{SendOutcome, Transport};
use crate::failure::Failure;
use crate::settings::credentials::KeyPair;

impl Transport {
    /// Sends the call until its outcome is final. A minted token that has expired meanwhile is
    /// replaced once: whatever is refused with a 401 has done nothing.
    ///
    /// # Errors
    /// Without a token nothing is sent: that of its minting.
    pub(crate) fn send(&self, call: Call<'_>) -> Result<SendOutcome, Failure> {
        let first = self.authorizer.authorization(|pair| self.mint(pair))?;
        let sent = self.send_with(call, &first);
        if !is_refused(&sent) {
            return Ok(sent);
        }
        let second = self.authorizer.instead_of(&first, |pair| self.mint(pair))?;
        let Some(second) = second else {
            return Ok(sent);
        };
        let attempts = sent.attempts;
        let sent = self.send_with(call, &second);
        Ok(SendOutcome {
            attempts: attempts + sent.attempts,
            ..sent
        })
    }

    fn send_with(&self, call: Call<'_>, authorization: &Authorization) -> SendOutcome {
        let sent = self.send_as(call, Some(&authorization.value));
        if sent.outcome.is_ok() && !is_refused(&sent) {
            self.authorizer.accepted(authorization);
        }
        sent
    }

    /// A new token (facts, "Credentials").
    fn mint(&self, pair: &KeyPair) -> Result<HeaderValue, Failure> {
        let call = Call::CreateToken(pair);
        let subject = call.subject();
        let token = expect_success(self.send_as(call, None), &subject)
            .and_then(|answer| authorizer::minted(&answer, &subject))
            .map_err(authorizer::refused)?;
        self.talk.hide(token.secret());
        token.authorization()
    }
}

fn is_refused(sent: &SendOutcome) -> bool {
    sent.status() == Some(401)
}
