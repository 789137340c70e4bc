//! The command that resumes a list: its window, its limit.

use std::ffi::OsString;

use chrono::{DateTime, Utc};
use serde_json::value::RawValue;

use super::{Written, command};
use crate::api::{Order, Query};
use crate::records::Records;

const LAST: &str = "2016-07-06T11:23:54.508Z";
const SINCE: &str = "2016-07-01T00:00:00.000Z";
const UNTIL: &str = "2016-07-08T12:00:00.250Z";

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn query(order: Option<Order>) -> Query {
    Query {
        site_ids: Vec::new(),
        operator_ids: Vec::new(),
        since: None,
        until: Some(time(UNTIL)),
        order,
        page: None,
        per_page: None,
    }
}

fn resumed(arguments: &str, order: Option<Order>, limit: Option<u64>) -> String {
    let arguments: Vec<OsString> = arguments.split(' ').map(OsString::from).collect();
    let has_start = arguments.iter().any(|argument| argument == "7d");
    let mut query = query(order);
    query.since = has_start.then(|| time(SINCE));
    let order = Written::nothing(&query).order;
    command(&arguments, &query, (order, time(LAST)), limit)
}

#[test]
fn the_window_ends_where_the_output_did() {
    for (arguments, order, expected) in [
        ("list --all", None, format!("list --all --until {LAST}")),
        (
            "list --until now --all --end-date=7d -o csv --",
            Some(Order::Desc),
            format!("list --all -o csv --until {LAST}"),
        ),
        (
            "list --since 7d --until now --order asc",
            Some(Order::Asc),
            format!("list --order asc --since {LAST} --until {UNTIL}"),
        ),
    ] {
        assert_eq!(
            resumed(arguments, order, None),
            format!("engagements {expected}")
        );
    }
}

#[test]
fn the_other_end_does_not_move_with_the_clock() {
    assert_eq!(
        resumed("list --start-date 7d -L 900", None, Some(801)),
        format!("engagements list --since {SINCE} --until {LAST} --limit 801")
    );
}

#[test]
fn the_limit_is_what_is_left_however_it_was_typed() {
    for arguments in [
        "list -q -L 900 -o id",
        "list -q -o id -L900",
        "list -qL 900 -o id",
        "list -q --limit=900 -o id",
    ] {
        assert_eq!(
            resumed(arguments, None, Some(7)),
            format!("engagements list -q -o id --until {LAST} --limit 7"),
            "{arguments}"
        );
    }
}

/// What is written after pages of engagements with these times.
fn written(order: Order, pages: &[&[&str]]) -> (u64, Option<DateTime<Utc>>, u64) {
    let mut written = Written::nothing(&query(Some(order)));
    for page in pages {
        let records = page
            .iter()
            .map(|time| format!("{{\"created_at\":\"{time}\"}}"));
        let text = format!("[{}]", records.collect::<Vec<_>>().join(","));
        let found = Records::found(text.into(), |text| {
            serde_json::from_str::<Vec<&RawValue>>(text)
        });
        written.add(&found.unwrap());
    }
    (written.records, written.last, written.repeated)
}

#[test]
fn what_was_created_at_the_same_time_as_the_last_one_comes_again() {
    let (a, b) = ("2016-07-06T11:23:54.509Z", LAST);
    for (pages, repeated) in [
        (&[&[a, b][..]][..], 1),
        (&[&[a, b, b]], 2),
        (&[&[a, b], &[b, b]], 3),
        (&[&[a, a], &[b]], 1),
        (&[&[a, b], &[]], 1),
        (&[&[a, b], &["odd"]], 2),
    ] {
        let records = pages.iter().map(|page| page.len() as u64).sum();
        let expected = (records, Some(time(LAST)), repeated);
        assert_eq!(written(Order::Desc, pages), expected, "{pages:?}");
    }
    assert_eq!(written(Order::Desc, &[&["odd"]]), (1, None, 1));
}

#[test]
fn the_window_is_no_narrower_than_the_service_s_clock_is_fine() {
    let fine = &[&["2016-07-06T11:23:54.508123Z"][..]];
    let next = time("2016-07-06T11:23:54.509Z");
    assert_eq!(written(Order::Desc, fine), (1, Some(next), 1));
    assert_eq!(written(Order::Asc, fine), (1, Some(time(LAST)), 1));
    // As an option, a whole second would be all of it.
    let whole = &[&["2016-07-06T13:23:54+02:00"][..]];
    let same = time("2016-07-06T11:23:54.000Z");
    assert_eq!(written(Order::Desc, whole), (1, Some(same), 1));
}
