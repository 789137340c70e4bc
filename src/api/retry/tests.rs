//! The policy as tables: no network, no clock.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Delay, ResponseHead, TransportErrorKind, is_outage, next_delay};
use crate::api::response_head::parse_http_date;

const SAFE: bool = true;
const UNSAFE: bool = false;

const DATE: &str = "Mon, 23 Nov 2026 12:00:00 GMT";

fn now() -> DateTime<Utc> {
    // An hour before the API's clock: times in a response are measured against its own date.
    parse_http_date("Mon, 23 Nov 2026 11:00:00 GMT").unwrap()
}

fn head(status: u16) -> ResponseHead {
    ResponseHead {
        status,
        ..ResponseHead::default()
    }
}

fn after_response(is_safe: bool, head: &ResponseHead) -> Option<Delay> {
    next_delay(is_safe, Ok(head), 1, 4, now())
}

fn after_failure(is_safe: bool, kind: TransportErrorKind) -> Option<Delay> {
    next_delay(is_safe, Err(kind), 1, 4, now())
}

fn jittered(milliseconds: u64) -> Delay {
    Delay::Jittered(Duration::from_millis(milliseconds))
}

fn requested(seconds: u64) -> Delay {
    Delay::Requested(Duration::from_secs(seconds))
}

#[test]
fn retries_by_status_and_safety() {
    for status in [408, 500, 502, 503, 504, 522, 524] {
        assert_eq!(
            after_response(SAFE, &head(status)),
            Some(jittered(500)),
            "{status}"
        );
        assert_eq!(after_response(UNSAFE, &head(status)), None, "{status}");
    }
    let finals = [
        200, 204, 301, 400, 401, 403, 404, 407, 409, 418, 422, 501, 505,
    ];
    for is_safe in [SAFE, UNSAFE] {
        for status in finals {
            assert_eq!(after_response(is_safe, &head(status)), None, "{status}");
        }
        assert_eq!(after_response(is_safe, &head(429)), Some(jittered(2000)));
    }
}

#[test]
fn retries_by_error_and_safety() {
    for (kind, safe, not_safe) in [
        (
            TransportErrorKind::NotSent,
            Some(jittered(500)),
            Some(jittered(500)),
        ),
        (TransportErrorKind::ResponseLost, Some(jittered(500)), None),
        (TransportErrorKind::Permanent, None, None),
        (TransportErrorKind::InvalidResponse, None, None),
    ] {
        assert_eq!(after_failure(SAFE, kind), safe, "{kind:?}");
        assert_eq!(after_failure(UNSAFE, kind), not_safe, "{kind:?}");
    }
}

#[test]
fn outage_is_independent_of_request() {
    for (status, expected) in [
        (200, false),
        (302, true),
        (404, false),
        (408, true),
        (429, true),
        (500, true),
    ] {
        assert_eq!(is_outage(Ok(&head(status))), expected, "{status}");
    }
    for (kind, expected) in [
        (TransportErrorKind::NotSent, true),
        (TransportErrorKind::ResponseLost, true),
        (TransportErrorKind::Permanent, true),
        (TransportErrorKind::InvalidResponse, false),
        (TransportErrorKind::TooLarge, false),
    ] {
        assert_eq!(is_outage(Err(kind)), expected, "{kind:?}");
    }
}

#[test]
fn unsafe_503_needs_retry_after() {
    for (status, retry_after, expected) in [
        (503, "7", Some(requested(7))),
        (503, "0", Some(jittered(500))),
        (503, "soon", None),
        (503, "-1", None),
        (503, "", None),
        // The API may have acted, whatever the response asks for.
        (502, "7", None),
    ] {
        let head = ResponseHead {
            retry_after: Some(retry_after.to_owned()),
            ..head(status)
        };
        assert_eq!(after_response(UNSAFE, &head), expected, "{retry_after:?}");
    }
}

#[test]
fn backoff_doubles_until_retries_end() {
    let lost = Err(TransportErrorKind::ResponseLost);
    for (attempt, expected) in [
        (1, Some(jittered(500))),
        (2, Some(jittered(1000))),
        (3, Some(jittered(2000))),
        (6, Some(jittered(16_000))),
        (7, Some(jittered(20_000))),
        (100, Some(jittered(20_000))),
        (101, None),
    ] {
        let delay = next_delay(SAFE, lost, attempt, 100, now());
        assert_eq!(delay, expected, "attempt {attempt}");
    }
    assert_eq!(next_delay(SAFE, lost, 1, 0, now()), None);
    let limited = head(429);
    let delay = next_delay(SAFE, Ok(&limited), 3, 4, now());
    assert_eq!(delay, Some(jittered(8000)));
}

#[test]
fn requested_delay_uses_up_no_retry() {
    let head = ResponseHead {
        retry_after: Some("3".to_owned()),
        ..head(429)
    };
    let delay = |retries| next_delay(SAFE, Ok(&head), 9, retries, now());
    assert_eq!(delay(1), Some(requested(3)));
    assert_eq!(delay(0), None);
}

#[test]
fn requested_delay_from_headers() {
    let noon = 1_795_435_200_u64; // DATE
    for (retry_after, reset, date, expected) in [
        ("3", 0, "", Some(requested(3))),
        (" 3 ", 0, "", Some(requested(3))),
        ("3", noon + 60, DATE, Some(requested(3))),
        (
            "Mon, 23 Nov 2026 12:00:30 GMT",
            0,
            DATE,
            Some(requested(30)),
        ),
        ("Mon, 23 Nov 2026 11:00:30 GMT", 0, "", Some(requested(30))),
        (
            "Mon, 23 Nov 2026 11:59:00 GMT",
            0,
            DATE,
            Some(jittered(2000)),
        ),
        ("99999999999999999999999", 0, "", Some(requested(u64::MAX))),
        ("3.5", 0, "", Some(jittered(2000))),
        ("+3", 0, "", Some(jittered(2000))),
        ("tomorrow", noon + 60, DATE, Some(requested(60))),
        ("", noon + 60, DATE, Some(requested(60))),
        ("", noon + 60, "", Some(requested(3660))),
        ("", noon + 60, "nonsense", Some(requested(3660))),
        ("", noon - 60, DATE, Some(jittered(2000))),
        ("", noon + 24 * 3600, DATE, Some(requested(24 * 3600))),
        ("", noon + 24 * 3600 + 1, DATE, Some(jittered(2000))),
        ("", (noon + 60) * 1000, DATE, Some(jittered(2000))),
        ("", 0, "", Some(jittered(2000))),
    ] {
        let head = ResponseHead {
            retry_after: Some(retry_after.to_owned()),
            reset: Some(reset.to_string()),
            date: parse_http_date(date),
            ..head(429)
        };
        assert_eq!(after_response(SAFE, &head), expected, "{head:?}");
    }
}

#[test]
fn exhausted_rate_limit_delays_until_reset() {
    for (remaining, reset, expected) in [
        ("0", "1795435209", Some(9)),
        ("1", "1795435209", None),
        ("0", "1795435100", None),
        ("0", "1795435209000", None),
        ("0", "18446744073709551616000", None),
        ("0", "soon", None),
    ] {
        let head = ResponseHead {
            remaining: Some(remaining.to_owned()),
            reset: Some(reset.to_owned()),
            date: parse_http_date(DATE),
            ..head(200)
        };
        let expected = expected.map(Duration::from_secs);
        assert_eq!(head.rate_limit_delay(now()), expected, "{head:?}");
    }
}
