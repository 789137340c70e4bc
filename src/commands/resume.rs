//! How far the output of a list has come, and the hint that continues it after a failed page.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::api::Query;
use crate::error::CliError;
use crate::values::paging::{ListScope, Order};
use crate::values::time_arg;

/// The records of a list that a run has written.
#[derive(Clone, Debug)]
pub(super) struct ListProgress {
    query: Query,
    scope: ListScope,
    /// The order to assume while all written records have the same time.
    expected_order: Order,
    is_ascending: bool,
    is_descending: bool,
    records: u64,
    last_created_at: Option<DateTime<Utc>>,
    /// How many of the last records a list that continues here has again.
    repeated: u64,
}

impl ListProgress {
    /// Starts a list that has written nothing yet.
    pub(super) fn new(query: &Query, scope: ListScope) -> Self {
        Self {
            query: query.clone(),
            scope,
            // The API's default is newest first.
            expected_order: query.order.unwrap_or(Order::Desc),
            is_ascending: true,
            is_descending: true,
            records: 0,
            last_created_at: None,
            repeated: 0,
        }
    }

    /// Adds a record that was written.
    pub(super) fn add(&mut self, created_at: Option<DateTime<Utc>>) {
        self.records += 1;
        let Some(created_at) = created_at else {
            // Its place in time is unknown: it may come again.
            self.repeated += 1;
            return;
        };
        let previous = self.last_created_at.replace(created_at);
        if let Some(previous) = previous {
            self.is_ascending &= previous <= created_at;
            self.is_descending &= previous >= created_at;
        }
        let bound = self.bound(created_at);
        if previous.map(|previous| self.bound(previous)) != Some(bound) {
            self.repeated = 0;
        }
        self.repeated += 1;
    }

    /// The order of the written records; `None` if they are not ordered by time.
    fn order(&self) -> Option<Order> {
        match (self.is_ascending, self.is_descending) {
            (true, true) => Some(self.expected_order),
            (true, false) => Some(Order::Asc),
            (false, true) => Some(Order::Desc),
            (false, false) => None,
        }
    }

    /// The window's bound that includes a record of this time. The API's clock has milliseconds, so
    /// that an end is rounded up.
    fn bound(&self, created_at: DateTime<Utc>) -> DateTime<Utc> {
        let bound = created_at.trunc_subsecs(3);
        let is_end = self.order() != Some(Order::Asc);
        if is_end && bound < created_at {
            return bound + TimeDelta::milliseconds(1);
        }
        bound
    }

    /// Describes how to continue after the last written record; `None` if nothing was written.
    fn hint(&self) -> Option<String> {
        let last = self.bound(self.last_created_at?);
        let Some(order) = self.order() else {
            let why = "the API does not order this list by time, so no option continues it; \
                       start again, with a narrower window if it fails again";
            return Some(why.to_owned());
        };
        let option = match order {
            Order::Asc => "--since",
            Order::Desc => "--until",
        };
        // A start such as `7d` moves with the clock.
        let since = match (order, self.query.since) {
            (Order::Desc, Some(since)) => format!(" --since {}", time_arg::format_api_time(since)),
            _ => String::new(),
        };
        let limit = match self.scope {
            ListScope::Limit(limit) => {
                let remaining = limit.saturating_sub(self.records) + self.repeated;
                format!(" --limit {remaining}")
            }
            ListScope::Page | ListScope::All => String::new(),
        };
        let repeated = match self.repeated {
            1 => "the last engagement".to_owned(),
            several => format!("the last {several} engagements"),
        };
        let last = time_arg::format_api_time(last);
        Some(format!(
            "continue with {option} {last}{since}{limit} (repeats {repeated})"
        ))
    }

    /// Adds to the failure of a page how the list can be continued.
    pub(super) fn with_resume_hint(&self, failure: CliError) -> CliError {
        match self.hint().filter(|_| self.scope != ListScope::Page) {
            Some(hint) => failure.and_hint(&hint),
            None => failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAST: &str = "2016-07-06T11:23:54.508Z";

    fn query(order: Option<Order>) -> Query {
        Query {
            site_ids: Vec::new(),
            operator_ids: Vec::new(),
            since: None,
            until: None,
            requested_until: None,
            delivered: None,
            order,
            page: None,
            per_page: None,
        }
    }

    /// The hint after records with these times; `-` is a record without one.
    fn hint(query: &Query, times: &[&str], scope: ListScope) -> Option<String> {
        let mut progress = ListProgress::new(query, scope);
        for time in times {
            progress.add(time.parse().ok());
        }
        progress.hint()
    }

    #[test]
    fn resume_hint_names_bound_and_repeated_records() {
        let (newer, finer) = ("2016-07-06T11:23:54.509Z", "2016-07-06T11:23:54.508123Z");
        let (desc, asc) = (query(Some(Order::Desc)), query(Some(Order::Asc)));
        let one = "(repeats the last engagement)";
        for (query, times, expected) in [
            (
                &query(None),
                &[newer, LAST][..],
                format!("--until {LAST} {one}"),
            ),
            (&desc, &[newer, LAST], format!("--until {LAST} {one}")),
            (&asc, &[LAST], format!("--since {LAST} {one}")),
            // The observed order counts, not the requested one.
            (&desc, &[LAST, newer], format!("--since {newer} {one}")),
            (&desc, &[finer], format!("--until {newer} {one}")),
            (&asc, &[finer], format!("--since {LAST} {one}")),
            (
                &desc,
                &[newer, LAST, LAST],
                format!("--until {LAST} (repeats the last 2 engagements)"),
            ),
            (
                &desc,
                &[newer, LAST, "-"],
                format!("--until {LAST} (repeats the last 2 engagements)"),
            ),
        ] {
            let expected = format!("continue with {expected}");
            assert_eq!(
                hint(query, times, ListScope::All),
                Some(expected),
                "{times:?}"
            );
        }
        assert_eq!(hint(&desc, &["-"], ListScope::All), None);
    }

    #[test]
    fn resume_hint_keeps_start_and_remaining_limit() {
        let query = Query {
            since: LAST.parse().ok(),
            ..query(None)
        };
        let until = "2016-07-08T00:00:00.000Z";
        let expected = format!(
            "continue with --until {until} --since {LAST} --limit 9 (repeats the last engagement)"
        );
        let times = ["2016-07-09T00:00:00.000Z", until];
        assert_eq!(hint(&query, &times, ListScope::Limit(10)), Some(expected));
    }

    #[test]
    fn unordered_list_resume_hint_has_no_option() {
        let times = [LAST, "2016-07-01T00:00:00Z", "2016-07-03T00:00:00Z"];
        let hint = hint(&query(None), &times, ListScope::All).unwrap();
        assert!(!hint.contains("--"), "{hint}");
    }
}
