//! The status of the API, for `config check`.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use super::retry::ResponseHead;
use super::server_clock::{TOLERANCE, clock_difference};

/// The status of the API: that it responds, its rate limit and its clock. `Display` is one line a fact.
#[derive(Clone, Debug)]
pub(crate) struct ApiStatus {
    head: ResponseHead,
    /// The API's time, if it sends it.
    pub(crate) time: Option<DateTime<Utc>>,
    /// How far the API's clock is ahead of the local one.
    clock_difference: Option<TimeDelta>,
}

impl ApiStatus {
    /// Reads a response. `sent_at` and `received_at` are local times before the request and after its
    /// response.
    pub(super) fn new(
        head: ResponseHead,
        sent_at: DateTime<Utc>,
        received_at: DateTime<Utc>,
    ) -> Self {
        let time = head.time();
        let clock_difference = time.map(|time| clock_difference(time, sent_at, received_at));
        Self {
            head,
            time,
            clock_difference,
        }
    }
}

impl fmt::Display for ApiStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ResponseHead {
            status,
            limit,
            remaining,
            ..
        } = &self.head;
        writeln!(formatter, "list of engagements: {status}")?;
        if limit.is_none() && remaining.is_none() {
            writeln!(formatter, "rate limit: none announced")?;
        } else {
            let [limit, remaining] = [limit, remaining].map(|text| text.as_deref().unwrap_or("?"));
            write!(formatter, "rate limit: {limit} requests, {remaining} left")?;
            let reset = self.head.reset_at();
            let until = reset.map(|at| at.format(" until %H:%M:%SZ").to_string());
            writeln!(formatter, "{}", until.unwrap_or_default())?;
        }
        let Some(ahead) = self.clock_difference else {
            return write!(formatter, "clock: the API does not send its time");
        };
        let seconds = ahead.num_seconds().abs();
        match ahead {
            _ if ahead.abs() <= TOLERANCE => write!(formatter, "clock: agrees with the API's"),
            _ if ahead > TimeDelta::zero() => {
                write!(formatter, "clock: {seconds} s behind the API's")
            }
            _ => write!(formatter, "clock: {seconds} s ahead of the API's"),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{ApiStatus, ResponseHead};

    #[test]
    fn api_status_has_one_line_per_fact() {
        let text = |text: &str| Some(text.to_owned());
        let now: DateTime<Utc> = "2016-07-06T11:00:10Z".parse().unwrap();
        let silent = ResponseHead {
            status: 200,
            ..ResponseHead::default()
        };
        let limited = ResponseHead {
            limit: text("5"),
            remaining: text("3"),
            reset: text("1467802812"),
            date: text("Wed, 06 Jul 2016 11:03:20 GMT"),
            ..silent.clone()
        };
        let partly_limited = ResponseHead {
            remaining: text("3"),
            ..silent.clone()
        };
        let late = ResponseHead {
            date: text("Wed, 06 Jul 2016 10:58:09 GMT"),
            ..silent.clone()
        };
        let same = ResponseHead {
            date: text("Wed, 06 Jul 2016 11:00:12 GMT"),
            ..silent.clone()
        };
        for (head, expected) in [
            (
                silent,
                "rate limit: none announced\nclock: the API does not send its time",
            ),
            (
                limited,
                "rate limit: 5 requests, 3 left until 11:00:12Z\nclock: 190 s behind the API's",
            ),
            (
                partly_limited,
                "rate limit: ? requests, 3 left\nclock: the API does not send its time",
            ),
            (
                late,
                "rate limit: none announced\nclock: 120 s ahead of the API's",
            ),
            (
                same,
                "rate limit: none announced\nclock: agrees with the API's",
            ),
        ] {
            let expected = format!("list of engagements: 200\n{expected}");
            assert_eq!(ApiStatus::new(head, now, now).to_string(), expected);
        }
    }
}
