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
    /// expired at the same time get one new token and not one each.
    Minted {
        /// The key.
        pair: KeyPair,
        /// The token in use, if there is one; or why there will be none in this run.
        current: Mutex<Result<Option<Minted>, Failure>>,
    },
}

/// A minted token; they are told apart by their number.
#[derive(Clone)]
pub(super) struct Minted {
    number: u64,
    value: HeaderValue,
}

/// What a request went out with.
pub(super) struct Authorization {
    /// The header's value.
    pub(super) value: HeaderValue,
    /// Which minted token it is; `None` if nothing better can be had.
    pub(super) minted: Option<u64>,
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
                current: Mutex::new(Ok(None)),
            },
        })
    }

    /// What to send now. `stale` is the number of a token that has just been refused; unless
    /// another worker has replaced it already, `mint` makes a new one. What one worker could not
    /// mint, the others do not try.
    ///
    /// # Errors
    /// That of `mint`.
    pub(super) fn authorization(
        &self,
        stale: Option<u64>,
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
        let in_use = current.clone()?;
        let usable = in_use.filter(|minted| Some(minted.number) != stale);
        let minted = usable.map_or_else(
            || {
                let number = stale.map_or(0, |number| number + 1);
                mint(pair).map(|value| Minted { number, value })
            },
            Ok,
        );
        *current = minted.clone().map(Some);
        minted.map(|Minted { number, value }| Authorization {
            value,
            minted: Some(number),
        })
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
    let body: Option<Body> = serde_json::from_slice(&answer.body).ok();
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
    use super::{Authorizer, Failure, KeyPair, Kind};
    use crate::settings::credentials::Credentials;
    use crate::settings::secret::Secret;
    use reqwest::header::HeaderValue;
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

    #[test]
    fn workers_whose_token_is_refused_together_mint_one_new_token() {
        let pair = KeyPair {
            id: "id".to_owned(),
            secret: Secret::new("s".to_owned()),
        };
        let authorizer = Authorizer::new(&Credentials::Pair(pair)).unwrap();
        let minted = AtomicU64::new(0);
        let ask = |stale| {
            let mint = |_: &KeyPair| {
                let number = minted.fetch_add(1, SeqCst);
                Ok(HeaderValue::from_str(&format!("Bearer {number}")).unwrap())
            };
            authorizer.authorization(stale, mint).unwrap().minted
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(ask(None), Some(0)));
            }
        });
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(ask(Some(0)), Some(1)));
            }
        });
        assert_eq!(minted.load(SeqCst), 2);
    }

    #[test]
    fn what_could_not_be_minted_is_not_tried_by_the_others() {
        let pair = KeyPair {
            id: "id".to_owned(),
            secret: Secret::new("s".to_owned()),
        };
        let authorizer = Authorizer::new(&Credentials::Pair(pair)).unwrap();
        let tried = AtomicU64::new(0);
        let mint = |_: &KeyPair| {
            tried.fetch_add(1, SeqCst);
            Err(Failure::new(Kind::Refused, "no"))
        };
        for _ in 0..3 {
            let failure = authorizer.authorization(None, mint).err().unwrap();
            assert_eq!(failure.kind, Kind::Refused);
        }
        assert_eq!(tried.load(SeqCst), 1);
    }
}
