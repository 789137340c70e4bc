//! The paginator: each engagement of the list once, in order.

use chrono::{DateTime, TimeDelta, Utc};

use super::page_fetcher::{PageFetcher, broken_paging};
use super::{Client, Page, Query};
use crate::error::CliError;
use crate::records::seen::SeenIds;
use crate::records::{RecordBatch, engagement};

/// How much of the list is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListScope {
    /// One page: the first, or the one the query names.
    Page,
    /// At most so many engagements, from as many pages as that takes.
    Limit(u64),
    /// Every page.
    All,
}

/// Pages in a row without a new engagement after which the list counts as endless.
const MAX_STALE_PAGES: u32 = 100;

/// Counters of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PaginatorStats {
    /// Pages that were fetched.
    pub(crate) pages: u64,
    /// Engagements that were returned.
    pub(crate) records: u64,
    /// Engagements that were removed because they had been returned before.
    pub(crate) duplicates: u64,
    /// Whether the API has more pages than were fetched.
    pub(crate) has_more: bool,
}

/// Iterates over the pages of the list: each engagement once, in the API's order.
pub(crate) struct Paginator {
    pages: PageFetcher,
    limit: Option<u64>,
    seen: SeenIds,
    stale_pages: u32,
    /// Whether the user has been told that the API ignores the window.
    has_noted_window: bool,
    stats: PaginatorStats,
}

impl Paginator {
    /// Creates a paginator that starts at the query's page. Nothing is requested before the first
    /// `next`.
    pub(crate) fn new(client: &'static Client, query: &Query, scope: ListScope) -> Self {
        let limit = match scope {
            ListScope::Limit(limit) => Some(limit),
            ListScope::Page | ListScope::All => None,
        };
        Self {
            pages: PageFetcher::new(client, query.clone(), scope),
            limit,
            seen: SeenIds::default(),
            stale_pages: 0,
            has_noted_window: false,
            stats: PaginatorStats::default(),
        }
    }

    /// Returns the counters up to now.
    pub(crate) fn stats(&self) -> &PaginatorStats {
        &self.stats
    }

    fn process(&mut self, mut page: Page) -> RecordBatch {
        let seen = &mut self.seen;
        // A record without an ID cannot be recognized: better twice than lost.
        let all = page.records.len();
        page.records
            .retain(|record| engagement::key(record).is_none_or(|key| seen.insert(key)));
        self.stats.duplicates += (all - page.records.len()) as u64;
        if page.records.is_empty() {
            self.stale_pages += 1;
        } else {
            self.stale_pages = 0;
        }
        if self.stale_pages == MAX_STALE_PAGES {
            self.pages.end_with(endless_list());
        }
        self.check_window(&mut page.records);
        if let Some(limit) = self.limit {
            let remaining = limit - self.stats.records;
            page.records
                .truncate(usize::try_from(remaining).unwrap_or(usize::MAX));
        }
        self.stats.pages += 1;
        self.stats.records += page.records.len() as u64;
        self.stats.has_more = self.pages.next.is_some();
        page.records
    }

    /// Notices engagements outside the window: an API that ignores the dates returns all of
    /// history. An incremental run leaves them out.
    fn check_window(&mut self, records: &mut RecordBatch) {
        let query = &self.pages.query;
        if query.since.is_none() && query.until.is_none() {
            return;
        }
        let leaves_out = query.leaves_out_others;
        let mut has_others = false;
        records.retain(|record| {
            let created_at = engagement::created_at(record).and_then(|text| text.parse().ok());
            let is_other = created_at.is_some_and(|at| !may_include(query, at));
            has_others |= is_other;
            !(is_other && leaves_out)
        });
        if has_others && !self.has_noted_window {
            self.has_noted_window = true;
            let outcome = if leaves_out {
                "leaving out"
            } else {
                "there are"
            };
            self.pages.client.warn(&format!(
                "{outcome} engagements outside the window: the API seems to ignore `start_date` or \
                 `end_date`"
            ));
        }
    }
}

impl Iterator for Paginator {
    type Item = Result<RecordBatch, CliError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.limit == Some(self.stats.records) && self.pages.invalid_records.is_none() {
            return None;
        }
        let page = self.pages.next_page()?;
        Some(page.map(|page| self.process(page)))
    }
}

/// Whether an engagement created at this time can be in the window.
fn may_include(query: &Query, created_at: DateTime<Utc>) -> bool {
    let margin = TimeDelta::seconds(1);
    let is_early = |since| since - created_at > engagement::MAX_QUEUE_TIME;
    let is_late = |until| created_at - until > margin;
    !query.since.is_some_and(is_early) && !query.until.is_some_and(is_late)
}

fn endless_list() -> CliError {
    broken_paging(&format!(
        "the last {MAX_STALE_PAGES} pages have no new engagement, but the list goes on"
    ))
}
