//! Who may ask: the version in `Accept`, tokens, and the key pair that mints them.

use super::refusal::Refusal;
use axum::http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

/// A personal API token that the practice server accepts.
pub(crate) const TOKEN: &str = "sandbox-token";
/// The id of the API key that the practice server mints tokens for.
pub(crate) const API_KEY_ID: &str = "sandbox-key";
/// The secret of that key.
pub(crate) const API_KEY_SECRET: &str = "sandbox-secret";

const VERSION: &str = "application/vnd.salemove.v1+json";
const MINTED: &str = "sandbox-minted-";

/// The tokens minted so far; each is good for as long as the server runs.
#[derive(Default)]
pub(crate) struct Mint(u64);

/// The body of `POST /operator_authentication/tokens`.
#[derive(Deserialize)]
struct KeyPair {
    api_key_id: Option<String>,
    api_key_secret: Option<String>,
}

impl Mint {
    /// Makes a new token for the key pair in `body`.
    pub(crate) fn mint(&mut self, body: &[u8]) -> Result<String, Refusal> {
        let malformed = |_| Refusal::message(StatusCode::BAD_REQUEST, "The body is not JSON");
        let keys: KeyPair = serde_json::from_slice(body).map_err(malformed)?;
        let given = [
            ("api_key_id", &keys.api_key_id),
            ("api_key_secret", &keys.api_key_secret),
        ];
        let missing: Vec<_> = given
            .iter()
            .filter_map(|(name, value)| value.is_none().then_some((*name, "must be present")))
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::invalid(&missing));
        }
        let right = [Some(API_KEY_ID), Some(API_KEY_SECRET)];
        if right != [keys.api_key_id.as_deref(), keys.api_key_secret.as_deref()] {
            return Err(Refusal::message(
                StatusCode::UNAUTHORIZED,
                "API key is invalid",
            ));
        }
        self.0 += 1;
        Ok(format!("{MINTED}{}", self.0))
    }

    /// Whether the request's `Authorization` is one that the server gave out.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let Some(value) = headers.get(header::AUTHORIZATION) else {
            return Err(Refusal::authorization_missing());
        };
        match value.to_str().ok().and_then(|value| value.split_once(' ')) {
            Some(("Token" | "Bearer", token)) if self.knows(token) => Ok(()),
            Some(("Token" | "Bearer", token)) if !token.is_empty() => Err(Refusal::message(
                StatusCode::UNAUTHORIZED,
                "Token is invalid or expired",
            )),
            _ => Err(Refusal::authorization_malformed()),
        }
    }

    fn knows(&self, token: &str) -> bool {
        let minted = token
            .strip_prefix(MINTED)
            .and_then(|number| number.parse::<u64>().ok());
        token == TOKEN || minted.is_some_and(|number| (1..=self.0).contains(&number))
    }
}

/// Whether the request asks for the version of the API that is served here.
pub(crate) fn check_version(headers: &HeaderMap) -> Result<(), Refusal> {
    let values = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut kinds = values.flat_map(|value| value.split(','));
    let media_type = |kind: &str| kind.split(';').next().unwrap_or_default().trim() == VERSION;
    if kinds.any(media_type) {
        return Ok(());
    }
    let message = format!("The version is chosen by `Accept: {VERSION}`");
    Err(Refusal::message(StatusCode::NOT_ACCEPTABLE, &message))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn tokens_are_accepted_under_both_words() {
        let check = |value| Mint(2).check(&headers(header::AUTHORIZATION, value));
        for good in [
            "Token sandbox-token",
            "Bearer sandbox-token",
            "Bearer sandbox-minted-2",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        let wrong = Refusal::message(StatusCode::UNAUTHORIZED, "Token is invalid or expired");
        for bad in [
            "Token x",
            "Bearer sandbox-minted-3",
            "Bearer sandbox-minted-0",
        ] {
            assert_eq!(check(bad), Err(wrong.clone()), "{bad}");
        }
        for malformed in ["sandbox-token", "Basic sandbox-token", "Token ", ""] {
            assert_eq!(
                check(malformed),
                Err(Refusal::authorization_malformed()),
                "{malformed}"
            );
        }
        assert_eq!(
            Mint(0).check(&HeaderMap::new()),
            Err(Refusal::authorization_missing())
        );
    }

    #[test]
    fn each_mint_gives_a_new_token() {
        let mut mint = Mint::default();
        let pair = br#"{"api_key_id":"sandbox-key","api_key_secret":"sandbox-secret"}"#;
        assert_eq!(mint.mint(pair).unwrap(), "sandbox-minted-1");
        assert_eq!(mint.mint(pair).unwrap(), "sandbox-minted-2");
    }

    #[test]
    fn nothing_is_minted_for_another_pair() {
        let mint = |body: &str| Mint::default().mint(body.as_bytes()).unwrap_err();
        let wrong = Refusal::message(StatusCode::UNAUTHORIZED, "API key is invalid");
        assert_eq!(
            mint(r#"{"api_key_id":"sandbox-key","api_key_secret":"x"}"#),
            wrong
        );
        let missing = [("api_key_secret", "must be present")];
        assert_eq!(
            mint(r#"{"api_key_id":"sandbox-key"}"#),
            Refusal::invalid(&missing)
        );
        let malformed = Refusal::message(StatusCode::BAD_REQUEST, "The body is not JSON");
        assert_eq!(mint("api_key_id=sandbox-key"), malformed);
    }

    #[test]
    fn the_version_must_be_among_what_is_accepted() {
        let check = |value| check_version(&headers(header::ACCEPT, value)).is_ok();
        assert!(check(VERSION));
        assert!(check("text/html, application/vnd.salemove.v1+json;q=0.9"));
        assert!(!check("*/*"));
        assert!(!check("application/json"));
        assert!(check_version(&HeaderMap::new()).is_err());
    }
}
