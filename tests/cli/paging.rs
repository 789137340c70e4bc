//! How `list` walks the pages: each record once, to the end and no further.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use mockito::Matcher;

use crate::harness::{MockApi, SELECTED, file};

/// A page with engagements of these ids and this `next_page`.
fn page(next: &str, ids: &[&str]) -> String {
    let records: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":"{id}"}}"#)).collect();
    format!(
        r#"{{"next_page":{next},"engagements":[{}]}}"#,
        records.join(",")
    )
}

/// Expects one page of a list that ends at `--until 2025`; `rest` is what follows our own query.
fn expect(mock_api: MockApi, rest: &str, status: usize, body: &str) -> MockApi {
    let until = "end_date=2025-12-31T23%3A59%3A59.999Z";
    mock_api.get(
        &format!("/engagements?{SELECTED}&{until}{rest}"),
        status,
        body,
    )
}

/// Expects several answers with status 200.
fn walk(pages: &[(&str, String)]) -> MockApi {
    pages.iter().fold(MockApi::new(), |mock_api, (rest, body)| {
        expect(mock_api, rest, 200, body)
    })
}

const ALL: [&str; 6] = ["list", "--all", "--until", "2025", "-o", "id"];

#[test]
fn page_links_are_followed_on_base_url() {
    for (link, rest) in [
        (
            "https://api.salemove.com/engagements?page=2&per_page=3",
            "&page=2&per_page=3",
        ),
        (
            "http://evil.example/x?per_page=3&page=2",
            "&per_page=3&page=2",
        ),
        ("/engagements?page=2", "&per_page=100&page=2"),
        ("?per_page=30&cursor=45629133", ""),
    ] {
        let mock_api = walk(&[("&per_page=100", page(&format!("\"{link}\""), &["a", "b"]))]);
        let last = page("null", &["c"]);
        let mock_api = match rest {
            "" => mock_api.get(&format!("/engagements{link}"), 200, &last),
            rest => expect(mock_api, rest, 200, &last),
        };
        mock_api.run(&ALL).assert_output("a\nb\nc\n", "", 0);
    }
}

#[test]
fn documented_page_link_is_followed() {
    let last = page("null", &["z"]);
    let mock_api = walk(&[
        (
            "&per_page=100",
            file("answers/engagements.json").replace("page=22", "page=2"),
        ),
        ("&page=2&per_page=3", last),
    ]);
    let run = mock_api.run(&["list", "--all", "--until", "2025", "-o", "ndjson"]);
    run.assert_output(
        &(file("expected/engagements.ndjson") + "{\"id\":\"z\"}\n"),
        "",
        0,
    );
}

#[test]
fn numbered_pages_are_written_in_order() {
    let next = |n: u32| format!(r#""?page={n}&per_page=1","last_page":"?page=4&per_page=1""#);
    let mock_api = walk(&[
        ("&per_page=100", page(&next(2), &["a"])),
        ("&page=2&per_page=1", page(&next(3), &["b"])),
        ("&page=3&per_page=1", page(&next(4), &["c"])),
        ("&page=4&per_page=1", page("null", &["d"])),
    ]);
    mock_api.run(&ALL).assert_output("a\nb\nc\nd\n", "", 0);
}

#[test]
fn pages_until_next_page_is_absent() {
    for end in ["null", "\"\""] {
        walk(&[("&per_page=100", page(end, &["a"]))])
            .run(&ALL)
            .assert_output("a\n", "", 0);
    }
    let without = r#"{"engagements":[{"id":"a"}]}"#.to_owned();
    walk(&[("&per_page=100", without)])
        .run(&ALL)
        .assert_output("a\n", "", 0);
    let mock_api = walk(&[
        ("&per_page=100", page("\"?page=2\"", &[])),
        ("&per_page=100&page=2", page("null", &["a"])),
    ]);
    mock_api.run(&ALL).assert_output("a\n", "", 0);
}

#[test]
fn duplicate_engagements_are_removed() {
    let mock_api = walk(&[
        ("&per_page=100", page("\"?page=2\"", &["a", "b", "a"])),
        ("&per_page=100&page=2", page("null", &["b", "c"])),
    ]);
    mock_api.run(&ALL).assert_output("a\nb\nc\n", "", 0);
}

#[test]
fn limit_stops_page_requests() {
    let first = || page("\"?page=2\"", &["a", "b"]);
    for (limit, expected) in [("1", "a\n"), ("2", "a\nb\n")] {
        let words = ["list", "-L", limit, "--until", "2025", "-o", "id"];
        walk(&[("&per_page=100", first())])
            .run(&words)
            .assert_output(expected, "", 0);
    }
    let mock_api = walk(&[
        ("&per_page=2", first()),
        ("&per_page=2&page=2", page("\"?page=3\"", &["c", "d"])),
    ]);
    let words = [
        "list",
        "--limit",
        "3",
        "--per-page",
        "2",
        "--until",
        "2025",
        "-o",
        "id",
    ];
    mock_api.run(&words).assert_output("a\nb\nc\n", "", 0);
}

#[test]
fn page_option_sends_one_request() {
    let path = format!("/engagements?{SELECTED}&page=7");
    let mock_api = MockApi::new().get(&path, 200, &page("\"?page=8\"", &["a"]));
    mock_api
        .run(&["list", "--page", "7", "-o", "id", "-q"])
        .assert_output("a\n", "", 0);
}

#[test]
fn window_end_is_pinned_to_run_start() {
    for reach in [&["--all"][..], &["--limit", "9"]] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answer = |body: String| {
            let seen = Arc::clone(&seen);
            move |mock: mockito::Mock| {
                mock.with_body_from_request(move |request| {
                    seen.lock()
                        .unwrap()
                        .push(request.path_and_query().to_owned());
                    body.clone().into()
                })
            }
        };
        let query = |rest: &str| {
            let time = r"\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d\.\d{3}Z";
            Matcher::Regex(format!("^{SELECTED}&end_date={time}&per_page=100{rest}$"))
        };
        let (first, second) = (
            answer(page("\"?page=2\"", &["a"])),
            answer(page("null", &["b"])),
        );
        let mock_api = MockApi::new()
            .expect("GET", "/engagements", |mock| {
                first(mock.match_query(query("")))
            })
            .expect("GET", "/engagements", |mock| {
                second(mock.match_query(query("&page=2")))
            });
        let before = Utc::now().timestamp_millis();
        mock_api
            .run(&[&["list", "-o", "id"], reach].concat())
            .assert_output("a\nb\n", "", 0);
        let after = Utc::now().timestamp_millis();
        let pins: Vec<i64> = seen
            .lock()
            .unwrap()
            .iter()
            .map(|path| end_date(path))
            .collect();
        assert_eq!(pins, [pins[0]; 2], "{reach:?}");
        assert!((before..=after).contains(&pins[0]), "{reach:?}");
    }
}

/// `end_date` of a request, in Unix milliseconds.
fn end_date(path: &str) -> i64 {
    let value = path
        .split('&')
        .find_map(|pair| pair.strip_prefix("end_date="));
    let time: DateTime<Utc> = value.unwrap().replace("%3A", ":").parse().unwrap();
    time.timestamp_millis()
}

#[test]
fn failed_page_prints_resume_hint() {
    let record = r#"{"id":"a","created_at":"2016-07-06T11:23:54.508Z"}"#;
    let first = format!(r#"{{"next_page":"?page=2","engagements":[{record}]}}"#);
    let broken = |status| {
        let mock_api = walk(&[("&per_page=100", first.clone())]);
        expect(mock_api, "&per_page=100&page=2", status, "")
    };
    let resume =
        "  hint: continue with --until 2016-07-06T11:23:54.508Z (repeats the last engagement)\n";
    let words = |format| {
        [
            "list",
            "--all",
            "--until",
            "2025",
            "-o",
            format,
            "--retries",
            "0",
        ]
    };
    for (format, printed) in [("id", "a\n".to_owned()), ("json", format!("[\n{record}"))] {
        let told = "error: server error for page 2 of the engagements (503)\n  \
                    request id: 6f1d\n  \
                    hint: retry later; support needs the request ID\n";
        let told = told.to_owned() + resume;
        broken(503)
            .run(&words(format))
            .assert_output(&printed, &told, 9);
    }
    let told = "error: access to page 2 of the engagements denied (403)\n  \
                request id: 6f1d\n  \
                hint: the token's operator needs access to the sites and operators asked for\n";
    let told = told.to_owned() + resume;
    broken(403).run(&words("id")).assert_output("a\n", &told, 4);
}

#[test]
fn invalid_page_link_fails_list() {
    let advice = "  hint: the output is correct but incomplete; narrow the window with `--since` \
                  and `--until`\n";
    let no_query = "the link to the next page has no query: `page 2`";
    let no_url = "the link to the next page is not a URL: `https://[x?page=2`";
    let circle = "the links to the next page form a cycle";
    for (link, why) in [
        ("page 2", no_query),
        ("https://[x?page=2", no_url),
        ("?per_page=100", circle),
    ] {
        let body = page(&format!("\"{link}\""), &["a"]);
        let told = format!("error: {why}\n{advice}");
        let run = walk(&[("&per_page=100", body)]).run(&ALL);
        run.assert_output("a\n", &told, 9);
    }
}
