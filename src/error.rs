//! The kinds of errors, their exit codes, and hints for the user, such as a similar name.
//!
//! `anyhow` carries the context of an error. A [`CliError`] in its chain decides the exit code; an
//! error without one is local.

use std::error::Error;
use std::fmt;
use std::io;

use serde::Serialize;

/// The least similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.87;

/// The kind of an error. Its value is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub(crate) enum ErrorKind {
    /// The reader of the output went away, which is no failure.
    #[serde(rename = "reader_gone")]
    BrokenPipe = 0,
    /// A file that cannot be read or written, or a bug.
    Local = 1,
    /// An invalid option, value, field or ID.
    Usage = 2,
    /// No token, no site, unreadable or unknown settings.
    Settings = 3,
    /// 401 or 403.
    #[serde(rename = "refused")]
    Unauthorized = 4,
    /// 404.
    NotFound = 5,
    /// 429 after all retries, or a delay longer than `--max-wait`.
    RateLimited = 6,
    /// Name, connection, TLS, timeout or reset after all retries.
    Network = 7,
    /// Any other status after all retries, or a response that the API does not document.
    #[serde(rename = "service")]
    Api = 8,
    /// A part of the output was delivered.
    Partial = 9,
    /// An export may or may not have happened.
    Unknown = 10,
    /// Another run holds the ledger or the state.
    Busy = 11,
}

impl ErrorKind {
    /// Returns the exit code.
    pub(crate) fn code(self) -> u8 {
        self as u8
    }
}

/// The format of errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ErrorFormat {
    /// For people
    #[default]
    Text,
    /// One object on stderr
    Json,
}

/// An error of a known kind, with what the user needs to act on it.
///
/// The texts may come from the API or from a visitor: the console sanitizes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CliError {
    /// Decides the exit code.
    pub(crate) kind: ErrorKind,
    /// What failed and why: lower case, no final period.
    pub(crate) message: String,
    /// The HTTP status, if there was a response.
    pub(crate) status: Option<u16>,
    /// The API's `x-request-id`, for its support.
    pub(crate) request_id: Option<String>,
    /// What the user can do, one instruction a line.
    pub(crate) hint: Option<String>,
    /// Whether no other request of this run can succeed, so that none is started: after a 401, a
    /// spent budget or a failed page of the list.
    pub(crate) is_fatal: bool,
}

impl CliError {
    /// Returns whether the API rejects the token, or denies access to the list.
    pub(crate) fn is_fatal_unauthorized(&self) -> bool {
        self.kind == ErrorKind::Unauthorized && self.is_fatal
    }

    /// Creates an error without a hint.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            status: None,
            request_id: None,
            hint: None,
            is_fatal: false,
        }
    }

    /// Replaces the hint.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Makes the error end the run.
    pub(crate) fn fatal(mut self) -> Self {
        self.is_fatal = true;
        self
    }

    /// Adds a line to the hint.
    pub(crate) fn and_hint(self, line: &str) -> Self {
        let hint = match &self.hint {
            Some(hint) => format!("{hint}\n{line}"),
            None => line.to_owned(),
        };
        self.hint(hint)
    }

    /// Converts an error; the message has the contexts and causes. A broken pipe without a
    /// [`CliError`] is that of the output: the client converts those of the network.
    pub(crate) fn from_anyhow(error: &anyhow::Error) -> Self {
        let message = format!("{error:#}");
        let mut io_errors = error.chain().filter_map(|cause| cause.downcast_ref());
        let is_broken_pipe = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        match Self::of(error) {
            Some(known) => Self {
                message,
                ..known.clone()
            },
            None if io_errors.any(is_broken_pipe) => Self::new(ErrorKind::BrokenPipe, message),
            None => Self::new(ErrorKind::Local, message),
        }
    }

    /// Returns the kind of any error.
    pub(crate) fn kind_of(error: &anyhow::Error) -> ErrorKind {
        Self::from_anyhow(error).kind
    }

    /// Returns the error of a known kind in a chain.
    pub(crate) fn of(error: &anyhow::Error) -> Option<&Self> {
        // A context is found in the error itself, but not among its causes.
        error
            .downcast_ref()
            .or_else(|| error.chain().find_map(|cause| cause.downcast_ref()))
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl Error for CliError {}

/// Returns the most similar of the known names, ignoring letter case, if any is similar enough.
pub(crate) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    known
        .map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known))
        .filter(|(similarity, _)| *similarity >= MIN_SIMILARITY)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, known)| known)
}
