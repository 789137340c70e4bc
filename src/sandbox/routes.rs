//! The calls of the API: which paths there are, and what each answers.

use super::access::check_version;
use super::control;
use super::gate;
use super::links::Linker;
use super::paging::Page;
use super::query::Listing;
use super::refusal::Refusal;
use super::state::Shared;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::json;

/// Everything that is served: the API behind its gate, and the server's own controls.
pub(crate) fn router(shared: Shared) -> Router {
    let for_tokens = middleware::from_fn_with_state(shared.clone(), check_token);
    let api = Router::new()
        .route("/engagements", get(list))
        .route("/engagements/{id}", get(show))
        .route("/engagements/{id}/chat_transcript", get(transcript))
        .route("/engagements/{id}/export", post(export))
        .route("/sub_engagements/{id}/{kind}/{part}", get(recording))
        .route_layer(for_tokens)
        .route("/operator_authentication/tokens", post(mint))
        .route_layer(middleware::from_fn(check_accept))
        .fallback(no_route)
        .method_not_allowed_fallback(no_route)
        .layer(middleware::from_fn_with_state(shared.clone(), gate::pass));
    api.merge(control::router()).with_state(shared)
}

type Answer = Result<Response, Refusal>;

async fn check_accept(request: Request, next: Next) -> Answer {
    check_version(request.headers())?;
    Ok(next.run(request).await)
}

async fn check_token(State(shared): State<Shared>, request: Request, next: Next) -> Answer {
    shared.lock().mint.check(request.headers())?;
    Ok(next.run(request).await)
}

async fn no_route() -> Refusal {
    Refusal::no_route()
}

async fn list(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let listing = Listing::new(&pairs)?;
    let linker = Linker {
        kind: shared.links,
        list_url: &shared.list_url,
        query: query.as_deref().unwrap_or_default(),
        per_page: listing.per_page,
    };
    let archive = &shared.lock().archive;
    Ok(document(
        Page::find(archive, &listing, shared.links).json(archive, &linker),
    ))
}

async fn show(State(shared): State<Shared>, Path(id): Path<String>) -> Answer {
    let archive = &shared.lock().archive;
    let position = archive.find(&id).ok_or_else(Refusal::no_engagement)?;
    Ok(document(archive.record(position)))
}

async fn transcript(State(shared): State<Shared>, Path(id): Path<String>) -> Answer {
    let archive = &shared.lock().archive;
    let position = archive.find(&id).ok_or_else(Refusal::no_engagement)?;
    Ok(document(archive.transcript(position)))
}

/// The temporary address of a recording, or 204 as long as it is not done (facts, "Fields").
async fn recording(State(shared): State<Shared>, uri: Uri) -> Answer {
    let path = uri.path();
    let is_ready = shared.lock().is_ready(path);
    if !is_ready.ok_or_else(Refusal::no_recording)? {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let name = path.trim_start_matches('/').replace('/', "-");
    let url = shared.signer.address(&format!("{name}.wav"));
    Ok(document(json!({ "url": url }).to_string()))
}

async fn export(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let mut state = shared.lock();
    let position = state.archive.find(&id).ok_or_else(Refusal::no_engagement)?;
    let key = headers
        .get("x-idempotency-key")
        .and_then(|key| key.to_str().ok());
    state.export(position, key);
    Ok(document(json!({ "success": true }).to_string()))
}

async fn mint(State(shared): State<Shared>, body: Bytes) -> Answer {
    let token = shared.lock().mint.mint(&body)?;
    Ok(document(json!({ "token": token }).to_string()))
}

/// An answer of JSON text.
fn document(json: String) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
        json,
    )
        .into_response()
}
