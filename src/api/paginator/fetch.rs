//! Fetches the pages of the list one after the other, ahead where they are numbered.

use std::hash::BuildHasher;
use std::ops::ControlFlow::{Break, Continue};

use chrono::TimeDelta;

use super::{Paginator, broken_paging};
use crate::api::Page;
use crate::api::query::Params;
use crate::api::response_head::ResponseHead;
use crate::error::{CliError, ErrorKind};
use crate::parallel::{self, LOOKAHEAD, OrderedResults};
use crate::values::paging::ListScope;

/// A clock difference that the user must know of.
const MAX_SILENT_SKEW: TimeDelta = TimeDelta::minutes(5);

/// Numbered pages that are fetched before their turn.
pub(super) struct Prefetch {
    /// The request of the next one.
    next: Params,
    /// A page is `None` if it is too large to be fetched ahead.
    pages: OrderedResults<Result<Option<Page>, CliError>>,
}

impl Paginator {
    /// Fetches a page. Returns it with the parameters that the API accepted.
    ///
    /// If the first page shows that the API's clock differs from ours, an end that was pinned to the
    /// start of the run is pinned to the API's time instead, and the page is fetched again: all pages
    /// must have the same end, or engagements are lost between them.
    pub(super) fn fetch(&mut self, params: Params) -> Result<(Page, Params), CliError> {
        let is_first = self.requested.is_empty() && self.scope != ListScope::Page;
        let fetched = self.fetch_accepted(params)?;
        if is_first && self.follow_clock(&fetched.0.head)? {
            return self.fetch_accepted(self.query.params());
        }
        Ok(fetched)
    }

    /// Reports and stores the API's time, if it differs from ours. Returns whether it changed the end of the
    /// window.
    fn follow_clock(&mut self, head: &ResponseHead) -> Result<bool, CliError> {
        let ahead = head.clock_ahead;
        let Some(now) = head.date.filter(|_| !ahead.is_zero()) else {
            return Ok(false);
        };
        if ahead.abs() > MAX_SILENT_SKEW {
            let direction = if ahead > TimeDelta::zero() {
                "behind"
            } else {
                "ahead of"
            };
            let minutes = ahead.abs().num_minutes();
            self.client.transport.console.warn(&format!(
                "the local clock is {minutes} minutes {direction} the API's: the API's time is used"
            ));
        }
        let before = self.query.params();
        if self.query.is_pinned() {
            self.query.pin_to(now);
        }
        let has_new_end = self.query.params() != before;
        let mut status = self.client.list_status_mut();
        status.api_time = Some(now);
        status.until = self.query.until;
        drop(status);
        if has_new_end && self.query.since > self.query.until {
            let message = "`--since` is later than the API's time";
            return Err(CliError::new(ErrorKind::Usage, message).hint("check the clock"));
        }
        Ok(has_new_end)
    }

    /// Fetches a page, with our filters if the API rejects a cursor without them.
    fn fetch_accepted(&mut self, params: Params) -> Result<(Page, Params), CliError> {
        let is_bare_cursor = params.has_cursor() && !params.has_required_filter();
        match self.fetch_once(&params) {
            Err(failure) if failure.status == Some(422) && is_bare_cursor => {
                self.needs_filters = true;
                let params = self.query.params().merged_with(&params);
                Ok((self.fetch_once(&params)?, params))
            }
            page => Ok((page?, params)),
        }
    }

    fn fetch_once(&mut self, params: &Params) -> Result<Page, CliError> {
        let hash = self.requested.hasher().hash_one(params);
        if !self.requested.insert(hash) {
            return Err(broken_paging("the links to the next page form a cycle"));
        }
        if let Some(prefetch) = &mut self.prefetch {
            // Compare first: only a wanted page is worth the wait.
            self.can_prefetch = prefetch.next == *params;
            if self.can_prefetch
                && let Some(page) = prefetch.pages.next()
            {
                prefetch.next = params.with_page(params.page().unwrap_or(0) + 1);
                return page?.map_or_else(|| self.client.page(params), Ok);
            }
        }
        // The prefetched pages are used up, or the API's links went another way.
        self.prefetch = None;
        self.client.page(params)
    }

    /// Returns the request that follows a page; `last` is the number of the last page. Starts to fetch
    /// numbered pages ahead.
    pub(super) fn next_request(
        &mut self,
        params: &Params,
        page: &Page,
        last: Option<u64>,
    ) -> Option<Result<Params, CliError>> {
        let is_empty = page.records.is_empty();
        if self.scope == ListScope::Page && is_empty {
            self.note_beyond_end(params, last);
        }
        let next = match self.request(page.next.as_ref()?) {
            Ok(next) => next,
            Err(failure) => return Some(Err(failure)),
        };
        if is_end(params, &next, last, is_empty) {
            return None;
        }
        if self.prefetch.is_none() && self.can_prefetch {
            self.start_prefetch(&next, last, page.records.len() as u64);
        }
        Some(Ok(next))
    }

    /// Notes that an empty page exists only because the list has fewer pages.
    fn note_beyond_end(&self, params: &Params, last: Option<u64>) {
        let Some(number) = params.page().filter(|number| *number > 1) else {
            return;
        };
        let last = last.filter(|last| *last < number);
        let last = last.map_or_else(String::new, |last| format!(": the last page is {last}"));
        self.client.transport.console.note(&format!(
            "page {number} is beyond the end of the list{last}"
        ));
    }

    /// Creates the request that a link stands for. A cursor is requested with the query it has: the
    /// API may reject other filters beside it.
    pub(super) fn request(&self, link: &str) -> Result<Params, CliError> {
        let params = Params::from_link(self.client.base(), link)
            .map_err(|why| broken_paging(&format!("the link to the next page {why}: `{link}`")))?;
        if params.has_cursor() && (params.has_required_filter() || !self.needs_filters) {
            return Ok(params);
        }
        Ok(self.query.params().merged_with(&params))
    }

    /// Starts fetching the numbered pages from `next` on, up to the one that can be needed after a page with
    /// `received` records.
    fn start_prefetch(&mut self, next: &Params, last: Option<u64>, received: u64) {
        let (Some(number), Some(last)) = (next.page(), last) else {
            return;
        };
        let needed = match self.scope {
            ListScope::Page => 0,
            ListScope::Limit(missing) => {
                let size = next.number("per_page").unwrap_or(1).max(received).max(1);
                missing.saturating_sub(received).div_ceil(size)
            }
            ListScope::All => u64::MAX,
        };
        let last = last.min(number.saturating_add(needed).saturating_sub(1));
        if last <= number {
            return;
        }
        let (client, next) = (self.client, next.clone());
        let pattern = next.clone();
        let fetch = move |number| {
            let page = client.ahead(|client| client.page(&pattern.with_page(number)));
            if page.is_ok() {
                Continue(page)
            } else {
                Break(page)
            }
        };
        let pages = parallel::map_ordered(number..=last, client.concurrency(), LOOKAHEAD, fetch);
        self.prefetch = pages.ok().map(|pages| Prefetch { next, pages });
    }
}

/// Returns whether a page is the last one although it has a link, as with an API that always sends one.
fn is_end(page: &Params, next: &Params, last: Option<u64>, is_empty: bool) -> bool {
    // A request that names no page is for the first.
    let number = if page.names_page() {
        page.page()
    } else {
        Some(1)
    };
    let (Some(number), Some(last)) = (number, last) else {
        return false;
    };
    let names_itself = number == last && next.page() == Some(number);
    names_itself || (number > last && is_empty)
}
