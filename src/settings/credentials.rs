//! Where the token comes from, and what becomes of it.

use std::path::{Path, PathBuf};

use reqwest::header::HeaderValue;

use super::keys::SettingKey;
use super::secret::{self, LoadedSecret, Secret};
use super::sources::{ResolvedSetting, SettingSources};
use crate::cli::AuthScheme;
use crate::error::{CliError, ErrorKind};

/// What the service knows us by (facts, "Credentials").
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// A token, and where it can be read again.
    Token {
        /// As it was at the start of the run.
        token: Token,
        /// Where it came from, if from a setting.
        source: Option<TokenSource>,
    },
    /// A key with which tokens are minted.
    Pair(ApiKey),
}

/// Where a token came from.
#[derive(Clone, Debug)]
pub(crate) struct TokenSource {
    location: Location,
    scheme: Option<AuthScheme>,
}

#[derive(Clone, Debug)]
enum Location {
    /// `--token-file`.
    Option(PathBuf),
    /// A variable or a setting of the profile.
    Setting(ResolvedSetting),
}

/// A token with the word before it.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    scheme: AuthScheme,
    secret: Secret,
}

/// An API key.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    /// `api_key_id`.
    pub(crate) id: String,
    /// `api_key_secret`.
    pub(crate) secret: Secret,
}

/// The settings that say who we are; of those in one source the first counts.
const CREDENTIAL_KEYS: [SettingKey; 4] = [
    SettingKey::Token,
    SettingKey::TokenFile,
    SettingKey::TokenCommand,
    SettingKey::ApiKeyId,
];

impl Credentials {
    /// The nearest credentials, whatever their kind: option, then environment, then profile; and
    /// what is worth a warning about where they were found.
    ///
    /// # Errors
    /// A settings failure if there are none, or they cannot be read.
    pub(crate) fn find(
        sources: &SettingSources,
        token_file: Option<&Path>,
        scheme: Option<AuthScheme>,
    ) -> Result<(Self, Option<String>), CliError> {
        let location = if let Some(file) = token_file {
            Location::Option(file.to_owned())
        } else {
            let found = sources.find_first(&CREDENTIAL_KEYS)?.ok_or_else(|| {
                CliError::new(ErrorKind::Settings, "no API token configured")
                    .hint("set `ENGAGEMENTS_TOKEN`; `--sandbox` needs none")
            })?;
            if found.key == SettingKey::ApiKeyId {
                let (pair, warning) = ApiKey::find(sources, &found)?;
                return Ok((Self::Pair(pair), warning));
            }
            Location::Setting(found)
        };
        let source = TokenSource { location, scheme };
        let (token, warning) = source.read()?;
        let source = Some(source);
        Ok((Self::Token { token, source }, warning))
    }

    /// What must not be seen of them.
    pub(crate) fn secret(&self) -> &Secret {
        match self {
            Self::Token { token, .. } => token.secret(),
            Self::Pair(pair) => &pair.secret,
        }
    }

    /// Returns where they came from, for error messages.
    pub(crate) fn origin(&self) -> String {
        match self {
            Self::Token { source: None, .. } => "the sandbox".to_owned(),
            Self::Token {
                source: Some(source),
                ..
            } => match &source.location {
                Location::Option(file) => format!("the token file `{}`", file.display()),
                Location::Setting(found) => found.origin(),
            },
            Self::Pair(key) => format!("the API key `{}`", key.id),
        }
    }

    /// The word before the token.
    pub(crate) fn scheme(&self) -> &'static str {
        match self {
            Self::Token { token, .. } => token.word(),
            Self::Pair(_) => AuthScheme::Bearer.word(),
        }
    }
}

impl TokenSource {
    /// Reads the token once more; `None` if it cannot have changed.
    ///
    /// # Errors
    /// Settings: it cannot be read, or is no token.
    pub(crate) fn read_again(&self) -> Result<Option<Token>, CliError> {
        let can_change = match &self.location {
            Location::Option(file) => file != Path::new("-"),
            Location::Setting(found) if found.key == SettingKey::TokenFile => found.text() != "-",
            Location::Setting(found) => found.key == SettingKey::TokenCommand,
        };
        let token = can_change.then(|| self.read()).transpose()?;
        Ok(token.map(|(token, _)| token))
    }

    /// Reads the token. Also returns a warning about the place.
    fn read(&self) -> Result<(Token, Option<String>), CliError> {
        let given = match &self.location {
            Location::Option(file) => secret::from_file(file)?,
            Location::Setting(found) => LoadedSecret::of(found)?,
        };
        let token = Token::new(given.secret.expose(), self.scheme).map_err(|why| {
            CliError::new(
                given.kind,
                format!("{} cannot be used: {why}", given.origin),
            )
            .hint("it is to be the token alone, in one line")
        })?;
        Ok((token, given.warning))
    }
}

impl ApiKey {
    /// The key with this id, and a warning about where its secret was found.
    fn find(
        sources: &SettingSources,
        id: &ResolvedSetting,
    ) -> Result<(Self, Option<String>), CliError> {
        let secrets = [SettingKey::ApiKeySecret, SettingKey::ApiKeySecretCommand];
        let found = sources.find_first(&secrets)?.ok_or_else(|| {
            let message = "there is an API key's id, but not its secret";
            CliError::new(ErrorKind::Settings, message).hint(
                "set `ENGAGEMENTS_API_KEY_SECRET`, or `api_key_secret_command` in the profile",
            )
        })?;
        let given = LoadedSecret::of(&found)?;
        let pair = Self {
            id: key_part(&id.text()).map_err(|why| id.bad(why))?,
            secret: Secret::new(key_part(given.secret.expose()).map_err(|why| found.bad(why))?),
        };
        Ok((pair, given.warning))
    }

    /// The body that a token is minted with. Without sites in it the token is for all of the key's.
    pub(crate) fn body(&self) -> String {
        let Self { id, secret } = self;
        serde_json::json!({"api_key_id": id, "api_key_secret": secret.expose()}).to_string()
    }
}

/// Returns the id or the secret of an API key as it is sent.
fn key_part(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("it is empty"),
        text if is_quoted(text) => Err(IN_QUOTES),
        text => Ok(text.to_owned()),
    }
}

const IN_QUOTES: &str = "it is in quotes: remove them";

/// `docker run --env-file` and systemd credentials keep the quotes of a file.
fn is_quoted(text: &str) -> bool {
    text.starts_with(['"', '\''])
}

impl LoadedSecret {
    /// The secret that a setting holds or leads to.
    fn of(found: &ResolvedSetting) -> Result<Self, CliError> {
        let secret = match found.key {
            SettingKey::TokenFile => return secret::from_file(Path::new(&found.text())),
            SettingKey::TokenCommand | SettingKey::ApiKeySecretCommand => {
                secret::from_command(&found.words).map_err(|why| found.bad(why))?
            }
            _ => Secret::new(found.text()),
        };
        Ok(Self {
            secret,
            origin: found.origin(),
            kind: found.kind(),
            warning: None,
        })
    }
}

impl Token {
    /// A token as it was given. A `scheme` that was asked for wins over the word that the text
    /// itself may begin with.
    ///
    /// # Errors
    /// Why the text cannot be a token.
    pub(crate) fn new(text: &str, scheme: Option<AuthScheme>) -> Result<Self, &'static str> {
        let text = text.trim_matches(['\r', '\n', ' ', '\t']);
        let schemes = [("token", AuthScheme::Token), ("bearer", AuthScheme::Bearer)];
        let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let word = schemes
            .iter()
            .find(|(word, _)| first.eq_ignore_ascii_case(word));
        let bare = if word.is_some() {
            rest.trim_start()
        } else {
            text
        };
        if bare.is_empty() {
            return Err("there is no token in it");
        }
        if is_quoted(text) || is_quoted(bare) {
            return Err(IN_QUOTES);
        }
        if !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it has characters that no token has");
        }
        let scheme = scheme
            .or(word.map(|(_, scheme)| *scheme))
            .unwrap_or(AuthScheme::Token);
        Ok(Self {
            scheme,
            secret: Secret::new(bare.to_owned()),
        })
    }

    /// What must not be seen of it.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    fn word(&self) -> &'static str {
        self.scheme.word()
    }

    /// The value of `Authorization`, marked so that no trace prints it.
    ///
    /// # Errors
    /// None in practice: a token is plain ASCII.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, CliError> {
        let mut value = HeaderValue::from_str(&format!("{} {}", self.word(), self.secret.expose()))
            .map_err(|_| {
                CliError::new(ErrorKind::Settings, "the token cannot be sent in a header")
            })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl AuthScheme {
    /// The word as it is sent.
    fn word(self) -> &'static str {
        match self {
            Self::Token => "Token",
            Self::Bearer => "Bearer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Token;
    use crate::cli::AuthScheme;

    fn header(token: &str, scheme: Option<AuthScheme>) -> Option<String> {
        let value = Token::new(token, scheme).ok()?.authorization().ok()?;
        Some(value.to_str().unwrap().to_owned())
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
        let header = token.authorization().unwrap();
        assert!(!format!("{token:?} {header:?}").contains("geheim"));
    }
}
