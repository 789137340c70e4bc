//! `engagements show`: single engagements, the API's own document each.

use serde_json::Value;

use crate::bench::{Bench, Run, file, tool};

const SAMPLE: &str = "65f68744-40c5-4278-968a-6ee33df0722a";

fn sample() -> Bench {
    let path = format!("/engagements/{SAMPLE}");
    Bench::new().get(&path, 200, &file("answers/engagement.json"))
}

/// Expects engagements of these ids, each of which is found.
fn found(ids: &[&str]) -> Bench {
    ids.iter().fold(Bench::new(), |bench, id| {
        let body = format!(r#"{{ "id": "{id}" }}"#);
        bench.get(&format!("/engagements/{id}"), 200, &body)
    })
}

#[test]
fn the_document_s_sample_is_printed_value_for_value() {
    for format in ["json", "ndjson"] {
        let run = sample().run(&["show", SAMPLE, "-o", format]);
        run.is(&file("expected/engagement.json"), "", 0);
        let printed: Value = serde_json::from_str(&run.stdout).unwrap();
        let sample: Value = serde_json::from_str(&file("answers/engagement.json")).unwrap();
        assert_eq!(printed, sample);
    }
}

#[test]
fn the_practice_server_shows_the_document_s_sample_word_for_word() {
    let home = tempfile::TempDir::new().unwrap();
    let run = Run::of(tool(home.path()).args(["--sandbox", "show", SAMPLE, "-o", "json"]));
    run.is(&file("expected/engagement.json"), "", 0);
}

#[test]
fn csv_is_one_row_an_engagement() {
    let fields = "id,created_at,operator_ids,media,audio_recording_urls";
    let row = format!(
        "{SAMPLE},2016-07-07T13:47:21.150Z,f8769233-937d-4550-bdd3-8613027b2729,\
         chat;audio;video;cobrowsing,\
         https://api.salemove.com/sub_engagements/1122834/recordings/XaMiTQI\n"
    );
    let words = ["show", SAMPLE, "-o", "csv", "--fields", fields];
    sample().run(&words).is(&format!("{fields}\n{row}"), "", 0);
    sample()
        .run(&[&words[..], &["--no-header"]].concat())
        .is(&row, "", 0);
}

#[test]
fn a_single_engagement_needs_neither_site_nor_operator() {
    let bench = found(&["a"])
        .variable("ENGAGEMENTS_SITE_IDS", "")
        .variable("ENGAGEMENTS_OPERATOR_IDS", "");
    bench
        .run(&["show", "a", "-o", "json"])
        .is("{\"id\":\"a\"}\n", "", 0);
}

#[test]
fn several_are_an_array_in_the_order_of_their_ids() {
    let ids = ["c", "a", "b"];
    let array = "[\n{\"id\":\"c\"},\n{\"id\":\"a\"},\n{\"id\":\"b\"}\n]\n";
    for (format, expected) in [
        ("json", array),
        ("ndjson", "{\"id\":\"c\"}\n{\"id\":\"a\"}\n{\"id\":\"b\"}\n"),
    ] {
        found(&ids)
            .run(&["show", "c", "a", "b", "-o", format])
            .is(expected, "", 0);
    }
    let words = ["show", "c", "a", "b", "-o", "csv", "--fields", "id"];
    found(&ids).run(&words).is("id\nc\na\nb\n", "", 0);
}

#[test]
fn repeated_ids_are_done_once_and_are_still_several() {
    let words = ["show", "a", "a", "-o", "json"];
    found(&["a"])
        .run(&words)
        .is("[\n{\"id\":\"a\"}\n]\n", "", 0);
}

fn not_found(id: &str) -> String {
    format!(
        "error: engagement `{id}` was not found (404)\n  request id: 6f1d\n  \
         hint: the token's operator may not be authorised for the engagement's site\n"
    )
}

#[test]
fn one_that_fails_does_not_stop_the_others() {
    let bench = || found(&["a", "c"]).get("/engagements/b", 404, "{}");
    let told = not_found("b") + "error: failed to fetch 1 of 3 engagements\n";
    for (format, expected) in [
        ("json", "[\n{\"id\":\"a\"},\n{\"id\":\"c\"}"),
        ("ndjson", "{\"id\":\"a\"}\n{\"id\":\"c\"}\n"),
    ] {
        bench()
            .run(&["show", "a", "b", "c", "-o", format])
            .is(expected, &told, 9);
    }
}

#[test]
fn a_forbidden_one_among_others_is_a_part_that_is_missing() {
    let bench = found(&["a"]).get("/engagements/b", 403, "");
    let told = "error: access to engagement `b` denied (403)\n  request id: 6f1d\n  \
                hint: the token's operator needs access to the sites and operators asked for\n\
                error: failed to fetch 1 of 2 engagements\n";
    bench
        .run(&["show", "a", "b", "-o", "ndjson"])
        .is("{\"id\":\"a\"}\n", told, 9);
}

#[test]
fn when_all_fail_the_first_failure_s_code_counts() {
    for (first, second, code) in [(404, 500, 5), (500, 404, 8), (403, 404, 4)] {
        let bench = Bench::new()
            .get("/engagements/a", first, "")
            .get("/engagements/b", second, "");
        let run = bench.run(&["show", "a", "b", "-o", "json", "--retries", "0"]);
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
fn a_refused_token_ends_the_run_at_once() {
    // One at a time: what is in flight already is not the question here.
    let bench = found(&["a"]).get("/engagements/b", 401, "");
    let told = "error: authentication failed (401); stopped at `b`: it and later IDs \
                were not processed\n  request id: 6f1d\n  hint: check `ENGAGEMENTS_TOKEN`, and `--auth-scheme bearer` \
                if the deployment wants a bearer token\n";
    let run = bench.run(&["show", "a", "b", "c", "d", "-o", "json", "-j", "1"]);
    run.is("[\n{\"id\":\"a\"}", told, 4);
}

#[test]
fn an_answer_that_is_no_engagement_is_refused() {
    for body in ["[]", "null", "\"x\"", "{\"id\":", ""] {
        let run = Bench::new()
            .get("/engagements/a", 200, body)
            .run(&["show", "a", "-o", "json"]);
        let start = "error: unexpected response for engagement `a`: ";
        assert!(run.stderr.starts_with(start), "{}", run.stderr);
        assert_eq!((run.stdout.as_str(), run.code), ("", Some(8)), "{body}");
    }
}

#[test]
fn an_object_that_does_not_say_which_engagement_it_is_is_none() {
    for body in ["{}", "{\"message\":\"under maintenance\"}", "{\"id\":null}"] {
        let run = Bench::new()
            .get("/engagements/a", 200, body)
            .run(&["show", "a", "-o", "json"]);
        let told = "error: unexpected response for engagement `a`: it has no \
                    `id`\n  request id: 6f1d\n  hint: check that `--base-url` is the API's address\n";
        run.is("", told, 8);
    }
}

#[test]
fn record_of_another_engagement_fails() {
    let bench = Bench::new().get("/engagements/a", 200, "{\"id\":\"b\"}");
    let run = bench.run(&["show", "a", "-o", "json"]);
    let told = "error: unexpected response for engagement `a`: it is another \
                engagement\n";
    assert!(run.stderr.starts_with(told), "{run:?}");
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(8)));
}

#[test]
fn uuid_in_capitals_is_shown_once() {
    let (lower, upper) = (
        "52f8e590-72af-4f20-8428-dfaf95de889e",
        "52F8E590-72AF-4F20-8428-DFAF95DE889E",
    );
    let record = format!("{{\"id\":\"{lower}\"}}");
    let bench = Bench::new().get(&format!("/engagements/{upper}"), 200, &record);
    let run = bench.run(&["show", upper, lower, "-o", "ndjson"]);
    run.is(&(record + "\n"), "", 0);
}
