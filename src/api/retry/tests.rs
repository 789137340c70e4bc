//! The policy as tables: no network, no clock.

use std::time::{Duration, SystemTime};

use super::{Break, Head, Method, Outcome, Pause, again};

const DATE: &str = "Mon, 23 Nov 2026 12:00:00 GMT";

fn now() -> SystemTime {
    // An hour before the service's clock: its own times must be measured against its own.
    httpdate::parse_http_date("Mon, 23 Nov 2026 11:00:00 GMT").unwrap()
}

fn head(status: u16) -> Head {
    Head {
        status,
        ..Head::default()
    }
}

fn up_to(milliseconds: u64) -> Pause {
    Pause::UpTo(Duration::from_millis(milliseconds))
}

fn asked(seconds: u64) -> Pause {
    Pause::Asked(Duration::from_secs(seconds))
}

#[test]
fn which_answers_are_asked_for_again() {
    for status in [408, 500, 502, 503, 504, 522, 524] {
        let plain = head(status);
        assert_eq!(
            again(Method::Get, Outcome::Answer(&plain), 1, 4, now()),
            Some(up_to(500)),
            "{status}"
        );
        assert_eq!(
            again(Method::Post, Outcome::Answer(&plain), 1, 4, now()),
            None,
            "{status}"
        );
    }
    for method in [Method::Get, Method::Post] {
        for status in [
            200, 204, 301, 400, 401, 403, 404, 407, 409, 418, 422, 501, 505,
        ] {
            let answer = head(status);
            assert_eq!(
                again(method, Outcome::Answer(&answer), 1, 4, now()),
                None,
                "{status}"
            );
        }
        assert_eq!(
            again(method, Outcome::Answer(&head(429)), 1, 4, now()),
            Some(up_to(2000))
        );
        assert_eq!(
            again(method, Outcome::Broken(Break::NotSent), 1, 4, now()),
            Some(up_to(500))
        );
        assert_eq!(
            again(method, Outcome::Broken(Break::Lasting), 1, 4, now()),
            None
        );
    }
    assert_eq!(
        again(Method::Get, Outcome::Broken(Break::Lost), 1, 4, now()),
        Some(up_to(500))
    );
    assert_eq!(
        again(Method::Post, Outcome::Broken(Break::Lost), 1, 4, now()),
        None
    );
}

#[test]
fn a_post_is_repeated_after_503_only_when_told_to_come_back() {
    for (retry_after, expected) in [
        ("7", Some(asked(7))),
        ("0", Some(up_to(500))),
        ("soon", None),
        ("-1", None),
        ("", None),
    ] {
        let answer = Head {
            retry_after: Some(retry_after.to_owned()),
            ..head(503)
        };
        let pause = again(Method::Post, Outcome::Answer(&answer), 1, 4, now());
        assert_eq!(pause, expected, "{retry_after:?}");
    }
    // Any other 5xx may have acted, whatever it says.
    let answer = Head {
        retry_after: Some("7".to_owned()),
        ..head(502)
    };
    assert_eq!(
        again(Method::Post, Outcome::Answer(&answer), 1, 4, now()),
        None
    );
}

#[test]
fn waits_double_up_to_twenty_seconds_and_end_with_the_retries() {
    for (attempt, expected) in [
        (1, Some(up_to(500))),
        (2, Some(up_to(1000))),
        (3, Some(up_to(2000))),
        (6, Some(up_to(16_000))),
        (7, Some(up_to(20_000))),
        (60, Some(up_to(20_000))),
        (100, Some(up_to(20_000))),
        (101, None),
    ] {
        let pause = again(
            Method::Get,
            Outcome::Broken(Break::Lost),
            attempt,
            100,
            now(),
        );
        assert_eq!(pause, expected, "attempt {attempt}");
    }
    assert_eq!(
        again(Method::Get, Outcome::Broken(Break::NotSent), 1, 0, now()),
        None
    );
    assert_eq!(
        again(Method::Get, Outcome::Answer(&head(429)), 3, 4, now()),
        Some(up_to(8000))
    );
}

#[test]
fn the_wait_the_service_asks_for() {
    let noon = 1_795_435_200; // DATE
    for (retry_after, reset, date, expected) in [
        (Some("3"), None, None, Some(asked(3))),
        (Some(" 3 "), None, None, Some(asked(3))),
        (Some("3"), Some(noon + 60), Some(DATE), Some(asked(3))),
        (
            Some("Mon, 23 Nov 2026 12:00:30 GMT"),
            None,
            Some(DATE),
            Some(asked(30)),
        ),
        (
            Some("Mon, 23 Nov 2026 11:00:30 GMT"),
            None,
            None,
            Some(asked(30)),
        ),
        (
            Some("Mon, 23 Nov 2026 11:59:00 GMT"),
            None,
            Some(DATE),
            Some(up_to(2000)),
        ),
        (
            Some("99999999999999999999999"),
            None,
            None,
            Some(asked(u64::MAX)),
        ),
        (Some("3.5"), None, None, Some(up_to(2000))),
        (Some("+3"), None, None, Some(up_to(2000))),
        (
            Some("tomorrow"),
            Some(noon + 60),
            Some(DATE),
            Some(asked(60)),
        ),
        (None, Some(noon + 60), Some(DATE), Some(asked(60))),
        (None, Some(noon + 60), None, Some(asked(3660))),
        (None, Some(noon + 60), Some("nonsense"), Some(asked(3660))),
        (None, Some(noon - 60), Some(DATE), Some(up_to(2000))),
        (None, None, None, Some(up_to(2000))),
    ] {
        let answer = Head {
            retry_after: retry_after.map(str::to_owned),
            reset: reset.map(|reset: u64| reset.to_string()),
            date: date.map(str::to_owned),
            ..head(429)
        };
        let pause = again(Method::Get, Outcome::Answer(&answer), 1, 4, now());
        assert_eq!(pause, expected, "{answer:?}");
    }
}

#[test]
fn an_exhausted_limit_holds_all_requests_until_its_reset() {
    for (remaining, reset, expected) in [
        ("0", "1795435209", Some(9)),
        ("1", "1795435209", None),
        ("0", "1795435100", None),
        ("0", "18446744073709551616000", None),
        ("0", "soon", None),
    ] {
        let answer = Head {
            remaining: Some(remaining.to_owned()),
            reset: Some(reset.to_owned()),
            date: Some(DATE.to_owned()),
            ..head(200)
        };
        assert_eq!(
            answer.exhausted_for(now()),
            expected.map(Duration::from_secs),
            "{answer:?}"
        );
    }
}
