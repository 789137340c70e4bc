//! The settings that were given: as options, by the sandbox, in the environment or in the profile.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};

use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::setting::{Setting, SettingKey, SettingSource};
use crate::cli::{self, Cli};
use crate::environment::Environment;
use crate::error::CliError;

/// The nearest value of each setting that was given.
pub(crate) struct SettingSources(BTreeMap<SettingKey, Setting>);

impl SettingSources {
    /// Merges the settings of the profile, the environment and the sandbox. The sandbox replaces all
    /// settings that belong to one API.
    pub(super) fn collect(
        profile: Vec<Setting>,
        environment: &Environment,
        sandbox: Option<&[(SettingKey, String)]>,
    ) -> Self {
        let variables = SettingKey::all().filter_map(|key| {
            let name = key.variable()?;
            let words = vec![environment.get(&name)?.to_owned()];
            let place = format!("environment variable {name}");
            Some(Setting::new(key, words, SettingSource::Variable, place))
        });
        let given = profile.into_iter().chain(variables);
        let given = given.filter(|setting| sandbox.is_none() || !setting.key.is_connection());
        let sandbox = sandbox.into_iter().flatten().map(|(key, text)| {
            Setting::new(*key, vec![text.into()], SettingSource::Sandbox, "sandbox")
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
        for id in matches.ids().map(clap::Id::as_str) {
            if let Some(key) = SettingKey::named(id)
                && matches.value_source(id) == Some(ValueSource::CommandLine)
            {
                let words = matches.get_raw(id).into_iter().flatten();
                let words = words.map(OsStr::to_owned).collect();
                let option = Setting::new(key, words, SettingSource::Option, "option");
                self.0.insert(key, option);
            }
        }
    }

    /// Returns a setting, if it was given.
    pub(super) fn get(&self, key: SettingKey) -> Option<&Setting> {
        self.0.get(&key)
    }

    /// Returns the nearest of settings that replace each other; within one source the first.
    pub(super) fn nearest(&self, keys: &[SettingKey]) -> Option<&Setting> {
        let given = keys.iter().filter_map(|key| self.get(*key));
        given.min_by_key(|setting| setting.source)
    }

    /// Checks that all settings are valid.
    ///
    /// # Errors
    /// The error of the first that is not.
    pub(super) fn check(&self) -> Result<(), CliError> {
        let error = self.0.values().find_map(|setting| setting.error.clone());
        error.map_or(Ok(()), Err)
    }

    /// Returns name, value and source of every setting; secrets are redacted.
    pub(crate) fn rows(&self) -> Vec<[String; 3]> {
        let command = Cli::command();
        let row = |key: SettingKey| {
            let name = key.name();
            let option = cli::setting_option(&command, &name);
            let default = option.and_then(|option| option.get_default_values().first());
            let (value, source) = match (self.get(key), default) {
                (Some(setting), _) => (setting.redacted(), setting.place.clone()),
                (None, Some(value)) => (value.to_string_lossy().into(), "default".to_owned()),
                (None, None) => ("-".to_owned(), "not set".to_owned()),
            };
            [name, value, source]
        };
        SettingKey::all().map(row).collect()
    }
}
