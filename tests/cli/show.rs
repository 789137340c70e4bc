//! `show`: records of single engagements.

use serde_json::Value;

use crate::harness::{MockApi, Run, command, file};

const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

/// Expects the engagement of the API documentation.
fn documented_engagement() -> MockApi {
    let path = format!("/engagements/{SAMPLE}");
    MockApi::new().get(&path, 200, &file("responses/engagement.json"))
}

/// Expects requests for these IDs and returns an engagement for each.
fn found(ids: &[&str]) -> MockApi {
    ids.iter().fold(MockApi::new(), |mock_api, id| {
        let body = format!(r#"{{ "id": "{id}" }}"#);
        mock_api.get(&format!("/engagements/{id}"), 200, &body)
    })
}

#[test]
fn documented_engagement_is_printed_unchanged() {
    for format in ["json", "ndjson"] {
        let run = documented_engagement().run(&format!("show {SAMPLE} -o {format}"));
        run.assert_output(&file("expected/engagement.json"), "", 0);
        let printed: Value = serde_json::from_str(&run.stdout).unwrap();
        let sample: Value = serde_json::from_str(&file("responses/engagement.json")).unwrap();
        assert_eq!(printed, sample);
    }
}

#[test]
fn sandbox_shows_documented_engagement() {
    let home = tempfile::TempDir::new().unwrap();
    let run = Run::of(command(home.path()).args(["--sandbox", "show", SAMPLE, "-o", "json"]));
    run.assert_output(&file("expected/engagement.json"), "", 0);
}

#[test]
fn show_needs_no_site_or_operator() {
    let mock_api = found(&["a"])
        .variable("ENGAGEMENTS_SITE_IDS", "")
        .variable("ENGAGEMENTS_OPERATOR_IDS", "");
    mock_api
        .run("show a -o json")
        .assert_output("{\"id\":\"a\"}\n", "", 0);
}

#[test]
fn multiple_engagements_keep_id_order() {
    let ids = ["c", "a", "b"];
    let array = "[\n{\"id\":\"c\"},\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n";
    for (format, expected) in [
        ("json", array),
        ("ndjson", "{\"id\":\"c\"}\n{\"id\":\"a\"}\n{\"id\":\"b\"}\n"),
    ] {
        found(&ids)
            .run(&format!("show c a b -o {format}"))
            .assert_output(expected, "", 0);
    }
    let line = "show c a b -o csv --fields id";
    found(&ids).run(line).assert_output("id\nc\na\nb\n", "", 0);
}

#[test]
fn repeated_ids_are_fetched_once_as_array() {
    let line = "show a a -o json";
    found(&["a"])
        .run(line)
        .assert_output("[\n{\"id\":\"a\"}\n]\n", "", 0);
}

#[test]
fn first_failure_sets_exit_code_if_all_fail() {
    for (first, second, code) in [(404, 500, 5), (500, 404, 8), (403, 404, 4)] {
        let mock_api =
            MockApi::new()
                .get("/engagements/a", first, "")
                .get("/engagements/b", second, "");
        let run = mock_api.run("show a b -o json --retries 0");
        assert_eq!(
            (run.stdout.as_str(), run.code),
            ("", Some(code)),
            "{first} {second}"
        );
        let last = run.stderr.lines().last();
        assert_eq!(last, Some("error: failed to fetch 2 of 2 engagements"));
    }
}

#[test]
fn rejected_token_stops_show() {
    // `-j 1` makes the requests before the failure predictable.
    let mock_api = found(&["a"]).get("/engagements/b", 401, "");
    let error = "error: authentication failed (401); stopped at `b`: it and later IDs \
                were not processed\n  request id: 6f1d\n  hint: check the token from the environment variable \
                `ENGAGEMENTS_TOKEN`, or pass `--auth-scheme bearer` if the deployment needs a bearer token\n";
    let run = mock_api.run("show a b c d -o json -j 1");
    run.assert_output("[\n{\"id\":\"a\"}", error, 4);
}

#[test]
fn engagement_without_id_is_rejected() {
    for body in ["{}", "{\"message\":\"under maintenance\"}", "{\"id\":null}"] {
        let run = MockApi::new()
            .get("/engagements/a", 200, body)
            .run("show a -o json");
        let error = "error: unexpected response for engagement `a`: missing `id`\n  \
                     request id: 6f1d\n  hint: check that `--base-url` is the API's address\n";
        run.assert_output("", error, 8);
    }
}

#[test]
fn record_of_another_engagement_fails() {
    let mock_api = MockApi::new().get("/engagements/a", 200, "{\"id\":\"b\"}");
    let run = mock_api.run("show a -o json");
    let error = "error: unexpected response for engagement `a`: `id` of another engagement\n";
    run.assert_stderr_starts_with(error);
    run.assert_stdout("", 8);
}

#[test]
fn uppercase_uuid_is_shown_once() {
    let (lower, upper) = (
        "52f8e590-72af-4f20-8428-dfaf95de889e",
        "52F8E590-72AF-4F20-8428-DFAF95DE889E",
    );
    let record = format!("{{\"id\":\"{lower}\"}}");
    let mock_api = MockApi::new().get(&format!("/engagements/{upper}"), 200, &record);
    let run = mock_api.run(&format!("show {upper} {lower} -o ndjson"));
    run.assert_output(&(record + "\n"), "", 0);
}
