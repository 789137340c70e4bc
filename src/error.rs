//! Kinds of failure, their exit codes, and what the user can do next.
//!
//! `anyhow` tells the story (its contexts say what was being done); a [`CliError`] somewhere
//! in the chain says which kind it is. An error without one is a local failure: a file that
//! cannot be read, or a bug.

use std::fmt;
use std::io;

use serde::Serialize;

/// What kind of failure ended a run. The order of precedence and the codes are the contract's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ErrorKind {
    /// A file that cannot be read or written, or a bug.
    Local,
    /// A wrong option, value, field or id.
    Usage,
    /// No token, no site, unreadable or unknown settings.
    Settings,
    /// 401 or 403.
    #[serde(rename = "refused")]
    Unauthorized,
    /// 404.
    NotFound,
    /// 429 after all retries, or a wait longer than `--max-wait`.
    RateLimited,
    /// Name, connection, TLS, timeout or reset after all retries.
    Network,
    /// Any other status after all retries, or an answer that is not what the API documents.
    #[serde(rename = "service")]
    Api,
    /// Some output was delivered, the rest was not.
    Partial,
    /// An export may or may not have happened.
    Unknown,
    /// Another run holds the ledger, the state or the lock.
    Busy,
    /// The reader of our output went away: quiet, and no failure at all.
    #[serde(rename = "reader_gone")]
    BrokenPipe,
}

impl ErrorKind {
    /// The exit code that the contract's table gives to this kind.
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::BrokenPipe => 0,
            Self::Local => 1,
            Self::Usage => 2,
            Self::Settings => 3,
            Self::Unauthorized => 4,
            Self::NotFound => 5,
            Self::RateLimited => 6,
            Self::Network => 7,
            Self::Api => 8,
            Self::Partial => 9,
            Self::Unknown => 10,
            Self::Busy => 11,
        }
    }
}

/// A failure of a known kind, with what the user needs to act on it.
///
/// The texts may hold words of the service or of a visitor: they are cleaned where they are
/// shown, not here.
#[derive(Clone, Debug)]
pub(crate) struct CliError {
    /// Decides the exit code.
    pub(crate) kind: ErrorKind,
    /// What went wrong, in one sentence, lower case, without a full stop.
    pub(crate) message: String,
    /// The HTTP status, when the service answered.
    pub(crate) status: Option<u16>,
    /// The service's `x-request-id`, which its support asks for.
    pub(crate) request_id: Option<String>,
    /// What to do next.
    pub(crate) hint: Option<String>,
    /// No other request of this run can do better, so none is started: a 401, a used-up quota, a
    /// failed page of the list.
    pub(crate) is_fatal: bool,
}

impl CliError {
    /// A failure of this kind with its sentence.
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

    /// The same failure with advice on what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure with one more line of advice.
    pub(crate) fn and_hint(self, line: &str) -> Self {
        let hint = match &self.hint {
            Some(hint) => format!("{hint}\n{line}"),
            None => line.to_owned(),
        };
        self.hint(hint)
    }

    /// An error with its whole story in one sentence, of the kind that its chain tells.
    pub(crate) fn from_anyhow(error: &anyhow::Error) -> Self {
        let message = format!("{error:#}");
        match Self::of(error) {
            Some(known) => Self {
                message,
                ..known.clone()
            },
            None => Self::new(Self::kind_of(error), message),
        }
    }

    /// The failure that an error's chain holds, if it is of a known kind.
    pub(crate) fn of(error: &anyhow::Error) -> Option<&Self> {
        // A context is found in the error itself, but not among its causes.
        error
            .downcast_ref()
            .or_else(|| error.chain().find_map(|cause| cause.downcast_ref()))
    }

    /// The kind of any error; one that says nothing about itself is local. A broken pipe can
    /// only be that of our output: what breaks on the network is told as a [`CliError`].
    pub(crate) fn kind_of(error: &anyhow::Error) -> ErrorKind {
        let is_gone = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
        match Self::of(error) {
            Some(failure) => failure.kind,
            None if error
                .chain()
                .filter_map(|cause| cause.downcast_ref())
                .any(is_gone) =>
            {
                ErrorKind::BrokenPipe
            }
            None => ErrorKind::Local,
        }
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}
