//! The config file: one table a profile, its keys named as the options.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::file;
use super::keys::{self, Form};
use super::private;
use crate::failure::{Failure, Kind};

/// The profile that is used when none is named.
const USUAL: &str = "default";

/// The most mebibytes of a config file.
const LARGEST: u64 = 1;

/// The settings of one profile. A file or profile that nobody asked for may be missing.
#[derive(Debug, Default)]
pub(crate) struct Profile {
    /// The file that it was looked for in, if there is a place for one.
    pub(crate) path: Option<PathBuf>,
    /// What is wrong with the file, but not so wrong that nothing can be done.
    pub(crate) warning: Option<String>,
    entries: BTreeMap<String, Entry>,
}

/// One value of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The words of a list; a single one for anything else.
    pub(crate) words: Vec<String>,
    /// The line of the file, from 1.
    pub(crate) line: usize,
}

impl Profile {
    /// No profile, though there is a place for one.
    pub(crate) fn unread(path: Option<PathBuf>) -> Self {
        Self {
            path,
            ..Self::default()
        }
    }

    /// Reads a profile. `path` and `name` say whether somebody asked for just this file or profile.
    ///
    /// # Errors
    /// A settings failure that names file, line and what is wrong.
    pub(crate) fn read(path: Option<(PathBuf, bool)>, name: Option<&str>) -> Result<Self, Failure> {
        let Some((path, asked_for)) = path else {
            return match name {
                Some(name) => Err(no_file_for(name).hint("name one with `--config`")),
                None => Ok(Self::default()),
            };
        };
        let text = match file::read(&path, LARGEST) {
            Ok(bytes) => {
                String::from_utf8(bytes).map_err(|_| unreadable(&path, "it is not UTF-8"))?
            }
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
        let has = |form: Form| {
            let mut keys = keys::ALL.iter().filter(|key| key.form == form);
            keys.any(|key| entries.contains_key(key.name))
        };
        let command_warning = || private::command_warning(&path).filter(|_| has(Form::Command));
        let secret_warning = || private::warning(&path).filter(|_| has(Form::Secret));
        let warning = command_warning().or_else(secret_warning);
        Ok(Self {
            path: Some(path),
            warning,
            entries,
        })
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key)
    }
}

fn parse(text: &str, name: Option<&str>, path: &Path) -> Result<BTreeMap<String, Entry>, Failure> {
    let at = |span: usize| format!("`{}` line {}", path.display(), line_of(text, span));
    let table = DeTable::parse(text).map_err(|why| {
        let place = at(why.span().map_or(0, |span| span.start));
        // The library's own text quotes the line, which may hold a secret.
        bad(format!("{place}: {}", why.message()))
    })?;
    let profiles = table.get_ref();
    for (profile, value) in profiles {
        if !matches!(value.get_ref(), DeValue::Table(_)) {
            let message = format!(
                "{}: `{}` stands outside a profile",
                at(profile.span().start),
                profile.get_ref()
            );
            return Err(bad(message).hint("put it under a line like `[default]`"));
        }
    }
    let wanted = name.unwrap_or(USUAL);
    let found = profiles
        .iter()
        .find(|(profile, _)| profile.get_ref() == wanted);
    let Some((_, value)) = found else {
        return match name {
            Some(name) => Err(no_such_profile(path, name, profiles)),
            None => Ok(BTreeMap::new()),
        };
    };
    let DeValue::Table(entries) = value.get_ref() else {
        return Ok(BTreeMap::new());
    };
    entries
        .iter()
        .map(|(key, value)| {
            let name = known(key.get_ref(), || at(key.span().start))?;
            let words = words(value).ok_or_else(|| {
                bad(format!(
                    "{}: `{name}` must be a text, a whole number or a list of texts",
                    at(value.span().start)
                ))
            })?;
            Ok((
                name,
                Entry {
                    words,
                    line: line_of(text, key.span().start),
                },
            ))
        })
        .collect()
}

fn known(key: &str, place: impl Fn() -> String) -> Result<String, Failure> {
    if keys::ALL.iter().any(|known| known.name == key) {
        return Ok(key.to_owned());
    }
    let names: Vec<&str> = keys::ALL.iter().map(|known| known.name).collect();
    let nearest = names
        .iter()
        .min_by_key(|name| strsim::damerau_levenshtein(name, key));
    let nearest = nearest.copied().unwrap_or_default();
    Err(bad(format!(
        "{}: unknown key `{key}`; did you mean `{nearest}`?",
        place()
    ))
    .hint(format!("the keys are {}", names.join(" "))))
}

fn words(value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
    match value.get_ref() {
        DeValue::String(text) => Some(vec![text.to_string()]),
        // The digits come without what says that they are hexadecimal, octal or binary.
        DeValue::Integer(number) if number.radix() == 10 => Some(vec![number.as_str().to_owned()]),
        DeValue::Array(list) => list
            .iter()
            .map(|word| match word.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
}

fn no_such_profile(path: &Path, name: &str, profiles: &DeTable<'_>) -> Failure {
    let names: Vec<String> = profiles
        .keys()
        .map(|name| format!("`{}`", name.get_ref()))
        .collect();
    bad(format!("`{}` has no profile `{name}`", path.display()))
        .hint(format!("its profiles are {}", names.join(", ")))
}

fn no_file_for(name: &str) -> Failure {
    bad(format!("there is no config file for the profile `{name}`"))
}

fn unreadable(path: &Path, why: impl std::fmt::Display) -> Failure {
    bad(format!(
        "cannot read the config file `{}`: {why}",
        path.display()
    ))
}

fn bad(message: String) -> Failure {
    Failure::new(Kind::Settings, message)
}

#[cfg(test)]
mod tests {
    use super::{Entry, parse};
    use std::path::Path;

    fn read(text: &str, name: Option<&str>) -> Result<Vec<(String, Entry)>, String> {
        let entries = parse(text, name, Path::new("c.toml")).map_err(|why| why.message)?;
        Ok(entries.into_iter().collect())
    }

    #[test]
    fn a_profile_has_texts_numbers_and_lists() {
        let text = "[default]\ntz = \"local\"\n\n[night]\nretries = 9\nsite_ids = [\"a\", \"b\"]\n";
        let entry = |name: &str, words: &[&str], line| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            (name.to_owned(), Entry { words, line })
        };
        assert_eq!(read(text, None).unwrap(), [entry("tz", &["local"], 2)]);
        let night = [
            entry("retries", &["9"], 5),
            entry("site_ids", &["a", "b"], 6),
        ];
        assert_eq!(read(text, Some("night")).unwrap(), night);
        assert_eq!(read("", None).unwrap(), []);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, name, expected) in [
            (
                "[default]\ntokn = \"x\"",
                None,
                "`c.toml` line 2: unknown key `tokn`; did you mean `token`?",
            ),
            (
                "token = \"x\"",
                None,
                "`c.toml` line 1: `token` stands outside a profile",
            ),
            (
                "[default]\ntz = 1.5",
                None,
                "`c.toml` line 2: `tz` must be a text",
            ),
            (
                "[default]\nretries = 0x10",
                None,
                "`c.toml` line 2: `retries` must be a text",
            ),
            (
                "[default]\nsite_ids = [1]",
                None,
                "`c.toml` line 2: `site_ids` must be a text",
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
