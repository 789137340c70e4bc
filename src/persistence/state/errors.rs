//! Errors of a state, with what the user can do.

use std::path::Path;

use chrono::{DateTime, Utc};

use super::file::Scope;
use crate::error::{CliError, ErrorKind};
use crate::settings::time_arg;

/// Usage: the state is about other engagements.
pub(super) fn other_scope(path: &Path, scope: &Scope) -> CliError {
    let message = format!(
        "the state `{}` belongs to other filters: {scope}",
        path.display()
    );
    CliError::new(ErrorKind::Usage, message)
        .hint("use another `--state` file; a new one starts at `--since`")
}

/// Usage: the first run has no start.
pub(super) fn needs_since(path: &Path) -> CliError {
    let message = format!(
        "the first run with the state `{}` needs `--since`",
        path.display()
    );
    CliError::new(ErrorKind::Usage, message).hint("later runs start where the last one ended")
}

/// Local: another run may hold the state too.
pub(super) fn lock_removed(lock: &Path) -> CliError {
    let message = format!(
        "the lock `{}` was moved, removed or replaced during the run",
        lock.display()
    );
    CliError::new(ErrorKind::Local, message)
        .hint("never remove it; make sure that no other run is in progress, and run again")
}

/// Usage: a wrong clock has set the mark, and nothing tells where to start again.
pub(super) fn mark_in_the_future(path: &Path, mark: DateTime<Utc>) -> CliError {
    let message = format!(
        "the state `{}` ends in the future, at {}: this run needs `--since`",
        path.display(),
        time_arg::format_api_time(mark)
    );
    CliError::new(ErrorKind::Usage, message)
        .hint("start where the delivered engagements end; some may be repeated")
}

/// Usage: the window ends before it starts.
pub(super) fn empty_window(path: &Path, since: DateTime<Utc>, until: DateTime<Utc>) -> CliError {
    let message = format!(
        "the window is empty: with the state `{}` it starts at {since:?}, after its end {until:?}",
        path.display()
    );
    CliError::new(ErrorKind::Usage, message).hint("check `--since`, `--until` and the clock")
}
