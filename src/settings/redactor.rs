//! Secrets in use, and texts without them: the service may repeat in its own words what it was
//! sent.

use std::sync::{Mutex, PoisonError};

use super::secret::{MASK, Secret};

/// A shorter secret is masked only where it is a word of its own: without it inside of others no
/// text could be read.
const SHORT: usize = 4;

/// The secrets that a run has used so far.
#[derive(Debug, Default)]
pub(crate) struct Redactor(Mutex<Vec<Secret>>);

impl Redactor {
    /// Masks this secret from now on.
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

    /// The text, plain or JSON, without the secrets.
    pub(crate) fn redacted(&self, text: &str) -> String {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().fold(text.to_owned(), |text, secret| {
            let secret = secret.expose();
            if secret.len() >= SHORT {
                text.replace(secret, MASK)
            } else {
                without_word(&text, secret)
            }
        })
    }
}

/// The text with a mask for each occurrence of the word that is no part of a longer one.
fn without_word(text: &str, word: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(word) {
        let is_part =
            before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
        masked.push_str(before);
        masked.push_str(if is_part { word } else { MASK });
        rest = after;
    }
    masked + rest
}

#[cfg(test)]
mod tests {
    use super::Redactor;
    use crate::settings::secret::Secret;

    #[test]
    fn secrets_are_redacted_in_text_and_json() {
        let redactor = Redactor::default();
        for secret in ["geheim-1", "geheim-1-more", "ge\\heim\"2", "a", "x9z", ""] {
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
        assert_eq!(
            redactor.redacted("Token x9z, x9zz (a) man"),
            "Token ***, x9zz (***) man"
        );
        assert!(!format!("{redactor:?}").contains("heim"));
    }
}
