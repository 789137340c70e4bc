//! Pages of the list, and links to other pages in the styles that deployments of the API use.

use super::data::Dataset;
use super::list_query::{ListFilter, ListQuery, PageStart};
use clap::ValueEnum;

/// The style of `next_page` and `last_page`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LinkStyle {
    /// The page number with all filters
    Numbered,
    /// The page number without filters, as in the API documentation
    Bare,
    /// An opaque cursor that contains the filters; there is no `last_page`
    Cursor,
}

/// The list of the latest request, so that its next page need not be searched again.
#[derive(Default)]
pub(super) struct ListCache {
    pub(super) filter: Option<ListFilter>,
    /// Number of engagements when the list was made.
    total: usize,
    positions: Vec<usize>,
}

/// Which engagements are on a page, and which pages follow.
pub(super) struct Page {
    /// Positions of the engagements, in order.
    pub(super) positions: Vec<usize>,
    /// Where the next page begins, if there is one.
    pub(super) next: Option<PageStart>,
    pub(super) last: PageStart,
}

impl ListCache {
    /// Finds the page that a query selects.
    pub(super) fn page(&mut self, dataset: &Dataset, query: &ListQuery, style: LinkStyle) -> Page {
        let total = dataset.entries.len();
        if (self.filter, self.total) != (Some(query.filter), total) {
            self.positions = query.filter.positions(&dataset.entries);
            (self.filter, self.total) = (Some(query.filter), total);
        }
        let (list, per_page) = (&self.positions, query.per_page);
        let begin = match query.start {
            PageStart::Page(page) => (page - 1).saturating_mul(per_page),
            PageStart::After(previous) => {
                let place = list.iter().position(|position| *position == previous);
                place.map_or(list.len(), |place| place + 1)
            }
        };
        let rest = list.get(begin..).unwrap_or_default();
        let positions = &rest[..per_page.min(rest.len())];
        let end = positions.last().filter(|_| rest.len() > per_page);
        Page {
            positions: positions.to_vec(),
            next: end.map(|&end| match query.start {
                PageStart::Page(page) if style != LinkStyle::Cursor => PageStart::Page(page + 1),
                _ => PageStart::After(end),
            }),
            last: PageStart::Page(list.len().div_ceil(per_page).max(1)),
        }
    }
}

impl ListQuery {
    /// Returns the link to the page that begins at `start`; `raw_query` is that of the request.
    pub(super) fn link(
        &self,
        start: PageStart,
        url: &str,
        raw_query: &str,
        is_bare: bool,
    ) -> String {
        let per_page = self.per_page;
        match start {
            PageStart::After(position) => {
                let cursor = self.filter.cursor(position);
                format!("{url}/engagements?per_page={per_page}&cursor={cursor}")
            }
            PageStart::Page(page) => {
                let link = format!("{url}/engagements?page={page}&per_page={per_page}");
                let filters = raw_query
                    .split('&')
                    .filter(|param| !is_bare && is_filter(param));
                filters.fold(link, |link, param| link + "&" + param)
            }
        }
    }
}

/// Returns whether a parameter does not select a page.
fn is_filter(param: &str) -> bool {
    let name = param.split('=').next().unwrap_or_default();
    !["", "page", "per_page", "cursor"].contains(&name)
}
