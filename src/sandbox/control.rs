//! The server's own controls, for tests and trials. They are no part of the API: nobody needs
//! a token, they are not counted, and neither latency nor rate limit nor failures touch them.
//!
//! - `GET /sandbox/stats`: what the server has counted.
//! - `POST /sandbox/arrive?count=N` (default 1): N engagements happen now.

use super::refusal::Refusal;
use super::state::{Shared, Tally};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The paths of the controls.
pub(crate) fn router() -> Router<Shared> {
    Router::new()
        .route("/sandbox/stats", get(stats))
        .route("/sandbox/arrive", post(arrive))
}

#[derive(Serialize)]
struct Stats {
    #[serde(flatten)]
    tally: Tally,
    /// How often each engagement was exported, by its id; a repeated key counts once.
    exports: BTreeMap<String, u32>,
}

async fn stats(State(shared): State<Shared>) -> Json<Stats> {
    let state = shared.lock();
    Json(Stats {
        tally: state.tally.clone(),
        exports: state.archive.exports().collect(),
    })
}

/// More at once is taken for a slip of the keyboard.
const MOST_ARRIVALS: u32 = 100_000;

#[derive(Deserialize)]
struct Arrivals {
    count: Option<u32>,
}

#[derive(Serialize)]
struct Arrived {
    /// The ids of the new engagements, oldest first.
    ids: Vec<String>,
}

async fn arrive(
    State(shared): State<Shared>,
    arrivals: Result<Query<Arrivals>, QueryRejection>,
) -> Result<Json<Arrived>, Refusal> {
    let count = arrivals.map_or(u32::MAX, |Query(arrivals)| arrivals.count.unwrap_or(1));
    if count > MOST_ARRIVALS {
        return Err(Refusal::invalid(&[(
            "count",
            "must be a number up to 100000",
        )]));
    }
    let archive = &mut shared.lock().archive;
    let now = Utc::now();
    let positions: Vec<_> = (0..count).map(|_| archive.arrive(now)).collect();
    Ok(Json(Arrived {
        ids: positions
            .into_iter()
            .map(|position| archive.id(position))
            .collect(),
    }))
}
