//! A token and its authentication scheme.

use clap::ValueEnum;

use super::secret::Secret;

/// The authentication scheme before the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuthScheme {
    /// For a personal API token
    Token,
    /// For a bearer token, which newer deployments want
    Bearer,
}

/// A token with its authentication scheme.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) scheme: AuthScheme,
    pub(crate) secret: Secret,
}

/// Checks that a secret is not in quotes: `docker run --env-file` and systemd credentials keep those of
/// their files.
///
/// # Errors
/// What to do.
pub(crate) fn ensure_unquoted(text: &str) -> Result<(), &'static str> {
    if text.starts_with(['"', '\'']) {
        Err("it is in quotes: remove them")
    } else {
        Ok(())
    }
}

impl Token {
    /// Checks a token. A configured `scheme` wins over the one that the text may begin with.
    ///
    /// # Errors
    /// The reason why the text is no token.
    pub(crate) fn new(text: &str, scheme: Option<AuthScheme>) -> Result<Self, &'static str> {
        let text = text.trim_matches(['\r', '\n', ' ', '\t']);
        let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let (prefix, bare) = match AuthScheme::from_str(word, true) {
            Ok(prefix) => (Some(prefix), rest.trim_start()),
            Err(_) => (None, text),
        };
        if bare.is_empty() {
            return Err("there is no token in it");
        }
        ensure_unquoted(text)?;
        ensure_unquoted(bare)?;
        if !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it has characters that no token has");
        }
        Ok(Self {
            scheme: scheme.or(prefix).unwrap_or(AuthScheme::Token),
            secret: Secret::new(bare.to_owned()),
        })
    }

    /// Returns the value of `Authorization`.
    pub(crate) fn authorization(&self) -> Secret {
        Secret::new(format!("{} {}", self.scheme.as_str(), self.secret.expose()))
    }
}

impl AuthScheme {
    /// Returns the word of the `Authorization` header.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Token => "Token",
            Self::Bearer => "Bearer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthScheme, Token};

    fn header(token: &str, scheme: Option<AuthScheme>) -> Option<String> {
        let token = Token::new(token, scheme).ok()?;
        Some(token.authorization().expose().to_owned())
    }

    #[test]
    fn token_scheme_prefix_is_optional() {
        for (token, scheme, expected) in [
            ("abc", None, Some("Token abc")),
            ("abc\r\n", None, Some("Token abc")),
            ("abc", Some(AuthScheme::Bearer), Some("Bearer abc")),
            ("Token abc", None, Some("Token abc")),
            ("bearer  abc", None, Some("Bearer abc")),
            ("Bearer abc", Some(AuthScheme::Token), Some("Token abc")),
            ("Tokenabc", None, Some("Token Tokenabc")),
            ("", None, None),
            ("Token ", None, None),
            ("a b", None, None),
            ("a\nb", None, None),
            ("a\u{7f}", None, None),
            ("é", None, None),
            ("\"abc\"", None, None),
            ("'Token abc'", None, None),
            ("Token 'abc'", None, None),
        ] {
            assert_eq!(
                header(token, scheme).as_deref(),
                expected,
                "{token:?} {scheme:?}"
            );
        }
    }

    #[test]
    fn debug_output_hides_token() {
        let token = Token::new("geheim", None).unwrap();
        assert!(!format!("{token:?}").contains("geheim"));
    }
}
