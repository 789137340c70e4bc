//! The error message of the API in any of the known bodies.

use serde_json::{Map, Value};

/// Maximum size of a body that is parsed. An error has a few hundred bytes; nine million, well nested, took
/// 1.6 GB and two minutes to become the characters that are printed.
const MAX_PARSED_LEN: usize = 64 * 1024;

/// Members that state an error. The first one with a text is taken.
const HEADLINES: [&str; 4] = ["message", "error_msg", "error", "title"];

/// Members with details of an error. All of them are taken.
const DETAILS: [&str; 5] = [
    "debug_message",
    "detail",
    "error_details",
    "details",
    "errors",
];

/// Returns the message in a body; `None` if there is no text for a person. It is not truncated here:
/// secrets in it have to be redacted first.
pub(super) fn error_message(body: &[u8]) -> Option<String> {
    match parsed(body) {
        Some(value) => message(&value),
        // A page for a browser contains no more than the status does.
        None if body.trim_ascii_start().starts_with(b"<") => None,
        None => non_blank(&String::from_utf8_lossy(
            &body[..body.len().min(MAX_PARSED_LEN)],
        )),
    }
}

/// Returns whether the body is that of a path which does not exist at all.
pub(super) fn is_unknown_route(body: &[u8]) -> bool {
    parsed(body).is_some_and(|value| value.get("error_msg").is_some())
}

fn parsed(body: &[u8]) -> Option<Value> {
    let is_small = body.len() <= MAX_PARSED_LEN;
    is_small
        .then(|| serde_json::from_slice(body).ok())
        .flatten()
}

fn message(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => non_blank(text),
        Value::Array(list) => joined(list.iter().filter_map(message)),
        Value::Object(fields) => known_members(fields),
        _ => None,
    }
}

/// Returns the headline and the details of an object.
fn known_members(fields: &Map<String, Value>) -> Option<String> {
    let headline = HEADLINES.iter().find_map(|key| message(fields.get(*key)?));
    let details = joined(DETAILS.iter().filter_map(|key| detail(fields.get(*key)?)));
    let attribute = fields.get("attribute").and_then(Value::as_str);
    match (headline, details, attribute) {
        (None, Some(details), Some(attribute)) => Some(format!("{attribute} {details}")),
        (Some(headline), Some(details), _) => Some(format!("{headline}: {details}")),
        (headline, details, _) => headline.or(details),
    }
}

/// Returns a detail, which may also be a map of fields to their problems.
fn detail(value: &Value) -> Option<String> {
    let problem = |(field, value): (&String, &Value)| Some(format!("{field} {}", detail(value)?));
    match value {
        Value::Array(list) => joined(list.iter().filter_map(detail)),
        Value::Object(fields) => {
            known_members(fields).or_else(|| joined(fields.iter().filter_map(problem)))
        }
        _ => message(value),
    }
}

fn joined(texts: impl Iterator<Item = String>) -> Option<String> {
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn non_blank(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{MAX_PARSED_LEN, error_message};

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
            (
                r#"[{"error": "BadRequest", "message": "No version", "debug_message": "Send Accept"}]"#,
                "No version: Send Accept",
            ),
            (r#"{"message": "Gone", "debug_message": ""}"#, "Gone"),
            (
                r#"{"type": "about:blank", "title": "Bad Gateway", "status": 502, "detail": "No upstream"}"#,
                "Bad Gateway: No upstream",
            ),
            (r#"{"title": "Bad Gateway"}"#, "Bad Gateway"),
            (r#"{"detail": "No upstream"}"#, "No upstream"),
            (r#"{"errors": ["a", {"message": "b"}, 3]}"#, "a, b"),
            (
                r#"{"errors": [{"site_ids": ["is blank"]}]}"#,
                "site_ids is blank",
            ),
            (
                r#"{"errors": [{"title": "Invalid", "detail": "is too long"}]}"#,
                "Invalid: is too long",
            ),
            (
                r#"{"error": "Invalid", "errors": {"site_ids": ["can't be blank", "is short"]}}"#,
                "Invalid: site_ids can't be blank, is short",
            ),
            (
                r#"{"error": {"code": 7, "message": "No quota"}}"#,
                "No quota",
            ),
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
            "[{}]",
            r#"{"error": {"code": 7}}"#,
            r#"{"id": "a", "name": "b"}"#,
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
        for (padding, expected) in [(0, "Gone"), (MAX_PARSED_LEN, whole)] {
            let body = format!("{whole}{}", " ".repeat(padding));
            assert_eq!(error_message(body.as_bytes()).as_deref(), Some(expected));
        }
    }
}
