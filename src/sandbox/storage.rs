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
