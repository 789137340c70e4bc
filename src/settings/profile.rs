//! The config file: one table a profile, its keys named as the options.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Deserialize;
use toml::Spanned;

use super::file;
use super::keys::{SettingKey, SettingKind};
use super::private;
use crate::encoding::decode;
use crate::error::{CliError, ErrorKind};

/// The profile that is used when none is named.
const DEFAULT_PROFILE: &str = "default";

/// The maximum size of a config file in mebibytes.
const MAX_SIZE: u64 = 1;

/// The settings of one profile. A file or profile that was not asked for may be missing.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    /// The config file, if there is a place for one.
    pub(crate) path: Option<PathBuf>,
    /// A warning about the permissions of the file.
    pub(crate) warning: Option<String>,
    entries: BTreeMap<SettingKey, ProfileEntry>,
}

/// One value of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProfileEntry {
    /// The texts of a list; a single one for anything else.
    pub(crate) words: Vec<String>,
    /// The line of the file, from 1.
    pub(crate) line: usize,
}

/// The profiles of a config file.
type ConfigFile = BTreeMap<String, BTreeMap<Spanned<String>, Spanned<Value>>>;

/// A value in a config file. Its error must not repeat it: it may be a secret.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a text, a whole number or a list of texts"
)]
enum Value {
    Text(String),
    Number(i64),
    List(Vec<String>),
}

impl Profile {
    /// No profile, though there is a place for one.
    pub(crate) fn unread(path: Option<PathBuf>) -> Self {
        Self {
            path,
            ..Self::default()
        }
    }

    /// Reads a profile. `path` and `name` say whether this file or profile was asked for.
    ///
    /// # Errors
    /// A settings failure that names file, line and what is wrong.
    pub(crate) fn read(
        path: Option<(PathBuf, bool)>,
        name: Option<&str>,
    ) -> Result<Self, CliError> {
        let Some((path, asked_for)) = path else {
            return match name {
                Some(name) => Err(no_file_for(name).hint("name one with `--config`")),
                None => Ok(Self::default()),
            };
        };
        let text = match file::read(&path, MAX_SIZE).and_then(decode) {
            Ok(text) => text,
            Err(why) if why.kind() == io::ErrorKind::NotFound && !asked_for => {
                let Some(name) = name else {
                    return Ok(Self::unread(Some(path)));
                };
                let hint = format!("it would be `{}`; `--config` names another", path.display());
                return Err(no_file_for(name).hint(hint));
            }
            Err(why) => return Err(unreadable(&path, why)),
        };
        let entries = parse(&text, name, &path)?;
        let has = |kind| entries.keys().any(|key| key.kind() == kind);
        let command_warning =
            || private::command_warning(&path).filter(|_| has(SettingKind::Command));
        let secret_warning = || private::warning(&path).filter(|_| has(SettingKind::Secret));
        let warning = command_warning().or_else(secret_warning);
        Ok(Self {
            path: Some(path),
            warning,
            entries,
        })
    }

    /// Returns the value of a setting.
    pub(crate) fn get(&self, key: SettingKey) -> Option<&ProfileEntry> {
        self.entries.get(&key)
    }
}

fn parse(
    text: &str,
    name: Option<&str>,
    path: &Path,
) -> Result<BTreeMap<SettingKey, ProfileEntry>, CliError> {
    let line = |offset: usize| 1 + text[..offset].matches('\n').count();
    let at = |offset| format!("`{}` line {}", path.display(), line(offset));
    let mut profiles: ConfigFile = toml::from_str(text).map_err(|error| {
        let place = at(error.span().map_or(0, |span| span.start));
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
            None => Ok(BTreeMap::new()),
        };
    };
    let entries = entries.into_iter().map(|(name, value)| {
        let offset = name.span().start;
        let key = SettingKey::named(name.get_ref())
            .ok_or_else(|| unknown_key(&at(offset), name.get_ref()))?;
        let words = match value.into_inner() {
            Value::Text(text) => vec![text],
            Value::Number(number) => vec![number.to_string()],
            Value::List(list) => list,
        };
        let line = line(offset);
        Ok((key, ProfileEntry { words, line }))
    });
    entries.collect()
}

fn unknown_key(place: &str, key: &str) -> CliError {
    let names: Vec<String> = SettingKey::value_variants()
        .iter()
        .map(|key| key.name())
        .collect();
    let similarity = |name: &&String| strsim::jaro_winkler(name, key);
    let nearest = names
        .iter()
        .filter(|name| similarity(name) > 0.8)
        .max_by(|one, other| similarity(one).total_cmp(&similarity(other)));
    let suggestion = nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
    bad(format!("{place}: unknown key `{key}`{suggestion}"))
        .hint(format!("the keys are {}", names.join(" ")))
}

fn no_such_profile(path: &Path, name: &str, profiles: &ConfigFile) -> CliError {
    let names: Vec<String> = profiles.keys().map(|name| format!("`{name}`")).collect();
    bad(format!("`{}` has no profile `{name}`", path.display()))
        .hint(format!("its profiles are {}", names.join(", ")))
}

fn no_file_for(name: &str) -> CliError {
    bad(format!("there is no config file for the profile `{name}`"))
}

fn unreadable(path: &Path, why: impl fmt::Display) -> CliError {
    bad(format!(
        "cannot read the config file `{}`: {why}",
        path.display()
    ))
}

fn bad(message: String) -> CliError {
    CliError::new(ErrorKind::Settings, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: Option<&str>) -> Result<Vec<(SettingKey, ProfileEntry)>, String> {
        let entries = parse(text, name, Path::new("c.toml")).map_err(|why| why.message)?;
        Ok(entries.into_iter().collect())
    }

    #[test]
    fn profile_has_texts_numbers_and_lists() {
        let text = "[default]\ntz = \"local\"\n\n[night]\nretries = 9\nsite_ids = [\"a\", \"b\"]\n";
        let entry = |name: &str, words: &[&str], line| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            let key = SettingKey::named(name).unwrap();
            (key, ProfileEntry { words, line })
        };
        assert_eq!(read(text, None).unwrap(), [entry("tz", &["local"], 2)]);
        let night = [
            entry("site_ids", &["a", "b"], 6),
            entry("retries", &["9"], 5),
        ];
        assert_eq!(read(text, Some("night")).unwrap(), night);
        assert_eq!(read("", None).unwrap(), []);
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
                "`c.toml` line 2: expected a text, a whole",
            ),
            (
                "[default]\nsite_ids = [1]",
                None,
                "`c.toml` line 2: expected a text, a whole",
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
