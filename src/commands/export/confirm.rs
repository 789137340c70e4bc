//! Asks before engagements are exported that were not given as arguments.

use std::io::{self, BufRead, BufReader, IsTerminal};

use crate::commands::input::IdIter;
use crate::commands::session::Session;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::platform;

use super::exporter::Exporter;

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
    let terminal: Option<Terminal> = if !session.settings.environment().stderr_is_terminal {
        None
    } else if has_ids_on_stdin {
        let terminal = platform::open_terminal().ok();
        terminal.map(|terminal| Box::new(BufReader::new(terminal)) as Terminal)
    } else {
        stdin
            .is_terminal()
            .then(|| Box::new(stdin.lock()) as Terminal)
    };
    terminal.ok_or_else(|| {
        CliError::new(ErrorKind::Usage, "export needs confirmation")
            .hint("pass `--yes`, or preview with `--dry-run`")
    })
}

/// Asks once whether to export these engagements, and returns them. Those that the ledger records as
/// exported do not count.
///
/// # Errors
/// Local: the answer was not yes, or cannot be read. The failure of a page of the list.
pub(super) fn confirm(
    ids: IdIter,
    exporter: &Exporter,
    mut terminal: Terminal,
    session: &Session,
) -> anyhow::Result<IdIter> {
    session.console.show_progress("found");
    let found = |_: &Result<Id, CliError>| session.console.progress().add(1);
    let ids: Vec<Result<Id, CliError>> = ids.inspect(found).collect();
    session.console.progress().end();
    let mut failures = ids.iter().filter_map(|id| id.as_ref().err());
    if let Some(failure) = failures.find(|failure| failure.is_fatal) {
        return Err(failure.clone().into());
    }
    let is_pending = |id: &&Id| !exporter.is_exported(id);
    let count = ids.iter().flatten().filter(is_pending).count();
    if count > 0 {
        let engagements = ["engagements", "engagement"][usize::from(count == 1)];
        let base_url = exporter.client.base_url();
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
