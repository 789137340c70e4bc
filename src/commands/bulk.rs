//! Runs a read-only command for many engagements, or prints the requests that a run would send.

use std::io::Write;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;

use crate::api::{Call, Client, Query};
use crate::error::CliError;
use crate::id::Id;
use crate::parallel::{self, LOOKAHEAD};
use crate::sink::{self, Sink};

use super::input::{Engagement, EngagementIter, IdIter, Input};
use super::outcome::Outcome;
use super::output::partial;
use super::session::Session;

/// An engagement with the result of the work on it, or the failure of the input.
type Fetched<T> = Result<(Engagement, Result<T, CliError>), CliError>;

/// Calls `work` for each engagement, with up to `-j` requests in flight, and `deliver` with the
/// results, in the order of the engagements. A failure that is not fatal does not stop the others; it
/// is reported on stderr.
///
/// # Errors
/// Local: the system starts no thread. The error of `deliver`.
pub(super) fn for_each<T: Send + 'static>(
    engagements: EngagementIter,
    client: &'static Client,
    session: &Session,
    mut outcome: Outcome,
    work: impl Fn(&Client, &Engagement) -> Result<T, CliError> + Send + Sync + 'static,
    mut deliver: impl FnMut(&Engagement, T) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let total = engagements.size_hint().1.map(|total| total as u64);
    session.console.progress().set_total(total);
    for fetched in fetch_ordered(engagements, client, outcome.is_single, work)? {
        let (id, failure) = match fetched {
            Ok((engagement, Ok(result))) => {
                deliver(&engagement, result)?;
                outcome.add_done(&engagement.id);
                continue;
            }
            Ok((engagement, Err(failure))) => (Some(engagement.id), failure),
            Err(failure) => (None, failure),
        };
        if failure.is_fatal {
            outcome.stop_before(id, Some(failure));
            break;
        }
        outcome.add_failure(id.as_ref(), &failure, session);
    }
    Ok(outcome)
}

/// Returns the result of `work` for each engagement, in order. After a fatal failure no other is
/// started.
fn fetch_ordered<T: Send + 'static>(
    engagements: EngagementIter,
    client: &'static Client,
    is_single: bool,
    work: impl Fn(&Client, &Engagement) -> Result<T, CliError> + Send + Sync + 'static,
) -> Result<impl Iterator<Item = Fetched<T>>, CliError> {
    let work = Arc::new(work);
    let work_ahead = Arc::clone(&work);
    let fetch = move |engagement: Result<Engagement, CliError>| {
        let fetched = engagement.map(|engagement| {
            let result = if is_single {
                // Its response may be of any size: no other takes memory.
                work_ahead(client, &engagement).map(Some)
            } else {
                client.ahead(|client| work_ahead(client, &engagement))
            };
            (engagement, result)
        });
        let failure = match &fetched {
            Ok((_, result)) => result.as_ref().err(),
            Err(failure) => Some(failure),
        };
        if failure.is_some_and(|failure| failure.is_fatal) {
            Break(fetched)
        } else {
            Continue(fetched)
        }
    };
    let results = parallel::map_ordered(engagements, client.concurrency(), LOOKAHEAD, fetch)?;
    Ok(results.map(move |fetched| {
        let (engagement, result) = fetched?;
        // A response that was too large to be read ahead is requested again.
        let result = result.and_then(|result| result.map_or_else(|| work(client, &engagement), Ok));
        Ok((engagement, result))
    }))
}

/// Prints the requests of a read-only command instead of sending them. For a query only the first
/// request of the list is printed, since the IDs are known only from the responses. An ID without a
/// `command` needs no request.
///
/// # Errors
/// As [`print_commands`].
pub(super) fn print_requests(
    input: Input,
    client: &Client,
    command: impl Fn(&Id) -> Option<String>,
) -> anyhow::Result<()> {
    match input {
        Input::Ids(ids) => print_commands(ids, command),
        Input::Query(query, _) => print_first_page(client, &query),
    }
}

/// Prints the request of the first page; the others follow from the responses.
///
/// # Errors
/// Local: stdout cannot be written to.
pub(super) fn print_first_page(client: &Client, query: &Query) -> anyhow::Result<()> {
    let command = client.curl(Call::Page(&query.params()));
    sink::print(format!("{command}\n").as_bytes())
}

/// Prints the command of each ID that has one.
///
/// # Errors
/// The first failure of the IDs: Usage for an invalid line on stdin, that of a page of the list, or of
/// a record without an ID, which does not stop the others. Local: stdout cannot be written to.
pub(super) fn print_commands(
    ids: IdIter,
    command: impl Fn(&Id) -> Option<String>,
) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    let mut is_partial = false;
    let mut first_failure = None;
    for id in ids {
        match id.map(|id| command(&id)) {
            Ok(Some(command)) => {
                writeln!(out, "{command}")?;
                is_partial = true;
            }
            Ok(None) => {}
            Err(failure) => {
                let is_fatal = failure.is_fatal;
                first_failure.get_or_insert(failure);
                if is_fatal {
                    break;
                }
            }
        }
    }
    out.flush()?;
    match first_failure {
        None => Ok(()),
        Some(failure) if is_partial => Err(partial(failure.into())),
        Some(failure) => Err(failure.into()),
    }
}
