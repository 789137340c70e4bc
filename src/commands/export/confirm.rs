//! Asks before engagements are exported that were not given as arguments.

use std::io::{self, BufRead, BufReader, IsTerminal};

use crate::commands::bulk::is_bad_record;
use crate::commands::input::IdIter;
use crate::commands::session::Session;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::platform;

/// The terminal to read the confirmation from.
pub(super) type Terminal = Box<dyn BufRead>;

/// Opens the terminal: stdin, or another handle of it if stdin has the IDs.
///
/// # Errors
/// Usage: there is no terminal, so that `--yes` is required.
pub(super) fn open_terminal(
    has_ids_on_stdin: bool,
    session: &Session,
) -> Result<Terminal, CliError> {
    let stdin = io::stdin();
    if !session.settings.environment().stderr_terminal {
        return Err(needs_yes());
    }
    if has_ids_on_stdin {
        let terminal = platform::open_terminal().map_err(|_| needs_yes())?;
        return Ok(Box::new(BufReader::new(terminal)));
    }
    if !stdin.is_terminal() {
        return Err(needs_yes());
    }
    Ok(Box::new(stdin.lock()))
}

/// Asks once whether to export these engagements, and returns them.
///
/// # Errors
/// Local: the answer was not yes, or cannot be read. The failure of a page of the list.
pub(super) fn confirm(
    ids: IdIter,
    base_url: &str,
    mut terminal: Terminal,
    session: &Session,
) -> anyhow::Result<IdIter> {
    let ids: Vec<Result<Id, CliError>> = ids.collect();
    let failure = ids.iter().find_map(|id| id.as_ref().err());
    if let Some(failure) = failure.filter(|failure| !is_bad_record(failure)) {
        return Err(failure.clone().into());
    }
    let count = ids.iter().filter(|id| id.is_ok()).count();
    if count > 0 {
        let engagements = ["engagements", "engagement"][usize::from(count == 1)];
        let question = format!("export {count} {engagements} at {base_url}? [y/N] ");
        session.console.ask(&question);
        let mut answer = String::new();
        terminal.read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(CliError::new(ErrorKind::Local, "nothing was exported").into());
        }
    }
    Ok(Box::new(ids.into_iter()))
}

fn needs_yes() -> CliError {
    CliError::new(ErrorKind::Usage, "export needs confirmation")
        .hint("pass `--yes`, or preview with `--dry-run`")
}
