//! The calls of the API, and two controls for tests and trials. The controls do not belong to the
//! API: they need no token, are not counted, and have neither latency nor rate limit nor faults.
//!
//! - `GET /sandbox/stats`: the counters.
//! - `POST /sandbox/arrive?count=N` (default 1): adds N engagements that begin now, and responds
//!   with their IDs, oldest first.

use super::api_error::ApiError;
use super::auth::check_version;
use super::data::Document;
use super::list_query::{ListQuery, Params};
use super::page::LinkStyle;
use super::state::{MutableState, RequestStats, Shared};
use super::{middleware, recordings};
use axum::body::Bytes;
use axum::extract::{Path, Query, RawQuery, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::Utc;
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;

type ApiResult = Result<Response, ApiError>;

const TOKENS: &str = "/operator_authentication/tokens";

/// Routes of the API, behind the middleware, and the controls.
pub(super) fn router(app: Shared) -> Router {
    let api = Router::new()
        .route("/engagements", get(list))
        .route("/engagements/{id}", get(show))
        .route("/engagements/{id}/chat_transcript", get(transcript))
        .route("/engagements/{id}/export", post(export))
        .route("/sub_engagements/{id}/{kind}/{part}", get(recordings::url))
        .route(TOKENS, post(issue_token))
        .route_layer(from_fn_with_state(app.clone(), check_headers))
        .route("/audio/{name}", get(recordings::audio))
        .fallback(async || ApiError::no_route(StatusCode::NOT_FOUND, "404 Route Not Found"))
        .method_not_allowed_fallback(async || {
            ApiError::no_route(StatusCode::METHOD_NOT_ALLOWED, "405 Method Not Allowed")
        })
        .layer(from_fn_with_state(app.clone(), middleware::handle));
    api.route("/sandbox/stats", get(stats))
        .route("/sandbox/arrive", post(add_new))
        .with_state(app)
}

async fn check_headers(State(app): State<Shared>, request: Request, next: Next) -> ApiResult {
    check_version(request.headers())?;
    if request.uri().path() != TOKENS {
        app.lock().token_issuer.check(request.headers())?;
    }
    Ok(next.run(request).await)
}

/// A page of the list. On the last one `next_page` is null.
#[derive(Serialize)]
struct PageDocument {
    next_page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_page: Option<String>,
    engagements: Vec<Document>,
}

async fn list(
    State(app): State<Shared>,
    RawQuery(raw_query): RawQuery,
    Query(params): Query<Vec<(String, String)>>,
) -> ApiResult {
    let links = app.args.links;
    let state = &mut *app.lock();
    let is_bare = links == LinkStyle::Bare;
    // A bare link has no filters: it continues the latest list.
    let latest = state.latest_list.filter.filter(|_| is_bare);
    let query = ListQuery::parse(&Params(params), latest)?;
    let page = state.latest_list.page(&state.dataset, &query, links);
    let raw_query = raw_query.unwrap_or_default();
    let link = |start| query.link(start, &app.base_url, &raw_query, is_bare);
    let record = |&position: &usize| state.record(position, false);
    let document = PageDocument {
        next_page: page.next.map(link),
        last_page: (links != LinkStyle::Cursor).then(|| link(page.last)),
        engagements: page.positions.iter().map(record).collect(),
    };
    Ok(Json(document).into_response())
}

fn find(state: &MutableState, id: &str) -> Result<usize, ApiError> {
    let position = state.dataset.find(id);
    position.ok_or_else(|| ApiError::not_found("Engagement"))
}

async fn show(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult {
    let state = app.lock();
    let position = find(&state, &id)?;
    Ok(Json(state.record(position, true)).into_response())
}

async fn transcript(State(app): State<Shared>, Path(id): Path<String>) -> ApiResult {
    let state = app.lock();
    let position = find(&state, &id)?;
    Ok(Json(state.dataset.transcript(position)).into_response())
}

async fn export(
    State(app): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> ApiResult {
    let mut state = app.lock();
    let position = find(&state, &id)?;
    let key = headers.get("x-idempotency-key");
    state.export(position, key.and_then(|key| key.to_str().ok()));
    Ok(Json(json!({ "success": true })).into_response())
}

async fn issue_token(State(app): State<Shared>, body: Bytes) -> ApiResult {
    let token = app.lock().token_issuer.issue(&body)?;
    Ok(Json(json!({ "token": token })).into_response())
}

async fn stats(State(app): State<Shared>) -> Json<RequestStats> {
    Json(app.lock().stats.clone())
}

async fn add_new(
    State(app): State<Shared>,
    Query(params): Query<HashMap<String, u32>>,
) -> ApiResult {
    let count = params.get("count").copied().unwrap_or(1);
    if count > 100_000 {
        return Err(ApiError::invalid("count", "must be a number up to 100000"));
    }
    let dataset = &mut app.lock().dataset;
    let ids = (0..count).map(|_| dataset.add_new(Utc::now()));
    Ok(Json(json!({ "ids": ids.collect::<Vec<_>>() })).into_response())
}
