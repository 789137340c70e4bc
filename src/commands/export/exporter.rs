//! One export, and the ledger that keeps it from happening twice.

use std::io::Write;
use std::path::Path;

use chrono::Utc;
use uuid::Uuid;

use crate::api::{Call, Client};
use crate::commands::input::IdIter;
use crate::failure::{Failure, Kind};
use crate::id::Id;
use crate::journal::ledger::{History, Ledger, Plan, Step};
use crate::records::export_result::{ExportResult, Status};
use crate::sink::Sink;

/// Exports engagements, each at most once.
pub(super) struct Exporter {
    /// The service.
    pub(super) client: &'static Client,
    ledger: Option<Ledger>,
    fail_fast: bool,
}

/// Why no further export is started.
#[derive(Debug)]
pub(super) enum Stop {
    /// The run ends after this one: for its outcome, or for what came afterwards.
    After(Box<ExportResult>, Option<Failure>),
    /// No further one is known, for this reason.
    NoMore(Failure),
    /// This one could not be tried, for this reason.
    Before(Id, Failure),
    /// The run is being stopped: this one was not tried.
    NotTried(Id),
}

impl Exporter {
    /// An exporter that keeps a ledger if there is one.
    ///
    /// # Errors
    /// Busy: another run holds the ledger. Local: it is damaged, or cannot be written.
    pub(super) fn open(
        client: &'static Client,
        ledger: Option<&Path>,
        fail_fast: bool,
    ) -> anyhow::Result<Self> {
        let ledger = ledger.map(Ledger::open).transpose()?;
        Ok(Self {
            client,
            ledger,
            fail_fast,
        })
    }

    /// Exports one engagement, unless the ledger knows that it has been.
    ///
    /// # Errors
    /// What ends the run.
    pub(super) fn export(&self, id: Id) -> Result<ExportResult, Stop> {
        let key = match self.plan(&id) {
            Plan::Done => return Ok(skipped(id)),
            Plan::Repeat(key) => key,
            Plan::New => Uuid::new_v4(),
        };
        if let Err(failure) = self.note(&id, Step::Sending, key) {
            return Err(Stop::Before(id, failure));
        }
        let Some(mut result) = self.client.export(&id, &key.to_string()) else {
            return Err(Stop::NotTried(id));
        };
        let step = match result.status {
            Status::Exported | Status::Skipped => Step::Exported,
            Status::Failed => Step::Failed,
            Status::Unknown => Step::Unknown,
        };
        let noted = self.note(&id, step, key);
        if result.status == Status::Unknown
            && let Some(failure) = &mut result.failure
        {
            *failure = may_have_happened(failure, key);
        }
        let ends_run = |failure: &Failure| failure.ends_run || self.fail_fast;
        if noted.is_err() || result.failure.as_ref().is_some_and(ends_run) {
            return Err(Stop::After(Box::new(result), noted.err()));
        }
        Ok(result)
    }

    fn plan(&self, id: &Id) -> Plan {
        self.ledger
            .as_ref()
            .map_or(Plan::New, |ledger| ledger.plan(id.as_str()))
    }

    fn note(&self, id: &Id, step: Step, key: Uuid) -> Result<(), Failure> {
        let Some(ledger) = &self.ledger else {
            return Ok(());
        };
        ledger
            .record(id.as_str(), step, key, Utc::now())
            .map_err(|why| Failure::new(Kind::Local, format!("{why:#}")))
    }
}

/// The question that a lost answer leaves: with the key, the service's support can answer it.
fn may_have_happened(failure: &Failure, key: Uuid) -> Failure {
    let message = format!(
        "{}; it may or may not have happened (key `{key}`)",
        failure.message
    );
    Failure { kind: Kind::Unknown, message, ..failure.clone() }
        .hint("look the engagement up in the CRM; with `--ledger` a later run repeats it under the same key")
}

fn skipped(engagement_id: Id) -> ExportResult {
    ExportResult {
        engagement_id,
        status: Status::Skipped,
        http_status: None,
        attempts: 0,
        request_id: None,
        failure: None,
    }
}

/// Prints the requests that an export would send, and sends none of them.
///
/// # Errors
/// Local: the ledger cannot be read. What ends the ids.
pub(super) fn print_requests(
    ids: IdIter,
    client: &Client,
    ledger: Option<&Path>,
) -> anyhow::Result<()> {
    let history = ledger.map(History::read).transpose()?;
    let mut out = Sink::stdout();
    for id in ids {
        let id = id?;
        let plan = history
            .as_ref()
            .map_or(Plan::New, |history| history.plan(id.as_str()));
        let key = match plan {
            Plan::Done => continue,
            Plan::Repeat(key) => key,
            Plan::New => Uuid::new_v4(),
        };
        writeln!(
            out,
            "{}",
            client.curl(Call::Export {
                id: &id,
                key: &key.to_string()
            })
        )?;
    }
    Ok(out.flush()?)
}
