//! Pages of the list: which engagements are on one, and how it is written.

use super::data::Archive;
use super::data::json::Object;
use super::links::{Linker, Links};
use super::query::{Listing, Start};

/// One page of the list.
#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    /// The positions of its engagements, in order.
    positions: Vec<u64>,
    /// Where the next page begins, if there is one.
    next: Option<Start>,
    /// The number of the last page, for the kinds of links that tell it.
    last: Option<u64>,
}

/// The bytes to reserve for a record, somewhat more than most need.
const RECORD_SIZE: usize = 1300;

impl Page {
    /// Finds the page that is asked for.
    pub(crate) fn find(archive: &Archive, listing: &Listing, links: Links) -> Self {
        let everything = listing.by.is_everything();
        let asked = |at: &u64| everything || listing.by.has(archive.handling(*at));
        let mut window = archive.window(listing.from, listing.until);
        let last = || {
            let all = window.end - window.start;
            let all = if everything {
                all
            } else {
                window.clone().filter(asked).count() as u64
            };
            all.div_ceil(listing.per_page).max(1)
        };
        let last = (links != Links::Cursor).then(last);
        let mut skip = 0;
        match listing.start {
            Start::Page(page) => skip = (page - 1).saturating_mul(listing.per_page),
            Start::After(at) if listing.ascending => {
                window.start = window.start.max(at.saturating_add(1));
            }
            Start::After(at) => window.end = window.end.min(at),
        }
        // When nothing is left out, a far page is found without going through those before it.
        let (jump, skip) = if everything { (skip, 0) } else { (0, skip) };
        let mut rest = (jump..window.end.saturating_sub(window.start))
            .map(|n| {
                if listing.ascending {
                    window.start + n
                } else {
                    window.end - 1 - n
                }
            })
            .filter(asked)
            .skip(usize::try_from(skip).unwrap_or(usize::MAX));
        let size = usize::try_from(listing.per_page).unwrap_or(usize::MAX);
        let positions: Vec<_> = rest.by_ref().take(size).collect();
        let more = rest.next().and(positions.last());
        let next = more.map(|&newest| match listing.start {
            Start::Page(page) if links != Links::Cursor => Start::Page(page + 1),
            _ => Start::After(newest),
        });
        Self {
            positions,
            next,
            last,
        }
    }

    /// Writes the page as the API answers it.
    pub(crate) fn json(&self, archive: &Archive, linker: &Linker) -> String {
        let mut out = String::with_capacity(RECORD_SIZE * (self.positions.len() + 1));
        let mut page = Object::begin(&mut out);
        match self.next {
            Some(start) => page.text("next_page", &linker.to(start)),
            None => page.json("next_page", "null"),
        };
        if let Some(last) = self.last {
            page.text("last_page", &linker.to(Start::Page(last)));
        }
        page.list("engagements", &self.positions, |out, &at| {
            archive.write_listed(at, out);
        });
        page.end();
        out
    }
}

#[cfg(test)]
mod tests;
