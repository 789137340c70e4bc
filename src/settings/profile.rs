//! The config file: one table a profile, its keys named as the options.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind::NotFound};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;

use super::file;
use super::keys::{SettingKey, SettingKind};
use super::sources::{ResolvedSetting, SettingSource};
use crate::encoding::decode;
use crate::environment::Environment;
use crate::error::{CliError, ErrorKind};
use crate::similar::closest;

/// The profile that is used when none is named.
const DEFAULT_PROFILE: &str = "default";

/// The maximum size of a config file in mebibytes.
const MAX_SIZE: u64 = 1;

/// Which profile of which file to read.
pub(super) struct ProfileLocation {
    /// The config file, if there is a place for one.
    pub(super) path: Option<PathBuf>,
    /// Whether this file was asked for; the usual one may be missing.
    is_explicit: bool,
    /// The profile that was asked for.
    name: Option<String>,
}

/// The profiles of a config file.
type ConfigFile = BTreeMap<String, BTreeMap<Spanned<String>, Spanned<Value>>>;

/// A value in a config file. Its error must not repeat it: it may be a secret.
#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Number(i64),
    List(Vec<String>),
    Other(IgnoredAny),
}

impl ProfileLocation {
    /// Returns the file and the profile of the options, else of the environment, else the usual ones.
    pub(super) fn new(
        file: Option<PathBuf>,
        name: Option<String>,
        environment: &Environment,
    ) -> Self {
        let variable = |name| environment.get(name).map(OsStr::to_owned);
        let file = file.or_else(|| variable("ENGAGEMENTS_CONFIG").map(PathBuf::from));
        let profile = || Some(variable("ENGAGEMENTS_PROFILE")?.to_string_lossy().into());
        let directory = || Some(environment.config_home()?.join("engagements"));
        let usual_file = || Some(directory()?.join("config.toml"));
        Self {
            is_explicit: file.is_some(),
            path: file.or_else(usual_file),
            name: name.or_else(profile),
        }
    }

    /// Reads the settings of the profile. A file or profile that was not asked for may be missing.
    ///
    /// # Errors
    /// Settings: names file, line and what is wrong.
    pub(super) fn read(&self) -> Result<Vec<ResolvedSetting>, CliError> {
        let error = match self.text() {
            Ok(text) => return parse(&text, self.name.as_deref(), self.path()),
            Err(error) => error,
        };
        let may_be_missing = error.kind() == NotFound && !self.is_explicit;
        match &self.name {
            None if may_be_missing => Ok(Vec::new()),
            Some(name) if may_be_missing => {
                let hint =
                    "`engagements config path` prints where it belongs; `--config` names another";
                Err(bad(format!("no config file for the profile `{name}`")).hint(hint))
            }
            _ => {
                let path = self.path().display();
                Err(bad(format!(
                    "cannot read the config file `{path}`: {error}"
                )))
            }
        }
    }

    /// Reads the config file.
    fn text(&self) -> io::Result<String> {
        file::read(self.path(), MAX_SIZE).and_then(decode)
    }

    /// Returns the path of the config file; the empty one, which no file has, if there is none.
    fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Returns a warning if others can read the secrets of a profile, or choose the commands it names.
    pub(super) fn warning(&self, settings: &[ResolvedSetting]) -> Option<String> {
        let has = |kind| settings.iter().any(|setting| setting.key.kind() == kind);
        file::permission_warning(
            self.path.as_deref()?,
            has(SettingKind::Command),
            has(SettingKind::Secret),
        )
    }
}

/// Returns the names of the profiles in the config file of the environment.
pub(crate) fn profile_names(environment: &Environment) -> Vec<String> {
    let text = ProfileLocation::new(None, None, environment).text().ok();
    let profiles = text.and_then(|text| toml::from_str::<ConfigFile>(&text).ok());
    profiles.unwrap_or_default().into_keys().collect()
}

fn parse(text: &str, name: Option<&str>, path: &Path) -> Result<Vec<ResolvedSetting>, CliError> {
    let place = |offset: usize| {
        let line = 1 + text[..offset].matches('\n').count();
        format!("`{}` line {line}", path.display())
    };
    let mut profiles: ConfigFile = toml::from_str(text).map_err(|error| {
        let place = place(error.span().map_or(0, |span| span.start));
        // Neither this message nor the quoted line of the error's own text may be printed.
        if error.message().starts_with("invalid type") {
            return bad(format!("{place}: a setting outside a profile"))
                .hint("put it under a line like `[default]`");
        }
        bad(format!("{place}: {}", error.message()))
    })?;
    let Some(entries) = profiles.remove(name.unwrap_or(DEFAULT_PROFILE)) else {
        return match name {
            Some(name) => Err(no_such_profile(path, name, &profiles)),
            None => Ok(Vec::new()),
        };
    };
    let settings = entries.into_iter().map(|(name, value)| {
        let place = place(name.span().start);
        let key =
            SettingKey::named(name.get_ref()).ok_or_else(|| unknown_key(&place, name.get_ref()))?;
        let words: Vec<OsString> = match value.into_inner() {
            // Relative to the config file, since cron runs in another directory.
            Value::Text(file) if key.kind() == SettingKind::File && file != "-" => {
                vec![path.with_file_name(file).into()]
            }
            Value::Text(text) => vec![text.into()],
            Value::Number(number) => vec![number.to_string().into()],
            Value::List(list) => list.into_iter().map(OsString::from).collect(),
            Value::Other(_) => {
                let name = key.name();
                let expected = "expected a text, a whole number or a list of texts";
                return Err(bad(format!(
                    "{place}: invalid value of `{name}`: {expected}"
                )));
            }
        };
        Ok(ResolvedSetting::new(
            key,
            words,
            SettingSource::Profile,
            place,
        ))
    });
    settings.collect()
}

fn unknown_key(place: &str, key: &str) -> CliError {
    let names: Vec<String> = SettingKey::all().map(SettingKey::name).collect();
    let message = match closest(key, names.iter().map(String::as_str)) {
        Some(similar) => format!("{place}: unknown key `{key}`; did you mean `{similar}`?"),
        None => format!("{place}: unknown key `{key}`"),
    };
    bad(message).hint(format!("the keys are {}", names.join(" ")))
}

fn no_such_profile(path: &Path, name: &str, profiles: &ConfigFile) -> CliError {
    let names: Vec<String> = profiles.keys().map(|name| format!("`{name}`")).collect();
    bad(format!("`{}` has no profile `{name}`", path.display()))
        .hint(format!("its profiles are {}", names.join(", ")))
}

fn bad(message: String) -> CliError {
    CliError::new(ErrorKind::Settings, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: Option<&str>) -> Result<Vec<ResolvedSetting>, String> {
        parse(text, name, Path::new("c.toml")).map_err(|error| error.message)
    }

    #[test]
    fn profile_has_texts_numbers_and_lists() {
        let text = "[default]\ntz = \"local\"\n\n[night]\nretries = 9\nsite_ids = [\"a\", \"b\"]\n";
        let read = |name| {
            let settings = read(text, name).unwrap().into_iter();
            let setting = |s: ResolvedSetting| (s.key, s.text().into_string().unwrap(), s.place);
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
            let why = read(text, name).unwrap_err();
            assert!(
                why.starts_with(expected) && !why.contains("geheim"),
                "{why}"
            );
        }
    }
}
