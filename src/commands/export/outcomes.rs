//! Counts the results of a run, and decides how the run ends.

use std::fmt;

use crate::commands::bulk::{BulkProgress, RERUN_RESUMES};
use crate::error::{CliError, ErrorKind};
use crate::records::export_result::{ExportResult, Status};

use super::exporter::StopReason;

/// The hint of a run that has exported engagements without recording them.
const USE_LEDGER: &str = "do not repeat the IDs that were exported: their exports would run twice; \
                          with `--ledger FILE` a run records them, and a rerun skips them";

/// The results of a run so far.
#[derive(Debug)]
pub(super) struct ExportOutcomes {
    exported: u64,
    failed: u64,
    unknown: u64,
    skipped: u64,
    /// Whether all IDs so far have a result.
    has_all_results: bool,
    has_ledger: bool,
    progress: BulkProgress,
    first_failure: Option<CliError>,
    is_unauthorized: bool,
    /// What ended the run, unless it is the failure of a result.
    stopped_by: Option<CliError>,
}

impl ExportOutcomes {
    /// Starts without results. `is_single`: the command has one ID, as an argument.
    pub(super) fn new(is_single: bool, has_ledger: bool) -> Self {
        let hint = if has_ledger {
            RERUN_RESUMES
        } else {
            USE_LEDGER
        };
        Self {
            exported: 0,
            failed: 0,
            unknown: 0,
            skipped: 0,
            has_all_results: true,
            has_ledger,
            progress: BulkProgress::new(is_single, Some(hint)),
            first_failure: None,
            is_unauthorized: false,
            stopped_by: None,
        }
    }

    /// Counts the result of one engagement.
    pub(super) fn add(&mut self, result: &ExportResult) {
        self.progress.mark_done(&result.engagement_id);
        self.count(result);
    }

    fn count(&mut self, result: &ExportResult) {
        *match result.status {
            Status::Exported => &mut self.exported,
            Status::Failed => &mut self.failed,
            Status::Unknown => &mut self.unknown,
            Status::Skipped => &mut self.skipped,
        } += 1;
        if let Some(failure) = &result.failure {
            self.is_unauthorized |= failure.status == Some(401);
            self.first_failure.get_or_insert_with(|| failure.clone());
        }
    }

    /// Counts a record of the list that has no usable ID.
    pub(super) fn add_bad_record(&mut self, failure: &CliError) {
        self.failed += 1;
        self.has_all_results = false;
        self.first_failure.get_or_insert_with(|| failure.clone());
    }

    /// Records why the run ends, and returns the result that it ends with, if there is one.
    pub(super) fn stop(&mut self, reason: StopReason) -> Option<ExportResult> {
        let failure = match reason {
            StopReason::AfterExport(result, failure) => {
                // The failure that ends a run is not about the engagement, which must be exported again.
                if result.status == Status::Failed {
                    self.progress.mark_remaining(&result.engagement_id);
                } else {
                    self.progress.mark_done(&result.engagement_id);
                }
                self.count(&result);
                self.stopped_by = self.stopped_by.take().or(failure);
                return Some(*result);
            }
            StopReason::InputFailed(failure) => Some(failure),
            StopReason::LedgerFailed(id, failure) => {
                self.progress.mark_remaining(&id);
                Some(failure)
            }
            StopReason::Cancelled(id) => {
                self.progress.mark_remaining(&id);
                None
            }
        };
        self.has_all_results = false;
        if let Some(failure) = failure {
            self.stop_with(failure);
        }
        None
    }

    /// Records a failure that ends the run and is none of an engagement.
    pub(super) fn stop_with(&mut self, failure: CliError) {
        self.is_unauthorized |= failure.kind == ErrorKind::Unauthorized;
        self.stopped_by.get_or_insert(failure);
    }

    /// Returns whether all IDs so far have a result.
    pub(super) fn has_all_results(&self) -> bool {
        self.has_all_results
    }

    /// Returns how the run ends. `is_complete`: all IDs have a result.
    ///
    /// # Errors
    /// The failure of the only export, or one failure for all, with the kind that takes precedence.
    pub(super) fn result(&self, is_complete: bool) -> Result<(), CliError> {
        let remaining = (!is_complete).then(|| self.progress.describe()).flatten();
        let cause = self.stopped_by.as_ref().or(self.first_failure.as_ref());
        match (cause, &remaining) {
            (None, None) => return Ok(()),
            (Some(cause), None) if self.total() <= 1 => return Err(cause.clone()),
            _ => {}
        }
        let stopped_by = self.stopped_by.as_ref().map(|cause| cause.message.clone());
        let total = self.total();
        let count = |count: u64, what: &str| {
            (count > 0).then(|| format!("{count} of {total} exports {what}"))
        };
        let parts = [
            stopped_by,
            count(self.failed, "failed"),
            count(self.unknown, "may or may not have happened"),
            remaining,
        ];
        let failure = CliError {
            kind: self.kind(),
            message: parts.into_iter().flatten().collect::<Vec<_>>().join("; "),
            ..self
                .stopped_by
                .clone()
                .unwrap_or(CliError::new(ErrorKind::Partial, ""))
        };
        Err(if self.can_rerun(is_complete) {
            self.progress.with_hint(failure)
        } else {
            failure
        })
    }

    /// Returns whether the user needs the hint about running the command again. Where the ledger itself
    /// failed, its own hint comes first.
    fn can_rerun(&self, is_complete: bool) -> bool {
        if self.has_ledger {
            !is_complete && !self.is_local()
        } else {
            self.exported + self.unknown > 0
        }
    }

    /// An unknown outcome takes precedence: only a person can clear it up.
    fn kind(&self) -> ErrorKind {
        if self.unknown > 0 {
            ErrorKind::Unknown
        } else if self.is_unauthorized {
            ErrorKind::Unauthorized
        } else if self.is_local() {
            ErrorKind::Local
        } else if self.exported + self.skipped > 0 {
            ErrorKind::Partial
        } else {
            let cause = self.first_failure.as_ref().or(self.stopped_by.as_ref());
            cause.map_or(ErrorKind::Partial, |cause| cause.kind)
        }
    }

    fn is_local(&self) -> bool {
        let cause = self.stopped_by.as_ref();
        cause.is_some_and(|cause| cause.kind == ErrorKind::Local)
    }

    fn total(&self) -> u64 {
        self.exported + self.skipped + self.failed + self.unknown
    }
}

impl fmt::Display for ExportOutcomes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "exported {}, failed {}, unknown {}, skipped {}",
            self.exported, self.failed, self.unknown, self.skipped
        )
    }
}
