//! The links to other pages of the list, in the kinds that the service has been seen to give.

use super::query::Start;
use clap::ValueEnum;

/// What a `next_page` looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Links {
    /// The number of the page, with all filters
    #[default]
    Numbered,
    /// The number of the page and nothing else, as in the API's document
    Bare,
    /// An opaque cursor, as in the later generation, which has no `last_page`
    Cursor,
}

/// Makes the links of one page.
pub(crate) struct Linker<'a> {
    /// The kind asked for when the server was started.
    pub(crate) kind: Links,
    /// The address of the list.
    pub(crate) list_url: &'a str,
    /// The query of the request, as it came.
    pub(crate) query: &'a str,
    /// The size of the page that is answered.
    pub(crate) per_page: u64,
}

impl Linker<'_> {
    /// The link to the page that begins at `start`.
    pub(crate) fn to(&self, start: Start) -> String {
        let Self {
            list_url, per_page, ..
        } = self;
        match start {
            Start::After(position) => format!("{list_url}?per_page={per_page}&cursor={position}"),
            Start::Page(page) => {
                let filters = if self.kind == Links::Bare {
                    String::new()
                } else {
                    filters(self.query)
                };
                format!("{list_url}?page={page}&per_page={per_page}{filters}")
            }
        }
    }
}

/// What of a query does not say which page, as it came, each with a `&` before it.
fn filters(query: &str) -> String {
    const PLACE: [&str; 3] = ["page", "per_page", "cursor"];
    let name = |pair: &str| {
        pair.split('=')
            .next()
            .is_some_and(|name| PLACE.contains(&name))
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty() && !name(pair))
        .fold(String::new(), |filters, pair| filters + "&" + pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_own_link() {
        let query = "per_page=7&site_ids[]=a&site_ids%5B%5D=b&page=1&start_date=2015-10-01T13";
        let link = |kind, start| {
            Linker {
                kind,
                list_url: "http://x/engagements",
                query,
                per_page: 7,
            }
            .to(start)
        };
        assert_eq!(
            link(Links::Numbered, Start::Page(2)),
            "http://x/engagements?page=2&per_page=7&site_ids[]=a&site_ids%5B%5D=b\
             &start_date=2015-10-01T13"
        );
        assert_eq!(
            link(Links::Bare, Start::Page(2)),
            "http://x/engagements?page=2&per_page=7"
        );
        let cursor = "http://x/engagements?per_page=7&cursor=45";
        assert_eq!(link(Links::Cursor, Start::After(45)), cursor);
    }
}
