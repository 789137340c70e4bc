//! Where the token comes from, and a type for it that cannot be printed.

use std::fmt;

use reqwest::header::HeaderValue;

use super::environment::Environment;
use crate::cli::Scheme;
use crate::failure::{Failure, Kind};

/// A secret text: it has no `Display`, and its `Debug` shows nothing.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

/// What the service knows us by (facts, "Credentials").
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    scheme: Scheme,
    token: Secret,
}

impl Credentials {
    /// The credentials of the environment. A `scheme` that was asked for wins over the word that
    /// the token itself may begin with.
    ///
    /// # Errors
    /// A settings failure if there is no token or it cannot be one.
    pub(crate) fn find(environment: &Environment, scheme: Option<Scheme>) -> Result<Self, Failure> {
        let token = environment.text("ENGAGEMENTS_TOKEN")?.ok_or_else(|| {
            Failure::new(Kind::Settings, "there is no token")
                .hint("set `ENGAGEMENTS_TOKEN`, or try the tool with `--sandbox`, which needs none")
        })?;
        Self::new(token, scheme)
    }

    /// Credentials of a known token.
    ///
    /// # Errors
    /// A settings failure if the text cannot be a token.
    pub(crate) fn new(token: &str, scheme: Option<Scheme>) -> Result<Self, Failure> {
        let token = token.trim_matches(['\r', '\n', ' ', '\t']);
        let worded = [("Token ", Scheme::Token), ("Bearer ", Scheme::Bearer)];
        let word = worded
            .iter()
            .find(|(word, _)| starts_with_word(token, word));
        let bare = word.map_or(token, |(word, _)| token[word.len()..].trim_start());
        let is_word = ["Token", "Bearer"]
            .iter()
            .any(|word| bare.eq_ignore_ascii_case(word));
        if bare.is_empty() || is_word || !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Failure::new(
                Kind::Settings,
                "the token is empty or has characters no token has",
            )
            .hint("set `ENGAGEMENTS_TOKEN` to the token alone, in one line"));
        }
        let scheme = scheme
            .or(word.map(|(_, scheme)| *scheme))
            .unwrap_or(Scheme::Token);
        Ok(Self {
            scheme,
            token: Secret(bare.to_owned()),
        })
    }

    /// The word before the token.
    pub(crate) fn scheme(&self) -> &'static str {
        match self.scheme {
            Scheme::Token => "Token",
            Scheme::Bearer => "Bearer",
        }
    }

    /// The value of `Authorization`, marked so that no trace prints it.
    ///
    /// # Errors
    /// None in practice: a token is plain ASCII.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, Failure> {
        let mut value = HeaderValue::from_str(&format!("{} {}", self.scheme(), self.token.0))
            .map_err(|_| Failure::new(Kind::Settings, "the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

fn starts_with_word(token: &str, word: &str) -> bool {
    token
        .get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::Credentials;
    use crate::cli::Scheme;

    fn header(token: &str, scheme: Option<Scheme>) -> Option<String> {
        let value = Credentials::new(token, scheme).ok()?.authorization().ok()?;
        Some(value.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_token_is_understood_with_and_without_its_word() {
        for (token, scheme, expected) in [
            ("abc", None, Some("Token abc")),
            ("abc\r\n", None, Some("Token abc")),
            ("abc", Some(Scheme::Bearer), Some("Bearer abc")),
            ("Token abc", None, Some("Token abc")),
            ("bearer  abc", None, Some("Bearer abc")),
            ("Bearer abc", Some(Scheme::Token), Some("Token abc")),
            ("Tokenabc", None, Some("Token Tokenabc")),
            ("", None, None),
            ("Token ", None, None),
            ("a b", None, None),
            ("a\nb", None, None),
            ("a\u{7f}", None, None),
            ("é", None, None),
        ] {
            assert_eq!(
                header(token, scheme).as_deref(),
                expected,
                "{token:?} {scheme:?}"
            );
        }
    }

    #[test]
    fn a_token_cannot_be_printed() {
        let credentials = Credentials::new("geheim", None).unwrap();
        let header = credentials.authorization().unwrap();
        assert!(!format!("{credentials:?} {header:?}").contains("geheim"));
    }
}
