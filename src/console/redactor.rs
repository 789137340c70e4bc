//! Removes the secrets in use from texts: the API may repeat what it was sent.

use std::sync::{Mutex, PoisonError};

use crate::values::secret::{MASK, Secret};

/// The secrets that a run has used so far.
#[derive(Debug, Default)]
pub(crate) struct Redactor(Mutex<Vec<Secret>>);

impl Redactor {
    /// Redacts this secret from now on.
    pub(crate) fn add(&self, secret: &Secret) {
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = secret.expose();
        if !plain.is_empty() {
            let in_json = serde_json::Value::from(plain).to_string();
            let in_url = [
                percent_encoded(plain, |byte| format!("%{byte:02X}")),
                percent_encoded(plain, |byte| format!("%{byte:02x}")),
            ];
            secrets.push(secret.clone());
            secrets.push(Secret::new(in_json.trim_matches('"').to_owned()));
            secrets.extend(in_url.map(Secret::new));
            // The longest first: one secret may begin with another.
            secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        }
    }

    /// Returns the text, plain, JSON or a URL, without the secrets.
    pub(crate) fn redacted(&self, text: &str) -> String {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.expose(), MASK)
        })
    }
}

/// Returns a text as a part of a URL.
fn percent_encoded(text: &str, encode: fn(u8) -> String) -> String {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let encoded = text.bytes().map(|byte| match byte {
        byte if is_unreserved(byte) => char::from(byte).to_string(),
        byte => encode(byte),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests {
    use super::Redactor;
    use crate::values::secret::Secret;

    #[test]
    fn secrets_are_redacted_in_text_and_json() {
        let redactor = Redactor::default();
        for secret in ["geheim-1", "geheim-1-more", "ge\\heim\"2", ""] {
            redactor.add(&Secret::new(secret.to_owned()));
        }
        assert_eq!(
            redactor.redacted("Token geheim-1, geheim-1"),
            "Token ***, ***"
        );
        assert_eq!(redactor.redacted(r#"b ge\heim"2 b"#), "b *** b");
        assert_eq!(
            redactor.redacted(r#"{"b": "ge\\heim\"2"}"#),
            r#"{"b": "***"}"#
        );
        assert_eq!(redactor.redacted("geheim-1-more"), "***");
        redactor.add(&Secret::new("ge+h/m==".to_owned()));
        assert_eq!(
            redactor.redacted("?a=ge%2Bh%2Fm%3D%3D&b=ge%2bh%2fm%3d%3d"),
            "?a=***&b=***"
        );
        assert!(!format!("{redactor:?}").contains("heim"));
    }
}
