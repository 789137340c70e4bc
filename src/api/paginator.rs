//! The paginator: each engagement of the list once, in the API's order.

mod fetch;

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::query::Params;
use super::{Call, Client, Query};
use crate::error::{CliError, ErrorKind};
use crate::records::dedup::{self, SeenIds, canonical_id};
use crate::records::{RecordBatch, engagement};
use crate::values::paging::ListScope;
use fetch::Prefetch;

/// Pages in a row without a new engagement after which the list counts as endless.
const MAX_STALE_PAGES: u32 = 100;

/// The list of a run, as far as it has been fetched. A run has one list at most.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ListStatus {
    /// Pages that were fetched.
    pub(crate) pages: u64,
    /// Engagements that were removed because this run or an earlier one had returned them before.
    pub(crate) duplicates: u64,
    /// Whether the API has more pages than were fetched.
    pub(crate) has_more: bool,
    /// The API's time at the start of the run, if its clock differs from ours.
    pub(crate) api_time: Option<DateTime<Utc>>,
    /// The window's end by the API's clock, if that differs from ours.
    pub(crate) until: Option<DateTime<Utc>>,
}

/// Iterates over the pages of the list: each engagement once, in the API's order.
pub(crate) struct Paginator {
    client: &'static Client,
    /// The query, whose end may follow the API's clock.
    query: Query,
    /// How much is wanted; a limit counts down.
    scope: ListScope,
    /// The request of the next page, if one is wanted. A page that is returned may be followed by an error:
    /// a link that cannot be followed, or entries that are not records.
    next: Option<Result<Params, CliError>>,
    /// Hashes of the requests made. A collision would end the run with an error, once in 10^11 runs
    /// of ten thousand pages; it cannot lose a page.
    requested: HashSet<u64>,
    prefetch: Option<Prefetch>,
    /// Cleared when a link differs from the predicted one; prefetching would then waste requests.
    can_prefetch: bool,
    /// Set when the API has rejected a cursor without our filters.
    needs_filters: bool,
    seen: SeenIds,
    stale_pages: u32,
    /// Whether the user has been warned that the API ignores the window.
    has_warned: bool,
}

impl Paginator {
    /// Creates a paginator that starts at the query's page. Nothing is requested before the first
    /// `next`.
    pub(crate) fn new(client: &'static Client, query: &Query, scope: ListScope) -> Self {
        Self {
            client,
            query: query.clone(),
            scope,
            next: Some(Ok(query.params())),
            requested: HashSet::new(),
            prefetch: None,
            can_prefetch: true,
            needs_filters: false,
            seen: SeenIds::default(),
            stale_pages: 0,
            has_warned: false,
        }
    }

    /// Fetches a page and returns its records that are wanted.
    fn process(&mut self, params: Params) -> Result<RecordBatch, CliError> {
        let (page, params) = self.fetch(params)?;
        let last = page.last.as_deref();
        let last = last.and_then(|link| self.request(link).ok()?.page());
        self.next = self.next_request(&params, &page, last);
        let mut records = page.records;
        let subject = Call::Page(&params).subject();
        let invalid_records = records.ensure_complete(&subject).err();
        self.remove_duplicates(&mut records);
        self.check_window(&mut records);
        self.remove_delivered(&mut records);
        let is_enough = match &mut self.scope {
            ListScope::Page => true,
            ListScope::All => false,
            ListScope::Limit(missing) => {
                records.truncate(usize::try_from(*missing).unwrap_or(usize::MAX));
                *missing -= records.len() as u64;
                *missing == 0
            }
        };
        let mut status = self.client.list_status_mut();
        status.pages += 1;
        status.has_more = self.next.is_some();
        let last = last.filter(|_| self.scope == ListScope::All);
        let progress = self.client.transport.console.progress();
        progress.set_page(status.pages, last);
        drop(status);
        if is_enough {
            self.next = None;
        }
        if let Some(failure) = invalid_records {
            self.next = Some(Err(failure));
        }
        Ok(records)
    }

    /// Removes the engagements that earlier pages had.
    fn remove_duplicates(&mut self, records: &mut RecordBatch) {
        let all = records.len();
        // A record without an ID cannot be recognized: better twice than lost.
        records.retain(|record| dedup::key(record).is_none_or(|key| self.seen.insert(key)));
        self.client.list_status_mut().duplicates += (all - records.len()) as u64;
        self.stale_pages = if records.is_empty() {
            self.stale_pages + 1
        } else {
            0
        };
        if self.stale_pages == MAX_STALE_PAGES && self.next.is_some() {
            let message = format!(
                "the last {MAX_STALE_PAGES} pages have no new engagement, but the list goes on"
            );
            self.next = Some(Err(broken_paging(&message)));
        }
    }

    /// Removes what earlier runs have delivered.
    fn remove_delivered(&mut self, records: &mut RecordBatch) {
        let Some(delivered) = &self.query.delivered else {
            return;
        };
        let all = records.len();
        records.retain(|record| {
            engagement::id(record).is_none_or(|id| !delivered.contains(&*canonical_id(&id)))
        });
        self.client.list_status_mut().duplicates += (all - records.len()) as u64;
    }

    /// Notices engagements outside the window: an API that ignores the dates returns all of
    /// history. An incremental run leaves them out.
    fn check_window(&mut self, records: &mut RecordBatch) {
        let leaves_out = self.query.delivered.is_some();
        let mut has_others = false;
        records.retain(|record| {
            let is_other =
                engagement::created_at(record).is_some_and(|at| !may_include(&self.query, at));
            has_others |= is_other;
            !(is_other && leaves_out)
        });
        if has_others && !self.has_warned {
            self.has_warned = true;
            let outcome = if leaves_out {
                "leaving out"
            } else {
                "there are"
            };
            self.client.transport.console.warn(&format!(
                "{outcome} engagements outside the window: the API seems to ignore `start_date` or \
                 `end_date`"
            ));
        }
    }
}

impl Iterator for Paginator {
    type Item = Result<RecordBatch, CliError>;

    /// Returns the next page; `None` after the last one, and after an error, which ends the run.
    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next.take()?;
        let page = next.and_then(|params| self.process(params));
        Some(page.map_err(|failure| {
            (self.next, self.prefetch) = (None, None);
            failure.fatal()
        }))
    }
}

/// Returns whether an engagement created at this time can be in the window.
fn may_include(query: &Query, created_at: DateTime<Utc>) -> bool {
    let margin = TimeDelta::seconds(1);
    let is_early = |since| since - created_at > engagement::MAX_QUEUE_TIME;
    let is_late = |until| created_at - until > margin;
    !query.since.is_some_and(is_early) && !query.until.is_some_and(is_late)
}

/// Returns the error of a list whose links cannot be followed.
fn broken_paging(message: &str) -> CliError {
    CliError::new(ErrorKind::Api, message).hint(
        "the output is correct but incomplete; narrow the window with `--since` and `--until`",
    )
}
