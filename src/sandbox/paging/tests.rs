use super::*;
use crate::sandbox::data::people::{OPERATOR_IDS, SITE_IDS};

fn archive() -> Archive {
    Archive::new(1, 250, "2026-03-01T15:00:00Z".parse().unwrap())
}

/// A listing of everything, with more parameters laid over it.
fn listing(more: &[(&str, &str)]) -> Listing {
    let sites = SITE_IDS.iter().map(|id| ("site_ids[]", *id));
    let pairs = sites.chain(more.iter().copied());
    let pairs: Vec<_> = pairs
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    Listing::new(&pairs).unwrap()
}

/// The positions on every page, walked by the links' own places.
fn walk(archive: &mut Archive, mut listing: Listing, links: Links, arriving: bool) -> Vec<u64> {
    let mut seen = Vec::new();
    loop {
        let page = Page::find(archive, &listing, links);
        seen.extend(page.positions);
        match page.next {
            Some(start) => listing.start = start,
            None => return seen,
        }
        if arriving {
            archive.arrive("2026-03-01T15:00:00Z".parse().unwrap());
        }
    }
}

#[test]
fn every_engagement_is_on_one_page_in_either_order() {
    for links in [Links::Numbered, Links::Bare, Links::Cursor] {
        for per_page in ["1", "30", "100", "127"] {
            let newest_first = listing(&[("per_page", per_page)]);
            let seen = walk(&mut archive(), newest_first, links, false);
            assert_eq!(seen, (0..254).rev().collect::<Vec<_>>());
            let oldest_first = listing(&[("per_page", per_page), ("order", "asc")]);
            let seen = walk(&mut archive(), oldest_first, links, false);
            assert_eq!(seen, (0..254).collect::<Vec<_>>());
        }
    }
}

#[test]
fn filters_leave_out_the_rest_on_every_page() {
    let archive = &mut archive();
    let filter = [
        ("operator_ids[]", OPERATOR_IDS[2]),
        ("per_page", "7"),
        ("order", "asc"),
    ];
    let expected: Vec<_> = (0..254)
        .filter(|&at| archive.handling(at).operators().any(|place| place == 2))
        .collect();
    assert!((30..120).contains(&expected.len()));
    for links in [Links::Numbered, Links::Cursor] {
        assert_eq!(walk(archive, listing(&filter), links, false), expected);
    }
}

#[test]
fn arrivals_push_records_to_later_numbered_pages_but_leave_cursors_right() {
    let newest_first = || listing(&[("per_page", "100")]);
    let seen = walk(&mut archive(), newest_first(), Links::Cursor, true);
    assert_eq!(seen, (0..254).rev().collect::<Vec<_>>());
    let mut seen = walk(&mut archive(), newest_first(), Links::Numbered, true);
    assert_eq!(seen.len(), 256, "two are seen twice");
    seen.dedup();
    assert_eq!(seen, (0..254).rev().collect::<Vec<_>>());
}

#[test]
fn the_last_page_is_told_with_numbers_only() {
    let find = |more: &[(&str, &str)], links| Page::find(&archive(), &listing(more), links);
    assert_eq!(find(&[], Links::Numbered).last, Some(9));
    assert_eq!(
        find(&[("per_page", "127")], Links::Bare).last,
        Some(3),
        "clamped to 100"
    );
    assert_eq!(find(&[("page", "9")], Links::Numbered).last, Some(9));
    assert_eq!(
        find(&[("end_date", "2016-07-06")], Links::Numbered).last,
        Some(1)
    );
    assert_eq!(find(&[], Links::Cursor).last, None);
}

#[test]
fn beyond_the_end_there_is_nothing() {
    let find = |more: &[(&str, &str)]| Page::find(&archive(), &listing(more), Links::Numbered);
    let nothing = |last| Page {
        positions: Vec::new(),
        next: None,
        last: Some(last),
    };
    assert_eq!(find(&[("page", "10")]), nothing(9));
    assert_eq!(find(&[("page", "18446744073709551615")]), nothing(9));
    assert_eq!(find(&[("cursor", "0")]), nothing(9));
    assert_eq!(
        find(&[("cursor", "18446744073709551615"), ("order", "asc")]),
        nothing(9)
    );
    assert_eq!(find(&[("end_date", "2010")]), nothing(1));
}

#[test]
fn a_page_is_written_with_its_links_around_the_records() {
    let linker = Linker {
        kind: Links::Bare,
        list_url: "http://x/engagements",
        query: "",
        per_page: 3,
    };
    let page = Page {
        positions: vec![2, 1],
        next: Some(Start::Page(2)),
        last: Some(22),
    };
    let body = page.json(&archive(), &linker);
    let (head, records) = body.split_at(body.find('[').unwrap());
    assert_eq!(
        head,
        "{\"next_page\":\"http://x/engagements?page=2&per_page=3\",\
         \"last_page\":\"http://x/engagements?page=22&per_page=3\",\"engagements\":"
    );
    let records: Vec<serde_json::Value> =
        serde_json::from_str(records.strip_suffix('}').unwrap()).unwrap();
    assert_eq!(records[0]["id"], "52f8e590-72af-4f20-8428-dfaf95de889e");
    let last = Page {
        positions: Vec::new(),
        next: None,
        last: None,
    };
    assert_eq!(
        last.json(&archive(), &linker),
        "{\"next_page\":null,\"engagements\":[]}"
    );
}
