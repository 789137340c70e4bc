//! Properties of every `next_page`: tests check them with random links, the fuzzer with adversarial
//! ones (`tests/fuzz`).

use std::collections::HashSet;

use reqwest::Url;

use crate::api::query::{Params, Query};

/// The request of a list that was followed over this link, as it is sent; `None` if the link
/// leads nowhere.
fn followed(own: &Query, base: &Url, link: &str) -> Option<(Params, Url)> {
    let params = own
        .params()
        .merged_with(&Params::from_link(base, link).ok()?);
    let mut url = base.clone();
    params.write_to(&mut url);
    Some((params, url))
}

fn pairs(url: &Url) -> Vec<(String, String)> {
    url.query_pairs().into_owned().collect()
}

/// A link changes only the query of a request.
pub(crate) fn link_keeps_base_url(own: &Query, base: &Url, link: &str) {
    if let Some((_, mut url)) = followed(own, base, link) {
        url.set_query(None);
        assert_eq!(url, *base, "{link}");
    }
}

/// The link's parameters come as they are, and of ours those stay, in order, that it lacks.
pub(crate) fn link_parameters_replace_own(own: &Query, base: &Url, link: &str) {
    let Some((_, url)) = followed(own, base, link) else {
        return;
    };
    let over = pairs(&base.join(link).unwrap());
    let names: HashSet<&str> = over.iter().map(|(name, _)| name.as_str()).collect();
    let mut ours = base.clone();
    own.params().write_to(&mut ours);
    let kept = pairs(&ours)
        .into_iter()
        .filter(|(name, _)| !names.contains(name.as_str()));
    let expected: Vec<_> = kept.chain(over.iter().cloned()).collect();
    assert_eq!(pairs(&url), expected, "{link}");
}

/// A link followed twice makes the same request again, which reveals a circle.
pub(crate) fn link_cycle_is_detected(own: &Query, base: &Url, link: &str) {
    if let Some((once, _)) = followed(own, base, link) {
        let link_params = Params::from_link(base, link).unwrap();
        assert_eq!(once.merged_with(&link_params), once, "{link}");
    }
}

/// Pages that are fetched ahead are the numbered ones that the link's own would lead to.
pub(crate) fn numbered_page_is_predictable(own: &Query, base: &Url, link: &str, page: u64) {
    let Some((params, url)) = followed(own, base, link) else {
        return;
    };
    let mut other = base.clone();
    params.with_page(page).write_to(&mut other);
    let number = page.to_string();
    let expected = pairs(&url).into_iter().map(|(name, value)| {
        let value = if name == "page" {
            number.clone()
        } else {
            value
        };
        (name, value)
    });
    assert!(expected.eq(pairs(&other)), "{link}");
}
