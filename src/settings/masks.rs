//! Secrets in use, and texts without them: the service may repeat in its own words what it was
//! sent.

use std::sync::{Mutex, PoisonError};

use super::secret::{MASK, Secret};

/// A shorter secret is none, and without it no word could be read.
const SHORTEST: usize = 6;

/// The secrets that a run has used so far.
#[derive(Debug, Default)]
pub(crate) struct Masks(Mutex<Vec<Secret>>);

impl Masks {
    /// Masks this secret from now on.
    pub(crate) fn add(&self, secret: &Secret) {
        let mut secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = secret.reveal();
        if plain.len() >= SHORTEST {
            secrets.push(secret.clone());
            let in_json = serde_json::Value::from(plain).to_string();
            secrets.push(Secret::new(in_json.trim_matches('"').to_owned()));
        }
    }

    /// The text, plain or JSON, without the secrets.
    pub(crate) fn masked(&self, text: &str) -> String {
        let secrets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret.reveal(), MASK)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Masks;
    use crate::settings::secret::Secret;

    #[test]
    fn secrets_are_masked_plain_and_in_json() {
        let masks = Masks::default();
        for secret in ["geheim-1", "ge\\heim\"2", "a", ""] {
            masks.add(&Secret::new(secret.to_owned()));
        }
        assert_eq!(masks.masked("Token geheim-1, geheim-1"), "Token ***, ***");
        assert_eq!(masks.masked(r#"a ge\heim"2 b"#), "a *** b");
        assert_eq!(masks.masked(r#"{"a": "ge\\heim\"2"}"#), r#"{"a": "***"}"#);
        assert!(!format!("{masks:?}").contains("heim"));
    }
}
