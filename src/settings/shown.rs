//! Every setting with its value and its source, for `config show`.

use super::Settings;
use super::keys::{self, Key};
use super::layers::Source;
use crate::failure::Failure;

/// A setting as it is shown.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Its key.
    pub(crate) name: &'static str,
    /// Its value; a secret is masked.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) source: String,
}

impl Settings {
    /// Every setting.
    ///
    /// # Errors
    /// A settings failure if a variable is no UTF-8.
    pub(crate) fn shown(&self) -> Result<Vec<Shown>, Failure> {
        keys::ALL.iter().map(|key| self.line(*key)).collect()
    }

    fn line(&self, key: Key) -> Result<Shown, Failure> {
        let service = self.service.as_ref().and_then(|service| service.value(key));
        let (value, source) = match (self.global.typed(key.name), self.layers.find(key)?, service) {
            (Some(typed), _, _) => (typed, Source::Option.to_string()),
            (None, Some(found), _) => (found.text(), found.source.to_string()),
            (None, None, Some(value)) => (value, "practice server".to_owned()),
            (None, None, None) => (key.default.to_owned(), Source::Default.to_string()),
        };
        let is_set = !value.is_empty();
        Ok(Shown {
            name: key.name,
            value: match (is_set, key.is_secret) {
                (false, _) => "-".to_owned(),
                (true, true) => "***".to_owned(),
                (true, false) => value,
            },
            source: if is_set { source } else { "not set".to_owned() },
        })
    }
}
