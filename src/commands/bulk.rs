//! Runs a read-only command for many engagements: requests run concurrently, results keep the
//! input order.

use std::borrow::Borrow;
use std::io::Write;
use std::mem;

use crate::api::{Call, Client};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::parallel;
use crate::sink::Sink;

use super::input::{EngagementInput, InputIter};
use super::session::Session;

/// The hint for a command that keeps what it has done: a ledger, or a file for each engagement.
pub(super) const RERUN_RESUMES: &str = "run the same command again: it skips what is done";

/// How far a run over several IDs has come, for the error of a run that ends early.
#[derive(Debug)]
pub(super) struct BulkProgress {
    /// Whether the command has one ID, as an argument: its own error is enough.
    is_single: bool,
    /// What the user can do about the remaining IDs.
    hint: Option<&'static str>,
    last_done: Option<Id>,
    first_remaining: Option<Id>,
    /// Exports that were in progress when the run ended: done, but after `first_remaining`.
    done_later: Vec<Id>,
}

impl BulkProgress {
    /// Starts a run that has done nothing yet.
    pub(super) fn new(is_single: bool, hint: Option<&'static str>) -> Self {
        Self {
            is_single,
            hint,
            last_done: None,
            first_remaining: None,
            done_later: Vec::new(),
        }
    }

    /// Records an ID that was processed: its result or its failure has been reported.
    pub(super) fn mark_done(&mut self, id: &Id) {
        match self.first_remaining {
            None => self.last_done = Some(id.clone()),
            Some(_) => self.done_later.push(id.clone()),
        }
    }

    /// Records an ID that was not processed.
    pub(super) fn mark_remaining(&mut self, id: &Id) {
        self.first_remaining.get_or_insert_with(|| id.clone());
    }

    /// Describes the IDs that were not processed. `None` if the command has one ID, or if nothing
    /// was processed.
    pub(super) fn describe(&self) -> Option<String> {
        match (&self.first_remaining, &self.last_done) {
            _ if self.is_single => None,
            (Some(first), _) => Some(format!(
                "stopped at `{first}`: it and later IDs were not processed{}",
                self.exceptions()
            )),
            (None, Some(last)) => Some(format!(
                "stopped after `{last}`: later IDs were not processed"
            )),
            (None, None) => None,
        }
    }

    fn exceptions(&self) -> String {
        let ids: Vec<String> = self.done_later.iter().map(|id| format!("`{id}`")).collect();
        if ids.is_empty() {
            return String::new();
        }
        format!(", except {}", ids.join(", "))
    }

    /// Adds to the failure that ended the run which IDs were not processed.
    pub(super) fn into_error(self, failure: CliError) -> CliError {
        let Some(remaining) = self.describe() else {
            return failure;
        };
        let message = format!("{}; {remaining}", failure.message);
        self.with_hint(CliError { message, ..failure })
    }

    /// Adds the hint about the remaining IDs.
    pub(super) fn with_hint(&self, failure: CliError) -> CliError {
        match self.hint {
            Some(hint) => failure.and_hint(hint),
            None => failure,
        }
    }
}

/// Counts of a run over several IDs.
#[derive(Debug, Default)]
pub(super) struct BulkStats {
    done: u64,
    failed: u64,
    first_failure: Option<CliError>,
    failed_ids: Vec<Id>,
    /// The first failure that is not the engagement's own: the network, or a rate limit.
    run_failure: Option<CliError>,
    /// The first failure of the server, which is the engagement's own if others succeed.
    server_failure: Option<CliError>,
}

/// Calls `work` for each input, with up to `-j` requests in flight, and `deliver` with the results,
/// in the order of the inputs. One failure does not stop the others; it is reported on stderr.
///
/// # Errors
/// Whatever ended the run, with the IDs that were not processed.
pub(super) fn for_each<I: Borrow<Id> + Send + 'static, T: Send + 'static>(
    inputs: InputIter<I>,
    client: &'static Client,
    work: impl Fn(&Client, &I) -> Result<T, CliError> + Send + Sync + 'static,
    session: &Session,
    mut progress: BulkProgress,
    mut deliver: impl FnMut(&Id, T) -> anyhow::Result<()>,
) -> anyhow::Result<BulkStats> {
    let call = move |input: Result<I, CliError>| {
        let input = match input {
            Ok(input) => input,
            Err(failure) if is_bad_record(&failure) => return Ok((None, Err(failure))),
            Err(failure) => return Err((None, failure)),
        };
        let id = input.borrow().clone();
        match work(client, &input) {
            Err(failure) if failure.is_fatal => Err((Some(id), failure)),
            result => Ok((Some(id), result)),
        }
    };
    let mut stats = BulkStats::default();
    for result in parallel::map_ordered(inputs, client.concurrency(), call)? {
        stats.report_only_failure(session);
        let (id, result) = match result {
            Ok(result) => result,
            Err((_, failure)) if failure.kind == ErrorKind::Usage => return Err(failure.into()),
            Err((id, failure)) => {
                if let Some(id) = &id {
                    progress.mark_remaining(id);
                }
                return Err(progress.into_error(failure).into());
            }
        };
        let is_failed = result.is_err();
        match (&id, result) {
            (Some(id), Ok(result)) => {
                deliver(id, result)?;
                stats.done += 1;
            }
            (None, Ok(_)) => {}
            (_, Err(failure)) => stats.add_failure(failure, session),
        }
        if let Some(id) = id {
            progress.mark_done(&id);
            if is_failed {
                stats.failed_ids.push(id);
            }
        }
    }
    Ok(stats)
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
    let mut out = Sink::stdout()?;
    if let Some(query) = input.query() {
        writeln!(out, "{}", client.curl(Call::Page(&query.params())))?;
    } else {
        for id in input.ids(client, |_| true) {
            if let Some(call) = call(&id?) {
                writeln!(out, "{}", client.curl(call))?;
            }
        }
    }
    Ok(out.flush()?)
}

impl BulkStats {
    /// The failure of the first ID is reported once there is a second one; as the failure of the
    /// only ID it ends the run instead.
    fn report_only_failure(&self, session: &Session) {
        if let (1, 0, Some(failure)) = (self.failed, self.done, &self.first_failure) {
            session.report(failure);
        }
    }

    fn add_failure(&mut self, failure: CliError, session: &Session) {
        self.failed += 1;
        let slot = match (failure.kind, failure.status) {
            (ErrorKind::Api, Some(408 | 500..)) => Some(&mut self.server_failure),
            (ErrorKind::NotFound | ErrorKind::Unauthorized | ErrorKind::Api, _) => None,
            _ => Some(&mut self.run_failure),
        };
        if let Some(slot) = slot {
            slot.get_or_insert_with(|| failure.clone());
        }
        if self.done + self.failed > 1 {
            session.report(&failure);
        }
        self.first_failure.get_or_insert(failure);
    }

    /// Returns the IDs that failed by themselves, and the error that the run ends with although it
    /// delivers the others.
    ///
    /// # Errors
    /// The first failure that is not an ID's own, such as an outage: nothing is to be delivered.
    pub(super) fn into_failed_ids(mut self) -> anyhow::Result<(Vec<Id>, Option<CliError>)> {
        let is_outage = self.done == 0;
        let server_failure = self.server_failure.take().filter(|_| is_outage);
        if let Some(cause) = self.run_failure.take().or(server_failure) {
            let summary = self.into_failure().unwrap_or_else(|| cause.clone());
            return Err(CliError {
                kind: cause.kind,
                status: cause.status,
                ..summary
            }
            .into());
        }
        let ids = mem::take(&mut self.failed_ids);
        let failure = self.into_failure().map(|failure| CliError {
            kind: ErrorKind::Partial,
            ..failure
        });
        Ok((ids, failure))
    }

    /// Returns how the run ends.
    ///
    /// # Errors
    /// The failure of the only ID, or one error for the failures of several.
    pub(super) fn into_result(self) -> anyhow::Result<()> {
        self.into_failure()
            .map_or(Ok(()), |failure| Err(failure.into()))
    }

    fn into_failure(self) -> Option<CliError> {
        let first = self.first_failure?;
        if self.done + self.failed == 1 {
            return Some(first);
        }
        let (failed, all) = (self.failed, self.done + self.failed);
        let message = format!("failed to fetch {failed} of {all} engagements");
        Some(CliError {
            hint: None,
            request_id: None,
            message,
            ..first
        })
    }
}
