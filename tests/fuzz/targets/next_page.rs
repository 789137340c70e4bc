//! `next_page` merged with the tool's query.

#![no_main]

#[path = "../../../src/api"]
mod api {
    pub(crate) mod query;
}
#[path = "../../../src/api/query/properties.rs"]
mod properties;
#[path = "../../../src/values"]
mod values {
    pub(crate) mod paging;
    mod quantity;
    pub(crate) mod time_arg;
    mod zone;
}

use api::query::Query;
use chrono::DateTime;
use reqwest::Url;
use values::paging::Order;

libfuzzer_sys::fuzz_target!(|input: (Vec<String>, Option<u64>, u64, &str)| {
    let (ids, per_page, page, link) = input;
    let base = Url::parse("https://api.example:8443/v/engagements").unwrap();
    let own = Query {
        operator_ids: ids.iter().take(1).cloned().collect(),
        site_ids: ids,
        since: None,
        until: Some(DateTime::UNIX_EPOCH),
        requested_until: None,
        delivered: None,
        order: per_page.map(|_| Order::Asc),
        page: None,
        per_page,
    };
    properties::link_keeps_base_url(&own, &base, link);
    properties::link_parameters_replace_own(&own, &base, link);
    properties::link_cycle_is_detected(&own, &base, link);
    properties::numbered_page_is_predictable(&own, &base, link, page);
});
