//! The query of the list, and the requests that its links stand for. Pure.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use reqwest::Url;

use crate::values::paging::Order;
use crate::values::time_arg::format_api_time;

/// Which engagements the list returns (API documentation, parameters of `GET /engagements`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    /// `site_ids`: never empty.
    pub(crate) site_ids: Vec<String>,
    /// `operator_ids`: empty leaves the parameter out, for every operator.
    pub(crate) operator_ids: Vec<String>,
    /// `start_date`.
    pub(crate) since: Option<DateTime<Utc>>,
    /// `end_date`: as requested, or pinned to the present.
    pub(crate) until: Option<DateTime<Utc>>,
    /// The end that the user requested.
    pub(crate) requested_until: Option<DateTime<Utc>>,
    /// The engagements that earlier runs have delivered, by their canonical ID. They are left out, and
    /// so are those that the API returns although they are outside the window. `None` without a state.
    pub(crate) delivered: Option<Arc<HashSet<String>>>,
    /// `order`.
    pub(crate) order: Option<Order>,
    /// `page`, from 1.
    pub(crate) page: Option<u64>,
    /// `per_page`.
    pub(crate) per_page: Option<u64>,
}

impl Query {
    /// Returns whether the window's end is the present, and not the one that the user requested.
    pub(crate) fn is_pinned(&self) -> bool {
        self.until != self.requested_until
    }

    /// Pins the window's end to the present by another clock, unless the user requested an earlier
    /// one.
    pub(crate) fn pin_to(&mut self, now: DateTime<Utc>) {
        self.until = Some(self.requested_until.map_or(now, |until| until.min(now)));
    }

    /// Returns the parameters that the query is sent as.
    pub(crate) fn params(&self) -> Params {
        let mut pairs = Vec::new();
        let mut add = |name: &str, value: Option<String>| {
            pairs.extend(value.map(|value| (name.to_owned(), value)));
        };
        for id in &self.site_ids {
            add("site_ids[]", Some(id.clone()));
        }
        for id in &self.operator_ids {
            add("operator_ids[]", Some(id.clone()));
        }
        add("start_date", self.since.map(format_api_time));
        add("end_date", self.until.map(format_api_time));
        add("order", self.order.map(|order| order.as_str().to_owned()));
        add("page", self.page.map(|page| page.to_string()));
        add("per_page", self.per_page.map(|size| size.to_string()));
        Params { pairs, raw: None }
    }
}

/// The parameters of one page's request, in the order they are sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Params {
    pairs: Vec<(String, String)>,
    /// The query of a link that is requested as it is, without decoding and encoding it again.
    raw: Option<String>,
}

impl Params {
    /// Reads the parameters of a `next_page` or `last_page`. Only the link's query counts, so that bare,
    /// full, relative and cursor links work, and a link to another host cannot lead the token there.
    ///
    /// # Errors
    /// Why the link cannot be followed.
    pub(crate) fn from_link(base: &Url, link: &str) -> Result<Self, &'static str> {
        let url = base.join(link).map_err(|_| "is not a URL")?;
        // Without a query it would name the first page again.
        let raw = url.query().filter(|query| !query.is_empty());
        let raw = raw.ok_or("has no query")?;
        Ok(Self {
            pairs: url.query_pairs().into_owned().collect(),
            raw: Some(raw.to_owned()),
        })
    }

    /// Returns these parameters with those of a link laid over them: a parameter in the link wins,
    /// parameters that it lacks stay.
    pub(crate) fn merged_with(&self, link: &Self) -> Self {
        let is_kept = |(name, _): &&(String, String)| link.get(name).is_none();
        let kept = self.pairs.iter().filter(is_kept);
        Self {
            pairs: kept.chain(&link.pairs).cloned().collect(),
            raw: None,
        }
    }

    /// Returns whether these parameters name a page by a cursor. An empty one names none.
    pub(crate) fn has_cursor(&self) -> bool {
        self.get("cursor").is_some_and(|cursor| !cursor.is_empty())
    }

    /// Returns whether these parameters have one of the filters that the API requires.
    pub(crate) fn has_required_filter(&self) -> bool {
        let is_required =
            |name: &str| name.starts_with("site_ids") || name.starts_with("operator_ids");
        self.pairs.iter().any(|(name, _)| is_required(name))
    }

    /// Returns the page's number, if these parameters name a page by its number and not by a cursor.
    pub(crate) fn page(&self) -> Option<u64> {
        self.number("page").filter(|_| !self.has_cursor())
    }

    /// Returns whether these parameters name a page, by whatever they name it.
    pub(crate) fn names_page(&self) -> bool {
        self.get("page").is_some() || self.has_cursor()
    }

    /// Returns the same request for another page.
    pub(crate) fn with_page(&self, number: u64) -> Self {
        let mut pairs = self.pairs.clone();
        for (name, value) in &mut pairs {
            if name == "page" {
                *value = number.to_string();
            }
        }
        Self { pairs, raw: None }
    }

    /// Writes the parameters, percent-encoded, as the query of `url`.
    pub(crate) fn write_to(&self, url: &mut Url) {
        match &self.raw {
            Some(raw) => url.set_query(Some(raw)),
            None => {
                url.query_pairs_mut().clear().extend_pairs(&self.pairs);
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns a parameter that is a number.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::Url;

    use super::{Params, Query, properties};

    fn query() -> Query {
        Query {
            site_ids: vec!["s1".to_owned(), "s 2&".to_owned()],
            operator_ids: vec!["o".to_owned()],
            since: None,
            until: None,
            requested_until: None,
            delivered: None,
            order: None,
            page: None,
            per_page: Some(100),
        }
    }

    fn own() -> Params {
        query().params()
    }

    fn text(params: &Params) -> String {
        let mut url = base();
        params.write_to(&mut url);
        url.query().unwrap_or_default().to_owned()
    }

    fn base() -> Url {
        Url::parse("https://api.example/v/engagements").unwrap()
    }

    const OWN: &str = "site_ids%5B%5D=s1&site_ids%5B%5D=s+2%26&operator_ids%5B%5D=o";

    #[test]
    fn list_params_are_repeated_and_encoded() {
        assert_eq!(text(&own()), format!("{OWN}&per_page=100"));
    }

    #[test]
    fn link_query_overrides_base_params() {
        let numbered = format!("{OWN}&page=2&per_page=3");
        let cursor = format!("{OWN}&per_page=30&cursor=45629133");
        let replaced = "operator_ids%5B%5D=o&per_page=100&site_ids%5B%5D=x&page=2";
        for (link, expected) in [
            (
                "https://api.salemove.com/engagements?page=2&per_page=3",
                numbered.as_str(),
            ),
            ("http://evil.example:8080/x?page=2&per_page=3", &numbered),
            ("//evil.example/?page=2&per_page=3", &numbered),
            ("/engagements?page=2&per_page=3#top", &numbered),
            ("?page=2&per_page=3", &numbered),
            ("engagements?per_page=30&cursor=45629133", &cursor),
            ("?site_ids[]=x&page=2", replaced),
            ("?site_ids%5B%5D=x&page=2", replaced),
        ] {
            let followed = own().merged_with(&Params::from_link(&base(), link).unwrap());
            assert_eq!(text(&followed), expected, "{link}");
        }
    }

    #[test]
    fn invalid_page_link_is_an_error() {
        for (link, expected) in [
            ("http://[broken?page=2", "is not a URL"),
            ("https://", "is not a URL"),
            ("https://api.example/engagements", "has no query"),
            ("?", "has no query"),
            ("  ", "has no query"),
            ("page 2", "has no query"),
        ] {
            assert_eq!(Params::from_link(&base(), link), Err(expected), "{link}");
        }
    }

    #[test]
    fn cursor_link_has_no_page_number() {
        let params = |link| Params::from_link(&base(), link).unwrap();
        let follow = |link| params(link).page();
        assert_eq!(follow("?page=7"), Some(7));
        assert_eq!(follow("?page=7&cursor=a"), None);
        assert_eq!(follow("?page=-1"), None);
        assert_eq!(follow("?page=seven"), None);
    }

    /// Texts that are a link or nearly one.
    fn nearly_a_link() -> impl Strategy<Value = String> {
        "(https?:)?(//[a-z.@:]{0,9})?(/[a-z.]{0,5}){0,2}\\?((page|per_page|cursor|site_ids\\[\\]|\\PC)\
         =[0-9a-f%+é]{0,4}&?){0,5}(#\\PC*)?"
    }

    proptest! {
        #[test]
        fn any_page_link_has_the_properties(
            link in prop_oneof![any::<String>(), nearly_a_link()],
            page in any::<u64>(),
        ) {
            properties::link_keeps_base_url(&query(), &base(), &link);
            properties::link_parameters_replace_own(&query(), &base(), &link);
            properties::link_cycle_is_detected(&query(), &base(), &link);
            properties::numbered_page_is_predictable(&query(), &base(), &link, page);
        }
    }
}
