//! A setting: its key, its value, and where it comes from.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use clap::{Arg, Command, ValueEnum};

use crate::clap_error;
use crate::cli;
use crate::error::{CliError, ErrorKind};
use crate::sanitize::quoted;
use crate::values::base_url::redact_userinfo;
use crate::values::secret::MASK;

/// The key of a setting. Its name is the key in a profile and the ID of its option, if it has one.
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

impl SettingKey {
    /// Returns all keys, in the order of `config show`.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Self::value_variants().iter().copied()
    }

    /// Returns the key of this name.
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

    /// Returns whether it belongs to one API, and does not apply to the sandbox.
    pub(super) fn is_connection(self) -> bool {
        // The settings of one API come first.
        self <= Self::OperatorIds
    }

    /// Returns whether its value is a path; in a profile it is relative to the config file.
    pub(super) fn is_file(self) -> bool {
        matches!(self, Self::TokenFile | Self::CaCert)
    }

    /// Returns whether its value is the words of a command.
    pub(super) fn is_command(self) -> bool {
        matches!(self, Self::TokenCommand | Self::ApiKeySecretCommand)
    }

    /// Returns whether its value is a secret.
    pub(super) fn is_secret(self) -> bool {
        matches!(self, Self::Token | Self::ApiKeySecret)
    }
}

/// Where a setting comes from; the nearest source counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SettingSource {
    Option,
    Sandbox,
    Variable,
    Profile,
}

/// A setting that was given. It has no `Debug`, since its value may be a secret.
#[derive(Clone)]
pub(crate) struct Setting {
    pub(super) key: SettingKey,
    /// Its text, or the texts of a list.
    pub(super) words: Vec<OsString>,
    pub(super) source: SettingSource,
    /// Where it was found, for `config show`; in a profile the file and the line.
    pub(super) place: String,
    /// Why its value is invalid.
    pub(super) error: Option<CliError>,
}

impl Setting {
    /// Creates a setting that is valid as far as is known.
    pub(super) fn new(
        key: SettingKey,
        words: Vec<OsString>,
        source: SettingSource,
        place: impl Into<String>,
    ) -> Self {
        Self {
            key,
            words,
            source,
            place: place.into(),
            error: None,
        }
    }

    /// Checks the value with the parser of its option, if it has one.
    pub(super) fn validate(&mut self, command: &Command) {
        let (text, option) = (self.text(), cli::setting_option(command, &self.key.name()));
        if !self.key.is_file() && text.to_str().is_none() {
            self.error = Some(self.unusable("it is not UTF-8"));
        } else if let Some(name) = option.and_then(Arg::get_long) {
            let mut option = OsString::from(format!("--{name}="));
            option.push(text);
            let line = [OsStr::new("engagements"), OsStr::new("list"), &option];
            let error = command.clone().try_get_matches_from(line).err();
            self.error = error.map(|error| self.invalid(clap_error::reason(&error)));
        }
    }

    /// Returns its value as one text; lists are comma-separated.
    pub(super) fn text(&self) -> OsString {
        self.words.join(OsStr::new(","))
    }

    /// Returns the token file, if it is one; `-` is stdin.
    pub(super) fn token_file(&self) -> Option<PathBuf> {
        let is_file = self.key == SettingKey::TokenFile && self.text() != "-";
        is_file.then(|| self.text().into())
    }

    /// Returns its value as it may be displayed.
    pub(super) fn redacted(&self) -> String {
        let text = self.text().to_string_lossy().into_owned();
        match self.key {
            SettingKey::BaseUrl => redact_userinfo(&text),
            key if key.is_secret() => MASK.to_owned(),
            key if key.is_command() => {
                let words = self.words.iter();
                let words = words.map(|word| quoted(&word.to_string_lossy()));
                words.collect::<Vec<_>>().join(" ")
            }
            _ => text,
        }
    }

    /// Returns where it comes from, for error messages.
    pub(super) fn origin(&self) -> String {
        let (name, place) = (self.name(), &self.place);
        match self.source {
            _ if self.key == SettingKey::TokenFile => {
                format!("the token file `{}`", self.redacted())
            }
            SettingSource::Profile => format!("{place}: `{name}`"),
            SettingSource::Variable => format!("the environment variable `{name}`"),
            SettingSource::Option | SettingSource::Sandbox => format!("the {place}"),
        }
    }

    /// Returns the error for an invalid value.
    pub(super) fn invalid(&self, reason: impl fmt::Display) -> CliError {
        let place = match self.source {
            SettingSource::Profile => format!("{}: ", self.place),
            _ => String::new(),
        };
        let (value, name) = (self.redacted(), self.name());
        let message = format!("{place}invalid value `{value}` for `{name}`: {reason}");
        CliError::new(self.error_kind(), message)
    }

    /// Returns the error for a secret or a command that cannot be used.
    pub(super) fn unusable(&self, reason: impl fmt::Display) -> CliError {
        let message = format!("{} cannot be used: {reason}", self.origin());
        CliError::new(self.error_kind(), message)
    }

    /// Returns how its source names it.
    fn name(&self) -> String {
        let name = self.key.name();
        match self.source {
            SettingSource::Option => format!("--{}", name.replace('_', "-")),
            SettingSource::Variable => self.key.variable().unwrap_or(name),
            SettingSource::Sandbox | SettingSource::Profile => name,
        }
    }

    fn error_kind(&self) -> ErrorKind {
        if self.source == SettingSource::Profile || self.key == SettingKey::TokenFile {
            ErrorKind::Settings
        } else {
            ErrorKind::Usage
        }
    }
}
