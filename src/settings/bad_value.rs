//! The refusal of a value that cannot be read. Whether it is wrong usage or a wrong setting is
//! for the reader of the option, the environment or the profile to say.

use std::error::Error;
use std::fmt;

/// A value that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadValue {
    value: String,
    problem: String,
}

impl BadValue {
    /// The refusal of `value`; `problem` completes the sentence "`value` is …".
    pub(crate) fn new(value: &str, problem: impl Into<String>) -> Self {
        Self {
            value: value.to_owned(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for BadValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is {}", self.value, self.problem)
    }
}

impl Error for BadValue {}
