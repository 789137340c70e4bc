//! The middleware of all API requests: counters, request ID, rate limit, latency, faults.

use super::api_error::ApiError;
use super::faults::{Effect, next_fault};
use super::faulty_io::{FaultHandle, WriteFault};
use super::state::Shared;
use axum::body::HttpBody;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use chrono::Utc;
use std::num::NonZeroU32;
use std::time::Duration;
use tokio::time::{Instant, interval, sleep_until};
use uuid::Uuid;

const DRIBBLE_INTERVAL: Duration = Duration::from_millis(100);

/// Handles one request. Half of the latency passes before the request takes effect and half after it, as
/// on a real connection: a request that times out may or may not take effect.
pub(super) async fn handle(
    State(app): State<Shared>,
    ConnectInfo(connection): ConnectInfo<FaultHandle>,
    request: Request,
    next: Next,
) -> Response {
    let received = Instant::now();
    let latency = app.args.latency;
    let in_flight = InFlight::begin(&app);
    wait(received, latency / 2).await;
    let mut headers = HeaderMap::new();
    headers.insert("x-request-id", in_flight.request_id());
    let limit = app.args.rate_limit;
    let is_admitted = limit.is_none_or(|limit| admit(&app, limit, &mut headers));
    let mut response = if is_admitted {
        respond(&app, &connection, request, next).await
    } else {
        // After a second the next period has begun.
        headers.insert(header::RETRY_AFTER, HeaderValue::from(1));
        ApiError::message(StatusCode::TOO_MANY_REQUESTS, "Rate limit exceeded").into_response()
    };
    response.headers_mut().extend(headers);
    wait(received, latency).await;
    response
}

/// Waits until `latency` has passed since `received`.
async fn wait(received: Instant, latency: Duration) {
    // Even a timer that has expired takes a millisecond.
    if !latency.is_zero() {
        sleep_until(received + latency).await;
    }
}

/// Counts a request in the current second, adds the rate limit headers, and returns whether the
/// request is within the limit. A request beyond it is not counted.
fn admit(app: &Shared, limit: NonZeroU32, headers: &mut HeaderMap) -> bool {
    let now = Utc::now().timestamp();
    let (second, used) = &mut app.lock().current_second;
    if *second != now {
        (*second, *used) = (now, 0);
    }
    let is_admitted = *used < limit.get();
    *used += u32::from(is_admitted);
    headers.insert("x-rate-limit-limit", limit.get().into());
    headers.insert("x-rate-limit-remaining", (limit.get() - *used).into());
    headers.insert("x-rate-limit-reset", (now + 1).into());
    is_admitted
}

/// Responds, with a fault if one is due. A connection with a fault is not used again.
async fn respond(app: &Shared, connection: &FaultHandle, request: Request, next: Next) -> Response {
    let target = request.uri().path_and_query();
    let target = target.map_or("", PathAndQuery::as_str);
    let Some(fault) = next_fault(&mut app.lock().faults, target) else {
        return next.run(request).await;
    };
    let mut response = if fault.acts_first() {
        next.run(request).await
    } else {
        Response::default()
    };
    match fault.effect {
        Effect::Status(status) => {
            let reason = status.canonical_reason().unwrap_or("Injected fault");
            let delay = fault.retry_after.map(HeaderValue::from);
            let delay = delay.map(|delay| [(header::RETRY_AFTER, delay)]);
            return (delay, ApiError::message(status, reason)).into_response();
        }
        Effect::Stall => std::future::pending().await,
        Effect::Reset => connection.set(WriteFault::Reset),
        Effect::Cut => {
            let unsent = response.body().size_hint().lower().div_ceil(2);
            connection.set(WriteFault::Cut(unsent.try_into().unwrap_or(usize::MAX)));
        }
        Effect::Dribble => {
            connection.set(WriteFault::Dribble(interval(DRIBBLE_INTERVAL)));
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
    }
    response
}

/// A request in progress; it ends when this is dropped, also when the client disconnects.
struct InFlight<'a> {
    app: &'a Shared,
    number: u64,
}

impl<'a> InFlight<'a> {
    fn begin(app: &'a Shared) -> Self {
        let stats = &mut app.lock().stats;
        stats.requests += 1;
        stats.in_flight += 1;
        stats.largest_in_flight = stats.largest_in_flight.max(stats.in_flight);
        let number = stats.requests;
        Self { app, number }
    }

    /// Returns an ID like those of the API that ends with the number of the request.
    fn request_id(&self) -> HeaderValue {
        let id = Uuid::from_u64_pair(0x5a4d_b0c5_7e11_4000, 0x8000_0000_0000_0000 | self.number);
        HeaderValue::try_from(id.to_string()).unwrap_or(HeaderValue::from_static(""))
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.app.lock().stats.in_flight -= 1;
    }
}
