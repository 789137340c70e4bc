//! Properties of every response body: tests check them with random bodies, the fuzzer with
//! adversarial ones (`tests/fuzz`).

use serde_json::Value;

use crate::api::response::ApiResponse;
use crate::api::response_head::ResponseHead;
use crate::records::Record;
use crate::records::RecordBatch;

/// Creates a response of this status and body.
pub(crate) fn response(status: u16, body: &[u8]) -> ApiResponse {
    let head = ResponseHead {
        status,
        ..ResponseHead::default()
    };
    let body = body.to_vec();
    ApiResponse { head, body }
}

/// Asserts that records are slices of the body, byte for byte, in its order, and that they are all
/// of its `entries` that are objects.
fn assert_unchanged(records: &RecordBatch, body: &[u8], entries: Option<&Value>) {
    let mut rest = str::from_utf8(body).unwrap();
    for record in records.iter() {
        let record = record.json().get();
        let (_, after) = rest.split_once(record).expect(record);
        rest = after;
    }
    let Some(Value::Array(entries)) = entries else {
        return;
    };
    let (objects, others): (Vec<_>, Vec<_>) = entries.iter().partition(|entry| entry.is_object());
    let members = records.iter().map(from_members);
    assert!(members.eq(objects.into_iter().cloned()));
    assert_eq!(records.ensure_complete("it").is_ok(), others.is_empty());
}

/// Rebuilds a record from its members.
fn from_members(record: &Record) -> Value {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let members = record.json().members();
    let rebuilt: serde_json::Map<_, _> = members
        .map(|(name, json)| (name.into_owned(), value(json.get())))
        .collect();
    for (name, expected) in &rebuilt {
        let found = record.get(name).map(|json| value(json.get()));
        assert_eq!(found.as_ref(), Some(expected));
    }
    rebuilt.into()
}

/// A page has all its records, each as it was sent, and its own links.
pub(crate) fn pages_are_unchanged(body: &[u8]) {
    let Ok(page) = response(200, body).into_page() else {
        return;
    };
    // `Value` gives up on deep nesting and on numbers that are out of range.
    let value = serde_json::from_slice::<Value>(body).ok();
    let engagements = value.as_ref().map(|value| &value["engagements"]);
    assert_unchanged(&page.records, body, engagements);
    if let Some(value) = &value {
        let link = |key: &str| value[key].as_str().map(str::to_owned);
        assert_eq!(page.next, link("next_page").filter(|link| !link.is_empty()));
        assert_eq!(page.last, link("last_page"));
    }
}

/// A body of the documented shape is accepted, whatever else it holds.
pub(crate) fn documented_pages_are_accepted(body: &[u8]) {
    let Ok(Value::Object(value)) = serde_json::from_slice(body) else {
        return;
    };
    let is_link = |link: &Value| link.is_string() || link.is_null();
    let is_page = value.get("engagements").is_some_and(Value::is_array)
        && value.get("next_page").is_none_or(is_link);
    // Serialized again, since a body with a repeated key is no page.
    let body = Value::Object(value).to_string();
    assert_eq!(response(200, body.as_bytes()).into_page().is_ok(), is_page);
}

/// A transcript has all its messages, and an engagement is one object, each as it was sent.
pub(crate) fn other_bodies_are_unchanged(body: &[u8]) {
    if let Ok(messages) = response(200, body).into_transcript() {
        let value = serde_json::from_slice::<Value>(body).ok();
        assert_unchanged(&messages, body, value.as_ref());
    }
    if let Ok(engagement) = response(200, body).into_engagement() {
        assert_eq!(engagement.json().get().as_bytes(), body.trim_ascii());
    }
}

/// Only a body with `"success": true`, with a 2xx, is an export.
pub(crate) fn only_documented_body_is_export(status: u16, body: &[u8]) {
    if response(status, body).export_success() == Some(true) {
        assert!((200..300).contains(&status));
        if let Ok(value) = serde_json::from_slice::<Value>(body) {
            assert_eq!(value["success"], Value::Bool(true));
        }
    }
}

/// An error has its status, and the text of the API if there is any.
pub(crate) fn failure_has_status_and_text(status: u16, body: &[u8]) {
    let failure = response(status, body).failure("engagement `e`");
    let (_, words) = failure.message.split_once(&format!(" ({status})")).unwrap();
    let is_blank = |words: &str| words.trim().is_empty();
    assert!(!words.strip_prefix(": ").is_some_and(is_blank), "{words:?}");
    assert_eq!(failure.status, Some(status));
}
