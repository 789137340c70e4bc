//! Runs a read-only command for many engagements: requests run concurrently, results keep the
//! input order.

use std::io::Write;

use crate::api::{Call, Client};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::parallel;
use crate::sink::Sink;

use super::input::{EngagementInput, InputEngagement, InputIter};
use super::outcome::Outcome;
use super::session::Session;

/// Calls `work` for each input, with up to `-j` requests in flight, and `deliver` with the results,
/// in the order of the inputs. One failure does not stop the others; it is reported on stderr.
///
/// # Errors
/// An invalid input, or the error of `deliver`.
pub(super) fn for_each<T: Send + 'static>(
    inputs: InputIter,
    client: &'static Client,
    session: &Session,
    mut outcome: Outcome,
    work: impl Fn(&Client, &InputEngagement) -> Result<T, CliError> + Send + Sync + 'static,
    mut deliver: impl FnMut(&Id, T) -> anyhow::Result<()>,
) -> anyhow::Result<Outcome> {
    let call = move |input: Result<InputEngagement, CliError>| {
        let (id, result) = match input {
            Ok(input) => (Some(input.id.clone()), work(client, &input)),
            Err(failure) if is_bad_record(&failure) => return Ok((None, Err(failure))),
            Err(failure) => return Err((None, failure)),
        };
        match result {
            Err(failure) if failure.is_fatal => Err((id, failure)),
            result => Ok((id, result)),
        }
    };
    for result in parallel::map_ordered(inputs, client.concurrency(), call)? {
        match result {
            Ok((Some(id), Ok(result))) => {
                deliver(&id, result)?;
                outcome.add_done(&id);
            }
            Ok((id, Err(failure))) => outcome.add_failure(id.as_ref(), &failure, session),
            Err((_, failure)) if failure.kind == ErrorKind::Usage => return Err(failure.into()),
            Err((id, failure)) => {
                outcome.stop(id, Some(failure));
                outcome.is_stopped = true;
                break;
            }
            Ok((None, Ok(_))) => {}
        }
    }
    Ok(outcome)
}

/// Whether one record of the list is unusable. The other records are not affected.
pub(super) fn is_bad_record(failure: &CliError) -> bool {
    failure.kind == ErrorKind::Api && !failure.is_fatal
}

/// Prints the requests of a read-only command instead of sending them. For a query only the first
/// request of the list is printed, since the IDs are known only from the responses. An ID without a
/// `call` needs no request.
///
/// # Errors
/// An invalid ID on stdin, or a stdout that cannot be written.
pub(super) fn print_requests(
    input: EngagementInput,
    client: &'static Client,
    call: impl for<'a> Fn(&'a Id) -> Option<Call<'a>>,
) -> anyhow::Result<()> {
    if let Some(query) = input.query() {
        return print_commands([Ok(client.curl(Call::Page(&query.params())))]);
    }
    let inputs = input.engagements(client, |_| true);
    print_commands(inputs.filter_map(|input| match input {
        Ok(input) => call(&input.id).map(|call| Ok(client.curl(call))),
        Err(failure) => Some(Err(failure)),
    }))
}

/// Prints the commands of a dry run.
///
/// # Errors
/// An invalid input, or a stdout that cannot be written.
pub(super) fn print_commands(
    commands: impl IntoIterator<Item = Result<String, CliError>>,
) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    for command in commands {
        writeln!(out, "{}", command?)?;
    }
    Ok(out.flush()?)
}
