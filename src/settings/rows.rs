//! Every setting with its value and its source, for `config show`.

use clap::ValueEnum;
use clap::parser::ValueSource;

use super::Settings;
use super::base_url::redact_userinfo;
use super::keys::{SettingKey, SettingKind};
use super::secret::MASK;
use crate::error::CliError;

/// A row of `config show`.
#[derive(Debug)]
pub(crate) struct ConfigRow {
    /// The name of the setting.
    pub(crate) name: String,
    /// Its value; a secret is redacted.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) source: String,
}

impl Settings {
    /// Returns a row for every setting.
    ///
    /// # Errors
    /// Usage: a variable is not UTF-8.
    pub(crate) fn rows(&self) -> Result<Vec<ConfigRow>, CliError> {
        let keys = SettingKey::value_variants().iter();
        keys.map(|key| self.row(*key)).collect()
    }

    fn row(&self, key: SettingKey) -> Result<ConfigRow, CliError> {
        let (value, source) = match (self.typed(key), self.sources.find(key)?) {
            (Some(option), _) => (option, "option".to_owned()),
            (None, Some(found)) => (found.shown(), found.place()),
            (None, None) => match self.own(key) {
                Some(value) => (value, "sandbox".to_owned()),
                None => (key.default_text().to_owned(), "default".to_owned()),
            },
        };
        let is_set = !value.is_empty();
        Ok(ConfigRow {
            name: key.name(),
            value: if is_set { value } else { "-".to_owned() },
            source: if is_set { source } else { "not set".to_owned() },
        })
    }

    /// Returns the text of an option that was given.
    fn typed(&self, key: SettingKey) -> Option<String> {
        let name = key.name();
        let raw = self.matches.try_get_raw(&name).ok()??;
        let is_option = self.matches.value_source(&name) == Some(ValueSource::CommandLine);
        let texts: Vec<_> = raw.map(|text| text.to_string_lossy()).collect();
        let text = texts.join(",");
        is_option.then(|| match key.kind() {
            SettingKind::Address => redact_userinfo(&text),
            _ => text,
        })
    }

    /// Returns what the sandbox has for a setting.
    fn own(&self, key: SettingKey) -> Option<String> {
        let service = self.service.as_ref()?;
        Some(match key {
            SettingKey::BaseUrl => service.base_url.clone(),
            SettingKey::Token => MASK.to_owned(),
            SettingKey::SiteIds => service.site_ids.join(","),
            SettingKey::OperatorIds => service.operator_ids.join(","),
            _ => return None,
        })
    }
}
