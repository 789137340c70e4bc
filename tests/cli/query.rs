//! The query of list requests.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};

use crate::harness::MockApi;

const EMPTY: &str = r#"{"next_page": null, "engagements": []}"#;

/// Returns the query that the tool sends with these options.
fn query(options: &str) -> String {
    let seen = Arc::new(Mutex::new(String::new()));
    let writer = Arc::clone(&seen);
    let mock_api = MockApi::new().expect("GET", "/engagements", |mock| {
        mock.match_query(mockito::Matcher::Any)
            .with_body_from_request(move |request| {
                let path = request.path_and_query();
                *writer.lock().unwrap() = path.trim_start_matches("/engagements?").to_owned();
                EMPTY.into()
            })
    });
    mock_api
        .run(&format!("list -o id -q {options}"))
        .assert_output("", "", 0);
    seen.lock().unwrap().clone()
}

#[test]
fn options_determine_query() {
    for (options, expected) in [
        ("", "site_ids[]=s1&operator_ids[]=o1"),
        (
            "--site-id a --site-id b&c=d",
            "site_ids[]=a&site_ids[]=b%26c%3Dd&operator_ids[]=o1",
        ),
        (
            "--site-id a,b --operator-id ö",
            "site_ids[]=a&site_ids[]=b&operator_ids[]=%C3%B6",
        ),
        ("--any-operator", "site_ids[]=s1"),
        (
            "--any-operator --page 3 --per-page 50",
            "site_ids[]=s1&page=3&per_page=50",
        ),
        (
            "--any-operator --since 2015-10-01T13",
            "site_ids[]=s1&start_date=2015-10-01T13:00:00.000Z",
        ),
        (
            "--any-operator --start-date 2015 --end-date 2015",
            "site_ids[]=s1&start_date=2015-01-01T00:00:00.000Z&end_date=2015-12-31T23:59:59.999Z",
        ),
        (
            "--any-operator --until 2015-10-01T13:30+02:00 --order desc",
            "site_ids[]=s1&end_date=2015-10-01T11:30:59.999Z&order=desc",
        ),
        (
            "--any-operator --tz Europe/Tallinn --since 2015-10-01T13:30 --until 2015-10-01T13:30:00.5",
            "site_ids[]=s1&start_date=2015-10-01T10:30:00.000Z&end_date=2015-10-01T10:30:00.500Z",
        ),
        (
            "--any-operator --since 2015-10-01T13:30:00.0005Z --until 2015-10-01T13:30:00.0005+0000",
            "site_ids[]=s1&start_date=2015-10-01T13:30:00.000Z&end_date=2015-10-01T13:30:00.001Z",
        ),
        // Clocks in Berlin go from 01:59:59 to 03:00:00.
        (
            "--any-operator --tz Europe/Berlin --since 2016-03-27T02:30 --until 2016-03-27T02",
            "site_ids[]=s1&start_date=2016-03-27T01:00:00.000Z&end_date=2016-03-27T01:00:00.000Z",
        ),
        (
            "--since 2015-10-01 --until 2015-10-01 --order asc --page 2 --per-page 1000",
            "site_ids[]=s1&operator_ids[]=o1&start_date=2015-10-01T00:00:00.000Z\
          &end_date=2015-10-01T23:59:59.999Z&order=asc&page=2&per_page=1000",
        ),
    ] {
        let encoded = expected.replace("[]", "%5B%5D").replace(':', "%3A");
        assert_eq!(query(options), encoded, "{options}");
    }
}

#[test]
fn relative_times_are_sent_as_instants() {
    let before = Utc::now();
    let sent = query("--since 24h --until now");
    let after = Utc::now();
    let instant = |name: &str| -> DateTime<Utc> {
        let value = sent
            .split('&')
            .find_map(|pair| pair.strip_prefix(name))
            .unwrap();
        value.replace("%3A", ":").parse().unwrap()
    };
    let until = instant("end_date=");
    assert!(
        before - TimeDelta::milliseconds(1) < until && until <= after,
        "{sent}"
    );
    assert_eq!(until - instant("start_date="), TimeDelta::hours(24));
}

#[test]
fn filter_options_override_variables() {
    for (options, query) in [
        ("", "site_ids%5B%5D=e1&site_ids%5B%5D=e2"),
        ("--site-id o", "site_ids%5B%5D=o"),
    ] {
        MockApi::new()
            .variable("ENGAGEMENTS_SITE_IDS", " e1 ,e2,")
            .variable("ENGAGEMENTS_OPERATOR_IDS", "")
            .get(&format!("/engagements?{query}"), 200, EMPTY)
            .run(&format!("list --any-operator -o id {options}"))
            .assert_output("", "", 0);
    }
}
