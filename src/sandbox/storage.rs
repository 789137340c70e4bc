//! The storage of recordings: a host of its own, beside the API, where an address that is signed
//! lets in whoever has it. As the real ones do it takes no token, and refuses whoever sends one.

use super::data::dice::{Dice, Purpose};
use super::gate;
use super::sound;
use super::state::Shared;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::Utc;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

/// Seconds that an address is good for (facts, "Fields").
const LIFETIME: i64 = 15 * 60;

/// What signs addresses, and where they lead.
pub(super) struct Signer {
    url: String,
    key: Uuid,
}

impl Signer {
    /// The signer for a storage at this address.
    pub(super) fn new(url: String) -> Self {
        let key = Uuid::new_v4();
        Self { url, key }
    }

    /// A temporary address of what has this name.
    pub(super) fn address(&self, name: &str) -> String {
        let query = self.query(name, Utc::now().timestamp() + LIFETIME);
        format!("{}/audio/{name}?{query}", self.url)
    }

    fn query(&self, name: &str, expires: i64) -> String {
        let signed = Sha256::digest(format!("{} {name} {expires}", self.key));
        let mut query = format!("expires={expires}&signature=");
        for byte in signed {
            // A text takes whatever is written to it.
            let _ = write!(query, "{byte:02x}");
        }
        query
    }

    /// Whether a query was made here for what has this name, and is still good at a time in
    /// Unix seconds.
    fn admits(&self, name: &str, query: &str, now: i64) -> bool {
        let expires = query.strip_prefix("expires=");
        let expires = expires.and_then(|rest| rest.split('&').next()?.parse().ok());
        expires.is_some_and(|expires| now < expires && query == self.query(name, expires))
    }
}

/// Everything that is served there.
pub(super) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/audio/{name}", get(audio))
        .layer(middleware::from_fn_with_state(shared.clone(), gate::pass))
        .with_state(shared)
}

async fn audio(
    State(shared): State<Shared>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    if headers.contains_key(header::AUTHORIZATION) {
        return refusal(
            StatusCode::BAD_REQUEST,
            "Only one way to be let in is allowed",
        );
    }
    let query = query.unwrap_or_default();
    if !shared.signer.admits(&name, &query, Utc::now().timestamp()) {
        return refusal(
            StatusCode::FORBIDDEN,
            "The address is not valid, or not any more",
        );
    }
    let seed = name.bytes().fold(0, |seed: u64, byte| {
        seed.wrapping_mul(31).wrapping_add(byte.into())
    });
    let tone = Dice::new(seed, Purpose::Sound, 0).below(600);
    let audio = sound::wav(u32::try_from(200 + tone).unwrap_or(440));
    ([(header::CONTENT_TYPE, "audio/wav")], audio).into_response()
}

fn refusal(status: StatusCode, message: &str) -> Response {
    let body = format!("<Error><Message>{message}</Message></Error>");
    (status, [(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::{LIFETIME, Signer};
    use chrono::Utc;

    #[test]
    fn an_address_lets_in_for_its_name_and_time_only() {
        let signer = Signer::new("http://storage".to_owned());
        let address = signer.address("a");
        let query = address.strip_prefix("http://storage/audio/a?").unwrap();
        let now = Utc::now().timestamp();
        assert!(signer.admits("a", query, now));
        assert!(!signer.admits("b", query, now));
        assert!(!signer.admits("a", query, now + LIFETIME + 1));
        assert!(!signer.admits("a", &query.replacen("expires=", "expires=9", 1), now));
        assert!(!Signer::new(String::new()).admits("a", query, now));
        for bad in ["", "expires=", "expires=9999999999", "signature=x"] {
            assert!(!signer.admits("a", bad, now), "{bad}");
        }
    }
}
