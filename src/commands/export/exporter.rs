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
    fail_fast: bool,
}

/// What became of one engagement, and whether the ledger has it.
pub(super) enum ExportStep {
    /// The engagement has a result. The run ends if that cannot be recorded.
    Result(ExportResult, Result<(), CliError>),
    /// The run ends before this engagement, by a failure of the ledger or by a signal.
    NotTried(Id, Result<(), CliError>),
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

    /// Exports one engagement, unless the ledger records it as exported.
    pub(super) fn export(&self, id: Id) -> ExportStep {
        let (key, is_repeat) = match self.plan(&id) {
            ExportPlan::New => (Uuid::new_v4(), false),
            ExportPlan::Repeat(key) => (key, true),
            ExportPlan::Skip => return ExportStep::Result(ExportResult::skipped(id), Ok(())),
        };
        let intent = self.record(&id, EntryState::Sending, key);
        if intent.is_err() {
            return ExportStep::NotTried(id, intent);
        }
        let may_send = || self.ensure_in_place().is_ok();
        let Some(result) = self.client.export(&id, &key.to_string(), &may_send) else {
            // Nothing was sent, so a later run may use a new key. The outcome of an earlier run
            // stays open.
            let recorded = if is_repeat {
                self.ensure_in_place()
            } else {
                self.record(&id, EntryState::Failed, key)
            };
            return ExportStep::NotTried(id, recorded);
        };
        let result = self.interpret(result, key, is_repeat);
        let state = match result.status {
            Status::Exported | Status::Skipped => EntryState::Exported,
            Status::Failed => EntryState::Failed,
            Status::Unknown => EntryState::Unknown,
        };
        let recorded = self.record(&id, state, key);
        ExportStep::Result(result, recorded)
    }

    /// Returns whether the run ends with an engagement, or with a failure of the input: after a rejected
    /// token, an outage, a signal or a failure of the ledger; with `--fail-fast` after any failure.
    pub(super) fn ends_run(&self, step: &Result<ExportStep, CliError>) -> bool {
        let failure = match step {
            Ok(ExportStep::Result(result, Ok(()))) => result.failure.as_ref(),
            Ok(ExportStep::Result(_, Err(_)) | ExportStep::NotTried(..)) => return true,
            Err(failure) => Some(failure),
        };
        failure.is_some_and(|failure| failure.is_fatal || self.fail_fast)
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
