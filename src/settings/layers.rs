//! Option before environment before profile before default: where a setting comes from.

use std::fmt;
use std::path::{Path, PathBuf};

use super::environment::Environment;
use super::keys::{Form, Key};
use super::profile::Profile;
use crate::cli::Global;
use crate::failure::{Failure, Kind};

/// The layers below the options.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    /// Variables, terminals, the clock.
    pub(crate) environment: Environment,
    /// The profile in use.
    pub(crate) profile: Profile,
    /// Whether the settings of a service are another service's, and left alone.
    pub(crate) ignores_service: bool,
}

/// A setting as it was found, and where.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Which one it is.
    pub(crate) key: Key,
    /// Its words: one, or those of a list.
    pub(crate) words: Vec<String>,
    /// Where it was found.
    pub(crate) source: Source,
}

/// Where a setting was found; its `Display` is what errors and `config show` call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// An option of the command line.
    Option,
    /// A variable.
    Variable(&'static str),
    /// A line of the config file.
    Profile(PathBuf, usize),
    /// Nobody said anything.
    Default,
}

impl Layers {
    /// Reads the profile that options or environment name. If that fails, what else there is comes
    /// with a settings failure that names the file and what is wrong with it.
    pub(crate) fn read(global: &Global, environment: Environment) -> (Self, Option<Failure>) {
        let place = place(global, &environment);
        let path = place.as_ref().map(|(path, _)| path.clone());
        let profile = name(global, &environment).and_then(|name| Profile::read(place, name));
        let (profile, failure) = match profile {
            Ok(profile) => (profile, None),
            Err(failure) => (Profile::unread(path), Some(failure)),
        };
        let layers = Self {
            environment,
            profile,
            ignores_service: global.sandbox,
        };
        (layers, failure)
    }

    /// A setting below the options.
    ///
    /// # Errors
    /// A settings failure if a variable is no UTF-8.
    pub(crate) fn find(&self, key: Key) -> Result<Option<Found>, Failure> {
        self.first_of(&[key])
    }

    /// The nearest of settings that stand for each other: the first of them that the environment
    /// has, else the first that the profile has.
    ///
    /// # Errors
    /// A settings failure if a variable is no UTF-8.
    pub(crate) fn first_of(&self, keys: &[Key]) -> Result<Option<Found>, Failure> {
        let keys = keys
            .iter()
            .filter(|key| !(self.ignores_service && key.is_of_service));
        for key in keys.clone() {
            if let Some(found) = self.in_environment(*key)? {
                return Ok(Some(found));
            }
        }
        Ok(keys.copied().find_map(|key| self.in_profile(key)))
    }

    fn in_environment(&self, key: Key) -> Result<Option<Found>, Failure> {
        let Some(variable) = key.variable else {
            return Ok(None);
        };
        let text = self.environment.text(variable)?;
        Ok(text.map(|text| Found {
            key,
            words: vec![text.to_owned()],
            source: Source::Variable(variable),
        }))
    }

    fn in_profile(&self, key: Key) -> Option<Found> {
        let entry = self.profile.get(key.name)?;
        let path = self.profile.path.clone().unwrap_or_default();
        let words = match (key.form, entry.words.as_slice()) {
            // Cron runs elsewhere than the person who wrote the file.
            (Form::File, [file]) if file != "-" => vec![beside(&path, file)],
            (_, words) => words.to_vec(),
        };
        Some(Found {
            key,
            words,
            source: Source::Profile(path, entry.line),
        })
    }

    /// The option of a setting, else its value below the options.
    ///
    /// # Errors
    /// As [`Layers::value`].
    pub(crate) fn under<T, E: fmt::Display>(
        &self,
        option: Option<T>,
        key: Key,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Failure> {
        match option {
            Some(option) => Ok(Some(option)),
            None => self.value(key, parse),
        }
    }

    /// The value of a setting below the options, read as the option of the same meaning reads it.
    ///
    /// # Errors
    /// A settings failure that names the variable, or the file and line.
    pub(crate) fn value<T, E: fmt::Display>(
        &self,
        key: Key,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Failure> {
        let found = self.find(key)?;
        found
            .map(|found| parse(&found.text()).map_err(|why| found.bad(why)))
            .transpose()
    }

    /// The ids of a setting that is a list.
    ///
    /// # Errors
    /// As [`Layers::find`].
    pub(crate) fn ids(&self, key: Key) -> Result<Vec<String>, Failure> {
        let text = self
            .find(key)?
            .map(|found| found.text())
            .unwrap_or_default();
        let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
        Ok(ids.map(str::to_owned).collect())
    }
}

/// A file that a config file names, from where that is.
fn beside(config: &Path, file: &str) -> String {
    let folder = config.parent().unwrap_or(Path::new(""));
    folder.join(file).to_string_lossy().into_owned()
}

/// Where the config file is, and whether somebody asked for just this one.
fn place(global: &Global, environment: &Environment) -> Option<(PathBuf, bool)> {
    let variable = || environment.raw("ENGAGEMENTS_CONFIG").map(PathBuf::from);
    let usual = || Some(environment.config_home()?.join("engagements/config.toml"));
    match global.config.clone().or_else(variable) {
        Some(path) => Some((path, true)),
        None => usual().map(|path| (path, false)),
    }
}

/// The profile that somebody asked for.
fn name<'a>(global: &'a Global, environment: &'a Environment) -> Result<Option<&'a str>, Failure> {
    match &global.profile {
        Some(name) => Ok(Some(name)),
        None => environment.text("ENGAGEMENTS_PROFILE"),
    }
}

impl Found {
    /// The setting as one text; lists are comma-separated.
    pub(crate) fn text(&self) -> String {
        self.words.join(",")
    }

    /// The failure of a value that cannot be used.
    pub(crate) fn bad(&self, why: impl fmt::Display) -> Failure {
        let message = format!("{} cannot be used: {why}", self.origin());
        Failure::new(Kind::Settings, message)
    }

    /// What a message calls it.
    pub(crate) fn origin(&self) -> String {
        match &self.source {
            Source::Variable(name) => format!("the environment variable `{name}`"),
            source => format!("{source}: `{}`", self.key.name),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Option => formatter.write_str("option"),
            Self::Variable(name) => write!(formatter, "environment variable {name}"),
            Self::Profile(path, line) => write!(formatter, "`{}` line {line}", path.display()),
            Self::Default => formatter.write_str("default"),
        }
    }
}
