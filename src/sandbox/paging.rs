//! Pages of the list: which engagements are on one, and how it is written.

use super::data::Archive;
use super::data::json::Object;
use super::links::{Linker, Links};
use super::query::{Listing, Start};
use std::ops::Range;

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
        let mut window = archive.window(listing.from, listing.until);
        let last = (links != Links::Cursor).then(|| last_page(archive, listing, window.clone()));
        let mut skip = 0;
        match listing.start {
            Start::Page(page) => skip = (page - 1).saturating_mul(listing.per_page),
            Start::After(at) if listing.ascending => {
                window.start = window.start.max(at.saturating_add(1));
            }
            Start::After(at) => window.end = window.end.min(at),
        }
        // When nothing is left out, a far page is found without going through those before it.
        let (jump, skip) = if listing.by.is_everything() {
            (skip, 0)
        } else {
            (0, skip)
        };
        let in_order = |n| {
            if listing.ascending {
                window.start + n
            } else {
                window.end - 1 - n
            }
        };
        let mut rest = (jump..window.end.saturating_sub(window.start))
            .map(in_order)
            .filter(|&at| is_asked_for(archive, listing, at))
            .skip(usize::try_from(skip).unwrap_or(usize::MAX));
        let size = usize::try_from(listing.per_page).unwrap_or(usize::MAX);
        let positions: Vec<_> = rest.by_ref().take(size).collect();
        let more = rest.next().and(positions.last());
        let next = more.map(|&last| match listing.start {
            Start::Page(page) if links != Links::Cursor => Start::Page(page + 1),
            _ => Start::After(last),
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

fn is_asked_for(archive: &Archive, listing: &Listing, position: u64) -> bool {
    listing.by.is_everything() || listing.by.has(archive.handling(position))
}

/// The number of the last page of what is asked for in `window`; 1 if there is nothing.
fn last_page(archive: &Archive, listing: &Listing, window: Range<u64>) -> u64 {
    let total = if listing.by.is_everything() {
        window.end - window.start
    } else {
        window
            .filter(|&at| is_asked_for(archive, listing, at))
            .count() as u64
    };
    total.div_ceil(listing.per_page).max(1)
}

#[cfg(test)]
mod tests;
