//! What a client asks the list for: the query of `GET /engagements`, checked and typed.

use super::data::people::{Handling, OPERATOR_IDS, SITE_IDS};
use super::refusal::Refusal;
use crate::settings::time_range::TimeRange;
use crate::settings::zone::Zone;
use axum::http::StatusCode;

/// The size of a page when none is asked for, and the largest that is given.
const PER_PAGE: u64 = 30;
const MOST_PER_PAGE: u64 = 100;

/// A checked query.
#[derive(Debug, PartialEq)]
pub(crate) struct Listing {
    /// Which sites and operators are asked for.
    pub(crate) by: Selection,
    /// Unix milliseconds, inclusive.
    pub(crate) from: Option<i64>,
    /// Unix milliseconds, inclusive.
    pub(crate) until: Option<i64>,
    /// Oldest first; newest first otherwise.
    pub(crate) ascending: bool,
    /// Where the page begins.
    pub(crate) start: Start,
    /// At most this many records, at least 1.
    pub(crate) per_page: u64,
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// At this page, from 1.
    Page(u64),
    /// After the engagement at this position: it was the last one of the page before.
    After(u64),
}

/// Sites and operators asked for, by their places.
#[derive(Debug, PartialEq)]
pub(crate) struct Selection {
    sites: [bool; SITE_IDS.len()],
    operators: [bool; OPERATOR_IDS.len()],
}

impl Selection {
    /// Whether nothing is left out, so that nobody needs to look at who handled what.
    pub(crate) fn is_everything(&self) -> bool {
        self.sites.iter().chain(&self.operators).all(|&asked| asked)
    }

    /// Whether an engagement handled so is asked for.
    pub(crate) fn has(&self, handling: Handling) -> bool {
        self.sites[handling.site]
            && handling
                .operators()
                .any(|operator| self.operators[operator])
    }
}

impl Listing {
    /// Checks the decoded pairs of a query. Unknown names are ignored, as the service does.
    pub(crate) fn new(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let from = span(pairs, "start_date")?.map(|(first, _)| first);
        let until = span(pairs, "end_date")?.map(|(_, last)| last);
        let page = number(pairs, "page")?.unwrap_or(1);
        Ok(Self {
            by: selection(pairs)?,
            from,
            until,
            ascending: match value(pairs, "order") {
                None | Some("desc") => false,
                Some("asc") => true,
                Some(_) => return Err(Refusal::invalid(&[("order", "must be asc or desc")])),
            },
            start: cursor(pairs)?.map_or(Start::Page(page), Start::After),
            per_page: number(pairs, "per_page")?
                .unwrap_or(PER_PAGE)
                .min(MOST_PER_PAGE),
        })
    }
}

/// The last value of that name, as in most frameworks.
fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .rev()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

fn number(pairs: &[(String, String)], name: &str) -> Result<Option<u64>, Refusal> {
    let parse = |text: &str| text.parse().ok().filter(|&number| number > 0);
    let wrong = || Refusal::invalid(&[(name, "must be a number from 1")]);
    value(pairs, name)
        .map(|text| parse(text).ok_or_else(wrong))
        .transpose()
}

fn cursor(pairs: &[(String, String)]) -> Result<Option<u64>, Refusal> {
    let wrong = |_| Refusal::invalid(&[("cursor", "is not one that was given out")]);
    value(pairs, "cursor")
        .map(|text| text.parse().map_err(wrong))
        .transpose()
}

fn span(pairs: &[(String, String)], name: &str) -> Result<Option<(i64, i64)>, Refusal> {
    let wrong = || Refusal::invalid(&[(name, "must be an iso8601 date")]);
    value(pairs, name)
        .map(|text| {
            let range = TimeRange::parse(text).ok().flatten().ok_or_else(wrong)?;
            let bounds = [range.first(Zone::UTC), range.last(Zone::UTC)];
            Ok(bounds.map(|bound| bound.timestamp_millis()).into())
        })
        .transpose()
}

fn selection(pairs: &[(String, String)]) -> Result<Selection, Refusal> {
    let mut sites = [false; SITE_IDS.len()];
    let mut operators = [false; OPERATOR_IDS.len()];
    if !choose(pairs, "site_ids[]", SITE_IDS, &mut sites)? {
        return Err(Refusal::blank("site_ids"));
    }
    // In the 2016 document it is required; later, a manager may leave it out.
    if !choose(pairs, "operator_ids[]", OPERATOR_IDS, &mut operators)? {
        operators.fill(true);
    }
    Ok(Selection { sites, operators })
}

/// Marks the `known` ids that are asked for under `name`; says whether there was any.
fn choose<const N: usize>(
    pairs: &[(String, String)],
    name: &str,
    known: [&str; N],
    chosen: &mut [bool; N],
) -> Result<bool, Refusal> {
    for (_, id) in pairs
        .iter()
        .filter(|(key, id)| key == name && !id.is_empty())
    {
        let Some(place) = known.iter().position(|known| known == id) else {
            let message = format!("The token gives no access to {id} of {name}");
            return Err(Refusal::message(StatusCode::FORBIDDEN, &message));
        };
        chosen[place] = true;
    }
    Ok(chosen.contains(&true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(query: &[(&str, &str)]) -> Result<Listing, Refusal> {
        let site = ("site_ids[]".to_owned(), SITE_IDS[0].to_owned());
        let pairs = query
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        Listing::new(&std::iter::once(site).chain(pairs).collect::<Vec<_>>())
    }

    #[test]
    fn without_more_than_a_site_it_is_the_first_thirty_of_every_operator() {
        let listing = listing(&[]).unwrap();
        assert_eq!(listing.by.sites, [true, false]);
        assert_eq!(listing.by.operators, [true; 5]);
        assert!(!listing.by.is_everything());
        assert_eq!((listing.start, listing.per_page), (Start::Page(1), 30));
        assert_eq!(
            (listing.from, listing.until, listing.ascending),
            (None, None, false)
        );
    }

    #[test]
    fn every_parameter_is_taken() {
        let listing = listing(&[
            ("site_ids[]", SITE_IDS[1]),
            ("operator_ids[]", OPERATOR_IDS[2]),
            ("start_date", "1970"),
            ("end_date", "1970-01-01T00:00:05"),
            ("order", "asc"),
            ("page", "3"),
            ("per_page", "1000"),
            ("something", "else"),
        ]);
        let listing = listing.unwrap();
        assert_eq!(listing.by.sites, [true, true]);
        assert_eq!(listing.by.operators, [false, false, true, false, false]);
        assert_eq!((listing.from, listing.until), (Some(0), Some(5999)));
        assert!(listing.ascending);
        assert_eq!((listing.start, listing.per_page), (Start::Page(3), 100));
    }

    #[test]
    fn a_cursor_goes_before_a_page() {
        let listing = listing(&[("page", "7"), ("cursor", "12")]).unwrap();
        assert_eq!(listing.start, Start::After(12));
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("order", "up", "must be asc or desc"),
            ("page", "0", "must be a number from 1"),
            ("per_page", "many", "must be a number from 1"),
            ("cursor", "x", "is not one that was given out"),
            ("start_date", "yesterday", "must be an iso8601 date"),
            ("end_date", "", "must be an iso8601 date"),
        ];
        for (name, value, detail) in cases {
            let expected = Refusal::invalid(&[(name, detail)]);
            assert_eq!(listing(&[(name, value)]), Err(expected), "{name}={value}");
        }
    }

    #[test]
    fn sites_are_required_and_strangers_are_refused() {
        let blank = [("site_ids[]".to_owned(), String::new())];
        assert_eq!(Listing::new(&blank), Err(Refusal::blank("site_ids")));
        for name in ["site_ids[]", "operator_ids[]"] {
            let message = format!("The token gives no access to x of {name}");
            let expected = Refusal::message(StatusCode::FORBIDDEN, &message);
            assert_eq!(listing(&[(name, "x")]), Err(expected));
        }
    }

    #[test]
    fn a_transferred_engagement_is_found_under_both_operators() {
        let handling = Handling {
            site: 0,
            operator: 1,
            successor: Some(3),
        };
        let has = |id| listing(&[("operator_ids[]", id)]).unwrap().by.has(handling);
        assert_eq!(OPERATOR_IDS.map(has), [false, true, false, true, false]);
    }
}
