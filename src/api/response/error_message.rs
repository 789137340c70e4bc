//! The service's own words in any of the known bodies of errors.

use serde_json::{Map, Value};

/// Bytes of a body that is taken apart. An error has a few hundred; nine million, well nested, took
/// 1.6 GB and two minutes to become the characters that are shown.
const LARGEST: usize = 64 * 1024;

/// What the body says, in one sentence; `None` when it says nothing that a person could use. It is
/// not cut here: a secret in it has to be masked first.
pub(super) fn error_message(body: &[u8]) -> Option<String> {
    let text = match parsed(body) {
        Some(Value::Object(fields)) => sentence(&fields)?,
        Some(Value::String(text)) => text,
        Some(_) => return None,
        // A page made for a browser says less than the status does.
        None if body.trim_ascii_start().starts_with(b"<") => return None,
        None => String::from_utf8_lossy(&body[..body.len().min(LARGEST)]).into_owned(),
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether the body is that of a path which does not exist at all.
pub(super) fn is_unknown_route(body: &[u8]) -> bool {
    parsed(body).is_some_and(|value| value.get("error_msg").is_some())
}

fn parsed(body: &[u8]) -> Option<Value> {
    let small = body.len() <= LARGEST;
    small.then(|| serde_json::from_slice(body).ok()).flatten()
}

/// Headline and details; the shapes are those of `facts.md`, "Answers that are not 200".
fn sentence(fields: &Map<String, Value>) -> Option<String> {
    let headline = ["message", "error_msg", "error"]
        .iter()
        .filter_map(|key| fields.get(*key)?.as_str())
        .find(|text| !text.trim().is_empty());
    let debug = fields
        .get("debug_message")
        .and_then(Value::as_str)
        .map(str::to_owned);
    let details = ["error_details", "details"]
        .iter()
        .filter_map(|key| fields.get(*key));
    let details: Vec<String> = debug.into_iter().chain(details.flat_map(items)).collect();
    match (headline, details.is_empty()) {
        (Some(headline), true) => Some(headline.to_owned()),
        (Some(headline), false) => Some(format!("{headline}: {}", details.join(", "))),
        (None, false) => Some(details.join(", ")),
        (None, true) => None,
    }
}

/// The details: a map of a field to its complaints, or a list of `{attribute, detail}`.
fn items(details: &Value) -> Vec<String> {
    match details {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(field, complaints)| {
                items(complaints)
                    .into_iter()
                    .map(move |complaint| format!("{field} {complaint}"))
            })
            .collect(),
        Value::Array(list) => list.iter().filter_map(item).collect(),
        Value::String(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}

fn item(entry: &Value) -> Option<String> {
    let text = |key: &str| entry.get(key).and_then(Value::as_str);
    match (
        text("attribute"),
        text("detail").or_else(|| text("message")),
    ) {
        (Some(attribute), Some(detail)) => Some(format!("{attribute} {detail}")),
        (None, Some(detail)) => Some(detail.to_owned()),
        _ => entry.as_str().map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, error_message};

    #[test]
    fn message_is_extracted_from_known_bodies() {
        for (body, expected) in [
            (
                r#"{"message": "Authorization information missing", "debug_message": "Authorization header must have format 'token_type token'"}"#,
                "Authorization information missing: Authorization header must have format 'token_type token'",
            ),
            (
                r#"{"message": "Headers are invalid", "type": "headers_validation_error", "ref": "u", "error_details": {"Authorization": [{"message": "Authorization is missing", "type": "missing_value_error", "ref": "u"}]}}"#,
                "Headers are invalid: Authorization Authorization is missing",
            ),
            (
                r#"{"error": "Validation error", "details": {"site_ids": ["can't be blank"]}}"#,
                "Validation error: site_ids can't be blank",
            ),
            (
                r#"{"error": "validation_error", "status": "error", "details": [{"attribute": "api_token", "detail": "must be present"}]}"#,
                "validation_error: api_token must be present",
            ),
            (
                r#"{"error_msg": "404 Route Not Found"}"#,
                "404 Route Not Found",
            ),
            (r#"{"message": "", "error": "Gone", "details": []}"#, "Gone"),
            (r#""just text""#, "just text"),
            ("upstream timed out\n", "upstream timed out"),
        ] {
            assert_eq!(error_message(body.as_bytes()).as_deref(), Some(expected));
        }
    }

    #[test]
    fn body_without_message_yields_none() {
        for body in [
            "",
            " \n",
            "<html><h1>502</h1></html>",
            "{}",
            "[]",
            "42",
            "null",
            r#"{"message": 1}"#,
            r#""""#,
            r#"{"message": " \n", "error": ""}"#,
        ] {
            assert_eq!(error_message(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn large_error_body_is_not_parsed() {
        let whole = r#"{"message": "Gone"}"#;
        for (padding, expected) in [(0, "Gone"), (LARGEST, whole)] {
            let body = format!("{whole}{}", " ".repeat(padding));
            assert_eq!(error_message(body.as_bytes()).as_deref(), Some(expected));
        }
    }
}
