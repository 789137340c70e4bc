//! The account of a run over several engagements: what it has done, and how it ends.

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
    /// Whether the command has one ID, as an argument, whose own error is enough.
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
    /// The status of the first server error, which is an engagement's own if others are fetched.
    server_error: Option<u16>,
    last_done: Option<Id>,
    /// The first engagement that the run has not processed.
    stopped_at: Option<Id>,
    /// Exports that were in progress when the run ended: processed, but after `stopped_at`.
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
        let is_server_error = |status: &u16| matches!(status, 408 | 500..);
        self.server_error = self.server_error.or(failure.status.filter(is_server_error));
        if !self.is_single {
            session.console.error(failure);
        }
        let Some(id) = id else {
            self.has_bad_record = true;
            return;
        };
        self.failed_ids.push(id.clone());
        if failure.is_fatal && failure.kind != ErrorKind::Unknown {
            // The failure is not about the engagement, which must be processed again.
            self.stopped_at.get_or_insert_with(|| id.clone());
        } else {
            self.mark_processed(id);
        }
    }

    /// Ends the run before an engagement, if it is known, and all later ones.
    pub(super) fn stop_before(&mut self, id: Option<Id>, failure: Option<CliError>) {
        self.has_untried = true;
        self.stopped_at = self.stopped_at.take().or(id);
        self.stopped_by = self.stopped_by.take().or(failure);
    }

    /// Ends the run by a failure of its ledger or output, unless another has ended it. The error of the
    /// run has no room for the failure of an only engagement any more, so that is reported.
    pub(super) fn stop(&mut self, failure: CliError, session: &Session) {
        if let Some(own) = self.first_failure.as_ref().filter(|_| self.is_single) {
            session.console.error(own);
        }
        self.is_single = false;
        self.stopped_by.get_or_insert(failure);
    }

    /// Returns whether every engagement has a result.
    pub(super) fn is_complete(&self) -> bool {
        !self.has_bad_record && !self.has_untried
    }

    /// Returns how the run ends.
    ///
    /// # Errors
    /// As [`Outcome::error`].
    pub(super) fn into_result(self) -> anyhow::Result<()> {
        self.error().map_or(Ok(()), |error| Err(error.into()))
    }

    /// Returns the error of the run: the failure of the only engagement, or one error for all.
    pub(super) fn error(&self) -> Option<CliError> {
        // The exit code is that of a rejected token, of what ended the run, or of the first failure.
        let first = self.first_failure.as_ref();
        let rejected = first.filter(|error| error.is_fatal_unauthorized());
        let cause = rejected.or(self.stopped_by.as_ref()).or(first);
        let remaining = self.remaining();
        if self.is_single || cause.is_none() && remaining.is_none() {
            return cause.cloned();
        }
        let (verb, failed, unknown) = (self.verb, self.failed, self.unknown);
        let total = self.done + self.skipped + failed + unknown;
        let parts = [
            self.stopped_by.as_ref().map(|cause| cause.message.clone()),
            (failed > 0).then(|| format!("failed to {verb} {failed} of {total} engagements")),
            (unknown > 0).then(|| format!("outcome of {unknown} of {total} exports unknown")),
            remaining,
        ];
        // The failures of engagements are reported with their hints and request IDs.
        let stopped_by = self.stopped_by.clone();
        let mut error = stopped_by.unwrap_or_else(|| CliError::new(ErrorKind::Partial, ""));
        error.message = parts.into_iter().flatten().collect::<Vec<_>>().join("; ");
        if let Some(cause) = cause {
            (error.kind, error.status, error.is_fatal) = (cause.kind, cause.status, cause.is_fatal);
        }
        if unknown > 0 {
            // An unknown outcome takes precedence: only a person can clear it up.
            error.kind = ErrorKind::Unknown;
        }
        Some(match self.rerun_hint() {
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
    pub(super) fn into_failed_ids(self) -> anyhow::Result<(Vec<Id>, Option<CliError>)> {
        let Some(mut error) = self.error() else {
            return Ok((self.failed_ids, None));
        };
        if self.has_untried {
            return Err(error.into());
        }
        if self.done == 0 && self.server_error.is_some() {
            (error.kind, error.status) = (ErrorKind::Api, self.server_error);
            return Err(error.into());
        }
        error.kind = ErrorKind::Partial;
        Ok((self.failed_ids, Some(error)))
    }

    /// Describes the engagements that were not processed.
    fn remaining(&self) -> Option<String> {
        if !self.has_untried {
            return None;
        }
        let Some(first) = &self.stopped_at else {
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
    fn rerun_hint(&self) -> Option<&'static str> {
        let has_own_hint =
            |error: &CliError| matches!(error.kind, ErrorKind::Local | ErrorKind::Usage);
        match self.rerun {
            // A failed ledger or an invalid line has to be mended first.
            RerunEffect::Resumes
                if self.has_untried && !self.stopped_by.as_ref().is_some_and(has_own_hint) =>
            {
                Some("run the same command again: it skips what is done")
            }
            RerunEffect::DuplicatesExports if self.done + self.unknown > 0 => Some(USE_LEDGER),
            _ => None,
        }
    }

    fn mark_processed(&mut self, id: &Id) {
        if self.stopped_at.is_none() {
            self.last_done = Some(id.clone());
        } else {
            self.done_later.push(id.clone());
        }
    }
}
