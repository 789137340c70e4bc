//! The pages of a list, and the hint that continues it after a failed page.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use crate::api::{Client, Paginator, Query};
use crate::error::CliError;
use crate::records::{RecordBatch, engagement};
use crate::values::paging::{ListScope, Order};
use crate::values::time_arg::format_api_time;

/// The pages of a list. The failure of a page names the option that continues the list after the pages
/// before it.
pub(super) struct Pages {
    paginator: Paginator,
    progress: ListProgress,
    can_continue: bool,
}

impl Pages {
    /// Creates the pages of a query. `can_continue`: whether what comes before a failure is delivered.
    pub(super) fn new(
        client: &'static Client,
        query: &Query,
        scope: ListScope,
        can_continue: bool,
    ) -> Self {
        Self {
            paginator: Paginator::new(client, query, scope),
            progress: ListProgress::new(query, scope),
            can_continue,
        }
    }

    /// Adds the option that continues the list after the pages so far.
    pub(super) fn with_resume_hint(&self, failure: CliError) -> CliError {
        match self.progress.hint() {
            Some(hint) if self.can_continue => failure.and_hint(&hint),
            _ => failure,
        }
    }
}

impl Iterator for Pages {
    type Item = Result<RecordBatch, CliError>;

    fn next(&mut self) -> Option<Self::Item> {
        let page = self.paginator.next()?;
        for record in page.iter().flat_map(|page| page.iter()) {
            self.progress.add(engagement::created_at(record));
        }
        Some(page.map_err(|failure| self.with_resume_hint(failure)))
    }
}

/// How far a run has come in a list.
struct ListProgress {
    scope: ListScope,
    since: Option<DateTime<Utc>>,
    /// The orders that the records can be in, the expected one first.
    orders: Vec<Order>,
    records: u64,
    last_created_at: Option<DateTime<Utc>>,
    /// How many of the last records a list that continues here has again.
    repeated: u64,
}

impl ListProgress {
    fn new(query: &Query, scope: ListScope) -> Self {
        let orders = match query.order {
            Some(Order::Asc) => vec![Order::Asc, Order::Desc],
            // The API's default is newest first.
            Some(Order::Desc) | None => vec![Order::Desc, Order::Asc],
        };
        Self {
            scope,
            since: query.since,
            orders,
            records: 0,
            last_created_at: None,
            repeated: 0,
        }
    }

    /// Adds the next record. One whose place in time is unknown may come again.
    fn add(&mut self, created_at: Option<DateTime<Utc>>) {
        self.records += 1;
        if let Some(created_at) = created_at {
            let previous = self.last_created_at.replace(created_at);
            if let Some(previous) = previous {
                self.orders.retain(|order| match order {
                    Order::Asc => previous <= created_at,
                    Order::Desc => previous >= created_at,
                });
            }
            if previous.map(|previous| self.bound(previous)) != Some(self.bound(created_at)) {
                self.repeated = 0;
            }
        }
        self.repeated += 1;
    }

    /// The window's bound that includes a record of this time. The API's clock has milliseconds, so
    /// that an end is rounded up.
    fn bound(&self, created_at: DateTime<Utc>) -> DateTime<Utc> {
        let bound = created_at.trunc_subsecs(3);
        let is_end = self.orders.first() != Some(&Order::Asc);
        if is_end && bound < created_at {
            return bound + TimeDelta::milliseconds(1);
        }
        bound
    }

    /// Describes how to continue after the last record; `None` if there was none, or if one page was
    /// requested.
    fn hint(&self) -> Option<String> {
        let limit = match self.scope {
            ListScope::Page => return None,
            ListScope::All => String::new(),
            ListScope::Limit(limit) => {
                let remaining = limit.saturating_sub(self.records) + self.repeated;
                format!(" --limit {remaining}")
            }
        };
        let last = format_api_time(self.bound(self.last_created_at?));
        let start = match (self.orders.first(), self.since) {
            (None, _) => {
                let why = "the API does not order this list by time, so no option continues it; \
                           start again, with a narrower window if it fails again";
                return Some(why.to_owned());
            }
            (Some(Order::Asc), _) => format!("--since {last}"),
            (Some(Order::Desc), None) => format!("--until {last}"),
            // A start such as `7d` moves with the clock.
            (Some(Order::Desc), Some(since)) => {
                format!("--until {last} --since {}", format_api_time(since))
            }
        };
        let repeated = match self.repeated {
            1 => "the last engagement".to_owned(),
            several => format!("the last {several} engagements"),
        };
        Some(format!("continue with {start}{limit} (repeats {repeated})"))
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
