//! Exports one engagement at most once, with the help of the ledger.

use std::ops::ControlFlow::{self, Break, Continue};
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
    fail_fast: bool,
}

/// The outcome of one input.
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
        matches!(self.plan(id), ExportPlan::Skip)
    }

    /// Exports one engagement, unless the ledger records it as exported. The run ends with it after a
    /// rejected token, an outage, a signal, or if the ledger cannot be written; with `--fail-fast`
    /// after any failure.
    pub(super) fn export(&self, id: Result<Id, CliError>) -> ControlFlow<ExportStep, ExportStep> {
        let id = match id {
            Ok(id) => id,
            Err(failure) if self.ends_run(&failure) => {
                return Break(ExportStep::NotTried(None, Some(failure)));
            }
            Err(failure) => return Continue(ExportStep::NoId(failure)),
        };
        let (key, is_repeat) = match self.plan(&id) {
            ExportPlan::New => (Uuid::new_v4(), false),
            ExportPlan::Repeat(key) => (key, true),
            ExportPlan::Skip => return Continue(ExportStep::Result(ExportResult::skipped(id))),
        };
        if let Err(failure) = self.record(&id, EntryState::Sending, key) {
            return Break(ExportStep::NotTried(Some(id), Some(failure)));
        }
        self.send(id, key, is_repeat)
    }

    /// Sends the export whose intent is recorded, and records its outcome.
    fn send(&self, id: Id, key: Uuid, is_repeat: bool) -> ControlFlow<ExportStep, ExportStep> {
        let may_send = || self.ensure_in_place().is_ok();
        let Some(result) = self.client.export(&id, &key.to_string(), &may_send) else {
            // Nothing was sent, so a later run may use a new key. The outcome of an earlier run
            // stays open.
            let recorded = if is_repeat {
                self.ensure_in_place()
            } else {
                self.record(&id, EntryState::Failed, key)
            };
            return Break(ExportStep::NotTried(Some(id), recorded.err()));
        };
        let result = self.interpret(result, key, is_repeat);
        let state = match result.status {
            Status::Exported | Status::Skipped => EntryState::Exported,
            Status::Failed => EntryState::Failed,
            Status::Unknown => EntryState::Unknown,
        };
        let recorded = self.record(&id, state, key);
        let failure = result.failure.as_ref();
        if recorded.is_err() || failure.is_some_and(|failure| self.ends_run(failure)) {
            return Break(ExportStep::LastResult(result, recorded.err()));
        }
        Continue(ExportStep::Result(result))
    }

    fn ends_run(&self, failure: &CliError) -> bool {
        failure.is_fatal || self.fail_fast
    }

    fn plan(&self, id: &Id) -> ExportPlan {
        let ledger = self.ledger.as_ref();
        ledger.map_or(ExportPlan::New, |ledger| ledger.plan(id.as_str()))
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

    /// Returns what the result of a request means for the engagement: an earlier request may have
    /// exported it.
    fn interpret(&self, mut result: ExportResult, key: Uuid, is_repeat: bool) -> ExportResult {
        if is_repeat && !result.is_final() {
            result.status = Status::Unknown;
        }
        if result.status == Status::Unknown {
            let failure = result.failure.take();
            result.failure = failure.map(|failure| self.unknown_outcome(failure, key, is_repeat));
        }
        result
    }

    /// Adds the idempotency key to the failure of an export whose outcome is unknown: with it, support
    /// can find the request.
    fn unknown_outcome(&self, failure: CliError, key: Uuid, is_repeat: bool) -> CliError {
        let outcome = if is_repeat {
            "outcome of an earlier attempt"
        } else {
            "outcome"
        };
        let rerun = if self.ledger.is_some() {
            "run the same command again later: it repeats the request under this key"
        } else {
            "check the CRM before exporting again without a ledger"
        };
        let message = &failure.message;
        CliError {
            kind: ErrorKind::Unknown,
            message: format!("{message}; {outcome} unknown (idempotency key `{key}`)"),
            // The hint of a repeated request is what keeps it from succeeding.
            hint: failure
                .hint
                .filter(|_| is_repeat)
                .or(Some(rerun.to_owned())),
            ..failure
        }
    }
}

/// Prints the requests that an export would send.
///
/// # Errors
/// Local: the ledger cannot be read. As [`print_commands`].
pub(super) fn print_requests(
    ids: IdIter,
    client: &Client,
    ledger: Option<&Path>,
) -> anyhow::Result<()> {
    let history = match ledger {
        Some(path) => LedgerHistory::read(path, &client.base_url())?,
        None => LedgerHistory::default(),
    };
    print_commands(ids, |id| {
        let key = match history.plan(id.as_str()) {
            ExportPlan::New => Uuid::new_v4(),
            ExportPlan::Repeat(key) => key,
            ExportPlan::Skip => return None,
        };
        let key = &key.to_string();
        Some(client.curl(Call::Export { id, key }))
    })
}
