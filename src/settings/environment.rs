//! The surroundings of a run, read once: variables, terminals, the clock.

use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::path::PathBuf;

use chrono::{DateTime, SubsecRound, Utc};

use crate::error::{CliError, ErrorKind};
use crate::platform;

/// Columns of a terminal that does not tell its width.
const DEFAULT_WIDTH: usize = 80;

/// The surroundings of a run.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    variables: HashMap<OsString, OsString>,
    /// The start of the run: the one `now` of everything in it, in the milliseconds that the API
    /// knows.
    pub(crate) now: DateTime<Utc>,
    /// The words of the command line, for the command that resumes.
    pub(crate) arguments: Vec<OsString>,
    /// Columns of the terminal that stdout is; `None` if it is none.
    pub(crate) stdout_width: Option<usize>,
    /// Whether stderr is a terminal.
    pub(crate) stderr_terminal: bool,
}

impl Environment {
    /// Reads the surroundings of this process.
    pub(crate) fn read() -> Self {
        let width =
            || terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| width.0.into());
        Self {
            variables: std::env::vars_os().collect(),
            now: Utc::now().trunc_subsecs(3),
            arguments: std::env::args_os().skip(1).collect(),
            stdout_width: io::stdout().is_terminal().then(width),
            stderr_terminal: io::stderr().is_terminal(),
        }
    }

    /// A variable as it is; an empty one counts as unset.
    pub(crate) fn raw(&self, name: &str) -> Option<&OsStr> {
        let value = self.variables.get(OsStr::new(name))?;
        (!value.is_empty()).then_some(value)
    }

    /// A variable even if it is empty, which for some (`TZ`) is a value.
    pub(crate) fn any(&self, name: &str) -> Option<&OsStr> {
        self.variables
            .get(OsStr::new(name))
            .map(OsString::as_os_str)
    }

    /// A variable as text.
    ///
    /// # Errors
    /// Usage: it is not UTF-8; the value is not repeated, it may be a secret.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, CliError> {
        let Some(value) = self.raw(name) else {
            return Ok(None);
        };
        let text = value.to_str();
        text.map(Some).ok_or_else(|| {
            let message =
                format!("the environment variable `{name}` cannot be used: it is not UTF-8");
            CliError::new(ErrorKind::Usage, message)
        })
    }

    /// The directory of config files.
    pub(crate) fn config_home(&self) -> Option<PathBuf> {
        platform::config_home(|name| {
            let path = self.raw(name).map(PathBuf::from);
            path.filter(|path| path.is_absolute())
        })
    }

    /// Whether output to a terminal should be coloured, if nobody says otherwise.
    pub(crate) fn wants_colour(&self) -> bool {
        self.raw("NO_COLOR").is_none() && self.raw("TERM").is_none_or(|term| term != "dumb")
    }
}
