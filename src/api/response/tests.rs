//! Bodies that are documented, unusual or invalid.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::{ApiResponse, Page, properties};

fn response(body: &str) -> ApiResponse {
    properties::response(200, body.as_bytes())
}

fn page(body: &str) -> Page {
    response(body).into_page().unwrap()
}

#[test]
fn invalid_entry_keeps_other_records() {
    let odd = r#"{"engagements": [ {"id":"a\ud800"}, 42, null, {"id":1e999}, [] ], "x": {"engagements": 1}}"#;
    let page = page(odd);
    let records = page.records.iter().map(|record| record.json().get());
    assert_eq!(
        records.collect::<Vec<_>>(),
        [r#"{"id":"a\ud800"}"#, r#"{"id":1e999}"#]
    );
    let failure = page.records.ensure_complete("it").unwrap_err();
    let expected = "unexpected response for it: 3 entries are not JSON objects";
    assert_eq!(failure.message, expected);
    assert_eq!((page.next, page.last), (None, None));
}

#[test]
fn response_with_deep_nesting_is_rejected() {
    // Levels below the value of a member `a`.
    let value = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    // A page adds two levels to those of its records.
    for (levels, is_page, is_ok) in [
        (497, true, true),
        (498, false, true),
        (31_000, false, false),
    ] {
        let record = format!("{{\"id\":1,\"a\":{}}}", value(levels));
        let page = format!("{{\"engagements\":[{record}]}}");
        assert_eq!(response(&page).into_page().is_ok(), is_page, "{levels}");
        let transcript = response(&format!("[{record}]")).into_transcript();
        assert_eq!(transcript.is_ok(), is_ok, "{levels}");
        let engagement = response(&record).into_engagement();
        assert_eq!(engagement.is_ok(), is_ok, "{levels}");
    }
    assert!(response(&value(31_000)).into_transcript().is_err());
}

#[test]
fn next_page_ends_if_null_absent_or_empty() {
    for end in [r#""next_page": null,"#, "", r#""next_page": "","#] {
        assert_eq!(page(&format!(r#"{{{end} "engagements": []}}"#)).next, None);
    }
    let more = page(r#"{"next_page": " ", "last_page": 7, "engagements": []}"#);
    assert_eq!((more.next.as_deref(), more.last), (Some(" "), None));
}

#[test]
fn unexpected_page_shape_is_rejected() {
    for body in [
        "",
        "[]",
        r#"["/engagements?page=2", null, []]"#,
        "{}",
        r#"{"engagements": null}"#,
        r#"{"engagements": {}}"#,
        r#"{"engagements": [], "next_page": 2}"#,
        r#"{"engagements": [], "next_page": false}"#,
        r#"{"engagements": [1,]}"#,
        r#"{"engagements": []"#,
        r#"{"engagements": []} trailing"#,
        r#"{"engagements": [1], "engagements": [2]}"#,
    ] {
        assert!(response(body).into_page().is_err(), "{body}");
    }
    let not_utf8 = ApiResponse {
        body: b"{\"engagements\": [\"\xff\"]}".to_vec(),
        ..response("")
    };
    assert!(not_utf8.into_page().is_err());
}

#[test]
fn engagement_is_object_and_transcript_is_array() {
    assert!(response(r#" {"id": 1} "#).into_engagement().is_ok());
    assert!(response("[1]").into_engagement().is_err());
    assert_eq!(response("[1, {}]").into_transcript().unwrap().len(), 1);
    assert!(response("{}").into_transcript().is_err());
}

#[test]
fn export_success_needs_documented_body() {
    for (body, expected) in [
        (&br#"{"success":true}"#[..], Some(true)),
        (br#"{"success":true,"more":1}"#, Some(true)),
        (b"\xef\xbb\xbf{\"success\":true}", Some(true)),
        // Text that is not UTF-8 beside it changes nothing: the export has happened.
        (b"{\"success\":true,\"note\":\"\xE9\"}", Some(true)),
        (br#"{"success":false}"#, Some(false)),
        (b"\xef\xbb\xbf{\"success\":false}", Some(false)),
        (br#"{"success":"true"}"#, None),
        (br#"{"success":true,"success":false}"#, None),
        (br#"{"success":false"#, None),
        (b"{}", None),
        (b"true", None),
        (b"[true]", None),
        (b"<html>", None),
        (b"", None),
    ] {
        let mut response = ApiResponse {
            body: body.to_vec(),
            ..response("")
        };
        assert_eq!(response.export_success(), expected, "{body:?}");
        response.head.status = 302;
        assert_eq!(response.export_success(), None, "{body:?}");
    }
}

#[test]
fn redirect_error_names_only_target_origin() {
    for (location, expected) in [
        (
            Some("https://login.example:8443/x?token=s"),
            "is redirected to `https://login.example:8443` (302)",
        ),
        (Some("data:text/plain,x"), "is redirected to `data:` (302)"),
        (None, "is redirected without a location (302)"),
    ] {
        let mut response = response("");
        response.head.status = 302;
        response.head.location = location.map(str::to_owned);
        let message = response.failure("it").message;
        assert!(message.contains(expected), "{message}");
        assert!(!message.contains("token=s"));
    }
}

/// A value of any shape, with the keys that the API knows more often than others.
fn json() -> impl Strategy<Value = String> {
    const KEYS: [&str; 12] = [
        "engagements",
        "next_page",
        "last_page",
        "success",
        "message",
        "error_msg",
        "error",
        "debug_message",
        "error_details",
        "details",
        "attribute",
        "detail",
    ];
    let text = || "\\PC{0,5}|[ \\n]{0,2}".prop_map(|text| Json::from(text).to_string());
    let number = "-?(0|[1-9][0-9]{0,30})([.][0-9]{1,5})?(e[+-]?[0-9]{1,3})?";
    let word = prop::sample::select(&["null", "true", "false"][..]).prop_map(str::to_owned);
    let leaf = prop_oneof![text(), number, word];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        let known = prop::sample::select(&KEYS[..]).prop_map(|key| format!("{key:?}"));
        let key = prop_oneof![3 => known, 1 => text()];
        let list = prop::collection::vec(inner.clone(), 0..6);
        let fields = prop::collection::vec((key, inner), 0..6);
        prop_oneof![
            list.prop_map(|list| format!("[{}]", list.join(" ,"))),
            fields.prop_map(|fields| {
                let fields = fields.iter().map(|(key, value)| format!("{key}: {value}"));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_response_body_has_the_properties(
        body in prop_oneof![
            json(),
            json().prop_map(|list| format!("{{\"engagements\":[{list}]}}")),
            any::<String>(),
        ],
        status in 200..600_u16,
    ) {
        let body = body.as_bytes();
        properties::pages_are_unchanged(body);
        properties::documented_pages_are_accepted(body);
        properties::other_bodies_are_unchanged(body);
        properties::only_documented_body_is_export(status, body);
        properties::failure_has_status_and_text(status, body);
    }
}
