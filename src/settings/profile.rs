//! The config file: one table a profile, its keys named as the options.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, ErrorKind::NotFound};
use std::path::{Path, PathBuf};

use toml::{Spanned, Value};

use super::file;
use super::setting::{Setting, SettingKey, SettingSource};
use crate::cli::GlobalArgs;
use crate::encoding::decode;
use crate::environment::Environment;
use crate::error::{CliError, ErrorKind, closest};

/// The maximum size of a config file in mebibytes.
const MAX_SIZE: u64 = 1;

/// The variable that names the config file.
const CONFIG: &str = "ENGAGEMENTS_CONFIG";

const WHERE_CONFIG_BELONGS: &str =
    "`engagements config path` prints where it belongs; `--config` names another";

/// The profiles of a config file.
type Profiles = BTreeMap<String, BTreeMap<Spanned<String>, Value>>;

/// The config file of a run.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    /// Its path, if there is a place for one.
    pub(crate) path: Option<PathBuf>,
    /// Whether it is valid, if there is one.
    pub(crate) check: Result<(), CliError>,
    /// A warning if others can read its secrets, or choose the commands it names.
    pub(crate) warning: Option<String>,
}

impl ConfigFile {
    /// Reads the settings of the profile that the options or the environment name, else of `default`. A
    /// file or profile that was not asked for may be missing.
    pub(super) fn read(global: &GlobalArgs, environment: &Environment) -> (Self, Vec<Setting>) {
        let path = path(global.config.clone(), environment);
        let may_be_missing = global.config.is_none() && environment.get(CONFIG).is_none();
        let variable = environment.get("ENGAGEMENTS_PROFILE");
        let variable = variable.map(|name| name.to_string_lossy().into_owned());
        let name = global.profile.clone().or(variable);
        // No file has the empty path.
        let file = path.as_deref().unwrap_or(Path::new(""));
        let profile = match (read_text(file), &name) {
            (Ok(text), name) => parse(&text, name.as_deref(), file),
            (Err(error), name) if may_be_missing && error.kind() == NotFound => match name {
                Some(name) => Err(invalid(format!("no config file for the profile `{name}`"))
                    .hint(WHERE_CONFIG_BELONGS)),
                None => Ok(Vec::new()),
            },
            (Err(error), _) => {
                let path = file.display();
                Err(invalid(format!(
                    "cannot read the config file `{path}`: {error}"
                )))
            }
        };
        let (check, settings) = match profile {
            Ok(settings) => (Ok(()), settings),
            Err(error) => (Err(error), Vec::new()),
        };
        let names_command = settings.iter().any(|setting| setting.key.is_command());
        let holds_secret = settings.iter().any(|setting| setting.key.is_secret());
        let warning = file::permission_warning(file, names_command, holds_secret);
        let config_file = Self {
            path,
            check,
            warning,
        };
        (config_file, settings)
    }
}

/// Returns the config file that was asked for, else the usual one, if there is a place for it.
fn path(file: Option<PathBuf>, environment: &Environment) -> Option<PathBuf> {
    file.or_else(|| environment.get(CONFIG).map(PathBuf::from))
        .or_else(|| {
            let directory = environment.config_home()?.join("engagements");
            Some(directory.join("config.toml"))
        })
}

fn read_text(path: &Path) -> io::Result<String> {
    file::read(path, MAX_SIZE).and_then(decode)
}

/// Returns the names of the profiles in the config file of the environment.
pub(crate) fn profile_names(environment: &Environment) -> Vec<String> {
    let text = path(None, environment).and_then(|path| read_text(&path).ok());
    let profiles = text.and_then(|text| toml::from_str::<Profiles>(&text).ok());
    profiles.unwrap_or_default().into_keys().collect()
}

fn parse(text: &str, name: Option<&str>, path: &Path) -> Result<Vec<Setting>, CliError> {
    let place = |offset: usize| {
        let line = 1 + text[..offset].matches('\n').count();
        format!("`{}` line {line}", path.display())
    };
    let mut profiles: Profiles = toml::from_str(text).map_err(|error| {
        let place = place(error.span().map_or(0, |span| span.start));
        // Neither this message nor the quoted line of the error's own text may be printed.
        if error.message().starts_with("invalid type") {
            return invalid(format!("{place}: a setting outside a profile"))
                .hint("put it under a line like `[default]`");
        }
        invalid(format!("{place}: {}", error.message()))
    })?;
    let settings = match (profiles.remove(name.unwrap_or("default")), name) {
        (Some(settings), _) => settings,
        (None, None) => return Ok(Vec::new()),
        (None, Some(name)) => {
            let names: Vec<String> = profiles.keys().map(|name| format!("`{name}`")).collect();
            let message = format!("`{}` has no profile `{name}`", path.display());
            return Err(invalid(message).hint(format!("its profiles are {}", names.join(", "))));
        }
    };
    let setting = |(name, value): (Spanned<String>, Value)| {
        let place = place(name.span().start);
        let key = SettingKey::named(name.get_ref());
        let key = key.ok_or_else(|| unknown_key(&place, name.get_ref()))?;
        let words = words(key, value, path).ok_or_else(|| {
            let expected = "expected a text, a whole number or a list of texts";
            invalid(format!(
                "{place}: invalid value of `{}`: {expected}",
                key.name()
            ))
        })?;
        Ok(Setting::new(key, words, SettingSource::Profile, place))
    };
    settings.into_iter().map(setting).collect()
}

/// Returns the texts of a value, if it is a text, a whole number or a list of texts.
fn words(key: SettingKey, value: Value, path: &Path) -> Option<Vec<OsString>> {
    match value {
        // Relative to the config file, since cron runs in another directory.
        Value::String(file) if key.is_file() && file != "-" => {
            Some(vec![path.with_file_name(file).into()])
        }
        Value::String(text) => Some(vec![text.into()]),
        Value::Integer(number) => Some(vec![number.to_string().into()]),
        Value::Array(list) => list
            .iter()
            .map(|text| Some(text.as_str()?.into()))
            .collect(),
        _ => None,
    }
}

fn unknown_key(place: &str, key: &str) -> CliError {
    let names: Vec<String> = SettingKey::all().map(SettingKey::name).collect();
    let similar = closest(key, names.iter().map(String::as_str));
    let question = similar.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    invalid(format!("{place}: unknown key `{key}`{question}"))
        .hint(format!("the keys are {}", names.join(" ")))
}

fn invalid(message: String) -> CliError {
    CliError::new(ErrorKind::Settings, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: Option<&str>) -> Result<Vec<Setting>, String> {
        parse(text, name, Path::new("c.toml")).map_err(|error| error.message)
    }

    #[test]
    fn profile_has_texts_numbers_and_lists() {
        let text = "[default]\ntz = \"local\"\n\n[night]\nretries = 9\nsite_ids = [\"a\", \"b\"]\n";
        let read = |name| {
            let settings = read(text, name).unwrap().into_iter();
            let setting = |s: Setting| (s.key, s.text().into_string().unwrap(), s.place);
            settings.map(setting).collect::<Vec<_>>()
        };
        let entry = |key, text: &str, line| {
            let place = format!("`c.toml` line {line}");
            (key, text.to_owned(), place)
        };
        assert_eq!(read(None), [entry(SettingKey::Tz, "local", 2)]);
        let night = [
            entry(SettingKey::Retries, "9", 5),
            entry(SettingKey::SiteIds, "a,b", 6),
        ];
        assert_eq!(read(Some("night")), night);
    }

    #[test]
    fn profile_errors_name_line() {
        for (text, name, expected) in [
            (
                "[default]\ntokn = \"x\"",
                None,
                "`c.toml` line 2: unknown key `tokn`; did you mean `token`?",
            ),
            (
                "token = \"x\"",
                None,
                "`c.toml` line 1: a setting outside a profile",
            ),
            (
                "[default]\ntz = 1.5",
                None,
                "`c.toml` line 2: invalid value of `tz`: expected a text, a whole",
            ),
            (
                "[default]\nsite_ids = [1]",
                None,
                "`c.toml` line 2: invalid value of `site_ids`: expected a text, a whole",
            ),
            (
                "[other]\ntz = 1.5\n[default]\nquiet = true",
                None,
                "`c.toml` line 4: unknown key `quiet`",
            ),
            (
                "[default]",
                Some("nihgt"),
                "`c.toml` has no profile `nihgt`",
            ),
            ("[default]\n\ntoken = \"geheim", None, "`c.toml` line 3: "),
        ] {
            let why = read(text, name).err().unwrap();
            assert!(
                why.starts_with(expected) && !why.contains("geheim"),
                "{why}"
            );
        }
    }
}
