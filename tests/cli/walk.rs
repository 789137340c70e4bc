//! Links to the next page, and the walk along them.

use std::net::TcpListener;

use crate::raw::{Answer, Raw, page};

const ALL: [&str; 6] = [
    "list",
    "--all",
    "-o",
    "id",
    "--until",
    "2016-07-07T00:00:00.000Z",
];

/// The query of the first page of [`ALL`].
const FIRST: &str = "/engagements?site_ids%5B%5D=s1&operator_ids%5B%5D=o1\
                     &end_date=2016-07-07T00%3A00%3A00.000Z&per_page=100";

/// A service of three pages with two engagements each, whose links are made of a page's number.
fn three_pages(link: impl Fn(u32) -> String + Send + Sync + 'static) -> Raw {
    Raw::start(move |request| {
        let number = ["page", "cursor"]
            .iter()
            .find_map(|name| request.parameter(name));
        let number: u32 = number.map_or(1, |text| text.parse().expect("a number"));
        let ids = [format!("{number}a"), format!("{number}b")];
        let next = match number {
            3 => "null".to_owned(),
            _ => format!("{:?}", link(number + 1)),
        };
        Answer::page(&ids.each_ref().map(String::as_str), &next)
    })
}

const THREE_PAGES: &str = "1a\n1b\n2a\n2b\n3a\n3b\n";

fn targets(raw: &Raw) -> Vec<String> {
    raw.requests()
        .iter()
        .map(|request| request.target().to_owned())
        .collect()
}

#[test]
fn links_of_every_kind_lead_through_all_pages_with_our_own_selection() {
    let links: [fn(u32) -> String; 5] = [
        |n| format!("https://api.salemove.com/engagements?page={n}&per_page=100"),
        |n| {
            format!("https://api.salemove.com/engagements?page={n}&site_ids[]=s1&operator_ids[]=o1")
        },
        |n| format!("/engagements?page={n}"),
        |n| format!("?page={n}"),
        |n| format!("//elsewhere.example/x?page={n}#end"),
    ];
    for link in links {
        let raw = three_pages(link);
        raw.run(&ALL).is(THREE_PAGES, "", 0);
        let targets = targets(&raw);
        assert_eq!(targets.len(), 3, "{targets:?}");
        assert_eq!(targets[0], FIRST);
        for target in &targets {
            for kept in FIRST.split(['?', '&']) {
                assert!(target.contains(kept), "{target} lacks {kept}");
            }
        }
    }
}

#[test]
fn the_host_of_a_link_sees_no_connection() {
    let foreign = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = foreign.local_addr().unwrap();
    let raw = three_pages(move |n| format!("http://{address}/engagements?page={n}"));
    raw.run(&ALL).is(THREE_PAGES, "", 0);
    foreign.set_nonblocking(true).unwrap();
    let accepted = foreign.accept().map_err(|why| why.kind());
    assert_eq!(accepted.unwrap_err(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn the_end_is_a_next_page_that_is_null_absent_or_empty() {
    for end in [
        r#""next_page":null"#,
        r#""last_page":"?page=9""#,
        r#""next_page":"""#,
    ] {
        let raw = Raw::start(move |_| Answer::new(200, "", page(&["a"], end)));
        raw.run(&ALL).is("a\n", "", 0);
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn neither_an_empty_page_nor_a_short_one_is_the_end() {
    let raw = Raw::with(vec![
        || Answer::page(&["a"], r#""?page=2""#),
        || Answer::page(&[], r#""?page=3""#),
        || Answer::page(&["b", "c"], "null"),
    ]);
    raw.run(&ALL).is("a\nb\nc\n", "", 0);
}

#[test]
fn an_engagement_that_two_pages_show_is_written_once() {
    let raw = Raw::with(vec![
        || Answer::page(&["a", "b", "b"], r#""?page=2""#),
        || Answer::page(&["b", "c"], "null"),
    ]);
    raw.run(&ALL).is("a\nb\nc\n", "", 0);
}

#[test]
fn a_link_that_leads_nowhere_is_a_failure_after_the_page_it_is_on() {
    for (link, why) in [
        ("http://[broken?page=2", "is not a URL"),
        ("https://api.salemove.com/engagements", "has no query"),
        (" ", "has no query"),
    ] {
        let raw = Raw::start(move |_| Answer::page(&["a", "b"], &format!("{link:?}")));
        let run = raw.run(&ALL);
        assert_eq!(
            (run.stdout.as_str(), run.code),
            ("a\nb\n", Some(9)),
            "{run:?}"
        );
        let said = format!("error: the link to the next page {why}: `");
        assert!(run.stderr.starts_with(&said), "{run:?}");
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn links_that_lead_in_a_circle_end_the_run() {
    let raw = Raw::with(vec![
        || Answer::page(&["a"], r#""?page=2""#),
        || Answer::page(&["b"], r#""?page=3""#),
        || Answer::page(&["c"], r#""?page=2""#),
    ]);
    let run = raw.run(&ALL);
    assert_eq!(
        (run.stdout.as_str(), run.code),
        ("a\nb\nc\n", Some(9)),
        "{run:?}"
    );
    assert!(
        run.stderr
            .starts_with("error: the links to the next page form a cycle")
    );
    assert_eq!(raw.requests().len(), 3);
}

#[test]
fn a_next_page_beyond_the_last_page_is_followed() {
    let raw = Raw::start(|request| match request.page() {
        1..=6 => Answer::numbered(request, 5),
        _ => Answer::page(&["end"], "null"),
    });
    let run = raw.run(&ALL);
    assert_eq!(
        (run.stdout.lines().count(), run.code),
        (13, Some(0)),
        "{run:?}"
    );
    assert_eq!(raw.requests().len(), 7);
}

#[test]
fn no_page_is_asked_for_beyond_the_last_record_that_is_wanted() {
    for (limit, concurrency, requests) in [
        ("1", "8", 1),
        ("2", "8", 1),
        ("3", "8", 2),
        ("4", "1", 2),
        ("7", "8", 4),
        ("8", "32", 4),
    ] {
        let raw = Raw::start(|request| Answer::numbered(request, 500));
        let paging = ["--limit", limit, "--per-page", "2", "-j", concurrency];
        let run = raw.run(&[&["list", "-o", "id"], &paging[..]].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        assert_eq!(run.stdout.lines().count().to_string(), limit, "{run:?}");
        assert_eq!(
            raw.requests().len(),
            requests,
            "limit {limit}: {:?}",
            targets(&raw)
        );
    }
}

#[test]
fn links_that_are_not_as_foretold_cost_no_more_than_one_look_ahead() {
    let raw = Raw::start(|request| {
        let next = request.page() + 1;
        let more = format!(r#""next_page":"?page={next}&seen={next}","last_page":"?page=90""#);
        let id = request.page().to_string();
        let more = if next > 40 {
            r#""next_page":null"#
        } else {
            &more
        };
        Answer::new(200, "", page(&[&id], more))
    });
    let run = raw.run(&[&ALL[..], &["-j", "4"]].concat());
    assert_eq!(
        (run.stdout.lines().count(), run.code),
        (40, Some(0)),
        "{run:?}"
    );
    let requests = raw.requests().len();
    assert!(requests <= 40 + 2 * 4, "{requests}");
}

#[test]
fn a_window_without_an_end_is_pinned_to_the_start_of_the_run() {
    let raw = three_pages(|n| format!("?page={n}"));
    raw.run(&["list", "--all", "-o", "id"])
        .is(THREE_PAGES, "", 0);
    let ends = raw.parameters("end_date");
    assert!(
        ends[0].starts_with("20") && ends.iter().all(|end| *end == ends[0]),
        "{ends:?}"
    );
}

#[test]
fn a_single_page_says_that_there_are_more() {
    let raw = three_pages(|n| format!("?page={n}"));
    let note = "more engagements exist; use `--all` or `--limit N`\n";
    raw.run(&["list", "-o", "id"]).is("1a\n1b\n", note, 0);
    raw.run(&["list", "-o", "id", "--page", "3", "-q"])
        .is("3a\n3b\n", "", 0);
    assert_eq!(raw.parameters("page"), ["-", "3"]);
    assert_eq!(raw.parameters("end_date"), ["-", "-"]);
}

#[test]
fn cursor_is_requested_with_its_own_query() {
    let raw = three_pages(|n| format!("engagements?cursor={n}&per_page=100&filter=x"));
    raw.run(&ALL).is(THREE_PAGES, "", 0);
    let expected = |n| format!("/engagements?cursor={n}&per_page=100&filter=x");
    assert_eq!(targets(&raw), [FIRST.to_owned(), expected(2), expected(3)]);
}

#[test]
fn empty_cursor_is_a_page_number() {
    let raw = three_pages(|n| format!("?page={n}&cursor="));
    raw.run(&ALL).is(THREE_PAGES, "", 0);
    assert_eq!(raw.parameters("page"), ["-", "2", "3"]);
    let has_filters = |target: &String| target.contains("site_ids");
    assert!(targets(&raw).iter().all(has_filters), "{:?}", targets(&raw));
}

/// Cursors made by `link`, for an API that needs a site on every request.
fn strict_cursors(link: impl Fn(&str) -> String + Send + Sync + 'static) -> Raw {
    Raw::start(move |request| {
        if !request.target().contains("site_ids") {
            return Answer::new(422, "", r#"{"error":"Validation error"}"#);
        }
        match request.parameter("cursor") {
            None => Answer::page(&["a"], &link("x")),
            Some("x") => Answer::page(&["b"], &link("y")),
            Some(_) => Answer::page(&["c"], "null"),
        }
    })
}

#[test]
fn rejected_cursor_is_retried_with_filters() {
    let raw = strict_cursors(|cursor| format!("{:?}", format!("?cursor={cursor}")));
    raw.run(&ALL).is("a\nb\nc\n", "", 0);
    // Once the API has rejected a bare cursor, the next ones get the filters at once.
    assert_eq!(raw.parameters("cursor"), ["-", "x", "x", "y"]);
}

#[test]
fn rejected_cursor_with_filters_fails() {
    let raw =
        strict_cursors(|cursor| format!("{:?}", format!("?operator_ids[]=o2&cursor={cursor}")));
    let run = raw.run(&ALL);
    assert_eq!((run.stdout.as_str(), run.code), ("a\n", Some(9)), "{run:?}");
    assert_eq!(raw.parameters("cursor"), ["-", "x"]);
}

#[test]
fn last_page_that_links_itself_ends_list() {
    for last in [1, 3] {
        let raw = Raw::start(move |request| {
            let number = request.page();
            let next = (number + 1).min(last);
            let more = format!(r#""next_page":"?page={next}","last_page":"?page={last}""#);
            Answer::new(200, "", page(&[&number.to_string()], &more))
        });
        let run = raw.run(&ALL);
        let lines = run.stdout.lines().count().to_string();
        assert_eq!((lines, run.code), (last.to_string(), Some(0)), "{run:?}");
        assert_eq!(raw.requests().len().to_string(), last.to_string());
    }
}

#[test]
fn empty_page_beyond_last_page_ends_list() {
    let raw = Raw::start(|request| match request.page() {
        1..=4 => Answer::numbered(request, 3),
        number => {
            let next = number + 1;
            Answer::new(
                200,
                "",
                page(
                    &[],
                    &format!(r#""next_page":"?page={next}","last_page":"?page=3""#),
                ),
            )
        }
    });
    let run = raw.run(&ALL);
    assert_eq!(
        (run.stdout.lines().count(), run.code),
        (8, Some(0)),
        "{run:?}"
    );
    assert_eq!(raw.requests().len(), 5);
}

#[test]
fn hundred_pages_without_new_engagement_end_run() {
    let pages: [fn(usize) -> Answer; 3] = [
        |n| Answer::page(&[], &format!("{:?}", format!("?cursor={n}"))),
        |n| Answer::page(&["a", "b"], &format!("{:?}", format!("?cursor={n}"))),
        |n| {
            let more = format!(r#""next_page":"?page={}","last_page":"?page=9000""#, n + 1);
            Answer::new(200, "", page(&["b"], &more))
        },
    ];
    for (repeated, expected) in pages.into_iter().zip(["a\n", "a\nb\n", "a\nb\n"]) {
        for scope in [&["--all"][..], &["--limit", "5"]] {
            let raw = Raw::start(move |request| match request.number {
                1 => Answer::page(&["a"], "\"?page=2\""),
                number => repeated(number),
            });
            let run = raw.run(&[&["list", "-o", "id", "-j", "1"], scope].concat());
            assert_eq!(
                (run.stdout.as_str(), run.code),
                (expected, Some(9)),
                "{run:?}"
            );
            let why = "error: the last 100 pages have no new engagement, but the list goes on\n";
            assert!(run.stderr.starts_with(why), "{run:?}");
            assert!((101..=105).contains(&raw.requests().len()), "{scope:?}");
        }
    }
}

#[test]
fn hundredth_stale_page_may_be_last() {
    let raw = Raw::start(|request| match request.number {
        101 => Answer::page(&["a"], "null"),
        number => Answer::page(&["a"], &format!("{:?}", format!("?cursor={number}"))),
    });
    raw.run(&ALL).is("a\n", "", 0);
}

#[test]
fn uuid_in_capitals_is_the_same_engagement() {
    let raw = Raw::with(vec![
        || Answer::page(&["52f8e590-72af-4f20-8428-dfaf95de889e"], "\"?page=2\""),
        || {
            Answer::page(
                &["52F8E590-72AF-4F20-8428-DFAF95DE889E", "A"],
                "\"?page=3\"",
            )
        },
        || Answer::page(&["a"], "null"),
    ]);
    let expected = "52f8e590-72af-4f20-8428-dfaf95de889e\nA\na\n";
    raw.run(&ALL).is(expected, "", 0);
}
