//! The account of a run over several engagements: what it has done, and how it ends.

use std::mem;

use crate::error::{CliError, ErrorKind};
use crate::id::Id;

use super::session::Session;

/// The hint of a run that has exported engagements without recording them.
const USE_LEDGER: &str = "do not repeat the IDs that were exported: their exports would run twice; \
                          with `--ledger FILE` a run records them, and a rerun skips them";

/// What the same command does when it is run again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum RerunEffect {
    /// It starts again, without harm.
    #[default]
    Restarts,
    /// It continues, with the help of a ledger or of a file for each engagement.
    Resumes,
    /// It exports engagements twice.
    DuplicatesExports,
}

/// What a run over several engagements has done.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What the run does with an engagement: `fetch` or `export` it.
    verb: &'static str,
    /// Whether the command has one ID, as an argument: its own error is enough.
    pub(super) is_single: bool,
    rerun: RerunEffect,
    pub(super) done: u64,
    pub(super) skipped: u64,
    pub(super) failed: u64,
    pub(super) unknown: u64,
    /// Whether the list has a record without a usable ID, so that it has no result.
    has_bad_record: bool,
    /// Whether the run has ended before some engagements.
    has_untried: bool,
    /// What ended the run, unless it is the failure of an engagement.
    stopped_by: Option<CliError>,
    first_failure: Option<CliError>,
    failed_ids: Vec<Id>,
    /// The first server error, which is an engagement's own if others are fetched.
    server_error: Option<CliError>,
    last_done: Option<Id>,
    /// The engagements at which the run ended, which must be processed again.
    remaining: Vec<Id>,
    /// Exports that were in progress when the run ended: done, but after the first of `remaining`.
    done_later: Vec<Id>,
}

impl Outcome {
    /// Starts the account of a run that has done nothing yet.
    pub(super) fn new(verb: &'static str, is_single: bool, rerun: RerunEffect) -> Self {
        Self {
            verb,
            is_single,
            rerun,
            ..Self::default()
        }
    }

    /// Adds an engagement that was processed.
    pub(super) fn add_done(&mut self, id: &Id) {
        self.done += 1;
        self.mark_processed(id);
    }

    /// Adds an engagement that an earlier run has processed.
    pub(super) fn add_skipped(&mut self, id: &Id) {
        self.skipped += 1;
        self.mark_processed(id);
    }

    /// Adds a failure and reports it, unless the error of the run has it; `None` for a record of the
    /// list without a usable ID.
    pub(super) fn add_failure(&mut self, id: Option<&Id>, failure: &CliError, session: &Session) {
        match failure.kind {
            ErrorKind::Unknown => self.unknown += 1,
            _ => self.failed += 1,
        }
        if self.first_failure.is_none() || failure.is_fatal_unauthorized() {
            self.first_failure = Some(failure.clone());
        }
        if matches!(failure.status, Some(408 | 500..)) {
            self.server_error.get_or_insert_with(|| failure.clone());
        }
        if !self.is_single {
            session.console.error(failure);
        }
        match id {
            Some(id) => {
                self.failed_ids.push(id.clone());
                self.mark_processed(id);
            }
            None => self.has_bad_record = true,
        }
    }

    /// Ends the run before an engagement, if it is known, and all later ones.
    pub(super) fn stop_before(&mut self, id: Option<Id>, failure: Option<CliError>) {
        self.has_untried = true;
        self.remaining.extend(id);
        self.set_cause_if_none(failure);
    }

    /// Adds an engagement that was processed, but must be processed again.
    pub(super) fn add_remaining(&mut self, id: Id) {
        self.remaining.push(id);
    }

    /// Sets what ended the run, unless that is known.
    pub(super) fn set_cause_if_none(&mut self, failure: Option<CliError>) {
        self.stopped_by = self.stopped_by.take().or(failure);
    }

    /// Returns whether every engagement has a result.
    pub(super) fn is_complete(&self) -> bool {
        !self.has_bad_record && !self.has_untried
    }

    /// Returns how the run ends.
    ///
    /// # Errors
    /// The failure of the only engagement, or one error for all.
    pub(super) fn into_result(self) -> anyhow::Result<()> {
        self.into_error().map_or(Ok(()), |error| Err(error.into()))
    }

    fn into_error(self) -> Option<CliError> {
        let cause = self.cause().cloned();
        let remaining = self.remaining();
        if self.is_single || cause.is_none() && remaining.is_none() {
            return cause;
        }
        let hint = self.rerun_hint();
        let (verb, failed, unknown, total) = (self.verb, self.failed, self.unknown, self.total());
        let parts = [
            self.stopped_by.as_ref().map(|cause| cause.message.clone()),
            (failed > 0).then(|| format!("failed to {verb} {failed} of {total} engagements")),
            (unknown > 0).then(|| format!("outcome of {unknown} of {total} exports unknown")),
            remaining,
        ];
        let nothing = || CliError::new(ErrorKind::Partial, "");
        let cause = cause.unwrap_or_else(nothing);
        let error = CliError {
            // An unknown outcome takes precedence: only a person can clear it up.
            kind: if unknown > 0 {
                ErrorKind::Unknown
            } else {
                cause.kind
            },
            status: cause.status,
            is_fatal: cause.is_fatal,
            message: parts.into_iter().flatten().collect::<Vec<_>>().join("; "),
            ..self.stopped_by.unwrap_or_else(nothing)
        };
        Some(match hint {
            Some(hint) => error.and_hint(hint),
            None => error,
        })
    }

    /// Returns the IDs that failed by themselves, and the error that the run ends with although it
    /// delivers the others.
    ///
    /// # Errors
    /// The error that ended the run, or the server error if no engagement was fetched. The caller delivers
    /// nothing then.
    pub(super) fn into_failed_ids(mut self) -> anyhow::Result<(Vec<Id>, Option<CliError>)> {
        let outage = self.server_error.take().filter(|_| self.done == 0);
        let has_untried = self.has_untried;
        let ids = mem::take(&mut self.failed_ids);
        match (self.into_error(), outage) {
            (None, _) => Ok((ids, None)),
            (Some(error), _) if has_untried => Err(error.into()),
            (Some(error), Some(CliError { kind, status, .. })) => Err(CliError {
                kind,
                status,
                ..error
            }
            .into()),
            (Some(error), None) => {
                let kind = ErrorKind::Partial;
                Ok((ids, Some(CliError { kind, ..error })))
            }
        }
    }

    /// The failure that decides the exit code: a rejected token, else what ended the run, else the
    /// first failure.
    fn cause(&self) -> Option<&CliError> {
        let first = self.first_failure.as_ref();
        let rejected = first.filter(|error| error.is_fatal_unauthorized());
        rejected.or(self.stopped_by.as_ref()).or(first)
    }

    /// Describes the engagements that were not processed.
    fn remaining(&self) -> Option<String> {
        if !self.has_untried {
            return None;
        }
        let Some(first) = self.remaining.first() else {
            let last = self.last_done.as_ref()?;
            return Some(format!(
                "stopped after `{last}`: later IDs were not processed"
            ));
        };
        let mut text = format!("stopped at `{first}`: it and later IDs were not processed");
        if !self.done_later.is_empty() {
            let ids: Vec<String> = self.done_later.iter().map(|id| format!("`{id}`")).collect();
            text = text + ", except " + &ids.join(", ");
        }
        Some(text)
    }

    /// Returns what to consider before the same command is run again.
    pub(super) fn rerun_hint(&self) -> Option<&'static str> {
        let is_local = |error: &CliError| error.kind == ErrorKind::Local;
        match self.rerun {
            // Where the ledger itself failed, its own hint comes first.
            RerunEffect::Resumes
                if self.has_untried && !self.stopped_by.as_ref().is_some_and(is_local) =>
            {
                Some("run the same command again: it skips what is done")
            }
            RerunEffect::DuplicatesExports if self.done + self.unknown > 0 => Some(USE_LEDGER),
            _ => None,
        }
    }

    fn mark_processed(&mut self, id: &Id) {
        if self.remaining.is_empty() {
            self.last_done = Some(id.clone());
        } else if !self.remaining.contains(id) {
            self.done_later.push(id.clone());
        }
    }

    fn total(&self) -> u64 {
        self.done + self.skipped + self.failed + self.unknown
    }
}
