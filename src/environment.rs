//! The environment of a run, read once: arguments, variables, terminals, the clock.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SubsecRound, Utc};

use crate::platform;

/// The columns of a terminal that does not report its width.
const DEFAULT_WIDTH: usize = 80;

/// The environment of a run.
#[derive(Debug, Default)]
pub(crate) struct Environment {
    /// The command line, with the name of the program.
    pub(crate) arguments: Vec<OsString>,
    variables: BTreeMap<OsString, OsString>,
    /// The start of the run in milliseconds, the precision of the API. It is the only `now`.
    pub(crate) now: DateTime<Utc>,
    /// The width of the terminal; `None` if stdout is no terminal.
    pub(crate) stdout_width: Option<usize>,
    /// Whether stdout is a pipe.
    pub(crate) stdout_is_pipe: bool,
    /// Whether stderr is a terminal.
    pub(crate) stderr_is_terminal: bool,
}

/// Returns the width of the terminal that a path such as `/dev/stdout` leads to.
pub(crate) fn terminal_width(path: &Path) -> Option<usize> {
    // A FIFO is not opened: that would wait for its reader.
    if !platform::is_device(&path.metadata().ok()?) {
        return None;
    }
    let terminal = platform::open_stream(path).ok();
    let terminal = terminal.filter(IsTerminal::is_terminal)?;
    let size = terminal_size::terminal_size_of(terminal);
    Some(size.map_or(DEFAULT_WIDTH, |(width, _)| width.0.into()))
}

impl Environment {
    /// Reads the environment of this process.
    pub(crate) fn read() -> Self {
        let width =
            || terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| width.0.into());
        Self {
            arguments: std::env::args_os().collect(),
            variables: std::env::vars_os().collect(),
            now: Utc::now().trunc_subsecs(3),
            stdout_width: io::stdout().is_terminal().then(width),
            stdout_is_pipe: platform::stdout().is_ok_and(|stdout| platform::is_pipe(&stdout)),
            stderr_is_terminal: io::stderr().is_terminal(),
        }
    }

    /// Returns a variable; an empty one counts as unset.
    pub(crate) fn get(&self, name: &str) -> Option<&OsStr> {
        self.get_even_if_empty(name)
            .filter(|value| !value.is_empty())
    }

    /// Returns a variable for which empty is a value, such as `TZ`.
    pub(crate) fn get_even_if_empty(&self, name: &str) -> Option<&OsStr> {
        self.variables.get(OsStr::new(name)).map(|value| &**value)
    }

    /// Returns the sorted names of the variables that begin with `prefix`.
    pub(crate) fn names(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let names = self.variables.keys().filter_map(|name| name.to_str());
        names.filter(move |name| name.starts_with(prefix))
    }

    /// Returns the directory of config files.
    pub(crate) fn config_home(&self) -> Option<PathBuf> {
        platform::CONFIG_HOMES.iter().find_map(|(name, below)| {
            let path = Path::new(self.get(name)?);
            path.is_absolute().then(|| path.join(below))
        })
    }

    /// Returns whether output to a terminal is colored by default.
    pub(crate) fn has_color(&self) -> bool {
        self.get("NO_COLOR").is_none() && self.get("TERM").is_none_or(|term| term != "dumb")
    }
}
