//! Asking before a selection is exported.

use std::io::{self, BufRead, IsTerminal};

use crate::commands::input::IdIter;
use crate::commands::session::Session;
use crate::failure::{Failure, Kind};
use crate::id::Id;

/// The same ids, once a person has agreed to their number.
///
/// # Errors
/// Usage: there is nobody to ask. Local: the answer was no. Whatever ended the ids.
pub(super) fn asked(ids: IdIter, session: &Session) -> anyhow::Result<IdIter> {
    if !io::stdin().is_terminal() || !session.settings.environment().stderr_terminal {
        let message = "exporting what is not named on the command line needs `--yes` where nobody \
                       can be asked";
        return Err(Failure::new(Kind::Usage, message)
            .hint("see what it would do with `--dry-run`")
            .into());
    }
    let ids: Vec<Id> = ids.collect::<Result<_, _>>()?;
    if ids.is_empty() {
        return Ok(Box::new(std::iter::empty()));
    }
    let engagements = if ids.len() == 1 {
        "engagement"
    } else {
        "engagements"
    };
    session
        .talk
        .ask(&format!("export {} {engagements}? [y/N] ", ids.len()));
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(Box::new(ids.into_iter().map(Ok))),
        _ => Err(Failure::new(Kind::Local, "nothing was exported").into()),
    }
}
