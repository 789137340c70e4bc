//! Who we are to the service: a token for the whole run, or tokens minted with a key.

use std::sync::{Mutex, PoisonError};

use reqwest::header::HeaderValue;
use serde::Deserialize;

use super::answer::Answer;
use crate::cli::Scheme;
use crate::failure::{Failure, Kind};
use crate::settings::credentials::{Credentials, KeyPair, Token};

/// What goes into `Authorization`.
pub(super) enum Authorizer {
    /// The same for all requests.
    Fixed(HeaderValue),
    /// A minted one. It is minted while the lock is held, so that workers who find it missing or
    /// expired at the same time get one new token and not one each; and one failure.
    Minted {
        /// The key.
        pair: KeyPair,
        /// The token in use, or why there is none.
        current: Mutex<Option<Result<Minted, Failure>>>,
    },
}

/// A minted token; they are told apart by their number.
#[derive(Clone)]
pub(super) struct Minted {
    number: u64,
    value: HeaderValue,
    /// Whether the service has answered anything but a 401 to it.
    accepted: bool,
}

/// What a request went out with.
pub(super) struct Authorization {
    /// The header's value.
    pub(super) value: HeaderValue,
    /// Which minted token it is; `None` if nothing better can be had.
    minted: Option<u64>,
}

impl Authorizer {
    /// What these credentials make of us.
    ///
    /// # Errors
    /// A settings failure if a token cannot be sent.
    pub(super) fn new(credentials: &Credentials) -> Result<Self, Failure> {
        Ok(match credentials {
            Credentials::Token(token) => Self::Fixed(token.authorization()?),
            Credentials::Pair(pair) => Self::Minted {
                pair: pair.clone(),
                current: Mutex::new(None),
            },
        })
    }

    /// What to send now; `mint` makes a token if there is none yet.
    ///
    /// # Errors
    /// That of `mint`, also if it was another worker's.
    pub(super) fn authorization(
        &self,
        mint: impl FnOnce(&KeyPair) -> Result<HeaderValue, Failure>,
    ) -> Result<Authorization, Failure> {
        let (pair, current) = match self {
            Self::Fixed(value) => {
                return Ok(Authorization {
                    value: value.clone(),
                    minted: None,
                });
            }
            Self::Minted { pair, current } => (pair, current),
        };
        let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
        let minted = current.get_or_insert_with(|| Minted::new(0, mint(pair)));
        minted.clone().map(Authorization::from)
    }

    /// What to send instead of what has just been refused with a 401: the token that another
    /// worker has got meanwhile, or a new one. `None` if that would not help: a token that is
    /// refused although it replaced another has not expired.
    ///
    /// # Errors
    /// That of `mint`, also if it was another worker's.
    pub(super) fn instead_of(
        &self,
        refused: &Authorization,
        mint: impl FnOnce(&KeyPair) -> Result<HeaderValue, Failure>,
    ) -> Result<Option<Authorization>, Failure> {
        let (Self::Minted { pair, current }, Some(number)) = (self, refused.minted) else {
            return Ok(None);
        };
        let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(minted)) = &*current
            && minted.number == number
        {
            if number > 0 && !minted.accepted {
                return Ok(None);
            }
            *current = Some(Minted::new(number + 1, mint(pair)));
        }
        current
            .clone()
            .transpose()
            .map(|minted| minted.map(Authorization::from))
    }

    /// Notes that the service has taken it.
    pub(super) fn accepted(&self, authorization: &Authorization) {
        if let Self::Minted { current, .. } = self
            && let Some(Ok(minted)) = &mut *current.lock().unwrap_or_else(PoisonError::into_inner)
        {
            minted.accepted |= Some(minted.number) == authorization.minted;
        }
    }
}

impl Minted {
    fn new(number: u64, value: Result<HeaderValue, Failure>) -> Result<Self, Failure> {
        value.map(|value| Self {
            number,
            value,
            accepted: false,
        })
    }
}

impl From<Minted> for Authorization {
    fn from(minted: Minted) -> Self {
        Self {
            value: minted.value,
            minted: Some(minted.number),
        }
    }
}

/// The token in the answer to a minting (facts, "Credentials").
///
/// # Errors
/// A service failure if there is none in it.
pub(super) fn minted(answer: &Answer, subject: &str) -> Result<Token, Failure> {
    #[derive(Deserialize)]
    struct Body {
        token: String,
    }
    // What is wrong with the body is not told: it may hold half a token.
    let body: Option<Body> = answer.object().ok();
    let token = body.and_then(|body| Token::new(&body.token, Some(Scheme::Bearer)).ok());
    token.ok_or_else(|| Answer::unexpected(&answer.head, subject, "there is no token in it"))
}

/// The failure of a minting, told as what it is: nothing else can be done without a token.
pub(super) fn refused(failure: Failure) -> Failure {
    let hint = match failure.kind {
        Kind::Refused => Some("check `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`"),
        Kind::NotFound => Some("check that `--base-url` is the API's address"),
        _ => None,
    };
    let hint = hint.map(str::to_owned).or(failure.hint);
    let message = failure
        .message
        .replacen("the token was", "the API key was", 1)
        .replacen("to this token", "to this API key", 1);
    Failure {
        message,
        hint,
        ends_run: true,
        ..failure
    }
}

#[cfg(test)]
mod tests {
    use super::{Authorizer, KeyPair};
    use crate::failure::{Failure, Kind};
    use crate::settings::credentials::Credentials;
    use crate::settings::secret::Secret;
    use reqwest::header::HeaderValue;
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

    fn authorizer() -> Authorizer {
        let pair = KeyPair {
            id: "id".to_owned(),
            secret: Secret::new("s".to_owned()),
        };
        Authorizer::new(&Credentials::Pair(pair)).unwrap()
    }

    #[test]
    fn workers_whose_token_is_refused_together_mint_one_new_token() {
        let (authorizer, count) = (authorizer(), AtomicU64::new(0));
        let mint = |_: &KeyPair| {
            let number = count.fetch_add(1, SeqCst);
            Ok(HeaderValue::from_str(&format!("Bearer {number}")).unwrap())
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(authorizer.authorization(mint).unwrap().minted, Some(0)));
            }
        });
        let first = authorizer.authorization(mint).unwrap();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let second = authorizer.instead_of(&first, mint).unwrap().unwrap();
                    assert_eq!(second.minted, Some(1));
                });
            }
        });
        assert_eq!(count.load(SeqCst), 2);
        let second = authorizer.authorization(mint).unwrap();
        assert!(authorizer.instead_of(&second, mint).unwrap().is_none());
        authorizer.accepted(&second);
        let third = authorizer.instead_of(&second, mint).unwrap().unwrap();
        assert_eq!((third.minted, count.load(SeqCst)), (Some(2), 3));
    }

    #[test]
    fn a_minting_that_failed_is_not_tried_again() {
        let authorizer = authorizer();
        let refused = |_: &KeyPair| Err(Failure::new(Kind::Refused, "no"));
        assert!(authorizer.authorization(refused).is_err());
        let asked = authorizer.authorization(|_| Ok(HeaderValue::from_static("x")));
        assert_eq!(asked.err().unwrap().message, "no");
    }
}
