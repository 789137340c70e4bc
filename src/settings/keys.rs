//! The settings that a profile can hold, by their names.

use clap::ValueEnum;

/// A setting. Its name is the key in a profile and the ID of its option, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum SettingKey {
    BaseUrl,
    AuthScheme,
    Token,
    TokenFile,
    TokenCommand,
    ApiKeyId,
    ApiKeySecret,
    ApiKeySecretCommand,
    SiteIds,
    OperatorIds,
    Concurrency,
    Timeout,
    ConnectTimeout,
    Retries,
    MaxWait,
    CaCert,
    Tz,
    Color,
    Output,
    ErrorFormat,
}

/// How the value of a setting is read and displayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SettingKind {
    /// Text, or a list of texts that is displayed comma-separated.
    Text,
    /// A URL, which may be invalid and contain a password.
    Address,
    /// A path; in a profile it is relative to the config file.
    File,
    /// The arguments of a command.
    Command,
    /// A secret.
    Secret,
}

impl SettingKey {
    /// Returns all settings, in the order of `config show`.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Self::value_variants().iter().copied()
    }

    /// Returns the setting of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// Returns its name.
    pub(crate) fn name(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }

    /// Returns its environment variable, if it has one.
    pub(crate) fn variable(self) -> Option<String> {
        match self {
            Self::TokenCommand
            | Self::ApiKeySecretCommand
            | Self::Timeout
            | Self::ConnectTimeout
            | Self::Retries
            | Self::MaxWait
            | Self::CaCert
            | Self::Color => None,
            _ => Some(format!("ENGAGEMENTS_{}", self.name().to_uppercase())),
        }
    }

    /// Returns how its value is read and displayed.
    pub(crate) fn kind(self) -> SettingKind {
        match self {
            Self::BaseUrl => SettingKind::Address,
            Self::TokenFile | Self::CaCert => SettingKind::File,
            Self::TokenCommand | Self::ApiKeySecretCommand => SettingKind::Command,
            Self::Token | Self::ApiKeySecret => SettingKind::Secret,
            _ => SettingKind::Text,
        }
    }

    /// Returns whether it belongs to one API, and does not apply to the sandbox.
    pub(crate) fn is_connection(self) -> bool {
        self <= Self::OperatorIds
    }
}
