//! The one paging loop: in order, ahead of the reader where pages are numbered.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use super::query::{BadLink, Params};
use super::{Call, Client, Page, Query};
use crate::failure::{Failure, Kind};
use crate::parallel::{self, OrderedResults};
use crate::records::seen::Seen;
use crate::records::{RecordBatch, engagement};

/// How much of the list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// One page: the first, or the one the query names.
    Page,
    /// At most so many engagements, from as many pages as that takes.
    Limit(u64),
    /// Every page.
    All,
}

/// What a walk has delivered so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Pages of which something could be delivered.
    pub(crate) pages: u64,
    /// Engagements delivered.
    pub(crate) records: u64,
    /// Engagements left out because they had been delivered before.
    pub(crate) duplicates: u64,
    /// Whether the service has more pages than were asked for.
    pub(crate) more: bool,
}

/// The engagements of the list, a page at a time: each record once, in the service's order.
pub(crate) struct Walk {
    pages: Pages,
    limit: Option<u64>,
    delivered: Seen,
    tally: Tally,
}

impl Walk {
    /// Starts at the query's page; nothing is requested before the first `next`.
    pub(crate) fn new(client: &'static Client, query: &Query, reach: Reach) -> Self {
        let limit = match reach {
            Reach::Limit(limit) => Some(limit),
            Reach::Page | Reach::All => None,
        };
        Self {
            pages: Pages::new(client, query.params(), reach),
            limit,
            delivered: Seen::default(),
            tally: Tally::default(),
        }
    }

    /// What has been delivered up to now.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    fn deliver(&mut self, mut page: Page) -> RecordBatch {
        let delivered = &mut self.delivered;
        // A record without an id cannot be known again: better twice than lost.
        let before = page.records.len();
        page.records
            .retain(|record| engagement::key(record).is_none_or(|key| delivered.insert(key)));
        self.tally.duplicates += (before - page.records.len()) as u64;
        if let Some(limit) = self.limit {
            let left = limit - self.tally.records;
            page.records
                .truncate(usize::try_from(left).unwrap_or(usize::MAX));
        }
        self.tally.pages += 1;
        self.tally.records += page.records.len() as u64;
        self.tally.more = self.pages.next.is_some();
        page.records
    }
}

impl Iterator for Walk {
    type Item = Result<RecordBatch, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.limit == Some(self.tally.records) && self.pages.invalid.is_none() {
            return None;
        }
        let page = self.pages.next_page()?;
        Some(page.map(|page| self.deliver(page)))
    }
}

/// Follows `next_page` to the end.
struct Pages {
    client: &'static Client,
    own: Params,
    reach: Reach,
    /// What comes next: also a link that cannot be followed, since the page that it is on is whole.
    next: Option<Result<Params, Failure>>,
    /// Entries of the last page that are no records. Returned after that page, whose records are
    /// complete, and even if no further page is wanted.
    invalid: Option<Failure>,
    /// Hashes of the requests made. Two that collide would end the run with a failure, once in
    /// 10^13 runs of ten thousand pages; they cannot lose a page.
    seen: HashSet<u64>,
    hasher: RandomState,
    records: u64,
    ahead: Option<Ahead>,
    /// Whether links have been as foretold; if not, looking ahead only wastes requests.
    foreseeable: bool,
}

/// Numbered pages that are fetched before their turn.
struct Ahead {
    pattern: Params,
    number: u64,
    pages: OrderedResults<Page, Failure>,
}

impl Pages {
    fn new(client: &'static Client, own: Params, reach: Reach) -> Self {
        Self {
            client,
            next: Some(Ok(own.clone())),
            invalid: None,
            own,
            reach,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            records: 0,
            ahead: None,
            foreseeable: true,
        }
    }

    /// The next page; `None` after the last, and after a failure, which ends the run.
    fn next_page(&mut self) -> Option<Result<Page, Failure>> {
        if let Some(invalid) = self.invalid.take() {
            self.next = Some(Err(invalid));
        } else if self.reach == Reach::Page && !self.seen.is_empty() {
            return None;
        }
        let wanted = self.next.take()?;
        let page = wanted.and_then(|wanted| {
            let page = self.fetch(&wanted)?;
            self.follow(&wanted, &page);
            let subject = Call::Page(&wanted).subject();
            self.invalid = page.records.ensure_complete(&subject).err();
            Ok(page)
        });
        if page.is_err() {
            self.ahead = None;
        }
        Some(page.map_err(|failure| Failure {
            ends_run: true,
            ..failure
        }))
    }

    fn fetch(&mut self, wanted: &Params) -> Result<Page, Failure> {
        if !self.seen.insert(self.hasher.hash_one(wanted)) {
            let message = "the service's links to the next page lead in a circle";
            return Err(Failure::new(Kind::Service, message).hint(BROKEN_PAGING));
        }
        if let Some(ahead) = &mut self.ahead {
            self.foreseeable = ahead.pattern.with_page(ahead.number) == *wanted;
            if self.foreseeable
                && let Some(page) = ahead.pages.next()
            {
                ahead.number += 1;
                return page;
            }
        }
        // What was fetched ahead is used up, or the service's links went another way.
        self.ahead = None;
        self.client.page(wanted)
    }

    fn follow(&mut self, wanted: &Params, page: &Page) {
        self.records += page.records.len() as u64;
        let follow = |link: &str| self.own.followed(self.client.base(), link);
        let Some(link) = &page.next else {
            return;
        };
        let next = follow(link).map_err(|why| bad_link(link, why));
        if let Ok(next) = &next
            && self.ahead.is_none()
            && self.foreseeable
            && self.reach != Reach::Page
        {
            let last = page.last.as_deref();
            let last = last.and_then(|link| follow(link).ok()?.page());
            let size = next.per_page().max(wanted.per_page()).unwrap_or(0);
            self.look_ahead(next, last, size.max(page.records.len() as u64));
        }
        self.next = Some(next);
    }

    /// Starts fetching from the numbered page `next` on, up to the one that can be needed.
    fn look_ahead(&mut self, next: &Params, last: Option<u64>, page_size: u64) {
        let (Some(number), Some(last)) = (next.page(), last) else {
            return;
        };
        let needed = match self.reach {
            Reach::Limit(limit) => limit
                .saturating_sub(self.records)
                .div_ceil(page_size.max(1)),
            Reach::Page | Reach::All => u64::MAX,
        };
        let last = last.min(number.saturating_add(needed).saturating_sub(1));
        if last <= number {
            return;
        }
        let (client, pattern) = (self.client, next.clone());
        let fetch = move |number| client.page(&pattern.with_page(number));
        // Without a thread, pages are fetched one after the other.
        let pages = parallel::map_ordered(number..=last, client.concurrency(), fetch).ok();
        self.ahead = pages.map(|pages| Ahead {
            pattern: next.clone(),
            number,
            pages,
        });
    }
}

const BROKEN_PAGING: &str = "what was printed is right, but it is not all; narrow the window with \
                             `--since` and `--until`, and report the request to the service's support";

fn bad_link(link: &str, why: BadLink) -> Failure {
    let why = match why {
        BadLink::NoUrl => "is no URL",
        BadLink::NoQuery => "has no query",
    };
    let message = format!("the service's link to the next page {why}: `{link}`");
    Failure::new(Kind::Service, message).hint(BROKEN_PAGING)
}
