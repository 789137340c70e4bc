//! What holds for every body, whoever sent it: asked of random ones by the tests, and of cunning
//! ones by the fuzzer (`tests/fuzz`).

use serde_json::Value;

use crate::api::answer::Answer;
use crate::api::retry::Head;
use crate::records::Records;
use crate::records::fields::Fields;

/// More than the service's words and our own sentence can take.
const LONGEST: usize = 500;

/// An answer of this status and body.
pub(crate) fn answer(status: u16, body: &[u8]) -> Answer {
    let head = Head {
        status,
        ..Head::default()
    };
    let body = body.to_vec();
    Answer { head, body }
}

/// Asserts that records are pieces of the body, byte for byte, in its order.
fn assert_untouched(records: &Records, body: &[u8]) {
    let mut rest = str::from_utf8(body).unwrap();
    for record in records.iter() {
        let record = record.json().get();
        let (_, after) = rest.split_once(record).expect(record);
        rest = after;
    }
}

/// A record as its fields have it, read as by any other parser.
fn in_parts(record: &Fields<'_>) -> Value {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut fields = record.iter();
    match value(record.json().get()) {
        Value::Object(whole) => {
            for (name, expected) in &whole {
                assert_eq!(
                    record.get(name).map(|json| value(json.get())).as_ref(),
                    Some(expected)
                );
            }
            fields
                .map(|(name, json)| (name.into_owned(), value(json.get())))
                .collect()
        }
        other => {
            assert!(fields.next().is_none());
            other
        }
    }
}

/// What is taken for a page has all its records, each as it was sent, and the page's own links.
pub(crate) fn a_page_is_what_was_sent(body: &[u8]) {
    let Ok(page) = answer(200, body).into_page() else {
        return;
    };
    assert_untouched(&page.records, body);
    // A second opinion, which gives up on deep nesting and on numbers that are out of range.
    let Ok(whole) = serde_json::from_slice::<Value>(body) else {
        return;
    };
    let records = page.records.iter().map(|record| in_parts(&record));
    assert_eq!(whole["engagements"], Value::Array(records.collect()));
    let link = |key: &str| whole[key].as_str().map(str::to_owned);
    assert_eq!(page.next, link("next_page").filter(|link| !link.is_empty()));
    assert_eq!(page.last, link("last_page"));
}

/// What has the documented shape is taken, whatever else it holds.
pub(crate) fn a_page_of_the_documented_shape_is_taken(body: &[u8]) {
    let Ok(Value::Object(whole)) = serde_json::from_slice(body) else {
        return;
    };
    let is_link = |link: &Value| link.is_string() || link.is_null();
    let is_page = whole.get("engagements").is_some_and(Value::is_array)
        && whole.get("next_page").is_none_or(is_link);
    // Written anew, since a key that comes twice is no page.
    let body = Value::Object(whole).to_string();
    assert_eq!(answer(200, body.as_bytes()).into_page().is_ok(), is_page);
}

/// A transcript has all its messages, and an engagement is one object, each as it was sent.
pub(crate) fn documents_are_what_was_sent(body: &[u8]) {
    if let Ok(messages) = answer(200, body).into_transcript() {
        assert_untouched(&messages, body);
        if let Ok(whole) = serde_json::from_slice::<Vec<Value>>(body) {
            assert_eq!(messages.len(), whole.len());
        }
    }
    if let Ok(engagement) = answer(200, body).into_engagement() {
        assert_eq!(engagement.get().as_bytes(), body.trim_ascii());
    }
}

/// Only a body that says `"success": true`, with a 2xx, is an export.
pub(crate) fn nothing_else_is_an_export(status: u16, body: &[u8]) {
    if answer(status, body).is_export_success() {
        assert!((200..300).contains(&status));
        if let Ok(whole) = serde_json::from_slice::<Value>(body) {
            assert_eq!(whole["success"], Value::Bool(true));
        }
    }
}

/// A refusal is one short sentence with its status, and the service's words if there are any.
pub(crate) fn a_refusal_is_a_sentence(status: u16, body: &[u8]) {
    let failure = answer(status, body).failure("engagement `e`");
    let (_, words) = failure.message.split_once(&format!(" ({status})")).unwrap();
    let is_blank = |words: &str| words.trim().is_empty();
    assert!(!words.strip_prefix(": ").is_some_and(is_blank), "{words:?}");
    assert!(failure.message.chars().count() <= LONGEST, "{words:?}");
    assert_eq!(failure.status, Some(status));
}
