//! Exports one engagement at most once, with the help of the ledger.

use std::path::Path;

use chrono::Utc;
use uuid::Uuid;

use crate::api::{Call, Client};
use crate::commands::bulk::print_commands;
use crate::commands::input::IdIter;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::persistence::ledger::{EntryState, ExportPlan, Ledger, LedgerHistory};
use crate::records::export_result::{ExportResult, Status};

/// Exports engagements, each at most once.
pub(super) struct Exporter {
    /// The API.
    pub(super) client: &'static Client,
    ledger: Option<Ledger>,
    /// Whether the first failure ends the run.
    pub(super) fail_fast: bool,
}

/// The outcome of one input.
#[derive(Debug)]
pub(super) enum ExportStep {
    /// The engagement has a result.
    Result(ExportResult),
    /// The record of the list has no usable ID.
    NoId(CliError),
    /// The result after which the run ends, and the failure of the ledger if that ended it.
    LastResult(ExportResult, Option<CliError>),
    /// The run ends before this engagement. Without a failure, a signal stopped the run.
    NotTried(Option<Id>, Option<CliError>),
}

impl Exporter {
    /// Creates an exporter. Locks the ledger, if there is one.
    ///
    /// # Errors
    /// Busy: another run holds the ledger. Local: it is damaged, belongs to another base URL or cannot be
    /// written.
    pub(super) fn open(
        client: &'static Client,
        ledger: Option<&Path>,
        fail_fast: bool,
    ) -> anyhow::Result<Self> {
        let open = |path| Ledger::open(path, &client.base_url());
        Ok(Self {
            client,
            ledger: ledger.map(open).transpose()?,
            fail_fast,
        })
    }

    /// Returns whether the ledger records an engagement as exported.
    pub(super) fn is_exported(&self, id: &Id) -> bool {
        let ledger = self.ledger.as_ref();
        ledger.is_some_and(|ledger| matches!(ledger.plan(id.as_str()), ExportPlan::Skip))
    }

    /// Exports one engagement, unless the ledger records it as exported. The run ends with it after a
    /// rejected token, an outage, a signal, or if the ledger cannot be written.
    pub(super) fn export(&self, id: Id) -> ExportStep {
        let ledger = self.ledger.as_ref();
        let plan = ledger.map_or(ExportPlan::New, |ledger| ledger.plan(id.as_str()));
        let Some(key) = idempotency_key(plan) else {
            return ExportStep::Result(ExportResult::skipped(id));
        };
        if let Err(failure) = self.record(&id, EntryState::Sending, key) {
            return ExportStep::NotTried(Some(id), Some(failure));
        }
        let is_repeat = matches!(plan, ExportPlan::Repeat(_));
        let may_send = || self.ensure_in_place().is_ok();
        let Some(mut result) = self.client.export(&id, &key.to_string(), &may_send) else {
            // Nothing was sent, so a later run may use a new key. The outcome of an earlier run
            // stays open.
            let recorded = if is_repeat {
                self.ensure_in_place()
            } else {
                self.record(&id, EntryState::Failed, key)
            };
            return ExportStep::NotTried(Some(id), recorded.err());
        };
        if is_repeat && !result.is_final() {
            result.status = Status::Unknown;
        }
        let state = match result.status {
            Status::Exported | Status::Skipped => EntryState::Exported,
            Status::Failed => EntryState::Failed,
            Status::Unknown => EntryState::Unknown,
        };
        let recorded = self.record(&id, state, key);
        if result.status == Status::Unknown {
            let failure = result.failure.take();
            result.failure = failure.map(|failure| self.unknown_outcome(failure, key, is_repeat));
        }
        let is_fatal = |failure: &CliError| failure.is_fatal || self.fail_fast;
        if recorded.is_err() || result.failure.as_ref().is_some_and(is_fatal) {
            return ExportStep::LastResult(result, recorded.err());
        }
        ExportStep::Result(result)
    }

    fn ensure_in_place(&self) -> Result<(), CliError> {
        self.ledger.as_ref().map_or(Ok(()), Ledger::ensure_in_place)
    }

    fn record(&self, id: &Id, state: EntryState, key: Uuid) -> Result<(), CliError> {
        let Some(ledger) = &self.ledger else {
            return Ok(());
        };
        ledger
            .record(id.as_str(), state, key, Utc::now())
            .map_err(|error| CliError::from_anyhow(&error))
    }

    /// Adds the idempotency key to the failure of an export whose outcome is unknown: with it, support
    /// can find the request.
    fn unknown_outcome(&self, failure: CliError, key: Uuid, is_repeat: bool) -> CliError {
        let subject = if is_repeat {
            "outcome of an earlier attempt"
        } else {
            "outcome"
        };
        let hint = match (&self.ledger, failure.hint) {
            (Some(_), Some(hint)) if is_repeat => hint,
            (Some(_), _) => {
                "run the same command again later: it repeats the request under this key".to_owned()
            }
            (None, _) => "check the CRM before exporting again without a ledger".to_owned(),
        };
        CliError {
            kind: ErrorKind::Unknown,
            message: format!(
                "{}; {subject} unknown (idempotency key `{key}`)",
                failure.message
            ),
            hint: Some(hint),
            ..failure
        }
    }
}

/// Returns the key under which an engagement is sent; `None` if it is skipped.
fn idempotency_key(plan: ExportPlan) -> Option<Uuid> {
    match plan {
        ExportPlan::New => Some(Uuid::new_v4()),
        ExportPlan::Repeat(key) => Some(key),
        ExportPlan::Skip => None,
    }
}

/// Prints the requests that an export would send.
///
/// # Errors
/// Local: the ledger cannot be read, or stdout cannot be written to. Usage: an invalid ID on stdin.
pub(super) fn print_requests(
    ids: IdIter,
    client: &Client,
    ledger: Option<&Path>,
) -> anyhow::Result<()> {
    let base_url = client.base_url();
    let history = match ledger {
        Some(path) => LedgerHistory::read(path, &base_url)?,
        None => LedgerHistory::default(),
    };
    print_commands(ids, |id| {
        let key = &idempotency_key(history.plan(id.as_str()))?.to_string();
        Some(client.curl(Call::Export { id, key }))
    })
}
