//! Messages without what is secret or invisible.

use proptest::prelude::*;

use super::*;
use crate::sanitize::is_invisible;

/// Untrusted text with many characters that affect a terminal.
fn untrusted() -> impl Strategy<Value = String> {
    "([a-z \\n\\r\\t\u{1b}\u{7f}\u{9b}\u{202e}\u{2028}\u{feff}]|\\PC){0,20}"
}

#[test]
fn long_message_keeps_both_ends() {
    for length in [900, 901, 5_000] {
        let message: String = (0..length)
            .map(|at| if at < 600 { 'ä' } else { '漢' })
            .collect();
        let truncated = truncate(message.clone());
        let expected = match length {
            900 => message,
            _ => "ä".repeat(600) + "…" + &"漢".repeat(300),
        };
        assert_eq!(truncated, expected);
    }
}

#[test]
fn secrets_are_redacted_in_text_and_json() {
    let console = Console::default();
    for secret in ["geheim-1", "geheim-1-more", "ge\\heim\"2", ""] {
        console.redact(&Secret::new(secret.to_owned()));
    }
    assert_eq!(
        console.redacted_text("Token geheim-1, geheim-1"),
        "Token ***, ***"
    );
    assert_eq!(console.redacted_text(r#"b ge\heim"2 b"#), "b *** b");
    assert_eq!(
        console.redacted_text(r#"{"b": "ge\\heim\"2"}"#),
        r#"{"b": "***"}"#
    );
    assert_eq!(console.redacted_text("geheim-1-more"), "***");
    console.redact(&Secret::new("ge+h/m==".to_owned()));
    assert_eq!(
        console.redacted_text("?a=ge%2Bh%2Fm%3D%3D&b=ge%2bh%2fm%3d%3d"),
        "?a=***&b=***"
    );
    assert!(!format!("{console:?}").contains("heim"));
}

fn assert_hides_nothing(text: &str) {
    let hides = |c: char| c.is_control() || is_invisible(c);
    assert!(text.lines().all(|line| !line.contains(hides)), "{text:?}");
}

proptest! {
    #[test]
    fn error_report_sanitizes_untrusted_text(
        message in untrusted(),
        hint in untrusted(),
        id in untrusted(),
    ) {
        let error = CliError {
            request_id: Some(id.clone()),
            ..CliError::new(ErrorKind::Api, message.clone()).hint(hint.clone())
        };
        let text = error_text(&error, false);
        let labels = ["error", "request id"].into_iter().chain(hint.lines().map(|_| "hint"));
        let lines = text.lines().map(|line| line.split(':').next().unwrap().trim());
        assert!(lines.eq(labels), "{text:?}");
        assert_hides_nothing(&text);

        let json = json_line(&error_json(&error));
        let parsed: Value = serde_json::from_str(&json).unwrap();
        let parsed = ["message", "hint", "request_id"].map(|key| parsed[key].as_str().unwrap());
        assert_eq!(parsed, [message, hint, id]);
        assert_eq!(json.lines().count(), 1);
        assert_hides_nothing(&json);
    }
}
