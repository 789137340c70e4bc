//! The credentials of a run: a token, or an API key. They are settings, or in a file, or the output of a
//! command.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use super::setting::{Setting, SettingKey};
use super::sources::SettingSources;
use crate::encoding::decode;
use crate::error::{CliError, ErrorKind};
use crate::stream::Stdin;
use crate::values::secret::Secret;
use crate::values::token::{AuthScheme, Token, ensure_unquoted};

/// The maximum length of a secret in bytes.
const MAX_LEN: u64 = 64 * 1024;

/// The settings that hold credentials; within one source the first counts.
pub(super) const CREDENTIAL_KEYS: [SettingKey; 4] = [
    SettingKey::Token,
    SettingKey::TokenFile,
    SettingKey::TokenCommand,
    SettingKey::ApiKeyId,
];

/// The credentials of a run.
#[derive(Clone)]
pub(crate) enum Credentials {
    /// A token, as it was at the start of the run.
    Token {
        token: Token,
        /// The setting that it comes from.
        setting: Setting,
        /// The scheme that is configured.
        scheme: Option<AuthScheme>,
    },
    /// A key that tokens are created with.
    Pair(ApiKey),
}

/// An API key.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    /// `api_key_id`.
    id: String,
    /// `api_key_secret`.
    secret: Secret,
}

impl Credentials {
    /// Reads the credentials that a setting holds or leads to. `scheme` is the configured one.
    ///
    /// # Errors
    /// Settings, or usage for a variable: they cannot be read, or are none.
    pub(super) fn read(
        setting: &Setting,
        scheme: Option<AuthScheme>,
        sources: &SettingSources,
    ) -> Result<Self, CliError> {
        if setting.key == SettingKey::ApiKeyId {
            return ApiKey::read(setting, sources).map(Self::Pair);
        }
        Ok(Self::Token {
            token: read_token(setting, scheme)?,
            setting: setting.clone(),
            scheme,
        })
    }

    /// Reads the token again; `None` if it cannot have changed.
    ///
    /// # Errors
    /// As [`Credentials::read`].
    pub(crate) fn read_again(&self) -> Result<Option<Token>, CliError> {
        match self {
            Self::Token {
                setting, scheme, ..
            } if setting.key == SettingKey::TokenCommand || setting.token_file().is_some() => {
                read_token(setting, *scheme).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Returns the secret part.
    pub(crate) fn secret(&self) -> &Secret {
        match self {
            Self::Token { token, .. } => &token.secret,
            Self::Pair(key) => &key.secret,
        }
    }

    /// Returns where they came from, for error messages.
    pub(crate) fn origin(&self) -> String {
        match self {
            Self::Token { setting, .. } => setting.origin(),
            Self::Pair(key) => format!("the API key `{}`", key.id),
        }
    }

    /// Returns the scheme of the `Authorization` header.
    pub(crate) fn scheme(&self) -> AuthScheme {
        match self {
            Self::Token { token, .. } => token.scheme,
            Self::Pair(_) => AuthScheme::Bearer,
        }
    }
}

impl ApiKey {
    fn read(id: &Setting, sources: &SettingSources) -> Result<Self, CliError> {
        let secrets = [SettingKey::ApiKeySecret, SettingKey::ApiKeySecretCommand];
        let secret = sources.nearest(&secrets).ok_or_else(|| {
            let message = "no secret configured for the API key";
            CliError::new(ErrorKind::Settings, message).hint(
                "set `ENGAGEMENTS_API_KEY_SECRET`, or `api_key_secret_command` in the profile",
            )
        })?;
        let read = |setting: &Setting| {
            let text = read_secret(setting)?.trim().to_owned();
            if text.is_empty() {
                return Err(setting.unusable("it is empty"));
            }
            ensure_unquoted(&text).map_err(|reason| setting.unusable(reason))?;
            Ok(text)
        };
        Ok(Self {
            id: read(id)?,
            secret: Secret::new(read(secret)?),
        })
    }

    /// Returns the request body that creates a token for all sites of the key.
    pub(crate) fn body(&self) -> String {
        let Self { id, secret } = self;
        serde_json::json!({"api_key_id": id, "api_key_secret": secret.expose()}).to_string()
    }
}

fn read_token(setting: &Setting, scheme: Option<AuthScheme>) -> Result<Token, CliError> {
    let hint = "use the token alone, in one line";
    let unusable = |reason| setting.unusable(reason).hint(hint);
    Token::new(&read_secret(setting)?, scheme).map_err(unusable)
}

/// Reads the secret that a setting is or leads to.
fn read_secret(setting: &Setting) -> Result<String, CliError> {
    match setting.key {
        SettingKey::TokenFile => {
            let path = setting.text();
            read_file(Path::new(&path)).map_err(|error| {
                let message = format!("cannot read the token file `{}`: {error}", path.display());
                CliError::new(ErrorKind::Settings, message)
            })
        }
        SettingKey::TokenCommand | SettingKey::ApiKeySecretCommand => {
            run_command(&setting.words).map_err(|reason| setting.unusable(reason))
        }
        _ => Ok(setting.text().to_string_lossy().into_owned()),
    }
}

/// Reads the first line of a file, or of stdin for `-`.
fn read_file(path: &Path) -> io::Result<String> {
    if path == Path::new("-") {
        // A buffer of one byte: what follows the line may be the run's input.
        first_line(BufReader::with_capacity(1, Stdin))
    } else {
        first_line(BufReader::new(File::open(path)?))
    }
}

/// Returns the first line that a command prints. It runs without a shell; its stderr is shown.
///
/// # Errors
/// The reason why there is none, without the output.
fn run_command(words: &[OsString]) -> Result<String, String> {
    let Some((program, arguments)) = words.split_first() else {
        return Err("the command is empty".to_owned());
    };
    let name = program.display();
    let cannot_run = |error: io::Error| format!("cannot run `{name}`: {error}");
    let (reader, writer) = io::pipe().map_err(cannot_run)?;
    // A statement of its own: the command must be dropped, since it keeps the pipe open.
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(writer)
        .spawn()
        .map_err(cannot_run)?;
    let mut reader = BufReader::new(reader);
    let line = first_line(&mut reader);
    // Otherwise the command could block on a full pipe. The thread may outlive the command, which may
    // leave an agent behind that keeps its stdout open.
    thread::spawn(move || io::copy(&mut reader, &mut io::sink()));
    let status = child.wait().map_err(cannot_run)?;
    if !status.success() {
        return Err(format!("`{name}` failed: {status}"));
    }
    line.map_err(|error| format!("cannot read the output of `{name}`: {error}"))
}

/// Reads a line, without its end.
fn first_line(from: impl BufRead) -> io::Result<String> {
    let mut line = Vec::new();
    from.take(MAX_LEN).read_until(b'\n', &mut line)?;
    Ok(decode(line)?.trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::{OsString, run_command};

    fn run(words: &[&str]) -> Result<String, String> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        run_command(&words)
    }

    #[test]
    fn secret_command_yields_first_line_without_shell() {
        assert_eq!(run(&["printf", "a b\\nc\\n"]).unwrap(), "a b");
        assert_eq!(run(&["echo", "$HOME", "; true"]).unwrap(), "$HOME ; true");
        assert_eq!(
            run(&["false"]).unwrap_err(),
            "`false` failed: exit status: 1"
        );
        assert!(
            run(&["no-such-program"])
                .unwrap_err()
                .starts_with("cannot run `no-such-program`")
        );
        assert_eq!(run(&[]).unwrap_err(), "the command is empty");
    }

    #[test]
    fn long_output_does_not_block_secret_command() {
        let long = "echo token; head -c 500000 /dev/zero; echo";
        assert_eq!(run(&["sh", "-c", long]).unwrap(), "token");
    }
}
