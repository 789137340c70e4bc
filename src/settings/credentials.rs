//! Where the token comes from, and what becomes of it.

use std::path::Path;

use reqwest::header::HeaderValue;

use super::keys::{self, Key};
use super::layers::{Found, Layers, Source};
use super::secret::{self, Secret};
use crate::cli::Scheme;
use crate::failure::{Failure, Kind};

/// What the service knows us by (facts, "Credentials").
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// A token that somebody gave us.
    Token(Token),
    /// A key with which tokens are minted.
    Pair(KeyPair),
}

/// A token with the word before it.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    scheme: Scheme,
    secret: Secret,
}

/// An API key.
#[derive(Clone, Debug)]
pub(crate) struct KeyPair {
    /// `api_key_id`.
    pub(crate) id: String,
    /// `api_key_secret`.
    pub(crate) secret: Secret,
}

impl KeyPair {
    /// The body that a token is minted with. Without sites in it the token is for all of the key's.
    pub(crate) fn body(&self) -> String {
        let Self { id, secret } = self;
        serde_json::json!({"api_key_id": id, "api_key_secret": secret.reveal()}).to_string()
    }
}

/// Credentials, and what is worth a warning about where they were found.
type Guarded<T> = (T, Option<String>);

impl Credentials {
    /// The nearest credentials, whatever their kind: option, then environment, then profile. Within
    /// one of them a token beats a key.
    ///
    /// # Errors
    /// A settings failure if there are none, or they cannot be read.
    pub(crate) fn find(
        layers: &Layers,
        token_file: Option<&Path>,
        scheme: Option<Scheme>,
    ) -> Result<Guarded<Self>, Failure> {
        let given = match token_file {
            Some(file) => Some(secret::from_file(file)?),
            None => given_token(layers)?,
        };
        if let Some((text, warning)) = given {
            return Ok((Self::Token(Token::new(text.reveal(), scheme)?), warning));
        }
        key_pair(layers)?.ok_or_else(|| {
            Failure::new(Kind::Settings, "there is no token")
                .hint("set `ENGAGEMENTS_TOKEN`, or try the tool with `--sandbox`, which needs none")
        })
    }

    /// The word before the token.
    pub(crate) fn scheme(&self) -> &'static str {
        match self {
            Self::Token(token) => token.word(),
            Self::Pair(_) => "Bearer",
        }
    }
}

/// The nearest token, unless a key is nearer.
fn given_token(layers: &Layers) -> Result<Option<Guarded<Secret>>, Failure> {
    let in_environment = |key| -> Result<Option<Found>, Failure> {
        let found = layers.find(key)?;
        Ok(found.filter(|found| matches!(found.source, Source::Variable(_))))
    };
    if let Some(found) = in_environment(keys::TOKEN)? {
        return Ok(Some((Secret::new(found.text()), None)));
    }
    if let Some(found) = in_environment(keys::TOKEN_FILE)? {
        return secret::from_file(Path::new(&found.text())).map(Some);
    }
    if in_environment(keys::API_KEY_ID)?.is_some() || layers.ignores_service {
        return Ok(None);
    }
    if let Some(found) = layers.in_profile(keys::TOKEN) {
        return Ok(Some((Secret::new(found.text()), None)));
    }
    if let Some(found) = layers.in_profile(keys::TOKEN_FILE) {
        return secret::from_file(Path::new(&found.text())).map(Some);
    }
    let command = layers.in_profile(keys::TOKEN_COMMAND);
    command
        .map(|found| from_command(keys::TOKEN_COMMAND, &found))
        .transpose()
}

fn key_pair(layers: &Layers) -> Result<Option<Guarded<Credentials>>, Failure> {
    let Some(id) = layers.find(keys::API_KEY_ID)? else {
        return Ok(None);
    };
    let secret = match layers.find(keys::API_KEY_SECRET)? {
        Some(found) => Some((Secret::new(found.text()), None)),
        None => layers
            .in_profile(keys::API_KEY_SECRET_COMMAND)
            .map(|found| from_command(keys::API_KEY_SECRET_COMMAND, &found))
            .transpose()?,
    };
    let (secret, warning) = secret.ok_or_else(|| {
        Failure::new(
            Kind::Settings,
            "there is an API key's id, but not its secret",
        )
        .hint("set `ENGAGEMENTS_API_KEY_SECRET`, or `api_key_secret_command` in the profile")
    })?;
    Ok(Some((
        Credentials::Pair(KeyPair {
            id: id.text(),
            secret,
        }),
        warning,
    )))
}

fn from_command(key: Key, found: &Found) -> Result<Guarded<Secret>, Failure> {
    let secret = secret::from_command(&found.words).map_err(|why| found.bad(key, why))?;
    Ok((secret, None))
}

impl Token {
    /// A token as it was given. A `scheme` that was asked for wins over the word that the text
    /// itself may begin with.
    ///
    /// # Errors
    /// A settings failure if the text cannot be a token.
    pub(crate) fn new(text: &str, scheme: Option<Scheme>) -> Result<Self, Failure> {
        let text = text.trim_matches(['\r', '\n', ' ', '\t']);
        let schemes = [("token", Scheme::Token), ("bearer", Scheme::Bearer)];
        let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let word = schemes
            .iter()
            .find(|(word, _)| first.eq_ignore_ascii_case(word));
        let bare = if word.is_some() {
            rest.trim_start()
        } else {
            text
        };
        if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            let message = "the token is empty or has characters no token has";
            return Err(Failure::new(Kind::Settings, message)
                .hint("set `ENGAGEMENTS_TOKEN` to the token alone, in one line"));
        }
        let scheme = scheme
            .or(word.map(|(_, scheme)| *scheme))
            .unwrap_or(Scheme::Token);
        Ok(Self {
            scheme,
            secret: Secret::new(bare.to_owned()),
        })
    }

    fn word(&self) -> &'static str {
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
        let mut value = HeaderValue::from_str(&format!("{} {}", self.word(), self.secret.reveal()))
            .map_err(|_| Failure::new(Kind::Settings, "the token cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Token;
    use crate::cli::Scheme;

    fn header(token: &str, scheme: Option<Scheme>) -> Option<String> {
        let value = Token::new(token, scheme).ok()?.authorization().ok()?;
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
        let token = Token::new("geheim", None).unwrap();
        let header = token.authorization().unwrap();
        assert!(!format!("{token:?} {header:?}").contains("geheim"));
    }
}
