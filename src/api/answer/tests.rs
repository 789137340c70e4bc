//! Answers that are whole, odd or wrong.

use super::{Answer, Page};
use crate::api::retry::Head;

fn answer(body: &str) -> Answer {
    let head = Head {
        status: 200,
        ..Head::default()
    };
    Answer {
        head,
        body: body.as_bytes().to_vec(),
    }
}

fn page(body: &str) -> Page {
    answer(body).into_page().unwrap()
}

#[test]
fn one_odd_record_does_not_lose_its_page() {
    let odd = r#"{"engagements": [ {"id":"a\ud800"}, 42, null, {"id":1e999}, [] ], "x": {"engagements": 1}}"#;
    let page = page(odd);
    let records: Vec<&str> = page
        .records
        .iter()
        .map(crate::records::json::Json::get)
        .collect();
    assert_eq!(
        records,
        [r#"{"id":"a\ud800"}"#, "42", "null", r#"{"id":1e999}"#, "[]"]
    );
    assert_eq!((page.next, page.last), (None, None));
}

#[test]
fn the_end_is_null_absent_or_empty_and_nothing_else() {
    for end in [r#""next_page": null,"#, "", r#""next_page": "","#] {
        assert_eq!(page(&format!(r#"{{{end} "engagements": []}}"#)).next, None);
    }
    let more = page(r#"{"next_page": " ", "last_page": 7, "engagements": []}"#);
    assert_eq!((more.next.as_deref(), more.last), (Some(" "), None));
}

#[test]
fn an_answer_of_another_shape_is_no_page() {
    for body in [
        "",
        "[]",
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
        assert!(answer(body).into_page().is_err(), "{body}");
    }
    let not_utf8 = Answer {
        body: b"{\"engagements\": [\"\xff\"]}".to_vec(),
        ..answer("")
    };
    assert!(not_utf8.into_page().is_err());
}

#[test]
fn engagements_are_objects_and_transcripts_are_arrays() {
    assert!(answer(r#" {"id": 1} "#).into_engagement().is_ok());
    assert!(answer("[1]").into_engagement().is_err());
    assert_eq!(answer("[1, {}]").into_transcript().unwrap().len(), 2);
    assert!(answer("{}").into_transcript().is_err());
}

#[test]
fn only_a_true_success_is_an_export() {
    for (body, expected) in [
        (r#"{"success":true}"#, true),
        (r#"{"success":true,"more":1}"#, true),
        (r#"{"success":false}"#, false),
        (r#"{"success":"true"}"#, false),
        ("true", false),
        ("", false),
    ] {
        assert_eq!(answer(body).is_export_success(), expected, "{body}");
    }
    let mut refused = answer(r#"{"success":true}"#);
    refused.head.status = 302;
    assert!(!refused.is_export_success());
}

#[test]
fn a_redirect_names_the_origin_it_points_to_and_no_more() {
    for (location, expected) in [
        (
            Some("https://login.example:8443/x?token=s"),
            "is redirected to `https://login.example:8443` (302)",
        ),
        (Some("data:text/plain,x"), "is redirected to `data:` (302)"),
        (None, "is redirected without a location (302)"),
    ] {
        let mut answer = answer("");
        answer.head.status = 302;
        answer.head.location = location.map(str::to_owned);
        let message = answer.failure("it").message;
        assert!(message.contains(expected), "{message}");
        assert!(!message.contains("token=s"));
    }
}
