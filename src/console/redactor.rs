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
            secrets.push(secret.clone());
            let in_json = serde_json::Value::from(plain).to_string();
            secrets.push(Secret::new(in_json.trim_matches('"').to_owned()));
            // The longest first: one secret may begin with another.
            secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        }
    }

    /// Returns the text, plain or JSON, without the secrets.
    pub(crate) fn redacted(&self, text: &str) -> String {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.expose(), MASK)
        })
    }
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
        assert!(!format!("{redactor:?}").contains("heim"));
    }
}
