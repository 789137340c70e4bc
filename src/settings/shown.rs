//! Every setting with its value and its source, for `config show`.

use super::Settings;
use super::base_url::without_user;
use super::keys::{self, Form, Key};
use super::layers::{Found, Source};
use super::secret::MASK;
use crate::failure::Failure;
use crate::shell::quoted;

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
        let service = self.service.as_ref().and_then(|service| service.shown(key));
        let (value, source) = match (self.global.typed(key.name), self.layers.find(key)?, service) {
            (Some(typed), _, _) => (typed, Source::Option.to_string()),
            (None, Some(found), _) => (found.shown(), found.source.to_string()),
            (None, None, Some(value)) => (value, "practice server".to_owned()),
            (None, None, None) => (key.default.to_owned(), Source::Default.to_string()),
        };
        let is_set = !value.is_empty();
        Ok(Shown {
            name: key.name,
            value: if is_set { value } else { "-".to_owned() },
            source: if is_set { source } else { "not set".to_owned() },
        })
    }
}

impl Found {
    /// The setting as it may be seen.
    fn shown(&self) -> String {
        match self.key.form {
            Form::Text | Form::File => self.text(),
            Form::Address => without_user(&self.text()),
            Form::Command => {
                let words: Vec<String> = self.words.iter().map(|word| quoted(word)).collect();
                words.join(" ")
            }
            Form::Secret => MASK.to_owned(),
        }
    }
}
