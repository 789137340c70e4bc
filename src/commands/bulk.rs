//! Runs a read-only command for many engagements: requests run concurrently, results keep the
//! input order.

use std::io::Write;
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;

use crate::api::{Call, Client, Query};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::parallel::{self, LOOKAHEAD};
use crate::sink::Sink;

use super::input::{EngagementInput, InputEngagement, InputEngagements};
use super::outcome::Outcome;
use super::output::partial;
use super::session::Session;

/// Calls `work` for each input, with up to `-j` requests in flight, and `deliver` with the results,
/// in the order of the inputs. One failure does not stop the others; it is reported on stderr.
///
/// # Errors
/// Usage: an invalid ID on stdin. Local: the system starts no thread. The error of `deliver`.
pub(super) fn for_each<T: Send + 'static>(
    inputs: InputEngagements,
    client: &'static Client,
    session: &Session,
    mut outcome: Outcome,
    work: impl Fn(&Client, &InputEngagement) -> Result<T, CliError> + Send + Sync + 'static,
    mut deliver: impl FnMut(&InputEngagement, T) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let InputEngagements { iter, mut progress } = inputs;
    session.console.progress().set_total(max_len(&iter));
    let work = Arc::new(work);
    let work_ahead = Arc::clone(&work);
    let is_single = outcome.is_single;
    let fetch = move |input: Result<InputEngagement, CliError>| {
        let item = input.map(|input| {
            let result = if is_single {
                // Its response may be of any size: no other takes memory.
                work_ahead(client, &input).map(Some)
            } else {
                client.ahead(|client| work_ahead(client, &input))
            };
            (input, result)
        });
        let is_last = match &item {
            Ok((_, result)) => result.as_ref().is_err_and(|failure| failure.is_fatal),
            Err(failure) => !is_bad_record(failure),
        };
        if is_last { Break(item) } else { Continue(item) }
    };
    for item in parallel::map_ordered(iter, client.concurrency(), LOOKAHEAD, fetch)? {
        match item {
            Ok((input, result)) => {
                if let Some(progress) = &mut progress {
                    progress.add(input.created_at);
                }
                // A response that was too large to be read ahead is requested again.
                match result.and_then(|result| result.map_or_else(|| work(client, &input), Ok)) {
                    Ok(result) => {
                        deliver(&input, result)?;
                        outcome.add_done(&input.id);
                    }
                    Err(failure) if failure.is_fatal => {
                        outcome.stop_before(Some(input.id), Some(failure));
                        break;
                    }
                    Err(failure) => outcome.add_failure(Some(&input.id), &failure, session),
                }
            }
            Err(failure) if failure.kind == ErrorKind::Usage => return Err(failure.into()),
            Err(failure) if is_bad_record(&failure) => {
                if let Some(progress) = &mut progress {
                    progress.add(None);
                }
                outcome.add_failure(None, &failure, session);
            }
            Err(failure) => {
                let failure = match progress {
                    Some(progress) => progress.with_resume_hint(failure),
                    None => failure,
                };
                outcome.stop_before(None, Some(failure));
                break;
            }
        }
    }
    Ok(outcome)
}

/// Returns the maximum number of items; `None` if it is unknown.
pub(super) fn max_len(inputs: &dyn Iterator<Item = impl Sized>) -> Option<u64> {
    let (_, most) = inputs.size_hint();
    most.and_then(|most| u64::try_from(most).ok())
}

/// Returns whether one record of the list is unusable. The other records are not affected.
pub(super) fn is_bad_record(failure: &CliError) -> bool {
    failure.kind == ErrorKind::Api && !failure.is_fatal
}

/// Prints the requests of a read-only command instead of sending them. For a query only the first
/// request of the list is printed, since the IDs are known only from the responses. An ID without a
/// `call` needs no request.
///
/// # Errors
/// Usage: an invalid ID on stdin. Local: stdout cannot be written to.
pub(super) fn print_requests(
    input: EngagementInput,
    client: &'static Client,
    call: impl for<'a> Fn(&'a Id) -> Option<Call<'a>>,
) -> anyhow::Result<()> {
    if let Some(query) = input.query() {
        return print_first_page(client, query);
    }
    let inputs = input.engagements(client, |_| true);
    print_commands(inputs.iter.filter_map(|input| match input {
        Ok(input) => call(&input.id).map(|call| Ok(client.curl(call))),
        Err(failure) => Some(Err(failure)),
    }))
}

/// Prints the request of the first page; the others follow from the responses.
///
/// # Errors
/// Local: stdout cannot be written to.
pub(super) fn print_first_page(client: &Client, query: &Query) -> anyhow::Result<()> {
    print_commands([Ok(client.curl(Call::Page(&query.params())))])
}

/// Prints the commands of a dry run.
///
/// # Errors
/// The first error among the commands. Local: stdout cannot be written to.
pub(super) fn print_commands(
    commands: impl IntoIterator<Item = Result<String, CliError>>,
) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    let mut is_partial = false;
    let mut first_failure = None;
    for command in commands {
        match command {
            Ok(command) => {
                writeln!(out, "{command}")?;
                is_partial = true;
            }
            Err(failure) => {
                let ends_run = !is_bad_record(&failure);
                first_failure.get_or_insert(failure);
                if ends_run {
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
