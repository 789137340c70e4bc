//! The settings that have a name in the environment or in a profile: one table for look-up, the
//! profile's known keys and `config show`.

/// What the value of a setting is, which decides how it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A text, or a list of texts that is shown comma-separated.
    Text,
    /// An address, which may be wrong and hold a password.
    Address,
    /// A file; in a profile it may be told from where the config file is.
    File,
    /// The words of a command.
    Command,
    /// A secret.
    Secret,
}

/// A setting by its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The key in a profile.
    pub(crate) name: &'static str,
    /// The environment variable, if it has one.
    pub(crate) variable: Option<&'static str>,
    /// What holds if nobody says anything; empty for nothing.
    pub(crate) default: &'static str,
    /// What its value is.
    pub(crate) form: Form,
    /// Whether it belongs to one service, and so is left alone while another (the practice
    /// server) is used.
    pub(crate) is_of_service: bool,
}

const fn key(name: &'static str, variable: &'static str, default: &'static str) -> Key {
    Key {
        name,
        variable: Some(variable),
        default,
        form: Form::Text,
        is_of_service: false,
    }
}

const fn profile_only(name: &'static str, default: &'static str) -> Key {
    Key {
        variable: None,
        ..key(name, "", default)
    }
}

impl Key {
    const fn of_service(self) -> Self {
        Self {
            is_of_service: true,
            ..self
        }
    }

    const fn holds(self, form: Form) -> Self {
        Self { form, ..self }
    }
}

/// The address of the API; the default is that of its document.
pub(crate) const BASE_URL: Key = key(
    "base_url",
    "ENGAGEMENTS_BASE_URL",
    "https://api.salemove.com",
)
.of_service()
.holds(Form::Address);
/// The word before the token.
pub(crate) const AUTH_SCHEME: Key =
    key("auth_scheme", "ENGAGEMENTS_AUTH_SCHEME", "token").of_service();
/// Sites to list, comma-separated or a list.
pub(crate) const SITE_IDS: Key = key("site_ids", "ENGAGEMENTS_SITE_IDS", "").of_service();
/// Operators to list, likewise.
pub(crate) const OPERATOR_IDS: Key =
    key("operator_ids", "ENGAGEMENTS_OPERATOR_IDS", "").of_service();
/// The token itself.
pub(crate) const TOKEN: Key = key("token", "ENGAGEMENTS_TOKEN", "")
    .of_service()
    .holds(Form::Secret);
/// A file that holds the token.
pub(crate) const TOKEN_FILE: Key = key("token_file", "ENGAGEMENTS_TOKEN_FILE", "")
    .of_service()
    .holds(Form::File);
/// A command, as a list of words, whose first line of output is the token.
pub(crate) const TOKEN_COMMAND: Key = profile_only("token_command", "")
    .of_service()
    .holds(Form::Command);
/// The id of an API key, with which tokens are minted.
pub(crate) const API_KEY_ID: Key = key("api_key_id", "ENGAGEMENTS_API_KEY_ID", "").of_service();
/// Its secret.
pub(crate) const API_KEY_SECRET: Key = key("api_key_secret", "ENGAGEMENTS_API_KEY_SECRET", "")
    .of_service()
    .holds(Form::Secret);
/// A command, as a list of words, whose first line of output is that secret.
pub(crate) const API_KEY_SECRET_COMMAND: Key = profile_only("api_key_secret_command", "")
    .of_service()
    .holds(Form::Command);
/// Requests in flight.
pub(crate) const CONCURRENCY: Key = key("concurrency", "ENGAGEMENTS_CONCURRENCY", "8");
/// Deadline of one attempt.
pub(crate) const TIMEOUT: Key = profile_only("timeout", "30s");
/// Deadline of one connection.
pub(crate) const CONNECT_TIMEOUT: Key = profile_only("connect_timeout", "10s");
/// Attempts after the first.
pub(crate) const RETRIES: Key = profile_only("retries", "4");
/// The longest that all waits of a run may take.
pub(crate) const MAX_WAIT: Key = profile_only("max_wait", "5m");
/// Further root certificates.
pub(crate) const CA_CERT: Key = profile_only("ca_cert", "").holds(Form::File);
/// The zone of times.
pub(crate) const TZ: Key = key("tz", "ENGAGEMENTS_TZ", "utc");
/// Whether to use colour.
pub(crate) const COLOR: Key = profile_only("color", "auto");
/// The format of the output.
pub(crate) const OUTPUT: Key = key("output", "ENGAGEMENTS_OUTPUT", "table");
/// How errors are written.
pub(crate) const ERROR_FORMAT: Key = key("error_format", "ENGAGEMENTS_ERROR_FORMAT", "text");

/// Every setting, in the order in which they are shown.
pub(crate) const ALL: &[Key] = &[
    BASE_URL,
    AUTH_SCHEME,
    TOKEN,
    TOKEN_FILE,
    TOKEN_COMMAND,
    API_KEY_ID,
    API_KEY_SECRET,
    API_KEY_SECRET_COMMAND,
    SITE_IDS,
    OPERATOR_IDS,
    CONCURRENCY,
    TIMEOUT,
    CONNECT_TIMEOUT,
    RETRIES,
    MAX_WAIT,
    CA_CERT,
    TZ,
    COLOR,
    OUTPUT,
    ERROR_FORMAT,
];
