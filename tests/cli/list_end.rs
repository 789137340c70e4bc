//! The end of a list: links that are missing, go beyond the last page, or never end.

use crate::page_links::ALL;
use crate::raw_server::{RawServer, Response, page};

#[test]
fn list_ends_if_next_page_is_null_or_absent() {
    for end in [
        r#""next_page":null"#,
        r#""last_page":"?page=9""#,
        r#""next_page":"""#,
    ] {
        let raw = RawServer::start(move |_| Response::new(200, "", page(&["a"], end)));
        raw.run(ALL).assert_output("a\n", "", 0);
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn empty_and_short_pages_do_not_end_list() {
    let raw = RawServer::with(vec![
        || Response::page(&["a"], r#""?page=2""#),
        || Response::page(&[], r#""?page=3""#),
        || Response::page(&["b", "c"], "null"),
    ]);
    raw.run(ALL).assert_output("a\nb\nc\n", "", 0);
}

#[test]
fn empty_last_page_does_not_end_list() {
    let raw = RawServer::with(vec![
        || Response::page(&["a"], r#""?page=2","last_page":"?page=2""#),
        || Response::page(&[], r#""?page=3","last_page":"?page=2""#),
        || Response::page(&["b"], r#"null,"last_page":"?page=3""#),
    ]);
    raw.run(ALL).assert_output("a\nb\n", "", 0);
}

#[test]
fn next_page_beyond_last_page_is_followed() {
    let raw = RawServer::start(|request| match request.page() {
        1..=6 => Response::numbered(request, 5),
        _ => Response::page(&["end"], "null"),
    });
    let run = raw.run(ALL);
    run.assert_line_count(13, 0);
    assert_eq!(raw.requests().len(), 7);
}

#[test]
fn self_linking_last_page_ends_list() {
    for last in [1, 3] {
        let raw = RawServer::start(move |request| {
            let number = request.page();
            let next = (number + 1).min(last);
            let links = format!(r#""?page={next}","last_page":"?page={last}""#);
            Response::page(&[&number.to_string()], &links)
        });
        raw.run(ALL).assert_line_count(last as usize, 0);
        assert_eq!(raw.requests().len(), last as usize);
    }
}

#[test]
fn empty_page_beyond_last_page_ends_list() {
    let raw = RawServer::start(|request| match request.page() {
        1..=4 => Response::numbered(request, 3),
        number => {
            let next = number + 1;
            Response::page(&[], &format!(r#""?page={next}","last_page":"?page=3""#))
        }
    });
    let run = raw.run(ALL);
    run.assert_line_count(8, 0);
    assert_eq!(raw.requests().len(), 5);
}

#[test]
fn page_link_cycle_ends_list() {
    let raw = RawServer::with(vec![
        || Response::page(&["a"], r#""?page=2""#),
        || Response::page(&["b"], r#""?page=3""#),
        || Response::page(&["c"], r#""?page=2""#),
    ]);
    let run = raw.run(ALL);
    run.assert_stdout("a\nb\nc\n", 9);
    run.assert_stderr_starts_with("error: the links to the next page form a cycle");
    assert_eq!(raw.requests().len(), 3);
}

/// A link with a cursor, as JSON.
fn cursor(cursor: usize) -> String {
    format!(r#""?cursor={cursor}""#)
}

/// A link to a page of a long list and the link to its end, as members of JSON.
fn numbered(page: usize) -> String {
    format!(r#""?page={page}","last_page":"?page=9000""#)
}

#[test]
fn hundred_pages_without_new_engagement_end_run() {
    type StalePage = fn(usize) -> Response;
    let cases: [(StalePage, &str); 3] = [
        (|n| Response::page(&[], &cursor(n)), "a\n"),
        (|n| Response::page(&["a", "b"], &cursor(n)), "a\nb\n"),
        (|n| Response::page(&["b"], &numbered(n + 1)), "a\nb\n"),
    ];
    for (stale, expected) in cases {
        for scope in ["--all", "--limit 5"] {
            let raw = RawServer::start(move |request| match request.number {
                1 => Response::page(&["a"], "\"?page=2\""),
                number => stale(number),
            });
            let run = raw.run(&format!("list -o id -j 1 {scope}"));
            run.assert_stdout(expected, 9);
            run.assert_stderr_starts_with(
                "error: the last 100 pages have no new engagement, but the list goes on\n",
            );
            assert!((101..=105).contains(&raw.requests().len()), "{scope}");
        }
    }
}

#[test]
fn hundredth_stale_page_may_be_last() {
    let raw = RawServer::start(|request| match request.number {
        101 => Response::page(&["a"], "null"),
        number => Response::page(&["a"], &cursor(number)),
    });
    raw.run(ALL).assert_output("a\n", "", 0);
}
