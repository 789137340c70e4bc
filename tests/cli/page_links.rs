//! Pagination: links, cursors, duplicates and limits.

use crate::harness::read;
use crate::raw_server::{RawServer, Response, page};

pub(crate) const ALL: &str = "list --all -o id --until 2016-07-07T00:00:00.000Z";

/// The query of the first page of [`ALL`].
const FIRST: &str = "/engagements?site_ids%5B%5D=s1&operator_ids%5B%5D=o1\
                     &end_date=2016-07-07T00%3A00%3A00.000Z&per_page=100";

/// Starts an API with three pages of two engagements, whose links `link` builds from page numbers.
fn three_pages(link: impl Fn(u32) -> String + Send + Sync + 'static) -> RawServer {
    RawServer::start(move |request| {
        let number = ["page", "cursor"]
            .iter()
            .find_map(|name| request.parameter(name));
        let number: u32 = number.map_or(1, |text| text.parse().expect("a number"));
        let ids = [format!("{number}a"), format!("{number}b")];
        let next = match number {
            3 => "null".to_owned(),
            _ => format!("{:?}", link(number + 1)),
        };
        Response::page(&ids.each_ref().map(String::as_str), &next)
    })
}

const THREE_PAGES: &str = "1a\n1b\n2a\n2b\n3a\n3b\n";

/// Returns path and query of each request.
fn targets(raw: &RawServer) -> Vec<String> {
    raw.requests()
        .iter()
        .map(|request| request.target().to_owned())
        .collect()
}

#[test]
fn page_links_keep_filters() {
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
        raw.run(ALL).assert_output(THREE_PAGES, "", 0);
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
fn host_of_page_link_gets_no_connection() {
    let other = RawServer::start(|_| Response::nothing());
    let url = other.url();
    let raw = three_pages(move |n| format!("{url}/engagements?page={n}"));
    raw.run(ALL).assert_output(THREE_PAGES, "", 0);
    assert_eq!(other.connections(), 0);
}

#[test]
fn engagement_on_two_pages_is_printed_once() {
    let raw = RawServer::with(vec![
        || Response::page(&["a", "b", "b"], r#""?page=2""#),
        || Response::page(&["b", "c"], "null"),
    ]);
    let run = raw.run(&format!("{ALL} --receipt receipt"));
    run.assert_output("a\nb\nc\n", "", 0);
    let receipt = read(raw.home().join("receipt"));
    assert!(receipt.contains("\"duplicates_removed\": 2,"), "{receipt}");
}

#[test]
fn invalid_page_link_fails_after_its_page() {
    for (link, why) in [
        ("http://[broken?page=2", "is not a URL"),
        ("https://api.salemove.com/engagements", "has no query"),
        (" ", "has no query"),
    ] {
        let raw = RawServer::start(move |_| Response::page(&["a", "b"], &format!("{link:?}")));
        let run = raw.run(ALL);
        run.assert_stdout("a\nb\n", 9);
        let error = format!("error: the link to the next page {why}: `");
        run.assert_stderr_starts_with(&error);
        let hint = "  hint: the output is correct but incomplete; narrow the window with `--since` \
                    and `--until`\n";
        run.assert_stderr_contains(hint);
        assert_eq!(raw.requests().len(), 1);
    }
}

#[test]
fn limit_bounds_prefetched_pages() {
    for (limit, concurrency, requests) in [
        ("1", "8", 1),
        ("2", "8", 1),
        ("3", "8", 2),
        ("4", "1", 2),
        ("7", "8", 4),
        ("8", "32", 4),
    ] {
        let raw = RawServer::start(|request| Response::numbered(request, 500));
        let paging = format!("--limit {limit} --per-page 2 -j {concurrency}");
        let run = raw.run(&format!("list -o id {paging}"));
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
fn short_page_does_not_widen_prefetch() {
    let raw = RawServer::start(|request| match request.page() {
        1 => {
            let more = r#""next_page":"?page=2&per_page=2","last_page":"?page=500""#;
            Response::new(200, "", page(&["1a"], more))
        }
        _ => Response::numbered(request, 500),
    });
    let run = raw.run("list -o id --limit 5 --per-page 2");
    assert_eq!(run.stdout.lines().count(), 5, "{run:?}");
    assert_eq!(raw.requests().len(), 3, "{:?}", targets(&raw));
}

#[test]
fn mispredicted_links_cost_one_prefetch() {
    let raw = RawServer::start(|request| {
        let next = request.page() + 1;
        let more = format!(r#""next_page":"?page={next}&seen={next}","last_page":"?page=90""#);
        let id = request.page().to_string();
        let more = if next > 40 {
            r#""next_page":null"#
        } else {
            &more
        };
        Response::new(200, "", page(&[&id], more))
    });
    let run = raw.run(&format!("{ALL} -j 4"));
    run.assert_line_count(40, 0);
    let requests = raw.requests().len();
    assert!(requests <= 40 + 2 * 4, "{requests}");
}

#[test]
fn open_window_has_same_end_on_all_pages() {
    let raw = three_pages(|n| format!("?page={n}"));
    raw.run("list --all -o id")
        .assert_output(THREE_PAGES, "", 0);
    let ends = raw.parameters("end_date");
    assert!(
        ends[0].starts_with("20") && ends.iter().all(|end| *end == ends[0]),
        "{ends:?}"
    );
}

#[test]
fn single_page_hints_at_more_engagements() {
    let raw = three_pages(|n| format!("?page={n}"));
    let note = "more engagements exist; use `--all` or `--limit N`\n";
    raw.run("list -o id").assert_output("1a\n1b\n", note, 0);
    raw.run("list -o id --page 3 -q")
        .assert_output("3a\n3b\n", "", 0);
    assert_eq!(raw.parameters("page"), ["-", "3"]);
    assert_eq!(raw.parameters("end_date"), ["-", "-"]);
}

#[test]
fn cursor_link_is_requested_unchanged() {
    let raw = three_pages(|n| format!("engagements?cursor={n}&per_page=100&filter=%FFx%20y&&z"));
    raw.run(ALL).assert_output(THREE_PAGES, "", 0);
    let expected = |n| format!("/engagements?cursor={n}&per_page=100&filter=%FFx%20y&&z");
    assert_eq!(targets(&raw), [FIRST.to_owned(), expected(2), expected(3)]);
    assert_eq!(raw.connections(), 1);
}

#[test]
fn empty_cursor_is_a_page_number() {
    let raw = three_pages(|n| format!("?page={n}&cursor="));
    raw.run(ALL).assert_output(THREE_PAGES, "", 0);
    assert_eq!(raw.parameters("page"), ["-", "2", "3"]);
    let has_filters = |target: &String| target.contains("site_ids");
    assert!(targets(&raw).iter().all(has_filters), "{:?}", targets(&raw));
}

/// Starts an API with cursors built by `link` that needs a site ID in every request.
fn strict_cursors(link: impl Fn(&str) -> String + Send + Sync + 'static) -> RawServer {
    RawServer::start(move |request| {
        if !request.target().contains("site_ids") {
            return Response::new(422, "", r#"{"error":"Validation error"}"#);
        }
        match request.parameter("cursor") {
            None => Response::page(&["a"], &link("x")),
            Some("x") => Response::page(&["b"], &link("y")),
            Some(_) => Response::page(&["c"], "null"),
        }
    })
}

#[test]
fn rejected_cursor_is_retried_with_filters() {
    let raw = strict_cursors(|cursor| format!("{:?}", format!("?cursor={cursor}")));
    raw.run(ALL).assert_output("a\nb\nc\n", "", 0);
    // Once the API has rejected a bare cursor, the next ones get the filters at once.
    assert_eq!(raw.parameters("cursor"), ["-", "x", "x", "y"]);
}

#[test]
fn rejected_cursor_with_filters_fails() {
    let raw =
        strict_cursors(|cursor| format!("{:?}", format!("?operator_ids[]=o2&cursor={cursor}")));
    let run = raw.run(ALL);
    run.assert_stdout("a\n", 9);
    assert_eq!(raw.parameters("cursor"), ["-", "x"]);
}

#[test]
fn uppercase_uuid_is_same_engagement() {
    let raw = RawServer::with(vec![
        || Response::page(&["52f8e590-72af-4f20-8428-dfaf95de889e"], "\"?page=2\""),
        || {
            Response::page(
                &["52F8E590-72AF-4F20-8428-DFAF95DE889E", "A"],
                "\"?page=3\"",
            )
        },
        || Response::page(&["a"], "null"),
    ]);
    let expected = "52f8e590-72af-4f20-8428-dfaf95de889e\nA\na\n";
    raw.run(ALL).assert_output(expected, "", 0);
}
