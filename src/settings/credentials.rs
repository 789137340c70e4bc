//! The credentials of a run: a token and where it comes from, or an API key.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::keys::SettingKey;
use super::secret;
use super::sources::{ResolvedSetting, SettingSources};
use crate::error::{CliError, ErrorKind};
use crate::values::auth_scheme::AuthScheme;
use crate::values::secret::Secret;

/// The credentials of a run.
#[derive(Clone, Debug)]
pub(crate) enum Credentials {
    /// A token, as it was at the start of the run, and the setting that it can be read from again.
    Token { token: Token, source: TokenSource },
    /// A key that tokens are created with.
    Pair(ApiKey),
}

/// The setting that a token comes from.
#[derive(Clone, Debug)]
pub(crate) struct TokenSource {
    setting: ResolvedSetting,
    scheme: Option<AuthScheme>,
}

/// A token with its authentication scheme.
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

/// The settings that hold credentials; within one source the first counts.
pub(super) const CREDENTIAL_KEYS: [SettingKey; 4] = [
    SettingKey::Token,
    SettingKey::TokenFile,
    SettingKey::TokenCommand,
    SettingKey::ApiKeyId,
];

impl Credentials {
    /// Reads the credentials that a setting holds or leads to. `scheme` is the configured one.
    ///
    /// # Errors
    /// Settings, or usage for a variable: they cannot be read, or are none.
    pub(super) fn read(
        setting: &ResolvedSetting,
        scheme: Option<AuthScheme>,
        sources: &SettingSources,
    ) -> Result<Self, CliError> {
        if setting.key == SettingKey::ApiKeyId {
            return ApiKey::read(sources, setting).map(Self::Pair);
        }
        let source = TokenSource {
            setting: setting.clone(),
            scheme,
        };
        let token = source.read()?;
        Ok(Self::Token { token, source })
    }

    /// Returns a warning if others can read the token file.
    pub(super) fn warning(&self) -> Option<String> {
        match self {
            Self::Token { source, .. } => secret::read_warning(&source.file()?),
            Self::Pair(_) => None,
        }
    }

    /// Returns the secret part.
    pub(crate) fn secret(&self) -> &Secret {
        match self {
            Self::Token { token, .. } => token.secret(),
            Self::Pair(pair) => &pair.secret,
        }
    }

    /// Returns where they came from, for error messages.
    pub(crate) fn origin(&self) -> String {
        match self {
            Self::Token { source, .. } => source.setting.origin(),
            Self::Pair(key) => format!("the API key `{}`", key.id),
        }
    }

    /// Returns the word of the `Authorization` header.
    pub(crate) fn scheme(&self) -> &'static str {
        match self {
            Self::Token { token, .. } => token.scheme.as_str(),
            Self::Pair(_) => AuthScheme::Bearer.as_str(),
        }
    }
}

impl TokenSource {
    /// Reads the token again; `None` if it cannot have changed.
    ///
    /// # Errors
    /// As [`Credentials::read`].
    pub(crate) fn read_again(&self) -> Result<Option<Token>, CliError> {
        let can_change = self.file().is_some() || self.setting.key == SettingKey::TokenCommand;
        can_change.then(|| self.read()).transpose()
    }

    /// Returns the token file; stdin is none.
    fn file(&self) -> Option<PathBuf> {
        let is_file = self.setting.key == SettingKey::TokenFile;
        self.setting.file().filter(|_| is_file)
    }

    fn read(&self) -> Result<Token, CliError> {
        let secret = load_secret(&self.setting)?;
        Token::new(secret.expose(), self.scheme).map_err(|reason| {
            let hint = "use the token alone, in one line";
            self.setting.unusable(reason).hint(hint)
        })
    }
}

/// Reads the secret that a setting is or leads to.
fn load_secret(setting: &ResolvedSetting) -> Result<Secret, CliError> {
    match setting.key {
        SettingKey::TokenFile => secret::from_file(Path::new(&setting.text())),
        SettingKey::TokenCommand | SettingKey::ApiKeySecretCommand => {
            secret::from_command(&setting.words).map_err(|reason| setting.unusable(reason))
        }
        _ => Ok(Secret::new(setting.text().to_string_lossy().into_owned())),
    }
}

impl ApiKey {
    fn read(sources: &SettingSources, id: &ResolvedSetting) -> Result<Self, CliError> {
        let secrets = [SettingKey::ApiKeySecret, SettingKey::ApiKeySecretCommand];
        let secret = sources.nearest(&secrets).ok_or_else(|| {
            let message = "no secret configured for the API key";
            CliError::new(ErrorKind::Settings, message).hint(
                "set `ENGAGEMENTS_API_KEY_SECRET`, or `api_key_secret_command` in the profile",
            )
        })?;
        let part = |setting: &ResolvedSetting| {
            let text = load_secret(setting)?;
            key_part(text.expose()).map_err(|reason| setting.unusable(reason))
        };
        Ok(Self {
            id: part(id)?,
            secret: Secret::new(part(secret)?),
        })
    }

    /// Returns the request body that creates a token for all sites of the key.
    pub(crate) fn body(&self) -> String {
        let Self { id, secret } = self;
        serde_json::json!({"api_key_id": id, "api_key_secret": secret.expose()}).to_string()
    }
}

/// Checks the ID or the secret of an API key.
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
        if is_quoted(text) || is_quoted(bare) {
            return Err(IN_QUOTES);
        }
        if !bare.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("it has characters that no token has");
        }
        Ok(Self {
            scheme: scheme.or(prefix).unwrap_or(AuthScheme::Token),
            secret: Secret::new(bare.to_owned()),
        })
    }

    /// Returns the secret part.
    pub(crate) fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns the value of `Authorization`.
    pub(crate) fn authorization(&self) -> Secret {
        Secret::new(format!("{} {}", self.scheme.as_str(), self.secret.expose()))
    }
}

impl AuthScheme {
    /// Returns the word of the `Authorization` header.
    fn as_str(self) -> &'static str {
        match self {
            Self::Token => "Token",
            Self::Bearer => "Bearer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Token;
    use crate::values::auth_scheme::AuthScheme;

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
