//! Recordings: presigned URLs and their audio. Like real storage, the sandbox accepts a presigned URL
//! from every client and rejects requests that have a token as well.

use super::api_error::ApiError;
use super::state::{AppState, Shared};
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::hash::BuildHasher;

/// `GET /sub_engagements/…`: the presigned URL of a recording, or 204 until it is processed.
pub(super) async fn url(State(app): State<Shared>, uri: Uri) -> Result<Response, ApiError> {
    let recordings = &mut app.lock().dataset.recordings;
    let is_processed = recordings.get_mut(uri.path());
    let is_processed = is_processed.ok_or_else(|| ApiError::not_found("Recording"))?;
    if !std::mem::replace(is_processed, true) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let name = uri.path().trim_start_matches('/').replace('/', "-");
    let signature = signature(&app, &name);
    let url = format!("{}/audio/{name}?signature={signature}", app.base_url);
    Ok(Json(json!({ "url": url })).into_response())
}

fn signature(app: &AppState, name: &str) -> String {
    format!("{:016x}", app.signing_key.hash_one(name))
}

/// `GET /audio/{name}`
pub(super) async fn audio(
    State(app): State<Shared>,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    if headers.contains_key(header::AUTHORIZATION) {
        let message = "Only one authentication mechanism is allowed";
        return Err(ApiError::message(StatusCode::BAD_REQUEST, message));
    }
    if query != Some(format!("signature={}", signature(&app, &name))) {
        let message = "The URL is invalid or has expired";
        return Err(ApiError::message(StatusCode::FORBIDDEN, message));
    }
    let pitch = 200 + name.bytes().map(u32::from).sum::<u32>() % 600;
    Ok(([(header::CONTENT_TYPE, "audio/wav")], wav(pitch)).into_response())
}

/// Header of a WAV file with one channel: 4,000 samples of one byte, 8,000 of them per second.
const WAV_HEADER: &[u8] = b"RIFF\xc4\x0f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\
    \x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\xa0\x0f\0\0";

/// Returns a WAV file: half a second of a square wave of this frequency.
fn wav(frequency: u32) -> Vec<u8> {
    let is_high = |sample| sample * frequency % 8_000 < 4_000;
    let samples = (0..4_000).map(|sample| if is_high(sample) { 160 } else { 96 });
    WAV_HEADER.iter().copied().chain(samples).collect()
}
