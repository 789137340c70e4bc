//! Fetches the pages of the list one after the other, ahead where they are numbered.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use chrono::{TimeDelta, Utc};

use super::paginator::ListScope;
use super::query::{LinkError, Params};
use super::server_clock::{TOLERANCE, skewed_time};
use super::{Call, Client, Page, Query};
use crate::error::{CliError, ErrorKind};
use crate::parallel::{self, OrderedResults};

/// A clock difference that the user must know of.
const MAX_SILENT_SKEW: TimeDelta = TimeDelta::minutes(5);

/// Follows `next_page` to the end of the list.
pub(super) struct PageFetcher {
    /// The API.
    pub(super) client: &'static Client,
    /// The query, whose end may follow the API's clock.
    pub(super) query: Query,
    scope: ListScope,
    /// The next request. A link that cannot be followed is kept as an error and returned after the
    /// page that contains it, because that page is complete.
    pub(super) next: Option<Result<PageRequest, CliError>>,
    /// Entries of the last page that are not records. Returned after that page, even if no further
    /// page is wanted.
    pub(super) invalid_records: Option<CliError>,
    /// Hashes of the requests made. A collision would end the run with an error, once in 10^13 runs
    /// of ten thousand pages; it cannot lose a page.
    requested: HashSet<u64>,
    hasher: RandomState,
    records: u64,
    prefetch: Option<Prefetch>,
    /// Cleared when a link differs from the predicted one; prefetching would then waste requests.
    can_prefetch: bool,
    /// Set when the API has rejected a cursor without our filters.
    needs_filters: bool,
}

/// The request for one page.
#[derive(Clone)]
pub(super) struct PageRequest {
    params: Params,
    /// The same with our filters, for an API that rejects a cursor without them.
    with_filters: Option<Params>,
}

impl From<Params> for PageRequest {
    fn from(params: Params) -> Self {
        Self {
            params,
            with_filters: None,
        }
    }
}

/// Numbered pages that are fetched before their turn.
struct Prefetch {
    pattern: Params,
    number: u64,
    pages: OrderedResults<Page, CliError>,
}

impl PageFetcher {
    /// Creates a fetcher that starts at the query's page.
    pub(super) fn new(client: &'static Client, query: Query, scope: ListScope) -> Self {
        Self {
            client,
            next: Some(Ok(query.params().into())),
            invalid_records: None,
            query,
            scope,
            requested: HashSet::new(),
            hasher: RandomState::new(),
            records: 0,
            prefetch: None,
            can_prefetch: true,
            needs_filters: false,
        }
    }

    /// Returns the next page; `None` after the last one, and after an error, which ends the run.
    pub(super) fn next_page(&mut self) -> Option<Result<Page, CliError>> {
        let is_first = self.requested.is_empty();
        if let Some(failure) = self.invalid_records.take() {
            self.next = Some(Err(failure));
        } else if self.scope == ListScope::Page && !is_first {
            return None;
        }
        let request = self.next.take()?;
        let page = request.and_then(|request| {
            let (page, params) = if is_first && self.scope != ListScope::Page {
                self.fetch_first(request)?
            } else {
                self.fetch(request)?
            };
            self.set_next(&params, &page);
            let subject = Call::Page(&params).subject();
            self.invalid_records = page.records.ensure_complete(&subject).err();
            Ok(page)
        });
        if page.is_err() {
            self.prefetch = None;
        }
        Some(page.map_err(|failure| CliError {
            is_fatal: true,
            ..failure
        }))
    }

    /// Replaces the next request, if there is one, by an error.
    pub(super) fn end_with(&mut self, failure: CliError) {
        if self.next.is_some() {
            self.next = Some(Err(failure));
            self.prefetch = None;
        }
    }

    /// Fetches the first page. If the API's clock differs from ours, an end that was pinned to the
    /// start of the run is pinned to the API's time instead, and the page is fetched again: all
    /// pages must have the same end, or engagements are lost between them.
    fn fetch_first(&mut self, request: PageRequest) -> Result<(Page, Params), CliError> {
        let sent_at = Utc::now();
        let (page, params) = self.fetch(request)?;
        let date = page.date.as_deref();
        let Some((now, ahead)) = date.and_then(|date| skewed_time(date, sent_at, Utc::now()))
        else {
            return Ok((page, params));
        };
        if ahead.abs() > MAX_SILENT_SKEW {
            self.client.warn(&skew_warning(ahead));
        }
        let has_wrong_end = self.query.is_pinned()
            && self
                .query
                .until
                .is_some_and(|until| (until - now).abs() > TOLERANCE);
        if has_wrong_end {
            self.query.pin_to(now);
        }
        self.client.clock.set(now, self.query.until);
        if !has_wrong_end {
            return Ok((page, params));
        }
        if self.query.since > self.query.until {
            let message = "`--since` is later than the API's time";
            return Err(CliError::new(ErrorKind::Usage, message).hint("check the clock"));
        }
        self.fetch(self.query.params().into())
    }

    /// Fetches a page. Returns it with the parameters that the API accepted.
    fn fetch(&mut self, request: PageRequest) -> Result<(Page, Params), CliError> {
        let PageRequest {
            params,
            with_filters,
        } = request;
        match (self.fetch_once(&params), with_filters) {
            (Err(failure), Some(params)) if failure.status == Some(422) => {
                self.needs_filters = true;
                Ok((self.fetch_once(&params)?, params))
            }
            (page, _) => Ok((page?, params)),
        }
    }

    fn fetch_once(&mut self, params: &Params) -> Result<Page, CliError> {
        if !self.requested.insert(self.hasher.hash_one(params)) {
            let message = "the links to the next page form a cycle";
            return Err(broken_paging(message));
        }
        if let Some(prefetch) = &mut self.prefetch {
            self.can_prefetch = prefetch.pattern.with_page(prefetch.number) == *params;
            if self.can_prefetch
                && let Some(page) = prefetch.pages.next()
            {
                prefetch.number += 1;
                return page;
            }
        }
        // The prefetched pages are used up, or the API's links went another way.
        self.prefetch = None;
        self.client.page(params)
    }

    /// Determines the request that follows a page.
    fn set_next(&mut self, params: &Params, page: &Page) {
        self.records += page.records.len() as u64;
        let Some(link) = &page.next else {
            return;
        };
        let last = page.last.as_deref();
        let last = last.and_then(|link| self.request(link).ok()?.params.page());
        let next = self.request(link);
        if let Ok(next) = &next {
            if is_end(params, &next.params, last, page.records.is_empty()) {
                return;
            }
            let may_prefetch = self.prefetch.is_none() && self.can_prefetch;
            if may_prefetch && self.scope != ListScope::Page {
                let size = next.params.per_page().max(params.per_page()).unwrap_or(0);
                let size = size.max(page.records.len() as u64);
                self.start_prefetch(&next.params, last, size);
            }
        }
        self.next = Some(next);
    }

    /// Creates the request that a link stands for. A cursor is requested with the query it has: the
    /// API may reject other filters beside it.
    fn request(&self, link: &str) -> Result<PageRequest, CliError> {
        let base = self.client.base();
        let filters = self.query.params();
        let read = |params: Result<Params, LinkError>| params.map_err(|why| bad_link(link, why));
        let merged = read(filters.merged_with_link(base, link))?;
        if !merged.has_cursor() {
            return Ok(merged.into());
        }
        let params = read(Params::default().merged_with_link(base, link))?;
        if params.has_required_filter() {
            return Ok(params.into());
        }
        if self.needs_filters {
            return Ok(merged.into());
        }
        Ok(PageRequest {
            params,
            with_filters: Some(merged),
        })
    }

    /// Starts fetching the numbered pages from `next` on, up to the one that can be needed.
    fn start_prefetch(&mut self, next: &Params, last: Option<u64>, page_size: u64) {
        let (Some(number), Some(last)) = (next.page(), last) else {
            return;
        };
        let needed = match self.scope {
            ListScope::Limit(limit) => limit
                .saturating_sub(self.records)
                .div_ceil(page_size.max(1)),
            ListScope::Page | ListScope::All => u64::MAX,
        };
        let last = last.min(number.saturating_add(needed).saturating_sub(1));
        if last <= number {
            return;
        }
        let (client, pattern) = (self.client, next.clone());
        let fetch = move |number| client.page(&pattern.with_page(number));
        let pages = parallel::map_ordered(number..=last, client.concurrency(), fetch).ok();
        self.prefetch = pages.map(|pages| Prefetch {
            pattern: next.clone(),
            number,
            pages,
        });
    }
}

/// Whether a page is the last one although it has a link, as with an API that always sends one.
fn is_end(page: &Params, next: &Params, last: Option<u64>, is_empty: bool) -> bool {
    let (Some(number), Some(last)) = (page.page_or_first(), last) else {
        return false;
    };
    let names_itself = number == last && next.page() == Some(number);
    names_itself || (number > last && is_empty)
}

fn skew_warning(ahead: TimeDelta) -> String {
    let direction = if ahead > TimeDelta::zero() {
        "behind"
    } else {
        "ahead of"
    };
    format!(
        "the local clock is {} minutes {direction} the API's: the API's time is used",
        ahead.abs().num_minutes()
    )
}

fn bad_link(link: &str, why: LinkError) -> CliError {
    let why = match why {
        LinkError::InvalidUrl => "is not a URL",
        LinkError::MissingQuery => "has no query",
    };
    broken_paging(&format!("the link to the next page {why}: `{link}`"))
}

/// Returns the error of a list whose links cannot be followed.
pub(super) fn broken_paging(message: &str) -> CliError {
    CliError::new(ErrorKind::Api, message).hint(
        "the output is correct but incomplete; narrow the window with `--since` and `--until`",
    )
}
