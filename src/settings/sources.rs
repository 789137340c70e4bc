//! The settings that were given: as options, by the sandbox, in the environment or in the profile.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::keys::{SettingKey, SettingKind};
use crate::clap_error;
use crate::cli::{self, Cli};
use crate::environment::Environment;
use crate::error::{CliError, ErrorKind};
use crate::shell::quoted;
use crate::values::base_url::redact_userinfo;
use crate::values::secret::MASK;

/// Where a setting comes from; the nearest source counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SettingSource {
    Option,
    Sandbox,
    Variable,
    Profile,
}

/// A setting that was given.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedSetting {
    pub(crate) key: SettingKey,
    /// Its text, or the texts of a list.
    pub(crate) words: Vec<OsString>,
    pub(crate) source: SettingSource,
    /// Where it was found, for `config show`.
    pub(crate) place: String,
    /// Why its value is invalid.
    pub(crate) error: Option<CliError>,
}

/// The nearest value of each setting that was given.
#[derive(Debug, Default)]
pub(crate) struct SettingSources(BTreeMap<SettingKey, ResolvedSetting>);

impl SettingSources {
    /// Merges the settings of the profile, the environment and the sandbox. The sandbox replaces all
    /// settings that belong to one API.
    pub(super) fn collect(
        profile: Vec<ResolvedSetting>,
        environment: &Environment,
        sandbox: Option<&[(SettingKey, String)]>,
    ) -> Self {
        let variables = SettingKey::all().filter_map(|key| {
            let variable = key.variable()?;
            let value = environment.get(&variable)?.to_owned();
            let place = format!("environment variable {variable}");
            let source = SettingSource::Variable;
            Some(ResolvedSetting::new(key, vec![value], source, place))
        });
        let given = profile.into_iter().chain(variables);
        let given = given.filter(|setting| sandbox.is_none() || !setting.key.is_connection());
        let sandbox = sandbox.into_iter().flatten().map(|(key, text)| {
            let place = "sandbox".to_owned();
            ResolvedSetting::new(*key, vec![text.into()], SettingSource::Sandbox, place)
        });
        let nearest_last = given.chain(sandbox);
        Self(nearest_last.map(|setting| (setting.key, setting)).collect())
    }

    /// Parses the command line with the settings as defaults, and adds the options to them. An invalid
    /// setting keeps its error and is left out.
    ///
    /// # Errors
    /// None in practice: the command line was parsed before, without defaults.
    pub(super) fn parse(&mut self, arguments: &[OsString]) -> Result<Cli, clap::Error> {
        let command = Cli::command();
        for setting in self.0.values_mut() {
            setting.validate(&command);
        }
        let matches = self
            .with_defaults(command)
            .try_get_matches_from(arguments)?;
        self.add_options(&matches);
        Cli::from_arg_matches(&matches)
    }

    /// Makes the valid settings the defaults of the options of the same names.
    ///
    /// They are not given to clap as `env`: clap takes a variable for an option that was typed, which
    /// then conflicts with others (`ENGAGEMENTS_BASE_URL` with `--sandbox`), and an empty one for a
    /// value.
    fn with_defaults(&self, command: Command) -> Command {
        let with_default = |arg: Arg| {
            let key = SettingKey::named(arg.get_id().as_str());
            match key.and_then(|key| self.get(key)) {
                Some(setting) if setting.error.is_none() => {
                    arg.default_value(clap::builder::OsStr::from(setting.text()))
                }
                _ => arg,
            }
        };
        command
            .mut_args(with_default)
            .mut_subcommands(|command| self.with_defaults(command))
    }

    fn add_options(&mut self, mut matches: &ArgMatches) {
        while let Some((_, subcommand)) = matches.subcommand() {
            matches = subcommand;
        }
        let is_option = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        for id in matches.ids().filter(|id| is_option(id.as_str())) {
            let raw = matches.get_raw(id.as_str()).into_iter().flatten();
            if let Some(key) = SettingKey::named(id.as_str()) {
                let words = raw.map(OsStr::to_owned).collect();
                let place = "option".to_owned();
                let option = ResolvedSetting::new(key, words, SettingSource::Option, place);
                self.0.insert(key, option);
            }
        }
    }

    /// Returns a setting, if it was given.
    pub(crate) fn get(&self, key: SettingKey) -> Option<&ResolvedSetting> {
        self.0.get(&key)
    }

    /// Returns the nearest of settings that replace each other; within one source the first.
    pub(crate) fn nearest(&self, keys: &[SettingKey]) -> Option<&ResolvedSetting> {
        let given = keys.iter().filter_map(|key| self.get(*key));
        given.min_by_key(|setting| setting.source)
    }

    /// Checks that all settings are valid.
    ///
    /// # Errors
    /// The error of the first that is not.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let mut errors = self.0.values().filter_map(|setting| setting.error.clone());
        errors.next().map_or(Ok(()), Err)
    }
}

impl ResolvedSetting {
    /// Creates a setting that is valid as far as is known.
    pub(super) fn new(
        key: SettingKey,
        words: Vec<OsString>,
        source: SettingSource,
        place: String,
    ) -> Self {
        Self {
            key,
            words,
            source,
            place,
            error: None,
        }
    }

    /// Checks the value with the parser of its option, if it has one.
    fn validate(&mut self, command: &Command) {
        let text = self.text();
        if self.key.kind() != SettingKind::File && text.to_str().is_none() {
            self.error = Some(self.unusable("it is not UTF-8"));
        } else if let Some(name) =
            cli::setting_option(command, &self.key.name()).and_then(Arg::get_long)
        {
            let mut option = OsString::from(format!("--{name}="));
            option.push(text);
            let line = [OsStr::new("engagements"), OsStr::new("list"), &option];
            let error = command.clone().try_get_matches_from(line).err();
            self.error = error.map(|error| self.invalid(clap_error::reason(&error)));
        }
    }

    /// Returns the setting as one text; lists are comma-separated.
    pub(crate) fn text(&self) -> OsString {
        self.words.join(OsStr::new(","))
    }

    /// Returns the token file, if it is one; `-` is stdin.
    pub(crate) fn token_file(&self) -> Option<PathBuf> {
        let is_file = self.key == SettingKey::TokenFile && self.text() != "-";
        is_file.then(|| self.text().into())
    }

    /// Returns the setting as it may be displayed.
    pub(crate) fn redacted(&self) -> String {
        let text = self.text().to_string_lossy().into_owned();
        match self.key.kind() {
            SettingKind::Text | SettingKind::File => text,
            SettingKind::Address => redact_userinfo(&text),
            SettingKind::Command => {
                let words = self
                    .words
                    .iter()
                    .map(|word| quoted(&word.to_string_lossy()));
                words.collect::<Vec<_>>().join(" ")
            }
            SettingKind::Secret => MASK.to_owned(),
        }
    }

    /// Returns the error for an invalid value.
    pub(crate) fn invalid(&self, reason: impl fmt::Display) -> CliError {
        let (value, name) = (self.redacted(), self.name());
        let place = match self.source {
            SettingSource::Profile => format!("{}: ", self.place),
            _ => String::new(),
        };
        let message = format!("{place}invalid value `{value}` for `{name}`: {reason}");
        CliError::new(self.error_kind(), message)
    }

    /// Returns the error for a secret or a command that cannot be used.
    pub(crate) fn unusable(&self, reason: impl fmt::Display) -> CliError {
        let message = format!("{} cannot be used: {reason}", self.origin());
        CliError::new(self.error_kind(), message)
    }

    /// Returns where it comes from, for error messages.
    pub(crate) fn origin(&self) -> String {
        let name = self.name();
        match self.source {
            _ if self.key == SettingKey::TokenFile => {
                format!("the token file `{}`", self.redacted())
            }
            SettingSource::Profile => format!("{}: `{name}`", self.place),
            SettingSource::Variable => format!("the environment variable `{name}`"),
            SettingSource::Option | SettingSource::Sandbox => format!("the {}", self.place),
        }
    }

    /// Returns how its source names it.
    fn name(&self) -> String {
        let key = self.key.name();
        match self.source {
            SettingSource::Option => format!("--{}", key.replace('_', "-")),
            SettingSource::Variable => self.key.variable().unwrap_or(key),
            SettingSource::Sandbox | SettingSource::Profile => key,
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
