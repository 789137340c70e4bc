//! Values of options that can also come from the environment or from a profile.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue};
use clap::parser::ValueSource;
use clap::{Arg, Command, Error};

/// A parsed value. One that is not the option's own may be invalid: that is an error only for a
/// command that uses the setting.
#[derive(Clone, Debug)]
pub(crate) struct Setting<T> {
    /// The value, or why it is invalid.
    pub(super) value: Result<T, String>,
    /// Whether it was given as an option.
    pub(super) is_option: bool,
}

impl<T> Setting<T> {
    /// Returns the value of the option, if it was given.
    pub(crate) fn option(&self) -> Option<&T> {
        self.value.as_ref().ok().filter(|_| self.is_option)
    }
}

/// Parses with `inner` as a [`Setting`].
pub(crate) fn setting<P: TypedValueParser>(inner: P) -> SettingParser<P> {
    SettingParser(inner)
}

/// The parser of a [`Setting`].
#[derive(Clone, Debug)]
pub(crate) struct SettingParser<P>(P);

impl<P> TypedValueParser for SettingParser<P>
where
    P: TypedValueParser,
{
    type Value = Setting<P::Value>;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, Error> {
        self.parse_ref_(command, arg, value, ValueSource::CommandLine)
    }

    fn parse_ref_(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
        source: ValueSource,
    ) -> Result<Self::Value, Error> {
        let is_option = source == ValueSource::CommandLine;
        let value = match self.0.parse_ref(command, arg, value) {
            Err(error) if !is_option => Err(reason(&error)),
            value => Ok(value?),
        };
        Ok(Setting { value, is_option })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        self.0.possible_values()
    }
}

/// Returns why a value is invalid, without the value.
fn reason(error: &Error) -> String {
    if let Some(reason) = std::error::Error::source(error) {
        return reason.to_string();
    }
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(values)) => {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("expected one of {}", values.join(", "))
        }
        _ => "not UTF-8".to_owned(),
    }
}
