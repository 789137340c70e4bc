//! Properties of every body, whoever sent it: checked with random ones by the tests, and with
//! adversarial ones by the fuzzer (`tests/fuzz`).

use serde_json::Value;

use crate::api::response::ApiResponse;
use crate::api::retry::ResponseHead;
use crate::records::RecordBatch;
use crate::records::record::Record;

/// More than the API's message and our own sentence can take.
const LONGEST: usize = 500;

/// Creates an answer of this status and body.
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
fn assert_untouched(records: &RecordBatch, body: &[u8], entries: Option<&Value>) {
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
    let members = records.iter().map(|record| from_members(&record));
    assert!(members.eq(objects.into_iter().cloned()));
    assert_eq!(records.ensure_complete("it").is_ok(), others.is_empty());
}

/// Rebuilds a record from its members.
fn from_members(record: &Record<'_>) -> Value {
    let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let members = record.iter();
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
pub(crate) fn pages_are_untouched(body: &[u8]) {
    let Ok(page) = response(200, body).into_page() else {
        return;
    };
    // `Value` gives up on deep nesting and on numbers that are out of range.
    let whole = serde_json::from_slice::<Value>(body).ok();
    let engagements = whole.as_ref().map(|whole| &whole["engagements"]);
    assert_untouched(&page.records, body, engagements);
    if let Some(whole) = &whole {
        let link = |key: &str| whole[key].as_str().map(str::to_owned);
        assert_eq!(page.next, link("next_page").filter(|link| !link.is_empty()));
        assert_eq!(page.last, link("last_page"));
    }
}

/// A body of the documented shape is accepted, whatever else it holds.
pub(crate) fn documented_pages_are_accepted(body: &[u8]) {
    let Ok(Value::Object(whole)) = serde_json::from_slice(body) else {
        return;
    };
    let is_link = |link: &Value| link.is_string() || link.is_null();
    let is_page = whole.get("engagements").is_some_and(Value::is_array)
        && whole.get("next_page").is_none_or(is_link);
    // Serialized again, since a body with a repeated key is no page.
    let body = Value::Object(whole).to_string();
    assert_eq!(response(200, body.as_bytes()).into_page().is_ok(), is_page);
}

/// A transcript has all its messages, and an engagement is one object, each as it was sent.
pub(crate) fn documents_are_untouched(body: &[u8]) {
    if let Ok(messages) = response(200, body).into_transcript() {
        let whole = serde_json::from_slice::<Value>(body).ok();
        assert_untouched(&messages, body, whole.as_ref());
    }
    if let Ok(engagement) = response(200, body).into_engagement() {
        assert_eq!(engagement.get().as_bytes(), body.trim_ascii());
    }
}

/// Only a body that says `"success": true`, with a 2xx, is an export.
pub(crate) fn nothing_else_is_an_export(status: u16, body: &[u8]) {
    if response(status, body).export_success() == Some(true) {
        assert!((200..300).contains(&status));
        if let Ok(whole) = serde_json::from_slice::<Value>(body) {
            assert_eq!(whole["success"], Value::Bool(true));
        }
    }
}

/// A refusal is one short sentence with its status, and the service's words if there are any.
pub(crate) fn a_refusal_is_a_sentence(status: u16, body: &[u8]) {
    let failure = response(status, body).failure("engagement `e`");
    let (_, words) = failure.message.split_once(&format!(" ({status})")).unwrap();
    let is_blank = |words: &str| words.trim().is_empty();
    assert!(!words.strip_prefix(": ").is_some_and(is_blank), "{words:?}");
    assert!(failure.message.chars().count() <= LONGEST, "{words:?}");
    assert_eq!(failure.status, Some(status));
}
