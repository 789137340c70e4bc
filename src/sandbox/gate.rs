//! What every call of the API passes on its way in and out: counting, the request id, the
//! rate limit, the latency and the failures on demand.

use super::faults::Effect;
use super::limit;
use super::refusal::Refusal;
use super::state::Shared;
use super::wire::{Line, Manner};
use axum::body::HttpBody;
use axum::extract::{self, ConnectInfo, Request};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

/// Lets one call through. Half of the latency passes before the call acts and half after, as
/// on a real line: a client that goes away may be too early or too late to stop it.
pub(crate) async fn pass(
    extract::State(shared): extract::State<Shared>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
    next: Next,
) -> Response {
    let came = Instant::now();
    let latency = shared.latency;
    let visit = Visit::begin(&shared);
    wait(came, latency / 2).await;

    let now = Utc::now().timestamp();
    let allowance = shared
        .lock()
        .limiter
        .as_mut()
        .map(|limiter| limiter.ask(now));
    let mut response = if allowance.is_none_or(|allowance| allowance.admitted) {
        answer(&shared, &line, request, next).await
    } else {
        Refusal::message(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded")
            .retry_after(Some(limit::RETRY_AFTER))
            .into_response()
    };
    let headers = response.headers_mut();
    headers.insert("x-request-id", visit.request_id());
    if let Some(allowance) = allowance {
        allowance.tell(headers);
    }
    wait(came, latency).await;
    response
}

/// Waits until `latency` has passed since `came`.
async fn wait(came: Instant, latency: Duration) {
    // Even a timer that is due already would take a millisecond.
    if !latency.is_zero() {
        sleep_until(came + latency).await;
    }
}

/// Answers, unless a failure is due.
async fn answer(shared: &Shared, line: &Line, request: Request, next: Next) -> Response {
    let target = request
        .uri()
        .path_and_query()
        .map_or("", PathAndQuery::as_str);
    let Some(fault) = shared.lock().faults.hit(target) else {
        return next.run(request).await;
    };
    let unspoilt = if fault.acts_first() {
        next.run(request).await
    } else {
        Response::default()
    };
    spoil(fault.effect, unspoilt, line).await
}

/// Does to an answer what `effect` says. A connection that was spoilt is not used again.
async fn spoil(effect: Effect, mut answer: Response, line: &Line) -> Response {
    match effect {
        Effect::Status(status, retry_after) => {
            let reason = status.canonical_reason().unwrap_or("Failed on demand");
            let refusal = Refusal::message(status, reason).retry_after(retry_after);
            return refusal.into_response();
        }
        Effect::Stall => std::future::pending().await,
        Effect::Reset => line.set(Manner::Reset),
        Effect::Cut => {
            let length = answer.body().size_hint().lower().div_ceil(2);
            line.set(Manner::Cut(usize::try_from(length).unwrap_or(usize::MAX)));
        }
        Effect::Dribble => {
            line.set(Manner::dribble());
            let close = HeaderValue::from_static("close");
            answer.headers_mut().insert(header::CONNECTION, close);
        }
    }
    answer
}

/// One call under way; it ends when it is dropped, also when the client has gone.
struct Visit<'a> {
    shared: &'a Shared,
    number: u64,
}

impl<'a> Visit<'a> {
    fn begin(shared: &'a Shared) -> Self {
        let tally = &mut shared.lock().tally;
        tally.requests += 1;
        tally.in_flight += 1;
        tally.largest_in_flight = tally.largest_in_flight.max(tally.in_flight);
        Self {
            shared,
            number: tally.requests,
        }
    }

    /// An id that looks like the service's and tells the number of the call at its end.
    fn request_id(&self) -> HeaderValue {
        let id = Uuid::from_u64_pair(0x5a4d_b0c5_7e11_4000, 0x8000_0000_0000_0000 | self.number);
        HeaderValue::try_from(id.to_string()).unwrap_or(HeaderValue::from_static(""))
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        self.shared.lock().tally.in_flight -= 1;
    }
}
