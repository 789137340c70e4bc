//! Option before environment before profile before default: where a setting comes from.

use std::fmt;
use std::path::PathBuf;

use super::environment::Environment;
use super::keys::Key;
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
    /// Reads the profile that options or environment name.
    ///
    /// # Errors
    /// A settings failure that names the file and what is wrong with it.
    pub(crate) fn read(global: &Global, environment: Environment) -> (Self, Option<Failure>) {
        let ignores_service = global.sandbox;
        match profile(global, &environment) {
            Ok(profile) => (
                Self {
                    environment,
                    profile,
                    ignores_service,
                },
                None,
            ),
            Err(failure) => (
                Self {
                    environment,
                    ignores_service,
                    ..Self::default()
                },
                Some(failure),
            ),
        }
    }

    /// A setting below the options.
    ///
    /// # Errors
    /// A settings failure if a variable is no UTF-8.
    pub(crate) fn find(&self, key: Key) -> Result<Option<Found>, Failure> {
        if self.ignores_service && key.is_of_service {
            return Ok(None);
        }
        if let Some(variable) = key.variable
            && let Some(text) = self.environment.text(variable)?
        {
            let source = Source::Variable(variable);
            return Ok(Some(Found {
                words: vec![text.to_owned()],
                source,
            }));
        }
        Ok(self.in_profile(key))
    }

    /// A setting of the profile.
    pub(crate) fn in_profile(&self, key: Key) -> Option<Found> {
        let entry = self.profile.get(key.name)?;
        let path = self.profile.path.clone().unwrap_or_default();
        Some(Found {
            words: entry.words.clone(),
            source: Source::Profile(path, entry.line),
        })
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
            .map(|found| parse(&found.text()).map_err(|why| found.bad(key, why)))
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

fn profile(global: &Global, environment: &Environment) -> Result<Profile, Failure> {
    let variable = environment.raw("ENGAGEMENTS_CONFIG").map(PathBuf::from);
    let named = global.config.clone().or(variable).map(|path| (path, true));
    let path = named.or_else(|| {
        Some((
            environment.config_home()?.join("engagements/config.toml"),
            false,
        ))
    });
    let name = match &global.profile {
        Some(name) => Some(name.as_str()),
        None => environment.text("ENGAGEMENTS_PROFILE")?,
    };
    Profile::read(path, name)
}

impl Found {
    /// The setting as one text; lists are comma-separated.
    pub(crate) fn text(&self) -> String {
        self.words.join(",")
    }

    /// The failure of a value that cannot be used.
    pub(crate) fn bad(&self, key: Key, why: impl fmt::Display) -> Failure {
        let message = match &self.source {
            Source::Variable(name) => {
                format!("the environment variable `{name}` cannot be used: {why}")
            }
            source => format!("{source}: `{}` cannot be used: {why}", key.name),
        };
        Failure::new(Kind::Settings, message)
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
