//! Where a setting comes from when it is not given as an option: the environment, then the profile.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use clap::builder::OsStr;
use clap::{Arg, Command};

use super::base_url::redact_userinfo;
use super::environment::Environment;
use super::keys::{SettingKey, SettingKind};
use super::profile::Profile;
use super::secret::MASK;
use crate::cli::GlobalArgs;
use crate::error::{CliError, ErrorKind};
use crate::shell::quoted;

/// The environment and the profile.
#[derive(Debug, Default)]
pub(crate) struct SettingSources {
    /// Variables, terminals, the clock.
    pub(crate) environment: Environment,
    /// The profile in use.
    pub(crate) profile: Profile,
    /// Whether the settings of a connection are ignored, because the sandbox has its own.
    pub(crate) ignores_service: bool,
}

/// A setting that was found.
#[derive(Clone, Debug)]
pub(crate) struct ResolvedSetting {
    /// Which one it is.
    pub(crate) key: SettingKey,
    /// Its text, or the texts of a list.
    pub(crate) words: Vec<String>,
    source: Source,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    /// A variable.
    Variable(String),
    /// A line of the config file.
    Profile(PathBuf, usize),
}

impl SettingSources {
    /// Reads the profile that options or environment name. If that fails, everything else is
    /// returned with a settings error that names the file and what is wrong with it.
    pub(crate) fn read(global: &GlobalArgs, environment: Environment) -> (Self, Option<CliError>) {
        let place = config_file(global, &environment);
        let path = place.as_ref().map(|(path, _)| path.clone());
        let profile =
            profile_name(global, &environment).and_then(|name| Profile::read(place, name));
        let (profile, failure) = match profile {
            Ok(profile) => (profile, None),
            Err(failure) => (Profile::unread(path), Some(failure)),
        };
        let sources = Self {
            environment,
            profile,
            ignores_service: global.sandbox,
        };
        (sources, failure)
    }

    /// Makes the settings the defaults of the options of the same names.
    ///
    /// They are not given to clap as `env`: it takes a variable for an option that was typed, which
    /// then conflicts with others (`ENGAGEMENTS_BASE_URL` with `--sandbox`), it does not take an
    /// empty one for unset, and an invalid one would fail every command.
    pub(crate) fn apply(&self, command: Command) -> Command {
        let default = |arg: Arg| {
            let key = SettingKey::named(arg.get_id().as_str());
            match key.and_then(|key| self.default_for(key)) {
                Some(text) => arg.default_value(OsStr::from(text)),
                None => arg,
            }
        };
        command
            .mut_args(default)
            .mut_subcommands(|command| self.apply(command))
    }

    /// Returns a setting.
    ///
    /// # Errors
    /// Usage: its variable is not UTF-8.
    pub(crate) fn find(&self, key: SettingKey) -> Result<Option<ResolvedSetting>, CliError> {
        self.find_first(&[key])
    }

    /// Returns the nearest of settings that replace each other: the first that the environment
    /// has, else the first that the profile has.
    ///
    /// # Errors
    /// Usage: a variable is not UTF-8.
    pub(crate) fn find_first(
        &self,
        keys: &[SettingKey],
    ) -> Result<Option<ResolvedSetting>, CliError> {
        let applies = |key: &SettingKey| !(self.ignores_service && key.is_connection());
        let keys: Vec<SettingKey> = keys.iter().copied().filter(applies).collect();
        for key in &keys {
            if let Some(found) = self.in_environment(*key)? {
                return Ok(Some(found));
            }
        }
        Ok(keys.into_iter().find_map(|key| self.in_profile(key)))
    }

    /// Returns the text that takes the place of a setting's default.
    fn default_for(&self, key: SettingKey) -> Option<OsString> {
        match self.find(key) {
            Ok(found) => found.map(|found| found.text().into()),
            // Not UTF-8, which its parser rejects.
            Err(_) => Some(self.environment.raw(&key.variable()?)?.to_owned()),
        }
    }

    fn in_environment(&self, key: SettingKey) -> Result<Option<ResolvedSetting>, CliError> {
        let Some(variable) = key.variable() else {
            return Ok(None);
        };
        let text = self.environment.text(&variable)?.map(str::to_owned);
        Ok(text.map(|text| ResolvedSetting {
            key,
            words: vec![text],
            source: Source::Variable(variable),
        }))
    }

    fn in_profile(&self, key: SettingKey) -> Option<ResolvedSetting> {
        let entry = self.profile.get(key)?;
        let path = self.profile.path.clone().unwrap_or_default();
        let words = match (key.kind(), entry.words.as_slice()) {
            // Relative to the config file, since cron runs in another directory.
            (SettingKind::File, [file]) if file != "-" => {
                let directory = path.parent().unwrap_or(Path::new(""));
                vec![directory.join(file).to_string_lossy().into_owned()]
            }
            (_, words) => words.to_vec(),
        };
        Some(ResolvedSetting {
            key,
            words,
            source: Source::Profile(path, entry.line),
        })
    }
}

/// Returns the path of the config file, and whether it was asked for.
fn config_file(global: &GlobalArgs, environment: &Environment) -> Option<(PathBuf, bool)> {
    let variable = || environment.raw("ENGAGEMENTS_CONFIG").map(PathBuf::from);
    match global.config.clone().or_else(variable) {
        Some(path) => Some((path, true)),
        None => Some((
            environment
                .config_home()?
                .join("engagements")
                .join("config.toml"),
            false,
        )),
    }
}

/// Returns the profile that was asked for.
fn profile_name<'a>(
    global: &'a GlobalArgs,
    environment: &'a Environment,
) -> Result<Option<&'a str>, CliError> {
    match &global.profile {
        Some(name) => Ok(Some(name)),
        None => environment.text("ENGAGEMENTS_PROFILE"),
    }
}

impl ResolvedSetting {
    /// Returns the setting as one text; lists are comma-separated.
    pub(crate) fn text(&self) -> String {
        self.words.join(",")
    }

    /// Returns the setting as it may be displayed.
    pub(crate) fn shown(&self) -> String {
        match self.key.kind() {
            SettingKind::Text | SettingKind::File => self.text(),
            SettingKind::Address => redact_userinfo(&self.text()),
            SettingKind::Command => {
                let words: Vec<String> = self.words.iter().map(|word| quoted(word)).collect();
                words.join(" ")
            }
            SettingKind::Secret => MASK.to_owned(),
        }
    }

    /// Returns the error for a value that is rejected as a whole.
    pub(crate) fn invalid(&self, reason: impl fmt::Display) -> CliError {
        let (value, name) = (self.shown(), self.key.name());
        let message = match &self.source {
            Source::Variable(variable) => {
                format!("invalid value `{value}` for `{variable}`: {reason}")
            }
            Source::Profile(..) => {
                let place = self.place();
                format!("{place}: invalid value `{value}` for `{name}`: {reason}")
            }
        };
        CliError::new(self.kind(), message)
    }

    /// Returns the error for a secret or a command that cannot be used.
    pub(crate) fn bad(&self, why: impl fmt::Display) -> CliError {
        CliError::new(
            self.kind(),
            format!("{} cannot be used: {why}", self.origin()),
        )
    }

    /// Returns the kind of an error about it.
    pub(crate) fn kind(&self) -> ErrorKind {
        match &self.source {
            Source::Variable(_) => ErrorKind::Usage,
            Source::Profile(..) => ErrorKind::Settings,
        }
    }

    /// Returns what a message calls it.
    pub(crate) fn origin(&self) -> String {
        match &self.source {
            Source::Variable(name) => format!("the environment variable `{name}`"),
            Source::Profile(..) => format!("{}: `{}`", self.place(), self.key.name()),
        }
    }

    /// Returns where it was found, for `config show`.
    pub(crate) fn place(&self) -> String {
        match &self.source {
            Source::Variable(name) => format!("environment variable {name}"),
            Source::Profile(path, line) => format!("`{}` line {line}", path.display()),
        }
    }
}
